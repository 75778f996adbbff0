import inspect
import json

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_client import IpsClientCommon
from .common_portal import IpsPortalCommon

#: What stands on records of company E and is nobody's but its own or the coaches'.
MARKERS = ("qwxnote", "qwxinternal", "qwxtitle", "qwxhidden", "Zyxwvu", "qwxwords")
OURS = "odoo.addons.ips_employer_crm"
#: Ways to read that every model has.
READING = {
    *["read", "search_read", "web_read", "web_search_read", "name_search"],
    *["search_count", "formatted_read_group", "export_data", "default_get"],
    *["fields_get", "get_views", "web_name_search", "web_save", "write", "create"],
    *["unlink", "copy", "action_archive", "message_post", "activity_schedule"],
}
#: Odoo's models that hold something of ours, or lead to it.
NEIGHBOURS = (
    *["crm.lead", "crm.team", "crm.team.member", "crm.stage", "crm.lost.reason"],
    *["calendar.event", "mail.activity", "mail.message", "mail.template"],
    *["portal.wizard", "portal.wizard.user", "portal.share", "res.company"],
)


class IpsAttackCommon(IpsPortalCommon, IpsClientCommon):
    """Everything that company E and a person served have, and who must not get it.

    ``foreman`` works at the workplace, has a portal login and is named by nobody.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identify()
        cls.foreman = cls.new_hr("foreman", "Timo Työnjohtaja", cls.workplace)
        cls.foreman.partner_id.informed_on = "2025-01-01"
        cls.visit = cls.plan(
            cls.coach_a1, shared_note="qwxnote", internal_note="qwxinternal"
        )
        cls.past = cls.log(
            cls.coach_a1, shared_note="qwxnote", internal_note="qwxinternal"
        )
        cls.client_a1.write({"name": "Zyxwvu Salainen"})
        cls.new_wish(cls.client_a1, own_words="qwxwords")
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
        cls.match.with_user(cls.coach_a1).action_release()
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
        cls.env.flush_all()

    def prints(self):
        """What the tables hold, in short: whether anything has changed.

        The access log is left out: that somebody looked is to be written.
        """
        tables = sorted(
            model._table
            for name, model in self.env.items()
            if model._auto
            and not model._abstract
            and not model._transient
            and (name.startswith("ips.") or name in ("crm.lead", "res.partner"))
            and name != "ips.client.access"
        )
        self.env.flush_all()
        result = {}
        for table in tables:
            self.cr.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t"
            )
            result[table] = self.cr.fetchone()[0]
        return result


@tagged("standard", "post_install", "-at_install")
class TestPortalAttackRpc(IpsAttackCommon):
    """No method that can be called from outside gives a portal user anything of ours."""

    def methods(self, name):
        """Names of methods of this model that RPC can call."""
        model = type(self.env[name])
        for attribute in dir(model):
            method = getattr(model, attribute, None)
            if attribute.startswith("_") or not inspect.isfunction(method):
                continue
            bases = [base.__dict__.get(attribute) for base in model.mro()]
            if any(getattr(base, "_api_private", False) for base in bases):
                continue
            ours = any(
                base and getattr(base, "__module__", "").startswith(OURS)
                for base in bases
            )
            if ours or attribute in READING:
                yield attribute

    def arguments(self, model, method, ids):
        """Something plausible for each argument that the method cannot do without."""
        function = getattr(type(model), method)
        first = [] if getattr(function, "_api_model", False) else [ids]
        for parameter in list(inspect.signature(function).parameters.values())[1:]:
            if parameter.default is not parameter.empty or parameter.kind in (
                parameter.VAR_POSITIONAL,
                parameter.VAR_KEYWORD,
            ):
                continue
            name = parameter.name
            if "vals" in name or "values" in name or "specification" in name:
                first.append({} if name != "vals_list" else [{}])
            elif "domain" in name:
                first.append([])
            elif name in ("fields", "field_names", "fields_to_export", "views"):
                first.append(["display_name"] if name != "views" else [[False, "list"]])
            elif name in ("groupby", "aggregates"):
                first.append([])
            else:
                first.append(ids[0])
        return first

    @mute_logger("odoo.sql_db", "odoo.models.unlink", "odoo.addons.base.models.ir_rule")
    def attack(self, user, markers=MARKERS):
        names = [name for name in self.env if name.startswith("ips.")]
        tried = 0
        for name in sorted([*names, *NEIGHBOURS]):
            if self.env[name]._abstract:
                continue
            # Records of company E where there are any, some numbers where not
            records = self.env[name].sudo().search([], order="id desc", limit=5)
            ids = records.ids or [1]
            before = self.prints()
            for method in self.methods(name):
                env = self.env(user=user, context={"lang": "en_US"}, su=False)
                arguments = self.arguments(env[name], method, ids)
                tried += 1
                self.env.invalidate_all()
                try:
                    with self.cr.savepoint():
                        result = repr(call_kw(env[name], method, arguments, {}))
                # Whatever is wrong with the arguments: what it says is looked through
                except Exception as error:
                    result = str(error)
                for marker in markers:
                    self.assertNotIn(marker, result, f"{name}.{method}")
            self.assertEqual(before, self.prints(), name)
        self.assertGreater(tried, 500)

    def test_hr_of_another_company(self):
        self.attack(self.hr_other)

    def test_a_foreman_who_is_not_named(self):
        self.attack(self.foreman)

    def test_hr_who_is_named_gets_nothing_but_by_the_pages(self):
        self.attack(self.hr)


@tagged("standard", "post_install", "-at_install")
class TestPortalAttackRoutes(IpsAttackCommon):
    """Every route of ours with the ids of company E, by whoever must not get there."""

    def routes(self):
        """(path, methods, type) of all routes of this add-on."""
        for rule in self.env["ir.http"].routing_map().iter_rules():
            endpoint = rule.endpoint
            module = getattr(endpoint, "__module__", "")
            if module.startswith(OURS):
                yield rule.rule, set(rule.methods or ["GET", "POST"]), endpoint.routing

    def addresses(self, path):
        """The path with ids of company E and of nobody in it."""
        numbers = {
            str(record.id)
            for record in (
                *(self.visit, self.past, self.published, self.hidden, self.match),
                *(self.client_a1, self.link, self.company_e, self.workplace),
            )
        } | {"0", "2000000000"}
        parts = path.replace("<string:token>", "0" * 64)
        if "<" not in parts:
            return [parts]
        return [
            "".join(
                piece if index % 2 == 0 else number
                for index, piece in enumerate(self.split(parts))
            )
            for number in sorted(numbers)
        ]

    def split(self, path):
        pieces, rest = [], path
        while "<" in rest:
            before, rest = rest.split("<", 1)
            inside, rest = rest.split(">", 1)
            pieces += [before, inside]
        return [*pieces, rest]

    # A wide form: whatever a route takes, something of company E stands in it
    def form(self):
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

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users")
    def attack(self, user, page, markers):
        self.addCleanup(self.env.registry.__dict__.pop, "_login_failures", None)
        self.authenticate(user and user.login, user and user.login)
        token = page and self.csrf_token(page)
        paths = set()
        for path, methods, routing in self.routes():
            paths.add(path)
            for address in self.addresses(path):
                self.env.registry.__dict__.pop("_login_failures", None)
                answers = []
                if routing["type"] != "http":
                    body = json.dumps({"params": self.form()})
                    headers = {"Content-Type": "application/json"}
                    answers.append(self.url_open(address, data=body, headers=headers))
                else:
                    if "GET" in methods:
                        answers.append(self.url_open(address))
                    if "POST" in methods:
                        data = {**self.form(), "csrf_token": token or "x"}
                        answers.append(self.url_open(address, data=data))
                for answer in answers:
                    where = f"{address}: {answer.status_code}"
                    self.assertLess(answer.status_code, 500, where)
                    self.assertNotIn("Traceback", answer.text, where)
                    for marker in markers:
                        self.assertNotIn(marker, answer.text, where)
        self.assertIn("/my/company", paths)
        self.assertIn("/ips/link/<int:link_id>/<string:token>", paths)

    def unchanged(self, *tables):
        """What company E and its people hold, and all that is about people served."""
        return {
            table: value
            for table, value in self.prints().items()
            if table not in ("res_partner", "crm_lead")
        } | {
            "employers": (self.company_e | self.workplace)
            .sudo()
            .read(["preferred_channel", "max_contacts_per_month", "coach_id"]),
            "openings": (self.published | self.hidden)
            .sudo()
            .read(["name", "active", "stage_id", "portal_published", "positions"]),
        }

    def test_hr_of_another_company(self):
        before = self.unchanged()
        self.attack(self.hr_other, "/my/message", (*MARKERS, "Testilä"))
        self.assertEqual(before, self.unchanged())

    def test_a_foreman_who_is_not_named(self):
        """Sees the visits and openings of the workplace, and nobody served."""
        before = {k: v for k, v in self.unchanged().items() if "match" in k}
        self.attack(
            self.foreman,
            "/my/message",
            ("qwxinternal", "qwxhidden", "Zyxwvu", "qwxwords"),
        )
        after = self.unchanged()
        self.assertEqual(before, {key: after[key] for key in before})

    def test_anonymous(self):
        before = self.unchanged()
        self.attack(None, None, (*MARKERS, "Testilä"))
        self.assertEqual(before, self.unchanged())

    def test_an_employee_without_a_role(self):
        before = self.unchanged()
        self.attack(self.outsider, None, MARKERS)
        self.assertEqual(before, self.unchanged())
