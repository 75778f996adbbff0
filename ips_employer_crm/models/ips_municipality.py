from math import cos, radians, sin

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

COACH = "ips_employer_crm.group_ips_coach"
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

    ``coach_ids`` are coaches who chose it for their own area: a filter of theirs and
    nothing else. No rule asks for it, for coaches work all over the region.
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
    coach_ids = fields.Many2many(
        "res.users",
        "ips_municipality_coach_rel",
        "municipality_id",
        "user_id",
        string="In the Area Of",
        copy=False,
        groups=COACH,
        help="Coaches who chose this municipality for their own area. A choice and no "
        "fence: everyone works everywhere.",
    )

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

    # ACTIONS

    def action_toggle_my_area(self):
        """Take these into the caller's own area, or out of it where they are in it.

        For coaches. Nobody can do it for somebody else.
        """
        self.check_access("read")
        user = self.env.user
        if not user.has_group(COACH):
            raise AccessError(self.env._("Only coaches have an area of their own."))
        mine = self.filtered(lambda place: user in place.coach_ids)
        # sudo: coaches do not write municipalities. The caller is one and may read
        # these; nothing but the caller is added or taken away
        mine.sudo().coach_ids = [Command.unlink(user.id)]
        (self - mine).sudo().coach_ids = [Command.link(user.id)]
