"""Every way of the ORM to a client, for everyone out of reach.

Each way has a control: the client's own coach gets there, so that the test can fail.
"""

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_secret import NOWHERE
from .common_ways import (
    ABOUT_PEOPLE,
    MATCHING,
    IpsSecretMatchCommon,
    other_side,
    pair,
)

REFUSED = (AccessError, MissingError, UserError, KeyError, ValueError)

# By name: what an RPC call would ask of all records, of one record
OF_ALL = {
    "search": lambda model: model.search([]).ids,
    "search_count": lambda model: model.search_count([]),
    "search_read": lambda model: model.search_read([]),
    "web_search_read": lambda model: model.web_search_read(
        [], {name: {} for name in model.fields_get()}
    )["records"],
    "formatted_read_group": lambda model: [
        group
        for group in model.formatted_read_group([], ["company_id"], ["__count"])
        if group["__count"]
    ],
    "formatted_read_grouping_sets": lambda model: [
        group
        for groups in model.formatted_read_grouping_sets(
            [], [["company_id"]], ["__count"]
        )
        for group in groups
        if group["__count"]
    ],
    "name_search": lambda model: model.name_search(""),
    "web_name_search": lambda model: model.web_name_search("", {"display_name": {}}),
}
OF_ONE = {
    "read": lambda record: record.read(),
    "web_read": lambda record: record.web_read(
        {name: {} for name in record.fields_get()}
    ),
    "export_data": lambda record: record.export_data([".id", "display_name"]),
    "display_name": lambda record: record.read(["display_name"]),
    "get_metadata": lambda record: record.get_metadata(),
    "onchange": lambda record: record.onchange(
        {}, [], {name: {} for name in record.fields_get()}
    ),
    "write": lambda record: record.write({"create_date": False}),
    "unlink": lambda record: record.unlink(),
    "copy": lambda record: record.copy(),
}


def taken_up(record):
    return record.action_take_up()


@tagged("standard", "post_install", "-at_install")
class TestWaysIn(IpsSecretMatchCommon):
    """Asking the models about clients themselves."""

    def ask(self, way, records):
        """What a way answers, or how it refuses; nothing that it did stays."""
        self.env.invalidate_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.sql_db", "odoo.models"):
                return way(records)
        except REFUSED as error:
            return error
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_every_model_is_asked(self):
        """A model about clients that is added, and is not asked here, is found."""
        about = {
            name
            for name in self.env["ips.client.access"]._models_of_clients()
            if not self.env[name]._transient
        }
        self.assertEqual(about - {"ips.client.access"}, set(ABOUT_PEOPLE))

    def about(self, model):
        """The domain that asks for this one person."""
        name = "id" if model._name == "ips.client" else "client_id"
        return [(name, "=", self.secret.id)]

    def test_of_all_records(self):
        """Others have people of their own: what they get is not this one."""
        for name in ABOUT_PEOPLE:
            for label, way in OF_ALL.items():
                for user in self.outside:
                    model = self.env[name].with_user(user)
                    with self.subTest(model=name, way=label, user=user.name):
                        self.assert_silent(self.ask(way, model))

    def test_asked_for_by_the_person(self):
        """Nobody out of reach counts one, by whatever domain."""
        for name in ABOUT_PEOPLE:
            mine = self.env[name].with_user(self.coach_a1)
            self.assertTrue(mine.search_count(self.about(mine)), name)
            for user in self.outside:
                model = self.env[name].with_user(user)
                with self.subTest(model=name, user=user.name):
                    found = self.ask(
                        lambda model: model.search_count(self.about(model)), model
                    )
                    self.assertTrue(not found or isinstance(found, AccessError))
                    self.assert_silent(found)

    def test_of_one_record(self):
        """An id that exists answers as one that never did."""
        for name in ABOUT_PEOPLE:
            record = self.records_of(name)
            for label, way in OF_ONE.items():
                for user in self.outside:
                    with self.subTest(model=name, way=label, user=user.name):
                        said = self.ask(way, record.with_user(user))
                        if label != "get_metadata":
                            self.assertIsInstance(said, REFUSED)
                        self.assert_silent(said)

    def test_controls(self):
        """The own coach gets there, by every way that is open to coaches."""
        # Employers to approach are called after the employer
        label_of = {"ips.employer.suggestion": self.company_e.name}
        for name in ABOUT_PEOPLE:
            model = self.env[name].with_user(self.coach_a1)
            for label, way in OF_ALL.items():
                with self.subTest(model=name, way=label):
                    said = self.ask(way, model)
                    self.assertNotIsInstance(said, Exception)
                    self.assertTrue(said)
            record = self.records_of(name).with_user(self.coach_a1)
            for label in ("read", "web_read", "export_data", "display_name"):
                with self.subTest(model=name, way=label):
                    said = repr(self.ask(OF_ONE[label], record))
                    self.assertIn(label_of.get(name, self.secret.ref), said)
        said = repr(self.ask(OF_ONE["read"], self.secret.with_user(self.coach_a1)))
        self.assertIn("Zyxwvu", said)

    def test_progress_bar_counts_nobody_elses(self):
        """A column's bar is as long as without the person."""
        bar = {"field": "phase", "colors": {"searching": "success"}}
        ask = ([("id", "=", self.secret.id)], "user_id", bar)
        mine = self.env["ips.client"].with_user(self.coach_a1)
        rows = mine.read_progress_bar(*ask).values()
        self.assertEqual([row["searching"] for row in rows], [1])
        for user in self.outside:
            model = self.env["ips.client"].with_user(user)
            said = self.ask(lambda model: model.read_progress_bar(*ask), model)
            with self.subTest(user=user.name):
                self.assertTrue(not said or isinstance(said, AccessError))
                self.assert_silent(said)

    def test_refused_in_the_same_words(self):
        """A number of somebody and one of nobody: same error, same words."""
        for user in self.outside:
            for name in ABOUT_PEOPLE:
                real = self.records_of(name).with_user(user)
                for label in ("read", "web_read", "export_data", "write", "unlink"):
                    alike = {
                        (type(said), str(said).replace(str(record.id), "#"))
                        for record in (real, real.browse(NOWHERE))
                        for said in [self.ask(OF_ONE[label], record)]
                    }
                    with self.subTest(model=name, way=label, user=user.name):
                        self.assertEqual(len(alike), 1)

    def test_existing_and_missing_look_alike(self):
        """For those who may ask the model at all."""
        for user in self.coach_a2 | self.leader_b | self.covered:
            for name in ABOUT_PEOPLE:
                record = self.records_of(name).with_user(user)
                for number in (record.id, NOWHERE):
                    found = record.search([("id", "=", number)])
                    self.assertFalse(found)

    def test_pairs_that_never_were(self):
        """A suggestion out of reach, and pairs of what is not there, is not open any
        more, or does not search: same error, same words.
        """
        filled = self.opening.copy({"positions": 1, "positions_filled": 1})
        self.assert_pairs_alike(self.suggestion, filled, {"taken up": taken_up})
        mine = self.suggestion.with_user(self.coach_a1)
        self.assertEqual(self.ask(taken_up, mine)["res_id"], self.match.id)

    def test_employers_that_never_were(self):
        """An employer to approach out of reach, and pairs of what is not there, is a
        workplace, or does not search: same error, same words.
        """
        deeds = {
            "logged": lambda record: record.action_log_contact(),
            "planned": lambda record: record.action_plan_contact(),
        }
        self.assert_pairs_alike(self.approach, self.workplace, deeds)
        mine = self.approach.with_user(self.coach_a1)
        said = self.ask(deeds["logged"], mine)["params"]
        self.assertEqual(said["client_id"], self.secret.id)
        self.assertNotIsInstance(self.ask(deeds["planned"], mine), Exception)

    def assert_pairs_alike(self, real, unpaired, deeds):
        """``unpaired`` is an opening or employer that nobody is suggested for."""
        other = real[other_side(real._name)]
        at_work = self.new_client(self.coach_a1, phase="in_work")
        numbers = [
            real.id,
            pair(other.id, NOWHERE),
            pair(1_000_000, self.secret.id),
            pair(unpaired.id, self.secret.id),
            pair(other.id, at_work.id),
            self.secret.id,
            NOWHERE,
        ]
        self.env.flush_all()
        for user in self.outside:
            model = real.browse().with_user(user)
            for label, way in {**OF_ONE, **deeds}.items():
                if label == "get_metadata":
                    continue
                said = [self.ask(way, model.browse(number)) for number in numbers]
                with self.subTest(way=label, user=user.name):
                    self.assert_silent(said)
                    self.assertTrue(all(isinstance(one, REFUSED) for one in said))
                    self.assertEqual(
                        len({(type(one), str(one)) for one in said}), 1, said
                    )

    def test_asked_for_by_the_other_side(self):
        """All coaches see the opening and the employer: whom they suit, and who was
        taken up, is told to those who may know.
        """
        for name in MATCHING:
            other = self.records_of(name)[other_side(name)]
            self.assert_asked_for(name, [(other_side(name), "=", other.id)])

    def assert_asked_for(self, name, domain):
        ways = {
            "search_count": lambda model: model.search_count(domain),
            "web_search_read": lambda model: model.web_search_read(
                domain, {name: {} for name in model.fields_get()}
            )["records"],
            "read_group": lambda model: [
                group
                for group in model.formatted_read_group(
                    domain, ["client_id"], ["__count", "id:array_agg"]
                )
                if group["client_id"] and group["client_id"][0] == self.secret.id
            ],
            "name_search": lambda model: model.name_search("", domain),
        }
        for label, way in ways.items():
            mine = self.ask(way, self.env[name].with_user(self.coach_a1))
            self.assertNotIsInstance(mine, Exception)
            self.assertTrue(mine, f"{name}, {label}")
            for user in self.outside:
                with self.subTest(model=name, way=label, user=user.name):
                    said = self.ask(way, self.env[name].with_user(user))
                    self.assert_silent(said)
                    if name == "ips.match":
                        self.assertTrue(not said or isinstance(said, REFUSED))


@tagged("standard", "post_install", "-at_install")
class TestWaysAround(IpsSecretMatchCommon):
    """Asking other models that lead to clients."""

    def test_search_through_every_relation(self):
        """From each field of the registry that leads to a model about clients."""
        checked = 0
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                leads = field.relational and field.comodel_name in ABOUT_PEOPLE
                if not leads or not field.store and field.type != "one2many":
                    continue
                if name in ABOUT_PEOPLE or name == "ips.client.access":
                    continue
                path = "ref" if field.comodel_name == "ips.client" else "client_id.ref"
                domain = [(f"{field.name}.{path}", "=", self.secret.ref)]
                mine = self.env[name].with_user(self.coach_a1)
                self.assertTrue(mine.search_count(domain), f"{name}.{field.name}")
                checked += 1
                for user in self.outside:
                    with self.subTest(field=f"{name}.{field.name}", user=user.name):
                        try:
                            found = self.env[name].with_user(user).search_count(domain)
                        except AccessError as error:
                            found = 0
                            self.assert_silent(error)
                        self.assertFalse(found)
        self.assertTrue(checked)

    def test_search_between_models_about_clients(self):
        """By the name, from each model that leads to a client, log and dialogs too."""
        checked = 0
        for name in self.env["ips.client.access"]._models_of_clients():
            model = self.env[name]
            for field in model._fields.values():
                if field.comodel_name != "ips.client" or not field.store:
                    continue
                checked += 1
                domain = [(f"{field.name}.name", "ilike", "Zyxwvu")]
                for user in self.outside:
                    with self.subTest(field=str(field), user=user.name):
                        try:
                            found = model.with_user(user).search_count(domain)
                        except AccessError as error:
                            found = 0
                            self.assert_silent(error)
                        self.assertFalse(found)
        self.assertTrue(checked)
        lines = self.env["ips.employer.contact.client"].with_user(self.coach_a1)
        self.assertTrue(lines.search_count([("client_id.name", "ilike", "Zyxwvu")]))

    def test_nothing_stored_outside_points_to_a_client(self):
        """The whole registry: only models about clients store a link to one."""
        inside = self.env["ips.client.access"]._models_of_clients()
        inside |= set(ABOUT_PEOPLE)
        links = [
            str(field)
            for name, model in self.env.registry.items()
            if name not in inside and not model._abstract
            for field in model._fields.values()
            if field.store and field.type != "one2many"
            if field.comodel_name in inside
        ]
        self.assertFalse(links)

    def test_no_outer_record_points_to_a_client(self):
        """What people outside the caseload read stores no link to one."""
        outer = ["res.partner", "res.users", "crm.lead", "crm.team"]
        outer += ["calendar.event", "ips.employer.contact", "ips.coach.week"]
        for name in outer:
            for field in self.env[name]._fields.values():
                if field.relational and field.comodel_name in ABOUT_PEOPLE:
                    with self.subTest(field=f"{name}.{field.name}"):
                        self.assertEqual(field.type, "one2many")
                        self.assertTrue(field.groups)

    def test_contacts_that_all_coaches_read(self):
        """Nested reads and exports show no line of somebody else's person."""
        nested = {
            "client_line_ids": {
                "fields": {"note": {}, "client_id": {"fields": {"display_name": {}}}}
            }
        }
        path = ["client_line_ids/client_id", "client_line_ids/note"]
        contacts = self.contact | self.visit
        mine = contacts.with_user(self.coach_a1)
        self.assertIn("qwxnote", repr(mine.web_read(nested)))
        self.assertIn("qwxnote", repr(mine.export_data(path)))
        for user in self.coach_a2 | self.leader_b | self.coach_b1 | self.covered:
            self.env.invalidate_all()
            theirs = contacts.with_user(user)
            with self.subTest(user=user.name):
                self.assertFalse(theirs.client_line_ids)
                self.assert_silent(theirs.web_read(nested))
                self.assert_silent(theirs.read())
                self.assert_silent(theirs.export_data(path))

    def test_what_odoo_keeps_beside_records(self):
        """Messages, followers, tracking, activities, files, filters, external ids."""
        domains = {
            "mail.message": [("model", "in", ABOUT_PEOPLE)],
            "mail.followers": [("res_model", "in", ABOUT_PEOPLE)],
            "mail.tracking.value": [("mail_message_id.model", "in", ABOUT_PEOPLE)],
            "mail.activity": [("res_model", "in", ABOUT_PEOPLE)],
            "ir.attachment": [
                ("res_model", "in", ABOUT_PEOPLE),
                ("res_id", "!=", 0),
            ],
            "ir.filters": [("model_id", "in", ABOUT_PEOPLE)],
            "ir.model.data": [("model", "in", ABOUT_PEOPLE)],
            "calendar.event": [("res_model", "in", ABOUT_PEOPLE)],
        }
        for name in ("mail.activity", "ir.attachment", "ir.filters"):
            mine = self.env[name].with_user(self.coach_a1)
            self.assertTrue(mine.search_count(domains[name]), name)
        for name, domain in domains.items():
            for user in self.outside:
                model = self.env[name].with_user(user)
                with self.subTest(model=name, user=user.name):
                    try:
                        rows = model.with_context(active_test=False).search(domain)
                        self.assert_silent(rows.read())
                    except AccessError as error:
                        self.assert_silent(error)

    def test_nothing_is_kept_beside_records(self):
        """A client has no messages, no followers and no external id."""
        for name, field in (
            ("mail.message", "model"),
            ("mail.followers", "res_model"),
            ("ir.model.data", "model"),
        ):
            rows = self.env[name].search(
                [(field, "=", "ips.client"), ("res_id", "=", self.secret.id)]
            )
            self.assertFalse(rows, name)

    def test_activity_and_file_by_id(self):
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "ips.client"), ("res_id", "=", self.secret.id)]
        )
        self.assertTrue(activity.with_user(self.coach_a1).read(["summary"]))
        for user in self.outside:
            for record in (activity, self.file):
                self.env.invalidate_all()
                with self.subTest(user=user.name, record=record._name):
                    with self.assertRaises(AccessError) as caught:
                        record.with_user(user).read(["display_name"])
                    self.assert_silent(caught.exception)

    def test_favourite_is_nobody_elses(self):
        """Shared with everyone, a favourite would tell whom one looked for."""
        self.assertEqual(self.filter.sudo().user_ids, self.coach_a1)
        self.filter.user_ids = False
        self.assertEqual(self.filter.sudo().user_ids, self.coach_a1)

    def test_calendar(self):
        """The visit and the appointment say nothing, whoever reads them."""
        self.assertEqual(self.appointment.sudo().privacy, "private")
        self.assertFalse(self.appointment.sudo().res_id)
        self.assert_silent(self.appointment.sudo().read())
        for event in (self.visit.sudo().event_id, self.appointment):
            for user in self.outside - self.portal:
                self.env.invalidate_all()
                with self.subTest(user=user.name):
                    self.assert_silent(event.with_user(user).read(["name"]))

    def test_systray(self):
        """Odoo's count of activities by model names no model about clients."""
        mine = self.env["res.users"].with_user(self.coach_a1)
        self.assertIn("ips.client", repr(mine._get_activity_groups()))
        for user in self.outside - self.portal:
            groups = self.env["res.users"].with_user(user)._get_activity_groups()
            with self.subTest(user=user.name):
                self.assertNotIn("ips.client", repr(groups))
