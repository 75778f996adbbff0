from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result, exact, share
from .ips_placement_support import AFTER, BEFORE, FIRST_MONTH, MONTHLY, WEEKLY

# Criterion 23 (domain 1.2 [M]): met for four months; monthly for a year
FOUR_MONTHS = relativedelta(months=4)
FOURTH_MONTH = relativedelta(months=3)
YEAR = relativedelta(years=1)
# Weekly in the first month is in each of its four weeks; monthly is no stricter in
# February than in March [I]
FOUR_WEEKS = timedelta(days=28)
LONG_MONTH = timedelta(days=31)


class IpsFidelityReview(models.Model):
    """Criteria 19-23: jobs held, and how they are followed along."""

    _inherit = "ips.fidelity.review"

    @api.model
    def _scorers(self):
        return super()._scorers() | {
            19: "_score_job_types",
            20: "_score_employers",
            21: "_score_permanent",
            22: "_score_follow_along",
            23: "_score_meetings",
        }

    # CRITERIA

    def _score_job_types(self):
        """19: different occupations, of jobs that started or ran in the period.

        By as many digits of ISCO-08 as the company says; a job without an occupation
        adds none.
        """
        digits = self.company_id.ips_job_type_digits
        jobs = self._jobs()
        codes = {job.occupation_id.code[:digits] for job in jobs if job.occupation_id}
        return self._diversity(jobs, codes)

    def _score_employers(self):
        """20: different employers, of jobs that started or ran in the period."""
        jobs = self._jobs()
        return self._diversity(jobs, set(self._employer_keys(jobs).values()))

    def _diversity(self, jobs, kinds):
        if not jobs:
            return Result(note="no_jobs")
        count, total = Fraction(len(kinds)), Fraction(len(jobs))
        return Result(share(count, total), count, total, rows=jobs)

    def _employer_keys(self, jobs):
        """Return {job: what stands for its employer}.

        The company; a workplace where somebody decides on hiring is an employer of its
        own (domain 1.3). Deleted ones go by their names.
        """
        places = jobs.employer_id
        deciders = self.env["res.partner"].search_fetch(
            [
                ("parent_id", "in", places.ids),
                ("is_company", "=", False),
                ("decides_on_hiring", "=", True),
            ],
            ["parent_id"],
        )
        own = deciders.parent_id
        keys = {}
        for job in jobs:
            place = job.employer_id
            if place and place not in own:
                place = place._employer_company()
            keys[job] = place or (job.employer_name or "").strip().casefold()
        return keys

    def _score_permanent(self):
        """21: permanent jobs of the open market, of all that run on the last day.

        With fewer than the minimum the scale gives a 1, with none as well: their number
        is shown. A subsidy alone disqualifies none.
        """
        until = self._until()
        current = self._jobs().filtered(
            lambda job: not job.end_date or job.end_date >= until
        )
        least = self._threshold().minimum
        if len(current) < max(least, 1):
            return Result(
                note="too_few",
                denominator=Fraction(len(current)),
                score=1,
                rows=current,
            )
        good = current.filtered(lambda job: job.is_permanent and job.is_open_market)
        count, total = Fraction(len(good)), Fraction(len(current))
        return Result(share(count, total), count, total, rows=current)

    def _score_follow_along(self):
        """22: jobs with any follow-along in the period, of those that ran in it.

        A 4 takes follow-along with employers as well, a 5 several coaches for one job.
        """
        jobs = self._jobs()
        if not jobs:
            return Result(note="no_jobs")
        contacts = self.env["ips.support.contact"].search_fetch(
            Domain("placement_id", "in", jobs.ids) & self._within("date"),
            ["placement_id", "with_whom", "user_id"],
        )
        by_job = contacts.grouped("placement_id")
        employers = {"employer", "both"} & set(contacts.mapped("with_whom"))
        several = any(len(rows.user_id) > 1 for rows in by_job.values())
        cap = (5 if several else 4) if employers else 3
        count, total = Fraction(len(by_job)), Fraction(len(jobs))
        return Result(
            share(count, total),
            count,
            total,
            note="" if cap == 5 else "no_employers",
            cap=cap,
            rows=jobs,
        )

    def _score_meetings(self):
        """23: each start by its dated meetings with the person, up to the last day.

        5: shortly before and after the start, after its end was heard of as well, and
        in rhythm. 4: weekly in the first month, then monthly up to a year. Both take
        nearly all starts (the limits). 3 takes the share that was met in the fourth
        month or later, of those that lasted four months; 2 anyone met after the first
        month. Jobs whose first year reaches into the period are judged, from a week
        after their start on; where no start is past its first month, no less than a 2
        is known.

        A wish for fewer meetings does not replace "monthly": the scale knows a planned
        step-down for a 5 alone, after the year. That one is not logged, so that it is
        the reviewer's to ask.

        The figure is the share in rhythm.
        """
        fresh = self._until() - WEEKLY
        jobs = self._jobs().filtered(
            lambda job: (
                job.start_date + YEAR > self.date_from
                and (job.start_date <= fresh or self._is_over(job))
            )
        )
        limit = self._threshold()
        if not jobs or not limit:
            return Result(note="no_threshold" if jobs else "no_starts")
        met = self._meetings(jobs)
        starts = [self._judge_start(job, met.get(job, [])) for job in jobs]
        total = len(starts)
        rhythm = sum(start["rhythm"] for start in starts)
        timely = sum(start["rhythm"] and start["timely"] for start in starts)
        long = [start["four_months"] for start in starts if "four_months" in start]
        month = [start["after_month"] for start in starts if "after_month" in start]
        score = 1 if month else 2
        for level, count, whole in (
            (2, sum(month), len(month)),
            (3, sum(long), len(long)),
            (4, rhythm, total),
            (5, timely, total),
        ):
            if whole and share(count, whole) >= exact(limit[f"limit_{level}"]):
                score = level
        return Result(
            share(rhythm, total),
            Fraction(rhythm),
            Fraction(total),
            score=score,
            rows=jobs,
        )

    def _meetings(self, jobs):
        """Return {job: days on which the person was met}, by the last day.

        In person, by phone or by video: a message is no meeting, and a talk with the
        employer alone is none with the person.
        """
        contacts = self.env["ips.support.contact"].search_fetch(
            Domain("placement_id", "in", jobs.ids)
            & Domain("date", "<=", self._until())
            & Domain("with_whom", "in", ("client", "both"))
            & Domain("channel", "!=", "message"),
            ["placement_id", "date"],
        )
        return {
            job: sorted(set(rows.mapped("date")))
            for job, rows in contacts.grouped("placement_id").items()
        }

    def _judge_start(self, job, days):
        """What holds of one start; what is not due by the last day is not asked.

        :param days: days on which the person was met, the earliest first
        """
        start, today = job.start_date, self._until()
        # A job goes on through its last day
        last = job.end_date if self._is_over(job) else today
        verdict = {"timely": self._is_timely(job, days)}
        since = [day for day in days if start <= day <= last]
        month_end = start + FIRST_MONTH
        # The first one after the first month is due a month later
        if last >= month_end + MONTHLY:
            verdict["after_month"] = any(day > month_end for day in since)
        if last >= start + FOUR_MONTHS:
            verdict["four_months"] = any(day >= start + FOURTH_MONTH for day in since)
        # Each meeting comes in time after the one before, the first after the start
        verdict["rhythm"] = True
        at, until = start, min(last, start + YEAR)
        for day in [*since, None]:
            due = self._due_after(at, start)
            if due < until and (day is None or day > due):
                verdict["rhythm"] = False
            at = day
        return verdict

    def _due_after(self, day, start):
        """By when to meet again: a week later in the first four, then a month."""
        if day + WEEKLY <= start + FOUR_WEEKS:
            return day + WEEKLY
        return max(day + MONTHLY, day + LONG_MONTH)

    def _is_over(self, job):
        return bool(job.end_date) and job.end_date < self._until()

    def _is_timely(self, job, days):
        """Met within a week before the start, and within three days after the start
        and after its end was heard of, where these are past.

        Of an end without such a day, its last day is taken for it.
        """
        start, today = job.start_date, self._until()
        before = any(start - BEFORE <= day < start for day in days)
        lost = job.heard_on or job.end_date
        told = bool(lost) and lost < today
        after = any(start <= day <= start + AFTER for day in days)
        after = after or (not self._is_over(job) and today < start + AFTER)
        if not told:
            return before and after
        met = any(lost <= day <= lost + AFTER for day in days)
        return before and after and (met or today < lost + AFTER)
