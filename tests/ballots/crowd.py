"""Voters who cast without pause and keep what they were told; and what the box must say about them afterwards."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.ballots.installation import Installation, Line, NoAnswer, Row, Voter

PAUSE = 0.005  # seconds before knocking at a server that is gone
PATIENCE = 60


@dataclass
class Told:
    """What the voters of one run know."""

    sent: dict[str, list[dict[str, str]]] = field(
        default_factory=dict
    )  # nullifier -> every paper that left a phone
    counted: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # nullifier -> the paper that was acknowledged
    broken: int = 0  # requests without an answer
    refused: Counter[str] = field(default_factory=Counter)


class Crowd:
    """So many clients, each with slips of its own. again: how many of the unanswered send the same paper again."""

    def __init__(
        self,
        installation: Installation,
        voters: Sequence[Voter],
        *,
        port: int,
        clients: int,
        again: float = 0.5,
    ) -> None:
        self.installation, self.port, self.again = installation, port, again
        self.told, self.over = Told(), threading.Event()
        self.waiting = [list(voters[at::clients]) for at in range(clients)]
        self.threads = [
            threading.Thread(target=self._vote, args=(slips, Random(at)))
            for at, slips in enumerate(self.waiting)
        ]
        self.wrong: list[BaseException] = []

    def __enter__(self) -> "Crowd":
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.over.set()
        for one in self.threads:
            one.join()
        if self.wrong:
            raise self.wrong[0]

    def wait_for(self, more: int) -> None:
        """Until so many more were told "counted"; a machine that is too slow for that is an error."""
        goal, until = len(self.told.counted) + more, time.monotonic() + PATIENCE
        while len(self.told.counted) < goal and not self.wrong:
            assert time.monotonic() < until, f"{more} ballots took longer than {PATIENCE} seconds"
            time.sleep(0.001)

    def _vote(self, slips: list[Voter], draw: Random) -> None:
        try:
            line = Line(self.port)
            while slips and not self.over.is_set():
                self._one(slips.pop(), line, draw)
            line.close()
        except BaseException as wrong:
            self.wrong.append(wrong)

    def _one(self, voter: Voter, line: Line, draw: Random) -> None:
        paper = voter.sealed(draw)
        self.told.sent[voter.nullifier] = [paper]
        while not self.over.is_set():
            try:
                status, answer = line.cast(voter, paper)
            except NoAnswer as broken:
                if isinstance(broken.__cause__, ConnectionRefusedError):
                    time.sleep(PAUSE)  # it never left the phone
                    continue
                self.told.broken += 1
            else:
                if status == 200:
                    self.installation.check_ack(voter, answer)
                    self.told.counted[voter.nullifier] = paper
                    return
                self.told.refused[answer["code"]] += 1
                time.sleep(10 * PAUSE)
            if draw.random() >= self.again:
                return


@dataclass
class Found:
    """The box held against what its voters were told; every number but the first two must be 0."""

    counted: int
    stored: int
    lost: int  # acknowledged, and not in the box as it was sent
    twice: int  # papers that lie in the box more than once
    foreign: int  # envelopes that nobody sent
    without_slip: int  # envelopes whose slip was never drawn, or is of another class

    def wrong(self) -> dict[str, int]:
        names = ("lost", "twice", "foreign", "without_slip")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def compare(installation: Installation, events: Sequence[str], told: Told) -> Found:
    rows: dict[str, Row] = {}
    slips: dict[str, str] = {}
    papers: Counter[tuple[str, str]] = Counter()
    stored = twice = 0
    for event in events:
        for row in installation.box(event):
            stored += 1
            twice += row.nullifier in rows
            rows[row.nullifier] = row
            papers[row.eph, row.ct] += 1
        slips |= dict(installation.ask("SELECT h, voter_class FROM store_stub WHERE event = ?", event))
    return Found(
        counted=len(told.counted),
        stored=stored,
        lost=sum(not _is(rows.get(one), paper) for one, paper in told.counted.items()),
        twice=twice + sum(number - 1 for number in papers.values()),
        foreign=sum(
            not any(_is(row, paper) for paper in told.sent.get(one, ())) for one, row in rows.items()
        ),
        without_slip=sum(slips.get(one) != row.voter_class for one, row in rows.items()),
    )


def _is(row: Row | None, paper: dict[str, str]) -> bool:
    return row is not None and (row.voter_class, row.eph, row.iv, row.ct) == tuple(
        paper[name] for name in ("class", "eph", "iv", "ct")
    )
