"""script/test --upstream: Odoo's own tests with the add-on and without it."""

import json
import re
import socket

from . import browser, databases
from .common import ADDON, ROOT, STATE, Failure, say, stream
from .odoo_env import LOG_LINE, context, run_odoo

MODULES = ("crm", "sales_team", "calendar", "portal")
#: A subtest's parameters, which follow its name, may be anything: left out.
FAILED = re.compile(r" (?:FAIL|ERROR): (?:Subtest )?(?P<test>.+?)(?= [(\[<]|$)")
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
    """Run Odoo's tests on a fresh database; give the names of those that fail."""
    from .cmd_test import fresh_database

    title = "with" if addon else "without"
    with fresh_database(ctx, demo=False, languages=()) as name:
        if addon:
            run_odoo(
                ctx, ["-d", name, "-i", ADDON], f"Installing {ADDON}", "upstream-i"
            )
        tags = ",".join(f"/{module}" for module in MODULES)
        command = ctx.command("-d", name, "-u", ",".join(MODULES), "--stop-after-init")
        command += ["--test-tags", tags, f"--http-port={_free_port()}"]
        command += ["--max-cron-threads=0"]
        code, log_path, _tail = stream(
            command,
            f"Odoo's own tests of {', '.join(MODULES)} {title} {ADDON} (5 minutes)",
            f"upstream-{title}",
            _progress,
            env=ctx.environment,
            cwd=ROOT,
        )
    text = log_path.read_text(errors="replace")
    closing = CLOSING.search(text)
    if not closing:
        raise Failure(f"Odoo's tests were broken off with {code} (log: {log_path}).")
    return {"tests": int(closing[3]), "failed": sorted(set(_failed(text)))}


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
