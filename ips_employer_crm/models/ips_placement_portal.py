from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .ips_placement_milestone import MILESTONES

ANSWERS = [
    ("well", "Yes, it is going well"),
    ("partly", "Partly"),
    ("badly", "No, not well"),
]
# Who works there is told from this level on
NAMED = 2


class IpsPlacement(models.Model):
    """The one question to the employer after 13 weeks: is the work going well?

    Asked in the portal, of whoever is named in the disclosure in force for that very
    place, from the level of the name on, while the job runs and until it is answered
    once. The answer is seen by the client's readers and nobody else; the coach is told
    by an activity on the job.
    """

    _name = "ips.placement"
    _inherit = ["ips.placement", "ips.client.activity"]

    employer_answer = fields.Selection(
        ANSWERS,
        string="The Employer: Is the Work Going Well?",
        readonly=True,
        help="Asked in the portal after 13 weeks.",
    )
    employer_words = fields.Text(string="In the Employer's Words", readonly=True)
    employer_call_wanted = fields.Boolean(
        string="The Employer Wants a Call", readonly=True
    )
    employer_answered_on = fields.Date(string="Answered On", readonly=True)
    # Set null and by name: the answer stays
    employer_person_id = fields.Many2one(
        "res.partner",
        string="Contact Who Answered",
        readonly=True,
        ondelete="set null",
    )
    employer_person_name = fields.Char(string="Answered By", readonly=True)

    # BUSINESS

    @api.model
    def _asked_of(self, person, within=None):
        """Jobs about which somebody at an employer is asked in the portal now.

        The one place that decides it, as ``_shown_to`` of matches does.

        :param within: only these
        :returns: ``{placement: level}``; the placements as superuser
        """
        users = self.env["ips.match"]._portal_users(person)
        places = person._answered_places() if users else person.browse()
        if not places:
            return {}
        today = self.env.company._ips_today()
        domain = [
            ("employer_id", "in", places.ids),
            ("company_id", "in", users.company_ids.ids),
            ("kind", "=", "job"),
            ("never_began", "=", False),
            ("employer_answered_on", "=", False),
            # A day to spare, for time zones; the milestone below says it exactly
            (
                "start_date",
                "<=",
                today - MILESTONES["reached_13_weeks"] + relativedelta(days=2),
            ),
            ("client_id.phase", "not in", ("waiting", "closed")),
        ]
        if within is not None:
            domain.append(("id", "in", within.ids))
        # sudo: HR reads no job; these are at places of the person's own, and what may
        # be told of them is asked below
        jobs = self.sudo().search(domain, order="start_date, id")
        jobs = jobs.filtered(
            lambda job: job.reached_13_weeks and job.state == "running"
        )
        asked = {
            employer: rows.client_id
            for employer, rows in jobs.grouped("employer_id").items()
        }
        agreed = jobs.env["ips.disclosure"]._in_force_at(asked, person)
        levels = {}
        for job in jobs:
            row = agreed[job.employer_id][job.client_id]
            if int(row.level or "0") >= NAMED and row.told_by != "client":
                levels[job] = int(row.level)
        return levels

    def _portal_values(self):
        """What the question says about the job, as plain values: the level of a name.

        The job's own words are not the employer's: the occupation is its official one.
        """
        self.ensure_one()
        return {
            "name": self.client_id.name or "",
            "job": self.occupation_id.name or "",
            "place": self.employer_id.name,
            "start": self.start_date,
        }

    def _portal_answer(self, person, answer, text, call):
        """Keep the answer, and tell the coach. On a job of ``_asked_of``."""
        self.ensure_one()
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Choose one of the three answers."))
        self.write(
            {
                "employer_answer": answer,
                "employer_words": text,
                "employer_call_wanted": call,
                "employer_answered_on": self.company_id._ips_today(),
                "employer_person_id": person.id,
                "employer_person_name": person.name,
            }
        )
        told = self._for_coach()
        answers = dict(self._fields["employer_answer"]._description_selection(told.env))
        told._portal_heard(
            person,
            told.env._("The employer asks for a call about the work")
            if call
            else told.env._("The employer says how the work is going"),
            "\n".join(filter(None, (answers[answer], text))),
        )
