"""duty.record, duty.return."""

from collections.abc import Iterator

from jiceng.kernel import duty as rules
from jiceng.kernel.sheet.lint import Remark, check_names
from jiceng.packs.given import Given
from jiceng.packs.words.entry import (
    Answers,
    Rules,
    Whole,
    check_are_records,
    check_levels,
    check_moves,
    check_named_parts,
    check_of,
    check_parts,
    check_printed,
    codes_of,
    day_of,
    due_day,
    example_of,
    subject_of,
    written_day,
)


@example_of(rules.Record)
def record_example(rule: rules.Record | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "owed": False, "missing": []}
    if "said" in given:
        done, flags = frozenset(given.get("done", ())), frozenset(given.get("flags", ()))
        rules.check_record(
            rule, given["said"], name="case", done=done, flags=flags, known=given.get("known", {})
        )
    answers: Answers = {
        "accepted": True,
        "owed": rule.owed(**subject_of(given)),
        "by": rule.by,
        "of": rule.of,
        "due_on": due_day(rule, given, others),
    }
    if "records" in given:
        answers["missing"] = codes_of(
            rules.missing_records(
                rule, given["records"], mechanism="", name="case", flags=frozenset(given.get("flags", ())),
                zones=given.get("zones", ()),
            )
        )  # fmt: skip
    if "on" in given and "opened_on" in given:
        since, on = day_of(given["opened_on"]), day_of(given["on"])
        records = [
            (day_of(day), texts)
            for day, texts in zip(given.get("held_on", ()), given["records"], strict=True)
        ]
        owed = rules.owed_records(rule, records, mechanism="", name="case", since=since, on=on)
        answers["due_days"] = [written_day(record.period.last) for record in owed if record.period]
    return answers


@check_of(rules.Record)
def record_check(rule: rules.Record, whole: Whole) -> Iterator[Remark]:
    yield from check_parts(rule.contents, "contents")
    yield from check_named_parts(list(rule.covers), rule.contents, "covers")
    yield from check_named_parts(list(rule.concludes), rule.contents, "concludes")
    yield from check_named_parts(list(rule.agrees), rule.contents, "agrees")
    yield from check_named_parts([rule.each_zone] if rule.each_zone else [], rule.contents, "each_zone")
    yield from check_named_parts(
        [*rule.sums, *(name for names in rule.sums.values() for name in names)], rule.contents, "sums"
    )
    for names in rule.same:
        yield from check_named_parts(names, rule.contents, "same")
    yield from check_levels(rule.levels)


@example_of(rules.Return)
def return_example(rule: rules.Return | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "forms": [], "focus": [], "by": "", "department": ""}
    if "done" in given:
        rules.check_first(rule, frozenset(given["done"]), name="")
    if "figures" in given:
        figures = given["figures"]
        rules.check_return(
            rule,
            rules.Figures(
                due=figures["due"],
                grades=figures["grades"],
                listed=figures.get("listed", figures["grades"]),
                not_graded=figures.get("not_graded", {}),
                unexplained=figures.get("unexplained", ()),
                open_objections=figures.get("open_objections", 0),
            ),
        )
    return {
        "accepted": True,
        "forms": [rules.FORMS[form] for form in rule.forms],
        "focus": list(rule.focus),
        "due_on": due_day(rule, given, others),
        "by_zone": rule.by_zone,
        "by": rule.by,
        "department": rule.department,
    }


@check_of(rules.Return)
def return_check(rule: rules.Return, whole: Whole) -> Iterator[Remark]:
    yield from check_names(rule.forms, tuple(rules.FORMS), key="forms", code="lint.return-form-unknown")
    if not rule.forms:
        yield Remark("error", "forms", "lint.empty", {"name": "forms"})
    yield from check_are_records(rule.report, whole, "report")
    yield from check_printed(rule.due_on, "due_on")
    yield from check_levels(rule.levels)
    yield from check_moves(rule, whole)
