import inspect
import json
import re

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FRIDAY
from .common_client import IpsClientCommon
from .common_portal import IpsPortalCommon

#: What stands on records of company E and of a person served, and is in no page of
#: Odoo's own and no name of a field.
MARKERS = ("qwxnote", "qwxinternal", "qwxtitle", "qwxhidden", "Zyxwvu", "qwxwords")
OURS = "odoo.addons.ips_employer_crm"
#: Odoo's models that hold something of ours, or lead to it.
NEIGHBOURS = (
    *("crm.lead", "crm.team", "crm.team.member", "crm.stage", "crm.lost.reason"),
    *("calendar.event", "mail.activity", "mail.message", "mail.template"),
    *("portal.wizard", "portal.wizard.user", "portal.share", "res.company"),
    *("res.partner", "res.users", "res.config.settings"),
)
#: Ways in that every model has; of neighbours these and ours are tried.
WAYS = {
    *("read", "search_read", "web_read", "web_search_read", "name_search"),
    *("search_count", "formatted_read_group", "export_data", "default_get"),
    *("web_name_search", "web_save", "write", "create", "onchange", "name_create"),
    *("unlink", "copy", "action_archive", "message_post", "activity_schedule"),
}
#: Beside the tables of our models.
TABLES = (
    *("crm_lead", "crm_team", "crm_team_member", "crm_stage", "crm_lost_reason"),
    *("res_partner", "res_users", "res_company", "res_groups_users_rel"),
    *("calendar_event", "mail_activity", "mail_message", "mail_followers"),
    *("mail_mail", "mail_template", "ir_attachment"),
)
#: Numbers that no record has; the database and Python have limits of their own.
NOBODYS = ("0", "2000000000", "2147483648", "9" * 19, "9" * 40)


class IpsAttackCommon(IpsPortalCommon, IpsClientCommon):
    """Everything that company E and a person served have, and who must not get it.

    ``foreman`` works at the workplace, has a portal login and is named by nobody;
    ``hr`` is named in the disclosure.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identify()
        cls.foreman = cls.new_hr("foreman", "Timo Työnjohtaja", cls.workplace)
        cls.foreman.partner_id.informed_on = "2025-01-01"
        notes = {"shared_note": "qwxnote", "internal_note": "qwxinternal"}
        cls.visit = cls.plan(cls.coach_a1, **notes)
        cls.past = cls.log(cls.coach_a1, **notes)
        cls.client_a1.name = "Zyxwvu Salainen"
        cls.wish = cls.new_wish(cls.client_a1, own_words="qwxwords")
        cls.disclosure = cls.new_disclosure(
            cls.client_a1,
            employer_id=cls.company_e.id,
            person_ids=cls.hr.partner_id.ids,
            level="3",
        )
        opening = {
            "employer_id": cls.workplace.id,
            "team_id": cls.team_a.id,
            "user_id": cls.coach_a1.id,
        }
        cls.published, cls.hidden = cls.env["crm.lead"].create(
            [
                {"name": "qwxtitle", "portal_published": True, **opening},
                {"name": "qwxhidden", "portal_published": False, **opening},
            ]
        )
        cls.match = cls.env["ips.match"].create(
            {
                "client_id": cls.client_a1.id,
                "lead_id": cls.published.id,
                "approach": "coach_speaks",
                "told_level": "3",
                "state": "introduced",
            }
        )
        cls.release()
        cls.link = (
            cls.env["ips.portal.link"]
            .with_user(cls.coach_a1)
            .create(
                {
                    "task": "visit",
                    "contact_id": cls.visit.id,
                    "employer_id": cls.workplace.id,
                    "person_id": cls.hr_place.partner_id.id,
                }
            )
        )
        cls.secrets = (
            *(cls.visit, cls.past, cls.published, cls.hidden, cls.match, cls.link),
            *(cls.client_a1, cls.wish, cls.disclosure, cls.company_e, cls.workplace),
            *(cls.team_a, cls.coach_a1),
        )
        cls.env.flush_all()

    @classmethod
    def release(cls):
        """The match is released to the person whom the disclosure names."""
        cls.match.with_user(cls.coach_a1).action_release()

    def setUp(self):
        super().setUp()
        # Wrong addresses are counted by place, like failed sign-ins
        self.addCleanup(self.env.registry.__dict__.pop, "_login_failures", None)

    def prints(self):
        """A short word for each table, which any written, new or gone row changes.

        The access log is left out: that somebody looked is to be written.
        """
        tables = {*TABLES}
        for name, model in self.env.items():
            if name.startswith("ips.") and name != "ips.client.access":
                tables.update([model._table] if model._auto else [])
                for field in model._fields.values():
                    if field.type == "many2many" and field.store:
                        tables.add(field.relation)
        self.env.flush_all()
        self.cr.execute(
            """
            SELECT relname
              FROM pg_class
             WHERE relname = ANY(%s) AND relkind = 'r'
                   AND relnamespace = current_schema::regnamespace
            """,
            [sorted(tables)],
        )
        # Each savepoint writes its rows with a higher number than all before it
        self.cr.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), max(xmin::text::bigint) FROM {table}"
                for (table,) in self.cr.fetchall()
            )
        )
        return {table: facts for table, *facts in self.cr.fetchall()}

    def assert_same(self, before, after, where=""):
        changed = [name for name in after if before.get(name) != after[name]]
        self.assertFalse(changed, where)


@tagged("standard", "post_install", "-at_install")
class TestPortalAttackRpc(IpsAttackCommon):
    """No method that can be called from outside gives a portal user what is ours."""

    def calls(self, name, ids):
        """Methods of this model that RPC can call, and with which records.

        Ours with each record as well: some refuse to be asked about several at once.
        """
        model = type(self.env[name])
        for attribute in dir(model):
            method = getattr(model, attribute, None)
            if attribute.startswith("_") or not inspect.isfunction(method):
                continue
            bases = [base.__dict__.get(attribute) for base in model.mro()]
            if any(getattr(base, "_api_private", False) for base in bases):
                continue
            ours = any(
                getattr(base, "__module__", "").startswith(OURS) for base in bases
            )
            if ours or attribute in WAYS or name.startswith("ips."):
                yield attribute, ids
            if ours and len(ids) > 1:
                for record_id in ids:
                    yield attribute, [record_id]

    def values(self, model):
        """Values for the fields that lead to company E and its people, and a word."""
        values = {}
        for name, field in model._fields.items():
            records = [row for row in self.secrets if row._name == field.comodel_name]
            if not field.store or name in ("create_uid", "write_uid"):
                continue
            if name in ("model", "res_model"):
                values[name] = self.visit._name
            elif field.type == "many2one_reference":
                values[name] = self.visit.id
            elif field.type == "many2one" and records:
                values[name] = records[0].id
            elif (
                field.type in ("char", "text", "html") and "qwe" not in values.values()
            ):
                values[name] = "qwe"
            elif field.type in ("date", "datetime") and field.required:
                values[name] = str(FRIDAY)[: 10 if field.type == "date" else 19]
            elif field.type == "selection" and field.required:
                values[name] = field.get_values(self.env)[0]
        return values

    def arguments(self, model, method, ids):
        """Something plausible for each argument, those with a default included."""
        function = getattr(type(model), method)
        first = [] if getattr(function, "_api_model", False) else [ids]
        if method in ("onchange", "default_get"):
            first = [[]] if method == "onchange" else []
        names = [name for name, field in model._fields.items() if not field.groups]
        known = {
            **dict.fromkeys(("vals", "values", "wish"), self.values(model)),
            **dict.fromkeys(("fields", "field_names", "fields_to_export"), names),
            **dict.fromkeys(
                ("specification", "fields_spec"), {name: {} for name in names}
            ),
            "domain": [],
            "groupby": [],
            "aggregates": ["__count"],
            "grouping_sets": [[]],
            "views": [[False, "list"]],
            "view_id": None,
            "view_type": "form",
            "vals_list": [self.values(model)],
            "week_start": "2025-03-03",
            "days": 1,
            "changes": {},
            "words": "qwx",
            "name": "qwx",
            "field_name": "display_name",
            "operation": "read",
            "client_id": self.client_a1.id,
            "client_ids": self.client_a1.ids,
            "wish_id": self.wish.id,
            "employer_id": self.company_e.id,
            "team_id": self.team_a.id,
            "user_id": self.coach_a1.id,
            "user_ids": self.coach_a1.ids,
            "contact_id": self.past.id,
        }
        if method == "onchange":
            known["field_names"] = []
        for parameter in list(inspect.signature(function).parameters.values())[1:]:
            if parameter.kind in (
                parameter.VAR_POSITIONAL,
                parameter.VAR_KEYWORD,
                parameter.KEYWORD_ONLY,
            ):
                break
            if parameter.name in known:
                first.append(known[parameter.name])
            elif parameter.default is parameter.empty:
                first.append(ids[0])
            else:
                break
        return first

    def context(self):
        """What somebody may send along, so that dialogs open on what is not theirs."""
        return {
            "lang": "en_US",
            "active_id": self.client_a1.id,
            "active_ids": self.client_a1.ids,
            "active_model": "ips.client",
        }

    def attack(self, user, names=None):
        """Call everything; return how many calls there were and how many were answered.

        What comes back is looked through for what only company E's records hold,
        whether it is an answer or the text of an error.
        """
        tried = answered = 0
        names = names or [name for name in self.env if name.startswith("ips.")]
        before = self.prints()
        for name in sorted(names):
            ids = [row.id for row in self.secrets if row._name == name]
            model = self.env[name]
            if not ids and model._auto:
                ids = model.sudo().search([], order="id desc", limit=3).ids
            ids = ids or [1]
            env = self.env(user=user.id, context=self.context(), su=False)
            for method, some in self.calls(name, ids):
                arguments = self.arguments(env[name], method, some)
                tried += 1
                try:
                    with self.cr.savepoint():
                        self.env.invalidate_all()
                        result = repr(call_kw(env[name], method, arguments, {}))
                    answered += 1
                # Whatever is wrong with the arguments: what it says is looked through
                except Exception as error:
                    result = f"{error} {error.__cause__ or ''}"
                for marker in MARKERS:
                    self.assertNotIn(marker, result, f"{name}.{method}")
            after = self.prints()
            self.assert_same(before, after, name)
        return tried, answered

    @mute_logger("odoo.sql_db", "odoo.models.unlink", "odoo.orm.models")
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def check(self, user):
        tried, answered = self.attack(user)
        self.assertGreater(tried, 3000)
        # Mostly what tells about a model and not about its records
        self.assertLess(answered, tried / 2)
        self.attack(user, NEIGHBOURS)

    def test_hr_of_another_company(self):
        self.check(self.hr_other)

    def test_a_foreman_who_is_not_named(self):
        self.check(self.foreman)

    def test_hr_who_is_named_gets_nothing_but_by_the_pages(self):
        self.check(self.hr)

    def test_the_walk_finds_what_there_is(self):
        """Whoever may read is found out: the walk would find a hole."""
        for name, found in (
            ("ips.employer.contact", "qwx"),
            ("ips.client", "qwxwords"),
            ("crm.lead", "qwx"),
        ):
            with self.subTest(name), mute_logger("odoo.sql_db", "odoo.orm.models"):
                with self.assertRaisesRegex(AssertionError, found):
                    self.attack(self.coach_a1, [name])


@tagged("standard", "post_install", "-at_install")
class TestPortalAttackRoutes(IpsAttackCommon):
    """Every route of ours with the ids of company E, by whoever must not get there."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.hr.login, self.hr.login)
        self.tokens = self.shown_candidates()
        self.assertEqual(len(self.tokens), 1)

    def routes(self):
        """(path, methods, type) of each route of this add-on."""
        ir_http = self.env["ir.http"]
        rules = ir_http._generate_routing_rules(
            sorted(self.env.registry._init_modules), ir_http._get_converters()
        )
        for path, endpoint in rules:
            if endpoint.func.__module__.startswith(OURS):
                methods = set(endpoint.routing["methods"] or ()) & {"GET", "POST"}
                yield path, methods or {"GET", "POST"}, endpoint.routing

    def shown_candidates(self):
        """Words in the addresses of whom the signed-in person may see."""
        page = self.opener.get(self.base_url() + "/my/candidates", timeout=30).text
        return [*dict.fromkeys(re.findall(r"/my/candidates/([\w-]{20,})", page))]

    def addresses(self, path, numbers=None):
        """The path with ids of company E, and of nobody, in it."""
        word = "<string:token>"
        if path.endswith(word) and "<" not in path.removesuffix(word):
            # Somebody's candidates
            return [path.replace(word, token) for token in (*self.tokens, "0" * 64)]
        before, *rest = path.replace(word, "0" * 64).split("<")
        if not rest:
            return [before]
        numbers = numbers or [
            *dict.fromkeys(str(row.id) for row in self.secrets),
            *NOBODYS,
        ]
        # <string:kind> is how a file ends
        ends = [(*part.split(">", 1),) for part in rest]
        return [
            before
            + "".join(
                ("xlsx" if inside.startswith("string:") else number) + after
                for inside, after in ends
            )
            for number in numbers
        ]

    def form(self):
        """Whatever a route takes: something of company E stands in it."""
        return {
            "company": str(self.company_e.id),
            "place": str(self.workplace.id),
            "employer_id": str(self.workplace.id),
            "person": str(self.hr.partner_id.id),
            "preferred_person": str(self.hr.partner_id.id),
            "max_contacts": "3",
            "id": str(self.published.id),
            "lead_id": str(self.published.id),
            "match_id": str(self.match.id),
            "client_id": str(self.client_a1.id),
            "team_id": str(self.team_a.id),
            "user_id": str(self.coach_a1.id),
            "task": "confirm",
            "date": str(self.visit.date),
            "first": "2025-03-20T10:00",
            "reason": "qwe",
            "reason_id": "1",
            "text": "qwe",
            "words": "qwe",
            "useful": "yes",
            "kind": "job",
            "name": "qwe",
            "positions": "1",
            "advertised": "no",
        }

    def ask(self, address, methods, routing, form, files=None):
        """The answers of a route, read and written."""
        if routing["type"] != "http":
            body = json.dumps({"jsonrpc": "2.0", "params": form})
            yield self.url_open(
                address, data=body, headers={"Content-Type": "application/json"}
            )
            return
        if "GET" in methods:
            # A server takes no longer address
            short = {name: text[:100] for name, text in form.items()}
            yield self.opener.get(self.base_url() + address, params=short, timeout=30)
        if "POST" in methods:
            yield self.url_open(address, data=form, files=files, timeout=30)

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users", "odoo.sql_db")
    def attack(self, user, page, markers, routes=None, forms=None, numbers=None):
        self.authenticate(user and user.login, user and user.login)
        token = self.csrf_token(page) if page else "x"
        self.tokens += self.shown_candidates()
        paths, answers = set(), 0
        for path, methods, routing in routes or self.routes():
            paths.add(path)
            for address in self.addresses(path, numbers):
                for form, files in forms or [(self.form(), None)]:
                    form = {**form, "csrf_token": token}
                    for answer in self.ask(address, methods, routing, form, files):
                        answers += 1
                        where = f"{address}: {answer.status_code}"
                        self.assertLess(answer.status_code, 500, where)
                        self.assertNotIn("Traceback", answer.text, where)
                        for marker in markers:
                            self.assertNotIn(marker, answer.text, where)
                    # A wrong address counts as a failed sign-in
                    self.env.registry.__dict__.pop("_login_failures", None)
        return paths, answers

    def company_facts(self):
        """What company E and its people hold, and all that is about people served."""
        places = self.company_e | self.workplace
        openings = self.published | self.hidden
        contacts = self.visit | self.past
        return {
            "places": places.read(
                ["preferred_channel", "max_contacts_per_month", "preferred_person_id"]
            ),
            "people": self.hr.partner_id.read(["do_not_contact", "informed_on"]),
            "openings": openings.with_context(active_test=False).read(
                ["name", "active", "stage_id", "portal_published", "positions"]
            ),
            "number": self.env["crm.lead"].search_count(
                [("employer_id", "child_of", self.company_e.id)]
            ),
            "contacts": contacts.read(
                ["state", "date", "employer_answer", "employer_feedback"]
            ),
            "link": self.link.read(["used_on", "withdrawn_on"]),
            "heard": self.activities(contacts) | self.activities(openings),
        }

    def served(self):
        """The tables about people served."""
        return {
            name: facts
            for name, facts in self.prints().items()
            if name.startswith(("ips_client", "ips_match", "ips_disclosure"))
            or name.startswith(("ips_placement", "ips_support"))
        }

    def both(self):
        self.env.invalidate_all()
        return self.company_facts(), self.served()

    def test_hr_of_another_company(self):
        before = self.both()
        paths, answers = self.attack(
            self.hr_other, "/my/message", (*MARKERS, "Testilä", self.client_a1.ref)
        )
        self.assertEqual(before, self.both())
        for path in (
            *("/my/company", "/my/visits/<int:visit_id>", "/my/openings/new"),
            *("/ips/link/<int:link_id>/<string:token>", "/ips/match-card"),
        ):
            self.assertIn(path, paths)
        self.assertGreater(answers, 200)

    def test_a_foreman_who_is_not_named(self):
        """Sees the visits and openings of the workplace, and nobody served."""
        before = self.served()
        markers = ("qwxinternal", "qwxhidden", "Zyxwvu", "qwxwords", self.client_a1.ref)
        self.attack(self.foreman, "/my/message", markers)
        self.assertEqual(before, self.served())

    def test_anonymous(self):
        before = self.both()
        self.attack(None, None, (*MARKERS, "Testilä", self.client_a1.ref))
        self.assertEqual(before, self.both())

    def test_an_employee_without_a_role(self):
        before = self.both()
        self.attack(self.outsider, None, (*MARKERS, self.client_a1.ref))
        self.assertEqual(before, self.both())

    def test_forms_filled_in_by_a_program(self):
        """What no browser sends: no server error, not even for the company's own HR."""
        names = sorted({*self.form(), "second", "hours_min", "tasks", "trial_weeks"})
        names += ["available_from", "employer_words", "objects", "time1", "todo"]
        nul, long = dict.fromkeys(names, "q\x00"), dict.fromkeys(names, "9" * 5000)
        kept = {"company": str(self.company_e.id), "place": str(self.workplace.id)}
        forms = [
            ({**nul, **kept, "task": "cancel", "kind": "job"}, None),
            ({**long, **kept, "task": "propose", "kind": "tasks"}, None),
            ({**self.form(), "kind": "qwe", "task": "__class__"}, None),
            ({}, {name: ("x.txt", b"x") for name in names}),
            ({"todo": "yes"}, {"time1": ("x.txt", b"x"), "time2": ("x", b"x")}),
            ({"todo": "ask", "text": "q\x00"}, None),
            ({"todo": "decline"}, {"reason": ("x.txt", b"x")}),
        ]
        routes = [
            (path, methods, routing)
            for path, methods, routing in self.routes()
            if path.startswith("/my/")
        ]
        numbers = [str(row.id) for row in (self.visit, self.past, self.published)]
        self.attack(self.hr, "/my/message", (), routes, forms, numbers)

    def test_a_link_by_a_program(self):
        opening = self.link.with_user(self.coach_a1).create(
            {
                "task": "opening",
                "employer_id": self.workplace.id,
                "person_id": self.hr_place.partner_id.id,
            }
        )
        for link in (self.link, opening):
            url = link.with_user(self.coach_a1).url
            path = "/ips/link/" + url.split("/ips/link/")[1]
            start = path.rsplit("/", 1)[0]
            wrong = [start + end for end in ("/ä", "/%00", "/%F0%9F%98")]
            self.authenticate(None, None)
            token = self.csrf_token(f"{path}?kind=job")
            with mute_logger("odoo.http", "odoo.addons.base.models.res_users"):
                for address in (path, *wrong):
                    for form, files in (
                        ({"kind": "qwe", "place": str(self.workplace.id)}, None),
                        ({"kind": "qwe", "name": "qwe", "task": "q"}, None),
                        ({"task": "confirm", "date": "q\x00"}, None),
                        ({}, {"task": ("x", b"x"), "kind": ("x", b"x")}),
                    ):
                        form["csrf_token"] = token
                        answer = self.url_open(address, data=form, files=files)
                        where = f"{address}: {form}"
                        self.assertLess(answer.status_code, 500, where)
                        self.assertNotIn("Traceback", answer.text, where)
                        self.env.registry.__dict__.pop("_login_failures", None)
                    self.assertLess(self.url_open(address).status_code, 500, address)
            self.assertEqual(link.state, "open")
