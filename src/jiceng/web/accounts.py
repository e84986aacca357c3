"""管理: accounts and requests about posts, for the two who keep them; the record of what happened, for the auditor."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng import clock, phrases
from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.services import account as services
from jiceng.store.models import AuditEvent, Organisation, Post, PostChange, User
from jiceng.store.register import under_path
from jiceng.web import words
from jiceng.web.from_desk import from_desk
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number

LONGEST = 100  # characters of a filter or a name
ANSWERED = 20  # requests shown after those that wait


def _may(request: SignedIn, *roles: str) -> None:
    """A page of one kind of administrator is not there for anybody else."""
    if not any(post.role in roles for post in request.held):
        raise Http404


def _is(request: SignedIn, role: str) -> bool:
    return any(post.role == role for post in request.held)


# -- accounts ------------------------------------------------------------------------------------------


@require_safe
@page
def accounts(request: SignedIn) -> HttpResponse:
    """Every account at and below the posts of the administrator who reads."""
    _may(request, *scope.KEEPERS)
    asked = request.GET.get("q", "").strip()[:LONGEST]
    users = _accounts(request)
    for word in asked.split():
        users = users.filter(username__contains=word) | users.filter(person__name__contains=word)
    context = {
        "section": "admin",
        "found": paged(request, users.order_by("username")),
        "q": asked,
        "query": query_without(request, "page"),
        "makes": _is(request, "system-administrator"),
        "waiting": scope.post_changes(request.user, held=request.held).open().count(),
    }
    return render(request, "pages/accounts.html", context)


def _accounts(request: SignedIn) -> QuerySet[User]:
    """Accounts with their person, second factor, and current posts within the reader's reach; three queries."""
    places = scope.places_kept(request.user, held=request.held)
    current_posts = Post.objects.current(clock.today()).filter(organisation__in=places)
    ordered = current_posts.select_related("organisation").order_by("organisation__path")
    posts = Prefetch("person__posts", queryset=ordered, to_attr="current")
    users = scope.accounts(request.user, held=request.held)
    return users.select_related("person", "second_factor").prefetch_related(posts)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def account_make(request: SignedIn) -> HttpResponse:
    """A new account; the answer shows its invitation, this once."""
    _may(request, "system-administrator")
    note = ""
    if request.method == "POST":
        try:
            user, code = services.make_account(
                username=text_in(request, "username", most=100),
                name=text_in(request, "name", most=64),
                email=text_in(request, "email", most=254),
                organisation=_organisation(request),
                role=request.POST.get("role", ""),
                reason=text_in(request, "reason", most=500),
                by=request.user,
                on=clock.today(),
            )
            return _account(request, user.pk, invitation=code)
        except Refusal as refused:
            note = words.refusal(refused)
    context = {"section": "admin", "note": note, "typed": request.POST, "roles": words.said(words.ROLES)}
    return render(request, "pages/account_make.html", context, status=422 if note else 200)


def _organisation(request: SignedIn) -> Organisation:
    """The organisation named in the form by its code or whole name. Raises Refusal "account.organisation-unknown"."""
    text = text_in(request, "organisation", most=128)
    places = scope.places_kept(request.user, held=request.held)
    organisations = list(places.filter(code=text) or places.filter(name=text)[:2])
    if len(organisations) != 1:
        raise Refusal("account.organisation-unknown", said=text)
    return organisations[0]


@require_safe
@page
def account(request: SignedIn, pk: int) -> HttpResponse:
    return _account(request, pk)


def _account(request: SignedIn, pk: int, *, note: str = "", invitation: str = "") -> HttpResponse:
    _may(request, *scope.KEEPERS)
    user = get_object_or_404(_accounts(request), pk=pk)
    on = clock.today()
    changes = scope.post_changes(request.user, held=request.held).filter(person=user.person_id).open()
    keeps = services.may_about(request.user, "account.make", user, on)
    approves = services.may_about(request.user, "account.approve", user, on)
    own = user.person_id == request.user.person_id
    reach = [post.organisation.path for post in request.held if post.role == "system-administrator"]
    context = {
        "section": "admin",
        "one": user,
        "posts": [
            (post, not own and any(post.organisation.path.startswith(path) for path in reach))
            for post in getattr(user.person, "current", [])
        ],
        "changes": changes.for_list(),
        "asks": bool(reach) and not own,
        "keeps": keeps and not own,
        "approves": approves and not own,
        "note": note,
        "invitation": invitation,
        "open_address": request.build_absolute_uri(reverse("invitation")) if invitation else "",
        "typed": request.POST if note else {},
        "roles": words.said(words.ROLES),
    }
    return render(request, "pages/account.html", context, status=422 if note else 200)


def _ask(request: SignedIn, user: User) -> None:
    if user.person is None:
        raise Http404
    services.ask_post(
        person=user.person, organisation=_organisation(request), role=request.POST.get("role", ""),
        reason=text_in(request, "reason", most=500), by=request.user, on=clock.today(),
    )  # fmt: skip


def _end(request: SignedIn, user: User) -> None:
    pk = whole_number(request.POST.get("post", ""))
    post = get_object_or_404(
        Post.objects.select_related("organisation", "person"), pk=pk, person=user.person_id
    )
    services.end_post(
        post=post, reason=text_in(request, "reason", most=500), by=request.user, on=clock.today()
    )


def _close(request: SignedIn, user: User) -> None:
    services.close_account(**_about(request, user), at=now())


def _reopen(request: SignedIn, user: User) -> None:
    services.reopen_account(**_about(request, user))


def _reset(request: SignedIn, user: User) -> None:
    services.reset_factor(**_about(request, user), at=now())


def _invite(request: SignedIn, user: User) -> str:
    return services.invite_again(**_about(request, user), at=now())


def _about(request: SignedIn, user: User) -> dict[str, Any]:
    return {
        "user": user,
        "reason": text_in(request, "reason", most=500),
        "by": request.user,
        "on": clock.today(),
    }


ACTS: Mapping[str, Callable[[SignedIn, User], str | None]] = {
    "ask": _ask, "end": _end, "close": _close, "reopen": _reopen, "reset-factor": _reset, "invite": _invite,
}  # fmt: skip


@require_POST
@never_cache
@page
def account_act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """One thing done to an account, by name."""
    _may(request, *scope.KEEPERS)
    if act not in ACTS:
        raise Http404
    user = get_object_or_404(scope.accounts(request.user, held=request.held).select_related("person"), pk=pk)
    try:
        invitation = ACTS[act](request, user)
    except Refusal as refused:
        return _account(request, pk, note=words.refusal(refused))
    return _account(request, pk, invitation=invitation) if invitation else redirect("account", pk)


# -- requests about posts ------------------------------------------------------------------------------


@require_safe
@page
def post_changes(request: SignedIn) -> HttpResponse:
    return _post_changes(request)


def _post_changes(request: SignedIn, *, failed: int | None = None, note: str = "") -> HttpResponse:
    """What waits for an answer, and what was answered last. failed: the request whose answer was refused."""
    _may(request, *scope.KEEPERS)
    changes = scope.post_changes(request.user, held=request.held)
    waiting = paged(request, changes.open().for_list())
    context = {
        "section": "admin",
        "waiting": waiting,
        "answers": {change.pk for change in waiting if _answers(request, change)},
        "answered": changes.exclude(answered_on=None)
        .select_related("person", "organisation", "asked_by__person", "answered_by__person")
        .order_by("-answered_on", "-pk")[:ANSWERED],
        "failed": failed,
        "note": note,
        "typed": request.POST if note else {},
        "query": "",
    }
    return render(request, "pages/accounts_requests.html", context, status=422 if note else 200)


def _answers(request: SignedIn, change: PostChange) -> bool:
    """Whether the reader may answer this request: not one that they made, not one about themselves."""
    theirs = {change.person_id, change.asked_by.person_id}
    return request.user.person_id not in theirs and any(
        post.role == "security-administrator" and change.organisation.is_under(post.organisation)
        for post in request.held
    )


@require_POST
@page
def post_change_answer(request: SignedIn, pk: int) -> HttpResponse:
    changes = scope.post_changes(request.user, held=request.held)
    change = get_object_or_404(changes.select_related("organisation", "person", "asked_by", "post"), pk=pk)
    try:
        services.answer_post(
            change=change, granted=request.POST.get("answer") == "grant", reason=text_in(request, "reason", most=500),
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refused:
        return _post_changes(request, failed=pk, note=words.refusal(refused))
    return redirect("post-changes")


# -- the record ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One event as the auditor reads it. holds: False when the row was changed after it was written.

    at: None when the row's time is none.
    """

    event: AuditEvent
    at: datetime | None
    action: str
    about: str
    place: str
    facts: Mapping[str, Any]
    holds: bool


@require_safe
@page
def audit(request: SignedIn) -> HttpResponse:
    """What happened, the newest first. No content: of facts only those about accounts and posts are shown."""
    _may(request, "auditor")
    asked = {
        name: request.GET.get(name, "").strip()[:LONGEST]
        for name in ("organisation", "actor", "target", "action")
    }
    events = scope.events(request.user, held=request.held)
    if asked["organisation"]:
        events = _at(request, events, asked["organisation"])
    if asked["actor"]:
        events = events.filter(actor=asked["actor"])
    if asked["target"]:
        events = events.filter(target=_target(asked["target"]))
    if asked["action"]:
        events = events.filter(action__startswith=asked["action"])
    line = from_desk(request)
    if line.rows is not None:
        events = events.filter(pk__in=line.rows)
    rows = paged(request, events.order_by("-id"))
    places = Organisation.objects.filter(path__in={event.org_path for event in rows})
    names = dict(places.values_list("path", "name"))
    context = {
        "section": "admin",
        "found": rows,
        "from_desk": line,
        "told": [_told(event, names.get(event.org_path, "")) for event in rows],
        "asked": asked,
        "query": query_without(request, "page"),
    }
    return render(request, "pages/accounts_audit.html", context)


def _at(request: SignedIn, events: QuerySet[AuditEvent], text: str) -> QuerySet[AuditEvent]:
    """Events at and below the organisation of this code or whole name."""
    places = scope.places_kept(request.user, held=request.held)
    place = places.filter(code=text).first() or places.filter(name=text).first()
    return events.filter(under_path(place.path, "org_path")) if place else events.none()


def _target(text: str) -> str:
    """The target as the row keeps it, from the words that the table shows: “活动 2” is campaign:2."""
    name, _, key = text.rpartition(" ")
    for code, pair in phrases.SENTENCES.items():
        if code.startswith("target.") and f"{name} {{key}}" in pair:
            return f"{code.removeprefix('target.')}:{key}"
    return text


def _about_what(target: str) -> str:
    model, _, key = target.partition(":")
    code = f"target.{model}"
    return words.sentence(code, key=key) if code in phrases.SENTENCES else target


def _told(event: AuditEvent, place: str) -> Told:
    code = f"audit.{event.action.replace('.', '-')}"
    action = words.sentence(code) if code in phrases.SENTENCES else event.action
    try:
        at = localtime(datetime.fromisoformat(event.at))
    except ValueError:  # of a row changed behind the guard
        at = None
    facts = {}
    if event.action.startswith("account."):
        body = json.loads(event.body)
        facts = {name: body[name] for name in ("username", "kind", "role") if name in body}
    return Told(event, at, action, _about_what(event.target), place, facts, event.holds)
