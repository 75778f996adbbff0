"""Suggestions leave nobody out, start from wishes, and can be checked by anyone."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon

CODES = ("9412", "9411", "94", "9112", "5131", "2221")
ANSWERS = st.sampled_from(["yes", "no", False])
RUNS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)


class SuggestionCommon(IpsClientCommon):
    """Openings of team A, and words to ask for suggestions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Suggestion = cls.env["ips.match.suggestion"]
        cls.kitchen = cls.occupation("9412")
        cls.opening = cls.new_opening(occupation_id=cls.kitchen.id)

    @classmethod
    def occupation(cls, code):
        return cls.env["ips.occupation"].search([("code", "=", code)])

    @classmethod
    def new_opening(cls, **vals):
        return cls.env["crm.lead"].create(
            {
                "name": "Kitchen help",
                "type": "opportunity",
                "team_id": cls.team_a.id,
                "employer_id": cls.workplace.id,
                **vals,
            }
        )

    def suggest(self, user=None, opening=None, client=None):
        """Suggestions as the user gets them, for the opening unless said otherwise."""
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("lead_id", "=", (opening or self.opening).id)]
        if client:
            domain.append(("client_id", "=", client.id))
        return self.Suggestion.with_user(user or self.coach_a1).search(domain)

    def score(self, client):
        row = self.suggest(self.leader_a, client=client)
        self.assertEqual(len(row), 1)
        return row.score


@tagged("standard", "post_install", "-at_install")
class TestReach(SuggestionCommon):
    """Everyone within reach, nobody beyond."""

    def test_every_job_seeker_of_mine(self):
        others = self.new_client(self.coach_a1, phase="in_work")
        mine = self.client_a1 | self.new_client(self.coach_a1, phase="agreed")
        self.assertEqual(self.suggest().client_id, mine)
        self.assertNotIn(others, self.suggest().client_id)

    def test_roles(self):
        found = self.suggest(self.leader_a).client_id
        self.assertEqual(found, self.client_a1 | self.client_a2)
        self.assertEqual(self.suggest(self.coach_b1).client_id, self.client_b1)
        self.cover(self.client_a1, self.coach_b1)
        found = self.suggest(self.coach_b1).client_id
        self.assertEqual(found, self.client_a1 | self.client_b1)

    def test_by_pair_only_what_is_mine(self):
        pair = self.suggest(self.coach_a1)
        theirs = pair.with_user(self.coach_b1)
        self.env.invalidate_all()
        self.assertFalse(theirs.search([("id", "=", pair.id)]))
        with self.assertRaises(Exception):  # noqa: B017  refused or missing
            theirs.read(["score"])

    def test_openings_that_are_open(self):
        won = self.env["crm.stage"].search(
            [("is_job_opening", "=", True), ("is_won", "=", True)], limit=1
        )
        filled = self.new_opening(positions_filled=1, stage_id=won.id)
        gone = self.new_opening(active=False)
        for opening in filled | gone:
            self.assertFalse(self.suggest(opening=opening))

    def test_ties_go_to_whoever_waited_longest(self):
        longer = self.new_client(self.coach_a1, entry_date="2025-01-01")
        self.assertEqual(self.suggest().client_id[:1], longer)

    def test_whoever_came_back_waits_from_then(self):
        """An introduction of an earlier stay is no wait of this one."""
        back = self.new_client(self.coach_a1, entry_date="2025-03-04")
        back.sudo().last_introduction_date = "2022-01-01"
        self.env.flush_all()
        row = self.suggest(client=back)
        self.assertEqual(row.waiting_since.isoformat(), "2025-03-04")

    def test_any_order_breaks_ties_alike(self):
        """A click on a column keeps the rule of ties, and no pair falls out."""
        for _number in range(9):
            self.new_client(self.coach_a1, entry_date="2025-01-01")
        longest = self.new_client(self.coach_a1, entry_date="2024-01-01")
        everyone = self.suggest().ids
        rows = self.Suggestion.with_user(self.coach_a1)
        domain = [("lead_id", "=", self.opening.id)]
        pages = [
            rows.search(domain, limit=3, offset=offset, order="score DESC").ids
            for offset in range(0, len(everyone), 3)
        ]
        self.assertEqual(sum(pages, []), everyone)
        first = rows.search(domain, limit=1, order="score DESC")
        self.assertEqual(first.client_id, longest)

    def test_reading_is_logged(self):
        self.env.flush_all()
        before = self.looks(self.client_a1)
        self.suggest().read(["score"])
        self.assertEqual(len(self.looks(self.client_a1) - before), 1)


@tagged("standard", "post_install", "-at_install")
class TestVerdicts(SuggestionCommon):
    """Each rule at its edges."""

    def verdict(self, name, **vals):
        self.client_a1.write(vals)
        return self.suggest(client=self.client_a1)[f"verdict_{name}"]

    def test_wish(self):
        for code, expected in (
            ("9412", "fits"),
            ("9411", "fits"),
            ("94", "fits"),
            ("9112", "near"),
            ("5131", "unknown"),
        ):
            self.client_a1.wish_ids.unlink()
            self.new_wish(self.client_a1, occupation_id=self.occupation(code).id)
            with self.subTest(code=code):
                self.assertEqual(self.verdict("wish"), expected)

    def test_avoid(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id, kind="avoids")
        self.assertEqual(self.verdict("avoid"), "conflicts")

    def test_hours(self):
        self.opening.write({"hours_min": 15, "hours_max": 20})
        for low, high, expected in (
            (0, 0, "unknown"),
            (20, 30, "fits"),
            (25, 30, "near"),
            (25.5, 30, "conflicts"),
            (0, 15, "fits"),
            (0, 10, "near"),
            (0, 9, "conflicts"),
            (10, 0, "fits"),
        ):
            with self.subTest(low=low, high=high):
                self.assertEqual(
                    self.verdict("hours", hours_min=low, hours_max=high), expected
                )

    def test_hours_of_the_job_with_an_open_end(self):
        """What the job does not state reaches anywhere, as with people."""
        for job, person, expected in (
            ((30, 0), (36, 40), "fits"),
            ((30, 0), (0, 20), "conflicts"),
            ((0, 20), (0, 10), "fits"),
            ((0, 20), (26, 0), "conflicts"),
            ((0, 20), (25, 0), "near"),
        ):
            self.opening.write({"hours_min": job[0], "hours_max": job[1]})
            vals = {"hours_min": person[0], "hours_max": person[1]}
            with self.subTest(job=job, person=person):
                self.assertEqual(self.verdict("hours", **vals), expected)

    def test_shift(self):
        self.opening.write({"shift_evening": "yes"})
        for answer, expected in (
            (False, "unknown"),
            ("yes", "fits"),
            ("no", "conflicts"),
        ):
            self.assertEqual(self.verdict("shift", shift_evening=answer), expected)

    def test_conditions(self):
        quiet = self.env.ref("ips_employer_crm.work_condition_quiet")
        lifting = self.env.ref("ips_employer_crm.work_condition_lifting")
        no_lifting = self.env.ref("ips_employer_crm.work_condition_no_lifting")
        self.opening.condition_ids = quiet | lifting
        for needs, expected in (
            (quiet.browse(), "unknown"),
            (quiet, "fits"),
            (quiet | no_lifting, "conflicts"),
        ):
            self.assertEqual(
                self.verdict("condition", condition_ids=needs.ids), expected
            )

    def test_conditions_taken_off_the_list(self):
        """Whoever has it and whoever needs it go on having and needing it."""
        quiet = self.env.ref("ips_employer_crm.work_condition_quiet")
        self.opening.condition_ids = quiet
        self.assertEqual(self.verdict("condition", condition_ids=quiet.ids), "fits")
        quiet.active = False
        other = self.env.ref("ips_employer_crm.work_condition_sitting")
        self.opening.condition_ids = [Command.link(other.id)]
        self.assertEqual(self.verdict("condition"), "fits")

    def test_distance_informs_and_takes_nothing(self):
        self.opening.municipality_id = self.env.ref("ips_employer_crm.municipality_931")
        self.client_a1.municipality_id = self.municipality
        before = self.score(self.client_a1)
        self.assertEqual(self.verdict("distance", max_distance_km=10), "conflicts")
        self.assertEqual(self.score(self.client_a1), before)

    def test_points_are_the_table_s(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id, strength="3")
        rule = self.env["ips.match.rule"].search([("code", "=", "wish")])
        self.assertEqual(self.score(self.client_a1), rule.points * 2)
        rule.points = 7
        self.assertEqual(self.score(self.client_a1), 14)
        rule.points = 0
        self.assertEqual(self.score(self.client_a1), 0)

    def test_every_line_names_its_rule(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id, own_words="Soups")
        row = self.suggest(client=self.client_a1)
        names = self.env["ips.match.rule"].search([("points", ">", 0)]).mapped("name")
        for text in (row.explanation, row.person_explanation):
            *known, unknown = text.splitlines()
            self.assertTrue(known)
            for line in known:
                self.assertTrue(any(line.endswith(f"[{name}]") for name in names), line)
        unknown = row.explanation.splitlines()[-1]
        for name in unknown.removeprefix("? Not known: ").split(" · "):
            self.assertIn(name, names)
        # Nobody asks for a licence here: that none is known is no news
        self.assertNotIn("Licences", unknown)
        licence = self.env.ref("ips_employer_crm.licence_hygiene")
        self.opening.licence_ids = licence
        unknown = self.suggest(client=self.client_a1).explanation.splitlines()[-1]
        self.assertIn("Licences", unknown)
        self.assertIn("Soups", row.explanation)
        self.assertIn("Soups", row.person_explanation)


@tagged("standard", "post_install", "-at_install")
class TestProperties(SuggestionCommon):
    """What must hold for any people and any opening."""

    @RUNS
    @given(data=st.data())
    def test_zero_exclusion_and_neutrality(self, data):
        with self.env.cr.savepoint() as savepoint:
            opening = self.new_opening(
                occupation_id=self.occupation(data.draw(st.sampled_from(CODES))).id,
                hours_min=data.draw(st.integers(0, 20)),
                hours_max=data.draw(st.integers(20, 40)),
                shift_day=data.draw(ANSWERS),
                shift_evening=data.draw(ANSWERS),
            )
            person = {
                "hours_min": data.draw(st.integers(0, 20)),
                "hours_max": data.draw(st.integers(20, 40)),
                "shift_day": data.draw(ANSWERS),
                "shift_evening": data.draw(ANSWERS),
                "max_distance_km": data.draw(st.integers(0, 300)),
                "municipality_id": self.municipality.id,
            }
            said = self.new_client(self.coach_a1, **person)
            silent = self.new_client(self.coach_a1)
            refuses = self.new_client(
                self.coach_a1, **person, shift_night="no", shift_weekend="no"
            )
            no = {**person, "shift_day": "no", "shift_evening": "no"}
            says_no = self.new_client(self.coach_a1, **no)
            left_empty = self.new_client(
                self.coach_a1, **{**no, "shift_day": False, "shift_evening": False}
            )
            rows = self.suggest(opening=opening)
            self.assertEqual(
                rows.client_id,
                rows.client_id
                | said
                | silent
                | refuses
                | says_no
                | left_empty
                | self.client_a1,
            )
            scores = {row.client_id: row.score for row in rows}
            self.assertGreaterEqual(scores[left_empty], scores[says_no])
            # Whoever said nothing is where the points begin
            self.assertEqual(scores[silent], 0)
            self.assertEqual(rows.mapped("score"), sorted(rows.mapped("score"))[::-1])
            savepoint.rollback()
            self.env.invalidate_all()

    @RUNS
    @given(
        code=st.sampled_from(CODES),
        wished=st.sampled_from(CODES),
        strength=st.sampled_from("123"),
        more=st.integers(0, 100),
    )
    def test_a_wish_never_lowers_and_points_never_bury(
        self, code, wished, strength, more
    ):
        with self.env.cr.savepoint() as savepoint:
            self.opening.occupation_id = self.occupation(code)
            other = self.new_client(self.coach_a1)
            before = self.score(self.client_a1)
            self.new_wish(
                self.client_a1,
                occupation_id=self.occupation(wished).id,
                strength=strength,
            )
            after = self.score(self.client_a1)
            self.assertGreaterEqual(after, before)
            rank = self.suggest().client_id.ids.index(self.client_a1.id)
            rule = self.env["ips.match.rule"].search([("code", "=", "wish")])
            rule.points += more
            self.assertGreaterEqual(self.score(self.client_a1), after)
            self.assertLessEqual(
                self.suggest().client_id.ids.index(self.client_a1.id), rank
            )
            self.assertIn(other, self.suggest().client_id)
            savepoint.rollback()
            self.env.invalidate_all()


# Which answers of the person each rule rests on
ANSWERED = {
    "hours": ["hours_min", "hours_max"],
    "shift": ["shift_day", "shift_evening"],
    "start": ["available_from"],
    "distance": ["max_distance_km"],
    "condition": ["condition_ids"],
    "licence": ["licence_ids"],
    "language": ["language_ids"],
}
DOUBLED = {"fits": 2, "near": 1, "unknown": 0, "conflicts": -2}


@tagged("standard", "post_install", "-at_install")
class TestNeutrality(SuggestionCommon):
    """Points are the sum of the verdicts, and what is not known adds nothing to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lists = {
            "condition_ids": cls.env["ips.work.condition"].search([], limit=6).ids,
            "licence_ids": cls.env["ips.licence"].search([], limit=2).ids,
            "language_ids": cls.env["ips.language"].search([], limit=2).ids,
        }
        cls.points = {
            rule.code: rule.points for rule in cls.env["ips.match.rule"].search([])
        }

    def terms(self, data, **more):
        """Random terms of work, of a job or of a person."""
        hours = sorted(data.draw(st.lists(st.integers(1, 40), min_size=2, max_size=2)))
        day = st.dates(date(2025, 1, 1), date(2025, 6, 30))
        return {
            "hours_min": hours[0],
            "hours_max": hours[1],
            "shift_day": data.draw(ANSWERS),
            "shift_evening": data.draw(ANSWERS),
            "available_from": data.draw(day),
            **{
                name: [Command.set(data.draw(st.sets(st.sampled_from(ids))))]
                for name, ids in self.lists.items()
            },
            **more,
        }

    def doubled(self, row, codes):
        """Twice what the rules add, from their verdicts alone."""
        total = 0
        for code in codes:
            sign = DOUBLED[row[f"verdict_{code}"]]
            if code == "distance":
                sign = max(sign, 0)
            total += sign * self.points[code]
        return total

    @RUNS
    @given(data=st.data())
    def test_sum_and_neutrality(self, data):
        with self.env.cr.savepoint() as savepoint:
            far = self.env.ref("ips_employer_crm.municipality_931")
            self.opening.write(self.terms(data, municipality_id=far.id))
            person = self.terms(
                data,
                max_distance_km=data.draw(st.integers(1, 200)),
                municipality_id=self.municipality.id,
            )
            says_all = self.new_client(self.coach_a1, **person)
            row = self.suggest(client=says_all)
            whole = self.doubled(row, ANSWERED)
            self.assertEqual(row.score, int(whole / 2))
            for code, names in ANSWERED.items():
                answers = {key: val for key, val in person.items() if key not in names}
                silent = self.suggest(client=self.new_client(self.coach_a1, **answers))
                self.assertEqual(silent[f"verdict_{code}"], "unknown", code)
                without = whole - self.doubled(row, [code])
                self.assertEqual(silent.score, int(without / 2), code)
                if row[f"verdict_{code}"] == "conflicts":
                    self.assertGreaterEqual(silent.score, row.score)
            savepoint.rollback()
            self.env.invalidate_all()


@tagged("standard", "post_install", "-at_install")
class TestCost(SuggestionCommon, IpsQueriesCommon):
    """What a screen costs does not grow with people."""

    def test_queries(self):
        def screen():
            rows = self.Suggestion.with_user(self.coach_a1)
            return rows.web_search_read(
                [("lead_id", "=", self.opening.id)],
                {"score": {}, "explanation": {}, "verdict_wish": {}},
            )

        for _number in range(3):
            self.new_wish(self.new_client(self.coach_a1))
        few = self.cost(screen)
        for _number in range(30):
            self.new_wish(self.new_client(self.coach_a1))
        self.assertLessEqual(self.cost(screen), few)
