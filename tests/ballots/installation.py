"""An installation as a county has it: production settings, a data folder, a database of its own, a server to kill."""

import http.client
import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jiceng.kernel.ballot.board import Opening, Paper, write_paper
from jiceng.kernel.ballot.slip import spent, stub

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
OPTIONS = ("好", "较好", "一般", "差", "弃权")


@dataclass(frozen=True)
class Voter:
    """A slip in somebody's hand. public: the box's key."""

    event: str
    voter_class: str
    code: str
    public: str

    @property
    def nullifier(self) -> str:
        return stub(self.event, self.voter_class, self.code[:-1])

    def sealed(self, draw: Random) -> dict[str, str]:
        """A paper, sealed anew at each call; the body of a request."""
        from jiceng.services.ballot import sealing

        asked = ("总体评价", "联系群众")
        openings = tuple(Opening(one, draw.choice(OPTIONS), secrets.token_hex(16)) for one in asked)
        one = sealing.seal(write_paper(Paper(openings)), self.public, self.event, self.voter_class)
        return {"class": self.voter_class, "code": self.code, "eph": one.eph, "iv": one.iv, "ct": one.ct}


@dataclass(frozen=True)
class Row:
    """One envelope, as it lies in the database."""

    event: str
    nullifier: str
    voter_class: str
    eph: str
    iv: str
    ct: str


@dataclass
class Installation:
    """url: of an empty PostgreSQL database; without it the database is a file in the folder."""

    folder: Path
    url: str = ""
    instance: str = field(default="", init=False)  # the public key it signs with

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("JICENG_", "DJANGO_"))
        } | {
            "JICENG_DATA": str(self.folder), "JICENG_DATABASE_URL": self.url, "JICENG_HOSTS": HOST,
            "JICENG_PLAIN_HTTP": "1", "JICENG_SECRET_KEY": secrets.token_urlsafe(64),
            "DJANGO_SETTINGS_MODULE": "jiceng.settings.production", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }  # fmt: skip
        self.run("django", "migrate", "--verbosity", "0", "--skip-checks")

    @property
    def file(self) -> Path:
        return self.folder / "jiceng.sqlite3"

    def run(self, module: str, *arguments: str) -> str:
        """A Python module in a process of its own, with the settings of this installation."""
        ran = subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def open(self, boxes: int, slips: int) -> list[list[Voter]]:
        """Open ballots with this many slips each; who holds them, ballot by ballot."""
        told = json.loads(self.run("tests.ballots.made", str(boxes), str(slips)))
        self.instance = told["instance"]
        return [
            [
                Voter(one["event"], name, code, one["public"])
                for name, codes in one["codes"].items()
                for code in codes
            ]
            for one in told["boxes"]
        ]

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """A connection past the application."""
        if self.url:
            import psycopg

            with closing(psycopg.connect(self.url, autocommit=True)) as connection:
                yield connection
        else:
            with closing(sqlite3.connect(self.file, isolation_level=None, timeout=20)) as connection:
                yield connection

    def ask(self, sql: str, *parameters: str) -> list[tuple[Any, ...]]:
        with self.connected() as connection:
            return connection.execute(sql.replace("?", "%s") if self.url else sql, parameters).fetchall()

    def box(self, event: str) -> list[Row]:
        return [
            Row(*one)
            for one in self.ask(
                "SELECT event, nullifier, voter_class, eph, iv, ct FROM store_envelope WHERE event = ?", event
            )
        ]

    def is_sound(self) -> bool:
        """What the database itself says about its files."""
        if self.url:
            return True  # it checks what it reads; there is no one command
        return self.ask("PRAGMA integrity_check") == [("ok",)]

    def check_ack(self, voter: Voter, told: dict[str, str]) -> None:
        """The answer names the slip, and the installation signed it; raises otherwise."""
        assert told["nullifier"] == voter.nullifier
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.instance))
        key.verify(bytes.fromhex(told["signature"]), spent(voter.event, voter.voter_class, voter.nullifier))


def free_port() -> int:
    """Below the ports the system gives to clients, so that no client's own end takes it between two servers."""
    draw = Random()
    while True:
        port = draw.randrange(20_000, 32_000)
        with closing(socket.socket()) as tried:
            try:
                tried.bind((HOST, port))
            except OSError:
                continue
            return port


class Server:
    """The application on a port; `kill` is SIGKILL for every process of it."""

    def __init__(self, installation: Installation, *, mutant: str = "", settings: str = "") -> None:
        self.port = free_port()
        self.said = (installation.folder / f"server-{self.port}.log").open("w+")
        environment = installation.environment
        if settings:
            environment = environment | {"DJANGO_SETTINGS_MODULE": settings}
        self.loaded = subprocess.Popen(
            [sys.executable, "-m", "tests.ballots.serving", str(self.port), *([mutant] if mutant else [])],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.said, text=True,
        )  # fmt: skip
        self.group = 0
        assert self.loaded.stdout.readline() == "loaded\n", self.log()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.kill()
        self.loaded.stdin.close()
        self.loaded.wait(20)
        self.loaded.stdout.close()
        self.said.close()

    def log(self) -> str:
        self.said.seek(0)
        return self.said.read()

    def start(self) -> None:
        self.loaded.stdin.write("\n")
        self.loaded.stdin.flush()
        self.group = int(self.loaded.stdout.readline())
        until = time.monotonic() + 30
        while not self.listens():
            assert time.monotonic() < until, f"no server after half a minute: {self.log()}"
            time.sleep(0.005)

    def kill(self) -> None:
        """Returns once no process of it is left: the last one takes the port with it."""
        if not self.group:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        self.group = 0
        until = time.monotonic() + 30
        while self.listens():
            assert time.monotonic() < until, "a killed server still answers"
            time.sleep(0.002)

    def listens(self) -> bool:
        with closing(socket.socket()) as tried:
            return tried.connect_ex((HOST, self.port)) == 0


class NoAnswer(Exception):
    """The line broke: the paper may be in the box or not."""


class Line:
    """One client's connection, opened again when it broke. port: the server's, or a bad line's before it."""

    def __init__(self, port: int, *, timeout: float = 30) -> None:
        self.port, self.timeout = port, timeout
        self.held: http.client.HTTPConnection | None = None

    def cast(self, voter: Voter, body: dict[str, str]) -> tuple[int, dict[str, str]]:
        """Status and answer. Raises NoAnswer."""
        return self.ask("POST", f"/b/{voter.event}/cast", json.dumps(body).encode())

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, dict[str, str]]:
        if self.held is None:
            self.held = http.client.HTTPConnection(HOST, self.port, timeout=self.timeout)
        try:
            self.held.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = self.held.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException) as broken:
            self.close()
            raise NoAnswer from broken
        if answer.getheader("Connection") == "close":
            self.close()
        return answer.status, json.loads(raw or b"{}")

    def close(self) -> None:
        if self.held is not None:
            self.held.close()
            self.held = None
