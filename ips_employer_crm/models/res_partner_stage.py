from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_partner import COACH

# Stages that contacts reach, in their order; the others are moved by hand
REACHED = ["prospect", "introduced", "needs_known", "candidate_discussed"]


class ResPartner(models.Model):
    """How the relationship with an employer moves on.

    * introduced: after the first contact in person;
    * needs known, candidate discussed: after a contact with such a purpose;
    * dormant: after N days without any contact (settings), by the daily job; the next
      contact brings back the stage that the history earned;
    * active partner and declined: by hand only. Declining takes a reason and may have
      a day to ask again, on which the daily job brings the employer back.

    Contacts only ever move a stage forward. Nothing that happens to a person served
    moves it: neither an introduction nor an interview nor a job.
    """

    _inherit = "res.partner"

    decline_reason_id = fields.Many2one("ips.decline.reason", groups=COACH)
    decline_retry_date = fields.Date(
        string="Ask Again On",
        groups=COACH,
        help="On this day the employer comes back to the list, with a reminder for "
        "its coach.",
    )

    asked_again_on = fields.Date(
        string="Came Back On",
        groups=COACH,
        help="When the employer came back to be asked again: silence counts from then.",
    )

    # CONSTRAINTS

    @api.constrains("employer_stage", "decline_reason_id")
    def _check_decline_reason(self):
        for partner in self:
            if partner.employer_stage == "declined" and not partner.decline_reason_id:
                raise ValidationError(
                    self.env._(
                        "%(employer)s: say why the employer declined. Use the button "
                        '"Declined" on the employer.',
                        employer=partner.name,
                    )
                )

    # ACTIONS

    def action_decline(self):
        """Ask for the reason and the day to ask again, then mark as declined."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_employer_decline_action"
        )
        action["context"] = {"default_employer_id": self._employer_company().id}
        return action

    # BUSINESS

    def _advance_stage(self):
        """Move the companies among these forward to what their contacts reached."""
        open_stages = (*REACHED[:-1], "dormant")
        companies = self.filtered(lambda p: p.employer_stage in open_stages)
        reached = companies._reached_stages()
        for company in companies:
            stage = reached[company]
            if company.employer_stage == "dormant" or REACHED.index(
                stage
            ) > REACHED.index(company.employer_stage):
                company.employer_stage = stage

    def _reached_stages(self):
        """{company: stage that the contacts which took place earn}, in one query."""
        stages = dict.fromkeys(self, 0)
        for company, channel, purpose in self.env["ips.employer.contact"]._read_group(
            [("company_partner_id", "in", self.ids), ("state", "=", "done")],
            ["company_partner_id", "channel", "purpose_id"],
        ):
            ranks = [REACHED.index(purpose.reaches_stage or "prospect")]
            if channel == "in_person":
                ranks.append(REACHED.index("introduced"))
            stages[company] = max(stages[company], *ranks)
        return {company: REACHED[rank] for company, rank in stages.items()}

    # CRON

    @api.model
    def _cron_employer_stages(self):
        """Daily: mark silent employers dormant, bring back those to ask again."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            today = company._ips_today()
            own = [
                ("is_employer", "=", True),
                ("company_id", "in", [company.id, False]),
            ]
            # A company made while this add-on was not loaded has no number yet
            silent_since = today - timedelta(days=company.ips_dormant_days or 90)
            self.search(
                [
                    *own,
                    ("employer_stage", "in", REACHED[1:]),
                    ("last_contact_date", "<", silent_since),
                    "|",
                    ("asked_again_on", "=", False),
                    ("asked_again_on", "<", silent_since),
                ]
            ).write({"employer_stage": "dormant"})
            self.search(
                [
                    *own,
                    ("employer_stage", "=", "declined"),
                    ("decline_retry_date", "<=", today),
                ]
            )._ask_again()

    def _ask_again(self):
        """Bring back employers that declined, with a reminder for their coach."""
        reached = self._reached_stages()
        last_contacts = self._last_contacts()
        for company in self:
            last = last_contacts.get(company.id, self.env["ips.employer.contact"])
            coach = company.coach_id or last.user_id
            if last and coach:
                # On the contact: what stands on a partner every employee reads
                last.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=company.decline_retry_date,
                    summary=coach.with_context(lang=coach.lang).env._("Ask again"),
                    user_id=coach.id,
                )
            company.write(
                {
                    "employer_stage": reached[company],
                    "decline_reason_id": False,
                    "decline_retry_date": False,
                    "asked_again_on": company.decline_retry_date,
                }
            )
