"""Notices, as a step awaits them: posted, hung long enough, objections answered and heeded."""

from collections.abc import Iterator
from dataclasses import replace

from jiceng.kernel.item import published
from jiceng.kernel.notice import UPHELD_WAITS, Notice, missing_notice, stretch
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap, Place, reads


@reads(Notice)
def notices(asked: Asked) -> Iterator[Gap]:
    rule = asked.rule
    grades = rule.grades
    members = {member.subject: member for member in asked.members}
    for place in asked.places(asked.rule.of):
        about = [place.member] if place.member else asked.members
        if grades and not any(member.grade in grades for member in about):
            continue
        if rule.flags and not asked.facts.flags.get(place.organisation, frozenset()) & set(rule.flags):
            continue
        posted = asked.facts.notices.get((asked.key, place.organisation))
        if rule.table == "items" and not posted and not _has_rows(asked, place):
            continue
        upheld = asked.facts.upheld.get((asked.key, place.organisation), ()) if posted else ()
        wrong = [members[subject] for subject in upheld if subject in members]
        if posted and wrong:
            posted = replace(posted, upheld=len(wrong))
        since, last = asked.facts.campaign.opened_on, asked.facts.campaign.due_on
        now = stretch(rule, since=since, on=min(asked.facts.on, last))
        for gap in missing_notice(
            rule, posted, mechanism=asked.key, name=asked.name, on=asked.facts.on, since=since
        ):
            what = Refusal(gap.code, **gap.facts)
            if gap.code == UPHELD_WAITS:
                # Of each organisation, and mended on its own page.
                for member in dict.fromkeys(wrong):
                    member_place = Place(member.organisation, member.name, member)
                    yield Gap(member_place, what, "result")
            else:
                renewed = gap.code == "notice.not-posted-in" and now is not None
                yield Gap(place, what, due_on=min(now.last, last) if renewed and now else None)


def _has_rows(asked: Asked, place: Place) -> bool:
    """Whether a board of items could be posted: there are some, and every one of them is planned."""
    items = [
        plan
        for key in published(asked.facts.campaign.rules)
        for plan in asked.facts.items.get((key, place.organisation), ())
    ]
    return bool(items) and None not in items
