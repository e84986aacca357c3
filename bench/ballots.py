"""Ballots taken per second through HTTP, on both databases, beside the least that could be done.

    python -m tests.postgres python -m bench.ballots [--ballots 2000] [--rounds 7]

Three take ballots in turn on each database, all in one run: jiceng as it is installed (gunicorn, two processes of four
threads, production settings, every check of the booth); the smallest Django page behind the same gunicorn; and no web
server at all: eight processes of psycopg, or one of sqlite3. The last two look whether the slip is known, insert and
commit, each ballot by itself. Everything is on the disk before it is answered.
"""

import argparse
import json
import multiprocessing
import os
import platform
import selectors
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import django

from bench.smallest import INSERT, KNOWN, SLIPS, TABLE
from tests.ballots.installation import HOST, Installation, Server

CLIENTS = 8
BARE = "-bare"  # behind the slips of those who need no web server: they write into the same table
HEADER = "{:<11} {:<22} {:>9} {:>8} {:>8} {:>8} {:>8} {:>8}"
LINE = "{:<11} {:<22} {:>9,.0f} {:>8} {:>8} {:>8} {:>8.2f} {:>8.2f}"


@dataclass
class Taken:
    """What one contestant did. rates: ballots a second, round by round. waits: of every request, in seconds."""

    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def wait(self, share: float) -> str:
        if not self.waits:
            return "–"
        return f"{sorted(self.waits)[int(len(self.waits) * share)] * 1e3:.1f}"


def requests(papers: Sequence[tuple[str, dict[str, str]]]) -> list[bytes]:
    """Each as it goes over the line, so that the clients have nothing to compute."""
    made = []
    for event, paper in papers:
        body = json.dumps(paper).encode()
        head = f"POST /b/{event}/cast HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        made.append(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return made


def post(port: int, wanted: Sequence[bytes], taken: Taken) -> None:
    """Eight clients that each send the next request when the last is answered. Anything but 200 ends the run."""
    waiting = iter(wanted)
    with selectors.DefaultSelector() as ready, ExitStack() as lines:
        begun = time.perf_counter()
        open_lines = 0
        for request in list(islice(waiting, CLIENTS)):
            line = lines.enter_context(socket.create_connection((HOST, port)))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(line, selectors.EVENT_READ, [time.perf_counter(), b""])
            line.sendall(request)
            open_lines += 1
        while open_lines:
            for key, _ in ready.select():
                line, state = key.fileobj, key.data
                state[1] += line.recv(65_536)
                if not is_whole(state[1]):
                    continue
                now = time.perf_counter()
                taken.waits.append(now - state[0])
                if not state[1].startswith(b"HTTP/1.1 200"):
                    raise SystemExit(f"bench: not taken: {state[1]!r}")
                request = next(waiting, None)
                if request is None:
                    ready.unregister(line)
                    open_lines -= 1
                    continue
                state[:] = [time.perf_counter(), b""]
                line.sendall(request)
        taken.rates.append(len(wanted) / (time.perf_counter() - begun))


def is_whole(raw: bytes) -> bool:
    head, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        return False
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    raise SystemExit(f"bench: an answer without a length: {raw!r}")


def bare(url: str, file: Path, rows: Sequence[tuple[str, ...]], taken: Taken) -> None:
    """Insert and commit, one by one. SQLite lets one write at a time: one process is its fastest."""
    clients = CLIENTS if url else 1
    gate = multiprocessing.Barrier(clients + 1)
    workers = [
        multiprocessing.Process(target=put, args=(url, file, rows[at::clients], gate))
        for at in range(clients)
    ]
    for one in workers:
        one.start()
    gate.wait()
    begun = time.perf_counter()
    gate.wait()
    taken.rates.append(len(rows) / (time.perf_counter() - begun))
    for one in workers:
        one.join()


def put(url: str, file: Path, rows: Sequence[tuple[str, ...]], gate) -> None:
    if url:
        import psycopg

        with closing(psycopg.connect(url, autocommit=True)) as connection:
            gate.wait()
            for row in rows:
                with connection.transaction():
                    if connection.execute(KNOWN, row[:1]).fetchone():
                        connection.execute(INSERT, row)
            gate.wait()
        return
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        gate.wait()
        known, insert = KNOWN.replace("%s", "?"), INSERT.replace("%s", "?")
        for row in rows:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute(known, row[:1]).fetchone():
                connection.execute(insert, row)
            connection.execute("COMMIT")
        gate.wait()


@dataclass
class Bench:
    """One database and the three that write to it."""

    name: str
    folder: Path
    url: str
    ballots: int
    rounds: int

    def __post_init__(self) -> None:
        self.installation = Installation(self.folder, self.url)
        total = self.ballots * (self.rounds + 1)
        draw = Random(total)
        [voters] = self.installation.open(1, total)
        self.event = voters[0].event
        papers = [(voter.event, voter.sealed(draw)) for voter in voters[:total]]
        self.requests = requests(papers)
        self.rows = [(paper["code"], paper["eph"], paper["iv"], paper["ct"]) for _, paper in papers]
        with (
            closing(sqlite3.connect(self.small))
            if not self.url
            else self.installation.connected() as connection
        ):
            self._fill(connection)
        self.taken = {"jiceng": Taken(), "smallest Django page": Taken(), "no web server": Taken()}

    def _fill(self, connection: Any) -> None:
        for sql in (TABLE, SLIPS):
            connection.execute(sql)
        with connection if not self.url else connection.transaction():
            slips = [(f"{row[0]}{end}",) for row in self.rows for end in ("", BARE)]
            marker = "%s" if self.url else "?"
            connection.cursor().executemany(f"INSERT INTO slips VALUES ({marker})", slips)

    @property
    def small(self) -> Path:
        return self.folder / "smallest.sqlite3"

    def begin(self, stack: ExitStack) -> None:
        self.jiceng = stack.enter_context(Server(self.installation))
        self.smallest = stack.enter_context(Server(self.installation, settings="bench.smallest"))

    def round(self, number: int) -> Iterator[None]:
        """One turn of each; round 0 warms up and does not count."""
        part = slice(number * self.ballots, (number + 1) * self.ballots)
        counts = self.taken if number else {name: Taken() for name in self.taken}
        post(self.jiceng.port, self.requests[part], counts["jiceng"])
        yield
        post(self.smallest.port, self.requests[part], counts["smallest Django page"])
        yield
        again = [(f"{code}{BARE}", *rest) for code, *rest in self.rows[part]]
        bare(self.url, self.small, again, counts["no web server"])
        yield

    def check(self) -> None:
        """Every ballot that was answered is there, once."""
        stored = len(self.installation.box(self.event))
        if stored != len(self.requests):
            raise SystemExit(f"bench: {len(self.requests)} ballots were answered and {stored} are in the box")

    def report(self) -> None:
        small, raw = self.taken["smallest Django page"].rate, self.taken["no web server"].rate
        for name, one in self.taken.items():
            waits = [one.wait(share) for share in (0.5, 0.95, 0.99)]
            print(
                LINE.format(self.name, name, one.rate, *waits, one.rate / small, one.rate / raw), flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ballots", type=int, default=2_000, help="in each turn")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database")
    asked = parser.parse_args()
    server = os.environ.get("JICENG_DATABASE_URL", "")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings.test"  # of this process, which only seals
    django.setup()
    if not server and asked.only != "sqlite":
        raise SystemExit("bench: no PostgreSQL. Run it as: python -m tests.postgres python -m bench.ballots")
    with tempfile.TemporaryDirectory(prefix="jiceng-bench-") as place, ExitStack() as stack:
        benches = []
        for name in [asked.only] if asked.only else ["sqlite", "postgresql"]:
            folder, url = Path(place) / name, server if name == "postgresql" else ""
            benches.append(Bench(name, folder, url, asked.ballots, asked.rounds))
        for one in benches:
            one.begin(stack)
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions(server)};", end=" ")
        print(f"{CLIENTS} clients, medians of {asked.rounds} rounds of {asked.ballots} ballots, in turn.")
        print("Every ballot is on the disk before it is answered. Waits in milliseconds.\n")
        print(HEADER.format("database", "", "ballots/s", "p50", "p95", "p99", "x page", "x bare"))
        for number in range(asked.rounds + 1):
            for turns in zip(*(one.round(number) for one in benches), strict=True):
                del turns
        for one in benches:
            one.check()
            one.report()


def versions(url: str) -> str:
    told = f"SQLite {sqlite3.sqlite_version}"
    if url:
        from tests.postgres import programs

        said = subprocess.run(
            [programs() / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        told += f", PostgreSQL {said.stdout.split()[2]}"
    return told


if __name__ == "__main__":
    main()
