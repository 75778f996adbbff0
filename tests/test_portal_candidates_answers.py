"""What HR answers about candidates: the match moves on and the coach hears of it."""

from lxml import html

from odoo import fields
from odoo.tests import tagged

from .common_candidates import FIRST_ID, NOBODY, PortalCandidatesCommon


@tagged("standard", "post_install", "-at_install")
class TestCandidateAnswers(PortalCandidatesCommon):
    """Yes, a question, no: the match moves on and the coach hears of it."""

    def setUp(self):
        super().setUp()
        self.agree("2")
        self.match = self.show("2")
        self.path = self.open_one()

    def assert_told(self, summary, *words):
        """The coach has one thing to do, and nobody is named in its summary."""
        task = self.tasks(self.match)
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.coach_a1)
        self.assertIn(summary, task.summary)
        self.assertEqual(task.res_name, self.seeker.ref)
        for word in ("Hanna HR", *words):
            self.assertIn(word, task.note)
        for secret in ("Zyxwvu", self.seeker.ref):
            self.assertNotIn(secret, f"{task.summary} {task.note}")
        for model in ("crm.lead", "ips.employer.contact", "res.partner"):
            self.assertFalse(
                self.env["mail.activity"].search(
                    [("res_model", "=", model), ("summary", "=", task.summary)]
                )
            )
        return task

    def test_yes(self):
        response = self.answer(self.path, todo="yes")
        self.assertIn("Your coach arranges the interview", response.text)
        self.assertRecordValues(
            self.match,
            [{"state": "interview", "interviewed_on": fields.Date.today()}],
        )
        self.assert_told("yes to an interview")
        self.assertEqual(self.match.portal_log_ids[:1].person_name, "Hanna HR")
        # Seen on, and said once
        self.assertIn("your coach arranges it with you", self.words_of(response))
        again = self.answer(self.path, todo="yes")
        self.assertIn("said yes to an interview already", self.errors_of(again)[0])

    def test_yes_with_times(self):
        self.answer(
            self.path, todo="yes", time1="2025-03-10T10:00", time2="2025-03-31T13:30"
        )
        log = self.match.portal_log_ids.filtered(lambda row: row.kind == "yes")
        # In Helsinki: winter time, then summer time
        self.assertEqual(str(log.proposed_1), "2025-03-10 08:00:00")
        self.assertEqual(str(log.proposed_2), "2025-03-31 10:30:00")
        self.assert_told("yes", "3/10/25, 10:00", "3/31/25, 1:30")

    def test_times_that_cannot_be(self):
        for time in (
            "tomorrow",
            "2025-03-01T10:00",
            "2027-01-01T10:00",
            "9999-12-31T23:59",
        ):
            with self.subTest(time=time):
                page = self.answer(self.path, todo="yes", time1="", time2=time)
                self.assertTrue(self.errors_of(page))
                self.assertIn(f'value="{time}"', page.text, "what was typed is kept")
                self.assertEqual(self.match.state, "introduced")

    def test_question(self):
        text = "Onko hän <b>aamuvirkku</b>?"
        self.answer(self.path, todo="ask", text=f"  {text}\r\nTerveisin ")
        log = self.match.portal_log_ids.filtered(lambda row: row.kind == "question")
        self.assertEqual(log.text, f"{text}\nTerveisin")
        self.assert_told("asks about", "aamuvirkku")
        self.assertNotIn("<b>", self.tasks(self.match).note)
        self.assertEqual(self.match.state, "introduced")

    def test_question_that_is_none(self):
        for text in ("  ", "x" * 2001):
            page = self.answer(self.path, todo="ask", text=text)
            self.assertTrue(self.errors_of(page))
        self.assertFalse(self.tasks(self.match))

    def test_words_about_health_are_asked_about(self):
        page = self.answer(self.path, todo="ask", text="Mikä diagnoosi hänellä on?")
        self.assertIn("diagnoosi", self.errors_of(page)[0])
        self.assertIn("Mikä diagnoosi", page.text, "what was typed is kept")
        self.assertFalse(self.tasks(self.match))
        self.answer(
            self.path,
            todo="ask",
            text="Mikä diagnoosi hänellä on?",
            words_confirmed="1",
        )
        self.assertTrue(self.tasks(self.match))

    def test_no(self):
        page = self.look(self.path)
        reasons = {
            option.text_content(): option.get("value")
            for option in html.fromstring(page.text).xpath(
                "//select[@id='reason']/option"
            )
        }
        self.assertIn("Somebody else was chosen", reasons)
        for name in ("Not what the person wants", "The way is too long", "No answer"):
            self.assertNotIn(name, reasons, "not theirs to say")
        response = self.answer(
            self.path, todo="decline", reason=reasons["Somebody else was chosen"]
        )
        self.assertIn("Thank you for the answer", response.text)
        self.assertIn(NOBODY, response.text)
        self.assertRecordValues(
            self.match,
            [
                {
                    "state": "declined",
                    "declined_by": "employer",
                    "reason_id": self.env.ref(
                        "ips_employer_crm.match_reason_other_chosen"
                    ).id,
                    "released_on": False,
                }
            ],
        )
        self.assert_told("declines", "Somebody else was chosen")
        self.assertEqual(self.look(self.path).status_code, 404)

    def test_no_takes_a_reason_of_theirs(self):
        other = self.env.ref("ips_employer_crm.match_reason_not_wanted").id
        for reason in ("", str(other), "x", "0", f"{FIRST_ID}"):
            page = self.answer(self.path, todo="decline", reason=reason)
            self.assertEqual(self.errors_of(page), ["Choose a reason."])
            self.assertEqual(self.match.state, "introduced")

    def test_what_no_form_sends(self):
        for data in ({"todo": "hire"}, {}, {"todo": "yes", "state": "hired"}):
            self.answer(self.path, **data)
            self.assertIn(self.match.state, ("introduced", "interview"))

    def test_the_coach_hears_it_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.coach_a1.lang = "fi_FI"
        told = self.match._for_coach()
        self.assertEqual(told.env.lang, "fi_FI")

    def test_without_a_coach_the_leader_hears_it(self):
        self.coach_a1.active = False
        self.answer(self.path, todo="yes")
        self.assertEqual(self.tasks(self.match).user_id, self.leader_a)

    def test_nobody_follows_and_nobody_is_mailed(self):
        mails = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count([])
        self.answer(self.path, todo="yes")
        self.tasks(self.match).with_user(self.coach_a1).action_feedback("Sovittu")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
