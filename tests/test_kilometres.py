import io
from datetime import date, datetime

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .common import TUESDAY, IpsCommon

MARCH = date(2025, 3, 1)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class IpsKilometresCommon(IpsCommon):
    """Reads the list as whoever pays the claim does: with another program."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workplace.municipality_id = cls.municipality

    def rows(self, data, **options):
        """The sheet's rows from the headings on."""
        sheet = load_workbook(io.BytesIO(data), **options).active
        self.title = sheet["A1"].value
        return [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]

    def drive(self, km, date=TUESDAY, user=None, **vals):
        return self.log(user or self.coach_a1, date=date, distance_km=km, **vals)


@tagged("standard", "post_install", "-at_install")
class TestKilometreList(IpsKilometresCommon):
    """A month's drives of one coach, summed by the sheet itself."""

    def list_of(self, month=MARCH, user=None, **options):
        report = self.env["ips.kilometre.report"].with_user(user or self.coach_a1)
        return self.rows(report._xlsx(self.coach_a1, month), **options)

    def kilometres(self, month=MARCH):
        return [row[6] for row in self.list_of(month)[1:-1]]

    def test_rows(self):
        purpose = self.env.ref("ips_employer_crm.purpose_needs")
        self.drive(42, travel_duration=1.5, purpose_id=purpose.id)
        elsewhere = self.new_employer("Elsewhere Oy")
        self.drive(8, date=datetime(2025, 3, 3, 9), employer_id=elsewhere.id)
        rows = self.list_of()
        self.assertEqual(self.title, "Aino Coach · March 2025")
        self.assertEqual(
            rows[1:-1],
            [
                [datetime(2025, 3, 3), "Elsewhere Oy", "", "", "", 0, 8],
                [
                    datetime(2025, 3, 4),
                    "Testilä, keskusta",
                    "Testikatu 1, Jyväskylä",
                    "Jyväskylä",
                    "Needs meeting",
                    1.5,
                    42,
                ],
            ],
        )
        self.assertEqual(len(rows[0]), 7)

    def test_sum_is_a_formula(self):
        """A row struck out in the sheet changes the sum; its value shows at once."""
        for km in (42, 8, 5):
            self.drive(km, travel_duration=0.5)
        self.assertEqual(self.list_of()[-1][5:], ["=SUM(F4:F6)", "=SUM(G4:G6)"])
        self.assertEqual(self.list_of(data_only=True)[-1][5:], [1.5, 55])

    def test_empty_month(self):
        rows = self.list_of(date(2025, 1, 1))
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows[-1][6], 0)

    def test_what_is_no_drive_of_hers(self):
        self.drive(1)
        self.drive(
            2, user=self.coach_a2, companion_ids=[Command.set(self.coach_a1.ids)]
        )
        self.drive(0)
        self.drive(4, state="cancelled")
        self.plan(self.coach_a1, date=TUESDAY, distance_km=8)
        self.assertEqual(self.kilometres(), [1])

    def test_drive_that_does_not_count(self):
        """Nobody was met, yet it was driven."""
        self.drive(16, channel="event", person_ids=[Command.clear()])
        self.assertEqual(self.kilometres(), [16])

    def test_month_edges(self):
        """Days are those of the company's clock: 22:30 UTC is the next day."""
        self.drive(1, date=datetime(2025, 1, 31, 21, 59))
        self.drive(2, date=datetime(2025, 1, 31, 22, 0))
        self.drive(4, date=datetime(2025, 2, 28, 21, 59))
        self.drive(8, date=datetime(2025, 2, 28, 22, 0))
        self.assertEqual(self.kilometres(date(2025, 1, 31)), [1])
        self.assertEqual(self.kilometres(date(2025, 2, 14)), [2, 4])
        self.assertEqual(self.kilometres(), [8])
        self.drive(16, date=datetime(2024, 12, 31, 12))
        self.assertEqual(self.kilometres(date(2024, 12, 1)), [16])

    def test_text_that_looks_like_a_formula(self):
        """An employer's name is never run by the spreadsheet."""
        self.workplace.write({"name": "=1+1", "street": "@SUM(A1)"})
        self.drive(3)
        report = self.env["ips.kilometre.report"].with_user(self.coach_a1)
        data = report._xlsx(self.coach_a1, MARCH)
        row = load_workbook(io.BytesIO(data)).active[4]
        self.assertEqual((row[1].value, row[1].data_type), ("=1+1", "s"))
        self.assertEqual(row[2].data_type, "s")

    def test_name_with_characters_that_xml_has_not(self):
        self.workplace.name = "Leipomo \x0b 🍞 עברית & <b>"
        self.drive(3)
        self.assertIn("🍞 עברית & <b>", self.list_of()[1][1])

    def test_dialog(self):
        """A coach chooses the month, a leader the coach as well."""
        form = Form(self.env["ips.kilometre.list"].with_user(self.coach_a1))
        self.assertEqual(form.user_id, self.coach_a1)
        form.month = "2025-02-14"
        action = form.save().action_download()
        self.assertEqual(
            action["url"],
            f"/ips/kilometres?month=2025-02&user_id={self.coach_a1.id}",
        )
        lists = self.env["ips.kilometre.list"]
        for user, allowed in [
            (self.coach_a1, self.coach_a1),
            (self.leader_a, self.leader_a | self.coach_a1 | self.coach_a2),
            (self.deputy_a, self.deputy_a | self.coach_a1 | self.coach_a2),
            (self.leader_b, self.leader_b | self.coach_b1),
        ]:
            self.assertEqual(lists.with_user(user)._allowed_users(), allowed)
        for user in self.outsider | self.manager | self.ips_admin | self.portal:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                lists.with_user(user).create({"user_id": user.id})


@tagged("standard", "post_install", "-at_install")
class TestKilometreDownload(IpsKilometresCommon, HttpCase):
    """The download, and what it tells strangers: nothing, not even who exists."""

    freeze_time = None

    def setUp(self):
        super().setUp()
        self.drive(42)
        self.drive(8, user=self.coach_b1)

    def get(self, user, month="2025-03", of=None, user_id=None):
        user.password = f"{user.login}-password"
        self.authenticate(user.login, f"{user.login}-password")
        query = f"/ips/kilometres?month={month}"
        if of:
            user_id = of.id
        if user_id is not None:
            query += f"&user_id={user_id}"
        return self.url_open(query, allow_redirects=False)

    def assert_list(self, response, total):
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], XLSX_TYPE)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertIn("-2025-03.xlsx", response.headers["Content-Disposition"])
        self.assertIn("no-store", response.headers["Cache-Control"])
        rows = self.rows(response.content, data_only=True)
        self.assertEqual(rows[-1][6], total)

    def test_own_list(self):
        self.assert_list(self.get(self.coach_a1), 42)
        self.assert_list(self.get(self.coach_a1, of=self.coach_a1), 42)
        self.assert_list(self.get(self.coach_b1), 8)

    def test_leader_and_deputy(self):
        for user in self.leader_a | self.deputy_a:
            self.assert_list(self.get(user, of=self.coach_a1), 42)
        self.assert_list(self.get(self.leader_a), 0)

    def test_in_finnish(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.coach_a1.lang = "fi_FI"
        self.assert_list(self.get(self.coach_a1), 42)
        self.assertEqual(self.title, "Aino Coach · maaliskuu 2025")

    def test_nothing_else_is_found(self):
        """Each refusal looks the same, whether or not there is such a coach."""
        unknown = self.env["res.users"].search([], order="id desc", limit=1).id + 999
        bodies = set()
        for reader, request in [
            (self.coach_a1, {"of": self.coach_a2}),
            (self.coach_a1, {"of": self.coach_b1}),
            (self.coach_a1, {"of": self.outsider}),
            (self.leader_a, {"of": self.coach_b1}),
            (self.leader_b, {"of": self.coach_a1}),
            (self.coach_a1, {"user_id": unknown}),
            (self.coach_a1, {"user_id": "9" * 40}),
            (self.coach_a1, {"user_id": "x"}),
            (self.coach_a1, {"user_id": "-1"}),
            (self.coach_a1, {"user_id": "²"}),
            (self.coach_a1, {"user_id": "1,2"}),
            (self.coach_a1, {"month": ""}),
            (self.coach_a1, {"month": "2025-13"}),
            (self.coach_a1, {"month": "2025-3"}),
            (self.coach_a1, {"month": "1899-01"}),
            (self.coach_a1, {"month": "2025-03-01"}),
            (self.coach_a1, {"month": "2025-03%0A"}),
            (self.coach_a1, {"month": "٢٠٢٥-03"}),
            (self.outsider, {}),
            (self.manager, {"of": self.coach_a1}),
            (self.ips_admin, {"of": self.coach_a1}),
            (self.privacy, {"of": self.coach_a1}),
        ]:
            with self.subTest(reader=reader.name, request=request):
                response = self.get(reader, **request)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn("Coach", response.text)
                if reader == self.coach_a1:
                    bodies.add(response.text)
        self.assertEqual(len(bodies), 1)

    def test_portal_and_the_public(self):
        response = self.get(self.portal, of=self.coach_a1)
        self.assertEqual(response.status_code, 404)
        self.authenticate(None, None)
        response = self.url_open("/ips/kilometres?month=2025-03", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])
