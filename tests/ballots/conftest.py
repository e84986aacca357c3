"""The installation that these tests share, on whichever database the run is for, and what they measured."""

import os

import pytest

from tests.ballots.installation import Installation

FIGURE = "measured"


@pytest.fixture(scope="session")
def database():
    """sqlite, or postgresql where JICENG_DATABASE_URL names a server."""
    return "postgresql" if os.environ.get("JICENG_DATABASE_URL") else "sqlite"


@pytest.fixture(scope="session")
def installation(tmp_path_factory, database):
    """A migrated database with nothing in it yet."""
    folder = tmp_path_factory.mktemp("county")
    if database == "sqlite":
        yield Installation(folder)
        return
    import psycopg

    url = os.environ["JICENG_DATABASE_URL"]
    name = f"ballots_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            before, _, after = url.partition("?")
            yield Installation(folder, f"{before.rsplit('/', 1)[0]}/{name}?{after}")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def figures(record_property, database):
    """Call it with a sentence: it is printed at the end of the run, whichever worker measured it."""
    return lambda said: record_property(FIGURE, f"{database}: {said}")


def pytest_terminal_summary(terminalreporter):
    ended = [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]
    lines = [
        said
        for report in ended
        if report.when == "call"
        for name, said in report.user_properties
        if name == FIGURE
    ]
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)
