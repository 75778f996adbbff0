from odoo import api, fields, models
from odoo.tools.float_utils import float_compare

from .ips_client import SERVICE_PHASES

LEADER = "ips_employer_crm.group_ips_leader"


class CrmTeamMember(models.Model):
    """A coach's caseload against the limit, for the leader.

    The caseload is the number of people in the service with that coach, in work or
    not; the limit is the company's for a full-time coach, times the full-time share.
    They are compared unrounded: 17 people for 0.8 of a coach is beyond 16 (quality
    criterion 1).
    """

    _inherit = "crm.team.member"

    caseload = fields.Integer(
        compute="_compute_caseload", groups=LEADER, help="People in the service."
    )
    caseload_limit = fields.Float(
        compute="_compute_caseload",
        digits=(5, 1),
        groups=LEADER,
        help="The company's limit for a full-time coach, by the full-time share.",
    )
    free_places = fields.Float(
        compute="_compute_caseload", digits=(5, 1), groups=LEADER
    )
    is_over_caseload = fields.Boolean(
        string="Beyond the Limit", compute="_compute_caseload", groups=LEADER
    )

    # COMPUTES

    @api.depends("user_id", "fte")
    def _compute_caseload(self):
        counts = self._caseloads(self.user_id)
        for member in self:
            company = member.crm_team_id.company_id or self.env.company
            caseload = counts.get(member.user_id.id, 0)
            limit = company.ips_caseload_limit * member.fte
            member.caseload = caseload
            member.caseload_limit = limit
            member.free_places = max(limit - caseload, 0)
            member.is_over_caseload = float_compare(caseload, limit, 6) > 0

    # ACTIONS

    def action_view_caseload(self):
        """Open the people of this coach."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_client_action"
        )
        action["domain"] = [("user_id", "=", self.user_id.id)]
        action["display_name"] = self.user_id.name
        return action

    # BUSINESS

    @api.model
    def _caseloads(self, users):
        """Return {user id: people in the service}, of those that the reader may see."""
        groups = self.env["ips.client"]._read_group(
            [("user_id", "in", users.ids), ("phase", "in", SERVICE_PHASES)],
            ["user_id"],
            ["__count"],
        )
        return {user.id: count for user, count in groups}
