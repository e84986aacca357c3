"""One ballot for whoever asks: the row, the rule, who they are in it, and how it stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jiceng.access import checks, scope
from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.ballot.event import OnRoll
from jiceng.kernel.ballot.view import Audience
from jiceng.services.ballot import box
from jiceng.services.ballot.event import is_teller, on_roll
from jiceng.services.ballot.papers import entry_of
from jiceng.services.ballot.shown import rule_at
from jiceng.store.models import BallotEvent, PaperEntry, Stub
from jiceng.web.asked import rule_of
from jiceng.web.ballot.result import audience_of
from jiceng.web.ballot.words import STEPS
from jiceng.web.pages import SignedIn


@dataclass(frozen=True)
class Held:
    """A ballot and who asks. delegate, teller: named in it; reviewer: approves its list. audience: of its results;
    whoever counts is inside, whatever their post.
    """

    event: BallotEvent
    rule: Evaluation
    audience: Audience
    delegate: bool
    teller: bool
    reviewer: bool

    @property
    def freezes(self) -> bool:
        """Whether the list is frozen by whoever asks: by whom the document has approve it, else by the delegate."""
        return self.reviewer if self.rule.approved_by else self.delegate

    @property
    def voids(self) -> bool:
        return self.delegate or self.teller or self.reviewer


def held(request: SignedIn, pk: str) -> Held:
    """The ballot, and what the reader is in it; not found where it lies outside their posts."""
    seen = scope.subjects(request.user, held=request.held).order_by().values("pk")
    event = get_object_or_404(BallotEvent.objects.for_page().filter(subject__in=seen), pk=pk)
    rule = rule_of(event.campaign, event.mechanism, Evaluation)
    organisation = event.subject.organisation

    def may(verb: str) -> bool:
        return checks.may(request.user, verb, organisation, held=request.held)

    teller = may("ballot.tell") and is_teller(event, request.user)
    return Held(
        event,
        rule_at(rule, event),
        "inside" if teller else audience_of(request, organisation),
        delegate=may("ballot.count") and request.user.is_same_person(event.delegate),
        teller=teller,
        reviewer=may("ballot.approve-roll"),
    )


@dataclass(frozen=True)
class Papers:
    """The paper ballots of one class. entered: which tellers have; state: none, one, differ, agreed."""

    name: str
    entered: Sequence[str]
    state: str


@dataclass(frozen=True)
class Standing:
    """How a ballot stands, in figures. roll: class -> the list; stubs: class -> slips; returned: of all classes."""

    roll: Mapping[str, OnRoll]
    stubs: Mapping[str, int]
    returned: int
    papers: Sequence[Papers]

    @property
    def issued(self) -> int:
        return sum(voters.issued for voters in self.roll.values())

    @property
    def unexplained(self) -> int:
        return sum(voters.unexplained for voters in self.roll.values())

    @property
    def papers_agree(self) -> bool:
        return all(paper.state in ("none", "agreed") for paper in self.papers)

    @property
    def papers_entered(self) -> bool:
        return any(paper.state != "none" for paper in self.papers)


def standing_of(event: BallotEvent) -> Standing:
    """Four queries, whatever the size of the list."""
    stubs = Counter(Stub.objects.filter(event=event.pk).values_list("voter_class", flat=True))
    entries: dict[str, list[PaperEntry]] = {}
    for entry in PaperEntry.objects.filter(event=event).select_related("teller__person").order_by("teller"):
        entries.setdefault(entry.voter_class, []).append(entry)
    papers = [_papers(name, entries.get(name, [])) for name in event.sheet.get("classes", ())]
    return Standing(on_roll(event), stubs, box.returned(event.pk), papers)


def _papers(name: str, entries: Sequence[PaperEntry]) -> Papers:
    who = [entry.teller.get_full_name() for entry in entries]
    if len(entries) < 2:
        return Papers(name, who, "one" if entries else "none")
    agree = entry_of(entries[0]) == entry_of(entries[1])
    return Papers(name, who, "agreed" if agree else "differ")


@dataclass(frozen=True)
class Leg:
    """One step as drawn. state: over, here, ahead."""

    number: int
    name: str
    state: str


def legs(event: BallotEvent, stands: Standing) -> list[Leg]:
    at = step_of(event, stands)
    if event.state == "void":
        return []
    return [
        Leg(number, str(name), "over" if number - 1 < at else "here" if number - 1 == at else "ahead")
        for number, (_key, name) in enumerate(STEPS, start=1)
    ]


def step_of(event: BallotEvent, stands: Standing) -> int:
    """The step that is to be done, counted from 0; one past the last where all is."""
    ready = event.paper_only or (event.rehearsed and bool(stands.stubs))
    at = {
        "draft": 0,
        "frozen": 1,
        "opening": 2 if ready else 1,
        "open": 3,
        "closed": 4,
        "counted": 5,
        "signed": 6,
    }
    return at.get(event.state, len(STEPS))


def next_of(one: Held, stands: Standing) -> tuple[str, bool]:
    """What is to be done now and by whom, in one sentence, and whether it is the reader who does it."""
    event = one.event
    names: dict[str, Any] = {
        "delegate": event.delegate.get_full_name(),
        "tellers": _("%(one)s or %(other)s") % {"one": event.teller1 or "—", "other": event.teller2 or "—"},
    }
    sentence, mine = _said(one, stands)
    return sentence % names, mine


def _said(ballot: Held, stands: Standing) -> tuple[str, bool]:
    event = ballot.event
    if event.void_asked_by_id and event.state != "void":
        return _("Somebody asks to declare this ballot void; another person answers."), ballot.voids
    match event.state:
        case "draft" if ballot.rule.approved_by:
            return _("The assessment team freezes the list of voters, name by name."), ballot.reviewer
        case "draft":
            return _("%(delegate)s freezes the list of voters, name by name."), ballot.delegate
        case "frozen" if event.paper_only:
            return _("%(delegate)s begins the opening: papers are printed and handed out."), ballot.delegate
        case "frozen":
            return _(
                "%(delegate)s makes the key of the box, prints its paper copy and tries it."
            ), ballot.delegate
        case "opening":
            return _opening(ballot, stands)
        case "open" if event.asked == "close":
            return _("%(delegate)s asks to close the box; %(tellers)s confirms."), ballot.teller
        case "open":
            return _("People vote now. When all have, %(delegate)s asks to close the box."), ballot.delegate
        case "closed":
            return _closed(ballot, stands)
        case "counted" if event.asked == "sign":
            return _("%(delegate)s asks to sign the result; %(tellers)s confirms."), ballot.teller
        case "counted":
            return _(
                "%(delegate)s reads the result with the tellers and asks one of them to sign."
            ), ballot.delegate
        case "signed":
            return _(
                "%(delegate)s prints both sheets, has them signed by hand, and publishes."
            ), ballot.delegate
        case "published":
            return _(
                "Published. Once nobody can object any more, %(delegate)s destroys papers and key."
            ), False
    return "", False


def _opening(ballot: Held, stands: Standing) -> tuple[str, bool]:
    event = ballot.event
    if event.asked == "open":
        return _("%(delegate)s asks to open the box; %(tellers)s confirms."), ballot.teller
    if not event.paper_only and not event.rehearsed:
        return _("%(delegate)s tries the key from its paper copy."), ballot.delegate
    if not event.paper_only and not stands.stubs:
        return _("%(delegate)s draws and prints the slips."), ballot.delegate
    if not stands.issued:
        return _("%(delegate)s ticks who is present and hands out slips and papers."), ballot.delegate
    return _("%(delegate)s asks a teller to open the box."), ballot.delegate


def _closed(ballot: Held, stands: Standing) -> tuple[str, bool]:
    if not ballot.event.rewritten:
        return _(
            "The box is still to be written anew, so that it keeps no order of arrival."
        ), ballot.delegate
    if not stands.papers_agree:
        return _(
            "The two tellers enter the paper ballots, each by themselves, until both say the same."
        ), ballot.teller
    if ballot.event.paper_only and any(paper.state == "none" for paper in stands.papers):
        return _(
            "The two tellers enter the paper ballots, each by themselves, until both say the same."
        ), ballot.teller
    if stands.papers_entered:
        return _("Both tellers say the same; %(delegate)s opens the box and counts."), ballot.delegate
    return _(
        "Tellers enter paper ballots if there are any; then %(delegate)s opens the box and counts."
    ), ballot.delegate or (ballot.teller and stands.issued > stands.returned)
