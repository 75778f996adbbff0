from odoo import models


class DigestDigest(models.Model):
    """The figures of sales in the digest mail do not count job openings."""

    _inherit = "digest.digest"

    def _calculate_company_based_kpi(
        self,
        model,
        digest_kpi_field,
        date_field="create_date",
        additional_domain=None,
        sum_field=None,
    ):
        if model == "crm.lead":
            sales = [("is_job_opening", "=", False)]
            additional_domain = sales + list(additional_domain or [])
        return super()._calculate_company_based_kpi(
            model, digest_kpi_field, date_field, additional_domain, sum_field
        )
