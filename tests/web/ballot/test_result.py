"""What of a result a page gets: the view's groups as tables, nothing that the view keeps back."""

from decimal import Decimal

from jiceng.kernel.ballot import Counted, Evaluation, Question, VoterClass
from jiceng.web.ballot.result import result_of

OPTIONS = ("好", "较好", "一般", "较差")
RULE = Evaluation(
    classes=(VoterClass(name="党员"), VoterClass(name="群众")),
    options=OPTIONS,
    satisfied=("好", "较好"),
    items=(Question(name="学习"), Question(name="纪律"), Question(name="意见", options=("同意", "不同意"))),
)


def counted(good, fair, abstained=0):
    votes = {"好": good, "较好": fair, "一般": 0, "较差": 0} | ({"弃权": abstained} if abstained else {})
    valid = sum(votes.values())
    plain = {"好": valid, "较好": 0, "一般": 0, "较差": 0}
    items = {"学习": votes, "纪律": plain, "意见": {"同意": valid - 3, "不同意": 3}}
    return Counted(valid + 1, valid, valid, 0, votes, items)


def test_by_class_every_question_stands_once_and_questions_alike_share_a_table():
    result = result_of(RULE, {"党员": counted(8, 3, 1), "群众": counted(6, 6)}, "public")

    assert [group.name for group, _line in result.figures] == ["党员", "群众"]
    assert [table.options for table in result.tables] == [[*OPTIONS, "弃权"], ["同意", "不同意"]]
    assert [(one.question, one.group) for one in result.tables[0].lines] == [
        ("学习", "党员"), ("学习", "群众"), ("纪律", "党员"), ("纪律", "群众"),
    ]  # fmt: skip
    assert result.tables[0].lines[0].cells == [8, 3, 0, 0, 1]
    assert (result.valid, round(result.satisfaction, 2)) == (24, Decimal("95.83"))
    assert result.sums[0][:2] == ("好", 14)


def test_merged_a_nearly_unanimous_question_is_only_given_as_at_least():
    counts = {"党员": counted(6, 3), "群众": counted(2, 1)}

    public, inside = (result_of(RULE, counts, audience) for audience in ("public", "inside"))

    assert [(group.name, group.valid) for group, _line in public.figures] == [("", 12)]
    [same] = [one for one in public.tables[0].lines if one.question == "纪律"]
    assert (same.cells, same.most) == (None, ("好", 10))
    assert inside.tables[0].lines[2].cells == [9, 0, 0, 0]


def test_of_too_few_nothing_is_told_but_why():
    result = result_of(RULE, {"党员": counted(2, 0), "群众": counted(3, 0)}, "public")

    assert (result.mode, result.smallest) == ("grade-only", 8)
    assert (result.tables, result.satisfaction, result.opinion, result.sums, result.valid) == (
        [], None, "", [], None,
    )  # fmt: skip
    assert all(line is None or line.cells is None for _group, line in result.figures)
