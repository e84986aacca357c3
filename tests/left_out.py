"""Tests that are left out: with a reason, and in CI only what another of its runs does not leave out.

CI installs what tests need (.ci/run). A font, a server or a browser that is missing there would pass for a success.
"""

import os
from collections.abc import Generator

import pytest

ELSEWHERE = "elsewhere: "  # begins the reason of what another run shows: of the other database, of a checkout


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that lacks something fails."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not reason.removeprefix("Skipped: ").startswith(ELSEWHERE):
            report.outcome, report.longrepr = "failed", f"left out in CI, which lacks something: {reason}"
    return report
