"""script/test --upstream: Odoo's own tests with the add-on and without it."""

import json
import re
import socket
from pathlib import Path

from . import browser, databases
from .common import ADDON, ROOT, STATE, Failure, say, stream
from .odoo_env import LOG_LINE, context, run_odoo

MODULES = ("crm", "sales_team", "calendar", "portal")
#: A subtest's parameters, which follow its name, may be anything: left out.
FAILED = re.compile(r" (?:FAIL|ERROR): (?:Subtest )?(?P<test>.+?)(?= [(\[<]|$)")
#: Runs inside `odoo shell`: the tests of a module's installation, all loaded.
LOADED = Path(__file__).with_name("upstream_shell.py")
LOADED_CLOSING = re.compile(r"^UPSTREAM (\d+) tests", re.M)
CLOSING = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def main(arguments):
    """Compare the failures; the add-on must not add any."""
    from .cmd_test import drop_abandoned

    if arguments:
        say("usage: script/test --upstream")
        return 2
    with context() as ctx:
        browser.ensure()
        drop_abandoned(ctx)
        without = _baseline(ctx)
        with_addon = _run(ctx, addon=True)
    added = sorted(set(with_addon["failed"]) - set(without["failed"]))
    gone = sorted(set(without["failed"]) - set(with_addon["failed"]))
    for title, run in (("without", without), ("with", with_addon)):
        print(f"{title} {ADDON}: {len(run['failed'])} of {run['tests']} tests fail")
    for test in sorted(without["failed"]):
        remark = "only without it" if test in gone else "with and without it"
        print(f"  {remark}: {test}")
    for test in added:
        print(f"  ONLY WITH IT: {test}")
    if added:
        print(f"{len(added)} tests of Odoo fail because of {ADDON}.")
        return 1
    print(f"{ADDON} makes no test of Odoo fail.")
    return 0


def _baseline(ctx):
    """The run without the add-on, kept for this Odoo."""
    key = databases.template_name(ctx, False, ()).rsplit("_", 1)[1]
    path = STATE / f"upstream-{key}.json"
    if path.exists():
        say(f"The run without {ADDON} is known ({path.name}; remove it to repeat).")
        return json.loads(path.read_text())
    result = _run(ctx, addon=False)
    path.write_text(json.dumps(result, indent=1))
    return result


def _run(ctx, addon):
    """Run Odoo's tests on a fresh database; give the names of those that fail.

    In two passes. An update runs each module's tests as soon as that module is loaded,
    when the add-on's tables and rules are there and its code is not yet; then those of
    the finished installation. The second pass runs the first kind again with everything
    loaded, as people meet it.
    """
    from .cmd_test import fresh_database

    title = "with" if addon else "without"
    with fresh_database(ctx, demo=False, languages=()) as name:
        if addon:
            run_odoo(
                ctx, ["-d", name, "-i", ADDON], f"Installing {ADDON}", "upstream-i"
            )
        common = [f"--http-port={_free_port()}", "--max-cron-threads=0"]
        tags = ",".join(f"/{module}" for module in MODULES)
        update = ["-d", name, "-u", ",".join(MODULES), "--stop-after-init"]
        update += ["--test-tags", tags, *common]
        updated = _pass(ctx, update, title, "upstream")
        closing = CLOSING.search(updated)
        if not closing:
            raise Failure(f"Odoo's tests {title} {ADDON} were broken off.")
        shell = ["shell", "-d", name, "--no-http"]
        loaded = _pass(ctx, shell, f"{title}, all loaded,", "upstream-loaded", LOADED)
    ran = LOADED_CLOSING.search(loaded)
    if not ran:
        raise Failure(f"Odoo's tests {title} {ADDON}, all loaded, were broken off.")
    failed = set(_failed(updated))
    failed |= {f"{test} (all loaded)" for test in _failed(loaded)}
    return {"tests": int(closing[3]) + int(ran[1]), "failed": sorted(failed)}


def _pass(ctx, arguments, title, log_name, script=None):
    """Run Odoo with these arguments; give its log."""
    options = {"env": ctx.environment, "cwd": ROOT}
    if script:
        options["stdin"] = script.open(encoding="utf-8")
    _code, log_path, _tail = stream(
        ctx.command(*arguments),
        f"Odoo's own tests of {', '.join(MODULES)} {title} {ADDON} (5 minutes)",
        f"{log_name}-{title.split(',')[0]}",
        _progress,
        **options,
    )
    return log_path.read_text(errors="replace")


def _failed(text):
    """Names of the failed tests in a log of Odoo."""
    for line in text.splitlines():
        record = LOG_LINE.match(line)
        if record and record["level"] == "ERROR":
            found = FAILED.search(line)
            if found:
                yield f"{record['logger']}: {found['test']}"


def _progress(line):
    """What to show of a line: the test that starts."""
    found = re.search(r": Starting (\S+)", line)
    return found and found[1]


def _free_port():
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
