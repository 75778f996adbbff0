"""Programs of Debian that the commands may put on the machine themselves."""

import os
import shutil

from .common import say, stream


def install(package, found, what):
    """Install a package where that takes no asking; tell whether it is there.

    That is as root on Debian and its like, unless IPS_NO_INSTALL is set.

    :param found: function that says whether the program is there
    :param what: what the program is for
    """
    refused = os.environ.get("IPS_NO_INSTALL")
    if os.geteuid() or not shutil.which("apt-get") or refused:
        return False
    say(f"Installing Debian's {package} for {what}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    stream(["apt-get", "update"], "Reading the package lists", "apt-update", env=env)
    code, log_path, _tail = stream(
        ["apt-get", "install", "-y", "--no-install-recommends", package],
        f"Installing {package} (apt-get)",
        f"apt-{package}",
        env=env,
    )
    if code == 0 and found():
        return True
    say(f"{package} could not be installed (details: {log_path}).")
    return False
