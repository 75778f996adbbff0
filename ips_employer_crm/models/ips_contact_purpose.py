from odoo import fields, models


class IpsContactPurpose(models.Model):
    """Purpose of an Employer Contact: a pick list that leaders keep.

    Coaches read, leaders and the administrator write. The shipped entries are the
    project's proposal; nothing but the wording depends on them.
    """

    _name = "ips.contact.purpose"
    _description = "Purpose of an Employer Contact"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
