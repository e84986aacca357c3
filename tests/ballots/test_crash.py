"""B-01: every process of the server is killed at a random moment, a hundred times; no acknowledged ballot is lost."""

import time
from random import Random

from tests.ballots.crowd import Crowd, compare
from tests.ballots.installation import Server
from tests.ballots.rounds import rounds

ROUNDS = rounds(100, least=20)
CLIENTS = 4
MOST = 60  # ballots that a server takes before it dies
SLIPS = 2 * MOST * ROUNDS


def killed(installation, *, rounds: int, slips: int, mutant: str = ""):
    """Four clients without pause while the server dies and stands again; the box beside what they were told."""
    [voters] = installation.open(1, slips)
    draw, interrupted = Random(rounds), 0
    with (
        Server(installation, mutant=mutant) as server,
        Crowd(installation, voters, port=server.port, clients=CLIENTS) as crowd,
    ):
        for _ in range(rounds):
            crowd.wait_for(draw.randrange(MOST))
            time.sleep(draw.uniform(0, 0.01))
            before = crowd.told.broken
            server.kill()
            interrupted += crowd.told.broken > before
            server.start()
        crowd.wait_for(CLIENTS)
        assert all(crowd.waiting), "the voters ran out before the rounds did"
    assert not crowd.told.refused
    return compare(installation, [voters[0].event], crowd.told), crowd.told, interrupted


def test_no_acknowledged_ballot_is_lost_when_every_process_of_the_server_is_killed(installation, figures):
    found, told, interrupted = killed(installation, rounds=ROUNDS, slips=SLIPS)

    figures(
        f"B-01: {ROUNDS} kills, {found.counted} acknowledged, {found.stored} stored, {told.broken} requests cut off"
        f" in {interrupted} of the kills; {found}"
    )
    assert found.wrong() == {}
    assert found.counted >= 10 * ROUNDS
    assert interrupted >= ROUNDS / 2  # the kills did fall into the middle of something
    assert installation.is_sound()


def test_a_server_that_answers_before_the_ballot_is_in_is_found_out(installation, figures):
    """The control: with the answer ahead of the commit, the same test counts what is lost."""
    found, _, _ = killed(installation, rounds=10, slips=20 * MOST, mutant="hasty")

    figures(f"B-01 control: answers ahead of the commit, 10 kills: {found.lost} of {found.counted} lost")
    assert found.lost > 0
