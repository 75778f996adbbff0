import re

from werkzeug.exceptions import NotFound, abort

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

#: Rows of a list on one page.
ROWS = 20
#: Characters of a text; what is longer is cut by the browser and refused here.
LONGEST = 2000


class EmployerPortal(CustomerPortal):
    """The door of HR staff at partner companies: what all its pages share.

    Portal users read none of our models. A page asks ``_who`` for the person and the
    places it answers for, searches with sudo inside those places alone, and hands
    plain values to its template, never records. What is not the person's own and what
    does not exist look the same: not found.

    Every form works without JavaScript. A text with words about health is asked about
    first (``_ask_first``); a refused entry comes back with its words (``_try``).
    """

    # WHO

    def _who(self, informed=True):
        """The signed-in person and the companies and workplaces it answers for.

        Both with sudo: what is reached from them is the page's to check.

        :param informed: whether somebody who has not seen the information notice yet
            is led there first
        :raises NotFound: for anybody but somebody at an employer, with a portal login
        """
        user = request.env.user
        person = user.partner_id.sudo()
        places = person._answered_places() if user._is_portal() else person.browse()
        if not places:
            raise NotFound()
        if informed and not person.informed_on:
            abort(request.redirect("/my/notice"))
        return person, places

    # PAGES

    def _prepare_portal_layout_values(self):
        """Odoo's own, and the language of the page: screen readers need to know it."""
        language = request.env.lang.replace("_", "-")
        return {
            **super()._prepare_portal_layout_values(),
            "html_data": {"lang": language},
        }

    def _page(self, template, page_name, **values):
        """Render a page; what it shows stays out of caches."""
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": page_name,
            "ips_flash": request.session.pop("ips_flash", None),
            "error": None,
            "found_words": [],
            "LONGEST": LONGEST,
            **values,
        }
        response = request.render(template, values)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def _said(self, url, text):
        """Go to a page that says ``text`` once: what has just been done."""
        request.session["ips_flash"] = text
        return request.redirect(url, code=303)

    # FORMS

    def _strings(self, post):
        """The texts of a form: no files, and nothing that no database keeps."""
        return {
            name: text.replace("\x00", "")
            for name, text in post.items()
            if isinstance(text, str)
        }

    def _text(self, text):
        """What was typed, without what surrounds it; refused where it is too long."""
        text = re.sub(r"\r\n?", "\n", text or "").strip()
        if len(text) > LONGEST:
            raise UserError(
                request.env._(
                    "Please be brief: %(number)s characters at most.", number=LONGEST
                )
            )
        return text

    def _ask_first(self, post, *texts):
        """Words about health in the texts that the writer has not confirmed yet."""
        if post.get("words_confirmed"):
            return []
        return request.env["ips.sensitive.word"]._found_in(*texts)

    def _try(self, method, *args, **kwargs):
        """Run it; return what is wrong in a sentence, and then nothing is changed.

        :raises NotFound: where something is not the person's own
        """
        try:
            with request.env.cr.savepoint():
                method(*args, **kwargs)
        except (AccessError, MissingError) as error:
            raise NotFound() from error
        except UserError as error:
            return error.args[0]
        return None

    # HOME

    @route()
    def home(self, **kw):
        """Odoo's page of cards; our people see the information notice first."""
        user = request.env.user
        person = user.partner_id.sudo()
        if user._is_portal() and not person.informed_on and person._answered_places():
            return request.redirect("/my/notice")
        return super().home(**kw)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        user = request.env.user
        person = user.partner_id.sudo()
        places = person._answered_places() if user._is_portal() else person.browse()
        # Asked with no counters for the page itself; the browser's later call for
        # counters has nothing to do with ours
        if places and not counters:
            values["ips_cards"] = self._cards(person, places)
            values["portal_service_category_enable"] = True
        return values

    def _cards(self, person, places):
        """Cards of the home page: title, text, address and, where it helps, a count."""
        env = request.env
        return [
            {
                "title": env._("Our company"),
                "text": env._("People, how to reach you, and how often"),
                "url": "/my/company",
                "count": None,
                "sequence": 50,
            }
        ]

    # INFORMATION NOTICE

    @route("/my/notice", type="http", auth="user", website=True, sitemap=False)
    def notice(self, **_kw):
        """What is held about the person, why, from where, and the right to object."""
        person, places = self._who(informed=False)
        company = request.env.company.sudo()
        return self._page(
            "ips_employer_crm.portal_notice",
            "notice",
            person={
                "name": person.name,
                "function": person.function,
                "email": person.email,
                "phone": person.phone,
                "decides": person.decides_on_hiring,
                "source": person.data_source,
                "informed_on": person.informed_on,
                "objects": person.do_not_contact,
            },
            keeper={
                "name": company.name,
                "email": company.email,
                "phone": company.phone,
                "basis": company.ips_legal_basis,
            },
        )

    @route(
        "/my/notice/read",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def notice_read(self, **_post):
        """The person has seen it."""
        person, _places = self._who(informed=False)
        if not person.informed_on:
            person.informed_on = fields.Date.context_today(person)
        return request.redirect("/my/home", code=303)

    # OUR COMPANY

    @route("/my/company", type="http", auth="user", website=True, sitemap=False)
    def company(self, **_kw):
        """The company's people, and how it wants to be approached."""
        return self._company_page()

    def _company_page(self, **values):
        person, places = self._who()
        # Companies, and workplaces that the person answers for without their company
        tops = places.filtered(lambda place: place.parent_id not in places)
        people = places.search(
            [
                ("parent_id", "in", places.ids),
                ("is_company", "=", False),
                ("type", "=", "contact"),
            ],
            order="name, id",
        )
        channels = request.env["res.partner"]._fields["preferred_channel"]
        return self._page(
            "ips_employer_crm.portal_company",
            "company",
            objects=person.do_not_contact,
            channels=channels._description_selection(request.env),
            companies=[self._company_values(place, people) for place in tops],
            **values,
        )

    def _company_values(self, place, people):
        """Plain values of a company, or of a workplace where HR answers for it only."""
        company = place._employer_company()
        own = people.filtered(lambda row: row._employer_company() == company)
        return {
            "id": company.id,
            "name": place.name,
            # How it is approached is the whole company's word
            "can_edit": place == company,
            "preferred_channel": company.preferred_channel,
            "preferred_person": company.preferred_person_id.id,
            "max_contacts": str(company.max_contacts_per_month),
            "people": [
                {
                    "id": row.id,
                    "name": row.name,
                    "function": row.function,
                    "place": row.parent_id.name if row.parent_id != company else "",
                    "email": row.email,
                    "phone": row.phone,
                    "decides": row.decides_on_hiring,
                    "preferred": row == company.preferred_person_id,
                    "objects": row.do_not_contact,
                }
                for row in own
            ],
        }

    @route(
        "/my/company/wishes",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def company_wishes(self, **post):
        """How the company wants to be approached: way, person, how often."""
        person, places = self._who()
        post = self._strings(post)
        company = places.filtered(
            lambda place: not place.parent_id and str(place.id) == post.get("company")
        )
        if not company:
            raise NotFound()
        error = self._try(self._write_wishes, company, person, post)
        if error:
            return self._company_page(error=error)
        return self._said("/my/company", request.env._("Saved. Your coach sees it."))

    def _write_wishes(self, company, person, post):
        env = request.env
        channel = post.get("preferred_channel") or False
        channels = company._fields["preferred_channel"].get_values(env)
        people = company.search(
            [("parent_id", "child_of", company.id), ("is_company", "=", False)]
        )
        preferred = people.filtered(
            lambda row: str(row.id) == post.get("preferred_person")
        )
        number = (post.get("max_contacts") or "0").strip()
        if not re.fullmatch(r"[0-9]{1,4}", number) or int(number) > 31:
            raise UserError(
                env._("Say a number of times a month, from 0 to 31. 0: no limit.")
            )
        company.write(
            {
                "preferred_channel": channel if channel in channels else False,
                "preferred_person_id": preferred.id,
                "max_contacts_per_month": int(number),
            }
        )
        told = company._portal_told()
        told._portal_heard_of(
            person, told.env._("How the employer wants to be reached")
        )

    @route(
        "/my/company/objection",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def company_objection(self, **post):
        """The person objects to being approached, or takes it back."""
        person, places = self._who()
        objects = post.get("objects") == "1"
        if objects != person.do_not_contact:
            person.do_not_contact = objects
            told = places[:1]._portal_told()
            told._portal_heard_of(
                person,
                told.env._("Does not want to be contacted")
                if objects
                else told.env._("May be contacted again"),
            )
        return self._said("/my/company", request.env._("Saved. Your coach sees it."))

    # A WORD TO THE COACH

    @route("/my/message", type="http", auth="user", website=True, sitemap=False)
    def message(self, **post):
        """A few words to the coach."""
        person, places = self._who()
        post = self._strings(post)
        text, error, words = post.get("text") or "", None, []
        if request.httprequest.method == "POST":
            words = self._ask_first(post, text)
            error = not words and self._try(self._send, person, places, text)
            if not words and not error:
                return self._said("/my/home", request.env._("Sent to your coach."))
        return self._page(
            "ips_employer_crm.portal_message",
            "message",
            text=text,
            error=error,
            found_words=words,
        )

    def _send(self, person, places, text):
        text = self._text(text)
        if not text:
            raise UserError(request.env._("Write a few words first."))
        told = places[:1]._portal_told()
        told._portal_heard_of(person, told.env._("Message from the employer"), text)
