"""晋位升级: the movement matrix between two campaigns, targets, and accepted rectification."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.item import Movement as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.reports import movement as reports
from jiceng.services import item as events
from jiceng.store.models import Subject
from jiceng.web import words
from jiceng.web.given import text_in
from jiceng.web.ledger import campaign_of
from jiceng.web.pages import SignedIn, page, whole_number
from jiceng.web.register import home, show_organisation


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix. way: rose, held or fell."""

    new: str
    who: list[reports.Moved]
    way: str


@require_safe
@page
def movement(request: SignedIn, pk: int) -> HttpResponse:
    """From an earlier campaign to this one, or within this one; with names behind every figure."""
    campaign = campaign_of(request, pk)
    if not campaign.scheme.grades:
        raise Http404
    seen = scope.subjects(request.user, held=request.held)
    every = list(scope.campaigns(request.user, held=request.held).for_list().select_related("copy"))
    before = reports.earlier_ones(campaign, every)
    asked = request.GET.get("from", "")
    earlier = next((former for former in before if str(former.pk) == asked), before[0] if before else None)
    if asked == "within":
        earlier = None
    table = reports.between(campaign, earlier, seen) if earlier else reports.within(campaign, seen)
    rows = [
        (
            old,
            [Cell(new, row[new], table.direction(old, new)) for new in table.grades],
            sum(map(len, row.values())),
        )
        for old, row in table.cells.items()
    ]
    shown = (whole_number(request.GET.get("row", "")), whole_number(request.GET.get("column", "")))
    chosen = None
    if None not in shown and all(0 < (number or 0) <= len(table.grades) for number in shown):
        old, new = table.grades[(shown[0] or 1) - 1], table.grades[(shown[1] or 1) - 1]
        chosen = Cell(new, table.cells[old][new], table.direction(old, new))
        chosen_old = old
    else:
        chosen_old = ""
    context = {
        "section": "campaign",
        "campaign": campaign,
        "found": table,
        "rows": rows,
        "columns": [sum(len(row[new]) for row in table.cells.values()) for new in table.grades],
        "before": before,
        "within": earlier is None,
        "chosen": chosen,
        "chosen_old": chosen_old,
        "goals": next((rule.goals for rule in campaign.rules.values() if isinstance(rule, Rule)), {}),
        "beside": [
            (name, who)
            for name, who in (
                (_("graded now, not before"), table.came),
                (_("graded before, not now"), table.gone),
                (_("no grade yet"), table.waiting),
                (_("in words the other document does not have"), table.other),
            )
            if who
        ],
    }
    return render(request, "pages/movement.html", context)


# -- targets and acceptance, from the page of the organisation --------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def target(request: SignedIn, pk: int) -> HttpResponse:
    """The grade an organisation means to reach."""

    def set_target(subject: Subject) -> str:
        events.set_target(
            subject=subject, target=request.POST.get("target", ""), reason=text_in(request, "reason"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
        return _("The target of %(name)s is kept.")

    return _done(request, pk, "target", set_target)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """Rectification is accepted, with the new grade."""

    def accept_it(subject: Subject) -> str:
        events.accept_rectification(
            subject=subject, new_grade=request.POST.get("grade", ""), note=text_in(request, "note"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
        return _("The rectification of %(name)s is accepted.")

    return _done(request, pk, "accept", accept_it)


def _done(request: SignedIn, pk: int, form: str, act: Callable[[Subject], str]) -> HttpResponse:
    mine = scope.subjects(request.user, held=request.held)
    subject = get_object_or_404(mine.for_page().select_related("campaign__copy"), pk=pk)
    if request.method != "POST":
        return redirect(home(subject))
    try:
        sentence = act(subject)
    except Refusal as refusal:
        return show_organisation(
            request, subject.organisation_id, subject.campaign_id, form, words.refusal(refusal)
        )
    messages.success(request, sentence % {"name": subject.organisation.name})
    return redirect(f"{home(subject)}#page")
