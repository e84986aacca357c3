"""Ballots, as a step awaits them: the list of voters, its approval, the count, typed in or signed from the box."""

from collections.abc import Iterator

from jiceng.kernel.ballot import Evaluation, missing_ballot
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap, reads


@reads(Evaluation)
def ballots(asked: Asked) -> Iterator[Gap]:
    rolls, counts = asked.facts.ballots
    for place in asked.places("each"):
        member = place.member
        if member is None:
            continue
        flags = asked.facts.flags.get(member.organisation, frozenset()) if asked.rule.flags else frozenset()
        whom = {"grade": member.grade, "kind": member.kind, "class_name": member.class_name}
        if not asked.rule.concerns(**whom, flags=flags):
            continue
        at = (asked.key, member.subject)
        for gap in missing_ballot(
            asked.rule,
            roll=at in rolls,
            approved=rolls.get(at, False),
            counted=at in counts,
            mechanism=asked.key,
            name=asked.name,
        ):
            yield Gap(place, Refusal(gap.code, **gap.facts))
