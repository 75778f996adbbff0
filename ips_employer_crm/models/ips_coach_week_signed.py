from datetime import timedelta

import pytz

from odoo import fields, models

FRIDAY = timedelta(days=4)


class IpsCoachWeek(models.Model):
    """When a week was signed first: a correction signed later does not undo it.

    Quality criterion 17 asks how soon the leader looked at the log.
    """

    _inherit = "ips.coach.week"

    first_review_date = fields.Datetime(string="First Signed On", readonly=True)

    def action_sign(self, remark=None):
        """Sign the weeks, see there; the first time is kept."""
        res = super().action_sign(remark)
        new = self.filtered(lambda week: not week._first_signed())
        for date, weeks in new.grouped("review_date").items():
            weeks.write({"first_review_date": date})
        return res

    def _first_signed(self):
        """The day on which the week was signed first, in the company's time zone.

        Empty where that was before its Friday: there was no week to look at yet.
        """
        self.ensure_one()
        tz = self.company_id._ips_tz()
        days = [
            pytz.utc.localize(moment).astimezone(tz).date()
            for moment in (self.first_review_date, self.review_date)
            if moment
        ]
        friday = self.week_start + FRIDAY
        return min((day for day in days if day >= friday), default=None)
