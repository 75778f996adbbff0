"""script/handbook: print the pages of the handbook that are made from tables."""

from .common import ROOT, say
from .roles import PAGE, findings, read_table, render


def main(arguments):
    """Print the page about roles; with --check only say whether it is up to date."""
    if arguments not in ([], ["--check"]):
        say("usage: script/handbook [--check]")
        return 2
    return 0 if (check() if arguments else write()) else 1


def check():
    """Whether the table is sound and the page says what the table says."""
    rows = read_table()
    good = _sound(rows)
    name = PAGE.relative_to(ROOT)
    if good and (not PAGE.exists() or PAGE.read_text("utf-8") != render(rows)):
        say(f"{name} is not up to date; run script/handbook")
        good = False
    return good


def write():
    """Print the page, unless the table is unsound."""
    rows = read_table()
    if not _sound(rows):
        return False
    PAGE.write_text(render(rows), "utf-8")
    say(f"{PAGE.relative_to(ROOT)} was printed from {len(rows)} rows")
    return True


def _sound(rows):
    """Say what is wrong with the table."""
    wrong = list(findings(rows))
    for finding in wrong:
        say(f"docs/roles.csv: {finding}")
    return not wrong
