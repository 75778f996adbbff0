from odoo import fields, models


class IpsKilometreList(models.TransientModel):
    """Asks for whom and for which month the kilometre list is wanted.

    A coach gets the own list; a leader or deputy that of any coach of the team.
    """

    _name = "ips.kilometre.list"
    _description = "Kilometre List"

    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        required=True,
        default=lambda self: self.env.user,
        domain=lambda self: [("id", "in", self._allowed_users().ids)],
    )
    month = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Any day of the month.",
    )

    def _allowed_users(self):
        """The reader, and the coaches of the teams that the reader leads."""
        teams = self.env["ips.coach.week"]._led_teams()
        return self.env.user | teams.crm_team_member_ids.user_id

    def action_download(self):
        """Download the list as XLSX."""
        self.ensure_one()
        month = self.month.strftime("%Y-%m")
        return {
            "type": "ir.actions.act_url",
            "url": f"/ips/kilometres?month={month}&user_id={self.user_id.id}",
            "target": "self",
            "close": True,
        }
