"""Spot checks by lot: drawn by a public seed, repeatable by anybody, and what the second look found."""

import csv
from io import StringIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel.procedure import Sample
from jiceng.kernel.refusal import Refusal
from jiceng.services import procedure
from jiceng.store.models import Campaign, Draw, DrawRow, Subject
from jiceng.web import words
from jiceng.web.asked import rule_of
from jiceng.web.finding import has_findings
from jiceng.web.from_desk import from_desk
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, page, whole_number

# Draws the same from the downloaded frame: nothing but Python's own library, and nothing of ours.
REPEAT = (
    'python3 -c "import csv,hashlib,sys; seed,size,path=sys.argv[1:]; '
    "codes=sorted({row['code'] for row in csv.DictReader(open(path,encoding='utf-8-sig'))}); "
    "print(*sorted(codes,key=lambda code:hashlib.sha256((seed+'|'+code).encode()).hexdigest())[:int(size)],sep='\\n')\""
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def draws(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """One spot check of a campaign: to be drawn, or as it was drawn."""
    campaign = _campaign(request, pk, key)
    if request.method != "POST":
        return _shown(request, campaign, key)
    checks.check(request.user, "draw.make", campaign.organisation)
    try:
        procedure.make_draw(
            campaign=campaign, mechanism=key, seed=text_in(request, "seed", most=128), by=request.user,
            on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, campaign, key, "draw", refusal)
    messages.success(request, _("Drawn. Publish the seed with the list; anybody can repeat it."))
    return redirect("draws", pk, key)


@require_safe
@page
def draw_frame(request: SignedIn, pk: int) -> HttpResponse:
    """Who could be drawn, as a file to repeat the draw with."""
    draw = get_object_or_404(Draw.objects.select_related("campaign__organisation"), pk=pk)
    campaign = _campaign(request, draw.campaign_id, draw.mechanism)
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(["code", "name"])
    subjects = Subject.objects.filter(campaign=campaign, organisation__code__in=draw.frame)
    names = dict(subjects.values_list("organisation__code", "organisation__name"))
    rows.writerows((code, _harmless(names.get(code, ""))) for code in draw.frame)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{campaign.title} {_('frame')}.csv")
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@page
def draw_finding(request: SignedIn, pk: int) -> HttpResponse:
    """What the second look at one drawn organisation found."""
    row = get_object_or_404(DrawRow.objects.select_related("draw", "subject__organisation"), pk=pk)
    campaign = _campaign(request, row.draw.campaign_id, row.draw.mechanism)
    checks.check(request.user, "draw.find", row.subject.organisation)
    if request.method != "POST":
        return redirect("draws", campaign.pk, row.draw.mechanism)
    try:
        procedure.record_finding(
            row=row, outcome=request.POST.get("outcome", ""), finding=text_in(request, "finding"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, campaign, row.draw.mechanism, f"row-{row.pk}", refusal)
    messages.success(request, _("The finding is kept."))
    return redirect("draws", campaign.pk, row.draw.mechanism)


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _campaign(request: SignedIn, pk: int, key: str) -> Campaign:
    """The campaign, for those who draw in it: a draw names organisations of the whole county."""
    campaign = get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)
    rule_of(campaign, key, Sample)
    checks.check(request.user, "draw.find", campaign.organisation)
    return campaign


def _shown(
    request: SignedIn, campaign: Campaign, key: str, failed: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    rule = campaign.rules[key]
    line = from_desk(request)
    every = list(
        Draw.objects.filter(campaign=campaign, mechanism=key).select_related("by__person").order_by("-pk")
    )
    chosen = whole_number(request.GET.get("draw", ""))
    drawn = next((draw for draw in every if draw.pk == chosen), every[0] if every else None)
    again = not every or not every[0].rows.open().exists()
    frame = len(procedure.frame(campaign, rule)) if again else 0
    try:
        size = rule.count(frame) if frame else 0
    except Refusal as unset:
        size, refusal = 0, refusal or (unset if not failed else None)
    mechanism = campaign.pack.mechanisms[key]
    context = {
        "section": "campaign",
        "campaign": campaign,
        "key": key,
        "title": campaign.title_of(key),
        "mechanism": mechanism,
        "rule": rule,
        "draw": drawn,
        "draws": every,
        "rows": [row for row in drawn.rows.for_list() if line.keeps(row.pk, "drawn")] if drawn else [],
        "from_desk": line,
        "outcomes": {
            "upheld": _("as recorded"),
            "wrong": _("wrong"),
            "falsified": _("falsified"),
        },
        "frame": frame,
        "size": size,
        "graded": campaign.scheme.bands is not None,
        "finds": has_findings(campaign)
        and any(
            post.role in checks.OFFICERS and campaign.organisation == post.organisation
            for post in request.held
        ),
        "repeat": f"{REPEAT} '{_quoted(drawn.seed)}' {drawn.size} frame.csv" if drawn else "",
        "may_draw": again
        and campaign.closed_on is None
        and checks.may(request.user, "draw.make", campaign.organisation, held=request.held),
        "failed": failed,
        "note": words.refusal(refusal) if refusal else "",
        "typed": request.POST if failed else {},
    }
    return render(request, "pages/draws.html", context, status=422 if failed else 200)


def _quoted(seed: str) -> str:
    """Inside single quotes of a shell."""
    return seed.replace("'", "'\\''")
