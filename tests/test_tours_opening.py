"""A job lead becomes a filled opening, on a coach's phone."""

from odoo.tests import tagged

from .test_tours import TourCase


@tagged("standard", "post_install", "-at_install")
class TestOpeningOnPhone(TourCase):
    """From the contact to the filled position, without a computer."""

    browser_size = "360x740"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        # One contact before, so that the employer is offered at once
        self.first = (
            self.env["ips.employer.contact"]
            .with_user(self.coach)
            .create(
                {
                    "employer_id": self.employers[0].id,
                    "person_ids": self.employers[0].child_ids.ids,
                }
            )
        )

    def opening(self):
        return self.env["crm.lead"].search([("user_id", "=", self.coach.id)])

    def test_from_contact_to_filled_opening(self):
        self.start_tour("/odoo/my-week", "ips_coach_finds_opening", login="tour.coach")
        contact = self.env["ips.employer.contact"].search(
            [("user_id", "=", self.coach.id), ("id", "!=", self.first.id)]
        )
        self.assertRecordValues(
            self.opening(),
            [
                {
                    "name": "Tour kitchen help",
                    "is_job_opening": True,
                    "employer_id": self.employers[0].id,
                    "person_id": self.employers[0].child_ids.id,
                    "employer_contact_ids": contact.ids,
                    "stage_id": self.env.ref(
                        "ips_employer_crm.crm_stage_opening_lead"
                    ).id,
                }
            ],
        )
        self.start_tour(
            "/odoo/job-openings", "ips_coach_fills_opening", login="tour.coach"
        )
        self.assertRecordValues(
            self.opening(),
            [{"won_status": "won", "positions": 1, "positions_filled": 1}],
        )

    def test_opening_that_went_away(self):
        """Nothing goes without a reason, and only with one of ours."""
        theirs = self.env["crm.lost.reason"].create({"name": "Tour sales reason"})
        opening = (
            self.env["crm.lead"]
            .with_user(self.coach)
            .create({"name": "Tour help", "employer_id": self.employers[0].id})
        )
        self.start_tour(
            "/odoo/job-openings", "ips_coach_loses_opening", login="tour.coach"
        )
        self.assertEqual(opening.won_status, "lost")
        self.assertTrue(opening.lost_reason_id.is_job_opening)
        self.assertNotEqual(opening.lost_reason_id, theirs)
