from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

# Quality criterion 8 (domain 1.4): monthly for new coaches. How long a coach is new is
# not written there: half a year is ours
NEW_COACH = relativedelta(months=6)
MENTORING_EVERY = relativedelta(months=1)


class IpsFieldMentoring(models.Model):
    """A leader goes along to an employer with a coach: what was seen, what is next.

    It took place: one that is planned is a visit with a colleague along. Read by the
    coach, written by the team's leader and deputies; colleagues do not read it. It is
    about the coach's work with employers, never about a client.
    """

    _name = "ips.field.mentoring"
    _description = "Field Mentoring"
    _inherit = ["ips.team.record"]
    _order = "date desc, id desc"
    _leading_fields = frozenset({"team_id", "user_id"})

    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        required=True,
        index=True,
        ondelete="restrict",
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    mentor_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_team_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('use_job_openings', '=', True)]",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    contact_id = fields.Many2one(
        "ips.employer.contact",
        string="Employer Contact Observed",
        ondelete="set null",
        check_company=True,
        domain="['|', ('user_id', '=', user_id), ('companion_ids', 'in', user_id)]",
    )
    observed = fields.Text(
        string="What Was Seen", help="The coach reads it. Nothing about job seekers."
    )
    agreed_next = fields.Text()
    next_date = fields.Date(string="Next Time")

    # COMPUTES

    @api.depends("user_id")
    def _compute_team_id(self):
        teams = self.env["crm.team"]._job_coaching_team_by_user(
            self.user_id, leaders=False
        )
        for mentoring in self:
            mentoring.team_id = teams.get(mentoring.user_id.id) or mentoring.team_id

    @api.depends("user_id", "date")
    def _compute_display_name(self):
        for mentoring in self:
            day = mentoring.date and format_date(self.env, mentoring.date)
            mentoring.display_name = " · ".join(
                filter(None, [mentoring.user_id.name, day])
            )

    # CONSTRAINTS

    @api.constrains("user_id", "mentor_id")
    def _check_two_people(self):
        for mentoring in self:
            if mentoring.user_id == mentoring.mentor_id:
                raise ValidationError(
                    self.env._("Nobody mentors themselves. Choose another person.")
                )

    @api.constrains("date")
    def _check_took_place(self):
        for mentoring in self:
            if mentoring.date > mentoring.company_id._ips_today():
                raise ValidationError(
                    self.env._(
                        "This day lies in the future. Plan the visit, and write down "
                        "afterwards how it went."
                    )
                )

    # BUSINESS

    @api.model
    def _is_due(self, start_date, last_date, today):
        """Whether a coach is new and had no field mentoring in the last month.

        :param start_date: first day in the team; empty: always there, so not new
        :param last_date: of the last field mentoring, if any
        """
        if not start_date or not today - NEW_COACH < start_date <= today:
            return False
        return not last_date or last_date < today - MENTORING_EVERY
