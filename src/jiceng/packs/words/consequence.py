"""consequence.flag, consequence.gate, consequence.use; the first two are run through the scheme (`packs.cases`)."""

from collections.abc import Iterator

from jiceng.kernel import consequence as rules
from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.sheet.lint import Remark, check_gate, check_names
from jiceng.packs.given import Given
from jiceng.packs.words.entry import Answers, Rules, Whole, check_of, example_of


@check_of(rules.Consequence)
def consequence_check(rule: rules.Consequence, whole: Whole) -> Iterator[Remark]:
    yield from check_names([rule.grade], whole.grades, key="grades", code="lint.grade-unknown")


@example_of(rules.Use)
def use_example(rule: rules.Use | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {}
    uses = [use for use in others.values() if isinstance(use, rules.Use)]
    use = rules.check_use(uses, what=rule.what, grade=given.get("grade", ""))
    if "holder" in given:
        rules.check_named(use, given["holder"])
    return {"kind": use.kind, "points": use.points, "accepted": True}


@check_of(rules.Gate)
def gate_check(rule: rules.Gate, whole: Whole) -> Iterator[Remark]:
    """A measure misspelt has no figure, ever, and keeps its grade shut for everybody."""
    yield from check_gate(rule, whole.grades)
    if rule.measure and rule.at_least is None and "at_least" not in whole.adjustable:
        yield Remark("error", "", "lint.gate-without-figure", {"name": rule.name or rule.measure})
    ballots = [ballot for ballot in whole.rules.values() if isinstance(ballot, Evaluation)]
    given = list(dict.fromkeys(ballot.measure for ballot in ballots if ballot.measure))
    if ballots and rule.measure and not rule.requires_flag and rule.measure not in given:
        facts = {"name": rule.measure, "known": given or ["—"]}
        yield Remark("warning", "measure", "lint.measure-of-nobody", facts)
