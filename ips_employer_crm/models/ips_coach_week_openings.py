from datetime import timedelta

from odoo import api, fields, models

# How long an opening is new (days), and how many My week shows
NEW_DAYS = 14
SHOWN = 5
# People named with an opening, by their codes
PEOPLE_SHOWN = 3


class IpsCoachWeek(models.Model):
    """New openings that fit someone of the reader's in My week: codes only."""

    _inherit = "ips.coach.week"

    # MY WEEK

    @api.model
    @api.readonly
    def get_my_week(self, week_start=None):
        """Return the reader's own week, with new openings that fit own people."""
        return {
            **super().get_my_week(week_start),
            "new_openings": self._new_openings_values(),
        }

    @api.model
    def _new_openings_values(self):
        """Openings of the last 14 days that somebody of mine wants, the newest first.

        Wanted, or near to it, and nothing in it that the person avoids; pairs that were
        taken up already are left out.
        """
        since = fields.Datetime.now() - timedelta(days=NEW_DAYS)
        openings = self.env["crm.lead"].search_fetch(
            [("is_job_opening", "=", True), ("create_date", ">=", since)],
            ["name", "employer_id"],
            order="create_date desc, id desc",
        )
        pairs = self.env["ips.match.suggestion"].search_fetch(
            [
                ("lead_id", "in", openings.ids),
                ("user_id", "=", self.env.uid),
                ("match_id", "=", False),
                ("verdict_wish", "in", ("fits", "near")),
                ("verdict_avoid", "!=", "conflicts"),
            ],
            ["lead_id", "client_id"],
        )
        by_opening = pairs.grouped("lead_id")
        fitting = openings.filtered(by_opening.get)[:SHOWN]
        return [
            {
                "id": opening.id,
                "name": opening.name,
                "employer": opening.employer_id.name or "",
                "people": by_opening[opening].client_id[:PEOPLE_SHOWN].mapped("ref"),
                "more": max(0, len(by_opening[opening]) - PEOPLE_SHOWN),
            }
            for opening in fitting
        ]
