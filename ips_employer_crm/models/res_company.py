from datetime import date, datetime, timedelta

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

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

    ips_identify_clients = fields.Boolean(
        string="Identify Clients",
        help="Lets names and contact data of clients be kept. Off: codes only.",
    )
    ips_caseload_limit = fields.Float(
        string="Caseload of a Full-Time Coach",
        digits=(4, 1),
        default=20.0,
        help="People in the service for one full-time coach at most (quality "
        "criterion 1: 20).",
    )
    ips_first_contact_days = fields.Integer(
        string="Days Until the First Employer Contact",
        default=30,
        help="Job seekers without an employer contact in person for longer are listed "
        "(quality criterion 15: 30).",
    )
    ips_disclosure_months = fields.Integer(
        string="Months of Consent",
        default=12,
        help="How long consent to tell employers holds at most.",
    )
    ips_disclosure_remind_days = fields.Integer(
        string="Days of Notice Before Consent Ends", default=30
    )
    ips_access_log_years = fields.Integer(
        string="Years of Access Log",
        default=12,
        help="How long it is kept who saw which client. For rows written from now on.",
    )

    _ips_caseload_positive = models.Constraint(
        "CHECK (ips_caseload_limit > 0 AND ips_first_contact_days > 0"
        " AND ips_disclosure_months > 0 AND ips_disclosure_remind_days >= 0)",
        "Limits of the caseload and of consent must be above 0.",
    )
    # A person may ask two years back (Act 703/2023, section 11)
    _ips_access_log_kept = models.Constraint(
        "CHECK (ips_access_log_years >= 2)",
        "The access log is kept for two years at least.",
    )
    _ips_days_positive = models.Constraint(
        "CHECK (ips_dormant_days > 0 AND ips_claim_days > 0)",
        "Days until dormant and days of a claim must be at least 1.",
    )

    @api.constrains("ips_identify_clients")
    def _check_identify_clients(self):
        """Names are removed first: turning the setting off must not hide them."""
        off = self.filtered(lambda company: not company.ips_identify_clients)
        # sudo: a count only, for whoever keeps the settings reads no client
        named = off and self.env["ips.client"].sudo().search_count(
            [
                ("company_id", "in", off.ids),
                *("|", "|"),
                ("name", "!=", False),
                ("email", "!=", False),
                ("phone", "!=", False),
            ],
            limit=1,
        )
        if named:
            raise ValidationError(
                self.env._(
                    "Names or contact data of clients are stored. A team leader "
                    "removes them first: Caseload, select the people, Actions, Remove "
                    "names."
                )
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        res = super().write(vals)
        if "ips_timezone" in vals:
            self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    # BUSINESS

    def _ips_monday(self, moment: datetime | None = None) -> date:
        """Monday of the week of ``moment`` (naive UTC; now by default) here."""
        self.ensure_one()
        return monday_of(moment or fields.Datetime.now(), self._ips_tz())

    def _ips_today(self) -> date:
        """Today's date in the company's time zone."""
        self.ensure_one()
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(self._ips_tz()).date()

    @api.model
    def _ips_companies_by_today(self) -> dict[date, list[int]]:
        """Ids of all companies, archived ones too, by what day it is there."""
        now, days = pytz.utc.localize(fields.Datetime.now()), {}
        for company_id, name in self._ips_timezones():
            today = now.astimezone(pytz.timezone(name)).date()
            days.setdefault(today, []).append(company_id)
        return days

    @api.model
    def _ips_today_sql(self, company_id) -> SQL:
        """Today's date in the company of a row, as SQL.

        :param SQL company_id: the column with the company
        """
        *others, (today, _ids) = self._ips_companies_by_today().items()
        expression = SQL("%s::date", today)
        for day, ids in others:
            expression = SQL(
                "CASE WHEN %s IN %s THEN %s::date ELSE %s END",
                company_id,
                tuple(ids),
                day,
                expression,
            )
        return expression

    @api.model
    @tools.ormcache()
    def _ips_timezones(self) -> tuple[tuple[int, str], ...]:
        # sudo: where the clocks are; companies and their time zones are no secret
        companies = self.sudo().search([("active", "in", (True, False))])
        return tuple((company.id, company._ips_tz().zone) for company in companies)

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
