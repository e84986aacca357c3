"""ballot.evaluation."""

from collections.abc import Iterator

from jiceng.kernel import ballot as rules
from jiceng.kernel.ballot import ABSTAIN, board, view
from jiceng.kernel.ballot.event import check_smallest
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import KINDS
from jiceng.kernel.sheet.lint import Remark, check_names
from jiceng.packs.given import Given
from jiceng.packs.words.entry import Answers, Rules, Whole, check_of, codes_of, example_of


@example_of(rules.Evaluation)
def evaluation_example(rule: rules.Evaluation | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "missing": []}
    roll = given.get("roll", {})
    if "members" in given or ("roll" in given and "counts" not in given):
        rules.check_roll(rule, roll, members=given.get("members"), reason=given.get("reason", ""))
    answers: Answers = {
        "accepted": True,
        "missing": [],
        "counted_by": rule.counted_by,
        "named_by": rule.named_by,
        "approved_by": rule.approved_by,
        "secret": rule.secret,
        "classes": [voter_class.name for voter_class in rule.classes],
        "questions": [asked.name for asked in board.sheet_of(rule, given.get("people", ()))],
    }
    if "kind" in given:
        class_name = given.get("class", "")
        answers["concerns"] = rule.concerns(
            grade=given.get("grade", ""), kind=given["kind"], class_name=class_name
        )
    if "counts" in given:
        counts = {name: rules.Counted(**figures) for name, figures in given["counts"].items()}
        rules.check_count(rule, roll, counts)
        answers["satisfaction"] = rules.satisfaction(rule, counts)
        answers["opinion"] = rules.opinion(rule, counts)
        answers["opinions"] = rules.opinions(rule, counts)
        answers["view"] = view.published(
            rule, counts, "inside" if given.get("shown") == "inside" else "public"
        ).mode
    if "standing" in given:
        standing = given["standing"]
        answers["missing"] = codes_of(
            rules.missing_ballot(
                rule,
                roll="roll" in standing,
                approved="approved" in standing,
                counted="counted" in standing,
                mechanism="",
                name="case",
            )
        )
    return answers


@check_of(rules.Evaluation)
def evaluation_check(rule: rules.Evaluation, whole: Whole) -> Iterator[Remark]:
    yield from check_names(rule.satisfied, rule.options, key="satisfied", code="lint.option-not-there")
    classes = tuple(voter_class.name for voter_class in rule.classes)
    yield from check_names(rule.one_to_one, classes, key="one_to_one", code="lint.voter-class-unknown")
    yield from check_names(rule.kinds, tuple(KINDS), key="kinds", code="lint.kind-unknown")
    for options in (rule.options, *(question.options for question in rule.items)):
        if ABSTAIN in options:
            yield Remark("error", "options", "lint.abstaining-is-there", {"name": ABSTAIN})
    if rule.of_members and (rule.items or rule.measure):
        yield Remark("error", "of_members", "lint.members-and-questions", {})
    try:
        check_smallest(rule.smallest)
    except Refusal as refused:
        yield Remark("error", "smallest", refused.code, refused.facts)
