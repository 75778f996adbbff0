from werkzeug.exceptions import NotFound, TooManyRequests

from odoo.exceptions import AccessDenied
from odoo.http import request, route

from .portal_openings import OpeningsPortal
from .portal_visits import TASKS, VisitsPortal

ADDRESS = "/ips/link/<int:link_id>/<string:token>"
PAGE = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class LinkPortal(VisitsPortal, OpeningsPortal):
    """The door without a password: a signed link for one task, see ``ips.portal.link``.

    Anybody can ask for an address, so nothing is told but to whoever has the right one.
    Opening it shows what it is for and changes nothing, however often a mail scanner
    does; the button acts once. What is shown and done is what the link's own person
    would see and do in the portal, with the same forms.
    """

    # SHOWING

    @route(ADDRESS, methods=["GET"], **PAGE)
    def link(self, link_id, token, kind="", **_kw):
        """What the link is for. Only shows: scanners open it too."""
        link = self._link(link_id, token)
        return self._link_page(link, token, post={"kind": kind})

    def _link(self, link_id, token):
        """The link of this address; None for any other address.

        :raises TooManyRequests: after too many wrong ones from one place
        """
        try:
            return request.env["ips.portal.link"]._found_by(link_id, token)
        except AccessDenied as error:
            if error.args != AccessDenied().args:
                raise TooManyRequests() from error
            return None

    def _link_page(self, link, token, post=None, **values):
        """The page of a link, or a kind word where it does not work any more."""
        standing = link._standing() if link else "unknown"
        if standing == "open" and link.task == "visit":
            values = {**self._visit_task(link, post or {}), **values}
        elif standing == "open":
            values = {**self._opening_task(link, post or {}), **values}
        response = self._page(
            "ips_employer_crm.portal_link",
            "link",
            standing=standing,
            link_task=link.task if link else None,
            address=f"/ips/link/{link.id}/{token}" if link else None,
            coach=self._sender(link),
            **values,
        )
        response.status_code = 200 if link else 404
        # The address is the key: it must not travel on with a click
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _sender(self, link):
        """Whose phone to call: the coach who sent it, else the organisation's own."""
        # sudo: an unknown address is told the organisation's public name and phone
        office = request.env.company.sudo().partner_id
        partner = link.user_id.partner_id if link else office
        return {"name": partner.name, "phone": partner.phone or office.phone}

    def _visit_task(self, link, post):
        return self._visit_values(
            link.contact_id, link.employer_id, post.get("task", ""), post
        )

    def _opening_task(self, link, post):
        kind = post.get("kind")
        if kind not in self._kinds():
            return {"kind": None}
        return self._offer_values(self._link_places(link), kind, post)

    def _link_places(self, link):
        """Places of the link's employer that its person answers for."""
        places = link.person_id._answered_places()
        return places & places.search([("id", "child_of", link.employer_id.id)])

    # ACTING

    @route(ADDRESS, methods=["POST"], **PAGE)
    def link_act(self, link_id, token, **post):
        """Do the one thing, once."""
        link = self._link(link_id, token)
        if not link or link._standing() != "open":
            return self._link_page(link, token)
        post = self._strings(post)
        act, names = self._act_of(link, post)
        words = self._ask_first(post, *(post.get(name) for name in names))
        error = not words and self._try(act, link, post)
        if words or error:
            return self._link_page(
                link, token, post, found_words=words, error=error or None
            )
        said = request.env._("Sent to your coach. Thank you.")
        return self._said(f"/ips/link/{link.id}/{token}", said)

    def _act_of(self, link, post):
        """What is asked for, and which of its texts are in somebody's own words.

        :raises NotFound: where it is not the task of this link
        """
        if link.task == "opening":
            if post.get("kind") not in self._kinds():
                raise NotFound()
            return self._act_offer, ("name", "tasks", "employer_words")
        if post.get("task") not in TASKS or post["task"] == "feedback":
            raise NotFound()
        return self._act_answer, ("reason",)

    def _act_answer(self, link, post):
        link._use()
        answer = getattr(self, TASKS[post["task"]])
        answer(link.contact_id, link.person_id, post)

    def _act_offer(self, link, post):
        link._use()
        places = self._link_places(link)
        self._offer(link.person_id, places, post.get("kind"), post, [])
