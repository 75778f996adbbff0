"""Criteria 1, 17 and 24: whose weeks are counted, since when, and how often signed."""

from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY
from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@tagged("standard", "post_install", "-at_install")
class TestWhoseWeeks(IpsFidelityCommon):
    """17: nobody is lost, nobody counts twice, no week is invented."""

    def made(self, record, day, column="create_date"):
        """As if the record had been made, or changed last, on that day."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {column} = %s WHERE id IN %s",
            [datetime(day.year, day.month, day.day, 10), tuple(record.ids)],
        )
        self.env.invalidate_all()

    def member(self, coach):
        Member = self.env["crm.team.member"].with_context(active_test=False)
        return Member.search(
            [("user_id", "=", coach.id), ("crm_team_id", "=", self.team_c.id)]
        )

    def work(self, coach, *numbers):
        """So many contacts from the first week on; weeks with one are signed."""
        for monday, number in zip(self.mondays(), numbers, strict=False):
            self.visits(coach, monday, number)
            if number:
                self.sign_week(coach, monday)

    def alone(self):
        self.member(self.coach_c2).unlink()
        return self.member(self.coach_c1)

    # SINCE WHEN

    def test_weeks_before_the_log_began(self):
        """Are nobody's; from then on whoever logs nothing has empty weeks."""
        self.work(self.coach_c1, 0, 0, 0, 6, 6, 6)
        row = self.assert_score(17, 3, 3)
        self.assertEqual(row.denominator, 2)
        self.alone()
        self.assert_score(17, 5)

    def test_whoever_came_to_the_team_later(self):
        """Is asked from the membership, a row or a contact on, the first of them."""
        self.made(self.team_c, FIRST - 99 * DAY)
        member = self.alone()
        self.made(member, self.mondays()[3])
        self.work(self.coach_c1, 0, 0, 0, 6, 6, 6)
        self.assert_score(17, 5)
        # Made before the period: all weeks are asked
        self.made(member, FIRST - DAY)
        self.assert_score(17, 2)
        # Made afterwards: by the first contact
        self.made(member, LAST + DAY)
        self.assert_score(17, 5)
        self.visits(self.coach_c1, FIRST, 1)
        # 19 / 6, and a row that nobody signed
        self.assert_score(17, 2)

    def test_week_of_the_start(self):
        """Counts from its Monday on; later in it, it is no whole week."""
        member = self.alone()
        self.work(self.coach_c1, 0, 0, 0, 1, 6, 6)
        monday = self.mondays()[3]
        for start, score in (
            (monday - DAY, 3),
            (monday, 3),
            (monday + DAY, 5),
            (monday + 4 * DAY, 5),
            (monday + 7 * DAY, 5),
        ):
            with self.subTest(start=start):
                member.start_date = start
                self.assert_score(17, score)
        # Its hours are worked all the same: four days, and two weeks
        member.start_date = monday + DAY
        row = self.result(24)
        self.assertAlmostEqual(row.denominator, (0.8 + 2) * 37.5, 6)

    def test_membership_made_in_the_middle_of_a_week(self):
        """Its row is no trace of the days before; a contact is one."""
        self.made(self.team_c, FIRST - 99 * DAY)
        member, monday = self.alone(), self.mondays()[3]
        self.made(member, monday + 2 * DAY)
        self.work(self.coach_c1, 0, 0, 0, 0, 6, 6)
        self.Week._ensure_weeks({(self.coach_c1.id, self.team_c.id, monday)})
        self.assert_score(17, 5)
        self.work(self.coach_c1, 0, 0, 0, 3)
        self.assert_score(17, 4)

    # WHO

    def test_on_the_last_day(self):
        """1: whoever came after it was not there."""
        self.made(self.team_c, FIRST - 99 * DAY)
        self.people(20)
        member = self.member(self.coach_c2)
        for day, people in ((LAST, 10), (LAST + DAY, 20)):
            self.made(member, day)
            self.assert_score(1, 5, people)
        # Whoever had people was there, and so was who had a contact
        person = self.person(coach=self.coach_c2)
        self.assert_score(1, 5, 10.5)
        person.period_ids.user_id = self.coach_c1
        self.assert_score(1, 4, 21)
        self.visits(self.coach_c2, LAST - 6 * DAY, 1)
        self.assert_score(1, 5, 10.5)

    def test_left_since(self):
        """1: known by the row of the last week."""
        self.people(20)
        self.sign_week(self.coach_c2, LAST - 6 * DAY)
        member = self.member(self.coach_c2)
        member.active = False
        self.assert_score(1, 5, 10)
        self.made(member, LAST, "write_date")
        self.assert_score(1, 5, 20)
        self.made(member, LAST + DAY, "write_date")
        self.assert_score(1, 5, 10)
        # Gone without a trace but the row
        member.unlink()
        self.assert_score(1, 5, 10)
        self.week(self.coach_c2, LAST - 6 * DAY, self.team_c).unlink()
        self.assert_score(1, 5, 20)

    def test_back_again(self):
        """One person, with the weeks of before and of now, and none between."""
        former = self.alone()
        self.work(self.coach_c1, 6, 6)
        former.active = False
        back = self.env["crm.team.member"].create(
            {
                "user_id": self.coach_c1.id,
                "crm_team_id": self.team_c.id,
                "start_date": self.mondays()[4],
            }
        )
        self.work(self.coach_c1, 0, 0, 0, 0, 6, 6)
        row = self.assert_score(17, 5, 5)
        self.assertEqual(row.denominator, 1)
        weeks = self.Week.search(row.action_view_evidence()["domain"])
        self.assertEqual(len(weeks), 4)
        self.people(15)
        self.assert_score(1, 5, 15)
        back.active = False
        row = self.assert_score(17, 5, 5)
        self.assertEqual(len(self.Week.search(row.action_view_evidence()["domain"])), 4)

    def test_back_without_a_start_date(self):
        """From the new membership on; no weeks between, however early one was there."""
        self.made(self.team_c, FIRST - 99 * DAY)
        former = self.alone()
        self.made(former, FIRST - 90 * DAY)
        self.work(self.coach_c1, 6, 6)
        former.active = False
        back = former.create(
            {"user_id": self.coach_c1.id, "crm_team_id": self.team_c.id}
        )
        self.made(back, self.mondays()[4])
        self.work(self.coach_c1, 0, 0, 0, 0, 6, 6)
        row = self.assert_score(17, 5, 5)
        self.assertEqual(row.denominator, 1)
        # Between the two there was nobody
        self.assert_no_score(1, "no_coaches", date_to=self.mondays()[3] + 6 * DAY)

    def test_week_of_leaving(self):
        """Without a contact it was none; the weeks before it are asked."""
        self.work(self.coach_c1, 6, 6, 6, 6, 6, 6)
        self.work(self.coach_c2, 6, 6)
        for monday in self.mondays()[:4]:
            self.sign_week(self.coach_c2, monday)
        self.week(self.coach_c2, MONDAY, self.team_c).unlink()
        self.member(self.coach_c2).active = False
        # 12 in three weeks
        self.assert_score(17, 4, 4)
        self.week(self.coach_c2, self.mondays()[3], self.team_c).unlink()
        self.assert_score(17, 5, 5)

    def test_no_share_at_all(self):
        """A coach works some part of the week: the database knows no other."""
        for share in (0, -0.5, 1.01):
            with self.assert_refused(IntegrityError):
                self.member(self.coach_c1).fte = share

    def test_visits_of_whoever_coaches_nobody(self):
        """18: a leader's visits are none of a coach, nor are those of job seekers."""
        self.visits(self.coach_c1, FIRST, 4)
        self.assert_score(18, 5, 75)
        other = self.new_employer("Eka").id
        self.visits(self.leader_c, FIRST, 1, employer_id=other, team_id=self.team_c.id)
        self.visits(self.coach_c1, FIRST, 1, employer_id=other, made_by="client")
        self.assert_score(18, 5, 75)
        # The employer knows the team by now
        self.visits(self.coach_c1, FIRST + WEEK, 1, employer_id=other)
        self.assert_score(18, 5, 80)

    # WHICH WEEKS

    def test_only_weeks_that_are_over(self):
        """Of a period that goes on: not this week, and none to come."""
        self.alone()
        self.work(self.coach_c1, 6, 6, 6, 6, 6, 6)
        far = LAST + 4 * WEEK
        self.assert_score(17, 5, date_to=far)
        self.people(20)
        self.assert_score(1, 5, 20, date_to=far)
        self.freeze("2025-03-07 20:00:00")
        self.assert_score(17, 5, date_to=far)
        # Its five days are over
        self.freeze("2025-03-08 10:00:00")
        self.assert_score(17, 4, date_to=far)

    def test_one_week(self):
        self.alone()
        for number, score in ((6, 5), (5, 4)):
            with self.env.cr.savepoint() as savepoint:
                self.work(self.coach_c1, number)
                self.assert_score(17, score, date_to=FIRST + 6 * DAY)
                self.assert_score(17, score, date_to=FIRST + 4 * DAY)
                savepoint.rollback()
        self.assert_no_score(17, "no_weeks", date_to=FIRST + 3 * DAY)

    def test_away_all_week(self):
        """Left out with what was done in it; partly away it is a week."""
        self.alone()
        self.work(self.coach_c1, 6, 6, 6, 6, 6, 3)
        week = self.week(self.coach_c1, self.mondays()[5], self.team_c)
        for days, score in ((4.5, 4), (5, 5)):
            week.absent_days = days
            self.assert_score(17, score)

    def test_nobody_searching(self):
        """Twice nobody is no contact: an empty week is left out, not held against."""
        self.person(coach=self.coach_c1, entry=FIRST - DAY)
        self.person(coach=self.coach_c1, entry=FIRST - DAY)
        self.person(coach=self.coach_c1, entry=FIRST - DAY)
        self.work(self.coach_c1, 6, 6, 6, 6, 6, 6)
        row = self.assert_score(17, 5, 5)
        self.assertEqual(row.denominator, 1)
        # Somebody was, for a day of one week
        late = self.person(coach=self.coach_c2, entry=self.mondays()[2] + 6 * DAY)
        late.period_ids.phase = "searching"
        row = self.assert_score(17, 3, 3)
        self.assertEqual(row.denominator, 2)

    # NO LOG

    def test_without_any_log(self):
        """Neither a contact nor a signature: a 1, with rows of weeks or without."""
        row = self.assert_score(17, 1, note="no_tracking")
        self.assertFalse(row.has_figure)
        for coach in self.coach_c1 | self.coach_c2:
            for monday in self.mondays():
                self.Week._ensure_weeks({(coach.id, self.team_c.id, monday)})
        self.assert_score(17, 1, note="no_tracking")
        weeks = self.Week.search(
            [("team_id", "=", self.team_c.id), ("week_start", "<", MONDAY)]
        )
        weeks.absent_days = 5
        self.assert_no_score(17, "no_weeks")
        weeks.absent_days = 0
        weeks.empty_reason_id = self.env["ips.week.reason"].search([], limit=1)
        self.assert_no_score(17, "no_weeks")
        weeks[0].empty_reason_id = False
        self.assert_score(17, 1, note="no_tracking")
        # Looked at, it is a log: of one coach, who did nothing
        self.sign_week(weeks[0].user_id, weeks[0].week_start)
        self.assert_score(17, 1, 1, "capped")

    def test_nothing_that_counts(self):
        """Calls are logged, and none of them counts."""
        self.alone()
        self.visits(self.coach_c1, FIRST, 9, channel="phone")
        self.sign_all(self.coach_c1)
        self.assert_score(17, 1, 1, "")

    def test_without_coaches(self):
        self.visits(self.coach_c1, FIRST, 1)
        self.Week.search([("team_id", "=", self.team_c.id)]).unlink()
        self.team_c.crm_team_member_ids.unlink()
        self.assert_no_score(17, "no_weeks")
        self.Contact.search([("team_id", "=", self.team_c.id)]).unlink()
        self.assert_no_score(17, "no_coaches")

    # SIGNED

    def test_nearly_all_weeks(self):
        """Nine of ten are weekly; eight are not; the share is a setting."""
        self.alone()
        begin = FIRST - 4 * WEEK
        mondays = [begin + index * WEEK for index in range(10)]
        for monday in mondays:
            self.visits(self.coach_c1, monday, 6)
            self.sign_week(self.coach_c1, monday)
        period = {"date_from": begin}
        for late, score in ((1, 5), (2, 3)):
            self.sign_week(self.coach_c1, mondays[late], 8)
            self.assert_score(17, score, **period)
        company = self.env.company
        for share, score in ((80, 5), (81, 3)):
            company.ips_weekly_share = share
            self.assert_score(17, score, **period)
        # Later than a month is not monthly, as often
        company.ips_weekly_share = 90
        for late, score in ((1, 3), (2, 2)):
            self.sign_week(self.coach_c1, mondays[late], 32)
            self.assert_score(17, score, **period)

    def test_never_signed(self):
        """A log that nobody looks at is not tracked: a 2 at most."""
        self.alone()
        for monday in self.mondays():
            self.visits(self.coach_c1, monday, 6)
        self.assert_score(17, 2, 2, "capped")

    def test_settings_count_anew(self):
        """A review under way follows them at once, one that is done does not."""
        self.alone()
        self.work(self.coach_c1, 6, 6, 6, 6, 6, 6)
        self.sign_week(self.coach_c1, FIRST, 8)
        done, draft = self.review(), self.review()
        done.action_done()
        company = self.env.company.with_user(self.env.ref("base.user_admin"))
        for name, value, score in (
            ("ips_weekly_share", 83, 5),
            ("ips_weekly_share", 90, 3),
            ("ips_review_week_days", 8, 5),
        ):
            company[name] = value
            self.env.invalidate_all()
            self.assertEqual(self.row(draft, 17).auto_score, score)
            self.assertEqual(self.row(done, 17).auto_score, 3)
        draft.score_ids.score = 4
        self.assertEqual(draft.band, "good")
        company.ips_band_good = 101
        self.assertEqual(draft.band, "fair")

    def test_a_share_that_cannot_be(self):
        for share in (50, 101):
            with self.assert_refused(Exception, text="51 and 100"):
                self.env.company.ips_weekly_share = share
        for share in (51, 100):
            self.env.company.ips_weekly_share = share

    # WHO READS IT

    def test_of_few_coaches(self):
        """17, 18 and 24 of two coaches are the leader's; of three, the team's."""
        third = self.new_user("c3", "Third Coach", self.coach_group())
        self.team_c.crm_team_member_ids = [Command.create({"user_id": third.id})]
        for coach in self.coach_c1 | self.coach_c2 | third:
            self.work(coach, 6, 6, 6, 6, 6, 6)
        self.assertEqual(self.numbers_read(self.coach_c1), {17, 18, 24})
        self.member(third).unlink()
        self.Week.search([("user_id", "=", third.id)]).unlink()
        self.assertFalse(self.numbers_read(self.coach_c1))
        self.assertEqual(self.numbers_read(self.leader_c), {17, 18, 24})

    def numbers_read(self, user):
        """Which of the three criteria of a review that is done the user finds."""
        self.env.invalidate_all()
        review = self.review()
        review.action_done()
        Score = self.env["ips.fidelity.score"].with_user(user)
        self.env.invalidate_all()
        domain = [("review_id", "=", review.id), ("number", "in", (17, 18, 24))]
        found = set(Score.search(domain).mapped("number"))
        groups = Score.formatted_read_group(domain, ["number"], ["auto_score:max"])
        self.assertEqual({group["number"] for group in groups}, found)
        self.assertEqual(
            review.with_user(user).has_hidden_scores, found != {17, 18, 24}
        )
        return found
