"""Pictures of paper ballots: what is plain is read, what is not goes to a person, what is no ballot is refused.

The figures over 300 photographs are in tests/ballots/test_paper_reading.py.
"""

import struct
import zlib
from functools import lru_cache

import cv2
import numpy as np
import pytest

from jiceng.analytics.ballot import read
from jiceng.kernel.refusal import Refusal
from tests.ballots.photographs import EVENT, SHEETS, photograph

pytestmark = pytest.mark.long


def reading(one, **more):
    return read(one.jpeg, EVENT, SHEETS[one.name][1], **more)


def refusal(raw, event=EVENT, sheet=SHEETS["eight"][1]):
    with pytest.raises(Refusal) as refused:
        read(raw, event, sheet)
    return refused.value.code


@lru_cache
def plain():
    """One photograph for everything that asks about the picture rather than its marks."""
    return photograph(61, "eight", megapixels=2, turn=0)


@pytest.mark.parametrize(
    ("seed", "name", "turn"), [(1, "one-small", 3), (2, "mixed", 92), (3, "one", 184), (4, "five", 266)]
)
def test_whichever_way_the_paper_lies_no_row_is_read_wrongly(seed, name, turn):
    taken = photograph(seed, name, megapixels=2, turn=turn)

    found = reading(taken)

    assert (found.voter_class, found.page) == (taken.voter_class, taken.page)
    assert [row.item for row in found.rows] == list(taken.truth)
    assert {row.item: row.option for row in found.rows if row.option}.items() <= taken.truth.items()
    assert sum(1 for row in found.rows if row.option) >= len(found.rows) / 2


def test_plain_marks_of_any_kind_are_read_and_every_other_row_goes_to_a_person_with_its_picture():
    kinds = ("tick", "cross", "fill", "circle", "slash", "blank", "correction", "two")
    items = [name for name, _ in SHEETS["eight"][1]["questions"]]
    marks = {item: (kind, "一般") for item, kind in zip(items, kinds, strict=True)}
    taken = photograph(21, "eight", megapixels=2, marks=marks)

    found = {taken.kinds[row.item]: row for row in reading(taken).rows}

    assert {kind: found[kind].option for kind in kinds[:5]} == dict.fromkeys(kinds[:5], "一般")
    assert {kind: found[kind].option for kind in kinds[5:]} == dict.fromkeys(kinds[5:], "")
    assert found["blank"].why == "blank"
    assert all(found[kind].why and found[kind].crop.startswith(b"\x89PNG") for kind in kinds[5:])


def test_faint_rows_are_asked_about_and_without_asking_they_come_out_wrong():
    taken = photograph(41, "full", megapixels=2, kind="faint")

    told = {row.item: row.option for row in reading(taken).rows}
    unasked = {row.item: row.option for row in reading(taken, doubting=False).rows}

    assert {item: option for item, option in told.items() if option and option != taken.truth[item]} == {}
    assert sum(1 for option in told.values() if not option) > len(told) / 2
    assert sum(1 for item, option in unasked.items() if option != taken.truth[item]) > len(told) / 2


def test_a_paper_of_another_ballot_or_of_a_changed_sheet_is_not_read():
    taken = plain()
    changed = SHEETS["eight"][1] | {"questions": SHEETS["eight"][1]["questions"][:-1]}

    assert refusal(taken.jpeg, event="feedfeedfeedfeed") == "ballot.paper-of-another"
    assert refusal(taken.jpeg, sheet=changed) == "ballot.paper-of-another"


def png(wide, high):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def picture(suffix):
    return cv2.imencode(suffix, np.full((600, 400, 3), 200, np.uint8))[1].tobytes()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "ballot.picture-kind"),
        (b"%PDF-1.7 \xe4", "ballot.picture-kind"),
        (b"\xff\xd8\xff\xe0", "ballot.picture-broken"),
        (b"\xff\xd8" + b"\xff" * 5000, "ballot.picture-broken"),
        (b"\x89PNG\r\n\x1a\n", "ballot.picture-broken"),
        (b"II*\0\xff\xff\xff\xff", "ballot.picture-broken"),
        (b"\xff\xd8" + b"\0" * (21 * 1024 * 1024), "ballot.picture-too-heavy"),
        (png(60_000, 60_000), "ballot.picture-too-large"),
        (png(400, 600), "ballot.picture-broken"),
        (picture(".jpg")[:300], "ballot.picture-broken"),
    ],
    ids=["empty", "pdf", "cut", "filled", "head", "tiff", "heavy", "bomb", "no dots", "half"],
)  # fmt: skip
def test_a_bad_file_is_refused_in_words_and_never_unpacked(raw, code):
    assert refusal(raw) == code


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tiff"])
def test_a_picture_without_a_ballot_is_refused(suffix):
    assert refusal(picture(suffix)) == "ballot.paper-not-found"


def test_two_papers_in_one_picture_are_refused():
    taken = cv2.imdecode(np.frombuffer(plain().jpeg, np.uint8), 1)

    assert refusal(cv2.imencode(".jpg", np.hstack([taken, taken]))[1].tobytes()) == "ballot.papers-in-picture"


def test_a_paper_from_far_away_is_refused():
    taken = cv2.imdecode(np.frombuffer(plain().jpeg, np.uint8), 1)
    small = cv2.resize(taken, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)

    assert refusal(cv2.imencode(".jpg", small)[1].tobytes()) in {
        "ballot.paper-too-small",
        "ballot.paper-not-found",
    }


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_scans_as_png_and_tiff_are_read(suffix):
    taken = plain()
    again = cv2.imencode(suffix, cv2.imdecode(np.frombuffer(taken.jpeg, np.uint8), 1))[1].tobytes()

    found = read(again, EVENT, SHEETS["eight"][1])

    assert found.voter_class == taken.voter_class
