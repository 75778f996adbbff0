"""What is there for an employer to read holds nothing that was not agreed."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common_client import NAMES
from .test_match_suggestion import SuggestionCommon

SECRET_WORDS = "Haluan leipoa yksin aamulla"
LEVELS = st.sampled_from(["0", "1", "2", "3", "4"])


@tagged("standard", "post_install", "-at_install")
class TestEmployerText(SuggestionCommon):
    """The text for the employer, by what is agreed and what the coach wants to tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identify()
        cls.quiet = cls.env.ref("ips_employer_crm.work_condition_quiet")
        cls.licence = cls.env.ref("ips_employer_crm.licence_hygiene")
        cls.client_a1.write(
            {
                "phone": "+358 40 1234567",
                "municipality_id": cls.municipality.id,
                "condition_ids": cls.quiet.ids,
                "licence_ids": cls.licence.ids,
                "hours_min": 10,
                "hours_max": 20,
                "max_distance_km": 33,
            }
        )
        cls.new_wish(cls.client_a1, own_words=SECRET_WORDS)
        cls.new_wish(
            cls.client_a1,
            own_words="En halua siivota",
            kind="avoids",
            occupation_id=cls.occupation("9112").id,
        )

    def text(self, told="4", approach="coach_speaks"):
        match = (
            self.env["ips.match"]
            .with_user(self.coach_a1)
            .create(
                {
                    "client_id": self.client_a1.id,
                    "lead_id": self.opening.id,
                    "approach": approach,
                    "told_level": told,
                }
            )
        )
        return match.employer_text or ""

    def agree(self, level, **vals):
        return self.new_disclosure(
            self.client_a1, level=level, purpose="Salainen tarkoitus", **vals
        )

    def check(self, text, level):
        """Nothing above the level; never what is not for employers at all."""
        client = self.client_a1
        never = [client.ref, client.phone, client.email, SECRET_WORDS]
        never += [
            "En halua siivota",
            "Salainen tarkoitus",
            "33",
            self.municipality.name,
        ]
        for word in never:
            self.assertNotIn(word, text)
        self.assertEqual(bool(text), level >= 1)
        self.assertEqual(NAMES["client_a1"] in text, level >= 2)
        self.assertEqual(self.quiet.name in text, level >= 3)
        self.assertEqual("ask me for more" in text, level >= 4)
        self.assertEqual(self.licence.name in text, level >= 1)

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    @given(
        general=LEVELS,
        named=st.one_of(st.none(), LEVELS),
        told=st.sampled_from("1234"),
        withdrawn=st.booleans(),
        excluded=st.booleans(),
        ended=st.booleans(),
    )
    def test_nothing_undisclosed(
        self, general, named, told, withdrawn, excluded, ended
    ):
        with self.env.cr.savepoint() as savepoint:
            today = self.env.company._ips_today()
            dates = {}
            if ended:
                dates = {
                    "valid_from": today - timedelta(days=60),
                    "valid_to": today - timedelta(days=1),
                }
            self.agree(general, **dates)
            allowed = 0 if ended else int(general)
            if named is not None:
                record = self.agree(named, employer_id=self.company_e.id)
                allowed = int(named)
                if withdrawn:
                    record.action_withdraw()
                    allowed = 0
            if excluded:
                self.env["ips.disclosure"].create(
                    {
                        "client_id": self.client_a1.id,
                        "employer_id": self.company_e.id,
                        "excludes": True,
                    }
                )
                allowed = 0
            self.check(self.text(told), min(allowed, int(told)))
            savepoint.rollback()
            self.env.invalidate_all()

    def test_whoever_applies_alone_is_not_told_of(self):
        self.agree("4")
        self.assertFalse(self.text(approach="person_applies"))

    def test_without_a_name_the_coach_says_it(self):
        self.client_a1.name = False
        self.agree("2")
        self.assertIn("(Say the name here.)", self.text("2"))

    def test_follows_what_is_in_force(self):
        record = self.agree("2")
        match = self.env["ips.match"].create(
            {
                "client_id": self.client_a1.id,
                "lead_id": self.opening.id,
                "approach": "coach_speaks",
            }
        )
        self.assertTrue(match.employer_text)
        record.action_withdraw()
        self.env.invalidate_all()
        self.assertFalse(match.employer_text)
