"""A pytest plugin: the tests in several processes, each with its own database.

pytest-xdist starts the processes and hands them one class of tests after another.
pytest-odoo would copy the database for each with `createdb` and let them share one
file store; here the copies are there before pytest starts, with file stores of their
own, and noted, so that they are dropped whatever happens.
"""

import os

import pytest


def pytest_addoption(parser):
    """How many copies of the database there are."""
    parser.addoption(
        "--databases", type=int, default=1, help="number of databases made for this run"
    )


def worker_database(name, number):
    """The database of a process: the first has the one that the others copy."""
    return f"{name}_gw{number}" if number else name


class Workers:
    """What the process that hands out the tests has to see to."""

    def __init__(self, databases):
        self.databases = databases
        self.lost = []

    def pytest_xdist_auto_num_workers(self, config):
        """All of them, and none beside this one where it would not pay."""
        option = config.option
        paths = {argument.split("::")[0] for argument in option.file_or_dir}
        chosen = option.keyword or option.markexpr or option.lf
        terminal = option.trace or option.collectonly or option.capture == "no"
        if self.databases == 1 or chosen or terminal:
            return 0
        if paths and all(os.path.isfile(path) for path in paths):
            return min(self.databases, len(paths)) if len(paths) > 1 else 0
        return self.databases

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        """Refuse a process for which there is no database."""
        count = node.workerinput["workercount"]
        if count > self.databases:
            raise pytest.UsageError(
                f"{count} processes and {self.databases} databases: "
                "set IPS_TEST_WORKERS instead of -n."
            )

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node, error):
        """Remember a process that ended before its work did."""
        if error:
            self.lost.append(f"{node.gateway.id}: {error}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        """What such a process had still to do was not run."""
        if self.lost and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        """Name the processes that were lost."""
        if self.lost:
            terminalreporter.section("processes that broke off")
            for line in self.lost:
                terminalreporter.write_line(line)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    """Choose the database before pytest-odoo reads its name."""
    worker = getattr(config, "workerinput", None)
    if worker:
        number = int(worker["workerid"].removeprefix("gw"))
        option = config.option
        option.odoo_database = worker_database(option.odoo_database, number)
        # With this one pytest-odoo would make a copy itself.
        del os.environ["PYTEST_XDIST_WORKER"]
    else:
        config.pluginmanager.register(Workers(config.option.databases))
    return (yield)
