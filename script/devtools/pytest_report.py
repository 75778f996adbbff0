"""A pytest plugin: what a person wants to know before pytest's closing line.

Names the browser tests that were not run for want of a browser (such a run
does not pass) and the screenshots that failed browser tests left.
"""

import time
from pathlib import Path

import pytest

NO_BROWSER = ("Chrome executable not found", "websocket-client module is not installed")


def pytest_addoption(parser):
    """The folder where Odoo puts screenshots."""
    parser.addoption("--screenshots", help="folder of Odoo's screenshots")


class Report:
    """Gathers what the closing sections tell."""

    def __init__(self, screenshots):
        self.screenshots = Path(screenshots) if screenshots else None
        self.started = time.time()
        self.not_run = []

    def pytest_runtest_logreport(self, report):
        """Remember tests that were skipped because there is no browser."""
        reason = str(report.longrepr) if report.skipped else ""
        if any(text in reason for text in NO_BROWSER):
            self.not_run.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        """A run that left out browser tests has not passed."""
        if self.not_run and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        """Write the sections."""
        if self.not_run:
            terminalreporter.section(f"{len(self.not_run)} browser tests not run")
            for name in self.not_run:
                terminalreporter.write_line(name)
        pictures = sorted(
            path
            for path in (self.screenshots.rglob("*.png") if self.screenshots else ())
            if path.stat().st_mtime >= self.started
        )
        if pictures:
            terminalreporter.section("screenshots of failed browser tests")
            for path in pictures:
                terminalreporter.write_line(str(path))


def pytest_configure(config):
    """Register the plugin's state."""
    config.pluginmanager.register(Report(config.getoption("--screenshots")))
