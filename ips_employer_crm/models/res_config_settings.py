from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of employer relations, a page of its own in Odoo's settings."""

    _inherit = "res.config.settings"

    ips_timezone = fields.Selection(
        related="company_id.ips_timezone", readonly=False, required=True
    )
    ips_dormant_days = fields.Integer(
        related="company_id.ips_dormant_days", readonly=False
    )
    ips_claim_days = fields.Integer(related="company_id.ips_claim_days", readonly=False)
