from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import Controller, request, route

from ..tools.formats import page_language


class TeamAgendaController(Controller):
    """The agenda of the weekly group supervision, to print."""

    @route("/ips/team-week/agenda", type="http", auth="user", readonly=True)
    def agenda(self, team_id=None, week_start=None, **_kwargs):
        """The page for the leader and deputies of the team.

        A team out of reach, one that does not exist and a date that is none look the
        same: not found.

        :param team_id: the first team that the reader leads by default
        :param week_start: a day of the week; the week under review by default
        """
        env = request.env
        weeks = env["ips.coach.week"]
        if not weeks.has_access("read"):
            raise NotFound()
        try:
            monday = fields.Date.to_date(week_start or None)
            agenda = weeks.get_team_agenda(monday, int(team_id or 0))
        except (AccessError, ValueError, OverflowError) as error:
            raise NotFound() from error
        response = request.render(
            "ips_employer_crm.team_agenda", {**agenda, "page_lang": page_language(env)}
        )
        response.headers["Cache-Control"] = "no-store"
        return response
