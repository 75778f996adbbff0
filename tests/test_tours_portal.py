"""The employers' own people in a real browser, on a phone, in the three languages."""

from odoo.tests import tagged

from .common_portal import IpsPortalCommon

LANGUAGES = {"en_US": "", "fi_FI": "/fi", "sv_SE": "/sv"}


@tagged("standard", "post_install", "-at_install")
class TestPortalTours(IpsPortalCommon):
    """The same tours by each language: they know no word of a page."""

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES:
            cls.env["res.lang"]._activate_lang(code)
        cls.company_e.coach_id.partner_id.phone = "+358 40 555 1234"

    def sign_in_and_write(self, lang):
        visit = self.log(self.coach_a1)
        self.hr.partner_id.write({"lang": lang, "informed_on": False})
        path = f"{LANGUAGES[lang]}/my/home"
        self.start_tour(path, "ips_portal_hr", login=self.hr.login)
        self.assertEqual(self.company_e.max_contacts_per_month, 2)
        self.assertTrue(self.company_e.preferred_channel)
        self.assertTrue(self.hr.partner_id.informed_on)
        heard = self.activities(visit)
        self.assertEqual(heard.user_id, self.coach_a1)
        self.assertIn("masennus", "".join(heard.mapped("note")))

    def test_hr_in_english(self):
        self.sign_in_and_write("en_US")

    def test_hr_in_finnish(self):
        self.sign_in_and_write("fi_FI")

    def test_hr_in_swedish(self):
        self.sign_in_and_write("sv_SE")

    def test_a_link_without_a_password(self):
        visit = self.plan(self.coach_a1)
        person = self.hr_place.partner_id
        person.lang = "fi_FI"
        link = (
            self.env["ips.portal.link"]
            .with_user(self.coach_a1)
            .create(
                {
                    "task": "visit",
                    "contact_id": visit.id,
                    "employer_id": self.workplace.id,
                    "person_id": person.id,
                }
            )
        )
        path = link.url.removeprefix(link.get_base_url())
        self.start_tour(path, "ips_portal_link", login=None)
        self.assertEqual(visit.employer_answer, "confirmed")
        self.assertEqual(visit.employer_answer_person_id, person)
        self.assertEqual(link.state, "used")
        self.start_tour(path, "ips_portal_link_again", login=None)
