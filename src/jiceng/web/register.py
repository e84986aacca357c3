"""组织: the tree with its search, and the page of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel import sheet as rules
from jiceng.kernel.refusal import Refusal
from jiceng.reports.judgement import ScorerSheet, judgement, sheets
from jiceng.services import standing
from jiceng.services.sheet import against_finding, decided_after
from jiceng.store.models import Organisation, Outside, Record, Subject, Track
from jiceng.store.register import COMMITTEES
from jiceng.web import bands, words
from jiceng.web.explain import Told, as_text, explained_by, told
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number
from jiceng.web.where import may_score

LONGEST = 100  # characters of a search; a pattern much longer is more than SQLite takes
WIDEST = 200  # organisations shown directly below one; who is looking for more searches


@dataclass
class Node:
    """One line of the tree. grade: the last that was decided, until there is one the last computed; with that
    document's grades."""

    organisation: Organisation
    grade: str = ""
    grades: Sequence[str] = ()
    decided: bool = False
    below: list["Node"] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class SheetLine:
    """One scorer's sheet as the organisation's page lists it. href: where it is filled, "" for who may not."""

    found: ScorerSheet
    href: str


# -- the tree ------------------------------------------------------------------------------------------


@require_safe
@page
def organisations(request: SignedIn) -> HttpResponse:
    """The tree below one's posts, one level open; with `q`, what is found by name or code."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    seen = scope.organisations(request.user, held=request.held)
    context: dict[str, Any] = {"section": "register", "q": asked}
    if asked:
        matches = paged(request, seen.named_like(asked).select_related("parent").order_by("path"))
        nodes = _grade(request, [Node(organisation) for organisation in matches.object_list])
        context |= {"found": matches, "nodes": nodes, "query": query_without(request, "page")}
        return render(request, "pages/search.html", context)
    tops = list(seen.filter(pk__in=scope.tops(request.held)).for_tree())
    nodes = _with_grades(request, [Node(top) for top in tops], opened=tops[0] if len(tops) == 1 else None)
    return render(request, "pages/organisations.html", context | {"nodes": nodes})


@require_safe
@page
def organisation_below(request: SignedIn, pk: int) -> HttpResponse:
    """What stands directly below one organisation: a piece of the tree, or without scripts a page of its own."""
    seen = scope.organisations(request.user, held=request.held)
    top = get_object_or_404(seen.for_tree(), pk=pk)
    closed = bool(request.htmx) and "closed" in request.GET
    [node] = _with_grades(request, [Node(top)], opened=None if closed else top)
    if request.htmx:
        return render(request, "components/branch.html", {"node": node})
    context = {"section": "register", "q": "", "nodes": [node], "crumbs": crumbs(request, top)}
    return render(request, "pages/organisations.html", context)


def _with_grades(request: SignedIn, nodes: list[Node], *, opened: Organisation | None) -> list[Node]:
    """Nodes with their grades, one of them opened. Two queries, however many there are."""
    if opened is not None:
        seen = scope.organisations(request.user, held=request.held)
        children = list(seen.filter(parent=opened).for_tree()[: WIDEST + 1])
        node = next(node for node in nodes if node.organisation.pk == opened.pk)
        node.below = [Node(child) for child in children[:WIDEST]]
        node.more = opened.children.count() - WIDEST if len(children) > WIDEST else 0
        _grade(request, [*nodes, *node.below])
    else:
        _grade(request, nodes)
    return nodes


def _grade(request: SignedIn, nodes: list[Node]) -> list[Node]:
    by_pk = {node.organisation.pk: node for node in nodes}
    subjects = (
        scope.subjects(request.user, held=request.held)
        .filter(organisation__in=by_pk)
        .select_related("campaign__adoption", "campaign__copy")
        .order_by("campaign__opened_on", "campaign_id")
    )
    for subject in subjects:  # the newest last, so it is the one that stays
        node = by_pk[subject.organisation_id]
        # A campaign that is still being scored does not stand in the place of what was decided before.
        if subject.decided or (subject.computed and not node.decided):
            node.grade, node.decided = subject.grade, bool(subject.decided)
            node.grades = subject.campaign.scheme.grades
    return nodes


# -- one organisation ----------------------------------------------------------------------------------


@require_safe
@page
def organisation(request: SignedIn, pk: int) -> HttpResponse:
    return show_organisation(request, pk, whole_number(request.GET.get("campaign", "")))


def show_organisation(
    request: SignedIn, pk: int, campaign: int | None = None, failed: str = "", note: str = ""
) -> HttpResponse:
    """The page of one organisation: who it is, its grade and why, its sheets, what is to be decided.

    campaign: which round to show; the newest when None. failed, note: which form was refused, and what to do.
    """
    organisation = get_object_or_404(scope.organisations(request.user, held=request.held).for_page(), pk=pk)
    subjects = list(
        scope.subjects(request.user, held=request.held)
        .filter(organisation=organisation)
        .for_page()
        .order_by("-campaign__opened_on", "-campaign_id")
    )
    subject = _chosen(subjects, campaign)
    on = clock.today()
    context: dict[str, Any] = {
        "section": "register",
        "organisation": organisation,
        "crumbs": crumbs(request, organisation),
        "posts": [post for post in organisation.posts.all() if post.since_on <= on <= (post.until_on or on)],
        "below": organisation.children.count(),
        "registers": checks.may(request.user, "document.register", organisation, held=request.held)
        and organisation.form in COMMITTEES,
        "subject": subject,
        "with_unit": _with_unit(request, organisation),
        "failed": failed,
        "note": note,
        "typed": request.POST if failed else {},
    }
    context |= bands.of_organisation(request, organisation, subjects, subject, on)
    if subject is not None and subject.campaign.scheme.grades:
        context |= _grading(request, subject)
    return render(request, "pages/organisation.html", context, status=422 if failed else 200)


@dataclass(frozen=True)
class WithUnit:
    """A branch that a campaign grades together with its general branch (G-06). unit: as it is graded there."""

    outside: Outside
    unit: Subject

    @property
    def grade(self) -> str:
        """Its own where the committee decided otherwise, else the unit's; "" while that is not decided."""
        return self.outside.own_grade or ("" if self.unit.set_aside else self.unit.decided)


def _with_unit(request: SignedIn, organisation: Organisation) -> list[WithUnit]:
    """The campaigns that grade an organisation with its unit, the newest first."""
    campaigns = scope.campaigns(request.user, held=request.held).order_by().values("pk")
    rows = Outside.objects.filter(organisation=organisation, why="with-unit", campaign__in=campaigns)
    outside = {row.campaign_id: row for row in rows}
    if not outside:
        return []
    units = Subject.objects.filter(organisation=organisation.parent_id, campaign__in=outside)
    newest = units.for_page().order_by("-campaign__opened_on", "-campaign_id")
    return [WithUnit(outside[unit.campaign_id], unit) for unit in newest]


def _chosen(subjects: Sequence[Subject], campaign: int | None) -> Subject | None:
    """Of the asked campaign; without one, or outside it, of the newest that grades, else of the newest."""
    subjects = [subject for subject in subjects if subject.campaign_id == campaign] or subjects
    graded = (subject for subject in subjects if subject.campaign.scheme.grades)
    return next(graded, subjects[0] if subjects else None)


def _grading(request: SignedIn, subject: Subject) -> dict[str, Any]:
    """The band about the grade: sheets, the total and why, what may be done."""
    scheme = subject.campaign.scheme
    lines = _sheet_lines(request, subject)
    why, note = explanation(subject)
    decider = checks.may(request.user, "grade.decide", subject.organisation, held=request.held)
    open_to_change = subject.campaign.closed_on is None
    owed = scheme.explanations
    decide_later, explain_later = _later(subject)
    # A grade that a finding does not allow is decided anew as if it had not been.
    bound = against_finding(subject)
    undecided = not subject.decided or bound is not None
    if decider and not decide_later and undecided:
        first = decided_after(subject, clock.today())
        decide_later = words.refusal(first) if first else ""
    # A decision without what the document wants before the meeting would only be refused.
    wanted = scheme.decision.considers if scheme.decision else ()
    missing = [
        line.found.scorer.name
        for line in lines
        if line.found.scorer.key in wanted and line.found.state != "complete"
    ]
    return {
        "grades": scheme.grades,
        "form": subject.form,
        "pack": subject.campaign.pack,
        "sheets": lines,
        "heads": _heads(subject, lines),
        "why": why,
        "why_not": note,
        "why_text": as_text(why) if why else "",
        "why_rules": " ".join(explained_by(subject.campaign, subject.form, why)) if why else "",
        "waiting": [
            line.found.scorer.name for line in lines if line.found.counts and line.found.state != "complete"
        ],
        "brought": _brought(subject) if decider else [],
        "missing": missing if decider and subject.computed and undecided else [],
        # What its step does not allow is said, instead of a form that would be refused.
        "decide_later": decide_later if decider and open_to_change and undecided else "",
        "against": words.refusal(bound.refusal(subject.decided)) if decider and bound else "",
        "proposed": bound.grade if bound else subject.computed,
        "may_decide": decider
        and open_to_change
        and not decide_later
        and undecided
        and bool(subject.computed)
        and not missing,
        "may_withdraw": decider and open_to_change and not decide_later and bool(subject.decided),
        "may_explain": bool(subject.grade)
        and open_to_change
        and not explain_later
        and checks.may(request.user, "grade.explain", subject.organisation, held=request.held),
        "explanation_owed": bool(owed and subject.grade and owed.owed(subject.class_name, subject.grade)),
    }


def _brought(subject: Subject) -> list[tuple[str, Record]]:
    """What the document wants before the decision and was written down about this organisation: title, record."""
    campaign, decision = subject.campaign, subject.campaign.scheme.decision
    if decision is None or not decision.after:
        return []
    records = Record.objects.standing().filter(
        campaign=campaign, organisation=subject.organisation_id, mechanism__in=decision.after
    )
    return [
        (campaign.title_of(record.mechanism), record) for record in records.order_by("mechanism", "number")
    ]


def _later(subject: Subject) -> tuple[str, str]:
    """(why no decision, why no explanation) at the step where its committee stands; "" where it is allowed."""
    campaign = subject.campaign
    track = Track.objects.filter(campaign=campaign, committee=subject.committee_id).first()
    if track is None:
        return "", ""
    sentences = []
    for kind in (rules.Decision, rules.Explanations):
        key = standing.key_of(campaign, kind)
        refused = standing.why_not(campaign, track.step, key) if key else None
        sentences.append(words.refusal(refused) if refused else "")
    return sentences[0], sentences[1]


def explanation(subject: Subject) -> tuple[Told | None, str]:
    """The grade's explanation, or None and what is in the way (nothing is, while sheets are still missing)."""
    try:
        judged = judgement(subject)
    except Refusal as refusal:
        return None, words.refusal(refusal)
    return (told(judged.trace), "") if judged else (None, "")


def _sheet_lines(request: SignedIn, subject: Subject) -> list[SheetLine]:
    """Every scorer's sheet, those that count first."""
    open_to_change = not subject.decided and subject.campaign.closed_on is None
    lines = []
    for sheet in sheets(subject):
        may = open_to_change and may_score(request, subject, sheet.scorer.key)
        href = reverse("score", args=[subject.pk, sheet.scorer.key]) if may else ""
        lines.append(SheetLine(sheet, href))
    return sorted(lines, key=lambda line: not line.found.counts)


def _heads(subject: Subject, lines: Sequence[SheetLine]) -> list[tuple[rules.Head, list[Decimal | None]]]:
    """Head by head, what each begun sheet gives."""
    scores = [line.found.score for line in lines if line.found.score]
    return [(head, [score.heads.get(head.key) for score in scores]) for head in subject.form.heads]


def home(subject: Subject) -> str:
    """The page of its organisation, at its campaign."""
    return f"{reverse('organisation', args=[subject.organisation_id])}?campaign={subject.campaign_id}"


def crumbs(request: SignedIn, one: Organisation) -> list[tuple[Organisation, bool]]:
    """The organisations above it, topmost first, each with whether the reader may open it."""
    above = Organisation.objects.above(one)
    return [(part, any(part.is_under(post.organisation) for post in request.held)) for part in above]
