from odoo import api, fields, models

# All of them have to be rated before there is a total
ITEM_COUNT = 25
SECTIONS = [
    ("staffing", "Staffing"),
    ("organization", "Organization"),
    ("services", "Services"),
]


class IpsFidelityItem(models.Model):
    """A quality criterion: number, own short label, what its score is taken from.

    The 25 of the scale of 2008 (`domain.md` 1.2). Labels and limits are our own words
    and numbers; the manual's text is protected, so ``official_text`` is empty for an
    organisation that may use it to fill in.

    Kinds: *a* the score follows from data, *p* data give a proposal, *r* the reviewer
    alone judges. Read by coaches, written by the administrator; none is added or
    deleted.
    """

    _name = "ips.fidelity.item"
    _description = "Quality Criterion"
    _order = "number"

    number = fields.Integer(required=True, readonly=True, aggregator=None)
    section = fields.Selection(SECTIONS, required=True, readonly=True)
    section_number = fields.Integer(
        string="Number in Its Section",
        readonly=True,
        aggregator=None,
        help="Original numbers begin anew in every section.",
    )
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("a", "From data"), ("p", "Proposal"), ("r", "Reviewer")],
        string="Scored By",
        required=True,
        readonly=True,
    )
    unit = fields.Selection(
        [
            ("percent", "Percent"),
            ("ratio", "Number for each"),
            ("days", "Days"),
            ("count", "Number"),
            ("score", "Mean of scores"),
        ],
        string="Figure In",
        readonly=True,
    )
    counted = fields.Text(
        string="What Is Counted", translate=True, help="In our own words."
    )
    official_text = fields.Text(
        translate=True,
        help="Empty: the manual is protected. An organisation that may use its text "
        "can keep it here.",
    )
    threshold_ids = fields.One2many(
        "ips.fidelity.threshold", "item_id", string="Limits"
    )

    _number_uniq = models.Constraint("UNIQUE (number)", "Each criterion is there once.")
    _number_range = models.Constraint(
        "CHECK (number BETWEEN 1 AND 25)", "There are 25 criteria."
    )

    # COMPUTES

    @api.depends("number", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.number} {item.name or ''}".strip()
