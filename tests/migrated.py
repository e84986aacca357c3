"""Every table of an empty SQLite database, migrated once and kept: copying it takes a hundredth of migrating.

Kept under a digest of all that migrations read, so that another migration is another file. `migrate` still runs on
every copy and would apply what is missing.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections

FOLDER = Path(__file__).parents[1] / ".pytest_cache" / "migrated"


@cache
def image() -> Path:
    """The file with the tables; migrates where nobody has kept it yet."""
    path = FOLDER / f"{_digest()}.sqlite3"
    if not path.exists():
        _make(path)
    return path


def fill(database: sqlite3.Connection) -> None:
    """Every table into an empty database."""
    with closing(sqlite3.connect(f"file:{image()}?mode=ro&immutable=1", uri=True)) as tables:
        tables.backup(database)


def write(path: Path) -> Path:
    """A new database file with every table, as `jiceng` would find its own after migrating."""
    with closing(sqlite3.connect(path)) as file:
        fill(file)
    return path


def _digest() -> str:
    """Over migrations of all apps, the modules of the store that some of them import, and who carries them out."""
    read = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder = Path(app.path) if app.label == "store" else Path(app.path) / "migrations"
        for path in sorted(folder.rglob("*.py")):
            read.update(f"{app.label}/{path.relative_to(app.path)}\0".encode() + path.read_bytes())
    return read.hexdigest()[:20]


def _make(path: Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}")
    with default_database(":memory:"):
        call_command("migrate", verbosity=0, skip_checks=True)
        connections["default"].connection.execute("VACUUM INTO ?", [str(new)])
    os.replace(new, path)  # two that make it at once make the same
    for older in FOLDER.glob("*.sqlite3"):
        if older != path:
            older.unlink(missing_ok=True)


@contextmanager
def default_database(name: str) -> Iterator[None]:
    """The default database is the one of this name, with connections of its own, until the end of the block."""
    settings = connections.settings["default"]
    usual, connection = settings["NAME"], connections["default"]
    settings["NAME"] = name
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"], connections["default"] = usual, connection
