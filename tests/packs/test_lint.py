"""What the linter finds across a pack: rules that say nothing, contradict each other, or leave a hole."""

import pytest

from jiceng.packs.lint import check_path
from tests.packs.test_packs import HEAD, write

BANDS = (
    "  - { key: g, uses: sheet.bands, local: true, bands: "
    "[{ grade: 好, at_least: 90 }, { grade: 一般, at_least: 60 }, { grade: 较差, at_least: 0 }] }\n"
)
SHEET = (
    "  - { key: s, uses: sheet.form, local: true, classes: [村, 机关], sheet: { key: s, title: t, maximum: 10, "
    "heads: [{ key: h, name: 班子, maximum: 10, %s }] } }\n"
)


def errors(tmp_path, mechanisms):
    found = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n" + mechanisms))
    return [(one.key, one.code) for one in found if one.level == "error"]


def rule(text):
    return BANDS + f"  - {{ key: x, local: true, {text} }}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uses: sheet.explanations, when: []", ("x.when", "lint.empty")),
        ("uses: sheet.explanations, when: [{ grades: [] }]", ("x.when.0.grades", "lint.empty")),
        ("uses: sheet.adopted, rating: stars, map: {}", ("x.map", "lint.empty")),
        ("uses: register.objects, classes: []", ("x.classes", "lint.empty")),
        ("uses: register.objects, classes: [{ name: 村 }, { name: 村 }]", ("x.classes", "lint.class-twice")),
        ("uses: register.objects, classes: [{ name: 村, kinds: [village] }, { name: 社区, kinds: [village] }]",
         ("x.classes", "lint.kind-twice")),
        ("uses: consequence.gate, grades: [], measure: m, at_least: 9", ("x.grades", "lint.empty")),
        ("uses: consequence.gate, grades: [好]", ("x", "lint.gate-asks-nothing")),
        ("uses: consequence.gate, grades: [好], measure: m", ("x", "lint.gate-without-figure")),
        ("uses: consequence.gate, grades: [较差], measure: m, at_least: 9", ("x.grades", "lint.gate-shuts-lowest")),
        ("uses: sheet.quota, grade: 好, at_most: 20", ("x.at_most", "lint.share-outside")),
        ("uses: sheet.quota, grade: 好, at_most: 0.2, apart_classes: [{ classes: [a], at_most: 3 }]",
         ("x.apart_classes", "lint.share-outside")),
        ("uses: sheet.quota, grade: 好, at_most: 0.2, apart_classes: [{ classes: [a] }, { classes: [a] }]",
         ("x.apart_classes", "lint.class-apart-twice")),
        ("uses: sheet.quota, grade: 好, at_most: 0.2 }\n  - { key: y, uses: sheet.quota, local: true, grade: 好, "
         "at_most: 0.3", ("mechanisms", "lint.quota-twice")),
        ("uses: sheet.bands, round_to: 9, bands: [{ grade: 好, at_least: 0 }]", ("x.round_to", "lint.places-outside")),
        ("uses: sheet.form, classes: [], sheet: organ-2012", ("x.classes", "lint.empty")),
    ],
)  # fmt: skip
def test_a_rule_that_says_nothing_or_two_things_is_an_error(tmp_path, text, expected):
    assert expected in errors(tmp_path, rule(text))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (
            "{ key: i, name: i, shape: steps, steps: [{ count: 1, deduct: -3, or_more: true }] }",
            "lint.not-positive",
        ),
        (
            "{ key: i, name: i, shape: steps, steps: [{ count: 0, deduct: 3, or_more: true }] }",
            "lint.not-positive",
        ),
        ("{ key: i, name: i, shape: steps, steps: [{ count: 1000000000, deduct: 3 }] }", "lint.steps-gap"),
        (
            "{ key: i, name: i, shape: rate, target: 1, points: 1, step: 1, down: -2, maximum: 10 }",
            "lint.not-positive",
        ),
        ("{ key: i, name: i, shape: deduct-per-occurrence, points: 2, cap: -2 }", "lint.not-positive"),
        (
            "{ key: i, name: i, shape: rank, places: [{ to_share: 30, points: 2 }, { points: 1 }] }",
            "lint.share-outside",
        ),
    ],
)
def test_a_deduction_written_with_a_minus_is_an_error_and_not_a_gift(tmp_path, item, code):
    assert code in dict(reversed(one) for one in errors(tmp_path, SHEET % f"start: full, items: [{item}]"))


def test_items_are_added_up_for_every_class_of_the_sheet_not_only_for_those_named(tmp_path):
    items = "items: [{ key: i, name: 甲, shape: options, options: { 优: 4 } }, " \
        "{ key: j, name: 乙, shape: options, options: { 优: 6 }, classes: [村] }]"  # fmt: skip

    found = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n" + BANDS + SHEET % items))

    [wrong] = [one for one in found if one.code == "lint.items-do-not-add-up"]
    assert (wrong.facts["head"], wrong.facts["sum"]) == ("班子（机关）", 4)


def test_an_item_without_an_end_is_named(tmp_path):
    items = "items: [{ key: i, name: 表彰, shape: reward-per-occurrence, points: 2 }]"

    found = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n" + BANDS + SHEET % items))

    assert [one.facts["items"] for one in found if one.code == "lint.items-without-maximum"] == [["表彰"]]


PRINTED = (
    "  - { key: g, uses: sheet.bands, local: true, %sbands: [{ grade: 好, at_least: 90 }, "
    "{ grade: 较好, at_least: 80, at_most: 89 }, { grade: 一般, at_least: 61, at_most: 79 }, "
    "{ grade: 较差, at_least: 0, at_most: 60 }] }\n"
)


def test_printed_bands_have_gaps_also_in_a_pack_without_sheets(tmp_path):
    found = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n" + PRINTED % ""))

    gaps = [(str(one.facts["low"]), str(one.facts["high"])) for one in found if one.code == "lint.bands-gap"]
    assert gaps == [("89", "90"), ("79", "80"), ("60", "61")]


def test_a_gap_is_told_with_the_decimals_that_totals_are_rounded_to(tmp_path):
    found = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n" + PRINTED % "round_to: 1, "))

    gaps = [
        (one.facts["decimals"], str(one.facts["example"])) for one in found if one.code == "lint.bands-gap"
    ]
    assert gaps[0] == (1, "89.1")


def test_decimals_that_the_sheet_itself_awards_count_for_gaps(tmp_path):
    items = "items: [{ key: i, name: 甲, shape: options, options: { 优: 10, 良: 9.125 } }]"
    bands = PRINTED.replace("at_most: 89", "at_most: 89.99") % ""

    found = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n" + bands + SHEET % items))

    assert [one.facts["decimals"] for one in found if one.code == "lint.bands-gap"][:1] == [3]
