"""The calendar that phones subscribe to, read back as RFC 5545 says."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.reports.calendar import OCTETS, Event, calendar

GOLDEN = Path(__file__).parent / "golden" / "desk.ics"
EVENTS = [
    Event(
        "desk.self-assess|subject:1", date(2012, 4, 14), date(2012, 4, 12), "“兴坪镇古城村党支部”还没有自评",
        "古城村党支部\n基层党组织分类定级（2012）; 第一步, §三1", "https://party.example.cn/subjects/1/score/self/",
    ),
    Event(
        "desk.owed|organisation:2/outside-opinions", date(2012, 2, 29), date(2012, 2, 1),
        "还没有“征求服务对象、纪检监察、信访、计生、综治等部门意见”的记录。请补记。" * 2, "甲,乙;丙\\丁",
    ),
]  # fmt: skip


def unfolded(feed: bytes) -> list[str]:
    return re.sub(rb"\r\n[ \t]", b"", feed).decode().split("\r\n")[:-1]


def read(feed: bytes) -> list[dict[str, str]]:
    """The events of a feed as a reader of calendars sees them."""
    found, now = [], None
    for line in unfolded(feed):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            now = {}
        elif line == "END:VEVENT":
            found.append(now)
            now = None
        elif now is not None:
            now[name] = value
    return found


def plain(text: str) -> str:
    """A TEXT value without its escapes."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), text)


def test_the_feed_is_as_it_was():
    assert calendar(EVENTS, owner="7", name="基层工作台") == GOLDEN.read_bytes()


def test_every_event_says_the_whole_day_and_what_is_due():
    first, second = read(calendar(EVENTS, owner="7", name="工作台"))

    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20120414", "20120415")
    assert (second["DTSTART;VALUE=DATE"], second["DTEND;VALUE=DATE"]) == ("20120229", "20120301")
    assert (first["DTSTAMP"], first["TRANSP"]) == ("20120412T000000Z", "TRANSPARENT")
    assert plain(first["SUMMARY"]) == EVENTS[0].summary
    assert plain(first["DESCRIPTION"]) == EVENTS[0].description
    assert plain(second["DESCRIPTION"]) == "甲,乙;丙\\丁"
    assert first["URL"] == EVENTS[0].url


def test_the_frame_of_the_feed_is_there_and_asks_for_no_answer():
    lines = unfolded(calendar([], owner="7", name="工作台"))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "PRODID:-//jiceng//desk//ZH"} <= set(lines)
    assert not [line for line in lines if line.startswith("METHOD")]


def test_the_same_matter_keeps_its_number_and_two_people_have_their_own():
    changed = [Event(one.about, one.on, one.since, "别的话", "") for one in EVENTS]

    numbers = [one["UID"] for one in read(calendar(EVENTS, owner="7", name=""))]

    assert numbers == [one["UID"] for one in read(calendar(changed, owner="7", name=""))]
    assert len({*numbers, *(one["UID"] for one in read(calendar(EVENTS, owner="8", name="")))}) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}@jiceng", one) for one in numbers)


def test_one_matter_is_one_event():
    assert len(read(calendar([EVENTS[0], EVENTS[0]], owner="7", name=""))) == 1


@given(st.text(min_size=1), st.text())
def test_whatever_is_written_comes_back_and_no_line_is_too_long(summary, description):
    feed = calendar(
        [Event("x", date(2012, 4, 14), date(2012, 4, 12), summary, description)], owner="7", name=summary
    )

    physical = feed.split(b"\r\n")
    assert all(len(line) <= OCTETS for line in physical)
    assert b"\n" not in feed.replace(b"\r\n", b"")
    for line in physical:
        line.decode()  # no character is torn apart
    [event] = read(feed)
    kept = "".join(one for one in normal(summary) if one == "\n" or (one >= " " and one != "\x7f"))
    assert plain(event["SUMMARY"]) == kept


def normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("attack", ["a\r\nBEGIN:VALARM", "a\nATTACH:http://x", "a\x00b\x0bc"])
def test_no_text_adds_a_line_of_its_own(attack):
    names = {
        line.partition(":")[0]
        for line in unfolded(
            calendar(
                [Event("x", date(2012, 4, 14), date(2012, 4, 1), attack, attack, attack)],
                owner="7",
                name=attack,
            )
        )
    }

    assert not names & {"ATTACH", "BEGIN:VALARM"}
    assert sum(line.startswith("BEGIN:") for line in unfolded(calendar(EVENTS, owner="7", name=attack))) == 3
