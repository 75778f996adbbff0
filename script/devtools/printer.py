"""wkhtmltopdf, with which Odoo makes PDFs."""

import shutil

from . import apt
from .common import say

NAME = "wkhtmltopdf"


def found():
    """Whether Odoo will find it."""
    return bool(shutil.which(NAME))


def ensure(without):
    """Install it where that can be done; say so when there is none.

    :param without: the sentence's end, which says what follows
    """
    if found() or apt.install(NAME, found, "reports as PDF"):
        return True
    say(f"No {NAME} was found: {without}")
    return False
