"""Queue and capacity: hand-computed cases, whose figures they are, what they cost."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.ips_employer_crm.wizard.ips_capacity import (
    weeks_until_place,
    whole_places,
)

from .common import COACH, NOW
from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon

TODAY = date(2025, 3, 5)
# The 91 days up to yesterday, by the calendar and not by the constant
FIRST, LAST = date(2024, 12, 4), date(2025, 3, 4)
LONG_AGO = date(2024, 6, 3)
DAY = timedelta(days=1)
RUNS = settings(deadline=None, max_examples=200)


class CapacityCommon(IpsClientCommon):
    """Team C has nobody but whom a test puts there: Cecilia leads, Ida and Åke coach.

    A full-time coach has three places, so that few people are enough.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_caseload_limit = 3
        cls.leader_c, cls.ida, cls.ake = cls.new_users(
            ("leader_c", "Cecilia Leader", COACH),
            ("ida", "Ida Coach", COACH),
            ("ake", "Åke Coach", COACH),
        )
        cls.team_c = cls.new_team("Team C", cls.leader_c, cls.ida | cls.ake)
        cls.reason = cls.env["ips.client.end.reason"].search([], limit=1)

    def on(self, day):
        self.freeze(f"{day} 10:00:00")

    def wait(self, days=0, team=None, count=1):
        """People in the queue of team C for so many days."""
        return self.Client.create(
            [
                {
                    "user_id": False,
                    "team_id": (team or self.team_c).id,
                    "phase": "waiting",
                    "entry_date": TODAY - timedelta(days=days),
                }
            ]
            * count
        )

    def serve(self, coach, entry=LONG_AGO, count=1, **vals):
        """People in the service with the coach, since long ago."""
        return self.Client.create(
            [{"user_id": coach.id, "phase": "searching", "entry_date": entry, **vals}]
            * count
        )

    def change(self, clients, day, **vals):
        """Change them on that day, and come back to today."""
        self.on(day)
        if vals.get("phase") == "closed":
            vals["end_reason_id"] = self.reason.id
        clients.write(vals)
        self.freeze(NOW)

    def ended(self, count, day=LAST):
        """So many people of team C whose service ended."""
        people = self.serve(self.ida, count=count)
        self.change(people, day, phase="closed")
        return people

    def open(self, user=None):
        """The figures as the leader's menu opens them."""
        user = user or self.leader_c
        self.env.flush_all()
        self.env.invalidate_all()
        action = self.env["ips.capacity"].with_user(user).action_open()
        self.assertEqual(action["res_model"], "ips.capacity")
        return self.env["ips.capacity"].with_user(user).browse(action["res_id"])

    def flow(self, user=None):
        capacity = self.open(user)
        return capacity.start_count, capacity.end_count

    def answers(self, capacity=None):
        """Who joins now and the last one; the same with one more coach."""
        capacity = capacity or self.open()
        return [
            capacity[f"wait_{name}"]
            for name in ("new", "last", "new_extra", "last_extra")
        ]


@tagged("standard", "post_install", "-at_install")
class TestCapacity(CapacityCommon):
    """Each figure in a case that was worked out by hand."""

    # THE QUEUE

    def test_nobody_at_all(self):
        capacity = self.open()
        self.assertEqual(capacity.team_names, "Team C")
        self.assertEqual(
            (
                capacity.waiting_count,
                capacity.waiting_median,
                capacity.waiting_longest,
                capacity.start_count,
                capacity.end_count,
                capacity.starts_month,
                capacity.ends_month,
            ),
            (0, 0, 0, 0, 0, 0, 0),
        )
        # Two coaches with three places each
        self.assertEqual((capacity.free_places, capacity.whole_places), (6, 6))
        self.assertEqual(
            self.answers(capacity),
            ["A place at once", "Nobody waits", "A place at once", "Nobody waits"],
        )
        self.assertEqual(capacity.formula_new, "Enough for 0 waiting + 1: 6 free")
        self.assertFalse(capacity.formula_last)

    def test_team_without_coaches(self):
        self.team_c.crm_team_member_ids.action_archive()
        capacity = self.open()
        self.assertFalse(capacity.line_ids)
        self.assertEqual(
            self.answers(capacity),
            ["Cannot be said", "Nobody waits", "A place at once", "Nobody waits"],
        )

    def test_odd_number_waits(self):
        for days in (70, 1, 10):
            self.wait(days)
        capacity = self.open()
        self.assertEqual(capacity.waiting_count, 3)
        self.assertEqual(capacity.waiting_median, 10)
        self.assertEqual(capacity.waiting_longest, 70)

    def test_even_number_waits(self):
        for days in (70, 1, 10, 13):
            self.wait(days)
        capacity = self.open()
        self.assertEqual(capacity.waiting_median, 11.5)
        self.assertEqual(capacity.waiting_longest, 70)

    def test_days_of_the_company(self):
        """Half past midnight in Helsinki: it is Wednesday there, whatever UTC says."""
        self.wait(5)
        self.freeze("2025-03-04 22:30:00")
        capacity = self.open()
        self.assertEqual(capacity.waiting_longest, 5)
        self.assertEqual(capacity.date_to, LAST)

    def test_who_is_in_the_service_does_not_wait(self):
        self.serve(self.ida)
        self.change(self.serve(self.ida), LAST, phase="closed")
        self.assertEqual(self.open().waiting_count, 0)

    # THE FLOW

    def test_quarter(self):
        capacity = self.open()
        self.assertEqual((capacity.date_from, capacity.date_to), (FIRST, LAST))
        self.assertEqual((LAST - FIRST).days + 1, 13 * 7)

    def test_a_month_is_a_third(self):
        self.ended(7)
        self.serve(self.ida, entry=LAST, count=2)
        capacity = self.open()
        self.assertEqual((capacity.start_count, capacity.end_count), (2, 7))
        self.assertAlmostEqual(capacity.starts_month, 2 / 13 * 52 / 12, 1)
        self.assertAlmostEqual(capacity.ends_month, 2.3, 1)

    def test_first_and_last_day_of_starts(self):
        for day, counts in [
            (FIRST - DAY, False),
            (FIRST, True),
            (LAST, True),
            (TODAY, False),
        ]:
            with self.subTest(day=day):
                before = self.flow()[0]
                self.serve(self.ida, entry=day)
                self.assertEqual(self.flow()[0], before + counts)

    def test_first_and_last_day_of_ends(self):
        for day, counts in [
            (FIRST - DAY, False),
            (FIRST, True),
            (LAST, True),
            (TODAY, False),
        ]:
            with self.subTest(day=day):
                before = self.flow()[1]
                self.ended(1, day)
                self.assertEqual(self.flow()[1], before + counts)

    def test_from_the_queue_into_the_service(self):
        """Taking somebody in is one start; the phases after it are none."""
        person = self.wait(100)
        self.change(person, FIRST + DAY, phase="agreed", user_id=self.ida.id)
        self.change(person, FIRST + 20 * DAY, phase="searching")
        self.change(person, FIRST + 40 * DAY, phase="in_work")
        self.assertEqual(self.flow(), (1, 0))

    def test_began_before_the_quarter(self):
        """A new phase within the quarter is no start of a stay that is older."""
        person = self.serve(self.ida, phase="agreed")
        self.change(person, FIRST + DAY, phase="in_work")
        self.assertEqual(self.flow(), (0, 0))

    def test_another_coach_is_neither(self):
        person = self.serve(self.ida)
        self.change(person, FIRST + 10 * DAY, user_id=self.ake.id)
        self.change(person, FIRST + 30 * DAY, user_id=self.ida.id)
        self.assertEqual(self.flow(), (0, 0))
        newer = self.serve(self.ida, entry=FIRST + DAY)
        self.change(newer, FIRST + 30 * DAY, user_id=self.ake.id)
        self.change(newer, FIRST + 60 * DAY, phase="closed")
        self.assertEqual(self.flow(), (1, 1))

    def test_two_stays_of_one_person(self):
        """Came, left, came back through the queue, left: two starts and two ends."""
        person = self.serve(self.ida, entry=FIRST + DAY)
        self.change(person, FIRST + 10 * DAY, phase="closed")
        self.change(person, FIRST + 20 * DAY, phase="waiting")
        self.assertEqual(self.flow(), (1, 1))
        self.change(person, FIRST + 30 * DAY, phase="agreed")
        self.assertEqual(self.flow(), (2, 1))
        self.change(person, FIRST + 40 * DAY, phase="closed")
        self.assertEqual(self.flow(), (2, 2))

    def test_came_back_without_waiting(self):
        person = self.ended(1, FIRST + DAY)
        self.change(person, FIRST + 10 * DAY, phase="agreed")
        self.assertEqual(self.flow(), (1, 1))

    def test_back_to_the_queue(self):
        """The place is free, whether the service is closed later or not."""
        person = self.serve(self.ida)
        starts, ends = self.flow()
        self.change(person, LAST - 9 * DAY, phase="waiting")
        self.assertEqual(self.flow(), (starts, ends + 1))
        self.change(person, LAST, phase="closed")
        self.assertEqual(self.flow(), (starts, ends + 1))

    def test_left_the_queue(self):
        """Nobody's place gets free when somebody leaves the queue."""
        self.change(self.wait(60), LAST, phase="closed")
        capacity = self.open()
        self.assertEqual(capacity.waiting_count, 0)
        self.assertEqual((capacity.start_count, capacity.end_count), (0, 0))

    def test_left_the_queue_after_an_earlier_stay(self):
        person = self.ended(1, FIRST - 30 * DAY)
        self.change(person, FIRST + DAY, phase="waiting")
        self.change(person, FIRST + 20 * DAY, phase="closed")
        self.assertEqual(self.flow(), (0, 0))

    def test_closed_by_mistake(self):
        """Closed and opened again on the same day: it never ended, nor began anew."""
        person = self.serve(self.ida)
        self.change(person, LAST - DAY, phase="closed")
        self.change(person, LAST - DAY, phase="searching")
        self.assertEqual(self.flow(), (0, 0))

    # THE PLACES

    def test_part_time_and_beyond_the_limit(self):
        """Ida has 3 x 0.8 - 1 = 1.4 places; Åke is beyond 3 x 0.5 = 1.5."""
        ida, ake = self.team_c.crm_team_member_ids.sorted(
            lambda member: member.user_id != self.ida
        )
        ida.fte, ake.fte = 0.8, 0.5
        self.serve(self.ida)
        self.serve(self.ake, count=2)
        capacity = self.open()
        self.assertEqual(
            [
                (
                    line.name,
                    line.caseload,
                    round(line.caseload_limit, 6),
                    round(line.free_places, 6),
                    line.whole_places,
                    line.remark,
                )
                for line in capacity.line_ids.sorted("name")
            ],
            [
                ("Ida Coach", 1, 2.4, 1.4, 1, False),
                ("Åke Coach", 2, 1.5, 0, 0, "Beyond the limit"),
            ],
        )
        self.assertAlmostEqual(capacity.free_places, 1.4)
        self.assertEqual(capacity.whole_places, 1)

    def test_parts_of_places_take_nobody(self):
        """Two coaches with half a place each have none together."""
        self.team_c.crm_team_member_ids.write({"fte": 0.5})
        self.serve(self.ida)
        self.serve(self.ake)
        capacity = self.open()
        self.assertEqual((capacity.free_places, capacity.whole_places), (1, 0))
        self.assertEqual(self.answers(capacity)[0], "Cannot be said")

    def test_coaches_who_left(self):
        self.team_c.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.ake
        ).active = False
        self.assertEqual(self.open().line_ids.mapped("name"), ["Ida Coach"])
        # By a way that leaves the member where it is
        self.ida.active = False
        capacity = self.open()
        self.assertFalse(capacity.line_ids)
        self.assertEqual(capacity.free_places, 0)

    def test_coach_who_starts_later(self):
        member = self.team_c.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.ake
        )
        member.start_date = TODAY + DAY
        capacity = self.open()
        line = capacity.line_ids.filtered(lambda line: line.name == "Åke Coach")
        self.assertEqual((line.free_places, line.whole_places), (0, 0))
        self.assertEqual(line.remark, "Starts on 03/06/2025")
        self.assertEqual(capacity.whole_places, 3)
        member.start_date = TODAY
        self.assertEqual(self.open().whole_places, 6)

    def test_alphabetical(self):
        """Whoever has most places is not the first."""
        people = [self.new_user(f"o{name}", name, COACH) for name in ("Bo", "Al", "Cy")]
        for person in people:
            self.team_c.crm_team_member_ids = [Command.create({"user_id": person.id})]
        self.serve(people[1], count=3)
        capacity = self.open()
        capacity.invalidate_recordset()
        names = capacity.line_ids.mapped("name")
        self.assertEqual(names[:4], ["Al", "Bo", "Cy", "Ida Coach"])

    # WEEKS UNTIL A PLACE

    def test_free_places_are_enough(self):
        """Six are free: enough for five and the next one."""
        self.wait(10, count=5)
        capacity = self.open()
        self.assertEqual(self.answers(capacity), ["A place at once"] * 4)
        self.assertEqual(capacity.formula_last, "Enough for 5 waiting: 6 free")

    def test_first_one_without_a_place(self):
        """Six are free: the last of six has a place, who joins waits for an end."""
        self.wait(10, count=6)
        self.ended(13)
        self.assertEqual(self.answers()[:2], ["1.0 weeks", "A place at once"])

    def test_queue_longer_than_the_places(self):
        """(12 + 1 - 3) / (7 / 13) = 130 / 7 = 18.57; one less is 117 / 7 = 16.71.

        With three places more: 91 / 7 = 13 and 78 / 7 = 11.14.
        """
        self.ended(7)
        self.serve(self.ake, count=3)
        self.wait(30, count=12)
        capacity = self.open()
        self.assertEqual(capacity.whole_places, 3)
        self.assertEqual(capacity.extra_places, 3)
        self.assertEqual(
            self.answers(capacity),
            ["18.6 weeks", "16.7 weeks", "13.0 weeks", "11.1 weeks"],
        )
        self.assertEqual(
            capacity.formula_new,
            "(12 waiting + 1 - 3 free) / (7 ended / 13 weeks) = 18.6 weeks",
        )
        self.assertEqual(
            capacity.formula_last,
            "(12 waiting - 3 free) / (7 ended / 13 weeks) = 16.7 weeks",
        )
        self.assertEqual(
            capacity.formula_new_extra,
            "(12 waiting + 1 - (3 free + 3 of the new coach)) / (7 ended / 13 weeks) = "
            "13.0 weeks",
        )

    def test_no_ends(self):
        """Without a pace there is no figure: neither zero nor endless."""
        self.wait(30, count=10)
        capacity = self.open()
        self.assertEqual(self.answers(capacity), ["Cannot be said"] * 4)
        self.assertIn("Not enough for 10 waiting: 6 free.", capacity.formula_last)
        self.assertNotIn("inf", " ".join(capacity.mapped("formula_new")))

    def test_limit_of_the_company(self):
        """One more coach brings what the company allows, rounded down."""
        self.env.company.ips_caseload_limit = 17.5
        self.assertEqual(self.open().extra_places, 17)

    # THE SCREEN

    def test_buttons(self):
        mine = self.wait(3, count=2)
        self.wait(3, team=self.team_a)
        capacity = self.open()
        action = capacity.action_view_waiting()
        found = self.Client.with_user(self.leader_c).search(action["domain"])
        self.assertEqual(found.ids, mine.sorted("id", reverse=True).ids)
        self.assertEqual(len(found), capacity.waiting_count)
        action = capacity.action_view_caseloads()
        self.assertEqual(action["res_model"], "crm.team.member")

    def test_form_opens(self):
        form = Form(self.open())
        self.assertEqual(form.whole_places, 6)

    def test_no_code_of_anybody(self):
        """Counts alone: nothing on the screen names a person served."""
        people = self.wait(3, count=2) | self.serve(self.ida)
        capacity = self.open()
        text = repr(capacity.read() + capacity.line_ids.read())
        for person in people:
            self.assertNotIn(person.ref, text)


@tagged("standard", "post_install", "-at_install")
class TestCapacityReaders(CapacityCommon):
    """Whose figures they are."""

    def test_for_leaders_and_deputies(self):
        for user in (
            *[self.coach_a1, self.outsider, self.manager, self.ips_admin],
            *[self.privacy, self.portal],
        ):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.open(user)

    def test_own_team(self):
        self.wait(3, count=2)
        for user, count in (
            (self.leader_c, 2),
            (self.leader_a, 1),
            (self.deputy_a, 1),
            (self.leader_b, 0),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self.open(user).waiting_count, count)
        self.team_c.deputy_ids = self.leader_b
        self.assertEqual(self.open(self.leader_b).waiting_count, 2)

    def test_flow_of_the_own_team(self):
        self.ended(2)
        self.assertEqual(self.flow(), (0, 2))
        self.assertEqual(self.flow(self.leader_b), (0, 0))
        self.assertNotIn("Ida Coach", self.open(self.leader_b).line_ids.mapped("name"))

    def test_a_leader_s_own_people_of_another_team(self):
        """Read as a coach, but not of the team: not counted."""
        self.serve(self.leader_c, entry=LAST, team_id=self.team_b.id)
        self.serve(self.leader_c, entry=LAST, team_id=self.team_b.id, phase="waiting")
        people = self.Client.with_user(self.leader_c).search([])
        self.assertEqual(people.team_id, self.team_b)
        self.assertEqual(len(people), 2)
        self.assertEqual(self.flow(), (0, 0))
        self.assertEqual(self.open().waiting_count, 0)

    def test_several_teams(self):
        """A leader of two teams gets their sum, and a coach of both has one row."""
        self.env["ir.config_parameter"].sudo().set_param(
            "sales_team.membership_multi", True
        )
        self.team_b.user_id = self.leader_c
        self.team_b.crm_team_member_ids = [
            Command.create({"user_id": self.ida.id, "fte": 0.5})
        ]
        self.team_c.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.ida
        ).fte = 0.5
        self.wait(3, count=2)
        self.wait(3, team=self.team_b)
        self.serve(self.ida)
        capacity = self.open()
        self.assertEqual(capacity.waiting_count, 3)
        self.assertEqual(capacity.team_names, "Team B, Team C")
        line = capacity.line_ids.filtered(lambda line: line.name == "Ida Coach")
        self.assertEqual((line.caseload, line.caseload_limit), (1, 3))
        self.assertEqual(line.free_places, 2)
        # Ida two, Åke three, Bertta two: one person searches with her
        self.assertEqual(capacity.whole_places, 7)

    def test_leader_without_a_team(self):
        """The role alone opens nobody's figures."""
        lonely = self.new_user(
            "lonely", "Lone Leader", "ips_employer_crm.group_ips_leader"
        )
        capacity = self.open(lonely)
        self.assertFalse(capacity.team_names)
        self.assertFalse(capacity.line_ids)
        self.assertEqual(capacity.waiting_count, 0)

    def test_only_its_maker_reads_it(self):
        capacity = self.open(self.leader_a)
        others = [self.leader_b, self.deputy_a, self.coach_a1, self.ips_admin]
        others += [self.privacy, self.manager, self.outsider, self.portal]
        for records in (capacity, capacity.line_ids):
            self.assertTrue(records.read())
            for deed in (lambda records=records: records.write({}), records.unlink):
                with self.assert_refused(AccessError):
                    deed()
            for user in others:
                self.env.invalidate_all()
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    records.with_user(user).read()

    def test_figures_are_counted_and_not_given(self):
        Capacity = self.env["ips.capacity"].with_user(self.leader_c)
        line = {"name": "Given", "whole_places": 99}
        capacity = Capacity.create(
            {"waiting_count": 99, "wait_new": "Never", "line_ids": [(0, 0, line)]}
        )
        self.assertEqual(capacity.waiting_count, 0)
        self.assertEqual(capacity.wait_new, "A place at once")
        self.assertNotIn("Given", capacity.line_ids.mapped("name"))


@tagged("standard", "post_install", "-at_install")
class TestCapacityFormula(CapacityCommon):
    """More places or more ends never make the wait longer."""

    @RUNS
    @given(st.integers(1, 500), st.integers(0, 300), st.integers(0, 200))
    def test_one_more_never_lengthens(self, position, places, ends):
        never = float("inf")

        def wait(*numbers):
            weeks = weeks_until_place(*numbers)
            return never if weeks is None else weeks

        now = wait(position, places, ends)
        self.assertGreaterEqual(now, 0)
        self.assertLessEqual(wait(position, places, ends + 1), now)
        self.assertLessEqual(wait(position, places + 1, ends), now)
        self.assertGreaterEqual(wait(position + 1, places, ends), now)
        self.assertEqual(now == 0, position <= places)
        self.assertEqual(now == never, position > places and not ends)

    @RUNS
    @given(st.integers(1, 60), st.integers(1, 100), st.integers(0, 90))
    def test_whole_places(self, limit, percent, caseload):
        """In whole numbers: a hundredth of a place too little is one place less."""
        free = limit * (percent / 100) - caseload
        exact = max((limit * percent - caseload * 100) // 100, 0)
        self.assertEqual(whole_places(free), exact)

    def test_an_end_never_lengthens_the_wait(self):
        """In the database: one service after the other ends."""
        people = self.serve(self.ida, count=5) | self.serve(self.ake, count=5)
        self.wait(20, count=4)
        waits = [self.answers()[0]]
        for person in people:
            self.change(person, LAST, phase="closed")
            waits.append(self.answers()[0])
        self.assertEqual(
            waits,
            [
                "Cannot be said",
                # Ida is still beyond the limit, then at it: 5 / (1 / 13), 5 / (2 / 13)
                *("65.0 weeks", "32.5 weeks"),
                # Now each end gives a place as well: 4, 3 and 2 people are left
                *("17.3 weeks", "9.8 weeks", "5.2 weeks"),
                # Åke: beyond, at the limit, then the places are enough
                *("4.3 weeks", "3.7 weeks", "1.6 weeks"),
                *("A place at once", "A place at once"),
            ],
        )


@tagged("standard", "post_install", "-at_install")
class TestCapacityQueries(CapacityCommon, IpsQueriesCommon):
    """What the screen costs does not grow with people or coaches."""

    def test_queries(self):
        # One environment: what it keeps is read once, whenever the former one is freed
        Capacity = self.env["ips.capacity"].with_user(self.leader_c)

        def show():
            capacity = Capacity.create({})
            fields = dict.fromkeys(capacity.fields_get(), {})
            fields["line_ids"] = {"fields": dict.fromkeys(["name", "free_places"], {})}
            capacity.web_read(fields)

        self.fill(3)
        few = self.cost(show)
        for number in range(4):
            coach = self.new_user(f"more_{number}", f"More {number}", COACH)
            self.team_c.crm_team_member_ids = [Command.create({"user_id": coach.id})]
        self.fill(27)
        self.assertEqual(len(self.team_c.crm_team_member_ids), 6)
        self.assertEqual(self.cost(show), few)

    def fill(self, count):
        """So many people wait, are served and have left."""
        self.wait(5, count=count)
        coaches = self.team_c.crm_team_member_ids.user_id
        for number in range(count):
            self.serve(coaches[number % len(coaches)], entry=LAST)
        self.ended(count)
