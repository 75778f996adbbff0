from odoo.tests import tagged

from .common_portal import IpsPortalCommon


@tagged("standard", "post_install", "-at_install")
class TestPortal(IpsPortalCommon):
    """The door of HR staff: who comes in, our coach, our company, notice, message."""

    # WHO COMES IN

    def test_places_of_company_and_workplace(self):
        """HR of a company answers for all its workplaces, HR of a workplace for it."""
        second = self.workplace.copy({"name": "Testilä, asema"})
        places = self.hr.partner_id._answered_places()
        self.assertEqual(places, self.company_e | self.workplace | second)
        self.assertEqual(self.hr_place.partner_id._answered_places(), self.workplace)
        self.assertFalse(self.stranger.partner_id._answered_places())
        self.assertFalse(self.hr_place.partner_id._answers_for(self.company_e))

    def test_one_person_for_several_companies(self):
        person = self.hr_other.partner_id
        person.also_for_ids = self.workplace
        places = person._answered_places()
        self.assertEqual(places, self.company_o | self.workplace)
        page = self.get("/my/company", self.hr_other).text
        self.assertIn("Toinen Oy", page)
        self.assertIn("Testilä, keskusta", page)
        person.also_for_ids = False
        self.assertNotIn("Testilä", self.get("/my/company").text)

    def test_pages_are_for_people_at_employers(self):
        for user in (self.stranger, self.coach_a1, self.outsider):
            with self.subTest(user=user.name):
                for path in ("/my/company", "/my/message", "/my/notice"):
                    self.assertEqual(self.get(path, user).status_code, 404)
                self.assertNotIn("o_ips_coaches", self.get("/my/home").text)

    def test_anonymous_is_asked_to_sign_in(self):
        self.authenticate(None, None)
        for path in ("/my/company", "/my/message", "/my/notice"):
            self.assertIn("/web/login", self.get(path).url)

    def test_a_workplace_keeps_its_own_address(self):
        """HR and the calendar file would send the coach to the head office."""
        self.company_e.write({"street": "Pääkatu 1", "city": "Helsinki"})
        self.assertEqual(self.workplace.street, "Testikatu 1")
        self.assertEqual(self.workplace.city, "Jyväskylä")
        self.workplace.street = "Testikatu 2"
        self.assertEqual(self.company_e.street, "Pääkatu 1")

    # OUR COACH

    def test_coach_with_phone_on_every_page(self):
        pages = ("/my/home", "/my/company", "/my/message", "/my/notice", "/my/security")
        for path in pages:
            with self.subTest(path=path):
                page = self.get(path, self.hr).text
                self.assertIn("Aino Coach", page)
                self.assertIn("tel:+358405551234", page)
                self.assertIn('lang="en-US"', page.split("<head>")[0])

    def test_phone_of_the_organisation_where_there_is_no_coach(self):
        self.company_e.coach_id = False
        self.env.company.phone = "+358 14 000 000"
        self.assertIn("+358 14 000 000", self.get("/my/home", self.hr).text)

    # NOTICE

    def test_first_sign_in_shows_the_notice(self):
        person = self.hr.partner_id
        person.write({"informed_on": False, "data_source": "Kotisivut"})
        for path in ("/my/home", "/my/company", "/my/message"):
            self.assertIn("/my/notice", self.get(path, self.hr).url)
        page = self.get("/my/notice").text
        self.assertIn("Kotisivut", page)
        self.assertIn("6(1)(e)", page)
        self.post("/my/notice/read", page="/my/notice")
        self.assertEqual(str(person.informed_on), "2025-03-05")
        self.assertIn("/my/home", self.get("/my/home").url)

    def test_notice_names_the_legal_ground_that_was_chosen(self):
        self.env.company.ips_legal_basis = "legitimate_interest"
        page = self.get("/my/notice", self.hr).text
        self.assertIn("6(1)(f)", page)
        self.assertNotIn("6(1)(e)", page)

    # OUR COMPANY

    def test_company_shows_its_people_only(self):
        page = self.get("/my/company", self.hr).text
        self.assertIn("Päivi Päättäjä", page)
        self.assertIn("Viivi Vuoro", page)
        self.assertNotIn("Olli Outo", page)
        # A workplace knows its own people, and decides nothing for the company
        page = self.get("/my/company", self.hr_place).text
        self.assertIn("Päivi Päättäjä", page)
        self.assertNotIn("Hanna HR", page)
        self.assertNotIn("/my/company/wishes", page)

    def test_wishes_are_written_and_the_coach_hears(self):
        visit = self.plan(self.coach_a1)
        answer = self.post(
            "/my/company/wishes",
            self.hr,
            company=self.company_e.id,
            preferred_channel="phone",
            preferred_person=self.decider.id,
            max_contacts="2",
        )
        self.assertEqual(answer.status_code, 200)
        self.assertRecordValues(
            self.company_e,
            [
                {
                    "preferred_channel": "phone",
                    "preferred_person_id": self.decider.id,
                    "max_contacts_per_month": 2,
                }
            ],
        )
        heard = self.activities(visit)
        self.assertEqual(heard.user_id, self.coach_a1)
        self.assertFalse(visit.message_follower_ids)

    def test_wishes_of_another_company_are_not_found(self):
        for user in (self.hr_place, self.hr_other):
            answer = self.post(
                "/my/company/wishes", user, company=self.company_e.id, max_contacts="1"
            )
            self.assertEqual(answer.status_code, 404)
        # Somebody else's person is nobody's first contact
        self.post(
            "/my/company/wishes",
            self.hr_other,
            company=self.company_o.id,
            preferred_person=self.decider.id,
            max_contacts="1",
        )
        self.assertFalse(self.company_o.preferred_person_id)
        self.assertFalse(self.company_e.max_contacts_per_month)

    def test_a_wrong_number_is_said_and_nothing_changes(self):
        for wrong in ("-1", "32", "two", "1e3"):
            answer = self.post(
                "/my/company/wishes",
                self.hr,
                company=self.company_e.id,
                preferred_channel="phone",
                max_contacts=wrong,
            )
            self.assertIn("from 0 to 31", answer.text)
        self.assertFalse(self.company_e.preferred_channel)

    def test_objection_and_back(self):
        visit = self.plan(self.coach_a1)
        self.post("/my/company/objection", self.hr, objects="1")
        self.assertTrue(self.hr.partner_id.do_not_contact)
        self.assertEqual(len(self.activities(visit)), 1)
        self.post("/my/company/objection", objects="1")
        self.assertEqual(len(self.activities(visit)), 1)
        self.post("/my/company/objection", objects="0")
        self.assertFalse(self.hr.partner_id.do_not_contact)

    # A WORD TO THE COACH

    def test_message_reaches_the_coach(self):
        visit = self.plan(self.coach_a1)
        mails = self.env["mail.mail"].search_count([("id", ">", 0)])
        self.post("/my/message", self.hr, text="Soittakaa\nhuomenna <b>kiitos</b>")
        activity = self.activities(visit)
        self.assertEqual(activity.user_id, self.coach_a1)
        self.assertIn("huomenna &lt;b&gt;kiitos", activity.note)
        self.assertIn("Hanna HR", activity.note)
        message = visit.message_ids[:1]
        self.assertEqual(message.author_id, self.hr.partner_id)
        self.assertTrue(message.is_internal or message.subtype_id.internal)
        self.assertFalse(visit.message_follower_ids)
        self.assertEqual(self.env["mail.mail"].search_count([("id", ">", 0)]), mails)

    def test_without_any_contact_it_is_the_coachs_own_activity(self):
        self.post("/my/message", self.hr_other, text="Hei")
        activity = self.env["mail.activity"].search(
            [("user_id", "=", self.coach_a2.id), ("res_model", "=", False)]
        )
        self.assertIn("Toinen Oy", activity.summary)

    def test_words_about_health_are_asked_about_and_kept(self):
        visit = self.plan(self.coach_a1)
        text = "Työntekijällä on Masennusta ja diagnoosi"
        answer = self.post("/my/message", self.hr, text=text)
        self.assertIn("Masennusta, diagnoosi", answer.text)
        self.assertIn(text, answer.text)
        self.assertFalse(self.activities(visit))
        self.post("/my/message", text=text, words_confirmed="1")
        self.assertEqual(len(self.activities(visit)), 1)

    def test_the_list_of_words_can_be_changed(self):
        words = self.env["ips.sensitive.word"]
        self.assertFalse(words._found_in("Hyvä hevonen"))
        words.with_user(self.leader_a).create({"name": "hevo"})
        self.assertEqual(
            words._found_in("Hyvä Hevonen ja hevoset"), ["Hevonen", "hevoset"]
        )
        words.search([("name", "=", "hevo")]).active = False
        self.assertFalse(words._found_in("Hyvä hevonen"))

    def test_empty_and_too_long_are_said(self):
        self.assertIn("a few words", self.post("/my/message", self.hr, text=" ").text)
        self.assertIn("be brief", self.post("/my/message", text="a" * 2001).text)

    def test_a_form_without_its_token_is_refused(self):
        self.authenticate(self.hr.login, self.hr.login)
        answer = self.url_open("/my/company/objection", data={"objects": "1"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.hr.partner_id.do_not_contact)

    # QUERIES

    def test_many_people_and_places_cost_no_more_queries(self):
        self.get("/my/company", self.hr)
        counts = []
        for number in (3, 30):
            for index in range(number):
                place = self.workplace.copy({"name": f"Paikka {number} {index}"})
                self.new_person(f"Henkilö {number} {index}", place)
            self.env.flush_all()
            self.get("/my/company")
            before = self.cr.sql_log_count
            self.get("/my/company")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
