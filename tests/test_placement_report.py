"""Analysis of jobs: figures by their dates, for whoever may see the job."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .common_analysis import AnalysisCommon
from .test_match_suggestion import RUNS

DAY = timedelta(days=1)
# As the criteria have it, written once more: not the table of the code is trusted
PERIODS = {
    "13_weeks": relativedelta(days=91),
    "90_days": relativedelta(days=90),
    "26_weeks": relativedelta(days=182),
    "12_months": relativedelta(months=12),
}
LASTED = [f"reached_{name}" for name in PERIODS]


class PlacementReportCommon(AnalysisCommon):
    model = "ips.placement.report"

    def job(self, client=None, **vals):
        return self.env["ips.placement"].create(
            {
                "client_id": (client or self.client_a1).id,
                "employer_id": self.workplace.id,
                "start_date": date(2025, 1, 7),
                "hours_week": 20,
                **vals,
            }
        )

    def row(self, job):
        self.env.flush_all()
        return self.env[self.model].browse(job.ids)


@tagged("standard", "post_install", "-at_install")
class TestFigures(PlacementReportCommon):
    def test_started_running_ended(self):
        """By their days: the last one is still worked."""
        self.job(start_date=self.today)
        self.job(start_date=self.today + DAY)
        self.job(end_date=self.today)
        self.job(end_date=self.today - DAY)
        self.job(kind="work_trial", end_date=self.today - DAY)
        names = ("starts", "running", "ends")
        found = self.groups(self.leader_a, "kind", "__count", *names)
        self.assertEqual(found, {"job": (4, 3, 2, 1), "work_trial": (1, 1, 0, 1)})

    def test_hours(self):
        for hours in (0, 19.9, 20, 37.5):
            self.job(hours_week=hours)
        names = ("many_hours", "share_many_hours", "hours_week")
        count, share, mean = self.total(self.leader_a, *names)
        self.assertEqual(count, 2)
        self.assertAlmostEqual(share, 2 / 3)
        self.assertAlmostEqual(mean, (19.9 + 20 + 37.5) / 3)

    def test_kinds_of_jobs(self):
        """Of the jobs that have started; a work trial is none."""
        self.job(is_permanent=True)
        self.job(is_permanent=True, is_open_market=False)
        self.job(is_subsidised=True)
        self.job()
        self.job(is_permanent=True, start_date=self.today + DAY)
        self.job(is_permanent=True, kind="work_trial")
        names = ("share_competitive", "share_subsidised")
        self.assertEqual(self.total(self.leader_a, *names), (0.25, 0.25))

    def test_dimensions(self):
        industries = self.env["res.partner.industry"].search([], limit=1)
        self.company_e.industry_id = industries
        self.workplace.municipality_id = self.municipality
        self.job(occupation_id=self.kitchen.id, found_by="advert")
        self.job(employer_id=False, employer_name="Elsewhere", is_permanent=True)
        for name, value in (
            ("industry_id", industries.id),
            ("municipality_id", self.municipality.id),
            ("occupation_id", self.occupation("9").id),
            ("found_by", "advert"),
            ("is_permanent", False),
        ):
            found = self.groups(self.leader_a, name, "starts")
            self.assertEqual(found[value], (1,), name)
            self.assertEqual(len(found), 2, name)
        self.assertEqual(
            self.groups(self.leader_a, "month_start:day", "starts"),
            {"2025-01-01": (2,)},
        )
        self.assertEqual(
            self.groups(self.leader_a, "week_start:day", "starts"), {"2025-01-06": (2,)}
        )

    def test_weeks(self):
        """The week is that of its Monday on each day of it, in any year."""
        monday = date(2024, 12, 30)
        days = [date(1999, 1, 3), *[monday + timedelta(days=n) for n in range(8)]]
        for day in days:
            self.job(start_date=day)
        found = self.groups(self.leader_a, "week_start:day", "starts")
        self.assertEqual(
            found, {"1998-12-28": (1,), "2024-12-30": (7,), "2025-01-06": (1,)}
        )

    def test_groups(self):
        """Cheaper to read than Odoo's own, and the very same."""
        self.job(occupation_id=self.kitchen.id, found_by="advert")
        self.job(employer_id=False, employer_name="Elsewhere", is_permanent=True)
        self.job(self.client_a2, start_date=date(2024, 1, 8), hours_week=30)
        self.assert_alone_as_among_others((self.leader_a, self.coach_a1))
        self.assert_order_is_odoos(self.leader_a, "occupation_id", "user_id")

    def lasted(self, name):
        """Whether the only job has reached the milestone, and the share that says."""
        return self.total(self.leader_a, f"reached_{name}", f"share_{name}")

    def test_milestones_on_both_sides(self):
        """Exactly 13 weeks, the last day included, are 13 weeks."""
        job = self.job(start_date=date(2024, 1, 31))
        for name, period in PERIODS.items():
            day = job.start_date + period - DAY
            with self.subTest(name=name):
                with freeze_time(f"{day - DAY} 10:00:00"):
                    self.assertEqual(self.lasted(name), (0, False))
                with freeze_time(f"{day} 10:00:00"):
                    self.assertEqual(self.lasted(name), (1, 1))
                job.end_date = day
                self.assertEqual(self.lasted(name), (1, 1))
                job.end_date = day - DAY
                self.assertEqual(self.lasted(name), (0, 0))
                job.end_date = False

    def test_seven_hours(self):
        """They are asked for 13 weeks alone."""
        job = self.job(start_date=date(2024, 1, 31), hours_week=6.9)
        self.assertEqual(self.total(self.leader_a, *LASTED), (0, 1, 1, 1))
        job.hours_week = 7
        self.assertEqual(self.total(self.leader_a, *LASTED), (1, 1, 1, 1))
        job.hours_week = 0
        self.assertEqual(self.total(self.leader_a, *LASTED), (0, 1, 1, 1))

    def test_work_trials_reach_nothing(self):
        self.job(start_date=date(2024, 1, 31), kind="work_trial")
        self.assertEqual(self.total(self.leader_a, *LASTED), (0, 0, 0, 0))
        self.assertFalse(self.total(self.leader_a, "share_90_days"))

    def test_shares_are_of_those_in_time(self):
        self.job(start_date=self.today - timedelta(days=100))
        self.job(
            start_date=self.today - timedelta(days=100),
            end_date=self.today - timedelta(days=50),
        )
        self.job(start_date=self.today - timedelta(days=10))
        self.assertEqual(self.total(self.leader_a, "share_13_weeks"), 0.5)

    def test_today_of_each_company(self):
        """On Kiritimati it is tomorrow already."""
        companies = self.env["res.company"]
        east = companies.create({"name": "East", "ips_timezone": "Pacific/Kiritimati"})
        west = companies.create({"name": "West", "ips_timezone": "Pacific/Pago_Pago"})
        for company in self.env.company | east | west:
            query = SQL("SELECT %s", companies._ips_today_sql(SQL("%s", company.id)))
            [[found]] = self.env.execute_query(query)
            self.assertEqual(found, company._ips_today(), company.name)
        self.assertNotEqual(east._ips_today(), west._ips_today())


@tagged("standard", "post_install", "-at_install")
class TestReaders(PlacementReportCommon):
    """Whoever may see the job sees its row, and nothing that tells more."""

    def test_roles(self):
        rows = self.row(self.job())
        self.assert_told_to(rows, self.coach_a1 | self.leader_a | self.deputy_a)
        rows = self.row(self.job(self.client_b1))
        self.assert_told_to(rows, self.coach_b1 | self.leader_b)

    def test_cover(self):
        rows = self.row(self.job())
        self.cover(self.client_a1, self.coach_b1)
        readers = self.coach_a1 | self.leader_a | self.deputy_a | self.coach_b1
        self.assert_told_to(rows, readers)

    def test_a_new_coach(self):
        """The caseload as it is today, whoever was the coach at the start."""
        rows = self.row(self.job())
        self.client_a1.with_user(self.leader_a).user_id = self.coach_a2
        self.assert_told_to(rows, self.coach_a2 | self.leader_a | self.deputy_a)

    def test_the_same_readers_as_the_job(self):
        jobs = self.job() | self.job(self.client_a2) | self.job(self.client_b1)
        for user in (self.coach_a1, self.coach_a2, self.leader_a, self.leader_b):
            mine = jobs.with_user(user)._filtered_access("read")
            found = self.report(user).search([("id", "in", jobs.ids)])
            self.assertEqual(set(found.ids), set(mine.ids))

    def test_read_only(self):
        self.assert_read_only()

    def test_neither_client_nor_employer(self):
        self.assert_without("ips.client", "ips.match", "res.partner.bank")
        targets = {field.comodel_name for field in self.report()._fields.values()}
        self.assertNotIn("res.partner", targets)
        self.assertNotIn("crm.lead", targets)
        self.assertFalse([n for n in self.report()._fields if "name" in n[:4]])

    def test_by_coach_for_leaders_alone(self):
        self.job()
        self.assertEqual(
            self.groups(self.leader_a, "user_id", "starts"), {self.coach_a1.id: (1,)}
        )
        mine = self.report(self.coach_a1)
        self.assertNotIn("user_id", mine.fields_get())
        for attempt in (
            lambda: mine.formatted_read_group([], ["user_id"], ["__count"]),
            lambda: mine.search([("user_id", "=", self.coach_a2.id)]),
            lambda: mine.search([])[:1].read(["user_id"]),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_queries(self):
        def pivot():
            self.env[self.model].with_user(self.leader_a).formatted_read_grouping_sets(
                [],
                [[], ["month_start:quarter"], ["industry_id"]],
                ["__count", "starts:sum", "share_13_weeks:avg"],
            )

        self.job()
        before = self.cost(pivot)
        for _number in range(10):
            self.job(self.client_a2)
        self.assertEqual(self.cost(pivot), before)
        self.assertLessEqual(before, 6)


@tagged("standard", "post_install", "-at_install")
class TestScreens(PlacementReportCommon):
    def test_screens(self):
        self.job()
        self.assert_screens()

    def test_times(self):
        starts = {
            days: self.job(start_date=self.today + timedelta(days=days))
            for days in (5, 0, -2, -3, -23, -24, -86, -87, -359, -360)
        }
        back_of = {job.id: days for days, job in starts.items()}
        for name, most in (
            *[("this_week", 2), ("four_weeks", 23), ("quarter", 86), ("year", 359)],
        ):
            domain, _groupby = self.filters()[name]
            found = self.report().search(domain)
            expected = {days for days in starts if -most <= days <= 0}
            self.assertEqual({back_of[row.id] for row in found} - {5}, expected, name)


@tagged("standard", "post_install", "-at_install")
class TestRandom(PlacementReportCommon):
    """Each figure is that of a plain count over the jobs, whoever asks."""

    @settings(RUNS, max_examples=8)
    @given(
        drawn=st.lists(
            st.tuples(
                st.sampled_from(["client_a1", "client_a2", "client_b1"]),
                st.sampled_from(["job", "job", "work_trial"]),
                st.integers(-5, 400),
                st.one_of(st.none(), st.sampled_from([0, 88, 89, 90, 91, 180, 181])),
                st.sampled_from([0, 6.9, 7, 20, 37.5]),
                st.booleans(),
            ),
            max_size=10,
        )
    )
    def test_figures(self, drawn):
        with self.env.cr.savepoint() as savepoint:
            jobs = self.env["ips.placement"]
            for client, kind, ago, length, hours, permanent in drawn:
                start = self.today - timedelta(days=ago)
                jobs |= self.job(
                    getattr(self, client),
                    kind=kind,
                    start_date=start,
                    end_date=length is not None and start + timedelta(days=length),
                    hours_week=hours,
                    is_permanent=permanent,
                )
            for user in (self.coach_a1, self.leader_a, self.leader_b):
                mine = jobs.with_user(user)._filtered_access("read").sudo()
                self.assert_figures(user, mine)
            self.assert_parts_are_the_whole((self.leader_a, self.coach_a1))
            savepoint.rollback()
            self.env.invalidate_all()

    def assert_figures(self, user, jobs):
        expected = {
            "__count": len(jobs),
            "starts": sum(job.state != "coming" for job in jobs),
            "running": sum(job.state == "running" for job in jobs),
            "ends": sum(job.state == "ended" for job in jobs),
            **{name: sum(bool(job[name]) for job in jobs) for name in LASTED},
        }
        found = self.total(user, *expected)
        figures = dict(zip(expected, [number or 0 for number in found], strict=True))
        self.assertEqual(figures, expected)
        self.assertEqual(figures["starts"], figures["running"] + figures["ends"])
        for name, period in PERIODS.items():
            old = [
                job
                for job in jobs
                if job.kind == "job" and job.start_date + period - DAY <= self.today
            ]
            share = self.total(user, f"share_{name}")
            lasted = figures[f"reached_{name}"]
            self.assertAlmostEqual(share or 0, lasted / len(old) if old else 0)
