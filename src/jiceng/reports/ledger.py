"""台账: the lines of a ledger, and who has help and who lacks it. What somebody sees is what their scope gave.

Everything is read by a few queries, however many organisations there are.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from jiceng.kernel.contents import missing_parts
from jiceng.kernel.duty import Record as RecordRule
from jiceng.kernel.item import Ledger
from jiceng.kernel.link import Links
from jiceng.reports.papers import Column, Paper, Table
from jiceng.store.item import ItemQuerySet
from jiceng.store.models import Campaign, Flag, Item, Link, Record
from jiceng.store.sheet import SubjectQuerySet


@dataclass(frozen=True)
class Line:
    """One item as a ledger lists it. measures: what the plan says, part by part. passed: of so many gates."""

    item: int
    number: int
    organisation: int
    name: str
    committee: int
    committee_name: str
    title: str
    measures: Sequence[tuple[str, str]]
    owner: str
    opened_on: date
    due_on: date | None
    effect_on: date | None
    state: str
    overdue: bool
    closed_on: date | None
    passed: int
    gates: int
    evidence: int
    round: int

    @property
    def planned(self) -> bool:
        return self.due_on is not None


# What a ledger can be narrowed to.
STATES: Mapping[str, Callable[["Line"], bool]] = {
    "unfinished": lambda line: line.state != "closed",
    "not-planned": lambda line: line.state == "open" and not line.planned,
    "overdue": lambda line: line.overdue,
    "claimed": lambda line: line.state == "claimed",
    "closed": lambda line: line.state == "closed",
}


@dataclass(frozen=True)
class Report:
    """A ledger of a campaign. lacking: organisations it concerns that have no item: (key, name, committee)."""

    campaign: Campaign
    mechanism: str
    rule: Ledger
    lines: Sequence[Line]
    lacking: Sequence[tuple[int, str, int]] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many answer to each of STATES."""
        return {name: sum(map(holds, self.lines)) for name, holds in STATES.items()}

    @property
    def committees(self) -> dict[int, str]:
        return {line.committee: line.committee_name for line in self.lines if line.committee}


def ledger(
    campaign: Campaign, mechanism: str, items: ItemQuerySet, subjects: SubjectQuerySet, on: date
) -> Report:
    """A ledger's lines among `items`, what is due first first, and who of `subjects` it concerns without an item.

    Raises Refusal "item.not-a-ledger" for another mechanism. Four queries, five where findings are read.
    """
    rule = campaign.rules[mechanism]
    gates = rule.every_gate()
    lines = []
    for item in items.filter(campaign=campaign, mechanism=mechanism).for_ledger():
        passed = item.passed_gates()
        shown: int = item.evidence_count  # type: ignore[attr-defined]  # for_ledger counts it
        there = sum(bool(shown) if gate.kind == "evidence" else gate.key in passed for gate in gates)
        committee = item.subject.committee if item.subject else item.organisation
        lines.append(
            Line(
                item=item.pk, number=item.number, organisation=item.organisation_id,
                name=item.organisation.name, committee=committee.pk, committee_name=committee.name,
                title=item.title,
                measures=[
                    (part.name, item.said[part.name]) for part in rule.contents if item.said.get(part.name)
                ],
                owner=item.owner_name, opened_on=item.opened_on, due_on=item.due_on, effect_on=item.effect_on,
                state=item.state, overdue=item.is_overdue(on), closed_on=item.closed_on, passed=there,
                gates=len(gates), evidence=shown, round=item.round,
            )
        )  # fmt: skip
    return Report(campaign, mechanism, rule, lines, _lacking(campaign, rule, lines, subjects))


def _lacking(
    campaign: Campaign, rule: Ledger, lines: Sequence[Line], subjects: SubjectQuerySet
) -> list[tuple[int, str, int]]:
    """Whom a ledger by grade or finding concerns, or that asks an item of everybody, and who has none."""
    if rule.opens not in ("grade", "flag") and not rule.at_least:
        return []
    flags: dict[int, set[str]] = defaultdict(set)
    if rule.flags:
        standing = Flag.objects.standing().filter(campaign=campaign)
        for organisation, flag in standing.values_list("organisation", "flag"):
            flags[organisation].add(flag)
    having = {line.organisation for line in lines}
    if rule.of != "each":
        places = subjects.filter(campaign=campaign).order_by("committee__path").distinct()
        return [
            (committee, name, committee)
            for committee, name in places.values_list("committee", "committee__name")
            if rule.of == "committee"
            and rule.opens == "flag"
            and committee not in having
            and flags[committee] & set(rule.flags)
        ]
    rows = subjects.filter(campaign=campaign).standing().order_by("organisation__path")
    return [
        (organisation, name, committee)
        for organisation, name, committee, class_name, decided in rows.values_list(
            "organisation", "organisation__name", "committee", "class_name", "decided"
        )
        if organisation not in having
        and rule.concerns(class_name=class_name, grade=decided, flags=frozenset(flags[organisation]))
    ]


def narrowed(
    lines: Iterable[Line],
    *,
    state: str = "",
    committee: int | None = None,
    organisation: int | None = None,
    words: str = "",
) -> list[Line]:
    """The lines that answer every question asked; an unknown state narrows nothing."""
    holds = STATES.get(state)
    return [
        line
        for line in lines
        if (holds is None or holds(line))
        and committee in (None, line.committee)
        and organisation in (None, line.organisation)
        and all(word in line.title or word in line.name for word in words.split())
    ]


@dataclass(frozen=True)
class Summary:
    """One ledger of a campaign in figures, for the list of all."""

    campaign: Campaign
    mechanism: str
    title: str
    unfinished: int
    overdue: int
    claimed: int
    closed: int


def summaries(campaigns: Iterable[Campaign], items: ItemQuerySet, on: date) -> list[Summary]:
    """Every ledger of these campaigns, in the order of their documents. One query."""
    campaigns = list(campaigns)
    counted: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    rows = (
        items.filter(campaign__in=campaigns)
        .order_by()
        .values_list("campaign", "mechanism", "state", "due_on")
    )
    for campaign, mechanism, state, due_on, count in rows.annotate(count=Count("pk")):
        states = counted[campaign, mechanism]
        states[state] += count
        if state != "closed" and due_on is not None and due_on < on:
            states["overdue"] += count
    return [
        Summary(
            campaign, key, campaign.title_of(key), states["open"] + states["claimed"], states["overdue"],
            states["claimed"], states["closed"],
        )
        for campaign in campaigns
        for key, rule in campaign.rules.items()
        if isinstance(rule, Ledger)
        for states in [counted[campaign.pk, key]]
    ]  # fmt: skip


STATE_NAMES: Mapping[str, tuple[str, str]] = {
    "open": ("整改中", "open"),
    "claimed": ("申请销号", "claimed done"),
    "closed": ("已销号", "closed"),
}
_HEAD: Mapping[str, Sequence[str]] = {
    "zh": ("序号", "党组织", "事项", "整改措施", "责任人", "完成时限", "核实", "佐证", "情况"),
    "en": ("No.", "Organisation", "Matter", "Measures", "Responsible", "Due", "Gates", "Evidence", "State"),
}
_LATE = {"zh": "（逾期）", "en": " (overdue)"}


def paper(
    report: Report, lines: Sequence[Line], *, unit: str, on: date, stamp: str = "", lang: str = "zh"
) -> Paper:
    """The ledger as an official form. unit: who hands it in. stamp: what kind of data it is, on every page."""
    at = 0 if lang == "zh" else 1
    widths = (6, 24, 26, 40, 10, 12, 8, 8, 14)
    rows = [
        (
            number,
            line.name,
            line.title,
            "；".join(text for _, text in line.measures) or "—",
            line.owner or "—",
            line.due_on,
            f"{line.passed}/{line.gates}",
            line.evidence,
            STATE_NAMES[line.state][at] + (_LATE[lang] if line.overdue else ""),
        )
        for number, line in enumerate(lines, start=1)
    ]
    head = [Column(title, width=width) for title, width in zip(_HEAD[lang], widths, strict=True)]
    label = "填报单位" if lang == "zh" else "From"
    return Paper(
        title=report.campaign.title_of(report.mechanism),
        subtitle=report.campaign.title,
        tables=[Table(head=head, rows=rows)],
        filled_above={label: unit, ("日期" if lang == "zh" else "Day"): on.isoformat()},
        landscape=True,
        stamp_line=stamp,
        lang=lang,
    )


# -- who has help -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Helped:
    """One organisation that a kind of help is for. links: kind -> who. missing: kinds it lacks.

    visits: how often somebody came. haves: parts of the plan of help -> whether they are said (五个有).
    """

    subject: int
    organisation: int
    name: str
    committee: int
    committee_name: str
    class_name: str
    grade: str
    links: Mapping[str, str]
    missing: Sequence[str]
    visits: int
    haves: Mapping[str, bool] = field(default_factory=dict)


def help_coverage(campaign: Campaign, mechanism: str, subjects: SubjectQuerySet) -> list[Helped]:
    """Everybody of `subjects` that these helpers are for, those who lack somebody first. At most five queries."""
    rule: Links = campaign.rules[mechanism]
    rows = subjects.filter(campaign=campaign).standing().order_by("organisation__path")
    values = rows.values_list(
        "pk",
        "organisation",
        "organisation__name",
        "committee",
        "committee__name",
        "class_name",
        "decided",
        "computed",
    )
    links: dict[int, dict[str, str]] = defaultdict(dict)
    visits: Counter[int] = Counter()
    current = Link.objects.current().filter(campaign=campaign, mechanism=mechanism)
    for organisation, kind, holder, post, other, count in current.annotate(count=Count("visits")).values_list(
        "organisation", "kind", "holder_name", "holder_post", "other__name", "count"
    ):
        links[organisation][kind] = " ".join(filter(None, (other, holder, post)))
        visits[organisation] += count
    flags: dict[int, set[str]] = defaultdict(set)
    if rule.flags:
        for organisation, flag in (
            Flag.objects.standing().filter(campaign=campaign).values_list("organisation", "flag")
        ):
            flags[organisation].add(flag)
    plan = five_haves(campaign, mechanism)
    texts: dict[int, dict[str, str]] = {}
    if plan is not None:
        records = Record.objects.standing().filter(campaign=campaign, mechanism=plan[0]).order_by("number")
        for organisation, parts in records.values_list("organisation", "said"):
            texts[organisation] = texts.get(organisation, {}) | parts
    helped = []
    for subject, organisation, name, committee, committee_name, class_name, decided, computed in values:
        grade = decided or computed
        if not rule.concerns(class_name=class_name, grade=grade, flags=frozenset(flags[organisation])):
            continue
        having = links[organisation]
        haves: dict[str, bool] = {}
        if plan is not None and plan[1].owed(class_name=class_name, grade=grade):
            lacking = missing_parts(plan[1].contents, texts.get(organisation, {}))
            haves = {part.name: part.name not in lacking for part in plan[1].contents}
        missing = [kind for kind in rule.required(class_name) if kind not in having]
        helped.append(
            Helped(
                subject, organisation, name, committee, committee_name, class_name, grade, having, missing,
                visits[organisation], haves,
            )
        )  # fmt: skip
    return sorted(helped, key=lambda line: not line.missing)


def five_haves(campaign: Campaign, mechanism: str) -> tuple[str, RecordRule] | None:
    """The plan of help that goes with these helpers: its key and its rule; None where the document asks for none."""
    key = campaign.rules[mechanism].plan
    rule = campaign.rules.get(key)
    return (key, rule) if isinstance(rule, RecordRule) else None


def open_items_of(organisation: int, items: ItemQuerySet) -> list[Item]:
    """What is still open at one organisation, what is due first first. Two queries."""
    return list(
        items.filter(organisation=organisation).open().for_ledger().select_related("campaign__adoption")
    )
