"""放假和调休: the year's days off, as working days are counted here."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import days as events
from jiceng.store.models import Holiday, Organisation
from jiceng.web import words
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, page, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@page
def days(request: SignedIn) -> HttpResponse:
    """The exceptions of one year; county officers enter and take out."""
    if not scope.content_posts(request.held):
        raise Forbidden("campaign.windows", Organisation())
    county = _county(request)
    this_year = clock.today().year
    year = whole_number(request.GET.get("year", "")) or this_year
    year = min(max(year, 2004), this_year + 5)
    typed = {name: str(request.POST.get(name) or "") for name in ("day", "working", "name")}
    note = ""
    if request.method == "POST":
        if county is None:
            raise Forbidden("campaign.windows", Organisation())
        try:
            row = events.set_holiday(
                day=_day(typed["day"]), working=typed["working"] == "yes", name=text_in(request, "name", most=64),
                organisation=county, by=request.user, on=clock.today(),
            )  # fmt: skip
        except Refusal as refusal:
            note = words.refusal(refusal)
        else:
            messages.success(request, _("%(day)s is entered.") % {"day": date_format(row.on, "DATE_FORMAT")})
            return redirect(f"{reverse('days')}?year={row.on.year}")
    rows = list(Holiday.objects.filter(on__year=year).order_by("on"))
    context = {
        "section": "notice",
        "year": year,
        "years": range(max(2004, this_year - 3), this_year + 3),
        "rows": rows,
        "known": year in events.known_years(row.on for row in rows if not row.working),
        "begun": any(not row.working for row in rows),
        "may": county is not None,
        "typed": typed,
        "note": note,
    }
    return render(request, "pages/days.html", context, status=422 if note else 200)


@require_POST
@page
def days_remove(request: SignedIn) -> HttpResponse:
    """A day that was entered is taken out; one that is not there changes nothing."""
    county = _county(request)
    if county is None:
        raise Forbidden("campaign.windows", Organisation())
    try:
        day = _day(request.POST.get("day", ""))
    except Refusal:
        return redirect("days")
    events.remove_holiday(day=day, organisation=county, by=request.user, on=clock.today())
    messages.success(request, _("%(day)s is taken out.") % {"day": date_format(day, "DATE_FORMAT")})
    return redirect(f"{reverse('days')}?year={day.year}")


def _county(request: SignedIn) -> Organisation | None:
    """Where the reader may say what a working day is."""
    places = [post.organisation for post in request.held if post.role == "county-officer"]
    may = (
        place for place in places if checks.may(request.user, "campaign.windows", place, held=request.held)
    )
    return next(may, None)


def _day(text: str) -> date:
    """Raises Refusal "contents.not-a-date"."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("contents.not-a-date", name=_("day"), value=text[:20]) from None
