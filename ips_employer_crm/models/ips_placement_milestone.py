from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .ips_placement import LEAST_HOURS

# {field: how long the job lasts, its last day included} (domain 3.3): reached in the
# evening of the last day of that time. The one table of them: the fields below and the
# SQL of reports follow from it
MILESTONES = {
    "reached_13_weeks": relativedelta(weeks=13),
    "reached_90_days": relativedelta(days=90),
    "reached_26_weeks": relativedelta(weeks=26),
    "reached_12_months": relativedelta(months=12),
}
# Milestones that ask for so many hours a week
MILESTONE_HOURS = {"reached_13_weeks": LEAST_HOURS}


class IpsPlacement(models.Model):
    """How long a job has lasted: from its record, so that late entries are corrected.

    First 4 paid hours (entered), 13 weeks at 7 hours a week or more, 90 days, 26 weeks,
    12 months. A milestone is the day that completed it, so that a contract of exactly
    13 weeks reaches them on its last day; empty: not reached, or not yet. Work trials
    reach none: they are no job.

    Raises ValidationError where the first hours lie outside the job, or ahead.
    """

    _inherit = "ips.placement"

    first_hours_date = fields.Date(
        string="First 4 Paid Hours",
        help="The day on which the fourth paid hour was worked.",
    )
    reached_13_weeks = fields.Date(
        string="13 Weeks",
        compute="_compute_milestones",
        help="At 7 hours a week or more; not while the hours are not stated.",
    )
    reached_90_days = fields.Date(string="90 Days", compute="_compute_milestones")
    reached_26_weeks = fields.Date(string="26 Weeks", compute="_compute_milestones")
    reached_12_months = fields.Date(string="12 Months", compute="_compute_milestones")

    # COMPUTES

    @api.depends("kind", "start_date", "end_date", "hours_week", "never_began")
    def _compute_milestones(self):
        for placement in self:
            today = (placement.company_id or self.env.company)._ips_today()
            for name, lasts in MILESTONES.items():
                start, last = placement.start_date, placement.end_date or today
                # A first day ahead may be one that no time can be added to
                begun = start and start <= today and placement._is_job()
                day = begun and start + lasts - relativedelta(days=1)
                reached = day and day <= min(last, today)
                if placement.hours_week < MILESTONE_HOURS.get(name, 0):
                    reached = False
                placement[name] = day if reached else False

    # CONSTRAINTS

    @api.constrains("first_hours_date", "start_date", "end_date")
    def _check_first_hours(self):
        for placement in self.filtered("first_hours_date").filtered("start_date"):
            day, today = placement.first_hours_date, placement.company_id._ips_today()
            if not placement.start_date <= day <= (placement.end_date or today):
                raise ValidationError(
                    self.env._(
                        "The first 4 paid hours were worked between the first and the "
                        "last day of the job, not on %(day)s.",
                        day=format_date(self.env, day),
                    )
                )
            if day > today:
                raise ValidationError(
                    self.env._(
                        "%(day)s is yet to come: enter it when it has been worked.",
                        day=format_date(self.env, day),
                    )
                )

    # QUERY

    @api.model
    def _milestone_day_sql(self, name, placement):
        """The day on which a milestone is reached if the job lasts, as SQL.

        :param str name: one of ``MILESTONES``
        :param SQL placement: alias of ``ips_placement``
        """
        after = MILESTONES[name]
        if not (after.years or after.months):
            return SQL("(%s.start_date + %s)", placement, after.days - 1)
        return SQL(
            """
            (%(placement)s.start_date + make_interval(months => %(months)s,
             days => %(days)s) - interval '1 day')::date
            """,
            placement=placement,
            months=after.years * 12 + after.months,
            days=after.days,
        )

    @api.model
    def _milestone_sql(self, name, placement, today):
        """Whether a milestone is reached, as SQL: what ``_compute_milestones`` says.

        :param str name: one of ``MILESTONES``
        :param SQL placement: alias of ``ips_placement``
        :param SQL today: the day in the company of the job
        """
        day = self._milestone_day_sql(name, placement)
        return SQL(
            """
            (%(placement)s.kind = 'job' AND %(placement)s.never_began IS NOT TRUE
              AND %(day)s <= %(today)s
             AND (%(placement)s.end_date IS NULL OR %(day)s <= %(placement)s.end_date)
             AND COALESCE(%(placement)s.hours_week, 0) >= %(hours)s)
            """,
            placement=placement,
            day=day,
            today=today,
            hours=MILESTONE_HOURS.get(name, 0),
        )
