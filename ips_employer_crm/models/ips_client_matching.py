from odoo import api, fields, models


class IpsClient(models.Model):
    """What matching needs of a person."""

    _inherit = "ips.client"

    match_ids = fields.One2many("ips.match", "client_id", string="Taken Up")
    match_count = fields.Integer(
        string="Number Taken Up", compute="_compute_match_count"
    )
    last_introduction_date = fields.Date(
        string="Last Introduction",
        compute="_compute_last_introduction_date",
        store=True,
    )

    @api.depends("match_ids")
    def _compute_match_count(self):
        groups = self.env["ips.match"]._read_group(
            [("client_id", "in", self.ids)], ["client_id"], ["__count"]
        )
        counts = {client.id: count for client, count in groups}
        for client in self:
            client.match_count = counts.get(client._origin.id, 0)

    @api.depends("match_ids.introduced_on")
    def _compute_last_introduction_date(self):
        for client in self:
            days = list(filter(None, client.match_ids.mapped("introduced_on")))
            client.last_introduction_date = max(days, default=False)

    # ACTIONS

    def action_view_suggestions(self):
        """Openings for this person: all of them, sorted."""
        action = self._action_for_person("ips_match_suggestion_action")
        action["context"] = {"ips_side": "person"}
        action["display_name"] = self.env._("Job openings · %(ref)s", ref=self.ref)
        return action

    def action_view_employers(self):
        """Employers to approach for this person: all of them, sorted."""
        return self._action_for_person("ips_employer_suggestion_action")

    def action_view_matches(self):
        """What was taken up with this person."""
        action = self._action_for_person("ips_match_action")
        action["context"] = {"default_client_id": self.id}
        return action

    def _action_for_person(self, name):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(f"ips_employer_crm.{name}")
        action["domain"] = [("client_id", "=", self.id)]
        action["display_name"] = f"{action['name']} · {self.ref}"
        return action
