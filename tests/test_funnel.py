"""The way from a contact to 13 weeks at work, step by step."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import LAST_TUESDAY, TUESDAY
from .common_analysis import AnalysisCommon
from .test_match_suggestion import RUNS

CONTACT, LEAD, INTRODUCED = "1_contact", "2_lead", "3_introduced"
INTERVIEW, START, LASTED = "4_interview", "5_start", "6_13_weeks"


class FunnelCommon(AnalysisCommon):
    model = "ips.funnel.report"

    def take_up(self, client=None, opening=None, **vals):
        return self.env["ips.match"].create(
            {
                "client_id": (client or self.client_a1).id,
                "lead_id": (opening or self.opening).id,
                **vals,
            }
        )

    def job(self, client=None, **vals):
        return self.env["ips.placement"].create(
            {
                "client_id": (client or self.client_a1).id,
                "employer_id": self.workplace.id,
                "start_date": date(2025, 1, 7),
                "hours_week": 20,
                **vals,
            }
        )

    def found_at(self, user, *openings, when=TUESDAY):
        ids = [opening.id for opening in openings]
        return self.log(user, when, lead_ids=[Command.set(ids)])

    def steps(self, user=None, groupby="step", domain=()):
        """{step: how many}"""
        found = self.groups(user or self.leader_a, groupby, "__count", domain=domain)
        return {key: count for key, (count,) in found.items()}


@tagged("standard", "post_install", "-at_install")
class TestSteps(FunnelCommon):
    def test_the_whole_way(self):
        """Each step once, on its own day."""
        with freeze_time("2024-09-04 10:00:00"):
            self.found_at(self.coach_a1, self.opening, when=TUESDAY.replace(2024, 9, 3))
        match = self.take_up()
        for day, state in (
            ("2024-09-11", "agreed"),
            ("2024-09-18", "introduced"),
            ("2024-09-25", "interview"),
            ("2024-10-02", "offered"),
            ("2024-10-09", "hired"),
        ):
            with freeze_time(f"{day} 10:00:00"):
                match.state = state
        self.job(
            lead_id=self.opening.id, match_id=match.id, start_date=date(2024, 10, 14)
        )
        found = self.report().search([])
        self.assertEqual(
            {row.step: row.week_start.isoformat() for row in found},
            {
                CONTACT: "2024-09-02",
                LEAD: "2024-09-02",
                INTRODUCED: "2024-09-16",
                INTERVIEW: "2024-09-23",
                START: "2024-10-14",
                # 13 weeks later, a Sunday
                LASTED: "2025-01-06",
            },
        )
        self.assertEqual(len(found), 6)
        self.assertEqual(set(found.mapped("visit")), {"1"})

    def test_what_is_no_step(self):
        self.plan(self.coach_a1, lead_ids=[Command.set(self.opening.ids)])
        self.plan(self.coach_a1).action_cancel()
        self.take_up()
        self.job(kind="work_trial", start_date=date(2024, 1, 8))
        self.job(start_date=self.today + timedelta(days=1))
        self.assertEqual(self.steps(), {})

    def test_declined_after_an_interview(self):
        """Whoever got so far did, whatever came of it."""
        match = self.take_up(state="interview")
        match.action_decline_employer()
        expected = {INTRODUCED: 1, INTERVIEW: 1}
        self.assertEqual(self.steps(), expected)
        with freeze_time("2025-03-19 10:00:00"):
            match.action_reopen()
            match.state = "interview"
            self.assertEqual(match.interviewed_on, self.today)
            self.assertEqual(self.steps(), expected)

    def test_declined_without_one(self):
        self.take_up(state="introduced").action_decline_client()
        self.assertEqual(self.steps(), {INTRODUCED: 1})

    def test_nobody_writes_the_day_of_the_interview(self):
        match = self.take_up().with_user(self.coach_a1)
        with self.assert_refused(Exception, text="not written by hand"):
            match.interviewed_on = "2024-01-01"

    def test_a_job_without_an_opening(self):
        """It has a start, and no visit that brought it to light."""
        self.job(start_date=date(2024, 12, 6))
        self.assertEqual(self.steps(), {START: 1})
        self.assertEqual(self.steps(groupby="visit"), {False: 1})
        # The 91st day is today
        self.job(start_date=date(2024, 12, 5))
        self.assertEqual(self.steps(), {START: 2, LASTED: 1})

    def test_merged_openings(self):
        """The first interview stays, whichever pair it was of."""
        other = self.new_opening()
        with freeze_time("2025-02-05 10:00:00"):
            self.take_up(state="interview").action_decline_employer()
        kept = self.take_up(opening=other, state="introduced")
        self.env["ips.match"]._move_to(other, self.opening)
        self.assertEqual(kept.interviewed_on, date(2025, 2, 5))

    def test_an_opening_counts_once(self):
        """With the first contact that brought it to light, of whichever coach."""
        other = self.new_opening()
        self.found_at(self.coach_a1, self.opening, other)
        self.assertEqual(self.steps(), {CONTACT: 1, LEAD: 2})
        self.found_at(self.coach_a2, self.opening, when=LAST_TUESDAY)
        self.assertEqual(self.steps(), {CONTACT: 2, LEAD: 2})
        leads = [("step", "=", LEAD)]
        self.assertEqual(
            self.steps(groupby="user_id", domain=leads),
            {self.coach_a1.id: 1, self.coach_a2.id: 1},
        )
        # One that was only planned brings nothing to light
        self.plan(self.coach_a2, lead_ids=[Command.set(self.new_opening().ids)])
        self.assertEqual(self.steps(domain=leads), {LEAD: 2})

    def test_by_visit(self):
        """Steps with people go by the visit that brought their opening to light."""
        self.log(self.coach_b1, LAST_TUESDAY)
        self.found_at(self.coach_a1, self.opening)
        self.take_up(state="introduced")
        self.job(lead_id=self.opening.id)
        for step in (CONTACT, LEAD, INTRODUCED, START):
            found = self.steps(groupby="visit", domain=[("step", "=", step)])
            self.assertEqual(found, {"2": 1}, step)

    def test_where(self):
        industry = self.env["res.partner.industry"].search([], limit=1)
        self.company_e.industry_id = industry
        self.workplace.municipality_id = self.municipality
        self.found_at(self.coach_a1, self.opening)
        self.take_up(state="interview")
        self.job(start_date=date(2024, 11, 5))
        for name, value in (
            ("industry_id", industry.id),
            ("municipality_id", self.municipality.id),
        ):
            self.assertEqual(self.steps(groupby=name), {value: 6})

    def test_groups(self):
        """Cheaper to read than Odoo's own, and the very same."""
        self.company_e.industry_id = self.env["res.partner.industry"].search(
            [], limit=1
        )
        self.found_at(self.coach_a2, self.opening)
        self.take_up(state="interview")
        self.job(self.client_a2, lead_id=self.opening.id, start_date=date(2024, 11, 5))
        self.assert_alone_as_among_others((self.leader_a, self.coach_a1))
        self.assert_order_is_odoos(self.leader_a, "step", "user_id")
        self.assert_order_is_odoos(self.leader_a, "industry_id", "week_start:day")


@tagged("standard", "post_install", "-at_install")
class TestReaders(FunnelCommon):
    """Contacts by their coach, people by theirs."""

    def rows(self, *steps):
        self.env.flush_all()
        return self.env[self.model].search([("step", "in", steps)], order="id")

    def new_rows(self, step, before):
        return self.rows(step) - before

    def test_roles_of_contacts(self):
        before = self.rows(CONTACT), self.rows(LEAD)
        self.found_at(self.coach_a1, self.new_opening())
        for step, rows in zip((CONTACT, LEAD), before, strict=True):
            self.assert_told_to(
                self.new_rows(step, rows),
                self.coach_a1 | self.leader_a | self.deputy_a,
            )

    def test_roles_of_people(self):
        steps = (INTRODUCED, INTERVIEW, START, LASTED)
        before = [self.rows(step) for step in steps]
        self.take_up(state="interview")
        self.job(start_date=date(2024, 11, 5))
        for step, rows in zip(steps, before, strict=True):
            self.assert_told_to(
                self.new_rows(step, rows),
                self.coach_a1 | self.leader_a | self.deputy_a,
            )

    def test_a_person_of_another_team(self):
        """Not even the coach who found the opening learns of it."""
        self.found_at(self.coach_a1, self.opening)
        before = self.steps(self.coach_a1), self.steps(self.leader_a)
        self.take_up(self.client_b1, state="interview")
        self.job(self.client_b1, lead_id=self.opening.id)
        self.assertEqual((self.steps(self.coach_a1), self.steps(self.leader_a)), before)
        self.assertEqual(
            self.steps(self.coach_b1), {INTRODUCED: 1, INTERVIEW: 1, START: 1}
        )

    def test_cover(self):
        self.job()
        self.assertEqual(self.steps(self.coach_b1), {})
        self.cover(self.client_a1, self.coach_b1)
        self.assertEqual(self.steps(self.coach_b1), {START: 1})

    def test_neither_client_nor_employer(self):
        self.assert_without("ips.client", "ips.match", "ips.placement", "crm.lead")
        targets = {field.comodel_name for field in self.report()._fields.values()}
        self.assertNotIn("res.partner", targets)

    def test_read_only(self):
        self.assert_read_only()

    def test_by_coach_for_leaders_alone(self):
        self.job()
        self.assertEqual(self.steps(groupby="user_id"), {self.coach_a1.id: 1})
        mine = self.report(self.coach_a1)
        self.assertNotIn("user_id", mine.fields_get())
        self.assertNotIn("group_coach", self.filters(self.coach_a1))
        self.assertIn("group_coach", self.filters(self.leader_a))
        for attempt in (
            lambda: mine.formatted_read_group([], ["user_id"], ["__count"]),
            lambda: mine.search([("user_id", "=", self.coach_a2.id)]),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_queries(self):
        def pivot():
            self.env[self.model].with_user(self.leader_a).formatted_read_grouping_sets(
                [], [[], ["step"], ["visit"], ["step", "visit"]], ["__count"]
            )

        self.found_at(self.coach_a1, self.opening)
        before = self.cost(pivot)
        for _number in range(5):
            self.found_at(self.coach_a1, self.new_opening())
            self.job()
        self.assertEqual(self.cost(pivot), before)
        self.assertLessEqual(before, 6)


@tagged("standard", "post_install", "-at_install")
class TestScreens(FunnelCommon):
    def test_screens(self):
        self.found_at(self.coach_a1, self.opening)
        self.assert_screens()

    def test_steps_in_their_order(self):
        """Charts and tables have them as they are taken."""
        self.found_at(self.coach_a1, self.opening)
        self.take_up(state="interview")
        self.job(start_date=date(2024, 11, 5))
        report = self.report()
        groups = report.formatted_read_group([], ["step"], ["__count"])
        found = [group["step"] for group in groups]
        self.assertEqual(found, [CONTACT, LEAD, INTRODUCED, INTERVIEW, START, LASTED])


@tagged("standard", "post_install", "-at_install")
class TestRandom(FunnelCommon):
    @settings(RUNS, max_examples=8)
    @given(
        contacts=st.lists(
            st.tuples(
                st.sampled_from(["coach_a1", "coach_a2", "coach_b1"]),
                st.integers(0, 30),
                st.sets(st.integers(0, 3)),
                st.sampled_from(["in_person", "phone"]),
            ),
            max_size=6,
        ),
        matches=st.dictionaries(
            st.tuples(
                st.sampled_from(["client_a1", "client_a2", "client_b1"]),
                st.integers(0, 3),
            ),
            st.sampled_from(["considered", "introduced", "interview", "hired"]),
            max_size=6,
        ),
        jobs=st.lists(
            st.tuples(
                st.sampled_from(["client_a1", "client_a2", "client_b1"]),
                st.one_of(st.none(), st.integers(0, 3)),
                st.integers(0, 200),
            ),
            max_size=4,
        ),
    )
    def test_counts(self, contacts, matches, jobs):
        """Against a plain count of what each reader may read, and parts are wholes."""
        with self.env.cr.savepoint() as savepoint:
            openings = [self.new_opening() for _number in range(4)]
            log = self.Contact
            for coach, days, found, channel in contacts:
                log |= self.log(
                    getattr(self, coach),
                    TUESDAY - timedelta(days=days),
                    channel=channel,
                    lead_ids=[Command.set([openings[number].id for number in found])],
                ).with_user(self.env.user)
            pairs = self.env["ips.match"]
            for (client, number), state in matches.items():
                client = getattr(self, client)
                pairs |= self.take_up(client, openings[number], state=state)
            held = self.env["ips.placement"]
            for client, number, ago in jobs:
                lead = openings[number].id if number is not None else False
                start = self.today - timedelta(days=ago)
                client = getattr(self, client)
                held |= self.job(client, lead_id=lead, start_date=start)
            for user in (self.coach_a1, self.leader_a, self.leader_b):
                self.assert_counts(user, log, pairs, held)
            self.assert_parts_are_the_whole((self.leader_a, self.coach_a1))
            savepoint.rollback()
            self.env.invalidate_all()

    def assert_counts(self, user, log, pairs, held):
        mine = log.filtered(
            lambda contact: contact.user_id == user or contact.team_id._is_led_by(user)
        )
        first = {}
        for contact in log.sorted(lambda contact: (contact.date, contact.id)):
            for lead in contact.lead_ids:
                first.setdefault(lead, contact)
        pairs = pairs.with_user(user)._filtered_access("read").sudo()
        held = held.with_user(user)._filtered_access("read").sudo()
        expected = {
            CONTACT: len(mine),
            LEAD: sum(contact in mine for contact in first.values()),
            INTRODUCED: len(pairs.filtered(lambda m: m.state != "considered")),
            INTERVIEW: len(pairs.filtered(lambda m: m.state in ("interview", "hired"))),
            START: len(held),
            LASTED: len(held.filtered("reached_13_weeks")),
        }
        expected = {step: count for step, count in expected.items() if count}
        self.assertEqual(self.steps(user), expected)
