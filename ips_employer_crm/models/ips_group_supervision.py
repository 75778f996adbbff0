from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date


class IpsGroupSupervision(models.Model):
    """A group supervision of a team: weekly by quality criteria 7 and 8.

    Who was there, how many leads were shared, and which strategies were talked about.
    The people who were talked about stay out of it: they are on the agenda, by their
    codes. Read by the coaches of the team; written by its leader and deputies.
    """

    _name = "ips.group.supervision"
    _description = "Group Supervision"
    _inherit = ["ips.team.record"]
    _order = "date desc, id desc"

    team_id = fields.Many2one(
        "crm.team",
        required=True,
        default=lambda self: self.env["ips.coach.week"]._led_teams()[:1],
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('use_job_openings', '=', True)]",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    participant_ids = fields.Many2many(
        "res.users",
        "ips_group_supervision_user_rel",
        "supervision_id",
        "user_id",
        string="Who Was There",
        compute="_compute_participant_ids",
        store=True,
        precompute=True,
        readonly=False,
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    leads_shared = fields.Integer(
        help="Job leads of one coach that others can use for their people."
    )
    notes = fields.Text(
        string="Strategies", help="All coaches of the team read it: codes only."
    )

    _leads_shared_positive = models.Constraint(
        "CHECK (leads_shared >= 0)", "The number of leads cannot be negative."
    )

    # COMPUTES

    @api.depends("team_id")
    def _compute_participant_ids(self):
        """Propose the team's coaches and whoever leads them."""
        for meeting in self:
            team = meeting.team_id
            meeting.participant_ids = team.crm_team_member_ids.user_id | team.user_id

    @api.depends("team_id", "date")
    def _compute_display_name(self):
        for meeting in self:
            day = meeting.date and format_date(self.env, meeting.date)
            meeting.display_name = " · ".join(filter(None, [meeting.team_id.name, day]))

    # CONSTRAINTS

    @api.constrains("date")
    def _check_took_place(self):
        for meeting in self:
            if meeting.date > meeting.company_id._ips_today():
                raise ValidationError(
                    self.env._(
                        "This day lies in the future. Write it down once the group has "
                        "met."
                    )
                )
