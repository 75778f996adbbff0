"""Paths, messages, locks and child processes shared by all commands."""

import contextlib
import errno
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDON = "ips_employer_crm"
#: Everything the commands make lies here; removing it is a full reset.
STATE = ROOT / ".odoo"
LOGS = STATE / "logs"

NO_NETWORK = re.compile(
    r"Temporary failure (resolving|in name resolution)|Could not resolve|"
    r"Could not connect|Unable to connect|Connection refused|"
    r"Network is unreachable|NewConnectionError|ProxyError|"
    r"Failed to establish a new connection|Connection timed out|"
    r"Connection failed|Read timed out|ConnectTimeout|No route to host",
    re.I,
)
NO_SPACE = re.compile(r"No space left on device|Disk quota exceeded", re.I)


class Failure(Exception):
    """An expected failure: its text is one sentence for the person."""

    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


def say(message):
    """Tell the person something; stdout is left to the command's result."""
    print(message, file=sys.stderr, flush=True)


def explain_os_error(error):
    """One sentence for an error of the operating system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}."


def disk_full():
    """The sentence for a full disk."""
    return (
        f"The disk that holds {STATE} is full; "
        "make room (or remove that folder to start afresh) and run this again."
    )


def need_space(megabytes, what):
    """Refuse a long step up front when the disk cannot hold its result."""
    STATE.mkdir(exist_ok=True)
    free = shutil.disk_usage(STATE).free // 2**20
    if free < megabytes:
        raise Failure(
            f"The disk is full: {what} needs about {megabytes} MB under {STATE}, "
            f"and {free} MB are free."
        )


@contextlib.contextmanager
def locked(name, what):
    """Hold `.odoo/<name>.lock`, so that two commands do not set up at once."""
    STATE.mkdir(exist_ok=True)
    with open(STATE / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another command of this folder ({what}) ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def on_terminate():
    """Let SIGTERM and SIGHUP unwind the stack, so that clean-up code runs."""

    def stop(signum, _frame):
        raise SystemExit(128 + signum)

    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)


class Progress:
    """Shows that a long step is alive: one line every few seconds."""

    def __init__(self, what, every=5):
        self.what, self.every = what, every
        self.start = self.shown = time.monotonic()

    @property
    def seconds(self):
        """Seconds since the step began."""
        return round(time.monotonic() - self.start)

    def __call__(self, detail):
        """Show `detail` unless something was shown just now."""
        if time.monotonic() - self.shown >= self.every:
            self.shown = time.monotonic()
            say(f"  {self.seconds:4d} s  {detail.strip()[:100]}")


def stream(command, what, log_name, detail=None, **options):
    """Run `command`, keep its output in a log, show progress.

    :param detail: function of a line, giving what to show of it (or nothing)
    :return: (exit code, path of the log, its last lines as one text)
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log_path = LOGS / f"{log_name}.log"
    say(f"{what} ...")
    progress = Progress(what)
    last = deque(maxlen=60)
    with open(log_path, "w") as log:
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
        try:
            for line in child.stdout:
                log.write(line)
                last.append(line)
                shown = detail(line) if detail else line
                if shown:
                    progress(shown)
            code = child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
    if code == 0:
        say(f"  done in {progress.seconds} s")
    return code, log_path, "".join(last)


def check(code, log_path, tail, failed):
    """Turn a failed `stream` into one sentence that names the likely cause."""
    if code == 0:
        return
    if NO_SPACE.search(tail):
        raise Failure(disk_full())
    if NO_NETWORK.search(tail):
        raise Failure(f"No network: {failed} (details: {log_path}).")
    raise Failure(f"{failed[0].upper()}{failed[1:]} (details: {log_path}).")


def run_child(command, **options):
    """Run a command that talks to the person itself; give its exit code.

    Ctrl-C reaches the child from the terminal, so this process only waits for
    it to end; SIGTERM is handed on.
    """
    child = subprocess.Popen([str(part) for part in command], **options)
    previous = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        signal.SIGTERM: signal.signal(
            signal.SIGTERM, lambda *_args: child.send_signal(signal.SIGTERM)
        ),
    }
    try:
        code = child.wait()
    finally:
        for signum, handler in previous.items():
            signal.signal(signum, handler)
        if child.poll() is None:
            child.terminate()
            child.wait()
    return 128 - code if code < 0 else code


def child_environment(**extra):
    """The environment for Odoo: the caller's own, less what would disturb it."""
    env = {
        key: value
        for key, value in os.environ.items()
        # A database or configuration named for other programs is not ours.
        if key not in ("PGDATABASE", "PYTHONPATH", "PYTHONHOME", "ODOO_RC")
    }
    # Modules of the current folder must not shadow Odoo's own.
    env["PYTHONSAFEPATH"] = "1"
    env.update({key: str(value) for key, value in extra.items()})
    return env
