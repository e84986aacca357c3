"""Notices, as a step awaits them: posted, hung long enough, objections answered and heeded."""

from collections.abc import Iterator
from dataclasses import replace

from jiceng.kernel.notice import UPHELD_WAITS, missing_notice
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap, Place


def notices(asked: Asked) -> Iterator[Gap]:
    grades = asked.rule.grades
    members = {one.subject: one for one in asked.members}
    for place in asked.places(asked.rule.of):
        about = [place.member] if place.member else asked.members
        if grades and not any(one.grade in grades for one in about):
            continue
        posted = asked.facts.notices.get((asked.key, place.organisation))
        upheld = asked.facts.upheld.get((asked.key, place.organisation), ()) if posted else ()
        wrong = [members[one] for one in upheld if one in members]
        if posted and wrong:
            posted = replace(posted, upheld=len(wrong))
        for one in missing_notice(
            asked.rule, posted, mechanism=asked.key, name=asked.name, on=asked.facts.on
        ):
            what = Refusal(one.code, **one.facts)
            if one.code == UPHELD_WAITS:
                # Of each organisation, and mended on its own page.
                for member in dict.fromkeys(wrong):
                    here = Place(member.organisation, member.name, member)
                    yield Gap(here, what, ("subject", (member.subject,), {}))
            else:
                yield Gap(place, what)
