"""The virtual environment in `.odoo/venv`, made from the lock file with hashes."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

from .common import ROOT, STATE, Failure, check, locked, need_space, say, stream

VENV = STATE / "venv"
LOCK_FILE = ROOT / "requirements.txt"
STAMP = VENV / "lock.sha256"
#: The interpreter behind this one, should this one be the environment's own.
PYTHON = getattr(sys, "_base_executable", sys.executable)


def venv_python():
    """The environment's interpreter."""
    return VENV / "bin" / "python"


def site_packages():
    """The folder that holds the environment's packages."""
    return next(iter(sorted((VENV / "lib").glob("python3.*/site-packages"))))


def wanted_stamp():
    """What the stamp of an environment made here from today's lock file says.

    The folder is part of it: in one that was moved, scripts name the old place.
    """
    return hashlib.sha256(LOCK_FILE.read_bytes() + str(VENV).encode()).hexdigest()


def is_current():
    """Whether the environment exists, runs and was made from this lock file."""
    if not STAMP.exists() or STAMP.read_text() != wanted_stamp():
        return False
    return os.access(venv_python(), os.X_OK)  # False for a dead link


def ensure_venv():
    """Make the environment unless it is there already; give its interpreter."""
    if is_current():
        return venv_python()
    with locked("bootstrap", "setting up"):
        if not is_current():
            _make()
    return venv_python()


def _make():
    """Make the environment anew: a lock file that changed may drop packages."""
    need_space(1000, "the virtual environment")
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian's bare python3 comes without ensurepip; its pip can serve instead.
    own_pip = importlib.util.find_spec("ensurepip") is not None
    command = [PYTHON, "-m", "venv", VENV]
    if not own_pip:
        command.append("--without-pip")
    made = subprocess.run(command, capture_output=True, text=True)
    has_pip = own_pip or importlib.util.find_spec("pip")
    if made.returncode or not has_pip:
        raise Failure(
            f"{PYTHON} cannot make a virtual environment; "
            "install its venv module (Debian: apt-get install python3-venv)."
        )
    if own_pip:
        pip = [venv_python(), "-m", "pip"]
    else:
        pip = [PYTHON, "-m", "pip", "--python", venv_python()]
    # The lock file names every package with its hash: nothing is resolved here.
    command = [*pip, "--disable-pip-version-check", "install", "--no-input"]
    command += ["--require-hashes", "--no-deps", "-r", LOCK_FILE]
    result = stream(
        command,
        "Installing Python packages (about a minute)",
        "pip",
        lambda line: line if line.startswith(("Collecting", "Installing")) else "",
    )
    check(*result, "the Python packages could not be installed")
    STAMP.write_text(wanted_stamp())


def point_to(odoo):
    """Put Odoo on the environment's path (a `.pth` file comes last there)."""
    pth = site_packages() / "odoo-source.pth"
    line = f"{odoo.python_path}\n"
    if not pth.exists() or pth.read_text() != line:
        pth.write_text(line)
        say(f"Using Odoo {odoo.version} in {odoo.python_path}")
