"""Does a rehearsal miss a mechanism when its page, its actor or its reader is taken away? From its checkpoint.

The day on which a form of the mechanism was first taken is played again without the one thing; then the mechanism must
not have been done. A removal that nobody notices means that the rehearsal would not see the fault either. It is played
once with nothing gone first: what is not done within that day even so would miss everything, and shows nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiceng import clock, packs
from jiceng.kernel.word import Rule
from jiceng.rehearsal.checkpoint import Checkpoint
from jiceng.rehearsal.findings import verdict_of, verdicts
from jiceng.rehearsal.page import path_of
from jiceng.rehearsal.play import Play, Played
from jiceng.services.standing.gaps import READERS
from jiceng.store.models import Post

KINDS = ("page", "actor", "reader")


@dataclass
class Kept:
    """mechanism -> the dawn of the day on which a form of it was first taken. Goes into a `Play` as its `at_dawn`."""

    dawns: dict[str, Checkpoint] = field(default_factory=dict)
    last: Checkpoint | None = None

    def __call__(self, play: Play, day: date) -> None:
        self.note(play)
        self.last = Checkpoint.of(play, day)

    def note(self, play: Play) -> None:
        """Keep the last dawn for every mechanism of which a first form was taken since."""
        for deed in play.played.deeds:
            if deed.taken and self.last is not None and deed.on >= self.last.day:
                self.dawns.setdefault(deed.mechanism, self.last)


def one_of_each_word(played: Played) -> list[str]:
    """The first mechanism of every word that is asked of people and was done."""
    found: dict[str, str] = {}
    for verdict in verdicts(played):
        word = type(rule_of(verdict.mechanism))
        if verdict.done and verdict.asked and word in READERS:
            found.setdefault(verdict.uses, verdict.mechanism)
    return list(found.values())


def rule_of(mechanism: str) -> Rule:
    name, _, key = mechanism.partition("/")
    rule: Rule = packs.load(name).mechanisms[key].rule
    return rule


def noticed(
    play: Play, checkpoint: Checkpoint, mechanism: str, kinds: Sequence[str] = KINDS
) -> Iterator[tuple[str, bool]]:
    """(what was taken away, whether the rehearsal missed it); nothing where its day alone does not do the mechanism.

    kinds: of what is taken away, those that are tried.
    """
    deeds = [deed for deed in play.played.deeds if deed.mechanism == mechanism and deed.taken]
    roles = {deed.role for deed in deeds}
    pages = {path_of(deed.address) for deed in deeds}
    removals: tuple[Callable[[], AbstractContextManager[None]], ...] = (
        lambda: without_pages(play, pages),
        lambda: without_actors(roles),
        lambda: without_reader(mechanism),
    )
    play.at_dawn = None  # it is over: what is played again is not kept
    if not _done_without(play, checkpoint, mechanism, nullcontext):
        return
    for kind, taken_away in zip(KINDS, removals, strict=True):
        if kind not in kinds:
            continue
        if kind == "reader" and type(rule_of(mechanism)) not in READERS:
            continue  # its lines are read by no reader of missing things: the steps of a campaign
        yield kind, not _done_without(play, checkpoint, mechanism, taken_away)


def _done_without(
    play: Play, checkpoint: Checkpoint, mechanism: str, taken_away: Callable[[], AbstractContextManager[None]]
) -> bool:
    checkpoint.restore(play)
    play.is_enough = lambda played: _is_asked_and_done(played, mechanism)
    with clock.on(checkpoint.day), taken_away():
        play.day(checkpoint.day)
    done = _is_asked_and_done(play.played, mechanism)
    checkpoint.restore(play)
    return done


def _is_asked_and_done(played: Played, mechanism: str) -> bool:
    """What only somebody's walk over the pages comes upon is missed all the same: nobody was asked for it."""
    verdict = verdict_of(played, mechanism)
    return verdict.done and bool(verdict.asked)


@contextmanager
def without_pages(play: Play, pages: set[str]) -> Iterator[None]:
    """The pages on which the mechanism was done answer 404 for everybody."""
    shut = frozenset(pages)
    for robot in play.robots:
        robot.shut = shut
    try:
        yield
    finally:
        for robot in play.robots:
            robot.shut = frozenset()


@contextmanager
def without_actors(roles: set[str]) -> Iterator[None]:
    """Nobody holds a post of these roles any more. The store is put back by the checkpoint."""
    Post.objects.filter(role__in=roles).update(until_on=clock.today() - timedelta(days=1))
    yield


@contextmanager
def without_reader(mechanism: str) -> Iterator[None]:
    """Nobody says that anything of the mechanism's word is missing."""
    word = type(rule_of(mechanism))
    kept = READERS[word]
    READERS[word] = lambda asked: ()
    try:
        yield
    finally:
        READERS[word] = kept
