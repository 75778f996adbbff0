"""Every look at a person is written down, once a request, and stays."""

import json

import psycopg2
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_queries import IpsQueriesCommon
from .common_ways import MATCHING, WORKING, IpsSecretMatchCommon, other_side

NAME = {"fields": {"name": {}}}


class LogCommon(IpsSecretMatchCommon):
    """Counts what was written for one call."""

    def logged(self, call, user=None):
        """(operation, ground) of the rows that the call added."""
        self.env.flush_all()
        before = self.looks(self.secret)
        self.env.invalidate_all()
        call(self.secret.with_user(user or self.coach_a1))
        self.env.flush_all()
        rows = self.looks(self.secret) - before
        self.assertEqual(
            rows.user_id, (user or self.coach_a1) if rows else rows.user_id
        )
        return sorted(zip(rows.mapped("operation"), rows.mapped("ground"), strict=True))


@tagged("standard", "post_install", "-at_install")
class TestLooks(LogCommon, IpsQueriesCommon):
    """What is a look, and on what ground."""

    def test_opening(self):
        one = [("open", "own")]
        self.assertEqual(self.logged(lambda c: c.read(["phase"])), one)
        self.assertEqual(self.logged(lambda c: c.web_read({"name": {}})), one)
        look = self.logged(lambda c: c.onchange({}, [], {"phase": {}}))
        self.assertEqual(set(look), set(one))
        self.assertEqual(self.logged(lambda c: c.wish_ids.read(["own_words"])), one)
        self.assertEqual(
            self.logged(lambda c: c.web_save({}, {"phase": {}})),
            one,
        )

    def test_matches(self):
        """What a person is suggested for, or was taken up for, is about the person."""
        one = [("open", "own")]
        for name in MATCHING:
            record = self.records_of(name).with_user(self.coach_a1)
            state = "state" if name == "ips.match" else "verdict_wish"
            side = other_side(name)
            domain = [(side, "=", record[side].id)]
            ways = {
                "read": (lambda r, s=state: r.read([s]), one),
                "reasons": (lambda r: r.read(["explanation"]), one),
                "web_read": (lambda r: r.web_read({"score": {}}), one),
                "label": (lambda r: r.read(["client_id", "display_name"]), []),
                "list": (
                    lambda r, d=domain, s=state: r.search_read(d, [s]),
                    [],
                ),
            }
            for label, (way, expected) in ways.items():
                with self.subTest(model=name, way=label):
                    look = self.logged(lambda _c, r=record, w=way: w(r))
                    self.assertEqual(look, expected)
            with self.subTest(model=name, way="name in a list"):
                look = self.logged(
                    lambda _c, r=record, d=domain: r.web_search_read(
                        d, {"client_id": NAME}
                    )
                )
                self.assertTrue(look)
            with self.subTest(model=name, way="export"):
                look = self.logged(
                    lambda _c, r=record: r.export_data(["client_id/name"])
                )
                self.assertEqual(set(look), {("export", "own")})

    def test_work(self):
        """A job or a meeting that is opened is about the person; lists say codes."""
        # Advice has no screen of its own
        for name in WORKING[:2]:
            record = self.records_of(name).with_user(self.coach_a1)
            views = record.get_views([(False, "list"), (False, "form")])["views"]
            shown = {
                kind: {
                    node.get("name"): {}
                    for node in etree.fromstring(view["arch"]).xpath(
                        "//field[not(ancestor::field)]"
                    )
                }
                for kind, view in views.items()
            }
            self.assertIn("client_id", shown["list"])
            ways = {
                "form": (lambda r, s=shown: r.web_read(s["form"]), {("open", "own")}),
                "list": (lambda r, s=shown: r.web_search_read([], s["list"]), set()),
                "by hand": (lambda r, s=shown: r.search_read([], s["list"]), set()),
                "name in a list": (
                    lambda r: r.web_search_read([], {"client_id": NAME}),
                    {("list", "own"), ("open", "own")},
                ),
                "export": (
                    lambda r: r.export_data(["client_id/name"]),
                    {("export", "own")},
                ),
            }
            for label, (way, expected) in ways.items():
                with self.subTest(model=name, way=label):
                    look = set(self.logged(lambda _c, r=record, w=way: w(r)))
                    self.assertLessEqual(look, expected)
                    self.assertEqual(bool(look), bool(expected))

    def test_labels_are_no_look(self):
        for call in (
            lambda c: c.read(["display_name"]),
            lambda c: c.web_read({"ref": {}, "display_name": {}}),
            lambda c: c.name_search(""),
            lambda c: c.web_search_read([], {"ref": {}, "phase": {}}),
            lambda c: c.search_read([], ["ref", "phase"]),
        ):
            self.assertEqual(self.logged(call), [])

    def test_listing_with_names(self):
        for call in (
            lambda c: c.web_search_read([], {"ref": {}, "name": {}}),
            lambda c: c.search_read([], ["phone"]),
            lambda c: c.web_search_read([], {"ref": {}, "email": {}}),
        ):
            self.assertEqual(self.logged(call), [("list", "own")])

    def test_nobody_claims_to_be_a_list(self):
        look = self.logged(
            lambda c: c.with_context(ips_look="list").read(["municipality_id"])
        )
        self.assertEqual(look, [("open", "own")])

    def test_export(self):
        one = [("export", "own")]
        self.assertEqual(self.logged(lambda c: c.export_data(["ref", "name"])), one)
        contact = self.contact.with_user(self.coach_a1)
        path = ["client_line_ids/client_id/name"]
        # Outside a request each step of a nested call is written down
        look = self.logged(lambda _c: contact.export_data(path))
        self.assertEqual(set(look), set(one))

    def test_nested_reads_from_other_models(self):
        contact = self.contact.with_user(self.coach_a1)
        lines = {"client_line_ids": {"fields": {"client_id": NAME}}}
        self.assertEqual(
            set(self.logged(lambda _c: contact.web_read(lines))), {("open", "own")}
        )

    def test_grounds(self):
        def read(client):
            client.read(["phase"])

        self.cover(self.secret, self.coach_a2)
        for user, ground in (
            (self.coach_a1, "own"),
            (self.coach_a2, "cover"),
            (self.leader_a, "leader"),
            (self.deputy_a, "leader"),
        ):
            self.assertEqual(self.logged(read, user), [("open", ground)])

    def test_one_statement_for_many(self):
        clients = self.Client.with_user(self.coach_a1)
        for _number in range(30):
            self.new_client(self.coach_a1, name="Zyxwvu")
        clients.web_search_read([], {"name": {}})
        with self.count_queries() as queries:
            clients.web_search_read([], {"name": {}})
        inserts = [query for query in queries if "INSERT" in str(query)]
        self.assertEqual(len(inserts), 1)

    def test_one_statement_by_every_way(self):
        """Thirty people cost what one costs, also by a path from their contacts."""
        clients = self.Client
        for _number in range(5):
            client = self.new_client(self.coach_a1, name="Zyxwvu")
            self.new_line(self.contact, client)
            self.new_line(self.log(self.coach_a1), client)
            clients |= client
        mine = clients.with_user(self.coach_a1)
        contacts = clients.contact_line_ids.contact_id.with_user(self.coach_a1)
        nested = {"client_line_ids": {"fields": {"client_id": NAME}}}
        ways = {
            "read": lambda: mine.read(["name"]),
            "web_read": lambda: mine.web_read({"name": {}}),
            "search_read": lambda: mine.search_read([], ["name"]),
            "export_data": lambda: mine.export_data(["name"]),
            "from contacts": lambda: contacts.web_read(nested),
        }
        for label, way in ways.items():
            way()
            with self.count_queries() as queries:
                way()
            inserts = [query for query in queries if "INSERT" in str(query)]
            with self.subTest(way=label):
                self.assertEqual(len(inserts), 1)

    def test_path_export_of_many(self):
        """Exporting contacts costs no statement for each person."""
        for _number in range(10):
            client = self.new_client(self.coach_a1, name="Zyxwvu")
            self.new_line(self.log(self.coach_a1), client)
        contacts = self.Contact.search([("client_line_ids", "!=", False)])
        contacts = contacts.with_user(self.coach_a1)
        with self.count_queries() as queries:
            contacts.export_data(["client_line_ids/client_id/name"])
        inserts = [query for query in queries if "INSERT" in str(query)]
        self.assertEqual(len(inserts), 1)

    def test_names_are_not_grouped(self):
        clients = self.Client.with_user(self.coach_a1)
        wishes = self.env["ips.client.wish"].with_user(self.coach_a1)
        matches, suggestions, employers = (
            self.env[name].with_user(self.coach_a1) for name in MATCHING
        )
        for model, name in (
            (clients, "name"),
            (clients, "phone"),
            (wishes, "own_words"),
            (matches, "explanation"),
            (suggestions, "wish_words"),
            (employers, "wish_words"),
        ):
            with self.assertRaises(UserError):
                model.formatted_read_group([], [name], ["__count"])
            with self.assertRaises(UserError):
                model.formatted_read_group([], [], [f"{name}:array_agg"])


@tagged("standard", "post_install", "-at_install")
class TestAppendOnly(LogCommon):
    """For everyone, by the ORM and by SQL."""

    def row(self):
        self.logged(lambda c: c.read(["phase"]))
        return self.looks(self.secret)[-1:]

    def test_orm(self):
        row = self.row()
        with self.assertRaises(UserError):
            row.operation = "list"
        with self.assertRaises(UserError):
            row.unlink()

    def test_sql(self):
        self.row()
        for statement in (
            "UPDATE ips_client_access SET reason = 'x'",
            "DELETE FROM ips_client_access",
            "TRUNCATE ips_client_access",
        ):
            with (
                self.subTest(statement=statement),
                self.assertRaisesRegex(psycopg2.Error, "append-only"),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_kept_for_the_time_set(self):
        self.env.company.ips_access_log_years = 3
        row = self.row()
        self.assertEqual(row.keep_until.isoformat(), "2028-03-05")
        # A later change does not shorten what is written already
        self.env.company.ips_access_log_years = 2
        self.assertEqual(row.keep_until.isoformat(), "2028-03-05")
        self.assertEqual(self.row().keep_until.isoformat(), "2027-03-05")

    def test_goes_when_its_time_has_passed(self):
        kept = self.row()
        self.env.cr.execute(
            """INSERT INTO ips_client_access (client_id, user_id, date, operation,
                                              ground, company_id, keep_until)
               SELECT client_id, user_id, date, operation, ground, company_id,
                      CURRENT_DATE - 1
                 FROM ips_client_access WHERE id = %s RETURNING id""",
            [kept.id],
        )
        old = self.Access.browse(self.env.cr.fetchone()[0])
        self.Access._gc_past_keeping()
        self.assertFalse(old.exists())
        self.assertTrue(kept.exists())

    def test_two_years_at_least(self):
        with self.assert_refused(psycopg2.IntegrityError):
            self.env.company.ips_access_log_years = 1


@tagged("standard", "post_install", "-at_install")
class TestLooksByHttp(LogCommon, HttpCase):
    """Over the routes that Odoo marks read-only, where cursors are read-only."""

    def call_kw(self, user, method, args, kwargs=None, model="ips.client"):
        self.authenticate(user.login, user.login)
        body = {
            "jsonrpc": "2.0",
            "params": {
                "model": model,
                "method": method,
                "args": args,
                "kwargs": kwargs or {},
            },
        }
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    def rpc(self, *args, **kwargs):
        with self.assertNoLogs("odoo.http", "WARNING"):
            answer = self.call_kw(self.coach_a1, *args, **kwargs)
        self.assertIn("result", answer)
        return answer["result"]

    def test_read_only_routes(self):
        ids = self.secret.ids
        ways = {
            "web_read": ([ids], {"specification": {"name": {}}}, "open"),
            "read": ([ids, ["name"]], {}, "open"),
            "search_read": ([[], ["name"]], {}, "list"),
            "web_search_read": ([[]], {"specification": {"name": {}}}, "list"),
            "export_data": ([ids, ["name"]], {}, "export"),
        }
        for method, (args, kwargs, operation) in ways.items():
            with self.subTest(method=method):
                look = self.logged(
                    lambda _c, m=method, a=args, k=kwargs: self.rpc(m, a, k)
                )
                self.assertEqual(look, [(operation, "own")])

    def test_read_only_routes_of_json_2(self):
        """The way of programmes decides by the same mark."""
        # sudo: the user's own key, made here as their preferences would
        keys = self.env["res.users.apikeys"].with_user(self.coach_a1).sudo()
        headers = {
            "Authorization": f"bearer {keys._generate('rpc', 'test', None)}",
            "Content-Type": "application/json",
            "X-Odoo-Database": self.env.cr.dbname,
        }
        ids, listed = self.secret.ids, {"name": {}}
        ways = {
            "web_read": ({"ids": ids, "specification": listed}, "open"),
            "read": ({"ids": ids, "fields": ["name"]}, "open"),
            "search_read": ({"domain": [], "fields": ["name"]}, "list"),
            "web_search_read": ({"domain": [], "specification": listed}, "list"),
            "export_data": ({"ids": ids, "fields_to_export": ["name"]}, "export"),
        }
        for method, (body, operation) in ways.items():

            def ask(_client, method=method, body=body):
                with self.assertNoLogs("odoo.http", "WARNING"):
                    response = self.url_open(
                        f"/json/2/ips.client/{method}",
                        data=json.dumps(body),
                        headers=headers,
                    )
                self.assertEqual(response.status_code, 200)
                self.assertIn("Zyxwvu", response.text)

            with self.subTest(method=method):
                self.assertEqual(self.logged(ask), [(operation, "own")])

    def test_read_only_routes_of_matches(self):
        for name in MATCHING:
            ids = self.records_of(name).ids
            person = {"client_id": NAME}
            ways = {
                "web_read": ([ids], {"specification": {"score": {}}}, "open"),
                "read": ([ids, ["explanation"]], {}, "open"),
                "web_search_read": (
                    [[["id", "in", ids]]],
                    {"specification": person},
                    "list",
                ),
                "export_data": ([ids, ["explanation"]], {}, "export"),
            }
            for method, (args, kwargs, operation) in ways.items():
                with self.subTest(model=name, method=method):
                    look = self.logged(
                        lambda _c, n=name, m=method, a=args, k=kwargs: self.rpc(
                            m, a, k, model=n
                        )
                    )
                    self.assertEqual(look, [(operation, "own")])

    def test_form_in_one_row(self):
        """The form reads the person and all that hangs on them: one look."""
        specification = {
            "name": {},
            "wish_ids": {"fields": {"own_words": {}}},
            "disclosure_ids": {"fields": {"purpose": {}}},
            "contact_line_ids": {"fields": {"note": {}}},
            "period_ids": {"fields": {"phase": {}}},
            "match_ids": {"fields": {"state": {}}},
        }
        args, kwargs = [self.secret.ids], {"specification": specification}
        look = self.logged(lambda _c: self.rpc("web_read", args, kwargs))
        self.assertEqual(look, [("open", "own")])

    def test_contacts_that_lead_to_people(self):
        """The routes of a contact are read-only too, and lead to a person."""
        ids = self.contact.ids
        nested = {"client_line_ids": {"fields": {"client_id": NAME}}}
        path = ["client_line_ids/client_id/name"]
        ways = {
            "web_read": ([ids], {"specification": nested}, "open"),
            "web_search_read": (
                [[["id", "in", ids]]],
                {"specification": nested},
                "open",
            ),
            "export_data": ([ids, path], {}, "export"),
        }
        for method, (args, kwargs, operation) in ways.items():
            with self.subTest(method=method):
                look = self.logged(
                    lambda _c, m=method, a=args, k=kwargs: self.rpc(
                        m, a, k, model="ips.employer.contact"
                    )
                )
                self.assertEqual(look, [(operation, "own")])

    def test_out_of_reach_leaves_no_row_and_no_word(self):
        ways = [
            ("ips.client", "read", [self.secret.ids, ["ref"]], {}),
            (
                *("ips.client", "web_read", [self.secret.ids]),
                {"specification": {"ref": {}}},
            ),
            (
                *("ips.client", "search_read"),
                *([[["id", "=", self.secret.id]], ["ref"]], {}),
            ),
            ("ips.client", "name_search", ["Zyxwvu"], {}),
        ]
        for name in MATCHING:
            ids, about = self.records_of(name).ids, ["client_id", "=", self.secret.id]
            reasons = ["client_id", "explanation"]
            ways += [
                (name, "read", [ids, reasons], {}),
                (
                    *(name, "web_read", [ids]),
                    {"specification": {"explanation": {}, "client_id": NAME}},
                ),
                (name, "search_read", [[about], reasons], {}),
                (name, "export_data", [ids, reasons], {}),
                (name, "name_search", ["", [about]], {}),
            ]
        for user in self.outside:
            for model, method, args, kwargs in ways:
                with (
                    self.subTest(user=user.name, model=model, method=method),
                    mute_logger("odoo.http"),
                ):
                    answer = self.call_kw(user, method, args, kwargs, model)
                    self.assert_silent(answer)
                    self.assertFalse(answer.get("result"))
        self.assertFalse(
            self.looks(self.secret).filtered(lambda row: row.user_id in self.outside)
        )

    def test_profile_page(self):
        """The page to print is written down; others do not find it."""
        url = f"/ips/clients/{self.secret.id}/profile"

        def get(user):
            self.authenticate(user.login, user.login)
            return self.url_open(url)

        look = self.logged(
            lambda _c: self.assertIn("qwxwords", get(self.coach_a1).text)
        )
        self.assertEqual(look, [("print", "own")])
        for user in self.outside:
            response = get(user)
            with self.subTest(user=user.name):
                self.assertEqual(response.status_code, 404)
                self.assert_silent(response.text)

    def test_file_on_the_person(self):
        def get(user):
            self.authenticate(user.login, user.login)
            return self.url_open(f"/web/content/{self.file.id}")

        self.assertIn("qwxfile", get(self.coach_a1).text)
        for user in self.outside:
            with self.subTest(user=user.name):
                self.assert_silent(get(user).text)

    def test_xml_rpc_and_json_2(self):
        """The ways of programmes: a password, or a key."""
        keys = self.env["res.users.apikeys"]
        for user in (self.coach_a1, self.coach_a2, self.outsider):
            key = keys.with_user(user).sudo()._generate("rpc", "test", None)
            answer = self.url_open(
                "/json/2/ips.client/search_read",
                data=json.dumps({"domain": [], "fields": ["ref", "name"]}),
                headers={
                    "Authorization": f"bearer {key}",
                    "Content-Type": "application/json",
                    "X-Odoo-Database": self.env.cr.dbname,
                },
            ).text
            remote = self.xmlrpc_object
            with self.subTest(user=user.name):
                try:
                    rows = remote.execute_kw(
                        self.env.cr.dbname,
                        user.id,
                        user.login,
                        "ips.client",
                        "search_read",
                        [[], ["ref", "name"]],
                    )
                except Exception as error:  # noqa: BLE001  whatever the fault says
                    rows = error
                if user == self.coach_a1:
                    self.assertIn("Zyxwvu", answer)
                    self.assertIn("Zyxwvu", repr(rows))
                else:
                    self.assert_silent(answer)
                    self.assert_silent(rows)
        looks = self.looks(self.secret, self.coach_a1)
        self.assertEqual(looks.mapped("operation"), ["list", "list"])
