from odoo import models


class CrmMergeOpportunity(models.TransientModel):
    """Merging job openings proposes the coaching team of the responsible person."""

    _inherit = "crm.merge.opportunity"

    def _compute_team_id(self):
        openings = self.filtered(
            lambda wizard: any(wizard.opportunity_ids.mapped("is_job_opening"))
        )
        res = super(CrmMergeOpportunity, self - openings)._compute_team_id()
        for wizard in openings:
            team = wizard.opportunity_ids.team_id[:1]
            if wizard.user_id:
                teams = self.env["crm.team"]._job_coaching_team_by_user(wizard.user_id)
                team = teams.get(wizard.user_id.id, team)
            wizard.team_id = team
        return res
