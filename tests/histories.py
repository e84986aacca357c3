"""Histories of a ballot in any order: issue, cast, paper entered by two tellers, spoilt papers, count, sign, void.

A state machine of Hypothesis over the real services. What it believes is kept in plain numbers beside them; after every
step the database is held against the invariants of paper (收回 ≤ 发出, 收回 = 有效 + 无效) and against those numbers.
"""

import os
from collections import Counter
from copy import deepcopy
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jiceng.kernel.ballot.event import Entry
from jiceng.kernel.refusal import Refusal
from jiceng.services.ballot import counting
from jiceng.store.models import BallotEvent, BoardRow, ClassCount, Count, Envelope, Measure
from tests.meeting import Meeting, Voter

# JICENG_HISTORIES=500 where there is time; a thousand in tests/ballots.
HISTORIES = min(500, int(os.environ.get("JICENG_HISTORIES", "10")))
SIZES = {"党员": 3, "群众代表": 2}
ASKED = "总体评价"
OPTIONS = ("满意", "基本满意", "不满意", "不了解", "弃权")
classes = st.sampled_from(sorted(SIZES))


def run(machine: type["Papers"], examples: int, steps: int = 8) -> None:
    """Each history begins with the same meeting, whose list is fixed, and is undone afterwards."""
    machine.made = Meeting(sizes=SIZES).to("opening")
    told = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,), derandomize=True,
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=told)


def without_rules(monkeypatch: Any) -> None:
    """Nobody holds returned against issued, nor the board against the papers."""
    nothing = lambda *args, **facts: None  # noqa: E731
    monkeypatch.setattr(counting, "check_returned", nothing)
    monkeypatch.setattr(counting, "check_board", nothing)
    monkeypatch.setattr(counting.rules, "check_count", nothing)


class Papers(RuleBasedStateMachine):
    """One ballot. issued, cast, spoilt: class -> how many, as they should be. Each rule is tried at its time and, as
    `out_of_turn`, at every other.
    """

    made: ClassVar[Meeting]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.meeting = deepcopy(self.made)
        self.state = "opening"
        self.issued: Counter[str] = Counter()
        self.cast: Counter[str] = Counter()
        self.spoilt: Counter[str] = Counter()
        self.codes = deepcopy(self.meeting.codes)
        self.counts: dict[str, Any] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def tried(self, act: Any, *args: Any, **facts: Any) -> Refusal | None:
        """What it is refused with, and then nothing of it is kept; None where it was done."""
        point = transaction.savepoint()
        try:
            act(*args, **facts)
        except Refusal as refusal:
            transaction.savepoint_rollback(point)
            return refusal
        transaction.savepoint_commit(point)
        return None

    # -- what happens

    @initialize(
        here=st.sampled_from([{0, 3}, {0, 1, 3}, {0, 1, 2, 3}, {0, 1, 2, 3, 4}]),
        begins=st.sampled_from([True, True, True, False]),
        papers=st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3),
    )
    def meet(self, here: set[int], begins: bool, papers: list[str]) -> None:
        """Some have come; the rest of the members, who all take part, is excused. Mostly the vote begins at once."""
        self.tick(here, False)
        for away in {0, 1, 2} - here:
            self.tick({away}, True)
        if begins:
            self.open()
            self.vote("党员", papers, False)
            self.close()

    @precondition(lambda self: self.state in ("opening", "closed"))
    @rule(at=st.sets(st.integers(0, 4), min_size=1, max_size=2), excused=st.booleans())
    def tick(self, at: set[int], excused: bool) -> None:
        """Some of the list at once, one of them excused or not; whoever has a paper already refuses them all."""
        listed = self.meeting.entries()
        chosen = [one for place, one in enumerate(listed) if place in at]
        away = {chosen.pop().pk: "外出务工"} if excused else {}
        twice = any(one.state == "issued" and (one in chosen or one.pk in away) for one in listed)
        refused = self.tried(self.meeting.tick, chosen, away)
        assert (refused is not None) == twice, refused
        if refused is None:
            self.issued.update(one.voter_class for one in chosen)

    @precondition(lambda self: self.state == "opening")
    @rule()
    def open(self) -> None:
        refused = self.tried(self.meeting.open)
        assert (refused is None) == (self.issued.total() > 0)
        if refused is None:
            self.state = "open"

    @precondition(lambda self: self.state == "open")
    @rule(
        of=classes, papers=st.lists(st.sampled_from(("没有这项", *OPTIONS)), min_size=1, max_size=3),
        again=st.booleans(),
    )  # fmt: skip
    def vote(self, of: str, papers: list[str], again: bool) -> None:
        """Whoever has a slip; the bag holds more than were ticked, and a slip may be tried twice."""
        for said in papers[: len(self.codes[of])]:
            voter = Voter(of, 0, self.codes[of].pop())
            assert self.tried(self.meeting.vote, voter, said) is None
            self.cast[of] += 1
            self.spoilt[of] += said == "没有这项"
            if again:
                twice = self.tried(self.meeting.vote, voter, "满意")
                assert twice is not None
                assert twice.code == "ballot.slip-spent"

    @precondition(lambda self: self.state == "open" and self.cast)
    @rule()
    def close(self) -> None:
        assert self.tried(self.meeting.close) is None
        self.state = "closed"

    @precondition(lambda self: self.state == "closed")
    @rule(
        of=classes, tellers=st.sampled_from(["both", "both", "first", "second"]), valid=st.integers(0, 2),
        invalid=st.integers(0, 1), said=st.sampled_from(OPTIONS),
    )  # fmt: skip
    def enter(self, of: str, tellers: str, valid: int, invalid: int, said: str) -> None:
        """One teller takes the papers of a class, or both the same; entered anew until both agree."""
        entry = Entry(valid + invalid, invalid, {ASKED: {said: valid}})
        by = {"first": self.meeting.teller1, "second": self.meeting.teller2}
        for teller in by.values() if tellers == "both" else [by[tellers]]:
            refused = self.tried(self.meeting.enter, of, entry, by=teller)
            assert refused is None or refused.code == "ballot.papers-agreed"

    @precondition(lambda self: self.state == "closed")
    @rule(tamper=st.sampled_from(["", "", "", "drop", "add"]))
    def count(self, tamper: str) -> None:
        """The browser sends what it counted, or a row more or less."""

        def act() -> None:
            told = self.meeting.counted()
            column = next((one[ASKED] for one in told["rows"].values() if one[ASKED]), None)
            if tamper == "drop" and column:
                column.pop()
            if tamper == "add":
                told["rows"]["党员"][ASKED].append(self.meeting.row(ASKED, "满意"))
            self.meeting.count(**told)

        refused = self.tried(act)
        if refused is None:
            self.state = "counted"
        elif refused.code == "ballot.void":  # too many papers are refused as a void vote and as nothing else
            assert refused.facts["returned"] > refused.facts["issued"]

    @precondition(lambda self: self.state == "counted")
    @rule()
    def sign(self) -> None:
        assert self.tried(self.meeting.sign) is None
        self.state = "signed"

    @precondition(lambda self: self.state in ("open", "closed", "counted"))
    @rule(chance=st.integers(0, 9))
    def void(self, chance: int) -> None:
        if chance == 7:
            assert self.tried(self.meeting.void) is None
            self.state = "void"

    @precondition(lambda self: self.state in ("open", "counted", "signed", "void"))
    @rule(what=st.sampled_from(["tick", "vote", "enter", "count", "sign", "void"]), of=classes)
    def out_of_turn(self, what: str, of: str) -> None:
        entry = Entry(1, 0, {ASKED: {"满意": 1}})
        acts = {
            "tick": lambda: self.meeting.tick(self.meeting.entries(of)[:1]),
            "vote": lambda: self.meeting.vote(Voter(of, 0, self.codes[of][-1]), "满意"),
            "enter": lambda: self.meeting.enter(of, entry, by=self.meeting.teller1),
            "count": lambda: self.meeting.count(),
            "sign": lambda: self.meeting.sign(),
            "void": lambda: self.meeting.void(),
        }
        in_time = {"vote": ("open",), "sign": ("counted",), "void": ("open", "counted", "void")}
        if self.state in in_time.get(what, ()) or (what == "vote" and not self.codes[of]):
            return
        assert self.tried(acts[what]) is not None, what

    # -- what is always so

    @invariant()
    def what_is_counted_adds_up(self) -> None:
        event = BallotEvent.objects.get(pk=self.meeting.event.pk)
        assert event.state == self.state
        if self.state not in ("counted", "signed"):
            return
        if self.counts and self.state == "counted":
            return  # nothing was done that could have changed it
        event = self.meeting.now
        told = {name: vars(one) for name, one in counting.counted_from_board(event).items()}
        assert told == (self.counts or told), "计过的票又变了"
        self.counts = told
        cast = Counter(Envelope.objects.filter(event=event.pk).values_list("voter_class", flat=True))
        assert cast == +self.cast
        for name, one in told.items():
            votes = BoardRow.objects.filter(event=event.pk, voter_class=name).count()
            assert one["returned"] <= one["issued"] == self.issued[name], "收回多于发出"
            assert one["valid"] + one["invalid"] == one["returned"], "收回不等于有效加无效"
            assert votes == one["valid"], "收回的有效票与各项得票不符"
            assert one["invalid"] >= self.spoilt[name], "收回的无效票少了"

    @invariant()
    def a_grade_reads_signed_counts_alone(self) -> None:
        signed = self.state == "signed"
        assert Count.objects.filter(event=self.meeting.event.pk).exists() == signed
        if signed:
            for one in ClassCount.objects.filter(count__event=self.meeting.event.pk):
                assert one.issued >= one.returned == one.valid + one.invalid, "收回多于发出"
        else:
            assert not Measure.objects.exists()
