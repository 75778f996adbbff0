from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError


class IpsCoachWeek(models.Model):
    """The agenda of the weekly group supervision, on paper: codes only.

    For whoever gets Team week of that team. Besides coaches it names openings and
    employers, which all coaches share; people served appear as their codes.
    """

    _inherit = "ips.coach.week"

    # TEAM WEEK

    @api.model
    @api.readonly
    def get_team_agenda(self, week_start=None, team_id=None):
        """Return Team week with the leads of each coach to share, as plain values.

        ``leads`` {user id: [{"name", "employer"}]}: openings that came to light in the
        week; the name is empty for a lead that has no opening yet.

        Raises an access error for anyone but the team's leader and deputies.
        """
        team = self.env["crm.team"].browse(team_id)
        if team_id and team not in self._led_teams():
            raise AccessError(
                self.env._("Only the team's leader or a deputy prints the agenda.")
            )
        payload = self.get_team_week(week_start, team_id)
        if not payload["team_id"]:
            raise AccessError(
                self.env._("Only the team's leader or a deputy prints the agenda.")
            )
        return {
            **payload,
            "team": next(
                row["name"]
                for row in payload["teams"]
                if row["id"] == payload["team_id"]
            ),
            "leads": self._leads_to_share(
                payload["team_id"], self._to_monday(payload["week"]["start"])
            ),
        }

    @api.model
    def _leads_to_share(self, team_id, monday):
        contacts = self.env["ips.employer.contact"].search(
            [
                ("team_id", "=", team_id),
                ("week_start", "=", monday),
                ("state", "=", "done"),
                "|",
                ("lead_ids", "!=", False),
                ("outcome_id.finds_lead", "=", True),
            ],
            order="date, id",
        )
        leads = defaultdict(list)
        for contact in contacts:
            openings = contact.with_context(active_test=False).lead_ids
            found = [
                {"name": opening.name, "employer": opening.employer_id.name or ""}
                for opening in openings
            ] or [{"name": "", "employer": contact.employer_id.name}]
            for lead in found:
                if not lead["name"] or lead not in leads[contact.user_id.id]:
                    leads[contact.user_id.id].append(lead)
        return dict(leads)
