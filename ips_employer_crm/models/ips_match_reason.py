from odoo import fields, models


class IpsMatchReason(models.Model):
    """Why a match came to nothing: a pick list without health.

    Read by coaches, written by leaders and the administrator.
    """

    _name = "ips.match.reason"
    _description = "Reason a Match Came to Nothing"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
