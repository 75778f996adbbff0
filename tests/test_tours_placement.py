"""Hired, followed along and back in the search, on a coach's phone.

Each once with and once without a disclosure in force that reaches the employer.
"""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, new_test_user, tagged

from .test_tours import TourCase

Command = fields.Command
# The tours know the person by it
CODE = "TUR-123"


@tagged("standard", "post_install", "-at_install")
class TestPlacementOnPhone(TourCase):
    """Somebody was offered a job at employer 1, where an opening has one position.

    ``other`` is a coach of another team: what they see is what shows outside.
    """

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = False
        cls.other = new_test_user(
            cls.env,
            "tour.other",
            name="Tour Other",
            groups="ips_employer_crm.group_ips_coach",
            tz="Europe/Helsinki",
        )
        cls.today = cls.env.company._ips_today()
        cls.employer = cls.employers[0]
        cls.kitchen = cls.env["ips.occupation"].search([("code", "=", "9412")])
        cls.client = cls.env["ips.client"].create(
            {
                "ref": CODE,
                "user_id": cls.coach.id,
                "phase": "searching",
                "entry_date": cls.today - timedelta(days=90),
                "wish_ids": [Command.create({"own_words": "Keittiö"})],
            }
        )
        cls.opening = cls.env["crm.lead"].create(
            {
                "name": "Tour kitchen help",
                "team_id": cls.team.id,
                "employer_id": cls.employer.id,
                "occupation_id": cls.kitchen.id,
            }
        )

    def tour(self, name, record=None, path=None):
        url = f"/odoo/{path}/{record.id}" if record else "/odoo/my-week"
        self.env.flush_all()
        self.start_tour(url, name, login="tour.coach")
        self.env.invalidate_all()

    def consent(self):
        """The name may be told at any employer."""
        self.env["ips.disclosure"].with_user(self.coach).create(
            {
                "client_id": self.client.id,
                "level": "2",
                "valid_from": self.today - timedelta(days=60),
                "valid_to": self.today + timedelta(days=60),
            }
        )

    def match(self, **vals):
        """Taken up, and offered."""
        return (
            self.env["ips.match"]
            .with_user(self.coach)
            .create(
                {
                    "client_id": self.client.id,
                    "lead_id": self.opening.id,
                    "state": "offered",
                    **vals,
                }
            )
        )

    def outside(self):
        """All that somebody outside the client's readers can see of it."""
        self.env.flush_all()
        self.env.invalidate_all()
        opening = self.opening.with_user(self.other)
        employer = self.employer.with_user(self.other)
        return {
            "stage": opening.stage_id,
            "filled": opening.positions_filled,
            "introduced": opening.introduced_count,
            "opening written": opening.write_date,
            "messages": opening.message_ids,
            "employer stage": employer.employer_stage,
            "employer written": employer.write_date,
            "contacts": employer.employer_contact_ids,
            "last contact": employer.last_contact_date,
        }

    def assert_job(self, **vals):
        placement = self.env["ips.placement"].search(
            [("client_id", "=", self.client.id)]
        )
        self.assertRecordValues(
            placement,
            [
                {
                    "employer_id": self.employer.id,
                    "lead_id": self.opening.id,
                    "occupation_id": self.kitchen.id,
                    "kind": "job",
                    "start_date": self.today,
                    "end_date": False,
                    "hours_week": 20.0,
                    "agreement_name": "Matkailu",
                    "is_permanent": True,
                    "is_open_market": True,
                    "is_subsidised": False,
                    **vals,
                }
            ],
        )
        self.assertEqual(self.client.phase, "in_work")
        return placement

    # HIRE

    def test_hired_with_disclosure(self):
        self.consent()
        match = self.match(approach="coach_speaks")
        self.tour("ips_hire_told", match, "matches")
        self.assert_job(match_id=match.id)
        self.assertRecordValues(match, [{"state": "hired", "approach": "coach_speaks"}])
        self.assertEqual(self.opening.positions_filled, 1)
        self.assertTrue(self.opening.stage_id.is_won)

    def test_hired_without_disclosure(self):
        match = self.match()
        before = self.outside()
        self.tour("ips_hire_not_told", match, "matches")
        self.assert_job(match_id=match.id)
        self.assertRecordValues(
            match, [{"state": "hired", "approach": "person_applies"}]
        )
        self.assertEqual(self.outside(), before)

    def test_hired_from_the_person_without_disclosure(self):
        before = self.outside()
        self.tour("ips_hire_from_person", self.client, "caseload")
        self.assert_job(match_id=False)
        self.assertEqual(self.outside(), before)

    # FOLLOW-ALONG

    def job(self, days, **vals):
        """A job that began so many days ago, as the coach entered it then."""
        with freeze_time(f"{self.today - timedelta(days=days)} 10:00:00"):
            self.env.invalidate_all()
            dialog = (
                self.env["ips.placement.start"]
                .with_user(self.coach)
                .create(
                    {
                        "client_id": self.client.id,
                        "lead_id": self.opening.id,
                        "hours_week": 20,
                        **vals,
                    }
                )
            )
            placement = self.env["ips.placement"].browse(
                dialog.action_apply()["res_id"]
            )
            self.env.flush_all()
        self.env.invalidate_all()
        return placement

    def assert_followed_along(self, tour):
        placement = self.job(2)
        contacts = self.env["ips.employer.contact"].search_count([])
        before = self.outside()
        self.tour(tour)
        self.assertRecordValues(
            placement.support_ids,
            [
                {
                    "client_id": self.client.id,
                    "user_id": self.coach.id,
                    "date": self.today,
                    "with_whom": "both",
                    "channel": "phone",
                    "note": "Aamut sujuvat",
                    "next_date": False,
                }
            ],
        )
        self.assertEqual(placement.next_support_date, self.today + timedelta(days=7))
        self.assertEqual(self.env["ips.employer.contact"].search_count([]), contacts)
        self.assertEqual(self.outside(), before)

    def test_followed_along_with_disclosure(self):
        self.consent()
        self.assert_followed_along("ips_follow_along_told")

    def test_followed_along_without_disclosure(self):
        self.assert_followed_along("ips_follow_along_not_told")

    def test_followed_along_from_the_log(self):
        self.assert_followed_along("ips_follow_along_from_log")

    # BACK TO THE SEARCH

    def assert_returned(self):
        placement = self.job(30)
        self.env["ips.support.contact"].with_user(self.coach).create(
            {"placement_id": placement.id, "date": self.today - timedelta(days=2)}
        )
        before = self.outside()
        self.tour("ips_return", placement, "at-work")
        self.assertRecordValues(
            placement,
            [
                {
                    "end_date": self.today,
                    "end_reason_id": self.env.ref(
                        "ips_employer_crm.placement_end_reason_contract_ended"
                    ).id,
                    "feedback": "Aamut ovat parhaita",
                    # Support does not end with the contract
                    "next_support_date": self.today + timedelta(days=3),
                }
            ],
        )
        self.assertTrue(self.client.is_job_seeker)
        began = self.today - timedelta(days=30)
        self.assertRecordValues(
            self.client.period_ids.sorted("id"),
            [
                {"phase": "searching", "date_to": began},
                {"phase": "in_work", "date_to": self.today},
                {"phase": "searching", "date_to": False},
            ],
        )
        self.assertEqual(self.outside(), before)

    def test_returned_with_disclosure(self):
        """The position was filled, and stays so: it is the employer's to reopen."""
        self.consent()
        self.assert_returned()
        self.assertEqual(self.opening.positions_filled, 1)
        self.assertTrue(self.opening.stage_id.is_won)

    def test_returned_without_disclosure(self):
        self.assert_returned()
        self.assertEqual(self.opening.positions_filled, 0)
