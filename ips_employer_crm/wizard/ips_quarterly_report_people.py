from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

from ..models.ips_client import SERVICE_PHASES

# Employment rate by the quarter: 13 states of the US over 8 years, in percent
# (domain 3.3 [S25]). They belong to the quarterly definition alone
QUARTERLY_MINIMUM = 31
QUARTERLY_AVERAGE = 41
QUARTERLY_EXCELLENT = 50
# "Ever employed" in studies, in percent, as the deck has them (domain 6 [D]; compare
# [S35]). They belong to the cohort definition alone
COHORT_NON_US = 47
COHORT_US = 62
# After so many months a cohort is looked at (domain 6), and it is those who began in
# so many months: a year, for one quarter is a handful of people
COHORT_MONTHS = (12, 18)
COHORT_SPAN = relativedelta(months=12)


class IpsQuarterlyReport(models.TransientModel):
    """The two employment rates, which are never mixed.

    *Quarterly*: of the people who were in a phase of the service on at least one day of
    the quarter, those who worked on at least one day of it. *Cohort*: of the people
    whose service began in a certain year, those who worked on at least one day of the
    12 (18) months that followed.

    Only jobs of the open labour market count, between their first and last day: no work
    trial, and none that never began. Somebody who returned is one person.
    """

    _inherit = "ips.quarterly.report"

    # SECTIONS

    def _section_quarterly(self, shown):
        first, last = self._bounds()
        served = self._served(first, last)
        worked = {
            job.client_id.id for job in self._competitive_jobs(first, last)
        } & served
        row = self._rate_row(
            shown,
            self.env._("Employment rate of the quarter"),
            self._people(worked),
            self._people(served - worked),
            self._people_unit,
        )
        return self._section(
            "quarterly",
            self.env._("Employment rate of the quarter"),
            self.env._(
                "People who worked on at least one day from %(days)s in a job of the "
                "open labour market, out of all people who were in the service on at "
                "least one day of that time. Work trials are no jobs.",
                days=self._days_text(first, last),
            ),
            [row],
            references=[
                (self.env._("Reference: minimum"), QUARTERLY_MINIMUM),
                (self.env._("Reference: average"), QUARTERLY_AVERAGE),
                (self.env._("Reference: excellent"), QUARTERLY_EXCELLENT),
            ],
            remarks=[
                self._verdict(row["percent"]),
                self.env._(
                    "The references are quarterly rates as well: 13 states of the US, "
                    "8 years. They are not to be compared with rates of a cohort."
                ),
            ],
        )

    def _section_cohort(self, shown):
        rows = []
        for months in COHORT_MONTHS:
            begun, until, starts = self._cohort(months)
            worked = self._ever_worked(starts, months)
            rows.append(
                self._rate_row(
                    shown,
                    self.env._(
                        "Within %(months)s months, service began %(days)s",
                        months=months,
                        days=self._days_text(begun, until),
                    ),
                    self._people(worked),
                    self._people(starts.keys() - worked),
                    self._people_unit,
                )
            )
        return self._section(
            "cohort",
            self.env._("Employment rate of a cohort"),
            self.env._(
                "People who worked on at least one day in a job of the open labour "
                "market within 12 or 18 months from the first day of their service, "
                "out of all people whose service began in the year that is named."
            ),
            rows,
            references=[
                (self.env._("Reference: Europe / non-US (deck)"), COHORT_NON_US),
                (self.env._("Reference: US (deck)"), COHORT_US),
            ],
            remarks=[
                self.env._(
                    "The references are shares of people in studies who were ever "
                    "employed, from the project's own slides. They are not to be "
                    "compared with the rate of a quarter."
                )
            ],
        )

    # BUSINESS

    def _verdict(self, percent):
        """Where the rate of the quarter stands, by the unrounded figure."""
        if percent is None:
            return self.env._("The rate is not shown, so it is compared with nothing.")
        if percent >= QUARTERLY_EXCELLENT:
            return self.env._("The rate reaches the reference for excellent.")
        if percent >= QUARTERLY_AVERAGE:
            return self.env._("The rate reaches the average, not excellent.")
        if percent >= QUARTERLY_MINIMUM:
            return self.env._("The rate reaches the minimum, not the average.")
        return self.env._("The rate is below the minimum.")

    @staticmethod
    def _people(ids):
        """A group of people, see :class:`ShownGroups`."""
        return {("person", client_id): client_id for client_id in ids}

    def _served(self, first, last):
        """Ids of the people who were in the service on a day from ``first`` on.

        A row of the history lasts until the day before the next one begins; one that
        was left on the day on which it began has no day of its own.
        """
        rows = self.env["ips.client.period"].search_fetch(
            self._of_team()
            & Domain("phase", "in", SERVICE_PHASES)
            & Domain("date_from", "<=", last)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", first)),
            ["client_id", "date_from", "date_to"],
        )
        return {row.client_id.id for row in rows if row.date_to != row.date_from}

    def _competitive_jobs(self, first, last):
        """Jobs of the open labour market that ran on a day from ``first`` on."""
        return self.env["ips.placement"].search_fetch(
            self._of_team()
            & Domain("kind", "=", "job")
            & Domain("never_began", "=", False)
            & Domain("is_open_market", "=", True)
            & Domain("start_date", "<=", last)
            & (Domain("end_date", "=", False) | Domain("end_date", ">=", first)),
            ["client_id", "start_date", "end_date"],
        )

    def _cohort(self, months):
        """Return (first day, last day, {person: first day of the service}).

        Those who began in the latest year that lies ``months`` back at the end of the
        quarter. Whoever began twice in it counts from the first time on.
        """
        first, _last = self._bounds()
        after = first + relativedelta(months=3) - relativedelta(months=months)
        begun, until = after - COHORT_SPAN, after - relativedelta(days=1)
        # All rows in the service of whoever had one that began then: an earlier row of
        # the same stay says that it began before
        rows = self.env["ips.client.period"].search_fetch(
            self._of_team()
            & Domain("phase", "in", SERVICE_PHASES)
            & Domain(
                "client_id.period_ids",
                "any",
                [("date_from", ">=", begun), ("date_from", "<=", until)],
            ),
            ["client_id", "date_from", "entry_date"],
            order="date_from, id",
        )
        stays = {}
        for row in rows:
            stays.setdefault((row.client_id.id, row.entry_date), row.date_from)
        starts = {}
        for (client_id, _entry), day in stays.items():
            if begun <= day <= until:
                starts[client_id] = min(day, starts.get(client_id, day))
        return begun, until, starts

    def _ever_worked(self, starts, months):
        """Ids of those who worked on a day of the months after their first day."""
        _first, last = self._bounds()
        if not starts:
            return set()
        worked = set()
        for job in self._competitive_jobs(min(starts.values()), last):
            start = starts.get(job.client_id.id)
            if not start:
                continue
            before = start + relativedelta(months=months)
            if job.start_date < before and not (job.end_date and job.end_date < start):
                worked.add(job.client_id.id)
        return worked
