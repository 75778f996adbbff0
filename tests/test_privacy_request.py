"""The data protection officer's page: find, hand out, log, and nobody else."""

import json
import unicodedata

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .common import PRIVACY
from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon


class PrivacyRequestCommon(IpsClientCommon):
    """A client with something in every model, and a second officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = True
        cls.client_a1.write(
            {
                "name": "Zyxwvu Mäkelä-Salainen",
                "email": "zyxwvu@salainen.example",
                "phone": "+358 40 765 4321",
            }
        )
        cls.env["ips.client.wish"].create(
            {"client_id": cls.client_a1.id, "own_words": "qwxleipoa"}
        )
        cls.env["ips.disclosure"].create(
            {"client_id": cls.client_a1.id, "level": "1", "purpose": "qwxtarkoitus"}
        )
        cls.cover(cls.client_a1, cls.coach_a2)
        contact = cls.log(cls.coach_a1)
        cls.env["ips.employer.contact.client"].create(
            {
                "contact_id": contact.id,
                "client_id": cls.client_a1.id,
                "note": "qwxmuistio",
            }
        )
        cls.client_a1.with_user(cls.coach_a1).activity_schedule(
            "mail.mail_activity_data_todo", summary="qwxtehtava"
        )
        cls.env["ir.attachment"].create(
            {
                "name": "qwxliite.txt",
                "raw": b"x",
                "res_model": "ips.client",
                "res_id": cls.client_a1.id,
            }
        )
        cls.officer = cls.new_user("officer", "Olli Officer", PRIVACY)

    @classmethod
    def request(cls, term, user=None, reason="Register 12/2026"):
        """The request of an officer who looked for the term."""
        Request = cls.env["ips.privacy.request"].with_user(user or cls.privacy)
        request = Request.create({"reason": reason, "term": term})
        request.action_find()
        cls.env.invalidate_all()
        return request

    def found(self, term):
        return self.request(term).line_ids.sudo().client_id

    def looks(self, operation):
        return self.env["ips.client.access"].search(
            [
                ("client_id", "=", self.client_a1.id),
                ("operation", "=", operation),
                ("ground", "=", "request"),
            ]
        )


@tagged("standard", "post_install", "-at_install")
class TestPrivacyRequest(PrivacyRequestCommon):
    """Finding people."""

    def test_found_by_everything_that_is_known(self):
        ref = self.client_a1.ref
        for term in (
            ref,
            ref.lower().replace("-", " "),
            ref.replace("-", "–"),
            ref.replace("-", ""),
            "zyxwvu",
            "Mäkelä",
            "MÄKELÄ,",
            unicodedata.normalize("NFD", "Mäkelä"),
            "Zyxwvu Mäkelä-Salainen",
            "Salainen, Zyxwvu",
            "ZYXWVU@salainen.example",
            "Zyxwvu <zyxwvu@salainen.example>",
            "040 7654321",
            "+358407654321",
            "+358 (0)40 765 4321",
            "00358 40 765-4321",
        ):
            with self.subTest(term=term):
                self.assertEqual(self.found(term), self.client_a1)

    def test_parts_of_a_word_find_nobody(self):
        for term in (
            "zyxw",
            "Zyx%",
            "salainen.example",
            "zyx_vu@salainen.example",
            "%@salainen.example",
            "@salainen.example",
            "0407654",
            "040 765 432_",
            "000000",
            "nobody at all",
        ):
            with self.subTest(term=term):
                self.assertFalse(self.found(term))

    def test_too_short_or_without_a_reason(self):
        for vals in ({"term": "ab", "reason": "x"}, {"term": "abcd", "reason": " "}):
            request = self.env["ips.privacy.request"].with_user(self.privacy)
            with self.assertRaises(UserError):
                request.create(vals).action_find()

    def test_the_reason_stays(self):
        request = self.request("zyxwvu")
        for reason in (" ", False):
            with self.assert_refused(Exception):
                request.write({"reason": reason})

    def test_twenty_are_shown(self):
        named = [self.new_client(self.coach_a1, name=f"Sama {n}") for n in range(20)]
        request = self.request("sama")
        self.assertEqual(len(request.line_ids), 20)
        self.assertFalse(request.has_more)
        named.append(self.new_client(self.coach_a1, name="Sama 20"))
        request = self.request("sama", user=self.officer)
        self.assertEqual(len(request.line_ids), 20)
        self.assertTrue(request.has_more)
        looks = self.Access.search([("user_id", "=", self.officer.id)])
        self.assertEqual(looks.client_id, request.line_ids.sudo().client_id)

    def test_a_row_says_who_it_is(self):
        line = self.request(self.client_a1.ref).line_ids
        self.assertEqual(line.display_name, self.client_a1.ref)
        self.assertEqual(line.name, "Zyxwvu Mäkelä-Salainen")
        self.assertEqual(line.phase, "searching")
        self.assertEqual(line.team_id, self.team_a)
        self.assertEqual(line.user_id, self.coach_a1)
        self.assertEqual(line.entry_date, self.client_a1.entry_date)

    def test_a_form_makes_no_rows(self):
        """What a form sends along is no search, and would not be logged."""
        foreign = self.request("zyxwvu", user=self.officer).line_ids
        shown = {"name": {}, "entry_date": {}, "display_name": {}, "team_id": {}}
        spec = {"line_ids": {"fields": shown}}
        before = self.looks("find")
        Request = self.env["ips.privacy.request"].with_user(self.privacy)
        for command in (
            [0, "virtual", {"client_id": self.client_a1.id}],
            [4, foreign.id],
            [1, foreign.id, {}],
        ):
            self.env.invalidate_all()
            with self.subTest(command=command):
                try:
                    answer = Request.onchange({"line_ids": [command]}, [], spec)
                except AccessError:
                    continue
                self.assertNotIn("Zyxwvu", str(answer))
                self.assertNotIn(self.client_a1.ref, str(answer))
                self.assertNotIn(str(self.client_a1.entry_date), str(answer))
        with self.assertRaises(AccessError):
            Request.create(
                {
                    "reason": "x",
                    "line_ids": [Command.create({"client_id": self.client_a1.id})],
                }
            )
        self.assertEqual(self.looks("find"), before)

    def test_people_of_other_companies_are_not_found(self):
        company = self.env["res.company"].create({"name": "Toinen"})
        elsewhere = self.new_user(
            "elsewhere",
            "Eeva Elsewhere",
            PRIVACY,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for term in (self.client_a1.ref, "zyxwvu", "040 7654321"):
            self.assertFalse(self.request(term, user=elsewhere).sudo().line_ids)

    def test_each_look_is_logged_with_its_reason(self):
        request = self.request("zyxwvu", reason="Register 7/2026")
        look = self.looks("find")
        self.assertEqual(len(look), 1)
        self.assertEqual(look.user_id, self.privacy)
        self.assertEqual(look.reason, "Register 7/2026")
        action = request.line_ids.action_log()
        self.assertEqual(len(self.looks("log")), 1)
        rows = self.env["ips.client.access"].with_user(self.privacy)
        self.assertTrue(rows.search(action["domain"]))

    def test_what_was_typed_is_not_kept(self):
        for term in ("zyxwvu", "zyxwvu@salainen.example", "040 7654321"):
            request = self.request(term)
        self.assertEqual(request.line_ids.name, "Zyxwvu Mäkelä-Salainen")
        self.env.flush_all()
        for table in (request._table, request.line_ids._table):
            self.env.cr.execute(
                SQL("SELECT lower(t::text) FROM %s t", SQL.identifier(table))
            )
            rows = str(self.env.cr.fetchall())
            for kept in ("zyxwvu", "salainen", "7654321"):
                self.assertNotIn(kept, rows)

    def test_nobody_else(self):
        # Not looked for yet: what was typed is still there
        typed = self.env["ips.privacy.request"].with_user(self.privacy)
        typed = typed.create({"reason": "x", "term": "zyxwvu"})
        line = self.request("zyxwvu").line_ids
        before = self.Access.search_count([])
        for user in (
            self.coach_a1,
            self.leader_a,
            self.ips_admin,
            self.manager,
            self.outsider,
            self.portal,
            self.env.ref("base.user_admin"),
        ):
            self.env.invalidate_all()
            Request = self.env["ips.privacy.request"].with_user(user)
            for call in (
                lambda Request=Request: Request.create({"reason": "x"}),
                lambda Request=Request: Request.search([]),
                typed.with_user(user).action_find,
                lambda user=user: typed.with_user(user).read(["term"]),
                lambda user=user: line.with_user(user).read(["client_id"]),
                line.with_user(user).action_log,
                line.with_user(user).action_report,
            ):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    call()
            self.assertFalse(line.with_user(user).name)
        self.assertEqual(self.Access.search_count([]), before)

    def test_another_officer_has_requests_of_their_own(self):
        line = self.request("zyxwvu").line_ids
        others = self.env["ips.privacy.request.line"].with_user(self.officer)
        self.assertFalse(others.search([("id", "=", line.id)]))
        with self.assertRaises(AccessError):
            line.with_user(self.officer).read(["name"])
        with self.assertRaises(AccessError):
            line.with_user(self.officer).action_log()
        self.env.invalidate_all()
        self.assertFalse(line.with_user(self.officer).name)
        with self.assertRaises(AccessError):
            line.request_id.with_user(self.officer).read(["reason"])

    def test_officer_reads_no_client(self):
        for name in ("ips.client", "ips.client.wish", "ips.disclosure"):
            self.assertFalse(self.env[name].with_user(self.privacy).has_access("read"))


@tagged("standard", "post_install", "-at_install")
class TestPrivacyLookup(IpsClientCommon):
    """Odoo's own lookup."""

    def lookup(self, name, email):
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": name, "email": email}
        )
        wizard.action_lookup()
        return set(wizard.line_ids.mapped("res_model"))

    def test_finds_no_client(self):
        self.env.company.ips_identify_clients = True
        self.client_a1.write({"name": "Zyxwvu", "email": "zyxwvu@salainen.example"})
        self.env["res.partner"].create(
            {"name": "Zyxwvu", "email": "zyxwvu@salainen.example"}
        )
        self.env.flush_all()
        models = self.lookup("Zyxwvu", "zyxwvu@salainen.example")
        self.assertIn("res.partner", models)
        self.assertFalse({name for name in models if name.startswith("ips.")})

    def test_blacklist_holds_every_model_about_clients(self):
        listed = self.env["privacy.lookup.wizard"]._get_query_models_blacklist()
        self.assertLessEqual(
            {"ips.client", "ips.client.wish", "ips.disclosure", "ips.client.access"},
            set(listed),
        )


@tagged("standard", "post_install", "-at_install")
class TestPrivacyFiles(PrivacyRequestCommon, HttpCase):
    """What is handed out."""

    HELD = (
        "qwxleipoa",
        "qwxtarkoitus",
        "qwxmuistio",
        "qwxtehtava",
        "qwxliite.txt",
        "Mäkelä",
        # Of the contact, the cover and the periods
        "Testilä, keskusta",
        "Eero Coach",
        "Searching",
    )

    def get(self, user, line_id, kind):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/ips/privacy/{line_id}/data.{kind}")

    def test_everything_is_in_both_files(self):
        line = self.request("zyxwvu").line_ids
        for kind in ("html", "json"):
            response = self.get(self.privacy, line.id, kind)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            name = response.headers["Content-Disposition"]
            self.assertIn(f"{self.client_a1.ref}.{kind}", name)
            for held in (*self.HELD, self.client_a1.ref, "Register 12/2026"):
                with self.subTest(kind=kind, held=held):
                    self.assertIn(held, response.text)
        reports = self.looks("report")
        self.assertEqual(len(reports), 2)
        self.assertEqual(set(reports.mapped("reason")), {"Register 12/2026"})

    def test_file_for_machines(self):
        line = self.request("zyxwvu").line_ids
        data = json.loads(self.get(self.privacy, line.id, "json").text)
        self.assertEqual(data["version"], 1)
        self.assertEqual(data["code"], self.client_a1.ref)
        models = [section["model"] for section in data["sections"]]
        self.assertEqual(models[0], "ips.client")
        self.assertEqual(models[-1], "ips.client.access")
        # Models of later work as well
        self.assertLessEqual(
            {
                name
                for name in self.Access._models_of_clients()
                if not self.env[name]._transient and self.env[name]._auto
            },
            set(models),
        )
        rows = {section["model"]: section["rows"] for section in data["sections"]}
        client = rows["ips.client"][0]
        self.assertEqual(client["entry_date"], "2025-03-05")
        self.assertEqual(client["user_id"], "Aino Coach")
        self.assertEqual(client["phase"], "Searching")
        self.assertEqual(client["licence_ids"], [])
        self.assertIsNone(client["available_from"])
        period = rows["ips.client.period"][0]
        self.assertEqual(period["date_from"], "2025-03-05")
        contact = rows["ips.employer.contact.client"][0]
        self.assertEqual(contact["contact_day"], "2025-03-04")
        self.assertIn("Testilä, keskusta", contact["employer_id"])
        self.assertIs(contact["client_present"], False)
        operations = {row["operation"] for row in rows["ips.client.access"]}
        self.assertIn("Everything held was handed out", operations)
        for row in rows["ips.client.access"]:
            self.assertRegex(row["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertEqual(row["user_id"], "Pekka Privacy")
            self.assertEqual(row["ground"], "Request about personal data")

    def test_file_for_readers(self):
        self.client_a1.wish_ids.own_words = "<script>qwx</script>"
        self.Access.with_user(self.coach_a1)._log(self.client_a1, "open")
        line = self.request("zyxwvu").line_ids
        response = self.get(self.privacy, line.id, "html")
        page = html.fromstring(response.content)
        self.assertEqual(page.get("lang"), "en")
        self.assertFalse(page.xpath("//script | //link | //img"))
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertEqual(page.xpath("string(//title)"), self.client_a1.ref)
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertEqual(len(page.xpath("//section")), len(page.xpath("//h2")))
        # Days as the reader writes them, the access log as a table with heads
        self.assertIn("03/04/2025", page.text_content())
        self.assertNotIn("2025-03", page.text_content())
        heads = page.xpath("//section[last()]//th[@scope='col']")
        rows = page.xpath("//section[last()]//tbody/tr")
        # A look without a reason has an empty cell
        self.assertEqual({len(row) for row in rows}, {len(heads)})
        self.assertIn("Opened", rows[0].text_content())
        found = page.xpath("//section[last()]//td[text()='Found by a search']")
        self.assertEqual(len(found), 1)

    def test_only_this_person(self):
        self.new_wish(self.client_a2, own_words="qwxtoinen")
        self.client_a2.with_user(self.coach_a2).activity_schedule(
            "mail.mail_activity_data_todo", summary="qwxtoinen"
        )
        line = self.request("zyxwvu").line_ids
        for kind in ("html", "json"):
            text = self.get(self.privacy, line.id, kind).text
            self.assertNotIn("qwxtoinen", text)
            self.assertNotIn(self.client_a2.ref, text)

    def test_missing_and_foreign_look_the_same(self):
        line = self.request("zyxwvu").line_ids
        for user in (self.officer, self.coach_a1, self.ips_admin, self.portal):
            for kind in ("html", "json", "txt"):
                foreign = self.get(user, line.id, kind)
                missing = self.get(user, 2_000_000_000, kind)
                with self.subTest(user=user.name, kind=kind):
                    self.assertEqual(foreign.status_code, 404)
                    self.assertEqual(missing.status_code, 404)
                    for held in (*self.HELD, self.client_a1.ref):
                        self.assertNotIn(held, foreign.text)
        self.assertFalse(self.looks("report"))


@tagged("standard", "post_install", "-at_install")
class TestPrivacyQueries(PrivacyRequestCommon, IpsQueriesCommon):
    """A long history costs no more queries than a short one."""

    def test_cost_of_a_report(self):
        report = self.env["ips.client.data.report"].with_user(self.privacy)
        client = self.client_a1.with_user(self.privacy).sudo()
        self.Access.with_user(self.deputy_a)._log(self.client_a1, "open")
        short = {
            name: self.cost(lambda name=name: getattr(report, name)(client))
            for name in ("_values", "_page")
        }
        for number in range(30):
            self.new_wish(self.client_a1, own_words=f"wish {number}")
            contact = self.log(self.coach_a1 if number % 2 else self.coach_a2)
            self.new_line(contact, self.client_a1)
            looker = self.leader_a if number % 2 else self.deputy_a
            self.Access.with_user(looker)._log(self.client_a1, "open")
        for name, queries in short.items():
            self.assertEqual(
                self.cost(lambda name=name: getattr(report, name)(client)), queries
            )
