"""People of employers at the pages of job openings, for the tests of these."""

from lxml import html

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common_opening import IpsOpeningCommon


class IpsPortalOpeningCommon(IpsOpeningCommon, HttpCase):
    """Who answers for what in the portal, beside the cast of ``IpsCommon``.

    ``portal``, Hanna, is HR of ``company_e`` and so of both its workplaces; ``site_hr``
    of ``workplace`` alone; ``foreman`` of ``other_place``; ``stranger`` is HR of
    ``company_b``. Aino is the coach of ``company_e``; nobody is of ``company_b``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_e.coach_id = cls.coach_a1
        cls.other_place = cls.env["res.partner"].create(
            {
                "name": "Testilä, satama",
                "is_company": True,
                "parent_id": cls.company_e.id,
            }
        )
        cls.company_b = cls.new_employer("Toinen Oy")
        cls.site_hr = cls.new_hr("site_hr", "Saija Site", cls.workplace)
        cls.foreman = cls.new_hr("foreman", "Fredrik Foreman", cls.other_place)
        cls.stranger = cls.new_hr("stranger", "Stina Stranger", cls.company_b)
        cls.portal.partner_id.informed_on = "2025-03-01"
        cls.published = cls.new_published()

    @classmethod
    def new_hr(cls, login, name, place):
        user = cls.new_user(login, name, "base.group_portal")
        user.partner_id.write({"parent_id": place.id, "informed_on": "2025-03-01"})
        return user

    @classmethod
    def new_published(cls, **vals):
        """An opening of Aino's that the employer's people see."""
        opening = cls.new_opening(
            **{"name": "Dishwasher", "portal_published": True, **vals}
        )
        return opening.with_user(cls.env.user)

    # THE BROWSER

    def visit(self, user, url, status=200):
        """The page as the user gets it, as a tree."""
        self.authenticate(user and user.login, user and user.login)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb"):
            response = self.url_open(url)
        self.assertEqual(response.status_code, status, url)
        return html.fromstring(response.text)

    def send(self, user, url, status=200, token=None, **data):
        """The user sends a form; returns the page that comes of it, as a tree."""
        self.authenticate(user and user.login, user and user.login)
        # Of this session: signing in anew makes the token of a page void
        data["csrf_token"] = token or Request.csrf_token(self)
        with mute_logger("odoo.http"):
            response = self.url_open(url, data=data)
        self.env.invalidate_all()
        self.assertEqual(response.status_code, status, url)
        self.sent_to = response.url
        return html.fromstring(response.text)

    def text_of(self, page):
        """What a person reads on a page of ours, without its frame."""
        part = page.find_class("o_ips_portal")[0]
        return " ".join(part.text_content().split())

    def alert_of(self, page):
        return " ".join(
            " ".join(node.text_content().split())
            for node in page.xpath("//*[@role='alert']")
        )

    def titles(self, page):
        """Titles of the list, in its order."""
        return [
            node.text_content().strip()
            for node in page.xpath("//ul[contains(@class, 'o_ips_openings')]//h2")
        ]

    def form_of(self, page, button="btn-primary"):
        """What a browser would send of a form that nobody has touched."""
        (form,) = [form for form in page.forms if form.find_class(button)]
        return {name: value or "" for name, value in form.form_values()}

    def offered(self):
        """Openings that anybody of the cast has offered, the newest first."""
        return self.Lead.with_context(active_test=False).search(
            [("offered_on", "!=", False), ("employer_id", "in", self.places().ids)],
            order="id desc",
        )

    def places(self):
        return self.company_e | self.workplace | self.other_place | self.company_b

    def job(self, **data):
        """A form that offers a job at the workplace."""
        return {
            "place": str(self.workplace.id),
            "name": "Baker",
            "positions": "2",
            "advertised": "no",
            **data,
        }

    def told(self, opening):
        """Summaries of what the coach is to do about it, in their order."""
        return opening.activity_ids.sorted("id").mapped("summary")

    # THE LOG

    def notes(self, opening):
        """Texts of the log, the oldest first."""
        messages = opening.message_ids.sorted("id")
        return [
            html.fromstring(note.body or "<p/>").text_content() for note in messages
        ]

    def carve(self, opening, *names):
        opening.carved_task_ids = [Command.create({"name": name}) for name in names]
