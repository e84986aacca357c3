"""Ledgers on a desk: items to be done, those said to be done, and those that are late below."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef

from jiceng.access import checks
from jiceng.access.scope import below
from jiceng.kernel.item import Ledger
from jiceng.kernel.procedure import earliest
from jiceng.reports.desk.line import WEEK, Due, line
from jiceng.reports.desk.running import Running
from jiceng.reports.ways import To
from jiceng.store.models import Campaign, Evidence, Item, Post

DOERS = ("secretary", "committee-officer")
VERIFIERS = ("committee-officer", "reviewer", "county-officer", "inspector")
EACH = 5  # so many items have a line each; more are said in one


def read(running: Running, held: Sequence[Post]) -> Sequence[Item]:
    """Open items at and below the posts, what is due first comes first."""
    seen = below(running.paths, "organisation__path")
    if seen is None or not {post.role for post in held} & {*DOERS, *VERIFIERS}:
        return ()
    shown = Evidence.objects.standing().filter(item=OuterRef("pk"))
    open_items = (
        Item.objects.open().filter(seen).defer("said").annotate(shown=Exists(shown)).order_by("due_on", "pk")
    )
    return list(
        open_items.select_related("organisation", "campaign__adoption", "campaign__copy").prefetch_related(
            "passes"
        )
    )


def lines(running: Running, known: Sequence[Item], post: Post, held: Sequence[Post]) -> Iterator[Due]:
    if post.role in DOERS:
        own_items = [
            item
            for item in known
            if item.organisation_id == post.organisation_id
            and item.state == "open"
            and not _is_done_from_above(item)
        ]
        yield from _to_do(running, post, [item for item in own_items if not _is_question(item)])
        # A first effect shows by a piece of evidence; the day for it comes before that of the whole.
        unseen = [item for item in own_items if item.effect_on and not getattr(item, "shown", False)]
        for items in _by_ledger(unseen):
            code = "desk.item-effect" if len(items) == 1 else "desk.items-effect"
            yield _line(running, items, code, post.organisation.name, own=True)
    under = [item for item in known if item.organisation.path.startswith(post.organisation.path)]
    strictly = [item for item in under if item.organisation_id != post.organisation_id]
    if post.role in VERIFIERS:
        # What is done from above is asked of whoever closes it from the plan on; nobody below says that it is done.
        done = [item for item in strictly if _is_done_from_above(item) and item.due_on]
        acted = [item for item in done if _verifies(item, post, held)]
        yield from _grouped(running, post, acted, "desk.item-act", "desk.items-act", own=True)
        claimed = [
            item
            for item in strictly
            if item.state == "claimed" and not _is_done_from_above(item) and _verifies(item, post, held)
        ]
        yield from _grouped(running, post, claimed, "desk.item-verify", "desk.items-verify", own=True)
        asked = [item for item in strictly if _is_question(item) and _verifies(item, post, held)]
        yield from _grouped(running, post, asked, "desk.item-answer", "desk.items-answer", own=True)
    if post.role in ("county-officer", "committee-officer"):
        late = [
            item for item in strictly if item.state == "open" and item.due_on and item.due_on < running.on
        ]
        yield from _grouped(running, post, late, "desk.item-late", "desk.items-late", own=False)


def _rule(item: Item) -> Ledger | None:
    rule = item.campaign.rules.get(item.mechanism) if item.campaign else None
    return rule if isinstance(rule, Ledger) else None


def _is_question(item: Item) -> bool:
    rule = _rule(item)
    return rule is not None and rule.is_question


def _is_done_from_above(item: Item) -> bool:
    rule = _rule(item)
    return rule is not None and rule.is_done_from_above


def _verifies(item: Item, post: Post, posts: Sequence[Post]) -> bool:
    """Whether this post closes an item, or records a gate of it that is not passed yet."""
    rule = _rule(item)
    if rule is None or not checks.RULES["item.close"](posts, item.organisation):
        return False
    passed = {gate_pass.gate for gate_pass in item.passes.all() if gate_pass.round == item.round}
    waiting = {gate.by for gate in rule.every_gate() if gate.kind != "evidence" and gate.key not in passed}
    return post.role == rule.closed_by or post.role in waiting


def _to_do(running: Running, post: Post, mine: Sequence[Item]) -> Iterator[Due]:
    """What is late or due within the week by itself, the rest in one line."""
    near = [item for item in mine if item.due_on is not None and item.due_on <= running.on + WEEK]
    shown = near if len(mine) > EACH else list(mine)
    for item in shown:
        yield _line(running, [item], "desk.item-to-do", item.organisation.name, own=True)
    rest = [item for item in mine if item not in shown]
    for items in _by_ledger(rest):
        code = "desk.item-to-do" if len(items) == 1 else "desk.items-to-do"
        yield _line(running, items, code, post.organisation.name, own=True)


def _grouped(
    running: Running, post: Post, chosen: Sequence[Item], single: str, several: str, *, own: bool
) -> Iterator[Due]:
    for items in _by_ledger(chosen):
        if len(items) <= EACH and own:
            for item in items:
                yield _line(running, [item], single, item.organisation.name, own=own)
        else:
            code = single if len(items) == 1 else several
            yield _line(running, items, code, post.organisation.name, own=own)


def _by_ledger(items: Sequence[Item]) -> list[list[Item]]:
    """The items, ledger by ledger, because a line of the desk leads to one ledger."""
    ledgers: dict[tuple[int | None, str], list[Item]] = {}
    for item in items:
        ledgers.setdefault((item.campaign_id, item.mechanism), []).append(item)
    return [*ledgers.values()]


def _line(running: Running, items: Sequence[Item], code: str, whom: str, *, own: bool) -> Due:
    first = items[0]
    campaign: Campaign | None = first.campaign
    mechanism = campaign.pack.mechanisms.get(first.mechanism) if campaign else None
    facts = {
        "title": first.title,
        "organisation": first.organisation.name,
        "count": len(items),
        "organisations": len({item.organisation_id for item in items}),
        "owner": first.owner_name,
    }
    effect = code in ("desk.item-effect", "desk.items-effect")
    to: To = ("item", (first.pk,), {})
    if len(items) > 1:
        to = ("ledger", (campaign.pk, first.mechanism), {}) if campaign else ("ledgers", (), {})
    about = (
        f"item:{first.pk}"
        if len(items) == 1
        else f"campaign:{campaign.pk if campaign else 0}/{first.mechanism}"
    )
    return line(
        code,
        facts,
        whom=whom,
        about=f"{about}@effect" if effect else about,
        due_on=earliest(item.effect_on for item in items) if effect else first.due_on,
        on=running.on,
        since=min(item.claimed_on or item.opened_on for item in items),
        to=to,
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        own=own,
        rows=[item.pk for item in items],
        of="item",
        mechanism=first.mechanism,
    )
