"""A pytest plugin: what a person wants to know before pytest's closing line.

Names the tests that were not run for want of a browser or of wkhtmltopdf (such a
run does not pass) and the screenshots that failed browser tests left.
"""

import time
from pathlib import Path

import pytest

#: What skipped tests give as their reason, by the kind of test.
WANTING = {
    "browser": (
        "Chrome executable not found",
        "websocket-client module is not installed",
    ),
    "PDF": ("wkhtmltopdf not found",),
}


def pytest_addoption(parser):
    """The folder where Odoo puts screenshots."""
    parser.addoption("--screenshots", help="folder of Odoo's screenshots")


class Report:
    """Gathers what the closing sections tell."""

    def __init__(self, screenshots):
        self.screenshots = Path(screenshots) if screenshots else None
        self.started = time.time()
        self.not_run = {kind: [] for kind in WANTING}

    def pytest_runtest_logreport(self, report):
        """Remember tests that were skipped because a program is not there."""
        reason = str(report.longrepr) if report.skipped else ""
        for kind, texts in WANTING.items():
            if any(text in reason for text in texts):
                self.not_run[kind].append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        """A run that left out such tests has not passed."""
        if any(self.not_run.values()) and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        """Write the sections."""
        for kind, names in self.not_run.items():
            if names:
                terminalreporter.section(f"{len(names)} {kind} tests not run")
            for name in names:
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
