from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import COACH, LEADER, MONDAY, IpsCommon

EVERYONE = {
    *["outsider", "manager", "privacy", "portal", "ips_admin"],
    *["coach_a1", "coach_a2", "coach_b1", "leader_a", "deputy_a", "leader_b"],
}
OPERATIONS = ("create", "read", "write", "unlink")


@tagged("standard", "post_install", "-at_install")
class TestRights(IpsCommon):
    """Who may create, read, write and delete what, role by role."""

    def assert_rights(self, records, **allowed):
        """Check each role: ``leader_a="rw"``; who is not named may do nothing."""
        for name in sorted(EVERYONE):
            user = getattr(self, name)
            for operation in OPERATIONS:
                expected = operation[0] in allowed.get(name, "")
                with self.subTest(model=records._name, user=name, operation=operation):
                    self.env.invalidate_all()
                    may = records.with_user(user).has_access(operation)
                    self.assertEqual(may, expected)

    def test_contact(self):
        """Coaches read all and log for each other; own and led ones they write."""
        contact = self.log(self.coach_a1)
        self.assert_rights(
            contact,
            coach_a1="crwu",
            leader_a="crwu",
            deputy_a="crwu",
            coach_a2="cr",
            coach_b1="cr",
            leader_b="cr",
        )

    def test_contact_entered_for_a_colleague(self):
        """Whoever entered it may correct it."""
        contact = self.log(self.coach_b1, user_id=self.coach_a1.id)
        self.assertEqual(contact.team_id, self.team_a)
        self.assert_rights(
            contact,
            coach_a1="crwu",
            coach_b1="crwu",
            leader_a="crwu",
            deputy_a="crwu",
            coach_a2="cr",
            leader_b="cr",
        )

    def test_contact_of_another_company(self):
        """Not even its own coach sees it from here."""
        company = self.env["res.company"].create({"name": "Another region"})
        contact = self.log(self.coach_a1)
        contact.employer_id.company_id = False
        contact.team_id = False
        contact.sudo().company_id = company
        self.assert_rights(contact)

    def test_week(self):
        """Own week: read and enter absences; leader and deputies: the team's."""
        self.assert_rights(
            self.week(self.coach_a1), coach_a1="rw", leader_a="rw", deputy_a="rw"
        )
        self.assert_rights(self.week(self.coach_b1), coach_b1="rw", leader_b="rw")

    def test_counting_rule(self):
        rule = self.env.ref("ips_employer_crm.contact_rule_default")
        readers = ("coach_a1", "coach_a2", "coach_b1", "leader_a", "deputy_a")
        self.assert_rights(
            rule, ips_admin="crwu", leader_b="r", **dict.fromkeys(readers, "r")
        )

    def test_pick_lists(self):
        for xmlid in (
            *["purpose_needs", "outcome_later", "week_reason_training"],
            "decline_reason_policy",
        ):
            self.assert_rights(
                self.env.ref(f"ips_employer_crm.{xmlid}"),
                **dict.fromkeys(("coach_a1", "coach_a2", "coach_b1"), "r"),
                **dict.fromkeys(("leader_a", "deputy_a", "leader_b"), "crwu"),
                ips_admin="crwu",
            )

    def test_municipality(self):
        employees = EVERYONE - {"portal", "ips_admin"}
        self.assert_rights(
            self.municipality, ips_admin="crwu", **dict.fromkeys(employees, "r")
        )

    def test_coaching_team(self):
        """Leader and administrator write it; whoever has no part in it sees none."""
        apart = {"portal", "outsider", "manager", "privacy"}
        employees = dict.fromkeys(EVERYONE - apart, "r")
        rights = {"leader_a": "rw", "deputy_a": "rw", "ips_admin": "crw"}
        self.assert_rights(self.team_a, **{**employees, **rights})

    def test_coaching_team_member(self):
        member = self.team_a.crm_team_member_ids[0]
        employees = dict.fromkeys(EVERYONE - {"portal"}, "r")
        rights = dict.fromkeys(("leader_a", "deputy_a", "ips_admin"), "crw")
        self.assert_rights(member, **{**employees, **rights})

    def test_sales_team(self):
        """Sales managers keep what they had on sales teams; our roles get nothing."""
        team = self.env["crm.team"].create({"name": "Sales"})
        employees = dict.fromkeys(EVERYONE - {"portal"}, "r")
        self.assert_rights(team, **{**employees, "manager": "crwu"})

    def test_every_operation_for_real(self):
        """The rights above hold when records are really made and changed."""
        contact = self.log(self.coach_a1)
        contact.with_user(self.coach_a1).channel = "phone"
        contact.with_user(self.leader_a).channel = "email"
        for user in self.coach_a2 | self.leader_b:
            with self.assertRaises(AccessError):
                contact.with_user(user).channel = "letter"
            with self.assertRaises(AccessError):
                contact.with_user(user).unlink()
        for user in self.outsider | self.manager | self.ips_admin | self.privacy:
            with self.assertRaises(AccessError):
                self.log(user)
            with self.assertRaises(AccessError):
                contact.with_user(user).read(["channel"])
        contact.with_user(self.deputy_a).unlink()


@tagged("standard", "post_install", "-at_install")
class TestEscalation(IpsCommon):
    """Attempts to get what one's role does not give."""

    def test_coach_cannot_write_the_review(self):
        week = self.week(self.coach_a1).with_user(self.coach_a1)
        week.absent_days = 1
        for vals in [
            {"review_user_id": self.leader_a.id},
            {"review_date": "2025-03-05 10:00:00"},
            {"reviewed_counted": 6},
            {"reviewed_target": 1},
            {"changed_after_review": False},
            {"remark": "Well done"},
            {"absent_days": 2, "remark": "Well done"},
            {"team_id": self.team_b.id},
            {"week_start": MONDAY},
            {"user_id": self.coach_a2.id},
        ]:
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                week.write(vals)
        with self.assertRaises(AccessError):
            week.action_sign()
        with self.assertRaises(AccessError):
            week.unlink()
        with self.assertRaises(AccessError):
            week.create({"team_id": self.team_a.id, "user_id": self.coach_a1.id})

    def test_coach_cannot_sign(self):
        Week = self.Week.with_user(self.coach_a1)
        with self.assertRaises(AccessError):
            Week.action_sign_coaches(self.team_a.id, MONDAY, self.coach_a1.ids)

    def test_sales_manager_cannot_sign_or_look(self):
        with self.assertRaises(AccessError):
            self.sign(self.coach_a1, by=self.manager)
        payload = self.Week.with_user(self.manager).get_team_week()
        self.assertEqual((payload["teams"], payload["coaches"]), ([], []))

    def test_leader_of_another_team(self):
        week = self.week(self.coach_a1).with_user(self.leader_b)
        for attempt in (
            lambda: week.read(["remark"]),
            lambda: week.write({"absent_days": 5}),
            lambda: week.action_sign(),
            lambda: self.sign(self.coach_a1, by=self.leader_b),
            lambda: self.team_a.with_user(self.leader_b).write({"contact_target": 1}),
            lambda: self.team_a.with_user(self.leader_b).write(
                {"deputy_ids": [Command.link(self.leader_b.id)]}
            ),
            lambda: self.team_a.crm_team_member_ids.with_user(self.leader_b).write(
                {"fte": 0.1}
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_leader_appoints_in_the_own_team_only(self):
        self.team_a.with_user(self.leader_a).deputy_ids = self.coach_a2
        self.assertTrue(self.coach_a2.has_group(LEADER))
        with self.assertRaises(AccessError):
            self.env["crm.team"].with_user(self.leader_a).create(
                {"name": "Mine", "use_job_openings": True}
            )

    def test_leader_cannot_move_a_member_into_another_team(self):
        member = self.team_b.crm_team_member_ids.with_user(self.leader_b)
        with self.assert_refused(AccessError, ValidationError):
            member.write({"crm_team_id": self.team_a.id})

    def test_sales_manager_makes_no_coaching_team(self):
        Team = self.env["crm.team"].with_user(self.manager)
        with self.assertRaises(AccessError):
            Team.create({"name": "Mine", "use_job_openings": True})
        sales = Team.create({"name": "Sales", "user_id": self.manager.id})
        with self.assertRaises(AccessError):
            sales.write({"use_job_openings": True})
        self.assertFalse(self.manager.has_group(LEADER))

    def test_sales_manager_appoints_nobody(self):
        team = self.team_a.with_user(self.manager)
        for vals in [
            {"user_id": self.manager.id},
            {"deputy_ids": [Command.link(self.manager.id)]},
            {"member_ids": [Command.link(self.manager.id)]},
            {"active": False},
            {"contact_target": 0},
        ]:
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                team.write(vals)
        Member = self.env["crm.team.member"].with_user(self.manager)
        with self.assertRaises(AccessError):
            Member.create({"user_id": self.manager.id, "crm_team_id": team.id})
        self.assertFalse(self.manager.has_group(COACH))

    def test_sales_manager_cannot_move_a_member_into_a_coaching_team(self):
        sales = self.env["crm.team"].create(
            {"name": "Sales", "member_ids": [Command.link(self.manager.id)]}
        )
        member = sales.crm_team_member_ids.with_user(self.manager)
        with self.assert_refused(AccessError, ValidationError):
            member.write({"crm_team_id": self.team_a.id})

    def test_role_comes_and_goes_with_the_post(self):
        """The role is given with the first post and taken back with the last."""
        self.assertTrue(self.leader_a.has_group(LEADER))
        self.assertTrue(self.deputy_a.has_group(LEADER))
        self.team_b.with_user(self.ips_admin).deputy_ids = self.deputy_a
        self.team_a.with_user(self.leader_a).deputy_ids = False
        self.assertTrue(self.deputy_a.has_group(LEADER))
        self.team_b.with_user(self.leader_b).deputy_ids = False
        self.assertFalse(self.deputy_a.has_group(LEADER))
        self.assertTrue(self.deputy_a.has_group(COACH))

    def test_role_alone_opens_nothing(self):
        """Somebody with the role and no post sees no week but the own."""
        user = self.new_user("no_post", "Niilo Nopost", LEADER)
        self.assertFalse(self.week(self.coach_a1).with_user(user).has_access("read"))
        self.assertEqual(self.Week.with_user(user).get_team_week()["coaches"], [])

    def test_kind_of_team_is_fixed_once_it_has_contacts(self):
        self.log(self.coach_a1)
        with self.assert_refused(ValidationError, text="stays the kind"):
            self.team_a.use_job_openings = False
        self.team_b.use_job_openings = False
        self.assertFalse(self.leader_b.has_group(LEADER))
