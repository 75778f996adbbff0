from odoo import api, fields, models
from odoo.exceptions import UserError


class IpsClientReassign(models.TransientModel):
    """Move people to another coach: a caseload, or a part of it.

    Open activities and planned visits go along, the former coach's cover ends, and the
    former coach reads nothing afterwards. For leaders and deputies, within their teams.
    """

    _name = "ips.client.reassign"
    _description = "Move People to Another Coach"

    client_ids = fields.Many2many(
        "ips.client", string="People", default=lambda self: self._default_client_ids()
    )
    from_user_id = fields.Many2one(
        "res.users",
        string="Whole Caseload Of",
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
        help="Takes all people of that coach whose service is not closed.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="New Coach",
        required=True,
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    caseload = fields.Integer(
        compute="_compute_caseload", help="People in the service with the new coach."
    )

    # DEFAULTS

    @api.model
    def _default_client_ids(self):
        return self.env["ips.client"].browse(self.env.context.get("active_ids"))

    # COMPUTES

    @api.depends("user_id")
    def _compute_caseload(self):
        counts = self.env["crm.team.member"]._caseloads(self.user_id)
        for wizard in self:
            wizard.caseload = counts.get(wizard.user_id.id, 0)

    # ACTIONS

    def action_apply(self):
        """Move them, and say what went along.

        Raises a user error where nobody was chosen.
        """
        self.ensure_one()
        clients = self.client_ids
        if self.from_user_id:
            clients |= clients.search(
                [("user_id", "=", self.from_user_id.id), ("phase", "!=", "closed")]
            )
        clients = clients.filtered(lambda client: client.user_id != self.user_id)
        if not clients:
            raise UserError(
                self.env._("Choose the people, or the coach whose caseload moves.")
            )
        clients.write({"user_id": self.user_id.id})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s people are with %(coach)s now.",
                    count=len(clients),
                    coach=self.user_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
