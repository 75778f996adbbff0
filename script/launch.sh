# shellcheck shell=bash
# Sourced by the commands beside this file: finds a Python that Odoo 19 runs on
# and hands over to devtools/, where everything else is written (only the
# standard library is used until the virtual environment exists).
#
# `PYTHON` names another interpreter than the first fitting one on PATH.

launch() {
    local here candidate python=""
    here="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)"
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.10; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' \
            >/dev/null 2>&1; then
            python="$candidate"
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "error: Odoo 19 needs Python 3.10, 3.11, 3.12 or 3.13 and none was found on PATH; install one or name it with PYTHON=/path/to/python3." >&2
        exit 1
    fi
    exec "$python" -B "$here/run.py" "$@"
}
