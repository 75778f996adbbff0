from odoo import api, fields, models
from odoo.exceptions import ValidationError

ANSWERS = [("yes", "Yes"), ("no", "No")]
SHIFTS = ("shift_day", "shift_evening", "shift_night", "shift_weekend")


# What was taken off a list since counts on for whoever has or needs it, and is not
# offered any more
KEPT_CHOICES = {
    "context": {"active_test": False},
    "domain": "[('active', '=', True)]",
}


def as_key(records):
    """The records' ids as ``terms_key`` keeps them."""
    return [str(record_id) for record_id in records._origin.ids]


class IpsWorkTerms(models.AbstractModel):
    """The same words for what a job offers and what a person wants.

    Nothing stated is a value of its own: 0 hours and an empty answer mean "not asked",
    never "no". Hours are hours a week.
    """

    _name = "ips.work.terms"
    _description = "Work Terms"

    hours_min = fields.Float(string="Hours From", digits=(4, 1), help="0: not stated.")
    hours_max = fields.Float(string="Hours To", digits=(4, 1), help="0: not stated.")
    shift_day = fields.Selection(ANSWERS, string="Day", help="Empty: not asked.")
    shift_evening = fields.Selection(
        ANSWERS, string="Evening", help="Empty: not asked."
    )
    shift_night = fields.Selection(ANSWERS, string="Night", help="Empty: not asked.")
    shift_weekend = fields.Selection(
        ANSWERS, string="Weekend", help="Empty: not asked."
    )
    available_from = fields.Date(string="Starting From")
    condition_ids = fields.Many2many(
        "ips.work.condition", string="Conditions", **KEPT_CHOICES
    )
    licence_ids = fields.Many2many("ips.licence", string="Licences", **KEPT_CHOICES)
    language_ids = fields.Many2many("ips.language", string="Languages", **KEPT_CHOICES)
    # The three lists in one column, for comparing many people with many openings: ids
    # as strings, {"condition": ["1"], "opposite": [], "licence": [], "language": []}
    terms_key = fields.Json(
        compute="_compute_terms_key", store=True, export_string_translation=False
    )

    # COMPUTES

    @api.depends("condition_ids.opposite_id", "licence_ids", "language_ids")
    def _compute_terms_key(self):
        for terms in self:
            terms.terms_key = {
                "condition": as_key(terms.condition_ids),
                "opposite": as_key(terms.condition_ids.opposite_id),
                "licence": as_key(terms.licence_ids),
                "language": as_key(terms.language_ids),
            }

    # CONSTRAINTS

    @api.constrains("hours_min", "hours_max")
    def _check_hours(self):
        for terms in self:
            low, high = terms.hours_min, terms.hours_max
            if low < 0 or high < 0 or max(low, high) > 168 or (high and low > high):
                raise ValidationError(
                    self.env._(
                        "Hours a week: from %(low)s to %(high)s cannot be. Give 0 for "
                        "what is not known.",
                        low=low,
                        high=high,
                    )
                )
