from odoo import api, models


class CrmTeamMember(models.Model):
    """A coach's target over time: a change holds from the current week on."""

    _inherit = "crm.team.member"

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever comes back to a team with another share keeps the former weeks."""
        members = super().create(vals_list)
        coaching = members.filtered("crm_team_id.use_job_openings")
        # sudo: own target and share are the leader's to read; they go into the history
        former = (
            coaching.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("id", "not in", coaching.ids),
                    ("user_id", "in", coaching.user_id.ids),
                    ("crm_team_id", "in", coaching.crm_team_id.ids),
                ],
                order="active, id",
            )
        )
        last = {(row.crm_team_id, row.user_id): row for row in former}
        self.env["ips.contact.target"]._keep_changes(
            [
                (
                    member.crm_team_id,
                    member.user_id,
                    last[member.crm_team_id, member.user_id]._target_values(),
                    member._target_values(),
                )
                for member in coaching.sudo()
                if (member.crm_team_id, member.user_id) in last
            ]
        )
        return members

    def write(self, vals):
        if not vals.keys() & {"fte", "contact_target"}:
            return super().write(vals)
        # sudo: the history needs both, whoever may write one of them
        members = self.sudo().filtered("crm_team_id.use_job_openings")
        before = {member: member._target_values() for member in members}
        res = super().write(vals)
        self.env["ips.contact.target"]._keep_changes(
            [
                (
                    member.crm_team_id,
                    member.user_id,
                    before[member],
                    member._target_values(),
                )
                for member in members
            ]
        )
        return res

    # BUSINESS

    def _target_values(self):
        return {"contact_target": self.contact_target, "fte": self.fte}
