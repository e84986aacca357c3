"""What of a ballot is printed: who gets it, when, and that nothing of a single voter stands on it."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jiceng.kernel.ballot import Counted, Evaluation, VoterClass
from jiceng.kernel.ballot.view import published
from jiceng.reports.ballot import About, closing_paper, opening_paper, tally_paper
from jiceng.reports.ballot.blank import as_data, layout_of
from tests.house.permissions import signed_in
from tests.meeting import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SHEETS = ("ballot-opening", "ballot-closing", "ballot-tally")


def get(meeting, who, name, *args):
    return signed_in(who).get(reverse(name, args=[meeting.event.pk, *args]))


def text(paper):
    """Everything a paper says."""
    told = [one.text for one in paper.paragraphs] + [paper.footer, paper.stamp_line]
    for table in paper.tables:
        told += [table.title, *table.notes, *(str(cell) for row in table.lines for cell in row)]
    return "\n".join(told)


def test_papers_are_there_when_their_time_has_come_and_for_who_holds_the_ballot():
    meeting = Meeting(sizes={"党员": 9, "群众代表": 9}).to("closed")
    closed = {
        who: [get(meeting, one, name).status_code for name in SHEETS]
        for who, one in (
            ("delegate", meeting.delegate),
            ("teller", meeting.teller1),
            ("branch", meeting.secretary),
        )
    }
    meeting.to("published")
    published_to = {
        who: [get(meeting, one, name).status_code for name in SHEETS]
        for who, one in (
            ("delegate", meeting.delegate),
            ("teller", meeting.teller1),
            ("branch", meeting.secretary),
        )
    }

    assert closed == {"delegate": [200, 404, 404], "teller": [200, 404, 404], "branch": [404, 404, 404]}
    assert published_to == {"delegate": [200, 200, 200], "teller": [200, 200, 200], "branch": [404, 404, 200]}
    told = json.loads(meeting.now.closed)
    names = [one.get_full_name() for one in (meeting.delegate, meeting.teller1, meeting.teller2)]
    about = About(title="测评", organisation="支部", delegate=names[0], tellers=tuple(names[1:]))
    opening = text(opening_paper(meeting.now.opened, about))
    closing = text(closing_paper(meeting.now.opened, meeting.now.closed, about))
    assert told["audit"]["root"][:16] in closing
    assert f"第 {told['audit']['size']} 条" in closing
    assert told["files"]["board.json"][:16] in closing
    assert meeting.event.pk in opening
    assert "内部存档" in closing
    assert all(name in opening and name in closing for name in names)
    assert not any(one.name in opening + closing for one in meeting.entries())


def test_a_blank_ballot_is_the_same_for_everybody_and_not_for_the_organisation_itself():
    meeting = Meeting(sizes={"党员": 9, "群众代表": 9}).to("frozen")

    first, again = (get(meeting, meeting.delegate, "ballot-paper", 0) for _ in range(2))

    assert first.content == again.content
    assert first["Content-Type"] == "application/pdf"
    assert get(meeting, meeting.delegate, "ballot-paper", 1).content != first.content
    assert get(meeting, meeting.delegate, "ballot-paper", 2).status_code == 404
    assert get(meeting, meeting.secretary, "ballot-paper", 0).status_code == 404


def test_the_tally_as_a_workbook_holds_the_same_figures():
    meeting = Meeting(sizes={"党员": 9, "群众代表": 9}).to("counted")

    book = load_workbook(BytesIO(get(meeting, meeting.delegate, "ballot-tally-book").content))

    rows = [[cell.value for cell in row] for row in book["发票与收票"].iter_rows()]
    assert ["党员", 9, 9, 9, 0] in rows
    assert ["合计", 18, 18, 18, 0] in rows


def rule():
    return Evaluation(classes=(VoterClass(name="甲"), VoterClass(name="乙")), options=("好", "差"))


SHEET = {
    "title": "测评",
    "organisation": "支部",
    "classes": ["甲", "乙"],
    "questions": [["总体评价", ["好", "差"]]],
}
ABOUT = About(title="测评", organisation="支部")
INSIDE = (published(rule(), {"甲": Counted(1, 1, 1, 0, {"好": 1})}, "inside"), "inside")


def shown(counts, audience):
    """Every number in the tables of the tally sheet."""
    made = tally_paper(ABOUT, SHEET, published(rule(), counts, audience), audience)
    return [list(row) for table in made.tables for row in table.rows], made


def test_a_small_class_stands_on_the_inside_sheet_and_not_on_the_public_one():
    counts = {"甲": Counted(9, 9, 9, 0, {"好": 5, "差": 4}), "乙": Counted(4, 3, 3, 0, {"好": 1, "差": 2})}

    inside, _ = shown(counts, "inside")
    public, paper = shown(counts, "public")

    assert ["乙", 4, 3, 3, 0] in inside
    assert public == [["全体", 13, 12, 12, 0], ["总体评价", "全体", 6, 6]]
    assert not any("签名" in table.title for table in paper.tables)


def test_very_few_papers_leave_a_public_sheet_without_numbers():
    counts = {"甲": Counted(3, 3, 3, 0, {"好": 2, "差": 1}), "乙": Counted(2, 2, 2, 0, {"好": 1, "差": 1})}

    public, paper = shown(counts, "public")

    assert public == []
    assert "不公布票数" in paper.paragraphs[-1].text


def test_a_nearly_unanimous_merged_result_names_only_at_least_how_many():
    counts = {"甲": Counted(9, 9, 9, 0, {"好": 9}), "乙": Counted(3, 3, 3, 0, {"好": 3})}

    public, _ = shown(counts, "public")

    assert public[-1] == ["总体评价", "全体", "不少于10", "不公布"]


def test_what_is_made_up_is_marked_so():
    marked = [
        as_data("0" * 16, SHEET, "甲", layout_of(SHEET), invented)["stamp"] for invented in (True, False)
    ]

    assert marked == ["演示数据", ""]
    assert "演示数据" in text(tally_paper(About(title="", organisation="", invented=True), SHEET, *INSIDE))
    assert "演示数据" not in text(tally_paper(ABOUT, SHEET, *INSIDE))
