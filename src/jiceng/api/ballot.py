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
    one = get_object_or_404(BallotEvent.objects.for_page().exclude(state="draft"), pk=event)
    if not one.sheet:  # void before its list was frozen
        raise Http404
    inside = checks.may(request.user, "ballot.see-classes", one.subject.organisation, held=held(request))
    audience: Audience = "inside" if inside else "public"
    view = record.view(one, audience) if one.closed_signature and out(one, audience) else None
    questions = [name for name, _ in one.sheet["questions"]]
    return {
        "event": one.pk,
        "title": one.sheet["title"],
        "organisation": one.subject.organisation.name,
        "state": one.state,
        "held_on": one.held_on,
        "returned": None if view or one.state == "void" else box.returned(one.pk),
        "view": view.mode if view else "",
        "smallest": one.smallest,
        "groups": [_group(group, questions) for group in view.groups] if view else [],
        "record": reverse("ballot-record", args=[one.pk]) if one.state in OUT else "",
    }


def _group(group: Group, questions: list[str]) -> dict[str, Any]:
    figures = {name: getattr(group, name) for name in ("name", "issued", "returned", "valid", "invalid")}
    return figures | {"questions": [_question(name, group.columns[name]) for name in questions]}


def _question(name: str, column: Column) -> dict[str, Any]:
    votes = None if column.counts is None else [_votes(one) for one in sorted(column.counts.items())]
    return {"name": name, "votes": votes, "at_least": _votes(column.most) if column.most else None}


def _votes(one: tuple[str, int]) -> dict[str, Any]:
    return {"option": one[0], "number": one[1]}
