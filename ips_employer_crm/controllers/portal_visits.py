from datetime import timedelta

import pytz
import vobject
from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request, route
from odoo.tools.misc import hmac

from odoo.addons.portal.controllers.portal import pager

from ..tools.typed_time import shown_for_typing, typed_moment
from .portal import ROWS, EmployerPortal

#: Visits ahead that are shown; whoever has more sees the next ones.
AHEAD = 100
#: What HR may send: the method that takes it.
TASKS = {
    "confirm": "_visit_confirm",
    "propose": "_visit_propose",
    "cancel": "_visit_cancel",
    "feedback": "_visit_feedback",
}


class VisitsPortal(EmployerPortal):
    """Coming and past visits: answers to the coming, one question after the past.

    Everything goes through the visits of the person's own places (``_visit``); another
    employer's visit, one that is not shown and one that does not exist are not found.
    """

    # WHAT IS THE PERSON'S

    def _visits(self):
        # sudo: HR has no access line; every search goes on inside the person's places
        return request.env["ips.employer.contact"].sudo()

    def _visit(self, visit_id, places):
        """The visit, if it is shown to people of these places.

        :raises NotFound: otherwise
        """
        visits = self._visits()
        shown = visits._portal_ahead(places) | visits._portal_past(places)
        visit = visits.search(Domain("id", "=", visit_id) & shown, limit=1)
        if not visit:
            raise NotFound()
        return visit

    # HOME

    def _cards(self, person, places):
        env = request.env
        card = {
            "title": env._("Visits"),
            "text": env._("When we come, what was agreed, and your answers"),
            "url": "/my/visits",
            "count": None,
            "sequence": 10,
        }
        cards = [*super()._cards(person, places), card]
        return sorted(cards, key=lambda card: card["sequence"])

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "ips_cards" in values:
            places = request.env.user.partner_id._answered_places()
            visits = self._visits()
            number = visits.search_count(visits._portal_waiting(places))
            values["ips_visits_waiting"] = self._waiting(number)
            if number:
                values["portal_alert_category_enable"] = True
        return values

    def _waiting(self, number):
        env = request.env
        if not number:
            return ""
        if number == 1:
            return env._("1 visit waits for your answer")
        return env._("%(number)s visits wait for your answer", number=number)

    # LIST

    @route(
        ["/my/visits", "/my/visits/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def visits(self, page=1, **_kw):
        """Visits ahead, then those that took place, newest first."""
        _person, places = self._who()
        visits = self._visits()
        past = visits._portal_past(places)
        turns = pager("/my/visits", visits.search_count(past), page=page, step=ROWS)
        ahead = visits.browse()
        if turns["page"]["num"] <= 1:
            ahead = visits.search(
                visits._portal_ahead(places), order="date, id", limit=AHEAD
            )
        done = visits.search(
            past, order="date desc, id desc", limit=ROWS, offset=max(turns["offset"], 0)
        )
        return self._page(
            "ips_employer_crm.portal_visits",
            "visits",
            ahead=ahead._portal_values(),
            past=done._portal_values(),
            pager=turns,
            position=request.env._(
                "Page %(page)s of %(pages)s",
                page=turns["page"]["num"],
                pages=turns["page_count"],
            ),
        )

    # ONE VISIT

    @route(
        "/my/visits/<int:visit_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def visit(self, visit_id, **_kw):
        """When, where, who comes, what was agreed; forms to answer."""
        _person, places = self._who()
        return self._visit_page(self._visit(visit_id, places), places)

    def _visit_page(self, visit, places, task="", post=None, **values):
        return self._page(
            "ips_employer_crm.portal_visit",
            "visits",
            **self._visit_values(visit, places, task, post),
            **values,
        )

    def _visit_values(self, visit, places, task, post):
        """What the page of a visit and its forms need."""
        tz, now = visit.company_id._ips_tz(), fields.Datetime.now()
        return {
            "visit": visit._portal_values()[0],
            "last": visit.state == "planned" and visit._portal_last_agreed(places),
            # What was sent and not taken stands in its form again
            "task": task,
            "typed": post or {},
            "earliest": shown_for_typing(now, tz),
            "latest": shown_for_typing(fields.Datetime.add(now, years=1), tz),
        }

    @route(
        "/my/visits/<int:visit_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def visit_answer(self, visit_id, task="", **post):
        """Take one answer; what is wrong comes back with what was typed."""
        person, places = self._who()
        visit, post = self._visit(visit_id, places), self._strings(post)
        if task not in TASKS:
            raise NotFound()
        words = self._ask_first(post, post.get("reason"), post.get("words"))
        error = not words and self._try(getattr(self, TASKS[task]), visit, person, post)
        if words or error:
            return self._visit_page(
                visit, places, task, post, error=error or None, found_words=words
            )
        said = request.env._("Sent to your coach. Thank you.")
        return self._said(f"/my/visits/{visit.id}", said)

    def _visit_confirm(self, visit, person, post):
        visit._employer_confirm(person, self._shown_time(post.get("date")))

    def _visit_propose(self, visit, person, post):
        tz = visit.company_id._ips_tz()
        typed = filter(None, (post.get("first"), post.get("second")))
        visit._employer_propose(person, [self._moment(text, tz) for text in typed])

    def _visit_cancel(self, visit, person, post):
        visit._employer_cancel(person, self._text(post.get("reason")))

    def _visit_feedback(self, visit, person, post):
        visit._employer_tell(person, post.get("useful"), self._text(post.get("words")))

    # TIMES

    def _shown_time(self, text):
        """The time of the visit as the form had it; None for anything else."""
        try:
            return fields.Datetime.to_datetime(text)
        except ValueError:
            return None

    def _moment(self, text, tz):
        moment = typed_moment(text, tz)
        if moment:
            return moment
        raise UserError(
            request.env._(
                "Write each time like this: %(example)s", example="1.12.2030 10.00"
            )
        )

    # CALENDAR

    @route(
        "/my/visits/<int:visit_id>/calendar.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def visit_calendar(self, visit_id, **_kw):
        """A coming visit as a calendar file: who comes, where and when, no more."""
        _person, places = self._who()
        visit = self._visit(visit_id, places)
        if visit.state != "planned":
            raise NotFound()
        return request.make_response(
            self._calendar(visit),
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", content_disposition("visit.ics")),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _calendar(self, visit):
        values = visit._portal_values()[0]
        start = pytz.utc.localize(visit.date)
        calendar = vobject.iCalendar()
        calendar.add("method").value = "PUBLISH"
        event = calendar.add("vevent")
        # The same visit stays the same entry, and tells nothing of its number
        secret = hmac(request.env(su=True), "ips-visit", visit.id)
        event.add("uid").value = f"visit-{secret[:32]}"
        event.add("dtstamp").value = pytz.utc.localize(fields.Datetime.now())
        event.add("dtstart").value = start
        event.add("dtend").value = start + timedelta(hours=visit.duration or 0.5)
        event.add("summary").value = request.env._(
            "Visit: %(coach)s", coach=values["coach"]
        )
        where = ", ".join(filter(None, [values["place"], values["address"]]))
        event.add("location").value = where
        return calendar.serialize().encode()
