"""Kept packs of earlier versions are read as the language is today."""

from jiceng.packs.older import as_today


def test_a_column_that_was_only_its_heading_means_what_the_heading_meant():
    kept = {"key": "board", "uses": "notice.post", "table": "items", "columns": ["整改事项", "主要措施"]}

    assert as_today({"pack.yaml": {"mechanisms": [kept]}})["pack.yaml"]["mechanisms"][0]["columns"] == [
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

    assert as_today({"pack.yaml": kept}) == {"pack.yaml": kept}
    assert as_today({"pack.yaml": {"pack": "x"}}) == {"pack.yaml": {"pack": "x"}}


def test_reasons_asked_of_the_whole_pack_are_asked_on_every_sheet():
    kept = {
        "pack.yaml": {
            "mechanisms": [{"key": "sheet", "uses": "sheet.form"}, {"key": "why", "uses": "sheet.reasons"}],
            "cases": [{"mechanism": "why", "refused": "sheet.deduction-without-reason"}],
        }
    }

    assert as_today(kept)["pack.yaml"] == {
        "mechanisms": [{"key": "sheet", "uses": "sheet.form", "reasons": True}],
        "cases": [{"mechanism": "sheet", "refused": "sheet.deduction-without-reason"}],
    }
    assert kept["pack.yaml"]["cases"][0]["mechanism"] == "why"
