"""A database in a file of its own, for two people at once: threads share it as two processes would."""

import atexit
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Barrier
from typing import Any

from django.core.management import call_command
from django.db import connections

# Every table and no row, once that has been made: copying it is far quicker than migrating. _TABLES: of SQLite.
_TABLES = sqlite3.connect(":memory:", check_same_thread=False)
_TEMPLATES: dict[str, str] = {}  # of PostgreSQL: the suite's database -> the one to copy


@contextmanager
def database_in(path: Path) -> Iterator[None]:
    """The default database is this file, with every table, until the end of the block.

    On PostgreSQL, where every connection may be another's anyway, it is a new database of the same server.
    """
    kept = connections["default"]
    copy = _another(kept, path) if kept.vendor == "postgresql" else _file(path)
    with copy as name, _default(name):
        yield


@contextmanager
def _default(name: str) -> Iterator[None]:
    """Under this name, with connections of its own."""
    told = connections.settings["default"]
    kept, usual = connections["default"], told["NAME"]
    told["NAME"] = name
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        told["NAME"] = usual
        connections["default"] = kept


@contextmanager
def _file(path: Path) -> Iterator[str]:
    if not _TABLES.execute("SELECT 1 FROM sqlite_master").fetchone():
        with _default(":memory:"):
            _migrate()
            connections["default"].connection.backup(_TABLES)
    with closing(sqlite3.connect(path)) as file:
        _TABLES.backup(file)
    yield str(path)


@contextmanager
def _another(server: Any, path: Path) -> Iterator[str]:
    """A database beside the suite's own, by a name nobody else has."""
    suite = server.settings_dict["NAME"]
    name = f"{suite}_{path.stem}_{token_hex(4)}"
    with server._nodb_cursor() as cursor:
        if suite not in _TEMPLATES:
            template = f"{suite}_tables_{token_hex(4)}"
            cursor.execute(f'CREATE DATABASE "{template}"')
            atexit.register(_drop, server, template)
            with _default(template):
                _migrate()
            _TEMPLATES[suite] = template
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATES[suite]}"')
    try:
        yield name
    finally:
        _drop(server, name)


def _drop(server: Any, name: str) -> None:
    with server._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _migrate() -> None:
    call_command("migrate", verbosity=0, skip_checks=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of several people gets who act in the same moment: the answer, or what was raised."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            ready.wait()
            return act()
        except Exception as raised:
            return raised
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as everybody:
        return list(everybody.map(one, acts))
