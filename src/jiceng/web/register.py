"""组织: the tree with its search, and the page of one organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from jiceng import packs
from jiceng.access import checks, scope
from jiceng.kernel import sheet as rules
from jiceng.kernel.refusal import Refusal
from jiceng.services import sheet as events
from jiceng.store.models import Organisation, Post, Sheet, Subject
from jiceng.web import words
from jiceng.web.explain import Told, as_text, told
from jiceng.web.pages import page, paged, query_without

WIDEST = 200  # organisations shown directly below one; who is looking for more searches


@dataclass
class Node:
    """One line of the tree. grade: in the newest campaign that grades it, with that document's grades."""

    organisation: Organisation
    grade: str = ""
    grades: Sequence[str] = ()
    decided: bool = False
    below: list["Node"] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class SheetLine:
    """One scorer's sheet as the organisation's page lists it. href: where it is filled, "" for who may not."""

    key: str
    name: str
    counts: bool
    sheet: Sheet | None
    score: rules.Score | None
    href: str


# -- the tree -----------------------------------------------------------------------------------------------------------


@require_safe
@page
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree below one's posts, one level open; with `q`, what is found by name or code."""
    asked = request.GET.get("q", "").strip()
    seen = scope.organisations(request.user, held=request.held)
    context: dict[str, Any] = {"section": "register", "q": asked}
    if asked:
        found = paged(request, seen.named_like(asked).select_related("parent").order_by("path"))
        context |= {"found": found, "nodes": _nodes(request, found.object_list), "query": query_without(request, "page")}
        return render(request, "pages/search.html", context)
    tops = list(seen.filter(pk__in=_tops(request.held)).for_tree())
    nodes = _with_grades(request, [Node(one) for one in tops], opened=tops[0] if len(tops) == 1 else None)
    return render(request, "pages/organisations.html", context | {"nodes": nodes})


@require_safe
@page
def organisation_below(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands directly below one organisation: a piece of the tree, or without scripts a page of its own."""
    seen = scope.organisations(request.user, held=request.held)
    top = get_object_or_404(seen.for_tree(), pk=pk)
    [node] = _with_grades(request, [Node(top)], opened=top)
    if request.htmx:
        return render(request, "components/branch.html", {"node": node})
    context = {"section": "register", "q": "", "nodes": [node], "crumbs": crumbs(request, top)}
    return render(request, "pages/organisations.html", context)


def _tops(held: Iterable[Post]) -> list[int]:
    """The organisations of one's posts that lie under no other of them."""
    kept: list[Organisation] = []
    for one in sorted((post.organisation for post in held), key=lambda one: one.path):
        if not kept or not one.is_under(kept[-1]):
            kept.append(one)
    return [one.pk for one in kept]


def _with_grades(request: HttpRequest, nodes: list[Node], *, opened: Organisation | None) -> list[Node]:
    """Nodes with their grades, one of them opened. Two queries, however many there are."""
    if opened is not None:
        seen = scope.organisations(request.user, held=request.held)
        children = list(seen.filter(parent=opened).for_tree()[: WIDEST + 1])
        node = next(one for one in nodes if one.organisation.pk == opened.pk)
        node.below = [Node(one) for one in children[:WIDEST]]
        node.more = node.organisation.below - WIDEST if len(children) > WIDEST else 0
        _grade(request, [*nodes, *node.below])
    else:
        _grade(request, nodes)
    return nodes


def _nodes(request: HttpRequest, found: Iterable[Organisation]) -> list[Node]:
    return _grade(request, [Node(one) for one in found])


def _grade(request: HttpRequest, nodes: list[Node]) -> list[Node]:
    by_pk = {one.organisation.pk: one for one in nodes}
    subjects = (
        scope.subjects(request.user, held=request.held)
        .filter(organisation__in=by_pk)
        .select_related("campaign__adoption")
        .order_by("campaign__opened_on", "campaign_id")
    )
    for one in subjects:  # the newest last, so it is the one that stays
        node = by_pk[one.organisation_id]
        node.grade, node.decided = one.grade, bool(one.decided)
        node.grades = grades_of(one)
    return nodes


def grades_of(subject: Subject) -> tuple[str, ...]:
    return subject.campaign.scheme.need_bands().grades()


# -- one organisation ---------------------------------------------------------------------------------------------------


@require_safe
@page
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    asked = request.GET.get("campaign", "")
    return show_organisation(request, pk, int(asked) if asked.isdigit() else None)


def show_organisation(
    request: HttpRequest, pk: int, campaign: int | None = None, failed: str = "", note: str = ""
) -> HttpResponse:
    """The page of one organisation: who it is, its grade and why, its sheets, what is to be decided.

    campaign: which round to show; the newest when None. failed, note: which form was refused, and what to do.
    """
    one = get_object_or_404(scope.organisations(request.user, held=request.held).for_page(), pk=pk)
    subjects = list(
        scope.subjects(request.user, held=request.held)
        .filter(organisation=one)
        .for_page()
        .order_by("-campaign__opened_on", "-campaign_id")
    )
    subject = next((found for found in subjects if campaign in (None, found.campaign_id)), None)
    if campaign is not None and subject is None:
        raise Http404
    on = localdate()
    context: dict[str, Any] = {
        "section": "register",
        "organisation": one,
        "crumbs": crumbs(request, one),
        "posts": [post for post in one.posts.all() if post.since_on <= on and (post.until_on is None or post.until_on >= on)],
        "below": one.children.count(),
        "subject": subject,
        "earlier": [found for found in subjects if found is not subject],
        "failed": failed,
        "note": note,
        "typed": request.POST if failed else {},
    }
    if subject is not None:
        context |= _grading(request, subject)
    return render(request, "pages/organisation.html", context, status=422 if failed else 200)


def _grading(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """The band about the grade: sheets, the total and why, what may be done."""
    scheme = subject.campaign.scheme
    sheets = [_sheet_line(request, subject, scorer) for scorer in scheme.scorers.scorers]
    sheets.sort(key=lambda line: not line.counts)
    why, note = explanation(subject)
    decider = checks.may(request.user, "grade.decide", subject.organisation, held=request.held)
    open_to_change = subject.campaign.closed_on is None
    owed = scheme.explanations
    return {
        "grades": grades_of(subject),
        "form": subject.form,
        "pack": packs.load(subject.campaign.adoption.pack),
        "sheets": sheets,
        "heads": _heads(subject, sheets),
        "why": why,
        "why_not": note,
        "why_text": as_text(why) if why else "",
        "waiting": [line.name for line in sheets if line.counts and not (line.sheet and line.sheet.complete)],
        "may_decide": decider and open_to_change and not subject.decided and bool(subject.computed),
        "may_withdraw": decider and open_to_change and bool(subject.decided),
        "may_explain": bool(subject.grade)
        and open_to_change
        and checks.may(request.user, "grade.explain", subject.organisation, held=request.held),
        "explanation_owed": bool(owed and subject.grade and owed.owed(subject.class_name, subject.grade)),
    }


def explanation(subject: Subject) -> tuple[Told | None, str]:
    """The grade's explanation, or None and what is in the way (nothing is, while sheets are still missing)."""
    try:
        judged = events.judge(subject)
    except Refusal as refusal:
        return None, words.refusal(refusal)
    return (told(judged.trace), "") if judged else (None, "")


def _sheet_line(request: HttpRequest, subject: Subject, scorer: rules.Scorer) -> SheetLine:
    sheet = subject.sheet(scorer.key)
    scored = None
    if sheet is not None:
        try:
            scored = rules.score(
                subject.form, sheet.entries(subject.form), class_name=subject.class_name, reasons_required=False
            )
        except Refusal:
            scored = None  # compared with others, or a line the form no longer has: the explanation says it
    open_to_change = not subject.decided and subject.campaign.closed_on is None
    may = open_to_change and may_score(request, subject, scorer.key)
    href = reverse("score", args=[subject.pk, scorer.key]) if may else ""
    return SheetLine(scorer.key, scorer.name, scorer.weight > 0, sheet, scored, href)


def _heads(subject: Subject, sheets: Sequence[SheetLine]) -> list[tuple[rules.Head, list[Decimal | None]]]:
    """Head by head, what each begun sheet gives."""
    begun = [line for line in sheets if line.score]
    return [
        (head, [line.score.heads.get(head.key) if line.score else None for line in begun]) for head in subject.form.heads
    ]


def may_score(request: HttpRequest, subject: Subject, scorer: str) -> bool:
    """Whether this scorer's sheet is theirs to fill."""
    own = subject.campaign.scheme.self_assessment
    verb = "sheet.self-assess" if scorer == (own.scorer if own else "self") else "sheet.assess"
    return checks.may(request.user, verb, subject.organisation, held=request.held)


def home(subject: Subject) -> str:
    """The page of its organisation, at its campaign."""
    return f"{reverse('organisation', args=[subject.organisation_id])}?campaign={subject.campaign_id}"


def crumbs(request: HttpRequest, one: Organisation) -> list[tuple[Organisation, bool]]:
    """What it belongs to, topmost first, and whether the reader may open that."""
    above = Organisation.objects.above(one)
    return [(part, any(part.is_under(post.organisation) for post in request.held)) for part in above]
