"""B-19: sixty ballots at once, as when a county votes in one evening: everybody is answered within a second.

Half a minute of that evening; JICENG_ROUNDS=10 is all of it (`make test-ballots-load`).
"""

import threading
import time
from random import Random

from tests.ballots.crowd import Told, compare
from tests.ballots.installation import Line, Server
from tests.ballots.rounds import rounds

EVENTS = 60
A_SECOND = {"sqlite": 10, "postgresql": 100}  # voters: 3,000 and 30,000 in five minutes
SECONDS = rounds(30, least=10)
CLIENTS = 24
LONGEST = 1.0  # seconds, of 99 in a hundred


class Evening:
    """Voters come when they come, whoever still waits for an answer. Each asks for the sheet and casts."""

    def __init__(self, installation, papers, port, seconds):
        draw = Random(len(papers))
        self.installation, self.port = installation, port
        # Sealed beforehand: that is the phones' work, not this machine's.
        self.coming = sorted(
            ((draw.uniform(0, seconds), voter, paper) for voter, paper in papers), key=lambda one: -one[0]
        )
        self.next, self.told = threading.Lock(), Told()
        self.took: list[float] = []
        self.errors: list[str] = []

    def run(self):
        self.begun = time.monotonic()
        clients = [threading.Thread(target=self._serve) for _ in range(CLIENTS)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()

    def _serve(self):
        while True:
            with self.next:
                if not self.coming:
                    return
                at, voter, paper = self.coming.pop()
            time.sleep(max(0, self.begun + at - time.monotonic()))
            try:
                self._vote(voter, paper)
            except Exception as error:
                self.errors.append(repr(error))
            # From the moment the voter came, so that waiting for a free client counts too.
            self.took.append(time.monotonic() - self.begun - at)

    def _vote(self, voter, paper):
        line = Line(self.port)
        status, sheet = line.ask("GET", f"/b/{voter.event}/sheet.json")
        assert (status, sheet["state"]) == (200, "open")
        self.told.sent[voter.nullifier] = [paper]
        status, answer = line.cast(voter, paper)
        line.close()
        assert status == 200, answer
        self.installation.check_ack(voter, answer)
        self.told.counted[voter.nullifier] = paper


def test_a_county_votes_at_once_and_everybody_is_answered_within_a_second(installation, database, figures):
    wanted = A_SECOND[database] * SECONDS
    held = installation.open(EVENTS, -(-wanted // EVENTS))
    draw = Random(wanted)
    voters = draw.sample([voter for one in held for voter in one], wanted)
    papers = [(voter, voter.sealed(draw)) for voter in voters]

    with Server(installation) as server:
        evening = Evening(installation, papers, server.port, SECONDS)
        evening.run()

    took = sorted(evening.took)
    p50, p95, p99 = (took[int(len(took) * share)] * 1e3 for share in (0.5, 0.95, 0.99))
    found = compare(installation, [one[0].event for one in held], evening.told)
    figures(
        f"B-19: {EVENTS} ballots, {wanted} voters in {SECONDS} s: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms,"
        f" longest {took[-1] * 1e3:.0f} ms, {len(evening.errors)} errors; {found}"
    )
    assert evening.errors == []
    assert (found.counted, found.stored) == (wanted, wanted)
    assert found.wrong() == {}
    assert p99 < LONGEST * 1e3
