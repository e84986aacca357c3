"""What a campaign keeps, step by step: each thing its pack asks for, and the page where all of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.consequence import Use
from jiceng.kernel.duty import Record, Return
from jiceng.kernel.item import Ledger, Movement
from jiceng.kernel.link import Links, Pairing, Team
from jiceng.kernel.notice import Notice
from jiceng.kernel.procedure import Sample
from jiceng.kernel.sheet import Decision, Explanations, Scorers, SelfAssessment
from jiceng.store.models import Campaign

# Pages that take the campaign and the mechanism.
PAGES: Mapping[type, str] = {
    Record: "records",
    Notice: "notices",
    Evaluation: "ballots",
    Ledger: "ledger",
    Links: "links",
    Pairing: "pairs",
    Team: "teams",
    Return: "returns",
    Sample: "draws",
    Use: "uses",
}
# Sheets and grades stand in the list of organisations, narrowed to those that still lack one.
STATES: Mapping[type, str] = {
    SelfAssessment: "not-self-assessed",
    Scorers: "not-scored",
    Decision: "not-decided",
    Explanations: "not-explained",
}


@dataclass(frozen=True)
class Group:
    """The things of one step, or those beside the steps. links: (what it is called, address)."""

    name: str
    links: list[tuple[str, str]]


def affairs(campaign: Campaign, *, draws: bool, findings: bool = False) -> list[Group]:
    """Every page of a campaign, in the order of its steps; no query.

    draws, findings: whether spot checks and what was found are shown to whoever reads.
    """
    hidden = () if draws else (Sample,)
    found: dict[str, str] = {
        key: address
        for key, rule in campaign.rules.items()
        if not isinstance(rule, hidden) and (address := _address(campaign, key, rule))
    }
    groups = []
    placed: set[str] = set()
    for step in campaign.steps.steps if campaign.steps else ():
        keys = [key for key in step.awaits if key in found]
        placed |= set(keys)
        groups.append(Group(step.name, [(campaign.title_of(key), found[key]) for key in keys]))
    rest = [(campaign.title_of(key), address) for key, address in found.items() if key not in placed]
    if findings:
        rest.append((_("Findings and figures"), reverse("findings", args=[campaign.pk])))
    if rest:
        groups.append(Group(_("Beside the steps"), rest))
    return [group for group in groups if group.links]


def _address(campaign: Campaign, key: str, rule: Any) -> str:
    kind = type(rule)
    if kind in PAGES:
        return reverse(PAGES[kind], args=[campaign.pk, key])
    if kind in STATES:
        return f"{reverse('campaign-organisations', args=[campaign.pk])}?state={STATES[kind]}"
    if kind is Movement:
        return reverse("movement", args=[campaign.pk])
    return ""
