from odoo import api, models

from ..models.ips_fidelity_contacts import CAPS, CONTACTS
from .evidence_pack import Table


class EvidenceReport(models.AbstractModel):
    """How each score from data came about, in words, numbers and limits."""

    _inherit = "ips.evidence.report"

    @api.model
    def _computation(self, pack, review, scores):
        """How each score came about; of criterion 17 coach by coach."""
        figures, points = self._hidden(pack, review, scores)
        numbers = review._scorers()
        counted = scores.filtered(lambda score: score.number in numbers)
        rows = []
        for score in counted:
            threshold = score.threshold_id
            rows.append(
                [
                    score.number,
                    score.item_id.name,
                    score.item_id.counted or "",
                    self._label(score.item_id, "unit") if score.item_id.unit else "",
                    *self._figures(score, score.number in figures),
                    threshold.valid_from or None,
                    self._label(threshold, "direction") if threshold else "",
                    *self._limits(score),
                    threshold.minimum or None,
                    self._auto_score(score, points),
                    self._about_data(pack, score),
                ]
            )
        headings = [
            self.env._("Number"),
            self.env._("Criterion"),
            self.env._("What is counted"),
            self.env._("Figure in"),
            self.env._("Figure"),
            self.env._("Part"),
            self.env._("Whole"),
            self.env._("Limits valid from"),
            self.env._("Direction"),
            *self._limit_headings(),
            self.env._("At least"),
            self.env._("Score from data"),
            self.env._("About the data"),
        ]
        title = self.env._("Scores from data")
        tables = [Table(title, headings, rows, (self._about(pack),))]
        contacts = counted.filtered(lambda score: score.number == CONTACTS)
        if contacts.threshold_id:
            tables.append(self._coaches_table(pack, review, contacts))
        return tables

    @api.model
    def _coaches_table(self, pack, review, score):
        """Criterion 17: each coach's weeks, mean and score, before the team's mean."""
        limited = review.with_context(ips_fidelity_threshold=score.threshold_id.id)
        log = limited._coach_log()
        few = any(row.needed is not None for row in log.values())
        rhythms = {
            "weekly": self.env._("Every week"),
            "monthly": self.env._("Every month"),
            "seldom": self.env._("More seldom"),
        }
        rows = []
        for coach, row in sorted(log.items(), key=lambda item: item[0].name or ""):
            values = [
                coach.name,
                len(row.weeks),
                sum(row.weeks.mapped("counted")),
                float(row.mean) if row.weeks else None,
                rhythms[row.rhythm],
                CAPS[row.rhythm],
            ]
            if not pack.leaves_team:
                values.append(None if row.needed is None else float(row.needed))
            if not pack.leaves_team or not few:
                values.append(limited._coach_points(row) if row.weeks else None)
            else:
                values.append(self._not_shown())
            rows.append(values)
        headings = [
            self.env._("Coach"),
            self.env._("Weeks worked"),
            self.env._("Counted contacts"),
            self.env._("Mean a week, full time"),
            self.env._("Log signed"),
            self.env._("At most, by signing"),
        ]
        if not pack.leaves_team:
            headings.append(self.env._("For a 5, with few job seekers"))
        headings.append(self.env._("Score"))
        notes = []
        if pack.review_id:
            notes.append(self.env._("Counted now: the review keeps what it had."))
        return Table(score.item_id.display_name, headings, rows, tuple(notes))
