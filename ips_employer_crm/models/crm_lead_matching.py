from odoo import api, fields, models
from odoo.fields import Domain


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

    is_discussed = fields.Boolean(
        string="Discussed With Someone",
        compute="_compute_is_discussed",
        search="_search_is_discussed",
        groups="ips_employer_crm.group_ips_coach",
        help="Taken up with people whom you see, or told of to the employer.",
    )

    # COMPUTES

    @api.depends("employer_id.industry_id", "employer_id.parent_id.industry_id")
    def _compute_employer_industry_id(self):
        for lead in self:
            employer = lead.employer_id
            industry = employer.industry_id or employer.parent_id.industry_id
            lead.employer_industry_id = industry

    def _compute_introduced_count(self):
        """A number only, and only of those whom the employer heard of from us, by
        consent.

        Whoever applies on their own leaves no trace here; who they are stays with their
        coaches.
        """
        # sudo: counts only, of openings that the reader sees
        matches = self.env["ips.match"].sudo()
        groups = matches._read_group(
            [("lead_id", "in", self.ids), ("agreed_level", "!=", False)],
            ["lead_id"],
            ["__count"],
        )
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.introduced_count = counts.get(lead._origin.id, 0)

    def _compute_is_discussed(self):
        discussed = self.search([("id", "in", self.ids), ("is_discussed", "=", True)])
        for lead in self:
            lead.is_discussed = lead._origin in discussed

    def _search_is_discussed(self, operator, value):
        """With people of the reader's, or with an employer by consent.

        What others have only considered, or somebody applied for alone, leaves no
        trace outside the readers of that person.
        """
        if operator != "in":
            return NotImplemented
        matches = self.env["ips.match"]
        mine = matches._search([]) if matches.has_access("read") else None
        # sudo: whether an employer was told, of openings that the reader sees
        told = matches.sudo()._search([("agreed_level", "!=", False)])
        discussed = Domain("id", "in", told.subselect("lead_id"))
        if mine is not None:
            discussed |= Domain("id", "in", mine.subselect("lead_id"))
        return Domain.OR(discussed if asked else ~discussed for asked in value)

    # ACTIONS

    def action_what_if(self):
        """Which change to this opening would suit how many more people?"""
        self.ensure_one()
        dialog = self.env["ips.opening.what.if"].create({"lead_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What would suit more people?"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_view_suggestions(self):
        """People for this opening: everyone in the search within reach, sorted."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_match_suggestion_action"
        )
        action["domain"] = [("lead_id", "=", self.id)]
        action["context"] = {"ips_side": "opening"}
        action["display_name"] = self.name
        return action
