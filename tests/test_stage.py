from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LAST_TUESDAY, MONDAY, TUESDAY, IpsCommon
from .common_queries import IpsQueriesCommon

TODAY = date(2025, 3, 5)


class IpsStageCommon(IpsCommon):
    """The words of the lifecycle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.needs = cls.env.ref("ips_employer_crm.purpose_needs")
        cls.candidate = cls.env.ref("ips_employer_crm.purpose_candidate")
        cls.thanks = cls.env.ref("ips_employer_crm.purpose_thanks")
        cls.reason = cls.env.ref("ips_employer_crm.decline_reason_no_time")

    @property
    def stage(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.company_e.employer_stage

    def decline(self, employer=None, retry_date=False, user=None):
        """The button "Declined" and its dialog."""
        employer = (employer or self.company_e).with_user(user or self.coach_a1)
        action = employer.action_decline()
        wizard = self.env[action["res_model"]].with_user(user or self.coach_a1)
        form = Form(wizard.with_context(**action["context"]))
        form.reason_id = self.reason
        form.retry_date = retry_date
        form.save().action_apply()

    def run_job(self):
        """What the scheduler runs daily; the scheduler itself uses another cursor."""
        self.env.flush_all()
        self.env.invalidate_all()
        cron = self.env.ref("ips_employer_crm.ir_cron_employer_stages")
        cron.ir_actions_server_id.run()
        self.env.flush_all()
        self.env.invalidate_all()


@tagged("standard", "post_install", "-at_install")
class TestStageByContacts(IpsStageCommon):
    """Contacts that took place move the stage, and only forward."""

    def test_new_employer_is_a_prospect(self):
        self.assertEqual(self.stage, "prospect")
        customer = self.env["res.partner"].create({"name": "X", "is_company": True})
        self.assertFalse(customer.employer_stage)
        customer.is_employer = True
        self.assertEqual(customer.employer_stage, "prospect")

    def test_introduced_in_person_only(self):
        self.plan(self.coach_a1)
        for channel in ("phone", "email", "remote", "event", "letter"):
            self.log(self.coach_a1, channel=channel)
            self.assertEqual(self.stage, "prospect", channel)
        self.log(self.coach_a1, state="cancelled")
        self.assertEqual(self.stage, "prospect")
        self.log(self.coach_a1)
        self.assertEqual(self.stage, "introduced")

    def test_purposes(self):
        """The meetings that reach a stage reach it, in whatever way they were held."""
        self.log(self.coach_a1, purpose_id=self.thanks.id)
        self.assertEqual(self.stage, "introduced")
        self.log(self.coach_a1, purpose_id=self.needs.id, channel="remote")
        self.assertEqual(self.stage, "needs_known")
        self.log(self.coach_a2, purpose_id=self.candidate.id, channel="phone")
        self.assertEqual(self.stage, "candidate_discussed")

    def test_never_backwards(self):
        """Straight to the last, and staying there."""
        self.log(self.coach_a1, purpose_id=self.candidate.id)
        self.assertEqual(self.stage, "candidate_discussed")
        for purpose in self.thanks | self.needs:
            self.log(self.coach_a1, purpose_id=purpose.id)
            self.assertEqual(self.stage, "candidate_discussed")

    def test_hand_set_stage_is_not_taken_back(self):
        self.company_e.with_user(self.coach_a1).employer_stage = "needs_known"
        self.log(self.coach_a1)
        self.assertEqual(self.stage, "needs_known")

    def test_planned_visit_moves_once_it_took_place(self):
        visit = self.plan(self.coach_a1, date=TUESDAY, purpose_id=self.needs.id)
        self.assertEqual(self.stage, "prospect")
        visit.with_user(self.coach_a1).action_done()
        self.assertEqual(self.stage, "needs_known")

    def test_correction_moves_forward(self):
        """The channel, purpose and employer of a contact may be corrected later."""
        contact = self.log(self.coach_a1, channel="phone").with_user(self.coach_a1)
        contact.channel = "in_person"
        self.assertEqual(self.stage, "introduced")
        contact.purpose_id = self.needs
        self.assertEqual(self.stage, "needs_known")
        elsewhere = self.new_employer("Elsewhere Oy")
        contact.employer_id = elsewhere
        self.assertEqual(elsewhere.employer_stage, "needs_known")

    def test_deleted_and_cancelled_contacts_do_not_move(self):
        self.log(self.coach_a1, purpose_id=self.needs.id).unlink()
        self.assertEqual(self.stage, "needs_known")
        self.company_e.employer_stage = "prospect"
        self.log(self.coach_a1, state="cancelled", purpose_id=self.candidate.id)
        self.plan(self.coach_a1).with_user(self.coach_a1).action_cancel()
        self.assertEqual(self.stage, "prospect")

    def test_stages_set_by_hand_are_left_alone(self):
        self.company_e.with_user(self.coach_a1).employer_stage = "partner"
        self.log(self.coach_a1, purpose_id=self.candidate.id)
        self.company_e.name = "Testilä Oyj"
        self.assertEqual(self.stage, "partner")
        self.decline()
        self.log(self.coach_a1, purpose_id=self.candidate.id)
        self.assertEqual(self.stage, "declined")


@tagged("standard", "post_install", "-at_install")
class TestDecline(IpsStageCommon):
    """Declining takes a reason, and may have a day to ask again."""

    def test_dialog(self):
        self.decline(retry_date="2025-09-01")
        self.assertRecordValues(
            self.company_e,
            [
                {
                    "employer_stage": "declined",
                    "decline_reason_id": self.reason.id,
                    "decline_retry_date": date(2025, 9, 1),
                }
            ],
        )

    def test_from_a_workplace_it_is_the_company(self):
        self.decline(self.workplace)
        self.assertEqual(self.stage, "declined")
        self.assertNotEqual(self.workplace.employer_stage, "declined")

    def test_dialog_wants_a_reason(self):
        action = self.company_e.with_user(self.coach_a1).action_decline()
        wizard = self.env["ips.employer.decline"].with_user(self.coach_a1)
        form = Form(wizard.with_context(**action["context"]))
        with self.assertRaisesRegex(AssertionError, "reason_id"):
            form.save()

    def test_server_wants_a_reason(self):
        employer = self.company_e.with_user(self.coach_a1)
        with self.assert_refused(ValidationError, text="say why the employer declined"):
            employer.employer_stage = "declined"
        with self.assert_refused(ValidationError, text="Testilä Oy"):
            employer.write({"employer_stage": "declined", "decline_reason_id": False})
        self.decline()
        with self.assert_refused(ValidationError):
            employer.decline_reason_id = False
        self.assertEqual(self.stage, "declined")

    def test_outsiders_decline_nothing(self):
        for user in self.outsider | self.manager | self.portal:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["ips.employer.decline"].with_user(user).create(
                    {"employer_id": self.company_e.id, "reason_id": self.reason.id}
                )

    def test_dialog_declines_no_other_kind_of_partner(self):
        """The dialog marks employers, not whatever id it is called with."""
        customer = self.env["res.partner"].create({"name": "X", "is_company": True})
        wizard = self.env["ips.employer.decline"].with_user(self.coach_a1)
        values = {"employer_id": customer.id, "reason_id": self.reason.id}
        try:
            wizard.create(values).action_apply()
        except ValidationError:
            return
        self.assertTrue(customer.is_employer or not customer.employer_stage)


@tagged("standard", "post_install", "-at_install")
class TestDailyJob(IpsStageCommon):
    """The job marks silent employers dormant and brings back those to ask again."""

    def silent(self, days):
        """The company was last met so many days ago."""
        day = datetime(2025, 3, 5, 9) - timedelta(days=days)
        return self.log(self.coach_a1, date=day)

    def test_dormant_after_so_many_days(self):
        self.silent(90)
        self.run_job()
        self.assertEqual(self.stage, "introduced")
        self.freeze("2025-03-06 10:00:00")
        self.run_job()
        self.assertEqual(self.stage, "dormant")

    def test_days_are_the_company_s(self):
        self.env.company.ips_dormant_days = 30
        self.silent(31)
        self.run_job()
        self.assertEqual(self.stage, "dormant")

    def test_any_way_of_contact_keeps_awake(self):
        self.silent(100)
        self.log(self.coach_a2, channel="phone")
        self.run_job()
        self.assertEqual(self.stage, "introduced")

    def test_who_is_never_dormant(self):
        """Prospects, active partners and those that declined stay what they are."""
        self.silent(100)
        for stage in ("prospect", "partner", "declined"):
            self.company_e.write(
                {"employer_stage": stage, "decline_reason_id": self.reason.id}
            )
            self.run_job()
            self.assertEqual(self.stage, stage)

    def test_dormant_wakes_to_what_its_history_earned(self):
        self.silent(120).purpose_id = self.needs
        self.run_job()
        self.assertEqual(self.stage, "dormant")
        self.plan(self.coach_a1)
        self.assertEqual(self.stage, "dormant")
        self.log(self.coach_a2, channel="phone")
        self.assertEqual(self.stage, "needs_known")
        self.company_e.employer_stage = "dormant"
        self.log(self.coach_a2, purpose_id=self.candidate.id)
        self.assertEqual(self.stage, "candidate_discussed")

    def test_backlog_does_not_wake(self):
        """A contact of half a year ago, entered today, ends no silence."""
        self.silent(120)
        self.run_job()
        self.silent(180)
        self.run_job()
        self.assertEqual(self.stage, "dormant")

    def test_ask_again(self):
        """On the day it comes back, with a reminder on the last contact."""
        first = self.log(self.coach_a1, date=LAST_TUESDAY, purpose_id=self.needs.id)
        last = self.log(self.coach_a2, channel="phone")
        self.company_e.coach_id = self.coach_b1
        self.decline(retry_date=TODAY + timedelta(days=1))
        self.run_job()
        self.assertEqual(self.stage, "declined")
        self.freeze("2025-03-06 10:00:00")
        self.run_job()
        self.assertRecordValues(
            self.company_e,
            [
                {
                    "employer_stage": "needs_known",
                    "decline_reason_id": False,
                    "decline_retry_date": False,
                }
            ],
        )
        self.assertFalse(first.activity_ids)
        self.assertRecordValues(
            last.sudo().activity_ids,
            [
                {
                    "user_id": self.coach_b1.id,
                    "date_deadline": TODAY + timedelta(days=1),
                    "summary": "Ask again",
                }
            ],
        )
        self.assertFalse(self.company_e.activity_ids)
        self.assertEqual(self.company_e.message_partner_ids, self.env["res.partner"])

    def test_ask_again_without_an_owner(self):
        """The coach of the last contact is reminded."""
        last = self.log(self.coach_a2)
        self.decline(retry_date=TODAY)
        self.run_job()
        self.assertEqual(last.sudo().activity_ids.user_id, self.coach_a2)

    def test_ask_again_without_any_contact(self):
        self.decline(retry_date=TODAY)
        self.run_job()
        self.assertEqual(self.stage, "prospect")

    def test_missed_day_is_made_up_for(self):
        self.decline(retry_date=TODAY - timedelta(days=9))
        self.run_job()
        self.assertEqual(self.stage, "prospect")

    def test_never_again(self):
        self.decline()
        self.freeze("2035-03-06 10:00:00")
        self.run_job()
        self.assertEqual(self.stage, "declined")

    def test_silent_employer_brought_back_stays_back(self):
        """Asked to come back on a day, it is not put to sleep on that same day."""
        self.silent(200)
        self.decline(retry_date=TODAY)
        self.run_job()
        self.run_job()
        self.assertEqual(self.stage, "introduced")

    def test_second_run_changes_nothing(self):
        self.silent(100)
        retry = self.new_employer("Elsewhere Oy")
        last = self.log(
            self.coach_a2, employer_id=retry.id, person_ids=[Command.clear()]
        )
        self.decline(retry, retry_date=TODAY)
        self.run_job()
        names = ["employer_stage", "decline_retry_date", "write_date"]
        before = (self.company_e | retry).read(names)
        activities = last.sudo().activity_ids
        self.assertEqual(len(activities), 1)
        self.freeze("2025-03-05 11:00:00")
        self.run_job()
        self.assertEqual((self.company_e | retry).read(names), before)
        self.assertEqual(last.sudo().activity_ids, activities)

    def test_other_company_s_days(self):
        """Each company of the organisation has its own patience."""
        other = self.env["res.company"].create(
            {"name": "Another region", "ips_dormant_days": 30}
        )
        employer = self.new_employer("Elsewhere Oy", company_id=self.env.company.id)
        day = datetime(2025, 1, 5, 9)
        self.log(
            self.coach_a1,
            date=day,
            employer_id=employer.id,
            person_ids=[Command.clear()],
        )
        self.run_job()
        self.assertEqual(employer.employer_stage, "introduced")
        employer.company_id = other
        self.run_job()
        self.assertEqual(employer.employer_stage, "dormant")


@tagged("standard", "post_install", "-at_install")
class TestStageQueries(IpsQueriesCommon):
    """Many companies at once cost a fixed number of queries."""

    def employers(self, number):
        employers = self.env["res.partner"].create(
            [
                {"name": f"Batch {index}", "is_company": True, "is_employer": True}
                for index in range(number)
            ]
        )
        self.Contact.with_user(self.coach_a1).create(
            [
                {"employer_id": employer.id, "date": TUESDAY, "channel": "phone"}
                for employer in employers
            ]
        )
        self.env.cr.execute(
            "UPDATE ips_employer_contact SET channel = 'in_person'"
            " WHERE employer_id IN %s",
            [tuple(employers.ids)],
        )
        return employers

    def test_advancing(self):
        few, many = self.employers(2), self.employers(30)
        self.env.invalidate_all()
        few._advance_stage()
        few.employer_stage = "prospect"
        with self.count_queries() as queries_few:
            few._advance_stage()
        with self.count_queries() as queries_many:
            many._advance_stage()
        self.assertEqual(set(many.mapped("employer_stage")), {"introduced"})
        self.assertLessEqual(len(queries_many), len(queries_few))

    def test_daily_job_on_silent_employers(self):
        partners = self.env["res.partner"]
        few = self.employers(2)
        few._advance_stage()
        self.freeze(datetime.combine(MONDAY + timedelta(days=200), datetime.min.time()))
        partners._cron_employer_stages()
        few.employer_stage = "introduced"
        with self.count_queries() as queries_few:
            partners._cron_employer_stages()
        many = self.employers(30)
        many._advance_stage()
        with self.count_queries() as queries_many:
            partners._cron_employer_stages()
        self.assertEqual(set(many.mapped("employer_stage")), {"dormant"})
        self.assertLessEqual(len(queries_many), len(queries_few))
