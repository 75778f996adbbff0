from odoo import api, fields, models


class IpsClient(models.Model):
    """Jobs, follow-along and benefits advice of a person."""

    _inherit = "ips.client"

    placement_ids = fields.One2many("ips.placement", "client_id", string="Jobs")
    advice_ids = fields.One2many("ips.benefits.advice", "client_id")
    placement_count = fields.Integer(
        string="Number of Jobs",
        compute="_compute_placement_count",
        help="Work trials are none, nor are jobs that never began.",
    )

    # COMPUTES

    @api.depends("placement_ids.kind", "placement_ids.never_began")
    def _compute_placement_count(self):
        groups = self.env["ips.placement"]._read_group(
            [
                ("client_id", "in", self.ids),
                ("kind", "=", "job"),
                ("never_began", "=", False),
            ],
            ["client_id"],
            ["__count"],
        )
        counts = {client.id: count for client, count in groups}
        for client in self:
            client.placement_count = counts.get(client._origin.id, 0)

    # ACTIONS

    def action_start_job(self):
        """Open the dialog for a job that starts."""
        self.ensure_one()
        return self.env["ips.placement.start"]._action_open(client=self)

    def action_view_placements(self):
        """Jobs of this person."""
        action = self._action_for_person("ips_placement_action")
        action["context"] = {}
        return action
