"""Sheets, decisions and explanations, as a step awaits them."""

from collections.abc import Iterator

from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Bound, Decision, Explanations, Scorers, SelfAssessment
from jiceng.services.standing.facts import Facts, Member
from jiceng.services.standing.gaps import Asked, Gap, Place, reads


@reads(SelfAssessment)
def self_assessments(asked: Asked) -> Iterator[Gap]:
    scorer = asked.rule.scorer
    for place, subject in _each(asked):
        if (subject, scorer) not in asked.facts.sheets:
            what = Refusal("procedure.not-self-assessed", name=asked.name)
            yield Gap(place, what, "sheet", scorer)


@reads(Scorers)
def scorers(asked: Asked) -> Iterator[Gap]:
    """Every sheet that counts."""
    for place, subject in _each(asked):
        for scorer in asked.rule.counted():
            if (subject, scorer.key) not in asked.facts.sheets:
                what = Refusal("procedure.not-scored", name=asked.name, scorer=scorer.name)
                yield Gap(place, what, "sheet", scorer.key)


@reads(Decision)
def decisions(asked: Asked) -> Iterator[Gap]:
    for place, _ in _each(asked):
        if place.member is not None and not place.member.decided:
            what = Refusal("procedure.not-decided", name=asked.name)
            yield Gap(place, what, "grade")
        elif place.member is not None:
            bound = against_finding(asked.facts, place.member)
            if bound is not None:
                yield Gap(place, bound.refusal(place.member.decided), "grade")


def against_finding(facts: Facts, member: Member) -> Bound | None:
    """The finding that does not allow the decided grade; None = nothing stands against it."""
    scheme = facts.campaign.scheme
    if not member.decided or not scheme.consequences:
        return None
    flags = facts.flags.get(member.organisation, frozenset())
    return scheme.against(member.decided, class_name=member.class_name, flags=flags)


@reads(Explanations)
def explanations(asked: Asked) -> Iterator[Gap]:
    for place, _ in _each(asked):
        member = place.member
        if (
            member is None
            or not asked.rule.owed(member.class_name, member.grade)
            or has_reason(member.explanation)
        ):
            continue
        what = Refusal("procedure.not-explained", name=asked.name)
        yield Gap(place, what, "grade")


def _each(asked: Asked) -> Iterator[tuple[Place, int]]:
    for place in asked.places("each"):
        if place.member is not None:
            yield place, place.member.subject
