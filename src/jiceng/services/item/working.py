"""What an organisation does about an item: plan it, show what was done, and claim it as done."""

from collections.abc import Mapping
from datetime import date

from django.core.files.base import File
from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.item import Ledger, check_plan, latest_due
from jiceng.kernel.procedure import earliest
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.item import files
from jiceng.services.item.holding import (
    add_event,
    already_claimed,
    change,
    changed_meanwhile,
    check_not_closed,
    check_own_plan,
    day,
    ledger_at,
    ledger_of,
    locked,
    readable,
    who,
)
from jiceng.services.item.opening import OWNER, TITLE
from jiceng.store.models import Evidence, Item, User


@transaction.atomic
def plan_item(
    *,
    item: Item,
    said: Mapping[str, str],
    owner: str,
    due_on: date | None,
    by: User,
    on: date,
    seen_version: int,
    title: str = "",
    target: str = "",
) -> Item:
    """Write an item's plan: what is done, who answers for it, by when (R-10, R-19). title: "" leaves it as it is.

    target: what is to be reached, the grade where it is one (R-02). The same plan again changes nothing.
    Raises Forbidden, or Refusal "item.already-closed", "item.already-claimed", "item.changed-meanwhile" and those of
    `kernel.item.check_plan`; "item.day-set-above" where a day of the superior's is put off from below (R-21, R-25).
    """
    checks.check(by, "item.plan", item.organisation)
    item = locked(item)
    ledger = ledger_of(item)
    texts = {part: readable(text) for part, text in said.items() if text.strip()}
    title = readable(title, TITLE) or item.title
    owner, target = readable(owner, OWNER), readable(target, 32)
    facts = {"said": texts, "owner_name": owner, "due_on": due_on, "title": title, "target": target}
    if all(getattr(item, name) == value for name, value in facts.items()):
        return item
    check_not_closed(item)
    if item.state == "claimed":
        raise already_claimed(item)
    if seen_version != item.version:
        raise changed_meanwhile(item)
    if not has_reason(title):
        raise Refusal("item.title-missing")
    campaign = item.campaign
    name = campaign.title_of(item.mechanism) if campaign else item.mechanism
    if campaign:
        ledger = ledger_at(campaign, item.mechanism, item.organisation_id)
        check_own_plan(ledger, texts, campaign=campaign, key=item.mechanism, organisation=item.organisation)
    check_plan(ledger, texts, name=name, opened_on=item.opened_on, due_on=due_on, owner=owner)
    last = last_day(item, ledger, above=checks.may(by, "item.verify", item.organisation))
    if last is not None and due_on is not None and due_on > last:
        raise Refusal("item.day-set-above", name=title, due_on=last.isoformat())
    if target:
        _check_grade(item, target)
    item = change(item, **facts)
    add_event(item, "planned", by=by, on=on)
    audit.record(
        "item.planned", by=by, on=on, target=item, path=item.organisation.path, due_on=day(due_on), grade=target,
        version=item.version, about={"owner": owner, **texts},
    )  # fmt: skip
    return item


def last_day(item: Item, ledger: Ledger, *, above: bool) -> date | None:
    """The last day a plan may give; None where nothing binds. above: whether a superior plans it, who may put off a day
    that stands in an item which the superior opened."""
    own = item.due_on if not above and not ledger.is_opened_by_its_own_side else None
    return earliest((latest_due(ledger, item.opened_on), own))


def _check_grade(item: Item, target: str) -> None:
    """Raises Refusal "item.no-such-grade"."""
    grades = item.campaign.scheme.grades if item.campaign else ()
    if target not in grades:
        raise Refusal("item.no-such-grade", target=target, grades=grades)


@transaction.atomic
def add_evidence(
    *, item: Item, by: User, on: date, text: str = "", file: "File[bytes] | None" = None
) -> Evidence:
    """Show what was done: a few words, a picture or a document, or both. The same again stays one.

    By whoever works on the item, and by the superior who verifies it.
    Raises Forbidden, or Refusal "item.already-closed", "item.evidence-empty" and those of `files.look_at`.
    """
    checks.check(by, "item.plan", item.organisation)
    looked = files.look_at(file) if file is not None else None
    text = readable(text)
    if looked is None and not has_reason(text):
        raise Refusal("item.evidence-empty")
    item = locked(item)
    facts = {"text": text, "digest": looked.digest if looked else ""}
    there = item.evidence.standing().filter(by=by, on=on, **facts).first()
    if there is not None:
        return there
    check_not_closed(item)
    evidence = Evidence(item=item, by=by, on=on, **facts)
    if looked is not None and file is not None:
        evidence.name, evidence.size, evidence.kind = looked.name, looked.size, looked.kind
        evidence.file.save(looked.name, file, save=False)
    try:
        evidence.save(force_insert=True)
        add_event(item, "evidence", by=by, on=on, reason=evidence.name or text[:200])
        audit.record(
            "item.evidence-added", by=by, on=on, target=item, path=item.organisation.path,
            evidence=evidence.pk, size=evidence.size, digest=evidence.digest,
            about={"text": text, "name": evidence.name},
        )  # fmt: skip
    except Exception:
        evidence.file.delete(save=False)  # nothing remembers it any more
        raise
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: User, on: date) -> Evidence:
    """Take evidence back, with the reason; it stays to be read and no longer counts. By who added it, or their side.

    The item's version moves, so that nobody closes on what is just being taken back.
    Raises Forbidden, or Refusal "item.already-closed", "item.evidence-withdrawn", "item.withdrawal-without-reason".
    """
    verb = "item.plan" if evidence.by_id == by.pk else "item.claim"
    checks.check(by, verb, evidence.item.organisation)
    item = locked(evidence.item)
    evidence = Evidence.objects.select_related("withdrawn_by__person").get(pk=evidence.pk)
    reason = readable(reason)
    if evidence.withdrawn_on:
        if (evidence.withdrawn_by_id, evidence.withdrawn_reason) == (by.pk, reason):
            return evidence
        facts = {"who": who(evidence.withdrawn_by), "on": day(evidence.withdrawn_on)}
        raise Refusal("item.evidence-withdrawn", **facts)
    check_not_closed(item)
    if not has_reason(reason):
        raise Refusal("item.withdrawal-without-reason")
    change(item)
    evidence.withdrawn_by, evidence.withdrawn_on, evidence.withdrawn_reason = by, on, reason
    evidence.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_reason"])
    add_event(item, "withdrawn", by=by, on=on, reason=f"{evidence.name or evidence.text[:60]}：{reason}")
    audit.record(
        "item.evidence-withdrawn", by=by, on=on, target=item, path=item.organisation.path, evidence=evidence.pk,
        about={"reason": reason},
    )  # fmt: skip
    return evidence


def before_claim(item: Item, ledger: Ledger) -> Refusal | None:
    """What has to be there before an open item is claimed done; None where it is. The page asks it before it offers."""
    if item.due_on is None and ledger.every_gate():
        return Refusal("item.not-planned", name=item.title)
    if any(gate.kind == "evidence" for gate in ledger.every_gate()) and not item.evidence.standing().exists():
        return Refusal("item.evidence-missing", name=item.title)
    return None


@transaction.atomic
def claim_done(*, item: Item, by: User, on: date) -> Item:
    """申请销号: the organisation says it is done; the superior verifies.

    Raises Forbidden, or Refusal "item.done-from-above", "item.already-closed", "item.already-claimed",
    "item.not-planned", "item.evidence-missing".
    """
    checks.check(by, "item.claim", item.organisation)
    item = locked(item)
    ledger = ledger_of(item)
    if ledger.is_done_from_above:
        raise Refusal("item.done-from-above", name=item.title)
    if item.state == "claimed":
        if item.claimed_by_id == by.pk:
            return item
        raise already_claimed(item)
    check_not_closed(item)
    lacking = before_claim(item, ledger)
    if lacking is not None:
        raise lacking
    item = change(item, state="claimed", claimed_by=by, claimed_on=on)
    add_event(item, "claimed", by=by, on=on)
    audit.record("item.claimed", by=by, on=on, target=item, path=item.organisation.path, round=item.round)
    return item
