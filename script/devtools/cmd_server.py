"""script/server: a running system with the add-on and its demo data."""

import argparse
import contextlib
import hashlib
import http.client
import re
import signal
import socket
import subprocess
import time

from . import databases, printer
from .common import ADDON, LOGS, ROOT, Failure, locked, say
from .odoo_env import DEFAULT_DATABASE, context, problems, run_odoo

#: Who can sign in to the demo data: role, login, password.
DEMO_LOGINS = (
    ("coach", "minna.aho", "demo"),
    ("team leader", "leena.virtanen", "demo"),
    ("data protection officer", "pekka.salo", "demo"),
    ("HR at a partner company", "hr@saarijarvenleipomo.example", "demo"),
)
ADMINISTRATOR = ("administrator", "admin", "admin")
HOST = "127.0.0.1"


def options(arguments):
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Starts the add-on on a database of its own with demo data.",
    )
    parser.add_argument("--port", type=int, default=8069, help="default: 8069")
    parser.add_argument(
        "--db", default=DEFAULT_DATABASE, help=f"default: {DEFAULT_DATABASE}"
    )
    parser.add_argument(
        "--reset", action="store_true", help="make the database anew first"
    )
    parser.add_argument("--no-demo", action="store_true", help="without demo data")
    parser.add_argument(
        "--init-only", action="store_true", help="prepare the database and exit"
    )
    chosen = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,40}", chosen.db):
        parser.error("--db: small letters, digits, _ and -, a letter first")
    if not 0 < chosen.port < 65536:
        parser.error("--port: a number from 1 to 65535")
    return chosen


def main(arguments):
    """Prepare the database, then serve it until Ctrl-C or SIGTERM."""
    chosen = options(arguments)
    if not chosen.init_only:
        _check_port(chosen.port)
    with context() as ctx:
        with locked(f"database-{chosen.db}", f"preparing the database {chosen.db}"):
            demo = _prepare(ctx, chosen)
        if chosen.init_only:
            say(f"The database {chosen.db} is ready.")
            return 0
        printer.ensure("reports open as pages instead of PDFs.")
        return _serve(ctx, chosen, demo)


def _check_port(port):
    """Refuse a port that another program listens on."""
    with socket.socket() as probe:
        # As the web server does: a port that was just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Failure(
                f"Port {port} is reserved for root; name another with --port."
            ) from None
        except OSError:
            raise Failure(
                f"Port {port} is in use by another program; name another with --port."
            ) from None


def sources_hash():
    """Changes with every file of the add-on that an update has to read."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / ADDON).rglob("*")):
        place = path.relative_to(ROOT / ADDON)
        if not path.is_file() or place.parts[0] == "static":
            continue  # the browser gets static files as they are
        if "__pycache__" in place.parts or path.suffix == ".pyc":
            continue
        digest.update(str(place).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _prepare(ctx, chosen):
    """Make or update the database; tell whether it has demo data."""
    name = chosen.db
    facts = databases.note(ctx, name)
    if databases.exists(ctx, name) and not (facts and facts.get("served")):
        raise Failure(
            f"The database {name} was not made by this script/server and is left "
            "alone; name another with --db."
        )
    if facts and chosen.reset:
        say(f"Dropping the database {name} ...")
        databases.drop(ctx, name)
        facts = None
    if facts and facts["demo"] and chosen.no_demo:
        raise Failure(
            f"The database {name} has demo data; add --reset to make it anew, "
            "or name another with --db."
        )
    sources = sources_hash()
    if not facts:
        demo = not chosen.no_demo
        facts = {"served": True, "demo": demo, "sources": sources}
        facts["odoo"] = ctx.odoo.version
        template = databases.template(ctx, demo)
        with databases.making(ctx, name, template, **facts) as unfinished:
            arguments = ["-d", unfinished, "-i", ADDON, *databases.demo_option(demo)]
            run_odoo(ctx, arguments, f"Installing {ADDON} into {name}", "install")
    elif facts["odoo"] != ctx.odoo.version or facts["sources"] != sources:
        whole = facts["odoo"] != ctx.odoo.version
        module = "base" if whole else ADDON  # another Odoo: everything
        arguments = ["-d", name, "-u", module]
        what = "Odoo has changed" if whole else "The add-on has changed"
        run_odoo(ctx, arguments, f"{what}: updating {name}", "update")
        facts |= {"sources": sources, "odoo": ctx.odoo.version}
        facts.pop("made_by")
        databases.set_note(ctx, name, **facts)
    return facts["demo"]


def _serve(ctx, chosen, demo):
    """Run the web server until it is told to stop."""
    log_path = LOGS / f"server-{chosen.db}.log"
    log_path.unlink(missing_ok=True)
    command = ctx.command(
        "-d", chosen.db, f"--db-filter=^{chosen.db}$", "--no-database-list"
    )
    command += [f"--http-port={chosen.port}", f"--http-interface={HOST}"]
    command += ["--max-cron-threads=1", "--workers=0", f"--logfile={log_path}"]
    say("Starting the web server ...")
    # A session of its own: Ctrl-C stops it through `_stop`, once.
    server = subprocess.Popen(
        [str(part) for part in command],
        env=ctx.environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_ready(server, chosen.port, log_path)
        print(_welcome(ctx, chosen, demo, log_path), flush=True)
        code = server.wait()
        raise Failure(f"The web server ended by itself with {code} (log: {log_path}).")
    except KeyboardInterrupt:
        say("\nStopping ...")
        return 0
    finally:
        _stop(server)


def _wait_until_ready(server, port, log_path):
    """Wait until the sign-in page answers; the first time its files are built."""
    started = time.monotonic()
    while server.poll() is None and time.monotonic() - started < 300:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=120)
            connection.request("GET", "/web/login")
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return
            raise Failure(f"/web/login answers {status} (log: {log_path}).")
        time.sleep(0.2)
    for record in problems(log_path) if log_path.exists() else ():
        say(record)
    raise Failure(f"The web server does not start (log: {log_path}).")


def _welcome(ctx, chosen, demo, log_path):
    """Address and logins, as far as they are in the database."""
    rows = databases.execute(
        ctx, "SELECT login FROM res_users WHERE active", database=chosen.db
    )
    present = {login for (login,) in rows}
    logins = [*(DEMO_LOGINS if demo else ()), ADMINISTRATOR]
    lines = ["", f"Open http://{HOST}:{chosen.port}/odoo and sign in as", ""]
    lines += [
        f"  {role:<25}{login:<32}password: {password}"
        for role, login, password in logins
        if login in present
    ]
    lines += ["", f"Log: {log_path}", "Ctrl-C stops the server.", ""]
    return "\n".join(lines)


def _stop(server):
    """Stop the web server and wait for its end."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
