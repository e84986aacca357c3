"""The ledger, as a step awaits it: items enough, everything covered, helpers there."""

from collections.abc import Iterator

from jiceng.kernel.item import missing_items
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap


def ledgers(asked: Asked) -> Iterator[Gap]:
    for place in asked.places(asked.rule.of):
        if not asked.holds(place, asked.rule.concerns):
            continue
        plans = asked.facts.plans.get((asked.key, place.organisation), ())
        helpers = (
            asked.facts.helpers.get(place.organisation, frozenset()) if asked.rule.helpers else frozenset()
        )
        for one in missing_items(asked.rule, plans, helpers, mechanism=asked.key, name=asked.name):
            yield Gap(place, Refusal(one.code, **one.facts))
