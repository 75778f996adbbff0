"""Pairs that were taken up: once, with consent where we tell, open to everyone else."""

from html import unescape

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .test_match_suggestion import SuggestionCommon


@tagged("standard", "post_install", "-at_install")
class TestMatch(SuggestionCommon):
    """From considered to hired or declined."""

    def take_up(self, user=None, **vals):
        return (
            self.env["ips.match"]
            .with_user(user or self.coach_a1)
            .create(
                {"client_id": self.client_a1.id, "lead_id": self.opening.id, **vals}
            )
        )

    def test_taken_up_from_the_suggestion(self):
        row = self.suggest(client=self.client_a1)
        action = row.action_take_up()
        match = self.env["ips.match"].browse(action["res_id"])
        self.assertEqual(match.client_id, self.client_a1)
        self.assertEqual(match.lead_id, self.opening)
        again = self.suggest(client=self.client_a1)
        self.assertEqual(again.match_id, match)
        self.assertEqual(again.action_take_up()["res_id"], match.id)

    def test_one_pair_once(self):
        self.take_up()
        with self.assert_refused(Exception):
            self.take_up()

    def test_score_and_reasons_stay_as_they_were(self):
        self.new_wish(self.client_a1, occupation_id=self.kitchen.id, own_words="Soups")
        match = self.take_up()
        score, reasons = match.score, match.explanation
        self.assertTrue(score)
        self.assertIn("Soups", reasons)
        self.env["ips.match.rule"].search([("code", "=", "wish")]).points = 1
        self.client_a1.wish_ids.unlink()
        self.assertEqual((match.score, match.explanation), (score, reasons))

    def test_what_we_tell_needs_consent(self):
        match = self.take_up(approach="coach_speaks")
        match.state = "agreed"
        with self.assert_refused(UserError, text="level 1"):
            match.state = "introduced"
        with self.assert_refused(UserError):
            self.new_opening()
            self.take_up(
                lead_id=self.new_opening().id,
                approach="coach_speaks",
                state="interview",
            )
        disclosure = self.new_disclosure(self.client_a1, level="1")
        match.state = "introduced"
        self.assertEqual(match.disclosure_id, disclosure)
        self.assertEqual(match.introduced_on, self.env.company._ips_today())

    def test_withdrawn_and_excluded(self):
        disclosure = self.new_disclosure(self.client_a1, level="2")
        disclosure.action_withdraw()
        match = self.take_up(approach="coach_speaks")
        with self.assert_refused(UserError):
            match.state = "introduced"
        self.new_disclosure(self.client_a1, level="3")
        self.env["ips.disclosure"].create(
            {
                "client_id": self.client_a1.id,
                "employer_id": self.company_e.id,
                "excludes": True,
            }
        )
        with self.assert_refused(UserError):
            match.state = "introduced"

    def test_whoever_applies_alone_goes_all_the_way(self):
        match = self.take_up()
        for state in ("agreed", "introduced", "interview", "offered", "hired"):
            match.state = state
            self.assertFalse(match.disclosure_id)
        with self.assert_refused(UserError):
            match.approach = "coach_speaks"

    def test_declined_says_by_whom(self):
        match = self.take_up()
        with self.assert_refused(ValidationError):
            match.state = "declined"
        match.write({"state": "declined", "declined_by": "client"})

    def test_the_opening_knows_a_number(self):
        """Of those whom we introduced; whoever applies alone leaves no trace there."""
        self.take_up(state="introduced")
        self.take_up(self.coach_a2, client_id=self.client_a2.id)
        opening = self.opening.with_user(self.coach_b1)
        self.assertEqual(opening.introduced_count, 0)
        self.assertEqual(
            self.client_a1.last_introduction_date.isoformat(), "2025-03-05"
        )
        self.new_disclosure(self.client_a2, level="1")
        match = self.env["ips.match"].search([("client_id", "=", self.client_a2.id)])
        match.write({"approach": "coach_speaks", "state": "introduced"})
        self.env.invalidate_all()
        self.assertEqual(opening.introduced_count, 1)

    def test_the_number_follows_what_was_told(self):
        """Not who speaks now: only a word to the employer counts, and it stays said."""
        match = self.take_up(state="introduced")
        match.action_decline_client()
        match.approach = "coach_speaks"
        self.env.invalidate_all()
        self.assertEqual(self.opening.introduced_count, 0)
        self.new_disclosure(self.client_a1, level="1")
        match.write({"state": "introduced", "declined_by": False})
        match.approach = "person_applies"
        self.env.invalidate_all()
        self.assertEqual(self.opening.introduced_count, 1)

    def test_no_more_than_agreed(self):
        """Level 1 is agreed: 2 is refused with what is missing, then and later."""
        self.new_disclosure(self.client_a1, level="1")
        match = self.take_up(approach="coach_speaks", told_level="2")
        with self.assert_refused(UserError, text="1: Skills, without saying whose"):
            match.state = "introduced"
        match.told_level = "1"
        match.state = "introduced"
        with self.assert_refused(UserError, text="2: The name"):
            match.told_level = "2"
        self.assertEqual(match.told_level, "1")

    def test_what_the_code_keeps_is_not_written(self):
        """Nobody points to another person's consent, or words the reasons anew."""
        theirs = self.new_disclosure(self.client_b1, level="4")
        mine = self.take_up(
            disclosure_id=theirs.id, agreed_level="4", introduced_on="2020-01-01"
        )
        self.assertFalse(mine.disclosure_id or mine.agreed_level or mine.introduced_on)
        for name, value in (
            ("disclosure_id", theirs.id),
            ("agreed_level", "4"),
            ("introduced_on", "2020-01-01"),
            ("explanation", "Because"),
            ("score", 1000),
        ):
            with self.subTest(name=name), self.assert_refused(UserError):
                mine.write({name: value})
        matches = self.env["ips.match"].with_user(self.coach_a1)
        spec = {
            "disclosure_id": {"fields": {"display_name": {}}},
            "agreed_level": {},
            "client_id": {"fields": {"display_name": {}}},
        }
        self.env.flush_all()
        self.env.invalidate_all()
        for context, values in (
            ({}, {"disclosure_id": theirs.id}),
            ({"default_disclosure_id": theirs.id}, {}),
        ):
            draft = matches.with_context(**context)
            try:
                told = str(draft.onchange(values, list(values), spec))
            except AccessError as error:
                told = str(error)
            self.assertNotIn(self.client_b1.ref, told)
            self.assertNotIn("'agreed_level': '4'", told)

    def test_what_the_person_tells_we_do_not(self):
        self.new_disclosure(self.client_a1, level="3", told_by="client")
        match = self.take_up(approach="coach_speaks")
        self.assertFalse(match.employer_text)
        with self.assert_refused(UserError, text="in person"):
            match.state = "introduced"

    def test_consent_is_asked_at_every_step(self):
        disclosure = self.new_disclosure(self.client_a1, level="1")
        match = self.take_up(approach="coach_speaks", state="introduced")
        disclosure.action_withdraw()
        with self.assert_refused(UserError, text="has not agreed"):
            match.state = "interview"
        match.write({"approach": "person_applies", "state": "interview"})
        self.assertEqual(match.agreed_level, "1")

    def test_the_employer_may_be_deleted(self):
        """Its consent goes along; no refusal tells that somebody was introduced."""
        employer = self.new_employer("Katoava Oy")
        opening = self.new_opening(employer_id=employer.id)
        self.new_disclosure(self.client_a1, level="1", employer_id=employer.id)
        match = self.take_up(
            lead_id=opening.id, approach="coach_speaks", state="introduced"
        )
        opening.employer_id = self.workplace
        employer.unlink()
        self.env.invalidate_all()
        self.assertFalse(match.disclosure_id)
        self.assertEqual(match.agreed_level, "1")

    def test_only_openings(self):
        sale = self.env["crm.lead"].create({"name": "A sale", "type": "opportunity"})
        with self.assert_refused(UserError):
            self.take_up(lead_id=sale.id)

    def test_introduced_again_today(self):
        match = self.take_up(state="introduced")
        match.sudo().introduced_on = "2024-01-01"
        match.action_reopen()
        match.state = "introduced"
        self.assertEqual(match.introduced_on, self.env.company._ips_today())

    def test_a_new_state_forgets_who_declined(self):
        match = self.take_up()
        match.action_decline_employer()
        match.state = "agreed"
        self.assertFalse(match.declined_by)
        with self.assert_refused(ValidationError):
            match.state = "declined"

    def test_merged_openings_keep_what_was_told(self):
        self.new_disclosure(self.client_a1, level="1")
        told = self.take_up(approach="coach_speaks", state="introduced")
        told.action_decline_employer()
        other = self.new_opening()
        further = self.take_up(lead_id=other.id)
        kept = (self.opening | other)._merge_opportunity()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(told.exists())
        self.assertEqual(further.lead_id, kept)
        self.assertEqual(further.agreed_level, "1")
        self.assertTrue(further.introduced_on)

    def test_a_pair_stays_the_pair_it_is(self):
        match = self.take_up()
        other = self.new_opening()
        for values in ({"lead_id": other.id}, {"client_id": self.client_a2.id}):
            with self.assert_refused(UserError, text="stays the pair"):
                match.with_user(self.leader_a).write(values)
        match.write({"lead_id": self.opening.id, "state": "agreed"})

    def test_declined_and_taken_up_again(self):
        match = self.take_up()
        match.action_decline_employer()
        self.assertEqual((match.state, match.declined_by), ("declined", "employer"))
        match.reason_id = self.env["ips.match.reason"].search([], limit=1)
        match.action_reopen()
        self.assertEqual(match.state, "considered")
        self.assertFalse(match.declined_by or match.reason_id)
        match.action_decline_client()
        self.assertEqual(match.declined_by, "client")

    def test_nobody_is_not_ready(self):
        with self.assert_refused(ValidationError, text="everyone who wants to work"):
            self.env["ips.match.reason"].create({"name": "Not ready for work yet"})

    def test_reasons_know_no_health(self):
        """The list that comes with the add-on, word by word."""
        words = ("health", "ill", "sick", "diagnos", "ready", "mental", "symptom")
        for reason in self.env["ips.match.reason"].search([]):
            for word in words:
                self.assertNotRegex(reason.name.lower(), rf"\b{word}")

    def test_others_have_no_part_in_it(self):
        match = self.take_up()
        for user in self.coach_a2 | self.leader_b | self.ips_admin | self.outsider:
            theirs = match.with_user(user)
            self.env.invalidate_all()
            self.assertFalse(theirs._filtered_access("read"))
            with self.assertRaises(AccessError):
                self.take_up(user)
        self.assertTrue(match.with_user(self.leader_a).has_access("write"))

    def test_merged_openings_keep_their_matches(self):
        other = self.new_opening()
        first = self.take_up(state="considered")
        further = self.take_up(lead_id=other.id, state="agreed")
        mine = self.take_up(
            self.coach_a2, client_id=self.client_a2.id, lead_id=other.id
        )
        kept = (self.opening | other)._merge_opportunity()
        self.env.flush_all()
        self.assertFalse(first.exists())
        self.assertEqual(further.lead_id, kept)
        self.assertEqual(mine.lead_id, kept)


@tagged("standard", "post_install", "-at_install")
class TestMatchCard(SuggestionCommon, HttpCase):
    """The page says what the rules that run say."""

    def page(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        return self.url_open("/ips/match-card")

    def test_rules_and_weights(self):
        rules = self.env["ips.match.rule"].search([])
        self.assertEqual(len(rules), 9)
        text = unescape(self.page(self.coach_a1).text)
        for rule in rules:
            self.assertIn(rule.name, text)
            self.assertIn(rule.description, text)
        for words in ("never used", "Age, sex", "How it is tested", "never cut"):
            self.assertIn(words, text)

    def test_a_weight_that_changes(self):
        rule = self.env["ips.match.rule"].search([("code", "=", "hours")])
        self.assertNotIn("777", self.page(self.coach_a1).text)
        rule.points = 777
        self.assertIn("777", self.page(self.coach_a1).text)

    def test_for_colleagues_only(self):
        self.assertEqual(self.page(self.outsider).status_code, 200)
        self.assertEqual(self.page(self.portal).status_code, 403)
