"""The two reviews of the demo region."""

from odoo.tests import TransactionCase, tagged


@tagged("standard", "post_install", "-at_install")
class TestDemoReviews(TransactionCase):
    """One is done, half a year ago; one is under way, with figures to look at."""

    def test_reviews(self):
        if not self.env.ref("ips_employer_crm.user_minna_aho", False):
            self.skipTest("The database was made without demo data.")
        team = self.env.ref("ips_employer_crm.crm_team_job_coaching")
        Review = self.env["ips.fidelity.review"]
        self.env["ips.demo"]._load_fidelity()
        reviews = Review.search([("team_id", "=", team.id)], order="date_to, id")
        done, draft = reviews[0], reviews[-1]
        self.assertEqual(done.rated_count, 25)
        self.assertEqual((done.state, draft.state), ("done", "draft"))
        self.assertEqual(done.band, "fair")
        self.assertFalse(draft.total)
        for row in draft.score_ids.sorted("number"):
            with self.subTest(number=row.number):
                self.assertTrue(row.figure_text or row.note)
        self.assertGreater(draft.rated_count, 5)
        # Once for a database
        self.env["ips.demo"]._load_fidelity()
        self.assertEqual(Review.search_count([("team_id", "=", team.id)]), len(reviews))
