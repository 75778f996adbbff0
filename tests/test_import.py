import csv
import io
from pathlib import Path

from openpyxl import Workbook

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import IpsCommon

DOCS = Path(__file__).parent.parent / "docs"
CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = {
    "Nimi": ["name"],
    "Y-tunnus": ["company_registry"],
    "Toimiala": ["industry_id"],
    "Katuosoite": ["street"],
    "Postinumero": ["zip"],
    "Postitoimipaikka": ["city"],
    "Kunta": ["municipality_id"],
    "Puhelin": ["phone"],
    "Sähköposti": ["email"],
    "Verkkosivu": ["website"],
}
SWEDISH_HEADINGS = {
    "Namn": ["name"],
    "FO-nummer": ["company_registry"],
    "Näringsgren": ["industry_id"],
    "Gatuadress": ["street"],
    "Postnummer": ["zip"],
    "Postort": ["city"],
    "Kommun": ["municipality_id"],
    "Telefon": ["phone"],
    "E-post": ["email"],
    "Webbplats": ["website"],
}


class IpsImportCommon(IpsCommon):
    """Odoo's own import, driven as the client drives it on the Employers page."""

    def setUp(self):
        super().setUp()
        self.one, self.two, self.three = (next(self.business_ids) for _i in range(3))

    def csv_of(self, rows, headings=("Nimi", "Y-tunnus", "Kunta"), separator=";"):
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=separator)
        writer.writerows([headings, *rows])
        return stream.getvalue().encode()

    def xlsx_of(self, rows, headings=("Nimi", "Y-tunnus", "Kunta")):
        book, stream = Workbook(), io.BytesIO()
        for row in (headings, *rows):
            book.active.append(row)
        book.save(stream)
        return stream.getvalue()

    def preview(self, content, file_type=CSV_TYPE, user=None):
        """(import, options, preview) as after choosing the file."""
        wizard = self.importer(content, file_type, user or self.coach_a1)
        options = {
            "has_headers": True,
            "quoting": '"',
            "separator": "",
            "encoding": "",
            "date_format": "",
            "datetime_format": "",
            "float_thousand_separator": ",",
            "float_decimal_separator": ".",
            "advanced": False,
        }
        preview = wizard.parse_preview(options)
        self.assertNotIn("error", preview)
        # The client sends back what the server has found out of the file
        return wizard, {**options, **preview["options"]}, preview

    def importer(self, content, file_type, user):
        action = self.env.ref("ips_employer_crm.res_partner_action_employer")
        return (
            self.env["base_import.import"]
            .with_user(user)
            .with_context(lang=user.lang, **safe_eval(action.context))
            .create(
                {
                    "res_model": action.res_model,
                    "file": content,
                    "file_name": "employers",
                    "file_type": file_type,
                }
            )
        )

    def load(self, content, file_type=CSV_TYPE, user=None, dryrun=False):
        """Import with the columns that Odoo proposes."""
        wizard, options, preview = self.preview(content, file_type, user)
        fields = [
            "/".join(preview["matches"].get(index, [])) or False
            for index in range(len(preview["headers"]))
        ]
        return wizard.execute_import(fields, preview["headers"], options, dryrun=dryrun)

    def employers(self, *names):
        return self.env["res.partner"].search(
            [("is_employer", "=", True), ("name", "in", names)], order="name"
        )


@tagged("standard", "post_install", "-at_install")
class TestImport(IpsImportCommon):
    """Employers come in from a list; a list with an error brings in nothing."""

    def assert_refused_row(self, rows, row, text, user=None):
        """The file is refused with a message about this row; nothing is imported."""
        before = self.env["res.partner"].search_count([])
        result = self.load(self.csv_of(rows), user=user)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        told = {message["rows"]["from"]: message for message in result["messages"]}
        # Odoo tells the first error of a batch at the batch's first row as well
        self.assertLessEqual(told.keys(), {0, row})
        self.assertRegex(told[row]["message"], text)
        self.assertEqual(told[row]["rows"], {"from": row, "to": row})

    def test_finnish_headings_are_recognised(self):
        content = self.csv_of([["A"] * len(HEADINGS)], HEADINGS)
        preview = self.preview(content)[2]
        self.assertEqual(
            {preview["headers"][index]: m for index, m in preview["matches"].items()},
            HEADINGS,
        )

    def test_swedish_headings_are_recognised(self):
        content = self.csv_of([["A"] * len(SWEDISH_HEADINGS)], SWEDISH_HEADINGS)
        preview = self.preview(content)[2]
        self.assertEqual(
            {preview["headers"][index]: m for index, m in preview["matches"].items()},
            SWEDISH_HEADINGS,
        )

    def test_semicolons_and_letters(self):
        """Finnish spreadsheets save with semicolons, some in an old encoding."""
        rows = [["Äänekosken Työ; Åström & Öhman Oy", self.one, "Äänekoski"]]
        content = self.csv_of(rows)
        for encoded in (
            content,
            b"\xef\xbb\xbf" + content,
            content.decode().encode("iso-8859-1"),
        ):
            with self.subTest(encoded=encoded[:20]):
                with self.env.cr.savepoint() as savepoint:
                    result = self.load(encoded)
                    self.assertFalse(result["messages"])
                    employer = self.employers(rows[0][0])
                    self.assertEqual(employer.company_registry, self.one)
                    self.assertEqual(
                        employer.municipality_id.with_context(lang="fi_FI").name,
                        "Äänekoski",
                    )
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_imported_employer(self):
        """A company, an employer and a prospect, whoever of the team imports."""
        for number, user in enumerate(self.coach_a1 | self.leader_a | self.ips_admin):
            name = f"Tuotu {number} Oy"
            registry = next(self.business_ids)
            result = self.load(self.csv_of([[name, registry, "179"]]), user=user)
            self.assertFalse(result["messages"])
            self.assertRecordValues(
                self.employers(name),
                [
                    {
                        "is_company": True,
                        "is_employer": True,
                        "employer_stage": "prospect",
                        "company_registry": registry,
                        "municipality_id": self.municipality.id,
                        "parent_id": False,
                    }
                ],
            )

    def test_xlsx(self):
        rows = [["Åbo Öljy Oy", self.one, "Jyväskylä"], ["Ääni Ky", None, "Jämsä"]]
        result = self.load(self.xlsx_of(rows), XLSX_TYPE)
        self.assertFalse(result["messages"])
        self.assertEqual(len(self.employers("Åbo Öljy Oy", "Ääni Ky")), 2)

    def test_outsider_imports_nothing(self):
        result = self.load(
            self.csv_of([["Tuotu Oy", self.one, "179"]]), user=self.outsider
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.assertFalse(self.employers("Tuotu Oy"))

    def test_wrong_check_digit(self):
        wrong = self.two[:-1] + str((int(self.two[-1]) + 1) % 10)
        rows = [["A Oy", self.one, "Jyväskylä"], ["Väärä Oy", wrong, "Jyväskylä"]]
        rows.append(["C Oy", self.three, "Jyväskylä"])
        self.assert_refused_row(rows, 1, f"{wrong}.*Väärä Oy.*check digit")

    def test_unknown_municipality(self):
        rows = [["A Oy", self.one, "Jyväskylä"], ["B Oy", self.two, "Jyvaskula"]]
        self.assert_refused_row(rows, 1, "Jyvaskula")

    def test_business_id_that_is_there(self):
        self.new_employer("Kaksonen Oy", company_registry=self.two)
        rows = [["A Oy", self.one, "Jyväskylä"], ["B Oy", self.two, "Jyväskylä"]]
        self.assert_refused_row(rows, 1, f"{self.two}.*Kaksonen Oy")

    def test_business_id_twice_in_the_file(self):
        bare = self.one.replace("-", "")
        for number in (self.one, bare):
            with self.subTest(number=number):
                rows = [["A Oy", self.one, "179"], ["B Oy", self.two, "179"]]
                rows.append(["C Oy", number, "179"])
                self.assert_refused_row(rows, 2, f"{self.one}|business ID is there")

    def test_name_that_is_there(self):
        """Without a business ID the name tells that the company is there."""
        self.new_employer("Kaksonen Oy", company_registry=self.two)
        rows = [["A Oy", self.one, "Jyväskylä"], ["Kaksonen Oy", "", "Jyväskylä"]]
        self.assert_refused_row(rows, 1, "Kaksonen Oy is there already")

    def test_name_twice_in_the_file(self):
        rows = [["A Oy", "", "179"], ["B Oy", self.two, "179"], ["A Oy", "", "179"]]
        before = self.env["res.partner"].search_count([])
        result = self.load(self.csv_of(rows))
        self.assertFalse(result["ids"])
        self.assertIn("A Oy is there already", result["messages"][0]["message"])
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_same_name_with_another_business_id(self):
        self.new_employer("Testipizzeria Roma", company_registry=self.two)
        result = self.load(self.csv_of([["Testipizzeria Roma", self.one, "Jyväskylä"]]))
        self.assertFalse(result["messages"])
        self.assertEqual(len(self.employers("Testipizzeria Roma")), 2)

    def test_every_error_is_told(self):
        """Two wrong rows are told at once, each with its row."""
        wrong = self.one[:-1] + str((int(self.one[-1]) + 1) % 10)
        rows = [["A Oy", wrong, "179"], ["B Oy", self.two, "179"]]
        rows.append(["C Oy", self.three, "Nowhere"])
        result = self.load(self.csv_of(rows))
        told = {message["rows"]["from"] for message in result["messages"]}
        self.assertIn(2, told)
        self.assertFalse(self.employers("A Oy", "B Oy", "C Oy"))

    def test_dry_run_keeps_nothing(self):
        rows = [["Koe Oy", self.one, "Jyväskylä"]]
        result = self.load(self.csv_of(rows), dryrun=True)
        self.assertFalse(result["messages"])
        self.assertFalse(self.employers("Koe Oy"))


@tagged("standard", "post_install", "-at_install")
class TestSampleFiles(IpsImportCommon):
    """The sample files of the handbook come in as they are, 120 rows each.

    They name industries in Finnish: whoever imports them uses Odoo in Finnish.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fi_FI")
        (cls.leader_a | cls.coach_a1).lang = "fi_FI"

    def assert_imported(self, name, file_type, user):
        before = self.env["res.partner"].search([]).ids
        result = self.load((DOCS / name).read_bytes(), file_type, user)
        self.assertEqual(result["messages"], [])
        self.assertEqual(len(result["ids"]), 120)
        new = self.env["res.partner"].search([("id", "not in", before)])
        self.assertEqual(len(new), 120)
        self.assertTrue(all(new.mapped("is_employer")))
        self.assertTrue(all(new.mapped("is_company")))
        self.assertTrue(all(new.mapped("municipality_id")))
        self.assertEqual(set(new.mapped("employer_stage")), {"prospect"})
        letters = "".join(new.mapped("name")).lower()
        self.assertTrue(all(letter in letters for letter in "åäö"))
        # What is there already does not come in a second time
        again = self.load((DOCS / name).read_bytes(), file_type, user)
        self.assertFalse(again["ids"])
        self.assertGreater(len(again["messages"]), 0)

    def test_csv(self):
        self.assertIn(b";", (DOCS / "sample-employers.csv").read_bytes())
        self.assert_imported("sample-employers.csv", CSV_TYPE, self.leader_a)

    def test_xlsx(self):
        self.assert_imported("sample-employers.xlsx", XLSX_TYPE, self.coach_a1)
