"""What the delegate's scripts read and send, as JSON: the key, its trial, slips, the count."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.kernel.ballot.slip import slips_for
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot.event import on_roll
from jiceng.store.models import BallotEvent
from jiceng.web import words
from jiceng.web.ballot.held import Held, held
from jiceng.web.pages import SignedIn, page

LONGEST = 32 * 1024 * 1024  # bytes: every answer of a few thousand voters to twenty questions


@require_http_methods(["GET", "HEAD", "POST"])
@page
def data(request: SignedIn, event: str, what: str) -> HttpResponse:
    """For the delegate alone."""
    ballot = held(request, event)
    if what not in READ or not ballot.delegate:
        raise Http404
    if request.method == "POST" and what != "trial":
        raise Http404
    try:
        return _told(READ[what](request, ballot.event))
    except Refusal as refused:
        return refusal_of(refused)


def answer_script(request: SignedIn, one: Held, act: str) -> HttpResponse:
    """An act whose content a script made in the browser."""
    if not one.delegate:
        raise Http404
    raw = request.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise BadRequest("a count longer than any of ours")
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadRequest("not JSON") from None
    try:
        return _told(SCRIPTED[act](request, one.event, sent))
    except Refusal as refused:
        return refusal_of(refused)
    except (AttributeError, KeyError, TypeError, UnicodeEncodeError):
        raise BadRequest("not what a script of ours sends") from None


def refusal_of(refused: Refusal) -> JsonResponse:
    return JsonResponse({"code": refused.code, "sentence": words.refusal(refused)}, status=422)


def _told(answer: Mapping[str, Any]) -> JsonResponse:
    return JsonResponse(answer)


# -- read -------------------------------------------------------------------------------------------------------------


def _sheet(request: SignedIn, event: BallotEvent) -> dict[str, Any]:
    sizes = {name: voters.size for name, voters in on_roll(event).items()}
    return {
        "event": event.pk,
        "sheet": event.sheet,
        "box_public": event.box_public,
        "roll": sizes,
        "slips": {name: slips_for(size) for name, size in sizes.items()},
        "address": (settings.BOOTH_ADDRESS or f"{request.scheme}://{request.get_host()}") + reverse("booth"),
    }


def _key(request: SignedIn, event: BallotEvent) -> dict[str, Any]:
    return {"public": event.box_public, "wrapped": event.box_wrapped}


def _trial(request: SignedIn, event: BallotEvent) -> dict[str, Any]:
    return events.trial(event=event, by=request.user)


def _envelopes(request: SignedIn, event: BallotEvent) -> dict[str, Any]:
    return events.envelopes(event=event, by=request.user)


READ: Mapping[str, Callable[[SignedIn, BallotEvent], Mapping[str, Any]]] = {
    "sheet": _sheet,
    "key": _key,
    "trial": _trial,
    "envelopes": _envelopes,
}


# -- sent -------------------------------------------------------------------------------------------------------------


def _set_key(request: SignedIn, event: BallotEvent, sent: Any) -> dict[str, Any]:
    wrapped = sent["wrapped"] if isinstance(sent["wrapped"], str) else json.dumps(sent["wrapped"])
    public = str(sent["public"])
    kept = events.set_key(event=event, public=public, wrapped=wrapped, by=request.user, on=clock.today())
    return {"state": kept.state}


def _rehearse(request: SignedIn, event: BallotEvent, sent: Any) -> dict[str, Any]:
    answer = str(sent["answer"])
    kept = events.answer_trial(event=event, answer=answer, by=request.user, on=clock.today())
    return {"rehearsed": kept.rehearsed}


def _stubs(request: SignedIn, event: BallotEvent, sent: Any) -> dict[str, Any]:
    stubs = {str(name): [str(stub) for stub in several] for name, several in sent["stubs"].items()}
    return {"counts": events.set_stubs(event=event, stubs=stubs, by=request.user, on=clock.today())}


def _count(request: SignedIn, event: BallotEvent, sent: Any) -> dict[str, Any]:
    if not all(type(number) is int for reasons in sent["invalid"].values() for number in reasons.values()):
        raise TypeError("1.0 and true are no numbers of papers")
    kept = events.count(
        event=event, rows=sent["rows"], invalid=sent["invalid"],
        comments=[_text(comment) for comment in sent["comments"]],
        by=request.user, on=clock.today(),
    )  # fmt: skip
    return {"state": kept.state, "to": reverse("ballot-event", args=[event.pk])}


def _text(value: Any) -> str:
    """What every database keeps: no zero byte, no half of a character."""
    if not isinstance(value, str) or "\0" in value:
        raise TypeError("no text")
    value.encode()
    return value


SCRIPTED: Mapping[str, Callable[[SignedIn, BallotEvent, Any], Mapping[str, Any]]] = {
    "key": _set_key,
    "rehearse": _rehearse,
    "stubs": _stubs,
    "count": _count,
}
