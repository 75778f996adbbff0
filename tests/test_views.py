from lxml import etree

from odoo.tests import tagged

from .common import IpsCommon

COACH_MENUS = {"My week", "Employers", "Job openings", "Contacts", "Weeks"}
COACH_MENUS |= {"Kilometre list", "Territory", "Caseload", "What may be told"}
COACH_MENUS |= {"Field mentoring", "Group supervision"}
COACH_MENUS |= {"Quality criteria", "Jobs", "Funnel", "Links without a password"}
COACH_MENUS |= {"Taken up", "Match card", "Coverage", "At work", "Follow-along"}
LEADER_MENUS = {"Team week", "Waiting list", "Caseloads of coaches"}
LEADER_MENUS |= {"Move to another coach", "Queue and capacity", "Quarterly report"}
LEADER_MENUS |= {"Evidence pack"}
OFFICER_MENUS = {"Requests about personal data", "Access log"}
LISTS = {"Teams", "Counting rules", "Purposes", "Outcomes"}
LISTS |= {"Conditions of work", "Licences", "Languages", "Reasons for weeks"}
LISTS |= {"Referral sources", "Reasons for leaving", "Rules of suggestions"}
LISTS |= {"Reasons a match came to nothing", "Reasons a job ended"}
LISTS |= {"Criteria and limits", "Words about health"}
LISTS |= {"Reasons for declining", "Municipalities", "Occupations"}


@tagged("standard", "post_install", "-at_install")
class TestViews(IpsCommon):
    """Every screen of the add-on loads for whoever finds it in a menu."""

    def our_records(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", "ips_employer_crm"), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def visible_menus(self, user):
        """Our menus that the user sees, without the app itself and folders."""
        self.env.registry.clear_cache()
        ids = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

        def is_visible(menu):
            return not menu or (menu.id in ids and is_visible(menu.parent_id))

        return self.our_records("ir.ui.menu").filtered(is_visible)

    def names(self, user):
        menus = self.visible_menus(user).filtered("action")
        return set(menus.with_context(lang="en_US").mapped("name"))

    def test_menus(self):
        for user, names in [
            (self.coach_a1, COACH_MENUS),
            (self.leader_a, COACH_MENUS | LISTS | LEADER_MENUS),
            (self.deputy_a, COACH_MENUS | LISTS | LEADER_MENUS),
            (self.ips_admin, LISTS | {"Employers"}),
            (self.outsider, set()),
            (self.manager, set()),
            (self.privacy, OFFICER_MENUS),
        ]:
            with self.subTest(user=user.name):
                self.assertEqual(self.names(user), names)

    def test_app_is_shown_to_whom_it_serves(self):
        root = self.env.ref("ips_employer_crm.ips_menu_root")
        served = self.coach_a1 | self.leader_a | self.ips_admin | self.privacy
        for user in served:
            self.assertIn(root, self.visible_menus(user))
        for user in self.outsider | self.manager:
            self.assertNotIn(root, self.visible_menus(user))

    def test_coach_sees_no_sales_menu(self):
        """The roles open the app of ours, not Odoo's pipeline."""
        ids = self.env["ir.ui.menu"].with_user(self.coach_a1)._visible_menu_ids()
        self.assertNotIn(self.env.ref("crm.crm_menu_root").id, ids)

    def test_views_of_the_menus_load(self):
        """All view types of each action, opened as the client opens them."""
        self.log(self.coach_a1)
        self.plan(self.coach_a1)
        users = self.coach_a1 | self.leader_a | self.deputy_a | self.ips_admin
        for user in users | self.privacy:
            for menu in self.visible_menus(user):
                action = menu.action
                if not action or action._name != "ir.actions.act_window":
                    continue
                with self.subTest(user=user.name, menu=menu.name):
                    self.open(action, user)

    def open(self, action, user):
        """Load the views of an action and read its records with their fields."""
        Model = self.env[action.res_model].with_user(user)
        views = [view for view in action.views if view[1] != "form"]
        views.append((dict((t, i) for i, t in action.views).get("form", False), "form"))
        if action.search_view_id:
            views.append((action.search_view_id.id, "search"))
        result = Model.get_views(views, {"toolbar": True, "load_filters": True})
        self.assertEqual(len(result["views"]), len(views))
        fields = Model.fields_get()
        for view_type, view in result["views"].items():
            arch = etree.fromstring(view["arch"])
            names = set(arch.xpath("//field[not(ancestor::field)]/@name"))
            self.assertLessEqual(names, fields.keys(), view_type)
            if view_type != "search":
                Model.web_search_read([], {name: {} for name in names}, limit=5)

    def test_views_without_a_menu_load(self):
        """Each view of ours on its own, as a coach or the administrator sees it."""
        for view in self.our_records("ir.ui.view"):
            if view.type in ("qweb", "search") or view.inherit_id:
                continue
            for user in self.leader_a | self.ips_admin:
                Model = self.env[view.model].with_user(user)
                if not Model.has_access("read"):
                    continue
                with self.subTest(view=view.name, user=user.name):
                    self.assertTrue(Model.get_view(view.id, view.type)["arch"])

    def test_window_actions_have_existing_views(self):
        for action in self.our_records("ir.actions.act_window"):
            with self.subTest(action=action.name):
                self.assertIn(action.res_model, self.env)
                for view_id, view_type in action.views:
                    if view_id:
                        view = self.env["ir.ui.view"].browse(view_id)
                        self.assertEqual(view.type, view_type)
                        self.assertEqual(view.model, action.res_model)

    def test_calendar_form_loads_for_everyone(self):
        """What we add to Odoo's calendar does not get in an employee's way."""
        for user in self.outsider | self.coach_a1 | self.privacy:
            Event = self.env["calendar.event"].with_user(user)
            arch = Event.get_views([(False, "form"), (False, "calendar")])
            text = arch["views"]["form"]["arch"]
            self.assertEqual(
                "action_log_employer_contact" in text, user == self.coach_a1
            )

    def test_partner_form_shows_outsiders_nothing_of_ours(self):
        form = self.env["res.partner"].with_user(self.outsider).get_view(None, "form")
        self.assertNotIn("employer_stage", form["arch"])
        self.assertNotIn("decides_on_hiring", form["arch"])

    def test_settings_load(self):
        settings = self.env["res.config.settings"].get_view(None, "form")
        self.assertIn("ips_timezone", settings["arch"])

    def test_buttons_open_what_they_say(self):
        """Server methods behind buttons return actions that exist."""
        visit = self.plan(self.coach_a1).with_user(self.coach_a1)
        week = self.week(self.coach_a1).with_user(self.coach_a1)
        employer = self.workplace.with_user(self.coach_a1)
        self.assertEqual(visit.action_log()["params"], {"contact_id": visit.id})
        for action in (visit.action_log(), employer.action_log_contact()):
            self.assertEqual(action["type"], "ir.actions.client")
            self.assertEqual(action["tag"], "ips_log_contact")
        for action in (
            visit.action_replan(),
            employer.action_plan_contact(),
            employer.action_view_employer_contacts(),
            week.action_view_contacts(),
            self.Week.with_user(self.leader_a).action_view_coach_contacts(
                self.team_a.id, week.week_start, self.coach_a1.id
            ),
        ):
            self.assertEqual(action["type"], "ir.actions.act_window")
            self.assertEqual(action["res_model"], "ips.employer.contact")
