"""record: what is published of a ballot, to the byte, so that anybody can count it again with a program of their own.

Two sheets and three lists. opening.json stands before the first paper is cast; result.json says what was counted and
names the digest of every other file; stubs, spent and board are the lists. What of them an audience sees comes from
`view.published` alone. No digest stands here that somebody could use to guess what the view does not show: roots over
one class are salted, and where classes are not told apart the record knows nothing of them.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiceng.kernel.ballot.board import column_root
from jiceng.kernel.ballot.evaluation import Counted, Evaluation
from jiceng.kernel.ballot.slip import digest, stub_root
from jiceng.kernel.ballot.view import ALL, Audience, Column, View, published

OPENING, RESULT, STUBS, SPENT, BOARD = (
    f"jiceng/{name}/1" for name in ("opening", "result", "stubs", "spent", "board")
)
FILES = (
    "opening.json", "opening.sig", "result.json", "result.sig", "stubs.json", "spent.json", "board.json", "key.txt",
)  # fmt: skip

Row = tuple[str, str, str]  # commitment, what was said, the number that hid it
Sign = Callable[[bytes], str]


@dataclass(frozen=True)
class Checkpoint:
    """How far the audit log had come, and the root over it: paper that bears both witnesses the log."""

    size: int
    root: str

    def told(self) -> dict[str, Any]:
        return {"size": self.size, "root": self.root}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A ballot as it opens. sheet: title, organisation, classes, questions, comment. roll: class -> names in order.

    stubs: class -> digests of its slips. salt: hex, never published. instance: public key, hex.
    """

    event: str
    sheet: Mapping[str, Any]
    rule: Evaluation
    roll: Mapping[str, Sequence[str]]
    stubs: Mapping[str, Sequence[str]]
    salt: str
    box_public: str
    paper_only: bool
    audit: Checkpoint
    instance: str


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A ballot as it was counted. rule: with the smallest number of papers as it was when the list was frozen.

    rows: class -> question -> rows. spent: class -> digests of the slips used. opening: the sheet as signed.
    """

    event: str
    rule: Evaluation
    counts: Mapping[str, Counted]
    rows: Mapping[str, Mapping[str, Sequence[Row]]]
    stubs: Mapping[str, Sequence[str]]
    spent: Mapping[str, Sequence[str]]
    salt: str
    opening: str
    opening_signature: str
    instance: str
    sealed_here: int
    audit: Checkpoint


def canonical(told: Mapping[str, Any]) -> str:
    """The one way a file of the record is written."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def fingerprint(key: str) -> str:
    """A public key as it stands on paper: eight groups of four.

    >>> fingerprint("00" * 32)
    '6668 7aad f862 bd77 6c8f c18b 8e9f 8e20'
    """
    digits = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def roll_digest(salt: str, event: str, voter_class: str, names: Iterable[str]) -> str:
    """What ties the opening sheet to a list of names that nobody can guess from it."""
    return digest("jiceng/roll/1", bytes.fromhex(salt), event, voter_class, *names).hex()


def class_salt(salt: str, event: str, voter_class: str) -> str:
    """Published beside the slips of a class where classes are told apart, and nowhere else."""
    return digest("jiceng/stub-salt/1", bytes.fromhex(salt), event, voter_class).hex()


def class_root(salt_of_class: str, stubs: Iterable[str]) -> str:
    """The root over one class's slips, salted: without it few classes could be told apart by trying."""
    return digest("jiceng/stub-root/1", bytes.fromhex(salt_of_class), bytes.fromhex(stub_root(stubs))).hex()


def opening_sheet(one: Opened) -> str:
    """opening.json."""
    every = [stub for stubs in one.stubs.values() for stub in stubs]
    return canonical(
        {
            "format": OPENING,
            "event": one.event,
            **{
                name: one.sheet[name] for name in ("title", "organisation", "classes", "questions", "comment")
            },
            "smallest": one.rule.smallest,
            "unanimous": one.rule.unanimous,
            "roll": {
                name: {"size": len(names), "digest": roll_digest(one.salt, one.event, name, names)}
                for name, names in one.roll.items()
            },
            "stubs": {
                name: {"count": len(stubs), "root": class_root(class_salt(one.salt, one.event, name), stubs)}
                for name, stubs in one.stubs.items()
            },
            "stub_root_all": stub_root(every),
            "box_public": one.box_public,
            "paper_only": one.paper_only,
            "audit": one.audit.told(),
            "instance": one.instance,
        }
    )


def files(one: Closed, audience: Audience, sign: Sign) -> dict[str, bytes]:
    """Every file of the record as an audience may have it; the same again for the same ballot.

    For "inside", result.json is the closing sheet.
    """
    view = published(one.rule, one.counts, audience)
    lists = {
        "opening.json": one.opening,
        "opening.sig": one.opening_signature + "\n",
        "stubs.json": canonical(_stubs(one, view)),
        "spent.json": canonical({"format": SPENT, "event": one.event, "groups": _grouped(view, one.spent)}),
        "board.json": canonical(
            {
                "format": BOARD,
                "event": one.event,
                "groups": {group.name: _board(one, group.name, group.columns) for group in view.groups},
            }
        ),
        "key.txt": one.instance + "\n",
    }
    kept = {name: text.encode() for name, text in lists.items()}
    result = canonical(_result(one, view, audience, kept)).encode()
    return kept | {"result.json": result, "result.sig": f"{sign(result)}\n".encode()}


def _result(closed: Closed, view: View, audience: Audience, kept: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "format": RESULT,
        "event": closed.event,
        "audience": audience,
        "view": view.mode,
        "smallest": view.smallest,
        "groups": [
            {
                "name": group.name,
                "issued": group.issued,
                "returned": group.returned,
                "valid": group.valid,
                "invalid": group.invalid,
                "questions": {
                    item: {
                        "counts": None if column.counts is None else dict(column.counts),
                        "most": None if column.most is None else list(column.most),
                        "root": column_root(
                            [_padded(row) for row in _rows(closed, group.name, item, column)]
                        ),
                    }
                    for item, column in group.columns.items()
                },
            }
            for group in view.groups
        ],
        "sealed_here": closed.sealed_here,
        "void": False,
        "audit": closed.audit.told(),
        "files": {name: hashlib.sha256(raw).hexdigest() for name, raw in kept.items()},
    }


def _stubs(closed: Closed, view: View) -> dict[str, Any]:
    contents: dict[str, Any] = {
        "format": STUBS,
        "event": closed.event,
        "groups": _grouped(view, closed.stubs),
    }
    apart = view.mode == "classes"
    salts = {name: class_salt(closed.salt, closed.event, name) for name in closed.stubs} if apart else {}
    return contents | {"salts": salts}


def _grouped(view: View, lists: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Sorted lists by group: a class's own, or all together."""
    return {
        group.name: sorted(
            entry for name, entries in lists.items() if group.name in (name, ALL) for entry in entries
        )
        for group in view.groups
    }  # fmt: skip


def _board(closed: Closed, group: str, columns: Mapping[str, Column]) -> dict[str, list[list[str]]]:
    return {
        item: [list(row) for row in _rows(closed, group, item, column)] for item, column in columns.items()
    }


def _rows(closed: Closed, group: str, item: str, column: Column) -> list[tuple[str, ...]]:
    """A column in order; where it is not opened, commitments alone."""
    rows = sorted(
        row for name, items in closed.rows.items() if group in (name, ALL) for row in items.get(item, ())
    )
    return [tuple(row) if column.opened else (row[0],) for row in rows]


def _padded(row: tuple[str, ...]) -> Row:
    """As it goes under the root: what is not opened counts as empty."""
    return (row[0], row[1], row[2]) if len(row) == 3 else (row[0], "", "")
