"""shown: what of a ballot everything else may say: returns, explanations, pages that are not the ballot's own.

All of it goes through `kernel.ballot.view`, so that no figure stands anywhere which the ballot's own page keeps back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from jiceng.kernel.ballot import Counted, Evaluation
from jiceng.kernel.ballot.view import Audience, opinion, published, satisfaction
from jiceng.kernel.trace import Step
from jiceng.services.ballot.holding import counted_of
from jiceng.store.models import BallotEvent, Count, Subject

OUT = ("published", "archived")


@dataclass(frozen=True)
class Figures:
    """A ballot in one line. None and "" where they are not told."""

    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    satisfaction: Decimal | None = None
    opinion: str = ""


def figures(
    rule: Evaluation, counts: Mapping[str, Counted], audience: Audience, event: BallotEvent | None = None
) -> Figures:
    """event: the ballot they were counted from; before it is published nothing is told to the public."""
    if not out(event, audience):
        return Figures()
    view = published(rule_at(rule, event), counts, audience)

    def all_of(name: str) -> int | None:
        numbers = [getattr(group, name) for group in view.groups]
        return None if None in numbers else sum(numbers)

    return Figures(
        all_of("issued"), all_of("returned"), all_of("valid"), satisfaction(rule, view), opinion(rule, view)
    )


def out(event: BallotEvent | None, audience: Audience) -> bool:
    """Whether a counted result may be told at all: of a ballot held here, to the public only once it is published."""
    return event is None or audience == "inside" or event.state in OUT


def rule_at(rule: Evaluation, event: BallotEvent | None) -> Evaluation:
    """The rule as it was when the list was frozen: how few papers are told does not change under a result."""
    return rule if event is None else replace(rule, smallest=event.smallest)


def explained(subject: Subject, trace: Step, audience: Audience) -> Step:
    """The explanation of a grade without the figures of ballots that the audience is not told.

    That a gate was not passed is in the grade itself and stays; by how much does not.
    """
    campaign = subject.campaign
    gates = [gate for gate in campaign.scheme.gates if gate.measure]
    if audience == "inside" or not gates:
        return trace
    rules = {
        key: rule for key, rule in campaign.rules.items() if isinstance(rule, Evaluation) and rule.measure
    }
    kept_back = set()
    counts = Count.objects.for_page().select_related("event").filter(subject=subject, mechanism__in=rules)
    for count in counts:
        rule = rules[count.mechanism]
        if figures(rule, counted_of(count), audience, count.event).satisfaction is None:
            kept_back.add(rule.measure)
    names = {gate.name or gate.measure for gate in gates if gate.measure in kept_back}
    return _without(trace, names) if names else trace


def _without(step: Step, names: set[str]) -> Step:
    facts = step.facts
    if step.code.startswith("gate.") and facts.get("name") in names:
        facts = {name: value for name, value in facts.items() if name != "value"}
    return replace(step, facts=facts, parts=tuple(_without(part, names) for part in step.parts))
