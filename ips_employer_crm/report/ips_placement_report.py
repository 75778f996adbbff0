from odoo import api, fields, models
from odoo.tools import SQL

from ..models.ips_placement import FOUND_BY, KINDS
from ..models.ips_placement_milestone import MILESTONES
from .ips_analysis import figure, share

# Columns of the job itself
OWN_COLUMNS = ["id", "company_id", "kind", "found_by", "is_permanent"]
OWN_COLUMNS += ["is_open_market", "is_subsidised"]
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

    @api.model
    def _rows_sql(self, names=None):
        """One row a job or work trial of the people within the reader's reach."""
        columns = {
            **{name: SQL.identifier("placement", name) for name in OWN_COLUMNS},
            "user_id": SQL("client.user_id"),
            "team_id": SQL("client.team_id"),
            "week_start": self._week_sql(SQL("placement.start_date")),
            "month_start": self._month_sql(SQL("placement.start_date")),
            "occupation_id": SQL(
                """
                (SELECT major.id FROM ips_occupation AS occupation
                   JOIN ips_occupation AS major
                     ON major.code = LEFT(occupation.code, 1)
                  WHERE occupation.id = placement.occupation_id)
                """
            ),
            **self._place_columns(),
            **self._figures(),
            **self._milestone_figures(),
        }
        joins = []
        if self._needs(names, "user_id", "team_id"):
            joins.append(
                SQL("LEFT JOIN ips_client AS client ON client.id = placement.client_id")
            )
        if self._needs(names, "industry_id", "municipality_id"):
            joins.append(self._employer_sql(SQL("placement.employer_id")))
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_placement AS placement %(joins)s
             WHERE placement.never_began IS NOT TRUE AND %(reach)s
            """,
            columns=self._columns_sql(columns, names),
            joins=SQL(" ").join(joins),
            reach=self.env["ips.client"]._reach_sql(SQL("placement.client_id")),
        )

    @api.model
    def _figures(self):
        """{name: SQL} of all that is added up or averaged, but for the milestones."""
        started, ended = self._started_sql(), self._ended_sql()
        many = SQL("(COALESCE(placement.hours_week, 0) >= %s)", MANY_HOURS)
        job = SQL("placement.kind = 'job' AND %s", started)
        shares = {
            "share_many_hours": (SQL("%s AND placement.hours_week > 0", job), many),
            "share_competitive": (
                job,
                SQL(
                    """
                    COALESCE(placement.is_permanent AND placement.is_open_market, FALSE)
                    """
                ),
            ),
            "share_subsidised": (job, SQL("COALESCE(placement.is_subsidised, FALSE)")),
        }
        return {
            "starts": SQL("%s::int", started),
            "ends": SQL("%s::int", ended),
            "running": SQL("(%s AND NOT %s)::int", started, ended),
            "many_hours": SQL("(%s AND %s)::int", many, started),
            "hours_week": SQL("NULLIF(placement.hours_week, 0)::float"),
            **{
                name: SQL("CASE WHEN %s THEN %s::int::float END", *share)
                for name, share in shares.items()
            },
        }

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
    def _milestone_figures(self):
        """For each milestone whether it is reached, and the share of those in time."""
        placements = self.env["ips.placement"]
        placement, today = SQL.identifier("placement"), self._today_sql()
        columns = {}
        for name in MILESTONES:
            reached = placements._milestone_sql(name, placement, today)
            day = placements._milestone_day_sql(name, placement)
            columns[name] = SQL("%s::int", reached)
            columns[name.replace("reached", "share")] = SQL(
                """
                CASE WHEN placement.kind = 'job' AND %s <= %s
                     THEN %s::int::float END
                """,
                day,
                today,
                reached,
            )
        return columns
