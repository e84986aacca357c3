"""The ledger, as a step awaits it: items enough, everything covered, helpers there. And the grade to be reached."""

from collections.abc import Iterator

from jiceng.kernel.contents import lines_said
from jiceng.kernel.item import Ledger, missing_items
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap, Place


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
        for one in missing_items(
            rule, plans, helpers, mechanism=asked.key, name=asked.name, unplanned=unplanned
        ):
            yield Gap(place, Refusal(one.code, **one.facts))


def _at(asked: Asked, place: Place) -> Ledger:
    """The ledger as one organisation keeps it, with what its own records say that is to be taken up."""
    ledger: Ledger = asked.rule
    if not ledger.answers:
        return ledger
    facts, rules = asked.facts, asked.facts.campaign.rules
    return ledger.taking_up(
        {
            part: lines_said(
                rules[key].contents, [said for _day, said in facts.records.get((key, place.organisation), ())]
            )
            for part, key in ledger.answers.items()
        }
    )


def targets(asked: Asked) -> Iterator[Gap]:
    """Every organisation with a decided grade says which one it means to reach."""
    for place in asked.places("each"):
        one = place.member
        if one is not None and one.decided and one.subject not in asked.facts.targets:
            page = ("organisation", (place.organisation,), {"campaign": asked.facts.campaign.pk})
            yield Gap(place, Refusal("item.target-missing", name=asked.name), page)


def _opened_by_a_fact(ledger: Ledger) -> bool:
    """Whether a grade or a finding makes somebody open an item; lists and single problems come when they come."""
    return ledger.opens in ("grade", "flag")
