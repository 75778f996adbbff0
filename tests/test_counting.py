from datetime import date, datetime
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from odoo.addons.ips_employer_crm.models.ips_employer_contact_counting import (
    COUNT_REASONS,
)
from odoo.addons.ips_employer_crm.tools import weeks

from .common import LAST_MONDAY, LAST_TUESDAY, MONDAY, TUESDAY, IpsCommon

CHANNELS = ["in_person", "phone", "email", "remote", "event", "letter"]


@tagged("standard", "post_install", "-at_install")
class TestCountReason(IpsCommon):
    """Each reason for and against counting, one contact each."""

    def new_rule(self, **vals):
        """A rule of team A, valid from its last week on."""
        return self.env["ips.contact.rule"].create(
            {
                "name": "Rule of the test",
                "team_id": self.team_a.id,
                "valid_from": LAST_MONDAY,
                **vals,
            }
        )

    def assert_reason(self, contact, reason, counts=False):
        self.assertRecordValues(
            contact, [{"count_reason": reason, "is_counted": counts}]
        )

    def test_counted(self):
        contact = self.log(self.coach_a1)
        self.assert_reason(contact, "counted", True)
        rule = self.env.ref("ips_employer_crm.contact_rule_default")
        self.assertEqual(contact.rule_id, rule)

    def test_planned(self):
        self.assert_reason(self.plan(self.coach_a1), "planned")

    def test_cancelled(self):
        self.assert_reason(self.log(self.coach_a1, state="cancelled"), "cancelled")

    def test_client(self):
        self.assert_reason(self.log(self.coach_a1, made_by="client"), "client")

    def test_channel(self):
        """Every way but in person is logged and does not count."""
        for channel in CHANNELS[1:]:
            with self.subTest(channel=channel):
                self.assert_reason(self.log(self.coach_a1, channel=channel), "channel")

    def test_no_decision_maker(self):
        contact = self.log(self.coach_a1, person_ids=[Command.set(self.clerk.ids)])
        self.assert_reason(contact, "no_decision_maker")

    def test_nobody_met(self):
        contact = self.log(self.coach_a1, person_ids=[Command.clear()])
        self.assert_reason(contact, "no_decision_maker")

    def test_decision_maker_by_hand(self):
        """Somebody without a record who decides: the coach's own word counts."""
        contact = self.log(
            self.coach_a1, person_ids=[Command.clear()], decision_maker_met=True
        )
        self.assert_reason(contact, "counted", True)

    def test_generic(self):
        self.new_rule(counts_generic=False)
        self.assert_reason(self.log(self.coach_a1), "generic")
        specific = self.log(self.coach_a1, is_client_specific=True)
        self.assert_reason(specific, "counted", True)

    def test_no_rule(self):
        """Before the first rule there is none to count by."""
        contact = self.log(self.coach_a1, date=datetime(2019, 6, 3, 9))
        self.assertFalse(contact.rule_id)
        self.assert_reason(contact, "no_rule")

    def test_counted_by_rule(self):
        """A phone call counts where the team says so, and says why."""
        self.new_rule(channels="in_person, phone")
        self.assert_reason(
            self.log(self.coach_a1, channel="phone"), "counted_by_rule", True
        )
        self.assert_reason(self.log(self.coach_a1), "counted", True)

    def test_counted_by_rule_without_decision_maker(self):
        self.new_rule(requires_decision_maker=False)
        contact = self.log(self.coach_a1, person_ids=[Command.set(self.clerk.ids)])
        self.assert_reason(contact, "counted_by_rule", True)

    def test_repeat_visits_count(self):
        """The same employer may count more than once in a week."""
        self.assertEqual(
            [self.log(self.coach_a1).is_counted for _visit in range(3)], [True] * 3
        )
        self.assertEqual(self.counted(self.coach_a1), 3)

    def test_every_reason_is_tested(self):
        """A new reason needs a test above."""
        tested = {
            *["counted", "counted_by_rule", "planned", "cancelled", "client"],
            *["channel", "no_decision_maker", "generic", "no_rule"],
        }
        self.assertEqual({code for code, _label in COUNT_REASONS}, tested)

    def test_verdict_follows_each_field(self):
        """Editing any field that the verdict rests on changes it at once."""
        contact = self.log(self.coach_a1)
        for field, value, reason in [
            ("channel", "phone", "channel"),
            ("made_by", "client", "client"),
            ("decision_maker_met", False, "no_decision_maker"),
            ("state", "cancelled", "cancelled"),
        ]:
            with self.subTest(field=field):
                before = contact[field]
                contact[field] = value
                self.assert_reason(contact, reason)
                contact[field] = before
                self.assert_reason(contact, "counted", True)

    def test_verdict_cannot_be_written(self):
        """The verdict follows from the fields, for whoever calls the server, too."""
        contact = self.log(self.coach_a1, channel="phone")
        for vals in ({"is_counted": True}, {"count_reason": "counted"}):
            with self.subTest(vals=vals):
                self.env.flush_all()
                try:
                    contact.write(vals)
                except UserError:
                    continue
                self.env.flush_all()
                self.env.invalidate_all()
                self.assert_reason(contact, "channel")


@tagged("standard", "post_install", "-at_install")
class TestContactRule(IpsCommon):
    """Which rule a contact is counted by, and that a rule in use stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["ips.contact.rule"]
        cls.general = cls.env.ref("ips_employer_crm.contact_rule_default")
        cls.own = cls.Rule.create(
            {
                "name": "Phone counts in team A",
                "team_id": cls.team_a.id,
                "valid_from": MONDAY,
                "channels": "in_person,phone",
            }
        )

    def test_shipped_rule(self):
        """The shipped rule is item 17 as the manual reads it."""
        self.assertRecordValues(
            self.general,
            [
                {
                    "channels": "in_person",
                    "requires_decision_maker": True,
                    "counts_generic": True,
                    "counts_companions": False,
                    "team_id": False,
                    "valid_from": date(2020, 1, 1),
                }
            ],
        )

    def test_team_rule_before_general(self):
        self.assertEqual(self.log(self.coach_a1).rule_id, self.own)
        self.assertEqual(self.log(self.coach_b1).rule_id, self.general)

    def test_valid_from_is_inclusive(self):
        """The first moment of Monday in Helsinki falls under the new rule."""
        first = self.log(self.coach_a1, date=datetime(2025, 3, 2, 22, 0))
        before = self.log(self.coach_a1, date=datetime(2025, 3, 2, 21, 59))
        self.assertEqual(first.rule_id, self.own)
        self.assertEqual(before.rule_id, self.general)

    def test_newest_wins(self):
        newer = self.Rule.create(
            {"name": "Newer", "team_id": self.team_a.id, "valid_from": TUESDAY.date()}
        )
        self.assertEqual(self.log(self.coach_a1).rule_id, newer)

    def test_newer_general_rule_yields_to_team_rule(self):
        self.Rule.create({"name": "Newer, for all", "valid_from": TUESDAY.date()})
        self.assertEqual(self.log(self.coach_a1).rule_id, self.own)

    def test_contact_keeps_its_rule(self):
        """A rule made afterwards does not recount what is logged."""
        contact = self.log(self.coach_a1, channel="phone")
        self.env.flush_all()
        self.Rule.create(
            {"name": "Later", "team_id": self.team_a.id, "valid_from": MONDAY}
        )
        contact.write({"internal_note": "Nothing new"})
        self.env.invalidate_all()
        self.assertEqual(contact.rule_id, self.own)
        self.assertTrue(contact.is_counted)

    def test_moved_contact_changes_rule(self):
        contact = self.log(self.coach_a1, channel="phone")
        self.assertTrue(contact.is_counted)
        contact.date = LAST_TUESDAY
        self.assertEqual(contact.rule_id, self.general)
        self.assertEqual(contact.count_reason, "channel")

    def test_rule_in_use_is_fixed(self):
        self.log(self.coach_a1)
        rule = self.own.with_user(self.ips_admin)
        for vals in [
            {"channels": "phone"},
            {"valid_from": LAST_MONDAY},
            {"requires_decision_maker": False},
            {"counts_generic": False},
            {"counts_companions": True},
            {"team_id": False},
        ]:
            with self.subTest(vals=vals), self.assertRaises(UserError):
                rule.write(vals)
        with self.assertRaises(UserError):
            rule.unlink()
        rule.name = "Another name"

    def test_unused_rule_is_free(self):
        rule = self.own.with_user(self.ips_admin)
        rule.write({"channels": "phone", "counts_companions": True})
        rule.unlink()

    def test_unknown_channel_is_refused(self):
        for channels in ("in_person,fax", ",", " "):
            with self.subTest(channels=channels), self.assertRaises(ValidationError):
                self.Rule.create({"name": "Wrong", "channels": channels})


@tagged("standard", "post_install", "-at_install")
class TestCompanions(IpsCommon):
    """Colleagues who come along are credited only where the rule says so."""

    def credit_companions(self):
        self.env["ips.contact.rule"].create(
            {
                "name": "Companions count",
                "team_id": self.team_a.id,
                "valid_from": MONDAY,
                "counts_companions": True,
            }
        )

    def test_not_credited_by_default(self):
        self.log(self.coach_a1, companion_ids=[Command.set(self.coach_a2.ids)])
        self.assertEqual(self.counted(self.coach_a1), 1)
        self.assertEqual(self.counted(self.coach_a2), 0)

    def test_credited_by_rule(self):
        self.credit_companions()
        self.log(self.coach_a1, companion_ids=[Command.set(self.coach_a2.ids)])
        self.assertEqual(self.counted(self.coach_a1), 1)
        self.assertEqual(self.counted(self.coach_a2), 1)

    def test_contact_that_does_not_count_credits_nobody(self):
        self.credit_companions()
        self.log(
            self.coach_a1,
            channel="phone",
            companion_ids=[Command.set(self.coach_a2.ids)],
        )
        self.assertEqual(self.counted(self.coach_a2), 0)

    def test_coach_along_with_oneself_counts_once(self):
        self.credit_companions()
        self.log(self.coach_a1, companion_ids=[Command.set(self.coach_a1.ids)])
        self.assertEqual(self.counted(self.coach_a1), 1)

    def test_my_week_says_whom_it_counts_for(self):
        self.log(self.coach_a1, companion_ids=[Command.set(self.coach_a2.ids)])
        contact = self.Week.with_user(self.coach_a2).get_my_week()["contacts"][0]
        self.assertFalse(contact["is_counted"])
        self.assertIn("Aino", contact["reason"])


@tagged("standard", "post_install", "-at_install")
class TestVerdictRestated(IpsCommon):
    """The verdict against an independent restatement, all combinations at once."""

    def expected(self, rule, state, channel, decides, specific, made_by):
        """Item 17 and the rule's terms, said once more and in another order."""
        if state in ("planned", "cancelled"):
            return False
        return (
            made_by == "coach"
            and channel in rule["channels"].split(",")
            and (decides or not rule["requires_decision_maker"])
            and (specific or rule["counts_generic"])
        )

    def test_all_combinations(self):
        combinations = list(
            product(
                ["planned", "done", "cancelled"],
                CHANNELS,
                [True, False],
                [True, False],
                ["coach", "client"],
            )
        )
        rules, values = [], []
        terms = product(["in_person", "in_person,phone,event"], [True, False])
        for channels, decides in terms:
            for generic in (True, False):
                rules.append(
                    {
                        "channels": channels,
                        "requires_decision_maker": decides,
                        "counts_generic": generic,
                    }
                )
        for number, rule in enumerate(rules):
            team = self.new_team(f"Team {number}", self.leader_b, self.coach_b1)
            self.env["ips.contact.rule"].create(
                {"name": "Rule", "team_id": team.id, "valid_from": MONDAY, **rule}
            )
            values += [
                {
                    "employer_id": self.workplace.id,
                    "user_id": self.coach_b1.id,
                    "team_id": team.id,
                    "date": TUESDAY,
                    "state": state,
                    "channel": channel,
                    "decision_maker_met": decides,
                    "is_client_specific": specific,
                    "made_by": made_by,
                }
                for state, channel, decides, specific, made_by in combinations
            ]
        contacts = self.Contact.create(values)
        expected = [
            self.expected(rule, *combination)
            for rule in rules
            for combination in combinations
        ]
        for contact, counts in zip(contacts, expected, strict=True):
            self.assertEqual(contact.is_counted, counts, contact.read())
        self.assertEqual(self.counted(self.coach_b1), sum(expected))


@tagged("standard", "post_install", "-at_install")
class TestTargetProperties(BaseCase):
    """What must hold of shares and targets for any numbers."""

    @given(st.floats(0, 5), st.integers(0, 5))
    def test_share_lies_between_0_and_1(self, absent, days_off):
        share = weeks.worked_share(absent, days_off)
        self.assertGreaterEqual(share, 0)
        self.assertLessEqual(share, 1)

    @given(st.floats(0, 4), st.floats(0, 1), st.integers(0, 5))
    def test_share_never_grows_with_absence(self, absent, more, days_off):
        self.assertLessEqual(
            weeks.worked_share(absent + more, days_off),
            weeks.worked_share(absent, days_off),
        )

    @given(st.floats(0, 100), st.floats(0.01, 1), st.floats(0, 1))
    def test_target_is_at_most_full_time(self, full_time, fte, share):
        target = weeks.weekly_target(full_time, fte, share)
        self.assertGreaterEqual(target, 0)
        self.assertLessEqual(target, full_time + 1e-9)

    @given(st.integers(0, 50), st.integers(1, 100))
    def test_target_has_no_binary_noise(self, full_time, percent):
        target = weeks.weekly_target(full_time, percent / 100, 1.0)
        self.assertEqual(target, full_time * percent / 100)
