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
    ips_identify_clients = fields.Boolean(
        related="company_id.ips_identify_clients", readonly=False
    )
    ips_caseload_limit = fields.Float(
        related="company_id.ips_caseload_limit", readonly=False
    )
    ips_first_contact_days = fields.Integer(
        related="company_id.ips_first_contact_days", readonly=False
    )
    ips_disclosure_months = fields.Integer(
        related="company_id.ips_disclosure_months", readonly=False
    )
    ips_disclosure_remind_days = fields.Integer(
        related="company_id.ips_disclosure_remind_days", readonly=False
    )
    ips_access_log_years = fields.Integer(
        related="company_id.ips_access_log_years", readonly=False
    )
    ips_claim_days = fields.Integer(related="company_id.ips_claim_days", readonly=False)
    ips_band_exemplary = fields.Integer(
        related="company_id.ips_band_exemplary", readonly=False
    )
    ips_band_good = fields.Integer(related="company_id.ips_band_good", readonly=False)
    ips_band_fair = fields.Integer(related="company_id.ips_band_fair", readonly=False)
    ips_job_type_digits = fields.Integer(
        related="company_id.ips_job_type_digits", readonly=False
    )
    ips_review_week_days = fields.Integer(
        related="company_id.ips_review_week_days", readonly=False
    )
    ips_review_month_days = fields.Integer(
        related="company_id.ips_review_month_days", readonly=False
    )
    ips_weekly_share = fields.Integer(
        related="company_id.ips_weekly_share", readonly=False
    )
    ips_week_hours = fields.Float(related="company_id.ips_week_hours", readonly=False)
    ips_legal_basis = fields.Selection(
        related="company_id.ips_legal_basis", readonly=False, required=True
    )
    ips_link_days = fields.Integer(related="company_id.ips_link_days", readonly=False)
