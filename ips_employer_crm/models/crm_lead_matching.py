from odoo import api, fields, models


class CrmLead(models.Model):
    """What matching adds to an opening: people for it, and a number."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "ips.occupation.levels"]

    employer_industry_id = fields.Many2one(
        "res.partner.industry",
        string="Industry of the Employer",
        compute="_compute_employer_industry_id",
        store=True,
        precompute=True,
    )

    # COMPUTES

    @api.depends("employer_id.industry_id", "employer_id.parent_id.industry_id")
    def _compute_employer_industry_id(self):
        for lead in self:
            employer = lead.employer_id
            industry = employer.industry_id or employer.parent_id.industry_id
            lead.employer_industry_id = industry

    def _compute_introduced_count(self):
        """A number only: who they are stays with their coaches."""
        # sudo: counts only, of openings that the reader sees
        groups = (
            self.env["ips.match"]
            .sudo()
            ._read_group(
                [("lead_id", "in", self.ids), ("introduced_on", "!=", False)],
                ["lead_id"],
                ["__count"],
            )
        )
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.introduced_count = counts.get(lead._origin.id, 0)

    # ACTIONS

    def action_view_suggestions(self):
        """People for this opening: everyone in the search within reach, sorted."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_match_suggestion_action"
        )
        action["domain"] = [("lead_id", "=", self.id)]
        action["display_name"] = self.name
        return action
