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
        """Everything but the activities on clients that the reader may not read.

        And on what belongs to those.
        """
        names = self.env["ips.client.access"]._models_with_activities()
        reach = Domain("res_model", "not in", names) | Domain("res_model", "=", False)
        for name in names:
            records = self.env[name]
            if records.has_access("read"):
                reach |= Domain("res_model", "=", name) & Domain(
                    "res_id", "in", records._search(Domain.TRUE)
                )
        return reach

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self.ids:
            return result
        names = self.env["ips.client.access"]._models_with_activities()
        refused = self.browse()
        # sudo: which of these are on clients, to ask for the right to read those
        for name, activities in self.sudo().grouped("res_model").items():
            if name not in names:
                continue
            records = self.env[name]
            mine = set()
            if records.has_access("read"):
                domain = [("id", "in", activities.mapped("res_id"))]
                mine = set(records.search(domain).ids)
            refused |= activities.filtered(
                lambda row, mine=mine: row.res_id not in mine
            )
        if not refused:
            return result
        refused = self.browse(refused.ids)
        if result:
            return refused | result[0], result[1]
        return refused, lambda: AccessError(
            self.env._("You are not allowed to access these activities.")
        )
