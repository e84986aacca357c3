"""What the superior does: gates passed one by one, sent back, closed, opened again. Never by the owner's side."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from jiceng.kernel.firmness import has_reason
from jiceng.kernel.item import CloseGate, Ledger, check_answer, check_close, check_pass
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.item.holding import (
    add_event,
    already_closed,
    change,
    check_gate_role,
    check_not_closed,
    check_superior,
    day,
    ledger_of,
    locked,
    readable,
    who,
)
from jiceng.store.models import GatePass, Item, User


@transaction.atomic
def pass_gate(
    *, item: Item, gate: str, by: User, on: date, note: str = "", value: Decimal | None = None
) -> GatePass:
    """Record that one gate is passed in the item's present round, with what was seen.

    Raises Forbidden, or Refusal "item.gate-unknown", "item.gate-is-evidence", "item.gate-passed",
    "item.already-closed" and those of `kernel.item.check_pass`.
    """
    rule = _gate(ledger_of(item), gate)
    check_gate_role(by, rule, item.organisation)
    item = locked(item)
    if rule.kind == "evidence":
        raise Refusal("item.gate-is-evidence", name=rule.name)
    note = readable(note)
    there = item.passes.filter(gate=rule.key, round=item.round).select_related("by__person").first()
    if there is not None:
        if (there.by_id, there.note, there.value) == (by.pk, note, value):
            return there
        raise _passed(rule, there)
    check_not_closed(item)
    check_pass(rule, note=note, value=value)
    try:
        with transaction.atomic():
            passed = GatePass.objects.create(
                item=item, gate=rule.key, round=item.round, value=value, note=note, by=by, on=on
            )
    except IntegrityError:
        theirs = GatePass.objects.select_related("by__person").get(item=item, gate=rule.key, round=item.round)
        raise _passed(rule, theirs) from None
    add_event(item, "passed", by=by, on=on, reason="：".join(filter(None, (rule.name, note))))
    audit.record(
        "item.gate-passed", by=by, on=on, target=item, path=item.organisation.path, gate=rule.key,
        round=item.round, value=value, about={"note": note},
    )  # fmt: skip
    return passed


@transaction.atomic
def send_back(*, item: Item, reason: str, by: User, on: date) -> Item:
    """It is not done: back to be worked on, with what is wanting. A new round begins; gates are passed anew in it.

    Raises Forbidden, or Refusal "item.reason-missing", "item.not-claimed", "item.already-closed".
    """
    check_superior(by, "item.verify", ledger_of(item).closed_by, item.organisation)
    item = locked(item)
    reason = readable(reason)
    if not has_reason(reason):
        raise Refusal("item.reason-missing")
    if item.state != "claimed":
        last = item.events.order_by("number").last()
        if (
            last
            and item.state == "open"
            and (last.what, last.reason, last.by_id) == ("sent-back", reason, by.pk)
        ):
            return item
        check_not_closed(item)
        raise Refusal("item.not-claimed", name=item.title)
    item = change(item, state="open", claimed_by=None, claimed_on=None, round=item.round + 1)
    add_event(item, "sent-back", by=by, on=on, reason=reason)
    audit.record(
        "item.sent-back", by=by, on=on, target=item, path=item.organisation.path, round=item.round,
        about={"reason": reason},
    )  # fmt: skip
    return item


@transaction.atomic
def close(*, item: Item, by: User, on: date, answer: str = "") -> Item:
    """销号: the superior closes an item once every gate its document names is passed (R-20, C-07).

    answer: what is said with it; a question (X-07) is closed by nothing else.
    Raises Forbidden, or Refusal "item.already-closed", "item.gates-open", "item.answer-missing",
    "item.changed-meanwhile".
    """
    ledger = ledger_of(item)
    check_superior(by, "item.close", ledger.closed_by, item.organisation)
    item = locked(item)
    answer = readable(answer)
    if item.state == "closed":
        if (item.closed_by_id, item.answer) == (by.pk, answer):
            return item
        raise already_closed(item)
    check_close(
        ledger,
        name=item.title,
        passed=item.passed_gates(),
        evidence=item.evidence.standing().count(),
        owner_closes=by.is_same_person(item.claimed_by),
    )
    check_answer(ledger, answer, name=item.title)
    item = change(item, state="closed", closed_by=by, closed_on=on, answer=answer)
    add_event(item, "closed", by=by, on=on, reason=answer)
    audit.record(
        "item.closed", by=by, on=on, target=item, path=item.organisation.path, round=item.round,
        gates=[gate.key for gate in ledger.every_gate()], about={"answer": answer},
    )  # fmt: skip
    return item


@transaction.atomic
def reopen(*, item: Item, reason: str, by: User, on: date) -> Item:
    """The matter is back: a closed item is opened again in a new round, and everything that was stays in its history.

    Raises Forbidden, or Refusal "item.reason-missing", "item.not-closed".
    """
    check_superior(by, "item.close", ledger_of(item).closed_by, item.organisation)
    item = locked(item)
    reason = readable(reason)
    if not has_reason(reason):
        raise Refusal("item.reason-missing")
    if item.state != "closed":
        last = item.events.order_by("number").last()
        if last and (last.what, last.reason, last.by_id) == ("reopened", reason, by.pk):
            return item
        raise Refusal("item.not-closed", name=item.title)
    item = change(
        item,
        state="open",
        closed_by=None,
        closed_on=None,
        claimed_by=None,
        claimed_on=None,
        round=item.round + 1,
    )
    add_event(item, "reopened", by=by, on=on, reason=reason)
    audit.record(
        "item.reopened", by=by, on=on, target=item, path=item.organisation.path, round=item.round,
        about={"reason": reason},
    )  # fmt: skip
    return item


def _gate(ledger: Ledger, key: str) -> CloseGate:
    for gate in ledger.every_gate():
        if gate.key == key:
            return gate
    raise Refusal("item.gate-unknown", gate=key, gates=[gate.name for gate in ledger.every_gate()])


def _passed(rule: CloseGate, theirs: GatePass) -> Refusal:
    return Refusal("item.gate-passed", name=rule.name, who=who(theirs.by), on=day(theirs.on))
