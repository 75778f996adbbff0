from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.sql_db import Cursor
from odoo.tests import Form, tagged, warmup

from .common import COACH, LAST_TUESDAY, MONDAY, TUESDAY, IpsCommon

LOG_VIEW = "ips_employer_crm.ips_employer_contact_view_form_log"


@tagged("standard", "post_install", "-at_install")
class TestQueries(IpsCommon):
    """What screens cost in SQL queries does not grow with what they show."""

    @contextmanager
    def count_queries(self):
        """Queries of the block, as the first request of a process with warm caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        queries = []
        execute = Cursor.execute

        def counting(cursor, query, *args, **kwargs):
            if not str(getattr(query, "code", query)).startswith(
                ("SAVEPOINT", "RELEASE", "ROLLBACK")
            ):
                queries.append(query)
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", counting):
            yield queries
            self.env.flush_all()

    def cost(self, call):
        """Queries of the second call: the first fills the caches of the registry."""
        call()
        with self.count_queries() as queries:
            call()
        return len(queries)

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

    def save_log(self):
        """A coach fills in the log and saves; returns the queries of the save."""
        log = Form(
            self.Contact.with_user(self.coach_a1).with_context(default_state="done"),
            view=LOG_VIEW,
        )
        log.employer_id = self.workplace
        log.purpose_id = self.env.ref("ips_employer_crm.purpose_needs")
        log.outcome_id = self.env.ref("ips_employer_crm.outcome_later")
        log.next_step = "Send thanks"
        log.next_step_date = MONDAY + timedelta(weeks=1)
        with self.count_queries() as queries:
            contact = log.save()
            contact.action_done()
        self.assertTrue(contact.is_counted)
        self.assertEqual(contact.activity_ids.summary, "Send thanks")
        return queries

    @warmup
    def test_saving_a_contact(self):
        """The save button of the log, next step and message included."""
        self.save_log()
        queries = self.save_log()
        self.assertLessEqual(
            len(queries), 40, "\n".join(str(query)[:200] for query in queries)
        )

    def test_saving_a_contact_costs_no_more_with_a_long_log(self):
        self.save_log()
        before = len(self.save_log())
        self.log_many(40)
        self.assertLessEqual(len(self.save_log()), before)

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
