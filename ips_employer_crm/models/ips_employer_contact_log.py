from odoo import api, fields, models

RECENT_EMPLOYERS = 6


class IpsEmployerContact(models.Model):
    """What the log screen adds: employers in reach of a thumb, and the next step.

    The next step is an activity of the coach on the contact; the two fields here are
    its short form, so that nothing is kept twice.
    """

    _inherit = "ips.employer.contact"

    # [{id, display_name, planned}]: today's visits first, then the employers of the
    # reader's last contacts
    recent_employers = fields.Json(
        compute="_compute_recent_employers", export_string_translation=False
    )
    next_step = fields.Char(
        compute="_compute_next_step",
        inverse="_inverse_next_step",
        help="What was promised: a reminder for the coach.",
    )
    next_step_date = fields.Date(
        string="Next Step On",
        compute="_compute_next_step",
        inverse="_inverse_next_step",
    )

    # COMPUTES

    @api.depends_context("uid")
    def _compute_recent_employers(self):
        today = self.env.company._ips_today()
        mine = self.search(
            [("user_id", "=", self.env.uid), ("state", "!=", "cancelled")],
            order="date desc",
            limit=40,
        )
        planned = mine.filtered(lambda c: c.state == "planned" and c.day == today)
        done = mine.filtered(lambda contact: contact.state == "done")
        employers = (planned.sorted("date") | done).employer_id
        self.recent_employers = [
            {
                "id": employer.id,
                "display_name": employer.display_name,
                "planned": employer in planned.employer_id,
            }
            for employer in employers[:RECENT_EMPLOYERS]
        ]

    @api.depends("activity_ids.summary", "activity_ids.date_deadline")
    def _compute_next_step(self):
        for contact in self:
            activity = contact.activity_ids[:1]
            contact.next_step = activity.summary
            contact.next_step_date = activity.date_deadline

    def _inverse_next_step(self):
        """Schedule, change or drop the reminder."""
        for contact in self:
            activity = contact.activity_ids[:1]
            step, day = contact.next_step, contact.next_step_date
            if not step and not day:
                activity.unlink()
            elif activity:
                activity.write({"summary": step, "date_deadline": day})
            else:
                # Quick: a step for a colleague waits in My week and is not mailed
                contact.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=day or contact.company_id._ips_today(),
                    summary=step,
                    user_id=contact.user_id.id,
                )
