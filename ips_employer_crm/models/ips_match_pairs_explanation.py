from odoo import api, fields, models


class IpsMatchPairs(models.AbstractModel):
    """The words for a suggestion, made from the verdicts that gave its score.

    Every line is the text of one rule for one verdict, with the name of the rule at its
    end; the last line names the rules that could not tell. There is no other source.
    Texts may hold ``$words`` (the person's own words of the best wish), ``$km`` and
    ``$reach`` (kilometres); nothing else. Neither text is for an employer.
    """

    _inherit = "ips.match.pairs"

    explanation = fields.Text(
        string="Reasons",
        compute="_compute_explanation",
        help="For the coach: each line names its rule.",
    )
    person_explanation = fields.Text(
        string="Reasons for the Person",
        compute="_compute_explanation",
        help="In plain language, to look at together.",
    )

    # COMPUTES

    @api.depends("score")
    @api.depends_context("lang")
    def _compute_explanation(self):
        rules = self.env["ips.match.rule"].search([("points", ">", 0)])
        rules = rules.filtered(lambda rule: f"verdict_{rule.code}" in self._fields)
        for pair in self:
            coach, person, unknown = [], [], []
            for rule in rules:
                verdict = pair[f"verdict_{rule.code}"]
                if verdict != "unknown":
                    values = pair._text_values()
                    coach += rule._lines(f"text_{verdict}", values)
                    person += rule._lines(f"person_{verdict}", values)
                elif pair._is_asked(rule.code):
                    unknown.append(rule.name)
            if unknown:
                names = " · ".join(unknown)
                coach.append(self.env._("? Not known: %(rules)s", rules=names))
                person.append(self.env._("? Not known yet: %(rules)s", rules=names))
            pair.explanation = "\n".join(coach)
            pair.person_explanation = "\n".join(person)

    def _is_asked(self, code):
        """Whether it matters that the rule could not tell; nothing to avoid is fine."""
        return code != "avoid"

    def _text_values(self):
        """What the texts may name."""
        self.ensure_one()
        return {
            "words": self.wish_words or "",
            "km": self.distance_km,
            "reach": self.client_id.max_distance_km,
        }
