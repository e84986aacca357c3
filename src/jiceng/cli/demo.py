"""`jiceng demo`: the demonstration county on this computer. `jiceng demo code ACCOUNT`: what its phone would show.

Its settings, its folder and its database are its own, whatever the environment says, and it answers 127.0.0.1 only: a
server's data is never touched, and nobody else can reach the known accounts.
"""

import argparse
import errno
import json
import os
import secrets
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from jiceng.cli import say, tell
from jiceng.kernel.refusal import Refusal

HOST = "127.0.0.1"
PORT = 8000
FOLDER = "demo"  # inside the data folder
DATABASE = "jiceng.sqlite3"
ACCOUNTS = "accounts.json"  # username -> password
THREADS = 8


def add(commands: Any) -> None:
    parser = commands.add_parser("demo", help=say("demo.help"), description=say("demo.help"))
    parser.add_argument("code", nargs="*", metavar="code ACCOUNT", help=say("demo.help-code"))
    parser.add_argument("--port", type=int, default=PORT, metavar="PORT", help=say("demo.help-port"))
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help=say("demo.help-data", folder=str(_usual_folder()))
    )
    parser.add_argument("--no-serve", action="store_true", help=say("demo.help-no-serve"))
    parser.add_argument("--fresh", action="store_true", help=say("demo.help-fresh"))


def run(args: argparse.Namespace) -> int:
    """Make or reuse the county, then serve it until Ctrl-C, or print one account's digits; the exit code."""
    if args.code:
        if args.code[0] != "code" or len(args.code) != 2:
            raise Refusal("demo.code-how", said=" ".join(args.code))
        return _print_code(args.data or _usual_folder(), args.code[1])
    if not args.no_serve:
        _check_port(args.port)
    folder = _prepare(args.data or _usual_folder(), fresh=args.fresh)
    _set_up(folder)
    passwords = _passwords(folder)
    _fill(passwords)
    where = f" --data {args.data}" if args.data else ""
    if args.no_serve:
        tell(say("demo.done", command=f"jiceng demo{where}"))
        return 0
    return _serve(args.port, passwords, where)


def _usual_folder() -> Path:
    """Beside the data of a real installation, never in it."""
    return Path(os.environ.get("JICENG_DATA") or "var") / FOLDER


def _check_port(port: int) -> None:
    """Refuses before anything is written. Raises Refusal "demo.port-…"."""
    if not 0 < port < 65536:
        raise Refusal("demo.port-impossible", port=port)
    with socket.socket() as trial:
        # As the server will: a port that only waits for old connections to end is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
            trial.listen()
        except OSError as error:
            other = port + 1 if 1024 <= port < 65535 else PORT + 1
            if error.errno == errno.EADDRINUSE:
                raise Refusal("demo.port-taken", port=port, other=other) from None
            raise Refusal("demo.port-forbidden", port=port, other=other, reason=error.strerror) from None


def _prepare(folder: Path, *, fresh: bool) -> Path:
    """The folder, there and writable; emptied of the old database when asked. Raises Refusal "demo.folder-unusable"."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh and (folder / DATABASE).exists():
            tell(say("demo.fresh"))
            for part in ("", "-wal", "-shm"):
                (folder / f"{DATABASE}{part}").unlink(missing_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise Refusal("demo.folder-unusable", folder=str(folder), reason=error.strerror) from None
    return folder.resolve()


def _print_code(folder: Path, username: str) -> int:
    """What an authenticator would show for an account of this folder's demonstration; nothing is written or made.

    Raises Refusal "demo.nothing-there", "demo.not-a-demonstration", "demo.no-such-account", "demo.no-code",
    "demo.code-used".
    """
    if not (folder / DATABASE).is_file() or not (folder / ACCOUNTS).is_file():
        raise Refusal("demo.nothing-there", folder=str(folder))
    _use(folder.resolve())
    from django.utils.timezone import now

    from jiceng.demo import load

    print(load.code_for(username, at=now()))
    return 0


def _use(folder: Path) -> None:
    """Start Django with the demonstration's settings."""
    os.environ["JICENG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiceng.settings.demo"
    if os.environ.pop("JICENG_DATABASE_URL", ""):
        tell(say("demo.own-database"))
    import django

    django.setup()


def _set_up(folder: Path) -> None:
    """Start Django and bring the database up to date."""
    _use(folder)
    from django.core.management import call_command

    tell(say("demo.database", path=str(folder / DATABASE)))
    call_command("migrate", verbosity=0, interactive=False)


def _passwords(folder: Path) -> dict[str, str]:
    """One password an account, made once for this folder and kept beside the data, readable by its owner only."""
    from jiceng.demo import load

    path = folder / ACCOUNTS
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {username: str(kept[username]) for username in load.ACCOUNTS}
    except (OSError, ValueError, KeyError, TypeError):
        made = {
            username: f"{secrets.randbelow(10_000):04}-{secrets.randbelow(10_000):04}"
            for username in load.ACCOUNTS
        }
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(made, file)
    return made


def _fill(passwords: dict[str, str]) -> None:
    """Load the county, or keep what is there; the accounts open with the kept passwords either way."""
    from django.db import connections

    from jiceng import clock
    from jiceng.demo import load

    if load.is_loaded():
        load.set_passwords(passwords)
        tell(say("demo.kept"))
    else:
        tell(say("demo.loading"))
        load.load(on=clock.today(), passwords=passwords, say=lambda code, facts: tell(say(code, **facts)))
    connections.close_all()  # the server's threads open their own


def _announce(port: int, passwords: dict[str, str], where: str) -> None:
    from jiceng.demo import load
    from jiceng.services import factor

    tell("")
    tell(say("demo.ready", address=f"http://{HOST}:{port}/"))
    for post, username in load.accounts():
        facts = {
            # As wide as the longest, so that the columns stand under each other.
            "username": username.ljust(max(len(name) for name in load.ACCOUNTS)),
            "password": passwords[username],
            "role": say(f"demo.{post.role}"),
            "name": post.person.name,
            "organisation": post.organisation.name,
        }
        line = say("demo.account", **facts)
        if post.role in factor.ROLES:
            line += say("demo.account-code", command=f"jiceng demo code {username}{where}")
        tell(line)
    for code, path, facts in load.ballots_to_see():
        tell(say(code, address=f"http://{HOST}:{port}{path}", **facts))
    tell(say("demo.stop"))


def _serve(port: int, passwords: dict[str, str], where: str) -> int:
    """Answer until Ctrl-C. With gunicorn; where it is missing, with Django's own server."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    application = get_wsgi_application()

    def announce(server: object = None) -> None:
        _announce(port, passwords, where)
        connections.close_all()

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    try:
        from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
    except ImportError:
        from django.core.servers.basehttp import WSGIServer
        from django.core.servers.basehttp import run as serve

        signal.signal(signal.SIGTERM, stop)
        announce()
        with suppress(KeyboardInterrupt):
            serve(HOST, port, application, threading=True, server_cls=WSGIServer)
    else:

        class Server(BaseApplication):  # type: ignore[misc]
            def load_config(self) -> None:
                # One process: SQLite has one writer, and a demonstration few readers.
                for name, value in {
                    "bind": f"{HOST}:{port}",
                    "worker_class": "gthread",
                    "threads": THREADS,
                    "loglevel": "warning",
                    "when_ready": announce,
                    "graceful_timeout": 3,
                }.items():
                    self.cfg.set(name, value)

            def load(self) -> Any:
                return application

        starter = os.getpid()
        try:
            Server().run()
        except SystemExit as leaving:
            # Workers are copies of this process and leave through here too.
            if leaving.code or os.getpid() != starter:
                raise
    tell("\n" + say("demo.stopped"))
    return 0
