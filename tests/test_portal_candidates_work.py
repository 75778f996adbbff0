"""After 13 weeks: one question to whoever is named, and who reads the answer."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_candidates import NAME, NOBODY, TOKEN, PortalCandidatesCommon


class AtWorkCommon(PortalCandidatesCommon):
    """``seeker`` has been a kitchen help at the workplace for 13 weeks today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ips_today()
        cls.seeker.phase = "in_work"
        cls.job = cls.env["ips.placement"].create(
            {
                "client_id": cls.seeker.id,
                "employer_id": cls.workplace.id,
                "occupation_id": cls.kitchen.id,
                "start_date": cls.today - timedelta(weeks=13) + timedelta(days=1),
                "hours_week": 20,
                "feedback": "qwxopittu",
            }
        )

    def asked(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["ips.placement"]._asked_of(user.partner_id)


@tagged("standard", "post_install", "-at_install")
class TestWhoIsAsked(AtWorkCommon):
    """Under consent alone, from the name on, once."""

    def test_whoever_is_named(self):
        self.assertFalse(self.asked(self.hr))
        self.agree("2", self.hr | self.branch_hr)
        self.assertEqual(self.asked(self.hr), {self.job: 2})
        others = (self.foreman, self.branch_hr, self.stranger, self.accountant)
        for user in (*others, self.outsider, self.coach_a1):
            self.assertFalse(self.asked(user), user.name)
        self.agree("3", self.hr | self.accountant)
        self.assertEqual(self.asked(self.accountant), {self.job: 3})

    def test_from_the_name_on(self):
        for level in "01234":
            self.agree(level)
            self.assertEqual(bool(self.asked(self.hr)), level >= "2", level)

    def assert_not_asked(self, change):
        with self.env.cr.savepoint() as savepoint:
            self.assertTrue(self.asked(self.hr))
            change()
            self.assertFalse(self.asked(self.hr))
            savepoint.rollback()
        self.env.invalidate_all()

    def test_no_longer(self):
        agreed = self.agree("2")
        day = timedelta(days=1)
        reason = self.env["ips.client.end.reason"].search([], limit=1)
        for name, change in {
            "withdrawn": agreed.action_withdraw,
            "told by the person": lambda: self.agree("2", told_by="client"),
            "excluded": lambda: self.new_disclosure(
                self.seeker, level="0", employer_id=self.company_e.id, excludes=True
            ),
            "a day short": lambda: self.job.write(
                {"start_date": self.job.start_date + day}
            ),
            "few hours": lambda: self.job.write({"hours_week": 6}),
            "a work trial": lambda: self.job.write({"kind": "work_trial"}),
            "never began": lambda: self.job.write({"never_began": True}),
            "ended": lambda: self.job.write({"end_date": self.today - day}),
            "elsewhere": lambda: (
                self.job.write({"employer_id": self.branch.id})
                and self.hr.partner_id.write({"parent_id": self.workplace.id})
            ),
            "closed": lambda: self.seeker.sudo().write(
                {"phase": "closed", "end_reason_id": reason.id}
            ),
            "left": lambda: self.hr.partner_id.write({"parent_id": self.branch.id}),
            "login closed": lambda: self.hr.write({"active": False}),
        }.items():
            with self.subTest(name):
                self.assert_not_asked(change)


@tagged("standard", "post_install", "-at_install")
class TestAtWorkPage(AtWorkCommon):
    """The page and its answer."""

    def setUp(self):
        super().setUp()
        self.agree("2")

    def open_question(self):
        page = self.get(self.hr)
        path = f"/my/candidates/work/{page.text.split('/my/candidates/work/')[1][:22]}"
        self.assertEqual(self.look(path).status_code, 200)
        return path

    def test_what_it_says(self):
        path = self.open_question()
        for page in (self.look(), self.look(path)):
            for word in (self.seeker.ref, "qwx", "7654321", "quiet", str(self.job.id)):
                self.assertNotIn(word, page.text)
            self.assertIn(NAME, self.words_of(page))
            self.assertIn(self.kitchen.name, page.text)
            self.assertNotIn(NOBODY, page.text)
        looks = self.looks(self.seeker, self.hr)
        self.assertEqual(set(looks.mapped("operation")), {"portal"})
        self.assertEqual(set(looks.mapped("told_level")), {"2"})
        self.assertIn(NOBODY, self.get(self.foreman).text)

    def test_without_names(self):
        self.seeker.write({"name": False})
        page = self.look(self.open_question())
        self.assertIn("Somebody who began to work with you", page.text)

    def test_answer(self):
        path = self.open_question()
        response = self.answer(path, answer="partly", text=" Hyvin menee ", call="1")
        self.assertIn("Thank you for the answer", response.text)
        self.assertRecordValues(
            self.job,
            [
                {
                    "employer_answer": "partly",
                    "employer_words": "Hyvin menee",
                    "employer_call_wanted": True,
                    "employer_answered_on": date(2025, 3, 5),
                    "employer_person_id": self.hr.partner_id.id,
                    "employer_person_name": "Hanna HR",
                    "feedback": "qwxopittu",
                }
            ],
        )
        task = self.tasks(self.job)
        self.assertEqual(task.user_id, self.coach_a1)
        self.assertIn("call", task.summary)
        self.assertIn("Hyvin menee", task.note)
        self.assertNotIn("Zyxwvu", f"{task.summary} {task.note}")
        # Asked once
        self.assertFalse(self.asked(self.hr))
        for response in (self.look(path), self.answer(path, answer="well")):
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.job.employer_answer, "partly")

    def test_what_is_no_answer(self):
        path = self.open_question()
        for answer in ("", "great"):
            page = self.answer(path, answer=answer, text="Kirjoitettu")
            self.assertEqual(self.errors_of(page), ["Choose one of the three answers."])
            self.assertIn("Kirjoitettu", page.text)
        page = self.answer(path, answer="well", text="Sairaus vaivaa")
        self.assertIn("Sairaus", self.errors_of(page)[0])
        self.assertFalse(self.job.employer_answered_on)
        self.answer(path, answer="well", text="Sairaus vaivaa", words_confirmed="1")
        self.assertEqual(self.job.employer_answer, "well")

    def test_withdrawn_meanwhile(self):
        path = self.open_question()
        self.seeker.disclosure_ids.action_withdraw()
        for response in (self.look(path), self.answer(path, answer="well")):
            self.assertEqual(response.status_code, 404)
        self.assertFalse(self.job.employer_answered_on)

    def test_addresses_of_candidates_are_no_addresses_of_jobs(self):
        path = self.open_question()
        token = path.rsplit("/", 1)[1]
        self.assertEqual(self.look(f"/my/candidates/{token}").status_code, 404)
        self.assertFalse(TOKEN.search(self.look().text))


@tagged("standard", "post_install", "-at_install")
class TestWhoReadsTheAnswer(AtWorkCommon):
    """The client's readers, and the answer is not theirs to write."""

    def setUp(self):
        super().setUp()
        self.agree("2")
        self.job.sudo()._portal_answer(self.hr.partner_id, "badly", "qwxsanat", True)
        self.env.flush_all()

    def test_readers(self):
        self.env.invalidate_all()
        for user in (self.coach_a1, self.leader_a, self.deputy_a):
            job = self.job.with_user(user)
            self.assertEqual(job.employer_words, "qwxsanat")
            with self.assert_refused(UserError):
                job.employer_answer = "well"
            self.env.invalidate_all()
        for user in (
            self.coach_a2,
            self.leader_b,
            self.outsider,
            self.privacy,
            self.hr,
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                self.job.with_user(user).read(["employer_words"])
        # sudo: the officer's page reads so
        page = self.env["ips.client.data.report"]._page(self.seeker.sudo())
        self.assertIn("qwxsanat", repr(page))

    def test_the_task_is_theirs_alone(self):
        """Even where it is assigned to somebody who has lost the client since."""
        task = self.tasks(self.job)
        tasks = self.env["mail.activity"]
        self.assertTrue(tasks.with_user(self.coach_a1).search([("id", "=", task.id)]))
        for user in (
            self.coach_a2,
            self.leader_b,
            self.outsider,
            self.privacy,
            self.hr,
        ):
            with self.subTest(user=user.name):
                self.env.invalidate_all()
                theirs = tasks.with_user(user)
                if user != self.hr:
                    self.assertFalse(theirs.search([("id", "=", task.id)]))
                with self.assertRaises(AccessError):
                    theirs.browse(task.id).read(["note"])
        # sudo: as the leader does
        self.seeker.sudo().user_id = self.coach_a2
        self.env.invalidate_all()
        self.assertEqual(task.user_id, self.coach_a2, "goes along to the next coach")
        task.user_id = self.coach_a1
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            task.with_user(self.coach_a1).read(["note"])
        self.assertFalse(tasks.with_user(self.coach_a1).search([("id", "=", task.id)]))
        self.assertNotIn("ips.placement", repr(self.count_of(self.coach_a1)))

    def count_of(self, user):
        return self.env["res.users"].with_user(user)._get_activity_groups()
