from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

from ..models.ips_placement import LEAST_HOURS
from ..models.ips_placement_milestone import MILESTONES
from ..tools.fidelity import exact, share
from ..tools.shown_groups import is_small

# Milestones are those of a year, diversity is that of half a year (domain 6): a quarter
# has too few jobs to say anything
YEAR = relativedelta(years=1)
HALF_YEAR = relativedelta(months=6)
# Under so many jobs diversity says nothing (domain 1.3 [M])
LEAST_JOBS = 10
# Hours a week that studies tell apart (domain 3.3 [S32])
MANY_HOURS = 20


class IpsQuarterlyReport(models.TransientModel):
    """How long jobs last, how different they are, and on which terms.

    Jobs are those of people in the team; work trials are none, and neither is what
    never began. Hours that are not stated reach no number of hours.
    """

    _inherit = "ips.quarterly.report"

    # SECTIONS

    def _section_retention(self, shown):
        _first, last = self._bounds()
        labels = {
            "reached_13_weeks": self.env._(
                "Lasted 13 weeks, at %(hours)s hours a week or more", hours=LEAST_HOURS
            ),
            "reached_90_days": self.env._("Lasted 90 days"),
            "reached_26_weeks": self.env._("Lasted 26 weeks"),
            "reached_12_months": self.env._("Lasted 12 months"),
        }
        jobs = self.env["ips.placement"].search_fetch(
            self._is_job() & Domain("start_date", "<=", last),
            ["client_id", "start_date", "end_date", "hours_week"],
        )
        rows = []
        for name, lasts in MILESTONES.items():
            yes, no = {}, {}
            for job in jobs:
                due = job.start_date + lasts - timedelta(days=1)
                if not last - YEAR < due <= last:
                    continue
                reached = not job.end_date or job.end_date >= due
                if name == "reached_13_weeks" and job.hours_week < LEAST_HOURS:
                    reached = False
                (yes if reached else no).update(self._job_group(job))
            rows.append(self._rate_row(shown, labels[name], yes, no, self._jobs_unit))
        rows += self._hours_rows(shown, jobs, last)
        return self._section(
            "retention",
            self.env._("Job retention"),
            self.env._(
                "Jobs that lasted so long, out of all jobs for which that day came in "
                "the 12 months up to %(day)s. Hours: of the jobs held on that day "
                "whose hours are known.",
                day=self._day_text(last),
            ),
            rows,
        )

    def _section_diversity(self, shown):
        _first, last = self._bounds()
        begin = last + timedelta(days=1) - HALF_YEAR
        review = self._review(begin, last)
        jobs = review._jobs()
        # Read together
        jobs.mapped("occupation_id.code")
        # sudo: no rights, a number in the settings of the team's company
        digits = self.env.company.sudo().ips_job_type_digits
        codes = {job.occupation_id.code[:digits] for job in jobs if job.occupation_id}
        employers = set(review._employer_keys(jobs).values())
        group = self._jobs_group(jobs)
        enough = len(jobs) >= LEAST_JOBS and not is_small(group)
        # Shares of occupations and employers count nobody: shown, less exact, even
        # where the number of jobs is not
        admitted = enough and shown.admit(group)
        rows = []
        for label, kinds in (
            (self.env._("Different occupations"), codes),
            (self.env._("Different employers"), employers),
        ):
            row = {"label": label, "figure": self._hidden_text(), "percent": None}
            row["counted"] = self._hidden_text()
            if enough:
                row["percent"] = share(len(kinds), len(jobs))
                row["figure"] = self._percent_text(row["percent"], int(admitted))
            if admitted:
                row["counted"] = self.env._(
                    "%(part)s of %(whole)s",
                    part=len(kinds),
                    whole=self._jobs_unit(len(jobs)),
                )
            rows.append(row)
        rows += self._terms_rows(
            shown, jobs.filtered(lambda job: job.start_date >= begin)
        )
        return self._section(
            "diversity",
            self.env._("Diversity and terms of jobs"),
            self.env._(
                "Different occupations and employers, out of all jobs that started or "
                "ran from %(days)s; not shown for under %(least)s jobs. Terms: of the "
                "jobs that started in that time.",
                days=self._days_text(begin, last),
                least=LEAST_JOBS,
            ),
            rows,
        )

    # BUSINESS

    def _is_job(self):
        """Domain: jobs of people in the team; work trials are none."""
        return (
            self._of_team()
            & Domain("kind", "=", "job")
            & Domain("never_began", "=", False)
        )

    @staticmethod
    def _job_group(job):
        return {("job", job.id): job.client_id.id}

    def _jobs_group(self, jobs):
        """A group of jobs, see :class:`ShownGroups`."""
        return {("job", job.id): job.client_id.id for job in jobs}

    def _hours_rows(self, shown, jobs, last):
        """Mean hours of the jobs held on the last day, and the share with many."""
        held = jobs.filtered(
            lambda job: (
                job.hours_week > 0 and (not job.end_date or job.end_date >= last)
            )
        )
        many = held.filtered(lambda job: job.hours_week >= MANY_HOURS)
        mean = self._mean([exact(job.hours_week) for job in held])
        return [
            *self._number_rows(
                shown,
                self._jobs_group(held),
                [(self.env._("Mean hours of jobs held"), mean, self._hours_unit)],
                self._jobs_unit,
            ),
            self._rate_row(
                shown,
                self.env._("Jobs of %(hours)s hours a week or more", hours=MANY_HOURS),
                self._jobs_group(many),
                self._jobs_group(held - many),
                self._jobs_unit,
            ),
        ]

    def _terms_rows(self, shown, started):
        """Shares of the jobs that started, by their terms."""
        good = started.filtered(lambda job: job.is_permanent and job.is_open_market)
        open_market = started.filtered("is_open_market")
        subsidised = started.filtered("is_subsidised")
        return [
            self._rate_row(
                shown,
                label,
                self._jobs_group(part),
                self._jobs_group(started - part),
                self._jobs_unit,
            )
            for label, part in (
                (self.env._("Permanent, in the open labour market"), good),
                (self.env._("In the open labour market"), open_market),
                (self.env._("Subsidised"), subsidised),
            )
        ]
