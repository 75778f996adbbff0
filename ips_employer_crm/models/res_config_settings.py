from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of employer relations, a page of its own in Odoo's settings."""

    _inherit = "res.config.settings"

    ips_timezone = fields.Selection(
        related="company_id.ips_timezone", readonly=False, required=True
    )
