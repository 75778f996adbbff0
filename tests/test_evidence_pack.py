"""The evidence pack: what it holds, and for whom."""

import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from .common_evidence import EvidenceCommon
from .common_fidelity import FIRST, LAST


@tagged("standard", "post_install", "-at_install")
class TestContent(EvidenceCommon):
    """The sheets say what the records say."""

    def test_log(self):
        first = self.visits(self.coach_c1, FIRST, 2)[0]
        phone = self.visits(self.coach_c2, FIRST, 1, channel="phone")
        self.visits(self.coach_c1, LAST + timedelta(days=1), 1)
        self.new_line(first, self.person(), matches_wishes="yes")
        rows = self.rows(self.book(leaves_team=False), "Contact log")
        self.assertEqual(len(rows), 3)
        row = rows[0]
        self.assertEqual(row["Week"].date(), FIRST)
        self.assertEqual(row["Day"].date(), first.day)
        self.assertEqual(row["Coach"], "Cia Coach")
        self.assertEqual(row["Employer"], self.workplace.name)
        self.assertEqual(row["Visit number"], first.visit_number)
        self.assertEqual(
            (row["Counts"], row["Met who decides on hiring"]), ("Yes",) * 2
        )
        abouts = [row["About a particular job seeker"] for row in rows]
        self.assertEqual(sorted(abouts), ["No", "No", "Yes"])
        called = next(row for row in rows if row["Coach"] == "Claes Coach")
        self.assertEqual(called["Counts"], "No")
        labels = dict(phone._fields["count_reason"]._description_selection(self.env))
        self.assertEqual(called["Why"], labels["channel"])

    def test_weeks(self):
        self.visits(self.coach_c1, FIRST, 3)
        self.sign_week(self.coach_c1, FIRST)
        self.visits(self.coach_c1, FIRST, 1, date=self.visit_moment())
        rows = self.rows(self.book(), "Weeks")
        self.assertEqual(len(rows), 12)
        row = rows[0]
        self.assertEqual((row["Coach"], row["Week"].date()), ("Cia Coach", FIRST))
        self.assertEqual((row["Counted"], row["Target"]), (4, 6))
        self.assertEqual(row["Signed on"].date(), FIRST + timedelta(days=7))
        self.assertEqual(row["Changed after signing"], "Yes")
        self.assertIsNone(rows[1]["Signed on"])

    def visit_moment(self):
        return f"{FIRST + timedelta(days=2)} 09:00:00"

    def test_caseload_and_periods(self):
        people = self.people(2) | self.person(phase="in_work")
        self.person(phase="waiting")
        # After the period, which knows nothing of it
        people[0].phase = "in_work"
        book = self.book(leaves_team=False)
        last = self.rows(book, "Caseload")[-1]
        self.assertEqual(last["On"].date(), LAST)
        self.assertEqual((last["Searching"], last["In work"]), (2, 1))
        self.assertEqual((last["In the service"], last["Waiting"]), (3, 1))
        codes = {row["Code"] for row in self.rows(book, "Periods")}
        self.assertLess(set(people.mapped("ref")), codes)
        self.assertEqual(len(codes), 4)

    def test_days_of_the_caseload(self):
        """Ends of the months within, and the last day, which may be one."""
        report = self.env["ips.evidence.report"]
        pack = self.pack(date_from="2025-01-31", date_to="2025-03-31")
        days = [str(day) for day in report._days(pack)]
        self.assertEqual(days, ["2025-01-31", "2025-02-28", "2025-03-31"])
        pack = self.pack(date_from="2025-02-03", date_to="2025-02-03")
        self.assertEqual([str(day) for day in report._days(pack)], ["2025-02-03"])

    def test_figures_are_those_of_a_review(self):
        """Without a review the same figures, scores and remarks."""
        self.people(42)
        self.visits(self.coach_c1, FIRST, 7)
        self.sign_all(self.coach_c1)
        review = self.review()
        review.score_ids[:1].score = 3
        counted = self.rows(self.book(leaves_team=False), "Summary")
        kept_book = self.book(leaves_team=False, review_id=review.id)
        kept = self.rows(kept_book, "Summary")
        self.assertEqual(len(counted), 25)
        self.assertEqual(kept[0]["Own score"], 3)
        for one, other, row in zip(counted, kept, review.score_ids, strict=True):
            self.assertEqual({**one, "Own score": 0}, {**other, "Own score": 0})
            self.assertEqual(one["Score from data"] or 0, row.auto_score)
            if row.has_figure:
                self.assertAlmostEqual(one["Figure"], row.figure, 9)
        self.assertEqual(kept[0]["Score from data"], 4)
        reviews = self.env["ips.fidelity.review"]
        own = [("team_id", "=", self.team_c.id)]
        self.assertFalse(reviews.search(own) - review)
        self.assertIn("1 of 25 rated", self.texts(kept_book))

    def test_computation(self):
        self.visits(self.coach_c1, FIRST, 12)
        for coach in self.coach_c1 | self.coach_c2:
            self.sign_all(coach)
        book = self.book(leaves_team=False)
        numbers = [row["Number"] for row in self.rows(book, "Computation")]
        self.assertEqual(numbers, sorted(self.Review._scorers()))
        texts = list(book["Computation"].iter_rows(values_only=True))
        cia = next(row for row in texts if row[0] == "Cia Coach")
        self.assertEqual(cia[:6], ("Cia Coach", 6, 12, 2, "Every week", 5))
        self.assertEqual(cia[7], 2)

    def test_empty_period(self):
        """Says so, in every sheet, of a single day too."""
        for leaves in (True, False):
            for day in (FIRST, LAST):
                book = self.book(leaves_team=leaves, date_from=day, date_to=day)
                self.assertFalse(self.rows(book, "Contact log"))
                self.assertEqual(len(self.rows(book, "Caseload")), 1)

    def test_text_that_looks_like_a_formula(self):
        """No text is run by the spreadsheet."""
        names = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)"]
        for name in names:
            self.workplace.name = name
            self.coach_c1.name = name
            self.visits(self.coach_c1, FIRST, 1)
            with self.subTest(name=name):
                book = self.book()
                self.assertIn(name, self.texts(book))
                for sheet in book:
                    for row in sheet.iter_rows():
                        for cell in row:
                            self.assertNotEqual(cell.data_type, "f")

    def test_sheets(self):
        """Real dates, headings that stay, names that Excel takes."""
        self.visits(self.coach_c1, FIRST, 1)
        book = self.book(leaves_team=False)
        names = [
            "Summary",
            "Contact log",
            "Weeks",
            "Caseload",
            "Periods",
            "Computation",
        ]
        self.assertEqual(book.sheetnames, names)
        self.assertNotIn("Periods", self.book().sheetnames)
        for sheet in book:
            self.assertRegex(sheet.freeze_panes, r"^A[4-9]$")

    def test_page(self):
        """The summary on paper has criteria, weeks and caseload, and no code."""
        people = self.people(7)
        self.visits(self.coach_c1, FIRST, 2)
        for leaves in (True, False):
            pack = self.pack(leaves_team=leaves)
            report = self.env["ir.actions.report"].with_user(self.leader_c)
            html, _kind = report._render_qweb_html(
                "ips_employer_crm.ips_evidence_pack_report", pack.ids
            )
            html = html.decode()
            self.assertIn("Team C", html)
            self.assertIn("Cia Coach", html)
            self.assertIn("In the service", html)
            for client in people:
                self.assertNotIn(client.ref, html)

    def test_number_of_queries(self):
        """The same for little and for much."""
        costs = []
        for number in (2, 12):
            for index in range(number):
                client = self.person()
                monday = FIRST + timedelta(weeks=index % 6)
                employer = self.new_employer(f"Employer {number} {index}")
                visit = self.visits(
                    self.coach_c1, monday, 1, employer_id=employer.id, person_ids=False
                )
                self.new_line(visit, client, matches_wishes="yes")
                self.job(client)
            self.data()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.data()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 3, costs)


@tagged("standard", "post_install", "-at_install")
class TestWho(EvidenceCommon):
    """Leader and deputies of the team, and whoever made it alone."""

    def test_roles(self):
        self.people(2)
        for user in self.leader_c | self.deputy_c:
            self.assertTrue(self.data(user=user))
        for user in (
            *(self.outsider, self.manager, self.privacy, self.portal, self.ips_admin),
            *(self.coach_c1, self.leader_b, self.leader_a),
        ):
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                self.data(user=user)

    def test_of_somebody_else(self):
        pack = self.pack()
        report = self.env["ips.evidence.report"].with_user(self.deputy_c)
        with self.assert_refused(AccessError):
            report._xlsx(pack.with_user(self.deputy_c))
        page = self.env["report.ips_employer_crm.evidence_pack_page"]
        values = page.with_user(self.deputy_c)._get_report_values(pack.ids)
        self.assertFalse(values["pages"])

    def test_leads_no_more(self):
        pack = self.pack()
        self.team_c.user_id = self.leader_b
        self.team_c.deputy_ids = False
        for deed in (
            pack.action_xlsx,
            pack.action_pdf,
            lambda: self.env["ips.evidence.report"]._xlsx(pack),
        ):
            with self.assert_refused(AccessError):
                deed()

    def test_review_of_another_team(self):
        self.team_b.user_id = self.leader_c
        review = self.Review.create({"team_id": self.team_b.id})
        with self.assert_refused(AccessError):
            self.data(review_id=review.id, team_id=self.team_c.id)

    def test_exports_with_codes_are_logged(self):
        people = self.people(2)
        self.data()
        self.assertFalse(self.looks(user=self.leader_c))
        self.data(leaves_team=False)
        looks = self.looks(user=self.leader_c)
        self.assertEqual(looks.client_id, people)
        self.assertEqual(set(looks.mapped("operation")), {"export"})
        self.assertEqual(set(looks.mapped("ground")), {"leader"})

    def test_dialog(self):
        """From a review: its team and period; else the team led and half a year."""
        Pack = self.env["ips.evidence.pack"].with_user(self.leader_c)
        form = Form(Pack)
        self.assertEqual(form.team_id, self.team_c)
        self.assertTrue(form.leaves_team)
        review = self.review()
        action = review.action_evidence_pack()
        form = Form(Pack.with_context(action["context"]))
        pack = form.save()
        self.assertEqual((pack.date_from, pack.date_to), (FIRST, LAST))
        self.assertEqual(pack.team_id, self.team_c)
        self.assertEqual(pack.action_xlsx()["url"], f"/ips/evidence/{pack.id}.xlsx")
        self.assertEqual(pack.action_pdf()["type"], "ir.actions.report")


@tagged("standard", "post_install", "-at_install")
class TestEvidenceDownload(EvidenceCommon, HttpCase):
    """The download: to its maker, and nothing to anybody else."""

    freeze_time = None

    def get(self, user, pack):
        user.password = f"{user.login}-password"
        self.authenticate(user.login, f"{user.login}-password")
        return self.url_open(f"/ips/evidence/{pack.id}.xlsx", allow_redirects=False)

    def test_download(self):
        pack = self.pack()
        response = self.get(self.leader_c, pack)
        self.assertEqual(response.status_code, 200)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertTrue(load_workbook(io.BytesIO(response.content)).sheetnames)
        for user in self.deputy_c | self.leader_b | self.coach_c1 | self.outsider:
            self.assertEqual(self.get(user, pack).status_code, 404)
        self.authenticate(None, None)
        response = self.url_open(f"/ips/evidence/{pack.id}.xlsx", allow_redirects=False)
        self.assertIn(response.status_code, (302, 303))
