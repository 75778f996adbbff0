"""What may be told, until when, and what happens to it."""

from datetime import date, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_disclosure import TODAY, DisclosureCommon


@tagged("standard", "post_install", "-at_install")
class TestDisclosure(DisclosureCommon):
    """What may be told, until when, and what happens to it."""

    def test_nothing_said(self):
        self.assertEqual(self.level(), 0)
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.workplace, self.decider), 0)

    def test_levels(self):
        for level in range(5):
            self.say(self.company_e, str(level))
            self.assertEqual(self.level(self.company_e), level)

    def test_level_5_does_not_exist(self):
        with self.assert_refused(ValueError):
            self.say(level="5")

    def test_defaults(self):
        """By the coach, in writing, nothing, to nobody in the portal."""
        record = self.Disclosure.with_user(self.coach_a1).create(
            {"client_id": self.client_a1.id}
        )
        self.assertRecordValues(
            record,
            [
                {
                    "level": "0",
                    "told_by": "coach",
                    "given_how": "written",
                    "valid_from": TODAY,
                    "valid_to": date(2026, 3, 4),
                    "person_ids": [],
                    "excludes": False,
                    "state": "in_force",
                }
            ],
        )

    # VALIDITY

    def test_twelve_months_and_not_more(self):
        record = self.say()
        self.assertEqual(record.valid_to, date(2026, 3, 4))
        # Twelve months as people say it: from the 5th to the 5th
        self.say(valid_to=date(2026, 3, 5))
        with self.assert_refused(ValidationError, text="12 months"):
            self.say(valid_to=date(2026, 3, 6))

    def test_months_are_a_setting(self):
        self.env.company.ips_disclosure_months = 3
        self.assertEqual(self.say().valid_to, date(2025, 6, 4))
        with self.assert_refused(ValidationError, text="3 months"):
            self.say(valid_to=date(2025, 6, 6))

    def test_leap_day(self):
        self.freeze("2024-02-29 10:00:00")
        record = self.say(first=(date(2024, 2, 29) - TODAY).days)
        self.assertEqual(record.valid_to, date(2025, 2, 27))

    def test_first_and_last_day_count(self):
        self.say(level="3", first=2, valid_to=TODAY + timedelta(5))
        levels = [self.level(days=days) for days in (1, 2, 5, 6)]
        self.assertEqual(levels, [0, 3, 3, 0])

    def test_ends_before_it_begins(self):
        with self.assert_refused(CheckViolation):
            self.say(valid_to=TODAY - timedelta(1))

    def test_last_day_is_needed(self):
        with self.assert_refused(CheckViolation):
            self.say(valid_to=False)

    def test_exclusion_has_no_last_day(self):
        record = self.exclude(self.company_e)
        self.assertFalse(record.valid_to)
        self.say(self.company_e, "4", 100)
        self.assertEqual(self.level(self.company_e, days=101), 0)
        with self.assert_refused(CheckViolation):
            self.say(excludes=True)
        with self.assert_refused(ValidationError, text="level 0"):
            self.say(self.company_e, "2", excludes=True)

    def test_form_proposes_the_last_day(self):
        with Form(
            self.Disclosure.with_user(self.coach_a1).with_context(
                default_client_id=self.client_a1.id
            )
        ) as form:
            form.valid_from = date(2025, 3, 10)
            self.assertEqual(form.valid_to, date(2026, 3, 9))
            form.employer_id = self.company_e
            form.excludes = True
            self.assertFalse(form.valid_to)
            form.excludes = False
            form.level = "1"
        self.assertEqual(form.record.valid_to, date(2026, 3, 9))

    def test_day_of_the_company(self):
        """Just after midnight in Helsinki the day has begun."""
        self.say(level="3", first=1)
        coach = self.Disclosure.with_user(self.coach_a1)
        mine = self.client_a1.with_user(self.coach_a1)
        for now, level in [
            ("2025-03-05 21:59:00", 0),
            ("2025-03-05 22:01:00", 3),
        ]:
            self.freeze(now)
            self.env.invalidate_all()
            self.assertEqual(coach._levels(mine, self.nowhere)[mine], level)

    # STATES

    def test_states(self):
        old = self.say(first=-10)
        new = self.say()
        later = self.say(first=10)
        ended = self.say(self.company_f, first=-20, valid_to=TODAY - timedelta(1))
        gone = self.say(self.company_f)
        gone.action_withdraw()
        self.env.invalidate_all()
        states = [record.state for record in (old, new, later, ended, gone)]
        self.assertEqual(
            states, ["replaced", "in_force", "later", "ended", "withdrawn"]
        )

    def test_state_agrees_with_what_is_told(self):
        """What the list shows in force is what ``_in_force`` finds."""
        self.say(level="1", first=-3)
        self.say(level="2")
        self.say(self.company_e, "3")
        self.exclude(self.company_f)
        self.env.invalidate_all()
        records = self.client_a1.disclosure_ids
        shown = records.filtered(lambda record: record.state == "in_force")
        found = self.Disclosure
        for employer in (self.nowhere, self.company_e, self.company_f):
            found |= found._in_force(self.client_a1, employer)[self.client_a1]
        self.assertEqual(shown, found)

    def test_summary_on_the_client(self):
        self.assertIn("0", self.client_a1.disclosure_summary)
        self.say(level="2")
        self.say(self.company_e, "3")
        self.exclude(self.company_f)
        self.env.invalidate_all()
        self.assertRegex(self.client_a1.disclosure_summary, r"^2: .*: 2\)$")

    # WITHDRAWAL

    def test_withdrawn_at_once(self):
        record = self.say(level="4")
        self.assertEqual(self.level(), 4)
        record.with_user(self.coach_a1).action_withdraw()
        self.assertEqual(self.level(), 0)
        self.assertTrue(record.withdrawn_at)

    def test_withdrawal_brings_nothing_back(self):
        self.say(level="4", first=-10)
        record = self.say(level="1")
        record.action_withdraw()
        self.assertEqual(self.level(), 0)

    def test_end_brings_nothing_back(self):
        self.say(level="4", first=-10)
        self.say(level="1", first=-5, valid_to=TODAY - timedelta(1))
        self.assertEqual(self.level(), 0)

    def test_withdrawal_never_raises_what_is_told(self):
        """Level 1 here, level 3 in general: with the 1 withdrawn, nothing here."""
        self.say(level="3")
        record = self.say(self.company_e, "1")
        self.assertEqual(self.level(self.workplace), 1)
        record.action_withdraw()
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.workplace), 0)
        self.assertEqual(self.level(self.company_f), 3)
        # Until the person says something new about this employer
        self.say(level="2", first=1)
        self.assertEqual(self.level(self.company_e, days=1), 0)
        self.say(self.company_e, "2", first=1)
        self.assertEqual(self.level(self.company_e, days=1), 2)

    def test_withdrawn_stays_withdrawn(self):
        record = self.say()
        record.action_withdraw()
        moment = record.withdrawn_at
        self.freeze("2025-04-01 10:00:00")
        record.action_withdraw()
        self.assertEqual(record.withdrawn_at, moment)
        for value in (False, "2030-01-01 00:00:00"):
            with self.assert_refused(UserError, text="stays withdrawn"):
                record.withdrawn_at = value

    def test_withdrawn_exclusion(self):
        """The person changes their mind: what was agreed otherwise holds again."""
        self.say(level="2")
        record = self.exclude(self.company_e)
        self.assertEqual(self.level(self.company_e), 0)
        record.action_withdraw()
        self.assertEqual(self.level(self.company_e), 2)

    # WHAT WAS AGREED STAYS

    def test_nothing_is_reworded(self):
        record = self.say(self.company_e, "1").with_user(self.coach_a1)
        other = self.new_client(self.coach_a1)
        self.env.invalidate_all()
        for vals in (
            {"level": "4"},
            {"level": "0"},
            {"employer_id": False},
            {"employer_id": self.company_f.id},
            {"client_id": other.id},
            {"excludes": True},
            {"told_by": "client"},
            {"valid_from": TODAY - timedelta(1)},
            {"given_how": "spoken"},
        ):
            with (
                self.subTest(vals=vals),
                self.assert_refused(UserError, text="stays as it was said"),
            ):
                record.write(vals)
        # The same values again, as a form or an import sends them
        record.write({"level": "1", "employer_id": self.company_e.id})
        record.write({"valid_from": str(TODAY), "excludes": False})

    def test_made_shorter_never_longer(self):
        record = self.say(valid_to=TODAY + timedelta(30)).with_user(self.coach_a1)
        record.valid_to = TODAY + timedelta(20)
        for until in (TODAY + timedelta(21), False):
            with self.assert_refused(UserError, CheckViolation):
                record.valid_to = until

    def test_persons_leave_and_none_join(self):
        clerk, decider = self.clerk, self.decider
        record = self.say(self.company_e, person_ids=[Command.link(decider.id)])
        record = record.with_user(self.coach_a1)
        for command in (Command.link(clerk.id), Command.set([clerk.id])):
            with self.assert_refused(UserError, text="agreed anew"):
                record.person_ids = [command]
        record.person_ids = [Command.unlink(decider.id)]
        self.assertFalse(record.person_ids)
        with self.assert_refused(UserError, text="agreed anew"):
            record.person_ids = [Command.link(decider.id)]

    def test_nobody_deletes(self):
        record = self.say()
        for user in self.coach_a1 | self.leader_a:
            with self.assert_refused(AccessError, UserError):
                record.with_user(user).unlink()
            with self.assert_refused(AccessError, UserError):
                self.client_a1.with_user(user).disclosure_ids = [Command.clear()]
        with self.assert_refused(UserError, text="Withdraw"):
            record.unlink()

    def test_new_entry_from_this_one(self):
        """The form opens with what was said, and without the date."""
        record = self.say(
            self.company_e, "3", -10, person_ids=[Command.link(self.decider.id)]
        )
        action = record.with_user(self.coach_a1).action_replace()
        form = Form(
            self.Disclosure.with_user(self.coach_a1).with_context(**action["context"])
        )
        form.level = "1"
        new = form.save()
        self.assertRecordValues(
            new,
            [
                {
                    "employer_id": self.company_e.id,
                    "person_ids": self.decider.ids,
                    "valid_from": TODAY,
                }
            ],
        )
        self.assertEqual(self.level(self.company_e), 1)
        self.assertEqual(record.state, "replaced")

    def test_two_entries_of_one_day(self):
        """Two coaches at once, or a correction: the later entry counts."""
        self.say(level="4")
        self.say(level="1")
        self.assertEqual(self.level(), 1)

    # WHO

    def test_persons_belong_to_the_employer(self):
        for vals in (
            {"employer_id": self.company_e.id, "person_ids": self.stranger.ids},
            {"employer_id": self.company_e.id, "person_ids": self.company_f.ids},
            {"employer_id": False, "person_ids": self.company_e.ids},
        ):
            vals["person_ids"] = [Command.set(vals["person_ids"])]
            with self.subTest(vals=vals), self.assert_refused(ValidationError):
                self.new_disclosure(self.client_a1, **vals)

    def test_persons_must_be_named(self):
        record = self.say(
            self.company_e, "2", person_ids=[Command.link(self.decider.id)]
        )
        self.assertEqual(self.level(self.company_e, self.decider), 2)
        self.assertEqual(self.level(self.workplace, self.decider), 2)
        self.assertEqual(self.level(None, self.decider), 2)
        self.assertEqual(self.level(self.company_e, self.clerk), 0)
        self.assertEqual(self.level(self.company_e, self.hr), 0)
        record.person_ids = False
        self.assertEqual(self.level(self.company_e, self.decider), 0)
        self.assertEqual(self.level(self.company_e), 2)

    def test_person_of_a_workplace(self):
        """Asked without the employer: where the person works."""
        self.say(self.workplace, "2", person_ids=[Command.link(self.decider.id)])
        self.assertEqual(self.level(None, self.decider), 2)
        self.exclude(self.branch)
        self.assertEqual(self.level(None, self.decider), 2)
        self.exclude(self.company_e)
        self.assertEqual(self.level(None, self.decider), 0)

    def test_person_who_works_elsewhere_now(self):
        """Named as somebody at the employer: with another job it means nothing."""
        self.say(self.company_e, "2", person_ids=[Command.link(self.decider.id)])
        self.decider.parent_id = self.company_f
        self.assertEqual(self.level(self.company_e, self.decider), 0)
        self.assertEqual(self.level(self.company_f, self.decider), 0)
        self.assertEqual(self.level(None, self.decider), 0)

    def test_person_archived(self):
        self.say(self.company_e, "2", person_ids=[Command.link(self.decider.id)])
        self.decider.active = False
        self.assertEqual(self.level(self.company_e, self.decider), 0)

    def test_other_clients_change_nothing(self):
        """Nobody's level rises by what others agreed to."""
        other = self.new_client(self.coach_a1)
        for employer in (None, self.company_e, self.workplace):
            self.say(employer, "4", client=other)
        self.assertEqual(self.level(self.company_e, client=other), 4)
        for place in (self.nowhere, self.company_e, self.workplace):
            self.assertEqual(self.level(place), 0)
        self.say(level="1")
        self.assertEqual(self.level(self.workplace), 1)

    def test_whoever_may_not_see_the_client_is_told_nothing(self):
        self.say(level="4")
        self.env.invalidate_all()
        coach = self.Disclosure.with_user(self.coach_a2)
        with self.assert_refused(AccessError):
            coach._levels(self.client_a1.with_user(self.coach_a2), self.company_e)
