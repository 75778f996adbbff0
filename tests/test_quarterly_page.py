"""Quarterly report: what is not shown, what is printed, and who prints it."""

import doctest
import re
from datetime import date, datetime
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.ips_employer_crm.tools import shown_groups
from odoo.addons.ips_employer_crm.tools.shown_groups import ShownGroups

from .common_quarterly import (
    DAY,
    HIDDEN,
    LAST,
    LONG_AGO,
    RUNS,
    QuarterlyCommon,
)
from .common_queries import IpsQueriesCommon


@tagged("standard", "post_install", "-at_install")
class TestShownGroups(BaseCase):
    """The rule of what is shown, without a database."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(shown_groups).failed, 0)

    @RUNS
    @given(
        st.lists(
            st.dictionaries(st.integers(0, 15), st.just(None)), min_size=1, max_size=12
        ),
        st.integers(1, 16),
    )
    def test_no_difference_names_anyone(self, drawn, people):
        """Of two groups shown, one in the other, five people or more lie between."""
        shown = ShownGroups()
        kept = []
        for rows in drawn:
            group = {row: row % people for row in rows}
            if shown.admit(group):
                kept.append(group)
        for group in kept:
            self.assertGreaterEqual(len(set(group.values())), 5)
        for one, other in combinations(kept, 2):
            inner, outer = sorted((one, other), key=len)
            if inner.keys() < outer.keys():
                between = {outer[row] for row in outer.keys() - inner.keys()}
                self.assertGreaterEqual(len(between), 5)

    @RUNS
    @given(st.integers(0, 30), st.integers(0, 30))
    def test_parts_of_a_whole(self, yes, no):
        """Shown together or not at all; what is hidden is never certain."""
        parts = (
            {("yes", index): ("yes", index) for index in range(yes)},
            {("no", index): ("no", index) for index in range(no)},
        )
        shown = ShownGroups()
        both = shown.admit({**parts[0], **parts[1]}, *parts)
        self.assertEqual(both, yes >= 5 and no >= 5)
        if not both and shown.admit({**parts[0], **parts[1]}):
            whole = yes + no
            possible = [
                part for part in range(whole + 1) if min(part, whole - part) < 5
            ]
            self.assertIn(yes, possible)
            self.assertGreater(len(possible), 5)


@tagged("standard", "post_install", "-at_install")
class TestQuarterlyPage(QuarterlyCommon):
    """What is printed, in three languages, and for whom."""

    def test_few_people_leave_no_figure(self):
        """Of four people nothing is told, in figures, bars or words."""
        self.jobs(2, hours_week=20)
        self.people(2, entry=LONG_AGO)
        self.person(user_id=False, phase="waiting", entry=LONG_AGO)
        for section in self.report()._sections():
            if section["code"] == "coverage":
                continue
            with self.subTest(section["code"]):
                own = [row for row in section["rows"] if not row["is_reference"]]
                told = {row["figure"] for row in own}
                told |= {row["counted"] for row in own} - {""}
                self.assertEqual(told, {HIDDEN})
                self.assertEqual({row["width"] for row in own}, {None})

    @RUNS
    @given(st.integers(0, 14), st.integers(0, 14))
    def test_figures_speak_of_five_or_more(self, yes, no):
        """Each number of a row that is shown is 5 or more, and so is what is left."""
        report = self.report()
        people = report._people
        row = report._rate_row(
            ShownGroups(),
            "Rate",
            people(range(yes)),
            people(range(yes, yes + no)),
            report._people_unit,
        )
        counts = [int(count) for count in re.findall(r"\d+", row["counted"])]
        self.assertTrue(all(count >= 5 for count in counts))
        if len(counts) == 2:
            self.assertGreaterEqual(counts[1] - counts[0], 5)
        else:
            self.assertEqual((row["figure"], row["percent"]), (HIDDEN, None))

    def test_a_figure_beside_another_is_not_worked_out(self):
        """Nine reached 90 days, and eight of them 13 weeks: the ninth is one person."""
        start = date(2024, 3, 1)
        self.jobs(8, start=start, hours_week=20)
        self.jobs(1, start=start, end=start + 89 * DAY, hours_week=20)
        self.jobs(6, start=start, end=start + DAY, hours_week=20)
        rows = self.rows("retention")
        label = "Lasted 13 weeks, at 7 hours a week or more"
        self.assertEqual(rows[label][1], "8 of 15 jobs")
        self.assertEqual(rows["Lasted 90 days"], (HIDDEN, "15 jobs"))

    def test_shares_that_count_nobody_stay(self):
        """Thirteen jobs beside twelve would tell of one: so how many is left out."""
        self.jobs(12, start=date(2024, 9, 1), hours_week=20)
        self.jobs(1, start=LAST, hours_week=20)
        sections = self.report()._sections()
        rows = {row["label"]: row for part in sections for row in part["rows"]}
        self.assertEqual(rows["Lasted 90 days"]["counted"], "12 jobs")
        hours = rows["Mean hours of jobs held"]
        self.assertEqual(hours["figure"], "20 hours a week")
        employers = rows["Different employers"]
        # 1 of 13 is 7.69
        self.assertEqual(employers["figure"], "8\xa0%")
        widths = {row["width"] for row in rows.values()} - {None}
        self.assertTrue(widths)
        self.assertTrue(all(isinstance(width, int) for width in widths))
        self.assertFalse([row for row in rows.values() if "percent" in row])
        for row in (hours, employers, rows["Different occupations"]):
            self.assertEqual(row["counted"], HIDDEN)

    def test_names_nobody(self):
        jobs = self.six_of_twelve()
        self.identify()
        text = self.text(self.printed(self.report()))
        secrets = [*jobs.client_id.mapped("ref"), self.workplace.name]
        secrets += [self.company_e.name, self.coach_c1.name, self.decider.name]
        for secret in secrets:
            self.assertNotIn(secret, text)
        self.assertIn("Team C", text)

    def test_three_languages(self):
        self.six_of_twelve()
        cases = [
            ("en_US", "en-US", "50.0\xa0%"),
            ("fi_FI", "fi-FI", "50,0\xa0%"),
            ("sv_SE", "sv-SE", "50,0\xa0%"),
        ]
        for code, _tag, _rate in cases:
            self.env["res.lang"]._activate_lang(code)
        installed = [code for code, _name in self.Report._languages()]
        self.assertEqual(sorted(installed), ["en_US", "fi_FI", "sv_SE"])
        for code, tag, rate in cases:
            with self.subTest(code):
                page = self.printed(self.report(lang=code))
                self.assertEqual(page.xpath("/html/@lang"), [tag])
                self.assertEqual(len(page.xpath("//section")), 7)
                self.assertIn(rate, page.text_content())

    def test_readable_without_colour(self):
        """Each bar is in a row with its words and its number; none is the only one."""
        self.six_of_twelve()
        page = self.printed(self.report())
        bars = page.xpath("//div[contains(@class, 'bar')]")
        # The rate and its references; of the cohort the references; areas
        self.assertGreaterEqual(len(bars), 4 + 2)
        for bar in bars:
            (row,) = bar.xpath("ancestor::tr")
            label, figure = (self.text(cell).strip() for cell in row[:2])
            self.assertTrue(label)
            self.assertRegex(figure, r"\d")
            is_reference = "reference" in bar.get("class")
            self.assertEqual(is_reference, label.startswith("Reference"))

    # WHO

    def test_leader_and_deputy_print(self):
        for user in self.leader_a | self.deputy_a:
            report = self.Report.with_user(user).create({})
            self.assertEqual(report.team_id, self.team_a)
            action = report.action_print()
            self.assertEqual(action["report_name"], "ips_employer_crm.quarterly_report")
            self.assertIn("Team A", self.text(self.printed(report)))

    def test_nobody_else_prints(self):
        report = self.report()
        for user in self.coach_c1 | self.leader_a | self.outsider | self.ips_admin:
            with self.subTest(user.name), self.assertRaises(AccessError):
                self.printed(report.with_user(user))
        with self.assertRaises(AccessError):
            self.Report.with_user(self.coach_c1).create({"team_id": self.team_c.id})

    def test_another_team_is_refused(self):
        """Whatever team is written into the dialog."""
        report = self.report(self.leader_a, team_id=self.team_c.id)
        for call in (report.action_print, lambda: self.printed(report)):
            with self.assertRaises(AccessError):
                call()

    def test_former_leader_prints_no_more(self):
        report = self.report()
        self.team_c.user_id = self.leader_b
        with self.assertRaises(AccessError):
            self.printed(report)


@tagged("standard", "post_install", "-at_install")
class TestQuarterlyQueries(IpsQueriesCommon, QuarterlyCommon):
    """The report costs the same, however many people there are."""

    def test_cost_does_not_grow(self):
        def fill(number):
            self.people(number, entry=LONG_AGO)
            for job in self.jobs(
                number, hours_week=20, occupation_id=self.occupations[0].id
            ):
                contact = self.log(self.coach_c1, date=datetime(2024, 10, 9, 9))
                self.new_line(contact, job.client_id)

        fill(6)
        report = self.report()
        few = self.cost(report._sections)
        fill(12)
        self.assertEqual(self.cost(report._sections), few)
        self.assertLessEqual(few, 40)
