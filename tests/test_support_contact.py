"""Follow-along: when to meet next, and logging it."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common_placement import PlacementCommon
from .common_queries import IpsQueriesCommon


@tagged("standard", "post_install", "-at_install")
class TestFollowAlong(PlacementCommon):
    """One method gives the next due date; what is missing is contact."""

    def test_rhythm(self):
        start = date(2025, 2, 3)
        placement = self.start_job(start_date=start)
        # Nobody met before the first day: the three days after it count
        self.assertEqual(placement.next_support_date, start + timedelta(days=3))
        self.meet(placement, start - timedelta(days=8))
        self.assertEqual(placement.next_support_date, start + timedelta(days=3))
        self.meet(placement, start - timedelta(days=7))
        self.assertEqual(placement.next_support_date, start + timedelta(days=3))
        self.meet(placement, start)
        self.assertEqual(placement.next_support_date, start + timedelta(days=7))
        self.meet(placement, start + timedelta(days=29))
        self.assertEqual(placement.next_support_date, start + timedelta(days=36))

    def test_monthly_after_the_first_month(self):
        start = date(2025, 1, 1)
        placement = self.start_job(start_date=start)
        self.meet(placement, date(2025, 1, 31))
        self.assertEqual(placement.next_support_date, date(2025, 2, 28))

    def test_as_the_person_wishes(self):
        placement = self.start_job(start_date=date(2025, 1, 1))
        placement.support_interval_days = 14
        contact = self.meet(placement, date(2025, 2, 3))
        self.assertEqual(placement.next_support_date, date(2025, 2, 17))
        contact.next_date = date(2025, 3, 20)
        self.assertEqual(placement.next_support_date, date(2025, 3, 20))

    def test_before_the_first_day(self):
        start = self.today + timedelta(days=10)
        placement = self.start_job(start_date=start)
        self.assertEqual(placement.next_support_date, start)
        # 8 days before the start is not within the week before it
        with freeze_time(f"{start - timedelta(days=8)} 10:00:00"):
            self.meet(placement, start - timedelta(days=8))
            self.assertEqual(placement.next_support_date, start)
        with freeze_time(f"{start + timedelta(days=1)} 02:00:00"):
            self.env["ips.placement"]._cron_begin()
            self.env.flush_all()
            self.assertEqual(placement.next_support_date, start + timedelta(days=3))

    def test_only_meeting_the_person_counts(self):
        start = self.today - timedelta(days=10)
        placement = self.start_job(start_date=start)
        self.meet(placement, start)
        due = start + timedelta(days=7)
        for with_whom in ("employer", "other"):
            self.meet(placement, start + timedelta(days=5), with_whom=with_whom)
            self.assertEqual(placement.next_support_date, due)
        self.assertEqual(placement.last_support_date, start)
        # What was agreed with them about the next time holds all the same
        day = self.today + timedelta(days=2)
        self.meet(placement, self.today, with_whom="employer", next_date=day)
        self.assertEqual(placement.next_support_date, day)
        self.meet(placement, self.today, with_whom="both")
        self.assertEqual(placement.next_support_date, self.today + timedelta(days=7))

    def test_late(self):
        placement = self.start_job(start_date=self.today - timedelta(days=3))
        self.assertFalse(placement.is_support_late)
        placement.start_date = self.today - timedelta(days=4)
        self.env.flush_all()
        self.assertTrue(placement.is_support_late)
        found = self.env["ips.placement"].search([("is_support_late", "=", True)])
        self.assertIn(placement, found)
        self.client_a1.phase = "closed"
        self.env.flush_all()
        self.assertFalse(placement.is_support_late)
        found = self.env["ips.placement"].search([("is_support_late", "=", True)])
        self.assertNotIn(placement, found)

    def test_the_job_was_lost(self):
        """Support does not end with the contract: within 3 days after it was heard of,
        or else after the last day.
        """
        start = self.today - timedelta(days=60)
        placement = self.start_job(start_date=start)
        self.meet(placement, self.today - timedelta(days=20))
        last_day = self.today - timedelta(days=4)
        self.end_job(placement, end_date=last_day)
        self.assertEqual(placement.heard_on, self.today)
        self.assertEqual(placement.next_support_date, self.today + timedelta(days=3))
        self.assertFalse(placement.is_support_late)
        # A talk before anybody knew is none about it
        talk = self.meet(placement, last_day)
        self.assertEqual(placement.next_support_date, self.today + timedelta(days=3))
        talk.sudo().unlink()
        placement.heard_on = False
        self.assertEqual(placement.next_support_date, last_day + timedelta(days=3))
        self.assertTrue(placement.is_support_late)
        self.meet(placement, last_day)
        self.assertFalse(placement.next_support_date)
        self.assertFalse(placement.is_support_late)

    def test_heard_before_the_last_day(self):
        """Met within 3 days after it was heard of, and in rhythm to the last day."""
        start = self.today - timedelta(days=60)
        placement = self.start_job(start_date=start)
        self.meet(placement, self.today - timedelta(days=10))
        rhythm = placement.next_support_date
        heard = self.today - timedelta(days=2)
        self.end_job(
            placement, end_date=self.today + timedelta(days=60), heard_on=heard
        )
        self.assertEqual(placement.next_support_date, heard + timedelta(days=3))
        self.meet(placement, heard)
        self.assertGreater(placement.next_support_date, rhythm)

    def test_heard_long_after_the_last_day(self):
        """The alarm goes by the day on which it was heard of."""
        placement = self.start_job(start_date=self.today - timedelta(days=300))
        placement.end_date = self.today - timedelta(days=50)
        self.meet(placement, self.today - timedelta(days=51))
        for days, late in ((4, True), (3, False), (30, True), (31, False)):
            placement.heard_on = self.today - timedelta(days=days)
            self.env.flush_all()
            found = self.env["ips.placement"].search([("is_support_late", "=", True)])
            self.assertEqual(placement.is_support_late, late, days)
            self.assertEqual(placement in found, late, days)

    def test_days_on_which_nobody_hears_of_an_end(self):
        placement = self.start_job(start_date=self.today - timedelta(days=10))
        with self.assert_refused(ValidationError, text="last day"):
            placement.heard_on = self.today
        placement.end_date = self.today
        for days, text in ((1, "earlier day"), (-11, "first day")):
            with self.assert_refused(ValidationError, text=text):
                placement.heard_on = self.today + timedelta(days=days)
        for days in (0, -10):
            placement.heard_on = self.today + timedelta(days=days)

    def test_history_raises_no_alarm(self):
        placement = self.start_job(start_date=self.today - timedelta(days=300))
        for days, late in ((30, True), (31, False)):
            placement.end_date = self.today - timedelta(days=days)
            self.env.flush_all()
            found = self.env["ips.placement"].search([("is_support_late", "=", True)])
            self.assertEqual(placement.is_support_late, late)
            self.assertEqual(placement in found, late)

    def test_a_known_last_day_stops_nothing(self):
        """A fixed-term job is followed along until its last day, and once more."""
        start = self.today - timedelta(days=40)
        placement = self.start_job(start_date=start)
        placement.end_date = self.today + timedelta(days=60)
        self.meet(placement, self.today - timedelta(days=1))
        self.assertTrue(placement.next_support_date)
        placement.end_date = self.today
        self.assertEqual(placement.next_support_date, self.today + timedelta(days=3))

    def test_drafts_tell_nobody_a_code(self):
        """The client follows the job, whatever a caller says."""
        for model in ("ips.support.contact", "ips.placement.end"):
            records = self.env[model].with_user(self.coach_a1)
            spec = {"client_id": {"fields": {"display_name": {}}}}
            values = {"client_id": self.client_b1.id}
            self.env.invalidate_all()
            with self.subTest(model=model):
                try:
                    told = str(records.onchange(values, ["client_id"], spec))
                except AccessError as error:
                    told = str(error)
                self.assertNotIn(self.client_b1.ref, told)

    def test_bad_input(self):
        placement = self.start_job()
        with self.assert_refused(ValidationError, text="yet to come"):
            self.meet(placement, self.today + timedelta(days=1))
        with self.assert_refused(ValidationError, text="after this one"):
            self.meet(placement, self.today, next_date=self.today)
        with self.assert_refused(ValidationError, text="check the year"):
            self.meet(placement, date(25, 3, 1))
        with self.assert_refused(ValidationError, text="check the year"):
            self.meet(placement, self.today, next_date=date(2205, 3, 1))

    def test_stays_with_the_readers(self):
        placement = self.start_job()
        contact = self.meet(placement, self.today, with_whom="employer", note="Well")
        self.env.flush_all()
        for user in self.coach_a2 | self.coach_b1 | self.leader_b | self.outsider:
            self.env.invalidate_all()
            self.assertFalse(contact.with_user(user)._filtered_access("read"))
        employer = self.workplace.with_user(self.coach_b1)
        self.assertFalse(employer.employer_contact_ids)
        self.assertFalse(employer.last_contact_date)

    def test_of_nobody_else(self):
        theirs = self.start_job(self.coach_a2, self.client_a2)
        with self.assert_refused(AccessError):
            self.meet(theirs, self.today)


@tagged("standard", "post_install", "-at_install")
class TestLogSupport(IpsQueriesCommon, PlacementCommon):
    """About someone at work, from the log screen: never an employer contact."""

    def log(self, user=None, **values):
        contacts = self.env["ips.support.contact"].with_user(user or self.coach_a1)
        return contacts.log_support(
            {"with_whom": "client", "channel": "in_person", **values}
        )

    def choices(self, user):
        screen = self.env["ips.employer.contact"].with_user(user).get_log_screen()
        return [(job["ref"], job["number"]) for job in screen["at_work"]["jobs"]]

    def test_writes_here_and_nowhere_else(self):
        placement = self.start_job()
        contacts = self.env["ips.employer.contact"].search_count([])
        result = self.log(
            placement_id=placement.id, with_whom="both", note="Likes the mornings"
        )
        support = self.env["ips.support.contact"].browse(result["id"])
        self.assertEqual(support.user_id, self.coach_a1)
        self.assertEqual(support.client_id, self.client_a1)
        self.assertEqual(support.date, self.today)
        self.assertEqual(self.env["ips.employer.contact"].search_count([]), contacts)
        self.assertFalse(self.workplace.last_contact_date)
        # Something comes back: until when to meet next, a week from today
        self.assertIn("03/12/2025", result["message"])

    def test_sent_twice_saved_once(self):
        placement = self.start_job()
        values = {"placement_id": placement.id, "request_uuid": "f3b1"}
        first, second = self.log(**values), self.log(**values)
        self.assertEqual(first, second)
        self.assertEqual(len(placement.support_ids), 1)

    def test_whom_it_offers(self):
        self.assertFalse(self.choices(self.coach_a1))
        first = self.start_job()
        self.assertEqual(self.choices(self.coach_a1), [(self.client_a1.ref, 0)])
        for user in self.coach_a2 | self.coach_b1 | self.leader_b:
            self.assertFalse(self.choices(user))
        # Two jobs of one person are told apart
        self.start_job(hours_week=5, start_date=self.today + timedelta(days=14))
        self.assertEqual(
            self.choices(self.coach_a1),
            [(self.client_a1.ref, 1), (self.client_a1.ref, 2)],
        )
        self.start_job(hours_week=5, start_date=self.today + timedelta(days=15))
        self.assertEqual(len(self.choices(self.coach_a1)), 2)
        self.end_job(first)
        self.assertEqual(len(self.choices(self.coach_a1)), 2)
        long_ago = {"start_date": date(2024, 1, 1), "end_date": date(2024, 6, 1)}
        first.write({**long_ago, "heard_on": False})
        self.assertEqual(len(self.choices(self.coach_a1)), 1)
        self.client_a1.phase = "closed"
        self.assertFalse(self.choices(self.coach_a1))

    def test_the_one_that_was_asked_for(self):
        """A leader logs for a coach's person; nobody else is offered them by an id."""
        placement = self.start_job()
        screen = self.env["ips.employer.contact"]
        for user, there in (
            (self.leader_a, True),
            (self.coach_a2, False),
            (self.leader_b, False),
        ):
            jobs = screen.with_user(user).get_log_screen(placement_id=placement.id)
            offered = [job["id"] for job in jobs["at_work"]["jobs"]]
            self.assertEqual(placement.id in offered, there)

    def test_cover_in_force(self):
        placement = self.start_job()
        self.env["ips.client.cover"].create(
            {
                "client_id": self.client_a1.id,
                "user_id": self.coach_a2.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        self.assertEqual(self.choices(self.coach_a2), [(self.client_a1.ref, 0)])
        self.log(self.coach_a2, placement_id=placement.id)
        self.assertEqual(placement.support_ids.user_id, self.coach_a2)

    def test_opening_the_screen_is_no_look(self):
        self.start_job()
        self.env.flush_all()
        logged = self.env["ips.client.access"].sudo().search_count([])
        self.choices(self.coach_a1)
        self.env.flush_all()
        self.assertEqual(self.env["ips.client.access"].sudo().search_count([]), logged)

    def told(self, placement, user=None):
        contacts = self.env["ips.support.contact"].with_user(user or self.coach_a1)
        return contacts.get_log_told(placement.id)

    def test_what_may_be_told_there(self):
        placement = self.start_job()
        self.assertIn("Nothing may be told", self.told(placement))
        self.new_disclosure(self.client_a1, level="2")
        self.assertIn("The name may be told", self.told(placement))
        for user in self.coach_a2 | self.coach_b1:
            with self.assert_refused(AccessError):
                self.told(placement, user)

    def test_bad_input(self):
        placement = self.start_job()
        with self.assert_refused(UserError, text="whom it is about"):
            self.log()
        with self.assert_refused(AccessError):
            self.log(self.coach_a2, placement_id=placement.id)
        with self.assert_refused(ValidationError, text="yet to come"):
            self.log(placement_id=placement.id, date=self.today + timedelta(days=1))
        self.assertFalse(placement.support_ids)

    def test_queries_do_not_grow(self):
        self.start_job()
        contacts = self.env["ips.employer.contact"].with_user(self.coach_a1)

        few = self.cost(contacts.get_log_screen)
        for _number in range(8):
            self.start_job(client=self.new_client(self.coach_a1), hours_week=5)
        self.assertLessEqual(self.cost(contacts.get_log_screen), few)
