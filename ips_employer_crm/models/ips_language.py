from odoo import fields, models


class IpsLanguage(models.Model):
    """Languages that a job asks for or a person speaks.

    A list of its own: Odoo's languages are those of its screens.

    All employees read, leaders and the administrator write.
    """

    _name = "ips.language"
    _description = "Language of Work"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
