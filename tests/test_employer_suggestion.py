"""Employers to approach for a person, and new openings in My week."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_queries import IpsQueriesCommon
from .test_match_suggestion import SuggestionCommon


class EmployerSuggestionCommon(SuggestionCommon):
    """Employers as the coach of a person sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Employers = cls.env["ips.employer.suggestion"]
        cls.bakery = cls.new_employer("Leipä Oy")

    def rows(self, user=None, client=None):
        self.env.flush_all()
        self.env.invalidate_all()
        client = client or self.client_a1
        return self.Employers.with_user(user or self.coach_a1).search(
            [("client_id", "=", client.id)]
        )

    def row(self, employer, user=None):
        row = self.rows(user).filtered(lambda pair: pair.employer_id == employer)
        self.assertEqual(len(row), 1)
        return row


@tagged("standard", "post_install", "-at_install")
class TestEmployerSuggestion(EmployerSuggestionCommon):
    """Sorted by wishes, never cut, and facts that weigh nothing."""

    def test_all_employers_once(self):
        employers = self.env["res.partner"].search(
            [("is_employer", "=", True), ("parent_id", "=", False)]
        )
        self.assertEqual(self.rows().employer_id, employers)
        self.assertEqual(len(self.rows()), len(employers))

    def test_reach(self):
        self.assertFalse(self.rows(self.coach_a2))
        self.assertFalse(self.rows(self.leader_b))
        self.assertTrue(self.rows(self.leader_a))
        self.cover(self.client_a1, self.coach_a2)
        self.assertTrue(self.rows(self.coach_a2))

    def test_industry(self):
        industry = self.env["res.partner.industry"].search([], limit=1)
        self.bakery.industry_id = industry
        self.assertEqual(self.row(self.bakery).verdict_wish, "unknown")
        self.new_wish(self.client_a1, industry_id=industry.id, own_words="Pullaa")
        row = self.row(self.bakery)
        self.assertEqual(row.verdict_wish, "fits")
        self.assertIn("Pullaa", row.explanation)
        scores = self.rows().mapped("score")
        self.assertEqual(row.score, scores[0])
        self.assertEqual(scores, sorted(scores, reverse=True))

    def test_openings_that_were_there(self):
        """What it or a workplace of its once looked for says what work there is."""
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id)
        gone = self.new_opening(occupation_id=self.kitchen.id, active=False)
        self.opening.unlink()
        row = self.row(self.company_e)
        self.assertEqual(row.verdict_wish, "fits")
        self.assertEqual((row.opening_count, row.open_count), (1, 0))
        gone.active = True
        row = self.row(self.company_e)
        self.assertEqual((row.opening_count, row.open_count), (1, 1))
        gone.occupation_id = self.occupation("9411")
        self.assertEqual(self.row(self.company_e).verdict_wish, "fits")
        gone.occupation_id = self.occupation("2221")
        self.assertEqual(self.row(self.company_e).verdict_wish, "unknown")

    def test_avoided_by_industry_alone(self):
        """One job there to avoid is not the whole employer."""
        industry = self.env["res.partner.industry"].search([], limit=1)
        self.new_opening(occupation_id=self.kitchen.id)
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id, kind="avoids")
        self.assertEqual(self.row(self.company_e).verdict_avoid, "unknown")
        self.company_e.industry_id = industry
        self.new_wish(self.client_a1, industry_id=industry.id, kind="avoids")
        row = self.row(self.company_e)
        self.assertEqual(row.verdict_avoid, "conflicts")
        self.assertLess(row.score, 0)

    def test_the_nearest_workplace(self):
        here, far = self.municipality, self.env.ref("ips_employer_crm.municipality_931")
        self.client_a1.write({"municipality_id": here.id, "max_distance_km": 10})
        self.bakery.municipality_id = far
        row = self.row(self.bakery)
        self.assertGreater(row.distance_km, 10)
        self.assertEqual(row.verdict_distance, "conflicts")
        self.assertEqual(row.score, 0)
        self.env["res.partner"].create(
            {
                "name": "Leipä Oy, keskusta",
                "is_company": True,
                "parent_id": self.bakery.id,
                "municipality_id": here.id,
            }
        )
        row = self.row(self.bakery)
        self.assertEqual((row.distance_km, row.verdict_distance), (0, "fits"))

    def test_contact_and_claim(self):
        today = self.env.company._ips_today()
        self.bakery.write(
            {"claim_user_id": self.coach_a2.id, "claim_until": today + timedelta(1)}
        )
        self.assertEqual(self.row(self.bakery).claim_user_id, self.coach_a2)
        self.bakery.claim_until = today - timedelta(1)
        row = self.row(self.bakery)
        self.assertFalse(row.claim_user_id)
        self.assertFalse(row.last_contact_date)

    def test_told_nothing(self):
        self.assertFalse(self.row(self.bakery).is_excluded)
        word = self.env["ips.disclosure"].create(
            {
                "client_id": self.client_a1.id,
                "employer_id": self.bakery.id,
                "excludes": True,
            }
        )
        self.assertTrue(self.row(self.bakery).is_excluded)
        self.assertFalse(self.row(self.company_e).is_excluded)
        word.action_withdraw()
        self.assertFalse(self.row(self.bakery).is_excluded)

    def test_log_for_the_person(self):
        action = self.row(self.bakery).action_log_contact()
        self.assertEqual(
            action["params"],
            {
                "contact_id": None,
                "employer_id": self.bakery.id,
                "client_id": self.client_a1.id,
            }
            if "contact_id" in action["params"]
            else {"employer_id": self.bakery.id, "client_id": self.client_a1.id},
        )


@tagged("standard", "post_install", "-at_install")
class TestEmployerSuggestionCost(EmployerSuggestionCommon, IpsQueriesCommon):
    """What the list costs does not grow with employers."""

    def test_queries(self):
        def screen():
            rows = self.Employers.with_user(self.coach_a1)
            return rows.web_search_read(
                [("client_id", "=", self.client_a1.id)],
                {
                    "employer_id": {"fields": {"display_name": {}}},
                    "explanation": {},
                    "is_excluded": {},
                    "days_since_contact": {},
                },
            )

        few = self.cost(screen)
        for number in range(20):
            self.new_employer(f"Yritys {number} Oy")
        self.assertLessEqual(self.cost(screen), few)


@tagged("standard", "post_install", "-at_install")
class TestNewOpenings(SuggestionCommon, IpsQueriesCommon):
    """My week names new openings that somebody of mine wants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The demo's are old
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2000-01-01' WHERE id <> %s",
            [cls.opening.id],
        )
        cls.env.invalidate_all()

    def new_openings(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Week.with_user(user or self.coach_a1).get_my_week()["new_openings"]

    def age(self, opening, days):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=days), opening.id],
        )
        self.env.invalidate_all()

    def test_for_whoever_wants_it(self):
        self.assertEqual(self.new_openings(), [])
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id)
        (row,) = self.new_openings()
        self.assertEqual(row["id"], self.opening.id)
        self.assertEqual(row["people"], [self.client_a1.ref])
        self.assertEqual(row["more"], 0)
        self.assertEqual(self.new_openings(self.coach_a2), [])
        self.assertEqual(self.new_openings(self.leader_a), [])

    def test_taken_up_or_avoided_is_no_news(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id)
        match = self.env["ips.match"].create(
            {"client_id": self.client_a1.id, "lead_id": self.opening.id}
        )
        self.assertEqual(self.new_openings(), [])
        match.unlink()
        self.assertEqual(len(self.new_openings()), 1)
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id, kind="avoids")
        self.assertEqual(self.new_openings(), [])

    def test_more_people_than_are_named(self):
        for _number in range(5):
            client = self.new_client(self.coach_a1)
            self.new_wish(client, occupation_id=self.kitchen.id)
        (row,) = self.new_openings()
        self.assertEqual((len(row["people"]), row["more"]), (3, 2))

    def test_a_fortnight(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id)
        self.age(self.opening, 13)
        self.assertEqual(len(self.new_openings()), 1)
        self.age(self.opening, 15)
        self.assertEqual(self.new_openings(), [])

    def test_codes_are_no_look(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id)
        self.env.flush_all()
        before = self.looks()
        self.new_openings()
        self.assertEqual(self.looks(), before)
