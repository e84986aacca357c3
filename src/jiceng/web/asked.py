"""What an address of a mechanism's page asks for: the campaign, the rule and the place, or not found."""

from datetime import date
from typing import TypeVar

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date

from jiceng.access import scope
from jiceng.store.models import Campaign, Organisation, Subject, Track
from jiceng.web.pages import SignedIn, whole_number

Rule = TypeVar("Rule")


def campaign_of(request: SignedIn, pk: int) -> Campaign:
    return get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)


def rule_of(campaign: Campaign, key: str, kind: type[Rule]) -> Rule:
    """The rule of that key and kind; not found otherwise."""
    rule = campaign.rules.get(key)
    if not isinstance(rule, kind):
        raise Http404
    return rule


def organisation_of(request: SignedIn, pk: int) -> Organisation:
    return get_object_or_404(scope.organisations(request.user, held=request.held), pk=pk)


def subject_of(request: SignedIn, pk: int) -> Subject:
    subjects = scope.subjects(request.user, held=request.held).with_pack()
    return get_object_or_404(
        subjects.select_related("organisation", "committee", "campaign__organisation"), pk=pk
    )


def stands_at(campaign: Campaign) -> dict[int, str]:
    """Committee -> the step it stands at; {} in a campaign without steps."""
    return dict(Track.objects.filter(campaign=campaign).values_list("committee", "step"))


def number_in(request: HttpRequest, name: str) -> int | None:
    """A key out of the query; None where there is none."""
    return whole_number(request.GET.get(name, ""))


def day_in(request: HttpRequest, name: str) -> date | None:
    """A day as browsers send it, or None."""
    return as_day(request.POST.get(name, ""))


def as_day(text: str) -> date | None:
    """A day as browsers write it; None for what is none."""
    try:
        return parse_date(text.strip())
    except ValueError:
        return None
