"""What `script/bench leader` gives to `odoo shell`, which defines `env`."""
# ruff: noqa: F821  `env` is odoo shell's

import os
import sys

from devtools import bench_leader_fill, bench_leader_screens

if os.environ["BENCH_PART"] == "fill":
    bench_leader_fill.fill(env)
else:
    missed = bench_leader_screens.run(env, int(os.environ["BENCH_ROUNDS"]))
    sys.exit(int(bool(missed and os.environ["BENCH_STRICT"])))
