"""一览表 filled in with WPS or Excel: taken out, tried, and kept when nothing is wrong with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.access import checks
from jiceng.kernel.refusal import Refusal
from jiceng.reports.returns import filling
from jiceng.reports.tables import with_reasons
from jiceng.services import duty
from jiceng.web import words
from jiceng.web.pages import SignedIn, page
from jiceng.web.returns import asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 5 << 20  # bytes of a list that comes back
HOUR = 3600
SALT = "return-fill"


@dataclass(frozen=True)
class Shown:
    """One changed cell as the page shows it."""

    name: str
    column: str
    old: str
    new: str


@require_http_methods(["GET", "HEAD", "POST"])
@page
def return_fill(request: SignedIn, pk: int, key: str, organisation: int) -> HttpResponse:
    """GET with ?file gives the workbook. POST tries one; with `kept` it keeps what was tried, as it was signed then."""
    campaign, place = asked(request, pk, key, organisation)
    checks.check(request.user, "return.send", place)
    prepared = duty.prepare(campaign=campaign, mechanism=key, organisation=place, on=clock.today())
    if request.method != "POST":
        if "file" in request.GET:
            return _book(filling.blank(prepared), f"{place.name} 一览表（填报）.xlsx")
        return _shown(request, prepared)
    if "kept" in request.POST:
        return _keep(request, prepared)
    sent = request.FILES.get("book")
    if sent is None:
        return _shown(request, prepared, note=words.refusal(Refusal("duty.fill-no-file")))
    if (sent.size or 0) > LARGEST:
        return _shown(
            request, prepared, note=words.refusal(Refusal("duty.fill-too-large", most=LARGEST >> 20))
        )
    try:
        filled = filling.read(sent.read(), (sent.name or "")[:80], prepared)
    except Refusal as refused:
        return _shown(request, prepared, note=words.refusal(refused))
    rows = {change: line for line, change in filled.changes}
    for change, refusal in duty.fill(changes=list(rows), by=request.user, on=clock.today(), keep=False):
        filled.table.refuse(rows[change], change.field, refusal)
    if filled.faults and request.POST.get("do") == "marked":
        return _book(with_reasons([filled.table], words.lang()), f"{place.name} 一览表（标出错误）.xlsx")
    return _shown(request, prepared, found=filled)


def _keep(request: SignedIn, prepared: duty.Prepared) -> HttpResponse:
    """Keep the changes that were tried. They were signed then, so that nothing else comes in this way."""
    try:
        cells = signing.loads(request.POST.get("kept", ""), salt=_salt(request, prepared), max_age=HOUR)
    except signing.BadSignature:
        return _shown(request, prepared, note=words.refusal(Refusal("duty.fill-too-late")))
    changes = [duty.Change(*each) for each in cells]
    refused = duty.fill(changes=changes, by=request.user, on=clock.today(), keep=True)
    if refused:
        return _shown(
            request, prepared, note=" ".join(words.refusal(refusal) for _change, refusal in refused[:3])
        )
    number = len(changes)
    done = ngettext("%(number)s cell is taken over.", "%(number)s cells are taken over.", number)
    messages.success(request, done % {"number": number})
    return redirect("return-new", prepared.campaign.pk, prepared.mechanism, prepared.organisation.pk)


def _salt(request: SignedIn, prepared: duty.Prepared) -> str:
    return f"{SALT}:{request.user.pk}:{prepared.campaign.pk}:{prepared.mechanism}:{prepared.organisation.pk}"


def _shown(
    request: SignedIn, prepared: duty.Prepared, *, note: str = "", found: filling.Filled | None = None
) -> HttpResponse:
    rows = {row.subject: row for row in prepared.content.rows}
    names = {key: name for name, key, _width in filling.COLUMNS}
    changes = [change for _line, change in found.changes] if found else []
    faults = list(found.faults) if found else []
    kept = [[change.subject, change.field, change.text] for change in changes]
    context: dict[str, Any] = {
        "section": "return",
        "one": prepared,
        "campaign": prepared.campaign,
        "note": note,
        "tried": found is not None,
        "changes": [
            Shown(
                rows[each.subject].name, names[each.field], getattr(rows[each.subject], each.field), each.text
            )
            for each in changes
        ],
        "faults": [each.line(words.lang()) for each in faults],
        "kept": signing.dumps(kept, salt=_salt(request, prepared), compress=True)
        if changes and not faults
        else "",
    }
    return render(request, "pages/return_fill.html", context, status=422 if note or faults else 200)


def _book(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
