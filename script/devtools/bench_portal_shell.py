"""What `script/bench portal` gives to `odoo shell`, which defines `env`."""
# ruff: noqa: F821  `env` is odoo shell's

import os
import sys

from devtools import bench_portal_fill, bench_portal_screens

if os.environ["BENCH_PART"] == "fill":
    bench_portal_fill.fill(env)
else:
    missed = bench_portal_screens.run(env, int(os.environ["BENCH_ROUNDS"]))
    sys.exit(int(bool(missed and os.environ["BENCH_STRICT"])))
