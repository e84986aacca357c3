"""The own calendar: its address is made, shown once, ended; and read by a phone without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiceng import clock, phrases
from jiceng.access import scope
from jiceng.reports import desk as reports
from jiceng.reports import ways
from jiceng.reports.calendar import Event, calendar
from jiceng.services import feed as feeds
from jiceng.store.models import Feed
from jiceng.web import words
from jiceng.web.pages import SignedIn, page


@require_safe
@page
def feed(request: SignedIn) -> HttpResponse:
    return _shown(request)


@require_POST
@page
def feed_make(request: SignedIn) -> HttpResponse:
    """The address is on this answer and nowhere else; loading it again makes another one."""
    token = feeds.make(by=request.user, on=clock.today(), held=request.held)
    address = request.build_absolute_uri(reverse("feed-read", args=[token]))
    return _shown(request, address if words.lang() == "zh" else f"{address}?lang=en")


@require_POST
@page
def feed_end(request: SignedIn) -> HttpResponse:
    feeds.end(by=request.user, on=clock.today(), held=request.held)
    return redirect("feed")


def _shown(request: SignedIn, address: str = "") -> HttpResponse:
    made = Feed.objects.filter(user=request.user).first()
    return render(request, "pages/feed.html", {"section": "me", "feed": made, "address": address})


@never_cache
@require_safe
def feed_read(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar. A wrong address, an ended one and one of a closed account look the same."""
    feed = feeds.of(token)
    if feed is None:
        raise Http404
    lang = "en" if request.GET.get("lang") == "en" else "zh"
    on = clock.today()
    with override("en" if lang == "en" else "zh-hans"):
        lines = reports.due(scope.posts(feed.user, on), on)
        events = [_event(request, line, lang) for line in lines if line.due_on is not None]
        name = phrases.sentence("feed.name", {}, lang)
    answer = HttpResponse(
        calendar(events, owner=str(feed.user.pk), name=name), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="jiceng.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _event(request: HttpRequest, line: reports.Due, lang: str) -> Event:
    """One line; whom it concerns and why stand below, as on the desk."""
    why = [line.whom]
    if line.campaign is not None:
        why.append(f"{line.campaign.title} {line.clause}".strip())
    return Event(
        about=f"{line.code}|{line.about}",
        on=line.due_on or line.since,
        since=line.since,
        summary=phrases.sentence(line.code, line.facts, lang),
        description="\n".join(why),
        url=request.build_absolute_uri(ways.href(line.way)),
    )
