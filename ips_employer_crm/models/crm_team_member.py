from datetime import timedelta

from odoo import api, fields, models

LEADER = (
    "ips_employer_crm.group_ips_leader,ips_employer_crm.group_ips_admin,"
    "sales_team.group_sale_manager"
)


class CrmTeamMember(models.Model):
    """A coach in a job coaching team: part time, own target, start date.

    These three are the leader's: other coaches do not read them.
    """

    _inherit = "crm.team.member"

    fte = fields.Float(
        string="Full-Time Share",
        digits=(3, 2),
        default=1.0,
        groups=LEADER,
        help="1 is full time; the weekly target follows it.",
    )
    contact_target = fields.Float(
        string="Own Weekly Target",
        digits=(4, 1),
        groups=LEADER,
        help="Full-time contacts a week, where it differs from the team's. 0: as the "
        "team.",
    )
    start_date = fields.Date(
        groups=LEADER, help="No target before this day. Empty: always there."
    )

    _fte_range = models.Constraint(
        "CHECK (fte > 0 AND fte <= 1)",
        "The full-time share lies between 0 and 1, such as 0.8.",
    )
    _contact_target_positive = models.Constraint(
        "CHECK (contact_target >= 0)", "The weekly target cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._open_current_week()
        return members

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"crm_team_id", "user_id"}:
            # Odoo checks the rules before a write: check again where it leads
            self.check_access("write")
        if vals.keys() & {"fte", "contact_target", "start_date"}:
            self.env["ips.coach.week"]._invalidate_targets()
        if vals.get("active"):
            self._open_current_week()
        return res

    def _open_current_week(self):
        """Joining a coaching team opens the coach's row of the current week."""
        members = self.filtered(lambda m: m.active and m.crm_team_id.use_job_openings)
        for team, team_members in members.grouped("crm_team_id").items():
            company = team.company_id or self.env.company
            monday = company._ips_monday()
            sunday = monday + timedelta(days=6)
            # sudo: the start date is the leader's to read, the row is the coach's
            started = team_members.sudo().filtered(
                lambda m, sunday=sunday: not m.start_date or m.start_date <= sunday
            )
            self.env["ips.coach.week"]._ensure_weeks(
                [(member.user_id.id, team.id, monday) for member in started]
            )
