"""One ballot played on the real code: a room of voters, each with a phone, an address and an account of their own.

Beside it an attacker's eyes: in what order a file, a log or a table tells of people, of papers, of opened answers.
"""

import json
import logging
import re
import secrets
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client

from jiceng.kernel.ballot.board import NONCE, Asked, Opening, Paper, write_paper
from jiceng.kernel.ballot.slip import check_letter, stub
from jiceng.services import ballot
from jiceng.services.ballot import rewrite, ticking
from jiceng.store.models import BoardRow, Envelope, Person, RollEntry, User
from tests.meeting import Meeting, Voter
from tests.postgres import programs

MECHANISM, CLASS, ITEM = "conduct-review", "服务对象", "总体评价"
SHARES = {"满意": 0.4, "基本满意": 0.3, "不满意": 0.2, "不了解": 0.1}
Order = list[int]  # numbers of voters, as something names them one after another


@dataclass
class Seat:
    """One voter. number: on the list. said: their answer to the overall question."""

    number: int
    address: str
    agent: str
    account: User
    slip: Voter | None = None
    said: Opening | None = None

    def nullifier(self, event: str) -> str:
        return stub(event, CLASS, self.slip.code)


@dataclass
class Seen:
    """What something tells: name of the source -> the order in which it names people, papers, answers."""

    people: dict[str, Order] = field(default_factory=dict)
    papers: dict[str, Order] = field(default_factory=dict)
    rows: dict[str, Order] = field(default_factory=dict)
    together: list[tuple[int, int]] = field(default_factory=list)  # somebody and a paper in one line of a log

    def add(self, kind: str, name: str, order: Iterable[int]) -> None:
        found = list(order)
        if len(found) > 1:
            getattr(self, kind)[name] = found


class Evening:
    """guarded: as it is; without, people are ticked one by one as they vote and nothing is written anew."""

    def __init__(self, folder: Path, *, size: int, draw: Random, guarded: bool = True) -> None:
        self.folder, self.draw, self.guarded = folder, draw, guarded
        self.token = "".join(draw.choice("bcdfghjkmnpqrstvwxz") for _ in range(8))
        self.browser = Client()  # with the cookie of whoever is signed in on the phone
        self.access = folder / "access.log"
        self.begun = time.time() - 1
        self.meeting = Meeting(mechanism=MECHANISM, sizes={CLASS: size})
        self.seats = [self._seat(number) for number in range(size)]
        self.start = _sql("SELECT pg_current_wal_insert_lsn()")[0][0] if _is_postgresql() else ""

    def _seat(self, number: int) -> Seat:
        person = Person.objects.create(name=f"某{self.token}{number:03}", invented=True)
        account = User.objects.create(username=f"{self.token}{number:03}", person=person)
        agent = f"Phone/{secrets.token_hex(4)}"
        return Seat(number, f"10.{self.draw.randrange(256)}.7.{number}", agent, account)

    @property
    def event(self) -> str:
        return self.meeting.event.pk

    def name(self, seat: Seat) -> str:
        return f"某{self.token}{seat.number:03}"

    # -- the evening

    def open(self) -> None:
        names = {CLASS: [ballot.Named(self.name(one), one.account.person) for one in self.seats]}
        self.meeting.submit_roll(names=names)
        self.meeting.approve_roll()
        self.meeting.to("opening")
        self.meeting.tick(None if self.guarded else self.meeting.entries()[:1])
        self.meeting.open()
        if not self.guarded:
            held = self.meeting.voters[0]
            self.meeting.voters = [
                Voter(CLASS, number, held.code) for number in range(1, len(self.seats) + 1)
            ]
        codes = self.draw.sample(self.meeting.codes[CLASS], len(self.seats))
        for seat, voter, code in zip(self.seats, self.meeting.voters, codes, strict=True):
            seat.slip, voter.code = voter, code

    def vote(self, *, signing_in: bool = True) -> None:
        """In an order of the room's own; each signs in to the site a moment before, on the same phone."""
        room = self.draw.sample(self.seats, len(self.seats))
        if not self.guarded:
            room.sort(
                key=lambda one: one.number != 0
            )  # who had to be ticked for the box to open, votes first
        entries = {one.number - 1: one for one in self.meeting.entries()}
        for seat in room:
            if signing_in:
                self._signs_in(seat)
            if not self.guarded and entries[seat.number].state != "issued":
                self.meeting.tick([entries[seat.number]])
            self._casts(seat)

    def _signs_in(self, seat: Seat) -> None:
        self.browser.cookies.clear()
        self.browser.force_login(seat.account)
        self._proxied(seat, "/desk/")

    def _casts(self, seat: Seat) -> None:
        path = f"/b/{self.event}"
        phone = {"REMOTE_ADDR": seat.address, "HTTP_USER_AGENT": seat.agent}
        told = self.browser.get(f"{path}/sheet.json", **phone).json()
        said = self.draw.choices(list(SHARES), list(SHARES.values()))[0]
        asked = [Asked(name, tuple(options)) for name, options in told["sheet"]["questions"]]
        paper = Paper(tuple(Opening(one.name, said, secrets.token_hex(NONCE)) for one in asked))
        seat.said = paper.answers[0]
        sealed = ballot.sealing.seal(write_paper(paper), told["box_public"], self.event, CLASS)
        code = seat.slip.code + check_letter(seat.slip.code)
        body = {"class": CLASS, "code": code, "eph": sealed.eph, "iv": sealed.iv, "ct": sealed.ct}
        self._proxied(seat, f"{path}/cast")
        answer = self.browser.post(f"{path}/cast", json.dumps(body), content_type="application/json", **phone)
        assert answer.status_code == 200, answer.content

    def _proxied(self, seat: Seat, path: str) -> None:
        """As the proxy of docs/ballots-in-production.md writes it: nothing of the booth."""
        if not path.startswith("/b/"):
            with self.access.open("a") as log:
                log.write(f"{seat.address} - [{seat.agent}] GET {path}\n")

    def close(self) -> None:
        self.meeting.close()

    # -- what is seen of it

    def seen(self, *, backup: bytes = b"") -> Seen:
        """Every file and table, as they are. backup: one that was taken meanwhile."""
        seen = Seen()
        for name, data in self._files():
            self._read(seen, name, data)
        if backup:
            self._read(seen, "backup", backup)
        for path in (self.access, self.folder / "application.log"):
            self._read_log(seen, path)
        self._ask(seen)
        if _is_postgresql():
            self._log_records(seen)
        return seen

    def _read(self, seen: Seen, name: str, data: bytes) -> None:
        """Where in some bytes people, papers and answers stand; the first time and the last."""
        patterns = {
            ("people", "named"): self._person + rb"()",
            ("people", "ticked"): self._person + rb".{0,2}?issued",
            ("papers", "key"): self._of(rb""),
            ("papers", "envelope"): self._of(rb".{0,2}?" + CLASS.encode() + rb".{0,2}?B[A-Za-z0-9+/]{86}="),
            ("rows", "row"): self._of(rb"", item=ITEM),
        }
        for (kind, what), pattern in patterns.items():
            found = [self._who(kind, one.group(1)) for one in re.finditer(pattern, data, re.DOTALL)]
            known = [one for one in found if one is not None]
            seen.add(kind, f"{name} {what} first", dict.fromkeys(known))
            seen.add(kind, f"{name} {what} last", list(dict.fromkeys(reversed(known)))[::-1])
        if name != "wal" or not _is_postgresql():
            # SQLite keeps what does not fit beside its row, on pages of their own.
            ends = {one: data.find(ct[-40:].encode()) for one, ct in self._contents().items()}
            seen.add(
                "papers", f"{name} contents", sorted((one for one in ends if ends[one] >= 0), key=ends.get)
            )

    @property
    def _person(self) -> bytes:
        return "某".encode() + self.token.encode() + rb"(\d{3})"

    def _of(self, after: bytes, *, item: str = "") -> bytes:
        between = rb".{0,2}?" + item.encode() if item else rb""
        return self.event.encode() + between + rb".{0,2}?([0-9a-f]{64})" + after

    def _who(self, kind: str, told: bytes) -> int | None:
        if kind == "people":
            return int(told)
        return (self._nullifiers() if kind == "papers" else self._commitments()).get(told.decode())

    def _nullifiers(self) -> dict[str, int]:
        return {one.nullifier(self.event): one.number for one in self.seats}

    def _commitments(self) -> dict[str, int]:
        return {one.said.commitment(self.event): one.number for one in self.seats if one.said}

    def _contents(self) -> dict[int, str]:
        rows = Envelope.objects.filter(event=self.event).values_list("nullifier", "ct")
        return {self._nullifiers()[nullifier]: ct for nullifier, ct in rows}

    def _read_log(self, seen: Seen, path: Path) -> None:
        if not path.exists():
            return
        people, papers = [], []
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            who = [
                one.number
                for one in self.seats
                if {one.address, one.agent} & set(re.split(r"[ \[\]]+", line))
            ]
            what = [number for nullifier, number in self._nullifiers().items() if nullifier in line]
            people += who
            papers += what
            seen.together += [(one, other) for one in who for other in what]
        seen.add("people", f"{path.stem} line", dict.fromkeys(people))
        seen.add("papers", f"{path.stem} line", dict.fromkeys(papers))

    def _ask(self, seen: Seen) -> None:
        """The tables, in whatever order they give and by whatever they number."""
        hidden = ("", "ctid", "xmin::text::bigint", "cmin::text::bigint") if _is_postgresql() else ("",)
        for by in hidden:
            order = f"ORDER BY {by}" if by else ""
            name = by.partition(":")[0] or "as it comes"
            people = _sql(f"SELECT name FROM store_rollentry WHERE event_id = %s {order}", self.event)
            seen.add("people", f"list {name}", [int(one[-3:]) for (one,) in people])
            papers = _sql(f"SELECT nullifier FROM store_envelope WHERE event = %s {order}", self.event)
            seen.add("papers", f"box {name}", [self._nullifiers()[one] for (one,) in papers])
            rows = _sql(
                f"SELECT c FROM store_boardrow WHERE event = %s AND item = %s {order}", self.event, ITEM
            )
            seen.add("rows", f"board {name}", [self._commitments()[one] for (one,) in rows])
        entries = RollEntry.objects.filter(event=self.event).order_by("pk")
        seen.add("people", "list pk", [int(one.name[-3:]) for one in entries])
        papers = Envelope.objects.filter(event=self.event).order_by("nullifier")
        seen.add("papers", "box key", [self._nullifiers()[one.nullifier] for one in papers])
        rows = BoardRow.objects.filter(event=self.event, item=ITEM).order_by("c")
        seen.add("rows", "board key", [self._commitments()[one.c] for one in rows])
        accounts = {one.account.pk: one.number for one in self.seats}
        for by in ("expire_date", "session_key"):
            signed_in = (one.get_decoded().get("_auth_user_id") for one in Session.objects.order_by(by))
            seen.add(
                "people", f"session {by}", [accounts[int(one)] for one in signed_in if int(one) in accounts]
            )
        last = User.objects.filter(pk__in=accounts, last_login__isnull=False).order_by("last_login")
        seen.add("people", "account last_login", [accounts[one.pk] for one in last])

    def _files(self) -> Iterator[tuple[str, bytes]]:
        if _is_postgresql():
            yield from _relations()
            yield "wal", b"".join(_log_since(self.begun))
        else:
            file = Path(settings.DATABASES["default"]["NAME"])
            for name, end in (("tables", ""), ("wal", "-wal"), ("shm", "-shm"), ("journal", "-journal")):
                path = file.with_name(file.name + end)
                if path.exists():
                    data = path.read_bytes()
                    yield name, in_time(data) if name == "wal" else data
        for folder in {Path(settings.MEDIA_ROOT), Path(settings.DATA)}:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.parent != self.folder:
                    yield f"file {path.suffix}", path.read_bytes()

    def _log_records(self, seen: Seen) -> None:
        """What PostgreSQL's own reader of its log says: where rows were put, one after another."""
        data = Path(_sql("SHOW data_directory")[0][0])
        command = [
            programs() / "pg_waldump",
            "--path",
            data / "pg_wal",
            "--start",
            self.start,
            "--rmgr",
            "Heap",
        ]
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        for kind, table, column, number in (
            ("papers", "store_envelope", "nullifier", self._nullifiers().get),
            ("people", "store_rollentry", "name", lambda name: int(name[-3:])),
        ):
            [(file,)] = _sql("SELECT pg_relation_filenode(%s::regclass)", table)
            at = {place: number(name) for place, name in _sql(f"SELECT ctid::text, {column} FROM {table}")}
            put = re.findall(
                rf"(?:INSERT(?:\+INIT)?|new) off:? (\d+).*? rel \d+/\d+/{file} .*?blk (\d+)", told
            )
            places = dict.fromkeys(f"({block},{row})" for row, block in put)
            seen.add(kind, "log records", [at[one] for one in places if at.get(one) is not None])

    def backup(self) -> bytes:
        """As an administrator takes one, with the means of the database."""
        if not _is_postgresql():
            path = self.folder / "backup.sqlite3"
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
            return path.read_bytes()
        told = connection.settings_dict
        command = [
            programs() / "pg_dump",
            "-h",
            told["HOST"] or told["OPTIONS"]["host"],
            "-U",
            told["USER"],
            told["NAME"],
        ]
        return subprocess.run(command, capture_output=True, check=True).stdout

    def everything(self, *, backup: bytes = b"") -> bytes:
        """All of it in one piece, to look for what must not be there."""
        if _is_postgresql():
            _sql("CHECKPOINT")
        logs = [path.read_bytes() for path in (self.access, self.folder / "application.log") if path.exists()]
        return b"\n".join([data for _, data in self._files()] + logs + [backup])


@contextmanager
def logged(folder: Path) -> Iterator[None]:
    """Everything that any logger says, down to the least, with its time, in a file."""
    handler = logging.FileHandler(folder / "application.log")
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()


@contextmanager
def unguarded() -> Iterator[None]:
    """The list may be ticked while the box is open, and the files stay as they grew."""
    ticks, anew = ticking.check_tick, rewrite.rewrite
    ticking.check_tick = lambda state: None
    rewrite.rewrite = lambda event: ()
    try:
        yield
    finally:
        ticking.check_tick, rewrite.rewrite = ticks, anew


def in_time(log: bytes) -> bytes:
    """SQLite's write-ahead log as it was written: it begins anew at its start, and what is older stands behind."""
    if len(log) < 32:
        return log
    frame, salts = 24 + int.from_bytes(log[8:12], "big"), log[16:24]
    frames = [log[at : at + frame] for at in range(32, len(log), frame)]
    newer = [one for one in frames if one[8:16] == salts]
    return b"".join([one for one in frames if one[8:16] != salts] + newer)


def _is_postgresql() -> bool:
    return connections["default"].vendor == "postgresql"


def _sql(sql: str, *told: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told or None)
        return cursor.fetchall() if cursor.description else []


def _relations() -> Iterator[tuple[str, bytes]]:
    """The files of the tables that matter, and of their indexes, straight from the disk."""
    _sql("CHECKPOINT")
    data = Path(_sql("SHOW data_directory")[0][0])
    found = _sql(
        "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i') AND relname ~ %s",
        "^(store_(envelope|rollentry|boardrow|stub)|django_session)",
    )
    for name, path in sorted(found):
        yield name, (data / path).read_bytes()


def _log_since(begun: float) -> Iterator[bytes]:
    """Every segment of the write-ahead log written to since then, also under the name of one to come."""
    folder = Path(_sql("SHOW data_directory")[0][0]) / "pg_wal"
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.stat().st_mtime >= begun:
            yield path.read_bytes()
