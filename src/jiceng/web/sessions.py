"""Sessions while they last: each is marked when it begins, ends in time, and shows a second factor where it must.

A session carries `since` and `seen` (when it began and was last used) and `factor` (when a code was shown). One without
marks was not begun by signing in here, and is over.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now

from jiceng.access import scope
from jiceng.services import factor, signing
from jiceng.store.models import User

SINCE, SEEN, SHOWN, ENROLLED = "since", "seen", "factor", "enrolled"

# Reached with a password alone: the code itself, signing out, and what changes nothing but the look.
BEFORE_THE_FACTOR = {"second-factor", "second-factor-begin", "sign-in", "sign-out", "set-language", "mode"}

SYSTEMS = ("HarmonyOS", "iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
BROWSERS = {
    "wxwork": "企业微信", "MicroMessenger": "微信", "DingTalk": "钉钉", "Edg": "Edge", "Firefox": "Firefox",
    "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip


def device_words(agent: str) -> str:
    """What somebody would call this device: `Android · 微信`; "" when it does not say."""
    system = next((name for name in SYSTEMS if name in agent), "")
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    return " · ".join(filter(None, (system, browser)))


def mark_every_sign_in() -> None:
    """Whatever way somebody signs in, now or later: a way that forgot the marks would be one around them."""
    user_logged_in.connect(_begin, dispatch_uid="jiceng.sessions")


def _begin(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    at, session = now(), request.session
    if SINCE in session:
        # Signed in again without signing out: the old session ends, and what it had shown with it.
        signing.end(sign_ins=list(user.sign_ins.filter(session_key=session.session_key)), at=at)
        session.pop(SHOWN, None)
        session.create()
    session[SINCE] = session[SEEN] = at.isoformat()
    own_factor = factor.of(user)
    session[ENROLLED] = bool(own_factor and own_factor.confirmed_on)
    if not session.session_key:
        session.save()
    device = device_words(request.META.get("HTTP_USER_AGENT", ""))
    signing.began(user=user, session_key=session.session_key or "", device=device, at=at)


class Watched:
    """Looks at the session before any page is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        at, session = now(), request.session
        posts = scope.posts(request.user)
        since, seen = moment(session.get(SINCE)), moment(session.get(SEEN))
        if since is None or seen is None or signing.is_over(posts, since=since, seen=seen, at=at):
            sign_out(request)
            return None
        if at - seen >= signing.SEEN_EVERY:
            session[SEEN] = at.isoformat()
            signing.seen(session_key=session.session_key, at=at)
        request.held = posts
        if request.resolver_match.url_name in BEFORE_THE_FACTOR:
            return None
        asked = factor.is_asked(posts) or session.get(ENROLLED)
        return to_the_factor(request) if asked and not is_shown(request, at) else None


def sign_out(request: HttpRequest) -> None:
    """End the session and what is remembered of it."""
    if request.user.is_authenticated:
        signing.end(
            sign_ins=list(request.user.sign_ins.filter(session_key=request.session.session_key)), at=now()
        )
    logout(request)


def is_shown(request: HttpRequest, at: datetime) -> bool:
    """Whether a code was shown in this session, not too long ago."""
    shown = moment(request.session.get(SHOWN))
    return shown is not None and at - shown < factor.GOOD_FOR


def show(request: HttpRequest) -> None:
    """The right code was shown: from here the session is another one, with an id nobody saw before."""
    old = request.session.session_key or ""
    request.session.cycle_key()
    request.session[SHOWN] = now().isoformat()
    request.session[ENROLLED] = True
    signing.renamed(session_key=old, to=request.session.session_key or "")


def step_up(request: HttpRequest, organisations: int) -> HttpResponse | None:
    """Where a file about this many organisations leads first; None when it may be handed out."""
    return None if organisations <= factor.MANY or is_shown(request, now()) else to_the_factor(request)


def to_the_factor(request: Any) -> HttpResponse:
    """The page that asks for the code, which then goes on to what was asked for."""
    there = request.get_full_path() if request.method == "GET" and not request.htmx else reverse("desk")
    address = f"{reverse('second-factor')}?{urlencode({'next': there})}"
    if request.htmx:
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = address
        return answer
    return redirect(address)


def moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
