"""Papers and the board: what is sealed reads back, what does not fit is spoilt, what is altered is found."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.ballot import ABSTAIN, OVERALL, Evaluation, Question, VoterClass
from jiceng.kernel.ballot.board import (
    LONGEST_COMMENT,
    Asked,
    Opening,
    Paper,
    Spoilt,
    column_root,
    counted_rows,
    read_paper,
    sheet_of,
    write_paper,
    wrong_rows,
)

RULE = Evaluation(
    classes=(VoterClass(name="党员"),),
    options=("满意", "不满意"),
    items=(Question(name="承诺"), Question(name="作风", options=("好", "差"))),
)
SHEET = sheet_of(RULE)
NONCE = "ab" * 16


def paper(*values, comment="", nonce=NONCE):
    return Paper(
        tuple(Opening(one.name, value, nonce) for one, value in zip(SHEET, values, strict=True)), comment
    )


def test_the_sheet_asks_the_whole_first_then_each_question_with_its_options():
    assert (
        Asked(OVERALL, ("满意", "不满意")),
        Asked("承诺", ("满意", "不满意")),
        Asked("作风", ("好", "差")),
    ) == SHEET


def test_members_of_one_name_are_told_apart():
    rule = Evaluation(classes=(), options=("好",), of_members=True)

    assert [one.name for one in sheet_of(rule, ["甲", "乙", "甲", "甲"])] == [
        "甲",
        "乙",
        "甲（2）",
        "甲（3）",
    ]


@given(st.sampled_from(["满意", "不满意", ABSTAIN]), st.text("好的坏 ", max_size=LONGEST_COMMENT))
def test_a_paper_reads_back_as_it_was_written(said, comment):
    one = paper(said, "满意", "差", comment=comment)

    read = read_paper(write_paper(one), SHEET)

    assert read == Paper(one.answers, comment.strip())


@given(st.text(max_size=200))
def test_sealed_papers_are_as_long_as_each_other_up_to_a_step(comment):
    assert len(write_paper(paper("满意", "满意", "好", comment=comment))) % 1024 == 0


def told(**changed):
    return json.dumps(
        {"items": [[one.name, one.options[0], NONCE] for one in SHEET], "comment": ""} | changed
    ).encode()


GOOD = json.loads(told())["items"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "unreadable"),
        (b"\xff\xfe", "unreadable"),
        (b"[]", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (told(items=None), "unreadable"),
        (told(items=[[1, 2, 3]]), "unreadable"),
        (told(items=GOOD[:2]), "questions"),
        (told(items=[*GOOD, GOOD[0]]), "questions"),
        (told(items=[["别的", "满意", NONCE], *GOOD[1:]]), "questions"),
        (told(items=[[OVERALL, "好", NONCE], *GOOD[1:]]), "option"),
        (told(items=[[OVERALL, "满意", "AB" * 16], *GOOD[1:]]), "unreadable"),
        (told(items=[[OVERALL, "满意", "ab" * 15], *GOOD[1:]]), "unreadable"),
        (told().decode().encode("utf-16"), "unreadable"),
        (b"\xef\xbb\xbf" + told(), "unreadable"),
        (told(more=1), "unreadable"),
        (told(items={one[0]: one[1] for one in GOOD}), "unreadable"),
        (told(items=[dict.fromkeys(GOOD[0], 1), *GOOD[1:]]), "unreadable"),
        (told(comment=float("nan")), "unreadable"),
        (told(comment=7), "comment"),
        (told(comment="\0"), "comment"),
        (told(comment="\ud800"), "comment"),
        (told(comment="长" * (LONGEST_COMMENT + 1)), "comment"),
    ],
)
def test_what_does_not_fit_the_sheet_is_spoilt_and_says_why(raw, why):
    with pytest.raises(Spoilt) as spoilt:
        read_paper(raw, SHEET)

    assert spoilt.value.why == why


def rows(*values):
    return [
        (Opening(OVERALL, value, f"{at:032x}").commitment("e"), value, f"{at:032x}")
        for at, value in enumerate(values)
    ]


def test_a_row_that_says_something_else_than_it_was_sealed_with_is_found():
    column = rows("满意", "不满意", "满意")
    c, _, nonce = column[0]

    assert wrong_rows("e", {OVERALL: column}) == []
    assert wrong_rows("e", {OVERALL: [(c, "不满意", nonce), *column[1:]]}) == [(OVERALL, c)]
    assert len(wrong_rows("another", {OVERALL: column})) == 3


def test_the_root_of_a_column_knows_every_part_of_a_row_and_no_order():
    column = rows("满意", "不满意")
    c, value, nonce = column[0]

    assert column_root(column) == column_root(column[::-1])
    assert (
        len(
            {
                column_root([changed, column[1]])
                for changed in [(c, "弃权", nonce), (c, value, "1" * 32), ("0" * 64, value, nonce)]
            }
            | {column_root(column)}
        )
        == 4
    )


def test_a_column_counts_itself():
    assert counted_rows(rows("满意", "不满意", "满意")) == {"满意": 2, "不满意": 1}
