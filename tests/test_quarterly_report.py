"""Quarterly report: rates and figures worked out by hand."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_quarterly import DAY, FIRST, HIDDEN, LAST, LONG_AGO, QuarterlyCommon


@tagged("standard", "post_install", "-at_install")
class TestEmploymentRates(QuarterlyCommon):
    """Both rates at their edges."""

    def test_quarter_and_its_definition(self):
        self.six_of_twelve()
        self.assertEqual(self.quarterly(), ("50.0 %", "6 of 12 people"))
        section = self.section("quarterly")
        self.assertIn("10/01/2024 – 12/31/2024", section["definition"])
        self.assertIn("reaches the reference for excellent", section["remarks"][0])

    def test_quarters_are_over(self):
        quarters = self.Report._quarters()
        self.assertEqual(quarters[0], ("2024-10-01", "4th quarter 2024"))
        self.assertEqual(quarters[-1], ("2022-01-01", "1st quarter 2022"))
        # The one under way, and days of which a shift by one would tell of few people
        for day in ("2025-01-01", "2024-10-02", "2021-10-01"):
            with self.subTest(day), self.assertRaises(ValidationError):
                self.report(quarter=day)
        # The day after a quarter's last day it can be printed
        self.freeze("2025-03-31 10:00:00")
        self.assertEqual(self.Report._quarters()[0][0], "2024-10-01")
        self.freeze("2025-04-01 10:00:00")
        self.assertEqual(self.Report._quarters()[0][0], "2025-01-01")

    def test_one_day_of_work(self):
        cases = [
            ("ended on the first day", LONG_AGO, FIRST, 7),
            ("ended on the day before", LONG_AGO, FIRST - DAY, 6),
            ("began on the last day", LAST, None, 7),
            ("began on the day after", LAST + DAY, None, 6),
            ("a day in between", FIRST + DAY, FIRST + DAY, 7),
        ]
        self.six_of_twelve()
        for name, start, end, worked in cases:
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.jobs(1, start=start, end=end)
                self.assertEqual(self.quarterly()[1], f"{worked} of 13 people")
                savepoint.rollback()

    def test_what_is_no_job(self):
        self.six_of_twelve()
        cases = [
            {"kind": "work_trial"},
            {"never_began": True},
            {"is_open_market": False},
        ]
        for number, vals in enumerate(cases, start=1):
            with self.subTest(vals):
                self.jobs(1, **vals)
                self.assertEqual(self.quarterly()[1], f"6 of {12 + number} people")

    def test_two_jobs_are_one_person(self):
        jobs = self.six_of_twelve()
        self.job(jobs[0].client_id, start=FIRST + DAY)
        self.assertEqual(self.quarterly()[1], "6 of 12 people")

    def test_one_day_in_the_service(self):
        self.six_of_twelve()
        cases = [
            ("left on the first day", FIRST, 12),
            ("left on the second day", FIRST + DAY, 13),
        ]
        for name, day, served in cases:
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.change(self.person(entry=LONG_AGO), day, phase="closed")
                self.assertEqual(self.quarterly()[1], f"6 of {served} people")
                savepoint.rollback()
        for entry, served in ((LAST, 13), (LAST + DAY, 12)):
            with self.subTest(entry=entry), self.env.cr.savepoint() as savepoint:
                self.person(entry=entry)
                self.assertEqual(self.quarterly()[1], f"6 of {served} people")
                savepoint.rollback()

    def test_waiting_is_not_served(self):
        self.six_of_twelve()
        self.person(user_id=False, phase="waiting", entry=LONG_AGO)
        self.assertEqual(self.quarterly()[1], "6 of 12 people")

    def test_returned_person_is_one(self):
        self.six_of_twelve()
        person = self.person(entry=LONG_AGO)
        self.change(person, FIRST + 10 * DAY, phase="closed")
        self.change(
            person, FIRST + 30 * DAY, phase="searching", user_id=self.coach_c1.id
        )
        self.assertEqual(self.quarterly()[1], "6 of 13 people")

    def test_other_teams_do_not_count(self):
        self.six_of_twelve()
        other = self.person(coach=self.coach_b1, team_id=self.team_b.id, entry=LONG_AGO)
        self.job(other, start=FIRST)
        self.assertEqual(self.quarterly()[1], "6 of 12 people")

    def test_verdict_is_unrounded(self):
        report = self.report()
        cases = [
            (Fraction(3099, 100), "below the minimum"),
            (Fraction(31), "reaches the minimum"),
            (Fraction(4099, 100), "reaches the minimum"),
            (Fraction(41), "reaches the average"),
            (Fraction(4999, 100), "reaches the average"),
            (Fraction(50), "excellent"),
            (None, "compared with nothing"),
        ]
        for percent, words in cases:
            with self.subTest(percent):
                self.assertIn(words, report._verdict(percent))

    # THE COHORT

    def test_cohort_of_twelve_months(self):
        """Who began in 2023: the latest year that is 12 months back."""
        entry = date(2023, 1, 1)
        self.people(6, entry=entry)
        self.jobs(6, entry=entry, start=date(2023, 12, 31))
        self.assertEqual(self.cohort(12), ("50.0 %", "6 of 12 people"))
        cases = [
            ("a day too late", entry, entry + relativedelta(years=1), None, 6, 13),
            ("on the last day", entry, date(2023, 12, 31), None, 7, 13),
            ("over by then", entry, LONG_AGO, entry - DAY, 6, 13),
            ("still on the first day", entry, LONG_AGO, entry, 7, 13),
            ("began before", entry - DAY, entry, None, 6, 12),
            ("last of the cohort", date(2023, 12, 31), LAST - DAY, None, 7, 13),
            ("began after", date(2024, 1, 1), date(2024, 1, 1), None, 6, 12),
        ]
        for name, began, start, end, worked, people in cases:
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.jobs(1, entry=began, start=start, end=end)
                self.assertEqual(self.cohort(12)[1], f"{worked} of {people} people")
                savepoint.rollback()

    def test_cohort_of_eighteen_months(self):
        """Who began from July 2022 to June 2023."""
        entry = date(2022, 7, 1)
        self.people(6, entry=entry)
        self.jobs(6, entry=entry, start=date(2023, 12, 31))
        self.jobs(1, entry=entry, start=date(2024, 1, 1))
        self.jobs(1, entry=date(2023, 7, 1), start=date(2023, 8, 1))
        self.assertEqual(self.cohort(18)[1], "6 of 13 people")

    def test_cohort_begins_with_the_service(self):
        """Not with the queue, and a return is no other person."""
        entry = date(2023, 1, 1)
        self.people(6, entry=entry)
        self.jobs(6, entry=entry, start=entry)
        waiting = self.person(user_id=False, phase="waiting", entry=entry - 40 * DAY)
        self.change(waiting, entry, phase="searching", user_id=self.coach_c1.id)
        self.assertEqual(self.cohort(12)[1], "6 of 13 people")
        self.change(waiting, date(2023, 3, 1), phase="closed")
        self.change(
            waiting, date(2023, 5, 1), phase="searching", user_id=self.coach_c1.id
        )
        self.assertEqual(self.cohort(12)[1], "6 of 13 people")

    # NEVER MIXED

    def test_references_stay_with_their_rate(self):
        def references(code):
            return [
                row["figure"].replace("\xa0", " ")
                for row in self.section(code)["rows"]
                if row["is_reference"]
            ]

        self.six_of_twelve()
        self.assertEqual(references("quarterly"), ["31 %", "41 %", "50 %"])
        self.assertEqual(references("cohort"), ["47 %", "62 %"])
        labels = [row["label"] for row in self.section("cohort")["rows"]]
        self.assertIn("Reference: Europe / non-US (deck)", labels)
        page = self.printed(self.report())
        for section in page.xpath("//section"):
            text = self.text(section)
            for number in (31, 41, 50):
                found = f"{number}\xa0%" in text or f"{number} %" in text
                self.assertEqual(found, section.get("data-section") == "quarterly")
            for number in (47, 62):
                found = f"{number}\xa0%" in text or f"{number} %" in text
                self.assertEqual(found, section.get("data-section") == "cohort")


@tagged("standard", "post_install", "-at_install")
class TestOtherSections(QuarterlyCommon):
    """Jobs, first contacts, coverage and queue in cases worked out by hand."""

    def test_retention(self):
        start = date(2024, 3, 1)
        self.jobs(6, start=start, end=start + 89 * DAY, hours_week=20)
        self.jobs(6, start=start, end=start + 88 * DAY, hours_week=20)
        rows = self.rows("retention")
        self.assertEqual(rows["Lasted 90 days"], ("50.0 %", "6 of 12 jobs"))
        # Nobody reached 13 weeks: of that nothing is said
        label = "Lasted 13 weeks, at 7 hours a week or more"
        self.assertEqual(rows[label], (HIDDEN, "12 jobs"))

    def test_thirteen_weeks_need_hours(self):
        start = date(2024, 3, 1)
        self.jobs(5, start=start, hours_week=7)
        self.jobs(5, start=start, hours_week=6.9)
        self.jobs(1, start=start)
        rows = self.rows("retention")
        label = "Lasted 13 weeks, at 7 hours a week or more"
        self.assertEqual(rows[label], ("45.5 %", "5 of 11 jobs"))

    def test_only_jobs_whose_day_came(self):
        """Of the 12 months up to the last day, both ends included or not."""
        due = timedelta(days=89)
        self.jobs(5, start=LAST - due)
        self.jobs(5, start=LAST - due, end=LAST - DAY)
        self.jobs(3, start=LAST - due + DAY)
        self.jobs(3, start=date(2023, 12, 31) - due)
        self.assertEqual(self.rows("retention")["Lasted 90 days"][1], "5 of 10 jobs")

    def test_hours(self):
        self.jobs(5, hours_week=20)
        self.jobs(5, hours_week=19.9)
        self.jobs(3)
        self.jobs(3, hours_week=40, end=LAST - DAY)
        rows = self.rows("retention")
        self.assertEqual(
            rows["Mean hours of jobs held"], ("20 hours a week", "10 jobs")
        )
        self.assertEqual(
            rows["Jobs of 20 hours a week or more"], ("50.0 %", "5 of 10 jobs")
        )

    def test_diversity(self):
        one, other = self.occupations[:2]
        self.jobs(9, occupation_id=one.id)
        self.assertEqual(
            self.rows("diversity")["Different occupations"], (HIDDEN, HIDDEN)
        )
        self.jobs(1, occupation_id=other.id)
        rows = self.rows("diversity")
        self.assertEqual(rows["Different occupations"], ("20.0 %", "2 of 10 jobs"))
        self.assertEqual(rows["Different employers"], ("10.0 %", "1 of 10 jobs"))

    def test_ten_jobs_of_four_people_are_not_shown(self):
        people = self.people(4, entry=LONG_AGO)
        for index in range(10):
            self.job(people[index % 4], start=FIRST + index * DAY)
        rows = self.rows("diversity")
        self.assertEqual({value for row in rows.values() for value in row}, {HIDDEN})

    def test_terms(self):
        """Of what started in half a year; older jobs are not in it."""
        self.jobs(5, start=date(2024, 7, 1), is_permanent=True)
        self.jobs(5, start=LAST, is_subsidised=True)
        self.jobs(5, start=date(2024, 6, 30), is_permanent=True)
        rows = self.rows("diversity")
        half = ("50.0 %", "5 of 10 jobs")
        self.assertEqual(rows["Permanent, in the open labour market"], half)
        self.assertEqual(rows["Subsidised"], half)
        # All of them: it would say something of each person
        self.assertEqual(rows["In the open labour market"], (HIDDEN, "10 jobs"))

    def meet_employer(self, person, day, **vals):
        moment = datetime(day.year, day.month, day.day, 9)
        contact = self.log(self.coach_c1, date=moment, **vals)
        self.new_line(contact, person)

    def test_first_contact(self):
        for days in (30, 31):
            for person in self.people(6, entry=FIRST):
                self.meet_employer(person, FIRST + days * DAY)
        rows = self.rows("first_contact")
        self.assertEqual(rows["Mean"], ("30.5 days", "12 services"))
        self.assertEqual(rows["Median"], ("30.5 days", "12 services"))
        self.assertEqual(rows["Within 30 days"], ("50.0 %", "6 of 12 services"))

    def test_first_contact_counts_in_its_quarter(self):
        """A contact before is day 0; by phone, or after the quarter, is none."""
        for person in self.people(5, entry=FIRST):
            self.meet_employer(person, FIRST - 5 * DAY)
        for person in self.people(2, entry=FIRST):
            self.meet_employer(person, FIRST + DAY, channel="phone")
        for person in self.people(2, entry=FIRST):
            self.meet_employer(person, LAST + DAY)
        for person in self.people(2, entry=FIRST - DAY):
            self.meet_employer(person, FIRST - DAY)
        rows = self.rows("first_contact")
        self.assertEqual(rows["Mean"], ("0 days", "5 services"))

    def test_coverage(self):
        self.workplace.municipality_id = self.municipality
        area = self.municipality.employment_area
        edges = (FIRST - DAY, FIRST, LAST, LAST + DAY)
        for day in edges:
            self.log(self.coach_c1, date=datetime(day.year, day.month, day.day, 9))
        # Of another team
        self.log(self.coach_b1, date=datetime(2024, 11, 5, 9))
        section = self.section("coverage")
        row = next(row for row in section["rows"] if row["label"] == area)
        self.assertEqual(row["figure"], "2 contacts")
        silent = section["remarks"][0]
        self.assertNotIn(self.municipality.name, silent)
        self.assertIn("Viitasaari", silent)

    def test_queue(self):
        for entry in [date(2024, 12, 21)] * 3 + [date(2024, 12, 1)] * 3:
            self.person(user_id=False, phase="waiting", entry=entry)
        self.person(user_id=False, phase="waiting", entry=LAST + DAY)
        self.people(5, entry=LAST)
        rows = self.rows("queue")
        self.assertEqual(rows["People waiting"][0], "6 people")
        self.assertEqual(rows["Median wait"], ("20 days", "6 people"))
        self.assertEqual(rows["Services started"][0], "5 services")
        self.assertEqual(rows["Services ended"][0], HIDDEN)
