from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import FRIDAY, MONDAY, IpsCommon


@tagged("standard", "post_install", "-at_install")
class TestNextStep(IpsCommon):
    """What was promised is an activity of the coach."""

    def test_create_change_clear(self):
        contact = self.log(
            self.coach_a1, next_step="Call back", next_step_date="2025-03-10"
        )
        activity = contact.activity_ids
        self.assertRecordValues(
            activity,
            [
                {
                    "summary": "Call back",
                    "date_deadline": MONDAY + timedelta(weeks=1),
                    "user_id": self.coach_a1.id,
                }
            ],
        )
        contact = contact.with_user(self.coach_a1)
        contact.write({"next_step": "Send thanks"})
        self.assertEqual(contact.activity_ids, activity)
        self.assertEqual(activity.summary, "Send thanks")
        contact.write({"next_step_date": "2025-03-12"})
        self.assertEqual(activity.date_deadline, MONDAY + timedelta(days=9))
        contact.write({"next_step": False, "next_step_date": False})
        self.assertFalse(contact.activity_ids)

    def test_without_a_day_it_is_today(self):
        contact = self.log(self.coach_a1, next_step="Call back")
        contact.invalidate_recordset()
        self.assertEqual(contact.next_step_date, MONDAY + timedelta(days=2))

    def test_clearing_the_day_of_a_step(self):
        contact = self.log(
            self.coach_a1, next_step="Call back", next_step_date="2025-03-10"
        )
        contact.write({"next_step_date": False})
        self.assertEqual(contact.next_step, "Call back")

    def test_none_makes_no_activity(self):
        contact = self.log(self.coach_a1, next_step=False, next_step_date=False)
        self.assertFalse(contact.activity_ids)


@tagged("standard", "post_install", "-at_install")
class TestQuiet(IpsCommon):
    """Nothing that a coach does with a contact mails, follows or notifies."""

    def noise(self):
        """Counts of all that could reach somebody."""
        self.env.flush_all()
        domains = {
            "mail.mail": [],
            "mail.notification": [],
            "mail.followers": [("res_model", "=", "ips.employer.contact")],
            "mail.message": [
                ("message_type", "in", ["comment", "user_notification", "email"])
            ],
        }
        return {
            model: self.env[model].sudo().search_count(domain)
            for model, domain in domains.items()
        }

    def plan_together(self):
        """A visit of Aino with Eero along, as Aino sees it."""
        companions = [Command.set(self.coach_a2.ids)]
        visit = self.plan(self.coach_a1, companion_ids=companions)
        return visit.with_user(self.coach_a1)

    def test_contact(self):
        """Log, plan, move, hand over, cancel, restore, complete, delete."""
        before = self.noise()
        self.log(self.coach_a1)
        visit = self.plan_together()
        self.assertEqual(self.noise(), before)
        visit.date = FRIDAY + timedelta(hours=1)
        visit.show_in_calendar = True
        self.assertEqual(self.noise(), before)
        visit.user_id = self.coach_b1
        visit.user_id = self.coach_a1
        self.assertEqual(self.noise(), before)
        visit.action_cancel()
        visit.state = "planned"
        self.assertEqual(self.noise(), before)
        visit.action_done()
        visit.unlink()
        self.assertEqual(self.noise(), before)

    def test_visit_moved_in_the_calendar(self):
        """Dragging the event mails the colleague as little as moving the contact."""
        event = self.plan_together().event_id.with_user(self.coach_a1)
        before = self.noise()
        event.write({"start": FRIDAY, "stop": FRIDAY + timedelta(hours=1)})
        event.write({"start": FRIDAY + timedelta(hours=2)})
        self.assertEqual(self.noise(), before)

    def test_visit_cancelled_in_the_calendar(self):
        event = self.plan_together().event_id.with_user(self.coach_a1)
        before = self.noise()
        event.action_archive()
        event.action_unarchive()
        event.unlink()
        self.assertEqual(self.noise(), before)

    def test_visit_of_a_colleague(self):
        before = self.noise()
        self.plan(self.leader_a, user_id=self.coach_a1.id)
        self.log(self.leader_a, user_id=self.coach_a1.id)
        self.assertEqual(self.noise(), before)

    def test_planner_does_not_follow_a_colleague_s_event(self):
        event = self.plan(self.leader_a, user_id=self.coach_a1.id).event_id
        self.assertNotIn(self.leader_a.partner_id, event.message_partner_ids)

    def test_next_step(self):
        before = self.noise()
        self.log(self.coach_a1, next_step="Call back", next_step_date="2025-03-10")
        self.assertEqual(self.noise(), before)

    def test_next_step_of_a_colleague(self):
        before = self.noise()
        self.log(self.leader_a, user_id=self.coach_a1.id, next_step="Call back")
        self.assertEqual(self.noise(), before)

    def test_sign_off(self):
        self.log(self.coach_a1)
        before = self.noise()
        self.sign(self.coach_a1, remark="Well done")
        self.assertEqual(self.noise(), before)

    def test_log_screen(self):
        before = self.noise()
        self.Contact.with_user(self.coach_a1).log_contact(
            {
                "new_employer": {"name": "Uusi Oy"},
                "new_people": [{"name": "Uuno"}],
                "next_step": "Call back",
                "companion_ids": self.coach_a2.ids,
            }
        )
        self.assertEqual(self.noise(), before)

    def test_asking_again(self):
        """The daily job reminds the coach in the list of steps, not by e-mail."""
        self.log(self.coach_a1)
        self.company_e.write(
            {
                "coach_id": self.coach_a2.id,
                "employer_stage": "declined",
                "decline_reason_id": self.env.ref(
                    "ips_employer_crm.decline_reason_policy"
                ).id,
                "decline_retry_date": "2025-03-05",
            }
        )
        before = self.noise()
        self.env["res.partner"]._cron_employer_stages()
        self.assertTrue(self.company_e.company_contact_ids.activity_ids)
        self.assertEqual(self.noise(), before)

    def test_claim_and_decline(self):
        before = self.noise()
        company = self.company_e.with_user(self.coach_a1)
        company.action_claim()
        company.action_release()
        reason = self.env.ref("ips_employer_crm.decline_reason_policy")
        self.env["ips.employer.decline"].with_user(self.coach_a1).create(
            {"employer_id": company.id, "reason_id": reason.id}
        ).action_apply()
        self.assertEqual(self.noise(), before)
