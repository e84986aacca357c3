"""活动: how a round of grading stands, the organisations in it, and its forms to download."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel import sheet as rules
from jiceng.kernel.procedure import Window
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import per_cent
from jiceng.kernel.sheet.shapes import quotient
from jiceng.reports import campaign as reports
from jiceng.reports import forms, pages
from jiceng.reports import procedure as progress
from jiceng.reports.template import template_xlsx
from jiceng.services import standing
from jiceng.services.dates import Dates, dated
from jiceng.store.models import Campaign
from jiceng.web import sessions, words
from jiceng.web.affairs import affairs, owed_below
from jiceng.web.finding import has_findings, sees_findings
from jiceng.web.from_desk import from_desk
from jiceng.web.made_up import made_up
from jiceng.web.pages import SignedIn, page, paged, query_without, whole_number
from jiceng.web.templatetags.jiceng import MARKS

FIRST = 10  # committees that stand open where there are more; the rest is folded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

STATES = {
    "not-self-assessed": gettext_lazy("self-assessment not finished"),
    "not-scored": gettext_lazy("not scored yet"),
    "begun": gettext_lazy("scoring begun, not finished"),
    "not-decided": gettext_lazy("scored, to be decided"),
    "against-finding": gettext_lazy("decided otherwise than a finding allows"),
    "not-explained": gettext_lazy("explanation owed"),
    "decided": gettext_lazy("decided"),
    "set-aside": gettext_lazy("not graded, with the reason"),
    "no-target": gettext_lazy("no grade to reach said yet"),
    "departs": gettext_lazy("decided otherwise than computed"),
}


@dataclass(frozen=True)
class Gauge:
    """One quota of one group: the sentence, the bar, and who would be looked at again.

    upper: the share it must not exceed; None = no figure is given. have, beyond, limit: places on a bar of 100.
    mark: the class of the grade's colour.
    """

    standing: rules.Standing
    sentence: str
    upper: Decimal | None
    have: Decimal
    beyond: Decimal
    limit: Decimal | None
    moves: Sequence[reports.NamedChange]
    mark: str

    def is_over(self, grade: str) -> bool:
        return self.standing.quota.grade == grade and self.standing.over > 0

    @property
    def broken(self) -> bool:
        return bool(self.standing.over or self.standing.under)


@require_safe
@page
def campaigns(request: SignedIn) -> HttpResponse:
    rows = paged(request, scope.campaigns(request.user, held=request.held).for_list())
    context = {"section": "campaign", "found": rows, "query": "", "on": clock.today()}
    context["may_open"] = any(post.role == "county-officer" for post in request.held)
    return render(request, "pages/campaigns.html", context)


@require_safe
@page
def campaign(request: SignedIn, pk: int) -> HttpResponse:
    """Where a campaign stands, as far as one's posts reach."""
    return show_campaign(request, pk)


def show_campaign(
    request: SignedIn, pk: int, failed: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    """The page of a campaign; failed: the form on it that was refused, with what is wrong."""
    campaign = _campaign(request, pk)
    report = reports.report(campaign, scope.subjects(request.user, held=request.held))
    whole = any(campaign.organisation.is_under(post.organisation) for post in request.held)
    over = request.GET.get("over", "")
    # A share of a part of a cohort says nothing, so quotas are shown to those who see the whole of it.
    seen = {line.committee for line in report.progress if whole or _sees(request, report, line.committee)}
    lines = [
        (line, gauges(line.quotas, report.rows, report.grades) if line.committee in seen else [])
        for line in report.progress
    ]
    asked = from_desk(request)
    if asked.rows is not None:
        lines = [(line, bars) for line, bars in lines if asked.keeps(line.committee)]
    elif over:
        lines = [(line, bars) for line, bars in lines if any(each.is_over(over) for each in bars)]
    top = (
        lines[0][1]
        if len(report.progress) == 1 and lines
        else gauges(report.quotas, report.rows, report.grades)
        if whole
        else []
    )
    on, dates = clock.today(), Dates.of([campaign])
    known = progress.read(campaign, request.held, on, [*report.rows, *report.set_aside])
    owed = owed_below(campaign, request.held, on, known)
    lacking = Counter(place for _key, place in owed)
    may_run = campaign.closed_on is None and checks.may(
        request.user, "campaign.windows", campaign.organisation, held=request.held
    )
    context = {
        "section": "campaign",
        "campaign": campaign,
        "report": report,
        "grades": report.grades,
        "graded": campaign.scheme.bands is not None,
        "lacking": lacking,
        "lacking_by_committee": _by_committee(report.rows, lacking),
        "complete": sum(not lacking[row.organisation] for row in report.rows),
        "pack": campaign.pack,
        "standing": progress.standing_of(campaign, request.held, on, known, dates),
        "may_run": may_run,
        "days": _days(campaign, dates) if may_run else [],
        "asked_days": "days" in request.GET,
        "affairs": affairs(
            campaign,
            request.held,
            findings=has_findings(campaign) and sees_findings(request),
            owed=owed,
        ),
        "failed": failed,
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if refusal else {},
        "whole": whole,
        "self_assessed": sum(row.own == "complete" for row in report.rows),
        "gauges": top,
        "committees": _folded(lines, closed=campaign.closed_on is not None),
        "over": over,
        "from_desk": asked,
        # Somebody with one organisation is told about it, not about tables of one.
        "only": report.rows[0] if len(report.rows) == 1 and not whole else None,
        "late": campaign.due_on < on and campaign.closed_on is None and report.decided < len(report.rows),
        "sample": _sample(report),
        "outside": report.listed_outside if whole else [],
        "may_download": _may_download(request),
    }
    return render(request, "pages/campaign.html", context, status=422 if refusal else 200)


def _by_committee(rows: Sequence[reports.Row], lacking: Mapping[int, int]) -> Counter[int]:
    """Committee -> how many things it and those it decides on still lack."""
    whose = {row.organisation: row.committee for row in rows} | {row.committee: row.committee for row in rows}
    counts: Counter[int] = Counter()
    for place, count in lacking.items():
        if place in whose:
            counts[whose[place]] += count
    return counts


@dataclass(frozen=True)
class DayLine:
    """A step or a mechanism whose days the county can set. unset: the document's day had passed at the opening."""

    key: str
    name: str
    window: Window
    is_step: bool
    unset: bool


def _days(campaign: Campaign, dates: Dates) -> list[DayLine]:
    steps = campaign.steps.keys() if campaign.steps else ()
    return [
        DayLine(key, name, dates.window(campaign, key), key in steps, dates.is_unset(campaign, key))
        for key, name in dated(campaign)
    ]


@require_safe
@page
def listed(request: SignedIn, pk: int) -> HttpResponse:
    """The organisations of a campaign, narrowed by what is asked in the address."""
    campaign = _campaign(request, pk)
    asked = {
        name: request.GET.get(name, "").strip() for name in ("state", "committee", "class", "grade", "q")
    }
    rows = reports.rows(campaign, scope.subjects(request.user, held=request.held))
    line = from_desk(request)
    chosen = reports.narrowed(
        _in_state(request, campaign, rows, asked["state"]),
        state=asked["state"],
        committee=whole_number(asked["committee"]),
        class_name=asked["class"],
        grade=asked["grade"],
        words=asked["q"],
    )
    chosen = [row for row in chosen if line.keeps(row.organisation)]
    graded = campaign.scheme.bands is not None
    owed: Collection[tuple[str, int]] = ()
    if not graded:  # what each still lacks is all there is to say
        on = clock.today()
        owed = owed_below(campaign, request.held, on, progress.read(campaign, request.held, on, rows))
    context = {
        "section": "campaign",
        "campaign": campaign,
        "found": paged(request, chosen),
        "query": query_without(request, "page"),
        "from_desk": line,
        "asked": asked | {"class_name": asked["class"]},
        "states": STATES,
        "committees": {str(row.committee): row.committee_name for row in rows},
        "classes": list(dict.fromkeys(row.class_name for row in rows)),
        "grades": campaign.scheme.grades,
        "graded": graded,
        "lacking": Counter(place for _key, place in owed),
        "scorer": campaign.scheme.scorers.counted()[0].key,
        "assessed": {row.subject for row in chosen if _may_assess(request, row)}
        if campaign.closed_on is None and campaign.scheme.forms
        else set(),
    }
    return render(request, "pages/campaign_organisations.html", context)


def _in_state(
    request: SignedIn, campaign: Campaign, rows: Sequence[reports.Row], state: str
) -> Sequence[reports.Row]:
    """The rows in which a state is looked for: only those it fits, where the row by itself does not say so."""
    if state == "not-explained":
        return reports.explaining(campaign.scheme, rows)
    if state == "against-finding" and sees_findings(request):
        return reports.against_findings(campaign.scheme, rows, standing.Facts(campaign, clock.today()).flags)
    return rows


@require_safe
@page
def form_download(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """One of the campaign's forms as a file, of those organisations that lie below one's posts."""
    campaign = _campaign(request, pk)
    if form not in FORMS or not _may_download(request):
        raise Http404
    whom = scope.subjects(request.user, held=request.held).filter(campaign=campaign)
    if form != "template" and (first := sessions.step_up(request, whom.count())):
        return first
    name, make = FORMS[form]
    return _file(make(request, campaign), f"{campaign.title} {name(words.lang())}.xlsx")


def gauges(answer: rules.Answer, rows: Sequence[reports.Row], grades: Sequence[str]) -> list[Gauge]:
    """Every quota of a cohort in words and as a bar; nothing while nobody has a grade.

    Every bar has one scale, from nobody to everybody, and the colour of its grade.
    """
    by_key = {str(row.subject): row for row in rows}
    bars = []
    for group in answer.standings:
        if group.open == group.size:
            continue
        quota = group.quota
        share = quotient(Decimal(group.count), Decimal(group.size))
        # Classes counted apart have a limit of their own, or none: the one for everybody else is not theirs.
        apart = [each.at_most for each in quota.apart_classes if each.classes == group.classes]
        upper = apart[0] if apart else quota.at_most
        limit = upper if upper is not None or apart else quota.about
        if group.elsewhere:
            upper = limit = None
        facts: dict[str, Any] = {
            "grade": quota.grade,
            "count": group.count,
            "size": group.size,
            "share": per_cent(group.count, group.size),
            "most": group.most,
            "least": group.least,
            "over": group.over,
            "under": group.under,
            "about": per_cent(quota.about) if quota.about is not None else None,
            "limit": per_cent(limit) if limit is not None else None,
            "classes": list(group.classes),
        }
        at = limit * 100 if limit is not None else None
        have = share * 100
        moves = [
            reports.NamedChange(by_key[change.key], change.from_grade, change.to_grade)
            for change in answer.changes or ()
            if (group.over and change.from_grade == quota.grade)
            or (group.under and change.to_grade == quota.grade)
        ]
        capped = min(have, at) if at is not None and upper is not None else have
        bars.append(
            Gauge(
                group, words.sentence(group.code, **facts), upper, _place(capped), _place(have - capped),
                _place(at) if at is not None else None, moves, f"g{min(grades.index(quota.grade) + 1, MARKS)}",
            )
        )  # fmt: skip
    return bars


@dataclass(frozen=True)
class Committees:
    """Committees as the page lists them. lines: (progress, its gauges); rest: folded, `waiting` of them with work."""

    lines: Sequence[tuple[reports.Progress, list[Gauge]]]
    rest: Sequence[tuple[reports.Progress, list[Gauge]]] = ()
    waiting: int = 0


def _folded(lines: Sequence[tuple[reports.Progress, list[Gauge]]], *, closed: bool) -> Committees:
    """A few as they are; of many, those over a quota stand open, then those with something to do."""
    if len(lines) <= FIRST:
        return Committees(lines)
    broken = [line for line in lines if any(gauge.broken for gauge in line[1])]
    waiting = [line for line in lines if line not in broken and line[0].decided < line[0].size and not closed]
    room = max(FIRST - len(broken), 0)
    first = [*broken, *waiting[:room]] or lines[:FIRST]
    rest = [line for line in lines if line not in first]
    return Committees(first, rest, len(waiting[room:]))


def _place(number: Decimal) -> Decimal:
    return round(number, 2)


def _campaign(request: SignedIn, pk: int) -> Campaign:
    return get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)


def _sees(request: SignedIn, report: reports.Report, committee: int) -> bool:
    """Whether one's posts reach everybody a committee decides on."""
    path = next(row.committee_path for row in report.rows if row.committee == committee)
    return any(path.startswith(post.organisation.path) for post in request.held)


def _may_assess(request: SignedIn, row: reports.Row) -> bool:
    """As `sheet.assess` asks it, of a plain row: a reviewer's post lies strictly above."""
    return not row.decided and any(
        post.role == "reviewer"
        and row.path.startswith(post.organisation.path)
        and row.organisation != post.organisation_id
        for post in request.held
    )


def _may_download(request: SignedIn) -> bool:
    return any(
        checks.may(request.user, "forms.download", post.organisation, held=request.held)
        for post in request.held
    )


def _sample(report: reports.Report) -> bool:
    """Whether one of the sheets is not the published one."""
    sheets = report.campaign.scheme.forms
    return any(sheets[line.name].sample for line in report.by_class if line.name in sheets)


# -- forms ---------------------------------------------------------------------------------------------


def _heading(request: SignedIn, report: reports.Report) -> forms.Heading:
    posts = [post.organisation for post in request.held]
    unit = next((place.name for place in posts if place.is_committee), posts[0].name if posts else "")
    return forms.Heading(
        unit=unit,
        sample=_sample(report),
        invented=made_up(report.campaign.organisation),
        decided=report.decided == len(report.rows),
    )


def _summary(request: SignedIn, campaign: Campaign) -> bytes:
    report = reports.report(campaign, scope.subjects(request.user, held=request.held))
    rows = pages.summary(report, _("(not scored yet)"))
    whole = any(campaign.organisation.is_under(post.organisation) for post in request.held)
    outside = pages.outside(campaign, words.said(words.OUTSIDE), words.said(words.KINDS)) if whole else []
    kinds = pages.summary_by_kind(report, words.said(words.KINDS), _("(not scored yet)"))
    heading = _heading(request, report)
    return forms.summary_xlsx(rows, report.grades, heading, by_kind=kinds, outside=outside, lang=words.lang())


def _list(request: SignedIn, campaign: Campaign) -> bytes:
    subjects = scope.subjects(request.user, held=request.held)
    report = reports.report(campaign, subjects)
    return forms.list_xlsx(pages.listing(report, subjects), _heading(request, report), lang=words.lang())


def _template(request: SignedIn, campaign: Campaign) -> bytes:
    return template_xlsx(campaign.pack, campaign.scheme)


Make = Callable[[SignedIn, Campaign], bytes]
FORMS: dict[str, tuple[Callable[[str], str], Make]] = {
    "summary": (lambda lang: forms.label("summary", lang), _summary),
    "list": (lambda lang: forms.label("list", lang), _list),
    "template": (lambda lang: _("blank workbook"), _template),
}


def _file(content: bytes, name: str) -> HttpResponse:
    """A download whose Chinese name arrives on every browser (RFC 5987)."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
