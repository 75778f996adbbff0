"""Somebody out of reach and somebody who never was look the same, by every way.

A way asks for one number. It is asked twice, for a person who is there and for one who
never was: whoever is out of reach is told the same both times. Where Aino, the coach,
is told something else, the way works: otherwise the test could not fail.
"""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import COACH
from .common_ways import FIRST_ID, IpsWaysCommon, pair


def by_id(record_id):
    return [("id", "=", record_id)]


def readable(model):
    """Names of fields that the user may ask for, so that the question is not refused
    for another reason.
    """
    try:
        return sorted(model.fields_get(attributes=()))
    except Exception:  # noqa: BLE001 whoever may ask for nothing asks for all
        return sorted(model._fields)


def specification(model):
    """Of web_read and onchange: everything, one step further where it leads to."""
    spec = {}
    for name in readable(model):
        field = model._fields[name]
        if not field.relational:
            spec[name] = {}
        elif name not in ("message_ids", "website_message_ids"):
            spec[name] = {"fields": {"display_name": {}}}
    return spec


WAYS = {
    # Searching
    "search": lambda model, number: model.search(by_id(number)),
    "search, archived too": lambda model, number: model.with_context(
        active_test=False
    ).search(by_id(number)),
    "search_count": lambda model, number: model.search_count(by_id(number)),
    "search_read": lambda model, number: model.search_read(by_id(number)),
    "search_read of codes": lambda model, number: model.search_read(
        by_id(number), ["display_name"]
    ),
    "web_search_read": lambda model, number: model.web_search_read(
        by_id(number), specification(model)
    ),
    "web_search_read, counted": lambda model, number: model.with_context(
        force_search_count=True
    ).web_search_read(by_id(number), {"display_name": {}}, limit=1),
    "name_search": lambda model, number: model.name_search("", by_id(number)),
    "web_name_search": lambda model, number: model.web_name_search(
        "", {"display_name": {}}, by_id(number)
    ),
    # Counting
    "read_group": lambda model, number: model.read_group(
        by_id(number), ["id:max"], ["company_id"]
    ),
    "formatted_read_group": lambda model, number: model.formatted_read_group(
        by_id(number), ["company_id"], ["__count", "id:array_agg"]
    ),
    "formatted_read_grouping_sets": lambda model, number: (
        model.formatted_read_grouping_sets(
            by_id(number), [["company_id"], []], ["__count", "id:max"]
        )
    ),
    "web_read_group": lambda model, number: model.web_read_group(
        by_id(number),
        ["company_id"],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification={"display_name": {}},
    ),
    "search_panel_select_range": lambda model, number: model.search_panel_select_range(
        "company_id", search_domain=by_id(number), enable_counters=True
    ),
    "search_panel_select_multi_range": lambda model, number: (
        model.search_panel_select_multi_range(
            "company_id", search_domain=by_id(number), enable_counters=True
        )
    ),
    # Reading
    "read": lambda model, number: model.browse(number).read(),
    "read of the code": lambda model, number: model.browse(number).read(
        ["display_name"]
    ),
    "read of nothing stored": lambda model, number: model.browse(number).read(
        [
            name
            for name in readable(model)
            if not model._fields[name].store and name != "display_name"
        ]
    ),
    "web_read": lambda model, number: model.browse(number).web_read(
        specification(model)
    ),
    "web_read of the code": lambda model, number: model.browse(number).web_read(
        {"display_name": {}}
    ),
    "web_read of the id": lambda model, number: model.browse(number).web_read({}),
    "export_data": lambda model, number: model.browse(number).export_data(
        [name for name in readable(model) if not model._fields[name].relational]
    ),
    "export_data with ids": lambda model, number: model.browse(number).export_data(
        ["id", ".id", "display_name"]
    ),
    "get_metadata": lambda model, number: model.browse(number).get_metadata(),
    "get_external_id": lambda model, number: model.browse(number).get_external_id(),
    "get_formview_id": lambda model, number: model.browse(number).get_formview_id(),
    "get_formview_action": lambda model, number: model.browse(
        number
    ).get_formview_action(),
    "has_access": lambda model, number: (
        [
            model.browse(number).has_access(operation)
            for operation in ("read", "write", "unlink")
        ]
    ),
    "get_field_translations": lambda model, number: model.browse(
        number
    ).get_field_translations("company_id"),
    "onchange": lambda model, number: model.browse(number).onchange(
        {}, [], specification(model)
    ),
    "onchange of a change": lambda model, number: model.browse(number).onchange(
        {"company_id": False}, ["company_id"], specification(model)
    ),
    "copy": lambda model, number: model.browse(number).copy(),
    "copy_data": lambda model, number: model.browse(number).copy_data(),
    # Writing
    "write": lambda model, number: model.browse(number).write({}),
    "write of the company": lambda model, number: model.browse(number).write(
        {"company_id": model.env.company.id}
    ),
    "web_save": lambda model, number: model.browse(number).web_save(
        {}, {"display_name": {}}
    ),
    "web_resequence": lambda model, number: model.browse(number).web_resequence(
        {"display_name": {}}, "id"
    ),
    "unlink": lambda model, number: model.browse(number).unlink(),
    "load": lambda model, number: model.load([".id"], [[str(number)]]),
}


# Ways by which the coach is told nothing either
CLOSED = {
    *["copy", "copy_data", "web_read of the id"],
    *["get_formview_id", "get_formview_action"],
}
# ... of all but the client
CLOSED_BESIDE = {*CLOSED, "get_external_id"}
# ... of what is computed
COMPUTED = {
    *["unlink", "write", "write of the company", "web_save", "web_resequence"],
    *["onchange", "onchange of a change", "load"],
    # Nobody made it: it says the id that was asked for
    "get_metadata",
}
# ... of what coaches do not write, or not delete
READ_ONLY = {
    "ips.client": {"unlink"},
    "ips.client.period": {
        *["unlink", "write", "write of the company", "web_save", "web_resequence"],
        *["onchange", "onchange of a change"],
    },
    "ips.disclosure": {"unlink"},
    "ips.match": {"unlink"},
    "ips.match.portal.log": {
        *["unlink", "write", "write of the company", "web_save", "web_resequence"],
        *["onchange", "onchange of a change"],
    },
    "ips.placement": {"unlink"},
    "ips.match.suggestion": COMPUTED,
    "ips.employer.suggestion": COMPUTED,
}


@tagged("standard", "post_install", "-at_install")
class TestAskedById(IpsWaysCommon):
    """Records about a client, asked for by their ids."""

    def asked(self, model, way):
        """The way as a function of the user's environment and the id."""
        return lambda env, number: WAYS[way](env[model], number)

    def test_every_model_is_asked(self):
        """Computed ones too: one that is added, and is not asked here, is found."""
        about = {
            name
            for name in self.env["ips.client.access"]._models_of_clients()
            if not self.env[name]._transient
        }
        self.assertEqual(about, set(self.subjects))

    def test_out_of_reach(self):
        for role, user in self.far.items():
            for model in self.subjects:
                if user == self.privacy and model == "ips.client.access":
                    # The officer's own log
                    continue
                for way in WAYS:
                    with self.subTest(role=role, model=model, way=way):
                        self.assert_told_alike(user, self.asked(model, way), model)

    def test_the_coach(self):
        """The control: by every way that is open at all."""
        for model in self.subjects:
            if model == "ips.client.access":
                continue
            closed = CLOSED if model == "ips.client" else CLOSED_BESIDE
            for way in WAYS.keys() - closed - READ_ONLY.get(model, set()):
                with self.subTest(model=model, way=way):
                    there, never = self.told_twice(
                        self.coach_a1, self.asked(model, way), model
                    )
                    self.assertNotEqual(there, never)

    def test_log_for_the_officer(self):
        """Codes, and what was done: not who they are."""
        row = self.subjects["ips.client.access"].with_user(self.privacy)
        # As screens ask, and with nothing read before
        self.env.invalidate_all()
        code = row.web_read({"client_id": {"fields": {"display_name": {}}}})
        self.assertEqual(code[0]["client_id"]["display_name"], self.secret.ref)
        with self.assertRaises(AccessError):
            row.web_read({"client_id": {"fields": {"name": {}}}})
        with self.assertRaises(AccessError):
            row.search([("client_id.name", "ilike", "Zyxwvu")])
        with self.assertRaises(AccessError):
            row.export_data(["client_id/name"])


NAMED = {"fields": {"display_name": {}}}
LINES = {"client_line_ids": {"fields": {"client_id": NAMED, "company_id": NAMED}}}
HOUR = ("2025-03-06 08:00:00", "2025-03-06 09:00:00")


def values(records, *names):
    """What the user reads of records that were just made; their ids differ."""
    rows = records.read(names)
    return [{name: row[name] for name in names} for row in rows]


def on_client(number):
    return {"default_res_model": "ips.client", "default_res_id": number}


def from_client(env, model, number):
    """Where a dialog was opened from a client."""
    return env[model].with_context(
        active_model="ips.client", active_id=number, active_ids=[number]
    )


def own_line(env):
    """The id of a line of the user's own."""
    return env["ips.employer.contact.client"].search([], limit=1).id


def own_opening(env):
    """The id of an opening that the user sees, and the person is not taken up for."""
    return env["crm.lead"].search([("name", "=", "Opening")], limit=1).id


def own_match(env):
    """A match of the user's own."""
    return env["ips.match"].search([("lead_id.name", "=", "Opening")], limit=1)


def own_contact(env):
    """A contact of the user's own, with a line."""
    return env["ips.employer.contact"].search(
        [("client_line_ids", "!=", False), ("user_id", "=", env.uid)], limit=1
    )


def taken_up(env):
    """The opening that the person was taken up for, as everyone may name it."""
    # sudo: an id that anybody can guess
    return env["crm.lead"].sudo().search([("name", "=", "Taken up")]).id


def suggestion(env, number):
    """The person with that opening."""
    return env["ips.match.suggestion"].browse(pair(taken_up(env), number))


def approach(env, number):
    """The person with the employer of that opening."""
    # sudo: an id that anybody can guess
    employer = env["crm.lead"].sudo().browse(taken_up(env)).employer_id.parent_id
    return env["ips.employer.suggestion"].browse(pair(employer.id, number))


POINTING = {
    # Records about people
    "wish": lambda env, number: (
        env["ips.client.wish"].create({"client_id": number, "own_words": "x"}).exists()
    ),
    "wish by default": lambda env, number: (
        env["ips.client.wish"]
        .with_context(default_client_id=number)
        .create({"own_words": "x"})
    ),
    "draft of a wish": lambda env, number: env["ips.client.wish"].onchange(
        {"client_id": number}, ["client_id"], {"client_id": NAMED}
    ),
    "draft of a wish in a form of the client": lambda env, number: env[
        "ips.client.wish"
    ].onchange(
        {"client_id": {"id": number, "phase": "waiting"}},
        ["client_id"],
        {"client_id": NAMED, "display_name": {}},
    ),
    "draft of a wish by default": lambda env, number: (
        env["ips.client.wish"]
        .with_context(default_client_id=number)
        .onchange({}, [], {"client_id": NAMED, "company_id": NAMED})
    ),
    "consent": lambda env, number: env["ips.disclosure"].create({"client_id": number}),
    "draft of consent": lambda env, number: (
        env["ips.disclosure"]
        .with_context(default_client_id=number)
        .onchange({}, [], {"client_id": NAMED, "state": {}, "valid_to": {}})
    ),
    "line of a contact": lambda env, number: (
        env["ips.employer.contact"]
        .search([("user_id", "=", env.uid)], limit=1)
        .write({"client_line_ids": [Command.create({"client_id": number})]})
    ),
    "draft of a line": lambda env, number: env["ips.employer.contact"].onchange(
        {"client_line_ids": [Command.create({"client_id": number})]},
        ["client_line_ids"],
        LINES,
    ),
    "draft of a line by default": lambda env, number: (
        env["ips.employer.contact"]
        .with_context(default_client_line_ids=[Command.create({"client_id": number})])
        .onchange({}, [], LINES)
    ),
    "draft of a line that is changed": lambda env, number: own_contact(env).onchange(
        {"client_line_ids": [Command.update(own_line(env), {"client_id": number})]},
        ["client_line_ids"],
        LINES,
    ),
    "draft of a line, made over": lambda env, number: (
        env["ips.employer.contact.client"]
        .browse(own_line(env))
        .onchange({"client_id": number}, ["client_id"], {"client_id": NAMED})
    ),
    "cover": lambda env, number: env["ips.client.cover"].create(
        {
            "client_id": number,
            "user_id": env.uid,
            "date_from": "2025-03-06",
            "date_to": "2025-03-06",
        }
    ),
    # Matches and suggestions
    "match": lambda env, number: values(
        env["ips.match"].create({"client_id": number, "lead_id": own_opening(env)}),
        *["state", "lead_id"],
    ),
    "match, taken up already": lambda env, number: env["ips.match"].create(
        {"client_id": number, "lead_id": taken_up(env)}
    ),
    "match by default": lambda env, number: values(
        env["ips.match"]
        .with_context(default_client_id=number)
        .create({"lead_id": own_opening(env)}),
        *["state", "lead_id"],
    ),
    "match that introduces": lambda env, number: env["ips.match"].create(
        {
            "client_id": number,
            "lead_id": own_opening(env),
            "approach": "coach_speaks",
            "state": "introduced",
        }
    ),
    "match, made over": lambda env, number: own_match(env).write({"client_id": number}),
    "draft of a match": lambda env, number: env["ips.match"].onchange(
        {"client_id": number}, ["client_id"], {"client_id": NAMED}
    ),
    "draft of a match by default": lambda env, number: (
        env["ips.match"]
        .with_context(default_client_id=number)
        .onchange({}, [], {"client_id": NAMED, "company_id": NAMED})
    ),
    "draft of a match in a form of the client": lambda env, number: env[
        "ips.client"
    ].onchange(
        {"match_ids": [Command.create({"client_id": number})]},
        ["match_ids"],
        {"match_ids": {"fields": {"client_id": NAMED}}},
    ),
    "matches of a person": lambda env, number: env["ips.match"].search_read(
        [("client_id", "=", number)], ["state"]
    ),
    "matches, grouped": lambda env, number: env["ips.match"].read_group(
        [("client_id", "=", number)], ["id:max"], ["lead_id"]
    ),
    "matches by name of the code": lambda env, number: env["ips.match"].name_search(
        "C-", [("client_id", "=", number)]
    ),
    "suggestions of a person": lambda env, number: env[
        "ips.match.suggestion"
    ].search_count([("client_id", "=", number)]),
    "suggestions of a person, read": lambda env, number: env[
        "ips.match.suggestion"
    ].web_search_read(
        [("client_id", "=", number)],
        {"score": {}, "explanation": {}, "match_id": NAMED},
    ),
    "suggestions, grouped": lambda env, number: env[
        "ips.match.suggestion"
    ].formatted_read_group(
        [("client_id", "=", number)], ["match_id"], ["__count", "score:max"]
    ),
    "suggestions by a match": lambda env, number: env[
        "ips.match.suggestion"
    ].search_count([("match_id.client_id", "=", number)]),
    "suggestions, rules set aside": lambda env, number: env[
        "ips.match.suggestion"
    ].search_count([("client_id", "any!", [("id", "=", number)])]),
    "suggestions screen": lambda env, number: (
        env["ips.client"].browse(number).action_view_suggestions()
    ),
    "suggestion read": lambda env, number: suggestion(env, number).read(),
    "suggestion taken up": lambda env, number: suggestion(env, number).action_take_up(),
    # Employers to approach
    "employers to approach": lambda env, number: env[
        "ips.employer.suggestion"
    ].search_count([("client_id", "=", number)]),
    "employers to approach, read": lambda env, number: env[
        "ips.employer.suggestion"
    ].web_search_read(
        [("client_id", "=", number)],
        {"score": {}, "explanation": {}, "is_excluded": {}, "employer_id": NAMED},
        limit=3,
    ),
    "employers to approach, grouped": lambda env, number: env[
        "ips.employer.suggestion"
    ].formatted_read_group(
        [("client_id", "=", number)], ["employer_stage"], ["__count", "score:max"]
    ),
    "employers to approach, by a path": lambda env, number: env[
        "ips.employer.suggestion"
    ].search_count([("client_id.match_ids.client_id", "=", number)]),
    "employers to approach, rules set aside": lambda env, number: env[
        "ips.employer.suggestion"
    ].search_count([("client_id", "any!", [("id", "=", number)])]),
    "employers screen": lambda env, number: (
        env["ips.client"].browse(number).action_view_employers()
    ),
    "matches screen": lambda env, number: (
        env["ips.client"].browse(number).action_view_matches()
    ),
    "employer to approach read": lambda env, number: approach(env, number).read(),
    "employer logged": lambda env, number: approach(env, number).action_log_contact(),
    "employer planned": lambda env, number: approach(env, number).action_plan_contact(),
    # Dialogs and screens about people
    "dialog to move": lambda env, number: values(
        env["ips.client.reassign"].create(
            {"client_ids": [Command.set([number])], "user_id": env.uid}
        ),
        "client_ids",
    ),
    "moved": lambda env, number: (
        from_client(env, "ips.client.reassign", number)
        .create({"user_id": env.uid})
        .action_apply()
    ),
    "dialog to close": lambda env, number: from_client(
        env, "ips.client.close", number
    ).onchange({}, [], {"client_ids": NAMED}),
    "closed": lambda env, number: (
        from_client(env, "ips.client.close", number)
        .create({"end_reason_id": env["ips.client.end.reason"].search([], limit=1).id})
        .action_apply()
    ),
    "draft of a request": lambda env, number: env["ips.privacy.request"].onchange(
        {"line_ids": [Command.create({"client_id": number})]},
        ["line_ids"],
        {"line_ids": {"fields": {"name": {}, "client_id": NAMED}}},
    ),
    "draft of a request by default": lambda env, number: (
        env["ips.privacy.request"]
        .with_context(default_line_ids=[Command.create({"client_id": number})])
        .onchange({}, [], {"line_ids": {"fields": {"name": {}, "client_id": NAMED}}})
    ),
    "line of a request": lambda env, number: env["ips.privacy.request"].create(
        {"reason": "x", "line_ids": [Command.create({"client_id": number})]}
    ),
    "log screen": lambda env, number: env["ips.employer.contact"].get_log_disclosures(
        [number]
    ),
    "wishes screen": lambda env, number: env["ips.client"].get_wishes_screen(number),
    "wishes saved": lambda env, number: env["ips.client"].save_wishes(
        number, {"hours_min": 3}
    ),
    "wish saved": lambda env, number: values(
        env["ips.client.wish"].browse(
            env["ips.client"].save_wish(number, {"own_words": "x"})["id"]
        ),
        "own_words",
    ),
    "return": lambda env, number: env["ips.client"].browse(number).action_return(),
    # Activities, messages, files, meetings
    "activity": lambda env, number: values(
        env["mail.activity"].with_context(**on_client(number)).create({}),
        "res_name",
    ),
    "draft of an activity": lambda env, number: (
        env["mail.activity"]
        .with_context(**on_client(number))
        .onchange({}, [], {"res_name": {}, "res_model": {}, "res_id": {}})
    ),
    "activity from the client": lambda env, number: values(
        env["ips.client"]
        .browse(number)
        .activity_schedule("mail.mail_activity_data_todo"),
        "res_name",
    ),
    "dialog of activities": lambda env, number: values(
        from_client(env, "mail.activity.schedule", number).create({}),
        *["company_id", "error", "res_ids"],
    ),
    "activities planned": lambda env, number: (
        from_client(env, "mail.activity.schedule", number)
        .create({"activity_type_id": env.ref("mail.mail_activity_data_todo").id})
        .action_schedule_activities()
    ),
    "activities of a view": lambda env, number: env["mail.activity"].get_activity_data(
        "ips.client", [("id", "=", number)]
    ),
    "message": lambda env, number: values(
        env["mail.message"].create({"model": "ips.client", "res_id": number}),
        "record_name",
    ),
    "draft of a message": lambda env, number: env["mail.message"].onchange(
        {"model": "ips.client", "res_id": number}, ["res_id"], {"record_name": {}}
    ),
    "message composed": lambda env, number: (
        env["mail.compose.message"]
        .with_context(default_model="ips.client", default_res_ids=[number])
        .onchange({}, [], {"subject": {}, "reply_to": {}, "partner_ids": NAMED})
    ),
    "text message": lambda env, number: from_client(
        env, "sms.composer", number
    ).onchange({}, [], {"recipient_single_description": {}, "numbers": {}}),
    "shared": lambda env, number: values(
        env["portal.share"].create({"res_model": "ips.client", "res_id": number}),
        "resource_ref",
    ),
    "template previewed": lambda env, number: values(
        env["mail.template.preview"].create({"resource_ref": f"ips.client,{number}"}),
        "resource_ref",
    ),
    "follower": lambda env, number: (
        env["ips.client"].browse(number).message_subscribe(env.user.partner_id.ids)
    ),
    "file": lambda env, number: values(
        env["ir.attachment"].create(
            {"name": "x", "res_model": "ips.client", "res_id": number}
        ),
        "res_name",
    ),
    "meeting": lambda env, number: values(
        env["calendar.event"]
        .with_context(**on_client(number))
        .create({"name": "x", "start": HOUR[0], "stop": HOUR[1]}),
        *["name", "res_model", "activity_ids"],
    ),
    "external id": lambda env, number: env["ir.model.data"].search_read(
        [("model", "=", "ips.client"), ("res_id", "=", number)]
    ),
    # Searches by a path from what others read
    "contacts": lambda env, number: env["ips.employer.contact"].search_count(
        [("client_line_ids.client_id", "=", number)]
    ),
    "contacts without": lambda env, number: env["ips.employer.contact"].search_count(
        [("client_line_ids", "not any", [("client_id", "=", number)])]
    ),
    "contacts, rules set aside": lambda env, number: env[
        "ips.employer.contact"
    ].search_count([("client_line_ids", "any!", [("client_id", "=", number)])]),
    "employers": lambda env, number: env["res.partner"].search_count(
        [("employer_contact_ids.client_line_ids.client_id", "=", number)]
    ),
    "openings": lambda env, number: env["crm.lead"].search_count(
        [("employer_id.employer_contact_ids.client_line_ids.client_id", "=", number)]
    ),
    "contacts by a match": lambda env, number: env["ips.employer.contact"].search_count(
        [("client_line_ids.client_id.match_ids.client_id", "=", number)]
    ),
    "clients by a match": lambda env, number: env["ips.client"].search_count(
        [("match_ids", "any", [("client_id", "=", number)])]
    ),
}
# The coach is not told either: of other roles; what there is not on clients; answers
# that say nothing; what Odoo itself refuses
NOT_FOR_COACHES = {
    *["dialog to move", "moved", "message", "draft of a message", "text message"],
    *["follower", "shared", "template previewed", "external id", "file", "meeting"],
    *["draft of a request", "draft of a request by default", "line of a request"],
    *["draft of a wish", "draft of a line", "message composed"],
    *["contacts, rules set aside", "suggestions, rules set aside"],
    "employers to approach, rules set aside",
}


@tagged("standard", "post_install", "-at_install")
class TestPointedAt(IpsWaysCommon):
    """Records, drafts and searches that point to a client by the id."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What others read leads to the person
        opening = cls.env["crm.lead"].create(
            {
                "name": "Opening",
                "is_job_opening": True,
                "employer_id": cls.workplace.id,
                "team_id": cls.team_a.id,
            }
        )
        for user in cls.far.values():
            if user.has_group(COACH):
                client = cls.new_client(user)
                cls.new_line(cls.log(user), client)
                cls.env["ips.match"].with_user(user).create(
                    {"client_id": client.id, "lead_id": opening.id}
                )

    def test_out_of_reach(self):
        for role, user in self.far.items():
            for way, call in POINTING.items():
                if user == self.privacy and "request" in way:
                    # The officer's own page, which shows codes
                    continue
                with self.subTest(role=role, way=way):
                    self.assert_told_alike(user, call, "ips.client")

    def test_officer_is_told_no_name_unasked(self):
        """A request that was typed and not searched shows nobody's name."""
        for way in ("draft of a request", "draft of a request by default"):
            said = self.told(self.privacy, POINTING[way], self.secret.id)
            self.assertNotRegex(said, "(?i)zyxwvu")

    def test_the_coach(self):
        for way in POINTING.keys() - NOT_FOR_COACHES:
            with self.subTest(way=way):
                there, never = self.told_twice(
                    self.coach_a1, POINTING[way], "ips.client"
                )
                self.assertNotEqual(there, never)

    def test_own_leader_moves(self):
        for way in ("dialog to move", "moved"):
            there, never = self.told_twice(self.leader_a, POINTING[way], "ips.client")
            self.assertNotEqual(there, never)


# Where what was written about the person is found, and nowhere else in the database
KEPT = {
    "ips_client": {"id", "ref", "name", "email", "phone"},
    "ips_client_cover": {"id", "client_id"},
    "ips_client_period": {"id", "client_id"},
    "ips_client_wish": {"id", "client_id", "own_words"},
    "ips_client_access": {"id", "client_id"},
    "ips_disclosure": {"id", "client_id", "purpose"},
    "ips_match": {"id", "client_id", "explanation", "person_explanation"},
    "ips_match_portal_log": {"id", "client_id", "match_id", "text"},
    "ips_placement": {"id", "client_id", "agreement_name", "feedback"},
    "ips_support_contact": {"id", "client_id", "placement_id", "note"},
    "ips_benefits_advice": {"id", "client_id"},
    "ips_employer_contact_client": {"id", "client_id", "note"},
    "ir_attachment": {"res_id", "name", "index_content"},
    "ir_filters": {"name", "domain"},
    "ir_model_data": {"res_id", "name"},
    "mail_activity": {"res_id", "res_name", "summary", "note", "feedback"},
}


@tagged("standard", "post_install", "-at_install")
class TestKept(IpsWaysCommon):
    """What the database holds about the person, and who reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As PostgreSQL writes it; one query for each table
        pattern = cls.secrets().pattern
        cls.env.cr.execute(
            """SELECT tablename FROM pg_tables
                WHERE schemaname = current_schema() ORDER BY tablename"""
        )
        cls.kept = {}
        for (table,) in cls.env.cr.fetchall():
            rows = cls.env.execute_query(
                SQL(
                    # Not the hashes of passwords: chance finds any marker there
                    "SELECT held FROM (SELECT to_jsonb(t) - 'password' AS held"
                    " FROM %s t) AS kept WHERE held::text ~* %s",
                    SQL.identifier(table),
                    pattern,
                )
            )
            if rows:
                cls.kept[table] = [row for (row,) in rows]

    def test_nowhere_else(self):
        found = {
            table: {
                name
                for row in rows
                for name, value in row.items()
                if self.secrets().search(str(value))
            }
            for table, rows in self.kept.items()
        }
        self.assertEqual(found, KEPT)

    def outer(self):
        """(model, row) of what is kept in models of Odoo."""
        models = {self.env[name]._table: name for name in self.env.registry}
        for table, rows in self.kept.items():
            if models[table] not in self.secret_models:
                for row in rows:
                    yield models[table], row

    def ways_to(self, model, row):
        """By id, and by what the row says; done and archived ones included."""
        number = row["id"]
        found = {
            f"search {name}": lambda env, name=name: (
                env[model]
                .with_context(active_test=False)
                .search_count([(name, "=", row[name])])
            )
            for name in ("id", *sorted(KEPT[self.env[model]._table] - {"res_id"}))
            if row[name]
        }
        return {"read": lambda env: env[model].browse(number).read(), **found}

    def test_out_of_reach(self):
        for model, row in self.outer():
            for way, call in self.ways_to(model, row).items():
                for role, user in self.far.items():
                    with self.subTest(role=role, model=model, way=way, id=row["id"]):
                        said = self.told(user, call)
                        self.assert_no_secret(said)
                        self.assertRegex(said, r"^(0$|\[\]$|AccessError )")

    def test_the_coach(self):
        """The control; external ids are nobody's to read."""
        models = set()
        for model, row in self.outer():
            if model == "ir.model.data":
                continue
            models.add(model)
            names = sorted(KEPT[self.env[model]._table])
            ways = self.ways_to(model, row)
            ways["read"] = lambda env, m=model, r=row, n=names: (
                env[m].browse(r["id"]).read(n)
            )
            for way, call in ways.items():
                with self.subTest(model=model, way=way):
                    said = self.told(self.coach_a1, call)
                    if way == "read":
                        self.assertRegex(said, self.secrets())
                    else:
                        self.assertGreater(int(said), 0)
        self.assertEqual(models, {"ir.attachment", "ir.filters", "mail.activity"})

    def test_meeting_from_an_activity(self):
        """Private, and without a word; the activity keeps its own."""
        meeting = self.meeting.sudo()
        self.assertEqual(meeting.privacy, "private")
        self.assertFalse(meeting.res_id or meeting.res_model)
        activity = meeting.activity_ids
        self.assertEqual(activity.res_model, "ips.client")
        self.assertRegex(activity.summary, "qwxtapaaminen")
        self.assertRegex(activity.note, "qwxselitys")
        for user in (self.outsider, self.coach_a2, self.system):
            self.env.invalidate_all()
            theirs = self.meeting.with_user(user)
            self.assertEqual(theirs.read(["name"])[0]["name"], "Busy")
            self.assertFalse(theirs.activity_ids)

    def test_meeting_follows_the_activity(self):
        """Both move together, as Odoo's do; what is said when it is done stays."""
        meeting = self.meeting.with_user(self.coach_a1)
        activity = meeting.activity_ids
        meeting.write({"start": HOUR[0], "stop": HOUR[1]})
        self.assertEqual(str(activity.date_deadline), "2025-03-06")
        activity.action_feedback("qwxpalaute")
        self.assertEqual(activity.feedback, "qwxpalaute")
        self.assert_no_secret(repr(meeting.sudo().read(["name", "notes"])))
        # What the coach writes there is the coach's
        meeting.notes = "<p>Bus 12</p>"
        self.assertRegex(meeting.notes, "Bus 12")

    def test_meeting_named_by_hand(self):
        """By the API as well; a meeting about nobody keeps its name."""
        values = {"name": "qwxnimi", "start": HOUR[0], "stop": HOUR[1]}
        Event = self.env["calendar.event"].with_user(self.coach_a1)
        todo = self.activities
        for event in (
            Event.create({**values, "activity_ids": [Command.link(todo.id)]}),
            Event.with_context(active_model="ips.client", active_id=FIRST_ID).create(
                values
            ),
        ):
            self.assertEqual(event.sudo().privacy, "private")
            self.assertFalse(event.sudo().res_id)
            self.assertNotIn("qwx", event.sudo().name)
        self.assertEqual(Event.create(values).name, "qwxnimi")

    def test_favourites(self):
        """Shared ones stay with their maker, by a path and after a change too."""
        mine = self.favourites.with_user(self.coach_a1)
        self.assertEqual(len(mine.search([("id", "in", mine.ids)])), 2)
        for favourite in mine:
            self.assertEqual(favourite.user_ids, self.coach_a1)
        plain = mine[0].create(
            {"name": "x", "model_id": "ips.employer.contact", "user_ids": False}
        )
        self.assertFalse(plain.user_ids)
        plain.domain = "[('client_line_ids.client_id', '=', 1)]"
        self.assertEqual(plain.user_ids, self.coach_a1)

    def test_assigned_to_somebody_else(self):
        """Nobody is mailed: a mail would carry the code."""
        mails = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count([])
        secret = self.secret.with_user(self.coach_a1)
        activity = secret.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leader_a.id, summary="x"
        )
        self.assertEqual(activity.user_id, self.leader_a)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
