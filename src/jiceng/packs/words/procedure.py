"""procedure.steps, procedure.sample."""

from collections.abc import Iterator

from jiceng.kernel import procedure as rules
from jiceng.kernel.sheet.lint import Remark
from jiceng.packs.given import Given
from jiceng.packs.words.entry import (
    ON,
    Answers,
    Rules,
    Whole,
    calendar_of,
    check_awaited,
    check_of,
    check_printed,
    day_of,
    example_of,
    written_day,
)


@example_of(rules.Steps)
def steps_example(rule: rules.Steps | None, given: Given, others: Rules) -> Answers:
    on = day_of(given["on"]) if "on" in given else ON
    if rule is None:
        return {"moved": "on", "accepted": True}
    if "doing" in given:
        rules.check_now(rule, mechanism=given["doing"], name=given["doing"], at=given.get("at", ""))
    answers: Answers = {
        "accepted": True,
        "theme": rule.theme,
        "goals": list(rule.goals),
        "months": rule.months,
    }
    windows = calendar_of(given, others).windows()
    answers["windows"] = {
        key: [written_day(window.from_on), written_day(window.until_on)] for key, window in windows.items()
    }
    answers["steps"] = [step.name for step in rule.steps]
    if "at" in given and "doing" not in given:
        step = rule.at(given["at"])
        missing = [
            rules.Missing(key, "procedure.case-awaits", {"name": key})
            for key in step.awaits
            if key not in given.get("done", step.awaits)
        ]
        answers["actor"] = step.actor
        answers["awaits"] = list(step.awaits)
        answers["next"] = rule.after(step.key)
        answers["late"] = windows[step.key].state(on) == "late"
        to = given.get("to", rule.after(step.key))
        answers["moved"] = rules.check_move(
            rule,
            at=step.key,
            to=to,
            missing=missing,
            window=windows.get(to),
            on=on,
            reason=given.get("reason", ""),
        )
    return answers


@check_of(rules.Steps)
def steps_check(rule: rules.Steps, whole: Whole) -> Iterator[Remark]:
    keys = list(rule.keys())
    yield from check_printed(rule.starts, "starts")
    for at, step in enumerate(rule.steps):
        key = f"steps.{step.key}"
        yield from check_awaited(step.awaits, whole, f"{key}.awaits")
        for name in step.back_to:
            if name not in keys[:at]:
                yield Remark(
                    "error", f"{key}.back_to", "lint.not-a-former-step", {"name": name, "known": keys[:at]}
                )
        yield from check_printed(step.from_on, f"{key}.from_on")
        yield from check_printed(step.until_on, f"{key}.until_on")
        if (
            step.from_on
            and step.until_on
            and not step.until_on.startswith("+")
            and step.until_on < step.from_on
        ):
            yield Remark("error", f"{key}.until_on", "lint.ends-before-it-begins", {"name": step.name})
    if not rule.steps:
        yield Remark("error", "steps", "lint.empty", {"name": "steps"})
    if rule.days_are == "moving" and not rule.printed():
        yield Remark("error", "days_are", "lint.moves-with-nothing", {})


@example_of(rules.Sample)
def sample_example(rule: rules.Sample | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {}
    grades = given.get("graded", {})
    codes = [code for code, grade in grades.items() if not rule.grades or grade in rule.grades]
    size = rule.count(len(codes))
    return {"drawn": rules.draw(given["seed"], codes, size), "size": size, "by": rule.by}
