"""What a campaign keeps, step by step: each thing its pack asks for, and the page where all of it stands."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiceng.access import checks, scope
from jiceng.kernel.item import Movement
from jiceng.kernel.link import Documents, Pairing
from jiceng.kernel.procedure import Sample
from jiceng.kernel.word import Rule
from jiceng.reports.procedure import Known
from jiceng.reports.ways import GRADED, PAGES
from jiceng.services.owing import owing
from jiceng.store.models import Campaign, Post


@dataclass(frozen=True)
class Group:
    """The things of one step, or those beside the steps. links: (title, address, how many lack it)."""

    name: str
    links: list[tuple[str, str, int]]


def may_draw(campaign: Campaign, held: Sequence[Post]) -> bool:
    """Spot checks are for who draws them."""
    return checks.RULES["draw.find"](held, campaign.organisation)


def may_pair(campaign: Campaign, held: Sequence[Post]) -> bool:
    """Pairs are proposed to any officer; each accepts those of their own organisations."""
    return any(post.role in checks.OFFICERS for post in held)


def may_register(campaign: Campaign, held: Sequence[Post]) -> bool:
    """The register of whoever opened the campaign is kept by its officers."""
    return checks.RULES["document.register"](held, campaign.organisation)


# Pages that not everybody in a campaign may open.
GUARDS: Mapping[type[Rule], Callable[[Campaign, Sequence[Post]], bool]] = {
    Sample: may_draw, Pairing: may_pair, Documents: may_register,
}  # fmt: skip


def owed_below(
    campaign: Campaign, held: Sequence[Post], on: date, known: Known
) -> frozenset[tuple[str, int]]:
    """(key, organisation) of all that is owed and missing today at and below these posts, as desks ask it.

    known: as these posts see the campaign.
    """
    paths = [post.organisation.path for post in scope.content_posts(held)]
    if campaign.closed_on is not None or not paths:
        return frozenset()
    return frozenset(
        (owed.key, owed.organisation)
        for owed in owing(campaign, on, paths=paths, tracks=known.tracks, facts=known.facts).now
        if any(owed.path.startswith(path) for path in paths)
    )


def affairs(
    campaign: Campaign,
    held: Sequence[Post],
    *,
    findings: bool = False,
    owed: Collection[tuple[str, int]] = (),
) -> list[Group]:
    """Every page of a campaign that holders of these posts may open, in the order of its steps; no query.

    owed: as `owed_below`; each page says of how many places it lacks something.
    findings: whether what was found outside it is shown to whoever reads.
    """
    missing = Counter(key for key, _place in owed)
    addresses: dict[str, str] = {
        key: address
        for key, rule in campaign.rules.items()
        if (type(rule) not in GUARDS or GUARDS[type(rule)](campaign, held))
        and (address := _address(campaign, key, rule))
    }
    groups = []
    placed: set[str] = set()
    for step in campaign.steps.steps if campaign.steps else ():
        keys = [key for key in step.awaits if key in addresses]
        placed |= set(keys)
        links = [(campaign.title_of(key), addresses[key], missing[key]) for key in keys]
        groups.append(Group(step.name, links))
    rest = [
        (campaign.title_of(key), address, missing[key])
        for key, address in addresses.items()
        if key not in placed
    ]
    if findings:
        rest.append((_("Findings and figures"), reverse("findings", args=[campaign.pk]), 0))
    if rest:
        groups.append(Group(_("Beside the steps"), rest))
    return [group for group in groups if group.links]


def _address(campaign: Campaign, key: str, rule: Any) -> str:
    pages = PAGES.get(type(rule))
    if pages is None:
        return ""
    if pages.all != GRADED:
        return reverse(pages.all, args=[campaign.pk, key])
    if isinstance(rule, Movement):
        return reverse("movement", args=[campaign.pk])
    return f"{reverse(GRADED, args=[campaign.pk])}?state={next(iter(pages.graded.values()))}"
