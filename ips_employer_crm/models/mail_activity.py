from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class MailActivity(models.Model):
    """Activities on a client are the business of whoever may read the client.

    Odoo lets people read what is assigned to them and change what they made, whatever
    they may read otherwise: a former coach would keep both.
    """

    _inherit = "mail.activity"

    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._within_reach()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _within_reach(self):
        """Everything but the activities on clients that the reader may not read."""
        others = Domain("res_model", "!=", "ips.client")
        others |= Domain("res_model", "=", False)
        clients = self.env["ips.client"]
        if not clients.has_access("read"):
            return others
        return others | Domain("res_id", "in", clients._search(Domain.TRUE))

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self.ids:
            return result
        # sudo: which of these are on clients, to ask for the right to read those
        on_clients = self.sudo().filtered(lambda row: row.res_model == "ips.client")
        if not on_clients:
            return result
        clients = self.env["ips.client"]
        mine = set()
        if clients.has_access("read"):
            mine = set(clients.search([("id", "in", on_clients.mapped("res_id"))]).ids)
        refused = on_clients.filtered(lambda row: row.res_id not in mine)
        if not refused:
            return result
        refused = self.browse(refused.ids)
        if result:
            return refused | result[0], result[1]
        return refused, lambda: AccessError(
            self.env._("You are not allowed to access these activities.")
        )
