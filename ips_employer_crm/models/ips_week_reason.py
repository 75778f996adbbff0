from odoo import fields, models


class IpsWeekReason(models.Model):
    """Why a week, or days of it, had no employer contacts: a pick list.

    The list never names a cause of absence: a coach's sickness is health data too.
    Coaches read, leaders and the administrator write.
    """

    _name = "ips.week.reason"
    _description = "Reason for a Week Without Contacts"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
