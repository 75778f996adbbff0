"""Criteria 7 and 8: the unit, and the leader's five roles."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)
MONTH = relativedelta(months=1)
# The last month and the last quarter of the period
MONTH_FIRST = LAST + DAY - MONTH
QUARTER_FIRST = LAST + DAY - 3 * MONTH
KNOWN = ("one_leader", "supervision", "mentoring", "targets")


@tagged("standard", "post_install", "-at_install")
class TestLeader(IpsFidelityCommon):
    """8: what can be seen of each role; what was never logged is not known."""

    def meet_group(self, *days, **vals):
        return self.env["ips.group.supervision"].create(
            [{"team_id": self.team_c.id, "date": day, **vals} for day in days]
        )

    def mentor(self, coach, *days):
        return self.env["ips.field.mentoring"].create(
            [
                {"user_id": coach.id, "mentor_id": self.leader_c.id, "date": day}
                for day in days
            ]
        )

    def member(self, coach):
        return self.team_c.crm_team_member_ids.filtered(
            lambda member: member.user_id == coach
        )

    def parts(self, **vals):
        return self.result(8, **vals).parts

    def assert_part(self, code, expected, **vals):
        self.assertIs(self.parts(**vals)[code], expected)

    # THE SCORE

    def test_each_role_is_a_point(self):
        """With the liaison never known, four are the most that is seen."""
        row = self.assert_no_score(8, "no_leader_log")
        self.assertIn("one leader", row.note)
        self.meet_group(FIRST - DAY)
        self.assert_score(8, 1, 1, "part")
        self.meet_group(*self.mondays())
        self.assert_score(8, 2, 2)
        self.mentor(self.coach_c1, FIRST)
        self.assert_score(8, 3, 3)
        self.team_c.with_user(self.leader_c).action_review_targets()
        row = self.assert_score(8, 3, 3)
        self.assertIs(row.parts["targets"], False)
        self.freeze(f"{LAST} 10:00:00")
        self.team_c.with_user(self.leader_c).action_review_targets()
        self.freeze("2025-03-05 10:00:00")
        row = self.assert_score(8, 4, 4)
        self.assertEqual([code for code in KNOWN if row.parts[code]], list(KNOWN))
        self.assertIsNone(row.parts["liaison"])
        self.assertRegex(row.note, "Seen: .*Not known: liaison")
        self.assertNotIn("Not seen", row.note)
        self.team_a.user_id = self.leader_c
        row = self.assert_score(8, 3, 3)
        self.assertIn("Not seen: one leader", row.note)

    def test_signing_the_log_is_no_role(self):
        self.meet_group(FIRST - DAY)
        for coach in self.coach_c1 | self.coach_c2:
            self.visits(coach, FIRST, 1)
        before = self.result(8)
        for coach in self.coach_c1 | self.coach_c2:
            self.sign_all(coach)
        after = self.result(8)
        self.assertEqual((before.figure, before.parts), (after.figure, after.parts))

    def test_without_coaches(self):
        self.meet_group(FIRST)
        self.team_c.crm_team_member_ids.unlink()
        self.assert_no_score(8, "no_coaches")

    # ONE LEADER

    def test_ten_coaches(self):
        """Full-time ones: ten and a tenth are beyond."""
        coaches = [
            self.new_user(f"c{index}", f"Coach {index}", self.coach_group())
            for index in range(9)
        ]
        self.team_c.crm_team_member_ids = [
            Command.create({"user_id": coach.id}) for coach in coaches
        ]
        for last, seen in ((0.5, True), (0.6, False)):
            self.full_time_shares(*[1] * 9, 0.5, last)
            self.assert_part("one_leader", seen)

    def test_another_team(self):
        """A coaching team alone: one that the leader sells with is none."""
        self.assert_part("one_leader", True)
        self.env["crm.team"].create({"name": "Sales", "user_id": self.leader_c.id})
        self.assert_part("one_leader", True)
        self.team_b.user_id = self.leader_c
        self.assert_part("one_leader", False)
        self.team_b.active = False
        self.assert_part("one_leader", True)
        self.team_c.user_id = False
        self.team_c.deputy_ids = self.leader_c
        self.assert_part("one_leader", False)

    # SUPERVISION

    def test_weekly(self):
        """In nine of ten weeks (a setting); weeks when everybody is away are none."""
        self.assert_part("supervision", None)
        self.meet_group(*self.mondays()[:5])
        self.assert_part("supervision", False)
        self.assert_score(7, 4, 5 / 1.5)
        self.env.company.ips_weekly_share = 83
        self.assert_part("supervision", True)
        self.env.company.ips_weekly_share = 84
        self.assert_part("supervision", False)
        for coach in self.coach_c1 | self.coach_c2:
            self.visits(coach, FIRST, 1)
            self.sign_week(coach, self.mondays()[5]).absent_days = 5
        self.assert_part("supervision", True)

    def test_unit_meets_weekly(self):
        """7: with shared leads and cover a 5; with a week too few a 4."""
        groups = self.meet_group(*self.mondays(), leads_shared=1)
        self.cover(self.person(), self.coach_c2, LAST)
        self.assert_score(7, 5, 4, "")
        groups[0].date = FIRST - DAY
        self.assert_score(7, 4)
        self.env.company.ips_weekly_share = 83
        self.assert_score(7, 5)
        groups[1:].leads_shared = 0
        self.assert_score(7, 4, note="part")

    # FIELD MENTORING

    def test_of_new_coaches(self):
        """Monthly in the first six months, of whoever was there all month."""
        self.assert_part("mentoring", None)
        mentoring = self.mentor(self.coach_c2, FIRST)
        for coach in self.coach_c1 | self.coach_c2:
            for monday in self.mondays():
                self.visits(coach, monday, 4)
        self.assert_part("mentoring", True)
        member = self.member(self.coach_c1)
        for start, seen in (
            (MONTH_FIRST, False),
            (MONTH_FIRST + DAY, True),
            # Six months are over on the last day, or a day after it
            (LAST - 6 * MONTH, True),
            (LAST + DAY - 6 * MONTH, False),
        ):
            with self.subTest(start=start):
                member.start_date = start
                self.assert_part("mentoring", seen)
        mentoring.user_id = self.coach_c1
        for day, seen in (
            (MONTH_FIRST - DAY, False),
            (MONTH_FIRST, True),
            (LAST, True),
            (LAST + DAY, False),
        ):
            with self.subTest(day=day):
                mentoring.date = day
                self.assert_part("mentoring", seen)

    def test_every_month(self):
        """Of a period of six months, each."""
        begin = LAST + DAY - 6 * MONTH
        self.member(self.coach_c1).start_date = begin
        days = [begin + number * MONTH for number in range(6)]
        rows = self.mentor(self.coach_c1, *days)
        self.assert_part("mentoring", True, date_from=begin)
        rows[2].date = days[2] + MONTH
        self.assert_part("mentoring", False, date_from=begin)

    def test_of_struggling_coaches(self):
        """Whose mean is under four a week; not where few job seekers ask for less."""
        self.mentor(self.coach_c2, LAST)
        for coach in self.coach_c1 | self.coach_c2:
            for monday in self.mondays():
                self.visits(coach, monday, 4)
        self.assert_part("mentoring", True)
        one = self.Contact.search(
            [("user_id", "=", self.coach_c1.id), ("week_start", "=", FIRST)], limit=1
        )
        one.state = "cancelled"
        self.assert_part("mentoring", False)
        self.person(entry=FIRST - DAY)
        self.assert_part("mentoring", True)
        self.people(2, entry=FIRST - DAY)
        self.assert_part("mentoring", False)
        self.mentor(self.coach_c1, MONTH_FIRST)
        self.assert_part("mentoring", True)

    def test_away_all_month(self):
        """Nobody goes along with whoever is not there."""
        self.mentor(self.coach_c2, LAST)
        self.member(self.coach_c1).start_date = MONTH_FIRST
        for monday in self.mondays():
            self.sign_week(self.coach_c1, monday).absent_days = 5
        self.assert_part("mentoring", True)
        self.week(self.coach_c1, self.mondays()[4], self.team_c).absent_days = 4
        self.assert_part("mentoring", False)

    # TARGETS

    def review_targets(self, day, user=None):
        self.freeze(f"{day} 10:00:00")
        self.team_c.with_user(user or self.leader_c).action_review_targets()
        self.freeze("2025-03-05 10:00:00")

    def test_targets_every_quarter(self):
        """From the week in which the quarter begins on."""
        self.assert_part("targets", None)
        monday = QUARTER_FIRST - timedelta(days=QUARTER_FIRST.weekday())
        self.review_targets(monday - DAY)
        self.assert_part("targets", False)
        self.review_targets(QUARTER_FIRST)
        self.assert_part("targets", True)
        # Of half a year each quarter
        half = LAST + DAY - 6 * MONTH
        self.assert_part("targets", True, date_from=half)
        self.forget_changes()
        self.review_targets(LAST)
        self.assert_part("targets", False, date_from=half)

    def test_a_change_is_a_review(self):
        """Of one coach it is the coach's, of the team it is everybody's."""
        self.freeze(f"{LAST} 10:00:00")
        self.member(self.coach_c1).contact_target = 5
        self.freeze("2025-03-05 10:00:00")
        self.assert_part("targets", False)
        # Nobody has looked yet with whoever has come within the quarter
        self.member(self.coach_c2).start_date = QUARTER_FIRST + DAY
        self.assert_part("targets", True)
        self.member(self.coach_c2).start_date = QUARTER_FIRST
        self.assert_part("targets", False)
        self.freeze(f"{LAST} 10:00:00")
        self.team_c.contact_target = 5
        self.freeze("2025-03-05 10:00:00")
        self.assert_part("targets", True)

    def test_looked_at_and_left(self):
        """Keeps the values, for weeks gone by as well, and once a week."""
        self.member(self.coach_c1).fte = 0.5
        self.forget_changes()
        for _twice in range(2):
            self.team_c.with_user(self.leader_c).action_review_targets()
        rows = self.env["ips.contact.target"].search(
            [("team_id", "=", self.team_c.id), ("user_id", "=", self.coach_c1.id)]
        )
        self.assertEqual(rows.mapped("fte"), [0.5, 0.5])
        self.assertEqual(len(rows.filtered("valid_from")), 1)
        week = self.week(self.coach_c1, team=self.team_c)
        self.assertEqual(week.target, 3)
        for user in self.coach_c1 | self.leader_b | self.ips_admin:
            with self.assert_refused(AccessError):
                self.team_c.with_user(user).action_review_targets()
