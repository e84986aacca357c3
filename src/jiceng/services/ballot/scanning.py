"""scanning: pictures of paper ballots in a teller's hands, from the first to the figures they come to.

A picture is read elsewhere (`analytics.ballot`); here stands what was read, and what the teller decides of it. Nothing
of a picture is kept but its digest, what was read, and the rows a person looks at, until the result is signed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiceng.kernel.ballot.event import Entry
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.ballot.event import at, check_state, held_by_teller
from jiceng.services.ballot.papers import choices, enter_papers
from jiceng.store.models import BallotEvent, PaperEntry, ScannedPaper, User

MOST = 4000  # pictures of one class
LONGEST_REASON = 64


@transaction.atomic
def add_picture(
    *,
    event: BallotEvent,
    voter_class: str,
    digest: str,
    reading: Mapping[str, str],
    crops: Mapping[str, str],
    by: User,
) -> ScannedPaper:
    """Keep one page of one paper as it was read.

    digest: of the file. reading: question -> option or 弃权, "" where a person decides; crops: question -> base64 PNG
    of these.
    Raises Forbidden, or Refusal "ballot.teller-only", "ballot.not-in-state", "ballot.class-unknown",
    "ballot.item-unknown", "ballot.option-unknown", "ballot.picture-twice", "ballot.too-many-pictures",
    "ballot.both-scanned".
    """
    event = _held(event, voter_class, by)
    offered = choices(event)
    for item, option in reading.items():
        _check_choice(offered, item, option or offered.get(item, ("",))[0])
    if ScannedPaper.objects.filter(event=event, digest=digest).exists():
        raise Refusal("ballot.picture-twice")
    if ScannedPaper.objects.filter(event=event, voter_class=voter_class).count() >= MOST:
        raise Refusal("ballot.too-many-pictures", most=MOST)
    facts = {"reading": dict(reading), "crops": dict(crops)}
    try:
        with transaction.atomic():
            return ScannedPaper.objects.create(
                event=event, voter_class=voter_class, teller=_teller(event, by), digest=digest, **facts
            )
    except (
        IntegrityError
    ):  # the same picture in another window, in a database that did not hold the event's row
        raise Refusal("ballot.picture-twice") from None


@transaction.atomic
def decide_rows(
    *, event: BallotEvent, voter_class: str, said: Mapping[tuple[int, str], str], by: User
) -> int:
    """Keep what the teller decided: (picture, question) -> option or 弃权. The answer: how many rows.

    Only rows that were left to a person; they may be decided anew. Raises Forbidden, or Refusal as `add_picture`, and
    "ballot.picture-gone".
    """
    event = _held(event, voter_class, by)
    options = choices(event)
    for number, wanted in _by_picture(said).items():
        picture = _mine(event, voter_class, number, by)
        for item, option in wanted.items():
            _check_choice(options, item, option)
            if item not in picture.crops:
                raise Refusal("ballot.picture-gone")
        picture.reading = picture.reading | wanted
        picture.save(update_fields=["reading"])
    return len(said)


@transaction.atomic
def spoil_picture(*, event: BallotEvent, voter_class: str, number: int, reason: str, by: User) -> None:
    """The paper is not valid, for this reason; without a reason it is valid again.

    Raises Forbidden, or Refusal as `add_picture`, and "ballot.picture-gone", "ballot.spoilt-without-reason".
    """
    event = _held(event, voter_class, by)
    text = reason.strip()[:LONGEST_REASON]
    if reason and not has_reason(text):
        raise Refusal("ballot.spoilt-without-reason")
    picture = _mine(event, voter_class, number, by)
    picture.spoilt = text
    picture.save(update_fields=["spoilt"])


@transaction.atomic
def remove_picture(*, event: BallotEvent, voter_class: str, number: int, by: User) -> None:
    """A picture taken by mistake; it may be sent again. Raises Forbidden, or Refusal as `add_picture`."""
    event = _held(event, voter_class, by)
    _mine(event, voter_class, number, by).delete()


def pictures(event: BallotEvent, voter_class: str, by: User) -> list[ScannedPaper]:
    """The pictures of one teller, in the order they came."""
    papers = ScannedPaper.objects.filter(event=event, voter_class=voter_class, teller=_teller(event, by))
    return list(papers.order_by("pk"))


def scanned_by_other(event: BallotEvent, voter_class: str, by: User) -> bool:
    """Whether the other teller reads this class from pictures: then this one counts by hand."""
    mine = _teller(event, by)
    kept = ScannedPaper.objects.filter(event=event, voter_class=voter_class).exclude(teller=mine)
    entered = PaperEntry.objects.filter(event=event, voter_class=voter_class, scanned=True)
    return kept.exists() or entered.exclude(teller=mine).exists()


def page_of(one: ScannedPaper, event: BallotEvent) -> str:
    """What tells one page of a paper from another: the first question on it, by the sheet's order."""
    return next((name for name in choices(event) if name in one.reading), "")


def entry_of_pictures(event: BallotEvent, found: Sequence[ScannedPaper]) -> Entry:
    """The figures pictures come to. Of a paper on several pages every page is there as often, and as often not valid.

    Raises Refusal "ballot.no-pictures", "ballot.rows-undecided", "ballot.page-missing", "ballot.pages-uneven" or
    "ballot.pages-spoilt-uneven".
    """
    if not found:
        raise Refusal("ballot.no-pictures")
    waiting = sum(
        1 for picture in found if not picture.spoilt for option in picture.reading.values() if not option
    )
    if waiting:
        raise Refusal("ballot.rows-undecided", number=waiting)
    by_page: dict[str, list[ScannedPaper]] = {}
    for picture in found:
        by_page.setdefault(page_of(picture, event), []).append(picture)
    offered = choices(event)
    covered = {item for pages in by_page.values() for item in pages[0].reading}
    missing = [name for name in offered if name not in covered]
    if missing:
        raise Refusal("ballot.page-missing", item=missing[0])
    numbers = [len(pages) for pages in by_page.values()]
    if len(set(numbers)) > 1:
        raise Refusal("ballot.pages-uneven", numbers=numbers)
    spoilt = [sum(1 for picture in pages if picture.spoilt) for pages in by_page.values()]
    if len(set(spoilt)) > 1:
        raise Refusal("ballot.pages-spoilt-uneven", numbers=spoilt)
    votes = {item: dict.fromkeys(options, 0) for item, options in offered.items()}
    for picture in found:
        for item, option in picture.reading.items():
            if not picture.spoilt:
                votes[item][option] += 1
    return Entry(numbers[0], spoilt[0], votes)


@transaction.atomic
def take_over(*, event: BallotEvent, voter_class: str, by: User, on: date) -> PaperEntry:
    """What the pictures come to becomes the teller's own entry; the other teller's is still made by hand.

    Raises Forbidden, or Refusal of `entry_of_pictures` and of `enter_papers`.
    """
    event = _held(event, voter_class, by)
    scanned = pictures(event, voter_class, by)
    entry = entry_of_pictures(event, scanned)
    kept = enter_papers(event=event, voter_class=voter_class, entry=entry, scanned=True, by=by, on=on)
    # How many and why, never what: the record is read by people who see no result.
    audit.record(
        "ballot.pictures-taken-over", by=by, on=on, **at(event), voter_class=voter_class, pictures=len(scanned),
        decided=sum(len(picture.crops) for picture in scanned),
        spoilt=sorted({picture.spoilt for picture in scanned if picture.spoilt}),
    )  # fmt: skip
    return kept


def _held(event: BallotEvent, voter_class: str, by: User) -> BallotEvent:
    event = held_by_teller(event, by)
    check_state(event, "closed")
    classes = event.sheet["classes"]
    if voter_class not in classes:
        raise Refusal("ballot.class-unknown", name=voter_class, names=classes)
    if scanned_by_other(event, voter_class, by):
        raise Refusal("ballot.both-scanned", name=voter_class)
    return event


def _mine(event: BallotEvent, voter_class: str, number: int, by: User) -> ScannedPaper:
    teller = _teller(event, by)
    picture = ScannedPaper.objects.filter(
        event=event, voter_class=voter_class, teller=teller, pk=number
    ).first()
    if picture is None:
        raise Refusal("ballot.picture-gone")
    return picture


def _teller(event: BallotEvent, by: User) -> User:
    """The account by which somebody is a teller of it; a person may have another."""
    teller = event.teller1 if by.is_same_person(event.teller1) else event.teller2
    assert teller is not None  # held_by_teller has said so
    return teller


def _by_picture(decided: Mapping[tuple[int, str], str]) -> dict[int, dict[str, Any]]:
    by_picture: dict[int, dict[str, Any]] = {}
    for (number, item), option in decided.items():
        by_picture.setdefault(number, {})[item] = option
    return by_picture


def _check_choice(offered: Mapping[str, tuple[str, ...]], item: str, option: str) -> None:
    if item not in offered:
        raise Refusal("ballot.item-unknown", item=item, items=list(offered))
    if option not in offered[item]:
        raise Refusal("ballot.option-unknown", option=option, options=list(offered[item]))
