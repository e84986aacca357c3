"""The paper ballots: each teller enters what they counted, and sees the other's figures only once both are in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jiceng import clock
from jiceng.kernel.ballot.event import Entry, differences
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot.papers import choices, entry_of
from jiceng.store.models import BallotEvent, PaperEntry
from jiceng.web import words
from jiceng.web.ballot.held import Held, held
from jiceng.web.ballot.roll import figure
from jiceng.web.pages import SignedIn, page, whole_number

FIGURES = {"returned": gettext_lazy("Returned on paper"), "invalid": gettext_lazy("Of these invalid")}

# name of the field, heading, what stands in it
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Apart:
    """One figure on which the tellers differ. question: "" of the papers themselves."""

    question: str
    figure: str
    mine: int
    theirs: int


@dataclass(frozen=True)
class Class:
    """One class in the form. state: none, mine, theirs, differ, agreed."""

    at: int
    name: str
    state: str
    scanned: bool
    figures: Sequence[Cell]
    questions: Sequence[tuple[str, Sequence[Cell]]]
    apart: Sequence[Apart] = field(default_factory=tuple)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def papers(request: SignedIn, event: str) -> HttpResponse:
    """For the two tellers alone."""
    ballot = held(request, event)
    if not ballot.teller or not ballot.event.sheet:
        raise Http404
    if request.method != "POST":
        return _shown(request, ballot)
    at, classes = whole_number(request.POST.get("class", "")), ballot.event.sheet["classes"]
    if at is None or at >= len(classes):
        raise Http404
    try:
        entry = _entry(request.POST, ballot.event, at)
        events.enter_papers(
            event=ballot.event, voter_class=classes[at], entry=entry, by=request.user, on=clock.today()
        )
    except Refusal as refused:
        return _shown(request, ballot, at, words.refusal(refused))
    messages.success(request, _("Your figures of the class “%(name)s” are kept.") % {"name": classes[at]})
    return redirect(f"{reverse('ballot-papers', args=[event])}#class-{at}")


def _entry(form: Mapping[str, str], event: BallotEvent, at: int) -> Entry:
    """Raises Refusal "ballot.figure-missing". An option left empty had no votes."""
    name = event.sheet["classes"][at]
    figures = {key: figure(form.get(f"{key}-{at}", ""), name, str(title)) for key, title in FIGURES.items()}
    votes = {
        item: {
            option: figure(
                form.get(f"vote-{at}-{number}-{place}", "").strip() or "0", name, f"{item} · {option}"
            )
            for place, option in enumerate(options)
        }
        for number, (item, options) in enumerate(choices(event).items())
    }
    return Entry(figures["returned"], figures["invalid"], votes)


def _shown(request: SignedIn, ballot: Held, failed: int | None = None, note: str = "") -> HttpResponse:
    event = ballot.event
    mine: dict[str, PaperEntry] = {}
    theirs: dict[str, PaperEntry] = {}
    for entry in PaperEntry.objects.filter(event=event).select_related("teller"):
        (mine if request.user.is_same_person(entry.teller) else theirs)[entry.voter_class] = entry
    context = {
        "section": "campaign",
        "one": ballot,
        "event": event,
        "subject": event.subject,
        "title": event.campaign.title_of(event.mechanism),
        "classes": [
            _class(at, name, event, mine.get(name), theirs.get(name), request.POST if at == failed else None)
            for at, name in enumerate(event.sheet["classes"])
        ],
        "may_enter": event.state == "closed",
        "base": reverse("ballot-event", args=[event.pk]),
        "failed": failed,
        "note": note,
    }
    return render(request, "pages/ballot_papers.html", context, status=422 if note else 200)


def _class(
    at: int,
    name: str,
    event: BallotEvent,
    mine: PaperEntry | None,
    theirs: PaperEntry | None,
    typed: Mapping[str, str] | None,
) -> Class:
    """One class in the form. Until the reader's own entry is there, the other teller's shows only that it exists."""
    own = entry_of(mine) if mine else None
    apart = differences(own, entry_of(theirs)) if own and theirs else []
    state = (
        ("differ" if apart else "agreed")
        if own and theirs
        else "mine"
        if own
        else "theirs"
        if theirs
        else "none"
    )

    def cell(key: str, title: str, kept: int | None) -> Cell:
        value = typed.get(key, "") if typed is not None else "" if kept is None else str(kept)
        return key, title, value

    figures = [
        cell(f"{key}-{at}", str(title), getattr(own, key) if own else None) for key, title in FIGURES.items()
    ]
    questions = [
        (
            item,
            [
                cell(
                    f"vote-{at}-{number}-{place}",
                    option,
                    own.votes.get(item, {}).get(option) if own else None,
                )
                for place, option in enumerate(options)
            ],
        )
        for number, (item, options) in enumerate(choices(event).items())
    ]
    rows = [Apart(item, what if item else str(FIGURES[what]), a, b) for item, what, a, b in apart]
    return Class(at, name, state, bool(mine and mine.scanned), figures, questions, rows)
