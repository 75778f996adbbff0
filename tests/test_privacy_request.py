"""The data protection officer's page: find, hand out, log, and nobody else."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PRIVACY
from .common_client import IpsClientCommon


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
            "zyxwvu",
            "Mäkelä",
            "Zyxwvu Mäkelä-Salainen",
            "Salainen, Zyxwvu",
            "ZYXWVU@salainen.example",
            "040 7654321",
            "+358407654321",
        ):
            with self.subTest(term=term):
                self.assertEqual(self.found(term), self.client_a1)

    def test_parts_of_a_word_find_nobody(self):
        for term in ("zyxw", "salainen.example", "0407654", "nobody at all"):
            with self.subTest(term=term):
                self.assertFalse(self.found(term))

    def test_too_short_or_without_a_reason(self):
        for vals in ({"term": "ab", "reason": "x"}, {"term": "abcd", "reason": " "}):
            request = self.env["ips.privacy.request"].with_user(self.privacy)
            with self.assertRaises(UserError):
                request.create(vals).action_find()

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
        request = self.request("zyxwvu")
        self.env.flush_all()
        self.env.cr.execute("SELECT term FROM ips_privacy_request")
        self.assertEqual({term for (term,) in self.env.cr.fetchall()}, {None})
        self.assertEqual(request.line_ids.name, "Zyxwvu Mäkelä-Salainen")
        self.assertFalse(request.line_ids._fields["name"].store)

    def test_nobody_else(self):
        line = self.request("zyxwvu").line_ids
        for user in (
            self.coach_a1 | self.leader_a | self.ips_admin | self.outsider
        ) | self.manager:
            Request = self.env["ips.privacy.request"].with_user(user)
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                Request.create({"reason": "x", "term": "zyxwvu"})
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                line.with_user(user).read(["client_id"])

    def test_another_officer_has_requests_of_their_own(self):
        line = self.request("zyxwvu").line_ids
        others = self.env["ips.privacy.request.line"].with_user(self.officer)
        self.assertFalse(others.search([("id", "=", line.id)]))
        with self.assertRaises(AccessError):
            line.with_user(self.officer).read(["name"])

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

    HELD = ("qwxleipoa", "qwxtarkoitus", "qwxmuistio", "qwxtehtava", "Mäkelä")

    def get(self, user, line_id, kind):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/ips/privacy/{line_id}/data.{kind}")

    def test_everything_is_in_both_files(self):
        line = self.request("zyxwvu").line_ids
        for kind in ("html", "json"):
            response = self.get(self.privacy, line.id, kind)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            for held in (*self.HELD, self.client_a1.ref, "Register 12/2026"):
                with self.subTest(kind=kind, held=held):
                    self.assertIn(held, response.text)
        data = json.loads(response.text)
        self.assertEqual(data["version"], 1)
        models = [section["model"] for section in data["sections"]]
        self.assertEqual(models[0], "ips.client")
        self.assertEqual(models[-1], "ips.client.access")
        self.assertEqual(len(self.looks("report")), 2)

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
