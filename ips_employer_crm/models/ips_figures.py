from odoo import api, models


class IpsFigures(models.AbstractModel):
    """Figures that are counted anew, with the reader's rights, when they are opened.

    A model inherits it, counts in ``_count`` and gives access to its maker alone by a
    rule of its own. Whatever a caller says about the figures is left out.
    """

    _name = "ips.figures"
    _description = "Figures Counted on Opening"

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([{} for _vals in vals_list])
        for record in records:
            record._count()
        return records

    # ACTIONS

    @api.model
    def action_open(self):
        """Count anew and show it."""
        record = self.create({})
        return {
            "type": "ir.actions.act_window",
            "name": record.display_name,
            "res_model": self._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # BUSINESS

    def _count(self):
        """Fill in the figures of one record. To be overridden."""
        raise NotImplementedError
