from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ADMIN, COACH, LEADER, IpsCommon

OPERATIONS = ("create", "read", "write", "unlink")
OUR_PARTNER_FIELDS = {
    *["employer_stage", "coach_id", "preferred_channel", "max_contacts_per_month"],
    *["decides_on_hiring", "do_not_contact", "data_source", "informed_on"],
    *["workplace_ids", "employer_person_ids", "employer_contact_ids"],
    *["company_contact_ids", "last_contact_date", "next_contact_date", "visit_count"],
    *["days_since_contact", "preferred_person_id", "claim_user_id", "claim_until"],
    "asked_again_on",
    *["is_claimed", "before_you", "employer_next_step", "decline_reason_id"],
    *["decline_retry_date", "employer_name_key", "employer_domain_key"],
    *["employer_phone_key", "employer_twin_ids", "also_for_ids", "has_portal_login"],
}
COACH_ONLY = {
    *["employer_contact_ids", "company_contact_ids", "before_you"],
    "employer_next_step",
}


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
        """A model with a company has a global rule on it, computed ones too."""
        checked = []
        for model in self.our_models():
            Model = self.env[model.model]
            if "company_id" not in Model._fields or Model._abstract:
                continue
            checked.append(model.model)
            rules = model.rule_ids.filtered(
                lambda rule: not rule.groups and "company_ids" in rule.domain_force
            )
            self.assertTrue(rules, model.model)
            # What is computed is never written
            self.assertEqual(Model._check_company_auto, Model._auto, model.model)
        self.assertIn("ips.employer.contact", checked)
        self.assertIn("ips.coach.week", checked)
        self.assertIn("ips.match.suggestion", checked)
        self.assertIn("ips.employer.suggestion", checked)
        for name in ("contact", "placement", "funnel"):
            self.assertIn(f"ips.{name}.report", checked)

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
class TestWizards(IpsCommon):
    """Who may open which dialog; all of them write as the reader."""

    def assert_openers(self, model, openers):
        for user in (
            *[self.outsider, self.manager, self.privacy, self.portal, self.ips_admin],
            *[self.coach_a1, self.coach_b1, self.leader_a, self.deputy_a],
        ):
            with self.subTest(model=model, user=user.name):
                wizard = self.env[model].with_user(user)
                self.assertEqual(wizard.has_access("create"), user in openers)

    def test_openers(self):
        leaders = self.leader_a | self.deputy_a
        coaches = leaders | self.coach_a1 | self.coach_b1
        self.assert_openers("ips.employer.decline", coaches)
        self.assert_openers("ips.kilometre.list", coaches)
        self.assert_openers("ips.employer.merge", leaders)
        self.assert_openers("ips.client.close", coaches)
        self.assert_openers("ips.client.reassign", leaders)
        self.assert_openers("ips.capacity", leaders)
        self.assert_openers("ips.quarterly.report", leaders)
        self.assert_openers("ips.evidence.pack", leaders)
        self.assert_openers("ips.match.coverage", coaches)
        self.assert_openers("ips.opening.what.if", coaches)
        self.assert_openers("ips.territory", coaches)

    def test_outsiders_claim_nothing(self):
        """An employee without our roles changes neither claim nor stage."""
        for user in self.outsider | self.manager | self.portal:
            partner = self.company_e.with_user(user)
            for call in (
                partner.action_claim,
                partner.action_release,
                lambda partner=partner: partner.write({"employer_stage": "partner"}),
            ):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    call()
