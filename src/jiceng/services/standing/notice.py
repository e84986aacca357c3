"""Notices, as a step awaits them: posted, hung long enough, objections answered."""

from collections.abc import Iterator

from jiceng.kernel.notice import missing_notice
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap


def notices(asked: Asked) -> Iterator[Gap]:
    grades = asked.rule.grades
    for place in asked.places(asked.rule.of):
        about = [place.member] if place.member else asked.members
        if grades and not any(one.grade in grades for one in about):
            continue
        posted = asked.facts.notices.get((asked.key, place.organisation))
        for one in missing_notice(
            asked.rule, posted, mechanism=asked.key, name=asked.name, on=asked.facts.on
        ):
            yield Gap(place, Refusal(one.code, **one.facts))
