from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models

from . import scenario

# The reviewers' scores by number of the criterion: months ago and who reviewed
DONE = [
    (
        12,
        "Leena Virtanen, Jari Korhonen",
        (
            *(4, 5, 3, 3, 2, 2, 4, 3, 4, 2, 3, 3, 3),
            *(3, 3, 3, 2, 3, 4, 4, 3, 3, 3, 3, 3),
        ),
    ),
    (
        6,
        "Kaksi arvioijaa naapurialueelta",
        (
            *(4, 5, 4, 3, 3, 2, 4, 3, 4, 3, 3, 4, 3),
            *(4, 4, 3, 3, 3, 4, 4, 3, 4, 3, 3, 4),
        ),
    ),
]
REMARKS = {
    (6, 5): "Olemme mukana kahden tiimin viikkopalaverissa neljästä.",
    (6, 6): "Työllisyysalueen kanssa tavataan neljännesvuosittain, näin sovittiin.",
    (12, 17): "Kuittaukset jäivät lomaviikoilla: ensi kerralla sijainen kuittaa.",
}


class IpsDemo(models.AbstractModel):
    """Reviews of the team: two done, half a year apart, and one under way."""

    _inherit = "ips.demo"

    @api.model
    def _load_fidelity(self):
        """Make the reviews: once for a database."""
        team = self._ref("crm_team_job_coaching")
        leader = self._ref("user_leena_virtanen")
        reviews = self.env["ips.fidelity.review"].with_user(leader)
        if reviews.search_count([("team_id", "=", team.id)], limit=1):
            return
        today = team.company_id._ips_today()
        for months, reviewer, scores in DONE:
            done = reviews.create(
                {
                    "team_id": team.id,
                    "date_from": today
                    - relativedelta(months=months + 6)
                    + timedelta(days=1),
                    "date_to": today - relativedelta(months=months),
                    "reviewer": reviewer,
                    "is_self_assessment": months > 6,
                }
            )
            for row, score in zip(done.score_ids.sorted("number"), scores, strict=True):
                remark = REMARKS.get((months, row.number), False)
                row.write({"score": score, "remark": remark})
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
