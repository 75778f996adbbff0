from string import Template

from odoo import fields, models

# What a verdict can be. Unknown is neutral: it never adds and never takes away.
VERDICTS = [
    ("fits", "Fits"),
    ("near", "Near"),
    ("unknown", "Not known"),
    ("conflicts", "Does not fit"),
]

SIGNS = {"fits": "✓", "near": "~", "conflicts": "✗"}

RULES = [
    ("wish", "Wish"),
    ("avoid", "What to avoid"),
    ("hours", "Hours"),
    ("shift", "Times of day"),
    ("start", "Start"),
    ("distance", "Distance"),
    ("condition", "Surroundings"),
    ("licence", "Licences"),
    ("language", "Languages"),
]


class IpsMatchRule(models.Model):
    """The points table of suggestions: one row for each rule.

    A verdict that fits adds the rule's points, one that is near half of them, one that
    does not fit takes them away, and what is not known counts nothing. A wish counts by
    its strength (times 1, 1.5 or 2). Distance informs and never takes away. The rules
    themselves are columns of ``ips.match.suggestion``; the table decides what they
    weigh and how they are put into words, for the coach and for the person.

    Nothing by age, sex, language of the interface, diagnosis or readiness: there are no
    such data. Read by everyone, written by the administrator.
    """

    _name = "ips.match.rule"
    _description = "Rule of Suggestions"
    _order = "sequence, id"

    code = fields.Selection(RULES, required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    points = fields.Integer(
        required=True,
        default=0,
        help="Added where it fits, half where it is near, taken away where it does not "
        "fit. 0 switches the rule off.",
    )
    description = fields.Text(
        translate=True, help="What the rule compares, for the match card."
    )
    text_fits = fields.Char(string="Fits", translate=True)
    text_near = fields.Char(string="Near", translate=True)
    text_conflicts = fields.Char(string="Does Not Fit", translate=True)
    person_fits = fields.Char(string="Fits, for the Person", translate=True)
    person_near = fields.Char(string="Near, for the Person", translate=True)
    person_conflicts = fields.Char(
        string="Does Not Fit, for the Person", translate=True
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "Each rule is there once.")
    # Negative points would turn a fulfilled wish into a drawback
    _points_positive = models.Constraint(
        "CHECK (points >= 0 AND points <= 1000)", "Points lie between 0 and 1000."
    )

    # BUSINESS

    def _lines(self, text_field, values):
        """The line that one of the texts gives, as a list; none where it is empty."""
        self.ensure_one()
        text = self[text_field]
        if not text:
            return []
        sign = SIGNS[text_field.split("_")[1]]
        text = Template(text).safe_substitute(values)
        return [f"{sign} {text} [{self.name}]"]
