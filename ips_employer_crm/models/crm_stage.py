from odoo import api, fields, models


class CrmStage(models.Model):
    """Stages of job openings stand apart from the stages of sales.

    They belong to every job coaching team; a team that joins later gets them too. No
    sales pipeline shows them, and no opening shows a stage of sales.
    """

    _inherit = "crm.stage"

    is_job_opening = fields.Boolean(
        string="Stage of Job Openings", help="Used by job coaching teams only."
    )

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        openings = stages.filtered("is_job_opening")
        if openings:
            # sudo: the leader's stage is for all coaching teams
            teams = self.env["crm.team"].sudo()._all_job_coaching_teams()
            teams._add_opening_stages(openings)
        return stages
