from odoo import api, fields, models


class IpsClientRecord(models.AbstractModel):
    """A record that belongs to one client: wishes, consent, history, cover, contacts.

    It goes by the client's code, lies in the client's company and goes with the
    client. Access and the log of looks are those of ``ips.client.data``.
    """

    _name = "ips.client.record"
    _description = "Record of a Client"
    _inherit = ["ips.client.data"]
    _check_company_auto = True

    # A change of one of these leads the record to other readers
    _leading_fields = frozenset({"client_id"})

    client_id = fields.Many2one(
        "ips.client", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="client_id.company_id", store=True, precompute=True
    )

    # COMPUTES

    @api.depends("client_id.ref")
    def _compute_display_name(self):
        """The code, as everywhere: what the record says is shown in columns."""
        for record in self:
            record.display_name = record.client_id.ref

    # CRUD

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & self._leading_fields:
            # Odoo checks the rules before a write: check again where it leads
            self.check_access("write")
        return res
