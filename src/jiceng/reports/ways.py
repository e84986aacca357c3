"""ways: on which page each word of the pack language is done; desks, reminders and lists of what is missing ask here.

A way is said in words of the product (`services.standing.Way`); its address is a name, what fills it, and a query.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.consequence import Use
from jiceng.kernel.duty import Record, Return
from jiceng.kernel.item import Ledger, Movement
from jiceng.kernel.link import Documents, Links, Pairing, Team
from jiceng.kernel.notice import Notice
from jiceng.kernel.procedure import Sample
from jiceng.kernel.sheet import Decision, Explanations, Scorers, SelfAssessment
from jiceng.kernel.word import Rule
from jiceng.services.standing import Way
from jiceng.store.models import Reminder

# An address by its name, what fills it, and its query.
To = tuple[str, tuple[Any, ...], Mapping[str, Any]]


@dataclass(frozen=True)
class WordPages:
    """The pages of a word. all: everything a mechanism asks, filled by campaign and mechanism.

    one: the form for one organisation, by the code of what is missing, "" = whatever the code; filled by campaign,
    mechanism and organisation. graded: all of it stands in the list of the graded instead, filled by the campaign
    alone; the state it is narrowed to, by the code of what is missing.
    """

    all: str
    one: Mapping[str, str] = field(default_factory=dict)
    graded: Mapping[str, str] = field(default_factory=dict)


GRADED = "campaign-organisations"
PAGES: dict[type[Rule], WordPages] = {
    SelfAssessment: WordPages(GRADED, graded={"procedure.not-self-assessed": "not-self-assessed"}),
    Scorers: WordPages(GRADED, graded={"procedure.not-scored": "not-scored"}),
    Decision: WordPages(
        GRADED,
        graded={
            "procedure.not-decided": "not-decided",
            "procedure.decided-against-finding": "against-finding",
        },
    ),
    Explanations: WordPages(GRADED, graded={"procedure.not-explained": "not-explained"}),
    Movement: WordPages(GRADED, graded={"item.target-missing": "no-target"}),
    Record: WordPages("records", {"": "record-new"}),
    Return: WordPages("returns", {"procedure.return-not-sent": "return-new"}),
    Notice: WordPages("notices", {"notice.not-posted": "notice-post", "notice.not-posted-in": "notice-post"}),
    Evaluation: WordPages("ballots"),
    Ledger: WordPages("ledger"),
    Links: WordPages("links"),
    Pairing: WordPages("pairs"),
    Team: WordPages("teams"),
    Documents: WordPages("documents-named"),
    Sample: WordPages("draws"),
    Use: WordPages("uses"),
}


def href(to: To) -> str:
    """An address as a path with its query."""
    name, filled, query = to
    path = reverse(name, args=filled)
    return f"{path}?{urlencode(query)}" if query else path


def href_of(way: Way | None) -> str:
    """The path a way leads to; "" for nowhere."""
    return href(address(way)) if way is not None else ""


def href_of_reminder(reminder: Reminder) -> str:
    """Where a kept reminder leads; the desk where its page has got another name since."""
    try:
        return href((reminder.action, tuple(reminder.facts.get("args", ())), reminder.facts.get("query", {})))
    except NoReverseMatch:
        return reverse("desk")


def state_of(code: str) -> str:
    """The state that the list of the graded is narrowed to for a kind of gap; "" where it has none."""
    return next((pages.graded[code] for pages in PAGES.values() if code in pages.graded), "")


def address(way: Way) -> To:
    """The page a way leads to."""
    if way.room == "helpers":
        return "helpers", (way.campaign, way.organisation), {}
    if way.room == "result":
        return "subject", (way.subject,), {}
    if way.room == "sheet":
        return "score", (way.subject, way.scorer), {}
    if way.room in ("grade", "rise"):
        accepting = {"accept": "1"} if way.room == "rise" else {}
        return "organisation", (way.organisation,), {"campaign": way.campaign, **accepting}
    pages = PAGES[type(way.rule)]
    if way.room == "one":
        if isinstance(way.rule, Evaluation) and way.subject is not None:
            return "ballot", (way.subject, way.mechanism), {}
        form = pages.one.get(way.code) or pages.one.get("")
        if form:
            # Written down late, it is still about its own period.
            ends_on = way.period_ends_on if isinstance(way.rule, Record) else None
            day = {"held_on": ends_on.isoformat()} if ends_on else {}
            return form, (way.campaign, way.mechanism, way.organisation), day
    narrowed: dict[str, Any] = {}
    state = pages.graded.get(way.code, "")
    if way.organisation is not None and not state:
        narrowed["organisation"] = way.organisation
    elif way.committee is not None:
        narrowed["committee"] = way.committee
    if state:
        narrowed["state"] = state
    filled = (way.campaign,) if pages.all == GRADED else (way.campaign, way.mechanism)
    return pages.all, filled, narrowed
