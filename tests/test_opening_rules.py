from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_opening import IpsOpeningCommon

FORM = "ips_employer_crm.crm_lead_view_form_job_opening"
CLIENT_MODELS = (
    *("ips.client", "ips.match", "ips.match.suggestion", "ips.placement"),
    *("ips.disclosure", "ips.support.contact", "ips.employer.contact.client"),
)


@tagged("standard", "post_install", "-at_install")
class TestCreate(IpsOpeningCommon):
    """What a coach makes, by any way in, is an opening of the coach's team."""

    def assert_opening(self, opening, **values):
        self.assertRecordValues(
            opening,
            [
                {
                    "is_job_opening": True,
                    "type": "opportunity",
                    "stage_id": self.first.id,
                    "team_id": self.team_a.id,
                    "company_id": self.env.company.id,
                    **values,
                }
            ],
        )

    def test_on_our_page(self):
        leads = self.Lead.with_user(self.coach_a1)
        form = Form(leads.with_context(**self.our_context()), view=FORM)
        form.employer_id = self.workplace
        form.name = "Kitchen help"
        form.positions = 2
        self.assert_opening(form.save(), user_id=self.coach_a1.id, positions=2)

    def test_without_context(self):
        self.assert_opening(self.new_opening(), user_id=self.coach_a1.id)
        opening = self.new_opening(self.coach_b1)
        self.assert_opening(opening, team_id=self.team_b.id)

    def test_for_a_colleague(self):
        """It goes to the team of the responsible coach."""
        opening = self.new_opening(self.coach_b1, user_id=self.coach_a2.id)
        self.assert_opening(opening, user_id=self.coach_a2.id)

    def test_by_leader_and_deputy(self):
        """They lead a team without coaching in it: that team."""
        self.assert_opening(self.new_opening(self.leader_a))
        self.assert_opening(self.new_opening(self.deputy_a))
        opening = self.new_opening(self.leader_b)
        self.assert_opening(opening, team_id=self.team_b.id)

    def test_by_a_coach_without_a_team(self):
        """It goes to a coaching team that is in use."""
        loose = self.new_user("loose", "Loose", "ips_employer_crm.group_ips_coach")
        archived = self.new_team("Closed", self.leader_b, [], sequence=-9)
        archived.active = False
        opening = self.new_opening(loose)
        self.assertTrue(opening.is_job_opening)
        self.assertTrue(opening.team_id.active)

    def test_many_at_once(self):
        leads = self.Lead.with_user(self.coach_a1).create(
            [
                {"name": f"Job {number}", "employer_id": self.workplace.id}
                for number in range(3)
            ]
        )
        for lead in leads:
            self.assert_opening(lead)

    def test_never_a_lead(self):
        """Odoo's first step of sales has no meaning here."""
        self.assert_opening(self.new_opening(type="opportunity"))
        with self.assert_refused(ValidationError, UserError):
            opening = self.new_opening(type="lead")
            self.env.flush_all()
            self.assertEqual(opening.type, "opportunity")
            opening.type = "lead"

    def test_copy(self):
        opening = self.new_opening(positions=2, positions_filled=2)
        opening.action_set_won()
        self.assert_opening(opening.with_user(self.coach_a1).copy())

    def load(self, *rows, user=None, fields=("name", "employer_id", "positions")):
        """Import these rows on the page of openings."""
        user = user or self.coach_a1
        lines = [",".join(fields), *(",".join(map(str, row)) for row in rows)]
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .with_context(**self.our_context())
            .create(
                {
                    "res_model": "crm.lead",
                    "file": "\n".join(lines).encode(),
                    "file_name": "openings.csv",
                    "file_type": "text/csv",
                }
            )
        )
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        return wizard.execute_import(list(fields), list(fields), options)

    def test_import(self):
        result = self.load(
            ["Dishwasher", self.company_e.name, 2], ["Cleaner", self.company_e.name, 1]
        )
        self.assertFalse(result["messages"])
        dishes, _clean = self.Lead.browse(result["ids"])
        self.assert_opening(dishes, employer_id=self.company_e.id, positions=2)
        self.assert_opening(_clean, user_id=self.coach_a1.id)

    def test_import_refused(self):
        """No employer, a stage of sales or a team of sales: nothing comes in."""
        self.assertFalse(self.load(["Dishwasher", "", 2])["ids"])
        columns = ("name", "employer_id", "stage_id")
        row = ["Dishwasher", self.company_e.name, self.sales_stage.name]
        self.assertFalse(self.load(row, fields=columns)["ids"])
        columns = ("name", "employer_id", "team_id")
        row = ["Dishwasher", self.company_e.name, self.sales_team.name]
        self.assertFalse(self.load(row, fields=columns)["ids"])

    def test_export(self):
        """What coaches fill in comes out again."""
        group = self.env.ref("base.group_allow_export")
        self.coach_a1.group_ids = [Command.link(group.id)]
        opening = self.new_opening(positions=3, shift_day="yes")
        columns = ["name", "employer_id/name", "stage_id/name", "positions"]
        columns += ["shift_day", "days_in_stage", "employer_contact_ids/id"]
        rows = opening.with_user(self.coach_a1).export_data(columns)["datas"]
        expected = ["Kitchen help", self.workplace.name, self.first.name, 3]
        self.assertEqual(rows[0][:4], expected)


@tagged("standard", "post_install", "-at_install")
class TestFields(IpsOpeningCommon):
    """What an opening needs, and what follows from it."""

    def test_employer_is_required(self):
        with self.assert_refused(ValidationError):
            self.new_opening(employer_id=False)
        opening = self.new_opening()
        with self.assert_refused(ValidationError):
            opening.employer_id = False

    def test_municipality(self):
        """The workplace's own, else its company's; another can be chosen."""
        town = self.env.ref("ips_employer_crm.municipality_992")
        self.company_e.municipality_id = self.municipality
        opening = self.new_opening()
        self.assertEqual(opening.municipality_id, self.municipality)
        self.workplace.municipality_id = town
        self.assertEqual(self.new_opening().municipality_id, town)
        opening.municipality_id = town
        self.assertEqual(opening.municipality_id, town)
        company = self.new_opening(employer_id=self.company_e.id)
        self.assertEqual(company.municipality_id, self.municipality)
        chosen = self.new_opening(municipality_id=self.municipality.id)
        self.assertEqual(chosen.municipality_id, self.municipality)

    def test_name(self):
        """Who gives none gets one that says where the job is."""
        leads = self.Lead.with_user(self.coach_a1)
        form = Form(leads.with_context(**self.our_context()), view=FORM)
        form.employer_id = self.workplace
        self.assertIn(self.workplace.name, form.save().name)
        with self.env.cr.savepoint():
            opening = leads.create({"employer_id": self.workplace.id})
            self.assertIn(self.workplace.name, opening.name)
        self.assertEqual(self.new_opening(name="Baker").name, "Baker")
        opening = self.new_opening(name="Baker")
        opening.employer_id = self.company_e
        self.assertEqual(opening.name, "Baker")

    def test_hours(self):
        for low, high in ((0, 0), (20, 0), (0, 20), (20, 20), (10, 37.5), (0, 168)):
            with self.subTest(low=low, high=high):
                opening = self.new_opening(hours_min=low, hours_max=high)
                self.assertEqual(opening.hours_max, high)
        for low, high in ((-1, 0), (0, -1), (21, 20), (0, 169), (169, 0)):
            with (
                self.subTest(low=low, high=high),
                self.assert_refused(ValidationError),
            ):
                self.new_opening(hours_min=low, hours_max=high)

    def test_not_asked_is_no_answer(self):
        opening = self.new_opening()
        for name in ("day", "evening", "night", "weekend"):
            self.assertFalse(opening[f"shift_{name}"])

    def test_carved_tasks_alone(self):
        """An opening without any vacancy: no hours, no occupation."""
        opening = self.new_opening(
            carved_task_ids=[
                Command.create({"name": "Fill shelves", "time_of_day": "morning"}),
                Command.create({"name": "Fold boxes", "hours_week": 4}),
            ]
        )
        self.assertEqual(len(opening.carved_task_ids), 2)
        self.assertEqual(opening.carved_task_ids.company_id, opening.company_id)
        with self.assert_refused(CheckViolation, ValidationError):
            opening.carved_task_ids[0].hours_week = 169

    def test_people_introduced_are_a_number(self):
        """An opening leads to no person served, by no field."""
        self.assertEqual(self.Lead._fields["introduced_count"].type, "integer")
        for model in ("crm.lead", "ips.carved.task"):
            for name, field in self.env[model]._fields.items():
                with self.subTest(field=name):
                    self.assertNotIn(field.comodel_name, CLIENT_MODELS)

    def test_days_in_stage(self):
        opening = self.new_opening()
        now = fields.Datetime.now()
        for days, hours, expected in ((0, 0, 0), (0, 23, 0), (1, 0, 1), (30, 5, 30)):
            opening.date_last_stage_update = now - timedelta(days=days, hours=hours)
            self.assertEqual(opening.days_in_stage, expected)

    def test_stalled(self):
        """Longer in a stage than the stage allows."""
        self.freeze(self.env.cr.now())
        opening = self.new_opening()
        late = fields.Datetime.now() - timedelta(
            days=self.first.rotting_threshold_days + 1
        )
        self.assertFalse(opening.is_rotting)
        opening.date_last_stage_update = late
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(opening.is_rotting)
        stalled = self.Lead.search([("is_rotting", "=", True)])
        self.assertIn(opening, stalled)
