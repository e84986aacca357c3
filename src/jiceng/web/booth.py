"""测评 booth: one page without a frame, on which anybody with a slip votes.

Nobody is signed in and nothing is asked of the visitor: `middleware.without_traces` has taken cookie, address and agent
off the request before it comes here, `quiet.silence` keeps it out of every log, and no answer sets a cookie or tells
what went wrong inside. The page carries both languages, and everything it needs lies under /b/, so that an installation
can give the booth a host name of its own with one line.
"""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from csp.utils import build_policy
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from jiceng.kernel.refusal import Refusal
from jiceng.phrases import secrecy
from jiceng.services.ballot import box
from jiceng.store.models import BallotEvent

LARGEST = 64 * 1024  # bytes of a request
SCRIPTS = Path(__file__).parent / "static/jiceng/ballot"
PARTS = {
    "booth.css": (("booth.css",), "text/css"),
    "booth.js": (("seal.js", "booth.js"), "text/javascript"),
}
YEAR = 365 * 24 * 60 * 60
WHILE = 300  # seconds that a phone may show the page again without asking: it says nothing about a ballot

STATUS = {
    "ballot.event-unknown": 404,
    "ballot.slip-unknown": 404,
    "ballot.slip-spent": 409,
    "ballot.not-open": 403,
    "ballot.too-large": 413,
    "ballot.try-again": 503,
}
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": ["data:"],
    "connect-src": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

Answer = Callable[..., HttpResponse]


def in_the_booth(*methods: str) -> Callable[[Answer], Answer]:
    """Every answer under /b/: whatever happens it is short, sets nothing and is written nowhere."""

    def decorated(view: Answer) -> Answer:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                given = (
                    view(request, *args, **kwargs) if request.method in methods else HttpResponse(status=405)
                )
            except Refusal as refusal:
                given = _refused(refusal.code)
            except (Http404, BallotEvent.DoesNotExist):
                given = _refused("ballot.event-unknown")
            except Exception:  # no traceback: it would stand in a log, at a time
                given = _refused("ballot.try-again")
            given.headers["Content-Security-Policy"] = _policy()
            given._has_been_logged = True  # type: ignore[attr-defined]
            given.headers["Referrer-Policy"] = "no-referrer"
            given.headers.setdefault("Cache-Control", "no-store")
            return given

        return answer

    return decorated


@in_the_booth("GET", "HEAD")
def booth(request: HttpRequest) -> HttpResponse:
    """The page. It is the same for everybody: ballot and slip stand behind the # and are never sent."""
    texts = {"title": secrecy.TITLE, "protects": secrecy.PROTECTS, "fails": secrecy.NOT}
    parts = {name.partition(".")[2]: f"{name}?v={_part(name)[1]}" for name in PARTS}
    # Without the request: no context processor may look for a session.
    page = HttpResponse(render_to_string("booth.html", {"secrecy": texts, "parts": parts}))
    page.headers["Cache-Control"] = f"max-age={WHILE}"
    return page


@in_the_booth("GET", "HEAD")
def part(request: HttpRequest, name: str) -> HttpResponse:
    """Style and script, named by what is in them."""
    if name not in PARTS:
        raise Http404
    content = HttpResponse(_part(name)[0], content_type=f"{PARTS[name][1]}; charset=utf-8")
    content.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return content


@in_the_booth("GET")
def sheet(request: HttpRequest, event: str) -> HttpResponse:
    """What is asked, and the key to seal with."""
    content = box.public_sheet(event)
    if not content["sheet"]:
        raise Http404
    return JsonResponse(content)


@in_the_booth("POST")
def cast(request: HttpRequest, event: str) -> HttpResponse:
    """One paper: {class, code, eph, iv, ct}; or {class, code, answers, comment} of a phone that cannot seal."""
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return _refused("ballot.too-large")
    try:
        sent = json.loads(raw)
        voter_class, code = _text(sent["class"]), _text(sent["code"])
        if "answers" in sent:
            answers = [[_text(piece) for piece in answer] for answer in sent["answers"]]
            ack = box.cast_plain(event, voter_class, code, answers, _text(sent["comment"]))
        else:
            sealed = {name: _text(sent[name]) for name in ("eph", "iv", "ct")}
            ack = box.cast(event, voter_class, code, **sealed)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _refused("ballot.envelope-unreadable")
    except Refusal as refusal:
        if refusal.code != "ballot.not-open":
            raise
        return _refused(refusal.code, state=box.public_sheet(event)["state"])
    return JsonResponse({"nullifier": ack.nullifier, "signature": ack.signature})


def _refused(code: str, **facts: str) -> HttpResponse:
    return JsonResponse({"code": code, **facts}, status=STATUS.get(code, 400))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a character is none: ValueError
    return value


@lru_cache(maxsize=1)
def _policy() -> str:
    policy: str = build_policy(config=POLICY)
    return policy


@lru_cache(maxsize=len(PARTS))
def _part(name: str) -> tuple[bytes, str]:
    content = b"\n".join((SCRIPTS / file).read_bytes() for file in PARTS[name][0])
    return content, hashlib.sha256(content).hexdigest()[:12]
