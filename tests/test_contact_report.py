"""Analysis of contacts: figures from the log, own rows and the led team's."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from .common import LAST_TUESDAY, MONDAY, TUESDAY
from .common_analysis import AnalysisCommon
from .test_match_suggestion import RUNS

CHANNELS = ("in_person", "phone", "email", "remote", "event", "letter")


class ContactReportCommon(AnalysisCommon):
    model = "ips.contact.report"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_place = cls.new_employer(
            "Toinen Oy", municipality_id=cls.municipality.id
        )

    def by_hand(self, contacts, name):
        """The figure of some contacts, from the records themselves."""
        specific = contacts.filtered("is_client_specific")
        return {
            "__count": len(contacts),
            "contacts": len(contacts),
            "counted": len(contacts.filtered("is_counted")),
            "in_person": len(contacts.filtered(lambda c: c.channel == "in_person")),
            "decision_maker": len(contacts.filtered("decision_maker_met")),
            "client_specific": len(specific),
            "leads_found": sum(len(contact.lead_ids) for contact in contacts),
            "duration": sum(contacts.mapped("duration")),
            "travel_duration": sum(contacts.mapped("travel_duration")),
            "distance_km": sum(contacts.mapped("distance_km")),
        }[name]


@tagged("standard", "post_install", "-at_install")
class TestFigures(ContactReportCommon):
    """Each figure, on a few contacts that can be counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.log(
            cls.coach_a1, LAST_TUESDAY, duration=1, travel_duration=0.5, distance_km=30
        )
        cls.second = cls.log(
            cls.coach_a1,
            TUESDAY,
            lead_ids=[Command.set(cls.opening.ids)],
            duration=0.5,
        )
        cls.call = cls.log(
            cls.coach_a1, TUESDAY + timedelta(hours=1), channel="phone", duration=0.25
        )
        cls.third = cls.log(
            cls.coach_a2,
            TUESDAY + timedelta(hours=2),
            person_ids=[Command.set(cls.clerk.ids)],
            duration=0.5,
        )
        cls.elsewhere = cls.log(
            cls.coach_b1,
            employer_id=cls.other_place.id,
            person_ids=[Command.clear()],
            made_by="client",
        )
        cls.plan(cls.coach_a1)
        cls.plan(cls.coach_a1).action_cancel()
        cls.new_line(cls.second, cls.client_a1, matches_wishes="yes")
        cls.new_line(cls.first, cls.client_a1, matches_wishes="no")

    def test_sums(self):
        self.assertEqual(
            self.total(
                self.leader_a,
                *["__count", "contacts", "counted", "in_person", "decision_maker"],
                *["client_specific", "matching", "leads_found"],
            ),
            (4, 4, 2, 3, 3, 2, 1, 1),
        )
        self.assertEqual(
            self.total(self.leader_a, "duration", "travel_duration", "distance_km"),
            (2.25, 0.5, 30),
        )
        self.assertEqual(self.total(self.coach_a1, "counted", "contacts"), (2, 3))
        self.assertEqual(self.total(self.coach_a2, "counted", "contacts"), (0, 1))
        self.assertEqual(self.total(self.leader_b, "counted", "contacts"), (0, 1))

    def test_shares(self):
        names = ["share_counted", "share_in_person", "share_decision_maker"]
        names += ["share_client_specific", "share_matching"]
        self.assertEqual(self.total(self.leader_a, *names), (0.5, 0.75, 0.75, 0.5, 0.5))
        # Of nothing there is no share
        self.assertFalse(self.total(self.leader_b, "share_matching"))

    def test_by_coach_and_week(self):
        by_coach = self.groups(self.leader_a, "user_id", "counted", "contacts")
        self.assertEqual(by_coach, {self.coach_a1.id: (2, 3), self.coach_a2.id: (0, 1)})
        by_week = self.groups(self.leader_a, "week_start:day", "counted")
        self.assertEqual(
            {key: figures[0] for key, figures in by_week.items()},
            {"2025-02-24": 1, "2025-03-03": 1},
        )
        by_month = self.groups(self.leader_a, "month_start:day", "contacts")
        self.assertEqual(sorted(by_month), ["2025-02-01", "2025-03-01"])

    def test_which_visit(self):
        """Of the company, by whoever of the coaches; a call is none."""
        found = self.groups(self.leader_a, "visit", "contacts")
        self.assertEqual(found, {"0": (1,), "1": (1,), "2": (1,), "3": (1,)})
        self.assertEqual(self.groups(self.coach_a2, "visit", "contacts"), {"3": (1,)})

    def test_where(self):
        """The workplace's own municipality and industry, else its company's."""
        industries = self.env["res.partner.industry"].search([], limit=2)
        other = self.env.ref("ips_employer_crm.municipality_729")
        self.company_e.write(
            {"municipality_id": other.id, "industry_id": industries[0].id}
        )
        for name, own in (
            ("municipality_id", self.municipality),
            ("industry_id", industries[1]),
        ):
            whole = self.company_e[name]
            found = self.groups(self.leader_a, name, "contacts")
            self.assertEqual(found, {whole.id: (4,)})
            self.workplace[name] = own
            found = self.groups(self.leader_a, name, "contacts")
            self.assertEqual(found, {own.id: (4,)})
        areas = self.groups(self.leader_a, "employment_area", "contacts")
        self.assertEqual(areas, {self.municipality.employment_area: (4,)})

    def test_opens_the_contact(self):
        row = self.report(self.coach_a1).browse(self.call.id)
        action = row.action_open_contact()
        self.assertEqual(action["res_model"], "ips.employer.contact")
        self.assertEqual(action["res_id"], self.call.id)

    def test_a_change_shows_at_once(self):
        self.call.write({"channel": "in_person"})
        self.assertEqual(self.total(self.leader_a, "in_person", "counted"), (4, 3))
        self.second.unlink()
        self.assertEqual(self.total(self.leader_a, "in_person", "counted"), (3, 2))
        self.assertEqual(
            self.groups(self.leader_a, "visit", "contacts"),
            {"1": (1,), "2": (1,), "3": (1,)},
        )


@tagged("standard", "post_install", "-at_install")
class TestReaders(ContactReportCommon):
    """Own rows, the led team's, and of people only what the reader may know."""

    def row(self, contact):
        self.env.flush_all()
        return self.env[self.model].browse(contact.id)

    def test_roles(self):
        row = self.row(self.log(self.coach_a1))
        self.assert_told_to(row, self.coach_a1 | self.leader_a | self.deputy_a)
        row = self.row(self.log(self.coach_b1))
        self.assert_told_to(row, self.coach_b1 | self.leader_b)

    def test_read_only(self):
        self.assert_read_only()

    def test_whoever_only_came_along(self):
        contact = self.log(
            self.coach_a1, companion_ids=[Command.set(self.coach_b1.ids)]
        )
        self.assertFalse(self.report(self.coach_b1).search([("id", "=", contact.id)]))

    def test_other_companies(self):
        contact = self.log(self.coach_a1)
        company = self.env["res.company"].create({"name": "Another region"})
        contact.employer_id.company_id = False
        contact.team_id = False
        contact.sudo().company_id = company
        self.assertFalse(self.report(self.coach_a1).search([("id", "=", contact.id)]))

    def test_leader_no_more(self):
        contact = self.log(self.coach_a1)
        self.team_a.user_id = self.leader_b
        self.team_a.deputy_ids = False
        row = self.row(contact)
        self.assert_told_to(row, self.coach_a1 | self.leader_b)

    def test_no_client_in_it(self):
        self.assert_without("ips.client", "ips.match", "ips.placement")

    def test_wishes_of_people_within_reach_only(self):
        """On a contact of the own a colleague's person shows no more than before."""
        contact = self.log(self.coach_a1, is_client_specific=True)
        names = ("client_specific", "matching")
        before = self.total(self.coach_a1, *names)
        self.assertEqual(before, (1, 0))
        self.new_line(contact, self.client_a2, matches_wishes="yes")
        self.assertEqual(self.total(self.coach_a1, *names), before)
        self.assertEqual(self.total(self.coach_a1, "share_matching"), 0)
        self.assertEqual(self.total(self.leader_a, *names), (1, 1))
        self.cover(self.client_a2, self.coach_a1)
        self.assertEqual(self.total(self.coach_a1, *names), (1, 1))

    def test_wishes_of_a_person_of_another_team(self):
        contact = self.log(self.coach_a1, is_client_specific=True)
        self.new_line(contact, self.client_b1, matches_wishes="yes")
        for user in (self.coach_a1, self.leader_a, self.deputy_a):
            self.assertEqual(self.total(user, "matching"), 0)
        # Nor is the contact theirs whose person it is
        for user in (self.coach_b1, self.leader_b):
            self.assertFalse(self.total(user, "__count"))

    def test_queries(self):
        """One query for a table of figures, and few for the names in it."""

        def pivot(user):
            self.env[self.model].with_user(user).formatted_read_grouping_sets(
                [],
                [[], ["user_id"], ["week_start:day"], ["user_id", "week_start:day"]],
                ["__count", "counted:sum", "share_matching:avg"],
            )

        def rows(user):
            self.env[self.model].with_user(user).web_search_read(
                [], {"user_id": {"fields": {"display_name": {}}}, "counted": {}}
            )

        def costs():
            return [
                self.cost(lambda call=call: call(self.leader_a))
                for call in (pivot, rows)
            ]

        for number in range(3):
            self.log(self.coach_a1, TUESDAY - timedelta(weeks=number))
        before = costs()
        for number in range(20):
            self.log(self.coach_a2, TUESDAY - timedelta(weeks=number))
        self.assertEqual(costs(), before)
        self.assertLessEqual(max(before), 8)


@tagged("standard", "post_install", "-at_install")
class TestScreens(ContactReportCommon):
    def test_screens(self):
        self.log(self.coach_a1)
        self.assert_screens()

    def test_times(self):
        """Weeks by their Monday, in any language and on any day of the week."""
        contacts = {
            back: self.log(self.coach_a1, TUESDAY - timedelta(weeks=back))
            for back in (0, 1, 3, 4, 12, 13, 51, 52)
        }
        back_of = {contact.id: back for back, contact in contacts.items()}
        self.env["res.lang"]._activate_lang("fi_FI")
        for day in (MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)):
            for lang in ("en_US", "fi_FI"):
                self.leader_a.lang = lang
                with freeze_time(datetime.combine(day, TUESDAY.time())):
                    for name, expected in (
                        ("this_week", [0]),
                        ("four_weeks", [0, 1, 3]),
                        ("quarter", [0, 1, 3, 4, 12]),
                        ("year", [0, 1, 3, 4, 12, 13, 51]),
                    ):
                        domain, _groupby = self.filters()[name]
                        found = self.report().search(domain)
                        with self.subTest(day=day, lang=lang, name=name):
                            self.assertEqual(
                                sorted(back_of[row.id] for row in found), expected
                            )

    def test_the_first_look(self):
        """Coaches by weeks, the last four of them."""
        pivot = self.arch("pivot")
        fields = [(node.get("name"), node.get("type")) for node in pivot]
        self.assertIn(("user_id", "row"), fields)
        self.assertIn(("week_start", "col"), fields)
        self.assertIn(("counted", "measure"), fields)


@tagged("standard", "post_install", "-at_install")
class TestRandom(ContactReportCommon):
    """Sums of parts are totals, and each figure is that of a plain count."""

    @settings(RUNS, max_examples=6)
    @given(
        drawn=st.lists(
            st.tuples(
                st.sampled_from(["coach_a1", "coach_a2", "coach_b1"]),
                st.integers(0, 40),
                st.sampled_from(CHANNELS),
                st.booleans(),
                st.sampled_from(["done", "done", "done", "planned", "cancelled"]),
                st.sampled_from(["workplace", "other_place"]),
                st.integers(0, 2),
                st.sampled_from([False, "yes", "no"]),
            ),
            max_size=10,
        )
    )
    def test_figures(self, drawn):
        with self.env.cr.savepoint() as savepoint:
            contacts = self.Contact
            for coach, days, channel, met, state, place, leads, matches in drawn:
                user = getattr(self, coach)
                contact = self.log(
                    user,
                    TUESDAY - timedelta(days=days),
                    channel=channel,
                    employer_id=getattr(self, place).id,
                    person_ids=[Command.clear()],
                    decision_maker_met=met,
                    state=state,
                    duration=days / 4,
                    distance_km=days,
                    lead_ids=[
                        Command.set([self.new_opening().id for _number in range(leads)])
                    ],
                )
                if matches:
                    client = self.new_client(user)
                    self.new_line(contact, client, matches_wishes=matches)
                contacts |= contact.with_user(self.env.user)
            self.assert_figures(contacts.filtered(lambda c: c.state == "done"))
            savepoint.rollback()
            self.env.invalidate_all()

    def assert_figures(self, done):
        for user, mine in (
            (self.coach_a1, done.filtered(lambda c: c.user_id == self.coach_a1)),
            (self.leader_a, done.filtered(lambda c: c.team_id == self.team_a)),
            (self.leader_b, done.filtered(lambda c: c.team_id == self.team_b)),
        ):
            names = ["__count", "contacts", "counted", "in_person", "decision_maker"]
            names += ["client_specific", "leads_found", "duration", "distance_km"]
            for name in names:
                found = self.total(user, name) or 0
                self.assertAlmostEqual(found, self.by_hand(mine, name), msg=name)
            matching = mine.client_line_ids.filtered(
                lambda line: line.matches_wishes == "yes"
            )
            self.assertEqual(
                self.total(user, "matching") or 0, len(matching.contact_id)
            )
            visits = self.groups(user, "visit", "contacts")
            for number in range(4):
                expected = mine.filtered(
                    lambda c, number=number: min(c.visit_number, 3) == number
                )
                found = visits.get(str(number), (0,))[0]
                self.assertEqual(found, len(expected), number)
            weeks = self.groups(user, "week_start:day", "counted")
            for week, contacts in mine.grouped("week_start").items():
                found = weeks[Date.to_string(week)][0]
                self.assertEqual(found, self.by_hand(contacts, "counted"))
        self.assert_parts_are_the_whole((self.leader_a, self.coach_a1))
