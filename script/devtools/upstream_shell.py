"""The tests that Odoo runs while it installs, run again with all modules loaded.

Run by `odoo shell`, which defines `env`.
"""
# ruff: noqa: F821  `env` is odoo shell's

from odoo.tests import loader
from odoo.tools import config

MODULES = ("sales_team", "calendar", "portal", "crm")

# Only now: on the command line they would be run while the registry is loaded
config["test_enable"] = True
config["test_tags"] = ",".join(f"/{module}" for module in MODULES)
env.cr.rollback()
env.registry.ready = True
ran = 0
for module in MODULES:
    result = loader.run_suite(loader.make_suite([module], "at_install"))
    ran += result.testsRun
    print(f"{module}: {result.testsRun} tests", flush=True)
print(f"UPSTREAM {ran} tests", flush=True)
