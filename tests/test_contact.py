from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import FRIDAY, LAST_TUESDAY, TUESDAY, IpsCommon

FORM = "ips_employer_crm.ips_employer_contact_view_form"


@tagged("standard", "post_install", "-at_install")
class TestProposedPeople(IpsCommon):
    """Whom the form proposes as met."""

    def proposed(self, employer=None):
        """The people that the form proposes once the employer is chosen."""
        log = Form(self.Contact.with_user(self.coach_a1), view=FORM)
        log.employer_id = employer or self.workplace
        return self.env["res.partner"].browse(log.person_ids.ids)

    def test_the_one_who_decides(self):
        self.assertEqual(self.proposed(), self.decider)
        contact = self.Contact.create({"employer_id": self.workplace.id})
        self.assertEqual(contact.person_ids, self.decider)
        self.assertTrue(contact.decision_maker_met)

    def test_nobody_decides(self):
        self.decider.decides_on_hiring = False
        self.assertFalse(self.proposed())

    def test_do_not_contact(self):
        self.decider.do_not_contact = True
        self.assertFalse(self.proposed())

    def test_archived_person(self):
        self.decider.active = False
        self.assertFalse(self.proposed())

    def test_several_decide_none_met_yet(self):
        self.new_person("Second", decides_on_hiring=True)
        self.assertFalse(self.proposed())

    def test_several_decide(self):
        """Those of the last contact with the place, and only who decides."""
        second = self.new_person("Second", decides_on_hiring=True)
        self.log(self.coach_a1, date=LAST_TUESDAY)
        self.log(
            self.coach_a2,
            date=datetime(2025, 3, 3, 9),
            person_ids=[Command.set((second | self.clerk).ids)],
        )
        self.assertEqual(self.proposed(), second)

    def test_several_decide_on_save(self):
        """Without a form, as in an import, the proposal is the same."""
        second = self.new_person("Second", decides_on_hiring=True)
        self.log(self.coach_a1, person_ids=[Command.set(second.ids)])
        contact = self.Contact.create({"employer_id": self.workplace.id})
        self.assertEqual(contact.person_ids, second)

    def test_planned_visit_is_no_meeting(self):
        """Last met is who was met, not who will be."""
        second = self.new_person("Second", decides_on_hiring=True)
        self.log(self.coach_a1)
        self.plan(self.coach_a2, person_ids=[Command.set(second.ids)])
        self.assertEqual(self.proposed(), self.decider)

    def test_workplace_before_company(self):
        boss = self.new_person("Boss", self.company_e, decides_on_hiring=True)
        self.assertEqual(self.proposed(), self.decider)
        self.assertEqual(self.proposed(self.company_e), boss)

    def test_company_where_the_workplace_has_none(self):
        """Who decides for a workplace without people of its own sits elsewhere."""
        empty = self.workplace.copy({"name": "Testilä, Palokka"})
        self.decider.parent_id = self.company_e
        self.assertEqual(self.proposed(empty), self.decider)

    def test_person_of_another_employer(self):
        self.assertFalse(self.proposed(self.new_employer("Elsewhere Oy")))

    def test_choice_is_kept_within_the_company(self):
        log = Form(self.Contact.with_user(self.coach_a1), view=FORM)
        log.employer_id = self.workplace
        log.person_ids.clear()
        log.person_ids.add(self.clerk)
        log.employer_id = self.company_e
        self.assertEqual(log.person_ids.ids, self.clerk.ids)
        log.employer_id = self.new_employer("Elsewhere Oy")
        self.assertFalse(log.person_ids.ids)

    def test_decision_maker_is_kept_as_known_then(self):
        """What becomes known of a person later does not recount the past."""
        met = self.log(self.coach_a1)
        not_met = self.log(self.coach_a1, person_ids=[Command.set(self.clerk.ids)])
        self.env.flush_all()
        self.decider.decides_on_hiring = False
        self.clerk.decides_on_hiring = True
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(met.decision_maker_met)
        self.assertTrue(met.is_counted)
        self.assertFalse(not_met.decision_maker_met)


@tagged("standard", "post_install", "-at_install")
class TestContact(IpsCommon):
    """One contact from planning to the figures on the employer."""

    def test_log_form(self):
        """In person, now, done and mine: the coach gives the employer and saves."""
        log = Form(self.Contact.with_user(self.coach_a1), view=FORM)
        log.employer_id = self.workplace
        self.assertEqual(log.count_reason, "counted")
        contact = log.save()
        self.assertRecordValues(
            contact,
            [
                {
                    "state": "done",
                    "channel": "in_person",
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "company_id": self.team_a.company_id.id,
                    "company_partner_id": self.company_e.id,
                    "date": datetime(2025, 3, 5, 10, 0),
                    "is_counted": True,
                }
            ],
        )
        self.assertFalse(contact.event_id)

    def test_done_in_the_future_is_refused(self):
        with self.assert_refused(ValidationError, text="lies in the future"):
            self.log(self.coach_a1, date=FRIDAY)
        with self.assert_refused(ValidationError, text="Plan it as a visit"):
            self.plan(self.coach_a1).state = "done"
        contact = self.log(self.coach_a1)
        with self.assertRaises(ValidationError):
            contact.date = FRIDAY

    def test_later_today_is_no_future(self):
        contact = self.log(self.coach_a1, date=datetime(2025, 3, 5, 21, 59))
        self.assertEqual(contact.state, "done")
        with self.assertRaises(ValidationError):
            self.log(self.coach_a1, date=datetime(2025, 3, 5, 22, 0))

    def test_done_before_its_time(self):
        """A visit planned for later took place now."""
        visit = self.plan(self.coach_a1)
        visit.with_user(self.coach_a1).action_done()
        self.assertRecordValues(
            visit, [{"state": "done", "date": datetime(2025, 3, 5, 10, 0)}]
        )

    def test_done_keeps_the_time_of_the_visit(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        visit.with_user(self.coach_a1).action_done()
        self.assertRecordValues(visit, [{"state": "done", "date": TUESDAY}])

    def test_log_completes_the_visit_planned_with_the_employer(self):
        visit = self.plan(self.coach_a1, date=datetime(2025, 3, 5, 12, 0))
        self.plan(self.coach_a2, date=datetime(2025, 3, 5, 13, 0))
        for employer in self.workplace | self.company_e:
            action = employer.with_user(self.coach_a1).action_log_contact()
            self.assertEqual(action["tag"], "ips_log_contact")
            self.assertEqual(action["params"]["contact_id"], visit.id)
        action = self.workplace.with_user(self.coach_b1).action_log_contact()
        self.assertFalse(action["params"]["contact_id"])

    def test_log_leaves_a_later_visit_alone(self):
        self.plan(self.coach_a1)
        action = self.workplace.with_user(self.coach_a1).action_log_contact()
        self.assertEqual(
            action["params"], {"contact_id": False, "employer_id": self.workplace.id}
        )

    def test_repeated_save_is_one_contact(self):
        self.log(self.coach_a1, request_uuid="abc")
        self.log(self.coach_a2, request_uuid="abc")
        self.log(self.coach_a1)
        self.log(self.coach_a1)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            self.log(self.coach_a1, request_uuid="abc")

    def test_copy_is_a_contact_of_its_own(self):
        visit = self.plan(self.coach_a1, request_uuid="abc", date=TUESDAY)
        copy = visit.copy()
        self.assertFalse(copy.event_id)
        self.assertFalse(copy.request_uuid)

    def test_negative_durations_are_refused(self):
        for vals in ({"duration": -1}, {"travel_duration": -1}, {"distance_km": -1}):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
            ):
                self.log(self.coach_a1, **vals)

    def test_display_name(self):
        name = self.log(self.coach_a1).with_context(lang="en_US").display_name
        self.assertEqual(name, "Testilä, keskusta · 03/04/2025")

    # FIGURES OF THE EMPLOYER

    def test_visit_number(self):
        """Visits in person count across the company's workplaces and coaches."""
        other = self.workplace.copy({"name": "Testilä, Palokka"})
        third = self.log(self.coach_a1)
        first = self.log(self.coach_b1, date=LAST_TUESDAY, employer_id=other.id)
        phone = self.log(self.coach_a1, date=LAST_TUESDAY, channel="phone")
        second = self.log(
            self.coach_a2, date=datetime(2025, 3, 3, 9), employer_id=self.company_e.id
        )
        planned = self.plan(self.coach_a1)
        elsewhere = self.log(
            self.coach_a1, employer_id=self.new_employer("Elsewhere Oy").id
        )
        self.env.invalidate_all()
        contacts = first | second | third | phone | planned | elsewhere
        self.assertEqual(contacts.mapped("visit_number"), [1, 2, 3, 0, 0, 1])

    def test_figures_roll_up(self):
        """Companies show all contacts of the company, workplaces their own."""
        other = self.workplace.copy({"name": "Testilä, Palokka"})
        self.log(self.coach_a1, date=LAST_TUESDAY)
        self.log(self.coach_a2, channel="phone", employer_id=other.id)
        self.plan(self.coach_a1)
        self.plan(self.coach_a1, date=FRIDAY + timedelta(days=7), employer_id=other.id)
        last, tuesday = LAST_TUESDAY.date(), TUESDAY.date()
        friday, next_friday = FRIDAY.date(), FRIDAY.date() + timedelta(days=7)
        self.assertRecordValues(
            self.company_e | self.workplace | other,
            [
                {
                    "last_contact_date": last_day,
                    "next_contact_date": next_day,
                    "visit_count": visits,
                }
                for last_day, next_day, visits in [
                    (tuesday, friday, 1),
                    (last, friday, 1),
                    (tuesday, next_friday, 0),
                ]
            ],
        )

    def test_figures_follow_edits(self):
        """Moving, changing and deleting contacts shows on every place concerned."""
        elsewhere = self.new_employer("Elsewhere Oy")
        contact = self.log(self.coach_a1)
        contact.employer_id = elsewhere
        self.assertEqual(
            (self.company_e | self.workplace | elsewhere).mapped("visit_count"),
            [0, 0, 1],
        )
        self.assertFalse(self.workplace.last_contact_date)
        self.assertFalse(self.company_e.last_contact_date)
        contact.date = LAST_TUESDAY
        self.assertEqual(elsewhere.last_contact_date, LAST_TUESDAY.date())
        contact.channel = "phone"
        self.assertEqual(elsewhere.visit_count, 0)
        contact.unlink()
        self.assertFalse(elsewhere.last_contact_date)

    def test_cancelled_contact_is_no_contact(self):
        visit = self.plan(self.coach_a1)
        visit.action_cancel()
        self.assertFalse(self.company_e.next_contact_date)
        self.assertFalse(self.company_e.last_contact_date)

    def test_days_since_contact(self):
        self.log(self.coach_a1, date=LAST_TUESDAY)
        self.assertEqual(self.company_e.days_since_contact, 8)

    # WHAT FOLLOWS FROM THE REST

    def test_what_follows_is_not_written(self):
        """Whether it counts, its week, company and event are nobody's to write."""
        contact = self.log(self.coach_a1, person_ids=[Command.set(self.clerk.ids)])
        visit = self.plan(self.coach_a1)
        foreign = self.env["calendar.event"].create({"name": "Own"})
        rule = self.env["ips.contact.rule"].create(
            {"name": "Phone", "channels": "phone", "valid_from": "2030-01-01"}
        )
        wrong = {
            "is_counted": True,
            "count_reason": "counted",
            "rule_id": rule.id,
            "week_start": "2025-02-24",
            "day": "2025-02-25",
            "event_id": foreign.id,
            "company_partner_id": self.new_employer("Elsewhere Oy").id,
            "company_id": self.env["res.company"].create({"name": "Elsewhere"}).id,
        }
        names = sorted(wrong)
        self.env.flush_all()
        for record in contact | visit:
            self.env.invalidate_all()
            before = record.sudo().read(names)
            for name, value in wrong.items():
                record.with_user(self.coach_a1).write({name: value})
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(record.sudo().read(names), before)
        new = self.log(self.coach_a1, person_ids=[Command.set(self.clerk.ids)], **wrong)
        self.env.flush_all()
        self.env.invalidate_all()
        for name in set(names) - {"event_id"}:
            self.assertEqual(new.sudo()[name], contact.sudo()[name], name)
        self.assertFalse(new.sudo().event_id)
        self.assertEqual(self.counted(self.coach_a1), 0)
