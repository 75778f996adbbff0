"""Odoo's configuration file and how its programs are started here."""

import ast
import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import postgres
from .common import (
    ADDON,
    NO_SPACE,
    ROOT,
    STATE,
    Failure,
    child_environment,
    disk_full,
    say,
    stream,
)
from .odoo_source import Odoo, ensure_odoo
from .venv import point_to, venv_python

DATA_DIR = STATE / "data"
SCREENSHOTS = STATE / "screenshots"
CONFIG = STATE / "odoo.conf"
DEFAULT_DATABASE = "ips"
LOG_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<db>\S+) (?P<logger>[\w.]+): "
)
#: Warnings that an installation may log, each with the reason it is harmless.
ALLOWED = (
    # Debian's build has a few modules whose Python packages it does not need.
    re.compile(r"odoo\.addons\.base\.models\.ir_module: .*missing dependency", re.I),
)


@dataclass(frozen=True)
class Context:
    """What a command works with: an Odoo and a running database server."""

    odoo: Odoo
    server: postgres.Server

    @property
    def environment(self):
        """Environment variables for Odoo's programs."""
        return child_environment(ODOO_RC=CONFIG, **self.server.environment)

    def command(self, *arguments):
        """An Odoo command line."""
        return [venv_python(), "-m", "odoo", *arguments]


@contextlib.contextmanager
def context():
    """Odoo and its database server, ready, for the length of a command."""
    odoo = ensure_odoo()
    point_to(odoo)
    with postgres.server() as server:
        _write_config(odoo, server)
        yield Context(odoo, server)


def _write_config(odoo, server):
    """Write the configuration that every Odoo program here reads (ODOO_RC)."""
    for folder in (DATA_DIR, SCREENSHOTS):
        folder.mkdir(parents=True, exist_ok=True)
    addons = ",".join(str(path) for path in (*odoo.addons, ROOT))
    options = {
        "addons_path": addons,
        "data_dir": DATA_DIR,
        "http_interface": "127.0.0.1",
        "screenshots": SCREENSHOTS,
        "workers": 0,
    }
    if server.embedded:
        options |= {"db_host": server.host, "db_port": 5432, "db_user": server.user}
    text = "; Written by script/*; changes are lost.\n[options]\n"
    # The parser of this file takes a percent sign for the start of a reference.
    text += "".join(f"{key} = {value}\n" for key, value in options.items())
    if not CONFIG.exists() or CONFIG.read_text() != text:
        new = CONFIG.with_suffix(f".{os.getpid()}")
        new.write_text(text)
        new.rename(CONFIG)


def manifest():
    """The add-on's manifest."""
    path = ROOT / ADDON / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text())
    except (OSError, SyntaxError, ValueError) as error:
        raise Failure(f"{path} cannot be read: {error}.") from None


def _progress(line):
    """What to show of a line of Odoo's log while modules are loaded."""
    found = re.search(r"Loading module (\S+) \((\d+)/(\d+)\)", line)
    return found and f"module {found[2]} of {found[3]}: {found[1]}"


def problems(log_path):
    """Records of level WARNING and above in a log of Odoo, less the allowed.

    A record may have several lines, such as a traceback.
    """
    records, keep = [], False
    for line in Path(log_path).read_text(errors="replace").splitlines():
        found = LOG_LINE.match(line)
        if found:
            keep = found["level"] in ("WARNING", "ERROR", "CRITICAL")
            keep = keep and not any(allowed.search(line) for allowed in ALLOWED)
            if keep:
                records.append(line)
        elif keep:
            records[-1] += "\n" + line
        elif line.startswith(("Traceback", "odoo: error", "usage:")):
            # Odoo failed before it could log.
            keep = True
            records.append(line)
    return records


def run_odoo(ctx, arguments, what, log_name, strict=False):
    """Run Odoo to its end with progress; show the log's errors when it fails.

    :param strict: count warnings in the log as a failure, too
    """
    command = ctx.command(*arguments, "--stop-after-init", "--no-http")
    code, log_path, tail = stream(
        command, what, log_name, _progress, env=ctx.environment, cwd=ROOT
    )
    found = problems(log_path) if code or strict else []
    if code or found:
        if NO_SPACE.search(tail):
            raise Failure(disk_full())
        for record in found:
            say(record)
        reason = "failed" if code else f"logged {len(found)} warnings or errors"
        raise Failure(f"{what}: Odoo {reason} (the whole log: {log_path}).")
