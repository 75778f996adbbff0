"""Criterion 23: each start by its dated meetings."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@tagged("standard", "post_install", "-at_install")
class TestMeetings(IpsFidelityCommon):
    """23: each start by its dated meetings, up to the last day of the period."""

    def start(self, weeks, skip=(), client=None, **vals):
        """A job that began so many weeks ago and is met in rhythm.

        :param skip: days after the start on which nobody was met
        """
        begin = LAST - weeks * WEEK
        job = self.job(client or self.person(entry=begin), begin, **vals)
        last = vals.get("end_date") or LAST
        days = [-3, 2, 9, 16, 23, 30, *range(60, weeks * 7 + 1, 30)]
        self.meet(
            job,
            *[
                begin + day * DAY
                for day in days
                if day not in skip and begin + day * DAY <= last
            ],
        )
        return job

    def day(self, job, number):
        return job.start_date + number * DAY

    def test_in_rhythm_and_in_time(self):
        self.assert_no_score(23, "no_starts")
        self.start(6)
        self.assert_score(23, 5, 100)
        self.start(50)
        self.assert_score(23, 5, 100)

    def test_before_the_start(self):
        """A week before it at most, and not on the day itself."""
        job = self.start(6, skip=(-3,))
        self.assert_score(23, 4, 100)
        meeting = self.meet(job, self.day(job, 0))
        self.assert_score(23, 4)
        for number, score in ((-8, 4), (-7, 5), (-1, 5)):
            meeting.date = self.day(job, number)
            self.assert_score(23, score)

    def test_after_the_start(self):
        """Three days at most."""
        job = self.start(6, skip=(2,))
        meeting = self.meet(job, self.day(job, 4))
        for number, score in ((4, 4), (3, 5), (0, 4)):
            meeting.date = self.day(job, number)
            # After day 0 the one on day 9 comes too late: out of rhythm
            self.assert_score(23, score if number else 2)

    def test_weekly_in_the_first_month(self):
        job = self.start(6, skip=(16,))
        self.assert_score(23, 2)
        meeting = self.meet(job, self.day(job, 16))
        self.assert_score(23, 5)
        meeting.date = self.day(job, 17)
        self.assert_score(23, 2)

    def test_four_weeks_and_then_a_month(self):
        """Weekly is in each of the first four weeks; from the last of them a month."""
        begin = LAST - 12 * WEEK
        for days, score in (
            ((3, 10, 17, 24, 54), 5),
            ((1, 8, 15, 22, 52), 5),
            ((2, 7, 14, 21, 28, 58), 5),
            ((2, 9, 16, 21, 58), 2),
            ((3, 11, 18, 25, 55), 2),
            ((3, 10, 17, 24, 56), 2),
        ):
            with self.subTest(days=days), self.env.cr.savepoint() as savepoint:
                job = self.job(self.person(entry=begin), begin)
                self.meet(job, begin - DAY, *[begin + day * DAY for day in days])
                # 55 days after the start the next one is not due yet
                self.assert_score(23, score, date_to=begin + 59 * DAY)
                savepoint.rollback()

    def test_a_month_in_february(self):
        """31 days, or to the same day of the next month, whichever is longer."""
        begin = LAST - 12 * WEEK
        job = self.job(self.person(entry=begin), begin)
        days = (-1, 2, 9, 16, 23, 30)
        self.meet(job, *[begin + day * DAY for day in days])
        last = begin + 30 * DAY
        for after, score in ((31, 5), (32, 2)):
            with self.env.cr.savepoint() as savepoint:
                self.meet(job, last + after * DAY)
                self.assert_score(23, score, 100 * (score == 5))
                savepoint.rollback()

    def test_who_was_met_and_how(self):
        """A talk with the employer alone, or a message, is no meeting."""
        job = self.start(6, skip=(16,))
        meeting = self.meet(job, self.day(job, 16))
        for vals, score in (
            ({"with_whom": "employer"}, 2),
            ({"with_whom": "other"}, 2),
            ({"with_whom": "both"}, 5),
            ({"channel": "message"}, 2),
            ({"channel": "phone"}, 5),
        ):
            meeting.write(vals)
            self.assert_score(23, score)

    def test_monthly_up_to_a_year(self):
        job = self.start(40, skip=(120,))
        self.assert_score(23, 3)
        # As the person wishes is no monthly either
        job.support_interval_days = 60
        self.assert_score(23, 3)
        self.meet(job, self.day(job, 120))
        self.assert_score(23, 5)
        self.start(60, skip=tuple(range(370, 420)))
        self.assert_score(23, 5)

    def test_four_months(self):
        """Half of those that lasted so long were met in the fourth month."""
        late = tuple(range(60, 300, 30))
        self.start(30, skip=late)
        self.assert_score(23, 1, 0)
        second = self.start(30, skip=late)
        fresh = self.meet(second, self.day(second, 70))
        self.assert_score(23, 2, 0)
        fresh.date = second.start_date + relativedelta(months=3)
        self.assert_score(23, 3, 0)
        self.start(30, skip=late)
        self.assert_score(23, 2, 0)

    def test_no_meeting_after_the_first_month(self):
        job = self.start(16, skip=tuple(range(60, 120, 30)))
        self.assert_score(23, 1, 0)
        meeting = self.meet(job, self.day(job, 31))
        self.assert_score(23, 2)
        meeting.date = self.day(job, 29)
        self.assert_score(23, 1)
        # Fresher ones are not asked
        job.kind = "work_trial"
        self.start(8, skip=(16,))
        self.assert_score(23, 2, 0)

    def test_nearly_all_starts(self):
        """Nine of ten for a 4 and for a 5."""
        for _index in range(9):
            self.start(6)
        self.start(6, skip=(16,))
        self.assert_score(23, 5, 90)
        self.start(6, skip=(-3,))
        # 9 of 11 in time, 10 of 11 in rhythm
        self.assert_score(23, 4, 1000 / 11)
        self.start(6, skip=(16,))
        self.assert_score(23, 2)

    def test_after_the_end(self):
        """Within three days, once these are past."""
        end = LAST - 10 * DAY
        job = self.start(20, end_date=end)
        last = self.meet(job, end - DAY)
        self.assert_score(23, 4)
        for number, score in ((0, 5), (3, 5), (4, 4)):
            last.date = end + number * DAY
            self.assert_score(23, score)
        job.end_date = LAST - 2 * DAY
        self.assert_score(23, 5)

    def test_after_the_end_was_heard_of(self):
        """Before or after the last day; heard of after the period, it is not asked."""
        end = LAST - 20 * DAY
        job = self.start(20, skip=(120,), end_date=end)
        for heard, met, score in (
            (end + 6 * DAY, end + 5 * DAY, 4),
            (end + 6 * DAY, end + 6 * DAY, 5),
            (end + 6 * DAY, end + 9 * DAY, 5),
            (end + 6 * DAY, end + 10 * DAY, 4),
            (end - 6 * DAY, end, 4),
            (end - 6 * DAY, end - 3 * DAY, 5),
            (False, end + 3 * DAY, 5),
            (False, end + 4 * DAY, 4),
        ):
            with self.subTest(heard=heard, met=met):
                job.heard_on = heard
                meeting = self.meet(job, met)
                self.assert_score(23, score)
                meeting.unlink()
        for heard, score in ((LAST - 3 * DAY, 4), (LAST - 2 * DAY, 5), (LAST + DAY, 5)):
            with self.subTest(heard=heard):
                job.heard_on = heard
                self.assert_score(23, score)

    def test_end_ahead_that_was_heard_of(self):
        """The job runs on; the talk about its end is due all the same."""
        job = self.start(6, end_date=LAST + 30 * DAY, heard_on=LAST - 9 * DAY)
        self.assert_score(23, 4, 100)
        self.meet(job, LAST - 6 * DAY)
        self.assert_score(23, 5)

    def test_limit_of_a_2(self):
        """The share of starts with anybody met after the first month."""
        late = tuple(range(60, 120, 30))
        first = self.start(16, skip=late)
        self.start(16, skip=late)
        self.assert_score(23, 1)
        self.meet(first, self.day(first, 40))
        self.assert_score(23, 2)
        self.limit(23).limit_2 = 50
        self.assert_score(23, 2)
        self.limit(23).write({"limit_2": 51, "limit_3": 51})
        self.assert_score(23, 1)

    def test_leap_day(self):
        """A year from the 29th of February on ends on the 28th."""
        begin = date(2024, 2, 29)
        job = self.job(self.person(entry=begin), begin)
        days = [begin - DAY, begin, *[begin + day * DAY for day in range(7, 29, 7)]]
        while days[-1] + 31 * DAY < LAST:
            days.append(days[-1] + 31 * DAY)
        self.meet(job, *days)
        self.assert_score(23, 5)
        # Its first year is over before the period
        self.assert_no_score(23, "no_starts", date_from=date(2025, 2, 28))
        self.assert_score(23, 5, date_from=date(2025, 2, 27))

    def test_too_fresh_to_tell(self):
        """From a week after the start on; what is entered later is not known yet."""
        self.start(0)
        self.assert_no_score(23, "no_starts")
        job = self.job(start=LAST - WEEK)
        self.meet(job, job.start_date - DAY, job.start_date + DAY)
        self.assert_score(23, 5)
        self.meet(self.job(start=LAST - WEEK), LAST + DAY)
        self.assert_score(23, 4, 100)

    def test_starts_of_long_ago(self):
        """Their first year lies before the period."""
        self.job(start=FIRST - relativedelta(years=1))
        self.assert_no_score(23, "no_starts")
        self.job(start=FIRST - relativedelta(years=1) + DAY)
        self.assert_score(23, 1)
