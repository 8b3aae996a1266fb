"""pytest -p tests.no_skips: a run in which something was skipped has failed (what CI asks for)."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Fail the run when tests were skipped; xdist's processes report to the one that counts."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Say why the run failed."""
    if skipped := terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(
            f"{len(skipped)} tests were skipped: not allowed here", red=True
        )
