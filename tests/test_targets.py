from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import COACH, LAST_MONDAY, MONDAY, IpsCommon
from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon

NEXT_MONDAY = MONDAY + timedelta(weeks=1)


class TargetCommon(IpsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.member_of(cls.coach_a1)

    @classmethod
    def member_of(cls, user):
        return cls.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == user
        )

    @classmethod
    def open_weeks(cls, *mondays, user=None):
        """Rows of these weeks, in their order."""
        user = user or cls.coach_a1
        cls.Week._ensure_weeks({(user.id, cls.team_a.id, day) for day in mondays})
        return [cls.week(user, day) for day in mondays]

    @classmethod
    def targets(cls, *mondays, user=None):
        return [week.target for week in cls.open_weeks(*mondays, user=user)]


@tagged("standard", "post_install", "-at_install")
class TestTargetHistory(TargetCommon):
    """A change holds from the week on in which it was made."""

    WEEKS = (LAST_MONDAY - timedelta(weeks=9), LAST_MONDAY, MONDAY, NEXT_MONDAY)

    def test_team_target(self):
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 6, 6])
        self.team_a.with_user(self.leader_a).contact_target = 5
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 5, 5])

    def test_own_target(self):
        self.member.with_user(self.leader_a).contact_target = 4
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 4, 4])

    def test_full_time_share(self):
        self.member.with_user(self.leader_a).fte = 0.8
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 4.8, 4.8])

    def test_team_target_after_an_own_one(self):
        """The own target stands; taken back, the team's of that week counts."""
        self.member.contact_target = 4
        self.team_a.contact_target = 5
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 4, 4])
        self.freeze("2025-03-12 10:00:00")
        self.member.contact_target = 0
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 4, 5])

    def test_each_week_its_own(self):
        """6 until last week, 5 this week, 4.5 from the next one on."""
        self.team_a.contact_target = 5
        self.freeze("2025-03-12 10:00:00")
        self.team_a.contact_target = 4.5
        after = NEXT_MONDAY + timedelta(weeks=1)
        self.assertEqual(self.targets(*self.WEEKS, after), [6, 6, 5, 4.5, 4.5])

    def test_twice_in_a_week(self):
        """The second change of a week puts the first one right."""
        self.team_a.contact_target = 5
        self.team_a.contact_target = 7
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 7, 7])
        rows = self.env["ips.contact.target"].search([("team_id", "=", self.team_a.id)])
        self.assertRecordValues(
            rows,
            [
                {"valid_from": MONDAY, "contact_target": 7, "user_id": False},
                {"valid_from": False, "contact_target": 6, "user_id": False},
            ],
        )

    def test_edge_of_the_week_is_the_company_s(self):
        """Sunday 23:59 in Helsinki is still this week, a minute later the next one."""
        self.freeze("2025-03-09 21:59:00")
        self.team_a.contact_target = 5
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 5, 5])
        self.freeze("2025-03-09 22:00:00")
        self.team_a.contact_target = 4
        self.assertEqual(self.targets(*self.WEEKS), [6, 6, 5, 4])

    def test_same_value_leaves_no_row(self):
        self.team_a.contact_target = 6
        self.member.write({"fte": 1.0, "contact_target": 0})
        self.assertFalse(
            self.env["ips.contact.target"].search([("team_id", "=", self.team_a.id)])
        )

    def test_colleagues_and_other_teams_stay(self):
        self.member.fte = 0.5
        self.assertEqual(self.targets(MONDAY, user=self.coach_a2), [6])
        self.team_a.contact_target = 5
        self.assertEqual(self.week(self.coach_b1).target, 6)

    def test_back_with_another_share(self):
        """Whoever left and comes back keeps the weeks of before."""
        self.member.fte = 0.5
        self.freeze("2025-03-26 10:00:00")
        self.member.active = False
        self.env["crm.team.member"].create(
            {"user_id": self.coach_a1.id, "crm_team_id": self.team_a.id, "fte": 0.8}
        )
        monday = date(2025, 3, 24)
        self.assertEqual(self.targets(*self.WEEKS, monday), [6, 6, 3, 3, 4.8])

    def test_signed_week_keeps_its_own(self):
        week = self.sign(self.coach_a1)
        self.team_a.contact_target = 5
        self.assertEqual((week.target, week.reviewed_target), (5, 6))

    def test_who_reads(self):
        """The leaders of the team and the administrator; nobody writes."""
        self.member.fte = 0.8
        row = self.env["ips.contact.target"].search(
            [("user_id", "=", self.coach_a1.id), ("valid_from", "=", MONDAY)]
        )
        for user in self.leader_a | self.deputy_a | self.ips_admin:
            self.assertEqual(row.with_user(user).fte, 0.8)
            with self.assert_refused(AccessError):
                row.with_user(user).fte = 1
        for user in self.coach_a1 | self.coach_a2 | self.leader_b | self.manager:
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                row.with_user(user).read(["fte"])
        self.assertEqual(self.week(self.coach_a1).with_user(self.coach_a1).target, 4.8)


@tagged("standard", "post_install", "-at_install")
class TestFewJobSeekers(TargetCommon, IpsClientCommon):
    """Fewer than three job seekers: twice their number. Aino has one at first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ips_today()
        cls.row = cls.week(cls.coach_a1)

    def target(self):
        return self.row.target

    def test_both_sides_of_three(self):
        self.assertEqual((self.row.job_seekers, self.target()), (1, 2))
        self.new_client(self.coach_a1)
        self.assertEqual((self.row.job_seekers, self.target()), (2, 4))
        self.assertTrue(self.row.has_few_job_seekers)
        self.new_client(self.coach_a1)
        self.assertEqual((self.row.job_seekers, self.target()), (3, 6))
        self.assertFalse(self.row.has_few_job_seekers)

    def test_three_have_the_usual_target(self):
        """Beyond six as well: 8 with three job seekers, not twice their number."""
        self.member.contact_target = 8
        self.new_client(self.coach_a1)
        self.assertEqual(self.target(), 4)
        self.new_client(self.coach_a1)
        self.assertEqual(self.target(), 8)

    def test_none_at_all(self):
        """A coach whose only person is at work since before this week."""
        self.client_a1.period_ids.sudo().write({"phase": "in_work"})
        self.assertEqual((self.row.job_seekers, self.target()), (0, 0))
        self.assertTrue(self.row.has_few_job_seekers)

    def test_team_that_keeps_nobody_here(self):
        """Where no history of people is kept, the number is not known."""
        other = self.new_user("coach_c", "Cecilia Coach", COACH)
        team = self.new_team("Team C", self.leader_b, other)
        self.assertEqual(self.week(other).target, 6)
        self.assertFalse(self.week(other).has_few_job_seekers)
        self.new_client(self.leader_b, team_id=team.id, user_id=False, phase="waiting")
        self.assertEqual(self.week(other).target, 0)

    def test_which_phases(self):
        for phase, seekers in (
            ("agreed", 1),
            ("profiling", 1),
            ("searching", 1),
            ("employer_agreed", 1),
            ("in_work", 0),
            ("waiting", 0),
            ("closed", 0),
        ):
            with self.subTest(phase=phase):
                self.client_a1.period_ids.sudo().write({"phase": phase})
                self.assertEqual(self.row.job_seekers, seekers)

    def test_some_day_of_the_week(self):
        """Until the Monday on which the job starts: not this week; Tuesday: yes."""
        self.client_a1.entry_date = LAST_MONDAY - timedelta(weeks=4)
        period = self.client_a1.period_ids.sudo()
        period.date_to = MONDAY
        self.assertEqual(self.row.job_seekers, 0)
        period.date_to = MONDAY + timedelta(days=1)
        self.assertEqual(self.row.job_seekers, 1)
        for first, seekers in (
            (MONDAY + timedelta(days=6), 1),
            (NEXT_MONDAY, 0),
        ):
            period.write({"date_from": first, "date_to": False})
            # Eero's person entered this week, so the team's history goes on
            self.assertEqual(self.row.job_seekers, seekers)

    def test_row_without_a_day_counts_nobody(self):
        period = self.client_a1.period_ids.sudo()
        period.write({"date_from": self.today, "date_to": self.today})
        self.assertEqual(self.row.job_seekers, 0)

    def test_a_start_today_leaves_this_week(self):
        """Searched until today: this week's target stays, the next one's is none."""
        self.client_a1.entry_date = LAST_MONDAY
        self.client_a1.phase = "in_work"
        this, after = self.open_weeks(MONDAY, NEXT_MONDAY)
        self.assertEqual((this.target, after.target), (2, 0))

    def test_weeks_gone_by_keep_their_number(self):
        """By the history: one of two goes to Eero today, last week stays."""
        self.client_a1.entry_date = LAST_MONDAY - timedelta(weeks=2)
        self.client_a1.with_user(self.leader_a).user_id = self.coach_a2
        last, after = self.open_weeks(LAST_MONDAY, NEXT_MONDAY)
        self.assertEqual((last.job_seekers, after.job_seekers), (1, 0))
        last, after = self.open_weeks(LAST_MONDAY, NEXT_MONDAY, user=self.coach_a2)
        self.assertEqual((last.job_seekers, after.job_seekers), (0, 2))

    def test_never_more_than_usual(self):
        """Half time: 3 at most, whatever twice the number is; 1 person: 2."""
        self.member.fte = 0.5
        self.assertEqual(self.target(), 2)
        self.new_client(self.coach_a1)
        self.assertEqual(self.target(), 3)

    def test_share_worked(self):
        """2 job seekers and two of five days away: 4 x 0.6."""
        self.new_client(self.coach_a1)
        self.row.absent_days = 2
        self.assertEqual(self.target(), 2.4)

    def test_cover_is_not_the_coach_s(self):
        self.cover(self.client_a2, self.coach_a1)
        self.assertEqual(self.row.job_seekers, 1)

    def test_people_of_another_team_are_not_told(self):
        """A coach of two teams: each week knows the people of its own team."""
        self.team_b.crm_team_member_ids = [
            Command.create({"user_id": self.coach_a1.id})
        ]
        self.new_client(self.coach_b1)
        client = self.new_client(self.leader_b, team_id=self.team_b.id)
        client.with_user(self.leader_b).user_id = self.coach_a1
        self.assertEqual(client.team_id, self.team_b)
        self.assertEqual(self.week(self.coach_a1, team=self.team_a).job_seekers, 1)
        self.assertEqual(self.week(self.coach_a1, team=self.team_b).job_seekers, 1)

    def test_coach_and_leader_see_the_same(self):
        self.assertEqual(self.row.with_user(self.coach_a1).target, 2)
        self.assertEqual(self.row.with_user(self.leader_a).target, 2)
        for user in self.coach_a2 | self.leader_b:
            with self.assert_refused(AccessError):
                self.row.with_user(user).read(["target"])


@tagged("standard", "post_install", "-at_install")
class TestTargetQueries(TargetCommon, IpsQueriesCommon, IpsClientCommon):
    """12 weeks of 10 coaches cost what one week of two costs."""

    def test_many_weeks(self):
        mondays = [MONDAY - timedelta(weeks=back) for back in range(12)]
        coaches = self.coach_a1 | self.coach_a2
        for number in range(8):
            coach = self.new_user(f"many{number}", f"Coach {number}", COACH)
            self.env["crm.team.member"].create(
                {"user_id": coach.id, "crm_team_id": self.team_a.id, "fte": 0.8}
            ).fte = 0.6
            self.new_client(coach)
            coaches |= coach
        for coach in coaches:
            self.open_weeks(*mondays, user=coach)
        self.team_a.contact_target = 5
        few = self.week(self.coach_a1 | self.coach_a2)
        many = self.Week.search([("user_id", "in", coaches.ids)])
        self.assertEqual((len(few), len(many)), (2, 120))
        cost = self.cost(lambda: few.mapped("target"))
        self.assertLessEqual(self.cost(lambda: many.mapped("target")), cost)
        self.assertLessEqual(cost, 12)
