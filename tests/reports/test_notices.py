"""The sheet that hangs on the wall says what the page says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from jiceng.reports import notices as reports
from jiceng.services import notice as notices
from tests.noticed import ON, Noticed

pytestmark = pytest.mark.django_db
ADDRESS = "https://party.example/n/abc/"


@pytest.fixture
def world():
    return Noticed()


def said(paper):
    return [block.text for block in paper.paragraphs]


def test_a_sheet_says_how_it_stands_on_every_day(world):
    notice, board = world.post("results"), world.post("achievements")
    days = [ON, ON + timedelta(1), ON + timedelta(2)]

    assert [reports.sheet(notice, day).state for day in days] == ["hanging", "last-day", "over"]
    assert reports.sheet(notice, ON).left == 1
    assert reports.sheet(board, ON + timedelta(1000)).state == "board"


def test_one_taken_down_says_nothing_any_more(world):
    notice = world.post("results")
    notices.take_down(notice=notice, reason="写错了", by=world.clerk, on=ON)

    told = reports.sheet(notice, ON)

    assert (told.state, told.entries, told.head, told.rows) == ("down", (), (), ())


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_paper_is_chinese_whoever_prints_it(world, lang):
    with override(lang):
        paper = reports.paper(reports.sheet(world.post("results"), ON), size="a4", address=ADDRESS)

    assert (paper.title, paper.signed_by, paper.signed_on) == ("定级结果公示", "东镇党委", ON)
    assert said(paper) == [
        "经会议研究",
        "公示期：2012年4月23日至2012年4月24日。有不同意见的，请在公示期内扫描二维码提出，不用登录，不用留姓名。",
    ]
    [table] = paper.tables
    assert [one.title for one in table.columns] == ["党组织", "类别", "等级"]
    assert [list(row) for row in table.rows] == [["甲村党支部", "农村", "好"], ["乙村党支部", "农村", "一般"]]
    assert (paper.qr, paper.stamp_line, paper.footer) == (ADDRESS, "演示数据", "张贴处：政务公开栏")


def test_several_entries_have_their_headings_and_one_has_none(world):
    disclosure = reports.paper(reports.sheet(world.post("disclosure"), ON), size="a4", address=ADDRESS)
    results = reports.paper(reports.sheet(world.post("results"), ON), size="a4", address=ADDRESS)

    assert [block.text for block in disclosure.paragraphs if block.level == 1] == [
        "党组织成员的分工和职责", "党组织决策程序和办法", "重大决策的过程", "群众反映问题的整改情况", "公示期",
    ]  # fmt: skip
    assert [block for block in results.paragraphs if block.level] == []


def test_a_board_of_five_columns_lies_on_its_side(world):
    world.item()
    board = reports.paper(
        reports.sheet(world.post("board", world.branches[1]), ON), size="a3", address=ADDRESS
    )

    assert (board.landscape, board.size) == (True, "A3")
    assert [one.title for one in board.tables[0].columns] == [
        "整改事项",
        "主要措施",
        "责任人",
        "完成时限",
        "完成情况",
    ]
    assert said(board) == ["本公示牌自2012年4月23日起张贴，随进展更新。扫描二维码可看最新内容。"]


def test_a_board_without_items_is_still_a_sheet(world):
    world.item()
    told = replace(reports.sheet(world.post("board", world.branches[1]), ON), rows=())

    content, content_type, _name = reports.pdf(told, "a4", ADDRESS)

    assert (content[:5], content_type) == (b"%PDF-", "application/pdf")


def test_the_same_sheet_is_drawn_once(world):
    told = reports.sheet(world.post("results"), ON)
    reports.pdf.cache_clear()

    first, again = reports.pdf(told, "a4", ADDRESS), reports.pdf(replace(told), "a4", ADDRESS)

    assert first is again
    assert reports.pdf(replace(told, place="另一处"), "a4", ADDRESS) is not first
    assert reports.pdf.cache_info().misses == 2


def test_a_real_organisation_carries_no_stamp(world):
    told = replace(reports.sheet(world.post("results"), ON), invented=False)

    assert reports.paper(told, size="a4", address=ADDRESS).stamp_line == ""
    assert told.from_on == date(2012, 4, 23)
