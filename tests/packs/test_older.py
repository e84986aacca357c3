"""Kept packs of earlier versions are read as the language is today."""

from jiceng.packs.older import as_today


def test_a_column_that_was_only_its_heading_means_what_the_heading_meant():
    kept = {"key": "board", "uses": "notice.post", "table": "items", "columns": ["整改事项", "主要措施"]}

    assert as_today({"mechanisms": [kept]})["mechanisms"][0]["columns"] == [
        {"name": "整改事项", "means": "title"},
        {"name": "主要措施"},
    ]


def test_what_is_written_in_todays_words_stays_as_it_is():
    kept = {
        "mechanisms": [
            {"key": "board", "uses": "notice.post", "columns": [{"name": "等级", "means": "grade"}]},
            3,
        ]
    }

    assert as_today(kept) == kept
    assert as_today({"pack": "x"}) == {"pack": "x"}
