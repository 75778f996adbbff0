import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.json import json_default

from .common import LAST_TUESDAY, MONDAY, TUESDAY, IpsCommon

NOON = datetime(2025, 3, 5, 10, 0)


class IpsLogScreenCommon(IpsCommon):
    """The two calls of the log screen, made as the client makes them."""

    def screen(self, user=None, **params):
        self.env.flush_all()
        self.env.invalidate_all()
        contacts = self.Contact.with_user(user or self.coach_a1)
        screen = contacts.get_log_screen(**params)
        return json.loads(json.dumps(screen, default=json_default))

    def save(self, user=None, **values):
        """Save; returns the contact as its coach sees it, and keeps the answer."""
        contacts = self.Contact.with_user(user or self.coach_a1)
        values.setdefault("employer_id", self.workplace.id)
        self.answer = contacts.log_contact(values)
        self.env.flush_all()
        self.env.invalidate_all()
        return contacts.browse(self.answer["id"])


@tagged("standard", "post_install", "-at_install")
class TestLogScreen(IpsLogScreenCommon):
    """What the screen opens with."""

    def test_everything_to_choose_from(self):
        screen = self.screen()
        self.assertEqual(screen["user_id"], self.coach_a1.id)
        self.assertEqual(screen["today"], "2025-03-05")
        self.assertEqual(screen["channels"][0], ["in_person", "In person"])
        self.assertIn("Needs meeting", [row["name"] for row in screen["purposes"]])
        later = self.env.ref("ips_employer_crm.outcome_later")
        outcome = next(row for row in screen["outcomes"] if row["id"] == later.id)
        self.assertEqual(outcome["next_step"], "Call back")
        self.assertEqual(outcome["next_step_days"], 30)
        colleagues = [row["name"] for row in screen["colleagues"]]
        self.assertIn("Eero Coach", colleagues)
        self.assertNotIn("Aino Coach", colleagues)
        self.assertNotIn("Otto Outsider", colleagues)
        self.assertFalse(screen["employer"])
        self.assertFalse(screen["contact"])
        self.assertEqual(screen["defaults"]["duration"], 0.5)

    def test_employer_named(self):
        employer = self.screen(employer_id=self.workplace.id)["employer"]
        self.assertEqual(employer["id"], self.workplace.id)
        self.assertEqual(employer["company"], "Testilä Oy")
        self.assertEqual(employer["proposed"], self.decider.ids)
        people = {person["id"]: person for person in employer["people"]}
        self.assertLessEqual({self.decider.id, self.clerk.id}, people.keys())
        self.assertTrue(people[self.decider.id]["decides"])
        self.assertFalse(people[self.clerk.id]["decides"])
        self.assertFalse(employer["contact_id"])

    def test_employer_with_a_visit_planned(self):
        """Mine for today or before is completed; later and others' are not."""
        self.plan(self.coach_a1)
        self.plan(self.coach_a2, date=TUESDAY)
        employer = self.screen(employer_id=self.workplace.id)["employer"]
        self.assertFalse(employer["contact_id"])
        visit = self.plan(self.coach_a1, date=NOON + timedelta(hours=4))
        employer = self.screen(employer_id=self.workplace.id)["employer"]
        self.assertEqual(employer["contact_id"], visit.id)

    def test_planned_contact(self):
        visit = self.plan(
            self.coach_a1,
            date=TUESDAY,
            duration=1.5,
            companion_ids=[Command.set(self.coach_a2.ids)],
        )
        screen = self.screen(contact_id=visit.id)
        self.assertEqual(screen["employer"]["id"], self.workplace.id)
        contact = screen["contact"]
        self.assertEqual(contact["id"], visit.id)
        self.assertEqual(contact["date"], "2025-03-04 09:00:00")
        self.assertEqual(contact["person_ids"], self.decider.ids)
        self.assertEqual(contact["companion_ids"], self.coach_a2.ids)
        self.assertEqual(contact["duration"], 1.5)

    def test_what_is_gone(self):
        """A link to a deleted contact or employer opens the empty screen."""
        visit = self.plan(self.coach_a1)
        gone = visit.id
        visit.unlink()
        screen = self.screen(contact_id=gone, employer_id=999_999_999)
        self.assertFalse(screen["contact"] or screen["employer"])

    def test_recent_employers(self):
        """Today's visits first, then the last ones, each once and mine only."""
        places = [self.new_employer(f"Recent {number}") for number in range(4)]
        today, last, older, others = places
        none = [Command.clear()]
        self.log(
            self.coach_a1, date=LAST_TUESDAY, employer_id=older.id, person_ids=none
        )
        self.log(self.coach_a1, employer_id=last.id, person_ids=none)
        self.log(self.coach_a1, employer_id=last.id, person_ids=none)
        self.log(self.coach_a2, employer_id=others.id, person_ids=none)
        self.plan(self.coach_a1, date=NOON, employer_id=today.id, person_ids=none)
        self.plan(self.coach_a1, employer_id=others.id, person_ids=none)
        recent = [row["id"] for row in self.screen()["recent"]]
        self.assertEqual(recent, [today.id, last.id, older.id])

    def test_last_duration_is_proposed(self):
        self.log(self.coach_a1, duration=1.25)
        self.assertEqual(self.screen()["defaults"]["duration"], 1.25)

    def test_verdicts_are_the_real_ones(self):
        """Each combination, logged: the screen said beforehand what came out."""
        verdicts = self.screen()["verdicts"]
        self.assertEqual(len(verdicts), 6 * 2 * 2)
        for key, verdict in verdicts.items():
            channel, decides, specific = key.split("|")
            with self.subTest(key=key):
                contact = self.save(
                    channel=channel,
                    person_ids=self.clerk.ids,
                    decision_maker_met=decides == "1",
                    is_client_specific=specific == "1",
                )
                self.assertEqual(contact.is_counted, verdict["counts"])
                self.assertEqual(self.answer["message"], verdict["text"])

    def test_verdicts_follow_the_team_s_rule(self):
        self.env["ips.contact.rule"].create(
            {
                "name": "Phone, specific",
                "team_id": self.team_a.id,
                "channels": "phone",
                "requires_decision_maker": False,
                "counts_generic": False,
                "valid_from": "2025-03-01",
            }
        )
        counting = {
            key
            for key, verdict in self.screen()["verdicts"].items()
            if verdict["counts"]
        }
        self.assertEqual(counting, {"phone|0|1", "phone|1|1"})
        counting = {
            key
            for key, verdict in self.screen(self.coach_b1)["verdicts"].items()
            if verdict["counts"]
        }
        self.assertEqual(counting, {"in_person|1|0", "in_person|1|1"})

    def test_roles(self):
        for user in (
            *[self.outsider, self.manager, self.privacy],
            *[self.ips_admin, self.portal],
        ):
            contacts = self.Contact.with_user(user)
            for call in (
                lambda contacts=contacts: contacts.get_log_screen(),
                lambda contacts=contacts: contacts.search_log_employers("Testilä"),
                lambda contacts=contacts: contacts.log_contact(
                    {"employer_id": self.workplace.id}
                ),
                lambda contacts=contacts: contacts.log_contact(
                    {"new_employer": {"name": "Uusi Oy"}}
                ),
            ):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    call()


@tagged("standard", "post_install", "-at_install")
class TestLogContact(IpsLogScreenCommon):
    """What saving does."""

    def test_known_employer(self):
        contact = self.save(
            person_ids=self.decider.ids,
            companion_ids=self.coach_a2.ids,
            date="2025-03-04 09:00:00",
            duration=1.0,
            travel_duration=0.5,
            distance_km=42,
            shared_note="Sovittu",
            internal_note="Omille",
            next_step="Soita",
            next_step_date="2025-03-10",
        )
        self.assertRecordValues(
            contact,
            [
                {
                    "employer_id": self.workplace.id,
                    "user_id": self.coach_a1.id,
                    "companion_ids": self.coach_a2.ids,
                    "person_ids": self.decider.ids,
                    "state": "done",
                    "date": TUESDAY,
                    "distance_km": 42,
                    "count_reason": "counted",
                    "next_step": "Soita",
                    "next_step_date": MONDAY + timedelta(weeks=1),
                }
            ],
        )
        self.assertTrue(self.answer["counts"])
        self.assertEqual(self.answer["title"], "Week 10: 1 of 6")
        self.assertIn("decides on hiring", self.answer["message"])
        self.assertEqual(self.answer["week"]["row"]["counted"], 1)

    def test_answer_is_the_week_it_moved(self):
        """An entry of last week shows last week."""
        self.save(date="2025-02-25 09:00:00", person_ids=self.decider.ids)
        self.assertEqual(self.answer["title"], "Week 9: 1 of 6")
        self.assertEqual(self.answer["week"]["week"]["start"], "2025-02-24")

    def test_planned_visit(self):
        """It is completed, keeps its event and leaves the future."""
        visit = self.plan(self.coach_a1, next_step="Prepare")
        event = visit.event_id
        contact = self.save(contact_id=visit.id, person_ids=self.decider.ids)
        self.assertEqual(contact, visit)
        self.assertRecordValues(visit, [{"state": "done", "date": NOON}])
        self.assertEqual(visit.sudo().event_id, event)
        self.assertTrue(event.active)
        self.assertTrue(visit.is_counted)

    def test_planned_visit_of_yesterday(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        self.save(contact_id=visit.id, employer_id=False)
        self.assertRecordValues(visit, [{"state": "done", "date": TUESDAY}])

    def test_planned_visit_for_a_colleague(self):
        """Who entered it may complete it; it stays the colleague's."""
        visit = self.plan(self.leader_a, user_id=self.coach_a1.id, date=TUESDAY)
        self.save(self.leader_a, contact_id=visit.id)
        self.assertRecordValues(visit, [{"state": "done", "user_id": self.coach_a1.id}])

    def test_planned_visit_of_somebody_else(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        for user in self.coach_a2 | self.coach_b1 | self.leader_b:
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                self.save(user, contact_id=visit.id)
        self.env.invalidate_all()
        self.assertEqual(visit.state, "planned")
        self.save(self.leader_a, contact_id=visit.id)
        self.assertEqual(visit.state, "done")

    def test_done_contact_is_not_overwritten(self):
        """The screen completes planned visits; what was logged stays as it was."""
        contact = self.log(self.coach_a1, shared_note="Kept")
        try:
            self.save(contact_id=contact.id, shared_note="Lost", channel="phone")
        except UserError:
            pass
        self.env.invalidate_all()
        self.assertEqual(contact.shared_note, "Kept")
        self.assertEqual(contact.channel, "in_person")

    def test_new_employer_and_person(self):
        contact = self.save(
            employer_id=False,
            new_employer={"name": " Uusi Oy ", "municipality_id": self.municipality.id},
            new_people=[
                {"name": " Uuno ", "function": "Owner", "decides": True},
                {"name": "Vilma"},
                {"name": "  "},
            ],
        )
        employer = contact.employer_id
        self.assertRecordValues(
            employer,
            [
                {
                    "name": "Uusi Oy",
                    "is_company": True,
                    "is_employer": True,
                    "municipality_id": self.municipality.id,
                    "coach_id": self.coach_a1.id,
                    "employer_stage": "introduced",
                }
            ],
        )
        self.assertRecordValues(
            contact.person_ids.sorted("name"),
            [
                {
                    "name": name,
                    "function": function,
                    "parent_id": employer.id,
                    "is_company": False,
                    "decides_on_hiring": decides,
                    "data_source": "Met in person",
                }
                for name, function, decides in [
                    ("Uuno", "Owner", True),
                    ("Vilma", False, False),
                ]
            ],
        )
        self.assertTrue(contact.is_counted)
        made = employer | contact.person_ids
        followers = self.env["mail.followers"]
        self.assertFalse(followers.search([("partner_id", "in", made.ids)]))

    def test_decider_is_remembered(self):
        contact = self.save(person_ids=self.clerk.ids, decider_ids=self.clerk.ids)
        self.assertTrue(self.clerk.decides_on_hiring)
        self.assertTrue(contact.is_counted)

    def test_decider_who_was_not_met(self):
        """Only people of this contact are marked."""
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.save(person_ids=self.clerk.ids, decider_ids=stranger.ids)
        self.assertFalse(stranger.decides_on_hiring)

    def test_no_employer(self):
        for values in (
            {"employer_id": False},
            {"employer_id": False, "new_employer": {"name": "  "}},
            {"employer_id": 999_999_999},
        ):
            with self.assert_refused(UserError, text="Choose the employer"):
                self.save(**values)

    def test_employer_of_no_kind(self):
        """A customer, a person, an employee and an archived employer."""
        customer = self.env["res.partner"].create({"name": "X", "is_company": True})
        employee = self.outsider.partner_id
        archived = self.new_employer("Gone Oy", active=False)
        for partner in customer | self.decider | employee | archived:
            with self.subTest(partner=partner.name), self.assert_refused(UserError):
                self.save(employer_id=partner.id)

    def test_people_of_another_company(self):
        """Nobody is met at one employer who works at another."""
        elsewhere = self.new_employer("Elsewhere Oy")
        stranger = self.new_person("Stranger", elsewhere, decides_on_hiring=True)
        with self.assert_refused(UserError):
            self.save(person_ids=stranger.ids)

    def test_future(self):
        with self.assert_refused(UserError, text="lies in the future"):
            self.save(date="2025-03-07 09:00:00")

    def test_only_what_the_screen_sets(self):
        """Other values are ignored, whatever the client sends."""
        contact = self.save(
            person_ids=self.clerk.ids,
            user_id=self.coach_b1.id,
            create_uid=self.coach_b1.id,
            is_counted=True,
            count_reason="counted",
            state="planned",
            company_id=self.env["res.company"].create({"name": "Elsewhere"}).id,
            team_id=self.team_b.id,
            event_id=self.plan(self.coach_b1).event_id.id,
            week_start="2025-02-24",
            company_partner_id=self.new_employer("Elsewhere Oy").id,
        )
        self.assertRecordValues(
            contact,
            [
                {
                    "user_id": self.coach_a1.id,
                    "create_uid": self.coach_a1.id,
                    "is_counted": False,
                    "count_reason": "no_decision_maker",
                    "state": "done",
                    "company_id": self.team_a.company_id.id,
                    "team_id": self.team_a.id,
                    "week_start": MONDAY,
                    "company_partner_id": self.company_e.id,
                }
            ],
        )
        self.assertFalse(contact.sudo().event_id)

    def test_refusal_keeps_nothing(self):
        """Neither the new employer nor the new person of a refused entry."""
        with self.assert_refused(UserError):
            self.save(
                employer_id=False,
                new_employer={"name": "Zyxala Oy"},
                new_people=[{"name": "Zyx"}],
                date="2025-03-07 09:00:00",
            )
        partners = self.env["res.partner"]
        self.assertFalse(partners.search([("name", "in", ["Zyxala Oy", "Zyx"])]))
