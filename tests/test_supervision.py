from datetime import date, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LAST_MONDAY, MONDAY, IpsCommon

TODAY = date(2025, 3, 5)


class SupervisionCommon(IpsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == cls.coach_a1
        )

    def mentor(self, user=None, **vals):
        """The leader went along with Aino today."""
        user = user or self.leader_a
        return (
            self.env["ips.field.mentoring"]
            .with_user(user)
            .create({"user_id": self.coach_a1.id, "date": TODAY, **vals})
        )

    def meet(self, user=None, **vals):
        """Team A met today."""
        return (
            self.env["ips.group.supervision"]
            .with_user(user or self.leader_a)
            .create({"team_id": self.team_a.id, "date": TODAY, **vals})
        )

    def team_week(self, user=None, week_start=MONDAY):
        self.env.flush_all()
        self.env.invalidate_all()
        Week = self.Week.with_user(user or self.leader_a)
        return Week.get_team_week(week_start, self.team_a.id)


@tagged("standard", "post_install", "-at_install")
class TestFieldMentoring(SupervisionCommon):
    """Who went along with whom, and when the next time is due."""

    def is_due(self):
        return self.team_week()["coaches"][0]["mentoring_due"]

    def test_form(self):
        """The leader chooses coach and contact; the rest is proposed."""
        contact = self.log(
            self.coach_a1, companion_ids=[Command.set(self.leader_a.ids)]
        )
        form = Form(self.env["ips.field.mentoring"].with_user(self.leader_a))
        form.user_id = self.coach_a1
        form.contact_id = contact
        form.observed = "Asked about the needs first"
        form.agreed_next = "Ask for the owner"
        form.next_date = MONDAY + timedelta(weeks=4)
        row = form.save()
        self.assertEqual((row.mentor_id, row.team_id), (self.leader_a, self.team_a))
        self.assertEqual(row.date, TODAY)
        self.assertEqual(row.display_name, "Aino Coach · 03/05/2025")

    def test_who_is_new(self):
        """Until the day before six months have gone by since the first day."""
        for start, due in (
            (False, False),
            (TODAY, True),
            (TODAY + timedelta(days=1), False),
            (date(2024, 9, 6), True),
            (date(2024, 9, 5), False),
        ):
            with self.subTest(start=start):
                self.member.start_date = start
                self.assertEqual(self.is_due(), due)

    def test_monthly(self):
        """A month ago to the day is in time; a day more is not."""
        self.member.start_date = date(2024, 12, 1)
        self.assertTrue(self.is_due())
        row = self.mentor(date="2025-02-04")
        self.assertTrue(self.is_due())
        row.date = "2025-02-05"
        self.assertFalse(self.is_due())
        self.freeze("2025-03-06 10:00:00")
        self.assertTrue(self.is_due())
        self.mentor(self.deputy_a, date="2025-03-06")
        self.assertFalse(self.is_due())

    def test_colleague_s_does_not_count(self):
        self.member.start_date = MONDAY
        self.mentor(user_id=self.coach_a2.id)
        self.assertTrue(self.is_due())

    def test_not_in_the_future(self):
        self.mentor(date=TODAY)
        with self.assert_refused(ValidationError, text="future"):
            self.mentor(date=TODAY + timedelta(days=1))

    def test_two_people(self):
        with self.assert_refused(ValidationError, text="mentors themselves"):
            self.mentor(mentor_id=self.coach_a1.id)

    def test_who_reads_and_writes(self):
        row = self.mentor(observed="Listened well")
        for user in self.leader_a | self.deputy_a:
            row.with_user(user).agreed_next = "Go on"
        self.assertEqual(row.with_user(self.coach_a1).observed, "Listened well")
        with self.assert_refused(AccessError):
            row.with_user(self.coach_a1).observed = "Perfect"
        for user in (
            *(self.coach_a2, self.leader_b, self.coach_b1, self.ips_admin),
            *(self.outsider, self.manager, self.privacy, self.portal),
        ):
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                row.with_user(user).read(["observed"])
        for user in self.coach_a1 | self.coach_a2 | self.leader_b:
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                self.mentor(user, mentor_id=self.leader_a.id)

    def test_not_led_into_another_team(self):
        row = self.mentor()
        with self.assert_refused(AccessError):
            row.with_user(self.leader_a).team_id = self.team_b
        with self.assert_refused(AccessError):
            row.with_user(self.leader_a).user_id = self.coach_b1


@tagged("standard", "post_install", "-at_install")
class TestGroupSupervision(SupervisionCommon):
    """When the group met, who was there, and which leads were shared."""

    def test_form(self):
        form = Form(self.env["ips.group.supervision"].with_user(self.leader_a))
        self.assertEqual(form.team_id, self.team_a)
        form.leads_shared = 2
        form.notes = "Ask for tasks, not for jobs"
        row = form.save()
        self.assertEqual(
            row.participant_ids, self.coach_a1 | self.coach_a2 | self.leader_a
        )
        self.assertEqual((row.date, row.leads_shared), (TODAY, 2))
        self.assertEqual(row.display_name, "Team A · 03/05/2025")

    def test_who_was_there(self):
        row = self.meet(participant_ids=[Command.set(self.coach_a1.ids)])
        self.assertEqual(row.participant_ids, self.coach_a1)

    def test_team_week_says_whether_the_group_met(self):
        """In the week shown: its Monday and Sunday, not the days beside them."""
        self.assertEqual(self.team_week()["supervision"], "")
        row = self.meet(date=MONDAY)
        self.assertEqual(self.team_week()["supervision"], "2025-03-03")
        row.date = MONDAY - timedelta(days=1)
        self.assertEqual(self.team_week()["supervision"], "")
        last = self.team_week(week_start=LAST_MONDAY)
        self.assertEqual(last["supervision"], "2025-03-02")
        row.date = LAST_MONDAY
        last = self.team_week(self.deputy_a, week_start=LAST_MONDAY)
        self.assertEqual(last["supervision"], "2025-02-24")

    def test_not_in_the_future(self):
        with self.assert_refused(ValidationError, text="future"):
            self.meet(date=TODAY + timedelta(days=1))

    def test_who_reads_and_writes(self):
        row = self.meet()
        for user in self.leader_a | self.deputy_a:
            row.with_user(user).leads_shared += 1
        for user in self.coach_a1 | self.coach_a2:
            self.assertEqual(row.with_user(user).leads_shared, 2)
            with self.assert_refused(AccessError):
                row.with_user(user).leads_shared = 9
        for user in (
            *(self.leader_b, self.coach_b1, self.ips_admin),
            *(self.outsider, self.manager, self.privacy, self.portal),
        ):
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                row.with_user(user).read(["notes"])
        self.member.active = False
        with self.assert_refused(AccessError):
            row.with_user(self.coach_a1).read(["notes"])
        with self.assert_refused(AccessError):
            self.meet(self.leader_b)
        with self.assert_refused(AccessError):
            row.with_user(self.leader_a).team_id = self.team_b
