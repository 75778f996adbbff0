from datetime import datetime, timedelta

from odoo.tests import tagged

from .common_opening import IpsOpeningCommon


@tagged("standard", "post_install", "-at_install")
class TestScoring(IpsOpeningCommon):
    """Odoo's prediction learns from sales, and never from people's jobs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        params = cls.env["ir.config_parameter"]
        params.set_param("crm.pls_start_date", "2020-01-01")
        params.set_param("crm.pls_fields", "country_id,tag_ids")
        cls.tag = cls.env["crm.tag"].create({"name": "Scored"})

    def frequencies(self):
        """What the prediction has learnt, by team, field and value."""
        self.env.flush_all()
        rows = self.env["crm.lead.scoring.frequency"].search([])
        return sorted(
            (row.team_id.id, row.variable, row.value, row.won_count, row.lost_count)
            for row in rows
        )

    def close_openings(self):
        """One is filled, one goes away, and one of each comes back."""
        openings = self.Lead.union(
            *(self.new_opening(tag_ids=self.tag.ids) for _each in range(4))
        )
        openings[:2].positions_filled = 1
        openings[:2].action_set_won()
        openings[2:].action_set_lost(lost_reason_id=self.lost_reason.id)
        openings[1].stage_id = self.first
        openings[3].action_restore()
        return openings

    def test_closing_openings_teaches_nothing(self):
        before = self.frequencies()
        self.close_openings()
        self.assertEqual(self.frequencies(), before)

    def test_closing_sales_teaches_as_ever(self):
        before = self.frequencies()
        self.new_sale(tag_ids=self.tag.ids).action_set_won()
        won = self.frequencies()
        self.assertNotEqual(won, before)
        self.new_sale().action_set_lost()
        self.assertNotEqual(self.frequencies(), won)

    def test_counting_both_at_once(self):
        """Of a mixed lot only the sale is learnt."""
        opening = self.new_opening(positions_filled=1).sudo()
        sale = self.new_sale().sudo()
        opening.action_set_won()
        sale.action_set_won()
        before = self.frequencies()
        (opening | sale)._pls_increment_frequencies(to_state="won")
        after = self.frequencies()
        self.assertNotEqual(after, before)
        self.assertNotIn(self.team_a.id, {row[0] for row in after})

    def test_rebuilt_table_has_sales_only(self):
        self.close_openings()
        sale = self.new_sale(tag_ids=self.tag.ids)
        sale.action_set_won()
        self.Lead._rebuild_pls_frequency_table()
        learnt = {row[0] for row in self.frequencies()}
        self.assertIn(self.sales_team.id, learnt)
        self.assertFalse(learnt & {self.team_a.id, self.team_b.id})

    def test_probabilities_are_left_alone(self):
        """Between filled and gone there is nothing, whatever Odoo recomputes."""
        opening = self.new_opening()
        for stage in self.stages[:-1]:
            opening.stage_id = stage
            self.assertRecordValues(
                opening, [{"probability": 0, "automated_probability": 0}]
            )
        closed = self.close_openings()
        for _number in range(3):
            self.new_sale().action_set_won()
        self.new_sale().action_set_lost()
        sale = self.new_sale()
        openings = opening | closed
        wanted = [(lead.probability, lead.won_status) for lead in openings]
        self.env.flush_all()
        self.Lead._update_automated_probabilities()
        openings._compute_probabilities()
        self.assertEqual(
            [(lead.probability, lead.won_status) for lead in openings], wanted
        )
        self.assertGreater(sale.automated_probability, 0)
        self.assertEqual(closed[0].probability, 100)

    def test_mixed_computation(self):
        """One call for openings and sales gives each its own."""
        for _number in range(2):
            self.new_sale().action_set_won()
        opening, sale = self.new_opening().sudo(), self.new_sale().sudo()
        both = opening | sale
        for batch in (False, True):
            self.env.flush_all()
            found = both._pls_get_naive_bayes_probabilities(batch_mode=batch)[0]
            self.assertEqual(set(found), {sale.id})
        both._compute_probabilities()
        self.assertEqual(opening.probability, 0)
        self.assertGreater(sale.probability, 0)

    def test_nothing_to_predict(self):
        """The empty calls that Odoo makes end well."""
        opening = self.new_opening()
        self.assertEqual(opening._pls_get_naive_bayes_probabilities(), ({}, {}))
        self.assertFalse(opening._pls_get_lead_pls_values())
        self.assertFalse(
            opening._pls_get_lead_pls_values(domain=[("id", "=", opening.id)])
        )
        self.assertIsInstance(opening.prepare_pls_tooltip_data(), dict)
        opening.action_set_automated_probability()
        self.assertEqual(opening.probability, 0)


@tagged("standard", "post_install", "-at_install")
class TestFigures(IpsOpeningCommon):
    """Figures and tools of sales work on sales alone."""

    def test_digest(self):
        """The weekly mail counts new and won sales as before."""
        digest = self.env["digest.digest"].create({"name": "Digest"})
        now = datetime.now()
        spans = [
            {
                "start_datetime": start - timedelta(days=2),
                "end_datetime": start + timedelta(days=2),
            }
            # Creation follows the database's clock, closing the test's
            for start in (self.env.cr.now(), now)
        ]

        def figures():
            self.env.flush_all()
            values = []
            for span in spans:
                self.env.invalidate_all()
                read = digest.with_user(self.manager).with_context(**span)
                read = read.sudo()
                values += [
                    read.kpi_crm_lead_created_value,
                    read.kpi_crm_opportunities_won_value,
                ]
            return values

        before = figures()
        opening = self.new_opening(positions_filled=1)
        opening.action_set_won()
        self.assertEqual(figures(), before)
        self.new_sale().action_set_won()
        created, _won, _created, won = figures()
        self.assertEqual(created, before[0] + 1)
        self.assertEqual(won, before[3] + 1)

    def test_activity_report(self):
        """Activities of sales show what was done with sales."""
        todo = "mail.mail_activity_data_todo"
        opening = self.new_opening(self.both, team_id=self.team_b.id)
        sale = self.new_sale(self.both)
        for lead in (opening, sale):
            activity = lead.activity_schedule(todo, user_id=self.both.id)
            activity.with_user(self.both).action_feedback()
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["crm.activity.report"]
        domain = [("lead_id", "in", (opening | sale).ids)]
        for user in (self.both, self.manager):
            with self.subTest(user=user.name):
                rows = report.with_user(user).search(domain)
                self.assertEqual(rows.lead_id.ids, sale.ids)

    def test_opportunities_of_a_customer(self):
        """An employer who is a customer too shows sales its sales."""
        sale = self.new_sale(partner_id=self.company_e.id)
        self.env.flush_all()

        def count():
            self.env.invalidate_all()
            return self.company_e.with_user(self.salesman).opportunity_count

        self.assertEqual(count(), 1)
        self.new_opening(self.coach_a1, partner_id=self.company_e.id)
        self.new_opening(self.coach_a1)
        self.env.flush_all()
        self.assertEqual(count(), 1)
        found = self.company_e.with_user(self.salesman).opportunity_ids
        self.assertEqual(found, sale)

    def test_lead_becomes_opportunity(self):
        """Sales convert their leads as ever, with and without a customer."""
        lead = self.Lead.with_user(self.salesman).create(
            {
                "name": "Web form",
                "type": "lead",
                "partner_name": "New Customer Ltd",
                "contact_name": "Nina New",
                "email_from": "nina@customer.example.com",
                "user_id": self.salesman.id,
                "team_id": self.sales_team.id,
            }
        )
        wizard = self.env["crm.lead2opportunity.partner"].with_user(self.salesman)
        wizard = wizard.with_context(
            active_model="crm.lead", active_id=lead.id, active_ids=lead.ids
        )
        wizard = wizard.create({"name": "convert", "action": "create"})
        wizard.action_apply()
        self.assertRecordValues(
            lead, [{"type": "opportunity", "is_job_opening": False}]
        )
        self.assertFalse(lead.stage_id.is_job_opening)
        self.assertTrue(lead.partner_id)

    def test_duplicates_of_a_sale(self):
        """An opening with the same address is no duplicate, not even for Odoo."""
        mail = "office@customer.example.com"
        opening = self.new_opening(email_from=mail)
        sale = self.new_sale(email_from=mail).sudo()
        self.assertNotIn(opening, sale._get_lead_duplicates(email=mail))
        self.env.invalidate_all()
        seen = sale.with_user(self.salesman).duplicate_lead_ids
        self.assertNotIn(opening.id, seen.ids)

    def test_assignment_takes_no_opening(self):
        """Neither by the cron nor by the button, to no team and no coach."""
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        for team in self.team_a | self.team_b | self.sales_team:
            team.assignment_domain = False
            team.crm_team_member_ids.assignment_max = 300
        opening = self.new_opening(email_from="same@example.com").sudo()
        opening.user_id = False
        lead = self.Lead.create(
            {
                "name": "Unassigned",
                "type": "lead",
                "team_id": False,
                "user_id": False,
                "email_from": "same@example.com",
            }
        )
        self.env.flush_all()
        teams = self.env["crm.team"].with_user(self.env.ref("base.user_root"))
        teams._cron_assign_leads(force_quota=True, creation_delta_days=0)
        self.assertRecordValues(
            opening,
            [{"user_id": False, "team_id": self.team_a.id, "is_job_opening": True}],
        )
        self.assertTrue(lead.exists())
        self.assertFalse(lead.is_job_opening)
        self.assertFalse(lead.team_id.use_job_openings)
        (self.team_a | self.team_b).action_assign_leads()
        self.assertFalse(opening.user_id)
        self.assertFalse(lead.is_job_opening)
