"""Every way over HTTP to a client, for everyone out of reach.

Each way has a control: the client's own coach gets there, so that the test can fail.
"""

import json
from xmlrpc.client import Fault

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PRIVACY
from .common_secret import NOWHERE
from .common_ways import (
    ABOUT_PEOPLE,
    MATCHING,
    IpsSecretMatchCommon,
    other_side,
    pair,
)

REFUSED = (403, 404)
# What an answer may differ in: the number that was asked for
NUMBERS = "#"


@tagged("standard", "post_install", "-at_install")
class TestWaysInByHttp(IpsSecretMatchCommon, HttpCase):
    """Programmes, exports, files and pages."""

    def json_2(self, user, model, method, **body):
        """The way of programmes with a key."""
        # sudo: the user's own key, made here as their preferences would
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        key = keys._generate("rpc", "test", None)
        self.env.flush_all()
        with mute_logger("odoo.http", "odoo.addons.rpc.controllers.json2"):
            return self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps(body),
                headers={
                    "Authorization": f"bearer {key}",
                    "Content-Type": "application/json",
                    "X-Odoo-Database": self.env.cr.dbname,
                },
            )

    def xmlrpc(self, user, model, method, *args, **kwargs):
        """The way of programmes with a password; what a fault says is an answer."""
        call = (self.env.cr.dbname, user.id, user.login, model, method, args, kwargs)
        with mute_logger("odoo.http", "odoo.service.model"):
            try:
                return self.xmlrpc_object.execute_kw(*call)
            except Fault as fault:
                return fault

    def get(self, user, url):
        self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.url_open(url)

    def export(self, user, model, names, ids=False, domain=()):
        """The file of Odoo's export dialog."""
        self.authenticate(user.login, user.login)
        data = {
            "model": model,
            "fields": [{"name": name, "label": name} for name in names],
            "ids": ids,
            "domain": list(domain),
            "import_compat": False,
        }
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            return self.url_open(
                "/web/export/csv",
                data={
                    "data": json.dumps(data),
                    "csrf_token": Request.csrf_token(self),
                },
            )

    # PROGRAMMES

    def test_json_2(self):
        for name in ABOUT_PEOPLE:
            record = self.records_of(name)
            ask = {"domain": [["id", "=", record.id]], "fields": ["display_name"]}
            mine = self.json_2(self.coach_a1, name, "search_read", **ask)
            self.assertEqual(mine.status_code, 200)
            self.assertEqual([row["id"] for row in mine.json()], record.ids, name)
            for user in self.outside:
                with self.subTest(model=name, user=user.name):
                    found = self.json_2(user, name, "search_read", **ask)
                    self.assert_silent(found.text)
                    if found.status_code == 200:
                        self.assertEqual(found.json(), [])
                    else:
                        self.assertIn(found.status_code, REFUSED)

    def test_json_2_everything(self):
        """Without a domain others get their own people."""
        mine = self.json_2(self.coach_a1, "ips.client", "search_read", domain=[])
        self.assertIn("Zyxwvu", mine.text)
        for user in self.outside:
            with self.subTest(user=user.name):
                found = self.json_2(user, "ips.client", "search_read", domain=[])
                self.assert_silent(found.text)

    def test_json_2_existing_and_missing_look_alike(self):
        for user in self.outside:
            real, never = (
                self.json_2(user, "ips.client", "read", ids=[number], fields=["ref"])
                for number in (self.secret.id, NOWHERE)
            )
            with self.subTest(user=user.name):
                self.assert_silent(real.text)
                self.assertIn(real.status_code, REFUSED)
                if not user.has_group(self.COACH_GROUP):
                    # Those who may ask the model get two kinds of refusal from Odoo
                    self.assertEqual(real.status_code, never.status_code)
                    self.assertEqual(
                        real.json()["message"].replace(str(self.secret.id), NUMBERS),
                        never.json()["message"].replace(str(NOWHERE), NUMBERS),
                    )

    def test_json_2_matches(self):
        """Reading, counting and taking up: one that is, and ones that never were."""
        client = {"domain": [["client_id", "=", self.secret.id]]}
        calls = {
            "ips.match": {
                "read": {"fields": ["state", "explanation"]},
                "write": {"vals": {"state": "agreed"}},
            },
            "ips.match.suggestion": {
                "read": {"fields": ["score", "explanation"]},
                "action_take_up": {},
            },
            "ips.employer.suggestion": {
                "read": {"fields": ["score", "explanation"]},
                "action_log_contact": {},
            },
        }
        for name in MATCHING:
            numbers = [self.records_of(name).id, NOWHERE]
            if name != "ips.match":
                other = self.records_of(name)[other_side(name)]
                numbers.append(pair(other.id, NOWHERE))
            group = {**client, "groupby": ["client_id"], "aggregates": ["__count"]}
            mine = self.json_2(self.coach_a1, name, "formatted_read_group", **group)
            self.assertIn(self.secret.ref, mine.text)
            for method, body in calls[name].items():
                mine = self.json_2(self.coach_a1, name, method, ids=numbers[:1], **body)
                self.assertEqual(mine.status_code, 200, mine.text)
            for user in self.outside:
                with self.subTest(model=name, user=user.name):
                    said = self.json_2(user, name, "formatted_read_group", **group)
                    self.assert_silent(said.text)
                    if said.status_code == 200:
                        self.assertEqual(said.json(), [])
                for method, body in calls[name].items():
                    with self.subTest(model=name, method=method, user=user.name):
                        said = set()
                        for number in numbers:
                            answer = self.json_2(
                                user, name, method, ids=[number], **body
                            )
                            self.assert_silent(answer.text)
                            said.add((answer.status_code, answer.json()["message"]))
                        self.assertEqual(len(said), 1, said)
                        self.assertIn(said.pop()[0], REFUSED)

    def test_xmlrpc_matches(self):
        """Suggestions have ids beyond what XML-RPC counts to: they come by number of
        pairs only.
        """
        domain = [("client_id", "=", self.secret.id)]
        ways = (
            ("ips.match", "search", [domain]),
            ("ips.match", "read", [self.match.ids, ["state"]]),
            ("ips.match.suggestion", "search_count", [domain]),
            ("ips.employer.suggestion", "search_count", [domain]),
        )
        for name, method, args in ways:
            mine = self.xmlrpc(self.coach_a1, name, method, *args)
            self.assertNotIsInstance(mine, Fault, method)
            self.assertTrue(mine, method)
            for user in self.outside:
                with self.subTest(model=name, method=method, user=user.name):
                    said = self.xmlrpc(user, name, method, *args)
                    self.assert_silent(said)
                    self.assertTrue(not said or isinstance(said, Fault))

    def test_xmlrpc(self):
        ids = self.secret.ids
        domain = [("id", "in", ids)]
        ways = {
            "search": ([domain], {}),
            "search_count": ([domain], {}),
            "search_read": ([domain], {"fields": ["ref", "name"]}),
            "read": ([ids, ["ref", "name"]], {}),
            "name_search": (["Zyxwvu"], {}),
            "export_data": ([ids, ["ref", "name"]], {}),
            "formatted_read_group": ([domain, ["phase"], ["__count"]], {}),
        }
        for method, (args, kwargs) in ways.items():
            mine = self.xmlrpc(self.coach_a1, "ips.client", method, *args, **kwargs)
            self.assertNotIsInstance(mine, Fault, method)
            self.assertTrue(mine, method)
            for user in self.outside:
                with self.subTest(method=method, user=user.name):
                    said = self.xmlrpc(user, "ips.client", method, *args, **kwargs)
                    self.assert_silent(said)
                    self.assertTrue(not said or isinstance(said, Fault))

    def test_favourites_and_activities(self):
        """What Odoo keeps beside records, by a word of it; its administrators too."""
        asked = {
            "ir.filters": ("domain", "Zyxwvu"),
            "mail.activity": ("summary", "qwxtodo"),
            "ir.attachment": ("name", "qwxfile"),
        }
        for name, (field, word) in asked.items():
            domain = [(field, "ilike", word)]
            mine = self.xmlrpc(self.coach_a1, name, "search_read", domain, [field])
            self.assertIn(word, repr(mine))
            ids = [row["id"] for row in mine]
            for user in self.outside:
                with self.subTest(model=name, user=user.name):
                    for method, args in (
                        ("search_count", [domain]),
                        ("search_read", [domain, [field]]),
                        ("read", [ids, [field]]),
                    ):
                        said = self.xmlrpc(user, name, method, *args)
                        self.assert_silent(said)
                        self.assertTrue(not said or isinstance(said, Fault))

    def test_calendar(self):
        """All that a colleague may ask of the events of a person."""
        events = self.visit.sudo().event_id | self.appointment
        mine = self.xmlrpc(self.coach_a1, "calendar.event", "read", events.ids)
        self.assertEqual(len(mine), 2)
        for user in self.outside:
            with self.subTest(user=user.name):
                said = self.xmlrpc(user, "calendar.event", "read", events.ids)
                self.assert_silent(said)

    def test_developer_mode(self):
        """Odoo's refusals name records in developer mode: not these."""
        ids = self.secret.ids
        ways = {
            "read": [ids, ["phase"]],
            "web_read": [ids, {"phase": {}}],
            "write": [ids, {"phase": "agreed"}],
            "export_data": [ids, ["phase"]],
        }
        for user in self.outside:
            self.authenticate(user.login, user.login, session_extra={"debug": "1"})
            for method, args in ways.items():
                params = {"model": "ips.client", "method": method, "args": args}
                with (
                    self.subTest(method=method, user=user.name),
                    mute_logger("odoo.http"),
                ):
                    answer = self.url_open(
                        f"/web/dataset/call_kw/ips.client/{method}",
                        data=json.dumps(
                            {"jsonrpc": "2.0", "params": {**params, "kwargs": {}}}
                        ),
                        headers={"Content-Type": "application/json"},
                    ).json()
                    self.assertIn("error", answer)
                    self.assert_silent(answer)

    # EXPORTS

    def test_export(self):
        for name in ABOUT_PEOPLE:
            record = self.records_of(name)
            path = "name" if name == "ips.client" else "client_id/name"
            for ids, domain in (
                (record.ids, []),
                (False, [("id", "=", record.id)]),
            ):
                mine = self.export(self.coach_a1, name, [path], ids, domain)
                self.assertEqual(mine.status_code, 200)
                self.assertIn("Zyxwvu", mine.text)
                for user in self.outside:
                    with self.subTest(model=name, ids=ids, user=user.name):
                        theirs = self.export(user, name, [path], ids, domain)
                        self.assert_silent(theirs.text)

    def test_export_from_contacts_that_all_coaches_read(self):
        path = ["client_line_ids/client_id/name", "client_line_ids/note"]
        ask = ("ips.employer.contact", path, self.contact.ids)
        mine = self.export(self.coach_a1, *ask).text
        self.assertIn("Zyxwvu", mine)
        self.assertIn("qwxnote", mine)
        for user in self.outside:
            with self.subTest(user=user.name):
                theirs = self.export(user, *ask)
                self.assert_silent(theirs.text)
                if user.has_group(self.COACH_GROUP):
                    self.assertEqual(theirs.status_code, 200)

    # FILES

    def test_file(self):
        for url in ("/web/content/%s", "/web/content/%s?download=1"):
            mine = self.get(self.coach_a1, url % self.file.id)
            self.assertEqual(mine.status_code, 200)
            self.assertIn("qwxfile", mine.text)
            for user in self.outside:
                with self.subTest(url=url, user=user.name):
                    theirs = self.get(user, url % self.file.id)
                    missing = self.get(user, url % NOWHERE)
                    self.assertEqual(theirs.status_code, 404)
                    self.assertEqual(missing.status_code, 404)
                    self.assert_silent(theirs.text)
                    self.assert_silent(theirs.headers)

    # PAGES

    def test_profile_page(self):
        url = "/ips/clients/%s/profile"
        mine = self.get(self.coach_a1, url % self.secret.id)
        self.assertEqual(mine.status_code, 200)
        self.assertIn("qwxwords", mine.text)
        self.assertEqual(mine.headers["Cache-Control"], "no-store")
        for user in self.outside:
            with self.subTest(user=user.name):
                theirs = self.get(user, url % self.secret.id)
                missing = self.get(user, url % NOWHERE)
                self.assertEqual(theirs.status_code, 404)
                self.assertEqual(missing.status_code, 404)
                self.assert_silent(theirs.text)

    def test_page_of_the_officer(self):
        """Open to the officer who asked: not to the coach, not to another officer."""
        asked = self.env["ips.privacy.request"].with_user(self.privacy)
        asked = asked.create({"reason": "Register 1/2025", "term": self.secret.ref})
        asked.action_find()
        url = f"/ips/privacy/{asked.line_ids.id}/data.html"
        mine = self.get(self.privacy, url)
        self.assertEqual(mine.status_code, 200)
        self.assertIn("qwxwords", mine.text)
        other = self.new_user("officer", "Olli Officer", PRIVACY)
        for user in (self.outside | self.coach_a1 | other) - self.privacy:
            with self.subTest(user=user.name):
                theirs = self.get(user, url)
                self.assertEqual(theirs.status_code, 404)
                self.assert_silent(theirs.text)

    def test_nobody_signed_in(self):
        """Without a session one is sent to sign in, and is told nothing."""
        self.authenticate(None, None)
        for url in (
            f"/ips/clients/{self.secret.id}/profile",
            f"/web/content/{self.file.id}",
        ):
            with self.subTest(url=url), mute_logger("odoo.http"):
                answer = self.url_open(url, allow_redirects=False)
                self.assertIn(answer.status_code, (303, 404))
                self.assert_silent(answer.text)
