"""counting: what the delegate's browser opened goes onto the board, held against everything that is known here.

The server opens no paper. It knows how many came back, which slips were used, what was said on paper, and that each row
of the board is the opening of its commitment; whatever of it does not fit refuses the whole count, and nothing is kept.
What was counted is never written over: a count that is wrong voids the ballot.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import OVERALL, Counted
from jiceng.kernel.ballot.board import LONGEST_COMMENT, NONCE, counted_rows, wrong_rows
from jiceng.kernel.ballot.event import Entry, OnRoll, check_present, check_returned
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot import record, signature
from jiceng.services.ballot.event import at, check_state, claim, held_by_delegate, on_roll
from jiceng.services.ballot.holding import rule_of
from jiceng.services.ballot.opening import HEX
from jiceng.services.ballot.papers import agreed, choices
from jiceng.store.models import BallotEvent, BoardRow, Comment, Envelope, Stub, User

Row = Sequence[str]  # commitment, what was said, the number that hid it
Columns = Mapping[str, Mapping[str, Sequence[Row]]]  # class -> question -> rows
REASONS = ("unreadable", "questions", "option", "comment", "repeated")  # why an electronic paper is not valid


def envelopes(*, event: BallotEvent, by: User) -> dict[str, Any]:
    """What the delegate's browser counts: sealed papers in the order of their keys, and the agreed figures on paper.

    Raises Forbidden, or Refusal "ballot.not-in-state", "ballot.not-rewritten", and those of `papers.agreed`.
    """
    with transaction.atomic():
        event = held_by_delegate(event, by)
        check_state(event, "closed")
        if not event.rewritten:
            raise Refusal("ballot.not-rewritten")
        papers = agreed(event)
        sealed = Envelope.objects.filter(event=event.pk).order_by("pk")
        return {
            "event": event.pk,
            "sheet": event.sheet,
            "box_public": event.box_public,
            "wrapped": event.box_wrapped,
            "envelopes": [
                {
                    "class": envelope.voter_class,
                    "nullifier": envelope.nullifier,
                    "eph": envelope.eph,
                    "iv": envelope.iv,
                    "ct": envelope.ct,
                }
                for envelope in sealed
            ],
            "papers": {name: {**vars(entry)} for name, entry in papers.items()},
        }


@transaction.atomic
def count(
    *,
    event: BallotEvent,
    rows: Columns,
    invalid: Mapping[str, Mapping[str, int]],
    comments: Sequence[str] = (),
    by: User,
    on: date,
) -> BallotEvent:
    """Keep the board, question by question, and how many electronic papers of a class were not valid, and why.

    The same content again changes nothing.
    Raises Forbidden, or Refusal "ballot.void", "ballot.absence-without-reason", "ballot.spent-without-stub",
    "ballot.stubs-changed", "ballot.board-…", "ballot.invalid-unknown", "ballot.invalid-beyond-box",
    "ballot.comment-…", "ballot.counted-already", "ballot.not-in-state", "ballot.not-rewritten", and those of
    `papers.agreed` and `kernel.check_count`.
    """
    event = held_by_delegate(event, by)
    board, spoilt = (
        _rows(event, rows),
        {name: dict(reasons) for name, reasons in invalid.items() if any(reasons.values())},
    )
    if event.state == "counted":
        if board == kept_board(event) and spoilt == event.invalid:
            return event
        raise Refusal("ballot.counted-already")
    check_state(event, "closed")
    if not event.rewritten:
        raise Refusal("ballot.not-rewritten")
    roll, papers = on_roll(event), agreed(event)
    check_box(event)
    counts = _counts(event, roll, papers, board, spoilt)
    check_returned(roll, {name: counted.returned for name, counted in counts.items()})
    rule = rule_of(event.subject, event.mechanism)
    check_present(rule, roll)
    check_board(event, board, counts, papers)
    rules.check_count(rule, {name: voters.size for name, voters in roll.items()}, counts)
    texts = _comments(event, comments)
    claim(event, "closed", state="counted", asked="", invalid=spoilt)
    BoardRow.objects.bulk_create(
        BoardRow(event=event.pk, item=item, c=c, voter_class=name, value=value, nonce=nonce)
        for item, c, name, value, nonce in board
    )
    # By random keys, in their order: which paper a comment came with is nowhere.
    keys = sorted(secrets.token_hex(16) for _ in texts)
    Comment.objects.bulk_create(
        Comment(id=key, event=event.pk, text=text) for key, text in zip(keys, sorted(texts), strict=True)
    )
    audit.record(
        "ballot.board-written", by=by, on=on, **at(event),
        figures={
            name: [counted.issued, counted.returned, counted.valid, counted.invalid]
            for name, counted in counts.items()
        },
    )  # fmt: skip
    return event


def counted_from_board(event: BallotEvent) -> dict[str, Counted]:
    """Class -> what was counted, from the board as it is kept; the overall question apart from the others."""
    return _counts(event, on_roll(event), agreed(event), kept_board(event), event.invalid)


# -- what must hold ---------------------------------------------------------------------------------------------------


def check_box(event: BallotEvent) -> None:
    """Every used slip is one that was drawn before opening, and those are the slips on the signed sheet (B-15).

    Raises Refusal "ballot.spent-without-stub", "ballot.stubs-changed".
    """
    stubs = dict(Stub.objects.filter(event=event.pk).values_list("h", "voter_class"))
    spent = Envelope.objects.filter(event=event.pk).values_list("nullifier", "voter_class")
    foreign = sum(1 for nullifier, name in spent if stubs.get(nullifier) != name)
    if foreign:
        raise Refusal("ballot.spent-without-stub", number=foreign)
    signed = signature.verify(event.opened.encode(), event.opened_signature, signature.public())
    if not signed or not record.stubs_fit(event):
        raise Refusal("ballot.stubs-changed")


def check_board(
    event: BallotEvent,
    board: Sequence[tuple[str, str, str, str, str]],
    counts: Mapping[str, Counted],
    papers: Mapping[str, Entry],
) -> None:
    """Each column has a row for every valid paper, each row opens its commitment, and paper is in it as agreed.

    Raises Refusal "ballot.board-option", "ballot.board-repeated", "ballot.board-opening", "ballot.board-rows",
    "ballot.board-paper".
    """
    offered = choices(event)
    if len({(item, c) for item, c, *_ in board}) != len(board):
        raise Refusal("ballot.board-repeated")
    for item, _, _, value, _ in board:
        if value not in offered[item]:
            raise Refusal("ballot.board-option", item=item, option=value)
    columns: dict[str, dict[str, list[tuple[str, str, str]]]] = {item: {} for item in offered}
    for item, c, name, value, nonce in board:
        columns[item].setdefault(name, []).append((c, value, nonce))
    every = {item: [row for rows in by_class.values() for row in rows] for item, by_class in columns.items()}
    wrong = wrong_rows(event.pk, every)
    if wrong:
        raise Refusal("ballot.board-opening", item=wrong[0][0], number=len(wrong))
    for name, counted in counts.items():
        for item in offered:
            tally = counted_rows(columns[item].get(name, []))
            if sum(tally.values()) != counted.valid:
                facts = {"name": name, "item": item, "rows": sum(tally.values()), "valid": counted.valid}
                raise Refusal("ballot.board-rows", **facts)
            on_paper = papers[name].votes.get(item, {}) if name in papers else {}
            short = [option for option, number in on_paper.items() if tally.get(option, 0) < number]
            if short:
                raise Refusal("ballot.board-paper", name=name, item=item, options=short)


def _rows(event: BallotEvent, rows: Columns) -> list[tuple[str, str, str, str, str]]:
    """(question, commitment, class, what was said, number), in order. Raises Refusal "ballot.board-unreadable"."""
    offered, classes = choices(event), event.sheet.get("classes", ())
    board = []
    for name, columns in rows.items():
        for item, column in columns.items():
            if name not in classes or item not in offered:
                raise Refusal("ballot.board-unreadable")
            for row in column:
                if len(row) != 3 or not all(isinstance(part, str) for part in row):
                    raise Refusal("ballot.board-unreadable")
                c, value, nonce = row
                if not (_is_hex(c, 32) and _is_hex(nonce, NONCE)):
                    raise Refusal("ballot.board-unreadable")
                board.append((item, c, name, value, nonce))
    return sorted(board)


def _counts(
    event: BallotEvent,
    roll: Mapping[str, OnRoll],
    papers: Mapping[str, Entry],
    board: Sequence[tuple[str, str, str, str, str]],
    invalid: Mapping[str, Mapping[str, int]],
) -> dict[str, Counted]:
    """What the board comes to, class by class. Raises Refusal "ballot.invalid-unknown", "ballot.invalid-beyond-box"."""
    for name, reasons in invalid.items():
        strange = [reason for reason in reasons if reason not in REASONS]
        if strange or name not in roll:
            raise Refusal("ballot.invalid-unknown", name=name, reasons=strange)
    cast: dict[str, int] = {}
    for name in Envelope.objects.filter(event=event.pk).values_list("voter_class", flat=True):
        cast[name] = cast.get(name, 0) + 1
    counts = {}
    for name, voters in roll.items():
        paper, spoilt = papers.get(name, Entry(0, 0)), sum(invalid.get(name, {}).values())
        if min([*invalid.get(name, {}).values(), 0]) < 0 or spoilt > cast.get(name, 0):
            facts = {"name": name, "invalid": spoilt, "cast": cast.get(name, 0)}
            raise Refusal("ballot.invalid-beyond-box", **facts)
        items: dict[str, dict[str, int]] = {item: {} for item in choices(event)}
        for item, _, of, value, _ in board:
            if of == name:
                items[item][value] = items[item].get(value, 0) + 1
        returned = cast.get(name, 0) + paper.returned
        overall = items.pop(OVERALL, {})
        without = spoilt + paper.invalid
        counts[name] = Counted(voters.issued, returned, returned - without, without, overall, items)
    return counts


def kept_board(event: BallotEvent) -> list[tuple[str, str, str, str, str]]:
    rows = BoardRow.objects.filter(event=event.pk)
    return sorted(rows.values_list("item", "c", "voter_class", "value", "nonce"))


def _comments(event: BallotEvent, comments: Sequence[str]) -> list[str]:
    """Raises Refusal "ballot.comment-not-asked", "ballot.comment-too-long", "ballot.comments-beyond-box"."""
    texts = [comment.strip() for comment in comments if comment.strip()]
    if texts and not event.sheet["comment"]:
        raise Refusal("ballot.comment-not-asked")
    if any(len(text) > LONGEST_COMMENT for text in texts):
        raise Refusal("ballot.comment-too-long", most=LONGEST_COMMENT)
    cast = Envelope.objects.filter(event=event.pk).count()
    if len(texts) > cast:
        raise Refusal("ballot.comments-beyond-box", comments=len(texts), cast=cast)
    return texts


def _is_hex(text: str, length: int) -> bool:
    return len(text) == 2 * length and HEX.issuperset(text)
