"""A coach's own area, and what the territory costs."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common_queries import IpsQueriesCommon
from .common_territory import TerritoryCommon


@tagged("standard", "post_install", "-at_install")
class TestMyArea(TerritoryCommon):
    """A coach's own area: a choice of their own, and no fence."""

    def test_in_and_out(self):
        """Nobody but the caller is added or taken away."""
        self.alpha.coach_ids = self.coach_b1
        mine = self.line("Alpha")
        self.assertFalse(mine.in_my_area)
        mine.action_toggle_my_area()
        self.assertEqual(self.alpha.coach_ids, self.coach_b1 | self.coach_a1)
        lines = self.lines().filtered("in_my_area")
        self.assertEqual(lines.mapped("name"), ["North", "Alpha"])
        self.assertFalse(self.lines(self.coach_a2).filtered("in_my_area"))
        self.assertEqual(len(self.lines(self.coach_b1).filtered("in_my_area")), 2)
        mine.action_toggle_my_area()
        self.assertEqual(self.alpha.coach_ids, self.coach_b1)
        self.assertFalse(mine.in_my_area)

    def test_several_at_once(self):
        places = (self.alpha | self.beta).with_user(self.coach_a1)
        self.alpha.coach_ids = self.coach_a1
        places.action_toggle_my_area()
        self.assertFalse(self.alpha.coach_ids)
        self.assertEqual(self.beta.coach_ids, self.coach_a1)

    def test_coaches_only(self):
        for user in self.ips_admin | self.privacy | self.outsider | self.manager:
            with self.subTest(user=user.name):
                place = self.alpha.with_user(user)
                with self.assert_refused(AccessError, text="Only coaches"):
                    place.action_toggle_my_area()
                with self.assertRaises(AccessError):
                    place.read(["coach_ids"])
                with self.assertRaises(AccessError):
                    place.search([("coach_ids", "in", self.coach_a1.ids)])
                self.assertNotIn("coach_ids", place.fields_get())
        with self.assertRaises(AccessError):
            self.alpha.with_user(self.portal).action_toggle_my_area()
        self.assertFalse(self.alpha.coach_ids)
        for user in self.coach_a1 | self.leader_a:
            self.alpha.with_user(user).action_toggle_my_area()
            with self.assertRaises(AccessError):
                self.alpha.with_user(user).coach_ids = [Command.clear()]
        self.assertEqual(self.alpha.coach_ids, self.coach_a1 | self.leader_a)

    def filtered(self, model, view, name="my_area", user=None):
        """What the filter of the search view finds."""
        user = user or self.coach_a1
        Model = self.env[model].with_user(user)
        arch = Model.get_view(self.env.ref(f"ips_employer_crm.{view}").id, "search")
        node = etree.fromstring(arch["arch"]).find(f".//filter[@name='{name}']")
        if node is None:
            return None
        domain = safe_eval(node.get("domain"), {"uid": user.id})
        return Model.search(domain).with_env(self.env)

    def test_filters(self):
        """Employers by themselves or a workplace, openings, and lines."""
        other = self.new_employer("Toisaalla Oy", municipality_id=self.delta.id)
        self.new_workplace(other, self.beta)
        far = self.new_employer("Kaukana Oy", municipality_id=self.delta.id)
        openings = self.env["crm.lead"].create(
            [
                {
                    "name": "An opening",
                    "employer_id": employer.id,
                    "team_id": self.team_a.id,
                }
                for employer in (self.company, far)
            ]
        )
        (self.alpha | self.beta).with_user(self.coach_a1).action_toggle_my_area()
        partners = self.filtered("res.partner", "res_partner_view_search_employer")
        self.assertEqual(partners & (self.company | other | far), self.company | other)
        leads = self.filtered("crm.lead", "crm_lead_view_search_job_opening")
        self.assertEqual(leads & openings, openings[:1])
        self.lines()
        lines = self.filtered("ips.territory.line", "ips_territory_line_view_search")
        self.assertEqual(set(lines.mapped("name")), {"North", "Alpha", "Beta"})
        silent = self.filtered(
            "ips.territory.line", "ips_territory_line_view_search", "silent"
        )
        self.assertEqual(len(silent), 4)
        # The administrator lists employers too, and has no area
        view = "res_partner_view_search_employer"
        self.assertIsNone(self.filtered("res.partner", view, user=self.ips_admin))

    def test_it_is_no_fence(self):
        """Outside the own area everything is there as before."""
        self.alpha.with_user(self.coach_a1).action_toggle_my_area()
        far = self.new_employer("Kaukana Oy", municipality_id=self.delta.id)
        employers = self.env["res.partner"].with_user(self.coach_a1)
        self.assertTrue(employers.search([("id", "=", far.id)]))
        self.assertEqual(len(self.lines()), 7)
        for name in ("res_partner_action_employer", "crm_lead_action_job_opening"):
            action = self.env.ref(f"ips_employer_crm.{name}")
            self.assertNotIn("my_area", action.context)
            self.assertNotIn("coach_ids", action.domain)
        rules = self.env["ir.rule"].search([("domain_force", "ilike", "municipality")])
        self.assertFalse(rules)


@tagged("standard", "post_install", "-at_install")
class TestTerritoryQueries(TerritoryCommon, IpsQueriesCommon):
    """Counting costs the same for one place and for a region."""

    def test_cost_does_not_grow(self):
        def call():
            self.lines(self.leader_a).mapped("in_my_area")

        self.settle(self.alpha, 1)
        self.visit(self.company, 3)
        few = self.cost(call)
        places = self.Place.create(
            [
                {
                    "name": f"Place {number}",
                    "code": str(820 + number),
                    "employment_area": f"Area {number % 5}",
                }
                for number in range(20)
            ]
        )
        for place in places:
            company = self.new_employer("Yritys Oy", municipality_id=place.id)
            self.visit(self.new_workplace(company, self.beta), 3)
            self.visit(company, 120)
            self.settle(place, 15)
        places.coach_ids = self.leader_a
        people = self.Client.search_count(
            [("phase", "!=", "closed"), ("team_id", "in", self.teams.ids)]
        )
        self.assertEqual(people, 301)
        self.assertEqual(self.cost(call), few)
        self.assertLessEqual(few, 35)
