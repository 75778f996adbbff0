from odoo.http import Controller, request, route

from ..tools.formats import page_language


class MatchCardController(Controller):
    """How suggestions come about, for anyone who works with them."""

    @route("/ips/match-card", type="http", auth="user", readonly=True)
    def match_card(self, **_kwargs):
        """The page, made from the running rules: it changes when a weight does."""
        env = request.env
        return request.render(
            "ips_employer_crm.match_card",
            {
                "rules": env["ips.match.rule"].search([("code", "!=", False)]),
                "lang": page_language(env),
            },
        )
