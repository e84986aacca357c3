"""B-02: the power is cut at a thousand moments, the database server is killed twenty times; no ballot is lost.

SQLite is given the statements of `box.cast` over a disk that forgets what was not synced. For PostgreSQL its server is
killed while voters cast, and recovers; that its own syncs reach the disk is left to its makers.
"""

import json
import sqlite3
import time
from contextlib import closing
from random import Random

import pytest

from tests.ballots.crowd import Crowd, compare
from tests.ballots.installation import Installation, Server
from tests.ballots.power import Disk
from tests.ballots.rounds import rounds
from tests.left_out import ELSEWHERE
from tests.postgres import Postgres

MOMENTS = rounds(1_000, least=100)
PAPERS = 900  # enough for the write-ahead log to be put into the file, and begun anew, more than once
ROUNDS = rounds(20, least=5)
MOST = 100  # ballots between two kills of the database server
CLIENTS = 4


@pytest.fixture(scope="module")
def spoken(installation, database):
    """The statements of many casts, and the file they were said to."""
    if database != "sqlite":
        pytest.skip(f"{ELSEWHERE}of SQLite's own files")
    return json.loads(installation.run("tests.ballots.spoken", str(PAPERS)))


def cut(spoken, folder, *, pragmas: str, moments: int):
    """So many cuts; how many of them lost an acknowledged paper, or left a file that SQLite finds unsound."""
    file = folder / "cut.sqlite3"
    with open(spoken["start"], "rb") as start:
        before = start.read()
    file.write_bytes(before)
    disk = Disk()
    with disk.connected(file) as connection:
        for one in pragmas.split(";"):
            connection.execute(one)
        disk.made.clear()  # the file was in WAL before: from here on every write is a voter's
        for paper in spoken["papers"]:
            for statement in paper["said"]:
                connection.execute(statement).fetchall()
            disk.told()
    draw = Random(moments)
    wanted = [draw.randrange(1, len(disk.made)) for _ in range(moments)]
    lost, unsound = 0, 0
    for told, files in disk.cuts(before, wanted, draw):
        for name in ("", "-wal", "-shm"):
            file.with_name(file.name + name).unlink(missing_ok=True)
        for name, content in files.items():
            file.with_name(file.name + name).write_bytes(content)
        there = left_in(file, spoken["event"])
        unsound += there is None
        lost += any((there or {}).get(one["nullifier"]) != one["ct"] for one in spoken["papers"][:told])
    return {"lost": lost, "unsound": unsound, "syncs": sum(one.what == "sync" for one in disk.made)}


def left_in(file, event):
    """The papers of a file after a cut, by slip; None where the file is broken."""
    try:
        with closing(sqlite3.connect(file)) as left:
            left.execute("PRAGMA synchronous=OFF")  # of this reader, which would sync what it recovered
            if left.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return None
            return dict(left.execute("SELECT nullifier, ct FROM store_envelope WHERE event = ?", [event]))
    except sqlite3.DatabaseError:
        return None


def test_no_acknowledged_ballot_is_lost_when_the_power_is_cut(spoken, tmp_path, figures):
    found = cut(spoken, tmp_path, pragmas=spoken["pragmas"], moments=MOMENTS)

    figures(f"B-02: {MOMENTS} power cuts within {PAPERS} ballots: {found}")
    assert (found["lost"], found["unsound"]) == (0, 0)
    assert found["syncs"] >= PAPERS


@pytest.mark.parametrize("mode", ["OFF", "NORMAL"])
def test_with_weaker_syncing_the_same_cuts_lose_ballots(spoken, tmp_path, figures, mode):
    """The control: NORMAL is SQLite's usual advice for WAL, and it is not enough here."""
    weaker = spoken["pragmas"].replace("synchronous=FULL", f"synchronous={mode}")
    assert weaker != spoken["pragmas"]

    found = cut(spoken, tmp_path, pragmas=weaker, moments=50)

    figures(f"B-02 control: synchronous={mode}, 50 power cuts: {found}")
    assert found["lost"] > 0


def killed(folder, *, rounds: int, settings: dict[str, str] | None = None):
    """Voters cast while the database server is killed and recovers; the box beside what they were told."""
    draw = Random(rounds)
    with Postgres(settings) as postgres:
        installation = Installation(folder, postgres.create("ballots"))
        [voters] = installation.open(1, 2 * MOST * rounds)
        with (
            Server(installation) as server,
            Crowd(installation, voters, port=server.port, clients=CLIENTS) as crowd,
        ):
            for _ in range(rounds):
                crowd.wait_for(draw.randrange(MOST))
                time.sleep(draw.uniform(0, 0.01))
                postgres.kill()
                postgres.start()
            crowd.wait_for(CLIENTS)
            assert all(crowd.waiting), "the voters ran out before the rounds did"
        return compare(installation, [voters[0].event], crowd.told), crowd.told


@pytest.fixture
def on_postgresql(database):
    if database != "postgresql":
        pytest.skip(f"{ELSEWHERE}of PostgreSQL's server")


@pytest.mark.usefixtures("on_postgresql")
def test_no_acknowledged_ballot_is_lost_when_the_database_server_is_killed(tmp_path, figures):
    found, told = killed(tmp_path, rounds=ROUNDS)

    figures(f"B-02: database server killed {ROUNDS} times: {found}; answered meanwhile: {dict(told.refused)}")
    assert found.wrong() == {}
    assert found.counted >= 10 * ROUNDS
    assert set(told.refused) <= {"ballot.try-again"}


@pytest.mark.usefixtures("on_postgresql")
def test_a_database_that_answers_before_it_has_written_is_found_out(tmp_path, figures):
    """The control: commits are told before they are in the log."""
    found, _ = killed(tmp_path, rounds=5, settings={"synchronous_commit": "off", "wal_writer_delay": "10s"})

    figures(f"B-02 control: synchronous_commit=off, 5 kills: {found.lost} of {found.counted} lost")
    assert found.lost > 0
