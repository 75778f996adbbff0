"""A quality review in a real browser, from its start to the evidence pack."""

from datetime import timedelta

from odoo.tests import tagged

from .test_tours import TourCase

CODE = "TUR-123"


@tagged("standard", "post_install", "-at_install")
class TestQualityReview(TourCase):
    """One coach with one person, whom an employer was met for."""

    browser_size = "1400x900"

    def setUp(self):
        super().setUp()
        today = self.env.company._ips_today()
        env = self.env(user=self.coach.id)
        self.person = env["ips.client"].create(
            {"phase": "searching", "entry_date": today - timedelta(days=40)}
        )
        self.person.sudo().ref = CODE
        contact = env["ips.employer.contact"].create(
            {"employer_id": self.employers[0].id}
        )
        env["ips.employer.contact.client"].create(
            {"contact_id": contact.id, "client_id": self.person.id}
        )

    def test_from_start_to_evidence_pack(self):
        self.start_tour("/odoo/team-week", "ips_quality_review", login="tour.leader")
        review = self.env["ips.fidelity.review"].search(
            [("team_id", "=", self.team.id)]
        )
        self.assertEqual((review.state, review.rated_count), ("draft", 25))
        self.assertEqual(review.total, sum(review.score_ids.mapped("score")))
        self.assertEqual(review.band, "fair" if review.total > 73 else "not_ips")
        self.assertEqual((review.date_to - review.date_from).days, 90)
        caseload = review.score_ids.filtered(lambda row: row.number == 1)
        self.assertRecordValues(
            caseload,
            [{"auto_score": 5, "score": 4, "remark": "One waits for a coach"}],
        )
        pack = self.env["ips.evidence.pack"].search(
            [("create_uid", "=", self.leader.id)]
        )
        self.assertEqual((pack.review_id, pack.leaves_team), (review, False))
        # Codes went out: the log tells who made the workbook
        self.assertIn(
            self.leader,
            self.env["ips.client.access"]
            .search([("client_id", "=", self.person.id)])
            .user_id,
        )
