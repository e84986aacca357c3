"""A PostgreSQL of the tests' own: made when asked for, reachable through a socket in its own folder, gone at the end.

    python -m tests.postgres [--quick] COMMAND …     run a command with JICENG_DATABASE_URL set

`--quick` forgets a crash of the machine for speed; without it every commit is on the disk, as on a county's server.
The server never runs as root: started by root, it belongs to `postgres` or `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps servers, by version
USER = "jiceng"
PATIENCE = 60  # seconds for starting and for recovery

# Chinese in the order of its language, as on a server set up for a county: names of paths must not follow it.
LANGUAGES = (
    ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=zh-Hans-CN"],
    ["--encoding=UTF8", "--locale=C"],
)
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Missing(Exception):
    """There is no PostgreSQL on this machine."""


def programs() -> Path:
    """The folder of initdb and postgres. Raises Missing."""
    numbered = sorted(INSTALLED.glob("*/bin"), key=lambda one: _number(one.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    for folder in (*numbered, *([Path(on_path).resolve().parent] if on_path else [])):
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise Missing(
        "no PostgreSQL server here. Run: apt install postgresql   (or put initdb and postgres on PATH)"
    )


def _number(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0


def _owner() -> dict[str, Any]:
    """Whom the server runs as: whoever runs the tests, or for root somebody who may do nothing else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise Missing("PostgreSQL does not run as root, and there is neither a user postgres nor nobody here")


class Postgres:
    """One server with a data folder of its own.

    settings: of postgresql.conf, beside the usual ones; `with Postgres() as server:` makes, starts, stops and removes.
    """

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self.settings = dict(settings or {})
        self.bin, self.owner = programs(), _owner()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Postgres":
        place = tempfile.gettempdir()
        self.folder = Path(tempfile.mkdtemp(prefix="jiceng-pg-", dir=place if len(place) < 60 else "/tmp"))
        try:
            if self.owner:
                os.chown(self.folder, self.owner["user"], self.owner["group"])
            self._make()
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, name: str = "jiceng") -> str:
        """For JICENG_DATABASE_URL."""
        return f"postgresql://{USER}@/{name}?host={quote(str(self.folder), safe='/')}"

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        # The server's user may not enter the folder the tests are run from, nor read our environment's files.
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(self.folder)}
        return subprocess.run(
            command, cwd="/", env=environment, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, start_new_session=True, **self.owner,
        )  # fmt: skip

    def _make(self) -> None:
        """An empty cluster; where this build knows no ICU, in plain byte order."""
        for language in LANGUAGES:
            made = self._run(
                self.bin / "initdb",
                "--pgdata",
                self.data,
                "--username",
                USER,
                "--auth=trust",
                "--no-sync",
                *language,
            )
            if made.returncode == 0:
                break
            shutil.rmtree(self.data, ignore_errors=True)
        else:
            raise RuntimeError(f"initdb failed: {made.stderr or made.stdout}")
        usual = {
            "listen_addresses": "",  # nothing outside this machine, and nobody who cannot enter the folder
            "unix_socket_directories": str(self.folder),
            "max_connections": "120",
            "logging_collector": "off",
        }
        if _number(self._run(self.bin / "postgres", "--version").stdout.split()[2].split(".")[0]) >= 14:
            # Recovery asks the system once to write everything, not file by file: seconds instead of a minute.
            usual["recovery_init_sync_method"] = "syncfs"
        lines = [f"{key} = '{value}'\n" for key, value in (usual | self.settings).items()]
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(lines)

    def start(self) -> None:
        """Start it and wait until it answers; after a crash it recovers first."""
        until = time.monotonic() + PATIENCE
        while True:
            log = (self.folder / "log").open("ab")
            with log:
                self.process = subprocess.Popen(
                    [self.bin / "postgres", "-D", self.data], cwd="/", stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log, start_new_session=True, env={"LC_ALL": "C"}, **self.owner,
                )  # fmt: skip
            while self.process.poll() is None:
                if self.answers():
                    return
                if time.monotonic() > until:
                    break
                time.sleep(0.02)
            # After a kill the old server's children hold its memory for a moment longer.
            if time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"PostgreSQL does not start:\n{self.said()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def said(self) -> str:
        """The end of its log."""
        return "".join((self.folder / "log").read_text(errors="replace").splitlines(keepends=True)[-20:])

    def create(self, name: str) -> str:
        """An empty database; its address."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def kill(self) -> None:
        """SIGKILL to the server: nothing is written, nobody is told."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)  # "fast": clients are sent away
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)


def run(command: Sequence[str], *, quick: bool = False) -> int:
    """Run a command beside a server; Ctrl-C ends the command, then the server, then its folder."""

    def asked_to_stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked_to_stop)
    child: subprocess.Popen[bytes] | None = None
    try:
        with Postgres(QUICK if quick else None) as server:
            environment = os.environ | {"JICENG_DATABASE_URL": server.create("jiceng")}
            child = subprocess.Popen(command, env=environment)
            try:
                return child.wait()
            except KeyboardInterrupt:
                # The terminal told the child too; one that was only told to stop us has to be told by us.
                child.send_signal(signal.SIGINT)
                try:
                    child.wait(30)
                except (KeyboardInterrupt, subprocess.TimeoutExpired):
                    child.kill()
                    child.wait()
                return 130
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)  # what is left is tidying up, and takes a second
    except Missing as missing:
        print(f"tests: {missing}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    told = sys.argv[1:]
    quick = told[:1] == ["--quick"]
    command = told[1:] if quick else told
    if not command:
        raise SystemExit("usage: python -m tests.postgres [--quick] COMMAND …")
    raise SystemExit(run(command, quick=quick))
