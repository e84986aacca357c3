"""工作台: what is due from me, by when, why, and the way there."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiceng.access import scope
from jiceng.reports import desk as reports
from jiceng.web import words
from jiceng.web.pages import SignedIn, page

BANDS = {"late": gettext_lazy("Late"), "week": gettext_lazy("This week"), "later": gettext_lazy("Later")}


@dataclass(frozen=True)
class Line:
    """One line of the desk in words. primary: what one does oneself; the rest is looked at."""

    due: reports.Due
    text: str
    href: str
    action: str
    primary: bool


@require_safe
@page
def desk(request: SignedIn) -> HttpResponse:
    on = localdate()
    lines = [_line(due) for due in reports.due(request.held, on)]
    bands = [
        (name, title, [line for line in lines if line.due.band == name]) for name, title in BANDS.items()
    ]
    context = {
        "section": "desk",
        "on": on,
        "bands": [band for band in bands if band[2]],
        "running": []
        if lines
        else list(scope.campaigns(request.user, held=request.held).running().for_list()[:3]),
    }
    return render(request, "pages/desk.html", context)


def _line(due: reports.Due) -> Line:
    href = reverse(due.action, args=due.args)
    if due.query:
        href += f"?{urlencode(due.query)}"
    own = due.code.startswith(("desk.self-", "desk.assess"))
    action = (
        _("Score")
        if due.action == "score"
        else _("Decide")
        if due.code == "desk.decide-one"
        else _("See which")
    )
    return Line(due, words.sentence(due.code, **due.facts), href, action, own)
