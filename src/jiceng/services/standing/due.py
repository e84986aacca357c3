"""By when somebody has to be done: the earliest of the days set by the document, its levels and every level above."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from jiceng.kernel.days import in_year
from jiceng.kernel.duty import Return
from jiceng.kernel.procedure import Clock, earliest
from jiceng.store.models import Campaign, Deadline, Organisation, Window
from jiceng.store.register import ancestor_paths


def due_for(campaign: Campaign, organisation: Organisation, key: str) -> date | None:
    """The day an organisation has to keep for a step or a return; None where nobody has set one (G-23, O-03, X-06)."""
    return dues(campaign, [organisation], [key]).get((organisation.pk, key))


def dues(
    campaign: Campaign, organisations: Iterable[Organisation], keys: Iterable[str]
) -> dict[tuple[int, str], date]:
    """(organisation, step or return) -> the day; without those nobody has set. Two queries for any number."""
    keys = list(keys)
    until = dict(Window.objects.filter(campaign=campaign).values_list("step", "until_on"))
    own: dict[str, dict[str, date]] = {}
    rows = Deadline.objects.filter(campaign=campaign, mechanism__in=keys)
    for path, key, due_on in rows.values_list("organisation__path", "mechanism", "due_on"):
        own.setdefault(key, {})[path] = due_on
    given = {key: earliest([until.get(key), *document_days(campaign, key).values()]) for key in keys}
    found = {}
    for one in organisations:
        for key in keys:
            above = own.get(key, {})
            day = earliest([given[key], *(above.get(path) for path in ancestor_paths(one.path))])
            if day is not None:
                found[one.pk, key] = day
    return found


def document_days(campaign: Campaign, key: str) -> Mapping[str, date]:
    """Who set it, as the document says it -> the day, for a step or a return; in the campaign's own calendar."""
    found = {}
    rule = campaign.rules.get(key)
    if isinstance(rule, Return) and rule.due_on:
        found[campaign.title_of(key)] = in_campaign(campaign, rule.due_on)
    for one in campaign.rules.values():
        if isinstance(one, Clock) and one.of == key:
            found[one.level] = in_campaign(campaign, one.due_on)
    return found


def in_campaign(campaign: Campaign, text: str) -> date:
    """A day as the document writes it, moved as the campaign's windows are."""
    year = int(campaign.pack.source.get("year", campaign.opened_on.year))
    return in_year(text, year) + moved_by(campaign, year)


def moved_by(campaign: Campaign, year: int) -> timedelta:
    """How far a campaign in another year than the document's stands from the printed days."""
    if campaign.opened_on.year == year or campaign.steps is None:
        return timedelta(0)
    printed = [
        in_year(day, year) for one in campaign.steps.steps for day in (one.from_on, one.until_on) if day
    ]
    return campaign.opened_on - min(printed) if printed else timedelta(0)
