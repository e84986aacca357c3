"""A campaign as its forms: the rows of 汇总表 and 一览表 out of what is stored. The pages' downloads print these."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jiceng.reports import forms
from jiceng.reports.campaign import Report, Spread
from jiceng.store.models import Campaign, Outside, Post
from jiceng.store.sheet import SubjectQuerySet


def summary(report: Report, ungraded_reason: str = "") -> list[forms.SummaryRow]:
    """汇总表: a row for every class of the document, in its order. No query."""
    return _summary(report, report.by_class, "class_name", ungraded_reason)


def summary_by_kind(report: Report, kinds: Mapping[str, str], reason: str = "") -> list[forms.SummaryRow]:
    """The same campaign by the register's kinds, whatever the document calls them. kinds: the words for them."""
    rows = _summary(report, report.by_kind, "kind", reason)
    return [replace(row, category=str(kinds.get(row.category, row.category))) for row in rows]


def _summary(report: Report, spreads: Sequence[Spread], by: str, reason: str) -> list[forms.SummaryRow]:
    members: dict[str, list[int | None]] = {}
    for row in report.rows:
        members.setdefault(getattr(row, by), []).append(row.members)
    return [
        forms.SummaryRow(
            category=spread.name,
            due=spread.size,
            counts=spread.counts,
            ungraded=spread.without,
            ungraded_reason=reason if spread.without else "",
            members=None if None in members[spread.name] else spread.members,
        )
        for spread in spreads
    ]


def listing(report: Report, subjects: SubjectQuerySet) -> list[forms.ListRow]:
    """一览表: a row for every organisation, in tree order; secretaries are those in post when the campaign was due."""
    within = subjects.filter(campaign=report.campaign).order_by().values("organisation")
    posts = Post.objects.current(report.campaign.due_on).filter(role="secretary", organisation__in=within)
    secretaries = dict(posts.values_list("organisation_id", "person__name"))
    return [
        forms.ListRow(
            name=row.name,
            category=row.class_name,
            grade=row.grade,
            total=row.total,
            secretary=secretaries.get(row.organisation, ""),
            members=row.members,
            self_total=row.own_total if row.own == "complete" else None,
            self_grade=row.own_grade,
            explanation=row.explanation,
        )
        for row in report.rows
    ]


def outside(campaign: Campaign, why: Mapping[str, str], kinds: Mapping[str, str]) -> list[forms.OutsideRow]:
    """Those the document does not grade, in tree order (G-05). why, kinds: the words for what is stored."""
    entries = (
        Outside.objects.filter(campaign=campaign)
        .select_related("organisation")
        .order_by("organisation__path")
    )
    return [
        forms.OutsideRow(
            code=entry.organisation.code,
            name=entry.organisation.name,
            category=entry.organisation.own_class or str(kinds.get(entry.organisation.kind, "")),
            why=str(why.get(entry.why, entry.why)),
        )
        for entry in entries
    ]
