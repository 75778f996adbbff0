"""script/test: tests/ on a fresh database with the add-on and its demo data."""

import contextlib
import os
import secrets
import time

from . import browser, databases, printer, upstream
from .common import ADDON, ROOT, STATE, Failure, run_child, say
from .odoo_env import CONFIG, SCREENSHOTS, context, run_odoo
from .pytest_workers import worker_database
from .venv import venv_python

#: More processes than this would want more memory than time (each has a browser).
MOST_WORKERS = 4


def main(arguments):
    """Run pytest; its exit code is ours and its closing line the last one."""
    if arguments[:1] == ["--upstream"]:
        return upstream.main(arguments[1:])
    wished = _wished_workers()
    workers = wished or min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    with context() as ctx:
        browser.ensure()
        printer.ensure(
            "the tests that print are left out, named and counted as not run below, "
            "and the run does not pass."
        )
        drop_abandoned(ctx)
        with contextlib.ExitStack() as stack:
            name = stack.enter_context(fresh_database(ctx))
            _install(ctx, name)
            for number in range(1, workers):
                copy = worker_database(name, number)
                stack.enter_context(_test_database(ctx, name, copy))
            return _pytest(ctx, name, workers, wished, arguments)


def _wished_workers():
    """The number of processes that was asked for, if any was."""
    text = os.environ.get("IPS_TEST_WORKERS", "")
    if text and not (text.isdecimal() and 0 < int(text) < 100):
        raise Failure(f"IPS_TEST_WORKERS is a number from 1 to 99, not {text}.", code=2)
    return int(text or 0)


def _install(ctx, name):
    """Install the add-on with its demo data; a warning in the log fails."""
    started = time.monotonic()
    arguments = ["-d", name, "-i", ADDON, "--with-demo"]
    run_odoo(ctx, arguments, f"Installing {ADDON}", f"install-{name}", strict=True)
    say(f"{ADDON} was installed in {time.monotonic() - started:.0f} s without warnings")


def _pytest(ctx, name, workers, wished, arguments):
    """Run pytest on this database and its copies, one a process."""
    command = [venv_python(), "-m", "pytest", "-p", "devtools.pytest_report"]
    command += [f"--screenshots={SCREENSHOTS}", "-rs", f"--odoo-config={CONFIG}"]
    command += [f"--odoo-database={name}", "--odoo-http", "--odoo-log-level=warn"]
    # Our plugin says how many processes pay.  A class stays in one of them, for what
    # its tests share; a new process for one that was lost would have no database.
    command += ["-p", "devtools.pytest_workers", f"--databases={workers}"]
    command += ["--numprocesses", str(wished if wished > 1 else "auto")]
    command += ["--dist=loadscope", "--max-worker-restart=0"]
    env = ctx.environment
    # For the plugin above, and pytest runs here whatever folder one is in.
    env["PYTHONPATH"] = str(ROOT / "script")
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(STATE / "hypothesis")
    return run_child([*command, *arguments], env=env, cwd=ROOT)


@contextlib.contextmanager
def fresh_database(ctx, demo=True, languages=databases.LANGUAGES):
    """A copy of the template that is dropped afterwards (IPS_KEEP_DB=1 keeps it)."""
    template = databases.template(ctx, demo, languages)
    name = f"ips_test_{os.getpid()}_{secrets.token_hex(2)}"
    with _test_database(ctx, template, name):
        yield name


@contextlib.contextmanager
def _test_database(ctx, source, name):
    """A copy that is noted as a test's and dropped afterwards."""
    databases.copy(ctx, source, name, test_of=os.getpid())
    try:
        yield name
    finally:
        if os.environ.get("IPS_KEEP_DB"):
            databases.set_note(ctx, name, kept=True)
            say(f"The database {name} is kept.")
        else:
            databases.drop(ctx, name)


def drop_abandoned(ctx):
    """Drop the databases of test runs that were killed."""
    for name, facts in databases.ours(ctx).items():
        pid = facts.get("test_of")
        if pid and not _alive(pid):
            databases.drop(ctx, name)


def _alive(pid):
    """Whether this process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
