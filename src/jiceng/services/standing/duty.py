"""Records and returns, as a step awaits them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from jiceng.kernel.consequence import Consequence
from jiceng.kernel.contents import Said
from jiceng.kernel.duty import OwedRecord, Record, Return, owed_records
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.facts import Facts
from jiceng.services.standing.gaps import Asked, Gap, reads
from jiceng.store.models import Campaign


@reads(Record)
def records(asked: Asked) -> Iterator[Gap]:
    """What is owed and not written yet. What a document only suggests (左右) keeps nobody waiting."""
    if asked.rule.firmness is Firmness.ABOUT:
        return
    facts = asked.facts
    for place in asked.places(asked.rule.of):
        if not asked.holds(place, asked.rule.owed):
            continue
        there = facts.records.get((asked.key, place.organisation), ())
        for owed in owed_at(asked.rule, there, facts, key=asked.key, organisation=place.organisation):
            ends_on = owed.period.last if owed.period else None
            due_on = min(ends_on, facts.campaign.due_on) if ends_on else None
            what = Refusal(owed.what.code, **owed.what.facts)
            yield Gap(place, what, due_on=due_on, period_ends_on=ends_on)


def owed_at(
    rule: Record, there: Sequence[tuple[date, Said]], facts: Facts, *, key: str, organisation: int
) -> list[OwedRecord]:
    """What one organisation still owes under a rule, in words. there: its records, with the day each is about."""
    campaign = facts.campaign
    owed = owed_records(
        rule, there, mechanism=key, name=campaign.title_of(key),
        since=campaign.opened_on, on=min(facts.on, campaign.due_on),
        flags=facts.flags.get(organisation, frozenset()) if rule.agrees else frozenset(),
        zones=facts.zones(organisation) if rule.each_zone else (),
    )  # fmt: skip
    return [
        replace(record, what=replace(record.what, facts=named(campaign, record.what.facts)))
        for record in owed
    ]


def named(campaign: Campaign, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts of a sentence with findings as people call them."""
    if "findings" not in facts:
        return facts
    rules = [rule for rule in campaign.rules.values() if isinstance(rule, Consequence) and rule.name]
    names = {rule.flag: rule.name for rule in rules} | dict(campaign.pack.findings)
    return {**facts, "findings": [names.get(flag, flag) for flag in facts["findings"]]}


@reads(Return)
def returns(asked: Asked) -> Iterator[Gap]:
    """Sent, where the step is the sender's; accepted, where it is the receiver's."""
    accepting = asked.step.actor == asked.rule.to
    for place in asked.places(asked.rule.reach):
        state = asked.facts.returns.get((asked.key, place.organisation), "")
        if not state:
            yield Gap(place, Refusal("procedure.return-not-sent", name=asked.name))
        elif accepting and state != "accepted":
            yield Gap(place, Refusal("procedure.return-not-accepted", name=asked.name))
