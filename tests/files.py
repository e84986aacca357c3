"""A database in a file of its own, for two people at once: threads share it as two processes would."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Barrier
from typing import Any

from django.core.management import call_command
from django.db import connections


@contextmanager
def database_in(path: Path) -> Iterator[None]:
    """The default database is this file, with every table, until the end of the block.

    On PostgreSQL, where every connection may be another's anyway, it is a new database of the same server.
    """
    told = connections.settings["default"]
    kept, name = connections["default"], told["NAME"]
    told["NAME"] = _create(kept, path) if kept.vendor == "postgresql" else str(path)
    del connections["default"]
    try:
        call_command("migrate", verbosity=0, skip_checks=True)
        yield
    finally:
        connections["default"].close()
        made, told["NAME"] = told["NAME"], name
        connections["default"] = kept
        if kept.vendor == "postgresql":
            with kept._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{made}" WITH (FORCE)')


def _create(server: Any, path: Path) -> str:
    """An empty database beside the suite's own, by a name nobody else has."""
    name = f"{server.settings_dict['NAME']}_{path.stem}_{token_hex(4)}"
    with server._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    return name


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
