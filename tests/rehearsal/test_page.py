"""What a page offers, read off its HTML."""

from jiceng.rehearsal.page import DeskLine, Link
from tests.rehearsal.pages import page

FORM = '<form method="post" action="/send/#top" data-act="record.write" data-holder="7">{}</form>'


def test_a_desk_line_is_read_with_where_it_leads():
    [line] = page(
        '<li data-line="desk.owed" data-about="organisation:7/meeting" data-mechanism="planted/meeting" data-own'
        ' data-due="2027-03-09" data-count="2"><span class="what">会议 \n 未记</span><span class="why">上坪村</span>'
        '<a data-follow href="/records/?line=a">去</a></li>'
    ).lines

    assert line == DeskLine(
        "desk.owed", "organisation:7/meeting", "planted/meeting", True, "2027-03-09", 2,
        "会议 未记", "http://testserver/records/?line=a", "上坪村",
    )  # fmt: skip


def test_a_desk_line_stays_the_same_while_fewer_are_left_of_it():
    first, second = page(
        '<li data-line="a" data-about="b" data-count="2"><a data-follow href="/c/?line=1"></a></li>'
        '<li data-line="a" data-about="b" data-count="1"><a data-follow href="/c/?line=2"></a></li>'
    ).lines

    assert first.identity == second.identity


def test_a_line_of_others_is_not_own():
    [line] = page('<li data-line="a" data-about="b"></li>').lines

    assert (line.own, line.href) == (False, "")


def test_a_form_is_offered_only_when_it_sends_something_and_says_what():
    offered = page(FORM.format("") + '<form method="get" data-act="a.b"></form><form method="post"></form>')

    assert [form.identity for form in offered.forms] == [("record.write", "", "7", "http://testserver/send/")]


def test_a_form_that_is_shut_is_not_offered():
    assert page(FORM.format("<fieldset disabled><input name='a'></fieldset>")).forms == []


def test_only_links_that_say_so_lead_on():
    offered = page('<a href="/x/">x</a><a data-follow data-mechanism="planted/meeting" href="/y/#z">y</a>')

    assert offered.follows == [Link("http://testserver/y/", "planted/meeting", "")]


def test_a_page_says_which_rules_it_shows_applied():
    offered = page('<tr data-applied="planted/bands planted/quota" data-holder="7"></tr>')

    assert offered.applied == [("planted/bands", "7"), ("planted/quota", "7")]


def test_a_refusal_is_read_with_its_code():
    assert page('<p role="alert" data-code="record.short">还差 \n 两人</p>').refusals == [
        ("record.short", "还差 两人")
    ]
