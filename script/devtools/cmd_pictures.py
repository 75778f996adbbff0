"""script/pictures: take the pictures of README and docs of the running system."""

import argparse

from .common import ROOT, say
from .odoo_env import DEFAULT_DATABASE
from .printed import Reader, picture
from .screen import Screen

FOLDER = ROOT / "docs" / "pictures"


def my_week(screen):
    """A coach's home on a phone."""
    screen.open("/odoo/my-week")
    screen.wait(".o_ips_week .o_ips_counted")


def log_contact(screen):
    """The log on a phone, an employer chosen."""
    my_week(screen)
    screen.click(".o_ips_log_contact")
    screen.click(".o_ips_chip")
    screen.wait(".o_ips_log [data-field='people']")


def team_week(screen):
    """The leader's review."""
    screen.open("/odoo/team-week")
    screen.wait(".o_ips_coach[data-coach]")


#: File name: (login, width, height, what to show)
PICTURES = {
    "my_week": ("minna.aho", 360, 740, my_week),
    "log_contact": ("minna.aho", 360, 740, log_contact),
    "team_week": ("leena.virtanen", 1400, 800, team_week),
}

QUARTERLY = ("ips.quarterly.report", "action_print")
EVIDENCE = ("ips.evidence.pack", "action_pdf")
#: File name: (model and button of the dialog, language)
PRINTED = {
    "quarterly_report_en": (QUARTERLY, "en_US"),
    "quarterly_report_fi": (QUARTERLY, "fi_FI"),
    "quarterly_report_sv": (QUARTERLY, "sv_SE"),
    "evidence_pack_en": (EVIDENCE, "en_US"),
    "evidence_pack_fi": (EVIDENCE, "fi_FI"),
}


def main(arguments):
    """Take every picture from a server that script/server started."""
    parser = argparse.ArgumentParser(
        prog="script/pictures",
        description="Takes the pictures of README and docs of a running script/server.",
    )
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument("--db", default=DEFAULT_DATABASE)
    chosen = parser.parse_args(arguments)
    url = f"http://127.0.0.1:{chosen.port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    _take_screens(url, chosen.db)
    _take_pages(url, chosen.db)
    return 0


def _take_screens(url, database):
    """What the screens show."""
    for name, (login, width, height, show) in PICTURES.items():
        path = FOLDER / f"{name}.png"
        with Screen(url, width, height, scale=1 if width > 600 else 2) as screen:
            screen.sign_in(database, login, "demo")
            show(screen)
            screen.settle()
            screen.picture(path)
        say(f"{path.relative_to(ROOT)}")


def _take_pages(url, database):
    """What the team's leader prints."""
    leader = Reader(url, database, "leena.virtanen", "demo")
    under_way = leader.call(
        "ips.fidelity.review", "search", [("state", "=", "draft")], limit=1
    )
    for name, ((model, button), lang) in PRINTED.items():
        path = FOLDER / f"{name}.png"
        values = {"lang": lang}
        if model == EVIDENCE[0]:
            values = {"review_id": under_way[0] if under_way else False}
        picture(leader.pdf(model, button, values, {"lang": lang}), path)
        say(f"{path.relative_to(ROOT)}")
