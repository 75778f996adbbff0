from odoo import fields, models


class CrmLostReason(models.Model):
    """Reasons why a job opening went away, apart from the reasons of sales."""

    _inherit = "crm.lost.reason"

    is_job_opening = fields.Boolean(
        string="For Job Openings", help="Offered when a job opening is closed unfilled."
    )

    def write(self, vals):
        res = super().write(vals)
        if "is_job_opening" in vals:
            # Odoo checks the rules before a write: check again what it became
            self.check_access("write")
        return res
