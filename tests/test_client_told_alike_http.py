"""Over HTTP, too, somebody out of reach and somebody who never was look the same.

In Odoo's developer mode as well, where refusals name records and bring a traceback.
"""

import json
import re
from functools import partial

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_ways import MATCHING, IpsWaysCommon

QUIET = ("odoo.http", "odoo.sql_db", "odoo.addons.web.controllers.export")
# What differs from one answer to the next, whoever is asked for
CHANGING = re.compile(r'csrf_token: "[^"]*"|csrf_token" value="[^"]*"|nonce-\w+')


def call_kw(model, method, *args, **kwargs):
    params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
    return "/web/dataset/call_kw", params


def thread(route, **params):
    return lambda number: (
        route,
        {"thread_model": "ips.client", "thread_id": number, **params},
    )


def store(route, *names):
    return lambda number: (
        route,
        {
            "fetch_params": [
                [
                    "mail.thread",
                    {
                        "thread_model": "ips.client",
                        "thread_id": number,
                        "request_list": names,
                    },
                ]
            ]
        },
    )


# A way is an address, with parameters if it is a call
OPEN = {
    "read": lambda number: call_kw("ips.client", "read", [number], ["ref"]),
    "read of nothing stored": lambda number: call_kw(
        "ips.client", "read", [number], ["wish_summary"]
    ),
    "web_read": lambda number: call_kw(
        *["ips.client", "web_read", [number]],
        specification={"name": {}, "wish_ids": {"fields": {"own_words": {}}}},
    ),
    "write": lambda number: call_kw(
        "ips.client", "write", [number], {"travel_mode": "bus"}
    ),
    "write of the phase": lambda number: call_kw(
        "ips.client", "write", [number], {"phase": "closed"}
    ),
    "onchange": lambda number: call_kw(
        "ips.client", "onchange", [number], {}, [], {"phase": {}}
    ),
    "export_data": lambda number: call_kw(
        "ips.client", "export_data", [number], ["phase"]
    ),
    "get_metadata": lambda number: call_kw("ips.client", "get_metadata", [number]),
    "action_return": lambda number: call_kw("ips.client", "action_return", [number]),
    "new wish": lambda number: call_kw(
        "ips.client.wish", "create", {"client_id": number, "own_words": "x"}
    ),
    "draft of a wish": lambda number: call_kw(
        *["ips.client.wish", "onchange", [], {"client_id": number}, []],
        {"client_id": {"fields": {"display_name": {}}}},
    ),
    "draft of an activity": lambda number: call_kw(
        *["mail.activity", "onchange", [], {}, []],
        {"res_name": {}, "res_model": {}, "res_id": {}},
        context={"default_res_model": "ips.client", "default_res_id": number},
    ),
    "new match": lambda number: call_kw(
        "ips.match", "create", {"client_id": number, "lead_id": False}
    ),
    "draft of a match": lambda number: call_kw(
        *["ips.match", "onchange", [], {"client_id": number}, ["client_id"]],
        {"client_id": {"fields": {"display_name": {}}}},
    ),
    "matches": lambda number: call_kw(
        *["ips.match", "web_search_read", [("client_id", "=", number)]],
        {"state": {}, "explanation": {}},
    ),
    "suggestions": lambda number: call_kw(
        *["ips.match.suggestion", "web_search_read", [("client_id", "=", number)]],
        {"score": {}, "explanation": {}, "match_id": {}},
    ),
    "suggestions, counted": lambda number: call_kw(
        "ips.match.suggestion", "search_count", [("client_id", "=", number)]
    ),
    "suggestions screen": lambda number: call_kw(
        "ips.client", "action_view_suggestions", [number]
    ),
    "employers to approach": lambda number: call_kw(
        *["ips.employer.suggestion", "web_search_read", [("client_id", "=", number)]],
        {"score": {}, "explanation": {}, "is_excluded": {}},
        limit=3,
    ),
    "employers to approach, counted": lambda number: call_kw(
        "ips.employer.suggestion", "search_count", [("client_id", "=", number)]
    ),
    "employers screen": lambda number: call_kw(
        "ips.client", "action_view_employers", [number]
    ),
    "button": lambda number: (
        "/web/dataset/call_button",
        {
            "model": "ips.client",
            "method": "action_return",
            "args": [[number]],
            "kwargs": {},
        },
    ),
    "breadcrumbs": lambda number: (
        "/web/action/load_breadcrumbs",
        {"actions": [{"model": "ips.client", "resId": number}]},
    ),
    "breadcrumbs of an action": lambda number: (
        "/web/action/load_breadcrumbs",
        {
            "actions": [
                {"action": "ips_employer_crm.ips_client_action", "resId": number}
            ]
        },
    ),
    "link in a mail": lambda number: f"/mail/view?model=ips.client&res_id={number}",
    "profile": lambda number: f"/ips/clients/{number}/profile",
}
# By these the coach is told nothing either
SHUT = {
    "action": lambda number: (
        "/web/action/load",
        {
            "action_id": "ips_employer_crm.ips_client_action",
            "context": {"active_id": number, "active_model": "ips.client"},
        },
    ),
    "messages": thread("/mail/thread/messages"),
    "recipients": thread("/mail/thread/recipients"),
    "suggested recipients": thread("/mail/thread/recipients/get_suggested_recipients"),
    "post": thread("/mail/message/post", post_data={"body": "x"}),
    "followed": lambda number: (
        "/mail/thread/subscribe",
        {"res_model": "ips.client", "res_id": number, "partner_ids": [1]},
    ),
    "chatter": store("/mail/data", "activities", "attachments", "followers"),
    "chatter, acting": store("/mail/action", "activities", "attachments"),
    "page": lambda number: f"/odoo/ips.client/{number}",
    "page of an action": lambda number: (
        f"/odoo/action-ips_employer_crm.ips_client_action/{number}"
    ),
    "JSON page": lambda number: (
        f"/json/action-ips_employer_crm.ips_client_action/{number}"
    ),
    "picture": lambda number: f"/web/image/ips.client/{number}/name",
    "picture by query": lambda number: (
        f"/web/image?model=ips.client&id={number}&field=ref"
    ),
    "content": lambda number: f"/web/content/ips.client/{number}/name",
    "content by query": lambda number: (
        f"/web/content?model=ips.client&id={number}&field=ref&filename_field=ref"
    ),
    "report": lambda number: f"/report/html/ips_employer_crm.client_profile/{number}",
    "report as PDF": lambda number: (
        f"/report/pdf/ips_employer_crm.client_profile/{number}"
    ),
}

# What suggestions do; a match has no such button
BUTTONS = {
    "ips.match": "action_take_up",
    "ips.match.suggestion": "action_take_up",
    "ips.employer.suggestion": "action_log_contact",
}
# Of a match and of suggestions, by their own ids
OF_MATCHES = {
    "read": lambda model, number: call_kw(model, "read", [number], ["score"]),
    "web_read": lambda model, number: call_kw(
        *[model, "web_read", [number]],
        specification={"explanation": {}, "client_id": {"fields": {"name": {}}}},
    ),
    "export_data": lambda model, number: call_kw(
        model, "export_data", [number], ["score", "client_id/ref"]
    ),
    "get_metadata": lambda model, number: call_kw(model, "get_metadata", [number]),
    "write": lambda model, number: call_kw(
        model, "write", [number], {"lead_id": False}
    ),
    "unlink": lambda model, number: call_kw(model, "unlink", [number]),
    "breadcrumbs": lambda model, number: (
        "/web/action/load_breadcrumbs",
        {"actions": [{"model": model, "resId": number}]},
    ),
    "button": lambda model, number: (
        "/web/dataset/call_button",
        {"model": model, "method": BUTTONS[model], "args": [[number]], "kwargs": {}},
    ),
    "link in a mail": lambda model, number: f"/mail/view?model={model}&res_id={number}",
    "page": lambda model, number: f"/odoo/{model}/{number}",
    "content": lambda model, number: f"/web/content/{model}/{number}/explanation",
    "picture": lambda model, number: f"/web/image/{model}/{number}/explanation",
}
# By these the coach is told nothing either: what there is not, and what nobody does
SHUT_COMPUTED = {"page", "content", "picture", "unlink", "write", "get_metadata"}
SHUT_OF_MATCHES = {
    "ips.match": {"button", "page", "content", "picture", "unlink"},
    "ips.match.suggestion": SHUT_COMPUTED,
    "ips.employer.suggestion": SHUT_COMPUTED,
}


@tagged("standard", "post_install", "-at_install")
class TestToldAlikeByHttp(IpsWaysCommon, HttpCase):
    """Calls, pages, files and exports that ask for a client by the id."""

    def said(self, way, record):
        """The whole answer, as it would be about any other record."""
        asked = way(record.id)
        with mute_logger(*QUIET):
            if isinstance(asked, str):
                response = self.url_open(asked, allow_redirects=False)
            else:
                address, params = asked
                response = self.url_open(
                    address,
                    data=json.dumps({"jsonrpc": "2.0", "params": params}),
                    headers={"Content-Type": "application/json"},
                )
        self.env.invalidate_all()
        headers = {
            name: response.headers.get(name)
            for name in ("Content-Type", "Content-Disposition", "Location")
        }
        text = f"{response.status_code} {headers} {response.text}"
        return self.alike(CHANGING.sub("", text), record)

    def both(self, way, model="ips.client"):
        """About the client or another record, and about one that never was."""
        return [
            self.said(way, record)
            for record in (self.subjects[model], self.missing[model])
        ]

    def test_out_of_reach(self):
        for debug in ("", "1"):
            for role, user in self.far.items():
                self.authenticate(
                    user.login, user.login, session_extra={"debug": debug}
                )
                for label, way in (OPEN | SHUT).items():
                    with self.subTest(role=role, way=label, debug=debug):
                        there, never = self.both(way)
                        self.assert_no_secret(there)
                        self.assertEqual(there, never)

    def test_the_coach(self):
        self.authenticate(self.coach_a1.login, self.coach_a1.login)
        for label, way in OPEN.items():
            with self.subTest(way=label):
                there, never = self.both(way)
                self.assertNotEqual(there, never)

    def ways_to_matches(self):
        for model in MATCHING:
            for label, way in OF_MATCHES.items():
                yield model, label, partial(way, model)

    def test_matches_out_of_reach(self):
        for debug in ("", "1"):
            for role, user in self.far.items():
                self.authenticate(
                    user.login, user.login, session_extra={"debug": debug}
                )
                for model, label, way in self.ways_to_matches():
                    with self.subTest(role=role, model=model, way=label, debug=debug):
                        there, never = self.both(way, model)
                        self.assert_no_secret(there)
                        self.assertEqual(there, never)

    def test_the_coach_s_matches(self):
        self.authenticate(self.coach_a1.login, self.coach_a1.login)
        for model, label, way in self.ways_to_matches():
            if label not in SHUT_OF_MATCHES[model]:
                with self.subTest(model=model, way=label):
                    there, never = self.both(way, model)
                    self.assertNotEqual(there, never)

    def test_no_report_about_people(self):
        """What can be printed by Odoo's route is about nobody."""
        reports = self.env["ir.actions.report"].search(
            [("model", "in", sorted(self.Access._models_of_clients()))]
        )
        self.assertFalse(reports)

    def export(self, kind, model, names, number):
        data = {
            "model": model,
            "fields": [{"name": name, "label": name} for name in names],
            "ids": [number],
            "domain": [],
            "import_compat": False,
        }
        with mute_logger(*QUIET):
            response = self.url_open(
                f"/web/export/{kind}",
                data={
                    "data": json.dumps(data),
                    "csrf_token": Request.csrf_token(self),
                },
            )
        self.env.invalidate_all()
        return response

    def test_export(self):
        names = {"ips.client": ["ref", "name"]}
        names |= dict.fromkeys(MATCHING, ["client_id/name", "explanation"])
        for kind in ("csv", "xlsx"):
            for model in names:
                self.authenticate(self.coach_a1.login, self.coach_a1.login)
                ask = (kind, model, names[model])
                mine = self.export(*ask, self.subjects[model].id)
                self.assertEqual(mine.status_code, 200)
                for role, user in self.far.items():
                    self.authenticate(user.login, user.login)
                    with self.subTest(kind=kind, model=model, role=role):
                        records = (self.subjects[model], self.missing[model])
                        there, never = (
                            self.export(*ask, record.id) for record in records
                        )
                        self.assertNotEqual(there.status_code, 200)
                        self.assert_no_secret(there.text)
                        self.assertEqual(
                            self.alike(there.text, records[0]),
                            self.alike(never.text, records[1]),
                        )

    def test_file(self):
        """The file on the client, and one that never was."""
        never = self.env["ir.attachment"].search([], order="id desc", limit=1)
        never = never.browse(never.id + 1_000_000)
        ways = [
            lambda number: f"/web/content/{number}",
            lambda number: f"/web/image/{number}",
            lambda number: f"/mail/attachment/zip?attachment_ids={number}",
        ]
        self.authenticate(self.coach_a1.login, self.coach_a1.login)
        self.assert_said_secret(ways[0])
        for role, user in self.far.items():
            self.authenticate(user.login, user.login)
            for way in ways:
                with self.subTest(role=role, way=way(0)):
                    there = self.said(way, self.attachment)
                    self.assert_no_secret(there)
                    self.assertEqual(there, self.said(way, never))

    def assert_said_secret(self, way):
        self.assertRegex(self.said(way, self.attachment), self.secrets())
