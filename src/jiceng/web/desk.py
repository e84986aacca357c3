"""工作台: what is due from me, by when, why, and the way there; and what I was reminded of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk as reports
from jiceng.reports import ways
from jiceng.services import reminder as reminders
from jiceng.store.models import Reminder
from jiceng.web import words
from jiceng.web.pages import SignedIn, page, whole_number

BANDS = {
    "late": gettext_lazy("Late"),
    "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"),
    "open": gettext_lazy("No day set"),
}
SHOWN = 20  # reminders above the desk; older ones follow as these are read

# What stands on the button of a line, by the page it leads to. Everything else is looked at.
ACTIONS: dict[str, str | Promise] = {
    "score": gettext_lazy("Score"),
    "records": gettext_lazy("Write it down"),
    "record-new": gettext_lazy("Write it down"),
    "notices": gettext_lazy("Post it"),
    "notice-post": gettext_lazy("Post it"),
    "ballots": gettext_lazy("Enter it"),
    "ballot": gettext_lazy("Enter it"),
    "ballot-event": gettext_lazy("Go to the ballot"),
    "ledger": gettext_lazy("Open the ledger"),
    "links": gettext_lazy("Enter it"),
    "teams": gettext_lazy("Enter it"),
    "returns": gettext_lazy("Go to the return"),
    "return-new": gettext_lazy("Go to the return"),
    "track": gettext_lazy("Go to the step"),
    "draws": gettext_lazy("Go to the draw"),
    "objection": gettext_lazy("Look into it"),
    "item": gettext_lazy("Open it"),
    "public-notice": gettext_lazy("Read it"),
}
DIRECT = {"item", "track", "public-notice"}  # also where it is the work of others
OWN: dict[str, str | Promise] = {
    "desk.decide-one": gettext_lazy("Decide"),
    "desk.explain-one": gettext_lazy("Explain"),
    "desk.correction": gettext_lazy("Answer it"),
    "desk.post-grant": gettext_lazy("Answer it"),
    "desk.post-end": gettext_lazy("Answer it"),
}

# What an empty desk says to those who work in no campaign.
QUIET: dict[str, str | Promise] = {
    "auditor": gettext_lazy("The newest records are as they were written."),
    "security-administrator": gettext_lazy("No change of posts waits for an answer."),
    "system-administrator": gettext_lazy("Accounts are made, and posts asked for, under Administration."),
}


@dataclass(frozen=True)
class Line:
    """One line of the desk in words. primary: what one does oneself first. reminded_on: when an officer last asked."""

    due: reports.Due
    text: str
    href: str
    action: str
    primary: bool
    reminded_on: date | None

    @property
    def ask(self) -> str:
        """Whom to remind of what, as the form sends it back; "" for what is one's own."""
        return " ".join(self.due.ask) if self.due.ask and self.due.campaign else ""


@require_safe
@page
def desk(request: SignedIn) -> HttpResponse:
    on = clock.today()
    dues = reports.due(request.held, on)
    # One band has the red buttons: the first in which there is something to do oneself.
    first = next((due.band for due in dues if due.own), "")
    asked = reports.reminded(dues, request.held)
    lines = [_line(due, asked.get(due.key), primary=due.own and due.band == first) for due in dues]
    bands = [
        (name, title, [line for line in lines if line.due.band == name]) for name, title in BANDS.items()
    ]
    _settle(request, dues, on)
    unread = Reminder.objects.unread().for_desk(request.user.person_id)[:SHOWN] if request.held else ()
    context = {
        "section": "desk",
        "on": on,
        "bands": [band for band in bands if band[2]],
        "reminders": [
            (reminder, words.reminder(reminder), ways.href_of_reminder(reminder)) for reminder in unread
        ],
        "quiet": [QUIET[role] for role in dict.fromkeys(post.role for post in request.held) if role in QUIET],
        "running": []
        if lines
        else list(scope.campaigns(request.user, held=request.held).running().for_list()[:3]),
    }
    return render(request, "pages/desk.html", context)


@require_POST
@page
def remind(request: SignedIn, pk: int) -> HttpResponse:
    """One reminder to everybody who has not done one thing in a campaign."""
    campaign = get_object_or_404(scope.campaigns(request.user, held=request.held).for_page(), pk=pk)
    mechanism, _sep, code = request.POST.get("ask", "").partition(" ")
    try:
        asked = reminders.remind_all(
            campaign=campaign, mechanism=mechanism, code=code, address=ways.address, by=request.user,
            on=clock.today(),
        )  # fmt: skip
    except Refusal as refused:
        messages.warning(request, words.refusal(refused))
    else:
        for sentence in asked.sentences():
            level = messages.WARNING if sentence.code == "reminder.nobody" else messages.SUCCESS
            messages.add_message(request, level, words.refusal(sentence))
    return redirect("desk")


@require_POST
@page
def reminders_read(request: SignedIn) -> HttpResponse:
    """One's own reminders are read: one of them, or all that were shown."""
    chosen = [key for key in map(whole_number, request.POST.getlist("reminder")) if key is not None]
    reminders.read(person=request.user.person, keys=chosen, on=clock.today())
    return redirect("desk")


def _settle(request: SignedIn, dues: Sequence[reports.Due], on: date) -> None:
    """Reminders of what is done count as read, so that nobody has to put them away."""
    person = request.user.person_id
    if person is not None and request.held:
        standing = {(person, about) for due in dues for about in (due.about, due.matter)}
        reminders.settle(standing=standing, on=on, person=person)


def _line(due: reports.Due, reminded_on: date | None, *, primary: bool) -> Line:
    action = OWN.get(due.code) if due.own else None
    if action is None:
        direct = due.own or (due.count == 1 and due.action in DIRECT)
        action = ACTIONS.get(due.action) if direct else None
    text = words.sentence(due.code, **due.facts)
    return Line(due, text, ways.href(due.way), str(action or _("See which")), primary, reminded_on)
