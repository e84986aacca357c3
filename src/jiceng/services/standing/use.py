"""Points that a grade is good for: owed to everybody with that grade, once the jurisdiction has set how many."""

from collections.abc import Iterator

from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap


def uses(asked: Asked) -> Iterator[Gap]:
    """Only points come to everybody; to be put forward or commended is a choice among those who may be."""
    if asked.rule.kind != "bonus" or asked.rule.points is None:
        return
    for place in asked.places("each"):
        due = place.member is not None and place.member.decided in asked.rule.grades
        if due and not asked.facts.records.get((asked.key, place.organisation)):
            yield Gap(place, Refusal("consequence.not-granted", name=asked.name))
