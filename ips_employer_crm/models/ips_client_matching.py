from odoo import api, fields, models


class IpsClient(models.Model):
    """What matching needs of a person."""

    _inherit = "ips.client"

    match_ids = fields.One2many("ips.match", "client_id", string="Taken Up")
    last_introduction_date = fields.Date(
        string="Last Introduction",
        compute="_compute_last_introduction_date",
        store=True,
    )

    @api.depends("match_ids.introduced_on")
    def _compute_last_introduction_date(self):
        for client in self:
            days = list(filter(None, client.match_ids.mapped("introduced_on")))
            client.last_introduction_date = max(days, default=False)

    # ACTIONS

    def action_view_suggestions(self):
        """Openings for this person: all of them, sorted."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_match_suggestion_action"
        )
        action["domain"] = [("client_id", "=", self.id)]
        action["display_name"] = self.ref
        return action
