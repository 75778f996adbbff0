"""script/bench matching, leader and portal: a database at the size of a region."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from . import databases
from .cmd_server import sources_hash
from .common import (
    ADDON,
    ROOT,
    Failure,
    check,
    locked,
    need_space,
    run_child,
    say,
    stream,
)
from .odoo_env import run_odoo

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Bench:
    """A measurement that has a database of its own.

    ``script`` is run by `odoo shell`, once to fill and once to measure; ``filled_by``
    are the files that say with what. All lie beside this one.
    """

    database: str
    modules: str
    script: str
    filled_by: tuple[str, ...]
    space: int = 500  # megabytes


MATCHING = Bench(
    database="ips_bench_matching",
    modules=f"{ADDON},hr_recruitment_skills",
    script="bench_matching_shell.py",
    filled_by=("bench_matching_fill.py", "bench_matching_peer.py"),
)
LEADER = Bench(
    database="ips_bench_leader",
    modules=ADDON,
    script="bench_leader_shell.py",
    filled_by=("bench_leader_fill.py",),
    space=2500,
)
PORTAL = Bench(
    database="ips_bench_portal",
    modules=ADDON,
    script="bench_portal_shell.py",
    filled_by=("bench_portal_fill.py",),
)


def run(ctx, bench, name, rounds, fresh=False, strict=False):
    """Measure, on a database that is made when it is missing; give the exit code."""
    with locked(f"database-{name}", f"preparing the database {name}"):
        _prepare(ctx, bench, name, fresh)
        command, env = _shell(ctx, name, "measure")
        env |= {"BENCH_ROUNDS": str(rounds), "BENCH_STRICT": "1" if strict else ""}
        say(f"Measuring, {rounds} rounds after one to warm up ...")
        with (HERE / bench.script).open(encoding="utf-8") as script:
            return run_child(command, env=env, stdin=script)


def _prepare(ctx, bench, name, fresh):
    """Make the database, or bring it in line with the add-on."""
    facts = databases.note(ctx, name)
    if databases.exists(ctx, name) and not (facts and facts.get("bench")):
        raise Failure(
            f"The database {name} was not made by this script/bench and is left "
            "alone; name another with --db."
        )
    sources = sources_hash()
    wanted = {"bench": True, "odoo": ctx.odoo.version, "filled_by": _fill_hash(bench)}
    if facts and (fresh or any(facts.get(key) != wanted[key] for key in wanted)):
        say(f"Dropping the database {name} ...")
        databases.drop(ctx, name)
        facts = None
    wanted["sources"] = sources
    if not facts:
        _make(ctx, bench, name, wanted)
    elif facts["sources"] != sources:
        arguments = ["-d", name, "-u", ADDON]
        run_odoo(ctx, arguments, f"The add-on has changed: updating {name}", "update")
        databases.execute(ctx, "VACUUM ANALYZE", database=name)
        databases.set_note(ctx, name, **wanted)


def _make(ctx, bench, name, facts):
    """Copy the template, install and fill: minutes."""
    template = databases.template(ctx, demo=False)
    need_space(bench.space, "the database to measure on")
    with databases.making(ctx, name, template, **facts) as unfinished:
        arguments = ["-d", unfinished, "-i", bench.modules]
        arguments += databases.demo_option(False)
        run_odoo(ctx, arguments, f"Installing {bench.modules} into {name}", "install")
        command, env = _shell(ctx, unfinished, "fill")
        with (HERE / bench.script).open(encoding="utf-8") as script:
            what = f"Filling {name} (minutes)"
            result = stream(command, what, "bench-fill", env=env, stdin=script)
        check(*result, f"filling the database {name} failed")
        databases.execute(ctx, "VACUUM ANALYZE", database=unfinished)


def _shell(ctx, name, part):
    """An `odoo shell` for one part of the script: its command and environment."""
    env = ctx.environment
    env |= {"BENCH_PART": part, "PYTHONDONTWRITEBYTECODE": "1"}
    env["PYTHONPATH"] = str(ROOT / "script")  # what the script imports lies there
    return ctx.command("shell", "-d", name, "--no-http", "--log-level=error"), env


def _fill_hash(bench):
    """Changes with what the database is filled with."""
    digest = hashlib.sha256()
    for name in bench.filled_by:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()
