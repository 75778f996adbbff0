from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import COACH, LAST_MONDAY, LAST_TUESDAY, MONDAY, TUESDAY, IpsCommon


@tagged("standard", "post_install", "-at_install")
class TestSignOff(IpsCommon):
    """Signing freezes the figures; what changes them later comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.log(cls.coach_a1)
        cls.last = cls.log(cls.coach_a1, date=LAST_TUESDAY)
        cls.env.flush_all()

    def signed(self, monday=MONDAY):
        """The signed week of coach_a1."""
        week = self.sign(self.coach_a1, monday)
        self.assertFalse(week.changed_after_review)
        return week

    def test_sign(self):
        week = self.signed()
        self.assertRecordValues(
            week,
            [
                {
                    "review_user_id": self.leader_a.id,
                    "review_date": datetime(2025, 3, 5, 10, 0),
                    "reviewed_counted": 1,
                    "reviewed_target": 6.0,
                    "changed_after_review": False,
                }
            ],
        )

    def test_figures_are_frozen(self):
        week = self.signed()
        self.log(self.coach_a1)
        self.team_a.contact_target = 5
        self.env.invalidate_all()
        self.assertRecordValues(
            week,
            [
                {
                    "counted": 2,
                    "target": 5.0,
                    "reviewed_counted": 1,
                    "reviewed_target": 6.0,
                    "changed_after_review": True,
                }
            ],
        )

    def test_week_without_a_row_is_signed(self):
        monday = MONDAY - timedelta(weeks=4)
        self.assertFalse(self.week(self.coach_a2, monday))
        week = self.sign(self.coach_a2, monday)
        self.assertTrue(week.review_date)
        self.assertEqual(week.reviewed_counted, 0)

    def test_several_coaches_at_once(self):
        weeks = self.sign(self.coach_a1 | self.coach_a2)
        self.assertEqual(weeks.review_user_id, self.leader_a)
        self.assertEqual(weeks.mapped("reviewed_counted"), [1, 0])

    def test_remark_is_seen_by_the_coach(self):
        self.sign(self.coach_a1, remark="Well done")
        row = self.Week.with_user(self.coach_a1).get_my_week()["row"]
        self.assertEqual(row["remark"], "Well done")
        self.assertEqual(row["state"], "signed")
        self.assertEqual(row["review_user"], self.leader_a.name)

    def test_remark_stays_when_signed_again_without(self):
        self.sign(self.coach_a1, remark="Well done")
        self.assertEqual(self.sign(self.coach_a1).remark, "Well done")
        self.assertEqual(self.sign(self.coach_a1, remark="Better").remark, "Better")

    def test_deputy_signs(self):
        week = self.sign(self.coach_a1, by=self.deputy_a)
        self.assertEqual(week.review_user_id, self.deputy_a)

    def test_others_cannot_sign(self):
        week = self.week(self.coach_a1)
        for user in self.leader_b | self.coach_a1 | self.coach_a2 | self.ips_admin:
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.sign(self.coach_a1, by=user)
                with self.assertRaises(AccessError):
                    week.with_user(user).action_sign()
        self.assertFalse(week.review_date)

    def test_coach_of_another_team_is_not_signed(self):
        with self.assertRaises(UserError):
            self.sign(self.coach_b1)

    def test_future_week_cannot_be_signed(self):
        with self.assert_refused(UserError, text="not begun"):
            self.sign(self.coach_a1, MONDAY + timedelta(weeks=1))

    # WHAT BRINGS A WEEK BACK

    def test_edit_of_what_was_reviewed(self):
        edits = [
            {"date": TUESDAY + timedelta(days=1)},
            {"channel": "phone"},
            {"decision_maker_met": False},
            {"person_ids": [Command.set(self.clerk.ids)]},
            {"made_by": "client"},
            {"state": "cancelled"},
            {"is_client_specific": True},
            {"employer_id": self.company_e.id},
            {"user_id": self.coach_a2.id},
            {"companion_ids": [Command.set(self.coach_a2.ids)]},
            {"team_id": self.team_b.id},
        ]
        for vals in edits:
            with self.subTest(vals=vals), self.env.cr.savepoint() as savepoint:
                week = self.signed()
                self.contact.with_user(self.coach_a1).write(vals)
                self.assertTrue(week.changed_after_review)
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_move_marks_old_and_new_week(self):
        old, new = self.signed(), self.signed(LAST_MONDAY)
        self.contact.with_user(self.coach_a1).date = LAST_TUESDAY
        self.assertTrue(old.changed_after_review)
        self.assertTrue(new.changed_after_review)
        self.assertEqual((old.counted, new.counted), (0, 2))
        self.assertEqual((old.reviewed_counted, new.reviewed_counted), (1, 1))

    def test_new_contact(self):
        week = self.signed()
        self.log(self.coach_a1)
        self.assertTrue(week.changed_after_review)

    def test_completed_visit(self):
        visit = self.plan(self.coach_a1, date=TUESDAY)
        week = self.signed()
        visit.with_user(self.coach_a1).action_done()
        self.assertTrue(week.changed_after_review)

    def test_deletion(self):
        week = self.signed()
        self.contact.with_user(self.coach_a1).unlink()
        self.assertTrue(week.changed_after_review)
        self.assertEqual(week.counted, 0)

    def test_absence(self):
        week = self.signed()
        self.Week.with_user(self.coach_a1).action_enter_absence(MONDAY, 1)
        self.assertTrue(week.changed_after_review)

    def test_absence_that_is_the_same(self):
        week = self.signed()
        week.with_user(self.coach_a1).write({"absent_days": week.absent_days})
        self.assertFalse(week.changed_after_review)

    def test_notes_do_not(self):
        week = self.signed()
        self.contact.with_user(self.coach_a1).write(
            {
                "shared_note": "We talk in spring",
                "internal_note": "Ask for the new manager",
                "purpose_id": self.env.ref("ips_employer_crm.purpose_needs").id,
                "outcome_id": self.env.ref("ips_employer_crm.outcome_later").id,
                "next_step": "Call",
            }
        )
        self.assertFalse(week.changed_after_review)

    def test_same_values_do_not(self):
        """An import that writes what is there changes nothing."""
        week = self.signed()
        self.contact.with_user(self.coach_a1).write(
            {
                "channel": self.contact.channel,
                "date": self.contact.date,
                "person_ids": [Command.set(self.contact.person_ids.ids)],
            }
        )
        self.assertFalse(week.changed_after_review)

    def test_planned_visit_does_not(self):
        week = self.signed()
        visit = self.plan(self.coach_a1)
        visit.with_user(self.coach_a1).write({"date": visit.date + timedelta(hours=2)})
        visit.with_user(self.coach_a1).action_cancel()
        self.assertFalse(week.changed_after_review)

    def test_another_coach_s_contact_does_not(self):
        week = self.signed()
        self.log(self.coach_a2)
        self.assertFalse(week.changed_after_review)

    def test_signing_again_clears(self):
        week = self.signed()
        self.contact.with_user(self.coach_a1).channel = "phone"
        self.assertTrue(week.changed_after_review)
        self.assertEqual(self.signed(), week)
        self.assertEqual(week.reviewed_counted, 0)

    # LIVE FIGURES

    def test_figures_are_live_in_one_transaction(self):
        """Read, change, read again: nothing is invalidated in between."""
        week = self.week(self.coach_a1)
        self.assertEqual(week.counted, 1)
        other = self.log(self.coach_a1)
        self.assertEqual(week.counted, 2)
        other.channel = "phone"
        self.assertEqual(week.counted, 1)
        other.channel = "in_person"
        self.assertEqual(week.counted, 2)
        other.date = LAST_TUESDAY
        self.assertEqual(week.counted, 1)
        other.date = TUESDAY
        self.assertEqual(week.counted, 2)
        other.state = "cancelled"
        self.assertEqual(week.counted, 1)
        self.contact.unlink()
        self.assertEqual(week.counted, 0)
        self.assertEqual(week.target, 6.0)
        week.absent_days = 1
        self.assertEqual(week.target, 4.8)
        self.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.coach_a1
        ).fte = 0.5
        self.assertEqual(week.target, 2.4)
        self.team_a.contact_target = 5
        self.assertEqual(week.target, 2.0)


@tagged("standard", "post_install", "-at_install")
class TestBoards(IpsCommon):
    """What My week and Team week are given."""

    def my_week(self, user, week_start=None):
        self.env.invalidate_all()
        return self.Week.with_user(user).get_my_week(week_start)

    def team_week(self, user, week_start=MONDAY, team=None):
        self.env.invalidate_all()
        team = team or self.team_a
        return self.Week.with_user(user).get_team_week(week_start, team.id)

    def test_my_week(self):
        self.log(self.coach_a1)
        self.log(self.coach_a1, channel="phone", date=datetime(2025, 3, 5, 8, 0))
        payload = self.my_week(self.coach_a1)
        self.assertEqual(payload["week"]["start"], "2025-03-03")
        self.assertEqual(payload["week"]["end"], "2025-03-09")
        self.assertEqual(payload["week"]["number"], 10)
        self.assertTrue(payload["week"]["is_current"])
        self.assertEqual(payload["team"], "Team A")
        self.assertEqual(payload["row"]["counted"], 1)
        self.assertEqual(payload["row"]["target"], 6.0)
        self.assertEqual(payload["row"]["target_label"], "6")
        self.assertEqual(
            [contact["is_counted"] for contact in payload["contacts"]], [True, False]
        )
        for contact in payload["contacts"]:
            self.assertTrue(contact["reason"])
            self.assertEqual(contact["employer"], self.workplace.name)
        self.assertEqual([d["counted"] for d in payload["days"]], [0, 1, 0, 0, 0, 0, 0])
        self.assertEqual(len(payload["history"]), 12)
        self.assertEqual(payload["history"][-1]["counted"], 1)

    def test_my_visits(self):
        """Planned visits: not logged yet, today's, the next ones."""
        late = self.plan(self.coach_a1, date=TUESDAY)
        today = self.plan(self.coach_a1, date=datetime(2025, 3, 5, 12, 0))
        coming = self.plan(self.coach_a1)
        self.plan(self.coach_a2)
        planned = self.my_week(self.coach_a1)["planned"]
        self.assertEqual([visit["id"] for visit in planned["late"]], late.ids)
        self.assertEqual([visit["id"] for visit in planned["today"]], today.ids)
        self.assertEqual([visit["id"] for visit in planned["coming"]], coming.ids)

    def test_my_next_steps(self):
        self.log(self.coach_a1, next_step="Call", next_step_date="2025-03-04")
        self.log(self.coach_a2, next_step="Not mine", next_step_date="2025-03-04")
        steps = self.my_week(self.coach_a1)["next_steps"]
        self.assertEqual([step["summary"] for step in steps], ["Call"])
        self.assertTrue(steps[0]["late"])

    def test_my_week_without_a_team(self):
        """A coach before joining a team gets a page, and a clear word on absence."""
        coach = self.new_user("coach_new", "Uusi Coach", COACH)
        payload = self.my_week(coach)
        self.assertEqual(payload["team"], "")
        self.assertEqual(payload["row"]["counted"], 0)
        with self.assert_refused(UserError, text="no job coaching team"):
            self.Week.with_user(coach).action_enter_absence(MONDAY, 1)

    def test_team_week_is_alphabetical(self):
        """Coaches come by name, whatever their figures."""
        for name in ("Zaida", "Bo", "Åke"):
            coach = self.new_user(f"coach_{name.lower()}", name, COACH)
            self.env["crm.team.member"].create(
                {"user_id": coach.id, "crm_team_id": self.team_a.id}
            )
            self.log(coach)
        names = [row["name"] for row in self.team_week(self.leader_a)["coaches"]]
        self.assertEqual(len(names), 5)
        self.assertEqual(names[:4], ["Aino Coach", "Bo", "Eero Coach", "Zaida"])

    def test_team_week_figures(self):
        self.log(self.coach_a1)
        self.log(self.coach_a1)
        self.log(self.coach_a1, channel="phone", is_client_specific=True)
        self.plan(self.coach_a1)
        row, other = self.team_week(self.leader_a)["coaches"]
        self.assertEqual(row["id"], self.coach_a1.id)
        expected = {"counted": 2, "done": 3, "planned": 1, "in_person": 2}
        expected |= {"first": 1, "second": 1, "later": 0, "client_specific": 1}
        self.assertEqual({key: row[key] for key in expected}, expected)
        self.assertEqual(other["counted"], 0)

    def test_former_member_is_shown_for_weeks_worked(self):
        self.log(self.coach_a1)
        self.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.coach_a1
        ).active = False
        ids = [row["id"] for row in self.team_week(self.leader_a)["coaches"]]
        self.assertIn(self.coach_a1.id, ids)
        later = self.team_week(self.leader_a, MONDAY - timedelta(weeks=3))["coaches"]
        self.assertNotIn(self.coach_a1.id, [row["id"] for row in later])

    def test_weeks_to_review(self):
        """Weeks gone by that are not signed, or changed since, and no others."""
        self.log(self.coach_a1, date=LAST_TUESDAY)
        waiting = self.team_week(self.leader_a)["to_review"]
        self.assertEqual(
            waiting, [{"start": "2025-02-24", "number": 9, "changed": 0, "open": 1}]
        )
        self.sign(self.coach_a1, LAST_MONDAY)
        self.assertEqual(self.team_week(self.leader_a)["to_review"], [])
        self.log(self.coach_a1, date=LAST_TUESDAY)
        waiting = self.team_week(self.leader_a)["to_review"]
        self.assertEqual([(row["changed"], row["open"]) for row in waiting], [(1, 0)])

    def test_week_under_review_by_default(self):
        """Until Tuesday is over the leader looks at last week."""
        for now, monday in [
            ("2025-03-04 10:00:00", "2025-02-24"),
            ("2025-03-04 22:30:00", "2025-03-03"),
            ("2025-03-09 21:59:00", "2025-03-03"),
            ("2025-03-09 22:00:00", "2025-03-03"),
        ]:
            with self.subTest(now=now):
                self.freeze(now)
                payload = self.team_week(self.leader_a, None)
                self.assertEqual(payload["week"]["start"], monday)

    def test_team_week_of_those_who_lead_none(self):
        """A coach gets no team and no coach; another leader only the own team."""
        self.log(self.coach_a1)
        payload = self.team_week(self.coach_a1)
        self.assertEqual((payload["teams"], payload["coaches"]), ([], []))
        payload = self.team_week(self.leader_b)
        self.assertEqual(payload["team_id"], self.team_b.id)
        self.assertEqual([row["id"] for row in payload["coaches"]], self.coach_b1.ids)

    def test_outsiders_get_an_error(self):
        for user in self.outsider | self.manager | self.privacy | self.portal:
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.my_week(user)
