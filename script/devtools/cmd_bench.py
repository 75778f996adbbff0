"""script/bench: how long the server works for what coaches do, beside a peer.

`script/bench` (or `script/bench log`) runs on a database that has the add-on and its
demo data. Each round does every step once, on a warm cache and rolled back, so that a
slow moment of the machine falls on all of them alike. The peer is Odoo's own: making a
lead through its form's call.

`script/bench matching` makes a database of its own at the size of a region (2,000
coaches, 40,000 people, 120,000 wishes, 5,000 openings), keeps it for the next run and
updates it when the add-on has changed. It measures four screens of suggestions in the
same manner: a coach's people for an opening, openings for a person, a leader's 200
people for 60 openings, and everyone for one opening. Each has a limit for the median
and for the number of queries, and beside it the bare SQL of the same rows and Odoo's
own match score (hr_recruitment_skills) of as many.

`script/bench leader` does so with 1,000,000 employer contacts of 600 coaches in four
years, their weeks, people, openings and jobs. It measures the Team week of a team of
ten, and each pivot of the analyses over the last 12 months, for that team's leader and
for a deputy of all 60 teams. Team week has limits for the median and for the number of
queries; each pivot is measured beside the bare SQL of the same figures, written by
hand, and its limit is 1.5 times that.

`script/bench portal` makes one large company with 10,000 visits and 1,000 openings and
asks for each page of its HR as the web server answers it: 300 ms at most, beside a page
of Odoo's own.
"""

import argparse
import re
from pathlib import Path

from . import bench_database, databases
from .common import Failure, run_child
from .odoo_env import DEFAULT_DATABASE, context

#: Runs inside `odoo shell`, which gives it `env`.
SCRIPT = Path(__file__).with_name("bench_shell.py")
#: Those with a database of their own.
BENCHES = {
    "matching": bench_database.MATCHING,
    "leader": bench_database.LEADER,
    "portal": bench_database.PORTAL,
}
#: What a database that is made here may be called.
DATABASE_NAME = r"[a-z][a-z0-9_-]{0,40}"


def options(arguments):
    """The command line; without a subcommand it is `log`."""
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=("log", *BENCHES), default="log")
    names = ", ".join(f"{what}: {bench.database}" for what, bench in BENCHES.items())
    parser.add_argument("--db", help=f"default: {DEFAULT_DATABASE}; {names}")
    parser.add_argument("--rounds", type=int, default=30, help="default: 30")
    large = parser.add_argument_group("not for log")
    large.add_argument(
        "--fresh",
        action="store_true",
        help="make the database anew first (after a change of what the add-on stores)",
    )
    large.add_argument(
        "--strict", action="store_true", help="exit with 1 when a limit is missed"
    )
    chosen = parser.parse_args(arguments)
    if chosen.rounds < 1:
        parser.error("--rounds: at least 1")
    if chosen.what == "log" and (chosen.fresh or chosen.strict):
        parser.error("--fresh and --strict are not for log")
    bench = BENCHES.get(chosen.what)
    chosen.db = chosen.db or (bench.database if bench else DEFAULT_DATABASE)
    if bench and not re.fullmatch(DATABASE_NAME, chosen.db):
        parser.error("--db: small letters, digits, _ and -, a letter first")
    return chosen


def main(arguments):
    """Print the medians."""
    chosen = options(arguments)
    with context() as ctx:
        bench = BENCHES.get(chosen.what)
        if bench:
            return bench_database.run(
                ctx, bench, chosen.db, chosen.rounds, chosen.fresh, chosen.strict
            )
        return _log(ctx, chosen)


def _log(ctx, chosen):
    """Measure what coaches do most, on the demo data."""
    if not databases.exists(ctx, chosen.db):
        raise Failure(
            f"There is no database {chosen.db} yet: run script/server --init-only."
        )
    command = ctx.command("shell", "-d", chosen.db, "--no-http", "--log-level=error")
    env = {**ctx.environment, "BENCH_ROUNDS": str(chosen.rounds)}
    with SCRIPT.open(encoding="utf-8") as script:
        return run_child(command, env=env, stdin=script)
