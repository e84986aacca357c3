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
    found = (
        Item.objects.open().filter(seen).defer("said").annotate(shown=Exists(shown)).order_by("due_on", "pk")
    )
    return list(
        found.select_related("organisation", "campaign__adoption", "campaign__copy").prefetch_related(
            "passes"
        )
    )


def lines(running: Running, known: Sequence[Item], post: Post, held: Sequence[Post]) -> Iterator[Due]:
    if post.role in DOERS:
        here = [
            one
            for one in known
            if one.organisation_id == post.organisation_id
            and one.state == "open"
            and not _is_done_from_above(one)
        ]
        yield from _to_do(running, post, [one for one in here if not _is_question(one)])
        # A first effect shows by a piece of evidence; the day for it comes before that of the whole.
        unseen = [one for one in here if one.effect_on and not getattr(one, "shown", False)]
        for items in _by_ledger(unseen):
            code = "desk.item-effect" if len(items) == 1 else "desk.items-effect"
            yield _line(running, items, code, post.organisation.name, own=True)
    under = [one for one in known if one.organisation.path.startswith(post.organisation.path)]
    strictly = [one for one in under if one.organisation_id != post.organisation_id]
    if post.role in VERIFIERS:
        # What is done from above is asked of whoever closes it from the plan on; nobody below says that it is done.
        done = [one for one in strictly if _is_done_from_above(one) and one.due_on]
        acted = [one for one in done if _verifies(one, post, held)]
        yield from _grouped(running, post, acted, "desk.item-act", "desk.items-act", own=True)
        claimed = [
            one
            for one in strictly
            if one.state == "claimed" and not _is_done_from_above(one) and _verifies(one, post, held)
        ]
        yield from _grouped(running, post, claimed, "desk.item-verify", "desk.items-verify", own=True)
        asked = [one for one in strictly if _is_question(one) and _verifies(one, post, held)]
        yield from _grouped(running, post, asked, "desk.item-answer", "desk.items-answer", own=True)
    if post.role in ("county-officer", "committee-officer"):
        late = [one for one in strictly if one.state == "open" and one.due_on and one.due_on < running.on]
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


def _verifies(item: Item, post: Post, held: Sequence[Post]) -> bool:
    """Whether this post closes an item, or records a gate of it that is not passed yet."""
    rule = _rule(item)
    if rule is None or not checks.RULES["item.close"](held, item.organisation):
        return False
    passed = {one.gate for one in item.passes.all() if one.round == item.round}
    waiting = {gate.by for gate in rule.every_gate() if gate.kind != "evidence" and gate.key not in passed}
    return post.role == rule.closed_by or post.role in waiting


def _to_do(running: Running, post: Post, mine: Sequence[Item]) -> Iterator[Due]:
    """What is late or due within the week by itself, the rest in one line."""
    near = [one for one in mine if one.due_on is not None and one.due_on <= running.on + WEEK]
    shown = near if len(mine) > EACH else list(mine)
    for one in shown:
        yield _line(running, [one], "desk.item-to-do", one.organisation.name, own=True)
    rest = [one for one in mine if one not in shown]
    for items in _by_ledger(rest):
        code = "desk.item-to-do" if len(items) == 1 else "desk.items-to-do"
        yield _line(running, items, code, post.organisation.name, own=True)


def _grouped(
    running: Running, post: Post, found: Sequence[Item], single: str, several: str, *, own: bool
) -> Iterator[Due]:
    for items in _by_ledger(found):
        if len(items) <= EACH and own:
            for one in items:
                yield _line(running, [one], single, one.organisation.name, own=own)
        else:
            code = single if len(items) == 1 else several
            yield _line(running, items, code, post.organisation.name, own=own)


def _by_ledger(found: Sequence[Item]) -> list[list[Item]]:
    """One line leads to one ledger."""
    ledgers: dict[tuple[int | None, str], list[Item]] = {}
    for one in found:
        ledgers.setdefault((one.campaign_id, one.mechanism), []).append(one)
    return [*ledgers.values()]


def _line(running: Running, found: Sequence[Item], code: str, whom: str, *, own: bool) -> Due:
    first = found[0]
    campaign: Campaign | None = first.campaign
    mechanism = campaign.pack.mechanisms.get(first.mechanism) if campaign else None
    facts = {
        "title": first.title,
        "organisation": first.organisation.name,
        "count": len(found),
        "organisations": len({one.organisation_id for one in found}),
        "owner": first.owner_name,
    }
    effect = code in ("desk.item-effect", "desk.items-effect")
    to: To = ("item", (first.pk,), {})
    if len(found) > 1:
        to = ("ledger", (campaign.pk, first.mechanism), {}) if campaign else ("ledgers", (), {})
    about = (
        f"item:{first.pk}"
        if len(found) == 1
        else f"campaign:{campaign.pk if campaign else 0}/{first.mechanism}"
    )
    return line(
        code,
        facts,
        whom=whom,
        about=f"{about}@effect" if effect else about,
        due_on=earliest(one.effect_on for one in found) if effect else first.due_on,
        on=running.on,
        since=min(one.claimed_on or one.opened_on for one in found),
        to=to,
        campaign=campaign,
        clause=mechanism.clause if mechanism else "",
        own=own,
        rows=[one.pk for one in found],
        of="item",
        mechanism=first.mechanism,
    )
