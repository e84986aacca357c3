"""Helpers, teams and documents, as a step awaits them."""

from collections.abc import Iterator, Sequence

from jiceng.kernel.link import (
    Documents,
    Links,
    Pairing,
    Team,
    check_team,
    missing_contacts,
    missing_documents,
    missing_links,
    missing_visits,
)
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.facts import Member
from jiceng.services.standing.gaps import Asked, Gap, reads


@reads(Links)
def links(asked: Asked) -> Iterator[Gap]:
    """Helpers that an organisation lacks, and visits it waits for; members of the county's team who help nobody yet."""
    for place in asked.places("each"):
        if place.member is None or not asked.holds(place, asked.rule.concerns):
            continue
        present = asked.facts.links.get((asked.key, place.organisation), frozenset())
        for gap in missing_links(
            asked.rule, present, class_name=place.member.class_name, mechanism=asked.key, name=asked.name
        ):
            yield Gap(place, Refusal(gap.code, **gap.facts))
        if not present or asked.rule.visits is None:
            continue
        count = asked.facts.visits[asked.key, place.organisation]
        for gap in missing_visits(asked.rule, count, mechanism=asked.key, name=asked.name):
            yield Gap(place, Refusal(gap.code, **gap.facts), "helpers")

    for place in asked.places("county") if asked.rule.team else ():
        teams_there = asked.facts.teams.get((asked.rule.team, place.organisation), ())
        members = [member for members in teams_there for member in members]
        helping = asked.facts.holders.get(asked.key, frozenset())
        for gap in missing_contacts(asked.rule, members, helping, mechanism=asked.key, name=asked.name):
            yield Gap(place, Refusal(gap.code, **gap.facts), "all")


@reads(Pairing)
def pairs(asked: Asked) -> Iterator[Gap]:
    """Lagging organisations without an advanced one while there is one left; pairs that have not met (R-13)."""
    there = asked.facts.pairs.get(asked.key, {})
    taken = {*there, *(helper for helper, _met in there.values())}

    def is_free(member: Member, grades: Sequence[str]) -> bool:
        return member.decided in grades and member.organisation not in taken

    near = any(is_free(member, asked.rule.advanced) for member in asked.members)
    anywhere = near or any(is_free(member, asked.rule.advanced) for member in asked.facts.members)
    for place in asked.places("each"):
        if place.member is None:
            continue
        if anywhere and is_free(place.member, asked.rule.lagging):
            yield Gap(place, Refusal("link.pair-missing" if near else Pairing.ACROSS, name=asked.name))
        _helper, met = there.get(place.organisation, (0, 1))
        if not met:
            what = Refusal(Pairing.NOT_MET, name=asked.name)
            yield Gap(place, what, "helpers")


@reads(Team)
def teams(asked: Asked) -> Iterator[Gap]:
    """One team that passes its rule; else what the last one lacks."""
    for place in asked.places(asked.rule.of):
        if asked.rule.of == "committee" and not asked.rule.concerns(member.kind for member in asked.members):
            continue
        lacking: Refusal | None = Refusal("procedure.team-missing", name=asked.name)
        for members in asked.facts.teams.get((asked.key, place.organisation), ()):
            try:
                check_team(asked.rule, members, name=asked.name)
            except Refusal as refused:
                lacking = refused
            else:
                lacking = None
                break
        if lacking is not None:
            yield Gap(place, lacking)


@reads(Documents)
def documents(asked: Asked) -> Iterator[Gap]:
    """What the policy rests on or forwards, in the register of whoever opened the campaign, or above."""
    for place in asked.places("county"):
        for gap in missing_documents(
            asked.rule, asked.facts.registered, mechanism=asked.key, name=asked.name
        ):
            yield Gap(place, Refusal(gap.code, **gap.facts))
