import doctest
import importlib

from odoo.tests import BaseCase, Form, tagged

from .common import IpsCommon
from .test_import import IpsImportCommon

FORM = "ips_employer_crm.res_partner_view_form_employer"
NEW = {"default_is_employer": True, "default_is_company": True}


@tagged("standard", "post_install", "-at_install")
class TestKeys(BaseCase):
    """The three keys by which employers are compared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        name = "odoo.addons.ips_employer_crm.models.res_partner_twins"
        cls.twins = importlib.import_module(name)

    def test_examples_in_the_code(self):
        results = doctest.testmod(self.twins)
        self.assertGreaterEqual(results.attempted, 7)
        self.assertEqual(results.failed, 0)

    def test_names(self):
        key = self.twins.name_key
        for one, other in [
            ("Saarijärven Leipomo Oy", "saarijärven  leipomo"),
            ("Ab Bröderna Sjöblom", "Bröderna Sjöblom Oy Ab"),
            ("Tmi Matti Meikäläinen", "Matti Meikäläinen T:mi"),
            ("Leipomo-Kahvila Anna Ky", "Leipomo Kahvila Anna"),
            ("Kone Oyj", "KONE OYJ"),
            ("Virtanen & Pojat Oy.", "Virtanen Pojat"),
        ]:
            with self.subTest(one=one, other=other):
                self.assertEqual(key(one), key(other))
        self.assertNotEqual(key("Oy"), "")
        self.assertNotEqual(key("Kyläkauppa"), key("läkauppa"))
        for nothing in (None, False, "", "  "):
            self.assertEqual(key(nothing), "")

    def test_domains(self):
        key = self.twins.domain_key
        for email, website in [
            ("hr@leipomo.example", False),
            ("HR@Leipomo.Example ", False),
            (False, "www.leipomo.example"),
            (False, "https://leipomo.example/fi?x=1"),
            (False, "http://leipomo.example:8080"),
            ("x@gmail.com", "https://leipomo.example"),
        ]:
            with self.subTest(email=email, website=website):
                self.assertEqual(key(email, website), "leipomo.example")
        for email in ("a@gmail.com", "a@hotmail.com", "a@luukku.com", "", False, "x"):
            with self.subTest(email=email):
                self.assertFalse(key(email, False))

    def test_free_mail_in_finland(self):
        """Providers that small Finnish companies use have nothing to do with them."""
        for host in ("hotmail.fi", "outlook.fi", "saunalahti.fi", "pp.inet.fi"):
            with self.subTest(host=host):
                self.assertFalse(self.twins.domain_key(f"yritys@{host}", False))

    def test_website_on_a_shared_host(self):
        """A page on Facebook is not the company's own domain."""
        key = self.twins.domain_key
        self.assertFalse(key(False, "https://www.facebook.com/leipomo"))
        self.assertFalse(key(False, "https://instagram.com/leipomo"))

    def test_phones(self):
        key = self.twins.phone_key
        same = ["040 123 4567", "+358401234567", "00358 40 1234567", "(040) 123-4567"]
        self.assertEqual(len({key(number) for number in same}), 1)
        self.assertNotEqual(key("040 123 4567"), key("040 123 4568"))
        for short in ("112", "", False, "12 34 56"):
            self.assertFalse(key(short))


@tagged("standard", "post_install", "-at_install")
class TestTwins(IpsCommon):
    """While an employer is typed, those that may be the same one are shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = next(cls.business_ids)
        cls.twin = cls.new_employer(
            "Kivijärven Kuvitteellinen Leipomo Oy",
            company_registry=cls.number,
            email="toimisto@kuvitteellinen.example",
            phone="+358 40 765 4321",
        )

    def twins(self, user=None, **vals):
        """What the form of a new employer shows after these are typed."""
        partners = self.env["res.partner"].with_user(user or self.coach_a1)
        form = Form(partners.with_context(**NEW), view=FORM)
        for name, value in vals.items():
            form[name] = value
        return self.env["res.partner"].browse(form.employer_twin_ids.ids)

    def test_nothing_alike(self):
        self.assertFalse(self.twins(name="Täysin Toinen Zyx"))

    def test_typing_errors(self):
        for name in (
            "Kivijarven Kuvitteellinen Leipomo",
            "KIVIJÄRVEN KUVITTEELLINEN LEIPOMO",
            "Kivijärven Kuviteellinen Leipomo",
            "Kivijärven Kuvitteelinen Leipomot Ky",
        ):
            with self.subTest(name=name):
                self.assertIn(self.twin, self.twins(name=name))

    def test_legal_form(self):
        for name in (
            "Oy Kivijärven Kuvitteellinen Leipomo Ab",
            "Kivijärven Kuvitteellinen Leipomo Oyj",
            "Tmi Kivijärven Kuvitteellinen Leipomo",
        ):
            with self.subTest(name=name):
                self.assertIn(self.twin, self.twins(name=name))

    def test_same_domain(self):
        for vals in (
            {"email": "hr@kuvitteellinen.example"},
            {"website": "https://www.kuvitteellinen.example/yhteys"},
        ):
            found = self.twins(name="Täysin Toinen Zyx", **vals)
            self.assertEqual(found, self.twin)

    def test_free_mail_is_no_domain(self):
        self.new_employer("Ääkkönen Abc", email="aakkonen@gmail.com")
        found = self.twins(name="Täysin Toinen Zyx", email="toinen@gmail.com")
        self.assertFalse(found)

    def test_same_phone(self):
        for phone in ("040-7654321", "040 765 4321", "00358407654321"):
            with self.subTest(phone=phone):
                found = self.twins(name="Täysin Toinen Zyx", phone=phone)
                self.assertEqual(found, self.twin)

    def test_business_id(self):
        for number in (self.number, self.number.replace("-", "")):
            with self.subTest(number=number):
                found = self.twins(name="Täysin Toinen Zyx", company_registry=number)
                self.assertEqual(found, self.twin)

    def test_people_and_workplaces_are_none(self):
        """A twin is a company; a person with the company's phone is not."""
        name = "Kivijärven Kuvitteellinen Leipomo"
        place = self.env["res.partner"].create(
            {
                "name": f"{name}, Zyxkatu",
                "is_company": True,
                "is_employer": True,
                "parent_id": self.twin.id,
                "phone": "040 111 2222",
            }
        )
        person = self.new_person(name, self.twin, phone="040 111 2222")
        customer = self.env["res.partner"].create({"name": name, "is_company": True})
        self.assertEqual(self.twins(name=name, phone="040 111 2222"), self.twin)
        self.assertFalse((place | person).employer_twin_ids)
        self.assertFalse(customer.employer_twin_ids)
        self.assertFalse(place.employer_name_key or person.employer_phone_key)

    def test_not_itself(self):
        self.assertFalse(self.twin.employer_twin_ids)
        form = Form(self.twin.with_user(self.coach_a1), view=FORM)
        form.name = "Kivijärven Kuvitteellinen Leipomo Oyj"
        self.assertFalse(form.employer_twin_ids.ids)

    def test_archived_is_none(self):
        self.twin.active = False
        self.assertFalse(self.twins(name=self.twin.name))

    def test_keys_follow_edits(self):
        self.twin.write({"name": "Zyx Qwerty", "phone": False, "email": False})
        self.assertFalse(self.twins(name="Kivijärven Kuvitteellinen Leipomo"))
        self.assertIn(self.twin, self.twins(name="Zyx Qwertz Oy"))
        self.twin.is_employer = False
        self.assertFalse(self.twins(name="Zyx Qwerty"))

    def test_within_the_rules(self):
        """An employer of another company of the organisation is not shown."""
        company = self.env["res.company"].create({"name": "Another region"})
        self.twin.company_id = company
        for vals in (
            {"name": "Kivijärven Kuvitteellinen Leipomo"},
            {"name": "Täysin Toinen Zyx", "phone": "040 765 4321"},
            {"name": "Täysin Toinen Zyx", "company_registry": self.number},
        ):
            with self.subTest(vals=vals):
                self.assertFalse(self.twins(**vals))

    def test_hidden_ones_do_not_push_out_those_one_may_see(self):
        """Six likelier employers of another company leave room for the own one."""
        company = self.env["res.company"].create({"name": "Another region"})
        for _index in range(6):
            self.new_employer("Kivijärven Kuvitteellinen", company_id=company.id)
        found = self.twins(name="Kivijärven Kuvitteellinen")
        self.assertEqual(found, self.twin)

    def test_likeliest_first_and_few(self):
        for index in range(8):
            self.new_employer(f"Kivijärven Kuvitteellinen Leipomo {index}")
        found = self.twins(name="Kivijärven Kuvitteellinen Leipomo Oy")
        self.assertEqual(found[0], self.twin)
        self.assertEqual(len(found), 5)

    def test_search_of_the_log_forgives(self):
        """What is typed into the log finds the employer in spite of an error."""
        contacts = self.Contact.with_user(self.coach_a1)
        for typed in ("kuvitteellinen lei", "Kivijarven Kuvitelinen Leipomo"):
            found = contacts.search_log_employers(typed)
            self.assertIn(self.twin.id, [employer["id"] for employer in found])


@tagged("standard", "post_install", "-at_install")
class TestTwinsOnImport(IpsImportCommon):
    """A list does not bring in a company that is there under another legal form."""

    def assert_nothing(self, rows, text):
        before = self.env["res.partner"].search_count([])
        result = self.load(self.csv_of(rows))
        self.assertFalse(result["ids"])
        self.assertRegex(" ".join(m["message"] for m in result["messages"]), text)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_other_legal_form(self):
        self.new_employer("Kuvitteellinen Leipomo Oy")
        for name in ("Kuvitteellinen Leipomo Ky", "oy KUVITTEELLINEN leipomo ab"):
            with self.subTest(name=name):
                rows = [["Uusi Oy", self.one, "179"], [name, "", "179"]]
                self.assert_nothing(rows, "there already.*Kuvitteellinen Leipomo Oy")

    def test_within_the_file(self):
        rows = [["Kuvitteellinen Oy", "", "179"], ["Kuvitteellinen Ky", "", "179"]]
        self.assert_nothing(rows, "there already")

    def test_own_business_id_is_another_company(self):
        self.new_employer("Kuvitteellinen Leipomo Oy", company_registry=self.one)
        result = self.load(self.csv_of([["Kuvitteellinen Leipomo Ky", self.two, ""]]))
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["ids"]), 1)
