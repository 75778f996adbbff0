"""How long a job has lasted."""

from datetime import date, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .common_placement import PlacementCommon


@tagged("standard", "post_install", "-at_install")
class TestMilestones(PlacementCommon):
    """Each at its edges, and corrected by late entries."""

    # From the first day on; 2024 has a 29th of February
    EDGES = (
        ("reached_13_weeks", timedelta(days=90)),
        ("reached_90_days", timedelta(days=89)),
        ("reached_26_weeks", timedelta(days=181)),
        ("reached_12_months", timedelta(days=365)),
    )

    def test_edges(self):
        placement = self.start_job(start_date=date(2024, 1, 31))
        for name, after in self.EDGES:
            day = placement.start_date + after
            for days, reached in ((-1, False), (0, day), (1, day)):
                with (
                    self.subTest(name=name, days=days),
                    freeze_time(f"{day + timedelta(days=days)} 10:00:00"),
                ):
                    self.env.invalidate_all()
                    self.assertEqual(placement[name], reached)

    def test_ended_before(self):
        placement = self.start_job(start_date=date(2024, 1, 31))
        for name, after in self.EDGES:
            day = placement.start_date + after
            placement.end_date = day - timedelta(days=1)
            self.assertFalse(placement[name], name)
            placement.end_date = day
            self.assertEqual(placement[name], day, name)

    def test_seven_hours(self):
        placement = self.start_job(start_date=date(2024, 1, 31), hours_week=6.9)
        self.assertFalse(placement.reached_13_weeks)
        self.assertTrue(placement.reached_90_days)
        placement.hours_week = 7
        self.assertTrue(placement.reached_13_weeks)

    def test_late_entry(self):
        placement = self.start_job()
        self.assertFalse(placement.reached_90_days)
        placement.start_date = self.today - timedelta(days=88)
        self.assertFalse(placement.reached_90_days)
        placement.start_date = self.today - timedelta(days=89)
        self.assertEqual(placement.reached_90_days, self.today)

    def test_fixed_term_of_exactly_that_long(self):
        """The last day counts: 6 January to 6 April are 13 weeks."""
        with freeze_time("2025-06-01 10:00:00"):
            self.env.invalidate_all()
            placement = self.start_job(start_date=date(2025, 1, 6))
            placement.end_date = date(2025, 4, 6)
            self.assertEqual(placement.reached_13_weeks, date(2025, 4, 6))
            placement.end_date = date(2025, 4, 5)
            self.assertFalse(placement.reached_13_weeks)
            year = self.start_job(start_date=date(2024, 3, 1))
            year.end_date = date(2025, 2, 28)
            self.assertEqual(year.reached_12_months, date(2025, 2, 28))
            year.end_date = date(2025, 2, 27)
            self.assertFalse(year.reached_12_months)

    def test_a_known_last_day_ahead(self):
        placement = self.start_job(start_date=self.today - timedelta(days=100))
        placement.end_date = self.today + timedelta(days=300)
        self.assertTrue(placement.reached_90_days)
        self.assertFalse(placement.reached_26_weeks)

    def test_first_paid_hours(self):
        start = self.today - timedelta(days=10)
        placement = self.start_job(start_date=start)
        placement.first_hours_date = start
        placement.first_hours_date = self.today
        for days in (-11, 1):
            wrong = self.today + timedelta(days=days)
            with self.assert_refused(ValidationError, text="between the first"):
                placement.first_hours_date = wrong
        placement.end_date = self.today + timedelta(days=20)
        with self.assert_refused(ValidationError, text="yet to come"):
            placement.first_hours_date = self.today + timedelta(days=1)
        with self.assert_refused(ValidationError, text="between the first"):
            placement.end_date = self.today - timedelta(days=1)
