from odoo import api, models
from odoo.fields import Domain


class IrFilters(models.Model):
    """Filters on people stay with whoever made them, those by a path included.

    A filter that is shared with everyone is read by every employee, and what somebody
    searched for may be a name. Odoo's administrators read all other filters.
    """

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._keep_private()
        return filters

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"user_ids", "model_id", "domain", "context"}:
            self._keep_private()
        return res

    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            others = ~self._about_clients()
            domain = Domain(domain) & (others | Domain("user_ids", "in", self.env.uid))
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _about_clients(self):
        """Filters on models about clients, and on others by a path that leads there."""
        access = self.env["ips.client.access"]
        paths = [
            Domain(name, "like", path)
            for path in sorted(access._fields_to_clients())
            for name in ("domain", "context")
        ]
        secret = Domain("model_id", "in", sorted(access._models_of_clients()))
        return Domain.OR([secret, *paths])

    def _keep_private(self):
        # sudo: its maker may write it; giving it back to them widens nothing, and
        # nothing of it is told
        for favourite in self.sudo().filtered_domain(self._about_clients()):
            owner = favourite.create_uid
            if favourite.user_ids != owner:
                favourite.write({"user_ids": [(6, 0, owner.ids)]})
