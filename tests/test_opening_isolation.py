from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.ips_employer_crm.models.crm_lead_apart import CrmLead as Apart

from .common_opening import IpsOpeningCommon
from .common_queries import IpsQueriesCommon


def stock_columns(self, stages, domain):
    """Columns as Odoo makes them, without our part."""
    return super(Apart, self)._read_group_stage_ids(stages, domain)


@tagged("standard", "post_install", "-at_install")
class TestBoards(IpsOpeningCommon, IpsQueriesCommon):
    """Columns of a board are the stages of its own kind."""

    def columns(self, user, stages=None, **context):
        self.env.invalidate_all()
        leads = self.Lead.with_user(user).with_context(**context)
        return leads._read_group_stage_ids(stages or self.Stage, [])

    def grouped(self, user, domain=(), **context):
        """{stage: number of leads} as a board or a list by stage shows them."""
        self.env.flush_all()
        self.env.invalidate_all()
        leads = self.Lead.with_user(user).with_context(
            read_group_expand=True, **context
        )
        groups = leads.formatted_read_group(list(domain), ["stage_id"], ["__count"])
        return {
            self.Stage.browse(group["stage_id"][0]): group["__count"]
            for group in groups
        }

    def test_ours_shows_our_stages_in_order(self):
        columns = self.columns(self.coach_a1, **self.our_context())
        self.assertEqual(columns, self.stages)

    def test_ours_has_no_stage_of_sales(self):
        columns = self.columns(
            self.coach_a1, self.sales_stage | self.first, **self.our_context()
        )
        self.assertEqual(columns, self.stages)

    def test_theirs_has_no_stage_of_ours(self):
        for context in (
            {},
            {"default_team_id": self.sales_team.id},
            {"show_user_team_stages": True},
        ):
            with self.subTest(context=context):
                columns = self.columns(self.salesman, **context)
                self.assertIn(self.sales_stage, columns)
                self.assertFalse(columns & self.stages)
                self.assertEqual(self.team_stage in columns, bool(context))

    def test_theirs_has_none_of_ours_for_who_does_both(self):
        """Stages of all the user's teams, as sales shows them, are those of sales."""
        columns = self.columns(self.both, show_user_team_stages=True)
        self.assertIn(self.team_stage, columns)
        self.assertFalse(columns & self.stages)
        columns = self.columns(self.both, default_team_id=self.team_b.id)
        self.assertFalse(columns & self.stages)

    def test_theirs_is_as_odoo_makes_it(self):
        """With the same stages of sales, in the same order."""
        ours = self.columns(self.salesman, default_team_id=self.sales_team.id)
        with patch.object(Apart, "_read_group_stage_ids", stock_columns):
            stock = self.columns(self.salesman, default_team_id=self.sales_team.id)
        self.assertEqual(ours, stock - self.stages)

    def test_a_stage_with_records_stays(self):
        """A search that finds openings groups them all, whatever the page."""
        self.new_opening(self.both, team_id=self.team_b.id)
        sale = self.new_sale(self.both)
        domain = [("name", "in", ("Kitchen help", "Big deal"))]
        groups = self.grouped(self.both, domain)
        self.assertEqual(groups[self.first], 1)
        self.assertEqual(groups[sale.stage_id], 1)

    def test_group_by_stage(self):
        self.new_opening()
        sale = self.new_sale()
        ours = self.grouped(
            self.coach_a1, [("is_job_opening", "=", True)], **self.our_context()
        )
        self.assertEqual(list(ours), list(self.stages))
        self.assertGreaterEqual(ours[self.first], 1)
        theirs = self.grouped(self.salesman, [("name", "=", "Big deal")])
        self.assertFalse(self.stages & self.Stage.union(*theirs))
        self.assertEqual(theirs[sale.stage_id], 1)

    def test_board_of_sales_costs_nothing_more(self):
        """As many queries as without our part, with openings beside or without."""
        self.new_sale()
        leads = self.Lead.with_user(self.salesman)
        leads = leads.with_context(
            default_team_id=self.sales_team.id, read_group_expand=True
        )

        def board():
            return leads.web_read_group(
                [("type", "=", "opportunity")],
                ["stage_id"],
                ["expected_revenue:sum", "__count"],
                auto_unfold=True,
                unfold_read_specification={"name": {}, "stage_id": {"fields": {}}},
            )

        def by_stage():
            return leads.formatted_read_group([], ["stage_id"], ["__count"])

        for call in (board, by_stage):
            with self.subTest(call=call.__name__):
                ours = self.cost(call)
                with patch.object(Apart, "_read_group_stage_ids", stock_columns):
                    stock = self.cost(call)
                self.assertLessEqual(ours, stock)
                self.new_opening()
                self.assertEqual(self.cost(call), ours)


@tagged("standard", "post_install", "-at_install")
class TestStages(IpsOpeningCommon):
    """No lead gets into a stage of the other kind, and none out of its own."""

    def test_find_for_a_team(self):
        find = self.Lead._stage_find
        # Without teams Odoo takes a stage for everybody's
        self.stages[2].team_ids = False
        self.assertEqual(find(team_id=self.team_a.id), self.first)
        all_ours = find(team_id=self.team_a.id, limit=None)
        self.assertEqual(all_ours, self.stages)
        won = find(team_id=self.team_b.id, domain=[("is_won", "=", True)])
        self.assertEqual(won, self.filled)
        theirs = find(team_id=self.sales_team.id, limit=None)
        self.assertIn(self.team_stage, theirs)
        self.assertFalse(theirs & self.stages)
        self.assertFalse(find(limit=None) & self.stages)
        self.assertFalse(find(limit=None).filtered("is_job_opening"))

    def test_find_for_a_lead(self):
        self.assertEqual(self.new_opening()._stage_find(limit=None), self.stages)
        self.assertFalse(self.new_sale()._stage_find(limit=None) & self.stages)

    def test_general_stage_of_ours_is_not_found_by_sales(self):
        """A stage of ours that somebody made without teams stays with us."""
        stage = self.Stage.create(
            {"name": "Loose", "sequence": -1, "is_job_opening": True}
        )
        stage.team_ids = False
        self.assertNotIn(stage, self.Lead._stage_find(limit=None))
        self.assertNotEqual(self.new_sale().stage_id, stage)
        self.assertIn(stage, self.new_opening()._stage_find(limit=None))

    def test_new_ones_start_in_a_stage_of_their_kind(self):
        self.assertEqual(self.new_opening().stage_id, self.first)
        sale = self.new_sale()
        self.assertFalse(sale.is_job_opening)
        self.assertEqual(sale.stage_id, self.Lead._stage_find(self.sales_team.id))

    def test_coach_moves_between_coaching_teams(self):
        """The opening goes along and stays where it stands."""
        opening = self.new_opening(stage_id=self.stages[3].id)
        opening.team_id = self.team_b
        self.assertRecordValues(
            opening, [{"stage_id": self.stages[3].id, "is_job_opening": True}]
        )
        opening.user_id = self.coach_a2
        self.assertRecordValues(
            opening,
            [{"team_id": self.team_a.id, "stage_id": self.stages[3].id}],
        )

    def test_sales_change_teams_as_ever(self):
        """A stage that the new team lacks is replaced, another is kept."""
        other = self.env["crm.team"].create({"name": "Other sales"})
        sale = self.new_sale(stage_id=self.team_stage.id).sudo()
        sale.team_id = other
        self.assertNotEqual(sale.stage_id, self.team_stage)
        self.assertFalse(sale.stage_id.is_job_opening)
        sale.stage_id = self.sales_stage
        sale.team_id = self.sales_team
        self.assertEqual(sale.stage_id, self.sales_stage)

    def test_stages_of_the_other_kind_are_refused(self):
        opening, sale = self.new_opening(), self.new_sale()
        for stage in (self.sales_stage, self.team_stage):
            with self.subTest(stage=stage.name), self.assert_refused(ValidationError):
                opening.stage_id = stage
        with self.assert_refused(ValidationError):
            sale.stage_id = self.first
        with self.assert_refused(ValidationError):
            self.new_opening(stage_id=self.sales_stage.id)
        with self.assert_refused(ValidationError):
            self.new_sale(stage_id=self.first.id)

    def test_default_stage_of_sales_is_refused_or_replaced(self):
        """Made from a column of sales, an opening never lands there."""
        leads = self.Lead.with_user(self.coach_a1)
        leads = leads.with_context(default_stage_id=self.sales_stage.id)
        try:
            with self.env.cr.savepoint():
                opening = leads.create(
                    {"name": "Help", "employer_id": self.workplace.id}
                )
                self.env.flush_all()
        except ValidationError:
            return
        self.assertTrue(opening.stage_id.is_job_opening)

    def test_new_coaching_team_gets_our_stages(self):
        team = self.new_team("Team C", self.leader_b, self.coach_b1)
        for stage in self.stages:
            self.assertIn(team, stage.team_ids)
        theirs = self.env["crm.team"].create({"name": "More sales"})
        self.assertNotIn(theirs, self.stages.team_ids)
        theirs.use_job_openings = True
        self.assertIn(theirs, self.stages.team_ids)

    def test_new_stage_is_for_all_coaching_teams(self):
        stage = self.Stage.with_user(self.leader_a).create(
            {"name": "Trial", "sequence": 55, "is_job_opening": True}
        )
        self.assertLessEqual(self.team_a | self.team_b, stage.sudo().team_ids)
        theirs = self.Stage.with_user(self.manager).create({"name": "Quoted"})
        self.assertFalse(theirs.team_ids)

    def test_a_stage_in_use_keeps_its_kind(self):
        """Changed under the leads in it, a stage would mix the two."""
        self.new_opening()
        sale = self.new_sale(stage_id=self.sales_stage.id)
        self.assertEqual(sale.stage_id, self.sales_stage)
        with self.assert_refused(ValidationError, UserError):
            self.first.with_user(self.leader_a).is_job_opening = False
        with self.assert_refused(ValidationError, UserError):
            self.sales_stage.with_user(self.manager).is_job_opening = True

    def test_a_stage_becomes_no_won_stage_under_open_positions(self):
        """Openings there would be filled at a stroke."""
        opening = self.new_opening(stage_id=self.stages[4].id)
        with self.assert_refused(ValidationError, UserError):
            self.stages[4].with_user(self.leader_a).is_won = True
        self.assertEqual(opening.won_status, "pending")


@tagged("standard", "post_install", "-at_install")
class TestTeams(IpsOpeningCommon):
    """An opening stays with coaching teams, and a sale with sales teams."""

    def test_team_of_the_other_kind_is_refused(self):
        opening, sale = self.new_opening(), self.new_sale()
        for user in (self.coach_a1, self.both, self.env.user):
            with self.subTest(user=user.name), self.assert_refused(UserError):
                opening.with_user(user).team_id = self.sales_team
        for user in (self.salesman, self.both, self.env.user):
            with self.subTest(user=user.name), self.assert_refused(UserError):
                sale.with_user(user).team_id = self.team_a

    def test_an_opening_cannot_lose_its_team(self):
        """Without a team it would become a lead that every salesman sees."""
        opening = self.new_opening()
        with self.assert_refused(UserError, ValidationError):
            opening.team_id = False
        self.assertTrue(opening.is_job_opening)

    def test_openings_stay_openings_whoever_is_responsible(self):
        opening = self.new_opening()
        for user in (self.salesman, self.env["res.users"], self.both):
            opening.user_id = user
            with self.subTest(user=user.name):
                self.assertTrue(opening.is_job_opening)
                self.assertIn(opening.stage_id, self.stages)

    def test_sales_stay_sales_whoever_is_responsible(self):
        """A responsible person who also coaches does not make it an opening."""
        sale = self.new_sale(self.manager).sudo()
        for user in (self.both, self.coach_a1):
            with self.subTest(user=user.name):
                sale.user_id = user
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertFalse(sale.is_job_opening)
                self.assertFalse(sale.team_id.use_job_openings)

    def test_who_does_both_sells_on_the_pages_of_sales(self):
        """Even where the coaching team comes first."""
        self.team_b.sequence = -5
        leads = self.Lead.with_user(self.both)
        sale = leads.create({"name": "Deal", "type": "opportunity"})
        self.assertFalse(sale.is_job_opening)
        self.assertFalse(sale.stage_id.is_job_opening)
        opening = leads.with_context(**self.our_context()).create(
            {"name": "Help", "employer_id": self.workplace.id}
        )
        self.assertRecordValues(
            opening,
            [{"team_id": self.team_b.id, "is_job_opening": True}],
        )

    def test_a_team_with_openings_stays_a_coaching_team(self):
        self.new_opening()
        with self.assert_refused(ValidationError):
            self.team_a.use_job_openings = False
        self.new_sale()
        with self.assert_refused(ValidationError):
            self.sales_team.use_job_openings = True

    def test_kind_follows_only_from_the_team(self):
        """Nobody writes it by hand."""
        self.assertTrue(self.Lead._fields["is_job_opening"].readonly)
        lead = self.Lead.create({"name": "Import", "team_id": self.sales_team.id})
        self.assertFalse(lead.is_job_opening)
        with self.assert_refused(ValidationError):
            self.Lead.create({"name": "No employer", "team_id": self.team_a.id})
        lead = self.Lead.create(
            {
                "name": "With employer",
                "team_id": self.team_a.id,
                "employer_id": self.company_e.id,
                "tag_ids": [Command.create({"name": "Tag"})],
            }
        )
        self.assertTrue(lead.is_job_opening)
