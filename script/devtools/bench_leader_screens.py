"""What `script/bench leader` measures, inside `odoo shell`.

Team week of a team of ten, for its leader: the call that the screen makes.

Each pivot of the analyses over the last 12 months, with the call that the browser makes
(all groups of rows, columns and both, in one), for two readers: the leader of a team of
ten, and a deputy of all 60 teams. Beside each, in the same rounds:

- its statements: the one that read the figures and, of contacts, the one before it that
  found the reader's teams; executed again by the cursor;
- the bare SQL of the same figures (`bench_leader_pivots.py`): of the same rows, in the
  same groups and in the same order. Both give the same, or the bench stops.

The limit of 1.5 times is for the leader and for the statements: what Odoo does with the
groups then (each gets a domain and a label, a tenth of a millisecond) is the same for
any model. Nobody leads sixty teams; it shows what size does.

Every step is rolled back and starts with nothing in the ORM's cache, but with warm
caches of the registry and of the database.
"""

import gc
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial

from devtools.bench_figures import Figures, timed
from devtools.bench_leader_fill import LEADER, REGION, TEAM
from devtools.bench_leader_pivots import COACHES, TEAMS, Pivot, pivots

TEAM_WEEK_MS, TEAM_WEEK_QUERIES = 300, 15
#: How much slower a pivot may be than the bare SQL.
PIVOT_RATIO = 1.5


def comparable(row):
    """Keys and figures of a group, of Odoo's or the database's, as texts."""
    values = []
    for value in row:
        if isinstance(value, tuple | list):  # a record or a day, with its label
            value = value[0]
        if isinstance(value, float | Decimal):
            value = round(float(value), 6)
        # A step is its number there, and no value is None or False
        values.append(str(value or 0).split("_")[0].removesuffix(".0"))
    return values


@dataclass
class Measured:
    """A pivot as somebody reads it."""

    pivot: Pivot
    reader: str
    user: object
    values: dict
    is_limited: bool
    statements: list = ()
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
        cr.execute(self.pivot.bare, self.values)
        self.expected = cr.fetchall()

    def execute_own(self):
        """Execute the statements that read the figures, and only these."""
        cr = self.user.env.cr
        for statement in self.statements:
            cr.execute(*statement)
            cr.fetchall()

    def round(self, keep):
        """Take the screen once, and the other two in turn: often where it is limited.

        They take few milliseconds then, and what else the machine does shows in them.
        """
        env = self.user.env
        taken = [(self.screen, timed(env, self.ask))]
        self.statements = [
            one
            for one in taken[0][1][1]
            if "GROUPING SETS" in one[0] or "crm_team_deputy_rel" in one[0]
        ]
        for _time in range(5 if self.is_limited else 1):
            taken.append((self.sql, timed(env, self.execute)))
            taken.append((self.own, timed(env, self.execute_own)))
        for figures, result in taken if keep else ():
            figures.add(*result)

    def compare(self):
        """Refuse other groups, figures or another order than those of the bare SQL."""
        names = ["__count", *self.pivot.figures]
        groupbys = self.pivot.groupbys
        expected = {}
        for level, *row in self.expected:
            expected.setdefault(level, []).append(comparable(row))
        for groupby, groups in zip(self.pivot.sets(), self.found, strict=True):
            # As PostgreSQL has it: a bit for each that is not grouped by
            level = sum(
                2**bit
                for bit, name in enumerate(reversed(groupbys))
                if name not in groupby
            )
            found = [
                comparable([group.get(name) for name in [*groupbys, *names]])
                for group in groups
            ]
            if found != expected.get(level):
                title = f"{self.pivot.title}, {self.reader}, by {groupby or 'nothing'}"
                sys.exit(f"error: {title}: other groups than those of the bare SQL")

    @property
    def ratio(self):
        """How many times the bare SQL the statement takes."""
        return self.own.median / self.sql.median

    def report(self):
        """Print the figures."""
        rows = max(group["__count"] for groups in self.found for group in groups)
        print(f"{self.pivot.title}, {self.reader} ({rows} rows)")
        print(f"  {'pivot':30} {self.screen}")
        print(f"  {'its statements':30} {self.own}   {self.ratio:.2f} times")
        print(f"  {'bare SQL of the same figures':30} {self.sql}")

    def missed(self):
        """What of the limits was missed, in words."""
        if self.is_limited and self.ratio > PIVOT_RATIO:
            yield (
                f"{self.pivot.title}, {self.reader}: {self.ratio:.2f} times the bare "
                f"SQL, limit {PIVOT_RATIO}"
            )


def readers(env):
    """(who, as that user, what their SQL is given, their pivots) of both readers."""
    today = env.company._ips_today()
    for login, who, rows in (
        (LEADER, f"leader of {TEAM} coaches", pivots("user_id", COACHES)),
        (REGION, "all teams", pivots("team_id", TEAMS)),
    ):
        user = env["res.users"].search([("login", "=", login)])
        teams = env["crm.team"].search(
            ["|", ("user_id", "=", user.id), ("deputy_ids", "in", user.id)]
        )
        covers = env["ips.client.cover"].search(
            [("user_id", "=", user.id), ("is_in_force", "=", True)]
        )
        values = {
            "uid": user.id,
            "teams": teams.ids,
            "covered": covers.client_id.ids,
            "companies": user.company_ids.ids,
            "today": today,
            "since": today - timedelta(days=today.weekday() + 357),
        }
        yield who, user.with_user(user), values, rows


def team_week(user):
    """The call of the screen; refuse another number of coaches than expected."""
    payload = user.env["ips.coach.week"].get_team_week()
    if len(payload["coaches"]) != TEAM:
        sys.exit(f"error: {len(payload['coaches'])} coaches instead of {TEAM}")


def run(env, rounds):
    """Measure and print; give what of the limits was missed."""
    people = list(readers(env))
    measured = [
        Measured(pivot, who, user, values, len(values["teams"]) == 1)
        for who, user, values, rows in people
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
