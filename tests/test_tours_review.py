"""The leader's weekly review in a real browser, on a phone and on a desk."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_tours import TourCase


class ReviewTour(TourCase):
    """One clear week, and the empty one of a new coach, with a person who waits."""

    def setUp(self):
        super().setUp()
        company = self.team.company_id or self.env.company
        self.today = company._ips_today()
        self.newcomer = new_test_user(
            self.env,
            "tour.newcomer",
            name="Tour Newcomer",
            groups="ips_employer_crm.group_ips_coach",
            lang="en_US",
            tz="Europe/Helsinki",
        )
        self.env["crm.team.member"].create(
            {
                "user_id": self.newcomer.id,
                "crm_team_id": self.team.id,
                "start_date": self.today - timedelta(days=60),
            }
        )
        env = self.env(user=self.coach.id)
        wanted = env["ips.client"].create({"phase": "searching"})
        contact = env["ips.employer.contact"].create(
            {
                "employer_id": self.employers[0].id,
                "person_ids": [Command.set(self.employers[0].child_ids.ids)],
                "outcome_id": self.env.ref("ips_employer_crm.outcome_lead").id,
            }
        )
        env["ips.employer.contact.client"].create(
            {
                "contact_id": contact.id,
                "client_id": wanted.id,
                "matches_wishes": "yes",
            }
        )
        self.late = (
            self.env(user=self.newcomer.id)["ips.client"]
            .with_user(self.newcomer)
            .create(
                {
                    "phase": "searching",
                    "entry_date": self.today - timedelta(days=40),
                }
            )
        )
        self.monday = contact.week_start

    def review(self):
        path = f"/odoo/team-week?week_start={self.monday}"
        self.start_tour(path, "ips_leader_reviews", login="tour.leader")
        weeks = self.env["ips.coach.week"].search(
            [("team_id", "=", self.team.id), ("week_start", "=", self.monday)],
            order="id",
        )
        self.assertEqual(weeks.user_id, self.coach | self.newcomer)
        self.assertEqual(weeks.review_user_id, self.leader)
        self.assertTrue(all(weeks.mapped("review_date")))
        mentoring = self.env["ips.field.mentoring"].search(
            [("user_id", "=", self.newcomer.id)]
        )
        self.assertEqual(mentoring.mentor_id, self.leader)
        self.assertEqual(mentoring.date, fields.Date.to_date(self.today))
        meeting = self.env["ips.group.supervision"].search(
            [("team_id", "=", self.team.id)]
        )
        self.assertEqual(meeting.leads_shared, 1)


@tagged("standard", "post_install", "-at_install")
class TestReviewOnPhone(ReviewTour):
    browser_size = "360x740"
    touch_enabled = True

    def test_review(self):
        self.review()


@tagged("standard", "post_install", "-at_install")
class TestReviewOnDesk(ReviewTour):
    browser_size = "1400x900"

    def test_review(self):
        self.review()
