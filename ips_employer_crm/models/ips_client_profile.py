from odoo import models

from ..tools.formats import page_language
from .ips_work_terms import SHIFTS


class IpsClient(models.Model):
    """What the person takes home on paper: their own words, and what may be told."""

    _inherit = "ips.client"

    # ACTIONS

    def action_print_profile(self):
        """Open the page to print, in a tab of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ips/clients/{self.id}/profile",
            "target": "new",
        }

    # BUSINESS

    def _profile_values(self):
        """Plain values of the page: nothing that was not asked is on it."""
        self.ensure_one()
        strengths = self._labels("ips.client.wish", "strength")
        levels = self._labels("ips.disclosure", "level")
        tellers = self._labels("ips.disclosure", "told_by")
        in_force = self.disclosure_ids.filtered(lambda row: row.state == "in_force")
        return {
            "lang": page_language(self.env),
            "ref": self.ref,
            "today": self.company_id._ips_today(),
            "coach": self.user_id.name or "",
            "wants": [
                {
                    "words": wish._label(),
                    "occupation": wish.own_words and wish.occupation_id.name,
                    "industry": wish.own_words and wish.industry_id.name,
                    "strength": strengths[wish.strength],
                }
                for wish in self.wish_ids
                if wish.kind == "wants"
            ],
            "avoids": [
                wish._label() for wish in self.wish_ids if wish.kind == "avoids"
            ],
            "terms": self._profile_terms(),
            "told": [
                {
                    "employer": row.employer_id.name,
                    "level": levels[row.level],
                    "excludes": row.excludes,
                    "persons": ", ".join(row.person_ids.mapped("name")),
                    "told_by": tellers[row.told_by],
                    "until": row.valid_to,
                }
                for row in in_force
            ],
        }

    def _profile_terms(self):
        """(question, answer) of the terms of work that were stated."""
        self.ensure_one()
        fields = self._fields
        answers = []
        for name in ("hours_min", "hours_max", "max_distance_km"):
            if self[name]:
                answers.append((name, f"{self[name]:g}"))
        for name in (*SHIFTS, "travel_mode"):
            if self[name]:
                answers.append((name, self._labels("ips.client", name)[self[name]]))
        if self.available_from:
            field = self.env["ir.qweb.field.date"]
            answers.append(
                ("available_from", field.value_to_html(self.available_from, {}))
            )
        if self.municipality_id:
            answers.append(("municipality_id", self.municipality_id.name))
        for name in ("condition_ids", "licence_ids", "language_ids"):
            if self[name]:
                answers.append((name, ", ".join(self[name].mapped("name"))))
        return [
            (fields[name].get_description(self.env, ["string"])["string"], answer)
            for name, answer in answers
        ]

    def _labels(self, model, name):
        field = self.env[model]._fields[name]
        return dict(field._description_selection(self.env))
