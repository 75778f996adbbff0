"""Finds Odoo 19: the person's own, else Debian's package unpacked in `.odoo/`."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .common import STATE, Failure, check, locked, need_space, say, stream

SERIES = "19.0"
DEBIAN = STATE / "debian"
INSIDE_PACKAGE = Path("usr/lib/python3/dist-packages")
#: Where a release of Odoo 19 may be by now: tried in turn.
SUITES = ("sid", "testing", "stable", "trixie", "forky", "oldstable")
#: The web client's fonts and scripts are links into these packages.
COMPANIONS = (
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
#: The icon font of this name changed its file names: take the first suite
#: whose files the web client's links find.
ICONS = "fonts-font-awesome"
ICON_FILE = "odoo/addons/web/static/lib/fontawesome/fonts/fontawesome-webfont.woff2"
#: Left out by Debian; without it every page logs an error in the browser.
#: Only the blurred background of video calls is lost.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class Odoo:
    """An Odoo that can be run: where it is and which one it is."""

    python_path: Path  # the folder that holds the package `odoo`
    version: str  # as a person would say it
    origin: str

    @property
    def addons(self):
        """Its add-on folders: a checkout keeps most of them beside `odoo/`."""
        folders = (self.python_path / "addons", self.python_path / "odoo/addons")
        return [folder for folder in folders if folder.is_dir()]


def _release(python_path):
    """Version text of the Odoo in this folder, or None where there is none."""
    release = python_path / "odoo" / "release.py"
    if not release.is_file():
        return None
    found = re.search(r"^version_info\s*=\s*\(([^)]*)\)", release.read_text(), re.M)
    if not found:
        return "unknown"
    parts = [part.strip(" '\"") for part in found[1].split(",")]
    return ".".join(parts[:2])


def _commit(python_path):
    """Short commit of a checkout: another one needs other templates."""
    if not (python_path / ".git").exists():
        return ""
    command = ["git", "-C", python_path, "rev-parse", "--short", "HEAD"]
    answer = subprocess.run(command, capture_output=True, text=True)
    return answer.stdout.strip()


def _at(path, origin):
    """The Odoo at this path, however it is laid out; None where there is none."""
    for python_path in (path, path / INSIDE_PACKAGE, path.parent, path / "src"):
        series = _release(python_path)
        if series is None:
            continue
        if series != SERIES:
            raise Failure(
                f"{origin} is Odoo {series}; this add-on needs Odoo {SERIES}."
            )
        package = path / "VERSION"
        version = package.read_text().strip() if package.is_file() else series
        commit = _commit(python_path)
        return Odoo(python_path, f"{version}+{commit}" if commit else version, origin)
    return None


def locate():
    """The Odoo to use, or None when it has to be fetched.

    `ODOO_PATH` comes first, then an `odoo` that this Python can import, then
    the package fetched before.
    """
    named = os.environ.get("ODOO_PATH")
    if named:
        path = Path(named).expanduser().resolve()
        odoo = _at(path, f"ODOO_PATH ({named})")
        if not odoo:
            raise Failure(
                f"ODOO_PATH ({named}) holds no Odoo; name a checkout of Odoo {SERIES} "
                "or an unpacked package."
            )
        return odoo
    if (DEBIAN / "VERSION").is_file():
        return _at(DEBIAN, "The Debian package")
    try:
        spec = importlib.util.find_spec("odoo")
    except (ImportError, ValueError):
        spec = None
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder).resolve().parent
        if _release(path) == SERIES:
            return _at(path, "The installed odoo")
    return None


def ensure_odoo():
    """Give the Odoo to use; fetch Debian's package when there is none."""
    odoo = locate()
    if odoo:
        return odoo
    with locked("bootstrap", "setting up"):
        odoo = locate()
        if not odoo:
            _fetch()
            odoo = locate()
    return odoo


class Apt:
    """Debian packages through the machine's own mirror, in a private apt state.

    No root is needed and nothing on the system changes; signatures are checked
    as apt always checks them.
    """

    def __init__(self, folder):
        self.folder = folder
        self.suite = None
        for part in ("lists/partial", "cache/archives/partial", "debs", "empty"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self.mirror, self.keyring = self._mirror()

    @staticmethod
    def _mirror():
        """Address and keyring of the Debian mirror that apt is configured with."""
        keyring = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
        mirror = os.environ.get("DEBIAN_MIRROR")
        if not mirror and shutil.which("apt-get"):
            fields = "$(CREATED_BY)|$(REPO_URI)|$(ORIGIN)|$(LABEL)|$(SIGNED_BY)"
            targets = subprocess.run(
                ["apt-get", "indextargets", "--format", fields],
                capture_output=True,
                text=True,
            )
            for line in targets.stdout.splitlines():
                created_by, address, origin, label, signed_by = line.split("|")
                # Before the first `apt-get update` origin and label are unknown.
                origin = "" if origin.startswith("$") else origin
                label = "" if label.startswith("$") else label
                if created_by != "Packages" or origin not in ("", "Debian"):
                    continue
                if "security" in (address + label).lower():
                    continue
                if not origin and "debian" not in address:
                    continue
                mirror = address
                if signed_by.startswith("/"):
                    keyring = Path(signed_by)
                break
        if not mirror or not keyring.is_file():
            raise Failure(
                "Odoo 19 can be fetched by itself only on Debian (or with "
                "DEBIAN_MIRROR and the Debian archive keyring); elsewhere set "
                f"ODOO_PATH to a checkout of Odoo {SERIES}."
            )
        return mirror, keyring

    def _command(self, program, *arguments):
        """An apt command that sees nothing but this folder's state."""
        options = {
            "Dir::Etc::SourceList": self.folder / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::State": self.folder,
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
        }
        if os.geteuid() == 0:
            # apt's own user could not write below a folder that is root's.
            options["APT::Sandbox::User"] = "root"
        settings = [f"-o{key}={value}" for key, value in options.items()]
        return [program, *settings, *arguments]

    def use(self, suite):
        """Read the package lists of this suite; False where there is none."""
        if suite == self.suite:
            return True
        self.suite = None
        (self.folder / "status").touch()
        (self.folder / "sources.list").write_text(
            f"deb [signed-by={self.keyring}] {self.mirror} {suite} main\n"
        )
        code, log_path, tail = stream(
            self._command("apt-get", "update"),
            f"Reading the package lists of Debian {suite}",
            f"apt-update-{suite}",
        )
        # apt answers 0 when a mirror cannot be reached and old lists would do.
        failed = code or re.search(
            r"^(W|E): .*(Failed to fetch|not signed)", tail, re.M
        )
        if failed:
            if not re.search(r"404|does not have a Release", tail):
                check(1, log_path, tail, f"Debian {suite} could not be read")
            return False
        self.suite = suite
        return True

    def version(self, name):
        """Version of this package in the suite in use; None where it is missing."""
        answer = subprocess.run(
            self._command("apt-cache", "show", "--no-all-versions", name),
            capture_output=True,
            text=True,
        )
        found = re.search(r"^Version: (.*)$", answer.stdout, re.M)
        return found and found[1]

    def unpack(self, names, target):
        """Download these packages and unpack them into one folder."""
        debs = self.folder / "debs"
        for old in debs.iterdir():
            old.unlink()
        result = stream(
            self._command("apt-get", "download", *names),
            f"Downloading {', '.join(names)}",
            f"apt-download-{names[0]}",
            cwd=debs,
        )
        check(*result, f"{names[0]} could not be downloaded")
        for deb in sorted(debs.iterdir()):
            result = stream(
                ["dpkg", "-x", deb, target], f"Unpacking {deb.name}", "dpkg"
            )
            check(*result, f"{deb.name} could not be unpacked")


def _own_suite():
    """Code name of the machine's own Debian."""
    found = re.search(
        r"^VERSION_CODENAME=(\S+)", Path("/etc/os-release").read_text(), re.M
    )
    return found[1] if found else "stable"


def _fetch():
    """Fetch Debian's Odoo 19 with what its web client needs."""
    need_space(2500, "Odoo 19")
    say("No ODOO_PATH is set: fetching Odoo 19 as a Debian package (130 MB).")
    work, new = STATE / "apt", STATE / "debian.new"
    for folder in (work, new, DEBIAN):  # leftovers of a run that was broken off
        shutil.rmtree(folder, ignore_errors=True)
    apt = Apt(work)
    version = None
    for suite in SUITES:
        if apt.use(suite):
            version = apt.version("odoo-19")
            if version and version.startswith(f"{SERIES}."):
                break
            version = None
    if not version:
        raise Failure(
            f"No Debian suite of {len(SUITES)} has Odoo {SERIES}; "
            f"set ODOO_PATH to a checkout of Odoo {SERIES}."
        )
    new.mkdir()
    apt.unpack(["odoo-19", *COMPANIONS], new)
    python_path = new / INSIDE_PACKAGE
    for suite in dict.fromkeys((_own_suite(), "bookworm", "trixie", "stable")):
        if apt.use(suite) and apt.version(ICONS):
            apt.unpack([ICONS], new)
            if (python_path / ICON_FILE).exists():
                break
    else:
        raise Failure(f"No Debian suite has the {ICONS} that Odoo {SERIES} needs.")
    left_out = python_path / "odoo/addons" / LEFT_OUT
    if not left_out.exists():
        left_out.parent.mkdir(parents=True, exist_ok=True)
        left_out.touch()
    (new / "VERSION").write_text(version + "\n")
    new.rename(DEBIAN)
    shutil.rmtree(work, ignore_errors=True)
