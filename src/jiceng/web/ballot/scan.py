"""Paper ballots read from a teller's pictures: many at once, the rows in doubt beside their picture, then the figures.

Where OpenCV is missing the page says what to install, and papers are counted by hand.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.kernel.ballot import ABSTAIN
from jiceng.kernel.ballot.event import Entry
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import scanning
from jiceng.store.models import BallotEvent, ScannedPaper
from jiceng.web import words
from jiceng.web.ballot.held import Held, held
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, page, whole_number

AT_ONCE = 30  # pictures in one go, so that an answer comes within seconds
LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True)
class Waiting:
    """A row a person looks at. name: of its field; picture: number of the paper on this page; said: what was chosen."""

    name: str
    picture: int
    item: str
    crop: str
    options: Sequence[str]
    said: str


@dataclass(frozen=True)
class Paper:
    """One picture in the list. at: its place, from 1; page: its first question where papers have several pages."""

    at: int
    kept: ScannedPaper
    waiting: int
    page: str


@dataclass(frozen=True)
class Sum:
    """One question of what the pictures come to."""

    item: str
    cells: Sequence[tuple[str, int]]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def scan(request: SignedIn, event: str) -> HttpResponse:
    """For the two tellers alone; ?class= is the number of a class on the sheet."""
    ballot = held(request, event)
    if not ballot.teller or not ballot.event.sheet:
        raise Http404
    classes = ballot.event.sheet["classes"]
    at = whole_number((request.POST if request.method == "POST" else request.GET).get("class", "0"))
    if at is None or at >= len(classes):
        raise Http404
    if request.method != "POST":
        return _shown(request, ballot, at)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        faults = act(request, ballot.event, classes[at])
    except Refusal as refused:
        return _shown(request, ballot, at, words.refusal(refused))
    if faults:
        return _shown(request, ballot, at, faults=faults)
    return redirect(f"{reverse('ballot-scan', args=[event])}?class={at}")


# -- what is done -----------------------------------------------------------------------------------------------------

Faults = list[tuple[str, str]]  # name of a file, what is wrong with it


def _read(request: SignedIn, event: BallotEvent, voter_class: str) -> Faults:
    """Each picture by itself: what cannot be read is named, and the others are kept."""
    try:
        from jiceng.analytics.ballot import read
    except ImportError:
        raise Refusal("ballot.scan-missing") from None
    sent = request.FILES.getlist("pictures")
    if not sent:
        raise Refusal("ballot.no-pictures")
    if len(sent) > AT_ONCE:
        raise Refusal("ballot.too-many-at-once", number=len(sent), most=AT_ONCE)
    faults: Faults = []
    rows = kept = waiting = 0
    for file in sent:
        try:
            raw = _bytes(file)
            reading = read(raw, event.pk, event.sheet)
            if reading.voter_class != voter_class:
                raise Refusal("ballot.paper-of-other-class", found=reading.voter_class, name=voter_class)
            scanning.add_picture(
                event=event,
                voter_class=voter_class,
                digest=hashlib.sha256(raw).hexdigest(),
                reading={row.item: row.option for row in reading.rows},
                crops={row.item: b64encode(row.crop).decode() for row in reading.rows if not row.option},
                by=request.user,
            )
        except Refusal as refused:
            faults.append((str(file.name), words.refusal(refused)))
        else:
            kept += 1
            rows += len(reading.rows)
            waiting += sum(1 for row in reading.rows if not row.option)
    if kept:
        sentence = ngettext(
            "%(kept)d picture read: of %(rows)d rows, %(waiting)d wait for you.",
            "%(kept)d pictures read: of %(rows)d rows, %(waiting)d wait for you.",
            kept,
        )
        messages.success(request, sentence % {"kept": kept, "rows": rows, "waiting": waiting})
    return faults


def _bytes(file: "UploadedFile[Any]") -> bytes:
    if (file.size or 0) > LARGEST:
        raise Refusal(
            "ballot.picture-too-heavy", megabytes=(file.size or 0) // 2**20 + 1, most=LARGEST // 2**20
        )
    return bytes(file.read())


def _decide(request: SignedIn, event: BallotEvent, voter_class: str) -> None:
    """Fields row-<picture>-<number of the question>; a row left alone waits on."""
    items = [name for name, _options in event.sheet["questions"]]
    decisions: dict[tuple[int, str], str] = {}
    for field in request.POST:
        option = request.POST[field]
        parts = field.split("-")
        if len(parts) == 3 and parts[0] == "row" and option:
            number, at = whole_number(parts[1]), whole_number(parts[2])
            if number is None or at is None or at >= len(items):
                raise Http404
            decisions[number, items[at]] = option
    if decisions:
        number = scanning.decide_rows(event=event, voter_class=voter_class, said=decisions, by=request.user)
        sentence = ngettext("%(number)d row is decided.", "%(number)d rows are decided.", number)
        messages.success(request, sentence % {"number": number})


def _spoil(request: SignedIn, event: BallotEvent, voter_class: str) -> None:
    reason = text_in(request, "reason", most=64) or " "  # never nothing: that would make it valid again
    scanning.spoil_picture(
        event=event, voter_class=voter_class, number=_number(request), reason=reason, by=request.user
    )
    messages.success(request, _("The paper counts as invalid."))


def _restore(request: SignedIn, event: BallotEvent, voter_class: str) -> None:
    scanning.spoil_picture(
        event=event, voter_class=voter_class, number=_number(request), reason="", by=request.user
    )
    messages.success(request, _("The paper counts as valid again."))


def _remove(request: SignedIn, event: BallotEvent, voter_class: str) -> None:
    scanning.remove_picture(event=event, voter_class=voter_class, number=_number(request), by=request.user)
    messages.success(request, _("The picture is removed."))


def _take_over(request: SignedIn, event: BallotEvent, voter_class: str) -> None:
    scanning.take_over(event=event, voter_class=voter_class, by=request.user, on=clock.today())
    messages.success(request, _("Your figures of the class “%(name)s” are kept.") % {"name": voter_class})


def _number(request: SignedIn) -> int:
    number = whole_number(request.POST.get("picture", ""))
    if number is None:
        raise Http404
    return number


ACTS: Mapping[str, Any] = {
    "read": _read,
    "decide": _decide,
    "spoil": _spoil,
    "restore": _restore,
    "remove": _remove,
    "take-over": _take_over,
}


# -- what is shown ----------------------------------------------------------------------------------------------------


def _shown(
    request: SignedIn, ballot: Held, at: int, note: str = "", faults: Faults | None = None
) -> HttpResponse:
    event, classes = ballot.event, ballot.event.sheet["classes"]
    name = classes[at]
    by_other = scanning.scanned_by_other(event, name, request.user)
    pictures = [] if by_other else scanning.pictures(event, name, request.user)
    pages = {scanning.page_of(kept, event) for kept in pictures}
    papers = [
        Paper(
            number,
            kept,
            sum(1 for option in kept.reading.values() if not option) if not kept.spoilt else 0,
            scanning.page_of(kept, event) if len(pages) > 1 else "",
        )
        for number, kept in enumerate(pictures, start=1)
    ]
    entry, missing = _entry(event, pictures)
    context = {
        "section": "campaign",
        "one": ballot,
        "event": event,
        "subject": event.subject,
        "title": event.campaign.title_of(event.mechanism),
        "classes": list(enumerate(classes)),
        "at": at,
        "name": name,
        "may_enter": event.state == "closed",
        "by_other": by_other,
        "installed": _installed(),
        "papers": papers,
        "waiting": _waiting(event, papers, decided=False),
        "decided": _waiting(event, papers, decided=True),
        "entry": entry,
        "missing": missing,
        "sums": [Sum(item, list(votes.items())) for item, votes in entry.votes.items()] if entry else [],
        "most": AT_ONCE,
        "megabytes": LARGEST // 2**20,
        "base": reverse("ballot-event", args=[event.pk]),
        "note": note,
        "faults": faults or [],
        "reasons": [_("Two marks in one row"), _("A name or another sign on it"), _("Torn")],
    }
    return render(request, "pages/ballot_scan.html", context, status=422 if note or faults else 200)


def _waiting(event: BallotEvent, papers: Sequence[Paper], *, decided: bool) -> list[Waiting]:
    """Rows left to a person, of papers that are valid: those that still wait, or those already decided."""
    questions = {name: (at, options) for at, (name, options) in enumerate(event.sheet["questions"])}
    rows = []
    for paper in papers:
        for item, crop in paper.kept.crops.items():
            answer = paper.kept.reading[item]
            if item in questions and not paper.kept.spoilt and bool(answer) == decided:
                at, options = questions[item]
                field = f"row-{paper.kept.pk}-{at}"
                rows.append(Waiting(field, paper.at, item, crop, [*options, ABSTAIN], answer))
    order = {name: at for name, (at, _options) in questions.items()}
    return sorted(rows, key=lambda row: (row.picture, order[row.item]))


def _entry(event: BallotEvent, pictures: Sequence[ScannedPaper]) -> tuple[Entry | None, str]:
    """What the pictures come to, or what is still missing."""
    if not pictures:
        return None, ""
    try:
        return scanning.entry_of_pictures(event, pictures), ""
    except Refusal as refused:
        return None, words.refusal(refused)


def _installed() -> bool:
    try:
        import jiceng.analytics.ballot  # noqa: F401
    except ImportError:
        return False
    return True
