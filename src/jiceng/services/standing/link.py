"""Helpers, teams and documents, as a step awaits them."""

from collections.abc import Iterator

from jiceng.kernel.link import check_team, missing_contacts, missing_documents, missing_links
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap


def links(asked: Asked) -> Iterator[Gap]:
    """Helpers that an organisation lacks; members of the county's team who help nobody yet."""
    for place in asked.places("each"):
        if place.member is None or not asked.holds(place, asked.rule.concerns):
            continue
        present = asked.facts.links.get((asked.key, place.organisation), frozenset())
        for one in missing_links(
            asked.rule, present, class_name=place.member.class_name, mechanism=asked.key, name=asked.name
        ):
            yield Gap(place, Refusal(one.code, **one.facts))

    for place in asked.places("county") if asked.rule.team else ():
        teams_there = asked.facts.teams.get((asked.rule.team, place.organisation), ())
        members = [one for members in teams_there for one in members]
        helping = asked.facts.holders.get(asked.key, frozenset())
        for one in missing_contacts(asked.rule, members, helping, mechanism=asked.key, name=asked.name):
            yield Gap(
                place, Refusal(one.code, **one.facts), ("links", (asked.facts.campaign.pk, asked.key), {})
            )


def teams(asked: Asked) -> Iterator[Gap]:
    """One team that passes its rule; else what the last one lacks."""
    for place in asked.places(asked.rule.of):
        if asked.rule.of == "committee" and not asked.rule.concerns(one.kind for one in asked.members):
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


def documents(asked: Asked) -> Iterator[Gap]:
    """What the policy rests on or forwards, in the register of whoever opened the campaign, or above."""
    for place in asked.places("county"):
        for one in missing_documents(
            asked.rule, asked.facts.registered, mechanism=asked.key, name=asked.name
        ):
            yield Gap(place, Refusal(one.code, **one.facts))
