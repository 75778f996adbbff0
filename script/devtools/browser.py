"""The browser of the browser tests."""

import os
import shutil
from pathlib import Path

from .common import say, stream

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
    if found():
        return True
    refused = os.environ.get("IPS_NO_INSTALL")
    if os.geteuid() == 0 and shutil.which("apt-get") and not refused:
        say("No browser was found: installing Debian's chromium for the browser tests")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        stream(
            ["apt-get", "update"], "Reading the package lists", "apt-update", env=env
        )
        code, log_path, _tail = stream(
            ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
            "Installing chromium (apt-get)",
            "apt-chromium",
            env=env,
        )
        if code == 0 and found():
            return True
        say(f"chromium could not be installed (details: {log_path}).")
    say(
        "No browser (chromium or google-chrome) was found: the browser tests are "
        "left out, named and counted as not run below, and the run does not pass."
    )
    return False
