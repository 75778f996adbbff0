from datetime import timedelta

from lxml import etree
from psycopg2.errors import CheckViolation

from odoo.fields import Command
from odoo.tests import tagged

from .common import FRIDAY, TUESDAY
from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon

# Few and many; the first fills caches that outlive a request
SIZES = (2, 5, 60)
# What the web client asks for beside the column of activities
ACTIVITY = {
    "activity_exception_decoration": {},
    "activity_exception_icon": {},
    "activity_state": {},
    "activity_summary": {},
    "activity_type_icon": {},
    "activity_type_id": {"fields": {"display_name": {}}},
}


class ClientQueriesCommon(IpsClientCommon, IpsQueriesCommon):
    """People with everything that screens show of them, few or many."""

    def people(self, number, **vals):
        """People of Aino: wishes, consent, a visit and something to do for each."""
        values = {"user_id": self.coach_a1.id, "phase": "searching", **vals}
        town = self.env["ips.municipality"].search([], limit=number)
        sources = self.env["ips.referral.source"].search([])
        clients = self.Client.create(
            [
                {
                    **values,
                    "entry_date": self.env.company._ips_today() - timedelta(index),
                    "municipality_id": town[index % len(town)].id,
                    "referral_source_id": sources[index % len(sources)].id,
                    "name": f"Person {index}"
                    if self.env.company.ips_identify_clients
                    else False,
                }
                for index in range(number)
            ]
        )
        for client in clients:
            self.new_wish(client)
            self.new_disclosure(client)
            client.activity_schedule(
                "mail.mail_activity_data_todo",
                summary="Call",
                user_id=client.user_id.id,
            )
        return clients

    def specification(self, model, view_id=False, kind="form", user=None):
        """What the web client asks for to show that view of the model."""
        views = self.env[model].with_user(user or self.coach_a1)
        views = views.get_views([(view_id, kind)])
        arch = etree.fromstring(views["views"][kind]["arch"])
        return self.fields_of(self.env[model], arch)

    def fields_of(self, model, arch):
        found = {}
        for node in arch.xpath(".//field[@name]"):
            if next(node.iterancestors("field"), arch) not in (
                arch,
                *arch.iterancestors(),
            ):
                continue
            field = model._fields[node.get("name")]
            found[field.name] = {}
            if field.type == "many2one":
                found[field.name] = {"fields": {"display_name": {}}}
            elif field.name == "activity_ids":
                found[field.name] = {"fields": {"summary": {}, "date_deadline": {}}}
                found.update(ACTIVITY)
            elif field.type in ("one2many", "many2many"):
                lists = node.xpath("./list | ./kanban")
                fields = {"display_name": {}}
                if lists:
                    fields = self.fields_of(self.env[field.comodel_name], lists[0])
                found[field.name] = {"fields": fields}
        return found

    def assert_same(self, _cold, few, many, most):
        """As many queries for many as for few, and not many."""
        self.assertEqual(few, many)
        self.assertLessEqual(many, most)


@tagged("standard", "post_install", "-at_install")
class TestClientQueries(ClientQueriesCommon):
    """Screens of the caseload cost the same for 5 people and for 60."""

    def list_cost(self, records, spec, domain):
        def call():
            result = records.web_search_read(domain, spec, limit=80)
            self.assertEqual(len(result["records"]), result["length"])

        return self.cost(call)

    def test_specification_is_that_of_the_screen(self):
        """The tests below ask for what is shown, not for less."""
        spec = self.specification("ips.client")
        for name in ("wish_ids", "disclosure_ids", "contact_line_ids", "period_ids"):
            self.assertGreater(len(spec[name]["fields"]), 3, name)
        self.assertIn("is_contact_late", spec)
        self.assertNotIn("name", spec)

    def test_caseload(self):
        """As a list and as a board, with and without names."""
        for identify in (False, True):
            self.env.company.ips_identify_clients = identify
            for kind in ("list", "kanban"):
                with self.subTest(kind=kind, identify=identify):
                    spec = self.specification("ips.client", kind=kind)
                    self.assertEqual("name" in spec, identify)
                    clients = self.Client.with_user(self.coach_a1)
                    costs = []
                    for number in SIZES:
                        here = [("id", "in", self.people(number).ids)]
                        costs.append(self.list_cost(clients, spec, here))
                    self.assert_same(*costs, 30)

    def test_board_by_phase(self):
        """One call for all columns and their cards."""
        spec = self.specification("ips.client", kind="kanban")
        clients = self.Client.with_user(self.coach_a1)
        costs = []
        for number in SIZES:
            here = [("id", "in", self.people(number).ids)]
            costs.append(
                self.cost(
                    lambda here=here: clients.web_read_group(
                        here,
                        ["phase"],
                        ["__count"],
                        auto_unfold=True,
                        unfold_read_specification=spec,
                    )
                )
            )
        self.assert_same(*costs, 35)

    def test_waiting_list(self):
        view = self.env.ref("ips_employer_crm.ips_client_view_list_waiting")
        spec = self.specification("ips.client", view.id, "list", self.leader_a)
        self.assertIn("days_since_entry", spec)
        clients = self.Client.with_user(self.leader_a)
        costs = []
        for number in SIZES:
            people = self.people(number, phase="waiting", user_id=self.leader_a.id)
            people.user_id = False
            self.assertEqual(people.team_id, self.team_a)
            here = [("id", "in", people.ids)]
            costs.append(self.list_cost(clients, spec, here))
        self.assert_same(*costs, 20)

    def test_form(self):
        """Somebody with 5 wishes, contacts and entries of consent, or with 60."""
        spec = self.specification("ips.client")
        costs, days = [], 0
        for number in SIZES:
            client = self.new_client(self.coach_a1)
            for index in range(number):
                employer = self.new_employer(f"Employer {index}")
                self.new_wish(client)
                self.new_disclosure(client, employer_id=employer.id)
                contact = self.log(
                    self.coach_a1, employer_id=employer.id, person_ids=False
                )
                self.new_line(contact.sudo(), client, note="Was pleased")
                self.freeze(FRIDAY + timedelta(days + index))
                client.user_id = self.coach_a2 if index % 2 else self.leader_a
            days += number
            client.user_id = self.coach_a1
            mine = client.with_user(self.coach_a1)
            costs.append(self.cost(lambda mine=mine: mine.web_read(spec)))
        self.assert_same(*costs, 60)

    def test_contact_form(self):
        """A visit for 5 people or for 60."""
        spec = self.specification(
            "ips.employer.contact",
            self.env.ref("ips_employer_crm.ips_employer_contact_view_form").id,
        )
        self.assertIn("client_id", spec["client_line_ids"]["fields"])
        costs = []
        for number in SIZES:
            contact = self.log(self.coach_a1, date=TUESDAY).sudo()
            for client in self.people(number):
                self.new_line(contact, client, note="Was pleased")
            mine = contact.with_user(self.coach_a1)
            costs.append(self.cost(lambda mine=mine: mine.web_read(spec)))
        self.assert_same(*costs, 60)

    def test_caseloads_of_coaches(self):
        """The leader's list, with 5 coaches and with 60."""
        view = self.env.ref("ips_employer_crm.crm_team_member_view_list_caseload")
        spec = self.specification("crm.team.member", view.id, "list", self.leader_a)
        self.assertIn("is_over_caseload", spec)
        members = self.env["crm.team.member"].with_user(self.leader_a)
        costs = []
        for number in SIZES:
            coaches = self.env["res.users"].browse()
            for index in range(number):
                coaches += self.new_user(
                    f"many_{number}_{index}",
                    f"Coach {index}",
                    "ips_employer_crm.group_ips_coach",
                )
            team = self.new_team(f"Team of {number}", self.leader_a, coaches)
            self.Client.create([{"user_id": coach.id} for coach in coaches])
            here = [("crm_team_id", "=", team.id)]
            costs.append(self.list_cost(members, spec, here))
        self.assert_same(*costs, 20)

    def test_people_without_a_contact(self):
        """The filter of those who are late is one query, whoever is asked for."""
        clients = self.Client.with_user(self.coach_a1)
        costs = []
        for number in SIZES:
            self.people(number)
            late = [("is_contact_late", "=", True)]
            costs.append(self.cost(lambda late=late: clients.search(late)))
        self.assert_same(*costs, 5)

    def test_what_may_be_told(self):
        """The list of consent."""
        spec = self.specification("ips.disclosure", kind="list")
        records = self.env["ips.disclosure"].with_user(self.coach_a1)
        costs = []
        for number in SIZES:
            here = [("client_id", "in", self.people(number).ids)]
            costs.append(self.list_cost(records, spec, here))
        self.assert_same(*costs, 25)

    def test_days_to_the_first_contact(self):
        """Of the history of many at once."""
        records = self.env["ips.client.period"].with_user(self.leader_a)
        spec = {"days_to_first_contact": {}, "first_employer_contact_date": {}}
        costs = []
        for number in SIZES:
            people = self.people(number)
            contact = self.log(self.coach_a1).sudo()
            for client in people:
                self.new_line(contact, client)
            here = [("client_id", "in", people.ids)]
            costs.append(self.list_cost(records, spec, here))
        self.assert_same(*costs, 20)


@tagged("standard", "post_install", "-at_install")
class TestCaseloadLimit(IpsClientCommon):
    """A caseload against the limit, compared unrounded."""

    def member(self, coach, by=None):
        self.env.flush_all()
        self.env.invalidate_all()
        members = self.env["crm.team.member"].with_user(by or self.leader_a)
        return members.search([("user_id", "=", coach.id)])

    def serve(self, number, **vals):
        """So many more people in the service with Aino."""
        self.Client.create(
            [
                {"user_id": self.coach_a1.id, "phase": "in_work", **vals}
                for _number in range(number)
            ]
        )

    def assert_caseload(self, caseload, limit, free, over):
        self.assertRecordValues(
            self.member(self.coach_a1),
            [
                {
                    "caseload": caseload,
                    "caseload_limit": limit,
                    "free_places": free,
                    "is_over_caseload": over,
                }
            ],
        )

    def test_full_time(self):
        self.assert_caseload(1, 20.0, 19.0, False)
        self.serve(19)
        self.assert_caseload(20, 20.0, 0.0, False)
        self.serve(1)
        self.assert_caseload(21, 20.0, 0.0, True)

    def test_who_is_in_the_caseload(self):
        """In the service, in work or not; neither the queue nor who has left."""
        self.serve(3, phase="waiting")
        self.serve(3, phase="closed")
        self.assert_caseload(1, 20.0, 19.0, False)
        self.serve(3, phase="profiling")
        self.assert_caseload(4, 20.0, 16.0, False)

    def test_part_time(self):
        """0.8 of a coach: 16 is the limit, and 17 beyond it."""
        self.member(self.coach_a1).fte = 0.8
        self.serve(15)
        self.assert_caseload(16, 16.0, 0.0, False)
        self.serve(1)
        self.assert_caseload(17, 16.0, 0.0, True)

    def test_unrounded(self):
        """20.1 for one coach is beyond 20: the limit of 0.83 is 16.6, not 17."""
        self.member(self.coach_a1).fte = 0.83
        self.serve(16)
        self.assert_caseload(17, 16.6, 0.0, True)
        # 17 for 0.85 is 20 for one
        self.member(self.coach_a1).fte = 0.85
        self.assert_caseload(17, 17.0, 0.0, False)
        self.env.company.ips_caseload_limit = 19.9
        self.member(self.coach_a1).fte = 1.0
        self.serve(3)
        self.assert_caseload(20, 19.9, 0.0, True)
        self.env.company.ips_caseload_limit = 20.1
        self.assert_caseload(20, 20.1, 0.1, False)
        # Shown with one decimal, compared as it is: 20 is beyond 0.99 of 20.2, 19.998
        self.env.company.ips_caseload_limit = 20.2
        self.member(self.coach_a1).fte = 0.99
        self.assert_caseload(20, 20.0, 0.0, True)

    def test_of_no_other_leader(self):
        """Another leader learns neither the number nor that there are people."""
        self.serve(5)
        member = self.member(self.coach_a1, self.leader_b)
        self.assertFalse(any(member.mapped("caseload")))

    def test_opens_the_people(self):
        action = self.member(self.coach_a1).action_view_caseload()
        found = self.Client.with_user(self.leader_a).search(action["domain"])
        self.assertEqual(found, self.client_a1)

    def test_limit_above_0(self):
        for limit in (0, -1):
            with self.assert_refused(CheckViolation):
                self.env.company.ips_caseload_limit = limit


@tagged("standard", "post_install", "-at_install")
class TestClientWriteQueries(ClientQueriesCommon):
    """What is done to many at once costs little more than what is done to few."""

    def per_person(self, call):
        """Queries for each person more, from 10 to 60."""
        costs = []
        for number in (10, 60):
            people = self.people(number)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.count_queries() as queries:
                call(people)
            costs.append(len(queries))
        return (costs[1] - costs[0]) / 50

    def test_move_a_caseload(self):
        def move(people):
            self.env["ips.client.reassign"].with_user(self.leader_a).create(
                {
                    "client_ids": [Command.set(people.ids)],
                    "user_id": self.coach_a2.id,
                }
            ).action_apply()

        self.per_person(move)
        self.assertLess(self.per_person(move), 1)

    def test_close_many(self):
        reason = self.env.ref("ips_employer_crm.end_reason_moved")

        def close(people):
            self.env["ips.client.close"].with_user(self.coach_a1).create(
                {
                    "client_ids": [Command.set(people.ids)],
                    "end_reason_id": reason.id,
                }
            ).action_apply()

        self.per_person(close)
        self.assertLess(self.per_person(close), 1)
