"""What `script/bench leader` measures, inside `odoo shell`.

Team week of a team of ten, for its leader: the call that the screen makes.

Each pivot of the analyses over the last 12 months, with the call that the browser makes
(all groups of rows, columns and both, in one), for two readers: the leader of a team of
ten, and a deputy of all 60 teams. Beside each, in the same rounds:

- its statement: the one that read the figures, executed again by the cursor;
- the bare SQL of the same figures: written by hand against the tables, with the teams
  as plain numbers, and with the groups' names in their order. Both give the same
  figures, or the bench stops.

The limit of 1.5 times is for the leader and for the statement: what Odoo does with the
groups then (each gets a domain and a label, a tenth of a millisecond) is the same for
any model. Nobody leads sixty teams; it shows what size does.

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
    SELECT * FROM (
        SELECT {columns}, COUNT(*), {figures}
          FROM ips_employer_contact AS c {joins}
         WHERE c.state = 'done' AND c.team_id = ANY (%(teams)s)
           AND c.week_start >= %(since)s
      GROUP BY GROUPING SETS ({sets})) AS figures {names}
  ORDER BY {order}"""
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
    keys: int = 1
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
    is_limited: bool
    statement: tuple = ()
    screen: Figures = field(default_factory=Figures)
    own: Figures = field(default_factory=Figures)
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

    def execute_own(self):
        """Execute the statement that read the figures, and only that."""
        cr = self.user.env.cr
        cr.execute(*self.statement)
        cr.fetchall()

    def round(self, keep):
        """Take the three steps once."""
        env = self.user.env
        taken = {"screen": timed(env, self.ask)}
        self.statement = max(taken["screen"][1], key=lambda one: len(one[0]))
        taken["sql"] = timed(env, self.execute)
        taken["own"] = timed(env, self.execute_own)
        for name, result in taken.items() if keep else ():
            getattr(self, name).add(*result)

    def compare(self):
        """Refuse other figures than those of the bare SQL: group by group, as sets."""
        names = ["__count", *self.pivot.figures]
        found = sorted(
            tuple(round(float(group[name] or 0), 6) for name in names)
            for groups in self.found
            for group in groups
        )
        expected = sorted(
            tuple(
                round(float(number or 0), 6)
                for number in row[self.pivot.keys : self.pivot.keys + len(names)]
            )
            for row in self.expected
        )
        if found != expected:
            sys.exit(f"error: {self.pivot.title}, {self.reader}: other figures")

    @property
    def ratio(self):
        """How many times the bare SQL the statement takes."""
        return self.own.median / self.sql.median

    def report(self):
        """Print the figures."""
        rows = max(group["__count"] for groups in self.found for group in groups)
        print(f"{self.pivot.title}, {self.reader} ({rows} rows)")
        print(f"  {'pivot':30} {self.screen}")
        print(f"  {'its statement':30} {self.own}   {self.ratio:.2f} times")
        print(f"  {'bare SQL of the same figures':30} {self.sql}")

    def missed(self):
        """What of the limits was missed, in words."""
        if self.is_limited and self.ratio > PIVOT_RATIO:
            yield (
                f"{self.pivot.title}, {self.reader}: {self.ratio:.2f} times the bare "
                f"SQL, limit {PIVOT_RATIO}"
            )


def name_of(table, column):
    """A group of records, and the query for their names."""
    return column, f"SELECT id, name FROM {table}"


def plain(expression):
    """A group of plain values."""
    return expression, None


def contacts(title, row, column, figures, bare_row, bare_column, bare, joins=""):
    """A pivot of contacts with its SQL; groups get their names, in their order."""
    groups = [group for group in (bare_row, bare_column) if group]
    keys = [expression for expression, _names in groups]
    names, order = "", []
    for number, (_expression, query) in enumerate(groups):
        if query:
            names += (
                f" LEFT JOIN ({query}) AS name_{number} (id_{number}, name_{number})"
                f" ON id_{number} = key_{number}"
            )
            order.append(f"name_{number}")
        order.append(f"key_{number}")
    text = BARE_CONTACTS.format(
        columns=", ".join(f"{key} AS key_{n}" for n, key in enumerate(keys)),
        figures=bare,
        joins=joins,
        sets=", ".join(["()", *[f"({k})" for k in {*keys, ", ".join(keys)}]]),
        names=names,
        order=", ".join(order),
    )
    return Pivot(title, CONTACTS, row, column, figures, text, len(groups))


def pivots(row, row_group):
    """Those that people open: the default ones, and each kind of column once.

    :param str row: the coach for a leader; the team for whoever has sixty of them
    :param row_group: the same for the SQL by hand
    """
    counted = "SUM(c.is_counted::int)"
    month = plain("date_trunc('month', c.day)")
    place = PLACE.format(employer="c.employer_id")
    industry = "COALESCE(place.industry_id, whole.industry_id)"
    municipality = "COALESCE(place.municipality_id, whole.municipality_id)"
    quarter = "date_trunc('quarter', p.start_date)"
    return [
        contacts(
            "counted by week",
            row,
            "week_start:day",
            ["counted:sum"],
            row_group,
            plain("c.week_start"),
            counted,
        ),
        contacts(
            "shares by month",
            row,
            "month_start:month",
            ["share_in_person:avg", "share_decision_maker:avg", "duration:sum"],
            row_group,
            month,
            "AVG((c.channel = 'in_person')::int), AVG(c.decision_maker_met::int),"
            " SUM(c.duration)",
        ),
        contacts(
            "by visit",
            row,
            "visit",
            ["contacts:sum", "leads_found:sum"],
            row_group,
            plain("LEAST(COALESCE(visit.number, 0), 3)"),
            "COUNT(*), SUM((SELECT COUNT(*) FROM ips_employer_contact_lead_rel AS rel"
            " WHERE rel.contact_id = c.id))",
            VISITS,
        ),
        contacts(
            "matching wishes",
            row,
            "",
            ["client_specific:sum", "matching:sum"],
            row_group,
            None,
            f"SUM(c.is_client_specific::int), SUM({MATCHING}::int)",
        ),
        contacts(
            "industry by municipality",
            "industry_id",
            "municipality_id",
            ["counted:sum"],
            name_of("res_partner_industry", industry),
            name_of("ips_municipality", municipality),
            counted,
            place,
        ),
        contacts(
            "purpose by outcome",
            "purpose_id",
            "outcome_id",
            ["contacts:sum"],
            name_of("ips_contact_purpose", "c.purpose_id"),
            name_of("ips_contact_outcome", "c.outcome_id"),
            "COUNT(*)",
        ),
        Pivot(
            "jobs by quarter of the start",
            JOBS,
            "month_start:quarter",
            "",
            ["starts:sum", "running:sum", "reached_13_weeks:sum"],
            BARE_JOBS.format(
                columns=quarter,
                figures="COUNT(*), SUM((p.end_date IS NULL OR p.end_date >="
                " CURRENT_DATE)::int), SUM((p.hours_week >= 7 AND p.start_date + 90 <="
                " LEAST(CURRENT_DATE, p.end_date))::int)",
                joins="",
                sets=f"(), ({quarter})",
            ),
            domain=(
                ("kind", "=", "job"),
                ("week_start", ">=", "today -monday -357d"),
                ("week_start", "<=", "today"),
                ("starts", "=", 1),
            ),
        ),
        Pivot("the funnel", FUNNEL, "step", "", [], BARE_FUNNEL),
    ]


def readers(env):
    """(who, as that user, the teams, their pivots) of both readers."""
    user_name = (
        "c.user_id",
        "SELECT coach.id, person.name FROM res_users AS coach"
        " JOIN res_partner AS person ON person.id = coach.partner_id",
    )
    team_name = name_of("crm_team", "c.team_id")
    for login, who, rows in (
        (LEADER, f"leader of {TEAM} coaches", pivots("user_id", user_name)),
        (REGION, "all teams", pivots("team_id", team_name)),
    ):
        user = env["res.users"].search([("login", "=", login)])
        teams = env["crm.team"].search(
            ["|", ("user_id", "=", user.id), ("deputy_ids", "in", user.id)]
        )
        yield who, user.with_user(user), teams.ids, rows


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
        Measured(pivot, who, user, teams, since, len(teams) == 1)
        for who, user, teams, rows in people
        for pivot in rows
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
