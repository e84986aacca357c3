"""One ballot: where it stands, and what of its result whoever asks may see."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Schema

from jiceng.access import checks
from jiceng.api.wire import api, held
from jiceng.kernel.ballot.view import Audience, Column, Group
from jiceng.services.ballot import box, record
from jiceng.services.ballot.shown import OUT, out
from jiceng.store.models import BallotEvent


class Votes(Schema):
    option: str
    number: int


class OneQuestion(Schema):
    """votes: null where they are not told; at_least: then an option and how many said it at least, or null."""

    name: str
    votes: list[Votes] | None
    at_least: Votes | None


class OneGroup(Schema):
    """name: of the class; "" = all together. Figures are null where they are not told."""

    name: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    questions: list[OneQuestion]


class OneBallot(Schema):
    """returned: by phone so far. view: classes, merged, grade-only; "" before a result. record: the published files."""

    event: str
    title: str
    organisation: str
    state: str
    held_on: date | None
    returned: int | None
    view: str
    smallest: int
    groups: list[OneGroup]
    record: str


@api.get(
    "/ballots/{str:event}/",
    response=OneBallot,
    url_name="api-ballot",
    summary="One ballot, as far as I may see it",
)
def ballot(request: HttpRequest, event: str) -> dict[str, Any]:
    ballot_event = get_object_or_404(BallotEvent.objects.for_page().exclude(state="draft"), pk=event)
    if not ballot_event.sheet:  # void before its list was frozen
        raise Http404
    inside = checks.may(
        request.user, "ballot.see-classes", ballot_event.subject.organisation, held=held(request)
    )
    audience: Audience = "inside" if inside else "public"
    view = (
        record.view(ballot_event, audience)
        if ballot_event.closed_signature and out(ballot_event, audience)
        else None
    )
    questions = [name for name, _ in ballot_event.sheet["questions"]]
    return {
        "event": ballot_event.pk,
        "title": ballot_event.sheet["title"],
        "organisation": ballot_event.subject.organisation.name,
        "state": ballot_event.state,
        "held_on": ballot_event.held_on,
        "returned": None if view or ballot_event.state == "void" else box.returned(ballot_event.pk),
        "view": view.mode if view else "",
        "smallest": ballot_event.smallest,
        "groups": [_group(group, questions) for group in view.groups] if view else [],
        "record": reverse("ballot-record", args=[ballot_event.pk]) if ballot_event.state in OUT else "",
    }


def _group(group: Group, questions: list[str]) -> dict[str, Any]:
    figures = {name: getattr(group, name) for name in ("name", "issued", "returned", "valid", "invalid")}
    return figures | {"questions": [_question(name, group.columns[name]) for name in questions]}


def _question(name: str, column: Column) -> dict[str, Any]:
    votes = None if column.counts is None else [_votes(pair) for pair in sorted(column.counts.items())]
    return {"name": name, "votes": votes, "at_least": _votes(column.most) if column.most else None}


def _votes(pair: tuple[str, int]) -> dict[str, Any]:
    return {"option": pair[0], "number": pair[1]}
