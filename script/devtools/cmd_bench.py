"""script/bench: how long the server works for what coaches do most, beside a peer.

Runs on a database that has the add-on and its demo data. Each round does every step
once, on a warm cache and rolled back, so that a slow moment of the machine falls on all
of them alike. The peer is Odoo's own: making a lead through its form's call.
"""

import argparse
from pathlib import Path

from . import databases
from .common import Failure, run_child
from .odoo_env import DEFAULT_DATABASE, context

#: Runs inside `odoo shell`, which gives it `env`.
SCRIPT = Path(__file__).with_name("bench_shell.py")


def main(arguments):
    """Print the medians."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--db", default=DEFAULT_DATABASE)
    parser.add_argument("--rounds", type=int, default=30)
    chosen = parser.parse_args(arguments)
    with context() as ctx:
        if not databases.exists(ctx, chosen.db):
            raise Failure(
                f"There is no database {chosen.db} yet: run script/server --init-only."
            )
        command = ctx.command(
            "shell", "-d", chosen.db, "--no-http", "--log-level=error"
        )
        env = {**ctx.environment, "BENCH_ROUNDS": str(chosen.rounds)}
        with SCRIPT.open(encoding="utf-8") as script:
            return run_child(command, env=env, stdin=script)
