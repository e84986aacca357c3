"""A paper ballot: everything stands on the sheet, boxes clear of each other, kinds of paper are told apart."""

import itertools

import pytest

from jiceng.kernel.ballot.board import Asked
from jiceng.kernel.ballot.layout import SIZES, STRIP_CELLS, lay_out, strip_of
from jiceng.kernel.refusal import Refusal

FOUR = ("好", "较好", "一般", "较差")


def sheet(rows, options=FOUR):
    return [Asked(f"第{number}项", options) for number in range(1, rows + 1)]


def mixed():
    return [Asked("总体评价", FOUR), Asked("服务群众", ("满意", "不满意")), Asked("作风" * 20, FOUR)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "asked", [sheet(1), sheet(9), sheet(21), sheet(60), mixed(), sheet(7, (*FOUR, "不了解"))]
)
@pytest.mark.parametrize("comment", [False, True])
def test_everything_stands_on_the_sheet_and_clear_of_everything_else(size, asked, comment):
    layout = lay_out(asked, size=size, comment=comment)

    upper = max(mark.bottom for mark in layout.marks[:2])
    lower = min(mark.y for mark in layout.marks[2:])
    for page in layout.pages:
        assert all(upper < row.area.y and row.area.bottom <= lower for row in page.rows)
        assert all(a.area.bottom <= b.area.y + 1e-6 for a, b in zip(page.rows, page.rows[1:], strict=False))
        for row in page.rows:
            boxes = [box for _, box in row.boxes]
            # Two millimetres for what a hand draws over the frame.
            assert all(
                box.y - row.area.y >= 2 - 1e-6 and row.area.bottom - box.bottom >= 2 - 1e-6 for box in boxes
            )
            assert all(b.x - a.right >= 4 for a, b in itertools.pairwise(boxes))
            assert all(
                label.bottom <= box.y - 2 + 1e-6 for label, box in zip(row.labels, boxes, strict=False)
            )
            assert boxes[0].x > layout.name_ends
        if page.comment:
            assert page.comment.bottom <= lower
            assert not page.rows or page.comment.y >= page.rows[-1].area.bottom
    assert layout.items == tuple(one.name for one in asked)
    assert [page.number for page in layout.pages if page.comment] == ([len(layout.pages)] if comment else [])


def test_twenty_one_questions_go_on_one_page_and_sixty_members_on_four():
    assert [len(page.rows) for page in lay_out(sheet(21)).pages] == [21]
    assert [len(page.rows) for page in lay_out(sheet(60)).pages] == [16, 16, 16, 12]


def test_options_differ_then_each_row_carries_its_own_words():
    assert all(row.labels for page in lay_out(mixed()).pages for row in page.rows)
    assert lay_out(sheet(3)).pages[0].head != ()


def test_the_strip_tells_ballot_class_page_size_and_questions_apart():
    layout, other, small = lay_out(sheet(60)), lay_out(sheet(59)), lay_out(sheet(60), size="A5")

    strips = [
        strip_of("e1", "党员", layout, 1), strip_of("e2", "党员", layout, 1), strip_of("e1", "群众代表", layout, 1),
        strip_of("e1", "党员", layout, 2), strip_of("e1", "党员", other, 1), strip_of("e1", "党员", small, 1),
    ]  # fmt: skip

    assert len(set(strips)) == len(strips)
    assert all(len(one) == STRIP_CELLS and set(one) <= {"0", "1"} for one in strips)
    assert strips[0] == strip_of("e1", "党员", lay_out(sheet(60)), 1)


def test_too_many_options_for_the_paper_are_refused():
    with pytest.raises(Refusal) as refused:
        lay_out(sheet(1, tuple(f"选项{number}" for number in range(9))), size="A5")

    assert refused.value.code == "ballot.too-many-options"
