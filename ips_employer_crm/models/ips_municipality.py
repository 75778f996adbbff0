from odoo import fields, models


class IpsMunicipality(models.Model):
    """Municipality, for territory and distance.

    The name is translated: its source is Finnish, Swedish comes with the add-on.
    Codes are the official three digits (Statistics Finland), coordinates those of
    the centre in degrees (WGS 84), good for a few kilometres. Everyone reads,
    the administrator writes.
    """

    _name = "ips.municipality"
    _description = "Municipality"
    _order = "name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, size=3, help="Official code, three digits.")
    state_id = fields.Many2one("res.country.state", string="Region", index=True)
    employment_area = fields.Char(translate=True)
    latitude = fields.Float(digits=(9, 6))
    longitude = fields.Float(digits=(9, 6))
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a municipality with this code."
    )
