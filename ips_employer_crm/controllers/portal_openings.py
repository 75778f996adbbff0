import re

from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager

from ..models.crm_lead_portal import LONGEST_TRIAL
from ..models.crm_lead_portal_pages import EDITED_FIELDS
from ..models.ips_work_terms import SHIFTS
from ..tools.formats import short_number
from .portal import ROWS, EmployerPortal

#: Characters of a title and of a task; tasks of one offer; people of one opening.
LONGEST_TITLE = 100
MOST_TASKS = 20
MOST_POSITIONS = 99
#: Years around this one in which a job may start.
YEARS = 10
PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
READ = {**PAGE, "methods": ["GET"]}
FORM = {**PAGE, "methods": ["GET", "POST"]}
WRITE = {**PAGE, "methods": ["POST"]}


class OpeningsPortal(EmployerPortal):
    """Job openings in the portal: the list, one of them, offer, edit, pause, withdraw.

    A form stands where it is sent to: with a GET it shows, with a POST it acts. What
    may be read and done is in ``crm_lead_portal_pages.py``.
    """

    # HOME

    def _cards(self, person, places):
        openings = request.env["crm.lead"].sudo()
        # sudo: counted inside the person's places
        number = openings.search_count(
            openings._portal_domain(places) & openings._portal_state_domain("open")
        )
        card = {
            "title": request.env._("Job openings"),
            "text": request.env._("Yours; offer a job, tasks or a work trial"),
            "url": "/my/openings",
            "count": number or None,
            "sequence": 20,
        }
        cards = [*super()._cards(person, places), card]
        return sorted(cards, key=lambda row: row["sequence"])

    # READING

    @route(["/my/openings", "/my/openings/page/<int:page>"], **READ)
    def openings(self, page=1, **_kw):
        """The openings of the person's places, open ones first."""
        _person, places = self._who()
        # sudo: searched inside the person's places, and only what is published
        openings = request.env["crm.lead"].sudo()
        # The database counts no further than some number: nobody has so many pages
        page = min(max(1, page), 1_000_000)
        offset = (page - 1) * ROWS
        rows, total = openings._portal_search(places, offset=offset, limit=ROWS)
        if total and not rows:
            return request.redirect("/my/openings")
        pages = pager("/my/openings", total, page, ROWS)
        return self._page(
            "ips_employer_crm.portal_openings",
            "openings",
            openings=rows._portal_rows(),
            pager=pages,
            pager_text=request.env._(
                "Page %(page)s of %(pages)s",
                page=pages["page"]["num"],
                pages=pages["page_count"],
            ),
            many_places=len(places) > 1,
        )

    @route("/my/openings/<int:opening_id>", **READ)
    def opening(self, opening_id, **_kw):
        """One of them."""
        return self._opening_page(self._own_opening(opening_id))

    def _opening_page(self, opening, **values):
        return self._page(
            "ips_employer_crm.portal_opening",
            "opening",
            opening=opening._portal_values(),
            **values,
        )

    def _own_opening(self, opening_id):
        """The opening, as a superuser.

        :raises NotFound: for what is another company's or place's, not published, no
            opening at all, or not there
        """
        _person, places = self._who()
        # sudo: searched inside the person's places, and only what is published
        openings = request.env["crm.lead"].sudo().with_context(active_test=False)
        opening = openings.search(
            openings._portal_domain(places) & fields.Domain("id", "=", opening_id),
            limit=1,
        )
        if not opening:
            raise NotFound()
        return opening

    # OFFERING

    @route("/my/openings/new", **FORM)
    def opening_new(self, kind="", **post):
        """Offer a job, tasks to carve or a work trial."""
        person, places = self._who()
        post = self._strings(post)
        if kind not in self._kinds():
            return self._page("ips_employer_crm.portal_opening_kinds", "offer")
        error, words, made = None, [], []
        if request.httprequest.method == "POST":
            words = self._ask_first(
                post, *(post.get(name) for name in ("name", "tasks", "employer_words"))
            )
            error = not words and self._try(
                self._offer, person, places, kind, post, made
            )
            if made and not error and not words:
                return self._said(
                    f"/my/openings/{made[0]}",
                    request.env._(
                        "Thank you. Your coach has got it and will call you."
                    ),
                )
        return self._page(
            "ips_employer_crm.portal_opening_new",
            "offer",
            **self._offer_values(places, kind, post),
            error=error,
            found_words=words,
        )

    def _kinds(self):
        """What can be offered."""
        return request.env["crm.lead"]._fields["offered_kind"].get_values(request.env)

    def _offer_values(self, places, kind, post):
        """What the form of an offer needs."""
        return {
            "kind": kind,
            "places": [
                {"id": place.id, "name": self._place_name(place)} for place in places
            ],
            **self._form_values(post),
        }

    def _offer(self, person, places, kind, post, made):
        env = request.env
        place = places.filtered(lambda row: str(row.id) == post.get("place"))
        if not place:
            raise UserError(env._("Choose for which of your workplaces it is."))
        vals = {"offered_kind": kind, **self._terms(post)}
        tasks = self._tasks(post.get("tasks")) if kind == "tasks" else []
        if kind == "tasks" and not tasks:
            raise UserError(env._("Write at least one task."))
        if kind == "work_trial":
            vals["trial_weeks"] = self._whole(
                post.get("trial_weeks"), LONGEST_TRIAL, env._("Weeks")
            )
        if kind == "job":
            vals["positions"] = self._whole(
                post.get("positions"), MOST_POSITIONS, env._("How many people")
            )
            if post.get("advertised") not in ("yes", "no"):
                raise UserError(env._("Say whether it is advertised elsewhere."))
        # Neither tasks nor a trial are advertised
        vals["is_hidden_job"] = kind != "job" or post["advertised"] == "no"
        openings = env["crm.lead"]
        made.append(openings._portal_offer(person, place, vals, tasks).id)

    def _place_name(self, place):
        company = place._employer_company()
        return place.name if place == company else f"{place.name} ({company.name})"

    # CHANGING

    @route("/my/openings/<int:opening_id>/edit", **FORM)
    def opening_edit(self, opening_id, **post):
        """Change the terms of it."""
        person, _places = self._who()
        opening = self._own_opening(opening_id)
        url = f"/my/openings/{opening.id}"
        if opening._portal_state() == "gone":
            return self._said(url, request.env._("This is closed already."))
        error, words = None, []
        typed = seen = self._typed(opening)
        if request.httprequest.method == "POST":
            typed = post = self._strings(post)
            seen = {name: post.get(f"seen_{name}", "") for name in EDITED_FIELDS}
            # What stood there was looked at when it was written
            texts = {"name", "employer_words"} & self._changed(post)
            words = self._ask_first(post, *(post.get(name) for name in texts))
            error = not words and self._try(self._edit, opening, person, post)
            if not error and not words:
                return self._said(url, request.env._("Saved. Your coach sees it."))
        return self._page(
            "ips_employer_crm.portal_opening_edit",
            "opening",
            opening=opening._portal_values(),
            seen=seen,
            **self._form_values(typed),
            error=error,
            found_words=words,
        )

    def _edit(self, opening, person, post):
        """Write what the person changed on the page.

        Not what stood there already: the coach may have corrected it meanwhile.
        """
        vals = self._terms(post)
        vals["positions"] = self._whole(
            post.get("positions"), MOST_POSITIONS, request.env._("How many people")
        )
        changed = self._changed(post)
        opening._portal_edit(
            person, {name: vals[name] for name in EDITED_FIELDS if name in changed}
        )

    def _changed(self, post):
        """Names of the fields that the person changed on the page."""

        def said(name):
            return "\n".join((post.get(name) or "").strip().splitlines())

        return {name for name in EDITED_FIELDS if said(name) != said(f"seen_{name}")}

    @route("/my/openings/<int:opening_id>/pause", **WRITE)
    def opening_pause(self, opening_id, **_post):
        """Nobody for now."""
        return self._pause(opening_id, True)

    @route("/my/openings/<int:opening_id>/resume", **WRITE)
    def opening_resume(self, opening_id, **_post):
        """Go on looking for somebody."""
        return self._pause(opening_id, False)

    def _pause(self, opening_id, paused):
        person, _places = self._who()
        opening = self._own_opening(opening_id)
        error = self._try(opening._portal_pause, person, paused)
        if error:
            return self._opening_page(opening, error=error)
        said = (
            request.env._("Paused. Your coach sees it.")
            if paused
            else request.env._("Open again. Your coach sees it.")
        )
        return self._said(f"/my/openings/{opening.id}", said)

    @route("/my/openings/<int:opening_id>/withdraw", **FORM)
    def opening_withdraw(self, opening_id, **post):
        """Take it back, with a word if one likes."""
        person, _places = self._who()
        opening = self._own_opening(opening_id)
        url = f"/my/openings/{opening.id}"
        if opening._portal_state() == "gone":
            return self._said(url, request.env._("This is closed already."))
        error, words, post = None, [], self._strings(post)
        if request.httprequest.method == "POST":
            words = self._ask_first(post, post.get("text"))
            error = not words and self._try(self._withdraw, opening, person, post)
            if not error and not words:
                return self._said(url, request.env._("Withdrawn. Your coach sees it."))
        return self._page(
            "ips_employer_crm.portal_opening_withdraw",
            "opening",
            opening=opening._portal_rows()[0],
            text=post.get("text") or "",
            error=error,
            found_words=words,
        )

    def _withdraw(self, opening, person, post):
        opening._portal_withdraw(person, self._text(post.get("text")))

    # THE FORM

    def _form_values(self, typed):
        """What the fields of the form need, with what was typed in them."""
        lead = request.env["crm.lead"]
        return {
            "typed": typed,
            "shifts": [
                (name, lead._fields[name]._description_string(request.env))
                for name in SHIFTS
            ],
            "weeks_label": request.env._(
                "For how many weeks (1 to %(number)s)", number=LONGEST_TRIAL
            ),
            "answers": lead._fields["shift_day"]._description_selection(request.env),
            "LONGEST_TITLE": LONGEST_TITLE,
            "LONGEST_TRIAL": LONGEST_TRIAL,
            "MOST_POSITIONS": MOST_POSITIONS,
        }

    def _typed(self, opening):
        """The opening's terms as its form would send them."""
        values = {name: opening[name] or "" for name in EDITED_FIELDS}
        for name in ("hours_min", "hours_max"):
            values[name] = values[name] and short_number(request.env, values[name])
        return {name: str(value) for name, value in values.items()}

    def _terms(self, post):
        """The terms in a form, checked.

        :raises UserError: for what cannot be
        """
        env = request.env
        name = " ".join(self._text(post.get("name")).split())
        if not name:
            raise UserError(env._("Say in a few words what you offer."))
        if len(name) > LONGEST_TITLE:
            raise UserError(
                env._(
                    "The title is too long: %(number)s characters at most.",
                    number=LONGEST_TITLE,
                )
            )
        low, high = (
            self._hours(post.get("hours_min")),
            self._hours(post.get("hours_max")),
        )
        if high and low > high:
            raise UserError(env._("Hours a week: the first number is the smaller one."))
        return {
            "name": name,
            "hours_min": low,
            "hours_max": high,
            "available_from": self._start_day(post.get("available_from")),
            "employer_words": self._text(post.get("employer_words")),
            **{
                shift: post[shift] if post.get(shift) in ("yes", "no") else False
                for shift in SHIFTS
            },
        }

    def _hours(self, text):
        """Hours a week; a comma is a point in Finland."""
        text = (text or "").strip().replace(",", ".")
        if not text:
            return 0.0
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text) or float(text) > 168:
            raise UserError(
                request.env._("Hours a week: a number from 0 to 168, or nothing.")
            )
        return float(text)

    def _whole(self, text, most, label):
        text = (text or "").strip()
        if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
            raise UserError(
                request.env._(
                    "%(label)s: a number from 1 to %(most)s.", label=label, most=most
                )
            )
        return int(text)

    def _start_day(self, text):
        text = (text or "").strip()
        if not text:
            return False
        try:
            day = fields.Date.to_date(text)
        except ValueError:
            day = None
        if not day or abs(day.year - fields.Date.today().year) > YEARS:
            raise UserError(request.env._("From when: a date, or nothing."))
        return day

    def _tasks(self, text):
        """Each line is a task; what marks a list is none of it."""
        env = request.env
        lines = [line.strip(" \t-–•*") for line in self._text(text).split("\n")]
        tasks = [line for line in lines if line]
        if len(tasks) > MOST_TASKS:
            raise UserError(
                env._("%(number)s tasks at most, please.", number=MOST_TASKS)
            )
        if any(len(task) > LONGEST_TITLE for task in tasks):
            raise UserError(
                env._(
                    "Each task in a few words: %(number)s characters at most.",
                    number=LONGEST_TITLE,
                )
            )
        return tasks
