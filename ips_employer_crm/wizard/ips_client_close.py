from odoo import api, fields, models
from odoo.exceptions import UserError


class IpsClientClose(models.TransientModel):
    """Close the service, or take somebody off the queue: with a reason.

    The reason comes from a list that knows neither health nor "not ready".
    """

    _name = "ips.client.close"
    _description = "Close the Service"

    client_ids = fields.Many2many(
        "ips.client",
        string="People",
        required=True,
        default=lambda self: self._default_client_ids(),
    )
    end_reason_id = fields.Many2one(
        "ips.client.end.reason", string="Reason", required=True
    )

    # DEFAULTS

    @api.model
    def _default_client_ids(self):
        return self.env["ips.client"].browse(self.env.context.get("active_ids"))

    # ACTIONS

    def action_apply(self):
        """Close it; the history keeps the reason."""
        self.ensure_one()
        clients = self.client_ids.filtered(lambda client: client.phase != "closed")
        if not clients:
            raise UserError(self.env._("The service is closed already."))
        clients.write({"phase": "closed", "end_reason_id": self.end_reason_id.id})
        return {"type": "ir.actions.act_window_close"}
