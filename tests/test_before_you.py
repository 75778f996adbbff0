import json
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.json import json_default

from .common import FRIDAY, LAST_TUESDAY, TUESDAY, IpsCommon
from .common_queries import IpsQueriesCommon

SECRET = "Kerttu is ill again"


class IpsBeforeCommon(IpsCommon):
    """What a coach is shown before approaching an employer."""

    def before(self, user=None, place=None):
        """What the reader is shown, as the client reads it."""
        self.env.flush_all()
        self.env.invalidate_all()
        place = (place or self.workplace).with_user(user or self.coach_b1)
        return place.read(["before_you"])[0]["before_you"]

    def screen(self, user=None, place=None):
        """The employer as the log screen shows it."""
        self.env.flush_all()
        self.env.invalidate_all()
        contacts = self.Contact.with_user(user or self.coach_b1)
        place = place or self.workplace
        return contacts.get_log_screen(employer_id=place.id)["employer"]


@tagged("standard", "post_install", "-at_install")
class TestBeforeYou(IpsBeforeCommon):
    """Who met them last, what was noted, and what is agreed next."""

    def test_nothing_yet(self):
        values = self.before()
        self.assertFalse(values["last"])
        self.assertFalse(values["next"])
        self.assertFalse(values["claim"])
        self.assertEqual((values["approaches"], values["limit"]), (0, 0))

    def test_last(self):
        later = self.env.ref("ips_employer_crm.outcome_later")
        self.log(self.coach_a1, date=LAST_TUESDAY, shared_note="Old")
        self.log(self.coach_a2, shared_note="Kysytään keväällä", outcome_id=later.id)
        self.plan(self.coach_a1)
        self.log(self.coach_a1, state="cancelled", shared_note="Never was")
        for place in self.workplace | self.company_e:
            self.assertEqual(
                self.before(place=place)["last"],
                {
                    "coach": "Eero Coach",
                    "mine": False,
                    "date": "03/04/2025",
                    "note": "Kysytään keväällä",
                    "outcome": "Return later",
                },
            )
        self.assertTrue(self.before(self.coach_a2)["last"]["mine"])

    def test_contacts_of_another_workplace_are_the_company_s(self):
        other = self.workplace.copy({"name": "Testilä, Palokka"})
        self.log(self.coach_a1, employer_id=other.id, shared_note="There")
        self.assertEqual(self.before()["last"]["note"], "There")

    def test_next_is_the_earliest(self):
        """Of planned visits and promises, by whoever of the coaches."""
        self.plan(self.coach_a1)
        step = self.before()["next"]
        self.assertEqual(step["text"], "Visit planned · 03/07/2025")
        self.assertEqual(step["coach"], "Aino Coach")
        self.assertTrue(self.before(self.coach_a1)["next"]["mine"])
        self.log(self.coach_a2, next_step="Call", next_step_date="2025-03-06")
        step = self.before()["next"]
        self.assertEqual(step["text"], "Call · 03/06/2025")
        self.assertEqual(step["coach"], "Eero Coach")
        company = self.company_e.with_user(self.coach_b1)
        self.assertEqual(company.employer_next_step, "Call · 03/06/2025")

    def test_next_of_another_company_stays_there(self):
        elsewhere = self.new_employer("Elsewhere Oy")
        self.log(
            self.coach_a1,
            employer_id=elsewhere.id,
            person_ids=[Command.clear()],
            next_step="Call",
        )
        self.assertFalse(self.before()["next"])

    def test_wishes(self):
        self.company_e.write(
            {
                "preferred_channel": "phone",
                "preferred_person_id": self.decider.id,
                "max_contacts_per_month": 3,
            }
        )
        values = self.before()
        self.assertEqual(values["channel"], "Phone")
        self.assertEqual(values["person"], "Päivi Päättäjä")
        self.assertEqual(values["limit"], 3)

    def test_no_internal_note_and_nobody_served(self):
        """What is shown before a visit is safe to be seen over a shoulder."""
        self.log(
            self.coach_a1,
            internal_note=SECRET,
            shared_note="Open",
            is_client_specific=True,
            made_by="client",
        )
        for payload in (
            self.before(),
            self.screen(),
            self.Contact.with_user(self.coach_b1).get_log_screen(),
            self.Contact.with_user(self.coach_b1).search_log_employers("Testil"),
        ):
            text = json.dumps(payload, default=json_default)
            self.assertNotIn(SECRET, text)

    def test_coaches_only(self):
        for user in self.outsider | self.manager | self.privacy | self.portal:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.before(user)
        with self.assertRaises(AccessError):
            self.before(self.ips_admin)


@tagged("standard", "post_install", "-at_install")
class TestClaim(IpsBeforeCommon):
    """A claim asks colleagues to wait, for a while; it is theirs to respect."""

    def test_others_see_it(self):
        self.workplace.with_user(self.coach_a1).action_claim()
        self.assertEqual(self.company_e.claim_user_id, self.coach_a1)
        self.assertEqual(self.company_e.claim_until, date(2025, 3, 19))
        self.assertEqual(
            self.before()["claim"], {"coach": "Aino Coach", "until": "03/19/2025"}
        )
        self.assertFalse(self.before(self.coach_a1)["claim"])

    def test_expires(self):
        self.env.company.ips_claim_days = 3
        self.company_e.with_user(self.coach_a1).action_claim()
        for day, claimed in (("2025-03-08", True), ("2025-03-09", False)):
            self.freeze(f"{day} 10:00:00")
            self.env.invalidate_all()
            self.assertEqual(bool(self.before()["claim"]), claimed, day)
            self.assertEqual(self.company_e.is_claimed, claimed, day)
        self.company_e.with_user(self.coach_b1).action_claim()
        self.assertEqual(self.company_e.claim_user_id, self.coach_b1)

    def test_last_minutes_of_the_day(self):
        """The day is the company's: 23:30 in Helsinki is still today."""
        self.env.company.ips_claim_days = 3
        self.company_e.with_user(self.coach_a1).action_claim()
        self.freeze("2025-03-08 21:30:00")
        self.assertTrue(self.before()["claim"])
        self.freeze("2025-03-08 22:30:00")
        self.assertFalse(self.before()["claim"])

    def test_is_not_taken_while_it_runs(self):
        self.company_e.with_user(self.coach_a1).action_claim()
        for place in self.company_e | self.workplace:
            with self.assert_refused(UserError, text="Aino Coach.*03/19/2025"):
                place.with_user(self.coach_b1).action_claim()
        self.freeze("2025-03-10 10:00:00")
        self.company_e.with_user(self.coach_a1).action_claim()
        self.assertEqual(self.company_e.claim_until, date(2025, 3, 24))

    def test_hinders_nobody(self):
        self.company_e.with_user(self.coach_a1).action_claim()
        self.log(self.coach_b1)
        self.plan(self.coach_b1)

    def test_release(self):
        """From the workplace as from the company."""
        for place in self.company_e | self.workplace:
            self.company_e.with_user(self.coach_a1).action_claim()
            place.with_user(self.coach_a1).action_release()
            self.assertFalse(self.company_e.claim_user_id, place.name)
            self.assertFalse(self.before()["claim"])

    def test_nobody_releases_a_colleague_s_claim(self):
        self.company_e.with_user(self.coach_a1).action_claim()
        with self.assert_refused(UserError, AccessError):
            self.company_e.with_user(self.coach_b1).action_release()
        self.assertEqual(self.company_e.claim_user_id, self.coach_a1)


@tagged("standard", "post_install", "-at_install")
class TestApproaches(IpsBeforeCommon):
    """How often an employer wants to be approached, across all coaches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_e.max_contacts_per_month = 2

    def approaches(self):
        return self.before()["approaches"]

    def log_screen(self, **values):
        """Save a contact in the log screen, without a reason for one more."""
        contacts = self.Contact.with_user(self.coach_b1)
        values = {"employer_id": self.workplace.id, "person_ids": [], **values}
        return contacts.browse(contacts.log_contact(values)["id"])

    def test_who_and_what_counts(self):
        other = self.workplace.copy({"name": "Testilä, Palokka"})
        self.log(self.coach_a1)
        self.log(self.coach_a2, channel="phone", employer_id=other.id)
        self.plan(self.coach_b1, employer_id=self.company_e.id)
        self.assertEqual(self.approaches(), 3)
        self.log(self.coach_a1, made_by="client")
        self.log(self.coach_a1, state="cancelled")
        self.log(
            self.coach_a1,
            employer_id=self.new_employer("Elsewhere Oy").id,
            person_ids=[Command.clear()],
        )
        self.assertEqual(self.approaches(), 3)

    def test_month_edges(self):
        """Months are those of the company's clock: 22:30 UTC is the next day."""
        for moment, inside in [
            (datetime(2025, 2, 28, 21, 59), False),
            (datetime(2025, 2, 28, 22, 0), True),
            (datetime(2025, 3, 31, 20, 59), True),
            (datetime(2025, 3, 31, 21, 0), False),
        ]:
            before = self.approaches()
            self.plan(self.coach_a1, date=moment)
            self.assertEqual(self.approaches() - before, inside, moment)

    def test_over_the_limit(self):
        first, second = self.log(self.coach_a1), self.plan(self.coach_a2)
        self.assertFalse(first.is_over_limit or second.is_over_limit)
        third = self.plan(self.coach_b1)
        self.assertTrue(third.is_over_limit)
        next_month = self.plan(self.coach_b1, date=datetime(2025, 4, 4, 9))
        self.assertFalse(next_month.is_over_limit)
        third.with_user(self.coach_b1).action_cancel()
        self.assertFalse(third.is_over_limit)
        self.company_e.max_contacts_per_month = 0
        self.assertFalse(self.plan(self.coach_b1).is_over_limit)

    def test_contact_by_the_job_seeker_is_no_approach(self):
        self.log(self.coach_a1)
        self.log(self.coach_a2)
        self.assertFalse(self.log(self.coach_a1, made_by="client").is_over_limit)

    def test_log_wants_a_reason(self):
        self.log(self.coach_a1)
        self.log(self.coach_a2)
        message = "Testilä, keskusta wants .* at most 2 times a month. Say why"
        for reason in ({}, {"over_limit_reason": ""}, {"over_limit_reason": "  "}):
            with (
                self.subTest(reason=reason),
                self.assert_refused(UserError, text=message),
            ):
                self.log_screen(request_uuid="one", **reason)
        self.assertEqual(self.approaches(), 2)
        reason = "They called and asked me to come"
        contact = self.log_screen(request_uuid="one", over_limit_reason=reason)
        self.assertEqual(contact.over_limit_reason, reason)
        self.assertEqual(self.approaches(), 3)

    def test_planned_visit_was_an_approach_already(self):
        """Completing it asks for nothing: it stood in the count when planned."""
        self.log(self.coach_a1)
        visit = self.plan(self.coach_b1, date=TUESDAY)
        contact = self.log_screen(contact_id=visit.id)
        self.assertEqual(contact, visit)
        self.assertEqual(contact.state, "done")

    def test_within_the_limit_it_asks_nothing(self):
        self.log(self.coach_a1)
        self.assertTrue(self.log_screen())


@tagged("standard", "post_install", "-at_install")
class TestObjection(IpsBeforeCommon):
    """An objection stops approaches to that person; a chance meeting is a fact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.decider.do_not_contact = True

    def test_approach_is_refused(self):
        message = "Päivi Päättäjä does not want .*somebody else at Testilä, keskusta"
        with self.assert_refused(ValidationError, text=message):
            self.plan(self.coach_a1)
        for channel in ("phone", "email", "remote", "letter"):
            with self.assert_refused(ValidationError, text=message):
                self.log(self.coach_a1, channel=channel)
        with self.assert_refused(ValidationError, text=message):
            self.Contact.with_user(self.coach_a1).log_contact(
                {
                    "employer_id": self.workplace.id,
                    "person_ids": self.decider.ids,
                    "channel": "phone",
                }
            )
        contact = self.plan(self.coach_a1, person_ids=[Command.set(self.clerk.ids)])
        with self.assert_refused(ValidationError, text=message):
            contact.person_ids |= self.decider

    def test_meeting_is_a_fact(self):
        for channel in ("in_person", "event"):
            self.assertTrue(self.log(self.coach_a1, channel=channel))
        visit = self.log(self.coach_a1)
        with self.assert_refused(ValidationError):
            visit.with_user(self.coach_a1).channel = "phone"

    def test_objection_after_the_plan(self):
        """The visit that was planned before can still be cancelled or completed."""
        self.decider.do_not_contact = False
        visits = self.plan(self.coach_a1, date=TUESDAY) | self.plan(self.coach_a1)
        self.decider.do_not_contact = True
        visits[0].with_user(self.coach_a1).action_done()
        visits[1].with_user(self.coach_a1).action_cancel()
        self.assertEqual(visits.mapped("state"), ["done", "cancelled"])

    def test_never_proposed(self):
        self.assertEqual(self.screen()["proposed"], [])
        people = {person["id"]: person for person in self.screen()["people"]}
        self.assertTrue(people[self.decider.id]["objects"])
        self.assertFalse(people[self.clerk.id]["objects"])
        contact = self.Contact.create({"employer_id": self.workplace.id})
        self.assertFalse(contact.person_ids)

    def test_not_the_preferred_person(self):
        """Nobody is shown as whom to contact who does not want to be."""
        self.company_e.preferred_person_id = self.decider
        self.assertEqual(self.before()["person"], "")


@tagged("standard", "post_install", "-at_install")
class TestBeforeYouQueries(IpsQueriesCommon):
    """Eight employers cost as many queries as one."""

    def employers(self, number, name):
        """Employers with people, a contact, a visit, a promise and a wish each."""
        employers = self.env["res.partner"].create(
            [
                {
                    "name": f"{name} {index}",
                    "is_company": True,
                    "is_employer": True,
                    "max_contacts_per_month": 9,
                    "child_ids": [
                        Command.create({"name": "Boss", "decides_on_hiring": True}),
                        Command.create({"name": "Clerk"}),
                    ],
                }
                for index in range(number)
            ]
        )
        for index, employer in enumerate(employers):
            employer.preferred_person_id = employer.child_ids[0]
            coach = self.coach_a2 if index % 2 else self.coach_b1
            employer.with_user(coach).action_claim()
        contacts = self.Contact.with_user(self.coach_a1)
        for vals in (
            {"date": TUESDAY, "next_step": "Call", "shared_note": "Note"},
            {"date": FRIDAY, "state": "planned"},
            {"date": FRIDAY - timedelta(days=4), "state": "planned"},
        ):
            contacts.create([{"employer_id": e.id, **vals} for e in employers])
        return employers

    def test_search(self):
        self.employers(1, "Zyxone")
        self.employers(8, "Qwerty")
        contacts = self.Contact.with_user(self.coach_a1)
        self.assertEqual(len(contacts.search_log_employers("Zyxone")), 1)
        self.assertEqual(len(contacts.search_log_employers("Qwerty")), 8)
        few = self.cost(lambda: contacts.search_log_employers("Zyxone"))
        many = self.cost(lambda: contacts.search_log_employers("Qwerty"))
        self.assertLessEqual(many, few)

    def test_log_screen(self):
        contacts = self.Contact.with_user(self.coach_a1)
        employer = self.employers(1, "Zyxone")
        few = self.cost(lambda: contacts.get_log_screen(employer_id=employer.id))
        self.employers(8, "Qwerty")
        screen = contacts.get_log_screen(employer_id=employer.id)
        self.assertEqual(len(screen["recent"]), 6)
        many = self.cost(lambda: contacts.get_log_screen(employer_id=employer.id))
        self.assertLessEqual(many, few)
