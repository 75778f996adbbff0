"""Reports on paper: a real PDF from the leader's screen, and for nobody else."""

import io
import json
import os
import re
import shutil
from unittest import skipUnless
from unittest.mock import patch

from pypdf import PdfReader

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_actions_report import _wkhtml
from odoo.addons.ips_employer_crm.report.evidence_pack_page import ROWS

from .common_evidence import EvidenceCommon

QUARTERLY = "ips_employer_crm.quarterly_report"
EVIDENCE = "ips_employer_crm.evidence_pack_page"
# The plugin of script/test looks for this reason
printing = skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf not found")


class PrintedCommon(EvidenceCommon, HttpCase):
    """Prints as the web client does."""

    freeze_time = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clients = cls.people(7)
        # Time does not stand still here: they were in the team in the period as well
        cls.team_c.crm_team_member_ids.start_date = "2024-01-01"
        # No server answers here: what is printed must not need one
        cls.env["ir.config_parameter"].set_param("web.base.url", "http://127.0.0.1:9")

    def sign_in(self, user):
        user.password = f"{user.login}-password"
        self.authenticate(user.login, f"{user.login}-password")

    def quarterly(self, user=None, **vals):
        Report = self.env["ips.quarterly.report"].with_user(user or self.leader_c)
        return Report.create({"team_id": self.team_c.id, **vals})

    def ask(self, report_name, dialog, lang="en_US"):
        """What the web client asks for once the dialog's button was pressed."""
        # Odoo prints nothing in tests unless told so
        context = {"lang": lang, "force_report_rendering": True}
        data = {
            "data": json.dumps([f"/report/pdf/{report_name}/{dialog.id}", "qweb-pdf"]),
            "context": json.dumps(context),
            "csrf_token": Request.csrf_token(self),
        }
        return self.url_open("/report/download", data=data)

    def printed(self, report_name, dialog, lang="en_US"):
        """The PDF, the texts of its pages, and the name of the file."""
        with self.assertNoLogs("odoo.addons.base.models.ir_actions_report", "WARNING"):
            response = self.ask(report_name, dialog, lang)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        pdf = PdfReader(io.BytesIO(response.content))
        texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
        for number, text in enumerate(texts, start=1):
            self.assertIn(f"{pdf.metadata.title} {number} / {len(texts)}", text)
        for client in self.clients:
            self.assertNotIn(client.ref, " ".join(texts))
        return pdf, texts, response.headers["Content-Disposition"]


@tagged("standard", "post_install", "-at_install")
class TestPrinted(PrintedCommon):
    """PDFs, as far as wkhtmltopdf is there."""

    @printing
    def test_quarterly_report(self):
        """In the language that was chosen, whatever that of the reader."""
        self.sign_in(self.leader_c)
        cases = [
            ("en_US", "Quarterly report: Team C", "Employment rate of the quarter"),
            (
                "fi_FI",
                "Neljännesvuosiraportti: Team C",
                "Neljänneksen työllistyneiden osuus",
            ),
            ("sv_SE", "Kvartalsrapport: Team C", "Kvartalets andel sysselsatta"),
        ]
        for lang, title, heading in cases:
            self.env["res.lang"]._activate_lang(lang)
            with self.subTest(lang):
                pdf, texts, name = self.printed(QUARTERLY, self.quarterly(lang=lang))
                self.assertIn(title, texts[0])
                self.assertIn(heading, texts[0])
                self.assertTrue(pdf.metadata.title.startswith(title))
                self.assertEqual(pdf.trailer["/Root"]["/Lang"], lang.replace("_", "-"))
                self.assertRegex(name, r"[\w-]+-\d{4}-Q[1-4]\.pdf$")

    @printing
    def test_evidence_pack(self):
        self.sign_in(self.leader_c)
        for leaves, words in (
            (True, "Numbers of people under 5, and what would lead to them"),
            (False, "For the team alone"),
        ):
            with self.subTest(leaves=leaves):
                pack = self.pack(leaves_team=leaves)
                pdf, texts, name = self.printed(EVIDENCE, pack)
                self.assertIn("Evidence pack: Team C", texts[0])
                self.assertIn(words, texts[0])
                self.assertIn("Cia Coach", " ".join(texts))
                self.assertEqual(pdf.trailer["/Root"]["/Lang"], "en-US")
                self.assertIn(f"{pack._file_name()}.pdf", name)

    @printing
    @mute_logger("odoo.addons.web.controllers.report", "odoo.http")
    def test_refused(self):
        """Somebody else's dialog, as PDF and as page: nothing of it is answered."""
        dialogs = [
            (QUARTERLY, self.quarterly()),
            (EVIDENCE, self.pack()),
        ]
        for user in (
            *(self.coach_c1, self.leader_b, self.deputy_c, self.outsider),
            *(self.portal, self.privacy, self.ips_admin),
        ):
            self.sign_in(user)
            for name, dialog in dialogs:
                page = self.url_open(f"/report/html/{name}/{dialog.id}")
                for response in (self.ask(name, dialog), page):
                    with self.subTest(f"{user.name}: {response.url}"):
                        self.assertNotIn(b"Team C", response.content)
                        if response.content.startswith(b"%PDF"):
                            (sheet,) = PdfReader(io.BytesIO(response.content)).pages
                            self.assertEqual(sheet.extract_text().strip(), "1 / 1")
        self.authenticate(None, None)
        for name, dialog in dialogs:
            response = self.url_open(f"/report/pdf/{name}/{dialog.id}")
            self.assertIn("/web/login", response.url)

    def test_without_wkhtmltopdf(self):
        """A sentence, and the same page to print from the browser."""
        _wkhtml.cache_clear()
        self.addCleanup(_wkhtml.cache_clear)
        self.startPatcher(patch.dict(os.environ, {"PATH": "/nowhere"}))
        self.sign_in(self.leader_c)
        for action, heading in (
            (self.quarterly().action_print(), "Quarterly report: Team C"),
            (self.pack().action_pdf(), "Evidence pack: Team C"),
        ):
            self.assertEqual(action["tag"], "display_notification")
            self.assertIn("No PDF can be made", action["params"]["message"])
            page = self.url_open(action["params"]["next"]["url"])
            self.assertEqual(page.status_code, 200)
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertIn(heading, page.text)
            # By itself: nothing is fetched, nothing runs
            self.assertFalse(re.search(r"<script|<link|<img|@import|url\(", page.text))

    def test_long_tables(self):
        """Every part of a table has headings, for not all printers repeat them."""
        pack = self.pack(date_from="2021-01-01")
        page = self.env["report.ips_employer_crm.evidence_pack_page"]
        page = page.with_user(self.leader_c)
        tables = page._get_report_values(pack.ids)["pages"][0]["tables"]
        caseload = tables[:3]
        titles = [part["title"] for part in caseload]
        self.assertEqual(titles, ["Caseload", "", ""])
        self.assertLessEqual(max(len(table["rows"]) for table in tables), ROWS)
        days = [row[0][0] for table in caseload for row in table["rows"]]
        self.assertEqual(len(days), len(set(days)))
        self.assertEqual(days[0], "01/31/2021")
        self.assertEqual(len({str(table["headings"]) for table in caseload}), 1)

    def test_other_reports(self):
        """Odoo's own keep their layout."""
        report = self.env.ref("base.report_ir_model_overview")
        model = self.env["ir.model"]._get("res.lang")
        html, _kind = report._render_qweb_html(report.report_name, model.ids)
        bodies, _ids, header, *_rest = report._prepare_html(html, "ir.model")
        self.assertIn("minimal_layout_report_headers", header)
        self.assertIn("http://127.0.0.1:9", bodies[0])
