from datetime import date, datetime

from odoo.tests import tagged

from .common import FRIDAY
from .common_calendar import DAY, HOUR, IpsCalendarCommon


@tagged("standard", "post_install", "-at_install")
class TestRecurrence(IpsCalendarCommon):
    """Events that Odoo multiplies, stretches or copies stay one contact."""

    def recur(self, *weekdays, **vals):
        """Make the Friday visit a weekly event on these weekdays."""
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        self.event.write(
            {
                "recurrency": True,
                "rrule_type_ui": "weekly",
                "rrule_type": "weekly",
                "interval": 1,
                "end_type": "count",
                "count": 4,
                "event_tz": "Europe/Helsinki",
                **{name: name in weekdays for name in names},
                **vals,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def test_weekly_on_the_same_day(self):
        self.recur("fri")
        self.assertEqual(len(self.event.recurrence_id.calendar_event_ids), 4)
        self.assert_one_visit()
        self.assertRecordValues(self.visit, [{"state": "planned", "date": FRIDAY}])

    def test_weekly_on_another_day(self):
        """Whatever becomes of Friday, the visit is one contact and not lost."""
        self.recur("tue")
        self.assert_one_visit()
        self.assertEqual(self.visit.state, "planned")

    def test_all_events_moved_by_an_hour(self):
        self.recur("fri")
        self.event.write(
            {
                "start": FRIDAY + HOUR,
                "stop": FRIDAY + 2 * HOUR,
                "recurrence_update": "all_events",
            }
        )
        self.assert_one_visit()
        self.assertRecordValues(
            self.visit, [{"state": "planned", "date": FRIDAY + HOUR}]
        )

    def test_a_later_occurrence_moved_with_all(self):
        self.recur("fri")
        later = self.event.recurrence_id.calendar_event_ids.sorted("start")[-1]
        later.with_user(self.coach_a1).write(
            {
                "start": later.start + HOUR,
                "stop": later.stop + HOUR,
                "recurrence_update": "all_events",
            }
        )
        self.assert_one_visit()
        self.assertEqual(self.visit.state, "planned")

    def test_all_events_moved_to_another_day(self):
        self.recur("fri")
        self.event.write(
            {
                "start": FRIDAY - DAY,
                "stop": FRIDAY - DAY + HOUR,
                "fri": False,
                "thu": True,
                "recurrence_update": "all_events",
            }
        )
        self.assert_one_visit()
        self.assertEqual(self.visit.state, "planned")

    def test_future_events_moved(self):
        self.recur("fri")
        self.event.write(
            {
                "start": FRIDAY + HOUR,
                "stop": FRIDAY + 2 * HOUR,
                "recurrence_update": "future_events",
            }
        )
        self.assert_one_visit()
        self.assertEqual(self.visit.state, "planned")

    def test_one_occurrence_moved(self):
        self.recur("fri")
        self.event.write(
            {
                "start": FRIDAY + HOUR,
                "stop": FRIDAY + 2 * HOUR,
                "recurrence_update": "self_only",
            }
        )
        self.assert_one_visit()
        self.assertEqual(self.visit.date, FRIDAY + HOUR)

    def test_another_occurrence_cancelled(self):
        self.recur("fri")
        later = self.event.recurrence_id.calendar_event_ids.sorted("start")[-1]
        later.with_user(self.coach_a1).unlink()
        self.assert_one_visit()
        self.assertEqual(self.visit.state, "planned")

    def test_all_occurrences_deleted(self):
        self.recur("fri")
        self.event.recurrence_id.calendar_event_ids.with_user(self.coach_a1).unlink()
        self.assertEqual(self.visit.state, "cancelled")

    def test_done_visit_survives_its_series(self):
        self.recur("fri")
        self.visit.with_user(self.coach_a1).action_done()
        self.event.action_mass_deletion("all_events")
        self.assertEqual(self.visit.state, "done")

    def test_duplicated_event_has_no_contact(self):
        copy = self.event.copy()
        self.assertFalse(copy.employer_contact_ids)
        self.assert_one_visit()

    def test_all_day(self):
        """An all-day event has no hour; its day is the visit's day."""
        self.event.write(
            {
                "allday": True,
                "start_date": date(2025, 3, 10),
                "stop_date": date(2025, 3, 10),
            }
        )
        self.assert_one_visit()
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.visit.day, date(2025, 3, 10))

    def test_all_day_visit_is_planned_again(self):
        """The contact gives an all-day event its hour back."""
        self.event.write({"allday": True})
        when = datetime(2025, 3, 11, 8, 0)
        self.visit.with_user(self.coach_a1).date = when
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.visit.date, when)
        self.assertRecordValues(self.event, [{"start": when, "allday": False}])
