from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.fidelity import exact, points

LIMITS = ("limit_2", "limit_3", "limit_4", "limit_5")
# Exact enough for every limit, and stored as it is written
LIMIT_DIGITS = (10, 4)


class IpsFidelityThreshold(models.Model):
    """What a criterion asks for a score, from a date on.

    A review takes the newest row that is valid on its last day. Figures are compared
    unrounded. The rows that come with the add-on are defaults: those that `domain.md`
    1.2 marks [M] or [I] have not been compared with the scale, and none of them is an
    official text.

    Read by coaches, written by the administrator. A change counts reviews anew that
    are under way; those that are done stay as they were.
    """

    _name = "ips.fidelity.threshold"
    _description = "Limits of a Quality Criterion"
    _order = "item_id, valid_from desc, id desc"

    item_id = fields.Many2one(
        "ips.fidelity.item",
        string="Criterion",
        required=True,
        index=True,
        ondelete="cascade",
    )
    valid_from = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    direction = fields.Selection(
        [("up", "More is better"), ("down", "Less is better")],
        required=True,
        default="up",
    )
    limit_2 = fields.Float(string="For a 2", digits=LIMIT_DIGITS)
    limit_3 = fields.Float(string="For a 3", digits=LIMIT_DIGITS)
    limit_4 = fields.Float(string="For a 4", digits=LIMIT_DIGITS)
    limit_5 = fields.Float(string="For a 5", digits=LIMIT_DIGITS)
    minimum = fields.Integer(
        string="At Least",
        help="Under so many there are too few for a share. 0: no such limit.",
    )

    _valid_uniq = models.Constraint(
        "UNIQUE (item_id, valid_from)",
        "The criterion has limits from this day.",
    )
    _minimum_positive = models.Constraint(
        "CHECK (minimum >= 0)", "The least number cannot be negative."
    )

    # COMPUTES

    @api.depends("item_id", "valid_from")
    def _compute_display_name(self):
        for threshold in self:
            day = fields.Date.to_string(threshold.valid_from) or ""
            threshold.display_name = f"{threshold.item_id.display_name} {day}".strip()

    # CONSTRAINTS

    @api.constrains("direction", *LIMITS)
    def _check_order(self):
        for threshold in self:
            limits = [threshold[name] for name in LIMITS]
            if limits != sorted(limits, reverse=threshold.direction == "down"):
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: a better score cannot ask for less than a "
                        "worse one.",
                        criterion=threshold.item_id.display_name,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        thresholds = super().create(vals_list)
        thresholds._count_reviews()
        return thresholds

    def write(self, vals):
        res = super().write(vals)
        self._count_reviews()
        return res

    def unlink(self):
        res = super().unlink()
        self.browse()._count_reviews()
        return res

    # BUSINESS

    @api.model
    def _valid_on(self, day):
        """Return {criterion: the row valid on that day}."""
        rows = self.search([("valid_from", "<=", day)], order="valid_from, id")
        return {row.item_id: row for row in rows}

    def _points(self, figure):
        """Score (1-5) of a figure, a fraction."""
        self.ensure_one()
        limits = [exact(self[name]) for name in LIMITS]
        return points(figure, limits, falling=self.direction == "down")

    def _count_reviews(self):
        """Count reviews under way anew."""
        # sudo: the administrator reads no review; only figures change, and only those
        # that follow from the limits. They are counted by team, whoever asks
        reviews = self.env["ips.fidelity.review"].sudo()
        reviews.search([("state", "=", "draft")])._count()
