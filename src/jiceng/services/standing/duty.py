"""Records and returns, as a step awaits them."""

from collections.abc import Iterator

from jiceng.kernel.duty import owed_records
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.procedure import Reach
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap

SENDERS: dict[str, Reach] = {"secretary": "each", "committee-officer": "committee"}


def records(asked: Asked) -> Iterator[Gap]:
    """What is owed and not written yet. What a document only suggests (左右) keeps nobody waiting."""
    if asked.rule.firmness is Firmness.ABOUT:
        return
    for place in asked.places(asked.rule.of):
        if not asked.holds(place, asked.rule.owed):
            continue
        there = asked.facts.records.get((asked.key, place.organisation), ())
        owed = owed_records(
            asked.rule, there, mechanism=asked.key, name=asked.name,
            since=asked.facts.campaign.opened_on, on=min(asked.facts.on, asked.facts.campaign.due_on),
        )  # fmt: skip
        for one in owed:
            last = min(one.period.last, asked.facts.campaign.due_on) if one.period else None
            yield Gap(place, Refusal(one.what.code, **one.what.facts), due_on=last)


def returns(asked: Asked) -> Iterator[Gap]:
    """Sent, where the step is the sender's; accepted, where it is the receiver's."""
    accepting = asked.step.actor == asked.rule.to
    for place in asked.places(SENDERS.get(asked.rule.by, "county")):
        state = asked.facts.returns.get((asked.key, place.organisation), "")
        if not state:
            yield Gap(place, Refusal("procedure.return-not-sent", name=asked.name))
        elif accepting and state != "accepted":
            yield Gap(place, Refusal("procedure.return-not-accepted", name=asked.name))
