from string import Template

from odoo import api, fields, models

SIGNS = {"fits": "✓", "near": "~", "unknown": "?", "conflicts": "✗"}


class IpsMatchSuggestion(models.Model):
    """The words for a suggestion, made from the verdicts that gave its score.

    Every line is the text of one rule for one verdict; there is no other source. The
    coach's text names the rule at its end. Texts may hold ``$words`` (the person's own
    words of the best wish), ``$km`` and ``$reach`` (kilometres); nothing else.
    Neither text is for an employer.
    """

    _inherit = "ips.match.suggestion"

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
        for pair in self:
            coach, person = [], []
            values = None
            for rule in rules:
                verdict = pair[f"verdict_{rule.code}"]
                # Nothing to avoid is no news
                if rule.code == "avoid" and verdict == "unknown":
                    continue
                values = values or pair._text_values()
                sign = SIGNS[verdict]
                text = rule[f"text_{verdict}"]
                if text:
                    text = Template(text).safe_substitute(values)
                    coach.append(f"{sign} {text} [{rule.name}]")
                text = rule[f"person_{verdict}"]
                if text:
                    text = Template(text).safe_substitute(values)
                    person.append(f"{sign} {text}")
            pair.explanation = "\n".join(coach)
            pair.person_explanation = "\n".join(person)

    def _text_values(self):
        """What the texts may name."""
        self.ensure_one()
        return {
            "words": self.wish_words or "",
            "km": self.distance_km,
            "reach": self.client_id.max_distance_km,
        }

    # ACTIONS

    def action_take_up(self):
        """Take the pair up, once, and open it."""
        self.ensure_one()
        match = self.match_id or self.env["ips.match"].create(
            {"client_id": self.client_id.id, "lead_id": self.lead_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ips.match",
            "res_id": match.id,
            "views": [(False, "form")],
        }
