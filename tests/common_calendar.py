"""A planned visit and its event, for the tests of the calendar."""

from datetime import timedelta

from .common import IpsCommon

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class IpsCalendarCommon(IpsCommon):
    """A visit of coach_a1 on Friday, and its event as she sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.plan(cls.coach_a1, duration=1.0)
        cls.event = cls.visit.event_id.with_user(cls.coach_a1)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def assert_one_visit(self):
        """The visit has stayed one contact that agrees with its one event."""
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("employer_id", "=", self.workplace.id)]
        self.assertEqual(self.Contact.search(domain), self.visit)
        event = self.visit.event_id
        self.assertEqual(self.visit.state == "planned", bool(event and event.active))
        if self.visit.state == "planned" and not event.allday:
            self.assertEqual(self.visit.date, event.start)
