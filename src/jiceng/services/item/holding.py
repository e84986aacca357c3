"""Taking hold of an item before changing it, whose side somebody is on, and the history."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import F, Max

from jiceng.access import checks, scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.contents import Said, lines_said, uncovered
from jiceng.kernel.item import CloseGate, Ledger, check_unlike
from jiceng.kernel.refusal import Refusal
from jiceng.services.door import rule_at
from jiceng.store.models import Campaign, Item, ItemEvent, Organisation, Record, User

LONGEST = 2000  # characters of a text that is still read through


def ledger_of(item: Item) -> Ledger:
    """The ledger an item stands in."""
    assert item.campaign is not None  # every item has one, until standing work has none
    return rule_at(item.campaign, item.mechanism, Ledger)


def ledger_at(campaign: Campaign, key: str, organisation: int | None) -> Ledger:
    """The ledger as one organisation keeps it, with what its own records say that is to be taken up."""
    ledger = rule_at(campaign, key, Ledger)
    if not ledger.answers or organisation is None:
        return ledger
    written: dict[str, list[Said]] = {}
    rows = Record.objects.standing().filter(
        campaign=campaign, organisation=organisation, mechanism__in=ledger.answers.values()
    )
    for record, texts in rows.order_by("held_on", "number").values_list("mechanism", "said"):
        written.setdefault(record, []).append(texts)
    return ledger.taking_up(_lines(campaign, ledger, written))


def to_take_up(campaign: Campaign, key: str) -> dict[int, list[str]]:
    """organisation -> what its records name and no plan of its own takes up yet; two queries.

    Only of a ledger that answers records; organisations that have taken up everything are left out.
    """
    ledger = rule_at(campaign, key, Ledger)
    written: dict[int, dict[str, list[Said]]] = {}
    rows = Record.objects.standing().filter(campaign=campaign, mechanism__in=ledger.answers.values())
    for organisation, record, texts in rows.order_by("held_on", "number").values_list(
        "organisation", "mechanism", "said"
    ):
        written.setdefault(organisation, {}).setdefault(record, []).append(texts)
    plans: dict[int, list[Said]] = {}
    items = Item.objects.planned().filter(campaign=campaign, mechanism=key)
    for organisation, texts in items.values_list("organisation", "said"):
        plans.setdefault(organisation, []).append(texts)
    left = {
        organisation: uncovered(_lines(campaign, ledger, by_record), plans.get(organisation, []))
        for organisation, by_record in written.items()
    }
    return {organisation: [*chain(*topics.values())] for organisation, topics in left.items() if topics}


def _lines(
    campaign: Campaign, ledger: Ledger, written: Mapping[str, Sequence[Said]]
) -> dict[str, tuple[str, ...]]:
    """Part of the plan -> what the records of one organisation name for it."""
    return {
        part: lines_said(campaign.rules[record].contents, written.get(record, ()))
        for part, record in ledger.answers.items()
    }


def check_own_plan(
    ledger: Ledger, said: Said, *, campaign: Campaign, key: str, organisation: Organisation
) -> None:
    """No other organisation has the same plan, where the document wants each its own. Raises "item.plan-copied"."""
    if ledger.unlike:
        others = Item.objects.planned().filter(campaign=campaign, mechanism=key)
        plans = others.exclude(organisation=organisation).values_list("organisation__name", "said")
        check_unlike(ledger, said, plans, name=campaign.title_of(key))


def locked(item: Item) -> Item:
    """The item's row, held until the end of the transaction, as it is now."""
    rows = Item.objects.select_for_update(of=("self",))
    row: Item = rows.select_related(
        "campaign__adoption",
        "campaign__copy",
        "organisation",
        "subject",
        "claimed_by__person",
        "closed_by__person",
    ).get(pk=item.pk)
    return row


def change(item: Item, **facts: Any) -> Item:
    """Write what changed. Of two who saw the same version one changes a row, and the other is told."""
    seen = Item.objects.filter(pk=item.pk, version=item.version)
    if not seen.update(version=F("version") + 1, **facts):
        raise changed_meanwhile(item)
    item.refresh_from_db()
    return item


def add_event(item: Item, what: str, *, by: User, on: date, reason: str = "") -> ItemEvent:
    """The next line of an item's history; UNIQUE keeps two from being the same one."""
    last = item.events.aggregate(last=Max("number"))["last"] or 0
    return ItemEvent.objects.create(item=item, number=last + 1, what=what, by=by, on=on, reason=reason)


def check_superior(by: User, verb: str, role: str, organisation: Organisation) -> None:
    """Somebody strictly above the organisation who belongs to none of it and holds this role there (R-20, C-07).

    Raises Forbidden.
    """
    checks.check(by, verb, organisation)
    posts = scope.posts(by)
    if not any(post.role == role and organisation.is_under(post.organisation) for post in posts):
        raise Forbidden(verb, organisation)


def check_gate_role(by: User, gate: CloseGate, organisation: Organisation) -> None:
    """A gate of the superior is the superior's. One that the document leaves to the secretary is theirs (Forbidden)."""
    if gate.by == "secretary":
        checks.check(by, "item.claim", organisation)
    else:
        check_superior(by, "item.verify", gate.by, organisation)


def check_not_closed(item: Item) -> None:
    if item.state == "closed":
        raise already_closed(item)


def already_closed(item: Item) -> Refusal:
    return Refusal("item.already-closed", name=item.title, who=who(item.closed_by), on=day(item.closed_on))


def already_claimed(item: Item) -> Refusal:
    return Refusal("item.already-claimed", name=item.title, who=who(item.claimed_by), on=day(item.claimed_on))


def changed_meanwhile(item: Item) -> Refusal:
    last = ItemEvent.objects.filter(item=item).select_related("by__person").order_by("-number").first()
    return Refusal("item.changed-meanwhile", name=item.title, who=who(last.by if last else None))


def who(user: User | None) -> str:
    return user.get_full_name() if user else "—"


def day(on: date | None) -> str:
    return on.isoformat() if on else ""


def readable(text: str, most: int = LONGEST) -> str:
    """A text without blanks around it. Raises Refusal "store.text-too-long"."""
    text = text.strip()
    if len(text) > most:
        raise Refusal("store.text-too-long", length=len(text), most=most)
    return text
