"""A database in a file of its own, for two people at once: threads share it as two processes would."""

import atexit
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Barrier
from typing import Any

from django.core.management import call_command
from django.db import connections

from tests import migrated
from tests.migrated import default_database

# Of PostgreSQL, the suite's database -> one with every table and no row: copying it is far quicker than migrating.
_TEMPLATES: dict[str, str] = {}


@contextmanager
def database_in(path: Path) -> Iterator[None]:
    """The default database is this file, with every table, until the end of the block.

    On PostgreSQL, where every connection may be another's anyway, it is a new database of the same server.
    """
    kept = connections["default"]
    copy = _another(kept, path) if kept.vendor == "postgresql" else _file(path)
    with copy as name, default_database(name):
        yield


@contextmanager
def _file(path: Path) -> Iterator[str]:
    yield str(migrated.write(path))


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
            with default_database(template):
                call_command("migrate", verbosity=0, skip_checks=True)
            _TEMPLATES[suite] = template
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATES[suite]}"')
    try:
        yield name
    finally:
        _drop(server, name)


def _drop(server: Any, name: str) -> None:
    with server._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


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
