"""script/odoo: Odoo's own command line with this folder's configuration."""

from . import databases
from .common import Failure, run_child
from .odoo_env import DEFAULT_DATABASE, context

#: Commands that work on a database which has to be there.
ON_DATABASE = ("shell", "module", "i18n", "neutralize", "obfuscate", "populate")


def main(arguments):
    """Run Odoo; its exit code is ours."""
    with context() as ctx:
        names_one = any(
            argument.startswith(("-d", "--database", "-h", "--help"))
            for argument in arguments
        )
        if arguments and arguments[0] in ON_DATABASE and not names_one:
            if not databases.exists(ctx, DEFAULT_DATABASE):
                raise Failure(
                    f"There is no database {DEFAULT_DATABASE} yet: run "
                    "script/server --init-only first, or name another with -d."
                )
        env = ctx.environment
        if arguments[:1] != ["db"]:
            # `db` would see no other database than a configured one.
            env["PGDATABASE"] = DEFAULT_DATABASE
        return run_child(ctx.command(*arguments), env=env)
