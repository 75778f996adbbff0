import re
from datetime import date

from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class KilometreController(Controller):
    """The monthly kilometre list as a download."""

    @route("/ips/kilometres", type="http", auth="user", readonly=True)
    def kilometres(self, month="", user_id="", **_kwargs):
        """The list of one coach: the own one, or one of a team that the reader leads.

        Anything else, and a month that is none, is not found.
        """
        env = request.env
        if not env.user.has_group("ips_employer_crm.group_ips_coach"):
            raise NotFound()
        user = env.user
        if user_id and not re.fullmatch(r"[0-9]{1,9}", user_id):
            raise NotFound()
        if user_id and int(user_id) != user.id:
            allowed = env["ips.kilometre.list"]._allowed_users()
            user = allowed.filtered(lambda coach: coach.id == int(user_id))
        match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", month)
        if not user or not match:
            raise NotFound()
        data = env["ips.kilometre.report"]._xlsx(
            user, date(int(match[1]), int(match[2]), 1)
        )
        name = env._("kilometres") + f"-{month}.xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(data, headers)
