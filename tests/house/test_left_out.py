"""What is left out on a machine that lacks something is a failure in CI."""

import pytest

from tests.left_out import ELSEWHERE, pytest_runtest_makereport


def reported(reason: str) -> str:
    report = pytest.TestReport(
        "tests/a.py::test",
        ("tests/a.py", 1, "test"),
        {},
        "skipped",
        ("tests/a.py", 1, f"Skipped: {reason}"),
        "setup",
    )
    step = pytest_runtest_makereport()
    next(step)
    with pytest.raises(StopIteration) as end:
        step.send(report)
    return end.value.value.outcome


@pytest.mark.parametrize(
    ("ci", "reason", "outcome"),
    [
        ("true", "no font for Chinese on this machine", "failed"),
        ("true", f"{ELSEWHERE}of PostgreSQL's server", "skipped"),
        ("", "no font for Chinese on this machine", "skipped"),
    ],
)
def test_what_lacks_something_fails_in_ci_and_what_another_run_shows_does_not(
    monkeypatch, ci, reason, outcome
):
    monkeypatch.setenv("CI", ci)

    assert reported(reason) == outcome
