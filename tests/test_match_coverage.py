"""Whom suggestions do not reach, and what would suit more: counts within reach only."""

import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.json import json_default

from .common_client import NAMES
from .test_match_suggestion import ANSWERS, RUNS, SuggestionCommon

DAY = timedelta(days=1)
LONG_AGO = "2024-09-02"
# As the phases of the service have it, written once more: not the field is trusted
SEARCHING = {"agreed", "profiling", "searching", "employer_agreed"}
# What is asked of a person, by the label that the figures have for it
QUESTIONS = {
    "Hours a week": ["hours_min", "hours_max"],
    "Times of day": ["shift_day", "shift_evening", "shift_night", "shift_weekend"],
}
ONE_FIELD = (
    *["municipality_id", "max_distance_km", "available_from", "wish_ids"],
    *["condition_ids", "licence_ids", "language_ids"],
)


class ReachCommon(SuggestionCommon):
    """Who is whose, told from the people themselves."""

    def readers(self):
        """[(reader, whose people they are)], by coach and by team."""
        everyone = self.Client.search([("phase", "in", list(SEARCHING))])
        return [
            (user, everyone.filtered(lambda one, user=user: one.user_id == user))
            for user in (self.coach_a1, self.coach_a2, self.coach_b1)
        ] + [
            (user, everyone.filtered(lambda one, team=team: one.team_id == team))
            for user, team in (
                (self.leader_a, self.team_a),
                (self.deputy_a, self.team_a),
                (self.leader_b, self.team_b),
            )
        ]

    def take_up(self, client, opening=None, ago=None):
        """Aino's team took the client up, some time ago."""
        match = self.env["ips.match"].create(
            {"client_id": client.id, "lead_id": (opening or self.new_opening()).id}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ips_match SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - (ago or timedelta()), match.id],
        )
        self.env.invalidate_all()
        return match

    def assert_maker_s_alone(self, dialog):
        """Whoever opened it reads it, and writes no figure; nobody else finds it."""
        others = [self.coach_a2, self.leader_a, self.deputy_a, self.coach_b1]
        others += [self.leader_b, self.ips_admin, self.privacy, self.manager]
        others += [self.outsider, self.portal]
        for records in (dialog, dialog.line_ids):
            self.assertTrue(records)
            self.assertTrue(records.read())
            with self.assert_refused(AccessError):
                records.write({records._rec_name or "id": False})
            with self.assert_refused(AccessError):
                records.unlink()
            for user in others:
                with self.subTest(model=records._name, user=user.name):
                    self.env.invalidate_all()
                    theirs = records.with_user(user)
                    with self.assertRaises(AccessError):
                        theirs.read()
                    try:
                        found = theirs.search([("id", "in", records.ids)])
                    except AccessError:
                        continue
                    self.assertFalse(found)


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


class WhatIfCommon(ReachCommon):
    """Changes to the opening, made for real to compare."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        names = ("quiet", "team", "alone", "no_lifting", "lifting", "regular")
        cls.condition = {
            name: ref(f"ips_employer_crm.work_condition_{name}") for name in names
        }

    def ask(self, user=None, opening=None):
        """The dialog as the user's button opens it."""
        self.env.flush_all()
        self.env.invalidate_all()
        user = user or self.coach_a1
        action = (opening or self.opening).with_user(user).action_what_if()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def suited(self, opening, people):
        """Whom of these people the opening suits as it is, one by one."""
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: everyone's, for the reach is told from the people themselves
        rows = self.Suggestion.sudo().search([("lead_id", "=", opening.id)])
        return [
            row.client_id
            for row in rows
            if row.client_id in people
            and row.verdict_wish in ("fits", "near")
            and row.verdict_avoid != "conflicts"
            and row.verdict_hours != "conflicts"
            and row.verdict_shift != "conflicts"
            and row.verdict_start != "conflicts"
            and not row.client_id.condition_ids - opening.condition_ids
        ]

    def changes(self, opening):
        """{what a line says: what would be written}, by the words of the dialog."""
        changes = {}
        if opening.hours_min or opening.hours_max:
            name = "Hours are agreed on with each"
            changes[name] = {"hours_min": 0, "hours_max": 0}
        if not opening.hours_max or opening.hours_max > 20:
            name = "Part time, at most 20 hours a week"
            changes[name] = {"hours_min": 1, "hours_max": 20}
        if opening.available_from:
            name = "The start is agreed on with each"
            changes[name] = {"available_from": False}
        for time in ("Day", "Evening", "Night", "Weekend"):
            if opening[f"shift_{time.lower()}"] == "yes":
                changes[f"Without: {time}"] = {f"shift_{time.lower()}": "no"}
        for condition in self.env["ips.work.condition"].search([]):
            if condition not in opening.condition_ids:
                rest = opening.condition_ids.filtered(
                    lambda one, gone=condition.opposite_id: one != gone
                )
                changes[condition.name] = {"condition_ids": (rest | condition).ids}
        times = ("day", "evening", "night", "weekend")
        at = {"morning": "day"}
        for task in opening.carved_task_ids:
            hours = task.hours_week
            time = at.get(task.time_of_day, task.time_of_day)
            vals = {"hours_min": hours, "hours_max": hours}
            for each in times:
                known = "yes" if each == time else "no"
                vals[f"shift_{each}"] = known if time in times else False
            needed = opening.condition_ids | task.condition_ids
            vals["condition_ids"] = needed.ids
            changes[f"Only the task: {task.name}"] = vals
        return changes

    def recount(self, opening, people):
        """(how many now, {change: how many then}), each written and taken back."""
        now = len(self.suited(opening, people))
        then = {}
        for name, vals in self.changes(opening).items():
            with self.env.cr.savepoint() as savepoint:
                opening.write(vals)
                then[name] = len(self.suited(opening, people))
                savepoint.rollback()
            self.env.invalidate_all()
        return now, then

    def assert_counts(self, user, people, opening=None):
        opening = opening or self.opening
        now, then = self.recount(opening, people)
        dialog = self.ask(user, opening)
        lines = dialog.line_ids
        self.assertEqual(dialog.suited, now)
        self.assertEqual(len(lines), len(set(lines.mapped("name"))))
        self.assertEqual(
            {line.name: (line.suited, line.more) for line in lines},
            {name: (count, count - now) for name, count in then.items() if count > now},
        )
        more = lines.mapped("more")
        self.assertEqual(more, sorted(more, reverse=True))
        self.assert_text(dialog)
        return dialog

    def assert_text(self, dialog):
        """Counts of five and more, and no others."""
        self.assertEqual(
            dialog.employer_text or "",
            "\n".join(
                f"{line.name}: {line.more} more people we know of could be interested."
                for line in dialog.line_ids
                if line.more >= 5
            ),
        )


@tagged("standard", "post_install", "-at_install")
class TestWhatIf(WhatIfCommon):
    """Every count is what a change made for real would give."""

    def needing(self, number, coach=None, names=("quiet",), **vals):
        """So many people who want the job, and need these surroundings."""
        people = self.Client
        conditions = self.Client.condition_ids.union(
            *(self.condition[name] for name in names)
        )
        for _number in range(number):
            client = self.new_client(
                coach or self.coach_a1, condition_ids=conditions.ids, **vals
            )
            self.new_wish(client, occupation_id=self.kitchen.id)
            people |= client
        return people

    def more(self, dialog):
        return {line.name: line.more for line in dialog.line_ids}

    @settings(RUNS, max_examples=8)
    @given(data=st.data())
    def test_counts_are_those_of_the_change_made(self, data):
        """Random people and opening; who asks is a coach, a leader, or another team."""
        draw = data.draw
        conditions = st.sets(
            st.sampled_from(["quiet", "team", "alone", "no_lifting", "regular"]),
            max_size=2,
        )

        def terms(needs):
            return {
                "hours_min": draw(st.sampled_from([0, 5, 15])),
                "hours_max": draw(st.sampled_from([0, 18, 22, 37.5])),
                "condition_ids": [self.condition[name].id for name in sorted(needs)],
                **{
                    f"shift_{time}": draw(ANSWERS)
                    for time in ("day", "evening", "night", "weekend")
                },
            }

        with self.env.cr.savepoint() as savepoint:
            offered = draw(conditions) - {"alone"}
            if draw(st.booleans()):
                offered.add("lifting")
                offered.discard("no_lifting")
            opening = self.new_opening(
                occupation_id=self.kitchen.id, **terms(sorted(offered))
            )
            for number in range(draw(st.integers(0, 2))):
                task = terms(draw(conditions) & {"quiet", "regular"})
                self.env["ips.carved.task"].create(
                    {
                        "name": f"Task {number}",
                        "lead_id": opening.id,
                        "time_of_day": draw(
                            st.sampled_from(
                                ["any", "morning", "day", "evening", "night"]
                            )
                        ),
                        "hours_week": draw(st.sampled_from([0, 7.5, 30])),
                        "condition_ids": task["condition_ids"],
                    }
                )
            coaches = [self.coach_a1] * 7 + [self.coach_a2] * 3 + [self.coach_b1] * 3
            for coach in coaches:
                client = self.new_client(coach, **terms(draw(conditions)))
                for _number in range(draw(st.integers(0, 2))):
                    code = draw(st.sampled_from(["9412", "94", "9112", "5131"]))
                    self.new_wish(
                        client,
                        occupation_id=self.occupation(code).id,
                        kind=draw(st.sampled_from(["wants", "wants", "avoids"])),
                    )
            reader, people = draw(st.sampled_from(self.readers()))
            self.assert_counts(reader, people, opening)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_each_kind_of_change(self):
        """So that none of them is compared with nothing."""
        self.opening.write(
            {
                "hours_min": 38,
                "hours_max": 40,
                "shift_night": "yes",
                "condition_ids": self.condition["alone"].ids,
            }
        )
        self.env["ips.carved.task"].create(
            {
                "name": "Laying tables",
                "lead_id": self.opening.id,
                "time_of_day": "morning",
                "hours_week": 10,
                "condition_ids": self.condition["quiet"].ids,
            }
        )
        self.needing(1, names=())
        self.needing(2, names=(), hours_max=20)
        self.needing(3, names=(), hours_min=30, shift_night="no")
        self.needing(4, names=("team",))
        self.needing(5, names=("quiet",), shift_night="no", hours_max=12)
        dialog = self.assert_counts(self.coach_a1, self.readers()[0][1])
        self.assertEqual(dialog.suited, 1)
        self.assertEqual(
            self.more(dialog),
            {
                "Hours are agreed on with each": 2,
                "Part time, at most 20 hours a week": 2,
                "Without: Night": 3,
                self.condition["team"].name: 4,
                "Only the task: Laying tables": 7,
            },
        )

    def test_the_opposite_goes(self):
        """Who needs what would be gone is not suited any more."""
        self.opening.condition_ids = self.condition["alone"]
        self.needing(2, names=("alone",))
        self.needing(3, names=("team",))
        dialog = self.assert_counts(self.coach_a1, self.readers()[0][1])
        line = dialog.line_ids
        self.assertEqual(line.name, self.condition["team"].name)
        self.assertEqual((dialog.suited, line.suited, line.more), (2, 3, 1))

    def test_who_avoids_it(self):
        """Whoever wants the group and avoids this job is suited by no change."""
        people = self.needing(3)
        self.new_wish(people[0], occupation_id=self.kitchen.id, kind="avoids")
        far = self.occupation("5131")
        self.new_wish(people[1], occupation_id=far.id, kind="avoids")
        dialog = self.assert_counts(self.coach_a1, self.readers()[0][1])
        self.assertEqual(self.more(dialog), {self.condition["quiet"].name: 2})

    def test_nobody_out_of_reach(self):
        """Six people of others need quiet: the coach is told of the own two alone."""
        quiet = self.condition["quiet"].name
        self.needing(2)
        self.needing(3, coach=self.coach_a2)
        covered = self.needing(3, coach=self.coach_b1)[0]
        for user, people in self.readers():
            self.assert_counts(user, people)
        for user, count in (
            (self.coach_a1, 2),
            (self.coach_a2, 3),
            (self.coach_b1, 3),
            (self.leader_a, 5),
            (self.deputy_a, 5),
            (self.leader_b, 3),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self.more(self.ask(user)), {quiet: count})
        self.cover(covered, self.coach_a1)
        self.assertEqual(self.more(self.ask()), {quiet: 3})

    def test_text_for_the_employer(self):
        """From five on, in numbers alone: no code, no name, nobody's own words."""
        self.identify()
        words = "Zyxwvu-keitot"
        people = self.needing(5, names=("quiet",)) | self.needing(4, names=("team",))
        people |= self.needing(6, names=("regular",), coach=self.coach_a2)
        for number, client in enumerate(people):
            client.write({"name": f"Zyxwvu Asiakas {number}"})
            self.new_wish(client, occupation_id=self.kitchen.id, own_words=words)
        quiet, regular = (self.condition[name].name for name in ("quiet", "regular"))
        for user, names in (
            (self.coach_a1, [quiet]),
            (self.leader_a, [regular, quiet]),
            (self.coach_b1, []),
        ):
            dialog = self.ask(user)
            text = dialog.employer_text or ""
            self.assert_text(dialog)
            with self.subTest(user=user.name):
                self.assertEqual(
                    [line.split(": ")[0] for line in text.splitlines()], names
                )
                for client in self.Client.search([]):
                    self.assertNotIn(client.ref, text)
                for word in ("Zyxwvu", "Leivän", "keitot", *NAMES.values()):
                    self.assertNotIn(word, text)
        self.assertEqual(self.more(self.ask())[self.condition["team"].name], 4)

    def test_nothing_of_others_in_the_dialog(self):
        """All that the dialog tells: numbers and the opening's own words."""
        self.identify()
        self.needing(5)
        dialog = self.ask()
        text = repr(dialog.read() + dialog.line_ids.read())
        for client in self.Client.search([]):
            self.assertNotIn(client.ref, text)
        for word in ("Leivän", *NAMES.values()):
            self.assertNotIn(word, text)

    def test_two_surroundings_are_two_changes(self):
        """Each change is for itself: whoever needs two is suited by neither."""
        self.needing(5, names=("quiet", "regular"))
        self.assertFalse(self.ask().line_ids)
        self.assertFalse(self.ask().employer_text)
        for name in ("quiet", "regular"):
            self.opening.condition_ids = self.condition[name]
            (other,) = {"quiet", "regular"} - {name}
            other = self.condition[other].name
            self.assertEqual(self.more(self.ask()), {other: 5})

    def test_nothing_of_the_opening_changes(self):
        """Trying does not write."""
        self.opening.write({"shift_night": "yes", "hours_min": 30, "hours_max": 40})
        self.needing(2)
        names = ["hours_min", "hours_max", "shift_night", "condition_ids", "terms_key"]
        names.append("write_date")
        before = self.opening.read(names)
        self.assertTrue(self.ask().line_ids)
        self.env.invalidate_all()
        self.assertEqual(self.opening.read(names), before)

    def test_counts_are_counted_and_not_given(self):
        WhatIf = self.env["ips.opening.what.if"].with_user(self.coach_a1)
        line = {"name": "Given", "suited": 99, "more": 99}
        dialog = WhatIf.create(
            {
                "lead_id": self.opening.id,
                "suited": 99,
                "line_ids": [Command.create(line)],
            }
        )
        self.assertEqual(dialog.suited, 0)
        self.assertFalse(dialog.line_ids)
        self.assertFalse(dialog.employer_text)

    def test_openings_that_the_reader_sees(self):
        """Of a sale, and by whoever sees no opening, nothing is asked."""
        sales = self.env["crm.team"].create({"name": "Sales", "company_id": False})
        sale = self.env["crm.lead"].create({"name": "A sale", "team_id": sales.id})
        for user, lead in (
            (self.coach_a1, sale),
            (self.outsider, self.opening),
            (self.manager, self.opening),
            (self.ips_admin, self.opening),
            (self.privacy, self.opening),
        ):
            WhatIf = self.env["ips.opening.what.if"].with_user(user)
            with (
                self.subTest(user=user.name),
                self.assert_refused(AccessError, MissingError),
            ):
                WhatIf.create({"lead_id": lead.id})

    def test_only_its_maker_reads_it(self):
        self.needing(2)
        self.assert_maker_s_alone(self.ask())
