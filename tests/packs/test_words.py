"""What the linter finds in rules that name each other."""

import pytest

from jiceng.packs.lint import check_path
from tests.packs.test_packs import HEAD, write

BANDS = (
    "  - { key: g, uses: sheet.bands, local: true, bands: "
    "[{ grade: 好, at_least: 90 }, { grade: 一般, at_least: 60 }, { grade: 较差, at_least: 0 }] }\n"
    "  - { key: o, uses: register.objects, local: true, classes: [{ name: 村, kinds: [village] }] }\n"
)


def found(tmp_path, text):
    pack = HEAD + "mechanisms:\n" + BANDS + f"  - {{ key: x, local: true, {text} }}\n"
    return [(one.key, one.code) for one in check_path(write(tmp_path / "mine", pack)) if one.level == "error"]


STEP = "uses: procedure.steps, steps: [{ key: a, name: A, actor: secretary%s }, { key: b, name: B, actor: reviewer%s }]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STEP % (", awaits: [nobody]", ""), ("x.steps.a.awaits", "lint.key-unknown")),
        (STEP % (", awaits: [g]", ""), ("x.steps.a.awaits", "lint.not-awaitable")),
        (STEP % ("", ", back_to: [c]"), ("x.steps.b.back_to", "lint.not-a-former-step")),
        (STEP % (", back_to: [b]", ""), ("x.steps.a.back_to", "lint.not-a-former-step")),
        (STEP % (', from_on: "02-30"', ""), ("x.steps.a.from_on", "days.not-a-day")),
        (STEP % (', from_on: "04-14", until_on: "04-12"', ""), ("x.steps.a.until_on", "lint.ends-before-it-begins")),
        ("uses: procedure.steps, steps: []", ("x.steps", "lint.empty")),
        ("uses: duty.record, by: secretary, levels: [{ level: 县, due_on: 02-30 }]", ("x.levels.县", "days.not-a-day")),
        ("uses: procedure.sample, size: 3, grades: [优]", ("x.grades", "lint.grade-unknown")),
        ("uses: duty.record, by: secretary, after: [y]", ("x.after", "lint.key-unknown")),
        ("uses: duty.record, by: secretary, classes: [连队]", ("x.classes", "lint.class-unknown")),
        ("uses: duty.record, by: secretary, contents: [{ name: 甲 }, { name: 甲 }]", ("x.contents", "lint.name-twice")),
        ("uses: duty.record, by: secretary, contents: [{ name: 甲, kind: choice }]",
         ("x.contents.甲", "lint.choice-without-choices")),
        ("uses: duty.record, by: secretary, covers: { 乙: [丙] }", ("x.covers", "lint.part-unknown")),
        ("uses: duty.record, by: secretary, same: [[甲, 乙]]", ("x.same", "lint.part-unknown")),
        ("uses: duty.return, forms: [annex]", ("x.forms", "lint.return-form-unknown")),
        ("uses: duty.return, forms: []", ("x.forms", "lint.empty")),
        ("uses: duty.return, forms: [summary], focus: [优]", ("x.focus", "lint.grade-unknown")),
        ("uses: notice.post, columns: [{ name: 甲 }]", ("x.table", "lint.table-and-columns")),
        ("uses: notice.post, table: grades, columns: [{ name: 等级 }]", ("x.columns", "lint.column-without-meaning")),
        ("uses: notice.post, table: grades, columns: [{ name: 期限, means: due }]",
         ("x.columns", "lint.column-means-else")),
        ("uses: notice.post, table: items, columns: [{ name: 事项, means: title }]",
         ("x.table", "lint.no-published-ledger")),
        ("uses: notice.post, table: items, columns: [{ name: 主要措施 }] }\n  - { key: l, local: true, "
         "uses: item.ledger, published: true, contents: [{ name: 具体措施 }]",
         ("x.columns", "lint.column-not-in-ledger")),
        ("uses: notice.post", ("x.entries", "lint.empty")),
        ("uses: item.ledger, opens: grade", ("x.grades", "lint.empty")),
        ("uses: item.ledger, picks: { 任务: [甲] }", ("x.covers", "lint.part-unknown")),
        ("uses: item.ledger, gates: [{ key: s, name: 星, kind: rating, ladder: [一星], at_least_rating: 三星 }]",
         ("x.gates.s", "lint.rating-not-on-ladder")),
        ("uses: item.ledger, gates: [{ key: s, name: 甲 }], actions: [s]", ("x.gates", "lint.name-twice")),
        ("uses: item.movement, goals: {}, must_rise: [优]", ("x.must_rise", "lint.grade-unknown")),
        ("uses: item.movement, goals: {}, upgrade_needs: [y]", ("x.upgrade_needs", "lint.key-unknown")),
        ("uses: item.movement, goals: {}, upgrade_needs: [g]", ("x.upgrade_needs", "lint.not-a-record")),
        ("uses: ballot.evaluation, classes: [{ name: 党员 }], options: [好], satisfied: [满意]",
         ("x.satisfied", "lint.option-not-there")),
        ("uses: ballot.evaluation, classes: [{ name: 党员 }], options: [好], one_to_one: [党员, 群众]",
         ("x.one_to_one", "lint.voter-class-unknown")),
        ("uses: register.team, seats: [{ name: 组长 }, { name: 组长 }]", ("x.seats", "lint.name-twice")),
        ("uses: register.links, kinds: [{ name: 领导 }, { name: 领导 }]", ("x.kinds", "lint.name-twice")),
        ("uses: register.pairing, advanced: [优], lagging: [较差]", ("x.advanced", "lint.grade-unknown")),
        ("uses: register.documents, documents: [{ number: 某某文件 }]", ("x.documents", "link.number-wrong")),
        ("uses: consequence.use, grades: [优], kind: only, what: 表彰", ("x.grades", "lint.grade-unknown")),
    ],
)  # fmt: skip
def test_a_rule_that_names_what_is_not_there_is_an_error(tmp_path, text, expected):
    assert expected in found(tmp_path, text)


def test_a_step_that_awaits_a_record_is_right(tmp_path):
    text = (
        STEP % (", awaits: [y]", ", back_to: [a]") + " }\n"
        "  - { key: y, local: true, uses: duty.record, by: secretary, contents: [{ name: 甲 }]"
    )

    assert found(tmp_path, text) == []


GATE = "uses: consequence.gate, grades: [好], measure: 群众满意度, at_least: 80"
BALLOT = (
    " }\n  - { key: y, local: true, uses: ballot.evaluation, classes: [{ name: 党员 }], options: [满意, 不满意], "
    "satisfied: [满意]%s"
)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        (GATE + BALLOT % ", measure: 群众满意率", ["x.measure"]),
        (GATE + BALLOT % "", ["x.measure"]),
        (GATE + BALLOT % ", measure: 群众满意度", []),
        (GATE, []),
    ],
)
def test_a_gate_on_a_measure_that_no_ballot_of_the_pack_gives_is_warned_of(tmp_path, text, warned):
    pack = HEAD + "mechanisms:\n" + BANDS + f"  - {{ key: x, local: true, {text} }}\n"
    remarks = check_path(write(tmp_path / "mine", pack))

    assert [one.key for one in remarks if one.code == "lint.measure-of-nobody"] == warned
    assert not [one for one in remarks if one.level == "error"]


# -- figures that no document can mean, names that stand twice ---------------------------------------------------------

NOTICE = "uses: notice.post, entries: [甲]"
BALLOT = "uses: ballot.evaluation, classes: [党员], options: "
SHEET = (
    "uses: sheet.form, classes: [村], sheet: { key: s, title: 表, maximum: 9, heads: [{ key: h, name: 班子, "
    "maximum: 9, start: full, items: [%s, %s] }] }"
)
ITEM = "{ key: %s, name: 换届, shape: deduct-once, points: 1%s }"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NOTICE}, days: 0", ("x.days", "lint.figure-outside")),
        (f"{NOTICE}, days: -3", ("x.days", "lint.figure-outside")),
        (f"{NOTICE}, answer_days: -1", ("x.answer_days", "lint.figure-outside")),
        ("uses: item.ledger, limit_months: -2", ("x.limit_months", "lint.figure-outside")),
        ("uses: duty.record, by: secretary, every_months: 0", ("x.every_months", "lint.figure-outside")),
        ("uses: procedure.sample, size: -5", ("x.size", "lint.figure-outside")),
        ("uses: procedure.sample, size: 100000", ("x.size", "lint.figure-outside")),
        ("uses: procedure.sample, share: 10", ("x.share", "lint.share-outside")),
        ("uses: procedure.sample, share: -0.1", ("x.share", "lint.share-outside")),
        (
            "uses: register.team, seats: [{ name: 成员, at_least: -1 }]",
            ("x.seats.成员.at_least", "lint.figure-outside"),
        ),
        (f"{BALLOT}[好, 好, 差]", ("x.options", "lint.name-twice")),
        (f"{BALLOT}[好, 弃权]", ("x.options", "lint.abstaining-is-there")),
        ("uses: register.team, seats: [成员, 成员]", ("x.seats", "lint.name-twice")),
        ("uses: item.ledger, actions: [调整, 调整]", ("x.actions", "lint.name-twice")),
        (
            "uses: duty.record, by: secretary, contents: [{ name: 甲, kind: choice, one_of: [是, 是] }]",
            ("x.contents.甲.one_of", "lint.name-twice"),
        ),
        (SHEET % (ITEM % ("a", ""), ITEM % ("b", "")), ("x.sheet.heads.班子.items", "lint.name-twice")),
    ],
)
def test_a_figure_nobody_can_mean_and_a_name_that_stands_twice_are_named(tmp_path, text, expected):
    assert expected in found(tmp_path, text)


def test_a_gate_that_leaves_higher_grades_open_is_said(tmp_path):
    def said(grades):
        text = f"uses: consequence.gate, grades: {grades}, measure: 满意度, at_least: 80"
        pack = HEAD + "mechanisms:\n" + BANDS + f"  - {{ key: x, local: true, {text} }}\n"
        return [one.code for one in check_path(write(tmp_path / grades / "mine", pack))]

    assert "lint.gate-not-above" in said("[一般]")
    assert "lint.gate-not-above" not in said("[好, 一般]")


def test_items_of_one_name_for_different_classes_are_two(tmp_path):
    text = SHEET % (ITEM % ("a", ", classes: [村]"), ITEM % ("b", ", classes: [社区]"))

    assert "lint.name-twice" not in [code for _, code in found(tmp_path, text)]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("    title：四个等级", "："),
        ("    bands: [{ grade: 好，at_least: 90 }]", "，"),
    ],
)
def test_a_full_width_sign_where_yaml_wants_its_own_is_named_with_its_line(tmp_path, text, sign):
    pack = HEAD + "mechanisms:\n  - key: g\n    uses: sheet.bands\n" + text + "\n    clause: 一\n"

    [one] = check_path(write(tmp_path / "mine", pack))

    assert (one.code, one.facts["line"], one.facts["sign"]) == ("pack.full-width", 8, sign)


def test_a_full_width_colon_that_makes_one_key_is_named(tmp_path):
    pack = HEAD + "mechanisms:\n  - { key: g, uses: sheet.bands, local: true, bands: [{ grade：好 }] }\n"

    assert "pack.full-width-key" in [one.code for one in check_path(write(tmp_path / "mine", pack))]


def test_an_entry_that_needs_only_its_name_may_be_its_name(tmp_path):
    assert (
        found(tmp_path, "uses: duty.record, by: secretary, contents: [学习的文件, { name: 差距, nil: true }]")
        == []
    )
