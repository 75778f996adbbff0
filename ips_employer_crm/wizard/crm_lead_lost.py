from odoo import api, fields, models


class CrmLeadLost(models.TransientModel):
    """Job openings are closed with a reason of their own kind, and never without."""

    _inherit = "crm.lead.lost"

    is_job_opening = fields.Boolean(compute="_compute_is_job_opening")

    @api.depends("lead_ids")
    def _compute_is_job_opening(self):
        for wizard in self:
            wizard.is_job_opening = any(wizard.lead_ids.mapped("is_job_opening"))
