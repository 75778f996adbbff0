from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models

from . import scenario

# The reviewers' scores half a year ago, by number of the criterion
HALF_A_YEAR_AGO = (
    *(4, 5, 4, 3, 3, 2, 4, 3, 4, 3, 3, 4, 3),
    *(4, 4, 3, 3, 3, 4, 4, 3, 4, 3, 3, 4),
)
REMARKS = {
    5: "We sit in two of the four teams' meetings by now.",
    6: "Quarterly talks with the employment area were agreed in the autumn.",
    17: "Sign-offs slipped in the holiday weeks: the deputy takes over next time.",
}


class IpsDemo(models.AbstractModel):
    """Reviews of the team: one done half a year ago, one under way."""

    _inherit = "ips.demo"

    @api.model
    def _load_fidelity(self):
        """Make the two reviews: once for a database."""
        team = self._ref("crm_team_job_coaching")
        leader = self._ref("user_leena_virtanen")
        reviews = self.env["ips.fidelity.review"].with_user(leader)
        if reviews.search_count([("team_id", "=", team.id)], limit=1):
            return
        today = team.company_id._ips_today()
        middle = today - relativedelta(months=6)
        done = reviews.create(
            {
                "team_id": team.id,
                "date_from": today - relativedelta(years=1) + timedelta(days=1),
                "date_to": middle,
                "reviewer": "Two reviewers from the next region",
            }
        )
        for row, score in zip(
            done.score_ids.sorted("number"), HALF_A_YEAR_AGO, strict=True
        ):
            row.write({"score": score, "remark": REMARKS.get(row.number, False)})
        done.action_done()
        # From the Monday on from which there is a log
        monday = today - timedelta(days=today.weekday())
        draft = reviews.create(
            {
                "team_id": team.id,
                "date_from": monday - timedelta(weeks=scenario.WEEKS),
                "date_to": today,
                "is_self_assessment": True,
            }
        )
        draft.action_take_over()
