from odoo import api, fields, models
from odoo.tools import SQL

from ..models.ips_placement import FOUND_BY, KINDS
from ..models.ips_placement_milestone import MILESTONES
from .ips_analysis import figure, share

# Hours a week from which on research counts a job apart (domain 3.3, S32 and S34)
MANY_HOURS = 20


class IpsPlacementReport(models.Model):
    """Analysis of jobs held and work trials: one row for each.

    No client and no employer: in a small workplace its name would name the person. The
    same readers as the job itself: coaches for the own caseload as it is today and
    whom they cover, leader and deputies for their team. So few rows in a group tell
    nobody more than they may read already. By coach it is told to leaders alone.

    A job starts, runs and ends by its dates: ``starts`` is ``running`` plus ``ends``.
    Milestones are those of ``ips_placement_milestone.py``, in one definition; a share
    is of the jobs that are old enough to have reached it. Work trials reach none and
    are in no share.
    """

    _name = "ips.placement.report"
    _description = "Analysis of Jobs"
    _inherit = ["ips.analysis"]
    _auto = False
    _order = "month_start desc, id desc"

    # Dimensions
    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        readonly=True,
        groups="ips_employer_crm.group_ips_leader",
    )
    week_start = fields.Date(string="Week of the Start")
    month_start = fields.Date(string="Month of the Start")
    kind = fields.Selection(KINDS, readonly=True)
    occupation_id = fields.Many2one(
        "ips.occupation", string="Major Group of Occupations", readonly=True
    )
    found_by = fields.Selection(FOUND_BY, string="How It Was Found", readonly=True)
    is_permanent = fields.Boolean(string="Permanent", readonly=True)
    is_open_market = fields.Boolean(string="Open Labour Market", readonly=True)
    is_subsidised = fields.Boolean(string="Subsidised", readonly=True)

    # Figures (domain 6)
    starts = figure("Started")
    ends = figure("Ended")
    running = figure("Running Now")
    reached_13_weeks = figure("Lasted 13 Weeks", help="At 7 hours a week or more.")
    reached_90_days = figure("Lasted 90 Days")
    reached_26_weeks = figure("Lasted 26 Weeks")
    reached_12_months = figure("Lasted 12 Months")
    many_hours = figure("20 Hours a Week or More")
    hours_week = fields.Float(
        string="Hours a Week",
        aggregator="avg",
        readonly=True,
        help="Mean of the jobs whose hours are stated.",
    )
    share_13_weeks = share("Share That Lasted 13 Weeks")
    share_90_days = share("Share That Lasted 90 Days")
    share_26_weeks = share("Share That Lasted 26 Weeks")
    share_12_months = share("Share That Lasted 12 Months")
    share_many_hours = share(
        "Share of 20 Hours or More", help="Of the jobs whose hours are stated."
    )
    share_competitive = share(
        "Share Permanent on the Open Market",
        help="Of the jobs that have started (quality criterion 21).",
    )
    share_subsidised = share("Share Subsidised")

    _depends = {
        "ips.placement": [
            *["client_id", "company_id", "employer_id", "occupation_id", "kind"],
            *["start_date", "end_date", "hours_week", "found_by"],
            *["is_open_market", "is_permanent", "is_subsidised", "never_began"],
        ],
        "ips.occupation": ["code"],
        "res.partner": ["industry_id", "municipality_id", "parent_id"],
        "crm.team": ["user_id", "deputy_ids"],
        "ips.client": ["user_id", "team_id", "company_id"],
        "ips.client.cover": ["client_id", "user_id", "date_from", "date_to"],
    }

    # QUERY

    @property
    def _table_query(self):
        """One row a job or work trial of the people within the reader's reach."""
        return SQL(
            """
            SELECT placement.id,
                   client.user_id,
                   client.team_id,
                   placement.company_id,
                   %(week)s AS week_start,
                   %(month)s AS month_start,
                   %(place)s,
                   (SELECT major.id FROM ips_occupation AS occupation
                      JOIN ips_occupation AS major
                        ON major.code = LEFT(occupation.code, 1)
                     WHERE occupation.id = placement.occupation_id) AS occupation_id,
                   placement.kind,
                   placement.found_by,
                   placement.is_permanent,
                   placement.is_open_market,
                   placement.is_subsidised,
                   %(started)s::int AS starts,
                   %(ended)s::int AS ends,
                   (%(started)s AND NOT %(ended)s)::int AS running,
                   (%(many)s AND %(started)s)::int AS many_hours,
                   NULLIF(placement.hours_week, 0)::float AS hours_week,
                   CASE WHEN %(job)s AND placement.hours_week > 0
                        THEN %(many)s::int::float END AS share_many_hours,
                   CASE WHEN %(job)s
                        THEN COALESCE(placement.is_permanent AND
                                      placement.is_open_market, FALSE)::int::float
                        END AS share_competitive,
                   CASE WHEN %(job)s
                        THEN COALESCE(placement.is_subsidised, FALSE)::int::float
                        END AS share_subsidised,
                   %(milestones)s
              FROM ips_placement AS placement
         LEFT JOIN ips_client AS client ON client.id = placement.client_id
                   %(employer)s
             WHERE placement.never_began IS NOT TRUE AND %(reach)s
            """,
            week=self._week_sql(SQL("placement.start_date")),
            month=self._month_sql(SQL("placement.start_date")),
            place=self._place_sql(),
            started=self._started_sql(),
            ended=self._ended_sql(),
            job=SQL("(placement.kind = 'job' AND %s)", self._started_sql()),
            many=SQL("(COALESCE(placement.hours_week, 0) >= %s)", MANY_HOURS),
            milestones=self._milestones_sql(),
            employer=self._employer_sql(SQL("placement.employer_id")),
            reach=self.env["ips.client"]._reach_sql(SQL("placement.client_id")),
        )

    @api.model
    def _today_sql(self):
        return self.env["res.company"]._ips_today_sql(SQL("placement.company_id"))

    @api.model
    def _started_sql(self):
        return SQL("(placement.start_date <= %s)", self._today_sql())

    @api.model
    def _ended_sql(self):
        """Its last day has passed."""
        return SQL("(COALESCE(placement.end_date < %s, FALSE))", self._today_sql())

    @api.model
    def _milestones_sql(self):
        """For each milestone whether it is reached, and the share of those in time."""
        placements = self.env["ips.placement"]
        placement, today = SQL.identifier("placement"), self._today_sql()
        columns = []
        for name in MILESTONES:
            reached = placements._milestone_sql(name, placement, today)
            day = placements._milestone_day_sql(name, placement)
            columns.append(
                SQL(
                    """
                    %(reached)s::int AS %(name)s,
                    CASE WHEN placement.kind = 'job' AND %(day)s <= %(today)s
                         THEN %(reached)s::int::float END AS %(share)s
                    """,
                    reached=reached,
                    name=SQL.identifier(name),
                    day=day,
                    today=today,
                    share=SQL.identifier(name.replace("reached", "share")),
                )
            )
        return SQL(", ").join(columns)
