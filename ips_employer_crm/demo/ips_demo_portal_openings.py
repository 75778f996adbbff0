from datetime import time, timedelta

from odoo import api, models

from . import offers


class IpsDemo(models.AbstractModel):
    """What HR of three employers offered in the portal, in all states.

    By HR themselves, some days ago each, so that coaches have something to do about it.
    """

    _inherit = "ips.demo"

    @api.model
    def _load_portal_openings(self):
        """Make the offers: once for a database."""
        openings = self.env["crm.lead"].with_context(active_test=False)
        if openings.search_count([("offered_on", "!=", False)], limit=1):
            return
        today = self._ref("crm_team_job_coaching").company_id._ips_today()
        for login, rows in offers.OFFERS.items():
            user = self._ref(f"user_{login}")
            person = user.partner_id
            places = person._answered_places()
            for days, place, state, values, tasks in sorted(
                rows, key=lambda row: -row[0]
            ):
                # sudo: as the portal's controllers do for HR
                opening = (
                    self.env["crm.lead"]
                    .with_user(user)
                    .sudo()
                    ._portal_offer(person, places[place % len(places)], values, tasks)
                )
                opening.offered_on = today - timedelta(days=days)
                if state == "paused":
                    opening._portal_pause(person, True)
                    opening.paused_on = today - timedelta(days=days // 2)
                elif state == "withdrawn":
                    opening._portal_withdraw(person, offers.WITHDRAWN)
                elif state == "filled":
                    opening.action_fill_position()
                    opening.activity_ids.unlink()
                elif state:
                    opening.stage_id = self._ref(f"crm_stage_opening_{state}")
                if state in ("withdrawn", "filled"):
                    closed = today - timedelta(days=days // 2)
                    opening.date_closed = self._to_utc(closed, time(9, 0))
