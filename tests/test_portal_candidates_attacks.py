"""Old addresses, addresses of others, numbers that are guessed, other ways in."""

import re
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.http import root
from odoo.tests import tagged

from .common_candidates import PortalCandidatesCommon


def says_the_code(match, *_args):
    """As the check does for coaches."""
    raise UserError(f"{match.client_id.ref} has not agreed to that.")


@tagged("standard", "post_install", "-at_install")
class TestCandidateAttacks(PortalCandidatesCommon):
    """Whoever is not the one who is named, by whatever way: nothing."""

    def setUp(self):
        super().setUp()
        self.agreed = self.agree("2")
        self.match = self.show("2")
        self.path = self.open_one()

    def assert_gone(self, path=None):
        """Neither seen nor answered."""
        path = path or self.path
        state, log = self.match.state, self.match.portal_log_ids
        reason = self.env.ref("ips_employer_crm.match_reason_filled").id
        answers = [self.look(path)]
        for todo in ("yes", "ask", "decline"):
            answers.append(self.answer(path, todo=todo, text="x", reason=str(reason)))
        for response in answers:
            self.assertEqual(response.status_code, 404)
            self.assertNotIn("Zyxwvu", response.text)
            self.assertNotIn(self.seeker.ref, response.text)
        self.env.invalidate_all()
        self.assertEqual(self.match.state, state)
        self.assertEqual(self.match.portal_log_ids, log)
        self.assertFalse(self.tasks(self.match))

    def test_withdrawn(self):
        """An address that was good a moment ago is not any more."""
        self.agreed.action_withdraw()
        self.assert_gone()

    def test_taken_back(self):
        self.match.with_user(self.coach_a1).action_take_back()
        self.assert_gone()

    def test_excluded(self):
        self.new_disclosure(
            self.seeker, level="0", employer_id=self.company_e.id, excludes=True
        )
        self.assert_gone()

    def test_hired(self):
        self.match.with_user(self.coach_a1).state = "hired"
        self.assert_gone()

    def test_whoever_left(self):
        self.hr.partner_id.parent_id = self.branch
        self.assert_gone()

    def test_less_is_agreed_now(self):
        """The page follows, and yes tells no more; no code is said."""
        self.agree("1")
        page = self.look(self.path)
        self.assertNotIn("Zyxwvu", page.text)
        response = self.answer(self.path, todo="yes")
        self.assertNotIn(self.seeker.ref, response.text)
        self.assertNotIn("Zyxwvu", response.text)
        self.assertRecordValues(
            self.match, [{"state": "interview", "told_level": "1", "agreed_level": "1"}]
        )

    def test_what_is_refused_says_nothing(self):
        """What the checks say to coaches holds the code."""
        ref, model = self.seeker.ref, type(self.match)
        with patch.object(model, "_check_told", says_the_code):
            page = self.answer(self.path, todo="yes")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(
            self.errors_of(page), ["This cannot be done now. Ask your coach."]
        )
        self.assertNotIn(ref, page.text)

    def test_addresses_of_another_session(self):
        other = f"/my/candidates/{self.token_of(self.get(self.hr))}"
        self.assertNotEqual(other, self.path)
        self.assert_gone(self.path)
        self.assertEqual(self.look(other).status_code, 200)

    def test_another_person_in_the_same_browser(self):
        """Words that one left behind say nothing to the next one."""
        self.agree("2", self.hr | self.accountant)
        kept = root.session_store.get(self.session.sid)["ips_candidates"]
        self.assertEqual(kept["uid"], self.hr.id)
        for user in (self.foreman, self.accountant):
            self.get(user, "/my/company")
            session = root.session_store.get(self.session.sid)
            session["ips_candidates"] = kept
            root.session_store.save(session)
            self.assert_gone()

    def test_named_as_well(self):
        """Somebody else who is named has addresses of their own."""
        self.agree("2", self.hr | self.accountant)
        theirs = f"/my/candidates/{self.token_of(self.get(self.accountant))}"
        self.assertEqual(self.look(theirs).status_code, 200)
        self.assert_gone(self.path)

    def test_guessed(self):
        for guess in (
            str(self.match.id),
            str(self.seeker.id),
            self.seeker.ref,
            "matches",
            "uid",
            "x" * 22,
            "..%2f..",
        ):
            with self.subTest(guess=guess):
                for path in ("/my/candidates/", "/my/candidates/work/"):
                    response = self.look(path + guess)
                    self.assertIn(response.status_code, (400, 404))
                    self.assertNotIn("Zyxwvu", response.text)

    def test_there_and_never_there_look_alike(self):
        gone = self.look(self.path.replace("/my/candidates/", "/my/candidates/x"))
        self.agreed.action_withdraw()
        withdrawn = self.look(self.path)
        self.assertEqual(gone.status_code, withdrawn.status_code)
        self.assertEqual(
            re.sub(r"[\w-]{20,}", "#", gone.text),
            re.sub(r"[\w-]{20,}", "#", withdrawn.text),
        )

    def test_employees_and_anonymous_visitors(self):
        for user in (self.outsider, self.coach_a1, self.leader_a, self.privacy):
            with self.subTest(user=user.name):
                self.assertEqual(self.get(user).status_code, 404)
                self.assertEqual(self.look(self.path).status_code, 404)
        self.authenticate(None, None)
        for path in ("/my/candidates", self.path):
            response = self.look(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_without_the_forms_own_secret(self):
        response = self.look(self.path, data={"todo": "yes"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.match.state, "introduced")

    def test_a_look_answers_nothing(self):
        """What a scanner or a browser opens by itself does nothing."""
        self.look(f"{self.path}?todo=yes")
        self.assertEqual(self.match.state, "introduced")

    def test_by_programme(self):
        """No method and no model of it is HR's, by whatever name."""
        calls = [
            (model, method, args)
            for model, record in (
                ("ips.match", self.match),
                ("ips.match.portal.log", self.match.portal_log_ids),
            )
            for method, args in (
                ("read", [record.ids, ["display_name"]]),
                ("search_read", [[], ["display_name"]]),
                ("write", [record.ids, {"state": "hired"}]),
            )
        ]
        number = [self.match.id]
        person = self.hr.partner_id.id
        calls += [
            ("ips.match", "action_release", [number]),
            ("ips.match", "action_take_back", [number]),
            ("ips.match", "_shown_to", [person]),
            ("ips.match", "_portal_say_yes", [number, person, 4]),
            ("ips.match", "_portal_decline", [number, person, 1]),
            ("ips.match", "_log_portal", [number, "yes", person]),
            ("ips.placement", "_asked_of", [person]),
            ("ips.placement", "_portal_answer", [[1], person, "well", "", False]),
            ("ips.match.reason", "search_read", [[], ["name"]]),
            ("ips.client.access", "_log", [self.seeker.ids, "portal"]),
        ]
        self.authenticate(self.hr.login, self.hr.login)
        for model, method, args in calls:
            with self.subTest(model=model, method=method):
                answer = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    json={
                        "params": {
                            "model": model,
                            "method": method,
                            "args": args,
                            "kwargs": {},
                        }
                    },
                ).json()
                self.assertIn("error", answer)
                self.assertNotIn("Zyxwvu", repr(answer))
        self.assertEqual(self.match.state, "introduced")

    def test_out_of_caches(self):
        response = self.look(self.path)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "same-origin")
