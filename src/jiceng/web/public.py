"""公开: notices for everybody, without signing in; objections, and how they were answered.

No page here asks who is reading. Language and size of type stand in the address (`?lang=en&size=large`), so that
nothing is kept in the browser; only the two forms set the cookie that guards forms. Why: docs/decisions/0033.
"""

from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header, urlencode
from django.utils.timezone import now
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.notice import Notice as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.reports import notices as reports
from jiceng.services import objection as objections
from jiceng.services.door import rule_at
from jiceng.services.objection.codes import new_key
from jiceng.services.objection.putting import CONTACT, TEXT
from jiceng.store.models import Campaign, Notice, Objection, Reminder
from jiceng.web import words
from jiceng.web.made_up import made_up
from jiceng.web.pages import View, as_meant, paged, query_without, whole_number

MINUTE = 60  # seconds a notice may be shown from a cache
LONGEST = 60  # characters of a search
LANGUAGES = {"zh": "zh-hans", "en": "en"}
TOO_MANY = {"objection.too-many", "objection.too-many-codes"}


@dataclass(frozen=True)
class Reader:
    """How somebody reads: chosen in the address, kept in every link of the page."""

    lang: str
    large: bool
    query: str  # "?lang=en" or ""

    @property
    def language(self) -> str:
        """As Django calls it."""
        return LANGUAGES[self.lang]

    @property
    def other(self) -> tuple[str, str]:
        """The other language: its name, and the query that chooses it."""
        lang, name = ("zh", "中文") if self.lang == "en" else ("en", "English")
        return name, _query(lang, self.large)

    @property
    def resized(self) -> str:
        return _query(self.lang, not self.large)


def _query(lang: str, large: bool) -> str:
    parts = {"lang": lang} | ({"size": "large"} if large else {})
    return f"?{urlencode(parts)}"


class Reading(HttpRequest):
    """A request as pages below `open_page` get it."""

    reader: Reader


def open_page(view: View) -> View:
    """For everybody. A zero byte is answered as unreadable, as on every page."""

    @wraps(view)
    def shown(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        as_meant(request)
        chosen = request.GET.get("lang", "")
        large = request.GET.get("size") == "large"
        lang = chosen if chosen in LANGUAGES else words.lang()
        kept = {
            name: value for name, value in (("lang", chosen), ("size", "large" if large else "")) if value
        }
        request.reader = Reader(lang, large, f"?{urlencode(kept)}" if chosen in LANGUAGES or large else "")
        if request.user.is_authenticated:  # shown inside the frame
            request.held = scope.posts(request.user)
            request.unread = lambda: Reminder.objects.unread_of(request.user.person_id)
        with override(request.reader.language):
            return view(request, *args, **kwargs)

    return shown


def shown(
    request: Reading, template: str, context: dict[str, Any], *, status: int = 200, hidden: bool = False
) -> HttpResponse:
    """The page inside the frame for who has signed in, by itself for everybody else.

    hidden: not for search engines. Without a session a cache may keep it for a minute.
    """
    signed_in = request.user.is_authenticated
    context = {"layout": "base.html" if signed_in else "public.html", "section": "notice"} | context
    answer = render(request, template, context | {"reader": request.reader}, status=status)
    if hidden:
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "no-referrer"
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        patch_cache_control(answer, private=True, no_store=True)
    else:
        patch_cache_control(answer, public=True, max_age=MINUTE)
    patch_vary_headers(answer, ["Cookie"])
    return answer


# -- notices -----------------------------------------------------------------------------------------------------------


@require_safe
@open_page
def public_notices(request: Reading) -> HttpResponse:
    """What hangs for everybody to read, the newest first; with `q`, by organisation or title."""
    on, asked = clock.today(), request.GET.get("q", "").strip()[:LONGEST]
    hanging = Notice.objects.open_to_objections(on).filter(audience="public").named_like(asked).for_list()
    listed = paged(request, hanging)
    posts = scope.content_posts(getattr(request, "held", []))
    running = scope.campaigns(request.user, held=posts).running().order_by("-opened_on", "-pk")[:5]
    context = {
        "q": asked,
        "found": listed,
        "rows": [(notice, reports.state(notice, on)) for notice in listed.object_list],
        "query": query_without(request, "page"),
        "campaigns": list(running) if posts else [],
        "handles": any(post.role in objections.HANDLERS for post in posts),
    }
    return shown(request, "pages/public_notices.html", context)


@require_safe
@open_page
def public_notice(request: Reading, token: str) -> HttpResponse:
    """One notice as it hangs: what it says, until when, and what was answered to those who objected."""
    notice = _notice(request, token)
    on = clock.today()
    answered = notice.objections.exclude(answered_on=None).order_by("answered_on", "pk")
    context = {
        "notice": notice,
        "sheet": reports.sheet(notice, on),
        # Verdict, day and reply; never what was objected, nor who looked into it.
        "answers": list(answered.values("upheld", "answered_on", "reply")),
        "waiting": notice.objections.open().count(),
    }
    return shown(request, "pages/public_notice.html", context, hidden=notice.audience != "public")


@require_safe
@open_page
def public_notice_paper(request: Reading, token: str, size: str) -> HttpResponse:
    """The sheet to print and hang up, with the way to the live notice."""
    notice = _notice(request, token)
    sheet = replace(reports.sheet(notice, clock.today()), invented=made_up(notice.organisation))
    if size not in reports.SIZES or sheet.state == "down":
        raise Http404
    address = request.build_absolute_uri(reverse("public-notice", args=[token]))
    content, content_type, name = reports.pdf(sheet, size, address)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(answer, private=True, max_age=MINUTE)
    return answer


def _notice(request: HttpRequest, token: str) -> Notice:
    """Whoever has the address may read it; what is for members only, those who belong there."""
    notices = Notice.objects.select_related("organisation", "campaign__adoption", "campaign__copy")
    notice = notices.defer("campaign__copy__files").filter(token=token).first()
    if notice is None:
        raise Http404
    if notice.audience == "members" and not checks.may(request.user, "campaign.see", notice.organisation):
        raise Http404
    return notice


# -- objections --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_page
def public_notice_object(request: Reading, token: str) -> HttpResponse:
    """The form, and after it the code. The code is shown in the answer to the form itself, so that it stands in no
    address; the same form sent again gives the same code."""
    notice = _notice(request, token)
    sheet = reports.sheet(notice, clock.today())
    if not sheet.objections:
        raise Http404
    typed = {name: str(request.POST.get(name, "")) for name in ("text", "contact", "place")}
    context: dict[str, Any] = {
        "notice": notice,
        "sheet": sheet,
        "typed": typed,
        "key": request.POST.get("key", "")[:64] or new_key(),
        "listed": list(notice.listed.values_list("place", "subject__organisation__name").order_by("place")),
        "rule": rule_at(_campaign(notice), notice.mechanism, Rule),
        "longest": TEXT,
        "longest_contact": CONTACT,
    }
    if request.method != "POST":
        return _form(request, "pages/public_object.html", context)
    try:
        objection, code = objections.put_objection(
            notice=notice, text=typed["text"], contact=typed["contact"], place=_place(typed["place"]),
            key=context["key"], on=clock.today(), at=now(),
        )  # fmt: skip
    except Refusal as refusal:
        status = 429 if refusal.code in TOO_MANY else 422
        return _form(
            request, "pages/public_object.html", context | {"note": words.refusal(refusal)}, status=status
        )
    facts = {"objection": objection, "code": objections.shown(code)}
    return _form(request, "pages/public_objected.html", context | facts)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_page
def objection_track(request: Reading) -> HttpResponse:
    """By its code: whether somebody looks into an objection, and what was answered."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            objection = objections.look_up(code=request.POST.get("code", ""), at=now())
            context = {"objection": objection, "about": _about(objection), "late": _late(objection)}
        except Refusal as refusal:
            status = 429 if refusal.code in TOO_MANY else 422
            context = {"note": words.refusal(refusal)}
    return _form(request, "pages/public_track.html", context, status=status)


def _form(request: Reading, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with a form: never kept, never found, and it tells no other site where it is."""
    signed_in = request.user.is_authenticated
    context = {"layout": "base.html" if signed_in else "public.html", "section": "notice"} | context
    answer = render(request, template, context | {"reader": request.reader}, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # Not no-referrer: Django holds the form's own site against the Referer over HTTPS.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _place(text: str) -> int | None:
    """The row chosen in the form; 0 stands for a row that no form of ours offers, and is refused as such."""
    return None if text == "" else whole_number(text) or 0


def _campaign(notice: Notice) -> Campaign:
    if notice.campaign is None:
        raise Http404
    return notice.campaign


def _about(objection: Objection) -> str:
    if objection.notice is not None:
        return objection.notice.title
    return objection.flag.flag if objection.flag is not None else ""


def _late(objection: Objection) -> bool:
    due_on = objection.due_on
    return objection.answered_on is None and due_on is not None and clock.today() > due_on
