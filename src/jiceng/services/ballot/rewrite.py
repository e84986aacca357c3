"""rewrite: once a box is closed, its files keep no order of arrival.

While the box is open nobody is ticked, and a tick is one save for everybody present, so there are no two orders to join
(`kernel.ballot.event.check_tick`). This takes away the one that is left: the order of papers between everything else
that a server writes meanwhile, which a busy administrator could hold against other pages' times. The rows are written
anew in the order of their keys in one transaction; then the database makes its files anew.

It may be run again at any time, and is run again when it was interrupted: until the end `rewritten` stays False.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, connection, models, transaction
from django.db.utils import ProgrammingError

from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot.box import TRIES
from jiceng.store.models import BallotEvent, Envelope, RollEntry, Stub

PAUSE = 1.0  # seconds
LONGEST_WAIT = 3000  # milliseconds for what others read or write
LOCK_NOT_AVAILABLE = "55P03"  # by number: the words are in the server's language
# What PostgreSQL keeps beside its tables, and what lets go of it: a new segment of the log, then the old ones may go.
SERVER_WIDE = (("switch", "SELECT pg_switch_wal()"), ("checkpoint", "CHECKPOINT"))
# Settings of the whole server under which the old log stays: used again without being emptied, or kept for restoring.
KEEPS_LOG = (("recycle", "wal_recycle", ("on",)), ("archive", "archive_mode", ("on", "always")))


def rewrite(event_id: str) -> tuple[str, ...]:
    """Write the box of a closed ballot anew; afterwards the ballot is `rewritten`.

    Returns what is left to the administrator of a PostgreSQL server: "tables", "switch", "checkpoint" where our account
    may not, "recycle", "archive" where the server keeps its old log (docs/ballots-in-production.md).
    Raises Refusal "ballot.box-open" and, where others read without pause, "ballot.rewrite-busy".
    """
    with transaction.atomic(durable=True):
        event = BallotEvent.objects.select_for_update().get(pk=event_id)
        if event.state in ("draft", "frozen", "opening", "open"):
            raise Refusal("ballot.box-open")
        for table in (Stub, Envelope):
            _anew(table, table._default_manager.filter(event=event_id).order_by("pk"))
        _anew(RollEntry, RollEntry.objects.filter(event=event_id).order_by("pk"))
    left = _files_anew()
    BallotEvent.objects.filter(pk=event_id).update(rewritten=True)
    return left


def _anew(table: type[models.Model], rows: "models.QuerySet[Any]") -> None:
    """The same rows, put in again in the order of their keys by one statement."""
    kept = list(rows)
    rows.order_by().delete()
    table._default_manager.bulk_create(kept)


def _files_anew() -> tuple[str, ...]:
    if connection.in_atomic_block:
        return ()  # a test's own transaction (`durable` lets nothing else come here): nothing of it is in a file
    if connection.vendor == "postgresql":
        return _postgresql(table._meta.db_table for table in (Stub, Envelope, RollEntry))
    _sqlite()
    return ()


def _sqlite() -> None:
    """Every page copied in the order of its table into a new file, and nothing left in the write-ahead log.

    Somebody waits for the answer, so it waits less long for others than a write does.
    """
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")
        try:
            for left in reversed(range(TRIES)):
                if _is_anew(cursor):
                    return
                if left:
                    time.sleep(PAUSE)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    raise Refusal("ballot.rewrite-busy")


def _is_anew(cursor: Any) -> bool:
    try:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    busy, _, _ = cursor.fetchone()
    return not busy


def _postgresql(tables: Iterable[str]) -> tuple[str, ...]:
    """New files for the tables, the old ones unlinked; the log that held the order of arrival is done with.

    It does not wait long behind a backup that reads the tables: papers of other ballots would wait behind it.
    """
    left = []
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LONGEST_WAIT}")
        try:
            for table in tables:
                before = _file_of(cursor, table)
                cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
                if _file_of(cursor, table) == before:  # somebody else's table: passed over with a warning
                    left.append("tables")
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            raise Refusal("ballot.rewrite-busy") from None
        finally:
            cursor.execute("RESET lock_timeout")
        for name, sql in SERVER_WIDE:
            try:
                cursor.execute(sql)
            except ProgrammingError:  # insufficient privilege
                left.append(name)
        for name, setting, kept in KEEPS_LOG:
            cursor.execute("SELECT current_setting(%s, true)", [setting])
            if cursor.fetchone()[0] in kept:
                left.append(name)
    return tuple(dict.fromkeys(left))


def _file_of(cursor: Any, table: str) -> int:
    cursor.execute("SELECT pg_relation_filenode(%s::regclass)", [table])
    return int(cursor.fetchone()[0])
