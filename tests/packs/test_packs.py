from decimal import Decimal

import pytest

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.packs import PackFault, load, names
from jiceng.packs.lint import check_path, shipped_sheets


def test_the_packs_of_eight_documents_ship():
    assert names() == (
        "yichun-2012-grading", "corps-2012-grading", "meizhou-2012-lookback", "jilin-2012-grading",
        "hunan-township-building-year", "guilin-2018-standardisation", "commitments-and-reviews", "community-building",
    )  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_a_shipped_pack_has_nothing_wrong(name):
    assert [one for one in check_path(name) if one.level != "note"] == []


@pytest.mark.parametrize("path", shipped_sheets(), ids=lambda path: path.stem)
def test_a_shipped_sheet_has_nothing_wrong(path):
    assert [one for one in check_path(str(path)) if one.level != "note"] == []


def test_a_share_the_document_leaves_open_stays_open():
    [quota] = [one for one in load("jilin-2012-grading").scheme().quotas if one.grade == "好"]

    assert quota.at_most is None


def test_a_local_setting_fills_what_the_document_leaves_open():
    scheme = load("jilin-2012-grading").scheme({"good-quota": {"at_most": "0.20"}})

    assert scheme.quotas[0].at_most == Decimal("0.20")


def test_what_the_document_fixes_cannot_be_set():
    with pytest.raises(Refusal) as refused:
        load("yichun-2012-grading").scheme({"five-goods-rural": {"classes": ["社区"]}})

    assert refused.value.code == "pack.setting-nothing-adjustable"


def test_a_setting_for_an_unknown_mechanism_names_the_nearest():
    with pytest.raises(Refusal) as refused:
        load("jilin-2012-grading").scheme({"good-quotas": {"at_most": "0.2"}})

    assert "good-quota" in refused.value.facts["near"]


def test_an_unknown_pack_says_which_there_are():
    with pytest.raises(PackFault) as fault:
        load("nowhere-2012")

    [finding] = fault.value.findings
    assert finding.code == "pack.not-found"
    assert "jilin-2012-grading" in finding.facts["names"]


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return str(folder)


HEAD = 'pack: mine\ntitle: 我的\nversion: "1"\nsource: { document: 000-1 }\n'


def found(tmp_path, text):
    return {(one.level, one.key, one.code) for one in check_path(write(tmp_path / "mine", HEAD + text))}


def test_several_grades_where_one_stands_are_no_matter_of_quotation_marks(tmp_path):
    text = "mechanisms:\n  - { key: q, uses: sheet.quota, local: true, grade: [好, 较好], at_most: 0.2 }\n"

    assert ("error", "q.grade", "pack.not-one-text") in found(tmp_path, text)


SHEET = """mechanisms:
  - { key: g, uses: sheet.bands, local: true, bands: [{ grade: 好, at_least: 0 }] }
  - { key: f, uses: sheet.form, local: true, classes: [机关], sheet: organ-2012 }
"""


def test_reasons_that_a_document_does_not_ask_for_are_only_noted(tmp_path):
    asked = SHEET.replace("sheet: organ-2012", "sheet: organ-2012, reasons: true")

    assert ("note", "f", "lint.reasons-missing") in found(tmp_path / "not-asked", SHEET)
    assert "lint.reasons-missing" not in {code for _level, _key, code in found(tmp_path / "asked", asked)}


def test_a_case_with_no_sheet_at_all_scores_nothing(tmp_path):
    case = "cases:\n  - { mechanism: f, class: 机关, sheets: {}, gives: { total: 0 } }\n"

    assert ("error", "cases.1 (f)", "lint.case-refused") in found(tmp_path, SHEET + case)


def test_a_misspelt_key_is_named_with_the_nearest_one(tmp_path):
    path = write(
        tmp_path / "mine",
        HEAD + "mechanisms:\n  - { key: g, uses: sheet.bands, bands: [{ grade: 好, at_leest: 90 }] }\n",
    )

    faults = {one.code: one for one in check_path(path)}

    assert faults["pack.key-misspelt"].key == "g.bands.0.at_leest"
    assert faults["pack.key-misspelt"].facts["near"] == "at_least"
    assert faults["pack.key-missing"].key == "g.bands.0.at_least"


def test_every_fault_of_a_file_is_named_at_once(tmp_path):
    text = "mechanisms:\n  - { key: a, uses: sheet.bond }\n  - { key: b, uses: sheet.quota, grade: 好, at_most: x }\n"

    assert found(tmp_path, text) == {
        ("error", "a.uses", "pack.word-unknown"),
        ("error", "b.at_most", "pack.not-a-number"),
    }


def test_a_key_written_twice_is_refused_with_its_line(tmp_path):
    [finding] = check_path(write(tmp_path / "mine", HEAD + "note: a\nnote: b\n"))

    assert (finding.code, finding.facts["line"]) == ("pack.not-yaml", 6)


def test_broken_yaml_names_the_line(tmp_path):
    [finding] = check_path(write(tmp_path / "mine", HEAD + "mechanisms:\n  - { key: a\n"))

    assert finding.code == "pack.not-yaml"
    assert finding.facts["line"] >= 6


def test_numbers_in_a_pack_stay_exact(tmp_path):
    write(
        tmp_path / "mine", HEAD + "mechanisms:\n  - { key: q, uses: sheet.quota, grade: 好, at_most: 0.1 }\n"
    )

    rule = load(str(tmp_path / "mine")).mechanisms["q"].rule

    assert rule.at_most == Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mechanisms:\n  - { key: g, uses: sheet.bands, rows: [G-99], bands: [{ grade: 好, at_least: 0 }] }\n",
         ("error", "g.rows", "lint.row-unknown")),
        ("mechanisms:\n  - { key: g, uses: sheet.bands, local: true, bands: [{ grade: 好, at_least: 0 }] }\n"
         "lists:\n  - { key: terms, name: 五同五民 }\n",
         ("error", "lists.terms", "lint.list-empty")),
        ("mechanisms:\n  - { key: q, uses: sheet.quota, local: true, grade: 优, at_most: 0.2 }\n"
         "  - { key: g, uses: sheet.bands, local: true, bands: [{ grade: 好, at_least: 0 }] }\n",
         ("error", "q.grade", "lint.grade-unknown")),
        ("mechanisms:\n  - { key: q, uses: sheet.quota, local: true, grade: 好 }\n",
         ("error", "q", "lint.quota-empty")),
        ("mechanisms:\n  - { key: g, uses: sheet.bands, local: true, bands: [{ grade: 好, at_least: 0 }] }\n"
         "cases:\n  - { mechanism: g, total: 5, gives: { grade: 较好 } }\n",
         ("error", "cases.1 (g)", "lint.case-fails")),
        ("mechanisms:\n  - { key: g, uses: sheet.bands, local: true, bands: [{ grade: 好, at_least: 0 }] }\n",
         ("warning", "g", "lint.no-case")),
        ("mechanisms:\n  - { key: f, uses: sheet.form, local: true, classes: [机关], sheet: organ-2012 }\n",
         ("note", "f", "lint.reasons-missing")),
    ],
    ids=["row", "list", "grade", "quota", "case", "no-case", "reasons"],
)  # fmt: skip
def test_the_linter_names_what_is_wrong(tmp_path, text, expected):
    assert expected in found(tmp_path, text)


def test_a_setting_is_refused_in_words_and_by_its_key_in_both_languages():
    with pytest.raises(Refusal) as refused:
        load("guilin-2018-standardisation").rules({"criticised": {"limit_days": -1}})

    said = [phrases.refusal(refused.value, lang) for lang in ("zh", "en")]
    assert "从立项起最多几天（limit_days）”是 -1，应在 1 到 3660 之间" in said[0]
    assert "“criticised”" not in said[0]
    assert "longest time from opening in days (limit_days)” is -1" in said[1]


def test_a_case_that_asks_what_a_rule_does_not_answer_is_told_so(tmp_path):
    text = (
        "mechanisms:\n  - { key: r, uses: duty.record, local: true, by: secretary, contents: [内容] }\n"
        "cases:\n  - { mechanism: r, said: { 内容: 开会 }, gives: { seats: x } }\n"
    )

    assert ("error", "cases.1 (r)", "lint.case-asks-unknown") in found(tmp_path, text)
