from odoo import api, fields, models
from odoo.exceptions import AccessError

LEADER = "ips_employer_crm.group_ips_leader,ips_employer_crm.group_ips_admin"
# Quality criterion 8 (domain 1.4): one full-time leader for ten coaches at most
MAX_COACHES = 10


class CrmTeam(models.Model):
    """Targets of a coaching team over time, and how many coaches one leader may have.

    A changed target holds from the current week on: weeks gone by keep theirs.
    """

    _inherit = "crm.team"

    contact_target_ids = fields.One2many(
        "ips.contact.target",
        "team_id",
        string="Targets Over Time",
        readonly=True,
        groups=LEADER,
    )
    has_too_many_coaches = fields.Boolean(
        compute="_compute_has_too_many_coaches",
        groups=LEADER,
        help="One leader has ten coaches at most (quality criterion 8).",
    )

    # COMPUTES

    @api.depends("user_id", "crm_team_member_ids.user_id")
    def _compute_has_too_many_coaches(self):
        """From the eleventh coach on, over all coaching teams of the same leader."""
        members = self.env["crm.team.member"].search_fetch(
            self._domain_members_of_leaders(), ["user_id", "crm_team_id"]
        )
        for team in self:
            team.has_too_many_coaches = team._is_beyond_coaches(members)

    # CRUD

    def write(self, vals):
        teams = self.filtered("use_job_openings")
        if "contact_target" not in vals or not teams:
            return super().write(vals)
        before = {team: team._target_values() for team in teams}
        res = super().write(vals)
        self.env["ips.contact.target"]._keep_changes(
            [(team, None, before[team], team._target_values()) for team in teams]
        )
        return res

    # ACTIONS

    def action_review_targets(self):
        """Keep that the targets were looked at with every coach today, as they are.

        For the team's leader and deputies (quality criterion 8: at least quarterly).
        """
        if not self._is_led_by(self.env.user):
            raise AccessError(
                self.env._("Only the team's leader or a deputy reviews its targets.")
            )
        # sudo: of the own team, whose memberships the leader reads
        members = self.sudo().crm_team_member_ids
        now = {member: member._target_values() for member in members}
        self.env["ips.contact.target"]._keep_changes(
            [
                (member.crm_team_id, member.user_id, values, values)
                for member, values in now.items()
            ],
            reviewed=True,
        )

    # BUSINESS

    def _target_values(self):
        return {"contact_target": self.contact_target, "fte": 1.0}

    def _domain_members_of_leaders(self):
        """Coaches of these teams, and of all coaching teams of their leaders."""
        return [
            ("crm_team_id.use_job_openings", "=", True),
            "|",
            ("crm_team_id", "in", self.ids),
            ("crm_team_id.user_id", "in", self.user_id.ids),
        ]

    def _is_beyond_coaches(self, members):
        """Whether the leader of this team has more than ten coaches.

        :param members: memberships of the leader's teams, of this one at least
        """
        self.ensure_one()
        own = members.filtered(
            lambda member: (
                member.crm_team_id._origin == self._origin
                or (self.user_id and member.crm_team_id.user_id == self.user_id)
            )
        )
        return len(own.user_id) > MAX_COACHES
