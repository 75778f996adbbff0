from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.ips_employer_crm.controllers.portal import EmployerPortal
from odoo.addons.ips_employer_crm.controllers.portal_candidates import CandidatesPortal
from odoo.addons.ips_employer_crm.controllers.portal_openings import OpeningsPortal
from odoo.addons.ips_employer_crm.controllers.portal_visits import VisitsPortal

from .common import MONDAY
from .common_portal import IpsPortalCommon


class IpsLinkCommon(IpsPortalCommon):
    """Links of coach A for HR of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.plan(cls.coach_a1)
        cls.Link = cls.env["ips.portal.link"].with_user(cls.coach_a1)

    def setUp(self):
        super().setUp()
        # Wrong addresses are counted by place, like failed sign-ins
        self.addCleanup(self.env.registry.__dict__.pop, "_login_failures", None)

    @classmethod
    def new_link(cls, task="visit", **vals):
        values = {
            "task": task,
            "contact_id": cls.visit.id if task == "visit" else False,
            "employer_id": cls.workplace.id,
            "person_id": cls.hr_place.partner_id.id,
            **vals,
        }
        return cls.Link.create(values)

    def path(self, link):
        return "/ips/link/" + link.url.split("/ips/link/")[1]


@tagged("standard", "post_install", "-at_install")
class TestPortalLink(IpsLinkCommon):
    """Who makes a link, who sees its address, and when it ends."""

    def test_only_the_maker_sees_the_address(self):
        link = self.new_link()
        self.assertIn(f"/ips/link/{link.id}/", link.url)
        for user in (self.coach_a2, self.leader_a):
            self.assertFalse(link.with_user(user).url)

    def test_the_person_must_answer_for_the_place(self):
        for person in (self.hr_other.partner_id, self.stranger.partner_id):
            with self.assertRaises(ValidationError):
                self.new_link(person_id=person.id)
        # Somebody at a workplace does not answer for the company
        with self.assertRaises(ValidationError):
            self.new_link("opening", employer_id=self.company_e.id)
        self.new_link(person_id=self.hr.partner_id.id)

    def test_nobody_who_objects_gets_one(self):
        self.hr_place.partner_id.do_not_contact = True
        with self.assertRaises(UserError):
            self.new_link()

    def test_a_visit_of_ones_own_and_of_this_employer(self):
        with self.assertRaises(AccessError):
            self.new_link(contact_id=self.plan(self.coach_b1).id)
        with self.assertRaises(ValidationError):
            self.new_link(
                employer_id=self.company_o.id, person_id=self.hr_other.partner_id.id
            )

    def test_who_made_it_and_what_became_of_it_is_not_written(self):
        link = self.new_link(user_id=self.coach_a2.id, used_on="2025-03-01 10:00:00")
        self.assertEqual(link.user_id, self.coach_a1)
        self.assertEqual(link.state, "open")
        for vals in ({"used_on": False}, {"employer_id": 1}, {"person_id": 1}):
            with self.assertRaises(UserError):
                link.write(vals)

    def test_at_most_60_days(self):
        today = self.env.company._ips_today()
        self.assertEqual(self.new_link().expires_on, today + timedelta(days=14))
        self.new_link(expires_on=today + timedelta(days=60))
        with self.assertRaises(ValidationError):
            self.new_link(expires_on=today + timedelta(days=61))

    def test_colleagues_do_not_withdraw_and_leaders_do(self):
        link = self.new_link()
        for user in (self.coach_a2, self.leader_b):
            with self.assertRaises(AccessError):
                link.with_user(user).action_withdraw()
        link.with_user(self.leader_a).action_withdraw()
        self.assertEqual(link.state, "withdrawn")

    def test_mail_is_neutral_and_for_its_person_only(self):
        link = self.new_link()
        link.action_email()
        mail = self.env["mail.mail"].search([("model", "=", link._name)])
        mail.ensure_one()
        self.assertIn(self.hr_place.partner_id.email, mail.email_to)
        self.assertEqual(mail.subject, "Our visit")
        self.assertIn(link.url, mail.body_html)
        self.assertFalse(self.visit.message_follower_ids)
        self.assertTrue(link.sent_on)

    # LEAVERS AND LOGINS

    def test_a_leavers_login_and_links_end(self):
        link = self.new_link()
        person = self.hr_place.partner_id
        with self.assertRaises(AccessError):
            person.with_user(self.outsider).action_left_employer()
        person.with_user(self.coach_a2).action_left_employer()
        self.assertFalse(self.hr_place.active)
        self.assertFalse(person.active)
        self.assertEqual(link.state, "withdrawn")

    def test_nobody_else_is_made_to_leave(self):
        for partner in (
            self.coach_a2.partner_id,
            self.stranger.partner_id,
            self.company_e,
        ):
            with self.assertRaises(UserError):
                partner.with_user(self.coach_a1).action_left_employer()

    def test_coaches_invite_the_employers_people_only(self):
        person = self.decider
        person.email = "paivi@test.example.com"
        action = self.company_e.with_user(self.coach_a1).action_portal_access()
        wizard = self.env["portal.wizard"].browse(action["res_id"])
        rows = wizard.with_user(self.coach_a1).user_ids
        self.assertIn(person, rows.partner_id)
        self.assertFalse(rows.partner_id.filtered("is_company"))
        row = rows.filtered(lambda row: row.partner_id == person)
        row.action_grant_access()
        self.assertTrue(person.user_ids._is_portal())
        self.assertTrue(person.with_user(self.coach_a1).has_portal_login)
        link = self.new_link(person_id=person.id)
        row.action_revoke_access()
        self.assertFalse(person.with_context(active_test=False).user_ids.active)
        self.assertEqual(link.state, "withdrawn")

    def test_coaches_invite_nobody_else(self):
        others = self.env["res.partner"].create(
            [
                {"name": "Somebody", "email": "somebody@test.example.com"},
                {
                    "name": "At no employer",
                    "email": "no@test.example.com",
                    "parent_id": self.stranger.partner_id.parent_id.id,
                },
            ]
        )
        others |= self.company_e | self.outsider.partner_id
        wizard = (
            self.env["portal.wizard"]
            .with_user(self.coach_a1)
            .create({"partner_ids": others.ids})
        )
        for row in wizard.user_ids:
            with (
                self.subTest(partner=row.partner_id.name),
                self.assertRaises(UserError),
            ):
                row.action_grant_access()
        self.decider.write({"email": "d@test.example.com", "do_not_contact": True})
        wizard = wizard.create({"partner_ids": self.decider.ids})
        with self.assertRaises(UserError):
            wizard.user_ids.action_grant_access()

    # OVER HTTP

    def test_opening_it_only_shows(self):
        """As often as a mail scanner likes; whoever is signed in does not matter."""
        link = self.new_link()
        path = self.path(link)
        self.authenticate(None, None)
        for _time in range(3):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200)
        self.assertIn("Aino Coach", answer.text)
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(link.state, "open")
        self.assertFalse(self.activities(self.visit))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_a_wrong_address_and_none_look_the_same(self):
        link = self.new_link()
        path = self.path(link)
        self.authenticate(None, None)
        other = self.new_link("opening")
        token = path.rsplit("/", 1)[1]
        answers = [
            self.url_open(address)
            for address in (
                path[:-1] + ("0" if path[-1] != "0" else "1"),
                f"/ips/link/{other.id}/{token}",
                f"/ips/link/{link.id + 1000}/{token}",
                f"/ips/link/{link.id}/x",
            )
        ]
        self.assertEqual({answer.status_code for answer in answers}, {404})
        for answer in answers:
            self.assertIn("does not work", answer.text)
            self.assertNotIn("Aino Coach", answer.text)
            self.assertNotIn("Traceback", answer.text)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_too_many_wrong_addresses_are_answered_no_more(self):
        self.authenticate(None, None)
        link = self.new_link()
        statuses = [
            self.url_open(f"/ips/link/{link.id}/{number}").status_code
            for number in range(13)
        ]
        self.assertEqual(statuses[0], 404)
        self.assertEqual(statuses[-1], 429)

    def test_kind_words_where_it_has_ended(self):
        self.authenticate(None, None)
        today = self.env.company._ips_today()
        for name, end, words in (
            ("used", {"used_on": "2025-03-04 10:00:00"}, "has been used already"),
            ("withdrawn", {"withdrawn_on": "2025-03-04 10:00:00"}, "not work any more"),
            ("expired", {"expires_on": today - timedelta(days=1)}, "that is over"),
        ):
            link = self.new_link()
            path = self.path(link)
            link.sudo().write(end)
            with self.subTest(name):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(words, answer.text)
                self.assertNotIn("<form", answer.text)
        # Its last day counts
        link = self.new_link(expires_on=today)
        self.assertNotIn("that is over", self.url_open(self.path(link)).text)

    def test_it_ends_with_the_visit_and_with_the_person(self):
        self.authenticate(None, None)
        link = self.new_link()
        path = self.path(link)
        self.visit.action_cancel()
        self.assertIn("called off", self.url_open(path).text)
        self.visit.write({"state": "planned"})
        self.assertNotIn("called off", self.url_open(path).text)
        self.hr_place.partner_id.parent_id = self.company_o
        self.assertIn("does not work any more", self.url_open(path).text)
        self.hr_place.partner_id.parent_id = self.workplace
        self.visit.date = f"{MONDAY} 08:00:00"
        self.assertIn("taken place", self.url_open(path).text)


@tagged("standard", "post_install", "-at_install")
class TestPortalLinkActs(IpsLinkCommon):
    """The button acts, once, as the link's own person."""

    def act(self, link, **data):
        path = self.path(link)
        self.authenticate(None, None)
        page = f"{path}?kind=job" if link.task == "opening" else path
        data["csrf_token"] = self.csrf_token(page)
        return self.url_open(path, data=data)

    def confirm(self, link):
        return self.act(link, task="confirm", date=str(self.visit.date))

    def test_a_visit_is_confirmed_once(self):
        link = self.new_link()
        path = self.path(link)
        answer = self.confirm(link)
        self.assertIn("Sent to your coach", answer.text)
        self.assertEqual(self.visit.employer_answer, "confirmed")
        self.assertEqual(self.visit.employer_answer_person_id, self.hr_place.partner_id)
        self.assertEqual(self.activities(self.visit).user_id, self.coach_a1)
        self.assertEqual(link.state, "used")
        # Used: shown no more, and a second button does nothing
        page = self.url_open(path)
        self.assertIn("has been used already", page.text)
        self.assertNotIn("<form", page.text)
        token = self.get("/web/login").text.split('csrf_token: "')[1].split('"')[0]
        self.url_open(
            path, data={"task": "cancel", "reason": "no", "csrf_token": token}
        )
        self.assertEqual(self.visit.state, "planned")

    def test_what_is_refused_leaves_the_link_open(self):
        link = self.new_link()
        answer = self.act(link, task="cancel", reason=" ")
        self.assertIn("why you cancel", answer.text)
        self.assertEqual(link.state, "open")
        answer = self.act(link, task="cancel", reason="Esihenkilöllä on masennus")
        self.assertIn("masennus", answer.text)
        self.assertEqual(link.state, "open")
        self.act(
            link,
            task="cancel",
            reason="Esihenkilöllä on masennus",
            words_confirmed="1",
        )
        self.assertEqual(self.visit.state, "cancelled")
        self.assertEqual(link.state, "used")

    def test_only_its_own_task(self):
        link = self.new_link()
        for task in ("feedback", "pause", ""):
            self.assertEqual(self.act(link, task=task).status_code, 404)
        self.assertEqual(link.state, "open")

    def offer(self, link, **data):
        return self.act(
            link,
            **{
                "kind": "job",
                "name": "Keittiöapulainen",
                "positions": "1",
                "advertised": "no",
                "place": str(self.workplace.id),
                **data,
            },
        )

    def openings(self):
        ours = (self.company_e | self.workplace | self.company_o).ids
        return self.env["crm.lead"].search([("employer_id", "in", ours)])

    def test_an_opening_is_offered_once(self):
        link = self.new_link("opening")
        self.offer(link)
        opening = self.openings()
        self.assertEqual(opening.employer_id, self.workplace)
        self.assertEqual(opening.person_id, self.hr_place.partner_id)
        self.assertEqual(link.state, "used")
        self.assertFalse(link.url)

    def test_an_opening_of_its_own_company_only(self):
        """Nor of another company that the person answers for as well."""
        self.hr_place.partner_id.also_for_ids = self.company_o
        link = self.new_link("opening")
        answer = self.offer(link, place=str(self.company_o.id))
        self.assertIn("your workplaces", answer.text)
        self.assertFalse(self.openings())
        self.assertEqual(link.state, "open")

    def test_choosing_what_to_offer_shows_the_form(self):
        link = self.new_link("opening")
        path = self.path(link)
        self.authenticate(None, None)
        page = self.url_open(path).text
        self.assertIn(f"{path.split('/ips')[1]}?kind=tasks", page)
        self.assertIn('name="tasks"', self.url_open(path + "?kind=tasks").text)

    def test_expired_and_withdrawn_do_not_act(self):
        for end in (
            {"withdrawn_on": "2025-03-04 10:00:00"},
            {"expires_on": MONDAY - timedelta(days=1)},
        ):
            link = self.new_link()
            path = self.path(link)
            self.authenticate(None, None)
            token = self.csrf_token(path)
            link.sudo().write(end)
            self.url_open(
                path,
                data={
                    "csrf_token": token,
                    "task": "confirm",
                    "date": str(self.visit.date),
                },
            )
            self.assertFalse(self.visit.employer_answer)

    def test_no_two_pages_share_a_method_by_chance(self):
        """Odoo makes one class of all controllers: a name used twice would be one."""
        classes = [VisitsPortal, OpeningsPortal, CandidatesPortal]
        names = {}
        for cls in classes:
            for name in vars(cls):
                if not name.startswith("__") and not hasattr(EmployerPortal, name):
                    names.setdefault(name, []).append(cls.__name__)
        shared = {name: where for name, where in names.items() if len(where) > 1}
        self.assertFalse(shared)
