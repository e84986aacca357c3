"""record: the opening and the closing sheet of a ballot and the files that are published, from what is stored.

What they look like: `kernel.ballot.record`. Once the closing sheet is signed its figures are read from it alone; rows
that no longer give the same sheet are not published.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jiceng.kernel.ballot import OVERALL, Counted, Evaluation
from jiceng.kernel.ballot import record as rules
from jiceng.kernel.ballot.record import Checkpoint, Closed, Opened, Row
from jiceng.kernel.ballot.slip import tree_root
from jiceng.kernel.ballot.view import Audience, View, published
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import signature
from jiceng.services.ballot.holding import rule_of
from jiceng.services.ballot.keeping import plain
from jiceng.store.models import AuditEvent, BallotEvent, BoardRow, Envelope, Stub

Lists = dict[str, list[str]]


def checkpoint() -> Checkpoint:
    """How far the audit log has come, in the order of its numbers."""
    leaves = AuditEvent.objects.order_by("id").values_list("leaf", flat=True)
    hashes = [bytes(leaf) for leaf in leaves.iterator(chunk_size=10_000)]
    return Checkpoint(len(hashes), tree_root(hashes))


def opening(event: BallotEvent) -> str:
    """The opening sheet, from the list, the slips and the key as they stand now."""
    roll: Lists = {name: [] for name in event.sheet["classes"]}
    for name, voter in event.entries.order_by("number").values_list("voter_class", "name"):
        roll[name].append(voter)
    return rules.opening_sheet(
        Opened(
            event=event.pk,
            sheet=event.sheet,
            rule=rule(event),
            roll=roll,
            stubs=_stubs(event),
            salt=event.roll_salt,
            box_public=event.box_public,
            paper_only=event.paper_only,
            audit=checkpoint(),
            instance=signature.public(),
        )
    )


def stubs_fit(event: BallotEvent) -> bool:
    """Whether the slips are those of the opening sheet: none more, none fewer, none of another class."""
    signed, stored = json.loads(event.opened)["stubs"], _stubs(event)
    salts = {name: rules.class_salt(event.roll_salt, event.pk, name) for name in stored}
    return bool(
        signed
        == {
            name: {"count": len(stubs), "root": rules.class_root(salts[name], stubs)}
            for name, stubs in stored.items()
        }
    )


def closing(event: BallotEvent, counts: Mapping[str, Counted]) -> str:
    """The closing sheet: figures by class, as they were counted from the board."""
    closed = _closed(event, plain(rule(event), counts), checkpoint())
    return rules.files(closed, "inside", lambda raw: "")["result.json"].decode()


def files(event: BallotEvent, audience: Audience) -> dict[str, bytes]:
    """Every file of the record, of a ballot that is signed; the same bytes each time.

    Raises Refusal "ballot.not-signed", "ballot.record-differs".
    """
    counts = counted(event)
    audit = json.loads(event.closed)["audit"]
    closed = _closed(event, counts, Checkpoint(audit["size"], audit["root"]))
    inside = rules.files(closed, "inside", lambda raw: event.closed_signature)
    # What is published is signed anew: only for a closing sheet that bears the signature it was given.
    sheets = ((event.opened, event.opened_signature), (event.closed, event.closed_signature))
    signed = all(signature.verify(text.encode(), proof, closed.instance) for text, proof in sheets)
    if not signed or inside["result.json"].decode() != event.closed:
        raise Refusal("ballot.record-differs")
    return inside if audience == "inside" else rules.files(closed, audience, signature.sign)


def view(event: BallotEvent, audience: Audience) -> View:
    """What an audience may see of a ballot that is signed. Raises Refusal "ballot.not-signed"."""
    return published(rule(event), counted(event), audience)


def rule(event: BallotEvent) -> Evaluation:
    """What the document says, with how it is shown as that stands on the opening sheet."""
    evaluation = replace(rule_of(event.subject, event.mechanism), smallest=event.smallest)
    return (
        replace(evaluation, unanimous=json.loads(event.opened)["unanimous"]) if event.opened else evaluation
    )


def counted(event: BallotEvent) -> dict[str, Counted]:
    """Class -> figures, from the closing sheet as it was signed. Raises Refusal "ballot.not-signed"."""
    if not event.closed_signature:
        raise Refusal("ballot.not-signed")
    return {group["name"]: _figures(group) for group in json.loads(event.closed)["groups"]}


def _figures(group: dict[str, Any]) -> Counted:
    columns = {item: question["counts"] for item, question in group["questions"].items()}
    votes = columns.pop(OVERALL, {})
    figures = {name: group[name] for name in ("issued", "returned", "valid", "invalid")}
    return Counted(**figures, votes=votes, items=columns)


def _closed(event: BallotEvent, counts: Mapping[str, Counted], audit: Checkpoint) -> Closed:
    return Closed(
        event=event.pk,
        rule=rule(event),
        counts=counts,
        rows=_rows(event),
        stubs=_stubs(event),
        spent=_spent(event),
        salt=event.roll_salt,
        opening=event.opened,
        opening_signature=event.opened_signature,
        instance=json.loads(event.opened)["instance"],
        sealed_here=event.sealed_here,
        audit=audit,
    )


def _rows(event: BallotEvent) -> dict[str, dict[str, list[Row]]]:
    rows: dict[str, dict[str, list[Row]]] = {name: {} for name in event.sheet["classes"]}
    stored = BoardRow.objects.filter(event=event.pk).order_by("item", "c")
    for name, item, *row in stored.values_list("voter_class", "item", "c", "value", "nonce"):
        rows[name].setdefault(item, []).append((row[0], row[1], row[2]))
    return rows


def _stubs(event: BallotEvent) -> Lists:
    stored = Stub.objects.filter(event=event.pk).order_by("h")
    return _by_class(event, stored.values_list("voter_class", "h"))


def _spent(event: BallotEvent) -> Lists:
    stored = Envelope.objects.filter(event=event.pk).order_by("nullifier")
    return _by_class(event, stored.values_list("voter_class", "nullifier"))


def _by_class(event: BallotEvent, pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {name: [] for name in event.sheet["classes"]}
    for name, value in pairs:
        grouped[name].append(value)
    return grouped
