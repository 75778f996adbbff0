"""script/pictures: take the README's pictures of the running system."""

import argparse

from .common import ROOT, say
from .odoo_env import DEFAULT_DATABASE
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


def main(arguments):
    """Take every picture from a server that script/server started."""
    parser = argparse.ArgumentParser(
        prog="script/pictures",
        description="Takes the README's pictures of a running script/server.",
    )
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument("--db", default=DEFAULT_DATABASE)
    chosen = parser.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (login, width, height, show) in PICTURES.items():
        path = FOLDER / f"{name}.png"
        url = f"http://127.0.0.1:{chosen.port}"
        with Screen(url, width, height, scale=1 if width > 600 else 2) as screen:
            screen.sign_in(chosen.db, login, "demo")
            show(screen)
            screen.settle()
            screen.picture(path)
        say(f"{path.relative_to(ROOT)}")
    return 0
