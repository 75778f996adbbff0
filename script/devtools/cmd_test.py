"""script/test: tests/ on a fresh database with the add-on and its demo data."""

import contextlib
import os
import secrets
import time

from . import browser, databases, printer, upstream
from .common import ADDON, ROOT, STATE, run_child, say
from .odoo_env import CONFIG, SCREENSHOTS, context, run_odoo
from .venv import venv_python


def main(arguments):
    """Run pytest; its exit code is ours and its closing line the last one."""
    if arguments[:1] == ["--upstream"]:
        return upstream.main(arguments[1:])
    with context() as ctx:
        browser.ensure()
        printer.ensure(
            "the tests that print are left out, named and counted as not run below, "
            "and the run does not pass."
        )
        drop_abandoned(ctx)
        with fresh_database(ctx) as name:
            _install(ctx, name)
            return _pytest(ctx, name, arguments)


def _install(ctx, name):
    """Install the add-on with its demo data; a warning in the log fails."""
    started = time.monotonic()
    arguments = ["-d", name, "-i", ADDON, "--with-demo"]
    run_odoo(ctx, arguments, f"Installing {ADDON}", f"install-{name}", strict=True)
    say(f"{ADDON} was installed in {time.monotonic() - started:.0f} s without warnings")


def _pytest(ctx, name, arguments):
    """Run pytest on this database."""
    command = [venv_python(), "-m", "pytest", "-p", "devtools.pytest_report"]
    command += [f"--screenshots={SCREENSHOTS}", "-rs", f"--odoo-config={CONFIG}"]
    command += [f"--odoo-database={name}", "--odoo-http", "--odoo-log-level=warn"]
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
    databases.copy(ctx, template, name, test_of=os.getpid())
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
