from odoo import fields, models


class IpsLicence(models.Model):
    """Licences and cards that a job asks for or a person has, such as a hygiene pass.

    All employees read, leaders and the administrator write.
    """

    _name = "ips.licence"
    _description = "Licence or Card"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
