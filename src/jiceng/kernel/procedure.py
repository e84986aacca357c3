"""procedure: steps in order, who acts in each, what each still awaits, and which moves there are.

A step awaits mechanisms of its pack by their keys: a sheet, a record, a ballot, a decision, a notice, a return. It
is over when all of them are there; what is missing is named, never skipped. A campaign runs one track through the steps
for every deciding committee.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any, Literal

from jiceng.kernel.firmness import Firmness, check_deviation, has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule, word

# Who acts: roles of the register (`jiceng.store.register.Post.ROLES` names them for people).
Role = Literal["secretary", "reviewer", "committee-officer", "county-officer", "delegate", "inspector"]
# Whom something is asked of: every graded organisation, every deciding committee, the county once.
Reach = Literal["each", "committee", "county"]

# Whether printed days are those of every year, or move with the opening day; "" = as `kernel.dates.moves` reads them.
DaysAre = Literal["", "fixed", "moving"]

FINISHED = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a document.

    actor: who moves it on. awaits: keys of mechanisms. from_on, until_on: `04-12`, the year is the campaign's; empty =
    not given. back_to: keys of former steps it can be returned to.
    """

    key: str
    name: str
    actor: Role
    awaits: tuple[str, ...] = ()
    from_on: str = ""
    until_on: str = ""
    back_to: tuple[str, ...] = ()
    clause: str = ""


@word("procedure.steps", "步骤", "steps", awaited=False)
@dataclass(frozen=True, kw_only=True)
class Steps(Rule):
    """The steps of a document (G-07, G-30, X-01). early: what entering a step before its first day asks.

    theme, goals: what the document says the campaign is for. starts: `08-01`; months: how long it lasts, about.
    days_are: fixed = those of every year; moving = moved with the opening day, all distances kept. Left out: several
    days move together, a lone one is fixed.
    """

    steps: tuple[Step, ...]
    early: Firmness = Firmness.IN_PRINCIPLE
    theme: str = ""
    goals: tuple[str, ...] = ()
    starts: str = ""
    months: int | None = None
    days_are: DaysAre = ""
    clause: str = ""

    def printed(self) -> tuple[str, ...]:
        """Every day that the document prints for a step, once."""
        return tuple(
            dict.fromkeys(day for step in self.steps for day in (step.from_on, step.until_on) if day)
        )

    def keys(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps)

    def at(self, key: str) -> Step:
        """Raises Refusal "procedure.step-unknown"."""
        for step in self.steps:
            if step.key == key:
                return step
        raise Refusal("procedure.step-unknown", key=key, known=[step.name for step in self.steps])

    def after(self, key: str) -> str:
        """The key of the step after this one; FINISHED after the last."""
        place = self.keys().index(self.at(key).key)
        return self.steps[place + 1].key if place + 1 < len(self.steps) else FINISHED

    def before(self, key: str) -> tuple[Step, ...]:
        """The steps before this one, in order."""
        return self.steps[: self.keys().index(self.at(key).key)]

    def edges(self) -> frozenset[tuple[str, str]]:
        """Every move there is: on to the next step, back to those that a step names."""
        on = {(step.key, self.after(step.key)) for step in self.steps}
        return frozenset(on | {(step.key, back) for step in self.steps for back in step.back_to})

    def awaiting(self, mechanism: str) -> tuple[Step, ...]:
        """The steps in which a mechanism is done."""
        return tuple(step for step in self.steps if mechanism in step.awaits)


@dataclass(frozen=True)
class Missing:
    """Something a step still awaits.

    mechanism: its key. code, facts: the sentence. count: how many organisations it is missing of.
    """

    mechanism: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1


@dataclass(frozen=True)
class Window:
    """When a step is meant to happen; None = not given."""

    from_on: date | None = None
    until_on: date | None = None

    def state(self, on: date) -> Literal["before", "within", "late", "open"]:
        if self.from_on is not None and on < self.from_on:
            return "before"
        if self.until_on is None:
            return "open"
        return "late" if on > self.until_on else "within"


def check_move(
    steps: Steps,
    *,
    at: str,
    to: str,
    missing: Sequence[Missing] = (),
    window: Window | None = None,
    on: date,
    reason: str = "",
) -> Literal["on", "back"]:
    """Whether a track may move from one step to another; the answer says which way.

    window: of the step moved to. Raises Refusal "procedure.finished", "procedure.no-such-move",
    "procedure.still-awaits", "procedure.early[-without-reason]", "procedure.back-without-reason".
    """
    if at == FINISHED:
        raise Refusal("procedure.finished")
    step = steps.at(at)
    if (at, to) not in steps.edges():
        allowed = [steps.at(end).name for start, end in sorted(steps.edges()) if start == at and end]
        there = steps.at(to).name if to in set(steps.keys()) else to
        raise Refusal("procedure.no-such-move", step=step.name, to=there, allowed=allowed)
    if to != FINISHED and to in step.back_to:
        if not has_reason(reason):
            raise Refusal("procedure.back-without-reason", step=step.name, to=steps.at(to).name)
        return "back"
    if missing:
        raise Refusal(
            "procedure.still-awaits",
            step=step.name,
            missing=[Refusal(gap.code, **gap.facts) for gap in missing],
        )
    if window is not None and window.state(on) == "before":
        facts = {"step": steps.at(to).name, "from_on": window.from_on.isoformat() if window.from_on else ""}
        check_deviation(steps.early, code="procedure.early", reason=reason, **facts)
    return "on"


def check_first(after: Sequence[str], done: frozenset[str], code: str, **facts: Any) -> None:
    """Whether what comes before something is there. after: keys of mechanisms. done: those that are.

    Raises a Refusal with this code, these facts and `first`, the keys that are missing.
    """
    first = [key for key in after if key not in done]
    if first:
        raise Refusal(code, first=first, **facts)


def check_now(steps: Steps | None, *, mechanism: str, name: str, at: str) -> None:
    """Whether something may be done while a track stands at a step: only in the steps that await it.

    What no step awaits is not bound to the calendar. Raises Refusal "procedure.not-now", "procedure.over".
    """
    if steps is None:
        return
    meant = steps.awaiting(mechanism)
    if not meant or any(step.key == at for step in meant):
        return
    names = [step.name for step in meant]
    keys = steps.keys()
    if at == FINISHED or keys.index(at) > max(keys.index(step.key) for step in meant):
        now = steps.at(at).name if at else ""
        raise Refusal(
            "procedure.over" if now else "procedure.over-and-filed", name=name, step=names[0], now=now
        )
    raise Refusal("procedure.not-now", name=name, step=names[0], now=steps.at(at).name)


# -- deadlines of several levels --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LevelDay:
    """A last day that another level than the document's own set, such as whoever forwards it (G-23, O-03, X-06).

    level: as the document calls it. due_on: `04-15`; it moves as the steps do. number: of the document that set it.
    """

    level: str
    due_on: str
    number: str = ""


def earliest(deadlines: Iterable[date | None]) -> date | None:
    """What somebody has to keep: the earliest of the deadlines of all levels above them."""
    return min((day for day in deadlines if day is not None), default=None)


def check_own_deadline(own: date, above: date | None) -> None:
    """A level may set an earlier deadline for those below, never a later. Raises Refusal "procedure.deadline-later"."""
    if above is not None and own > above:
        raise Refusal("procedure.deadline-later", own=own.isoformat(), above=above.isoformat())


# -- spot checks ------------------------------------------------------------------------------------------------------


@word("procedure.sample", "抽查", "spot check")
@dataclass(frozen=True, kw_only=True)
class Sample(Rule):
    """A spot check by lot (G-21, G-37, I-10). size or share: how many; None = not given, to be set locally.

    grades: only organisations with these grades; empty = all.
    """

    by: Role = "inspector"
    size: int | None = None
    share: Decimal | None = None
    grades: tuple[str, ...] = ()
    clause: str = ""

    @property
    def reach(self) -> str:
        return "county"

    def count(self, frame: int) -> int:
        """How many of `frame` organisations are drawn. Raises Refusal "procedure.sample-size-not-set"."""
        if self.size is None and self.share is None:
            raise Refusal("procedure.sample-size-not-set", frame=frame)
        wanted = self.size or 0
        if self.share is not None:
            wanted = max(wanted, int((self.share * frame).to_integral_value(ROUND_CEILING)))
        return min(wanted, frame)


def draw(seed: str, codes: Iterable[str], size: int) -> list[str]:
    """Draw by lot so that anybody can repeat it: sort by SHA-256 of `seed|code`, take the first.

    The seed is published before the draw, or is a figure nobody could choose (a lottery number of that day).

    >>> draw("2012-04-26", ["A", "B", "C", "D"], 2)
    ['B', 'D']
    """
    every = sorted(set(codes))
    return sorted(every, key=lambda code: hashlib.sha256(f"{seed}|{code}".encode()).hexdigest())[:size]


def frame_digest(codes: Iterable[str]) -> str:
    """Who could be drawn, as one figure to be published beside the seed: SHA-256 over the sorted codes, one a line."""
    return hashlib.sha256("\n".join(sorted(set(codes))).encode()).hexdigest()
