"""The tables of an empty store, migrated once and kept: a rehearsal then begins at once instead of after seconds.

Kept in the user's cache under a digest of all that migrations read, so that another migration is another file.
"""

import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection


def make() -> None:
    """Every table into the database of this process, which is in its memory and empty."""
    kept = _folder() / f"tables-{_digest()}.sqlite3"
    connection.ensure_connection()
    database: sqlite3.Connection = connection.connection
    if kept.is_file():
        database.deserialize(kept.read_bytes())
        return
    call_command("migrate", verbosity=0, skip_checks=True)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(database.serialize())
        os.replace(new, kept)
    except OSError:
        pass  # nowhere to keep it; the next rehearsal migrates again


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir()) / f"jiceng-{os.getuid()}"


def _digest() -> str:
    """Over migrations of all apps, the modules of the store that some of them import, and who carries them out."""
    read = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder = Path(app.path) if app.label == "store" else Path(app.path) / "migrations"
        for path in sorted(folder.rglob("*.py")):
            read.update(f"{app.label}/{path.relative_to(app.path)}\0".encode() + path.read_bytes())
    return read.hexdigest()[:20]
