from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

# How many days ahead My week names a meeting, and how many it shows
AHEAD = timedelta(days=3)
SHOWN = 10


class IpsCoachWeek(models.Model):
    """Whom to meet at work, in My week: codes only."""

    _inherit = "ips.coach.week"

    # MY WEEK

    @api.model
    @api.readonly
    def get_my_week(self, week_start=None):
        """Return the reader's own week, with follow-along that is due."""
        return {
            **super().get_my_week(week_start),
            "support_due": self._support_due_values(),
        }

    @api.model
    def _support_due_values(self):
        """Own people at work whom to meet within three days, the latest first.

        Whoever lost a job lately is among them.
        """
        today = self.env.company._ips_today()
        jobs = self.env["ips.placement"]
        placements = jobs.search_fetch(
            Domain("client_id.user_id", "=", self.env.uid)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("next_support_date", "<=", today + AHEAD)
            & jobs._asked_domain(),
            ["client_id", "next_support_date"],
            order="next_support_date, id",
            limit=SHOWN,
        )
        return [
            {
                "id": placement.id,
                "ref": placement.client_id.ref,
                "date": placement.next_support_date.isoformat(),
                "late": placement.next_support_date < today,
            }
            for placement in placements
        ]
