"""Sheets, totals, decisions and explanations in bulk; every figure through the rules of the campaign."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiceng.demo import scores
from jiceng.kernel import sheet as rules
from jiceng.kernel.trace import short
from jiceng.store.fields import storable
from jiceng.store.models import Line, Sheet, Subject, User

Entries = Mapping[str, rules.Entry]

# Where a total of each grade usually lies, a little inside its band: (least, most likely, most).
TOTALS = {"好": (90, 92, 97.5), "较好": (80.5, 85, 89.5), "一般": (61, 71, 79), "较差": (43, 54, 59.5)}

EXPLANATIONS = {
    "好": "班子团结有力，制度健全，{year}年度重点工作全部完成，群众满意度在同类组织中靠前。",
    "一般": "主要问题是{problems}。已列入整改，三个月内见效。",
    "较差": "主要问题是{problems}。已确定联系领导和整改期限，年内复查。",
}


@dataclass(frozen=True)
class Filled:
    """One scorer's sheet to be. complete: finished; else only begun, with half of what will stand on it."""

    subject: Subject
    scorer: str
    entries: Entries
    by: User
    on: date
    complete: bool = True


def own_scorer(scheme: rules.Scheme) -> str:
    return scheme.self_assessment.scorer if scheme.self_assessment else "self"


def assessor(scheme: rules.Scheme) -> str:
    return scheme.scorers.counted()[0].key


def drawn(
    scheme: rules.Scheme, subject: Subject, grade: str, words: scores.Words, rng: random.Random
) -> dict[str, rules.Entry]:
    """What an assessment with this grade found."""
    least, likely, most = TOTALS[grade]
    aim = rng.triangular(least, most, likely)
    low, high = max(least, aim - 1.5), min(most, aim + 1.5)
    return scores.draw(
        scheme.form(subject.class_name),
        subject.class_name,
        low=Decimal(str(round(low, 1))),
        high=Decimal(str(round(high, 1))),
        members=subject.organisation.member_count or 0,
        words=words,
        rng=rng,
    )


def own(scheme: rules.Scheme, subject: Subject, found: Entries, rng: random.Random) -> dict[str, rules.Entry]:
    """How the organisation sees itself: milder; where the document asks for every item, every item."""
    milder = scores.milder(found, rng)
    if scheme.self_assessment and scheme.self_assessment.every_item:
        return scores.every_item(scheme.form(subject.class_name), subject.class_name, milder)
    return milder


def preliminary(scheme: rules.Scheme, subject: Subject, entries: Entries) -> str:
    """The grade that an own sheet gives."""
    form = scheme.form(subject.class_name)
    total = rules.score(form, entries, class_name=subject.class_name).total
    return scheme.need_bands().grade(storable(total)).grade


def keep(scheme: rules.Scheme, sheets: Sequence[Filled]) -> None:
    """Write the sheets with their lines. A finished own sheet is held against the rule of the self-assessment."""
    rows = []
    for filled in sheets:
        form, class_name = scheme.form(filled.subject.class_name), filled.subject.class_name
        entries = (
            filled.entries
            if filled.complete
            else dict(list(filled.entries.items())[: 1 + len(filled.entries) // 2])
        )
        total = storable(rules.score(form, entries, class_name=class_name).total)
        stated = ""
        if filled.complete and filled.scorer == own_scorer(scheme) and scheme.self_assessment:
            if scheme.self_assessment.opinion == "stated":
                stated = scheme.need_bands().grade(total).grade
            scheme.self_assessment.check(form, entries, class_name=class_name, stated=stated)
        sheet = Sheet(
            subject=filled.subject, scorer=filled.scorer, filled_by=filled.by, filled_on=filled.on,
            complete=filled.complete, total=total, opinion=stated,
        )  # fmt: skip
        rows.append((sheet, entries))
    Sheet.objects.bulk_create([sheet for sheet, _ in rows], batch_size=500)
    Line.objects.bulk_create(
        [
            Line(
                sheet=sheet, item=item, value=_text(entry), reason=entry.reason, points=entry.points,
                filled_by=sheet.filled_by, filled_on=sheet.filled_on,
            )
            for sheet, entries in rows
            for item, entry in entries.items()
        ],
        batch_size=1000,
    )  # fmt: skip


def compute(scheme: rules.Scheme, subject: Subject, complete: Mapping[str, Entries], planned: str) -> None:
    """Total and computed grade of one whose sheets that count are finished; as planned, or the planning is wrong."""
    judged = scheme.judge(rules.Subject(subject.class_name, complete))
    if judged.grade != planned:
        raise AssertionError(f"{subject.organisation.code}: {judged.grade} from the rules, {planned} planned")
    subject.total, subject.computed = storable(judged.total), judged.grade


def decide(
    scheme: rules.Scheme, subject: Subject, complete: Mapping[str, Entries], grade: str, reason: str, by: User, on: date
) -> None:  # fmt: skip
    """The committee's grade, held against the rules of the decision."""
    judged = scheme.judge(rules.Subject(subject.class_name, complete))
    scheme.decide(judged, grade, reason=reason)
    subject.decided, subject.decision_reason = grade, reason
    subject.decided_by, subject.decided_on = by, on


def explain(subject: Subject, found: Entries, by: User, on: date) -> None:
    """说明情况 beside a decided grade, out of what was found."""
    problems = "；".join(_problems(found)) or "与同类组织相比没有突出成绩"
    text = EXPLANATIONS[subject.decided].format(year=on.year - 1, problems=problems)
    subject.explanation, subject.explained_by, subject.explained_on = text, by, on


JUDGED = (
    "total", "computed", "decided", "decision_reason", "decided_by", "decided_on", "explanation", "explained_by",
    "explained_on",
)  # fmt: skip


def save(subjects: Sequence[Subject]) -> None:
    """What `compute`, `decide` and `explain` set. An upsert, many times faster than `bulk_update` here."""
    Subject.objects.bulk_create(
        subjects, batch_size=200, update_conflicts=True, unique_fields=["pk"], update_fields=JUDGED
    )


def _text(entry: rules.Entry) -> str:
    return short(entry.value) if isinstance(entry.value, Decimal) else entry.value


def _problems(entries: Entries) -> Iterator[str]:
    for entry in [entry for entry in entries.values() if entry.reason][:3]:
        yield entry.reason
