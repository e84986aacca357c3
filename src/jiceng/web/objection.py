"""异议: those somebody may handle, by when; given to a handler, answered. A finding is contested by the secretary."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.refusal import Refusal
from jiceng.services import objection as events
from jiceng.services.objection.codes import new_key
from jiceng.services.objection.handling import TEXT as LONGEST_REPLY
from jiceng.services.objection.putting import TEXT as LONGEST
from jiceng.store.models import Flag, Objection, User
from jiceng.web import words
from jiceng.web.given import text_in, typed_in
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number

SHOWN = ("open", "mine", "answered")


@require_safe
@page
def objections(request: SignedIn) -> HttpResponse:
    """What is open and may be handled, due first; one's own; what was answered."""
    on = clock.today()
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else "open"
    reach = events.within_reach(request.held)
    campaign = whole_number(request.GET.get("campaign", ""))
    if campaign is not None:
        reach = reach.of_campaign(campaign)
    lists = {
        "open": reach.open(),
        "mine": reach.open().filter(handler=request.user),
        "answered": reach.exclude(answered_on=None),
    }
    listed = paged(request, lists[shown].for_list())
    context = {
        "section": "notice",
        "on": on,
        "shown": shown,
        "counts": [(name, lists[name].count()) for name in SHOWN],
        "found": listed,
        "rows": [(objection, events.concerns(objection)) for objection in listed.object_list],
        "query": query_without(request, "page"),
        "campaign": campaign,
    }
    return render(request, "pages/objections.html", context)


@require_safe
@page
def objection(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, _objection(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def objection_assign(request: SignedIn, pk: int) -> HttpResponse:
    """To the chosen handler. Opened by itself, it leads back to the objection."""
    objection = _objection(request, pk)
    if request.method != "POST":
        return redirect("objection", pk)
    chosen = whole_number(request.POST.get("handler", ""))
    handler = User.objects.filter(pk=chosen or 0, is_active=True).select_related("person").first()
    try:
        if handler is None:
            raise Refusal("objection.handler-not-chosen")
        due_on = _day(request.POST.get("due_on", ""))
        events.assign(objection=objection, handler=handler, due_on=due_on, by=request.user, on=clock.today())
    except Refusal as refusal:
        return _show(request, _objection(request, pk), form="assign", note=words.refusal(refusal))
    messages.success(request, _("%(name)s has the objection now.") % {"name": handler.get_full_name()})
    return redirect("objection", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def objection_answer(request: SignedIn, pk: int) -> HttpResponse:
    """The finding, the verdict and the reply. Opened by itself, it leads back to the objection."""
    objection = _objection(request, pk)
    if request.method != "POST":
        return redirect("objection", pk)
    verdict = {"yes": True, "no": False}.get(request.POST.get("upheld", ""))
    try:
        events.answer(
            objection=objection, finding=text_in(request, "finding", most=LONGEST_REPLY),
            reply=text_in(request, "reply", most=LONGEST_REPLY),
            upheld=verdict, by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _show(request, _objection(request, pk), form="answer", note=words.refusal(refusal))
    messages.success(request, _("Answered. Whoever put it reads your reply with their code."))
    return redirect("objection", pk)


def _objection(request: SignedIn, pk: int) -> Objection:
    objections = events.within_reach(request.held).select_related(
        "notice__organisation", "notice__campaign", "flag__organisation", "flag__campaign",
        "subject__organisation", "subject__campaign", "handler__person", "assigned_by__person",
        "answered_by__person",
    )  # fmt: skip
    return get_object_or_404(objections, pk=pk)


def _show(request: SignedIn, objection: Objection, *, form: str = "", note: str = "") -> HttpResponse:
    on = clock.today()
    context = {
        "section": "notice",
        "objection": objection,
        "concerns": events.concerns(objection),
        "on": on,
        "handlers": events.handlers(objection, on) if objection.answered_on is None else [],
        "mine": objection.handler_id == request.user.pk,
        "late": objection.answered_on is None and objection.due_on is not None and on > objection.due_on,
        "form": form,
        "note": note,
        "typed": request.POST if form else {},
        "longest": LONGEST_REPLY,
    }
    return render(request, "pages/objection.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def flag_object(request: SignedIn, pk: int) -> HttpResponse:
    """A finding about one's own organisation, and what its secretary says against it. The code comes with the answer
    to the form, as for everybody."""
    seen = scope.organisations(request.user, held=request.held)
    flags = Flag.objects.filter(organisation__in=seen).select_related("organisation", "campaign")
    flag = get_object_or_404(flags, pk=pk)
    checks.check(request.user, "record.own", flag.organisation)
    context: dict[str, Any] = {
        "section": "notice",
        "flag": flag,
        "earlier": list(flag.objections.order_by("-pk")),
        "typed": typed_in(request, "text"),
        "key": request.POST.get("key", "")[:64] or new_key(),
        "longest": LONGEST,
    }
    if request.method != "POST":
        return render(request, "pages/flag_object.html", context)
    try:
        objection, code = events.put_flag_objection(
            flag=flag, text=context["typed"], key=context["key"], by=request.user, on=clock.today()
        )
    except Refusal as refusal:
        return render(
            request, "pages/flag_object.html", context | {"note": words.refusal(refusal)}, status=422
        )
    return render(
        request, "pages/flag_object.html", context | {"objection": objection, "code": events.shown(code)}
    )


def _day(text: str) -> date | None:
    """Raises Refusal "contents.not-a-date"."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("contents.not-a-date", name=_("answer due"), value=text[:20]) from None
