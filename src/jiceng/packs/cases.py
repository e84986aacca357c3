"""Running the examples of a pack: the same cases on every engine, and again with the rule taken out.

What a case may give as input, and what its answer may name:

| input | answer |
| `total`, with `class`, `flags`, `measures`, `ratings` | `grade`, `band_grade` |
| `lines` (or `sheets`: scorer -> lines), `class`, `done` | `total`, `heads`, `grade`, `band_grade`      |
| `decided`, `reason`, `done` beside one of the two above | `decision` |
| `self_assessment` (lines), `class`, `stated`, `done`  | `accepted`                                   |
| `cohort`: list of {class, grade: count}, `about` | `most`, `least`, `over`, `changes`, `kept` ... |
| `organisations`: code -> {kind, form, parent_form}    | `graded`, `with_unit`, `outside`             |
| `unit_grade`, `own_grade`, `reason` | `grade` |
| `explanation`, `grade`, `class`                       | `accepted`                                   |

These grade; what the other words are asked is in `packs.words`.
Or `refused`: the code of the refusal. A line is a value, or {value, reason, points}; a bare value has a reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import Candidate, sort_out
from jiceng.kernel.sheet import (
    Entry,
    Form,
    Judgement,
    Member,
    Proposal,
    Scheme,
    Subject,
    decide,
    inherit,
    propose,
)
from jiceng.packs.pack import Case, Pack
from jiceng.packs.words import EXAMPLES

# What stands for an answer that a rule does not give.
NO_ANSWER = "?"

# Answers that only the kernel gives; bulk grading gives totals and grades.
BEYOND_COLUMNS = frozenset({"heads", "band_grade"})


class Judged(Protocol):
    """What an engine answers for one subject."""

    @property
    def total(self) -> Decimal: ...
    @property
    def grade(self) -> str: ...


# Judges one subject. The kernel's answer also has heads and the grade by score alone; another engine may not.
Engine = Callable[[Scheme, Subject], Judged]


@dataclass(frozen=True)
class Outcome:
    """What came of a case. got: the asked answers, or {"refused": the refusal}."""

    case: Case
    passed: bool
    got: Mapping[str, Any]


def kernel_engine(scheme: Scheme, subject: Subject) -> Judgement:
    return scheme.judge(subject)


def run(
    pack: Pack, case: Case, *, engine: Engine = kernel_engine, without: frozenset[str] = frozenset()
) -> Outcome:
    """Run one case; `without` leaves mechanisms out, to show that the case notices."""
    try:
        rule = pack.mechanisms[case.mechanism].rule
        example = EXAMPLES.get(type(rule))
        if example is not None:
            rules = pack.rules(case.settings, without=without)
            answers = example(rules.get(case.mechanism), case.given, rules)
        else:
            answers = _answers(pack.scheme(case.settings, without=without), case.given, engine)
    except Refusal as refused:
        return Outcome(case, case.refused == refused.code, {"refused": refused})
    except (
        ArithmeticError
    ):  # a step of 0, a weight with forty digits: the linter names it, the case cannot run
        return Outcome(case, False, {"refused": Refusal("pack.cannot-compute")})
    if case.gives is None:
        return Outcome(case, False, answers)
    unsaid = frozenset() if engine is kernel_engine else BEYOND_COLUMNS
    asked = {name: wanted for name, wanted in case.gives.items() if name not in unsaid}
    got = {name: answers.get(name, NO_ANSWER) for name in asked}
    return Outcome(case, all(_same(got[name], wanted) for name, wanted in asked.items()), got)


def notices_removal(pack: Pack, case: Case) -> bool:
    """True when the case fails once its mechanism is taken out of the pack."""
    return not run(pack, case, without=frozenset({case.mechanism})).passed


def judged_by_engine(case: Case) -> bool:
    """True for a case that scores an organisation, and so runs on every engine."""
    scored = ("lines" in case.given or "sheets" in case.given) and "decided" not in case.given
    return scored and (case.gives is None or bool(case.gives.keys() - BEYOND_COLUMNS))


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(
            name in got and _same(got[name], wanted[name]) for name in wanted
        )
    if isinstance(wanted, (int, Decimal)) and isinstance(got, (int, Decimal)):
        return Decimal(got) == Decimal(wanted)
    if isinstance(wanted, list):
        return isinstance(got, (list, tuple)) and list(got) == wanted
    return bool(got == wanted)


def _need(given: Mapping[str, Any], name: str) -> Any:
    if name not in given:
        raise Refusal("pack.case-lacks", name=name)
    return given[name]


def _answers(scheme: Scheme, given: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    if "organisations" in given:
        return _sorted(scheme, given)
    if "cohort" in given:
        return _quota(scheme, given)
    if "unit_grade" in given:
        own, reason = given.get("own_grade", ""), given.get("reason", "")
        step = inherit(scheme.same_grade, unit_grade=given["unit_grade"], own_grade=own, reason=reason)
        return {"grade": step.facts["grade"], "step": step.code}
    if "explanation" in given:
        if scheme.explanations is not None:
            scheme.explanations.check(
                name="case",
                class_name=_need(given, "class"),
                grade=_need(given, "grade"),
                text=given["explanation"],
            )
        return {"accepted": True}
    if "self_assessment" in given:
        class_name = _need(given, "class")
        form = scheme.form(class_name)
        if scheme.self_assessment is not None:
            if "done" in given:
                scheme.self_assessment.check_first(frozenset(given["done"]))
            entries = read_lines(form, given["self_assessment"])
            scheme.self_assessment.check(form, entries, class_name=class_name, stated=given.get("stated", ""))
        return {"accepted": True}
    return _graded(scheme, given, engine)


def read_lines(form: Form, lines: Mapping[str, Any] | str) -> dict[str, Entry]:
    """Lines of a case as entries. `all` = every item once, `every` = every item answered with 0."""
    if isinstance(lines, str):
        value = Decimal({"all": 1, "every": 0}[lines])
        return {
            item.key: Entry(value, "case") for _, item in form.items() if item.shape != "discretionary"
        } | {item.key: Entry(Decimal(0), "case") for _, item in form.items() if item.shape == "discretionary"}
    return {
        form.find(name).key: Entry(line["value"], line.get("reason", ""), line.get("points"))
        for name, line in lines.items()
    }


def _graded(scheme: Scheme, given: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    class_name = given.get("class", "")
    flags = frozenset(given.get("flags", ()))
    measures, ratings = given.get("measures", {}), given.get("ratings", {})
    if "total" in given:
        proposal = _proposed(scheme, given, class_name, flags, measures, ratings)
        if "decided" not in given:
            return {"grade": proposal.grade, "band_grade": proposal.band_grade}
        if scheme.decision is not None and "done" in given:
            scheme.decision.check_first(frozenset(given["done"]))
        present = frozenset(given.get("present") or scheme.scorers.names())
        step = decide(
            scheme.decision, scheme.need_bands(), proposal, given["decided"],
            reason=given.get("reason", ""), present=present,
        )  # fmt: skip
        return {"decision": step.code, "grade": proposal.grade, "decided": step.facts["decided"]}
    form = scheme.form(_need(given, "class"))
    sheets = given["sheets"] if "sheets" in given else {"assessment": given.get("lines", {})}
    subject = Subject(
        class_name,
        {name: read_lines(form, lines) for name, lines in sheets.items()},
        flags,
        measures,
        ratings,
    )
    if "done" in given:
        scheme.scorers.check_first(frozenset(given["done"]))
    judged = engine(scheme, subject)
    answers: dict[str, Any] = {"total": judged.total, "grade": judged.grade}
    if isinstance(judged, Judgement):
        counted = [scorer.key for scorer in scheme.scorers.counted()]
        answers["band_grade"] = judged.proposal.band_grade
        if len(counted) == 1:
            answers["heads"] = _named(form, judged.scores[counted[0]].heads)
    return answers


def _proposed(
    scheme: Scheme,
    given: Mapping[str, Any],
    class_name: str,
    flags: frozenset[str],
    measures: Mapping[str, Decimal],
    ratings: Mapping[str, str],
) -> Proposal:
    return propose(
        scheme.need_bands(),
        given["total"],
        class_name=class_name,
        flags=flags,
        measures=measures,
        ratings=ratings,
        consequences=scheme.consequences,
        gates=scheme.gates,
        adopted=scheme.adopted,
    )


def _named(form: Form, heads: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Head points by key and by name, so that a case may use either."""
    points = dict(heads)
    return points | {head.name: points[head.key] for head in form.heads if head.key in points}


def _sorted(scheme: Scheme, given: Mapping[str, Any]) -> dict[str, Any]:
    if scheme.objects is None:
        raise Refusal("register.no-objects")
    candidates = [Candidate(code=code, **facts) for code, facts in given["organisations"].items()]
    sorting = sort_out(scheme.objects, candidates)
    return {"graded": sorting.graded, "with_unit": list(sorting.with_unit), "outside": sorting.outside}


def _quota(scheme: Scheme, given: Mapping[str, Any]) -> dict[str, Any]:
    cohort: list[Member] = []
    for at, group in enumerate(given["cohort"]):
        class_name = group.get("class", "")
        for grade, count in group.items():
            if grade != "class":
                cohort += [Member(f"{at}-{grade}-{number}", class_name, grade) for number in range(count)]
    answer = scheme.check_quotas(cohort)
    asked, classes = given.get("about", ""), given.get("classes", ())
    standing = next(
        (
            standing
            for standing in answer.standings
            if standing.quota.grade == asked and standing.classes == classes
        ),
        None,
    )
    answers: dict[str, Any] = {
        "kept": answer.kept,
        "changes": None if answer.changes is None else len(answer.changes),
        "moves": [f"{change.from_grade}→{change.to_grade}" for change in answer.changes or ()],
    }
    if standing is not None:
        answers |= {
            name: getattr(standing, name)
            for name in ("size", "count", "share", "most", "least", "over", "under")
        }
        answers["code"] = standing.code
    return answers
