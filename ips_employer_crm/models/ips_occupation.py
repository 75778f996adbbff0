from odoo import fields, models


class IpsOccupation(models.Model):
    _name = "ips.occupation"
    _description = "Occupation"

    code = fields.Char()
    name = fields.Char(required=True, translate=True)
    parent_id = fields.Many2one("ips.occupation")
