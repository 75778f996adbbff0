from odoo import models


class IpsCoachWeek(models.Model):
    """What employers answered about the visits in My week."""

    _inherit = "ips.coach.week"

    def _planned_values(self, user, today):
        groups = super()._planned_values(user, today)
        rows = [row for group in groups.values() for row in group]
        contacts = self.env["ips.employer.contact"].browse(row["id"] for row in rows)
        for row, contact in zip(rows, contacts, strict=True):
            row["answer"] = contact.employer_answer_text
        return groups
