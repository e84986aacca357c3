"""Kept packs of earlier versions are read as the language is today."""

import pytest

from jiceng import phrases
from jiceng.packs import from_texts
from jiceng.packs.lint import check_path
from jiceng.packs.older import FORMER
from jiceng.packs.older import as_today as read_today
from tests.packs.test_packs import HEAD, write


def as_today(files):
    """The files alone."""
    return read_today(files)[0]


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


def test_a_grade_shared_with_the_unit_is_said_by_the_objects():
    kept = {
        "pack.yaml": {
            "mechanisms": [
                {"key": "objects", "uses": "register.objects"},
                {"key": "same", "uses": "sheet.inheritance", "firmness": "must"},
            ]
        }
    }

    [objects] = as_today(kept)["pack.yaml"]["mechanisms"]
    assert objects["same_grade"] == "must"


def test_corrections_are_left_out_with_their_cases():
    kept = {
        "pack.yaml": {"mechanisms": [{"key": "steps", "uses": "procedure.steps"}]},
        "steps.yaml": {
            "mechanisms": [{"key": "correction", "uses": "sheet.correction", "names": 2}],
            "cases": [{"mechanism": "correction"}, {"mechanism": "steps"}],
        },
    }

    assert as_today(kept)["steps.yaml"] == {"mechanisms": [], "cases": [{"mechanism": "steps"}]}


def test_another_levels_day_is_said_by_the_return_it_was_for():
    kept = {
        "pack.yaml": {
            "mechanisms": [
                {"key": "table", "uses": "duty.return", "due_on": "04-20"},
                {
                    "key": "clock",
                    "uses": "procedure.clock",
                    "of": "table",
                    "level": "县直工委",
                    "due_on": "04-15",
                },
            ]
        }
    }

    [table] = as_today(kept)["pack.yaml"]["mechanisms"]
    assert table["levels"] == [{"level": "县直工委", "due_on": "04-15"}]


def test_what_a_place_had_set_goes_where_the_rule_went():
    kept = {
        "pack.yaml": """
pack: mine
title: 自己的
version: "1"
source: { document: 本县 }
mechanisms:
  - { key: objects, uses: register.objects, clause: §一, classes: [{ name: 村, kinds: [village] }] }
  - { key: same, uses: sheet.inheritance, clause: §二, adjustable: [firmness] }
  - { key: table, uses: duty.return, clause: §三, forms: [summary], due_on: 04-20 }
  - { key: clock, uses: procedure.clock, clause: §四, of: table, level: 县直工委, due_on: 04-15, adjustable: [due_on] }
  - { key: correction, uses: sheet.correction, clause: §五, names: 2, adjustable: [names] }
"""
    }

    rules = from_texts("mine", kept).rules(
        {"same": {"firmness": "must"}, "clock": {"due_on": "04-18"}, "correction": {"names": 3}}
    )

    assert rules["objects"].same_grade.value == "must"
    assert [(day.level, day.due_on) for day in rules["table"].levels] == [("县直工委", "04-18")]


@pytest.mark.parametrize("uses", sorted(FORMER))
def test_whoever_writes_a_former_word_is_told_what_to_write_now(tmp_path, uses):
    mine = write(tmp_path / "mine", HEAD + f"mechanisms:\n  - {{ key: x, uses: {uses}, local: true }}\n")

    [finding] = check_path(mine)

    assert finding.code == f"pack.former-{uses}"
    assert "不再是一个词" in phrases.sentence(finding.code, finding.facts, "zh")
