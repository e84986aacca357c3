"""One marked paper is cast; then every table, file, log and output is searched for what came with it (B-06)."""

import json
import logging
from base64 import b64decode
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from jiceng.kernel.ballot.slip import stub
from jiceng.services.ballot import box
from tests.boxes import an_open_box, paper
from tests.factories import user
from tests.files import database_in

ADDRESS, AGENT, COMMENT = "203.0.113.77", "MarkedPhone/8152", "灯亮到夜里十点才好"
HEADERS = {
    "REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_X_FORWARDED_FOR": ADDRESS,
    "HTTP_REFERER": "https://marked.example/page", "HTTP_ACCEPT_LANGUAGE": "xx-marked",
}  # fmt: skip


@pytest.fixture
def room(tmp_path, settings, django_db_setup, django_db_blocker):
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "files"
    settings.DATA.mkdir()
    with django_db_blocker.unblock(), database_in(tmp_path / "marked.sqlite3"):
        yield Room(tmp_path)


class Heard(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s %(exc_text)s"))
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{self.format(record)} {record.args} {vars(record).get('request', '')}")


class Room:
    """An open box, and somebody who is signed in to the site on the phone they vote with."""

    def __init__(self, folder: Path):
        self.folder, self.box, self.heard = folder, an_open_box(), Heard()
        self.voter = user()
        self.browser = Client()
        self.browser.force_login(self.voter)
        self.code = self.box.codes["党员"][0]
        self.said = paper("差", comment=COMMENT)
        self.marks = {
            "code": self.code, "digest of the slip": self.nullifier, "address": ADDRESS, "agent": AGENT,
            "page before": "marked.example", "language": "xx-marked", "comment": COMMENT,
        } | {f"random number {at}": one.nonce for at, one in enumerate(self.said.answers)}  # fmt: skip

    @property
    def nullifier(self):
        return stub(self.box.id, "党员", self.code[:-1])

    def body(self, **other):
        from jiceng.kernel.ballot.board import write_paper
        from jiceng.services.ballot import sealing

        one = sealing.seal(write_paper(self.said), self.box.event.box_public, self.box.id, "党员")
        return {"class": "党员", "code": self.code, "eph": one.eph, "iv": one.iv, "ct": one.ct} | other

    def cast(self, body):
        """Every logger listens, down to the least."""
        root = logging.getLogger()
        level = root.level
        root.addHandler(self.heard)
        root.setLevel(logging.DEBUG)
        try:
            return self.browser.post(
                f"/b/{self.box.id}/cast", json.dumps(body), content_type="application/json", **HEADERS
            )
        finally:
            root.removeHandler(self.heard)
            root.setLevel(level)

    def tables(self):
        """Every row of every table, as text."""
        found = {}
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{name}"')
                found[name] = sorted(str(row) for row in cursor.fetchall())
        return found

    def files(self):
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def found(self, capfd) -> set[tuple[str, str]]:
        """(mark, where): every place that tells of it."""
        places = {name: "\n".join(rows).encode() for name, rows in self.tables().items()}
        places |= {path.name: data for path, data in self.files().items()}
        places["log"] = "\n".join(self.heard.lines).encode()
        places["output"] = "".join(capfd.readouterr()).encode()
        places["mail"] = "".join(one.body for one in mail.outbox).encode()
        hits = set()
        for mark, text in self.marks.items():
            looked_for = [text.encode()]
            if mark.startswith("random"):
                looked_for.append(bytes.fromhex(text))
            hits |= {(mark, name) for name, data in places.items() if any(one in data for one in looked_for)}
        return hits


SPENT = "digest of the slip"
# The list of slips and the list of spent ones, in the table and in the file that holds it.
ALLOWED = {(SPENT, name) for name in ("store_stub", "store_envelope", "marked.sqlite3", "marked.sqlite3-wal")}


def test_nothing_of_a_cast_is_written_but_the_envelope(room, capfd):
    before = room.tables()

    answer = room.cast(room.body())

    assert answer.status_code == 200
    assert not answer.cookies
    assert room.found(capfd) <= ALLOWED
    after = room.tables()
    [envelope] = after.pop("store_envelope")
    assert before.pop("store_envelope") == []
    assert after == before
    assert room.nullifier in envelope
    assert [one.comment for one in room.box.opened()] == [COMMENT]
    assert not room.heard.lines


@pytest.mark.parametrize(
    "case", ["again", "other contents", "unknown slip", "closed", "no envelope", "broken", "plain"]
)
def test_nothing_is_written_of_what_is_refused_or_fails(room, capfd, case, monkeypatch):
    first = room.body()
    if case in ("again", "other contents"):
        room.cast(first)
    if case == "closed":
        room.box.move("closed")
    if case == "broken":
        monkeypatch.setattr(box, "_put", lambda *args, **facts: 1 / 0)
    before = room.tables()
    answers = [[one.item, one.value, one.nonce] for one in room.said.answers]
    body, status = {
        "again": (first, 200),
        "other contents": (room.body(), 409),
        "unknown slip": (room.body(**{"class": "群众代表"}), 404),
        "closed": (room.body(), 403),
        "no envelope": (room.body(ct=COMMENT), 400),
        "broken": (room.body(), 503),
        "plain": ({"class": "党员", "code": room.code, "answers": answers, "comment": COMMENT}, 200),
    }[case]

    answer = room.cast(body)

    assert answer.status_code == status
    assert room.found(capfd) <= ALLOWED
    assert not room.heard.lines
    after = room.tables()
    if case == "plain":  # one number counts how many
        assert len(after.pop("store_envelope")) == len(before.pop("store_envelope")) + 1
        after.pop("store_ballotevent"), before.pop("store_ballotevent")
    assert after == before


@pytest.mark.parametrize("where", ["log", "table", "file", "output", "contents"])
def test_a_booth_that_writes_something_down_is_found(room, capfd, where, monkeypatch):
    """The control: five ways of keeping what came with a paper, each found by the search above."""
    from django.contrib.sessions.models import Session

    plain = box.cast

    def keeps(event, voter_class, code, eph, iv, ct):
        ack = plain(event, voter_class, code, eph, iv, ct)
        if where == "log":
            logging.getLogger("jiceng.booth").debug("cast %s", code)
        if where == "table":
            Session.objects.update(session_data=ack.nullifier)
        if where == "file":
            (room.folder / "data" / "casts").write_text(ack.nullifier)
        if where == "output":
            print(code)
        if where == "contents":
            kept = b64decode(ct)[:0] + bytes.fromhex(room.said.answers[0].nonce)
            (room.folder / "files").mkdir(exist_ok=True)
            (room.folder / "files" / "sheet").write_bytes(kept)
        return ack

    monkeypatch.setattr(box, "cast", keeps)
    assert room.cast(room.body()).status_code == 200

    found = {name for _, name in room.found(capfd) - ALLOWED}
    names = {"table": "django_session", "file": "casts", "contents": "sheet"}
    assert names.get(where, where) in found
