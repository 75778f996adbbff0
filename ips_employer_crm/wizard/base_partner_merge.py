from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging employers: contacts follow by their links, figures are counted anew."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Free the business ID first: two employers never have the same one."""
        number = dst_partner.company_registry or next(
            filter(None, src_partners.mapped("company_registry")), False
        )
        employers = src_partners.filtered("is_employer")
        employers.write({"company_registry": False})
        self.env.flush_all()
        res = super()._update_values(src_partners, dst_partner)
        if employers and dst_partner.company_registry != number:
            dst_partner.company_registry = number
        return res

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = partners.exists()
        for name in ("last_contact_date", "next_contact_date", "visit_count"):
            self.env.add_to_compute(kept._fields[name], kept)
        kept.filtered("is_employer")._advance_stage()
        return res
