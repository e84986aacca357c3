"""board: what is published, so that a voter finds the own paper and anybody counts again.

A paper is split into questions; each answer is a commitment that hides it until the board opens it. Each question is
a column of its own, sorted by commitment: nothing ties two answers of one paper together (B-11), and since every
opening is public afterwards, whoever shows one has shown nothing about themselves (B-09).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiceng.kernel.ballot.evaluation import ABSTAIN, OVERALL, Evaluation
from jiceng.kernel.ballot.slip import digest, merkle_root

STEP = 1024  # bytes: sealed papers are as long as each other up to a multiple of this
NONCE = 16  # bytes
LONGEST_COMMENT = 500  # characters
LONGEST_PLAIN = 64 * 1024  # bytes of one paper before sealing

# Why an electronic paper is not valid. repeated: it carries a commitment that an earlier paper has, so its random
# numbers were copied; an honest phone draws its own.
SPOILT = ("unreadable", "questions", "option", "comment", "repeated")


@dataclass(frozen=True)
class Asked:
    """One question of a sheet. options: best first, 弃权 not among them."""

    name: str
    options: tuple[str, ...]

    def takes(self, option: str) -> bool:
        return option in self.options or option == ABSTAIN


@dataclass(frozen=True)
class Opening:
    """One answer: the question, what was said, and the random number that hid it (hex)."""

    item: str
    value: str
    nonce: str

    def commitment(self, event: str) -> str:
        return commitment(event, self.item, self.value, self.nonce)


@dataclass(frozen=True)
class Paper:
    """One opened ballot: an answer to every question, in their order, and a comment or ""."""

    answers: tuple[Opening, ...]
    comment: str = ""


class Spoilt(Exception):
    """A paper that is not valid. why: one of SPOILT."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def sheet_of(rule: Evaluation, members: Sequence[str] = ()) -> tuple[Asked, ...]:
    """Every question: the overall one and the document's own, or each member by name (two of one name are told apart).

    >>> [asked.name for asked in sheet_of(Evaluation(classes=(), options=("好",), of_members=True), ["甲", "甲"])]
    ['甲', '甲（2）']
    """
    if not rule.of_members:
        asked = [Asked(OVERALL, rule.options)]
        return tuple(
            asked + [Asked(question.name, rule.options_of(question.name)) for question in rule.items]
        )
    seen: dict[str, int] = {}
    for name in members:
        number = seen.get(name, 0) + 1
        seen[name] = number
        if number > 1:
            seen[f"{name}（{number}）"] = 0
    return tuple(Asked(name, rule.options) for name in seen)


def commitment(event: str, item: str, value: str, nonce: str) -> str:
    """What stands for an answer until it is opened; lower-case hex. nonce: sixteen random bytes as hex."""
    return digest("jiceng/ballot/1", event, item, value, bytes.fromhex(nonce)).hex()


def box_info(event: str, voter_class: str) -> bytes:
    """What ties a sealed paper to its ballot and its class: for HKDF and as data authenticated beside it."""
    return digest("jiceng/box/1", event, voter_class)


def write_paper(paper: Paper) -> bytes:
    """A paper as it is sealed: JSON, filled with blanks to a multiple of 1 KiB so that its length says nothing."""
    contents = {
        "items": [[answer.item, answer.value, answer.nonce] for answer in paper.answers],
        "comment": paper.comment,
    }
    raw = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()
    return raw + b" " * (-len(raw) % STEP)


def read_paper(raw: bytes, sheet: Sequence[Asked]) -> Paper:
    """An opened ballot held against its sheet: every question once, each with one of its options.

    What a browser reads as a paper is one here, and nothing else: UTF-8, lists and texts. Raises Spoilt.
    """
    try:
        data = json.loads(raw.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Spoilt("unreadable") from None
    if (
        not isinstance(data, dict)
        or sorted(data) != ["comment", "items"]
        or not isinstance(data["items"], list)
    ):
        raise Spoilt("unreadable")
    items, comment = data["items"], data["comment"]
    if not all(isinstance(answer, list) and len(answer) == 3 for answer in items):
        raise Spoilt("unreadable")
    if not all(isinstance(part, str) for answer in items for part in answer):
        raise Spoilt("unreadable")
    if sorted(item for item, _, _ in items) != sorted(asked.name for asked in sheet):
        raise Spoilt("questions")
    by_name = {item: (value, nonce) for item, value, nonce in items}
    for asked in sheet:
        value, nonce = by_name[asked.name]
        if not asked.takes(value):
            raise Spoilt("option")
        if len(nonce) != 2 * NONCE or any(letter not in "0123456789abcdef" for letter in nonce):
            raise Spoilt("unreadable")
    if not isinstance(comment, str) or len(comment) > LONGEST_COMMENT or any(map(_is_no_text, comment)):
        raise Spoilt("comment")
    answers = tuple(Opening(asked.name, *by_name[asked.name]) for asked in sheet)
    return Paper(answers, comment.strip())


def _no_number(name: str) -> None:
    raise ValueError(name)


def _is_no_text(letter: str) -> bool:
    """Control characters and halves of characters: no database keeps them, and one such paper would stop a count."""
    return (letter < " " and letter not in "\t\n\r") or letter == "\x7f" or "\ud800" <= letter <= "\udfff"


def row_leaf(c: str, value: str, nonce: str) -> bytes:
    """One row of a column, as the tree over the column takes it."""
    return digest("jiceng/row/1", c, value, nonce)


def column_root(rows: Sequence[tuple[str, str, str]]) -> str:
    """The root over a column: rows (c, value, nonce), sorted by c."""
    return merkle_root(row_leaf(*row) for row in sorted(rows))


def counted_rows(rows: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """How often each value stands in a column; in order of first appearance by commitment."""
    counts: dict[str, int] = {}
    for _, value, _ in sorted(rows):
        counts[value] = counts.get(value, 0) + 1
    return counts


def wrong_rows(event: str, columns: Mapping[str, Sequence[tuple[str, str, str]]]) -> list[tuple[str, str]]:
    """(question, c) of every row whose opening does not give its commitment."""
    return [
        (item, c)
        for item, rows in columns.items()
        for c, value, nonce in rows
        if commitment(event, item, value, nonce) != c
    ]
