from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Company holidays lower weekly targets at once, within the same transaction."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._invalidate_targets()
        return leaves

    def write(self, vals):
        res = super().write(vals)
        self._invalidate_targets()
        return res

    def unlink(self):
        res = super().unlink()
        self._invalidate_targets()
        return res

    def _invalidate_targets(self):
        self.env["ips.coach.week"]._invalidate_targets()
