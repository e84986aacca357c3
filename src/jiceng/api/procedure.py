"""Campaigns, where their committees stand, what a step still awaits; moving on and sending back."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Schema

from jiceng import clock
from jiceng.access import scope
from jiceng.api.wire import Refused, Said, Text, api, facts, held, said
from jiceng.reports import ways
from jiceng.services import procedure, standing
from jiceng.store.models import Campaign, Track, User
from jiceng.store.procedure import TrackQuerySet


class OneCampaign(Schema):
    id: int
    title: str
    organisation: str
    pack: str
    opened_on: date
    due_on: date
    closed_on: date | None


class OneTrack(Schema):
    """step: "" = finished. version: to be sent back by whoever moves it."""

    id: int
    campaign: int
    committee: str
    step: str
    step_name: str
    entered_on: date
    version: int


class OneMissing(Schema):
    """count: of how many organisations it is missing. href: the page that mends it."""

    mechanism: str
    code: str
    facts: dict[str, Any]
    message: Said
    count: int
    href: str


class Move(Schema):
    """version: of the track as it was seen. reason: where the document asks for one."""

    version: int
    reason: Text = ""


class Back(Schema):
    """to: the key of the former step."""

    version: int
    to: Text
    reason: Text


@api.get("/campaigns", response=list[OneCampaign], url_name="api-campaigns", summary="Campaigns I can see")
def campaigns(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": campaign.pk,
            "title": campaign.title,
            "organisation": campaign.organisation.name,
            "pack": campaign.adoption.pack,
            "opened_on": campaign.opened_on,
            "due_on": campaign.due_on,
            "closed_on": campaign.closed_on,
        }
        for campaign in _campaigns(request).for_list()
    ]


@api.get(
    "/campaigns/{int:pk}/tracks",
    response=list[OneTrack],
    url_name="api-tracks",
    summary="Where the committees at and below my posts stand",
)
def tracks(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    campaign = get_object_or_404(_campaigns(request).for_page(), pk=pk)
    return [_told(track, campaign) for track in _tracks(request).filter(campaign=campaign).for_list()]


@api.get(
    "/tracks/{int:pk}/missing",
    response=list[OneMissing],
    url_name="api-missing",
    summary="What the current step still awaits",
)
def missing(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    return [
        {
            "mechanism": gap.mechanism,
            "code": gap.code,
            "facts": facts(dict(gap.facts)),
            "message": said(gap.code, dict(gap.facts)),
            "count": gap.count,
            "href": ways.href_of(gap.way),
        }
        for gap in standing.missing(_track(request, pk), clock.today())
    ]


@api.post(
    "/tracks/{int:pk}/move",
    response={200: OneTrack, 422: Refused},
    url_name="api-move",
    summary="On to the next step",
)
def move(request: HttpRequest, pk: int, asked: Move) -> dict[str, Any]:
    track = _track(request, pk)
    track.version = asked.version
    moved = procedure.move_on(track=track, by=_who(request), on=clock.today(), reason=asked.reason)
    return _told(moved, track.campaign)


@api.post(
    "/tracks/{int:pk}/send-back",
    response={200: OneTrack, 422: Refused},
    url_name="api-send-back",
    summary="Back to a former step, with a reason",
)
def send_back(request: HttpRequest, pk: int, asked: Back) -> dict[str, Any]:
    track = _track(request, pk)
    track.version = asked.version
    moved = procedure.send_back(
        track=track,
        to=asked.to,
        reason=asked.reason,
        by=_who(request),
        on=clock.today(),
    )
    return _told(moved, track.campaign)


def _who(request: HttpRequest) -> User:
    """Whoever is signed in; nobody else comes so far."""
    return cast(User, request.user)


def _campaigns(request: HttpRequest) -> Any:
    return scope.campaigns(request.user, held=held(request))


def _tracks(request: HttpRequest) -> TrackQuerySet:
    """Of the committees at and below the posts, in campaigns that can be seen."""
    seen = held(request)
    return Track.objects.filter(
        campaign__in=scope.campaigns(request.user, held=seen),
        committee__in=scope.organisations(request.user, held=seen),
    )


def _track(request: HttpRequest, pk: int) -> Track:
    tracks = _tracks(request).select_related(
        "committee", "campaign__organisation", "campaign__adoption", "campaign__copy"
    )
    return get_object_or_404(tracks, pk=pk)


def _told(track: Track, campaign: Campaign) -> dict[str, Any]:
    return {
        "id": track.pk,
        "campaign": campaign.pk,
        "committee": track.committee.name,
        "step": track.step,
        "step_name": campaign.title_of(track.step) if track.step else "",
        "entered_on": track.entered_on,
        "version": track.version,
    }
