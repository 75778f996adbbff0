"""Visits in the portal: what HR sees and answers, and what nobody gets."""

from datetime import datetime, timedelta

import vobject
from lxml import html

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import COACH, FRIDAY, TUESDAY
from .common_queries import IpsQueriesCommon

LATER = datetime(2025, 3, 14, 8, 0)
HUGE = 10**20


class PortalVisitsCommon(IpsQueriesCommon, HttpCase):
    """HR of the company, HR of its workplace, and HR of another company.

    Aino comes to the workplace on Friday at 11:00, to the company on the 14th at 10:00;
    she was at the workplace on Tuesday.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_place = cls.new_user("hr_place", "Pirjo Paikka", "base.group_portal")
        cls.hr_place.partner_id.parent_id = cls.workplace
        cls.other = cls.new_employer("Muu Oy")
        cls.hr_other = cls.new_user("hr_other", "Olavi Other", "base.group_portal")
        cls.hr_other.partner_id.parent_id = cls.other
        everybody = cls.portal | cls.hr_place | cls.hr_other
        everybody.partner_id.informed_on = TUESDAY.date()
        cls.coach_a1.partner_id.phone = "+358 40 555 0101"
        cls.visit = cls.plan(
            cls.coach_a1,
            companion_ids=[Command.set(cls.coach_a2.ids)],
            shared_note="Katsotaan keittiö",
        )
        cls.at_company = cls.plan(
            cls.coach_a1, date=LATER, employer_id=cls.company_e.id, person_ids=False
        )
        cls.done = cls.log(cls.coach_a1, shared_note="Palataan\njoulukuussa")
        cls.elsewhere = cls.plan(
            cls.coach_a1, employer_id=cls.other.id, person_ids=False
        )

    def page(self, path="/my/visits", user=None):
        """The page as the user gets it, parsed."""
        response = self.get(path, user)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def get(self, path, user=None, **options):
        user = user or self.portal
        if getattr(self, "signed_in", None) != user:
            self.authenticate(user.login, user.login)
            self.signed_in = user
        return self.url_open(path, **options)

    def of(self, visit, path=""):
        return f"/my/visits/{visit.id}{path}"

    def shown(self, user=None, path="/my/visits"):
        """Visits that the list links to, in its order."""
        links = self.page(path, user).xpath(
            "//li[contains(@class,'o_ips_visit')]//h3/a"
        )
        ids = [int(link.get("href").rpartition("/")[2]) for link in links]
        return self.Contact.browse(ids)

    def send(self, visit, task, user=None, page=None, **values):
        """Fill in one form of the visit's page as a browser does, and send it."""
        page = page if page is not None else self.page(self.of(visit), user)
        (form,) = page.xpath(f"//form[input[@name='task'][@value='{task}']]")
        data = {
            field.get("name"): field.get("value")
            for field in form.xpath(".//input[@type='hidden']")
        }
        response = self.url_open(form.get("action"), {**data, **values})
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        return html.fromstring(response.text)

    def text(self, page, css=""):
        nodes = page.xpath(css) if css else [page]
        return " ".join(" ".join(node.text_content() for node in nodes).split())

    def alert(self, page):
        return self.text(page, "//*[@role='alert']")


@tagged("standard", "post_install", "-at_install")
class TestPortalVisits(PortalVisitsCommon):
    """The pages: whose visits, which, and what of them."""

    # WHICH

    def test_company_and_workplace(self):
        """HR of the company sees all its workplaces, HR of a workplace its own."""
        self.assertEqual(self.shown(), self.visit | self.at_company | self.done)
        self.assertEqual(self.shown(self.hr_place), self.visit | self.done)
        self.assertEqual(self.shown(self.hr_other), self.elsewhere)

    def test_one_person_for_several_companies(self):
        self.hr_other.partner_id.also_for_ids = self.workplace
        shown = self.shown(self.hr_other)
        self.assertEqual(set(shown), set(self.visit | self.elsewhere | self.done))

    def test_which_are_shown(self):
        coach = self.coach_a1
        cancelled = self.log(coach, date=LATER, state="cancelled")
        today = self.plan(coach, date=datetime(2025, 3, 5, 7, 0))
        remote = self.log(coach, channel="remote", date=TUESDAY - timedelta(1))
        event = self.log(coach, channel="event", date=TUESDAY - timedelta(2))
        call = self.plan(coach, date=LATER, channel="phone")
        hidden = self.hidden()
        self.assertEqual(
            set(self.shown()),
            set(
                self.visit
                | self.at_company
                | self.done
                | cancelled
                | today
                | remote
                | event
                | call
            ),
        )
        self.assertFalse(hidden & self.shown())
        self.assertIn("Cancelled by your coach", self.text(self.page()))
        self.assertNotIn("This time suits us", self.text(self.page(self.of(today))))

    def hidden(self):
        """Contacts with the workplace that its people never see.

        What a job seeker did alone would tell that whoever came is a client.
        """
        coach = self.coach_a1
        yesterday = datetime(2025, 3, 4, 21, 59)
        return (
            self.log(coach, made_by="client")
            | self.plan(coach, made_by="client")
            | self.log(coach, channel="phone")
            | self.log(coach, channel="email")
            | self.plan(coach, channel="letter")
            | self.plan(coach, date=yesterday)
            | self.log(coach, date=yesterday, state="cancelled")
        )

    def test_another_organisation_of_the_same_database(self):
        company = self.env["res.company"].create({"name": "Toinen hyvinvointialue"})
        leader = self.new_user(
            "leader_c",
            "Leena Leader",
            COACH,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        nobody = self.env["res.users"]
        team = self.new_team("Team C", leader, nobody, company_id=company.id)
        foreign = self.visit.sudo().copy({"team_id": team.id, "state": "planned"})
        self.assertEqual(foreign.company_id, company)
        self.assertNotIn(foreign, self.shown())
        self.assertEqual(self.get(self.of(foreign)).status_code, 404)

    def test_past_visits_by_page(self):
        for number in range(1, 25):
            self.log(self.coach_a1, date=TUESDAY - timedelta(hours=number))
        first, second = self.shown(), self.shown(path="/my/visits/page/2")
        self.assertEqual([len(first), len(second)], [22, 5])
        past = [visit.date for visit in (first - self.visit - self.at_company) | second]
        self.assertEqual(past, sorted(past, reverse=True))
        self.assertIn("Page 2 of 2", self.text(self.page("/my/visits/page/2")))
        self.assertEqual(self.shown(path="/my/visits/page/99"), second)
        self.assertEqual(self.shown(path="/my/visits/page/-1"), first)

    # WHAT

    def test_what_is_shown(self):
        page = self.page(self.of(self.visit))
        self.assertRegex(
            self.text(page, "//dl"),
            r"^When Fri, Mar 7, 2025 at 11:00\sAM–11:30\sAM "
            r"Where Testilä, keskusta Testikatu 1, Jyväskylä "
            r"Who comes Aino Coach, \+358 40 555 0101 Eero Coach "
            r"How we meet In person What was agreed Katsotaan keittiö "
            r"What was agreed last time Tue, Mar 4, 2025: Palataan joulukuussa$",
        )
        self.assertEqual(len(page.xpath("//h1")), 1)

    def test_no_address_where_nobody_comes(self):
        self.visit.channel = "remote"
        self.assertNotIn("Testikatu", self.text(self.page(self.of(self.visit)), "//dl"))

    def test_what_is_not_shown(self):
        """No internal note, purpose, outcome, figure or person's flag on any page."""
        purpose = self.env.ref("ips_employer_crm.purpose_complaint")
        outcome = self.env.ref("ips_employer_crm.outcome_refused")
        purpose.name, outcome.name = "Qwxtarkoitus", "Qwxtulos"
        for visit in self.visit | self.done:
            visit.write(
                {
                    "internal_note": "qwxsisäinen",
                    "purpose_id": purpose.id,
                    "outcome_id": outcome.id,
                    "is_client_specific": True,
                    "over_limit_reason": "qwxraja",
                    "distance_km": 4321,
                    "next_step": "qwxaskel",
                }
            )
            visit.message_post(body="qwxviesti")
        self.clerk.do_not_contact = True
        paths = ["/my/home", "/my/visits"]
        paths += [self.of(visit) for visit in self.visit | self.done]
        paths.append(self.of(self.visit, "/calendar.ics"))
        for path in paths:
            body = self.get(path).text
            for secret in ("qwx", "4321", "do_not_contact", self.decider.name, "ounts"):
                self.assertNotIn(secret.casefold(), body.casefold(), path)

    def test_time_zone_and_language(self):
        """In the organisation's time zone, whatever the reader's own."""
        self.portal.tz = "America/New_York"
        for lang, when in [
            ("fi_FI", "pe 7.3.2025 klo 11.00"),
            ("sv_SE", "fre 7 mars 2025 kl. 11:00"),
        ]:
            self.env["res.lang"]._activate_lang(lang)
            self.portal.lang = lang
            code = lang[:2]
            page = self.page(f"/{code}/my/visits")
            self.assertIn(when.split(" k")[0], self.text(page))
            self.assertIn(when[-5:], self.text(page))
        self.env.company.ips_timezone = "Europe/Stockholm"
        self.assertIn("10:00", self.text(self.page("/sv/my/visits"), "//h3"))

    def test_pages_are_not_kept(self):
        for path in ("/my/visits", self.of(self.visit)):
            headers = self.get(path).headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertEqual(headers["X-Frame-Options"], "DENY")

    def test_notice_first(self):
        self.portal.partner_id.informed_on = False
        for path in ("/my/visits", self.of(self.visit), "/my/home"):
            response = self.get(path, allow_redirects=False)
            self.assertIn(response.status_code, (302, 303))
            self.assertTrue(response.headers["Location"].endswith("/my/notice"))

    # HOME

    def test_home_says_what_waits(self):
        self.assertIn("2 visits wait for your answer", self.text(self.page("/my/home")))
        self.visit._employer_confirm(self.portal.partner_id, FRIDAY)
        self.assertIn("1 visit waits for your answer", self.text(self.page("/my/home")))
        self.at_company.action_cancel()
        self.assertNotIn("wait", self.text(self.page("/my/home"), "//main"))

    # CALENDAR FILE

    def test_calendar_file(self):
        response = self.get(self.of(self.visit, "/calendar.ics"))
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.headers["Content-Type"].startswith("text/calendar"))
        self.assertIn("visit.ics", response.headers["Content-Disposition"])
        event = vobject.readOne(response.text).vevent
        self.assertEqual(event.summary.value, "Visit: Aino Coach")
        self.assertEqual(
            event.location.value, "Testilä, keskusta, Testikatu 1, Jyväskylä"
        )
        self.assertEqual(event.dtstart.value.utctimetuple()[:5], (2025, 3, 7, 9, 0))
        self.assertEqual(event.dtend.value.utctimetuple()[:5], (2025, 3, 7, 9, 30))
        self.assertNotIn("keittiö", response.text)
        self.assertNotIn("description", event.contents)
        self.visit.date = LATER
        again = vobject.readOne(self.get(self.of(self.visit, "/calendar.ics")).text)
        self.assertEqual(again.vevent.uid.value, event.uid.value)
        self.assertNotIn(str(self.visit.id), event.uid.value)

    def test_calendar_file_of_coming_visits_only(self):
        self.visit.action_cancel()
        for visit in self.visit | self.done | self.elsewhere:
            response = self.get(self.of(visit, "/calendar.ics"))
            self.assertEqual(response.status_code, 404)

    # COST

    def test_queries(self):
        """30 visits ahead and 30 past cost what three do."""
        coaches = self.env["res.users"].create(
            [{"name": f"Coach {n}", "login": f"test_many_{n}"} for n in range(8)]
        )

        def fill(number):
            places = self.env["res.partner"].create(
                [
                    {
                        "name": f"Paikka {index}",
                        "is_company": True,
                        "parent_id": self.company_e.id,
                        "child_ids": [Command.create({"name": f"Hr {index}"})],
                    }
                    for index in range(number)
                ]
            )
            ahead, past = (
                self.Contact.create(
                    [
                        {
                            "employer_id": place.id,
                            "date": LATER + timedelta(hours=index),
                            "state": "planned",
                            "user_id": coaches[index % 8].id,
                            "team_id": self.team_a.id,
                            "companion_ids": [Command.set(coaches[index % 7].ids)],
                        }
                        for index, place in enumerate(places)
                    ]
                ),
                self.Contact.create(
                    [
                        {
                            "employer_id": place.id,
                            "date": TUESDAY - timedelta(hours=index),
                            "user_id": coaches[index % 8].id,
                            "team_id": self.team_a.id,
                        }
                        for index, place in enumerate(places)
                    ]
                ),
            )
            for visit in ahead:
                visit._employer_confirm(visit.employer_id.child_ids, visit.date)
            for visit in past:
                visit._employer_tell(visit.employer_id.child_ids, "yes")

        fill(3)
        few = self.cost(lambda: self.get("/my/visits"))
        self.assertGreater(few, 5)
        fill(27)
        self.assertLessEqual(self.cost(lambda: self.get("/my/visits")), few)


@tagged("standard", "post_install", "-at_install")
class TestPortalVisitForms(PortalVisitsCommon):
    """Answers by forms, as a browser without JavaScript sends them."""

    def test_confirm(self):
        page = self.send(self.visit, "confirm")
        self.assertEqual(self.visit.employer_answer, "confirmed")
        self.assertEqual(self.visit.employer_answer_person_id, self.portal.partner_id)
        self.assertIn("Sent to your coach", self.text(page, "//*[@role='status']"))
        self.assertIn("Confirmed by Hanna HR", self.text(page))
        self.assertFalse(page.xpath("//form[contains(@class,'o_ips_confirm')]"))
        self.assertEqual(self.visit.activity_ids.user_id, self.coach_a1)
        # The next page does not say it again
        self.assertFalse(self.page(self.of(self.visit)).xpath("//*[@role='status']"))

    def test_moved_while_the_page_was_open(self):
        page = self.page(self.of(self.visit))
        self.visit.date = LATER
        page = self.send(self.visit, "confirm", page=page)
        self.assertIn("moved meanwhile", self.alert(page))
        self.assertFalse(self.visit.employer_answer)
        self.assertIn("Mar 14, 2025", self.text(page))

    def test_any_of_the_company_answers(self):
        self.send(self.visit, "confirm", self.hr_place)
        person = self.hr_place.partner_id
        self.assertEqual(self.visit.employer_answer_person_id, person)
        self.assertIn("Pirjo Paikka", self.text(self.page(self.of(self.visit))))

    def test_propose(self):
        page = self.send(
            self.visit, "propose", first="2025-03-10T10:00", second="2025-03-11T14:30"
        )
        self.assertEqual(self.visit.proposed_date_1, datetime(2025, 3, 10, 8, 0))
        self.assertEqual(self.visit.proposed_date_2, datetime(2025, 3, 11, 12, 30))
        self.assertIn("Hanna HR proposes", self.text(page))
        self.send(self.visit, "propose", first="12.3.2025 9.00", second="")
        self.assertEqual(self.visit.proposed_date_1, datetime(2025, 3, 12, 7, 0))
        self.assertFalse(self.visit.proposed_date_2)

    def test_what_was_typed_is_kept(self):
        for first, second, text in [
            ("2025-03-10T10:00", "2025-03-01T10:00", "lies ahead"),
            ("2025-03-10T10:00", "2027-03-10T10:00", "within a year"),
            ("2025-03-07T11:00", "", "planned for that time"),
            ("soon", "2025-03-10T10:00", "like this: 1.12.2030 10.00"),
            ("9999-12-31T23:59", "0001-01-01T00:00", "like this|within a year"),
            ("", "", "one time or two"),
        ]:
            with self.subTest(text):
                page = self.send(self.visit, "propose", first=first, second=second)
                self.assertRegex(self.alert(page), text)
                (details,) = page.xpath("//details[@open]")
                kept = [
                    details.xpath(f".//input[@name='{name}']/@value")
                    for name in ("first", "second")
                ]
                self.assertEqual(kept, [[first], [second]])
        self.assertFalse(self.visit.employer_answer)

    def test_cancel(self):
        page = self.send(self.visit, "cancel", reason="  ")
        self.assertIn("why you cancel", self.alert(page))
        page = self.send(self.visit, "cancel", reason="Inventaario <b>kesken</b>")
        self.assertEqual(self.visit.state, "cancelled")
        self.assertFalse(self.visit.event_id.active)
        self.assertIn("Cancelled by Hanna HR", self.text(page))
        self.assertFalse(page.xpath("//form[input[@name='task']]"))
        self.assertIn("Inventaario &lt;b&gt;kesken", self.visit.activity_ids.note)
        self.assertIn("Cancelled by Hanna HR", self.text(self.page()))

    def test_words_about_health_are_asked_about(self):
        words = "Päivi on sairauslomalla"
        page = self.send(self.visit, "cancel", reason=words)
        self.assertIn("sairauslomalla", self.alert(page))
        self.assertEqual(self.visit.state, "planned")
        self.assertFalse(self.visit.activity_ids)
        (area,) = page.xpath("//textarea[@name='reason']")
        self.assertEqual(area.text, words)
        self.send(
            self.visit, "cancel", page=page, reason=area.text, words_confirmed="1"
        )
        self.assertEqual(self.visit.state, "cancelled")
        page = self.send(self.done, "feedback", useful="no", words="Masennus vaivaa")
        self.assertIn("Masennus", self.alert(page))
        self.assertTrue(page.xpath("//input[@value='no'][@checked]"))
        self.assertFalse(self.done.employer_feedback)

    def test_too_long(self):
        page = self.send(self.visit, "cancel", reason="x" * 2001)
        self.assertIn("2000", self.alert(page))
        self.assertEqual(self.visit.state, "planned")

    def test_feedback_once(self):
        self.assertTrue(self.page().xpath("//a[contains(@href, '#feedback')]"))
        form = self.page(self.of(self.done))
        page = self.send(self.done, "feedback", useful="partly", words="Hyvä alku")
        self.assertEqual(self.done.employer_feedback, "partly")
        self.assertEqual(self.done.employer_feedback_person_id, self.portal.partner_id)
        self.assertIn("Partly · Hanna HR Hyvä alku", self.text(page, "//main"))
        self.assertFalse(self.page().xpath("//a[contains(@href, '#feedback')]"))
        page = self.send(self.done, "feedback", page=form, useful="no", words="")
        self.assertIn("answered this already", self.alert(page))
        self.assertEqual(self.done.employer_feedback, "partly")

    def test_feedback_needs_one_of_the_answers(self):
        for useful in ("", "maybe"):
            page = self.send(self.done, "feedback", useful=useful, words="Oma sana")
            self.assertIn("Choose one", self.alert(page))
            self.assertEqual(page.xpath("//textarea")[0].text, "Oma sana")
        self.assertFalse(self.done.employer_feedback)

    # NOBODY ELSE

    def test_nothing_without_the_token(self):
        self.get(self.of(self.visit))
        for data in ({"task": "confirm"}, {"task": "confirm", "csrf_token": "x"}):
            response = self.url_open(self.of(self.visit), data)
            self.assertEqual(response.status_code, 400)
        self.assertFalse(self.visit.employer_answer)

    def test_reading_changes_nothing(self):
        page = self.page(self.of(self.visit))
        (form,) = page.xpath("//form[input[@value='confirm']]")
        query = "&".join(
            f"{field.get('name')}={field.get('value')}" for field in form.xpath("input")
        )
        self.get(f"{self.of(self.visit)}?{query}")
        self.env.invalidate_all()
        self.assertFalse(self.visit.employer_answer)

    def test_strangers_and_what_does_not_exist_look_the_same(self):
        """Every route, for ids of others, of hidden contacts and of none."""
        hidden = TestPortalVisits.hidden(self)
        token = self.page(self.of(self.visit)).xpath("//input[@name='csrf_token']")[0]
        sent = {
            "csrf_token": token.get("value"),
            "date": "2025-03-07 09:00:00",
            "first": "2025-03-10T10:00",
            "reason": "Kiire",
            "useful": "yes",
        }
        ids = [*hidden.ids, self.elsewhere.id, self.elsewhere.id + 999, 0, HUGE]
        tasks = ("confirm", "propose", "cancel", "feedback")
        bodies = set()
        for number in ids:
            for path in (f"/my/visits/{number}", f"/my/visits/{number}/calendar.ics"):
                bodies.add(self.checked(self.get(path), path))
            for task in tasks if number == self.elsewhere.id else tasks[:1]:
                path = f"/my/visits/{number}"
                response = self.url_open(path, {**sent, "task": task})
                bodies.add(self.checked(response, path))
        self.assertEqual(len(bodies), 1)
        self.assertEqual(
            self.url_open(self.of(self.visit), {**sent, "task": "other"}).status_code,
            404,
        )
        self.env.invalidate_all()
        for visit in hidden | self.elsewhere | self.visit:
            self.assertFalse(visit.employer_answer)
            self.assertFalse(visit.activity_ids)

    def checked(self, response, path):
        """What the answer says, without what changes from one to the next."""
        self.assertEqual(response.status_code, 404, path)
        page = html.fromstring(response.text)
        return self.text(page, "//main") or self.text(page)

    def test_who_has_no_door(self):
        paths = [
            "/my/visits",
            self.of(self.visit),
            self.of(self.visit, "/calendar.ics"),
        ]
        for user in self.outsider | self.coach_a1 | self.manager:
            for path in paths:
                self.assertEqual(self.get(path, user).status_code, 404)
        stray = self.new_user("stray", "Stray", "base.group_portal")
        for path in paths:
            self.assertEqual(self.get(path, stray).status_code, 404)
        self.authenticate(None, None)
        for path in paths:
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_whoever_leaves_sees_nothing_any_more(self):
        self.assertTrue(self.shown())
        self.portal.partner_id.parent_id = False
        self.env.flush_all()
        self.assertEqual(self.get("/my/visits").status_code, 404)
        self.assertEqual(self.get(self.of(self.visit)).status_code, 404)

    def test_no_access_line(self):
        """By RPC there is nothing: neither fields nor the methods of the pages."""
        visits = self.Contact.with_user(self.portal)
        self.assertFalse(visits.has_access("read"))
        for name in dir(type(visits)):
            if "employer_" in name or "portal" in name:
                public = not name.startswith("_") and callable(getattr(visits, name))
                self.assertFalse(public, name)
