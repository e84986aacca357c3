"""duty: who owes what, by when, and what counts as done.

A record is owed when something has to be held, asked or written down: a meeting, an interview, an opinion, a plan. A
return is a duty whose evidence is a generated form, with a receiver who accepts it or sends it back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from jiceng.kernel import procedure, written
from jiceng.kernel.contents import Known, Part, Said, as_number, check_said, uncovered
from jiceng.kernel.days import Period, periods
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.procedure import DaysAre, LevelDay, Missing, Reach, Role
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import shares
from jiceng.kernel.trace import short
from jiceng.kernel.word import Rule, word


@word("duty.record", "记录", "record")
@dataclass(frozen=True, kw_only=True)
class Record(Rule):
    """A record that is owed.

    by: who writes it. of: for whom it is owed. contents: what it must say. at_least: how many; None = not given.
    classes: only of these. grades, flags: only where it has one of the grades or one of the findings; empty = by all.
    covers: part -> the topics that all the records together must name in it. same: parts that must say the same, such
    as the day of three plans. sums: part -> the parts that it is the sum of (A-07). after: keys of mechanisms that come
    first. every_months: owed anew in every such stretch from the campaign's opening; None = once, or not given.
    concludes: part -> what the last record must say there for it to be done (总评意见: 同意).
    agrees: part -> value -> findings: the part says that value where one of these findings stands, and nowhere else, so
    that 没有发现 is said of whom somebody looked at (G-27).
    each_zone: the part that names a co-operation zone; owed for every zone that the holder, or an organisation its
    committee grades, is in, and not at all outside of zones (O-03).
    levels: last days that other levels set. firmness: about = asked for, and the step does not wait for it.
    """

    by: Role
    of: Reach = "each"
    contents: tuple[Part, ...] = ()
    at_least: int | None = 1
    classes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    every_months: int | None = None
    concludes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agrees: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    each_zone: str = ""
    levels: tuple[LevelDay, ...] = ()
    firmness: Firmness = Firmness.MUST
    clause: str = ""

    def owed(self, *, class_name: str = "", grade: str = "", flags: frozenset[str] = frozenset()) -> bool:
        """Whether an organisation of this class, grade and with these findings owes it."""
        if self.classes and class_name not in self.classes:
            return False
        everybody = not self.grades and not self.flags
        return everybody or grade in self.grades or bool(flags & set(self.flags))

    def findings(self) -> list[str]:
        """The findings that one of its parts has to agree with."""
        return [flag for values in self.agrees.values() for flags in values.values() for flag in flags]


def check_first(rule: "Record | Return", done: frozenset[str], *, name: str) -> None:
    """Whether what comes before is there. done: mechanisms that are. Raises Refusal "duty.comes-after"."""
    procedure.check_first(rule.after, done, "duty.comes-after", name=name)


def worked_out(rule: Record, said: Said) -> dict[str, str]:
    """The parts that are sums, as far as what they add up is written: nobody has to add."""
    sums: dict[str, str] = {}
    for part, names in rule.sums.items():
        values = [written.number(said.get(name, "")) for name in names]
        added = [value for value in values if value is not None]
        if len(added) == len(names):
            sums[part] = short(sum(added, Decimal(0)))
    return sums


def check_record(
    rule: Record,
    said: Said,
    *,
    name: str,
    done: frozenset[str] = frozenset(),
    known: Known | None = None,
    flags: frozenset[str] = frozenset(),
) -> None:
    """Hold one record against its rule. done: mechanisms that are there already. known: what its parts can only repeat.

    flags: findings that stand.
    Raises Refusal "duty.comes-after", "duty.parts-differ", "duty.sum-wrong", "duty.finding-missing",
    "duty.finding-stands", and those of `contents.check_said`.
    """
    check_first(rule, done, name=name)
    check_said(rule.contents, said, what=name, clause=rule.clause, known=known)
    for names in rule.same:
        values = {said.get(part, "").strip() for part in names}
        if len(values) > 1:
            raise Refusal("duty.parts-differ", name=name, parts=names, values=sorted(values))
    for part, names in rule.sums.items():
        wanted = sum(as_number(said[term], name=term) for term in names)
        if as_number(said[part], name=part) != wanted:
            raise Refusal(
                "duty.sum-wrong", name=name, part=part, parts=names, value=said[part], wanted=wanted
            )
    against = _against_findings(rule, said, flags, name=name)
    if against is not None:
        raise against


def _against_findings(rule: Record, texts: Said, flags: frozenset[str], *, name: str) -> Refusal | None:
    """What a record says otherwise than the findings that stand; None = they agree."""
    for part, values in rule.agrees.items():
        for value, findings in values.items():
            standing = [flag for flag in findings if flag in flags]
            facts = {"name": name, "part": part, "value": value}
            if texts.get(part) == value and not standing:
                return Refusal("duty.finding-missing", findings=list(findings), **facts)
            if texts.get(part) != value and standing:
                return Refusal("duty.finding-stands", findings=standing, **facts)
    return None


def missing_records(
    rule: Record,
    records: Sequence[Said],
    *,
    mechanism: str,
    name: str,
    flags: frozenset[str] = frozenset(),
    zones: Sequence[str] = (),
) -> list[Missing]:
    """What is still owed under a rule, given the records that stand; empty = done.

    flags: findings that stand. zones: the co-operation zones that the holder answers for.
    """
    facts = {"name": name, "count": len(records), "at_least": rule.at_least}
    if rule.each_zone:
        written = {texts.get(rule.each_zone) for texts in records}
        left = [zone for zone in zones if zone not in written]
        return [Missing(mechanism, "duty.zones-missing", {"name": name, "zones": left})] if left else []
    if rule.at_least is not None and len(records) < rule.at_least:
        code = "duty.record-missing" if rule.at_least == 1 else "duty.records-too-few"
        return [Missing(mechanism, code, facts)]
    for part, wanted in rule.concludes.items():
        if records and records[-1].get(part, "") not in wanted:
            otherwise = {"part": part, "value": records[-1].get(part, "") or "—", "wanted": wanted}
            return [Missing(mechanism, "duty.record-says-otherwise", facts | otherwise)]
    for part, topics in uncovered(rule.covers, records).items():
        return [Missing(mechanism, "duty.topics-not-covered", facts | {"part": part, "topics": topics})]
    against = _against_findings(rule, records[-1], flags, name=name) if records else None
    return [] if against is None else [Missing(mechanism, against.code, against.facts)]


_IN_A_PERIOD = {
    "duty.record-missing": "duty.record-missing-in",
    "duty.records-too-few": "duty.records-too-few-in",
    "duty.topics-not-covered": "duty.topics-not-covered-in",
}


@dataclass(frozen=True)
class OwedRecord:
    """What is missing, and of which period of a rule that asks again and again; None = it asks once."""

    what: Missing
    period: Period | None = None


def owed_records(
    rule: Record,
    records: Sequence[tuple[date, Said]],
    *,
    mechanism: str,
    name: str,
    since: date,
    on: date,
    flags: frozenset[str] = frozenset(),
    zones: Sequence[str] = (),
) -> list[OwedRecord]:
    """What is still owed on a day, period by period; a record counts for the period of the day it is about.

    records: (the day it is about, what it says). flags, zones: as in `missing_records`. since: the first day of the
    first period, the campaign's opening.
    """
    if rule.every_months is None:
        texts = [text for _day, text in records]
        missing = missing_records(rule, texts, mechanism=mechanism, name=name, flags=flags, zones=zones)
        return [OwedRecord(what) for what in missing]
    return [
        OwedRecord(
            Missing(
                what.mechanism, _IN_A_PERIOD.get(what.code, what.code),
                {**what.facts, "from_on": period.first.isoformat(), "until_on": period.last.isoformat()},
            ),
            period,
        )
        for period in periods(since, rule.every_months, on)
        for what in missing_records(
            rule, [text for day, text in records if day in period], mechanism=mechanism, name=name, flags=flags,
            zones=zones,
        )
    ]  # fmt: skip


# -- returns ----------------------------------------------------------------------------------------------------------

# Forms that can be generated (`jiceng.reports` draws them).
FORMS: Mapping[str, str] = {
    "summary": "汇总表",
    "list": "一览表",
    "detail": "明细表",
    "poor-list": "较差名单",
    "poor-detail": "较差状况明细表",
    "report": "工作总结",
    "recheck": "复查情况表",
}

Check = Literal["adds-up", "explained", "nothing-open"]

# What only the office itself can say in a return; everything else is generated. First who answers for the form.
SIGNED_BY = ("填表人", "审核人", "联系电话")
OWN_WORDS: tuple[Part, ...] = tuple(
    Part(name=name, optional=True) for name in (*SIGNED_BY, "主要做法", "存在问题", "下步打算")
)


@word("duty.return", "报表", "return")
@dataclass(frozen=True, kw_only=True)
class Return(Rule):
    """报表 that goes up (G-18, G-23, G-26, G-36).

    forms: keys of FORMS. by, to: who sends, who answers. due_on: `04-25`. checks: what must hold before it leaves.
    department: of the receiver, as the document names it (组织一科); printed on the forms.
    after: keys of mechanisms that come first: what goes up from a county follows what its committees sent it (G-23).
    by_zone: collected per co-operation zone (O-03). focus: grades the receiver reviews first (G-20).
    report: keys of records of the sender that are printed in it.
    days_are: of the day it is due, as in `procedure.Steps`; left out = as the steps of the pack. levels: last days that
    other levels set.
    """

    forms: tuple[str, ...]
    by: Role = "committee-officer"
    to: Role = "county-officer"
    department: str = ""
    after: tuple[str, ...] = ()
    due_on: str = ""
    levels: tuple[LevelDay, ...] = ()
    checks: tuple[Check, ...] = ("adds-up",)
    by_zone: bool = False
    focus: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    days_are: DaysAre = ""
    clause: str = ""

    def mended_by(self, code: str) -> str:
        return self.to if code == "procedure.return-not-accepted" else self.by

    @property
    def reach(self) -> str:
        """Of whoever sends it."""
        return {"secretary": "each", "committee-officer": "committee"}.get(self.by, "county")

    @property
    def is_own(self) -> bool:
        return self.by == "secretary"


@dataclass(frozen=True)
class Figures:
    """What a return says in numbers. grades: grade -> count, of those graded. listed: the same, counted off the list.

    due: organisations to be graded; not_graded: those set aside, name -> reason. undecided: names that are neither
    graded nor set aside. unexplained: names that owe an explanation. open_objections: how many. against_findings: names
    whose decided grade a finding does not allow.
    """

    due: int
    grades: Mapping[str, int]
    listed: Mapping[str, int]
    not_graded: Mapping[str, str] = field(default_factory=dict)
    unexplained: tuple[str, ...] = ()
    open_objections: int = 0
    undecided: tuple[str, ...] = ()
    against_findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """One cross-check as a page shows it beside the preview. code, facts: its sentence, whether it holds or not."""

    check: str
    holds: bool
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


NAMED = 5  # organisations that a sentence names before it only counts


def look_over(rule: Return, figures: Figures) -> list[Looked]:
    """Every cross-check of a return with its outcome, in the order in which they are worth mending."""
    return list(_looked(rule, figures))


def _looked(rule: Return, figures: Figures) -> Iterator[Looked]:
    graded = sum(figures.grades.values())
    if figures.against_findings:
        named = figures.against_findings
        some: dict[str, Any] = {"count": len(named), "names": named[:NAMED]}
        yield Looked("findings", False, "duty.return-against-findings", some)
    if "adds-up" in rule.checks:
        facts: dict[str, Any] = {"due": figures.due, "graded": graded, "not_graded": len(figures.not_graded)}
        if figures.undecided:
            some = {"count": len(figures.undecided), "names": figures.undecided[:NAMED]}
            yield Looked("adds-up", False, "duty.return-not-decided", some)
        elif graded + len(figures.not_graded) != figures.due:
            yield Looked("adds-up", False, "duty.return-does-not-add-up", facts)
        else:
            yield Looked("adds-up", True, "duty.return-adds-up", facts)
        yield from _lists(figures)
    if "explained" in rule.checks:
        some = {
            "count": len(figures.unexplained), "names": figures.unexplained[:NAMED], "clause": rule.clause
        }  # fmt: skip
        if figures.unexplained:
            yield Looked("explained", False, "duty.return-not-explained", some)
        else:
            yield Looked("explained", True, "duty.return-explained")
    if "nothing-open" in rule.checks:
        if figures.open_objections:
            count = {"count": figures.open_objections}
            yield Looked("nothing-open", False, "duty.return-has-open-objections", count)
        else:
            yield Looked("nothing-open", True, "duty.return-nothing-open")


def _lists(figures: Figures) -> Iterator[Looked]:
    """The list counted by grade is the summary; its shares, and what they add up to as rounded."""
    grades = list(dict.fromkeys([*figures.grades, *figures.listed]))
    wrong = [grade for grade in grades if figures.grades.get(grade, 0) != figures.listed.get(grade, 0)]
    for grade in wrong:
        numbers = {"summed": figures.grades.get(grade, 0), "listed": figures.listed.get(grade, 0)}
        yield Looked("lists", False, "duty.return-lists-differ", {"grade": grade} | numbers)
    if not wrong:
        yield Looked("lists", True, "duty.return-lists-agree", {"count": sum(figures.listed.values())})
    counts = list(figures.grades.values())
    if sum(counts):
        rounded = [share for share in shares(counts) if share is not None]
        named = [f"{grade} {share}%" for grade, share in zip(figures.grades, rounded, strict=True)]
        yield Looked("shares", True, "duty.return-shares-sum", {"shares": named, "total": sum(rounded)})


def check_return(rule: Return, figures: Figures) -> None:
    """Cross-checks before a return leaves; the first that fails.

    Raises Refusal "duty.return-against-findings", "duty.return-not-decided", "duty.return-does-not-add-up",
    "duty.return-lists-differ", "duty.return-not-explained", "duty.return-has-open-objections".
    """
    for check in _looked(rule, figures):
        if not check.holds:
            raise Refusal(check.code, **check.facts)
