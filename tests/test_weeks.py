import doctest
from datetime import date, datetime, timedelta

import pytz
from hypothesis import given
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from odoo.addons.ips_employer_crm.tools import weeks

from .common import COACH, LAST_MONDAY, LAST_TUESDAY, MONDAY, TUESDAY, IpsCommon

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1))
# Zones whose clocks change between one and four in the morning, never at midnight
ZONES = st.sampled_from(
    ["Europe/Helsinki", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC"]
).map(pytz.timezone)


@tagged("standard", "post_install", "-at_install")
class TestWeekArithmetic(BaseCase):
    """Plain functions of tools/weeks.py: their examples and what holds for all."""

    def test_examples_in_the_docstring(self):
        result = doctest.testmod(weeks)
        self.assertGreater(result.attempted, 5)
        self.assertEqual(result.failed, 0)

    @given(MOMENTS, ZONES)
    def test_monday_is_a_monday(self, moment, tz):
        self.assertEqual(weeks.monday_of(moment, tz).weekday(), 0)

    @given(MOMENTS, ZONES)
    def test_moment_lies_within_its_week(self, moment, tz):
        first, after = weeks.week_bounds(weeks.monday_of(moment, tz), tz)
        self.assertLessEqual(first, moment)
        self.assertLess(moment, after)

    @given(MOMENTS, ZONES)
    def test_weeks_leave_no_gap(self, moment, tz):
        monday = weeks.monday_of(moment, tz)
        _first, after = weeks.week_bounds(monday, tz)
        following, _after = weeks.week_bounds(monday + timedelta(weeks=1), tz)
        self.assertEqual(after, following)

    @given(MOMENTS, ZONES)
    def test_week_is_168_hours_but_when_clocks_change(self, moment, tz):
        first, after = weeks.week_bounds(weeks.monday_of(moment, tz), tz)
        self.assertIn((after - first).total_seconds() / 3600, (167, 168, 169))


@tagged("standard", "post_install", "-at_install")
class TestWeekEdges(IpsCommon):
    """The week of a contact at the edges of weeks, years and clocks."""

    def week_start(self, *moment, user=None):
        return self.log(user or self.coach_a1, date=datetime(*moment)).week_start

    def test_sunday_night(self):
        """Midnight in Helsinki is 22:00 UTC in winter and 21:00 in summer."""
        self.assertEqual(self.week_start(2025, 3, 2, 21, 59), LAST_MONDAY)
        self.assertEqual(self.week_start(2025, 3, 2, 22, 0), MONDAY)
        self.assertEqual(self.week_start(2024, 6, 9, 20, 59), date(2024, 6, 3))
        self.assertEqual(self.week_start(2024, 6, 9, 21, 0), date(2024, 6, 10))

    def test_years_end(self):
        """30 and 31 December 2024 belong to week 1 of 2025."""
        monday = self.week_start(2024, 12, 31, 12, 0)
        self.assertEqual(monday, date(2024, 12, 30))
        self.assertEqual(monday, self.week_start(2025, 1, 2, 12, 0))
        payload = self.Week.with_user(self.coach_a1).get_my_week("2024-12-31")
        self.assertEqual(
            (payload["week"]["number"], payload["week"]["year"]), (1, 2025)
        )
        self.assertEqual(payload["row"]["counted"], 2)

    def test_week_53(self):
        """1 January 2021 belongs to week 53 of 2020."""
        self.assertEqual(self.week_start(2021, 1, 1, 12, 0), date(2020, 12, 28))
        week = self.Week.with_user(self.coach_a1).get_my_week("2021-01-01")["week"]
        self.assertEqual((week["number"], week["year"]), (53, 2020))

    def test_clocks_change(self):
        """The Sundays on which the clocks go forward and back have 23 and 25 hours."""
        self.assertEqual(self.week_start(2024, 3, 31, 20, 59), date(2024, 3, 25))
        self.assertEqual(self.week_start(2024, 3, 31, 21, 0), date(2024, 4, 1))
        self.assertEqual(self.week_start(2024, 10, 27, 21, 59), date(2024, 10, 21))
        self.assertEqual(self.week_start(2024, 10, 27, 22, 0), date(2024, 10, 28))

    def test_coach_in_another_time_zone(self):
        """A coach who logs from Los Angeles is in the same week as the leader."""
        self.coach_a1.tz = "America/Los_Angeles"
        self.assertEqual(self.week_start(2025, 3, 2, 22, 30), MONDAY)
        payload = (
            self.Week.with_user(self.coach_a1)
            .with_context(tz="America/Los_Angeles")
            .get_my_week()
        )
        self.assertEqual(payload["row"]["counted"], 1)
        self.assertEqual(payload["days"][0], {"date": "2025-03-03", "counted": 1})

    def test_language_with_sunday_first(self):
        """American English starts the week on Sunday: ours starts on Monday."""
        self.assertEqual(self.env["res.lang"]._lang_get("en_US").week_start, "7")
        self.assertEqual(self.coach_a1.lang, "en_US")
        self.assertEqual(self.week_start(2025, 3, 2, 12, 0), LAST_MONDAY)
        self.assertEqual(self.counted(self.coach_a1, LAST_MONDAY), 1)
        self.assertEqual(self.counted(self.coach_a1, MONDAY), 0)

    def test_company_in_another_time_zone(self):
        self.team_a.company_id.ips_timezone = "America/New_York"
        self.assertEqual(self.week_start(2025, 3, 3, 4, 59), LAST_MONDAY)
        self.assertEqual(self.week_start(2025, 3, 3, 5, 0), MONDAY)

    def test_day_is_the_company_s(self):
        contact = self.log(self.coach_a1, date=datetime(2025, 3, 3, 22, 30))
        self.assertEqual(contact.day, date(2025, 3, 4))


@tagged("standard", "post_install", "-at_install")
class TestWeekRows(IpsCommon):
    """Rows are opened by the job, on joining and by the first contact, once each."""

    def test_job_opens_the_week_once(self):
        self.week(self.coach_a1).unlink()
        self.assertFalse(self.week(self.coach_a1))
        job = self.env.ref("ips_employer_crm.ir_cron_open_weeks")
        self.assertTrue(job.active)
        for _run in range(2):
            self.env[job.model_id.model]._cron_open_weeks()
            self.assertEqual(len(self.week(self.coach_a1)), 1)
        self.assertRecordValues(
            self.week(self.coach_a1),
            [{"team_id": self.team_a.id, "company_id": self.team_a.company_id.id}],
        )

    def test_joining_opens_the_week(self):
        coach = self.new_user("coach_a3", "Ville Coach", COACH)
        self.assertFalse(self.week(coach))
        self.env["crm.team.member"].with_user(self.leader_a).create(
            {"user_id": coach.id, "crm_team_id": self.team_a.id}
        )
        self.assertEqual(len(self.week(coach)), 1)

    def test_joining_a_sales_team_opens_none(self):
        self.env["crm.team"].create(
            {"name": "Sales", "member_ids": [(4, self.outsider.id)]}
        )
        self.assertFalse(self.week(self.outsider))

    def test_first_contact_opens_the_week(self):
        """A contact of last week, and the next one, make one row together."""
        self.assertFalse(self.week(self.coach_a1, LAST_MONDAY))
        self.log(self.coach_a1, date=LAST_TUESDAY)
        self.log(self.coach_a1, date=LAST_TUESDAY)
        week = self.week(self.coach_a1, LAST_MONDAY)
        self.assertEqual(len(week), 1)
        self.assertEqual(week.counted, 2)

    def test_planned_contact_opens_none(self):
        self.plan(self.coach_a1, date=datetime(2025, 3, 14, 9))
        self.assertFalse(self.week(self.coach_a1, MONDAY + timedelta(weeks=1)))

    def test_missing_row_is_zero(self):
        """Screens show a week without a row as zero and not reviewed, making none."""
        monday = MONDAY - timedelta(weeks=5)
        row = self.Week.with_user(self.coach_a1).get_my_week(monday)["row"]
        self.assertEqual((row["counted"], row["state"]), (0, "open"))
        self.assertEqual(row["target"], 6.0)
        coaches = self.Week.with_user(self.leader_a).get_team_week(
            monday, self.team_a.id
        )["coaches"]
        self.assertEqual([row["counted"] for row in coaches], [0, 0])
        self.assertFalse(self.week(self.coach_a1, monday))

    def test_leader_s_contact_opens_none(self):
        """A leader who logs is nobody to review in the team."""
        contact = self.log(self.leader_a)
        self.assertTrue(contact.is_counted)
        self.assertEqual(contact.team_id, self.team_a)
        self.assertFalse(self.week(self.leader_a))

    def test_companion_from_another_team_gets_none(self):
        self.log(self.coach_a1, companion_ids=[Command.set(self.coach_b1.ids)])
        self.assertFalse(self.week(self.coach_b1, team=self.team_a))

    def test_coach_who_starts_later_has_none_yet(self):
        """The job opens the week in which the coach starts, and none before."""
        member = self.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.coach_a1
        )
        for start, rows in [
            (MONDAY + timedelta(weeks=1), 0),
            (MONDAY + timedelta(days=6), 1),
        ]:
            self.week(self.coach_a1).unlink()
            member.start_date = start
            self.Week._cron_open_weeks()
            self.assertEqual(len(self.week(self.coach_a1)), rows)


@tagged("standard", "post_install", "-at_install")
class TestTarget(IpsCommon):
    """What is due in a week: part time, absence, holidays, start."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == cls.coach_a1
        )
        cls.row = cls.week(cls.coach_a1)

    def close(self, first, last, **vals):
        """The company is closed from morning to night."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "date_from": weeks.local_midnight(
                    first, pytz.timezone("Europe/Helsinki")
                ),
                "date_to": weeks.local_midnight(
                    last + timedelta(days=1), pytz.timezone("Europe/Helsinki")
                )
                - timedelta(seconds=1),
                **vals,
            }
        )
        self.env.invalidate_all()

    def test_full_time(self):
        self.assertEqual(self.row.target, 6.0)

    def test_team_target(self):
        self.team_a.contact_target = 5.5
        self.assertEqual(self.row.target, 5.5)

    def test_part_time(self):
        self.member.fte = 0.8
        self.assertEqual(self.row.target, 4.8)

    def test_own_target(self):
        self.member.contact_target = 4
        self.assertEqual(self.row.target, 4.0)
        self.member.fte = 0.5
        self.assertEqual(self.row.target, 2.0)

    def test_absent_days(self):
        for days, share, target in [(1, 0.8, 4.8), (2.5, 0.5, 3), (5, 0, 0)]:
            with self.subTest(days=days):
                self.row.absent_days = days
                self.assertAlmostEqual(self.row.worked_share, share)
                self.assertEqual(self.row.target, target)

    def test_company_holiday(self):
        self.close(TUESDAY.date(), TUESDAY.date())
        self.assertEqual(self.row.target, 4.8)

    def test_holiday_over_the_weekend(self):
        """Saturday and Sunday take nothing away."""
        self.close(date(2025, 3, 7), date(2025, 3, 9))
        self.assertEqual(self.row.target, 4.8)

    def test_holiday_counts_once(self):
        """Two entries for one day close it once."""
        self.close(TUESDAY.date(), TUESDAY.date())
        self.close(TUESDAY.date(), TUESDAY.date())
        self.assertEqual(self.row.target, 4.8)

    def test_leave_of_one_person_is_no_holiday(self):
        resource = self.env["resource.resource"].create({"name": "Somebody"})
        self.close(TUESDAY.date(), TUESDAY.date(), resource_id=resource.id)
        self.assertEqual(self.row.target, 6.0)

    def test_holiday_of_another_company(self):
        other = self.env["res.company"].create({"name": "Another company"})
        calendar = other.resource_calendar_id
        self.close(TUESDAY.date(), TUESDAY.date(), calendar_id=calendar.id)
        self.assertEqual(self.row.target, 6.0)

    def test_start_in_midweek(self):
        for start, share in [
            (MONDAY, 1),
            (MONDAY + timedelta(days=2), 0.6),
            (MONDAY + timedelta(days=5), 0),
            (MONDAY + timedelta(weeks=2), 0),
            (MONDAY - timedelta(weeks=2), 1),
        ]:
            with self.subTest(start=start):
                self.member.start_date = start
                self.assertAlmostEqual(self.row.worked_share, share)
                self.assertAlmostEqual(self.row.target, 6 * share)

    def test_holiday_before_the_start_counts_once(self):
        """Monday closed, start on Wednesday: three days of work are left."""
        self.member.start_date = MONDAY + timedelta(days=2)
        self.close(MONDAY, MONDAY)
        self.assertAlmostEqual(self.row.worked_share, 0.6)

    def test_everything_at_once_is_not_negative(self):
        self.member.start_date = MONDAY + timedelta(days=4)
        self.row.absent_days = 5
        self.close(MONDAY, MONDAY + timedelta(days=6))
        self.assertEqual(self.row.target, 0)

    def test_former_member_keeps_the_target(self):
        self.member.fte = 0.5
        self.member.active = False
        self.env.invalidate_all()
        self.assertEqual(self.row.target, 3.0)

    def test_coach_sees_the_target_that_follows(self):
        self.member.write({"fte": 0.5, "contact_target": 8})
        self.env.invalidate_all()
        self.assertEqual(self.row.with_user(self.coach_a1).target, 4.0)

    def test_enter_absence(self):
        Week = self.Week.with_user(self.coach_a1)
        Week.action_enter_absence("2025-03-05", 2)
        self.assertEqual(self.row.absent_days, 2)
        Week.action_enter_absence("2025-02-26", 1)
        self.assertEqual(self.week(self.coach_a1, LAST_MONDAY).absent_days, 1)

    def test_enter_empty_reason(self):
        reason = self.env.ref("ips_employer_crm.week_reason_training")
        Week = self.Week.with_user(self.coach_a1)
        Week.action_enter_empty_reason("2025-03-03", reason.id)
        self.assertEqual(self.row.empty_reason_id, reason)
        self.assertEqual(Week.get_my_week()["row"]["empty_reason_id"], reason.id)
        Week.action_enter_empty_reason("2025-03-03", False)
        self.assertFalse(self.row.empty_reason_id)
