"""papers: what two tellers took from the paper ballots, each by themselves. It stands once both say the same."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jiceng.kernel.ballot import ABSTAIN
from jiceng.kernel.ballot.event import Entry, check_entry, differences
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot.event import at, check_state, held_by_teller
from jiceng.store.models import BallotEvent, PaperEntry, User


@transaction.atomic
def enter_papers(
    *, event: BallotEvent, voter_class: str, entry: Entry, scanned: bool = False, by: User, on: date
) -> PaperEntry:
    """One teller's figures of the paper ballots of a class. They may be entered anew until both tellers agree.

    scanned: read from pictures, what was in doubt decided by the teller.
    Raises Forbidden, or Refusal "ballot.teller-only", "ballot.class-unknown", "ballot.papers-agreed",
    "ballot.both-scanned", "ballot.not-in-state", and those of `check_entry`.
    """
    event = held_by_teller(event, by)
    check_state(event, "closed")
    classes = event.sheet["classes"]
    if voter_class not in classes:
        raise Refusal("ballot.class-unknown", name=voter_class, names=classes)
    try:
        check_entry(entry, choices(event))
    except Refusal as refused:  # the rule sees one class and does not know which
        known = {"name": voter_class} if "name" in refused.facts else {}
        raise Refusal(refused.code, **refused.facts | known) from None
    figures = _figures(entry, event)
    entries = {
        paper_entry.teller_id: paper_entry
        for paper_entry in PaperEntry.objects.filter(event=event, voter_class=voter_class)
    }
    teller = event.teller1 if by.is_same_person(event.teller1) else event.teller2
    assert teller is not None  # held_by_teller has said so
    mine = entries.get(teller.pk)
    if mine is not None and (mine.figures, mine.scanned) == (figures, scanned):
        return mine
    if scanned and any(paper_entry.scanned for key, paper_entry in entries.items() if key != teller.pk):
        raise Refusal("ballot.both-scanned", name=voter_class)
    if len(entries) == 2 and len({str(paper_entry.figures) for paper_entry in entries.values()}) == 1:
        raise Refusal("ballot.papers-agreed", name=voter_class)
    mine, _ = PaperEntry.objects.update_or_create(
        event=event, voter_class=voter_class, teller=teller,
        defaults={"figures": figures, "scanned": scanned},
    )  # fmt: skip
    # How many papers, and not what they say: the record is read by people who see no result.
    audit.record(
        "ballot.papers-entered", by=by, on=on, **at(event), voter_class=voter_class, returned=entry.returned,
        invalid=entry.invalid, scanned=scanned,
    )  # fmt: skip
    return mine


def agreed(event: BallotEvent) -> dict[str, Entry]:
    """Class -> the figures both tellers entered; a class of which neither entered any had no paper ballots.

    Raises Refusal "ballot.second-teller-missing", "ballot.tellers-differ", "ballot.papers-missing".
    """
    figures: dict[str, Entry] = {}
    for name in event.sheet.get("classes", ()):
        entries = [
            entry_of(paper_entry)
            for paper_entry in event.papers.filter(voter_class=name).order_by("teller_id")
        ]  # two rows at most
        if len(entries) == 1:
            raise Refusal("ballot.second-teller-missing", name=name)
        if entries:
            apart = differences(*entries)
            if apart:
                raise Refusal(
                    "ballot.tellers-differ", name=name, places=[_place(difference) for difference in apart]
                )
            figures[name] = entries[0]
        elif event.paper_only:
            raise Refusal("ballot.papers-missing", name=name)
    return figures


def entry_of(kept: PaperEntry) -> Entry:
    figures = kept.figures
    return Entry(figures["returned"], figures["invalid"], figures["votes"])


def choices(event: BallotEvent) -> dict[str, tuple[str, ...]]:
    """Question -> what may be said to it, 弃权 among it."""
    return {name: (*options, ABSTAIN) for name, options in event.sheet["questions"]}


def _figures(entry: Entry, event: BallotEvent) -> dict[str, Any]:
    """As it is kept: every question and option in the sheet's order, so that equal figures are equal texts."""
    votes: dict[str, Mapping[str, int]] = {
        name: {option: entry.votes.get(name, {}).get(option, 0) for option in options}
        for name, options in choices(event).items()
    }
    return {"returned": entry.returned, "invalid": entry.invalid, "votes": votes}


def _place(difference: tuple[str, str, int, int]) -> str:
    item, figure, _, _ = difference
    named = {"returned": "收回", "invalid": "无效"}.get(figure, figure) if not item else figure
    return f"{item}·{named}" if item else named
