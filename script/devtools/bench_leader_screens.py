"""What `script/bench leader` measures, inside `odoo shell`.

Team week of a team of ten, for its leader: the call that the screen makes.

Each pivot of the analyses over the last 12 months, with the call that the browser makes
(all groups of rows, columns and both, in one), for two readers: the leader of a team of
ten, and a deputy of all 60 teams. Beside each, in the same rounds, the bare SQL of the
same figures: written by hand against the tables, with the teams as plain numbers. Both
give the same figures, or the bench stops.

Every step is rolled back and starts with nothing in the ORM's cache, but with warm
caches of the registry and of the database.
"""

import gc
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from devtools.bench_figures import Figures, timed
from devtools.bench_leader_fill import LEADER, REGION, TEAM

TEAM_WEEK_MS, TEAM_WEEK_QUERIES = 300, 15
#: How much slower a pivot may be than the bare SQL.
PIVOT_RATIO = 1.5
CONTACTS, JOBS, FUNNEL = (
    f"ips.{name}.report" for name in ("contact", "placement", "funnel")
)
BARE_CONTACTS = """
    SELECT {columns}, COUNT(*), {figures}
      FROM ips_employer_contact AS c {joins}
     WHERE c.state = 'done' AND c.team_id = ANY (%(teams)s)
       AND c.week_start >= %(since)s
  GROUP BY GROUPING SETS ({sets})"""
BARE_JOBS = """
    SELECT {columns}, COUNT(*), {figures}
      FROM ips_placement AS p
      JOIN ips_client AS client ON client.id = p.client_id {joins}
     WHERE client.team_id = ANY (%(teams)s) AND p.kind = 'job'
       AND p.start_date >= %(since)s AND p.start_date <= CURRENT_DATE
  GROUP BY GROUPING SETS ({sets})"""
PLACE = """
      LEFT JOIN res_partner AS place ON place.id = {employer}
      LEFT JOIN res_partner AS whole ON whole.id = place.parent_id"""
# Of all visits of a company, ranked: what a person would write
VISITS = """
      LEFT JOIN (SELECT id, ROW_NUMBER() OVER (
                            PARTITION BY company_partner_id ORDER BY date, id) AS number
                   FROM ips_employer_contact
                  WHERE state = 'done' AND channel = 'in_person'
                    AND company_partner_id IN (
                        SELECT company_partner_id FROM ips_employer_contact
                         WHERE state = 'done' AND team_id = ANY (%(teams)s)
                           AND week_start >= %(since)s)) AS visit
        ON visit.id = c.id"""
MATCHING = """EXISTS (SELECT FROM ips_employer_contact_client AS line
                       JOIN ips_client AS client ON client.id = line.client_id
                      WHERE line.contact_id = c.id AND line.matches_wishes = 'yes'
                        AND client.team_id = ANY (%(teams)s))"""
BARE_FUNNEL = """
    SELECT step, COUNT(*) FROM (
        SELECT 1 AS step FROM ips_employer_contact AS c
         WHERE c.state = 'done' AND c.team_id = ANY (%(teams)s)
           AND c.week_start >= %(since)s
     UNION ALL
        SELECT 2 FROM (
            SELECT DISTINCT ON (rel.lead_id) c.team_id, c.week_start
              FROM ips_employer_contact_lead_rel AS rel
              JOIN ips_employer_contact AS c ON c.id = rel.contact_id
             WHERE c.state = 'done' AND rel.lead_id IN (
                   SELECT found.lead_id FROM ips_employer_contact_lead_rel AS found
                     JOIN ips_employer_contact AS c ON c.id = found.contact_id
                    WHERE c.state = 'done' AND c.team_id = ANY (%(teams)s)
                      AND c.week_start >= %(since)s)
          ORDER BY rel.lead_id, c.date, c.id) AS first
         WHERE team_id = ANY (%(teams)s) AND week_start >= %(since)s
     UNION ALL
        SELECT step FROM ips_match AS m
          JOIN ips_client AS client ON client.id = m.client_id
    CROSS JOIN LATERAL (VALUES (3, m.introduced_on), (4, m.interviewed_on))
               AS event (step, day)
         WHERE client.team_id = ANY (%(teams)s) AND event.day >= %(since)s
     UNION ALL
        SELECT step FROM ips_placement AS p
          JOIN ips_client AS client ON client.id = p.client_id
    CROSS JOIN LATERAL (VALUES
               (5, p.start_date, TRUE),
               (6, p.start_date + 90, p.hours_week >= 7 AND
                   (p.end_date IS NULL OR p.end_date >= p.start_date + 90))
               ) AS event (step, day, holds)
         WHERE client.team_id = ANY (%(teams)s) AND p.kind = 'job' AND event.holds
           AND event.day >= %(since)s AND event.day <= CURRENT_DATE
    ) AS steps
  GROUP BY GROUPING SETS ((), (step))"""


@dataclass
class Pivot:
    """One pivot, and the bare SQL of the same figures.

    ``row`` and ``column`` are groups of the browser's; ``figures`` are its measures.
    """

    title: str
    model: str
    row: str
    column: str
    figures: list
    bare: str
    domain: tuple = (("week_start", ">=", "today -monday -357d"),)

    def sets(self):
        """Groups of rows, of columns and of both, as the browser asks for them."""
        one = [[], [self.row]]
        both = [*one, [self.column], [self.row, self.column]]
        return both if self.column else one


@dataclass
class Measured:
    """A pivot as somebody reads it."""

    pivot: Pivot
    reader: str
    user: object
    teams: list
    since: date
    screen: Figures = field(default_factory=Figures)
    sql: Figures = field(default_factory=Figures)
    found: list = None
    expected: list = None

    def ask(self):
        """Ask what the browser asks."""
        self.found = self.user.env[self.pivot.model].formatted_read_grouping_sets(
            list(self.pivot.domain), self.pivot.sets(), ["__count", *self.pivot.figures]
        )

    def execute(self):
        """Execute the SQL by hand."""
        cr = self.user.env.cr
        cr.execute(self.pivot.bare, {"teams": self.teams, "since": self.since})
        self.expected = cr.fetchall()

    def round(self, keep):
        """Take both steps once."""
        env = self.user.env
        for step, figures in ((self.execute, self.sql), (self.ask, self.screen)):
            taken = timed(env, step)
            if keep:
                figures.add(*taken)

    def compare(self):
        """Refuse other figures than those of the bare SQL: group by group, as sets."""
        names = ["__count", *self.pivot.figures]
        found = sorted(
            tuple(round(float(group[name] or 0), 6) for name in names)
            for groups in self.found
            for group in groups
        )
        expected = sorted(
            tuple(round(float(number or 0), 6) for number in row[-len(names) :])
            for row in self.expected
        )
        if found != expected:
            sys.exit(f"error: {self.pivot.title}, {self.reader}: other figures")

    @property
    def ratio(self):
        """How many times the bare SQL."""
        return self.screen.median / self.sql.median

    def report(self):
        """Print the figures."""
        rows = max(group["__count"] for groups in self.found for group in groups)
        print(f"{self.pivot.title}, {self.reader} ({rows} rows)")
        print(f"  {'pivot':30} {self.screen}   {self.ratio:.2f} times")
        print(f"  {'bare SQL of the same figures':30} {self.sql}")

    def missed(self):
        """What of the limits was missed, in words."""
        if self.ratio > PIVOT_RATIO:
            yield (
                f"{self.pivot.title}, {self.reader}: {self.ratio:.2f} times the bare "
                f"SQL, limit {PIVOT_RATIO}"
            )


def contacts(title, row, column, figures, bare_row, bare_column, bare, joins=""):
    """A pivot of contacts with its SQL."""
    columns = ", ".join(filter(None, (bare_row, bare_column)))
    one = f"(), ({bare_row})"
    sets = one + (f", ({bare_column}), ({columns})" if bare_column else "")
    text = BARE_CONTACTS.format(columns=columns, figures=bare, joins=joins, sets=sets)
    return Pivot(title, CONTACTS, row, column, figures, text)


def pivots():
    """Those that people open: the default ones, and each kind of column once."""
    counted = "SUM(c.is_counted::int)"
    month = "date_trunc('month', c.day)"
    place = PLACE.format(employer="c.employer_id")
    return [
        contacts(
            "counted by coach and week",
            "user_id",
            "week_start:day",
            ["counted:sum"],
            "c.user_id",
            "c.week_start",
            counted,
        ),
        contacts(
            "shares by coach and month",
            "user_id",
            "month_start:month",
            ["share_in_person:avg", "share_decision_maker:avg", "duration:sum"],
            "c.user_id",
            month,
            "AVG((c.channel = 'in_person')::int), AVG(c.decision_maker_met::int),"
            " SUM(c.duration)",
        ),
        contacts(
            "which visit by coach",
            "visit",
            "user_id",
            ["contacts:sum", "leads_found:sum"],
            "LEAST(COALESCE(visit.number, 0), 3)",
            "c.user_id",
            "COUNT(*), SUM((SELECT COUNT(*) FROM ips_employer_contact_lead_rel AS rel"
            " WHERE rel.contact_id = c.id))",
            VISITS,
        ),
        contacts(
            "wishes by coach",
            "user_id",
            "",
            ["client_specific:sum", "matching:sum"],
            "c.user_id",
            "",
            f"SUM(c.is_client_specific::int), SUM({MATCHING}::int)",
        ),
        contacts(
            "industry by municipality",
            "industry_id",
            "municipality_id",
            ["counted:sum"],
            "COALESCE(place.industry_id, whole.industry_id)",
            "COALESCE(place.municipality_id, whole.municipality_id)",
            counted,
            place,
        ),
        contacts(
            "purpose by outcome",
            "purpose_id",
            "outcome_id",
            ["contacts:sum"],
            "c.purpose_id",
            "c.outcome_id",
            "COUNT(*)",
        ),
        Pivot(
            "jobs by quarter of the start",
            JOBS,
            "month_start:quarter",
            "",
            ["starts:sum", "running:sum", "reached_13_weeks:sum"],
            BARE_JOBS.format(
                columns="date_trunc('quarter', p.start_date)",
                figures="COUNT(*), SUM((p.end_date IS NULL OR p.end_date >="
                " CURRENT_DATE)::int), SUM((p.hours_week >= 7 AND p.start_date + 90 <="
                " LEAST(CURRENT_DATE, p.end_date))::int)",
                joins="",
                sets="(), (date_trunc('quarter', p.start_date))",
            ),
            (
                ("kind", "=", "job"),
                ("week_start", ">=", "today -monday -357d"),
                ("week_start", "<=", "today"),
                ("starts", "=", 1),
            ),
        ),
        Pivot("the funnel", FUNNEL, "step", "", [], BARE_FUNNEL),
    ]


def readers(env):
    """(who, as that user, the teams) of both readers."""
    for login, who in ((LEADER, f"leader of {TEAM} coaches"), (REGION, "all teams")):
        user = env["res.users"].search([("login", "=", login)])
        teams = env["crm.team"].search(
            ["|", ("user_id", "=", user.id), ("deputy_ids", "in", user.id)]
        )
        yield who, user.with_user(user), teams.ids


def team_week(user):
    """The call of the screen; refuse another number of coaches than expected."""
    payload = user.env["ips.coach.week"].get_team_week()
    if len(payload["coaches"]) != TEAM:
        sys.exit(f"error: {len(payload['coaches'])} coaches instead of {TEAM}")


def run(env, rounds):
    """Measure and print; give what of the limits was missed."""
    people = list(readers(env))
    today = env.company._ips_today()
    since = today - timedelta(days=today.weekday() + 357)
    measured = [
        Measured(pivot, who, user, teams, since)
        for who, user, teams in people
        for pivot in pivots()
    ]
    leader, week = people[0][1], Figures()
    for number in range(rounds + 1):
        taken = timed(leader.env, partial(team_week, leader))
        if number:
            week.add(*taken)
        for one in measured:
            one.round(keep=number > 0)
        if not number:  # the first round fills the caches, which stay
            for one in measured:
                one.compare()
            gc.freeze()
    print(f"Team week of {TEAM} coaches")
    limits = f"   limits {TEAM_WEEK_MS} ms, {TEAM_WEEK_QUERIES} queries"
    print(f"  {'screen':30} {week}{limits}")
    for one in measured:
        one.report()
    missed = [text for one in measured for text in one.missed()]
    if week.median > TEAM_WEEK_MS:
        missed.append(f"Team week: {week.median:.0f} ms, limit {TEAM_WEEK_MS} ms")
    if week.queries > TEAM_WEEK_QUERIES:
        missed.append(f"Team week: {week.queries} queries, limit {TEAM_WEEK_QUERIES}")
    for text in missed:
        print(f"missed: {text}")
    if not missed:
        print("within the limits")
    return missed
