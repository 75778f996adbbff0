from uuid import uuid4

from odoo.fields import Command
from odoo.tests import tagged

from .common import TUESDAY
from .common_opening import IpsOpeningCommon


@tagged("standard", "post_install", "-at_install")
class TestOpeningFromTheLog(IpsOpeningCommon):
    """A job lead in the log becomes an opening with what is known."""

    def log_screen(self, user=None, **values):
        """Save the log screen; returns the contact."""
        result = self.Contact.with_user(user or self.coach_a1).log_contact(
            {
                "request_uuid": str(uuid4()),
                "employer_id": self.workplace.id,
                "person_ids": self.decider.ids,
                "date": TUESDAY,
                "outcome_id": self.env.ref("ips_employer_crm.outcome_lead").id,
                **values,
            }
        )
        self.env.flush_all()
        return self.Contact.browse(result["id"])

    def test_opening_with_what_is_known(self):
        contact = self.log_screen(opening={"name": " Keittiöapulainen "})
        opening = contact.lead_ids
        self.assertRecordValues(
            opening,
            [
                {
                    "is_job_opening": True,
                    "type": "opportunity",
                    "employer_id": self.workplace.id,
                    "person_id": self.decider.id,
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "stage_id": self.first.id,
                    "is_hidden_job": True,
                    "positions": 1,
                    "introduced_count": 0,
                }
            ],
        )
        self.assertEqual(opening.name, "Keittiöapulainen")
        self.assertEqual(opening.employer_contact_ids, contact)
        self.assertEqual(opening.create_uid, self.coach_a1)

    def test_without_a_word(self):
        """Two taps and nothing typed is enough."""
        for opening in ({}, {"name": ""}, {"name": "  "}, {"name": False}):
            with self.subTest(opening=opening):
                contact = self.log_screen(opening={"name": "", **opening})
                self.assertEqual(contact.lead_ids.name, "Job lead")

    def test_empty_answer_is_an_answer(self):
        """What the screen sends with the button pressed and nothing else."""
        self.assertTrue(self.log_screen(opening={"name": ""}).lead_ids)
        self.assertFalse(self.log_screen(opening=None).lead_ids)
        self.assertFalse(self.log_screen(opening=False).lead_ids)

    def test_outcome_is_the_screens_matter(self):
        """The flag of the outcome decides what is offered, not what is saved."""
        outcome = self.env.ref("ips_employer_crm.outcome_later")
        self.assertFalse(outcome.finds_lead)
        contact = self.log_screen(outcome_id=outcome.id, opening={"name": "Baker"})
        self.assertEqual(len(contact.lead_ids), 1)
        contact = self.log_screen(opening=None)
        self.assertFalse(contact.lead_ids)
        screen = self.Contact.with_user(self.coach_a1).get_log_screen()
        offers = {row["id"]: row["finds_lead"] for row in screen["outcomes"]}
        self.assertFalse(offers[outcome.id])
        self.assertTrue(offers[self.env.ref("ips_employer_crm.outcome_lead").id])

    def test_sent_twice(self):
        """A double tap or a lost answer makes no second opening."""
        values = {"request_uuid": str(uuid4()), "opening": {"name": "Baker"}}
        first = self.log_screen(**values)
        again = self.log_screen(**values)
        self.assertEqual(again, first)
        self.assertEqual(len(first.lead_ids), 1)
        count = self.Lead.search_count([("name", "=", "Baker")])
        self.assertEqual(count, 1)

    def test_planned_visit(self):
        """Completed by its own coach, or by the leader: the coach's opening."""
        for user in (self.coach_a1, self.leader_a):
            with self.subTest(user=user.name):
                planned = self.plan(self.coach_a1, date=TUESDAY)
                contact = self.log_screen(
                    user, contact_id=planned.id, opening={"name": "Baker"}
                )
                self.assertEqual(contact, planned)
                self.assertRecordValues(
                    contact.lead_ids,
                    [{"user_id": self.coach_a1.id, "team_id": self.team_a.id}],
                )

    def test_new_employer_and_person(self):
        contact = self.log_screen(
            employer_id=False,
            new_employer={"name": "Uusi Oy", "municipality_id": self.municipality.id},
            person_ids=[],
            new_people=[{"name": "Ulla Uusi", "decides": True}],
            opening={"name": "Baker"},
        )
        self.assertRecordValues(
            contact.lead_ids,
            [
                {
                    "employer_id": contact.employer_id.id,
                    "person_id": contact.person_ids.id,
                    "municipality_id": self.municipality.id,
                }
            ],
        )

    def test_nobody_met(self):
        contact = self.log_screen(person_ids=[], opening={"name": "Baker"})
        self.assertFalse(contact.lead_ids.person_id)
        self.assertTrue(contact.lead_ids.is_job_opening)

    def test_whoever_may_log(self):
        """Leaders, deputies and coaches who also sell: always an opening."""
        for user in (self.leader_a, self.deputy_a, self.both, self.coach_b1):
            with self.subTest(user=user.name):
                opening = self.log_screen(user, opening={"name": "Baker"}).lead_ids
                self.assertTrue(opening.is_job_opening)
                self.assertTrue(opening.team_id.use_job_openings)

    def test_contacts_of_an_opening(self):
        """Later contacts about it are added; those of others stay visible."""
        opening = self.log_screen(opening={"name": "Baker"}).lead_ids
        later = self.log(self.coach_b1, lead_ids=[Command.link(opening.id)])
        self.env.invalidate_all()
        seen = opening.with_user(self.coach_a2)
        self.assertEqual(len(seen.employer_contact_ids), 2)
        self.assertIn(later, seen.employer_contact_ids.sudo(False))
