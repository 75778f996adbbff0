"""The evidence pack outside the team: nobody can work out from it what is hidden."""

import doctest
from datetime import timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.ips_employer_crm.tools import small_figures
from odoo.addons.ips_employer_crm.tools.fidelity import Result, share
from odoo.addons.ips_employer_crm.tools.small_figures import SMALL, shown_with_sum

from .common_evidence import EvidenceCommon
from .common_fidelity import FIRST

HIDDEN = "not shown"
RUNS = settings(deadline=None, max_examples=200)


@tagged("standard", "post_install", "-at_install")
class TestOutside(EvidenceCommon):
    """What leaves the team names nobody, and leads to nobody."""

    def test_no_person_in_it(self):
        names = ["Salainen Sanni", "sanni@example.com"]
        client = self.person(name=names[0], email=names[1])
        visit = self.visits(
            self.coach_c1, FIRST, 1, internal_note="Word", shared_note="Word"
        )
        self.new_line(visit, client, matches_wishes="yes", note="Word")
        self.job(client)
        texts = " ".join(self.texts(self.book()))
        for secret in (*names, client.ref, "Word"):
            self.assertNotIn(secret, texts)
        inside = " ".join(self.texts(self.book(leaves_team=False)))
        self.assertIn(client.ref, inside)
        for secret in (*names, "Word"):
            self.assertNotIn(secret, inside)

    def test_log_does_not_say_for_whom(self):
        visits = self.visits(self.coach_c1, FIRST, 9)
        visits[:2].is_client_specific = True
        own = self.visits(self.coach_c1, FIRST, 1, made_by="client")
        book = self.book()
        rows = self.rows(book, "Contact log")
        self.assertEqual(len(rows), 9)
        self.assertNotIn("About a particular job seeker", rows[0])
        self.assertIn("Employer", rows[0])
        # The gap of the visit that is left out does not show
        own.date = f"{FIRST} 06:00:00"
        numbers = [row["Visit number"] for row in self.rows(self.book(), "Contact log")]
        self.assertEqual(numbers, list(range(1, 10)))
        totals = {
            row[0]: row[1]
            for row in book["Contact log"].iter_rows(values_only=True)
            if row[0]
        }
        self.assertEqual(totals["About a particular job seeker"], HIDDEN)
        self.assertEqual(totals["About the employer in general"], HIDDEN)
        self.assertEqual(totals["Made by job seekers, not in the log"], HIDDEN)

    def test_verdict_that_tells(self):
        """Where only contacts about somebody count, no row leads to an employer."""
        self.env["ips.contact.rule"].create(
            {
                "name": "Only for somebody",
                "team_id": self.team_c.id,
                "valid_from": FIRST - timedelta(days=7),
                "counts_generic": False,
            }
        )
        visits = self.visits(self.coach_c1, FIRST, 3)
        visits[:1].is_client_specific = True
        row = self.rows(self.book(), "Contact log")[0]
        self.assertNotIn("Employer", row)
        self.assertNotIn("Day", row)
        self.assertEqual(row["Coach"], "Cia Coach")
        self.assertIn(
            "Employer", self.rows(self.book(leaves_team=False), "Contact log")[0]
        )

    def test_caseload(self):
        for phase, count in (("searching", 8), ("in_work", 6), ("profiling", 3)):
            self.people(count, phase=phase)
        self.people(2, phase="waiting")
        last = self.rows(self.book(), "Caseload")[-1]
        self.assertEqual(last["In the service"], 17)
        self.assertEqual((last["Searching"], last["In work"]), (8, 6))
        for phase in ("Profiling", "Service agreed", "Waiting"):
            self.assertEqual(last[phase], HIDDEN)

    def test_shares(self):
        """Figure and parts go together; where the score gives it away, it goes too."""
        for index in range(10):
            self.job(occupation_id=self.occupations[index].id, is_permanent=index > 0)
        self.assertEqual(self.row_of(21, leaves_team=False)["Part"], 9)
        row = self.row_of(21)
        for name in ("Figure", "Part", "Whole", "Score from data"):
            self.assertEqual(row[name], HIDDEN)
        self.assertEqual(self.row_of(21, "Computation")["Part"], HIDDEN)

    def reviewed(self, **scores):
        """A review with a 4 for each criterion, and what is said."""
        review = self.review()
        review.score_ids.score = 4
        for number, score in scores.items():
            self.row(review, int(number[1:])).score = score
        return review

    def outcome(self, review):
        """(own scores by number, total, band) as the pack shows them outside."""
        book = self.book(review_id=review.id)
        rows = list(book["Summary"].iter_rows(values_only=True))
        own = {row["Number"]: row["Own score"] for row in self.rows(book, "Summary")}
        at = next(index for index, row in enumerate(rows) if row[0] == "Reviewers")
        return own, rows[at + 1][3], rows[at + 1][4]

    def test_own_scores(self):
        """One that follows a hidden one goes with it, and so does what leads there."""
        for index in range(10):
            self.job(occupation_id=self.occupations[index].id, is_permanent=index > 0)
        own, total, band = self.outcome(self.reviewed())
        self.assertEqual((own[21], own[2]), (HIDDEN, 4))
        hidden = {number for number, score in own.items() if score == HIDDEN}
        # Which they are follows from the figures, not from what the reviewer said
        other = self.reviewed(_21=2, _2=3)
        self.assertEqual(self.outcome(other)[0][21], HIDDEN)
        self.assertEqual(
            (total, band), (100, "Good") if len(hidden) > 1 else (HIDDEN,) * 2
        )
        inside = self.book(review_id=other.id, leaves_team=False)
        self.assertIn("97", self.texts(inside))

    @RUNS
    @given(
        st.lists(st.integers(1, 5), max_size=4), st.lists(st.integers(1, 5), max_size=3)
    )
    def test_nothing_follows_from_the_total(self, hidden, shown):
        """Each hidden score could be another one, to whoever knows the rule."""
        told = self.told_total(hidden, shown)
        possible = [set() for _score in hidden]
        for guess in product(range(1, 6), repeat=len(hidden)):
            if self.told_total(guess, shown) == told:
                for seen, score in zip(possible, guess, strict=True):
                    seen.add(score)
        self.assertFalse([seen for seen in possible if len(seen) < 2])

    def told_total(self, hidden, shown):
        """The total as it is shown, or that it is not."""
        report = self.env["ips.evidence.report"]
        return sum(hidden) + sum(shown) if report._tells_total(hidden) else HIDDEN

    def test_nobody(self):
        """That none came from a team is a number as well."""
        self.people(8)
        source = self.env["ips.referral.source"].create(
            {"name": "On their own", "is_partner_team": False}
        )
        self.person(referral_source_id=source.id)
        self.assertTrue(self.row_of(4, leaves_team=False)["About the data"])
        row = self.row_of(4)
        self.assertEqual(row["Part"], HIDDEN)
        self.assertFalse(row["About the data"])

    def test_few_jobs(self):
        """Not even in the remark."""
        for _index in range(3):
            self.job()
        self.assertIn("3", self.row_of(21, leaves_team=False)["About the data"])
        self.assertEqual(self.row_of(21)["About the data"], "Too few for a share")

    def test_few_seekers(self):
        """Neither target nor score says that a coach has one job seeker or two."""
        self.person()
        self.visits(self.coach_c1, FIRST, 3)
        for coach in self.coach_c1 | self.coach_c2:
            self.sign_all(coach)
        self.assertEqual(self.row_of(17)["Score from data"], HIDDEN)
        book = self.book()
        cia = next(
            row
            for row in book["Computation"].iter_rows(values_only=True)
            if row[0] == "Cia Coach"
        )
        self.assertEqual(cia[6], HIDDEN)
        self.assertNotIn("For a 5, with few job seekers", self.texts(book))
        self.assertEqual({row["Target"] for row in self.rows(book, "Weeks")}, {6})

    def test_targets_outside(self):
        """Not the target that fewer job seekers lower: what is asked without."""
        self.people(2, entry=FIRST - timedelta(days=1))
        self.visits(self.coach_c1, FIRST, 1)
        for leaves, target in ((True, 6), (False, 4)):
            rows = self.rows(self.book(leaves_team=leaves), "Weeks")
            own = [row for row in rows if row["Coach"] == self.coach_c1.name]
            self.assertEqual({row["Target"] for row in own}, {target})
            self.assertEqual("Target when signed" in rows[0], not leaves)

    def test_visits_of_job_seekers(self):
        """They are none of a coach: the whole of criterion 18 is that of the log."""
        self.visits(self.coach_c1, FIRST, 8)
        self.visits(self.coach_c1, FIRST, 2, made_by="client")
        self.assertEqual(self.row_of(18)["Whole"], 8)

    def test_examples(self):
        self.assertEqual(doctest.testmod(small_figures).failed, 0)

    @RUNS
    @given(st.lists(st.integers(0, 9), min_size=5, max_size=5))
    def test_nothing_follows_from_a_row_of_the_caseload(self, counts):
        """Every hidden figure could be another one, to whoever knows the rule."""
        shown, total = shown_with_sum(counts)
        hidden = [index for index, value in enumerate(shown) if value is None]
        for count, value in zip(counts, shown, strict=True):
            self.assertTrue(value == count if value is not None else True)
            if count < SMALL:
                self.assertIsNone(value)
        if total is None:
            self.assertLess(sum(counts), SMALL)
            return
        self.assertEqual(total, sum(counts))
        rest = total - sum(value for value in shown if value is not None)
        possible = [set() for _index in hidden]
        for guess in product(range(rest + 1), repeat=max(len(hidden) - 1, 0)):
            last = rest - sum(guess)
            if last < 0 or not hidden:
                continue
            other = list(shown)
            for index, value in zip(hidden, (*guess, last), strict=True):
                other[index] = value
            if shown_with_sum(other) == (shown, total):
                for seen, index in zip(possible, hidden, strict=True):
                    seen.add(other[index])
            if all(len(seen) > 1 for seen in possible):
                return
        self.assertFalse([seen for seen in possible if len(seen) < 2])

    @RUNS
    @given(st.integers(10, 40), st.data())
    def test_nothing_follows_from_a_score(self, whole, data):
        """With the whole known, a hidden share has two possible numbers at least."""
        part = data.draw(st.integers(0, whole))
        told = self.told(part, whole)
        if not small_figures.has_small_part(part, whole) or told == HIDDEN:
            return
        alike = [
            number
            for number in range(whole + 1)
            if small_figures.has_small_part(number, whole)
            and self.told(number, whole) == told
        ]
        self.assertGreater(len(alike), 1)

    def told(self, part, whole):
        """What a reader outside is told about a share: its score, or nothing."""
        limit, Score = self.limit(21), self.env["ips.fidelity.score"]
        result = Result(share(part, whole), part, whole)
        values = Score._values_of(limit.item_id, result, limit)
        row = Score.new({"item_id": limit.item_id.id, **values})
        report = self.env["ips.evidence.report"]
        return HIDDEN if report._gives_away(row) else row.auto_score
