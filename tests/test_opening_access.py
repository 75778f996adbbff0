from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_opening import IpsOpeningCommon

OPERATIONS = ("create", "read", "write", "unlink")
COACHES = ("coach_a1", "coach_a2", "coach_b1", "leader_a", "deputy_a", "leader_b")
LEADERS = ("leader_a", "deputy_a", "leader_b")
OTHERS = ("ips_admin", "privacy", "outsider", "salesman", "manager", "portal")
# Not in the sale's way: who sells sees it, nobody else
SALES = ("salesman", "manager")


class OpeningRightsCommon(IpsOpeningCommon):
    def assert_rights(self, records, **allowed):
        """Check each role: ``leader_a="rw"``; who is not named may do nothing."""
        for name in (*COACHES, *OTHERS, "both"):
            user = getattr(self, name)
            for operation in OPERATIONS:
                expected = operation[0] in allowed.get(name, "")
                with self.subTest(model=records._name, user=name, operation=operation):
                    self.env.invalidate_all()
                    may = records.with_user(user).has_access(operation)
                    self.assertEqual(may, expected)

    def assert_pick_list(self, records, readers, owners):
        """All of ``readers`` read it, only ``owners`` write it."""
        allowed = dict.fromkeys(readers, "r") | owners
        self.assert_rights(records, **allowed)


@tagged("standard", "post_install", "-at_install")
class TestOpeningRights(OpeningRightsCommon):
    """Coaches share all openings; nobody else sees one."""

    def test_openings_are_shared(self):
        """Any coach, of any team, creates, reads and writes; nobody deletes."""
        allowed = dict.fromkeys((*COACHES, "both"), "crw")
        self.assert_rights(self.new_opening(), **allowed)
        self.assert_rights(self.new_opening(self.coach_b1), **allowed)

    def test_unassigned_opening(self):
        """Nobody responsible: still no salesman's, whom Odoo shows unassigned leads."""
        opening = self.new_opening()
        opening.user_id = False
        allowed = dict.fromkeys((*COACHES, "both"), "crw")
        self.assert_rights(opening, **allowed)

    def test_opening_of_a_salesman(self):
        """Made responsible for one, a salesman does not see it either."""
        opening = self.new_opening()
        opening.user_id = self.salesman
        self.assert_rights(opening, **dict.fromkeys((*COACHES, "both"), "crw"))

    def test_gone_and_filled_openings(self):
        opening = self.new_opening(positions_filled=1)
        opening.action_set_won()
        gone = self.new_opening()
        gone.action_set_lost(lost_reason_id=self.lost_reason.id)
        for each in (opening, gone):
            self.assert_rights(each, **dict.fromkeys((*COACHES, "both"), "crw"))

    def test_sales_are_for_sales(self):
        """No coach sees a sale, not even one that nobody is responsible for."""
        self.assert_rights(self.new_sale(), salesman="crw", manager="crwu")
        loose = self.new_sale(user_id=False)
        self.assert_rights(loose, salesman="crw", manager="crwu", both="crw")

    def test_sale_of_a_coach(self):
        """A coach made responsible for a sale does not see it."""
        sale = self.new_sale(self.manager)
        sale.sudo().user_id = self.coach_a1
        self.assert_rights(sale, manager="crwu")

    def test_who_does_both_sees_both(self):
        opening, sale = self.new_opening(), self.new_sale(self.both)
        found = self.Lead.with_user(self.both).search([])
        self.assertLessEqual(opening | sale, found)

    def test_other_company(self):
        """Openings stay within the company of their team."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        team = self.env["crm.team"].create(
            {"name": "Far", "use_job_openings": True, "company_id": company.id}
        )
        opening = self.Lead.create(
            {
                "name": "Far away",
                "team_id": team.id,
                "user_id": False,
                "employer_id": self.workplace.id,
            }
        )
        self.assertEqual(opening.company_id, company)
        self.assert_rights(opening)


@tagged("standard", "post_install", "-at_install")
class TestNoWayIn(OpeningRightsCommon):
    """Salesmen and the rest find no opening by any door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opening = cls.new_opening(
            name="Hidden kitchen job", partner_id=cls.company_e.id
        )
        cls.sale = cls.new_sale()
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()

    def test_search_and_names(self):
        for name in ("salesman", "manager"):
            leads = self.Lead.with_user(getattr(self, name))
            leads = leads.with_context(active_test=False)
            with self.subTest(user=name):
                domain = [("is_job_opening", "=", True)]
                self.assertFalse(leads.search(domain))
                self.assertFalse(leads.search_count(domain))
                self.assertFalse(leads.name_search("Hidden kitchen job"))
                self.assertFalse(leads.search([("id", "=", self.opening.id)]))
                grouped = leads._read_group(domain, ["team_id"], ["__count"])
                self.assertFalse(grouped)
        for name in ("ips_admin", "privacy", "outsider", "portal"):
            leads = self.Lead.with_user(getattr(self, name))
            with self.subTest(user=name):
                for call in (
                    lambda leads=leads: leads.search([]),
                    lambda leads=leads: leads.name_search("Hidden"),
                    lambda leads=leads: leads.formatted_read_group([], ["stage_id"]),
                ):
                    with self.assert_refused(AccessError):
                        call()

    def test_by_number(self):
        """An id that somebody knows opens nothing."""
        for name in OTHERS:
            opening = self.opening.with_user(getattr(self, name))
            for call in (
                lambda opening=opening: opening.read(["name"]),
                lambda opening=opening: opening.web_read({"name": {}}),
                lambda opening=opening: opening.write({"name": "Mine"}),
                lambda opening=opening: opening.write({"user_id": opening.env.uid}),
                lambda opening=opening: opening.copy(),
                lambda opening=opening: opening.unlink(),
                lambda opening=opening: opening.message_post(body="Hello"),
            ):
                with self.subTest(user=name), self.assert_refused(AccessError):
                    self.env.invalidate_all()
                    call()

    def test_by_actions(self):
        """Neither closed, merged nor carried off."""
        for name in ("salesman", "manager"):
            user = getattr(self, name)
            opening, sale = self.opening.with_user(user), self.sale.with_user(user)
            lost = self.env["crm.lead.lost"].with_user(user)
            calls = (
                opening.action_set_won,
                opening.action_set_lost,
                opening.action_fill_position,
                lambda o=opening, s=sale: (o | s).merge_opportunity(),
                lambda o=opening, lost=lost: lost.create(
                    {"lead_ids": [Command.set(o.ids)]}
                ).action_lost_reason_apply(),
            )
            for number, call in enumerate(calls):
                with (
                    self.subTest(user=name, call=number),
                    self.assert_refused(AccessError, UserError),
                ):
                    self.env.invalidate_all()
                    call()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.opening, [{"active": True, "stage_id": self.first.id}]
        )

    def test_by_the_partner(self):
        for name in ("salesman", "manager"):
            partner = self.company_e.with_user(getattr(self, name))
            with self.subTest(user=name):
                self.env.invalidate_all()
                self.assertFalse(partner.opportunity_ids)
                self.assertEqual(partner.opportunity_count, 0)
                action = partner.action_view_opportunity()
                leads = self.Lead.with_user(getattr(self, name))
                leads = leads.with_context(active_test=False)
                self.assertFalse(leads.search(action["domain"]))

    def test_by_activities(self):
        self.opening.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.coach_a1.id
        )
        self.env.flush_all()
        for name in ("salesman", "manager", "outsider"):
            activities = self.env["mail.activity"].with_user(getattr(self, name))
            with self.subTest(user=name):
                found = activities.search(
                    [
                        ("res_model", "=", "crm.lead"),
                        ("res_id", "=", self.opening.id),
                    ]
                )
                self.assertFalse(found)

    def test_by_messages(self):
        self.opening.message_post(body="Said about the job")
        self.env.flush_all()
        for name in ("salesman", "manager", "outsider", "portal"):
            messages = self.env["mail.message"].with_user(getattr(self, name))
            with self.subTest(user=name):
                found = messages.search(
                    [("model", "=", "crm.lead"), ("res_id", "=", self.opening.id)]
                )
                self.assertFalse(found)

    def test_by_the_calendar(self):
        """A meeting about an opening does not tell its name to everybody."""
        event = (
            self.env["calendar.event"]
            .with_user(self.coach_a1)
            .create(
                {
                    "name": "Meeting",
                    "start": "2025-03-07 09:00:00",
                    "stop": "2025-03-07 10:00:00",
                    "opportunity_id": self.opening.id,
                }
            )
        )
        self.env.flush_all()
        for name in ("salesman", "manager", "outsider"):
            self.env.invalidate_all()
            mine = event.with_user(getattr(self, name))
            with self.subTest(user=name):
                try:
                    told = str(mine.read(["name", "opportunity_id"]))
                except AccessError:
                    continue
                self.assertNotIn("Hidden kitchen job", told)

    def test_by_fields_of_contacts(self):
        """Contacts and carved tasks lead to openings: coaches only."""
        task = self.env["ips.carved.task"].create(
            {"lead_id": self.opening.id, "name": "Dishes"}
        )
        contact = self.log(self.coach_a1, lead_ids=[Command.link(self.opening.id)])
        for name in OTHERS:
            user = getattr(self, name)
            for record, field in ((task, "lead_id"), (contact, "lead_ids")):
                with self.subTest(user=name), self.assert_refused(AccessError):
                    self.env.invalidate_all()
                    record.with_user(user).read([field])

    def test_new_ones(self):
        """Who sees no opening makes none."""
        values = {
            "name": "Sneaked in",
            "team_id": self.team_a.id,
            "employer_id": self.workplace.id,
        }
        for name in OTHERS:
            leads = self.Lead.with_user(getattr(self, name))
            for context in ({}, self.our_context()):
                with (
                    self.subTest(user=name, context=bool(context)),
                    self.assert_refused(AccessError),
                ):
                    leads.with_context(**context).create(dict(values))

    def test_coach_makes_no_sale(self):
        with self.assert_refused(AccessError):
            self.new_sale(self.coach_a1)


@tagged("standard", "post_install", "-at_install")
class TestListRights(OpeningRightsCommon):
    """Carved tasks, pick lists, stages and reasons, role by role."""

    def test_carved_task(self):
        task = self.env["ips.carved.task"].create(
            {"lead_id": self.new_opening().id, "name": "Dishes"}
        )
        self.assert_rights(task, **dict.fromkeys((*COACHES, "both"), "crwu"))

    def test_carved_task_of_a_sale(self):
        """Coaches get at no sale by way of a task, nor hang one on it."""
        with self.assert_refused(AccessError, UserError):
            self.env["ips.carved.task"].with_user(self.coach_a1).create(
                {"lead_id": self.new_sale().id, "name": "Dishes"}
            )

    def test_pick_lists(self):
        """All employees read them, leaders and the administrator keep them."""
        employees = (*COACHES, "both", "salesman", "manager", "outsider", "privacy")
        for name in ("ips.work.condition", "ips.licence", "ips.language"):
            self.assert_pick_list(
                self.env[name].search([], limit=2),
                employees,
                dict.fromkeys((*LEADERS, "ips_admin"), "crwu"),
            )

    def assert_own_kind(self, ours, theirs):
        """Leaders write ours, the manager theirs; only who may deletes."""
        employees = (*COACHES, "both", *SALES, "outsider", "privacy", "ips_admin")
        leaders = dict.fromkeys(LEADERS, "crw")
        self.assert_pick_list(ours, employees, leaders | {"ips_admin": "crwu"})
        self.assert_pick_list(theirs, employees, {"manager": "crwu"})

    def test_stages(self):
        self.assert_own_kind(self.first, self.sales_stage)

    def test_lost_reasons(self):
        theirs = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        self.assert_own_kind(self.lost_reason, theirs)

    def test_new_stages_and_reasons(self):
        """Each makes the own kind only."""
        for model in ("crm.stage", "crm.lost.reason"):
            ours = {"name": "Ours", "is_job_opening": True}
            theirs = {"name": "Theirs"}
            leader = self.env[model].with_user(self.leader_a)
            manager = self.env[model].with_user(self.manager)
            with self.subTest(model=model):
                self.assertTrue(leader.create(ours).is_job_opening)
                self.assertFalse(manager.create(theirs).is_job_opening)
                with self.assert_refused(AccessError):
                    leader.create(theirs)
                with self.assert_refused(AccessError):
                    manager.create(ours)

    def test_kind_is_not_changed_into_the_others(self):
        """Odoo checks rules before a write only: not after it either."""
        stage = self.Stage.create({"name": "Empty", "is_job_opening": True})
        theirs = self.Stage.create({"name": "Empty"})
        reasons = self.env["crm.lost.reason"]
        for record, user, kind in (
            (stage, self.leader_a, False),
            (theirs, self.manager, True),
            (self.lost_reason, self.leader_a, False),
            (reasons.create({"name": "Too expensive"}), self.manager, True),
        ):
            with (
                self.subTest(model=record._name, user=user.name),
                self.assert_refused(AccessError, UserError),
            ):
                record.with_user(user).is_job_opening = kind

    def test_portal_reads_nothing(self):
        """The employer's people get at nothing of this by themselves."""
        opening = self.new_opening(portal_published=True)
        for records in (
            opening,
            self.env["ips.carved.task"].create(
                {"lead_id": opening.id, "name": "Dishes"}
            ),
            self.env["ips.work.condition"].search([], limit=1),
            self.env["ips.licence"].search([], limit=1),
            self.env["ips.language"].search([], limit=1),
            self.first,
            self.lost_reason,
        ):
            with self.subTest(model=records._name):
                self.env.invalidate_all()
                self.assertFalse(records.with_user(self.portal).has_access("read"))
