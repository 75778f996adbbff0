from odoo import api, fields, models

LEVEL = {
    "compute": "_compute_occupation_codes",
    "store": True,
    "precompute": True,
    "aggregator": None,
    "export_string_translation": False,
}


class IpsOccupationLevels(models.AbstractModel):
    """The four levels of an occupation's ISCO-08 code, as numbers.

    For comparing many wishes with many openings. A leading 1 keeps the zeros of the
    armed forces; 0 where the occupation, or there is none, does not go that deep.
    """

    _name = "ips.occupation.levels"
    _description = "Levels of an Occupation"

    occupation_id = fields.Many2one("ips.occupation")
    occupation_code_1 = fields.Integer(**LEVEL)
    occupation_code_2 = fields.Integer(**LEVEL)
    occupation_code_3 = fields.Integer(**LEVEL)
    occupation_code_4 = fields.Integer(**LEVEL)

    # COMPUTES

    @api.depends("occupation_id.code")
    def _compute_occupation_codes(self):
        for record in self:
            code = record.occupation_id.code or ""
            for level in range(1, 5):
                reaches = len(code) >= level
                record[f"occupation_code_{level}"] = (
                    int("1" + code[:level]) if reaches else 0
                )
