from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import Form, tagged, warmup

from .common import COACH, LAST_TUESDAY, MONDAY, TUESDAY
from .common_queries import IpsQueriesCommon

FORM = "ips_employer_crm.ips_employer_contact_view_form"


@tagged("standard", "post_install", "-at_install")
class TestQueries(IpsQueriesCommon):
    """What screens cost in SQL queries does not grow with what they show."""

    saved = 0

    def log_many(self, number, user=None):
        """Contacts of this week and last, with employers and people of their own."""
        user = user or self.coach_a1
        employers = self.env["res.partner"].create(
            [
                {"name": f"Employer {index}", "is_company": True, "is_employer": True}
                for index in range(number)
            ]
        )
        people = self.env["res.partner"].create(
            [
                {"name": "Boss", "parent_id": employer.id, "decides_on_hiring": True}
                for employer in employers
            ]
        )
        return self.Contact.with_user(user).create(
            [
                {
                    "employer_id": employer.id,
                    "person_ids": [Command.set(person.ids)],
                    "date": TUESDAY if index % 2 else LAST_TUESDAY,
                    "next_step": "Call",
                    "purpose_id": self.env.ref("ips_employer_crm.purpose_needs").id,
                    "outcome_id": self.env.ref("ips_employer_crm.outcome_later").id,
                }
                for index, (employer, person) in enumerate(
                    zip(employers, people, strict=True)
                )
            ]
        )

    def save_form(self):
        """A coach fills in the form and saves; returns the queries of the save."""
        log = Form(self.Contact.with_user(self.coach_a1), view=FORM)
        log.employer_id = self.workplace
        log.purpose_id = self.env.ref("ips_employer_crm.purpose_needs")
        log.outcome_id = self.env.ref("ips_employer_crm.outcome_later")
        log.next_step = "Send thanks"
        log.next_step_date = MONDAY + timedelta(weeks=1)
        with self.count_queries() as queries:
            contact = log.save()
        self.assertTrue(contact.is_counted)
        self.assertEqual(contact.activity_ids.summary, "Send thanks")
        return queries

    def save_log(self):
        """A coach saves the log screen; returns the queries but those of the week.

        My week, which comes back with the answer, has a budget of its own below.
        """
        values = {
            "employer_id": self.workplace.id,
            "person_ids": self.decider.ids,
            "purpose_id": self.env.ref("ips_employer_crm.purpose_needs").id,
            "outcome_id": self.env.ref("ips_employer_crm.outcome_later").id,
            "next_step": "Send thanks",
            "next_step_date": "2025-03-10",
            "request_uuid": f"save-{self.saved}",
        }
        self.saved += 1
        contacts = self.Contact.with_user(self.coach_a1)
        week = patch.object(type(self.Week), "get_my_week", lambda *_args: {"team": ""})
        with week, self.count_queries() as queries:
            result = contacts.log_contact(values)
        contact = contacts.browse(result["id"])
        self.assertTrue(result["counts"])
        self.assertEqual(contact.activity_ids.summary, "Send thanks")
        return queries

    def assert_budget(self, queries, limit):
        self.assertLessEqual(
            len(queries), limit, "\n".join(str(query)[:200] for query in queries)
        )

    @warmup
    def test_saving_the_form(self):
        """The save button of the form, next step included."""
        self.save_form()
        self.assert_budget(self.save_form(), 40)

    @warmup
    def test_saving_the_log(self):
        """The one call of the log screen's save button."""
        self.save_log()
        self.assert_budget(self.save_log(), 40)

    def test_saving_a_contact_costs_no_more_with_a_long_log(self):
        for save in (self.save_form, self.save_log):
            with self.subTest(save=save.__name__):
                save()
                before = len(save())
                self.log_many(40)
                save()
                self.assertLessEqual(len(save()), before)

    def test_my_week(self):
        """5 contacts or 60, 2 visits or 12: the same number of queries."""
        call = self.Week.with_user(self.coach_a1).get_my_week
        self.log_many(5)
        self.plan(self.coach_a1)
        few = self.cost(call)
        self.log_many(55)
        for day in range(10):
            self.plan(self.coach_a1, date=TUESDAY + timedelta(days=day))
        self.assertLessEqual(self.cost(call), few)

    def test_team_week(self):
        """2 coaches or 12, with rows or without."""
        week = self.Week.with_user(self.leader_a)

        def call():
            week.get_team_week(MONDAY, self.team_a.id)

        self.log_many(5)
        few = self.cost(call)
        for number in range(10):
            coach = self.new_user(f"many{number}", f"Coach {number}", COACH)
            self.env["crm.team.member"].create(
                {"user_id": coach.id, "crm_team_id": self.team_a.id}
            )
            self.log_many(6, coach)
        self.assertLessEqual(self.cost(call), few)
        self.Week.search(
            [("team_id", "=", self.team_a.id), ("week_start", "=", MONDAY)]
        ).unlink()
        self.assertLessEqual(self.cost(call), few)

    def test_signing_many_weeks_reads_once(self):
        """Signing costs a write a week at most, not a count a week."""
        self.log_many(5)
        weeks = self.week(self.coach_a1 | self.coach_a2).with_user(self.leader_a)
        self.cost(weeks.action_sign)
        cost = self.cost(weeks.action_sign)
        more = self.Week.create(
            [
                {
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "week_start": MONDAY - timedelta(weeks=back),
                }
                for back in range(5, 15)
            ]
        )
        many = self.cost((weeks | more).with_user(self.leader_a).action_sign)
        self.assertLessEqual(many, cost + len(more))

    def test_list_of_employers(self):
        fields = {
            "name": {},
            "employer_stage": {},
            "municipality_id": {"fields": {"display_name": {}}},
            "industry_id": {"fields": {"display_name": {}}},
            "coach_id": {"fields": {"display_name": {}}},
            "last_contact_date": {},
            "next_contact_date": {},
            "visit_count": {},
            "days_since_contact": {},
            "company_registry": {},
        }
        partners = self.env["res.partner"].with_user(self.coach_a1)

        def call(limit):
            ids = self.log_ids[:limit]
            rows = partners.web_search_read([("id", "in", ids)], fields, limit=limit)
            self.assertEqual(len(rows["records"]), limit)

        self.log_ids = self.log_many(60).employer_id.ids
        few = self.cost(lambda: call(5))
        self.assertLessEqual(self.cost(lambda: call(60)), few)

    def test_list_of_contacts(self):
        """The visit number of a whole page is one query."""
        contacts = self.log_many(60)
        fields = {
            "date": {},
            "employer_id": {"fields": {"display_name": {}}},
            "user_id": {"fields": {"display_name": {}}},
            "visit_number": {},
            "is_counted": {},
            "count_reason": {},
            "next_step": {},
        }

        def call(limit):
            rows = contacts.web_search_read(
                [("id", "in", contacts.ids[:limit])], fields, limit=limit
            )
            self.assertEqual(len(rows["records"]), limit)

        few = self.cost(lambda: call(5))
        self.assertLessEqual(self.cost(lambda: call(60)), few)

    def test_list_of_weeks(self):
        """Target and count of many weeks at once."""
        self.log_many(5)
        weeks = self.Week.create(
            [
                {
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "week_start": MONDAY - timedelta(weeks=back),
                }
                for back in range(2, 42)
            ]
        )

        def call(limit):
            weeks.browse(weeks.ids[:limit]).web_read({"counted": {}, "target": {}})

        few = self.cost(lambda: call(2))
        self.assertLessEqual(self.cost(lambda: call(40)), few)

    def test_import_of_contacts_searches_people_once(self):
        """A batch of contacts costs fewer queries a contact than one alone."""
        with self.count_queries() as few:
            self.log_many(2)
        with self.count_queries() as many:
            self.log_many(12)
        self.assertLess(len(many) / 12, len(few) / 2)
