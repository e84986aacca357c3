"""What of a ballot is printed: the paper ballot of a class, the two sheets signed by hand, the tally sheet."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jiceng.kernel.ballot.layout import SIZES
from jiceng.kernel.ballot.view import Audience, View, published
from jiceng.kernel.refusal import Refusal
from jiceng.reports import ballot as papers
from jiceng.reports.papers import Paper, render
from jiceng.services.ballot import record
from jiceng.services.ballot.counting import counted_from_board
from jiceng.services.ballot.shown import out
from jiceng.web import words
from jiceng.web.ballot.held import Held, held
from jiceng.web.made_up import made_up
from jiceng.web.pages import SignedIn, page

COUNTED = ("counted", "signed", "published", "archived")


@require_safe
@page
def paper(request: SignedIn, event: str, number: int) -> HttpResponse:
    """The blank ballot of a class, by its number on the sheet; ?size=A5. For whoever holds or tells the ballot."""
    ballot = _inside(request, event)
    classes, size = ballot.event.sheet.get("classes", ()), request.GET.get("size", "A4").upper()
    if number >= len(classes) or size not in SIZES:
        raise Http404
    name = classes[number]
    invented = made_up(ballot.event.subject.organisation)
    try:
        made = papers.blank(ballot.event.pk, ballot.event.sheet, name, size=size, invented=invented)
    except Refusal as refused:
        return _refused(refused)
    label = f"{ballot.event.subject.organisation.name} {name} {size}"
    return _file(made, "application/pdf", f"测评票 {label}.pdf")


@require_safe
@page
def opening(request: SignedIn, event: str) -> HttpResponse:
    ballot = _inside(request, event)
    if not ballot.event.opened:
        raise Http404
    return _rendered(papers.opening_paper(ballot.event.opened, _about(ballot)), ballot)


@require_safe
@page
def closing(request: SignedIn, event: str) -> HttpResponse:
    """By class, for the file: for those who may see figures by class and for the tellers who sign it."""
    ballot = _inside(request, event)
    if not ballot.event.closed:
        raise Http404
    return _rendered(papers.closing_paper(ballot.event.opened, ballot.event.closed, _about(ballot)), ballot)


@require_safe
@page
def tally(request: SignedIn, event: str, kind: str) -> HttpResponse:
    """What was counted, as whoever asks may see it; inside, ?for=public is the sheet to be hung up."""
    ballot = held(request, event)
    audience: Audience = "public" if request.GET.get("for") == "public" else ballot.audience
    if ballot.event.state not in COUNTED or not out(ballot.event, ballot.audience):
        raise Http404
    made = papers.tally_paper(_about(ballot), ballot.event.sheet, _view(ballot, audience), audience)
    return _rendered(made, ballot, kind)


def _view(ballot: Held, audience: Audience) -> View:
    """From the closing sheet once it is signed, before that from the board."""
    if ballot.event.closed_signature:
        return record.view(ballot.event, audience)
    return published(ballot.rule, counted_from_board(ballot.event), audience)


def _inside(request: SignedIn, event: str) -> Held:
    ballot = held(request, event)
    if ballot.audience != "inside" and not ballot.teller:
        raise Http404
    return ballot


def _about(ballot: Held) -> papers.About:
    event = ballot.event
    return papers.About(
        title=event.campaign.title_of(event.mechanism),
        organisation=event.subject.organisation.name,
        held_on=event.held_on,
        place=event.place,
        host=event.host,
        delegate=event.delegate.get_full_name(),
        tellers=tuple(who.get_full_name() for who in (event.teller1, event.teller2) if who),
        invented=made_up(event.subject.organisation),
    )


def _rendered(made: Paper, ballot: Held, kind: str = "pdf") -> HttpResponse:
    try:
        content, content_type, name = render(made, kind)
    except Refusal as refused:
        return _refused(refused)
    title, _dot, suffix = name.rpartition(".")
    return _file(content, content_type, f"{title} {ballot.event.subject.organisation.name}.{suffix}")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    is_download = not name.endswith(".pdf")
    answer["Content-Disposition"] = content_disposition_header(is_download, name) or "inline"
    return answer


def _refused(refused: Refusal) -> HttpResponse:
    return HttpResponse(words.refusal(refused), content_type="text/plain; charset=utf-8", status=422)
