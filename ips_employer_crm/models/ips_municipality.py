from math import cos, radians, sin

from odoo import api, fields, models

EARTH_KM = 6371
EARTH = {
    "compute": "_compute_earth",
    "store": True,
    "aggregator": None,
    "export_string_translation": False,
}


class IpsMunicipality(models.Model):
    """Municipality, for territory and distance.

    The name is translated: its source is Finnish, Swedish comes with the add-on.
    Codes are the official three digits (Statistics Finland), coordinates those of
    the centre in degrees (WGS 84), good for a few kilometres. Everyone reads,
    the administrator writes.

    ``earth_x`` to ``earth_z`` are the same place in kilometres from the middle of the
    earth, so that a distance costs a few multiplications; 0 without coordinates.
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
    earth_x = fields.Float(**EARTH)
    earth_y = fields.Float(**EARTH)
    earth_z = fields.Float(**EARTH)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a municipality with this code."
    )

    # COMPUTES

    @api.depends("latitude", "longitude")
    def _compute_earth(self):
        for place in self:
            known = EARTH_KM if place.latitude or place.longitude else 0
            north, east = radians(place.latitude), radians(place.longitude)
            place.earth_x = known * cos(north) * cos(east)
            place.earth_y = known * cos(north) * sin(east)
            place.earth_z = known * sin(north)
