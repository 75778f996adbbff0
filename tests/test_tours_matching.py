"""From an opening to a person and back, on a coach's phone."""

from odoo import fields
from odoo.tests import tagged

from .test_tours import TourCase

Command = fields.Command


@tagged("standard", "post_install", "-at_install")
class TestMatchingOnPhone(TourCase):
    """The coach has two people, and an opening that is all that one of them wants.

    The other has said nothing yet. Employer 2 has no opening, and is of the industry of
    the wish.
    """

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = False
        industry = cls.env["res.partner.industry"].create({"name": "Tour Industry"})
        bakers = cls.env["ips.occupation"].search([("code", "=", "7512")])
        # The same of both, so that no opening of anybody fits better
        terms = {
            "hours_min": 20,
            "hours_max": 30,
            "shift_day": "yes",
            "available_from": cls.env.company._ips_today(),
            "municipality_id": cls.env.ref("ips_employer_crm.municipality_179").id,
            "condition_ids": cls.env.ref("ips_employer_crm.work_condition_quiet").ids,
            "licence_ids": cls.env.ref("ips_employer_crm.licence_hygiene").ids,
            "language_ids": cls.env.ref("ips_employer_crm.language_fi").ids,
        }
        cls.employers[1].write(
            {"industry_id": industry.id, "municipality_id": terms["municipality_id"]}
        )
        clients = cls.env["ips.client"].with_user(cls.coach)
        cls.gardener = clients.create({"phase": "searching"})
        cls.baker = clients.create(
            {
                **terms,
                "phase": "searching",
                "max_distance_km": 25,
                "wish_ids": [
                    Command.create(
                        {
                            "own_words": "Leipominen",
                            "occupation_id": bakers.id,
                            "industry_id": industry.id,
                            "strength": "3",
                        }
                    )
                ],
            }
        )
        cls.opening = (
            cls.env["crm.lead"]
            .with_user(cls.coach)
            .create(
                {
                    **terms,
                    "name": "Tour bakery help",
                    "employer_id": cls.employers[0].id,
                    "occupation_id": bakers.id,
                }
            )
        )

    def tour(self, record, name):
        path = {"crm.lead": "job-openings", "ips.client": "caseload"}[record._name]
        self.start_tour(f"/odoo/{path}/{record.id}", name, login="tour.coach")
        self.env.invalidate_all()

    def match(self):
        return self.env["ips.match"].search([("lead_id", "=", self.opening.id)])

    def test_from_opening_to_introduction(self):
        self.tour(self.opening, "ips_match_refused_then_applies")
        self.assertRecordValues(
            self.match(),
            [
                {
                    "client_id": self.baker.id,
                    "approach": "person_applies",
                    "state": "introduced",
                    "introduced_on": self.env.company._ips_today(),
                    "disclosure_id": False,
                    "employer_text": False,
                }
            ],
        )
        self.assertIn("Leipominen", self.match().explanation)
        self.assertIn("Leipominen", self.match().person_explanation)
        self.assertEqual(self.opening.introduced_count, 0, "not by us")

    def test_coach_speaks_and_the_employer_declines(self):
        disclosure = (
            self.env["ips.disclosure"]
            .with_user(self.coach)
            .create({"client_id": self.baker.id, "level": "1"})
        )
        self.tour(self.opening, "ips_match_coach_speaks")
        match = self.match()
        self.assertRecordValues(
            match,
            [
                {
                    "client_id": self.baker.id,
                    "approach": "coach_speaks",
                    "state": "declined",
                    "declined_by": "employer",
                    "reason_id": self.env.ref(
                        "ips_employer_crm.match_reason_other_chosen"
                    ).id,
                    "introduced_on": self.env.company._ips_today(),
                    "disclosure_id": disclosure.id,
                }
            ],
        )
        self.assertIn("Hygiene pass", match.employer_text)
        self.assertNotIn(self.baker.ref, match.employer_text)
        self.assertNotIn("Leipominen", match.employer_text)
        self.assertEqual(self.opening.introduced_count, 1)

    def test_from_person_to_hired(self):
        self.tour(self.baker, "ips_match_from_person_to_hired")
        self.assertRecordValues(
            self.match(),
            [
                {
                    "client_id": self.baker.id,
                    "approach": "person_applies",
                    "state": "hired",
                    "introduced_on": self.env.company._ips_today(),
                    "disclosure_id": False,
                }
            ],
        )

    def test_from_person_to_employer_without_opening(self):
        self.tour(self.baker, "ips_employer_to_approach")
        contact = self.env["ips.employer.contact"].search(
            [("user_id", "=", self.coach.id)]
        )
        self.assertRecordValues(
            contact, [{"employer_id": self.employers[1].id, "state": "done"}]
        )
        self.assertRecordValues(
            contact.client_line_ids,
            [{"client_id": self.baker.id, "matches_wishes": "yes"}],
        )

    def test_new_opening_in_my_week(self):
        self.start_tour("/odoo/my-week", "ips_new_opening_fits", login="tour.coach")
        self.assertFalse(self.match(), "looked at, not taken up")
