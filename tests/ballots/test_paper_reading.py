"""300 photographs of paper ballots that no threshold was set on: nothing read wrongly, every blank row to a person.

Thresholds were set on seeds below 1,000.
"""

import time
from collections import Counter
from dataclasses import dataclass, field

import cv2
import pytest

from jiceng.analytics.ballot import read
from jiceng.kernel.ballot import ABSTAIN
from jiceng.kernel.refusal import Refusal
from tests.ballots.photographs import BLANK, EVENT, SHEETS, photograph
from tests.ballots.rounds import rounds

pytestmark = pytest.mark.once
FIRST, PHOTOGRAPHS = 10_000, rounds(300, least=30)
SHARE_TO_A_PERSON = 0.08


@dataclass
class Figures:
    """rows: of every picture read; wrong: (seed, question, meant, read); asked: why -> rows left to a person."""

    rows: int = 0
    wrong: list = field(default_factory=list)
    asked: Counter = field(default_factory=Counter)
    blanks_read: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    faint_wrong_unasked: int = 0
    faint: int = 0
    seconds: float = 0.0


@pytest.fixture(scope="module")
def figures():
    cv2.setNumThreads(1)
    found = Figures()
    for seed in range(FIRST, FIRST + PHOTOGRAPHS):
        taken = photograph(seed)
        sheet = SHEETS[taken.name][1]
        begun = time.process_time()
        try:
            told = read(taken.jpeg, EVENT, sheet)
        except Refusal as refused:
            found.refused.append((seed, refused.code))
            continue
        finally:
            found.seconds += time.process_time() - begun
        assert (told.voter_class, told.page) == (taken.voter_class, taken.page)
        for row in told.rows:
            meant = taken.truth[row.item]
            found.rows += 1
            if not row.option:
                found.asked[row.why] += 1
            elif row.option != meant:
                found.wrong.append((seed, row.item, meant, row.option))
            if row.option and meant == BLANK:
                found.blanks_read.append((seed, row.item))
        faint = [item for item, kind in taken.kinds.items() if kind == "faint"]
        if faint:
            unasked = {row.item: row.option for row in read(taken.jpeg, EVENT, sheet, doubting=False).rows}
            found.faint += len(faint)
            found.faint_wrong_unasked += sum(unasked[item] == ABSTAIN for item in faint)
    return found


def test_no_row_is_read_wrongly(figures):
    asked = sum(figures.asked.values())
    print(
        f"\n{PHOTOGRAPHS} photographs, {figures.rows} rows: wrong {len(figures.wrong)}, "
        f"to a person {asked} ({asked / figures.rows:.1%}: {dict(figures.asked)}), "
        f"refused {figures.refused}, {PHOTOGRAPHS / figures.seconds:.1f} pages a second of one processor; "
        f"not asking: {figures.faint_wrong_unasked} of {figures.faint} faint rows wrong"
    )
    assert figures.rows > 6 * PHOTOGRAPHS
    assert figures.wrong == []


def test_every_blank_row_goes_to_a_person(figures):
    assert figures.blanks_read == []


def test_few_rows_go_to_a_person(figures):
    assert sum(figures.asked.values()) / figures.rows <= SHARE_TO_A_PERSON


def test_nearly_every_photograph_is_read(figures):
    assert len(figures.refused) <= PHOTOGRAPHS * 0.02


def test_without_asking_faint_rows_come_out_wrong(figures):
    assert figures.faint_wrong_unasked > 0
