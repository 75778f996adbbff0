"""Somebody out of reach and somebody who never was look the same, by every way.

A way asks for one number. It is asked twice, for a person who is there and for one who
never was: whoever is out of reach is told the same both times. Where Aino, the coach,
is told something else, the way works: otherwise the test could not fail.
"""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_ways import IpsWaysCommon


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
