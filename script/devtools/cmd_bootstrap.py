"""script/bootstrap: everything that the other commands need."""

from . import databases
from .common import say
from .odoo_env import context


def main(arguments):
    """Set up what is missing, nothing twice."""
    if arguments:
        say("usage: script/bootstrap (takes no arguments; see README.md)")
        return 2
    with context() as ctx:
        databases.template(ctx)
        where = "built-in PostgreSQL" if ctx.server.embedded else "your PostgreSQL"
        say(f"Ready: Odoo {ctx.odoo.version} with {where}.")
    return 0
