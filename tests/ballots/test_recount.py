"""B-07, the whole of it: 300 ballots counted again by the second program, 2,000 changed bytes found."""

import random

import pytest

from jiceng.kernel.ballot.record import FILES
from jiceng.kernel.ballot.view import published
from tests.ballots.rounds import rounds
from tests.kernel.test_ballot_record import mutated, program, totals
from tests.made_ballots import make

EVENTS, MUTATIONS = rounds(300, least=30), rounds(2000, least=200)

pytestmark = pytest.mark.once


def test_three_hundred_ballots_give_the_same_totals(figures):
    same = 0
    for seed in range(1000, 1000 + EVENTS):
        made = make(seed)
        files = made.files()
        view = published(made.closed.rule, made.closed.counts, "public")
        expected = {
            (group.name, item): None if one.counts is None else dict(one.counts)
            for group in view.groups
            for item, one in group.columns.items()
        }
        same += program.verify(files) == [] and totals(files) == expected
    figures(f"B-07: {same} of {EVENTS} ballots counted again by the second program with the same totals")
    assert same == EVENTS


def test_two_thousand_changed_bytes_are_found(figures):
    rng = random.Random(7)
    kept = [make(seed, absent=0, invalid=0).files() for seed in range(2000, 2020)]
    found = dict.fromkeys(FILES, 0)
    tried = dict.fromkeys(FILES, 0)
    for at in range(MUTATIONS):
        name = FILES[at % len(FILES)]
        tried[name] += 1
        found[name] += bool(program.verify(mutated(rng, rng.choice(kept), name)))
    figures(f"B-07: {sum(found.values())} of {MUTATIONS} one-byte changes of published files found")
    assert found == tried


def test_every_single_byte_of_a_small_record(figures):
    """Each byte of each file once, with one bit changed; where few rounds are played, one in so many."""
    files = make(5, sizes={"党员": 2, "群众代表": 3}, items=0, absent=0, invalid=0).files()
    length = sum(map(len, files.values()))
    step = length // rounds(length, least=400) or 1
    missed = tried = 0
    for name, raw in files.items():
        for at in range(0, len(raw), step):
            changed = bytearray(raw)
            changed[at] ^= 1 << (at // step % 8)
            tried += 1
            missed += not program.verify(files | {name: bytes(changed)})
    figures(f"B-07: {missed} of {tried} bytes of a whole record of {length} can be changed unnoticed")
    assert missed == 0
