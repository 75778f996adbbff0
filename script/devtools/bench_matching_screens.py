"""What `script/bench matching` measures, inside `odoo shell`.

Four screens, each as its user and with the call that the browser makes: the list's own
columns, the first 80 rows in its order, and their number.

- A coach's people for an opening: 20 of them.
- Openings for a person, as the person's coach: 5,000.
- A leader's 200 people for 60 openings: 12,000 pairs.
- Everyone for one opening, as superuser: 40,000 people. For no user is it an everyday
  screen; it shows what the query itself costs.

Beside each, in the same rounds: the bare SQL, which is the statement that fetched these
rows, executed again by the cursor without making records of them; and the peer, which
is Odoo's own match score for as many. The peer scores 40,000 once, at the end: it takes
a quarter of a minute.

The limits are for the median and for the highest number of queries. Every step is
rolled back and starts with nothing in the ORM's cache, but with warm caches of the
registry and of the database.
"""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from devtools import bench_matching_peer as peer
from devtools.bench_figures import Figures, timed
from devtools.bench_matching_fill import LEADER, OPENINGS, PEOPLE, TEAM

MODEL = "ips.match.suggestion"
COACH = "bench-7"
CASELOAD = 20
LEADER_OPENINGS = 60
#: What the browser's lists ask for: rows of the first page, and up to where to count.
PAGE, COUNT_LIMIT = 80, 10001
MAX_QUERIES = 6


@dataclass
class Screen:
    """One screen: who asks what, what it may take in milliseconds, and its peer."""

    title: str
    user: object
    domain: list
    pairs: int
    limit: int
    peer_title: str = ""
    peer_step: Callable | None = None
    statement: tuple = ()
    screen: Figures = field(default_factory=Figures)
    sql: Figures = field(default_factory=Figures)
    peer: Figures = field(default_factory=Figures)

    def ask(self, columns):
        """Ask what the browser asks; refuse another number of pairs than expected."""
        found = self.user.env[MODEL].web_search_read(
            self.domain, columns, limit=PAGE, count_limit=COUNT_LIMIT
        )
        expected = min(self.pairs, COUNT_LIMIT)
        if found["length"] != expected:
            sys.exit(
                f"error: {self.title}: {found['length']} pairs instead of {expected}; "
                "either the add-on or the database is at fault (--fresh makes it anew)."
            )

    def execute(self):
        """Execute the statement that fetched the rows, and only that."""
        cr = self.user.env.cr
        cr.execute(*self.statement)
        cr.fetchall()

    def round(self, columns, keep):
        """Take the three steps once.

        :param bool keep: whether these are figures to keep
        """
        env = self.user.env
        seconds, statements = timed(env, partial(self.ask, columns))
        self.statement = rows_statement(env, statements)
        steps = {"sql": self.execute, "peer": self.peer_step}
        taken = {name: timed(env, step) for name, step in steps.items() if step}
        taken["screen"] = seconds, statements
        for name, result in taken.items() if keep else ():
            getattr(self, name).add(*result)

    def report(self):
        """Print the figures."""
        print(f"{self.title} ({self.pairs} pairs, the first {min(self.pairs, PAGE)})")
        limits = f"   limits {self.limit} ms, {MAX_QUERIES} queries"
        print(f"  {'screen':42} {self.screen}{limits}")
        print(f"  {'bare SQL of the same rows':42} {self.sql}")
        if self.peer_step:
            print(f"  {self.peer_title:42} {self.peer}")

    def missed(self):
        """What of the limits was missed, in words."""
        if self.screen.median > self.limit:
            yield f"{self.title}: {self.screen.median:.0f} ms, limit {self.limit} ms"
        if self.screen.queries > MAX_QUERIES:
            yield f"{self.title}: {self.screen.queries} queries, limit {MAX_QUERIES}"


def rows_statement(env, statements):
    """The statement that fetched the rows of a screen."""
    table = f'"{env[MODEL]._table}"."score"'
    found = [
        (query, params)
        for query, params in statements
        if table in query and not query.startswith("SELECT COUNT")
    ]
    return max(found, key=lambda statement: len(statement[0]))


def list_columns(env):
    """What the list asks for, as the browser says it."""
    arch = etree.fromstring(env[MODEL].get_view(view_type="list")["arch"])
    names = arch.xpath("//field[not(@column_invisible)]/@name")
    label = {"fields": {"display_name": {}}}
    return {
        name: label if env[MODEL]._fields[name].type == "many2one" else {}
        for name in map(str, names)
    }


def screens(env):
    """The four screens."""
    users = env["res.users"]
    coach = users.search([("login", "=", COACH)])
    leader = users.search([("login", "=", LEADER)])
    openings = env["crm.lead"].search(
        [("name", "=like", "Bench opening %")], limit=LEADER_OPENINGS, order="id"
    )
    # One that asks for everything takes the longest to compare
    lists = ("condition_ids", "licence_ids", "language_ids")
    opening = openings.filtered(lambda lead: all(lead[name] for name in lists))[0]
    client = env["ips.client"].search([("user_id", "=", coach.id)], limit=1, order="id")
    coach, leader = coach.with_user(coach), leader.with_user(leader)
    team = TEAM * CASELOAD
    return [
        Screen(
            title="a coach's people for an opening",
            user=coach,
            domain=[("lead_id", "=", opening.id)],
            pairs=CASELOAD,
            limit=60,
            peer_title=f"peer: score of {CASELOAD} applicants for a job",
            peer_step=partial(peer.score_applicants, env, CASELOAD),
        ),
        Screen(
            title="openings for a person",
            user=coach,
            domain=[("client_id", "=", client.id)],
            pairs=OPENINGS,
            limit=80,
            peer_title=f"peer: score of {peer.JOBS} jobs for an applicant",
            peer_step=partial(peer.score_jobs, env, peer.JOBS),
        ),
        Screen(
            title=f"a leader's {team} people for {LEADER_OPENINGS} openings",
            user=leader,
            domain=[("lead_id", "in", openings.ids)],
            pairs=team * LEADER_OPENINGS,
            limit=300,
            peer_title=f"peer: score of {team} applicants for a job",
            peer_step=partial(peer.score_applicants, env, team),
        ),
        Screen(
            title="everyone for one opening, as superuser",
            user=env.user,
            domain=[("lead_id", "=", opening.id)],
            pairs=PEOPLE,
            limit=300,
        ),
    ]


def run(env, rounds):
    """Measure and print; give what of the limits was missed."""
    columns = list_columns(env)
    measured = screens(env)
    for number in range(rounds + 1):
        for screen in measured:
            screen.round(columns, keep=number > 0)
        if not number:  # the first round fills the caches, which stay
            gc.freeze()
    for screen in measured:
        screen.report()
    seconds, statements = timed(env, partial(peer.score_applicants, env, PEOPLE))
    print(
        f"  {f'peer: score of {PEOPLE} applicants for a job':42} "
        f"once {seconds * 1000:10.1f} ms{'':22}queries {len(statements)}"
    )
    missed = [text for screen in measured for text in screen.missed()]
    for text in missed:
        print(f"missed: {text}")
    if not missed:
        print("within the limits")
    return missed
