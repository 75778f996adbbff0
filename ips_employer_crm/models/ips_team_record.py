from odoo import api, fields, models


class IpsTeamRecord(models.AbstractModel):
    """A record of one team: it lies in the company of the team.

    A model inherits it and has a ``team_id``; its own rules say who reads it.
    """

    _name = "ips.team.record"
    _description = "Record of a Team"
    _check_company_auto = True

    # A change of one of these leads the record to other readers
    _leading_fields = frozenset({"team_id"})

    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        required=True,
        precompute=True,
    )

    # COMPUTES

    @api.depends("team_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = (
                record.team_id.company_id or record.company_id or self.env.company
            )

    # CRUD

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & self._leading_fields:
            # Odoo checks the rules before a write: check again where it leads
            self.check_access("write")
        return res
