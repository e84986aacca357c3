"""The ledger, as a step awaits it: items enough, everything covered, helpers there. And the grade to be reached."""

from collections.abc import Iterator

from jiceng.kernel.contents import lines_said
from jiceng.kernel.item import Ledger, Movement, check_figure, check_findings, check_upgrade, missing_items
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.facts import Facts, Member
from jiceng.services.standing.gaps import Asked, Gap, Place, gaps_of, reads


@reads(Ledger)
def ledgers(asked: Asked) -> Iterator[Gap]:
    for place in asked.places(asked.rule.of):
        if not asked.holds(place, asked.rule.concerns):
            continue
        if not asked.facts.items.get((asked.key, place.organisation)) and _opened_by_a_fact(asked.rule):
            facts = {"name": asked.name, "count": 0, "at_least": asked.rule.at_least or 1}
            yield Gap(place, Refusal("item.too-few", **facts))
            continue
        plans = asked.facts.plans(asked.key, place.organisation)
        rule = _at(asked, place)
        helpers = (
            asked.facts.helpers.get(place.organisation, frozenset()) if asked.rule.helpers else frozenset()
        )
        unplanned = asked.facts.unplanned.get((asked.key, place.organisation), 0)
        for gap in missing_items(
            rule, plans, helpers, mechanism=asked.key, name=asked.name, unplanned=unplanned
        ):
            yield Gap(place, Refusal(gap.code, **gap.facts))


def _at(asked: Asked, place: Place) -> Ledger:
    """The ledger as one organisation keeps it, with what its own records say that is to be taken up."""
    ledger: Ledger = asked.rule
    if not ledger.answers:
        return ledger
    facts, rules = asked.facts, asked.facts.campaign.rules
    return ledger.taking_up(
        {
            part: lines_said(
                rules[key].contents,
                [texts for _day, texts in facts.records.get((key, place.organisation), ())],
            )
            for part, key in ledger.answers.items()
        }
    )


def targets(asked: Asked) -> Iterator[Gap]:
    """Every organisation with a decided grade says which one it means to reach."""
    for place in asked.places("each"):
        member = place.member
        if member is not None and member.decided and member.subject not in asked.facts.targets:
            yield Gap(place, Refusal("item.target-missing", name=asked.name), "grade")


@reads(Movement)
def movements(asked: Asked) -> Iterator[Gap]:
    """Grades to be reached that are not said, and rises that wait for nothing but being accepted."""
    yield from targets(asked)
    yield from rises(asked)


def rises(asked: Asked) -> Iterator[Gap]:
    """Those with whom nothing is in the way of the grade they mean to reach, until it is accepted (R-18)."""
    rule, facts = asked.rule, asked.facts
    aiming = [place for place in asked.places("each") if place.member and _aims_higher(facts, place.member)]
    if not aiming:
        return
    lacking = {
        gap.place.organisation
        for key in rule.upgrade_awaits
        for gap in gaps_of(facts.campaign, asked.step, key, asked.committee, facts)
    }
    for place in aiming:
        member = place.member
        if member is None or place.organisation in lacking | facts.unclosed:
            continue
        target = facts.targets[member.subject]
        if _stands_in_the_way(rule, facts, member, target) is None:
            yield Gap(place, Refusal("item.rise-waits", name=asked.name, target=target), "rise")


def _aims_higher(facts: Facts, member: Member) -> bool:
    bands, target = facts.campaign.scheme.bands, facts.targets.get(member.subject, "")
    if bands is None or not member.decided or not target:
        return False
    return bands.place(target) < bands.place(facts.accepted.get(member.subject, member.decided))


def _stands_in_the_way(rule: Movement, facts: Facts, member: Member, target: str) -> Refusal | None:
    """What the kernel has against a rise; a reason that could be written is taken as written."""
    scheme = facts.campaign.scheme
    bands, old = scheme.need_bands(), facts.accepted.get(member.subject, member.decided)
    opinions = {
        key: [texts for _day, texts in facts.records.get((key, member.organisation), ())]
        for key in rule.upgrade_needs
    }
    flags = facts.flags.get(member.organisation, frozenset())
    try:
        check_findings(
            scheme.consequences, bands, new=target, flags=flags, class_name=member.class_name, note=target
        )
        check_figure(rule, facts.measures.get((member.subject, rule.measure)), note=target)
        check_upgrade(rule, bands, old=old, new=target, opinions=opinions)
    except Refusal as refused:
        return refused
    return None


def _opened_by_a_fact(ledger: Ledger) -> bool:
    """Whether a grade or a finding makes somebody open an item; lists and single problems come when they come."""
    return ledger.opens in ("grade", "flag")
