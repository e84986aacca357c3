"""公示板: what was counted of a ballot, for everybody, and the files with which anybody counts it again.

Nobody signs in; language and size of type stand in the address, as on notices (`web.public`). It shows what the public
may see and nothing more, whoever is reading.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from jiceng.kernel.ballot.record import FILES, fingerprint
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import box, record
from jiceng.services.ballot.shown import OUT
from jiceng.store.models import BallotEvent
from jiceng.web import words
from jiceng.web.ballot.result import Result, result_of
from jiceng.web.public import MINUTE, Reading, open_page, shown

# What of the record is which kind of file.
TYPES = {"json": "application/json", "sig": "text/plain", "txt": "text/plain"}
WIDTH = 100  # of a bar


@dataclass(frozen=True)
class Bar:
    """The answers of a group to the overall question as one bar. parts: css, x, width."""

    name: str
    parts: Sequence[tuple[str, str, str]]


@require_safe
@open_page
def board(request: Reading, event: str) -> HttpResponse:
    """The public board. Before publication it says only where the ballot stands and how many papers came back."""
    ballot = _event(event)
    context: dict[str, Any] = {"event": ballot, "title": ballot.sheet.get("title", ""), "section": "notice"}
    if ballot.state not in OUT:
        waiting = ballot.state != "void" and not ballot.paper_only
        context |= {"returned": box.returned(ballot.pk) if waiting else None}
        return shown(request, "pages/board.html", context, hidden=True)
    try:
        files = record.files(ballot, "public")
    except Refusal as refused:
        context |= {"note": words.refusal(refused)}
        return shown(request, "pages/board.html", context, status=409, hidden=True)
    rule = record.rule(ballot)
    result = result_of(rule, record.counted(ballot), "public")
    context |= {
        "result": result,
        "rule": rule,
        "bars": _bars(result),
        "grades": ballot.campaign.scheme.grades,
        "files": FILES,
        "fingerprint": fingerprint(files["key.txt"].decode().strip()),
        "digests": [
            (name, _in_fours(sha256(files[name]).hexdigest())) for name in ("opening.json", "result.json")
        ],
    }
    return shown(request, "pages/board.html", context, hidden=True)


@require_safe
def board_zip(request: HttpRequest, event: str) -> HttpResponse:
    """Every file of the record in one; the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, raw in _files(event).items():
            into.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="record-{event}.zip"'
    return _kept(answer)


@require_safe
def board_file(request: HttpRequest, event: str, name: str) -> HttpResponse:
    if name not in FILES:
        raise Http404
    return _kept(HttpResponse(_files(event)[name], content_type=TYPES[name.rsplit(".", 1)[-1]]))


def _event(pk: str) -> BallotEvent:
    """Whoever has the address may read it; a ballot whose list is not frozen yet is not there."""
    return get_object_or_404(BallotEvent.objects.for_page().exclude(state="draft"), pk=pk)


def _files(pk: str) -> dict[str, bytes]:
    ballot = _event(pk)
    if ballot.state not in OUT:
        raise Http404
    try:
        return record.files(ballot, "public")
    except Refusal:
        raise Http404 from None


def _kept(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(answer, public=True, max_age=MINUTE)
    return answer


def _bars(result: Result) -> list[Bar]:
    """A bar for each group whose answers are told."""
    bars = []
    for group, line in result.figures:
        if line is None or line.cells is None or not group.valid:
            continue
        parts, x = [], 0.0
        for at, number in enumerate(line.cells):
            width = WIDTH * number / group.valid
            css = "none" if at >= len(result.options) - 1 and at > 3 else f"g{min(at + 1, 4)}"
            parts.append((css, f"{x:.2f}", f"{width:.2f}"))
            x += width
        bars.append(Bar(group.name, parts))
    return bars


def _in_fours(digest: str) -> str:
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))
