"""item.ledger, item.movement."""

from collections.abc import Iterator

from jiceng.kernel import consequence
from jiceng.kernel import item as rules
from jiceng.kernel.contents import lines_said, missing_parts
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Bands
from jiceng.kernel.sheet.lint import Remark
from jiceng.packs.given import Given
from jiceng.packs.words.entry import (
    ON,
    Answers,
    Rules,
    Whole,
    check_are_records,
    check_awaited,
    check_named_parts,
    check_of,
    check_parts,
    check_printed,
    codes_of,
    day_of,
    example_of,
    subject_of,
    written_day,
)


@example_of(rules.Ledger)
def ledger_example(rule: rules.Ledger | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "closed": True, "missing": [], "concerns": False, "passed": True}
    opened = day_of(given["opened_on"]) if "opened_on" in given else ON
    if "records" in given:
        rule = rule.taking_up(
            {part: lines_said(others[key].contents, given["records"]) for part, key in rule.answers.items()}
        )
    answers: Answers = {
        "accepted": True,
        "closed": True,
        "passed": True,
        "concerns": rule.concerns(**subject_of(given)),
        "latest": written_day(rules.latest_due(rule, opened)),
        "effect_on": written_day(rules.effect_due(rule, opened)),
        "gates": [gate.name for gate in rule.every_gate()],
        "closed_by": rule.closed_by,
        "opened_by_its_own_side": rule.is_opened_by_its_own_side,
        "lacking": missing_parts(rule.contents, given.get("said", {})),
    }
    if "said" in given:
        rules.check_plan(
            rule,
            given["said"],
            name="case",
            opened_on=opened,
            due_on=day_of(given["due_on"]) if given.get("due_on") else None,
            owner=given.get("owner", ""),
        )
        rules.check_unlike(
            rule, given["said"], [("", texts) for texts in given.get("beside", ())], name="case"
        )
    if "passing" in given:
        passing = given["passing"]
        gate = next((gate for gate in rule.every_gate() if passing["gate"] in (gate.key, gate.name)), None)
        if gate is None:
            raise Refusal(
                "item.gate-unknown", gate=passing["gate"], gates=[gate.name for gate in rule.every_gate()]
            )
        rules.check_pass(gate, note=passing.get("note", ""), value=passing.get("value"))
    if "passed" in given:
        keys = {gate.name: gate.key for gate in rule.every_gate()}
        rules.check_close(
            rule,
            name="case",
            passed=frozenset(keys.get(name, name) for name in given["passed"]),
            evidence=given.get("evidence", 0),
            owner_closes=given.get("owner_closes", False),
        )
    if "reply" in given:
        rules.check_answer(rule, given["reply"], name="case")
    if "plans" in given or "helpers" in given:
        plans = [plan for plan in given.get("plans", ()) if plan]
        answers["missing"] = codes_of(
            rules.missing_items(
                rule, plans, frozenset(given.get("helpers", ())), mechanism="", name="case",
                unplanned=len(given.get("plans", ())) - len(plans),
            )
        )  # fmt: skip
    return answers


@check_of(rules.Ledger)
def ledger_check(rule: rules.Ledger, whole: Whole) -> Iterator[Remark]:
    yield from check_parts(rule.contents, "contents")
    yield from check_named_parts([*rule.covers, *rule.picks, *rule.answers], rule.contents, "covers")
    yield from check_are_records([*rule.answers.values()], whole, "answers")
    keys = [gate.key for gate in rule.every_gate()]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Remark("error", "gates", "lint.name-twice", {"name": key})
    yield from check_printed(rule.effect_by, "effect_by")
    for gate in rule.every_gate():
        if gate.kind == "rating" and gate.at_least_rating not in gate.ladder:
            facts = {"name": gate.at_least_rating, "known": list(gate.ladder)}
            yield Remark("error", f"gates.{gate.key}", "lint.rating-not-on-ladder", facts)
    named = {"grade": rule.grades, "flag": rule.flags}
    if rule.opens in named and not named[rule.opens]:
        yield Remark("error", f"{rule.opens}s", "lint.empty", {"name": f"{rule.opens}s"})


@example_of(rules.Movement)
def movement_example(rule: rules.Movement | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True}
    bands = next((other for other in others.values() if isinstance(other, Bands)), None)
    if bands is None:
        raise Refusal("sheet.no-bands")
    answers: Answers = {
        "accepted": True,
        "goal": rule.goals.get(given.get("grade", given.get("old", "")), ""),
    }
    if "target" in given:
        rules.check_target(
            rule, bands, grade=given["grade"], target=given["target"], reason=given.get("reason", "")
        )
    if "new" in given:
        consequences = [other for other in others.values() if isinstance(other, consequence.Consequence)]
        about = subject_of(given)
        rules.check_findings(
            consequences, bands, new=given["new"], flags=about["flags"], class_name=about["class_name"],
            note=given.get("reason", ""),
        )  # fmt: skip
        figure = given.get("measures", {}).get(rule.measure)
        rules.check_figure(rule, figure, note=given.get("reason", ""))
        rules.check_upgrade(
            rule, bands, old=given["old"], new=given["new"], opinions=given.get("opinions", {})
        )
        answers["movement"] = rules.movement(bands, given["old"], given["new"])
    if "pairs" in given:
        answers["matrix"] = rules.matrix(bands, [(old, new) for old, new in given["pairs"]])
    return answers


@check_of(rules.Movement)
def movement_check(rule: rules.Movement, whole: Whole) -> Iterator[Remark]:
    yield from check_are_records(rule.upgrade_needs, whole, "upgrade_needs")
    yield from check_awaited(rule.upgrade_awaits, whole, "upgrade_awaits")
