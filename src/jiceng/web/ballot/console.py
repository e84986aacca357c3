"""The console of one ballot: where it stands, what is next and who does it, and every act that is done to it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks
from jiceng.kernel.ballot import out_of_balance
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot import box
from jiceng.services.ballot.counting import counted_from_board
from jiceng.services.ballot.shown import out
from jiceng.store.models import BallotEvent, Comment, Count, RollEntry
from jiceng.web import words
from jiceng.web.ballot.data import SCRIPTED, answer_script
from jiceng.web.ballot.held import Held, Standing, held, legs, next_of, standing_of, step_of
from jiceng.web.ballot.result import Result, result_of
from jiceng.web.ballot.words import STATES
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, page

# Outputs of other modules, by name of address; a link stands where there is one.
SHEETS = {"opening": "ballot-opening", "closing": "ballot-closing", "tally": "ballot-tally"}


@require_safe
@page
def console(request: SignedIn, event: str) -> HttpResponse:
    return _shown(request, held(request, event))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def event_act(request: SignedIn, event: str, act: str) -> HttpResponse:
    """One act; refused, the console says why at the card it belongs to. Scripts send JSON and are answered in JSON."""
    ballot = held(request, event)
    if act not in ACTS and act not in SCRIPTED:
        raise Http404
    if request.method != "POST":
        return redirect("ballot-event", event)
    if act in SCRIPTED:
        return answer_script(request, ballot, act)
    do, sentence = ACTS[act]
    try:
        do(request, ballot.event)
    except Refusal as refused:
        return _shown(request, held(request, event), act, words.refusal(refused))
    messages.success(request, str(sentence) % {"name": ballot.event.subject.organisation.name})
    return redirect("ballot-event", event)


@require_safe
@page
def returned(request: SignedIn, event: str) -> JsonResponse:
    """How many came back so far, of all classes together; to everybody who sees the ballot."""
    ballot = held(request, event)
    return JsonResponse({"returned": box.returned(ballot.event.pk), "state": ballot.event.state})


# -- what is done -----------------------------------------------------------------------------------------------------

Act = tuple[Callable[[SignedIn, BallotEvent], object], Any]


def _does(service: str, **facts: Any) -> Callable[[SignedIn, BallotEvent], object]:
    """A service of a ballot that needs nothing but who and when."""

    def do(request: SignedIn, event: BallotEvent) -> object:
        return getattr(events, service)(event=event, by=request.user, on=clock.today(), **facts)

    return do


def _ask_void(request: SignedIn, event: BallotEvent) -> object:
    return events.ask_void(event=event, reason=text_in(request, "reason"), by=request.user, on=clock.today())


def _answer_void(request: SignedIn, event: BallotEvent) -> object:
    agrees = request.POST.get("answer") == "agree"
    return events.confirm_void(event=event, agrees=agrees, by=request.user, on=clock.today())


ACTS: Mapping[str, Act] = {
    "freeze": (_does("freeze"), gettext_lazy("The list of voters of %(name)s is frozen.")),
    "begin-opening": (_does("begin_opening"), gettext_lazy("The ballot of %(name)s is being made ready.")),
    "ask-open": (_does("ask", what="open"), gettext_lazy("A teller is asked to open the box of %(name)s.")),
    "ask-close": (
        _does("ask", what="close"),
        gettext_lazy("A teller is asked to close the box of %(name)s."),
    ),
    "ask-sign": (
        _does("ask", what="sign"),
        gettext_lazy("A teller is asked to sign the result of %(name)s."),
    ),
    "confirm-open": (_does("confirm", what="open"), gettext_lazy("The box of %(name)s is open.")),
    "confirm-close": (_does("confirm", what="close"), gettext_lazy("The box of %(name)s is closed.")),
    "confirm-sign": (_does("confirm", what="sign"), gettext_lazy("The result of %(name)s is signed.")),
    "rewrite": (_does("rewrite_again"), gettext_lazy("The box of %(name)s is written anew.")),
    "publish": (_does("publish"), gettext_lazy("The result of %(name)s is published.")),
    "archive": (_does("archive"), gettext_lazy("Papers and key of %(name)s are destroyed.")),
    "void": (
        _ask_void,
        gettext_lazy("Asked to declare the ballot of %(name)s void; another person answers."),
    ),
    "void-answer": (_answer_void, gettext_lazy("The request about the ballot of %(name)s is answered.")),
}


# -- what the page shows ----------------------------------------------------------------------------------------------


def _shown(request: SignedIn, ballot: Held, failed: str = "", note: str = "") -> HttpResponse:
    event, stands = ballot.event, standing_of(ballot.event)
    sentence, mine = next_of(ballot, stands)
    inside = ballot.audience == "inside"
    context = {
        "section": "campaign",
        "one": ballot,
        "event": event,
        "campaign": event.campaign,
        "subject": event.subject,
        "title": event.campaign.title_of(event.mechanism),
        "rule": ballot.rule,
        "state": STATES[event.state],
        "stands": stands,
        "legs": legs(event, stands),
        "at": step_of(event, stands),
        "next": sentence,
        "mine": mine,
        "inside": inside,
        "roll": [(name, voters, stands.stubs.get(name, 0)) for name, voters in stands.roll.items()],
        "out_of_balance": inside
        and out_of_balance(
            ballot.rule, {name: voters.issued or voters.size for name, voters in stands.roll.items()}
        )
        is not None,
        "own": RollEntry.objects.filter(event=event, person=request.user.person_id).first()
        if request.user.person_id
        else None,
        "result": _result(ballot, stands),
        "grades": event.campaign.scheme.grades,
        "comments": _comments(ballot),
        "sheets": _sheets(ballot),
        "papers_to_print": _papers(ballot),
        "scan": _address("ballot-scan", event.pk),
        "asked_by_me": request.user.is_same_person(event.void_asked_by),
        "board": reverse("ballot-board", args=[event.pk])
        if event.state in ("open", "published", "archived")
        else "",
        "looks_into": event.state == "published"
        and checks.may(request.user, "ballot.look-into", event.subject.organisation, held=request.held),
        "base": reverse("ballot-event", args=[event.pk]),
        "failed": failed,
        "note": note,
        "typed": request.POST if failed else {},
    }
    return render(request, "pages/ballot_event.html", context, status=422 if note else 200)


def _result(ballot: Held, stands: Standing) -> Result | None:
    """The result as the reader may see it: from inside once it is counted, for everybody else once it is published."""
    if not out(ballot.event, ballot.audience):
        return None
    if ballot.event.state == "counted":
        return result_of(ballot.rule, counted_from_board(ballot.event), ballot.audience)
    count = Count.objects.for_page().filter(event=ballot.event).first()
    return result_of(ballot.rule, events.counted_of(count), ballot.audience) if count else None


def _comments(ballot: Held) -> list[str]:
    """The voters' comments, for readers from inside; only where there are so many that no writer can be guessed."""
    if ballot.audience != "inside" or ballot.event.state not in (
        "counted",
        "signed",
        "published",
        "archived",
    ):
        return []
    texts = list(Comment.objects.filter(event=ballot.event.pk).order_by("pk").values_list("text", flat=True))
    return texts if len(texts) >= ballot.rule.smallest else []


def _sheets(ballot: Held) -> list[tuple[str, str]]:
    """(which, address) of the papers that a reader from inside can print now."""
    state, shown = ballot.event.state, []
    if ballot.audience == "inside":
        if ballot.event.opened:
            shown.append("opening")
        if ballot.event.closed:
            shown.append("closing")
        if state in ("counted", "signed", "published", "archived"):
            shown.append("tally")
    papers = [(which, _address(SHEETS[which], ballot.event.pk)) for which in shown]
    return [(which, address) for which, address in papers if address]


def _papers(ballot: Held) -> list[tuple[str, str]]:
    """(class, address) of the blank paper ballots."""
    classes = ballot.event.sheet.get("classes", ())
    papers = [(name, _address("ballot-paper", ballot.event.pk, at)) for at, name in enumerate(classes)]
    return [(name, address) for name, address in papers if address]


def _address(name: str, *args: Any) -> str:
    """An address of another module; "" where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
