"""Whom suggestions do not reach: counts within reach only."""

import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.json import json_default

from .common_reach import ReachCommon
from .test_match_suggestion import RUNS

DAY = timedelta(days=1)
LONG_AGO = "2024-09-02"
# What is asked of a person, by the label that the figures have for it
QUESTIONS = {
    "Hours a week": ["hours_min", "hours_max"],
    "Times of day": ["shift_day", "shift_evening", "shift_night", "shift_weekend"],
}
ONE_FIELD = (
    *["municipality_id", "max_distance_km", "available_from", "wish_ids"],
    *["condition_ids", "licence_ids", "language_ids"],
)


@tagged("standard", "post_install", "-at_install")
class TestCoverage(ReachCommon):
    """People with nothing taken up, openings not discussed, questions not asked."""

    def coverage(self, user=None):
        """The figures as the user's menu opens them."""
        self.env.flush_all()
        self.env.invalidate_all()
        action = self.env["ips.match.coverage"].with_user(user or self.coach_a1)
        action = action.action_open()
        self.assertEqual(action["res_model"], "ips.match.coverage")
        coverage = self.env[action["res_model"]].browse(action["res_id"])
        return coverage.with_user(user or self.coach_a1)

    def opened(self, action, user):
        """The records that the button opens, as the browser asks for them."""
        domain = json.loads(json.dumps(action["domain"], default=json_default))
        context = action.get("context") or {}
        model = self.env[action["res_model"]].with_user(user)
        # Nothing is filtered beyond what was counted
        self.assertFalse([name for name in context if name.startswith("search_")])
        return model.with_context(**context).search(domain).with_user(self.env.user)

    def silent(self, user=None):
        coverage = self.coverage(user)
        found = self.opened(coverage.action_view_silent(), user or self.coach_a1)
        self.assertEqual(coverage.silent_count, len(found))
        return found

    def untouched(self, user=None):
        coverage = self.coverage(user)
        found = self.opened(coverage.action_view_untouched(), user or self.coach_a1)
        self.assertEqual(coverage.untouched_count, len(found))
        return found

    def test_taken_up_29_30_and_31_days_ago(self):
        """What was taken up counts for 30 days, to the second."""
        client = self.new_client(self.coach_a1, entry_date=LONG_AGO)
        self.assertIn(client, self.silent())
        match = self.take_up(client)
        second = timedelta(seconds=1)
        for ago, is_silent in (
            (timedelta(), False),
            (29 * DAY, False),
            (30 * DAY - second, False),
            (30 * DAY, False),
            (30 * DAY + second, True),
            (31 * DAY, True),
            (300 * DAY, True),
        ):
            self.env.cr.execute(
                "UPDATE ips_match SET create_date = %s WHERE id = %s",
                [fields.Datetime.now() - ago, match.id],
            )
            with self.subTest(ago=ago):
                self.assertEqual(client in self.silent(), is_silent)

    def test_the_last_one_counts(self):
        """One of long ago and one of now: not silent, whatever became of it."""
        client = self.new_client(self.coach_a1, entry_date=LONG_AGO)
        self.take_up(client, ago=90 * DAY)
        self.assertIn(client, self.silent())
        match = self.take_up(client, ago=DAY)
        self.assertNotIn(client, self.silent())
        match.write({"state": "declined", "declined_by": "client"})
        self.assertNotIn(client, self.silent())

    def test_entered_29_30_and_31_days_ago(self):
        """Nobody is missed before they were here for 30 days."""
        client = self.new_client(self.coach_a1, entry_date=LONG_AGO)
        today = self.env.company._ips_today()
        for days, is_silent in ((0, False), (29, False), (30, True), (31, True)):
            client.entry_date = today - days * DAY
            with self.subTest(days=days):
                self.assertEqual(client in self.silent(), is_silent)

    def test_whoever_does_not_search(self):
        """At work, waiting or gone: nobody is missed."""
        client = self.new_client(self.coach_a1, entry_date=LONG_AGO)
        count = self.coverage().people_count
        self.assertIn(client, self.silent())
        client.phase = "in_work"
        client.entry_date = LONG_AGO
        self.assertNotIn(client, self.silent())
        self.assertEqual(self.coverage().people_count, count - 1)

    def test_people_within_reach(self):
        """A coach counts the own, leader and deputy the team's, others none of them."""
        for coach in self.coach_a1 | self.coach_a2 | self.coach_b1:
            for number in range(3):
                client = self.new_client(coach, entry_date=LONG_AGO)
                if number == 2:
                    self.take_up(client, ago=5 * DAY)
        since = fields.Datetime.now() - 30 * DAY
        day = self.env.company._ips_today() - 30 * DAY
        for user, people in self.readers():
            expected = people.filtered(
                lambda one: (
                    one.entry_date <= day
                    and all(match.create_date < since for match in one.match_ids)
                )
            )
            with self.subTest(user=user.name):
                self.assertGreaterEqual(len(expected), 2)
                self.assertEqual(self.coverage(user).people_count, len(people))
                self.assertEqual(self.silent(user), expected)

    def test_covered_people(self):
        """Whoever covers counts them on these days."""
        client = self.new_client(self.coach_a1, entry_date=LONG_AGO)
        count = self.coverage(self.coach_b1).people_count
        self.assertNotIn(client, self.silent(self.coach_b1))
        self.cover(client, self.coach_b1)
        self.assertEqual(self.coverage(self.coach_b1).people_count, count + 1)
        self.assertIn(client, self.silent(self.coach_b1))

    def test_taken_up_by_whoever_covers(self):
        client = self.new_client(self.coach_a1, entry_date=LONG_AGO)
        self.cover(client, self.coach_a2)
        opening = self.new_opening()
        self.env["ips.match"].with_user(self.coach_a2).create(
            {"client_id": client.id, "lead_id": opening.id}
        )
        for user in (self.coach_a1, self.coach_a2, self.leader_a):
            self.assertNotIn(client, self.silent(user))

    def test_openings_never_discussed(self):
        """With people of the reader's, or with an employer by consent."""
        opening = self.new_opening()
        coaches = (self.coach_a1, self.leader_a, self.coach_b1)
        for user in coaches:
            before = self.coverage(user)
            self.assertIn(opening, self.untouched(user))
            visible = self.env["crm.lead"].with_user(user).search([])
            still_open = visible.filtered(
                lambda lead: (
                    lead.is_job_opening
                    and not lead.stage_id.is_won
                    and not lead.paused_on
                    and lead.positions_filled < lead.positions
                )
            )
            self.assertEqual(before.opening_count, len(still_open))
            matches = self.env["ips.match"]
            taken = matches.with_user(user).search([]).lead_id.sudo()
            # sudo: of whom an employer was told
            taken |= matches.sudo().search([("agreed_level", "!=", False)]).lead_id
            expected = still_open.with_user(self.env.user) - taken
            self.assertEqual(self.untouched(user).sorted("id"), expected.sorted("id"))
        counts = [self.coverage(user).untouched_count for user in coaches]
        match = self.take_up(self.client_a2, opening)
        # Only considered: no trace for whoever does not see the person
        self.assertNotIn(opening, self.untouched(self.leader_a))
        for user in (self.coach_a1, self.coach_b1):
            self.assertIn(opening, self.untouched(user))
        self.new_disclosure(self.client_a2, level="1")
        match.write({"approach": "coach_speaks", "state": "introduced"})
        for user, count in zip(coaches, counts, strict=True):
            with self.subTest(user=user.name):
                self.assertNotIn(opening, self.untouched(user))
                self.assertEqual(self.coverage(user).untouched_count, count - 1)
        match.unlink()
        self.assertIn(opening, self.untouched())

    def test_openings_that_are_closed(self):
        won = self.env["crm.stage"].search(
            [("is_job_opening", "=", True), ("is_won", "=", True)], limit=1
        )
        filled = self.new_opening(positions_filled=1, stage_id=won.id)
        gone = self.new_opening(active=False)
        sale = self.env["crm.lead"].create({"name": "A sale", "team_id": False})
        self.assertFalse(sale.is_job_opening)
        self.assertFalse(self.untouched() & (filled | gone | sale))

    def unknown(self, people):
        """{question: (of how many it is not known, their share)}, counted by hand."""
        labels = self.Client.fields_get(ONE_FIELD, ["string"])
        questions = {labels[name]["string"]: [name] for name in ONE_FIELD}
        counts = {}
        for label, names in {**questions, **QUESTIONS}.items():
            unknown = 0
            for person in people:
                said = [name for name in names if person[name]]
                unknown += not said
            counts[label] = (unknown, unknown / len(people) if people else 0)
        return counts

    def assert_unknown(self, user, people):
        lines = self.coverage(user).line_ids
        found = {line.name: (line.unknown, line.share) for line in lines}
        self.assertEqual(len(found), len(lines))
        expected = self.unknown(people)
        self.assertEqual(found.keys(), expected.keys())
        for name, (unknown, share) in expected.items():
            self.assertEqual(found[name][0], unknown, name)
            self.assertAlmostEqual(found[name][1], share, msg=name)
        counts = lines.mapped("unknown")
        self.assertEqual(counts, sorted(counts, reverse=True))

    @settings(RUNS, max_examples=6)
    @given(data=st.data())
    def test_questions_not_asked(self, data):
        """The share of each question, against a plain count, for whoever asks."""
        wish = {"own_words": "Soups"}
        known = {
            "municipality_id": self.municipality.id,
            "max_distance_km": 20,
            "hours_min": 10,
            "hours_max": 20,
            "available_from": "2025-04-01",
            "wish_ids": [Command.create(wish)],
            "condition_ids": self.env["ips.work.condition"].search([], limit=1).ids,
            "licence_ids": self.env["ips.licence"].search([], limit=1).ids,
            "language_ids": self.env["ips.language"].search([], limit=1).ids,
            **dict.fromkeys(QUESTIONS["Times of day"], "no"),
        }
        with self.env.cr.savepoint() as savepoint:
            for coach in (self.coach_a1, self.coach_a1, self.coach_a2, self.coach_b1):
                names = data.draw(st.sets(st.sampled_from(sorted(known))))
                self.new_client(coach, **{name: known[name] for name in names})
            for user, people in self.readers():
                self.assert_unknown(user, people)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_a_no_is_an_answer(self):
        """A refusal, one of two hours and something to avoid are known."""
        self.client_a1.write({"shift_night": "no", "hours_max": 20})
        self.new_wish(self.client_a1, kind="avoids")
        lines = {line.name: line.unknown for line in self.coverage().line_ids}
        self.assertEqual(self.coverage().people_count, 1)
        wishes = self.Client.fields_get(["wish_ids"], ["string"])["wish_ids"]["string"]
        for name in ("Times of day", "Hours a week", wishes):
            self.assertEqual(lines.pop(name), 0, name)
        self.assertEqual(set(lines.values()), {1})

    def test_nobody_and_nothing(self):
        """Without anyone there is no share to work out."""
        newcomer = self.new_user(
            "newcomer", "Niko Newcomer", "ips_employer_crm.group_ips_coach"
        )
        coverage = self.coverage(newcomer)
        self.assertEqual((coverage.people_count, coverage.silent_count), (0, 0))
        self.assertEqual(set(coverage.line_ids.mapped("share")), {0})

    def test_figures_are_counted_and_not_given(self):
        Coverage = self.env["ips.match.coverage"].with_user(self.coach_a1)
        given_ones = {"people_count": 99, "silent_count": 99, "untouched_count": 99}
        line = {"name": "Given", "unknown": 99, "share": 1}
        coverage = Coverage.create({**given_ones, "line_ids": [Command.create(line)]})
        self.assertEqual(coverage.people_count, 1)
        self.assertEqual(coverage.silent_count, 0)
        self.assertNotIn("Given", coverage.line_ids.mapped("name"))

    def test_only_its_maker_reads_it(self):
        self.assert_maker_s_alone(self.coverage())

    def test_it_is_for_coaches(self):
        for user in self.outsider | self.manager | self.ips_admin | self.privacy:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.coverage(user)
