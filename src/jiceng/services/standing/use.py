"""What a grade is good for: points are owed to everybody with it, and whoever lost the grade keeps nothing of it."""

from collections.abc import Iterator

from jiceng.kernel.consequence import Use
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap, reads


@reads(Use)
def uses(asked: Asked) -> Iterator[Gap]:
    """Only points come to everybody; to be put forward or commended is a choice among those who may be.

    After a correction to another grade, what was given for the former one is to be taken back, whatever it is.
    """
    rule = asked.rule
    for place in asked.places("each"):
        member = place.member
        grade = asked.facts.accepted.get(member.subject, member.decided) if member else ""
        given = asked.facts.records.get((asked.key, place.organisation))
        if given and grade and grade not in rule.grades:
            yield Gap(place, Refusal("consequence.to-take-back", name=asked.name, grade=grade))
        elif not given and grade in rule.grades and rule.kind == "bonus" and rule.points is not None:
            yield Gap(place, Refusal("consequence.not-granted", name=asked.name))
