"""What is wrong with rules that name each other: a step and what it awaits, a record and what comes before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from jiceng.kernel.ballot import ABSTAIN, Evaluation
from jiceng.kernel.ballot.event import check_smallest
from jiceng.kernel.consequence import Gate, Use
from jiceng.kernel.contents import Part
from jiceng.kernel.days import in_year
from jiceng.kernel.duty import FORMS, Record, Return
from jiceng.kernel.item import Ledger, Movement, published
from jiceng.kernel.link import Documents, Links, Pairing, Team, read_number
from jiceng.kernel.notice import MEANINGS, NOTHING, Notice
from jiceng.kernel.procedure import Clock, Sample, Steps
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import KINDS
from jiceng.kernel.sheet import Decision, Explanations, Scorers, SelfAssessment
from jiceng.kernel.sheet.lint import Remark, check_names

# What a step can wait for: something that is there or is not, of every organisation.
AWAITABLE = (
    SelfAssessment, Scorers, Decision, Explanations, Record, Notice, Evaluation, Ledger, Links, Team, Return, Sample,
)  # fmt: skip

LEAP = 2012  # a year that has every day of the calendar


def check_words(
    rule: Any, rules: Mapping[str, Any], *, grades: Sequence[str], classes: Sequence[str]
) -> Iterator[Remark]:
    """Remarks about one rule. rules: all of the pack by key; grades, classes: what the pack knows."""
    for name in ("grades", "focus", "advanced", "lagging", "must_rise"):
        used = getattr(rule, name, ()) if isinstance(rule, _WITH_GRADES) else ()
        yield from check_names(used, grades, key=name, code="lint.grade-unknown")
    if isinstance(rule, (Record, Ledger, Links)):
        yield from check_names(rule.classes, classes, key="classes", code="lint.class-unknown")
    if isinstance(rule, Evaluation):
        yield from check_names(rule.of_classes, classes, key="of_classes", code="lint.class-unknown")
    if isinstance(rule, (Record, Return, Notice, Evaluation, SelfAssessment, Decision)):
        yield from check_names(rule.after, tuple(rules), key="after", code="lint.key-unknown")
    yield from _twice(rule)
    check = _CHECKS.get(type(rule))
    if check is not None:
        yield from check(rule, rules)


_WITH_GRADES = (Record, Notice, Ledger, Evaluation, Links, Sample, Use, Return, Pairing, Movement)


def _twice(rule: Any, place: str = "") -> Iterator[Remark]:
    """Names and keys that stand more than once in one list of a rule, or of what it is made of."""
    for one in fields(rule):
        value, key = getattr(rule, one.name), f"{place}{one.name}"
        if not isinstance(value, tuple):
            if is_dataclass(value):
                yield from _twice(value, f"{key}.")
            continue
        for names in (
            [part for part in value if isinstance(part, str)],
            [getattr(part, "key", "") for part in value],
            [getattr(part, "name", "") for part in value],
        ):
            for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
                parts = [part for part in value if getattr(part, "name", "") == name]
                if not parts or not _apart(parts):
                    yield Remark("error", key, "lint.name-twice", {"name": name})
        for at, part in enumerate(value):
            if is_dataclass(part):
                yield from _twice(part, f"{key}.{getattr(part, 'name', at)}.")


def _apart(parts: Sequence[Any]) -> bool:
    """Whether those of one name are for different classes, as items of a sheet may be."""
    classes = [name for part in parts for name in getattr(part, "classes", ())]
    return all(getattr(part, "classes", ()) for part in parts) and len(set(classes)) == len(classes)


def _day(text: str, key: str) -> Iterator[Remark]:
    try:
        if text:
            in_year(text, LEAP)
    except Refusal as refused:
        yield Remark("error", key, refused.code, refused.facts)


def _parts(parts: Sequence[Part], key: str) -> Iterator[Remark]:
    for part in parts:
        if (part.kind == "choice") != bool(part.one_of):
            yield Remark("error", f"{key}.{part.name}", "lint.choice-without-choices", {"name": part.name})


def _named_parts(used: Sequence[str], parts: Sequence[Part], key: str) -> Iterator[Remark]:
    known = [one.name for one in parts]
    for name in used:
        if name not in known:
            yield Remark("error", key, "lint.part-unknown", {"name": name, "known": known})


def _records(keys: Sequence[str], rules: Mapping[str, Any], place: str) -> Iterator[Remark]:
    """Mechanisms that have to be records."""
    yield from check_names(keys, tuple(rules), key=place, code="lint.key-unknown")
    for key in keys:
        if key in rules and not isinstance(rules[key], Record):
            yield Remark("error", place, "lint.not-a-record", {"name": key})


def _steps(rule: Steps, rules: Mapping[str, Any]) -> Iterator[Remark]:
    keys = list(rule.keys())
    yield from _day(rule.starts, "starts")
    for at, step in enumerate(rule.steps):
        key = f"steps.{step.key}"
        yield from check_names(step.awaits, tuple(rules), key=f"{key}.awaits", code="lint.key-unknown")
        for name in step.awaits:
            if name in rules and not isinstance(rules[name], AWAITABLE):
                yield Remark("error", f"{key}.awaits", "lint.not-awaitable", {"name": name})
        for name in step.back_to:
            if name not in keys[:at]:
                yield Remark(
                    "error", f"{key}.back_to", "lint.not-a-former-step", {"name": name, "known": keys[:at]}
                )
        yield from _day(step.from_on, f"{key}.from_on")
        yield from _day(step.until_on, f"{key}.until_on")
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


def _moves(rule: Return | Clock, rules: Mapping[str, Any]) -> Iterator[Remark]:
    """A day moves at its distance from the steps, so there must be steps with days."""
    steps = [other for other in rules.values() if isinstance(other, Steps) and other.printed()]
    if rule.days_are == "moving" and not steps:
        yield Remark("error", "days_are", "lint.moves-with-nothing", {})


def _record(rule: Record, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from _parts(rule.contents, "contents")
    yield from _named_parts(list(rule.covers), rule.contents, "covers")
    yield from _named_parts(list(rule.concludes), rule.contents, "concludes")
    yield from _named_parts(list(rule.agrees), rule.contents, "agrees")
    yield from _named_parts([rule.each_zone] if rule.each_zone else [], rule.contents, "each_zone")
    yield from _named_parts(
        [*rule.sums, *(name for names in rule.sums.values() for name in names)], rule.contents, "sums"
    )
    for names in rule.same:
        yield from _named_parts(names, rule.contents, "same")


def _return(rule: Return, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from check_names(rule.forms, tuple(FORMS), key="forms", code="lint.return-form-unknown")
    if not rule.forms:
        yield Remark("error", "forms", "lint.empty", {"name": "forms"})
    yield from _records(rule.report, rules, "report")
    yield from _day(rule.due_on, "due_on")
    yield from _moves(rule, rules)


def _notice(rule: Notice, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from _parts(rule.entries, "entries")
    if bool(rule.table) != bool(rule.columns):
        yield Remark("error", "table", "lint.table-and-columns", {})
    if not rule.entries and not rule.columns:
        yield Remark("error", "entries", "lint.empty", {"name": "entries"})
    yield from _columns(rule, rules)


def _columns(rule: Notice, rules: Mapping[str, Any]) -> Iterator[Remark]:
    """A table has only what fills it: results, or the published ledgers, every one of them."""
    meanings = MEANINGS.get(rule.table, ())
    ledgers = published(rules)
    if rule.table == "items" and not ledgers:
        yield Remark("error", "table", "lint.no-published-ledger", {})
    for column in rule.columns if rule.table else ():
        facts = {"name": column.name, "known": list(meanings)}
        if column.means and column.means not in meanings:
            yield Remark("error", "columns", "lint.column-means-else", facts | {"means": column.means})
        elif not column.means and rule.table == "grades":
            yield Remark("error", "columns", "lint.column-without-meaning", facts)
        elif not column.means:
            for key, ledger in ledgers.items():
                parts = [part.name for part in ledger.contents]
                if column.shows not in parts:
                    lacking = facts | {"part": column.shows, "ledger": key, "parts": parts or [NOTHING]}
                    yield Remark("error", "columns", "lint.column-not-in-ledger", lacking)


def _ledger(rule: Ledger, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from _parts(rule.contents, "contents")
    yield from _named_parts([*rule.covers, *rule.picks, *rule.answers], rule.contents, "covers")
    yield from _records([*rule.answers.values()], rules, "answers")
    keys = [gate.key for gate in rule.every_gate()]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Remark("error", "gates", "lint.name-twice", {"name": key})
    yield from _day(rule.effect_by, "effect_by")
    for gate in rule.every_gate():
        if gate.kind == "rating" and gate.at_least_rating not in gate.ladder:
            facts = {"name": gate.at_least_rating, "known": list(gate.ladder)}
            yield Remark("error", f"gates.{gate.key}", "lint.rating-not-on-ladder", facts)
    named = {"grade": rule.grades, "flag": rule.flags}
    if rule.opens in named and not named[rule.opens]:
        yield Remark("error", f"{rule.opens}s", "lint.empty", {"name": f"{rule.opens}s"})


def _evaluation(rule: Evaluation, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from check_names(rule.satisfied, rule.options, key="satisfied", code="lint.option-not-there")
    classes = tuple(one.name for one in rule.classes)
    yield from check_names(rule.one_to_one, classes, key="one_to_one", code="lint.voter-class-unknown")
    yield from check_names(rule.kinds, tuple(KINDS), key="kinds", code="lint.kind-unknown")
    for options in (rule.options, *(one.options for one in rule.items)):
        if ABSTAIN in options:
            yield Remark("error", "options", "lint.abstaining-is-there", {"name": ABSTAIN})
    if rule.of_members and (rule.items or rule.measure):
        yield Remark("error", "of_members", "lint.members-and-questions", {})
    try:
        check_smallest(rule.smallest)
    except Refusal as refused:
        yield Remark("error", "smallest", refused.code, refused.facts)


def _gate(rule: Gate, rules: Mapping[str, Any]) -> Iterator[Remark]:
    """A measure misspelt has no figure, ever, and keeps its grade shut for everybody."""
    ballots = [one for one in rules.values() if isinstance(one, Evaluation)]
    given = list(dict.fromkeys(one.measure for one in ballots if one.measure))
    if ballots and rule.measure and not rule.requires_flag and rule.measure not in given:
        facts = {"name": rule.measure, "known": given or ["—"]}
        yield Remark("warning", "measure", "lint.measure-of-nobody", facts)


def _movement(rule: Movement, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from _records(rule.upgrade_needs, rules, "upgrade_needs")
    yield from check_names(rule.upgrade_awaits, tuple(rules), key="upgrade_awaits", code="lint.key-unknown")
    for key in rule.upgrade_awaits:
        if key in rules and not isinstance(rules[key], AWAITABLE):
            yield Remark("error", "upgrade_awaits", "lint.not-awaitable", {"name": key})


def _clock(rule: Clock, rules: Mapping[str, Any]) -> Iterator[Remark]:
    steps = [step.key for one in rules.values() if isinstance(one, Steps) for step in one.steps]
    dated = [key for key, one in rules.items() if isinstance(one, (Return, Record))]
    yield from check_names([rule.of], (*steps, *dated, ""), key="of", code="lint.clock-of-nothing")
    yield from _day(rule.due_on, "due_on")
    yield from _moves(rule, rules)


def _documents(rule: Documents, rules: Mapping[str, Any]) -> Iterator[Remark]:
    for one in rule.documents:
        yield from _day(one.due_on, "documents")
        for number in filter(None, (one.number, *one.bases)):
            try:
                read_number(number)
            except Refusal as refused:
                yield Remark("error", "documents", refused.code, refused.facts)


def _links(rule: Links, rules: Mapping[str, Any]) -> Iterator[Remark]:
    if rule.team:
        yield from check_names([rule.team], tuple(rules), key="team", code="lint.key-unknown")
    yield from _records([rule.plan] if rule.plan else [], rules, "plan")
    for kind in rule.kinds:
        named = check_names(
            kind.holder_kinds, tuple(KINDS), key=f"kinds.{kind.name}", code="lint.kind-unknown"
        )
        yield from named


def _team(rule: Team, rules: Mapping[str, Any]) -> Iterator[Remark]:
    yield from check_names(rule.over_kinds, tuple(KINDS), key="over_kinds", code="lint.kind-unknown")


_CHECKS: Mapping[type, Any] = {
    Steps: _steps,
    Record: _record,
    Return: _return,
    Notice: _notice,
    Ledger: _ledger,
    Evaluation: _evaluation,
    Gate: _gate,
    Movement: _movement,
    Clock: _clock,
    Documents: _documents,
    Links: _links,
    Team: _team,
}
