"""Entry point of the commands in script/: `run.py COMMAND [arguments]`.

The command starts under whatever Python the machine has.  That one makes the
virtual environment (and fetches Odoo) and is then replaced by the
environment's own Python, so that everything else may import what the lock
file holds.
"""

import importlib
import os
import sys

from devtools.common import Failure, explain_os_error, on_terminate, say
from devtools.venv import VENV, ensure_venv


def main(command, arguments):
    """Run one command; every expected failure is one sentence, not a traceback."""
    on_terminate()
    try:
        if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
            if command not in ("lint", "handbook"):
                from devtools.odoo_source import ensure_odoo

                ensure_odoo()
            python = str(ensure_venv())
            os.execv(python, [python, "-B", __file__, command, *arguments])
        module = importlib.import_module(f"devtools.cmd_{command}")
        return module.main(arguments)
    except Failure as failure:
        say(f"error: {failure}")
        return failure.code
    except OSError as error:
        say(f"error: {explain_os_error(error)}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
