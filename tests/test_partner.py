import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IpsCommon


@tagged("standard", "post_install", "-at_install")
class TestBusinessId(IpsCommon):
    """The Finnish business ID of an employer: checked, spelt one way, unique."""

    def setUp(self):
        super().setUp()
        self.number = next(self.business_ids)

    def wrong(self, number):
        """The number with another check digit."""
        return number[:-1] + str((int(number[-1]) + 1) % 10)

    def test_valid(self):
        employer = self.new_employer("A Oy", company_registry=self.number)
        self.assertEqual(employer.company_registry, self.number)

    def test_wrong_check_digit(self):
        number = self.wrong(self.number)
        with self.assert_refused(ValidationError, text=f"{number}.*A Oy.*check digit"):
            self.new_employer("A Oy", company_registry=number)
        employer = self.new_employer("A Oy")
        with self.assert_refused(ValidationError, text="check digit"):
            employer.company_registry = number
        with self.assert_refused(ValidationError, text="check digit"):
            employer.company_registry = "not a number"

    def test_check_when_a_customer_becomes_an_employer(self):
        customer = self.env["res.partner"].create(
            {
                "name": "A Oy",
                "is_company": True,
                "company_registry": self.wrong(self.number),
            }
        )
        with self.assertRaises(ValidationError):
            customer.is_employer = True

    def test_spelt_one_way(self):
        """However it is typed, 1234567-8 is kept."""
        bare = self.number.replace("-", "")
        for typed in (bare, f" {self.number} ", f"{bare[:7]} {bare[7]}", f"FI{bare}"):
            with self.subTest(typed=typed), self.env.cr.savepoint() as savepoint:
                employer = self.new_employer("A Oy", company_registry=typed)
                self.assertEqual(employer.company_registry, self.number)
                employer.company_registry = False
                employer.company_registry = typed
                self.assertEqual(employer.company_registry, self.number)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_spelt_one_way_when_a_customer_becomes_an_employer(self):
        customer = self.env["res.partner"].create(
            {
                "name": "A Oy",
                "is_company": True,
                "company_registry": self.number.replace("-", ""),
            }
        )
        customer.is_employer = True
        self.assertEqual(customer.company_registry, self.number)

    def test_empty_is_allowed_many_times(self):
        for value in (False, "", False, ""):
            self.new_employer("A Oy", company_registry=value)

    def test_twin_is_named(self):
        self.new_employer("Twin Oy", company_registry=self.number)
        bare = self.number.replace("-", "")
        other = self.new_employer("B Oy")
        for typed in (self.number, bare):
            message = f"{self.number}.*Twin Oy"
            with self.assert_refused(ValidationError, text=message):
                self.new_employer("A Oy", company_registry=typed)
            with self.assert_refused(ValidationError, text=message):
                other.company_registry = typed

    def test_archived_twin(self):
        self.new_employer("Twin Oy", company_registry=self.number, active=False)
        with self.assert_refused(ValidationError, text="Twin Oy"):
            self.new_employer("A Oy", company_registry=self.number)

    def test_twin_that_the_coach_does_not_see(self):
        """An employer of another company is named: its name is public."""
        company = self.env["res.company"].create({"name": "Another region"})
        self.new_employer(
            "Twin Oy", company_registry=self.number, company_id=company.id
        )
        Partner = self.env["res.partner"].with_user(self.coach_a1)
        with self.assert_refused(ValidationError, text="Twin Oy"):
            Partner.create(
                {
                    "name": "A Oy",
                    "is_company": True,
                    "is_employer": True,
                    "company_registry": self.number,
                }
            )

    def test_twice_in_a_batch(self):
        vals = {"is_company": True, "is_employer": True}
        vals["company_registry"] = self.number
        with self.assert_refused(ValidationError, psycopg2.errors.UniqueViolation):
            self.env["res.partner"].create(
                [{"name": "A Oy", **vals}, {"name": "B Oy", **vals}]
            )

    def test_customer_with_the_number_becomes_an_employer(self):
        self.new_employer("Twin Oy", company_registry=self.number)
        customer = self.env["res.partner"].create(
            {"name": "A Oy", "is_company": True, "company_registry": self.number}
        )
        with self.assert_refused(ValidationError, text="Twin Oy"):
            customer.is_employer = True

    def test_same_number_written_again(self):
        employer = self.new_employer("A Oy", company_registry=self.number)
        employer.write({"company_registry": self.number, "name": "A Oyj"})
        self.assertEqual(employer.name, "A Oyj")

    def test_workplaces_share_it(self):
        employer = self.new_employer("A Oy", company_registry=self.number)
        workplaces = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_employer": True,
                    "parent_id": employer.id,
                    "company_registry": self.number,
                }
                for name in ("North", "South")
            ]
        )
        self.assertEqual(workplaces.mapped("company_registry"), [self.number] * 2)
        workplaces.write({"company_registry": self.number})

    def test_people_get_it_from_the_company(self):
        """Odoo copies commercial fields down to people: that is no second employer."""
        person = self.new_person("P", self.company_e)
        self.company_e.company_registry = self.number
        self.assertIn(person.company_registry, (False, self.number))

    def test_foreign_company_is_not_checked(self):
        employer = self.new_employer(
            "Företag AB",
            company_registry="556036-0793",
            country_id=self.env.ref("base.se").id,
        )
        self.assertEqual(employer.company_registry, "556036-0793")
        with self.assertRaises(ValidationError):
            employer.country_id = self.env.ref("base.fi")

    def test_foreign_number_is_not_respelt(self):
        """Danish numbers have eight digits as well; theirs is spelt without a dash."""
        bare = self.number.replace("-", "")
        employer = self.new_employer(
            "Firma ApS", company_registry=bare, country_id=self.env.ref("base.dk").id
        )
        self.assertEqual(employer.company_registry, bare)

    def test_others_are_not_checked(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "A", "is_company": True, "company_registry": "x-1"},
                {"name": "B", "is_company": True, "company_registry": "x-1"},
            ]
        )
        self.assertEqual(partners.mapped("company_registry"), ["x-1"] * 2)

    def test_label(self):
        """Finns know the number as the business ID."""
        self.company_e.country_id = self.env.ref("base.fi")
        self.assertEqual(self.company_e.company_registry_label, "Business ID")


@tagged("standard", "post_install", "-at_install")
class TestEmployer(IpsCommon):
    """Company, workplace and person on Odoo's own contacts."""

    def test_company_of_workplace_and_person(self):
        for partner in self.workplace | self.decider | self.company_e:
            self.assertEqual(partner._employer_company(), self.company_e)

    def test_workplaces_and_people(self):
        boss = self.new_person("Boss", self.company_e)
        people = self.company_e.employer_person_ids
        self.assertEqual(self.company_e.workplace_ids, self.workplace)
        self.assertIn(boss, people)
        self.assertNotIn(self.workplace, people)
        self.assertEqual(self.workplace.employer_person_ids, self.decider | self.clerk)

    def test_employer_with_contacts_is_not_deleted(self):
        contact = self.log(self.coach_a1)
        with self.assert_refused(ValidationError, psycopg2.IntegrityError):
            self.workplace.unlink()
        self.assertTrue(contact.exists())

    def test_view_contacts_of_the_whole_company(self):
        contact = self.log(self.coach_a1)
        action = self.company_e.with_user(self.coach_a1).action_view_employer_contacts()
        self.assertEqual(self.Contact.search(action["domain"]), contact)

    def test_municipality_is_found_by_name_and_code(self):
        Municipality = self.env["ips.municipality"].with_user(self.outsider)
        for text in ("Jyväskylä", "179"):
            found = Municipality.name_search(text)
            self.assertEqual([row[0] for row in found], self.municipality.ids)

    def test_shipped_municipalities(self):
        """The 22 of Central Finland, each with code, area and place."""
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "ips_employer_crm"), ("model", "=", "ips.municipality")]
        )
        municipalities = self.env["ips.municipality"].browse(shipped.mapped("res_id"))
        self.assertEqual(len(municipalities), 22)
        for municipality in municipalities:
            self.assertRegex(municipality.code, r"^\d{3}$")
            self.assertEqual(municipality.state_id, self.env.ref("base.state_fi_08"))
            self.assertTrue(municipality.employment_area)
            self.assertTrue(61 < municipality.latitude < 64)
            self.assertTrue(24 < municipality.longitude < 27)

    def test_municipality_code_is_unique(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            self.env["ips.municipality"].create({"name": "Twin", "code": "179"})
