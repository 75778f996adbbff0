"""The 25 criteria as data, reviews, totals, who may do what."""

import doctest
from datetime import timedelta
from fractions import Fraction

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.ips_employer_crm.tools import fidelity

from .common_fidelity import FIRST, LAST, IpsFidelityCommon

BORDERS = [
    *[(25, "not_ips"), (73, "not_ips"), (74, "fair"), (99, "fair")],
    *[(100, "good"), (114, "good"), (115, "exemplary"), (125, "exemplary")],
]


@tagged("standard", "post_install", "-at_install")
class TestArithmetic(IpsFidelityCommon):
    """Exact numbers, unrounded, between anchors the lower one."""

    def test_shares_are_exact(self):
        """In floats 47/50 x 100 is not 94, and 57/100 x 100 not 57."""
        self.assertEqual(fidelity.points(fidelity.share(47, 50), [1, 2, 3, 94]), 5)
        self.assertEqual(fidelity.points(fidelity.share(57, 100), [1, 2, 57, 60]), 4)
        self.assertEqual(fidelity.points(fidelity.share(2, 3), [1, 2, 3, 66.67]), 4)

    def test_examples(self):
        """Those of the module's own text."""
        self.assertEqual(doctest.testmod(fidelity).failed, 0)

    def test_every_limit_from_both_sides(self):
        """Of the criteria as they come, by thousandths."""
        step = Fraction(1, 1000)
        for threshold in self.env["ips.fidelity.threshold"].search([]):
            falling = threshold.direction == "down"
            for score in range(2, 6):
                limit = fidelity.exact(threshold[f"limit_{score}"])
                worse = limit + step if falling else limit - step
                with self.subTest(item=threshold.item_id.number, score=score):
                    self.assertGreaterEqual(threshold._points(limit), score)
                    self.assertLess(threshold._points(worse), score)

    def test_a_hair_below(self):
        """What would be rounded up to the limit lies below it all the same."""
        matching, few, caseload = (self.limit(number) for number in (16, 19, 1))
        for threshold, figure, score in (
            (matching, "89.95", 4),
            (matching, "89.999999", 4),
            (matching, "74.999", 3),
            (few, "84.9999", 4),
            (caseload, "20.0001", 4),
            (caseload, "40.5", 1),
            (self.limit(15), "30.01", 4),
            (self.limit(24), "30", 1),
            (self.limit(21), "64.5", 1),
        ):
            with self.subTest(item=threshold.item_id.number, figure=figure):
                self.assertEqual(threshold._points(Fraction(figure)), score)

    def test_mean_of_scores(self):
        for scores, expected in (
            ([4], 4),
            ([4, 3], 3),
            ([5, 4, 4], 4),
            ([5, 5, 4], 5),
            ([1, 2, 2, 1], 1),
            ([5] * 7 + [2] * 3, 4),
            ([3, 3, 3, 4, 4, 4], 3),
        ):
            self.assertEqual(fidelity.middle(scores), expected, scores)


@tagged("standard", "post_install", "-at_install")
class TestItems(IpsFidelityCommon):
    """The criteria, and their limits over time."""

    def test_all_are_there(self):
        items = self.env["ips.fidelity.item"].search([])
        self.assertEqual(items.mapped("number"), list(range(1, 26)))
        self.assertFalse(any(items.mapped("official_text")))
        sections = {key: len(rows) for key, rows in items.grouped("section").items()}
        self.assertEqual(sections, {"staffing": 3, "organization": 8, "services": 14})
        for rows in items.grouped("section").values():
            numbers = rows.mapped("section_number")
            self.assertEqual(numbers, list(range(1, len(rows) + 1)))

    def test_limits_are_in_order(self):
        with self.assert_refused(ValidationError, text="cannot ask for less"):
            self.limit(19).limit_4 = 90
        with self.assert_refused(ValidationError):
            self.limit(1).limit_5 = 26
        with self.assert_refused(ValidationError):
            self.limit(1).direction = "up"

    def test_a_changed_limit_changes_the_score(self):
        """At once, of a review that is under way; not of one that is done."""
        self.people(42)
        done = self.review()
        done.action_done()
        review = self.review()
        self.assertEqual(self.row(review, 1).auto_score, 4)
        self.limit(1).with_user(self.ips_admin).limit_5 = 21
        self.env.invalidate_all()
        self.assertEqual(self.row(review, 1).auto_score, 5)
        self.assertEqual(self.row(done, 1).auto_score, 4)

    def test_limits_are_those_of_the_last_day(self):
        self.people(42)
        first = {"item_id": self.limit(1).item_id.id, "direction": "down"}
        first |= {"limit_2": 50, "limit_3": 40, "limit_4": 30, "limit_5": 25}
        Threshold = self.env["ips.fidelity.threshold"]
        new = Threshold.create({**first, "valid_from": LAST + timedelta(days=1)})
        self.assert_score(1, 4)
        new.valid_from = LAST
        row = self.assert_score(1, 5)
        self.assertEqual(row.threshold_id, new)
        new.unlink()
        self.limit(1).valid_from = LAST + timedelta(days=1)
        self.assert_score(1, 0, note="no_threshold")

    def test_no_criterion_is_added_or_deleted(self):
        Item = self.env["ips.fidelity.item"].with_user(self.ips_admin)
        for deed in (
            lambda: Item.create({"number": 1, "name": "Once more"}),
            lambda: Item.search([], limit=1).unlink(),
        ):
            with self.assert_refused(AccessError):
                deed()


@tagged("standard", "post_install", "-at_install")
class TestReview(IpsFidelityCommon):
    """From start to end; the total is the reviewer's own scores, all of them."""

    def rate(self, review, total):
        """Scores that make the total."""
        base, more = divmod(total, 25)
        for index, row in enumerate(review.score_ids.sorted("number")):
            row.score = base + (index < more)

    def test_bands(self):
        review = self.review()
        for total, band in BORDERS:
            self.rate(review, total)
            self.assertEqual((review.total, review.band), (total, band))

    def test_limits_of_bands_are_settings(self):
        self.env.company.ips_band_exemplary = 120
        review = self.review()
        self.rate(review, 119)
        self.assertEqual(review.band, "good")
        review.action_done()
        self.env.company.ips_band_exemplary = 115
        self.assertEqual(review.band, "good")
        with self.assert_refused(ValidationError):
            self.env.company.ips_band_good = 115

    def test_no_total_until_all_are_rated(self):
        review = self.review()
        self.assertEqual(review.rated_label, "0 of 25 rated")
        self.rate(review, 100)
        last = review.score_ids[-1:]
        last.score = 0
        self.assertEqual((review.total, review.band), (0, False))
        self.assertEqual(review.rated_label, "24 of 25 rated")
        last.rating = "4"
        self.assertEqual((review.total, review.band), (100, "good"))
        last.rating = False
        self.assertFalse(review.band)

    def test_automatic_scores_are_not_counted_in_silence(self):
        self.people(40)
        review = self.review()
        self.assertEqual(self.row(review, 1).auto_score, 5)
        self.assertEqual(review.rated_count, 0)

    def test_take_over(self):
        """From data, where the reviewer gave none; no proposals."""
        self.people(40, referral_source_id=self.source.id)
        review = self.review()
        self.row(review, 4).score = 2
        review.action_take_over()
        self.assertEqual(self.row(review, 1).score, 5)
        self.assertEqual(self.row(review, 4).score, 2)
        proposal = self.row(review, 3)
        self.assertTrue(proposal.auto_score)
        self.assertFalse(proposal.score)

    def test_score_is_one_to_five(self):
        row = self.review().score_ids[:1]
        for score in (-1, 6):
            with self.assert_refused(IntegrityError):
                row.score = score

    def test_done_stays_as_it_is(self):
        self.people(40)
        review = self.review()
        self.rate(review, 100)
        review.action_done()
        self.people(50)
        row = self.row(review, 1)
        for deed in (
            lambda: row.write({"score": 1}),
            lambda: row.write({"remark": "Later"}),
            lambda: review.write({"reviewer": "Another"}),
            lambda: review.write({"score_ids": [(1, row.id, {"score": 1})]}),
            review.unlink,
            review.action_count,
            review.action_take_over,
            review.action_done,
        ):
            with self.assert_refused(UserError):
                deed()
        review.invalidate_recordset()
        self.assertEqual((row.auto_score, review.total), (5, 100))

    def test_figures_are_not_written(self):
        review = self.review()
        row = review.score_ids[:1]
        for name in ("auto_score", "figure", "note_code", "item_id", "review_id"):
            with self.assert_refused(UserError):
                row.write({name: False})
        for name in ("total", "band", "rated_count", "state"):
            with self.assert_refused(UserError):
                review.write({name: False})
        with self.assert_refused(UserError):
            self.review(state="done")

    def test_period_has_to_end_first(self):
        review = self.review(date_to=LAST + timedelta(days=30))
        with self.assert_refused(UserError, text="has not ended"):
            review.action_done()
        with self.assert_refused(IntegrityError):
            self.review(date_from=LAST + timedelta(days=1))

    def test_another_period_counts_anew(self):
        self.people(40)
        self.people(1, entry=LAST)
        review = self.review()
        self.assertEqual(self.row(review, 1).auto_score, 4)
        review.date_to = LAST - timedelta(days=1)
        self.assertEqual(self.row(review, 1).auto_score, 5)

    def test_last_time(self):
        """The trend: beside each score the one of the last review that is done."""
        first = self.review(FIRST, FIRST + timedelta(days=6))
        self.rate(first, 80)
        first.action_done()
        open_one = self.review(FIRST, FIRST + timedelta(days=13))
        self.rate(open_one, 120)
        row = self.row(self.review(), 1)
        self.assertEqual(row.previous_score, self.row(first, 1).score)
        self.assertEqual(self.row(first, 1).previous_score, 0)

    def test_trend_over_complete_reviews(self):
        """Those that are done, and this one once all is rated: no 0 for a total."""
        first = self.review(FIRST, FIRST + timedelta(days=6))
        self.rate(first, 80)
        first.action_done()
        half = self.review(FIRST, FIRST + timedelta(days=13))
        half.score_ids[:1].score = 5
        half.action_done()
        self.rate(self.review(FIRST, FIRST + timedelta(days=20)), 120)
        this = self.review()
        for total, expected in ((0, first), (100, first | this)):
            if total:
                self.rate(this, total)
            criteria = this.action_view_criteria()
            rows = self.env[criteria["res_model"]].search(criteria["domain"])
            self.assertEqual(rows.review_id, expected)
            self.assertEqual(len(rows), 25 * len(expected))
            trend = this.action_view_trend()
            self.assertEqual(self.Review.search(trend["domain"]), expected)
        [group] = self.Review.formatted_read_group(
            trend["domain"], [], ["total_in_chart:avg"]
        )
        self.assertEqual(group["total_in_chart:avg"], 90)

    def test_lists_add_up_no_totals(self):
        """In groups a 0 that stands for "not complete" would lower every average."""
        shown = self.Review.fields_get(["total", "rated_count"], ["aggregator"])
        self.assertFalse([name for name in shown if shown[name].get("aggregator")])

    def test_form(self):
        """As the leader fills it in."""
        self.people(3)
        with Form(self.Review) as form:
            self.assertEqual(form.team_id, self.team_c)
        review = form.save()
        self.assertEqual(len(review.score_ids), 25)
        with Form(review) as form, form.staffing_score_ids.edit(0) as line:
            line.rating = "3"
            line.remark = "Two are leaving"
        self.assertEqual(review.score_ids[:1].score, 3)
        self.assertEqual(review.rated_count, 1)

    def test_what_only_people_judge(self):
        review = self.review()
        for number in (5, 11, 25):
            self.assertEqual(self.row(review, number).note_code, "reviewer")
        for number, note in ((2, "no_worktime"), (6, "no_authority")):
            row = self.row(review, number)
            self.assertEqual((row.note_code, row.auto_score), (note, 0))

    def test_nothing_entered_gives_no_score(self):
        """A new team: each criterion says that there are no data.

        Two have a 1 all the same: without a log, and with fewer than ten jobs.
        """
        review = self.review()
        for row in review.score_ids:
            with self.subTest(number=row.number):
                self.assertEqual(row.auto_score, int(row.number in (17, 21)))
                self.assertFalse(row.has_figure)
                self.assertTrue(row.note)

    @property
    def source(self):
        return self.env["ips.referral.source"].search([], limit=1)
