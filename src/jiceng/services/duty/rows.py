"""What a return is about: its organisations one by one, as plain values that are kept with it when it is sent.

Read with the same few queries for one organisation and for a thousand. Nothing in it changes once it is kept: forms are
drawn from these values and never from the register of another day.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.link import Links
from jiceng.kernel.trace import short
from jiceng.services.ballot import counted_of, shown
from jiceng.services.zone import zone_of, zones
from jiceng.store.models import (
    Campaign,
    Count,
    Item,
    Link,
    Organisation,
    Outside,
    Post,
    Record,
    Sheet,
    Subject,
)
from jiceng.store.sheet import SubjectQuerySet

TEMPLATE = 1  # of what is kept; one more when a field changes its meaning
# Where the list shows what a part of a record or a plan means, and a kind of helper.
PARTS = {"problem": "problems", "cause": "causes", "remedy": "measures"}
KINDS = {"leader": "leaders", "liaison": "liaisons"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One organisation. Points and per cents are exact decimals as text, "" where there is none.

    branches: those graded with it as their general branch: (name, grade, why it is another than the unit's) (G-06).
    last: its grade in the campaign before. grade: as decided. opinion: of the meeting that voted. not_graded: why it is
    set aside; then it has no grade. owes: an explanation is owed and missing.
    """

    subject: int
    code: str
    name: str
    class_name: str
    committee: str
    zone: str = ""
    secretary: str = ""
    members: int | None = None
    self_total: str = ""
    self_grade: str = ""
    assessed: str = ""
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    satisfaction: str = ""
    opinion: str = ""
    last: str = ""
    computed: str = ""
    grade: str = ""
    explanation: str = ""
    not_graded: str = ""
    owes: bool = False
    branches: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Poor:
    """An organisation of the lowest grade, and what is done about it: out of its records, items and helpers."""

    subject: int
    problems: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    liaisons: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    due_on: str = ""
    target: str = ""
    closed_on: str = ""
    open: int = 0


@dataclass(frozen=True, kw_only=True)
class Content:
    """All that a return says. words: what the office itself said; report: records that belong to it, title -> parts."""

    campaign: str
    mechanism: str
    sender: str
    receiver: str
    year: int
    forms: tuple[str, ...]
    grades: tuple[str, ...]
    classes: tuple[str, ...]
    focus: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    poor: tuple[Poor, ...] = ()
    open_objections: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    report: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    sample: bool = False
    invented: bool = False
    follows: str = ""
    department: str = ""
    template: int = TEMPLATE

    @property
    def addressee(self) -> str:
        """The receiver, with the department of it that the document names."""
        return f"{self.receiver}{self.department}"

    @property
    def lowest(self) -> str:
        return self.grades[-1]

    def graded(self, grade: str) -> list[Row]:
        return [row for row in self.rows if row.grade == grade]

    def apart(self, grade: str) -> list[tuple[str, str, str]]:
        """The branches with this grade that are graded with their unit: (name, unit, why it is another) (G-06)."""
        return [
            (name, row.name, reason)
            for row in self.rows
            for name, own, reason in row.branches
            if own == grade
        ]

    def as_json(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        if not self.department:
            del content["department"]  # what was sent before there was one keeps its digest
        for row in content["rows"]:
            if not row["branches"]:
                del row["branches"]
        return content

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Content":
        """What was kept, read again; a field that is not known any more is left out."""
        known: dict[str, Any] = _known(cls, told)
        known["rows"] = tuple(_row(row) for row in told.get("rows", ()))
        known["poor"] = tuple(Poor(**_tuples(_known(Poor, entry))) for entry in told.get("poor", ()))
        known["report"] = tuple(
            (title, tuple((name, text) for name, text in parts)) for title, parts in told.get("report", ())
        )
        return cls(**_tuples(known))


def _known(cls: Any, kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {column.name for column in fields(cls)}
    return {name: value for name, value in kept.items() if name in names}


def _row(kept: Mapping[str, Any]) -> Row:
    known = _known(Row, kept)
    return Row(**{**known, "branches": tuple(tuple(branch) for branch in known.get("branches", ()))})


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def digest(kept: Mapping[str, Any]) -> str:
    """SHA-256 over what a return says, in hex: the same content, the same figure."""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# -- organisations ----------------------------------------------------------------------------------------------------


def rows(campaign: Campaign, subjects: SubjectQuerySet, on: date, *, zones_of: Organisation) -> list[Row]:
    """The organisations of a return in tree order. on: the day whose secretaries are named."""
    chosen = list(subjects.select_related("organisation", "committee").order_by("organisation__path"))
    scheme = campaign.scheme
    own = scheme.self_assessment.scorer if scheme.self_assessment else "self"
    bands = scheme.bands
    sheets = {
        subject: (total, opinion)
        for subject, total, opinion in Sheet.objects.filter(subject__in=subjects, scorer=own, complete=True)
        .values_list("subject", "total", "opinion")
    }  # fmt: skip
    where = [subject.organisation_id for subject in chosen]
    posts = Post.objects.current(on).filter(role="secretary", organisation__in=where)
    secretaries: dict[int, list[str]] = {}
    for organisation, name in posts.order_by("pk").values_list("organisation", "person__name"):
        secretaries.setdefault(organisation, []).append(name)
    ballots = _ballots(campaign, subjects)
    before = _before(campaign, where)
    zone = zones(zones_of)
    branches = _branches(campaign, chosen)
    lines = []
    for subject in chosen:
        total, stated = sheets.get(subject.pk, (None, ""))
        counted = ballots.get(subject.pk, {})
        explanation = scheme.explanations
        lines.append(
            Row(
                subject=subject.pk,
                code=subject.organisation.code,
                name=subject.organisation_name or subject.organisation.name,
                class_name=subject.class_name,
                committee=subject.committee.name,
                zone=zone_of(zone, subject.organisation.path),
                secretary="、".join(secretaries.get(subject.organisation_id, ())),
                members=subject.organisation.member_count,
                self_total=_text(total),
                self_grade=stated or (bands.grade(total).grade if bands and total is not None else ""),
                assessed=_text(subject.total),
                last=before.get(subject.organisation_id, ""),
                computed=subject.computed,
                grade="" if subject.set_aside else subject.decided,
                explanation=subject.explanation,
                not_graded=subject.set_aside,
                branches=branches.get(subject.organisation_id, ()),
                owes=bool(
                    subject.decided
                    and not subject.set_aside
                    and explanation is not None
                    and explanation.owed(subject.class_name, subject.decided)
                    and not has_reason(subject.explanation)
                ),
                **counted,
            )
        )
    return lines


def _branches(campaign: Campaign, units: Sequence[Subject]) -> dict[int, tuple[tuple[str, str, str], ...]]:
    """General branch -> its branches as they are listed: with the unit's grade, or their own and the reason."""
    if campaign.scheme.same_grade is None:
        return {}
    unit_grades = {unit.organisation_id: "" if unit.set_aside else unit.decided for unit in units}
    listed: dict[int, list[tuple[str, str, str]]] = {}
    rows: Any = Outside.objects.filter(
        campaign=campaign, why="with-unit", organisation__parent__in=unit_grades
    )
    for parent, name, grade, reason in rows.order_by("organisation__path").values_list(
        "organisation__parent", "organisation__name", "own_grade", "own_reason"
    ):
        listed.setdefault(parent, []).append((name, grade or unit_grades[parent], reason))
    return {parent: tuple(branches) for parent, branches in listed.items()}


def _text(number: Decimal | None) -> str:
    return "" if number is None else short(number)


def _ballots(campaign: Campaign, subjects: SubjectQuerySet) -> dict[int, dict[str, Any]]:
    """Subject -> the figures of its ballot: of the first evaluation of the document that measures something."""
    rules = {key: rule for key, rule in campaign.rules.items() if isinstance(rule, Evaluation)}
    if not rules:
        return {}
    key = next((key for key, rule in rules.items() if rule.measure), next(iter(rules)))
    rule = rules[key]
    figures: dict[int, dict[str, Any]] = {}
    counts = Count.objects.filter(campaign=campaign, mechanism=key, subject__in=subjects)
    for count in counts.select_related("event").prefetch_related("classes__options"):
        # A return goes up: to those who see every class anyway.
        ballot = shown.figures(rule, counted_of(count), "inside", count.event)
        figures[count.subject_id] = {
            "issued": ballot.issued,
            "returned": ballot.returned,
            "valid": ballot.valid,
            "satisfaction": _text(ballot.satisfaction),
            "opinion": ballot.opinion,
        }
    return figures


def _before(campaign: Campaign, organisations: Sequence[int]) -> dict[int, str]:
    """Organisation -> its grade in the campaign this one looks back at, or in the last one before."""
    earlier = Subject.objects.decided().filter(organisation__in=organisations)
    if campaign.follows_id:
        earlier = earlier.filter(campaign=campaign.follows_id)
    else:
        earlier = earlier.filter(campaign__opened_on__lt=campaign.opened_on)
    grades = earlier.order_by("campaign__opened_on", "pk").values_list("organisation", "decided")
    return dict(grades)


# -- the lowest grade -------------------------------------------------------------------------------------------------


def poor(campaign: Campaign, found: Iterable[Row], lowest: str) -> list[Poor]:
    """What is known about the organisations of the lowest grade. Three queries."""
    chosen = [row.subject for row in found if row.grade == lowest]
    if not chosen:
        return []
    of = dict(Subject.objects.filter(pk__in=chosen).values_list("organisation", "pk"))
    written: dict[int, dict[str, list[str]]] = {
        subject: {name: [] for name in ("problems", "causes", "leaders", "liaisons", "helpers", "measures")}
        for subject in chosen
    }
    dates: dict[int, tuple[list[date], list[date | None], list[str], int]] = {
        subject: ([], [], [], 0) for subject in chosen
    }
    within = Q(campaign=campaign) | Q(campaign=None)
    records = Record.objects.standing().filter(within, organisation__in=of).order_by("held_on", "number")
    for organisation, mechanism, contents in records.values_list("organisation", "mechanism", "said"):
        _said(written[of[organisation]], campaign.rules.get(mechanism), contents)
    for item in Item.objects.filter(within, organisation__in=of).order_by("mechanism", "number"):
        subject = of[item.organisation_id]
        written[subject]["problems"].append(item.title)
        _said(written[subject], campaign.rules.get(item.mechanism), item.said)
        due, closed, targets, left = dates[subject]
        due += [item.due_on] if item.due_on else []
        closed.append(item.closed_on if item.state == "closed" else None)
        targets += [item.target] if item.target else []
        dates[subject] = (due, closed, targets, left + (item.state != "closed"))
    links = (
        Link.objects.current()
        .filter(within, organisation__in=of)
        .select_related("other")
        .order_by("kind", "pk")
    )
    for link in links:
        subject = of[link.organisation_id]
        name = link.holder_name or (link.other.name if link.other else "")
        rule = campaign.rules.get(link.mechanism)
        kinds = rule.kinds if isinstance(rule, Links) else ()
        means = next((kind.means for kind in kinds if kind.name == link.kind), "")
        written[subject][KINDS.get(means, "helpers")].append(name)
    answer = []
    for subject in chosen:
        due, closed, targets, left = dates[subject]
        closed_on = max((day for day in closed if day), default=None)
        answer.append(
            Poor(
                subject=subject,
                due_on=max(due).isoformat() if due else "",
                target=targets[-1] if targets else "",
                closed_on=closed_on.isoformat() if closed_on and not left else "",
                open=left,
                **{name: tuple(dict.fromkeys(texts)) for name, texts in written[subject].items()},
            )
        )
    return answer


def _said(lists: Mapping[str, list[str]], rule: Any, contents: Mapping[str, str]) -> None:
    """Put what the parts of a record or a plan say into the lists, each under what its part means."""
    for part in getattr(rule, "contents", ()):
        text = contents.get(part.name, "")
        if part.means and has_reason(text):
            lists[PARTS[part.means]].append(text)
