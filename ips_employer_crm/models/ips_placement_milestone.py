from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .ips_placement import LEAST_HOURS

# {field: time after the first day}; each is reached where the job still goes on then
MILESTONES = {
    "reached_13_weeks": timedelta(weeks=13),
    "reached_90_days": timedelta(days=90),
    "reached_26_weeks": timedelta(weeks=26),
    "reached_12_months": relativedelta(months=12),
}


class IpsPlacement(models.Model):
    """How long a job has lasted: from its record, so that late entries are corrected.

    First 4 paid hours (entered), 13 weeks at 7 hours a week or more, 90 days, 26 weeks,
    12 months. A milestone is the day on which it was reached; empty: not reached, or
    not yet. Work trials reach none: they are no job.
    """

    _inherit = "ips.placement"

    first_hours_date = fields.Date(
        string="First 4 Paid Hours",
        help="The day on which the fourth paid hour was worked.",
    )
    reached_13_weeks = fields.Date(
        string="13 Weeks",
        compute="_compute_milestones",
        help="At 7 hours a week or more.",
    )
    reached_90_days = fields.Date(string="90 Days", compute="_compute_milestones")
    reached_26_weeks = fields.Date(string="26 Weeks", compute="_compute_milestones")
    reached_12_months = fields.Date(string="12 Months", compute="_compute_milestones")

    # COMPUTES

    @api.depends("kind", "start_date", "end_date", "hours_week")
    def _compute_milestones(self):
        for placement in self:
            today = (placement.company_id or self.env.company)._ips_today()
            for name, after in MILESTONES.items():
                day = placement.start_date and placement.start_date + after
                last = placement.end_date or today
                reached = day and placement.kind == "job" and day <= min(last, today)
                if name == "reached_13_weeks" and placement.hours_week < LEAST_HOURS:
                    reached = False
                placement[name] = day if reached else False
