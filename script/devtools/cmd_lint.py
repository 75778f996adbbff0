"""script/lint: checks of the sources that need neither Odoo nor PostgreSQL."""

import re
import subprocess
import sys
from collections import Counter

import polib
from lxml import etree

from . import cmd_handbook
from .common import ADDON, ROOT, say

#: A placeholder of a translated text: %(name)s, %s, {name}.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
LANGUAGES = ("fi", "sv")


def main(arguments):
    """Run every check; 1 when any of them finds something."""
    if arguments not in ([], ["--fix"]):
        say("usage: script/lint [--fix]")
        return 2
    if arguments:
        _run("ruff check --fix", "-m", "ruff", "check", "--fix", "--quiet")
        _run("ruff format", "-m", "ruff", "format", "--quiet")
    checks = {
        "ruff check": lambda: _run("ruff check", "-m", "ruff", "check", "--quiet"),
        "ruff format": lambda: _run(
            "ruff format", "-m", "ruff", "format", "--check", "--quiet", "--diff"
        ),
        "pylint-odoo": _pylint,
        "XML": _xml,
        "translations": _translations,
        "shellcheck": _shellcheck,
        "handbook": cmd_handbook.check,
    }
    failed = []
    for name, check in checks.items():
        good = check()
        say(f"{'ok  ' if good else 'FAIL'} {name}")
        if not good:
            failed.append(name)
    if failed:
        say(f"script/lint: {', '.join(failed)} found something to mend.")
    return 1 if failed else 0


def _run(_name, *command):
    """Run a tool of the environment on the whole project."""
    return subprocess.run([sys.executable, *command], cwd=ROOT).returncode == 0


def _pylint():
    """pylint-odoo's mandatory checks for 19.0 (listed in pyproject.toml)."""
    return _run("pylint", "-m", "pylint", "--rcfile=pyproject.toml", ADDON)


def _files(*patterns):
    """The project's own files (those git knows, or would add)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run([*command, "--", *patterns], cwd=ROOT, capture_output=True)
    names = listed.stdout.decode().split("\0")
    return sorted(path for name in set(names) if (path := ROOT / name).is_file())


def _xml():
    """Every XML file is well-formed and no record id is used twice in a file."""
    good = True
    for path in _files("*.xml"):
        try:
            etree.parse(str(path))
        except etree.XMLSyntaxError as error:
            say(f"{path.relative_to(ROOT)}:{error.lineno}: {error.msg}")
            good = False
    return good


def _translations():
    """Each text is translated to each language, with the same placeholders."""
    folder = ROOT / ADDON / "i18n"
    template = folder / f"{ADDON}.pot"
    if not template.exists():
        return True
    good = True
    for language in LANGUAGES:
        path = folder / f"{language}.po"
        if not path.exists():
            say(f"{path.relative_to(ROOT)} is missing")
            good = False
            continue
        for finding in _compare(template, path):
            say(f"{path.relative_to(ROOT)}: {finding}")
            good = False
    return good


def _compare(template, path):
    """What is wrong with one translation."""
    try:
        wanted, given = polib.pofile(str(template)), polib.pofile(str(path))
    except (OSError, ValueError) as error:
        yield f"cannot be parsed: {error}"
        return
    texts = {
        entry.msgid: entry.msgstr
        for entry in given
        if not entry.obsolete and not entry.fuzzy
    }
    for entry in wanted:
        text = texts.get(entry.msgid)
        if not text:
            yield f"not translated: {entry.msgid[:70]!r}"
        elif _placeholders(entry.msgid) != _placeholders(text):
            yield f"other placeholders than: {entry.msgid[:70]!r}"
    known = {entry.msgid for entry in wanted}
    for msgid in texts:
        if msgid not in known:
            yield f"no longer in the add-on: {msgid[:70]!r}"


def _placeholders(text):
    """How often each placeholder occurs."""
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))


def _shellcheck():
    """Every shell script: told by its name or its first line."""
    scripts = [
        path
        for path in _files()
        if path.suffix in (".sh", ".bash")
        or (not path.suffix and _first_line(path).startswith((b"#!/usr/bin/env bash",)))
    ]
    program = f"{sys.prefix}/bin/shellcheck"
    return subprocess.run([program, "-x", *scripts], cwd=ROOT).returncode == 0


def _first_line(path):
    """The first line of a file, as it is."""
    with open(path, "rb") as handle:
        return handle.readline(200)
