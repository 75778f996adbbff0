"""What the employer's people answer about a visit: rules of the model."""

import doctest
from datetime import datetime, timedelta

import pytz
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from odoo.addons.ips_employer_crm.models.ips_employer_contact import REVIEWED_FIELDS
from odoo.addons.ips_employer_crm.models.ips_employer_contact_portal import (
    ANSWER_FIELDS,
    FEEDBACK_FIELDS,
)
from odoo.addons.ips_employer_crm.tools import typed_time

from .common import FRIDAY, TUESDAY
from .common_queries import IpsQueriesCommon

HELSINKI = pytz.timezone("Europe/Helsinki")
MONDAY_TEN = datetime(2025, 3, 10, 8, 0)
NEXT_TUESDAY = datetime(2025, 3, 11, 12, 30)


@tagged("standard", "post_install", "-at_install")
class TestTypedTime(BaseCase):
    """What a browser sends is what is shown again."""

    def test_examples_in_the_docstring(self):
        result = doctest.testmod(typed_time)
        self.assertGreater(result.attempted, 3)
        self.assertEqual(result.failed, 0)

    @given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)))
    def test_there_and_back(self, moment):
        moment = moment.replace(second=0, microsecond=0)
        typed = typed_time.shown_for_typing(moment, HELSINKI)
        read = typed_time.typed_moment(typed, HELSINKI)
        self.assertEqual(typed_time.shown_for_typing(read, HELSINKI), typed)
        # The hour that comes twice is read as the second one
        self.assertIn(read - moment, (timedelta(0), timedelta(hours=1)))

    @given(st.text(max_size=20))
    def test_anything_may_be_typed(self, text):
        moment = typed_time.typed_moment(text, HELSINKI)
        self.assertTrue(moment is None or isinstance(moment, datetime))


@tagged("standard", "post_install", "-at_install")
class TestVisitAnswer(IpsQueriesCommon):
    """Aino plans a visit for Friday 11:00; Hanna at the company answers.

    Confirmed, another time proposed, cancelled: each replaces the one before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hanna = cls.portal.partner_id
        cls.visit = cls.plan(cls.coach_a1, shared_note="Katsotaan keittiö")

    def confirm(self, visit=None):
        visit = visit or self.visit
        visit._employer_confirm(self.hanna, visit.date)

    def propose(self, *moments):
        self.visit._employer_propose(self.hanna, moments or [MONDAY_TEN, NEXT_TUESDAY])

    def answer(self, visit=None):
        visit = visit or self.visit
        return [
            visit.employer_answer,
            visit.employer_answer_person_id,
            visit.proposed_date_1,
            visit.proposed_date_2,
        ]

    def nothing(self):
        return [False, self.env["res.partner"], False, False]

    # ANSWERS

    def heard(self, visit=None):
        """(who is told, what) by the visit's activities, oldest first."""
        activities = (visit or self.visit).activity_ids.sorted("id")
        return [(row.user_id, row.summary) for row in activities]

    def test_confirmed(self):
        self.confirm()
        self.assertEqual(self.answer(), ["confirmed", self.hanna, False, False])
        self.assertEqual(self.visit.employer_answer_text, "Confirmed by Hanna HR")
        self.assertEqual(self.heard(), [(self.coach_a1, "Visit confirmed")])
        self.assertEqual(self.visit.message_ids[:1].author_id, self.hanna)
        self.assertFalse(self.visit.message_partner_ids)
        self.assertFalse(self.visit.message_ids.notified_partner_ids)

    def test_said_twice_is_heard_once(self):
        for _time in range(2):
            self.confirm()
        for _time in range(2):
            self.propose()
        for _time in range(2):
            self.visit._employer_cancel(self.hanna, "Kiire")
        self.assertEqual(len(self.heard()), 3)

    def test_a_time_that_was_not_shown_is_not_confirmed(self):
        self.visit.with_user(self.coach_a1).date = MONDAY_TEN
        for shown in (FRIDAY, None):
            with self.assert_refused(UserError, text="moved meanwhile"):
                self.visit._employer_confirm(self.hanna, shown)

    def test_another_time_replaces_the_confirmation(self):
        self.confirm()
        self.propose()
        self.assertEqual(
            self.answer(), ["other_time", self.hanna, MONDAY_TEN, NEXT_TUESDAY]
        )
        self.assertEqual(self.visit.date, FRIDAY)
        self.assertRegex(
            self.visit.employer_answer_text,
            r"Hanna HR proposes Mon, Mar 10, 2025 at 10:00\sAM or Tue, .* at 2:30\sPM",
        )
        self.assertRegex(self.heard()[-1][1], r"^Another time proposed: Mon, Mar 10")
        self.confirm()
        self.assertEqual(self.answer(), ["confirmed", self.hanna, False, False])

    def test_the_coach_is_told_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.coach_a1.lang = "fi_FI"
        self.propose(MONDAY_TEN)
        self.assertIn("ma 10.3.2025", self.heard()[0][1])
        self.assertIn("10.00", self.heard()[0][1])

    def test_times_that_cannot_be_proposed(self):
        for moments, text in [
            ([], "one time or two"),
            ([MONDAY_TEN, NEXT_TUESDAY, FRIDAY + timedelta(1)], "one time or two"),
            ([TUESDAY], "lies ahead"),
            ([MONDAY_TEN, TUESDAY], "lies ahead"),
            ([MONDAY_TEN + timedelta(days=366)], "within a year"),
            ([FRIDAY], "planned for that time"),
        ]:
            with self.subTest(text), self.assert_refused(UserError, text=text):
                self.visit._employer_propose(self.hanna, moments)
        self.assertEqual(self.answer(), self.nothing())

    def test_the_same_time_twice_is_one(self):
        self.propose(MONDAY_TEN, MONDAY_TEN)
        self.assertEqual(self.answer(), ["other_time", self.hanna, MONDAY_TEN, False])

    def test_cancelled(self):
        event = self.visit.event_id
        mails = self.env["mail.mail"].search_count([("id", "!=", 0)])
        self.propose()
        self.visit._employer_cancel(self.hanna, "Inventaario kesken")
        self.assertEqual(self.visit.state, "cancelled")
        self.assertFalse(event.active)
        self.assertEqual(self.env["mail.mail"].search_count([("id", "!=", 0)]), mails)
        self.assertEqual(self.answer(), ["cancelled", self.hanna, False, False])
        self.assertEqual(
            self.heard()[-1], (self.coach_a1, "Visit cancelled by the employer")
        )
        note = self.visit.activity_ids.sorted("id")[-1].note
        self.assertIn("Inventaario kesken", note)
        with self.assert_refused(UserError, text="has been cancelled"):
            self.confirm()

    def test_cancelling_takes_a_word(self):
        with self.assert_refused(UserError, text="why you cancel"):
            self.visit._employer_cancel(self.hanna, "")
        self.assertEqual(self.visit.state, "planned")

    def test_too_late(self):
        self.freeze("2025-03-07 09:00:00")
        for answer in [
            self.confirm,
            self.propose,
            lambda: self.visit._employer_cancel(self.hanna, "Kiire"),
        ]:
            with self.assert_refused(UserError, text="has begun or is over"):
                answer()

    def test_nobody_writes_it_from_outside(self):
        """Not the coach, not with a default, not by importing or copying."""
        values = {
            "employer_answer": "confirmed",
            "employer_answer_person_id": self.hanna.id,
            "proposed_date_1": MONDAY_TEN,
            "employer_feedback": "yes",
            "employer_feedback_text": "Hienoa",
        }
        own = self.visit.with_user(self.coach_a1)
        own.write(values)
        own.load([".id", "employer_answer"], [[str(own.id), "Confirmed"]])
        made = self.plan(self.coach_a1, **values)
        defaults = {f"default_{name}": value for name, value in values.items()}
        by_default = own.with_context(**defaults).create(
            {"employer_id": self.workplace.id, "date": MONDAY_TEN, "state": "planned"}
        )
        self.confirm()
        self.propose()
        copy = own.copy({"state": "planned"})
        for visit in made | by_default | copy:
            self.assertEqual(self.answer(visit), self.nothing())
            self.assertFalse(visit.employer_feedback)
            self.assertFalse(visit.employer_feedback_text)
        self.assertFalse(self.visit.employer_feedback)
        self.assertEqual(self.visit.employer_answer, "other_time")

    def test_no_answer_touches_the_review(self):
        self.assertFalse((ANSWER_FIELDS | FEEDBACK_FIELDS) & REVIEWED_FIELDS)

    def test_merged_people_keep_what_they_answered(self):
        self.confirm()
        twin = self.new_person("Hanna HR", place=self.company_e)
        merger = self.env["base.partner.merge.automatic.wizard"]
        merger._merge((twin | self.hanna).ids, twin, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(self.visit.employer_answer_person_id, twin)
        self.assertEqual(self.visit.employer_answer, "confirmed")

    def test_a_person_gone_leaves_the_answer(self):
        person = self.new_person("Lea Lähtijä")
        self.visit._employer_confirm(person, self.visit.date)
        self.visit.person_ids -= person
        person.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.visit.employer_answer_text, "Confirmed by The employer")

    # MOVED: an answer is about a time and a place

    def test_the_coach_moves_it(self):
        self.confirm()
        self.visit.with_user(self.coach_a1).date = MONDAY_TEN
        self.assertEqual(self.answer(), self.nothing())
        self.assertFalse(self.visit.employer_answer_on)

    def test_the_coach_moves_it_in_the_calendar(self):
        self.confirm()
        event = self.visit.event_id.with_user(self.coach_a1)
        event.write({"start": MONDAY_TEN, "stop": MONDAY_TEN + timedelta(hours=1)})
        self.assertEqual(self.visit.date, MONDAY_TEN)
        self.assertEqual(self.answer(), self.nothing())

    def test_to_another_place(self):
        self.confirm()
        self.visit.with_user(self.coach_a1).employer_id = self.company_e
        self.assertEqual(self.answer(), self.nothing())

    def test_what_moves_nothing_drops_nothing(self):
        self.confirm()
        self.visit.with_user(self.coach_a1).write(
            {"date": FRIDAY, "employer_id": self.workplace.id, "duration": 2.0}
        )
        self.assertEqual(self.visit.employer_answer, "confirmed")

    def test_planned_again_waits_again(self):
        self.visit._employer_cancel(self.hanna, "Kiire")
        self.visit.with_user(self.coach_a1).state = "planned"
        self.assertEqual(self.answer(), self.nothing())

    def test_it_stays_with_what_took_place(self):
        self.confirm()
        self.visit.with_user(self.coach_a1).write({"state": "done", "date": TUESDAY})
        self.assertEqual(self.visit.employer_answer, "confirmed")

    def test_the_coach_takes_a_time(self):
        for action, moment in [
            ("action_take_first_time", MONDAY_TEN),
            ("action_take_second_time", NEXT_TUESDAY),
        ]:
            with self.subTest(action):
                self.visit.date = FRIDAY
                self.propose()
                own = self.visit.with_user(self.coach_a1)
                self.assertTrue(own.can_take_time)
                getattr(own, action)()
                self.assertEqual(self.visit.date, moment)
                self.assertEqual(self.visit.event_id.start, moment)
                self.assertEqual(self.answer(), ["confirmed", self.hanna, False, False])
                self.assertFalse(own.can_take_time)

    def test_a_proposed_time_taken_in_the_calendar(self):
        self.propose()
        event = self.visit.event_id.with_user(self.coach_a1)
        event.write({"start": MONDAY_TEN, "stop": MONDAY_TEN + timedelta(hours=1)})
        self.assertEqual(self.answer(), ["confirmed", self.hanna, False, False])

    def test_a_time_that_is_not_there(self):
        own = self.visit.with_user(self.coach_a1)
        self.propose(MONDAY_TEN)
        with self.assert_refused(UserError, text="not proposed any more"):
            own.action_take_second_time()
        self.freeze("2025-03-10 09:00:00")
        with self.assert_refused(UserError, text="has passed"):
            own.action_take_first_time()
        self.assertEqual(self.visit.date, FRIDAY)

    def test_colleagues_see_and_do_not_take(self):
        self.propose()
        self.env.invalidate_all()
        for colleague in self.coach_a2 | self.coach_b1 | self.leader_b:
            seen = self.visit.with_user(colleague)
            self.assertIn("proposes", seen.employer_answer_text)
            self.assertFalse(seen.can_take_time)
            with self.assert_refused(AccessError):
                seen.action_take_first_time()
        for leader in self.leader_a | self.deputy_a:
            self.assertTrue(self.visit.with_user(leader).can_take_time)
        self.visit.with_user(self.deputy_a).action_take_first_time()
        self.assertEqual(self.visit.date, MONDAY_TEN)

    def test_outsiders_call_nothing(self):
        self.propose()
        for user in self.portal | self.outsider:
            for action in ("action_take_first_time", "action_take_second_time"):
                with self.assert_refused(AccessError):
                    getattr(self.visit.with_user(user), action)()

    # FEEDBACK: one question after a visit, once, within 60 days

    def done(self, **vals):
        return self.log(self.coach_a1, **vals)

    def test_told(self):
        done = self.done()
        done._employer_tell(self.hanna, "partly", "Hyvä alku")
        self.assertEqual(done.employer_feedback, "partly")
        self.assertEqual(done.employer_feedback_text, "Hyvä alku")
        self.assertEqual(done.employer_feedback_person_id, self.hanna)
        activity = done.activity_ids
        self.assertEqual(activity.user_id, self.coach_a1)
        self.assertEqual(activity.summary, "Was the visit useful? Partly")
        self.assertIn("Hyvä alku", activity.note)

    def test_once_for_the_company(self):
        done = self.done()
        done._employer_tell(self.hanna, "yes")
        with self.assert_refused(UserError, text="answered this already"):
            done._employer_tell(self.decider, "no")
        self.assertEqual(done.employer_feedback, "yes")

    def test_what_is_asked(self):
        old = TUESDAY - timedelta(days=59)
        asked = self.done() | self.done(date=old)
        asked |= self.done(channel="remote") | self.done(channel="event")
        others = self.visit | self.done(date=old - timedelta(days=1))
        others |= self.done(channel="phone") | self.done(state="cancelled")
        self.assertTrue(all(visit._takes_feedback() for visit in asked))
        for visit in others:
            self.assertFalse(visit._takes_feedback())
            with self.assert_refused(UserError, text="any more"):
                visit._employer_tell(self.hanna, "yes")

    def test_one_of_the_answers(self):
        done = self.done()
        for answer in ("maybe", "", None):
            with self.assert_refused(UserError, text="Choose one"):
                done._employer_tell(self.hanna, answer)

    def test_a_signed_week_stays_signed(self):
        done = self.done()
        self.sign(self.coach_a1)
        done._employer_tell(self.hanna, "no", "Turha")
        self.assertFalse(self.week(self.coach_a1).changed_after_review)

    # MY WEEK

    def coming(self):
        week = self.Week.with_user(self.coach_a1).get_my_week()
        return [row["answer"] for row in week["planned"]["coming"]]

    def test_answers(self):
        self.assertEqual(self.coming(), [""])
        self.confirm()
        self.assertEqual(self.coming(), ["Confirmed by Hanna HR"])

    def test_queries(self):
        call = self.Week.with_user(self.coach_a1).get_my_week
        self.confirm()
        few = self.cost(call)
        for _number in range(20):
            person = self.new_person("Hr")
            self.plan(self.coach_a1)._employer_confirm(person, FRIDAY)
        # More steps than one screen shows would hide nothing of the visits
        self.assertLessEqual(self.cost(call), few + 1)
