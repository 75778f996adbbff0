"""Ways that point to a client by the id: records, drafts, searches, messages, files."""

from odoo.fields import Command

from .common_ways import pair

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
