from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import FRIDAY, LAST_MONDAY, LAST_TUESDAY, IpsCommon


@tagged("standard", "post_install", "-at_install")
class TestMerge(IpsCommon):
    """Leaders merge employers that turned out to be one; nothing gets lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.new_employer("Testila Oy")
        cls.boss = cls.new_person("Boss", cls.twin, decides_on_hiring=True)
        cls.place = cls.env["res.partner"].create(
            {
                "name": "Testila, Palokka",
                "is_company": True,
                "is_employer": True,
                "parent_id": cls.twin.id,
            }
        )
        cls.third = cls.new_employer("OY Testilä")
        met = [Command.set(cls.boss.ids)]
        cls.own = cls.log(cls.coach_a1)
        cls.moved = cls.log(
            cls.coach_b1, date=LAST_TUESDAY, employer_id=cls.twin.id, person_ids=met
        )
        cls.visit = cls.plan(
            cls.coach_a2, employer_id=cls.place.id, person_ids=met, next_step="Call"
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def merge(self, employers, keep=None, user=None):
        """Choose them in the list, open the dialog and press Merge."""
        wizard = self.env["ips.employer.merge"].with_user(user or self.leader_a)
        form = Form(wizard.with_context(active_ids=employers.ids))
        if keep:
            form.keep_id = keep
        result = form.save().action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def contacts(self):
        return self.Contact.search([]).ids

    def test_two(self):
        """Contacts, people, workplaces and the planned visit go with the twin."""
        before = self.contacts()
        event = self.visit.event_id
        weeks = [self.counted(coach) for coach in self.coach_a1 | self.coach_a2]
        last = self.counted(self.coach_b1, LAST_MONDAY)
        self.merge(self.company_e | self.twin, keep=self.company_e)
        self.assertFalse(self.twin.exists())
        self.assertEqual(self.contacts(), before)
        self.assertEqual(self.boss.parent_id, self.company_e)
        self.assertEqual(self.place.parent_id, self.company_e)
        for contact in self.own | self.moved | self.visit:
            self.assertEqual(contact.company_partner_id, self.company_e)
        self.assertEqual(self.moved.employer_id, self.company_e)
        self.assertEqual(self.moved.person_ids, self.boss)
        self.assertEqual(self.visit.employer_id, self.place)
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.visit.event_id, event)
        self.assertTrue(event.active)
        self.assertEqual(event.start, FRIDAY)
        self.assertEqual(self.visit.next_step, "Call")
        self.assertEqual(
            [self.counted(coach) for coach in self.coach_a1 | self.coach_a2], weeks
        )
        self.assertEqual(self.counted(self.coach_b1, LAST_MONDAY), last)
        self.assertEqual(last, 1)

    def test_figures_are_counted_anew(self):
        self.assertEqual(self.company_e.visit_count, 1)
        self.merge(self.company_e | self.twin, keep=self.company_e)
        self.assertRecordValues(
            self.company_e,
            [
                {
                    "visit_count": 2,
                    "last_contact_date": self.own.day,
                    "next_contact_date": FRIDAY.date(),
                }
            ],
        )

    def test_figures_of_the_older_one(self):
        """The kept one had no contact at all."""
        self.merge(self.third | self.twin, keep=self.third)
        self.assertEqual(self.third.visit_count, 1)
        self.assertEqual(self.third.last_contact_date, LAST_TUESDAY.date())

    def test_stage_is_what_the_contacts_earned(self):
        """A prospect that takes over visits has been introduced."""
        self.assertEqual(self.twin.employer_stage, "introduced")
        self.merge(self.third | self.twin, keep=self.third)
        self.assertEqual(self.third.employer_stage, "introduced")

    def test_three(self):
        before = self.contacts()
        employers = self.company_e | self.twin | self.third
        action = self.merge(employers, keep=self.third)
        self.assertEqual(employers.exists(), self.third)
        self.assertEqual(action["res_id"], self.third.id)
        self.assertEqual(self.contacts(), before)
        self.assertEqual(self.third.visit_count, 2)
        self.assertEqual(self.workplace.parent_id, self.third)
        self.assertEqual(self.workplace.visit_count, 1)
        self.assertEqual(len(self.third.company_contact_ids), 3)

    def test_proposes_the_one_with_most_visits(self):
        self.log(self.coach_a1)
        employers = self.third | self.twin | self.company_e
        wizard = self.env["ips.employer.merge"].with_user(self.leader_a)
        form = Form(wizard.with_context(active_ids=employers.ids))
        self.assertEqual(form.keep_id, self.company_e)

    def test_business_id_moves(self):
        """The kept one had none."""
        number = next(self.business_ids)
        self.twin.company_registry = number
        self.merge(self.company_e | self.twin, keep=self.company_e)
        self.assertEqual(self.company_e.company_registry, number)

    def test_business_id_stays(self):
        number, other = next(self.business_ids), next(self.business_ids)
        self.company_e.company_registry = number
        self.twin.company_registry = other
        self.merge(self.company_e | self.twin, keep=self.company_e)
        self.assertEqual(self.company_e.company_registry, number)

    def test_empty_data_is_filled(self):
        self.twin.write({"phone": "040 123 4567", "coach_id": self.coach_b1.id})
        self.company_e.coach_id = self.coach_a1
        self.merge(self.company_e | self.twin, keep=self.company_e)
        self.assertEqual(self.company_e.name, "Testilä Oy")
        self.assertEqual(self.company_e.phone, "040 123 4567")
        self.assertEqual(self.company_e.coach_id, self.coach_a1)
        self.assertEqual(self.company_e.employer_phone_key, "401234567")

    def test_wishes_survive(self):
        """Preferred person, limit and objection are not lost."""
        self.twin.write(
            {"preferred_person_id": self.boss.id, "max_contacts_per_month": 2}
        )
        self.boss.do_not_contact = True
        self.merge(self.company_e | self.twin, keep=self.company_e)
        self.assertTrue(self.boss.do_not_contact)
        self.assertEqual(self.company_e.preferred_person_id, self.boss)
        self.assertEqual(self.company_e.max_contacts_per_month, 2)

    def test_leader_and_deputy_only(self):
        for user in (
            *[self.coach_a1, self.coach_b1, self.outsider, self.manager],
            *[self.ips_admin, self.privacy, self.portal],
        ):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["ips.employer.merge"].with_user(user).create(
                    {
                        "employer_ids": [Command.set((self.twin | self.third).ids)],
                        "keep_id": self.third.id,
                    }
                ).action_merge()
        self.assertTrue(self.twin.exists())
        self.merge(self.twin | self.third, user=self.deputy_a)
        self.assertEqual(len((self.twin | self.third).exists()), 1)

    def test_odoo_s_own_merge_stays_closed(self):
        merger = self.env["base.partner.merge.automatic.wizard"]
        with self.assertRaises(AccessError):
            merger.with_user(self.leader_a).create({})

    def test_what_is_not_merged(self):
        customer = self.env["res.partner"].create({"name": "X", "is_company": True})
        fourth = self.new_employer("Testilä Ky")
        for partners, text in [
            (self.twin, "two or three"),
            (self.company_e | self.twin | self.third | fourth, "two or three"),
            (self.twin | customer, "Only employers"),
            (self.twin | self.decider, "Only employers"),
            (self.twin | self.workplace, "Only employers"),
        ]:
            with (
                self.subTest(partners=partners.mapped("name")),
                self.assert_refused(UserError, text=text),
            ):
                self.merge(partners, keep=self.twin)
        with self.assert_refused(UserError, text="which of the employers to keep"):
            wizard = self.env["ips.employer.merge"].with_user(self.leader_a)
            wizard.create(
                {
                    "employer_ids": [Command.set((self.twin | self.third).ids)],
                    "keep_id": self.company_e.id,
                }
            ).action_merge()

    def test_employers_of_another_company(self):
        """A leader merges nothing out of sight."""
        company = self.env["res.company"].create({"name": "Another region"})
        self.third.company_id = company
        with self.assertRaises(AccessError):
            self.env["ips.employer.merge"].with_user(self.leader_a).create(
                {
                    "employer_ids": [Command.set((self.twin | self.third).ids)],
                    "keep_id": self.twin.id,
                }
            ).action_merge()

    def test_odoo_s_merge_of_ordinary_contacts(self):
        """The administrator's wizard works as before."""
        customers = self.env["res.partner"].create(
            [
                {"name": "C1", "is_company": True, "company_registry": "x-1"},
                {"name": "C2", "is_company": True, "phone": "040 123 4567"},
            ]
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set(customers.ids)],
                "dst_partner_id": customers[0].id,
                "state": "selection",
            }
        )
        wizard.action_merge()
        self.assertEqual(customers.exists(), customers[0])
        self.assertEqual(customers[0].company_registry, "x-1")
        self.assertEqual(customers[0].phone, "040 123 4567")
        self.assertFalse(customers[0].employer_stage)
        self.assertFalse(customers[0].is_employer)

    def test_odoo_s_merge_of_a_person_of_an_employer(self):
        """Two cards of one person: who was met stays known."""
        again = self.new_person("Päivi P.")
        contact = self.log(self.coach_a1, person_ids=[Command.set(again.ids)])
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((again | self.decider).ids)],
                "dst_partner_id": self.decider.id,
                "state": "selection",
            }
        )
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertFalse(again.exists())
        self.assertEqual(contact.person_ids, self.decider)
