"""Criteria 16-18 and 24: contacts with employers, week by week."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY
from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)
REASON = "ips_employer_crm.week_reason_training"


@tagged("standard", "post_install", "-at_install")
class TestWishes(IpsFidelityCommon):
    """16: client-specific contacts that match the wishes, of all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.someone = cls.person()

    def contacts(self, yes, no, monday=FIRST, **vals):
        for answer, number in (("yes", yes), ("no", no)):
            for visit in self.visits(self.coach_c1, monday, number, **vals):
                self.new_line(visit, self.someone, matches_wishes=answer)

    def test_every_limit(self):
        for yes, of, score in (
            *[(9, 10, 5), (17, 19, 4), (3, 4, 4), (14, 19, 3), (1, 2, 3)],
            *[(9, 19, 2), (1, 4, 2), (4, 17, 1), (0, 1, 1)],
        ):
            with self.subTest(yes=yes, of=of), self.env.cr.savepoint() as savepoint:
                self.contacts(yes, of - yes)
                self.assert_score(16, score, yes * 100 / of)
                savepoint.rollback()

    def test_client_specific_alone(self):
        """General contacts are not asked; with none that is specific, no score."""
        self.assert_no_score(16, "no_specific")
        self.visits(self.coach_c1, FIRST, 5)
        self.assert_no_score(16, "no_specific")
        self.contacts(1, 0)
        self.assert_score(16, 5, 100)

    def test_what_nobody_said_does_not_match(self):
        visit = self.visits(self.coach_c1, FIRST, 1)
        self.new_line(visit, self.someone)
        self.assert_no_score(16, "no_answers")
        self.contacts(3, 0)
        self.assert_score(16, 4, 75)
        self.visits(self.coach_c1, FIRST, 1, is_client_specific=True)
        self.assert_score(16, 3, 60)

    def test_for_two_people_is_two(self):
        visit = self.visits(self.coach_c1, FIRST, 1)
        self.new_line(visit, self.someone, matches_wishes="yes")
        self.new_line(visit, self.person(), matches_wishes="no")
        row = self.assert_score(16, 3, 50)
        action = row.action_view_evidence()
        self.assertEqual(action["mobile_view_mode"], "kanban")
        self.assertEqual(self.Contact.search(action["domain"]), visit)

    def test_of_the_period_and_done(self):
        self.contacts(1, 0)
        self.contacts(0, 1, FIRST - timedelta(weeks=1))
        self.contacts(0, 1, MONDAY)
        self.contacts(0, 1, state="planned")
        self.assert_score(16, 5, 100)


@tagged("standard", "post_install", "-at_install")
class TestContacts(IpsFidelityCommon):
    """17: mean of worked weeks by coach, held back, then the mean of the scores."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_c.crm_team_member_ids[1].unlink()
        for monday in cls.mondays():
            cls.sign_week(cls.coach_c1, monday)

    def work(self, *numbers, coach=None, **vals):
        """So many counted contacts in each of the six weeks."""
        for monday, number in zip(self.mondays(), numbers, strict=True):
            self.visits(coach or self.coach_c1, monday, number, **vals)

    def add_coach(self, *numbers, **vals):
        """Another coach, whose weeks are signed as well."""
        number = len(self.team_c.crm_team_member_ids)
        coach = self.new_user(f"c{number}", f"Coach {number}", self.coach_group())
        self.team_c.crm_team_member_ids = [(0, 0, {"user_id": coach.id, **vals})]
        self.sign_all(coach)
        self.work(*numbers, coach=coach)
        return coach

    def reason_week(self, index, coach=None):
        week = self.week(coach or self.coach_c1, self.mondays()[index], self.team_c)
        week.empty_reason_id = self.env["ips.week.reason"].search([], limit=1)
        return week

    def test_every_limit(self):
        """Means of six weeks; between two anchors, and in the middle, the lower."""
        for numbers, score in (
            ((6, 6, 6, 6, 6, 6), 5),
            ((6, 6, 6, 6, 6, 5), 4),
            ((5, 5, 5, 5, 5, 5), 4),
            ((5, 5, 5, 5, 5, 4), 3),
            ((4, 4, 4, 4, 4, 4), 3),
            ((4, 4, 4, 4, 4, 3), 2),
            ((3, 3, 3, 3, 3, 3), 2),
            ((2, 2, 2, 2, 2, 2), 2),
            ((2, 2, 2, 2, 2, 1), 1),
        ):
            with self.subTest(numbers=numbers), self.env.cr.savepoint() as savepoint:
                self.work(*numbers)
                self.assert_score(17, score, score, "")
                savepoint.rollback()

    def test_only_what_counts(self):
        self.work(6, 6, 6, 6, 6, 5)
        self.visits(self.coach_c1, LAST - 6 * DAY, 3, channel="phone")
        self.visits(self.coach_c1, LAST - 6 * DAY, 3, person_ids=False)
        self.visits(self.coach_c1, LAST - 6 * DAY, 3, made_by="client")
        self.assert_score(17, 4)
        self.visits(self.coach_c1, LAST - 6 * DAY, 1)
        self.assert_score(17, 5)

    def test_empty_weeks(self):
        """With a reason left out; without one it counts as 0; partly away counts."""
        self.work(6, 6, 6, 6, 6, 0)
        self.assert_score(17, 4)
        self.reason_week(5)
        self.assert_score(17, 5)
        week = self.reason_week(5)
        week.empty_reason_id = False
        week.absent_days = 4
        self.assert_score(17, 4)
        week.absent_days = 5
        self.assert_score(17, 5)

    def test_a_week_without_a_row_counts_as_0(self):
        self.work(7, 7, 7, 7, 7, 0)
        last = self.week(self.coach_c1, self.mondays()[5], self.team_c)
        # 35 / 6 are nearly six; there is time to sign the last week
        last.unlink()
        self.assert_score(17, 4, 4)
        self.week(self.coach_c1, self.mondays()[4], self.team_c).review_date = False
        self.env.cr.execute(
            "UPDATE ips_coach_week SET first_review_date = NULL WHERE week_start = %s",
            [self.mondays()[4]],
        )
        self.assert_score(17, 3, 3, "capped")

    def test_a_reason_beside_contacts_excuses_nothing(self):
        self.work(6, 6, 6, 6, 6, 1)
        self.reason_week(5)
        self.assert_score(17, 4)

    def test_all_weeks_excused(self):
        for index in range(6):
            self.reason_week(index)
        self.visits(self.coach_c1, MONDAY, 1)
        self.assert_no_score(17, "no_weeks")

    def test_start_of_a_coach(self):
        """Weeks before the start are not asked."""
        member = self.team_c.crm_team_member_ids
        self.work(0, 0, 0, 6, 6, 6)
        self.assert_score(17, 2)
        member.start_date = self.mondays()[3]
        self.assert_score(17, 5)

    def test_part_time(self):
        """Half of the week, half of the contacts."""
        self.full_time_shares(0.5)
        self.work(3, 3, 3, 3, 3, 3)
        self.assert_score(17, 5)
        self.work(0, 0, 0, 0, 0, 0)
        self.full_time_shares(0.6)
        self.assert_score(17, 4)

    def test_part_time_from_a_week_on(self):
        """Each week by the share that was agreed for it."""
        self.work(3, 3, 3, 6, 6, 6)
        self.full_time_shares(1.0)
        target = {"team_id": self.team_c.id, "user_id": self.coach_c1.id}
        self.env["ips.contact.target"].create(
            [
                {**target, "valid_from": False, "fte": 0.5},
                {**target, "valid_from": self.mondays()[3], "fte": 1.0},
            ]
        )
        self.assert_score(17, 5, note=None)

    def test_few_job_seekers(self):
        """Two of them: four contacts a week for a 5; three: six, as for everyone."""
        people = self.people(2, entry=FIRST - DAY)
        self.work(4, 4, 4, 4, 4, 3)
        self.assert_score(17, 2)
        self.visits(self.coach_c1, LAST - 6 * DAY, 1)
        self.assert_score(17, 5)
        third = self.person(entry=FIRST - DAY)
        self.assert_score(17, 3)
        third.phase = "in_work"
        third.period_ids.phase = "in_work"
        self.assert_score(17, 5)
        self.assertTrue(people)

    def test_one_job_seeker(self):
        self.person(entry=FIRST - DAY)
        self.work(2, 2, 2, 2, 2, 1)
        self.assert_score(17, 1)
        self.visits(self.coach_c1, LAST - 6 * DAY, 1)
        self.assert_score(17, 5)

    def test_a_third_from_the_middle_on(self):
        """Week by week: (3 x 4 + 3 x 6) / 6 are five contacts for a 5."""
        self.people(2, entry=FIRST - DAY)
        self.person(entry=self.mondays()[3])
        self.work(5, 5, 5, 5, 5, 4)
        self.assert_score(17, 3)
        self.visits(self.coach_c1, LAST - 6 * DAY, 1)
        self.assert_score(17, 5)

    def test_nobody_searching(self):
        """The usual limits: the leader excuses such a week."""
        self.work(5, 5, 5, 5, 5, 5)
        self.assert_score(17, 4)

    def test_signed_weekly_monthly_seldom(self):
        self.work(6, 6, 6, 6, 6, 6)
        for after, score in ((7, 5), (8, 3), (31, 3), (32, 2)):
            with self.subTest(after=after):
                self.sign_week(self.coach_c1, FIRST, after)
                note = "" if score == 5 else "capped"
                self.assert_score(17, score, note=note)
        self.env.company.ips_review_month_days = 32
        self.assert_score(17, 3)

    def test_signed_before_there_was_a_week(self):
        """Thursday is too early to look at a week, Friday is not."""
        self.work(6, 6, 6, 6, 6, 6)
        for after, score in ((-2, 5), (-3, 2)):
            with self.subTest(after=after):
                self.sign_week(self.coach_c1, FIRST, after)
                self.assert_score(17, score)

    def test_held_back_and_not_lifted(self):
        self.work(2, 2, 2, 2, 2, 2)
        self.sign_week(self.coach_c1, FIRST, 8)
        self.assert_score(17, 2)

    def test_not_signed_and_not_due_yet(self):
        """The last week ended three days ago: there is time until Sunday."""
        self.work(6, 6, 6, 6, 6, 6)
        week = self.week(self.coach_c1, self.mondays()[5], self.team_c)
        week.write({"review_date": False, "first_review_date": False})
        self.assert_score(17, 5)
        week = self.week(self.coach_c1, self.mondays()[4], self.team_c)
        week.write({"review_date": False, "first_review_date": False})
        self.assert_score(17, 3)

    def test_signed_again_after_a_correction(self):
        """The first time counts."""
        self.work(6, 6, 6, 6, 6, 6)
        week = self.week(self.coach_c1, FIRST, self.team_c)
        week.with_user(self.leader_c).action_sign()
        self.assertEqual(week.review_date.date(), MONDAY + 2 * DAY)
        self.assert_score(17, 5)

    def test_signing_keeps_the_first_time(self):
        week = self.week(self.coach_c1, MONDAY, self.team_c)
        week.with_user(self.leader_c).action_sign()
        first = week.first_review_date
        self.assertEqual(first, week.review_date)
        self.freeze("2025-03-07 10:00:00")
        week.with_user(self.leader_c).action_sign()
        self.assertEqual(week.first_review_date, first)
        self.assertGreater(week.review_date, first)
        with self.assert_refused(AccessError):
            week.with_user(self.coach_c1).write({"first_review_date": False})

    def test_team_is_the_mean_of_scores(self):
        """Not of contacts: 5 and 4 are 4.5, which is a 4; 5, 5 and 4 a 5."""
        self.work(9, 9, 9, 9, 9, 9)
        self.add_coach(5, 5, 5, 5, 5, 5)
        self.assert_score(17, 4, 4.5)
        self.add_coach(6, 6, 6, 6, 6, 6)
        self.assert_score(17, 5, 14 / 3)

    def test_edges_of_the_period(self):
        """Weeks whose working days lie in the period."""
        self.work(0, 6, 6, 6, 6, 0)
        for date_from, date_to, score in (
            (FIRST + DAY, LAST - 3 * DAY, 5),
            (FIRST + 7 * DAY, LAST - 7 * DAY, 5),
            (FIRST, LAST - 3 * DAY, 3),
            (FIRST + DAY, LAST - 2 * DAY, 3),
        ):
            with self.subTest(date_from=date_from, date_to=date_to):
                self.assert_score(17, score, date_from=date_from, date_to=date_to)

    def test_no_whole_week(self):
        self.work(6, 6, 6, 6, 6, 6)
        self.assert_no_score(
            17, "no_weeks", date_from=FIRST + DAY, date_to=FIRST + 7 * DAY
        )

    def test_former_coach(self):
        """Has the weeks that are there, and no others."""
        self.work(6, 6, 6, 6, 6, 6)
        former = self.add_coach(2, 2, 0, 0, 0, 0)
        for monday in self.mondays()[2:]:
            self.week(former, monday, self.team_c).unlink()
        member = self.team_c.crm_team_member_ids.filtered(
            lambda member: member.user_id == former
        )
        member.active = False
        self.assert_score(17, 3, 3.5)

    def test_evidence(self):
        self.work(6, 6, 6, 6, 6, 6)
        row = self.assert_score(17, 5)
        action = row.action_view_evidence()
        weeks = self.Week.search(action["domain"])
        self.assertEqual(weeks.mapped("week_start"), self.mondays()[::-1])
        # Weeks have no cards: on a phone they are a list as well
        self.assertEqual(action["mobile_view_mode"], "list")


@tagged("standard", "post_install", "-at_install")
class TestVisits(IpsFidelityCommon):
    """Proposals: 18, second and later visits; 24, hours out of the office."""

    def test_no_data(self):
        self.assert_no_score(18, "no_log")
        self.assert_no_score(24, "no_log")

    def test_later_visits(self):
        """By coach: three of four are a 5, none of one a 1; the mean is 3."""
        self.visits(self.coach_c1, FIRST, 4)
        self.assert_score(18, 5, 75, "part")
        self.visits(self.coach_c2, FIRST, 1, employer_id=self.new_employer("Eka").id)
        self.assert_score(18, 3, 60)

    def test_hours(self):
        """Of two coaches in six weeks: 450 hours."""
        visit = self.visits(self.coach_c1, FIRST, 1)
        for hours, score in (
            *[(292.5, 5), (292, 4), (225, 4), (224.5, 3), (180, 3), (179.5, 2)],
            *[(135.5, 2), (135, 1)],
        ):
            visit.write({"duration": hours - 10, "travel_duration": 10})
            self.assert_score(24, score, hours * 100 / 450)
        self.env.company.ips_week_hours = 18.75
        self.assert_score(24, 4, 60)
