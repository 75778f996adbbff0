from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_opening import IpsOpeningCommon


@tagged("standard", "post_install", "-at_install")
class TestMerge(IpsOpeningCommon):
    """Two entries of one job become one, and stay an opening."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        conditions = cls.env["ips.work.condition"].search([], limit=3)
        licences = cls.env["ips.licence"].search([], limit=2)
        languages = cls.env["ips.language"].search([], limit=2)
        cls.conditions, cls.licences, cls.languages = conditions, licences, languages
        cls.one = cls.new_opening(
            name="Kitchen help",
            stage_id=cls.stages[2].id,
            positions=1,
            condition_ids=[Command.set(conditions[:2].ids)],
            licence_ids=[Command.set(licences[:1].ids)],
            language_ids=[Command.set(languages[:1].ids)],
            carved_task_ids=[Command.create({"name": "Dishes"})],
        )
        cls.two = cls.new_opening(
            cls.coach_b1,
            name="Help in the kitchen",
            stage_id=cls.stages[1].id,
            positions=2,
            hours_min=10,
            shift_day="yes",
            person_id=cls.decider.id,
            condition_ids=[Command.set(conditions[1:].ids)],
            licence_ids=[Command.set(licences.ids)],
            language_ids=[Command.set(languages[1:].ids)],
            carved_task_ids=[Command.create({"name": "Coffee"})],
        )
        cls.contacts = (cls.log(cls.coach_a1) | cls.log(cls.coach_b1)).sudo()
        cls.contacts[0].lead_ids = cls.one
        cls.contacts[1].lead_ids = cls.two
        cls.env.flush_all()

    def merge(self, user=None, leads=None, **kwargs):
        self.env.invalidate_all()
        leads = leads or self.one | self.two
        merged = leads.with_user(user or self.coach_a1).merge_opportunity(**kwargs)
        self.env.flush_all()
        self.env.invalidate_all()
        return merged.sudo()

    def test_by_a_coach(self):
        """Also where half of it is another team's."""
        merged = self.merge()
        other = self.one | self.two
        self.assertEqual(other.exists(), merged)
        self.assertRecordValues(
            merged,
            [
                {
                    "is_job_opening": True,
                    "active": True,
                    "employer_id": self.workplace.id,
                    "person_id": self.decider.id,
                    "hours_min": 10,
                    "shift_day": "yes",
                    "won_status": "pending",
                }
            ],
        )
        self.assertIn(merged.stage_id, self.stages)
        self.assertIn(merged.team_id, self.team_a | self.team_b)

    def test_what_belongs_to_them_is_united(self):
        merged = self.merge()
        self.assertEqual(merged.condition_ids, self.conditions)
        self.assertEqual(merged.licence_ids, self.licences)
        self.assertEqual(merged.language_ids, self.languages)
        self.assertEqual(
            set(merged.carved_task_ids.mapped("name")), {"Dishes", "Coffee"}
        )
        self.assertEqual(merged.employer_contact_ids, self.contacts)

    def test_positions(self):
        """As many as the first says, and never more filled than there are."""
        first = (self.one | self.two)._sort_by_confidence_level(reverse=True)[0]
        positions = first.positions
        self.assertEqual(self.merge().positions, positions)

    def test_filled_positions_fit(self):
        """One of one open, two of three filled: the result is a sane opening."""
        self.one.write({"positions": 1, "positions_filled": 0})
        self.two.write({"positions": 3, "positions_filled": 2})
        merged = self.merge()
        self.assertLessEqual(merged.positions_filled, merged.positions)

    def test_what_was_held_back_stays_so(self):
        """No merge puts an opening in the portal unless all of it was there."""
        self.one.portal_published = False
        self.two.portal_published = True
        first = (self.one | self.two)._sort_by_confidence_level(reverse=True)[0]
        published = first.portal_published
        self.assertEqual(self.merge().portal_published, published)

    def test_stage_stays_ours(self):
        """Though stages of sales without a team come first in Odoo's search."""
        self.sales_stage.sequence = -10
        # Odoo looks for a stage of the chosen team, and takes one of everybody's
        self.stages[1:3].team_ids = self.team_a
        merged = self.merge(user_id=self.coach_b1.id, team_id=self.team_b.id)
        self.assertIn(merged.stage_id, self.stages)

    def test_stage_of_a_team_that_was_chosen(self):
        merged = self.merge(user_id=self.coach_b1.id, team_id=self.team_b.id)
        self.assertRecordValues(
            merged, [{"team_id": self.team_b.id, "user_id": self.coach_b1.id}]
        )
        self.assertIn(merged.stage_id, self.stages)

    def test_into_a_sales_team_is_refused(self):
        with self.assert_refused(UserError):
            self.merge(team_id=self.sales_team.id)

    def test_with_sales_is_refused(self):
        """Even for who may see both, and for the system."""
        sale = self.new_sale(self.both)
        for user in (self.both, self.env.user):
            with (
                self.subTest(user=user.name),
                self.assert_refused(UserError, text="cannot be merged"),
            ):
                self.merge(user, self.one | sale)
        self.assertEqual((self.one | sale).exists(), self.one | sale)

    def test_sales_merge_as_ever(self):
        deals = self.new_sale() | self.new_sale(name="Same deal")
        merged = self.merge(self.salesman, deals)
        self.assertFalse(merged.is_job_opening)
        self.assertFalse(merged.stage_id.is_job_opening)
        self.assertEqual(deals.exists(), merged)

    def wizard(self, user, leads, **values):
        wizards = self.env["crm.merge.opportunity"].with_user(user)
        wizards = wizards.with_context(active_ids=leads.ids, active_model="crm.lead")
        return wizards.create(values)

    def test_by_the_wizard(self):
        self.env.invalidate_all()
        wizard = self.wizard(self.coach_a1, self.one | self.two)
        action = wizard.action_merge()
        merged = (self.one | self.two).exists()
        self.assertEqual(merged.ids, [action["res_id"]])
        self.assertTrue(merged.is_job_opening)
        self.assertIn(merged.stage_id, self.stages)

    def test_wizard_opens_our_form(self):
        """Not the form of sales with its revenue."""
        action = self.wizard(self.coach_a1, self.one | self.two).action_merge()
        ours = self.env.ref("ips_employer_crm.crm_lead_view_form_job_opening")
        views = [view for view, kind in action.get("views") or [] if kind == "form"]
        self.assertIn(ours.id, [*views, action.get("view_id")])

    def test_opening_from_a_link_opens_our_form(self):
        """As by a click on the name in a contact."""
        ours = self.env.ref("ips_employer_crm.crm_lead_view_form_job_opening")
        opening = self.one.with_user(self.coach_a1)
        self.assertEqual(opening.get_formview_id(), ours.id)
        sale = self.new_sale()
        self.assertNotEqual(sale.get_formview_id(), ours.id)

    def test_wizard_with_a_new_coach(self):
        """The team follows the coach, who sells as well: a coaching team."""
        self.env.invalidate_all()
        wizard = self.wizard(self.coach_a1, self.one | self.two, user_id=self.both.id)
        wizard.action_merge()
        merged = (self.one | self.two).exists()
        self.assertTrue(merged.is_job_opening)
        self.assertTrue(merged.team_id.use_job_openings)
