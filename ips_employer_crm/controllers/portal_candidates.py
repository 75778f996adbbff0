import secrets
from datetime import datetime, timedelta

import pytz
from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools.misc import format_date

from odoo.addons.portal.controllers.portal import pager

from .portal import ROWS, EmployerPortal

#: Where the addresses of somebody's candidates are kept in their session.
KEPT = "ips_candidates"
#: How far ahead an interview may be proposed.
FARTHEST = timedelta(days=365)


class CandidatesPortal(EmployerPortal):
    """Candidates that a coach shows to somebody, and the question after 13 weeks.

    Whom the visitor may see, and how much, is asked anew at every request
    (``_shown_to`` and ``_asked_of``, and nowhere else). An address is a random word
    that only this visitor's session knows: it tells nothing, means nothing to anybody
    else, and is another one next time. The order on the page is that of these words.
    Every look is written to the access log, so no route here is read-only.
    """

    # WHO MAY BE SEEN

    def _tokens(self, kind, records):
        """{record: its word in the address}, of this visitor's session.

        Words of what is not shown any more are forgotten.
        """
        kept = request.session.get(KEPT) or {}
        if kept.get("uid") != request.env.uid:
            kept = {"uid": request.env.uid}
        known = {number: token for token, number in kept.get(kind, {}).items()}
        tokens = {
            record: known.get(record.id) or secrets.token_urlsafe(16)
            for record in records
        }
        request.session[KEPT] = {
            **kept,
            kind: {token: record.id for record, token in tokens.items()},
        }
        return tokens

    def _record(self, model, kind, token):
        """The record that the word stands for, in this visitor's session.

        :raises NotFound: for any other word
        """
        kept = request.session.get(KEPT) or {}
        number = kept.get(kind, {}).get(token)
        if kept.get("uid") != request.env.uid or not number:
            raise NotFound()
        return request.env[model].browse(number)

    def _candidate(self, person, token):
        """The match of this address, its level and last day, if it may be seen now.

        :raises NotFound: if not, and for any other address
        """
        match = self._record("ips.match", "matches", token)
        shown = request.env["ips.match"]._shown_to(person, match)
        if not shown:
            raise NotFound()
        return next((match, *told) for match, told in shown.items())

    def _job(self, person, token):
        """The job of this address, and the level, if the question is asked now.

        :raises NotFound: if not, and for any other address
        """
        job = self._record("ips.placement", "jobs", token)
        asked = request.env["ips.placement"]._asked_of(person, job)
        if not asked:
            raise NotFound()
        return next(iter(asked.items()))

    def _looked(self, levels):
        """Write to the access log whom the visitor sees, and how much of them.

        :param levels: {match or job: level}
        """
        told, employers = {}, {}
        for record, level in levels.items():
            client = record.client_id
            names = employers.setdefault(client, {})
            names[record.employer_id._employer_company().name] = True
            most = max(level, told.get(client, (0,))[0])
            told[client] = (most, ", ".join(names))
        if told:
            clients = request.env["ips.client"].union(*told)
            # sudo: the log is written for whoever looks; HR reads nothing of it
            request.env["ips.client.access"].sudo()._log(
                clients, "portal", ground="consent", told=told
            )

    # VALUES

    def _opening_title(self, lead):
        """What the opening is called here.

        By its own name where the employer's people see the opening; else by the name
        of the occupation, for the coach's words are not meant for them.
        """
        if lead.portal_published:
            return lead.name
        return lead.occupation_id.name or request.env._("A job at your workplace")

    def _match_values(self, match, level, until, token):
        lead = match.lead_id
        return {
            "token": token,
            "title": self._opening_title(lead),
            "place": lead.employer_id.name,
            "state": match.state,
            "until": format_date(request.env, until),
            **match._employer_values(level),
        }

    def _by_opening(self, candidates):
        """Candidates of one opening and place under one heading, in their order."""
        openings = {}
        for candidate in candidates:
            key = (candidate["title"], candidate["place"])
            openings.setdefault(key, []).append(candidate)
        return [
            {"title": title, "place": place, "candidates": rows}
            for (title, place), rows in openings.items()
        ]

    def _job_values(self, job, token):
        values = job._portal_values()
        return {
            **values,
            "token": token,
            "start": format_date(request.env, values["start"]),
        }

    # HOME

    def _cards(self, person, places):
        """Always there, for everybody: that there is none tells nothing."""
        env = request.env
        number = len(env["ips.match"]._shown_to(person))
        number += len(env["ips.placement"]._asked_of(person))
        cards = [
            *super()._cards(person, places),
            {
                "title": env._("Candidates"),
                "text": env._("People whom your coach has shown to you"),
                "url": "/my/candidates",
                "count": number or None,
                "sequence": 30,
            },
        ]
        return sorted(cards, key=lambda card: card["sequence"])

    # PAGES

    @route(
        [
            "/my/candidates",
            "/my/candidates/page/<int:page>",
        ],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def candidates(self, page=1, **_kw):
        """Everybody whom the visitor may see, and the questions after 13 weeks."""
        person, _places = self._who()
        shown = request.env["ips.match"]._shown_to(person)
        asked = request.env["ips.placement"]._asked_of(person)
        tokens = self._tokens("matches", shown)
        matches = sorted(
            shown,
            key=lambda match: (
                match.lead_id.employer_id.name,
                self._opening_title(match.lead_id),
                tokens[match],
            ),
        )
        pages = pager("/my/candidates", total=len(matches), page=page, step=ROWS)
        matches = matches[pages["offset"] : pages["offset"] + ROWS]
        jobs = self._tokens("jobs", asked)
        self._looked({match: shown[match][0] for match in matches} | asked)
        return self._page(
            "ips_employer_crm.portal_candidates",
            "candidates",
            candidates=self._by_opening(
                self._match_values(match, *shown[match], tokens[match])
                for match in matches
            ),
            jobs=[self._job_values(job, token) for job, token in jobs.items()],
            pager=pages,
        )

    @route(
        "/my/candidates/<string:token>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def candidate(self, token, **post):
        """One of them, and what can be answered."""
        person, _places = self._who()
        match, level, until = self._candidate(person, token)
        post = self._strings(post)
        self._looked({match: level})
        error, words = None, []
        if request.httprequest.method == "POST":
            todo = post.get("todo")
            if todo == "ask":
                words = self._ask_first(post, post.get("text"))
            if not words:
                error = self._try(self._answer, match, level, person, todo, post)
                if not error:
                    return self._said("/my/candidates", self._thanks(todo))
        # sudo: the names of a list, which HR does not read otherwise
        reasons = request.env["ips.match.reason"].sudo()
        return self._page(
            "ips_employer_crm.portal_candidate",
            "candidates",
            candidate=self._match_values(match, level, until, token),
            reasons=[
                (str(reason.id), reason.name)
                for reason in reasons.search([("for_employer", "=", True)])
            ],
            typed={name: post.get(name) or "" for name in ("text", "time1", "time2")},
            chosen=post.get("reason"),
            error=error,
            found_words=words,
        )

    def _answer(self, match, level, person, todo, post):
        """Do what was asked for, on a match that may be seen."""
        if todo == "yes":
            times = [
                self._interview_time(post.get(name)) for name in ("time1", "time2")
            ]
            match._portal_say_yes(person, level, [time for time in times if time])
        elif todo == "ask":
            text = self._text(post.get("text"))
            if not text:
                raise UserError(request.env._("Write a few words first."))
            match._portal_ask(person, text)
        elif todo == "decline":
            match._portal_decline(person, self._reason(post.get("reason")))
        else:
            raise NotFound()

    def _thanks(self, todo):
        env = request.env
        return {
            "yes": env._("Thank you. Your coach arranges the interview with you."),
            "ask": env._("Your question has been sent to your coach."),
            "decline": env._("Thank you for the answer. Your coach knows."),
        }[todo]

    def _reason(self, number):
        # sudo: a list that HR does not read; only what employers may choose
        reasons = request.env["ips.match.reason"].sudo()
        reason = reasons.search([("for_employer", "=", True)]).filtered(
            lambda row: str(row.id) == number
        )
        if not reason:
            raise UserError(request.env._("Choose a reason."))
        return reason

    def _interview_time(self, text):
        """What was typed, in the organisation's time zone, as Odoo keeps it."""
        if not text:
            return None
        env = request.env
        try:
            local = datetime.fromisoformat(text)
            moment = env.company._ips_tz().localize(local.replace(tzinfo=None))
            moment = moment.astimezone(pytz.utc).replace(tzinfo=None)
        except (ValueError, OverflowError) as error:
            raise UserError(
                env._("Give day and time like this: 24.12.2030 10:00.")
            ) from error
        now = fields.Datetime.now()
        if not now < moment < now + FARTHEST:
            raise UserError(env._("Propose a time to come, within a year."))
        return moment

    # AFTER 13 WEEKS

    @route(
        "/my/candidates/work/<string:token>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def candidate_at_work(self, token, **post):
        """Is the work going well?"""
        person, _places = self._who()
        job, level = self._job(person, token)
        post = self._strings(post)
        self._looked({job: level})
        error, words = None, []
        if request.httprequest.method == "POST":
            words = self._ask_first(post, post.get("text"))
            if not words:
                error = self._try(self._answer_work, job, person, post)
                if not error:
                    return self._said(
                        "/my/candidates",
                        request.env._("Thank you for the answer. Your coach knows."),
                    )
        answers = job._fields["employer_answer"]._description_selection(request.env)
        return self._page(
            "ips_employer_crm.portal_candidate_at_work",
            "candidates",
            job=self._job_values(job, token),
            answers=answers,
            typed={name: post.get(name) or "" for name in ("answer", "text", "call")},
            error=error,
            found_words=words,
        )

    def _answer_work(self, job, person, post):
        text = self._text(post.get("text"))
        job._portal_answer(person, post.get("answer"), text, bool(post.get("call")))
