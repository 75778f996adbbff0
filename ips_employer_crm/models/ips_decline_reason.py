from odoo import fields, models


class IpsDeclineReason(models.Model):
    """Why an employer does not want to cooperate for now: a pick list.

    Coaches read, leaders and the administrator write.
    """

    _name = "ips.decline.reason"
    _description = "Reason Why an Employer Declined"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
