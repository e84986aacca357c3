"""What a rehearsal says of itself: in words, in both languages, also while it goes on."""

from datetime import date, timedelta

import pytest

from jiceng.rehearsal.diary import Diary
from jiceng.rehearsal.play import NO_LINE, Asked, Deed, Played
from tests.rehearsal.conftest import START

PACK = "hunan-township-building-year"
MECHANISM = f"{PACK}/work-reports"


@pytest.fixture
def played():
    """Two entries in two months, one refused; everything else of the pack nobody did."""

    def deed(on, taken):
        refused = ("", "") if taken else ("duty.said-missing", "请写明办了什么。")
        return Deed(
            on, "secretary", "上坪村", "甲", NO_LINE, MECHANISM, "record.write", "7", "http://testserver/records/1/",
            3, taken, refused, "记下",
        )  # fmt: skip

    played = Played((PACK,), START, START + timedelta(days=300))
    played.deeds += [deed(START, True), deed(START, False), deed(date(2027, 6, 1), True)]
    played.asked[MECHANISM] = Asked(START, "", {"secretary"})
    return played


def test_the_diary_says_who_was_asked_since_when_and_on_which_page(played):
    text = Diary(played, "zh").text()

    assert "从2027年" in text.split("work-reports")[1].split("\n")[0]
    assert "支部书记；页面 /records/1/" in text
    assert "上坪村 支部书记 甲：" in text
    assert "按“记下”，没有被接受：请写明办了什么。" in text


def test_the_burden_is_counted_by_role_and_month_with_its_estimate(played):
    lines = Diary(played, "en").burden

    assert [line.endswith("1 entries, 3 fields, about 2 minutes") for line in lines] == [True, True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_written_again_as_it_goes_on(played, lang, tmp_path):
    Diary(Played((PACK,), START, START), lang).write(tmp_path)
    Diary(played, lang).write(tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == {"diary.txt", "diary.html", "mechanisms.csv"}
    assert "/records/1/" in (tmp_path / "diary.html").read_text(encoding="utf-8")
