from datetime import date, datetime, timedelta

import pytz

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get

from ..tools.weeks import monday_of, week_bounds


class ResCompany(models.Model):
    """Company: the clock that decides in which week a contact counts.

    Weeks must not depend on who reads them: a coach who travels, or one whose
    language starts the week on Sunday, sees the same week as the leader.
    """

    _inherit = "res.company"

    ips_timezone = fields.Selection(
        selection=_tz_get,
        string="Time Zone of Weeks",
        default="Europe/Helsinki",
        help="Contacts belong to the week in which they happened in this time zone. "
        "A later change leaves the contacts that are already logged where they are.",
    )

    ips_dormant_days = fields.Integer(
        string="Days Until Dormant",
        default=90,
        help="An employer without any contact for so long is marked dormant.",
    )
    ips_claim_days = fields.Integer(
        string="Days of a Claim",
        default=14,
        help="A coach's claim on an employer expires after so many days.",
    )

    _ips_days_positive = models.Constraint(
        "CHECK (ips_dormant_days > 0 AND ips_claim_days > 0)",
        "Days until dormant and days of a claim must be at least 1.",
    )

    def _ips_monday(self, moment: datetime | None = None) -> date:
        """Monday of the week of ``moment`` (naive UTC; now by default) here."""
        self.ensure_one()
        return monday_of(moment or fields.Datetime.now(), self._ips_tz())

    def _ips_today(self) -> date:
        """Today's date in the company's time zone."""
        self.ensure_one()
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(self._ips_tz()).date()

    def _ips_week_bounds(self, week_start: date) -> tuple[datetime, datetime]:
        """First moment of the week and of the next one, as naive UTC datetimes."""
        self.ensure_one()
        return week_bounds(week_start, self._ips_tz())

    def _ips_days_of(self, spans: list[tuple[datetime, datetime]]) -> set[date]:
        """Days here that the spans of naive UTC datetimes touch."""
        self.ensure_one()
        tz, days = self._ips_tz(), set()
        for start, stop in spans:
            day = pytz.utc.localize(start).astimezone(tz).date()
            last = pytz.utc.localize(stop - timedelta(seconds=1)).astimezone(tz).date()
            while day <= last:
                days.add(day)
                day += timedelta(days=1)
        return days

    def _ips_tz(self):
        return pytz.timezone(self.ips_timezone or "Europe/Helsinki")
