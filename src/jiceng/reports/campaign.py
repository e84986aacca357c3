"""A campaign as its rows: who has got how far, how grades are spread, where quotas stand, what was decided otherwise.

Everything is read by three queries, however many organisations there are, and counted here. What somebody sees is what
their scope gave: hand in `scope.subjects(user)`, and the figures are of those rows only.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.register import KINDS
from jiceng.kernel.share import round_evenly, shares
from jiceng.store.models import Campaign, Outside, Sheet
from jiceng.store.sheet import SubjectQuerySet


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation in a campaign, plain. own, assessment: none, begun, complete; totals of sheets as they stand.

    Where several scorers count, `assessment` is complete when all of them are. finished: scorers whose sheets are.
    set_aside: why it is not graded after all.
    """

    subject: int
    organisation: int
    code: str
    name: str
    path: str
    kind: str
    class_name: str
    committee: int
    committee_name: str
    committee_path: str
    members: int | None
    total: Decimal | None
    computed: str
    decided: str
    decision_reason: str
    explanation: str
    set_aside: str = ""
    target: str = ""
    own: str = "none"
    own_total: Decimal | None = None
    own_grade: str = ""
    assessment: str = "none"
    finished: frozenset[str] = frozenset()

    @property
    def grade(self) -> str:
        """Decided, or until then computed; "" before either."""
        return self.decided or self.computed

    @property
    def departs(self) -> bool:
        """Decided otherwise than computed."""
        return bool(self.decided) and self.decided != self.computed


# What a list of organisations can be narrowed to; the desk's lines lead there.
STATES: Mapping[str, Callable[["Row"], bool]] = {
    "not-self-assessed": lambda row: row.own != "complete" and not row.decided and not row.set_aside,
    "not-scored": lambda row: row.assessment != "complete" and not row.decided and not row.set_aside,
    "begun": lambda row: row.assessment == "begun" and not row.decided and not row.set_aside,
    "not-decided": lambda row: row.assessment == "complete" and not row.decided and not row.set_aside,
    "set-aside": lambda row: bool(row.set_aside),
    "decided": lambda row: bool(row.decided) and not row.set_aside,
    "no-target": lambda row: bool(row.decided) and not row.target and not row.set_aside,
    "departs": lambda row: row.departs and not row.set_aside,
}


def rows(campaign: Campaign, subjects: SubjectQuerySet) -> list[Row]:
    """The rows of a campaign among `subjects`, in tree order. Two queries."""
    scheme = campaign.scheme
    own = scheme.self_assessment.scorer if scheme.self_assessment else "self"
    counted = [scorer.key for scorer in scheme.scorers.counted()]
    chosen = subjects.filter(campaign=campaign)
    sheets: dict[int, dict[str, tuple[bool, Decimal | None, str]]] = {}
    stored = Sheet.objects.filter(subject__in=chosen.order_by().values("pk"))
    for subject, scorer, complete, total, opinion in stored.values_list(
        "subject_id", "scorer", "complete", "total", "opinion"
    ):
        sheets.setdefault(subject, {})[scorer] = (complete, total, opinion)

    def state(subject: int, scorers: Sequence[str]) -> str:
        begun = [sheets.get(subject, {}).get(scorer) for scorer in scorers]
        if begun and all(sheet and sheet[0] for sheet in begun):
            return "complete"
        return "begun" if any(begun) else "none"

    table = []
    for values in chosen.order_by("organisation__path").values_list(
        "pk", "organisation_id", "organisation__code", "organisation__name", "organisation__path",
        "organisation__kind", "class_name", "committee_id", "committee__name", "committee__path",
        "organisation__member_count", "total", "computed", "decided", "decision_reason", "explanation", "set_aside",
        "target",
    ):  # fmt: skip
        _, own_total, own_grade = sheets.get(values[0], {}).get(own, (False, None, ""))
        table.append(
            Row(
                *values,
                own=state(values[0], [own]),
                own_total=own_total,
                own_grade=own_grade,
                assessment=state(values[0], counted),
                finished=frozenset(name for name, sheet in sheets.get(values[0], {}).items() if sheet[0]),
            )
        )
    return table


def explaining(scheme: rules.Scheme, found: Iterable[Row]) -> list[Row]:
    """Those that owe an explanation and have not written it."""
    owed = scheme.explanations
    return [
        row
        for row in found
        if owed is not None and owed.owed(row.class_name, row.grade) and not has_reason(row.explanation)
    ]


def against_findings(
    scheme: rules.Scheme, found: Iterable[Row], flags: Mapping[int, frozenset[str]]
) -> list[Row]:
    """Those whose decided grade a finding does not allow. flags: organisation -> the findings that stand."""
    return [
        row
        for row in found
        if scheme.against(
            row.decided, class_name=row.class_name, flags=flags.get(row.organisation, frozenset())
        )
    ]


def _stands(row: Row) -> bool:
    return not row.set_aside


def narrowed(
    found: Iterable[Row],
    *,
    state: str = "",
    committee: int | None = None,
    class_name: str = "",
    kind: str = "",
    grade: str = "",
    words: str = "",
) -> list[Row]:
    """The rows that answer every question asked; an unknown state narrows nothing.

    Those set aside stand in no figure, so they are listed only where they are asked for.
    """
    holds = STATES.get(state) or _stands
    return [
        row
        for row in found
        if holds(row)
        and (committee is None or row.committee == committee)
        and (not class_name or row.class_name == class_name)
        and (not kind or row.kind == kind)
        and (not grade or row.grade == grade)
        and all(word in row.name or row.code.startswith(word) for word in words.split())
    ]


# -- how far ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """How some organisations are spread over the grades: decided, or until then computed.

    counts: every grade of the document, best first. without: those with no grade yet.
    shares: per cent of the graded, to one decimal; None where nobody is graded.
    """

    name: str
    size: int
    counts: Mapping[str, int]
    shares: Mapping[str, Decimal | None]
    members: int = 0

    @property
    def graded(self) -> int:
        return sum(self.counts.values())

    @property
    def rounds_evenly(self) -> bool:
        """Whether the shares add up to 100 as they are shown."""
        return round_evenly([*self.counts.values()])

    @property
    def without(self) -> int:
        return self.size - self.graded


def spread(name: str, found: Sequence[Row], grades: Sequence[str]) -> Spread:
    counted = Counter(row.grade for row in found)
    counts = {grade: counted[grade] for grade in grades}
    per_cent = dict(zip(grades, shares(list(counts.values())), strict=True))
    return Spread(name, len(found), counts, per_cent, sum(row.members or 0 for row in found))


@dataclass(frozen=True)
class Progress:
    """How far one committee has got. not_scored + scored = size; decided is part of scored."""

    committee: int
    name: str
    size: int
    self_assessed: int
    begun: int
    scored: int
    decided: int
    spread: Spread
    quotas: rules.Answer
    names: Mapping[str, str] = field(repr=False)

    @property
    def not_scored(self) -> int:
        return self.size - self.scored

    @property
    def over(self) -> int:
        """How many are over a quota, all quotas together."""
        return sum(standing.over for standing in self.quotas.standings)


def progress(scheme: rules.Scheme, found: Sequence[Row]) -> list[Progress]:
    """A line for every committee, in tree order."""
    grades = scheme.grades
    groups: dict[int, list[Row]] = {}
    for row in sorted(found, key=lambda row: row.committee_path):
        groups.setdefault(row.committee, []).append(row)
    return [
        Progress(
            committee=committee,
            name=group[0].committee_name,
            size=len(group),
            self_assessed=sum(row.own == "complete" for row in group),
            begun=sum(row.assessment == "begun" for row in group),
            scored=sum(row.assessment == "complete" for row in group),
            decided=sum(bool(row.decided) for row in group),
            spread=spread(group[0].committee_name, group, grades),
            quotas=quotas(scheme, group),
            names={str(row.subject): row.name for row in group},
        )
        for committee, group in groups.items()
    ]


# -- quotas -------------------------------------------------------------------------------------------


def quotas(scheme: rules.Scheme, found: Iterable[Row], among: rules.Among = "committee") -> rules.Answer:
    """Where the quotas stand over all that are due, and the fewest changes; keys are those of `Row.subject`.

    Those set aside count in none, whatever was computed for them before.
    """
    if scheme.bands is None:
        return rules.Answer((), ())
    return scheme.check_quotas(
        [
            rules.Member(str(row.subject), row.class_name, row.grade, row.total or Decimal(0))
            for row in found
            if not row.set_aside
        ],
        among=among,
    )


@dataclass(frozen=True)
class NamedChange:
    """One of the fewest changes that would keep every quota: a proposal, named."""

    row: Row
    from_grade: str
    to_grade: str


def named(answer: rules.Answer, found: Iterable[Row]) -> list[NamedChange] | None:
    """The changes with their organisations; None where no grades at all would keep the quotas."""
    if answer.changes is None:
        return None
    by_key = {str(row.subject): row for row in found}
    return [NamedChange(by_key[change.key], change.from_grade, change.to_grade) for change in answer.changes]


# -- all of it ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """One campaign as somebody sees it.

    by_class: the document's classes in its order. by_kind: the register's kinds. departures: decided otherwise than
    computed. outside: why -> how many organisations the document does not grade (of the whole campaign);
    listed_outside: which. set_aside: not graded after all; they stand in no other figure.
    """

    campaign: Campaign
    rows: Sequence[Row]
    grades: tuple[str, ...]
    whole: Spread
    progress: Sequence[Progress]
    by_class: Sequence[Spread]
    by_kind: Sequence[Spread]
    quotas: rules.Answer
    changes: Sequence[NamedChange] | None
    departures: Sequence[Row]
    outside: Mapping[str, int]
    listed_outside: Sequence[Outside] = ()
    set_aside: Sequence[Row] = ()

    @property
    def rounds_evenly(self) -> bool:
        """Whether every row of shares by class adds up to 100 as it is shown."""
        return all(line.rounds_evenly for line in [self.whole, *self.by_class])

    @property
    def scored(self) -> int:
        return sum(row.assessment == "complete" for row in self.rows)

    @property
    def decided(self) -> int:
        return sum(bool(row.decided) for row in self.rows)


def report(campaign: Campaign, subjects: SubjectQuerySet) -> Report:
    """Everything a campaign's page shows; three queries for any number of organisations. campaign: of `for_page()`."""
    scheme = campaign.scheme
    grades = scheme.grades
    every = rows(campaign, subjects)
    standing = [row for row in every if not row.set_aside]
    outside = list(
        Outside.objects.filter(campaign=campaign)
        .select_related("organisation")
        .order_by("organisation__path")
    )
    classes = (
        scheme.objects.names() if scheme.objects else tuple(dict.fromkeys(row.class_name for row in standing))
    )
    answer = quotas(scheme, standing, among="county")
    return Report(
        campaign=campaign,
        rows=standing,
        grades=grades,
        whole=spread(campaign.title, standing, grades),
        progress=progress(scheme, standing),
        by_class=_spreads(standing, classes, "class_name", grades),
        by_kind=_spreads(standing, tuple(KINDS), "kind", grades),
        quotas=answer,
        changes=named(answer, standing),
        departures=[row for row in standing if row.departs],
        outside=Counter(entry.why for entry in outside),
        listed_outside=outside,
        set_aside=[row for row in every if row.set_aside],
    )


def _spreads(standing: Sequence[Row], names: Sequence[str], by: str, grades: Sequence[str]) -> list[Spread]:
    groups: dict[str, list[Row]] = {}
    for row in standing:
        groups.setdefault(getattr(row, by), []).append(row)
    return [spread(name, groups[name], grades) for name in names if name in groups]
