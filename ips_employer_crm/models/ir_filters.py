from odoo import api, models


class IrFilters(models.Model):
    """Filters on people stay with whoever made them.

    A filter that is shared with everyone is read by every employee, and what somebody
    searched for may be a name.
    """

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._keep_private()
        return filters

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"user_ids", "model_id"}:
            self._keep_private()
        return res

    def _keep_private(self):
        secret = self.env["ips.client.access"]._models_of_clients()
        for favourite in self:
            # sudo: its maker may write it; giving it back to them widens nothing
            owner = favourite.sudo().create_uid
            if favourite.model_id in secret and favourite.sudo().user_ids != owner:
                favourite.sudo().write({"user_ids": [(6, 0, owner.ids)]})
