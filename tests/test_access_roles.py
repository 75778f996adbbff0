from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ADMIN, COACH, LEADER, MONDAY, IpsCommon

EVERYONE = {
    *["outsider", "manager", "privacy", "portal", "ips_admin"],
    *["coach_a1", "coach_a2", "coach_b1", "leader_a", "deputy_a", "leader_b"],
}
OPERATIONS = ("create", "read", "write", "unlink")
OUR_PARTNER_FIELDS = {
    *["employer_stage", "coach_id", "preferred_channel", "max_contacts_per_month"],
    *["decides_on_hiring", "do_not_contact", "data_source", "informed_on"],
    *["workplace_ids", "employer_person_ids", "employer_contact_ids"],
    *["company_contact_ids", "last_contact_date", "next_contact_date", "visit_count"],
    *["days_since_contact", "preferred_person_id", "claim_user_id", "claim_until"],
    *["is_claimed", "before_you", "employer_next_step", "decline_reason_id"],
    *["decline_retry_date", "employer_name_key", "employer_domain_key"],
    *["employer_phone_key", "employer_twin_ids"],
}
COACH_ONLY = {
    *["employer_contact_ids", "company_contact_ids", "before_you"],
    "employer_next_step",
}


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
        """Odoo's own: employees read teams; leader and administrator write ours."""
        employees = dict.fromkeys(EVERYONE - {"portal"}, "r")
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
class TestPartnerFields(IpsCommon):
    """What we add to partners is for coaches, but for two fields."""

    def test_all_our_fields_are_known_here(self):
        """A field added to partners must be sorted into one of the two kinds."""
        ours = {
            field.name
            for field in self.env["ir.model.fields"].search(
                [("model", "=", "res.partner")]
            )
            if field.modules == "ips_employer_crm"
        }
        self.assertEqual(ours, OUR_PARTNER_FIELDS | {"is_employer", "municipality_id"})

    def test_outsiders(self):
        for user in self.outsider | self.manager | self.privacy | self.portal:
            partner = self.company_e.with_user(user)
            seen = partner.fields_get()
            self.assertIn("is_employer", seen)
            self.assertIn("municipality_id", seen)
            self.assertTrue(partner.read(["is_employer"])[0]["is_employer"])
            self.assertFalse(OUR_PARTNER_FIELDS & seen.keys(), user.name)
            for name in sorted(OUR_PARTNER_FIELDS):
                with self.subTest(user=user.name, field=name):
                    with self.assertRaises(AccessError):
                        partner.read([name])
                    with self.assertRaises(AccessError):
                        partner.search([(name, "!=", False)])
                    with self.assertRaises(AccessError):
                        partner.write({name: False})

    def test_coaches(self):
        for user in self.coach_a1 | self.leader_b:
            partner = self.company_e.with_user(user)
            self.assertLessEqual(OUR_PARTNER_FIELDS, partner.fields_get().keys())
            partner.read(sorted(OUR_PARTNER_FIELDS))
            partner.write({"employer_stage": "partner", "coach_id": user.id})

    def test_administrator_reads_no_log(self):
        partner = self.company_e.with_user(self.ips_admin)
        partner.write({"employer_stage": "partner", "coach_id": self.coach_a1.id})
        partner.read(sorted(OUR_PARTNER_FIELDS - COACH_ONLY))
        for name in sorted(COACH_ONLY):
            with self.subTest(field=name), self.assertRaises(AccessError):
                partner.read([name])

    def test_coach_makes_and_keeps_employers(self):
        employer = (
            self.env["res.partner"]
            .with_user(self.coach_a1)
            .create({"name": "Uusi Oy", "is_company": True, "is_employer": True})
        )
        employer.write({"city": "Jyväskylä"})
        with self.assertRaises(AccessError):
            employer.unlink()

    def test_outsider_makes_none(self):
        Partner = self.env["res.partner"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            Partner.create({"name": "Uusi Oy", "is_employer": True})

    def test_member_fields_are_the_leader_s(self):
        member = self.team_a.crm_team_member_ids[0]
        fields = ["fte", "contact_target", "start_date"]
        for user in self.coach_a1 | self.coach_a2 | self.outsider:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                member.with_user(user).read(fields)
        for user in self.leader_a | self.deputy_a | self.ips_admin:
            member.with_user(user).write({"fte": 0.8})


@tagged("standard", "post_install", "-at_install")
class TestModels(IpsCommon):
    """What must hold of every model of ours, those to come included."""

    def our_models(self):
        models = self.env["ir.model"].search([("model", "=like", "ips.%")])
        self.assertGreaterEqual(len(models), 7)
        return models

    def test_every_model_has_access_lines(self):
        for model in self.our_models():
            with self.subTest(model=model.model):
                if not self.env[model.model]._abstract:
                    self.assertTrue(model.access_ids)

    def test_no_line_for_portal_public_or_everyone(self):
        outside = self.env.ref("base.group_portal") | self.env.ref("base.group_public")
        for model in self.our_models():
            for access in model.access_ids:
                with self.subTest(access=access.name):
                    self.assertTrue(access.group_id, "a line for everyone")
                    self.assertFalse(access.group_id.all_implied_ids & outside)

    def test_portal_can_do_nothing(self):
        for model in self.our_models():
            for operation in OPERATIONS:
                records = self.env[model.model].with_user(self.portal)
                self.assertFalse(records.has_access(operation), model.model)

    def test_company_rule(self):
        """A model with a company has a global rule on it."""
        checked = []
        for model in self.our_models():
            Model = self.env[model.model]
            if "company_id" not in Model._fields or not Model._auto:
                continue
            checked.append(model.model)
            rules = model.rule_ids.filtered(
                lambda rule: not rule.groups and "company_ids" in rule.domain_force
            )
            self.assertTrue(rules, model.model)
            self.assertTrue(Model._check_company_auto, model.model)
        self.assertIn("ips.employer.contact", checked)
        self.assertIn("ips.coach.week", checked)

    def test_roles_imply_no_sales_role(self):
        """A salesman's rights would open other teams' leads."""
        sales = self.env.ref("sales_team.group_sale_salesman")
        for xmlid in (COACH, LEADER, ADMIN, "ips_employer_crm.group_ips_privacy"):
            self.assertNotIn(sales, self.env.ref(xmlid).all_implied_ids)

    def test_administrator_is_given_to_nobody_by_default(self):
        """Neither Odoo's administrators nor new users get the role unasked."""
        admin = self.env.ref(ADMIN)
        self.assertFalse(admin.implied_by_ids)
        for xmlid in ("base.group_system", "base.group_user", LEADER):
            self.assertNotIn(admin, self.env.ref(xmlid).all_implied_ids)
        self.assertNotIn(admin, self.outsider.all_group_ids)


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
