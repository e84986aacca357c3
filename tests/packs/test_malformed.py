"""Whatever stands in a pack file, the answer is findings that say what to do; never a fault of the program."""

import pytest

from jiceng import phrases
from jiceng.cli.pack import line
from jiceng.packs import PackFault, load
from jiceng.packs.lint import check_path, load_sound
from tests.packs.test_packs import HEAD, write

GRADES = (
    "mechanisms:\n  - { key: g, uses: sheet.bands, local: true, adjustable: [round_to], "
    "bands: [{ grade: 好, at_least: 60 }, { grade: 较差, at_least: 0 }] }\n"
)
ITEMS = (
    "mechanisms:\n  - key: s\n    uses: sheet.form\n    local: true\n    classes: [村]\n    sheet:\n"
    "      { key: s, title: t, maximum: 10, heads: [{ key: h, name: h, maximum: 10, start: full, items: [%s] }] }\n"
)


def findings(tmp_path, text):
    return check_path(write(tmp_path / "mine", HEAD + text))


def codes(tmp_path, text):
    return [(one.key, one.code) for one in findings(tmp_path, text) if one.level == "error"]


def case(told):
    return f"{GRADES}cases:\n  - {{ mechanism: g, {told} }}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("note: &x [*x]\n", ("", "pack.refers-elsewhere")),
        ("a: &x 1\nb: *x\n", ("", "pack.refers-elsewhere")),
        ("note: " + "[" * 3000, ("", "pack.too-deep")),
        ("note: " + "x" * (1 << 20), ("", "pack.file-too-large")),
        ("? [a]\n: b\n", ("", "pack.not-yaml")),
        ('note: "\x07"\n', ("", "pack.not-yaml")),
        ("", ("mechanisms", "pack.no-mechanisms")),
        ("title: [a]\n", ("", "pack.not-yaml")),  # the key stands twice
        ("lists: 5\n" + GRADES, ("lists", "pack.not-a-list")),
        ("lists: [x]\n" + GRADES, ("lists.0", "pack.not-a-mapping-value")),
        (GRADES.replace("local: true", "rows: G-01"), ("g.rows", "pack.not-a-list")),
        (GRADES.replace("local: true", "partly: [G-01]"), ("g.partly", "pack.not-a-mapping-value")),
        (GRADES.replace("local: true", "rows: [{ a: 1 }]"), ("g.rows.0", "pack.not-text")),
        (GRADES.replace("[round_to]", "5"), ("g.adjustable", "pack.not-a-list")),
        (GRADES.replace("[round_to]", "[rond_to]"), ("g.adjustable", "pack.key-misspelt")),
        (GRADES.replace("at_least: 60", "at_least: .nan"), ("g.bands.0.at_least", "pack.not-a-number")),
        (GRADES.replace("at_least: 60", "at_least:"), ("g.bands.0.at_least", "pack.key-empty")),
        (GRADES.replace("at_least: 60", "at_least: 2012-13-45"), ("g.bands.0.at_least", "pack.not-a-number")),
        (ITEMS % "{ key: i, name: i, points: 5 }", ("s.sheet.heads.0.items.0", "pack.shape-missing")),
        (ITEMS % "{ key: i, name: i, shape: x, points: 5 }", ("s.sheet.heads.0.items.0.shape", "pack.shape-unknown")),
        (ITEMS % "x", ("s.sheet.heads.0.items.0", "pack.not-a-mapping-value")),
        (ITEMS % "{ key: i, name: i, shape: deduct-once, points: x }",
         ("s.sheet.heads.0.items.0.points", "pack.not-a-number")),
        (case("total: x, gives: { grade: 好 }"), ("cases.1.total", "pack.not-a-number")),
        (case("totl: 90, gives: { grade: 好 }"), ("cases.1.totl", "pack.key-misspelt")),
        (case("total: 90, gives: 好"), ("cases.1.gives", "pack.not-a-mapping-value")),
        (case("total: 90, rows: [G-99], gives: { grade: 好 }"), ("cases.1 (g).rows", "lint.row-unknown")),
        (case("total: 90, settings: x, gives: { grade: 好 }"), ("cases.1.settings", "pack.not-a-mapping-value")),
        (case("total: 90, measures: [1], gives: { grade: 好 }"), ("cases.1.measures", "pack.not-a-mapping-value")),
        (case("class: 村, lines: x, gives: { total: 1 }"), ("cases.1.lines", "pack.not-a-mapping-value")),
        (case("class: 村, lines: { a: { reason: x } }, gives: { total: 1 }"),
         ("cases.1.lines.a.value", "pack.key-missing")),
        (case("class: 村, lines: { a: [1] }, gives: { total: 1 }"), ("cases.1.lines.a.value", "pack.case-value")),
        (case("cohort: [{ 好: 10000000000 }], gives: { kept: true }"), ("cases.1.cohort.0", "pack.case-count")),
        (case("cohort: 5, gives: { kept: true }"), ("cases.1.cohort", "pack.not-a-list")),
        (case("organisations: { A: { knd: village } }, gives: { graded: {} }"),
         ("cases.1.organisations.A.knd", "pack.key-misspelt")),
        (case("explanation: x, class: 村, gives: { accepted: true }") +
         "  - { mechanism: g, unit_grade: 好, gives: { grade: [1] } }\n", ("cases.2 (g)", "lint.case-fails")),
    ],
)  # fmt: skip
def test_a_malformed_pack_is_answered_with_file_key_and_remedy(tmp_path, text, expected):
    assert expected in codes(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "codes_"),
    [
        (ITEMS % "{ key: i, name: i, shape: deduct-once, points: x }", ["pack.not-a-number"]),
        (ITEMS % "{ key: i, name: i, points: x }", ["pack.shape-missing"]),
        (
            ITEMS % "{ key: i, name: i, shape: deduct-once, pionts: 1 }",
            ["pack.key-misspelt", "pack.key-missing"],
        ),
    ],
)
def test_a_wrong_item_is_named_once_and_not_once_for_every_shape(tmp_path, text, codes_):
    assert [one.code for one in findings(tmp_path, text)] == codes_


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("class: 国企, lines: {}, gives: { total: 1 }", "sheet.no-sheets"),
        ("explanation: '', class: 村, gives: { accepted: true }", ""),
        ("lines: {}, gives: { total: 1 }", "pack.case-lacks"),
        ("total: 1e400, settings: { g: { round_to: 2 } }, gives: { grade: 好 }", "pack.cannot-compute"),
        ("total: 90, settings: { g: { round_to: x } }, gives: { grade: 好 }", "pack.setting-wrong"),
        ("total: 90, settings: { g: { round_to: 90 } }, gives: { grade: 好 }", "pack.setting-wrong"),
        ("total: 90, settings: { h: { round_to: 1 } }, gives: { grade: 好 }", "pack.setting-unknown"),
    ],
)
def test_a_case_that_is_refused_says_so_in_words(tmp_path, told, said):
    refused = [
        one.facts["refused"] for one in findings(tmp_path, case(told)) if one.code == "lint.case-refused"
    ]

    assert refused == [said] * bool(said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_finding_shows_python_or_a_dash_for_nothing(tmp_path, lang):
    text = (
        "banana: 1\n" + GRADES.replace("[round_to]", "[zzz]").replace("at_least: 60", "at_least:")
        + "cases:\n  - { mechanism: [1], total: { a: [null, true] }, gives: }\n"
    )  # fmt: skip

    said = [phrases.sentence(one.code, one.facts, lang) for one in findings(tmp_path, text)]

    assert len(said) >= 4
    assert [one for one in said if "None" in one or "—" in one or "[{" in one or "'" in one] == []


def test_a_finding_about_a_whole_file_has_no_empty_key_in_its_line(tmp_path):
    [finding] = findings(tmp_path, "note: [\n")

    assert line(finding).startswith("错误 mine/pack.yaml：")


def test_a_pack_is_read_from_within_its_folder(tmp_path, monkeypatch):
    write(tmp_path / "mine", HEAD + GRADES)
    monkeypatch.chdir(tmp_path / "mine")

    assert [load(path).name for path in (".", "pack.yaml")] == ["mine", "mine"]


def test_a_pack_named_with_figures_says_to_put_quotes_around_them(tmp_path):
    path = write(tmp_path / "2026", HEAD.replace("pack: mine", "pack: 2026") + GRADES)

    assert [(one.key, one.code) for one in check_path(path) if one.level == "error"] == [
        ("pack", "pack.not-text")
    ]


def test_a_name_that_no_file_system_takes_is_no_pack():
    [finding] = check_path("x" * 5000)

    assert finding.code == "pack.not-found"


def test_figures_are_read_as_written(tmp_path):
    write(tmp_path / "mine", HEAD + GRADES.replace("at_least: 60", "at_least: 012"))

    assert load(str(tmp_path / "mine")).scheme().need_bands().bands[0].at_least == 12


def test_a_pack_with_errors_is_not_graded_with(tmp_path):
    path = write(tmp_path / "mine", HEAD + GRADES.replace("at_least: 0 ", "at_least: 10 "))

    with pytest.raises(PackFault) as fault:
        load_sound(path)

    assert [one.code for one in fault.value.findings] == ["lint.bands-start-above-zero"]
