import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FRIDAY, TUESDAY
from .common_client import NAMES, IpsClientCommon
from .common_queries import IpsQueriesCommon
from .test_log_screen import IpsLogScreenCommon

NOBODY = 999_999_999


class ForWhomCommon(IpsLogScreenCommon, IpsClientCommon):
    """People served and the two calls of the log screen."""

    def offered(self, user=None, **params):
        """Codes of the people that the user may log for."""
        return {client["ref"] for client in self.screen(user, **params)["clients"]}

    def line(self, client, **vals):
        return {"client_id": client.id, **vals}

    def told(self, client, employer=None, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.Contact.with_user(user or self.coach_a1).get_log_disclosures(
            client.ids, employer and employer.id
        )
        return {row["client_id"]: row for row in rows}


@tagged("standard", "post_install", "-at_install")
class TestPeopleOffered(ForWhomCommon):
    """Whom the log screen offers, and what it says of them."""

    def test_own_people_in_the_service(self):
        own = {
            phase: self.new_client(self.coach_a1, phase=phase).ref
            for phase in ("agreed", "profiling", "employer_agreed", "in_work")
        }
        for phase in ("waiting", "closed"):
            self.new_client(self.coach_a1, phase=phase)
        self.assertEqual(self.offered(), {self.client_a1.ref, *own.values()})
        last = self.screen()["clients"][-1]["ref"]
        self.assertEqual(last, own["in_work"], "job seekers come first")

    def test_people_covered_today(self):
        today = self.env.company._ips_today()
        self.cover(self.client_a2, self.coach_a1)
        self.assertIn(self.client_a2.ref, self.offered())
        for start in (-7, 1):
            self.client_a2.cover_ids.unlink()
            self.cover(self.client_a2, self.coach_a1, today + timedelta(days=start))
            self.assertNotIn(self.client_a2.ref, self.offered())

    def test_leader_is_offered_no_team(self):
        """Who may read everybody logs for the own people all the same, and for those
        covered today, not for those covered once.
        """
        today = self.env.company._ips_today()
        self.cover(self.client_a1, self.leader_a, today - timedelta(days=7))
        self.assertFalse(self.offered(self.leader_a))
        self.assertFalse(self.offered(self.leader_b))

    def test_wishes_in_short(self):
        self.new_wish(self.client_a1)
        self.new_wish(self.client_a1, kind="avoids", own_words="Melu")
        wishes = self.screen()["clients"][0]["wishes"]
        self.assertEqual(wishes, "Leivän leipominen")
        self.new_wish(self.client_a1, own_words="Kukat ja puutarha " * 9)
        wishes = self.screen()["clients"][0]["wishes"]
        self.assertLessEqual(len(wishes), 60)
        self.assertTrue(wishes.endswith("…"))

    def test_codes_never_names(self):
        """Opening the screen and asking what may be told names nobody, so that no
        look is logged; the words of a note stay where they are.
        """
        self.identify()
        visit = self.plan(self.coach_a1, date=TUESDAY)
        self.new_line(visit, self.client_a1, note="Kysy taukohuoneesta")
        self.new_disclosure(self.client_a1, purpose="Haluaa kertoa itse")
        before = len(self.looks())
        payload = json.dumps(
            [
                self.screen(contact_id=visit.id),
                self.screen(employer_id=self.workplace.id),
                self.told(self.client_a1, self.workplace),
            ]
        )
        for words in (*NAMES.values(), "client_a1@", "Kysy", "Haluaa"):
            self.assertNotIn(words, payload)
        self.assertIn(self.client_a1.ref, payload)
        self.assertEqual(len(self.looks()), before)

    def test_planned_visit(self):
        """Lines that the reader may see are there to complete; others are not."""
        visit = self.plan(self.coach_a1, date=TUESDAY)
        self.new_line(
            visit,
            self.client_a1,
            matches_wishes="no",
            client_present=True,
            note="Kysy tauoista",
        )
        self.new_line(visit, self.client_a2)
        expected = {
            "client_id": self.client_a1.id,
            "matches_wishes": "no",
            "client_present": True,
            "note": "",
            "has_note": True,
        }
        contact = self.screen(contact_id=visit.id)["contact"]
        self.assertEqual(contact["client_lines"], [expected])
        employer = self.screen(employer_id=self.workplace.id)["employer"]
        self.assertEqual(employer["planned"]["client_lines"], [expected])
        self.assertNotIn(self.client_a2.ref, self.offered(contact_id=visit.id))

    def test_everybody_on_a_visit_is_offered(self):
        """A leader who completes a coach's visit, and one who planned an own one."""
        visit = self.plan(self.coach_a1)
        self.new_line(visit, self.client_a1)
        seen = self.offered(self.leader_a, contact_id=visit.id)
        self.assertEqual(seen, {self.client_a1.ref})
        self.new_line(self.plan(self.leader_a), self.client_a2)
        self.assertEqual(self.offered(self.leader_a), {self.client_a2.ref})


@tagged("standard", "post_install", "-at_install")
class TestDisclosureOnTheLog(ForWhomCommon):
    """What may be told here, said before the coach talks."""

    def test_nothing_agreed(self):
        row = self.told(self.client_a1, self.workplace)[self.client_a1.id]
        self.assertEqual(row["level"], 0)
        self.assertEqual(
            row["text"], f"Nothing may be told about {self.client_a1.ref} here."
        )

    def test_each_level(self):
        texts = set()
        for level in "1234":
            self.new_disclosure(self.client_a1, level=level)
            row = self.told(self.client_a1, self.workplace)[self.client_a1.id]
            self.assertEqual(row["level"], int(level))
            self.assertIn("03/04/2026", row["text"])
            texts.add(row["text"])
        self.assertEqual(len(texts), 4)

    def test_who_tells(self):
        texts = set()
        for told_by in ("coach", "client", "together"):
            self.new_disclosure(self.client_a1, told_by=told_by)
            row = self.told(self.client_a1, self.workplace)[self.client_a1.id]
            self.assertTrue(row["text"].startswith("The name may be told until"))
            texts.add(row["text"])
        self.assertEqual(len(texts), 3)

    def test_employer_decides(self):
        """The company told nothing, one named, and a new one: as agreed for each."""
        named = self.new_employer("Named Oy")
        self.new_disclosure(self.client_a1, level="1")
        self.new_disclosure(
            self.client_a1, employer_id=self.company_e.id, excludes=True, level="0"
        )
        self.new_disclosure(self.client_a1, employer_id=named.id, level="4")
        for employer, level in (
            (self.workplace, 0),
            (self.company_e, 0),
            (named, 4),
            (self.new_employer("Other Oy"), 1),
            (None, 1),
        ):
            row = self.told(self.client_a1, employer)[self.client_a1.id]
            self.assertEqual(row["level"], level, employer and employer.name)

    def test_other_people_are_left_out(self):
        for user, seen in (
            (self.coach_a1, self.client_a1),
            (self.coach_a2, self.client_a2),
            (self.leader_a, self.client_a1 | self.client_a2 | self.client_waiting),
            (self.leader_b, self.client_b1),
        ):
            told = self.told(self.clients, self.workplace, user)
            self.assertEqual(told.keys(), set(seen.ids), user.name)

    def test_roles(self):
        for user in self.outsider | self.manager | self.privacy | self.ips_admin:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.told(self.client_a1, self.workplace, user)


@tagged("standard", "post_install", "-at_install")
class TestSaveForWhom(ForWhomCommon):
    """What saving does with the people."""

    def test_new_contact(self):
        second = self.new_client(self.coach_a1)
        contact = self.save(
            date="2025-03-04 09:00:00",
            client_lines=[
                self.line(
                    self.client_a1,
                    matches_wishes="yes",
                    client_present=True,
                    note=" Halusi keittiön ",
                    has_note=True,
                ),
                self.line(second, matches_wishes=False, note=""),
            ],
        )
        self.assertTrue(contact.is_client_specific)
        self.assertEqual(contact.made_by, "coach")
        self.assertRecordValues(
            contact.client_line_ids.sorted("id"),
            [
                {
                    "client_id": self.client_a1.id,
                    "matches_wishes": "yes",
                    "client_present": True,
                    "note": "Halusi keittiön",
                    "create_uid": self.coach_a1.id,
                },
                {
                    "client_id": second.id,
                    "matches_wishes": False,
                    "client_present": False,
                    "note": False,
                    "create_uid": self.coach_a1.id,
                },
            ],
        )
        for client in self.client_a1 | second:
            self.assertEqual(client.first_employer_contact_date, TUESDAY.date())
        self.assertFalse(self.answer["week"]["without_contact"])

    def test_counts_where_generic_contacts_do_not(self):
        """The people chosen make it specific, whatever else is sent."""
        self.env["ips.contact.rule"].create(
            {
                "name": "For somebody",
                "team_id": self.team_a.id,
                "valid_from": "2025-01-01",
                "counts_generic": False,
            }
        )
        people = {"person_ids": self.decider.ids, "is_client_specific": False}
        contact = self.save(**people)
        self.assertEqual(contact.count_reason, "generic")
        contact = self.save(**people, client_lines=[self.line(self.client_a1)])
        self.assertEqual(contact.count_reason, "counted")
        self.assertTrue(self.answer["counts"])

    def test_nobody_chosen(self):
        for lines in ([], None):
            contact = self.save(client_lines=lines, is_client_specific=True)
            self.assertTrue(contact.is_client_specific)
            self.assertFalse(contact.client_line_ids)
            self.assertFalse(self.save(client_lines=lines).is_client_specific)

    def test_person_at_work(self):
        """They may search anew."""
        client = self.new_client(self.coach_a1, phase="in_work")
        contact = self.save(client_lines=[self.line(client)])
        self.assertEqual(contact.client_line_ids.client_id, client)

    def test_made_by_the_person(self):
        contact = self.save(
            person_ids=self.decider.ids,
            made_by="client",
            client_lines=[self.line(self.client_a1)],
        )
        self.assertEqual(contact.count_reason, "client")
        self.assertEqual(
            self.client_a1.first_employer_contact_date, contact.day, "criterion 15"
        )

    def test_planned_visit_is_brought_in_line(self):
        """Added, changed and taken off; what the reader may not see stays."""
        second, third = self.new_client(self.coach_a1), self.new_client(self.coach_a1)
        visit = self.plan(self.coach_a1, date=TUESDAY)
        kept = self.new_line(visit, self.client_a1, note="Ennen")
        taken = self.new_line(visit, second)
        hidden = self.new_line(visit, self.client_a2, note="Eeron")
        self.save(
            contact_id=visit.id,
            client_lines=[
                self.line(self.client_a1, matches_wishes="no", note="Nyt"),
                self.line(third, client_present=True),
            ],
        )
        self.assertFalse(taken.exists())
        self.assertRecordValues(
            kept, [{"matches_wishes": "no", "note": "Ennen\nNyt", "id": kept.id}]
        )
        self.assertEqual(hidden.note, "Eeron")
        added = visit.client_line_ids - kept - hidden
        self.assertRecordValues(
            added, [{"client_id": third.id, "client_present": True}]
        )

    def test_planned_visit_keeps_what_is_not_said(self):
        """A screen that knows no people takes nobody off."""
        visit = self.plan(self.coach_a1, date=TUESDAY)
        line = self.new_line(visit, self.client_a1, note="Ennen")
        self.save(contact_id=visit.id)
        self.assertEqual(visit.client_line_ids, line)
        self.assertTrue(visit.is_client_specific)

    def test_note_stays_without_a_new_one(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        line = self.new_line(visit, self.client_a1, note="Ennen")
        self.save(contact_id=visit.id, client_lines=[self.line(self.client_a1)])
        self.assertEqual(line.note, "Ennen")

    def test_visit_for_somebody_stays_specific(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        self.new_line(visit, self.client_a1)
        lines = [self.line(self.client_a1)]
        self.save(contact_id=visit.id, client_lines=lines, is_client_specific=False)
        self.assertTrue(visit.is_client_specific)

    def test_person_who_left_meanwhile(self):
        """Whoever was on the visit stays on it, closed or not."""
        visit = self.plan(self.coach_a1, date=TUESDAY)
        line = self.new_line(visit, self.client_a1)
        self.client_a1.phase = "closed"
        lines = [self.line(self.client_a1, matches_wishes="yes")]
        self.save(contact_id=visit.id, client_lines=lines)
        self.assertEqual(line.matches_wishes, "yes")

    def test_leader_completes_for_the_coach(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        self.save(
            self.leader_a,
            contact_id=visit.id,
            client_lines=[self.line(self.client_a1), self.line(self.client_a2)],
        )
        lines = visit.sudo().client_line_ids
        self.assertEqual(lines.client_id, self.client_a1 | self.client_a2)

    def test_saved_twice(self):
        values = {
            "request_uuid": "one",
            "client_lines": [self.line(self.client_a1, note="Kerran")],
        }
        first = self.save(**values)
        self.assertEqual(self.save(**values), first)
        self.assertEqual(first.client_line_ids.note, "Kerran")
        visit = self.plan(self.coach_a1, date=TUESDAY)
        for _time in range(2):
            self.save(contact_id=visit.id, **{**values, "request_uuid": "two"})
        self.assertEqual(visit.client_line_ids.note, "Kerran")

    def test_same_person_twice(self):
        lines = [self.line(self.client_a1), self.line(self.client_a1, note="Toinen")]
        contact = self.save(client_lines=lines)
        self.assertEqual(contact.client_line_ids.note, "Toinen")

    def test_people_of_others(self):
        """One answer for others' people, those in the queue and none at all: nobody
        learns who is a client. Nothing of the entry is kept.
        """
        waiting = self.new_client(self.coach_a1, phase="waiting")
        messages = set()
        for client_id in (
            *(self.client_a2 | self.client_b1 | self.client_waiting | waiting).ids,
            NOBODY,
        ):
            with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
                self.save(
                    employer_id=False,
                    new_employer={"name": "Zyxala Oy"},
                    client_lines=[self.line(self.client_a1), {"client_id": client_id}],
                )
            messages.add((type(caught.exception), str(caught.exception)))
        self.assertEqual(len(messages), 1, messages)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Zyxala Oy")]))
        self.assertFalse(self.client_a1.contact_line_ids)

    def test_others_visit(self):
        """A line opens nobody's visit to somebody else."""
        visit = self.plan(self.coach_a2, date=TUESDAY)
        with self.assert_refused(AccessError):
            self.save(contact_id=visit.id, client_lines=[self.line(self.client_a1)])


@tagged("standard", "post_install", "-at_install")
class TestLinesStayWithTheirReaders(ForWhomCommon):
    """All coaches read the contact; for whom it was, only the person's readers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.log(cls.coach_a1)
        cls.secret = cls.new_line(
            cls.contact, cls.client_a1, matches_wishes="yes", note="Salainen"
        )
        cls.spec = {
            "client_line_ids": {
                "fields": {
                    "client_id": {"fields": {"display_name": {}}},
                    "note": {},
                    "matches_wishes": {},
                }
            }
        }

    def ways(self, user):
        """{way: what came back} of reading the contact's people as the user."""
        self.env.flush_all()
        self.env.invalidate_all()
        contact = self.contact.with_user(user)
        contacts = self.Contact.with_user(user)
        domains = {
            "person": [("client_line_ids.client_id", "=", self.client_a1.id)],
            "people": [("client_line_ids.client_id", "in", self.clients.ids)],
            "code": [("client_line_ids.client_id.ref", "=", self.client_a1.ref)],
            "name": [("client_line_ids", "ilike", self.client_a1.ref)],
            "any": [
                ("client_line_ids", "any", [("client_id", "=", self.client_a1.id)])
            ],
            "note": [("client_line_ids.note", "ilike", "Salainen")],
            "answer": [("client_line_ids.matches_wishes", "=", "yes")],
        }
        here = [("id", "=", self.contact.id)]
        return {
            "attribute": contact.client_line_ids.ids,
            "read": contact.read(["client_line_ids"])[0]["client_line_ids"],
            "web_read": contact.web_read(self.spec)[0]["client_line_ids"],
            "web_search_read": contacts.web_search_read(here, self.spec)["records"][0][
                "client_line_ids"
            ],
            **{
                f"search by {way}": (contacts.search(domain) & contact).ids
                for way, domain in domains.items()
            },
        }

    def test_readers(self):
        for user in self.coach_a1 | self.leader_a | self.deputy_a:
            for way, found in self.ways(user).items():
                with self.subTest(user=user.name, way=way):
                    self.assertTrue(found)

    def test_others(self):
        for user in self.coach_a2 | self.coach_b1 | self.leader_b:
            self.assertTrue(self.contact.with_user(user).has_access("read"))
            for way, found in self.ways(user).items():
                with self.subTest(user=user.name, way=way):
                    self.assertFalse(found)

    def test_answers_do_not_depend_on_the_person(self):
        """Negated searches find contacts whoever is asked for. That there is a line at
        all is what ``is_client_specific`` says to every coach.
        """
        for user in self.coach_a2 | self.leader_b:
            contacts = self.Contact.with_user(user)
            for operator in ("=", "!="):
                answers = {
                    contacts.search_count(
                        [
                            ("id", "=", self.contact.id),
                            "!",
                            ("client_line_ids.client_id", operator, client.id),
                        ]
                    )
                    for client in (self.client_a1, self.client_waiting)
                }
                with self.subTest(user=user.name, operator=operator):
                    self.assertEqual(len(answers), 1)

    def test_outside(self):
        for user in self.outsider | self.manager | self.privacy | self.ips_admin:
            contact = self.contact.with_user(user)
            for call in (
                lambda contact=contact: contact.read(["client_line_ids"]),
                lambda contact=contact: contact.web_read(self.spec),
                lambda contact=contact: contact.search(
                    [("client_line_ids.client_id", "=", self.client_a1.id)]
                ),
                lambda user=user: self.secret.with_user(user).read(["note"]),
            ):
                self.env.invalidate_all()
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    call()

    def test_payloads_of_others(self):
        """Neither the log screen nor My week of others knows of it."""
        visit = self.plan(self.coach_a1, date=FRIDAY)
        self.new_line(visit, self.client_a1)
        for user in self.coach_a2 | self.leader_b:
            screen = self.screen(user, contact_id=visit.id)
            week = self.Week.with_user(user).get_my_week()
            self.assertFalse(screen["contact"]["client_lines"])
            payload = json.dumps([screen, week], default=str)
            self.assertNotIn(self.client_a1.ref, payload)


@tagged("standard", "post_install", "-at_install")
class TestForWhomQueries(IpsQueriesCommon, ForWhomCommon):
    """More people cost no more queries."""

    def many(self, number):
        clients = self.Client.with_user(self.coach_a1).create(
            [{"phase": "searching"} for _number in range(number)]
        )
        occupation = self.env["ips.occupation"].search([], limit=1)
        for client in clients:
            self.new_wish(client)
            self.new_wish(client, own_words=False, occupation_id=occupation.id)
            self.new_disclosure(client)
        self.cover(self.client_a2, self.coach_a1)
        return clients

    def test_opening(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        contacts = self.Contact.with_user(self.coach_a1)
        clients = self.many(2)
        self.new_line(visit, clients[0])
        few = self.cost(lambda: contacts.get_log_screen(visit.id))
        for client in self.many(20):
            self.new_line(visit, client)
        self.assertLessEqual(self.cost(lambda: contacts.get_log_screen(visit.id)), few)

    def test_many_visits(self):
        """The recent employers bring their planned visits along."""
        contacts = self.Contact.with_user(self.coach_a1)
        clients = self.many(4)
        places = [self.new_employer(f"Many {number}") for number in range(4)]

        def visit(place):
            planned = self.plan(
                self.coach_a1,
                date="2025-03-05 11:00:00",
                employer_id=place.id,
                person_ids=[Command.clear()],
            )
            for client in clients:
                self.new_line(planned, client)

        visit(places[0])
        few = self.cost(contacts.get_log_screen)
        for place in places[1:]:
            visit(place)
        self.assertLessEqual(self.cost(contacts.get_log_screen), few)

    def test_what_may_be_told(self):
        contacts = self.Contact.with_user(self.coach_a1)
        ids = self.many(22).ids

        def cost(number):
            return self.cost(
                lambda: contacts.get_log_disclosures(ids[:number], self.workplace.id)
            )

        few = cost(2)
        self.assertLessEqual(cost(22), few)
