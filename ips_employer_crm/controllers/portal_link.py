from werkzeug.exceptions import TooManyRequests

from odoo.exceptions import AccessDenied
from odoo.http import request, route

from .portal import EmployerPortal


class LinkPortal(EmployerPortal):
    """The door without a password: a signed link for one task, see ``ips.portal.link``.

    Anybody can ask for an address, so nothing is told but to whoever has the right one.
    Opening it shows what it is for and changes nothing, however often a mail scanner
    does; the button acts once. What is shown is what the link's own person would see.
    """

    ADDRESS = "/ips/link/<int:link_id>/<string:token>"

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

    @route(ADDRESS, type="http", auth="public", website=True, sitemap=False)
    def link(self, link_id, token, **_kw):
        """What the link is for. Only shows: scanners open it too."""
        return self._link_page(self._link(link_id, token), token)

    def _link_page(self, link, token, status=200, **values):
        """The page of a link, or a kind word where it does not work any more."""
        standing = link._standing() if link else "unknown"
        if standing == "open":
            values |= self._task_values(link)
        response = self._page(
            "ips_employer_crm.portal_link",
            "link",
            standing=standing,
            task=link.task if link else None,
            address=f"/ips/link/{link.id}/{token}" if link else None,
            # Whose phone to call; of an unknown address the organisation's own
            coach=self._coach_values(link),
            **values,
        )
        response.status_code = status if link else 404
        # The address is the key: it must not travel on with a click
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _coach_values(self, link):
        # sudo: of an unknown address the organisation's public phone and name, else
        # the coach who sent it
        partner = (
            link.user_id.partner_id if link else request.env.company.sudo().partner_id
        )
        return {"name": partner.name, "phone": partner.phone}

    def _task_values(self, link):
        """What the page of the task shows."""
        return {}
