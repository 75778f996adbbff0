from contextlib import contextmanager
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FRIDAY, TUESDAY
from .common_calendar import DAY, HOUR, IpsCalendarCommon


@tagged("standard", "post_install", "-at_install")
class TestVisitEvent(IpsCalendarCommon):
    """The event that a planned contact owns."""

    def test_neutral_and_private(self):
        self.assertRecordValues(
            self.event,
            [
                {
                    "name": "Employer visit",
                    "location": False,
                    "description": False,
                    "privacy": "private",
                    "start": FRIDAY,
                    "stop": FRIDAY + HOUR,
                    "user_id": self.coach_a1.id,
                    "partner_ids": self.coach_a1.partner_id.ids,
                    "res_model": False,
                    "res_id": 0,
                    "activity_ids": [],
                    "recurrency": False,
                    "videocall_location": False,
                }
            ],
        )

    def test_opt_in_shows_name_and_place(self):
        self.visit.with_user(self.coach_a1).show_in_calendar = True
        self.assertRecordValues(
            self.event,
            [
                {
                    "name": "Employer visit: Testilä, keskusta",
                    "location": "Testikatu 1, Jyväskylä",
                    "privacy": "private",
                }
            ],
        )
        self.visit.with_user(self.coach_a1).show_in_calendar = False
        self.assertEqual(
            (self.event.name, self.event.location), ("Employer visit", False)
        )

    def test_named_in_the_coach_s_language(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.coach_a2.lang = "fi_FI"
        event = self.plan(self.leader_a, user_id=self.coach_a2.id).event_id
        expected = self.Contact.with_context(lang="fi_FI").env._("Employer visit")
        self.assertIn(event.name, (expected, "Työnantajakäynti", "Employer visit"))

    def test_companions_have_it_in_their_calendar(self):
        visit = self.plan(self.coach_a1, companion_ids=[Command.set(self.coach_a2.ids)])
        self.assertIn(self.coach_a2.partner_id, visit.event_id.partner_ids)
        visit.companion_ids = False
        self.assertEqual(visit.event_id.partner_ids, self.coach_a1.partner_id)

    def test_done_and_cancelled_contacts_make_none(self):
        self.assertFalse(self.log(self.coach_a1).event_id)
        self.assertFalse(self.log(self.coach_a1, state="cancelled").event_id)

    def test_one_event_one_contact(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            self.log(self.coach_a1).sudo().event_id = self.event
            self.env.flush_all()

    def test_batch(self):
        """Several visits at once have an event each."""
        visits = self.Contact.with_user(self.coach_a1).create(
            [
                {
                    "employer_id": self.workplace.id,
                    "state": "planned",
                    "date": FRIDAY + day * DAY,
                }
                for day in range(5)
            ]
        )
        self.assertEqual(len(visits.event_id), 5)
        for visit in visits:
            self.assertEqual(visit.event_id.start, visit.date)

    def test_visit_planned_by_a_colleague(self):
        """The event is in the calendar of the coach who goes, and hers to read."""
        visit = self.plan(self.leader_a, user_id=self.coach_a2.id)
        event = visit.event_id
        self.assertEqual(event.user_id, self.coach_a2)
        self.assertEqual(event.partner_ids, self.coach_a2.partner_id)
        self.env.invalidate_all()
        event = event.with_user(self.coach_a2)
        self.assertEqual(event.name, "Employer visit")
        event.write({"start": FRIDAY + DAY, "stop": FRIDAY + DAY + HOUR})
        self.assertEqual(visit.date, FRIDAY + DAY)
        visit.with_user(self.leader_a).date = FRIDAY
        self.assertEqual(event.start, FRIDAY)

    def test_others_see_busy(self):
        self.visit.show_in_calendar = True
        for user in self.outsider | self.coach_b1 | self.manager:
            with self.subTest(user=user.name):
                self.env.invalidate_all()
                values = self.event.with_user(user).read(["name", "location", "start"])
                self.assertEqual(values[0]["name"], "Busy")
                self.assertFalse(values[0]["location"])
                self.assertEqual(values[0]["start"], FRIDAY)

    def test_others_cannot_write(self):
        for user in self.outsider | self.coach_b1:
            for vals in ({"start": FRIDAY + HOUR}, {"active": False}, {"name": "X"}):
                with self.subTest(user=user.name, vals=vals):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        self.event.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                self.event.with_user(user).unlink()
        self.assert_one_visit()

    def test_outsider_cannot_find_employer_visits(self):
        Event = self.env["calendar.event"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            Event.search([("employer_contact_ids", "!=", False)])
        self.assertNotIn("employer_contact_ids", Event.fields_get())


@tagged("standard", "post_install", "-at_install")
class TestFollow(IpsCalendarCommon):
    """Contact and event follow each other while the contact is planned."""

    @contextmanager
    def count_writes(self):
        """Writes to contacts and events, to see that none sets off another."""
        calls = []
        for model in ("ips.employer.contact", "calendar.event"):
            Model = self.registry[model]
            original = Model.write

            def write(records, vals, original=original):
                if records:
                    calls.append((records._name, sorted(vals)))
                return original(records, vals)

            self.startPatcher(patch.object(Model, "write", write))
        yield calls

    def test_contact_moves_event(self):
        visit = self.visit.with_user(self.coach_a1)
        visit.date = FRIDAY + DAY
        self.assertEqual(self.event.start, FRIDAY + DAY)
        self.assertEqual(self.event.stop, FRIDAY + DAY + HOUR)
        visit.duration = 2
        self.assertEqual(self.event.stop, FRIDAY + DAY + 2 * HOUR)

    def test_event_moves_contact(self):
        self.event.write({"start": FRIDAY + DAY, "stop": FRIDAY + DAY + 2 * HOUR})
        self.assertRecordValues(
            self.visit, [{"date": FRIDAY + DAY, "duration": 2.0, "state": "planned"}]
        )

    def test_event_moved_by_its_start_alone(self):
        self.event.write({"start": FRIDAY - HOUR})
        self.assert_one_visit()
        self.assertEqual(self.visit.date, FRIDAY - HOUR)

    def test_cancel_and_restore_the_contact(self):
        visit = self.visit.with_user(self.coach_a1)
        visit.action_cancel()
        self.assertFalse(self.event.active)
        visit.state = "planned"
        self.assertTrue(self.event.active)
        self.assertEqual(visit.event_id, self.event)

    def test_cancel_and_restore_the_event(self):
        self.event.action_archive()
        self.assertEqual(self.visit.state, "cancelled")
        self.event.action_unarchive()
        self.assertEqual(self.visit.state, "planned")

    def test_deleted_event_cancels(self):
        self.event.unlink()
        self.assertRecordValues(self.visit, [{"state": "cancelled", "event_id": False}])

    def test_restored_after_the_event_is_gone(self):
        self.event.unlink()
        self.visit.with_user(self.coach_a1).state = "planned"
        self.assertTrue(self.visit.event_id.active)
        self.assert_one_visit()

    def test_deleted_contact_takes_its_event_along(self):
        self.visit.with_user(self.coach_a1).unlink()
        self.assertFalse(self.event.exists().active)

    def test_done_is_never_undone(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        event = visit.event_id.with_user(self.coach_a1)
        visit.with_user(self.coach_a1).action_done()
        done = [{"state": "done", "date": TUESDAY, "user_id": self.coach_a1.id}]
        event.write({"start": FRIDAY, "stop": FRIDAY + HOUR})
        self.assertRecordValues(visit, done)
        event.user_id = self.coach_a2
        self.assertRecordValues(visit, done)
        event.action_archive()
        self.assertRecordValues(visit, done)
        event.action_unarchive()
        event.unlink()
        self.assertRecordValues(visit, done)

    def test_event_given_to_another_coach(self):
        self.event.user_id = self.coach_a2
        self.assertEqual(self.visit.user_id, self.coach_a2)
        self.assert_one_visit()

    def test_event_given_to_somebody_who_is_no_coach(self):
        """A contact stays with a coach: others may not even read it."""
        self.event.user_id = self.outsider
        self.assertTrue(
            self.visit.user_id.has_group("ips_employer_crm.group_ips_coach")
        )

    def test_contact_given_to_another_coach(self):
        self.visit.with_user(self.coach_a1).user_id = self.coach_a2
        self.assertEqual(self.event.sudo().user_id, self.coach_a2)
        self.assertEqual(self.visit.team_id, self.team_a)

    def test_completing_from_the_calendar(self):
        action = self.event.action_log_employer_contact()
        self.assertEqual(action["params"]["contact_id"], self.visit.id)

    def test_several_events_in_one_write(self):
        """A synchronisation writes many events at once."""
        other = self.plan(self.coach_a1, date=FRIDAY + HOUR)
        events = (self.event | other.event_id).with_user(self.coach_a1)
        events.write({"start": FRIDAY + 3 * HOUR, "stop": FRIDAY + 4 * HOUR})
        self.assertEqual((self.visit | other).mapped("date"), [FRIDAY + 3 * HOUR] * 2)
        events.write({"active": False})
        self.assertEqual(set((self.visit | other).mapped("state")), {"cancelled"})

    def test_same_values_again_write_nothing(self):
        with self.count_writes() as calls:
            self.event.write({"start": self.event.start, "stop": self.event.stop})
        self.assertEqual([name for name, _keys in calls], ["calendar.event"])

    def test_no_loops(self):
        """One edit is one write on either side, and none comes back."""
        with self.count_writes() as calls:
            self.event.write({"start": FRIDAY + DAY, "stop": FRIDAY + DAY + HOUR})
            names = [name for name, _keys in calls]
            self.assertEqual(names.count("ips.employer.contact"), 1)
            self.assertLessEqual(names.count("calendar.event"), 2)
            calls.clear()
            self.visit.with_user(self.coach_a1).date = FRIDAY
            names = [name for name, _keys in calls]
            self.assertEqual(names.count("ips.employer.contact"), 1)
            self.assertLessEqual(names.count("calendar.event"), 2)

    def test_no_write_for_companions_in_another_order(self):
        """Who comes along is compared as a set: Aino comes before Eero by name."""
        visit = self.plan(self.coach_a2, companion_ids=[Command.set(self.coach_a1.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.count_writes() as calls:
            visit.with_user(self.coach_a2).channel = "phone"
        self.assertNotIn("calendar.event", [name for name, _keys in calls])
