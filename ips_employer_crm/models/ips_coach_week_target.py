from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import weeks
from ..tools.formats import short_number
from .ips_client import JOB_SEEKER_PHASES


class IpsCoachWeek(models.Model):
    """What is due in a week, computed when read.

    The target agreed for that very week, by part time and by the share of the week
    that could be worked: without days away, company holidays and days before the coach
    started. With fewer than three job seekers, twice their number (quality criterion
    17).
    """

    _inherit = "ips.coach.week"

    worked_share = fields.Float(
        compute="_compute_target",
        help="Share of the five-day week that could be worked: without days away, "
        "company holidays and days before the coach started.",
    )
    target = fields.Float(
        compute="_compute_target",
        help="Weekly contacts x part time x share worked, as they were agreed for this "
        "week. With fewer than three job seekers: twice their number.",
    )
    has_few_job_seekers = fields.Boolean(
        compute="_compute_target",
        help="Fewer than three, so that the target follows their number.",
    )
    job_seekers = fields.Integer(
        compute="_compute_target",
        help="The coach's people in this team who looked for work on some day of the "
        "week.",
    )

    # COMPUTES

    @api.depends("absent_days", "week_start", "team_id.contact_target", "user_id")
    def _compute_target(self):
        members = self._members()
        closed = self._closed_days()
        # sudo: the coach sees the target that follows from these, not the rows
        history = (
            self.env["ips.contact.target"]
            .sudo()
            ._histories(self.team_id.ids, self.user_id.ids)
        )
        job_seekers = self._count_job_seekers()
        for week in self:
            key = (week.user_id.id, week.team_id.id)
            member = members.get(key)
            off = closed.get((week.company_id, week.week_start), set())
            if week.week_start and member and member.start_date:
                off = off | {
                    day
                    for day in weeks.workdays(week.week_start)
                    if day < member.start_date
                }
            week.worked_share = weeks.worked_share(week.absent_days, len(off))
            team_target, target, fte = history.agreed(
                week.team_id, member, week.week_start
            )
            seekers = job_seekers.get((*key, week.week_start))
            week.job_seekers = seekers or 0
            week.has_few_job_seekers = bool(
                member and seekers is not None and seekers < weeks.FEW_JOB_SEEKERS
            )
            # Whoever logs without being a coach of the team, its leader say, has no
            # target
            week.target = weeks.weekly_target(
                (target or team_target) if member else 0.0,
                fte,
                week.worked_share,
                seekers,
            )

    def _count_job_seekers(self):
        """{(user id, team id, Monday): job seekers on some day of that week}.

        By the history of phase and coach, so that a week gone by keeps its number.
        Only people of the week's own team: a leader learns nothing of another one.
        Weeks before the team kept anybody's history here have no number at all: what
        is not known lowers no target.
        """
        keys = {
            (week.user_id.id, week.team_id.id, week.week_start)
            for week in self
            if week.user_id.id and week.team_id.id and week.week_start
        }
        if not keys:
            return {}
        users, teams, mondays = zip(*keys, strict=True)
        # Read past the rules of clients: whoever may read this week, its coach or the
        # team's leader, gets the number of that coach's people in that team only
        self.env["ips.client"].flush_model(["team_id"])
        self.env["ips.client.period"].flush_model(
            ["client_id", "user_id", "phase", "date_from", "date_to"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT week.user_id, week.team_id, week.week_start,
                       count(DISTINCT seeker.id)
                  FROM unnest(%(users)s::int[], %(teams)s::int[], %(mondays)s::date[])
                       AS week (user_id, team_id, week_start)
                  LEFT JOIN LATERAL (
                    SELECT client.id
                      FROM ips_client_period AS period
                      JOIN ips_client AS client
                        ON client.id = period.client_id
                       AND client.team_id = week.team_id
                     WHERE period.user_id = week.user_id
                       AND period.phase IN %(phases)s
                       AND period.date_from < week.week_start + 7
                       AND (
                         period.date_to IS NULL
                         OR period.date_to
                            > GREATEST(week.week_start, period.date_from)
                       )
                  ) AS seeker ON TRUE
                 WHERE EXISTS (
                   SELECT FROM ips_client AS client
                     JOIN ips_client_period AS period
                       ON period.client_id = client.id
                      AND period.date_from < week.week_start + 7
                    WHERE client.team_id = week.team_id
                 )
                 GROUP BY week.user_id, week.team_id, week.week_start
                """,
                users=list(users),
                teams=list(teams),
                mondays=list(mondays),
                phases=JOB_SEEKER_PHASES,
            )
        )
        return {tuple(key): count for *key, count in rows}

    def _members(self):
        """{(user id, team id): membership}, archived ones for weeks gone by."""
        # sudo: the coach sees the target that follows from these, not the fields
        members = (
            self.env["crm.team.member"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("user_id", "in", self.user_id.ids),
                    ("crm_team_id", "in", self.team_id.ids),
                ],
                ["user_id", "crm_team_id", "fte", "contact_target", "start_date"],
                order="active, id",
            )
        )
        return {(m.user_id.id, m.crm_team_id.id): m for m in members}

    def _closed_days(self):
        """{(company, Monday): days of the working week on which it is closed}.

        From the company's working time: leaves without a resource.
        """
        closed = {}
        for company, rows in self.grouped("company_id").items():
            mondays = sorted(set(rows.mapped("week_start")) - {False})
            if not mondays:
                continue
            first, _after = company._ips_week_bounds(mondays[0])
            _first, after = company._ips_week_bounds(mondays[-1])
            # sudo: holidays are no secret; not every employee may read calendars
            leaves = (
                self.env["resource.calendar.leaves"]
                .sudo()
                .search_fetch(
                    [
                        ("resource_id", "=", False),
                        ("company_id", "in", [company.id, False]),
                        ("calendar_id", "in", [company.resource_calendar_id.id, False]),
                        ("date_from", "<", after),
                        ("date_to", ">", first),
                    ],
                    ["date_from", "date_to"],
                )
            )
            days = company._ips_days_of(
                [(leave.date_from, leave.date_to) for leave in leaves]
            )
            for monday in mondays:
                closed[company, monday] = days.intersection(weeks.workdays(monday))
        return closed

    # BUSINESS

    @api.model
    def _invalidate_targets(self):
        """Forget targets that were read before something they follow from changed."""
        self.invalidate_model(
            ["target", "worked_share", "job_seekers", "has_few_job_seekers"]
        )

    def _format_target(self):
        """The target, with one decimal where it has one."""
        self.ensure_one()
        return short_number(self.env, self.target)
