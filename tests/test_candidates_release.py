"""Showing somebody in the portal is an act of the coach's, by consent alone."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_candidates import CandidatesCommon


@tagged("standard", "post_install", "-at_install")
class TestRelease(CandidatesCommon):
    """What it takes, and what ends it."""

    def assert_not_shown(self, text, match=None, **vals):
        """Releasing is refused in one sentence, and changes nothing."""
        match = match or self.take_up(**vals)
        state = match.state
        with self.assert_refused(UserError, text=text):
            match.action_release()
        self.env.invalidate_all()
        self.assertFalse(match.released_on)
        self.assertEqual(match.state, state)

    def test_the_employer_hears_of_the_person(self):
        agreed = self.agree("2")
        for state in ("considered", "agreed"):
            with self.subTest(state=state):
                match = self.show("2", client=None, state=state)
                self.assertRecordValues(
                    match,
                    [
                        {
                            "state": "introduced",
                            "introduced_on": date(2025, 3, 5),
                            "released_on": date(2025, 3, 5),
                            "released_employer_id": self.workplace.id,
                            "disclosure_id": agreed.id,
                            "agreed_level": "2",
                        }
                    ],
                )
                self.assertRecordValues(
                    match.portal_log_ids,
                    [
                        {
                            "kind": "released",
                            "person_name": "Aino Coach",
                            "told_level": "2",
                            "until": agreed.valid_to,
                        }
                    ],
                )
            match.unlink()

    def test_later_states_stay(self):
        self.agree("1")
        self.assertEqual(self.show(state="interview").state, "interview")

    # WHAT IS MISSING IS SAID

    def test_the_person_applies_alone(self):
        self.agree("1")
        self.assert_not_shown("applies alone", approach="person_applies")

    def test_nothing_agreed(self):
        self.assert_not_shown("at least level 1")

    def test_withdrawn(self):
        self.agree("3").action_withdraw()
        self.assert_not_shown("at least level 1")

    def test_less_agreed(self):
        self.agree("1")
        self.assert_not_shown("tell less", told="2")

    def test_the_person_tells_it(self):
        self.agree("2", told_by="client")
        self.assert_not_shown("in person")

    def test_nobody_named(self):
        self.agree("2", self.env["res.users"])
        self.assert_not_shown("Nobody with a portal account")

    def test_named_without_an_account(self):
        self.new_disclosure(
            self.seeker,
            level="2",
            employer_id=self.company_e.id,
            person_ids=self.decider.ids,
        )
        self.assert_not_shown("Nobody with a portal account")

    def test_named_with_a_closed_account(self):
        self.agree("2")
        match = self.take_up()
        self.hr.active = False
        self.assert_not_shown("Nobody with a portal account", match)

    def test_named_for_another_workplace(self):
        self.agree("2", self.branch_hr)
        self.assert_not_shown("Nobody with a portal account")

    def test_no_employee_of_ours_counts(self):
        self.outsider.partner_id.parent_id = self.company_e
        self.agree("2", self.outsider)
        self.assert_not_shown("Nobody with a portal account")

    def test_it_has_ended(self):
        self.agree("1")
        match = self.take_up(state="declined", declined_by="client")
        self.assert_not_shown("come to its end", match)

    def test_the_opening_is_closed(self):
        self.agree("1")
        match = self.take_up()
        reason = self.env.ref("ips_employer_crm.crm_lost_reason_opening_withdrawn")
        self.opening.action_set_lost(lost_reason_id=reason.id)
        self.assert_not_shown("not open", match)

    def test_the_person_looks_for_no_job(self):
        self.agree("1")
        match = self.take_up()
        for phase in ("employer_agreed", "in_work"):
            self.seeker.phase = phase
            self.assert_not_shown("not looking", match)

    def test_no_longer_than_agreed(self):
        agreed = self.agree("1")
        match = self.take_up(released_until=agreed.valid_to + timedelta(days=1))
        self.assert_not_shown("holds until", match)
        match.released_until = date(2025, 3, 4)
        self.assert_not_shown("has passed", match)
        match.released_until = agreed.valid_to
        match.action_release()
        with self.assert_refused(UserError, text="holds until"):
            match.released_until = agreed.valid_to + timedelta(days=1)
        match.released_until = date(2025, 3, 10)
        self.assertEqual(self.seen(self.hr), {match: 1})

    # WHO MAY

    def test_roles(self):
        self.agree("1")
        match = self.take_up()
        for user in (
            self.coach_a2,
            self.leader_b,
            self.outsider,
            self.hr,
            self.privacy,
        ):
            theirs = match.with_user(user)
            with self.subTest(user=user.name):
                for call in (theirs.action_release, theirs.action_take_back):
                    self.env.invalidate_all()
                    with self.assert_refused(AccessError):
                        call()
        for user in (self.leader_a, self.deputy_a):
            match.with_user(user).action_release()
            self.assertEqual(self.seen(self.hr), {match: 1})
            match.with_user(user).action_take_back()
            self.assertFalse(self.seen(self.hr))

    def test_by_the_act_alone(self):
        """Not by writing the day, nor by making a match with one."""
        self.agree("1")
        values = {
            "released_on": date(2025, 3, 5),
            "released_employer_id": self.workplace.id,
        }
        match = self.take_up(state="introduced", **values)
        self.assertFalse(match.released_on)
        for name, value in values.items():
            with self.assert_refused(UserError):
                match.write({name: value})
        self.assertFalse(self.seen(self.hr))

    def test_the_log_is_kept(self):
        self.agree("1")
        row = self.show().portal_log_ids.with_user(self.coach_a1)
        for call in (lambda: row.write({"text": "x"}), row.unlink):
            with self.assert_refused(AccessError):
                call()
        with self.assert_refused(AccessError):
            row.create({"match_id": row.match_id.id, "kind": "yes"})
        self.env.invalidate_all()
        self.assertFalse(row.with_user(self.coach_a2).search([]))

    def test_shown_another_way_is_kept(self):
        self.agree("3")
        match = self.show("1")
        mine = match.with_user(self.coach_a1)
        mine.told_level = "3"
        mine.released_until = date(2025, 3, 10)
        self.assertEqual(self.seen(self.hr), {match: 3})
        rows = match.portal_log_ids.sorted("id")
        self.assertEqual(rows.mapped("kind"), ["released"] * 3)
        self.assertEqual(rows.mapped("told_level"), ["1", "3", "3"])
        self.assertEqual(rows[-1].until, date(2025, 3, 10))

    # WHAT ENDS IT

    def test_taken_back(self):
        self.agree("1")
        match = self.show()
        match.with_user(self.coach_a1).action_take_back()
        self.assertEqual(match.state, "introduced", "what was told stays told")
        self.assertFalse(match.released_on)
        self.assertFalse(self.seen(self.hr))
        kinds = match.portal_log_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["released", "taken_back"])

    def test_the_match_goes_on(self):
        self.agree("1")
        for values in (
            {"state": "declined", "declined_by": "client"},
            {"state": "hired"},
            {"state": "considered"},
            {"approach": "person_applies"},
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                match = self.show()
                match.with_user(self.coach_a1).write(values)
                self.assertFalse(match.released_on)
                self.assertFalse(self.seen(self.hr))
                self.assertIn("ended", match.portal_log_ids.mapped("kind"))
                # It takes a new act to be shown again
                match.with_user(self.coach_a1).write(
                    {"state": "introduced", "approach": "coach_speaks"}
                )
                self.assertFalse(self.seen(self.hr))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_the_opening_moves_to_another_employer(self):
        """Even where somebody there is named for them: that was no act of anybody."""
        self.agree("1", self.hr | self.branch_hr)
        match = self.show()
        self.opening.employer_id = self.branch
        self.assertFalse(self.seen(self.hr))
        self.assertFalse(self.seen(self.branch_hr))
        self.assertIn("another employer", match.portal_summary)
        match.with_user(self.coach_a1).action_take_back()
        match.with_user(self.coach_a1).action_release()
        self.assertEqual(self.seen(self.branch_hr), {match: 1})

    def test_merged_openings(self):
        """What was said stays with the match that stays."""
        self.agree("1")
        match = self.show()
        match.sudo()._portal_ask(self.hr.partner_id, "Milloin?")
        twin = self.new_opening(name="The other", employer_id=self.company_f.id)
        stays = self.take_up(lead_id=twin.id, approach="person_applies", state="hired")
        (twin | self.opening)._merge_opportunity()
        left = (match | stays).exists()
        self.assertEqual(len(left), 1)
        self.assertIn("question", left.portal_log_ids.mapped("kind"))
        self.assertTrue(left.activity_ids)

    # WHAT THE COACH READS

    def test_who_sees_what_until_when(self):
        self.agree("2", self.hr | self.accountant)
        match = self.show("1", released_until=date(2025, 4, 1))
        text = match.with_user(self.coach_a1).portal_summary
        for name in ("Hanna HR", "Arvo Accountant"):
            line = next(line for line in text.splitlines() if name in line)
            self.assertIn("1: Skills", line)
            self.assertIn("04/01/2025", line)
        self.agree("0")
        self.env.invalidate_all()
        text = match.with_user(self.coach_a1).portal_summary
        self.assertRegex(text, "Nobody sees it now.*level 1")
        match.with_user(self.coach_a1).action_take_back()
        self.assertFalse(match.portal_summary)
