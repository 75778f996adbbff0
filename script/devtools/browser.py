"""The browser of the browser tests."""

import shutil
from pathlib import Path

from . import apt
from .common import say

#: The names under which Odoo looks for it.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def found():
    """Whether Odoo will find a browser."""
    return any(map(shutil.which, NAMES)) or any(Path(path).exists() for path in MAC)


def ensure():
    """Install Chromium where that can be done; say so when there is none."""
    if found() or apt.install("chromium", found, "the browser tests"):
        return True
    say(
        "No browser (chromium or google-chrome) was found: the browser tests are "
        "left out, named and counted as not run below, and the run does not pass."
    )
    return False
