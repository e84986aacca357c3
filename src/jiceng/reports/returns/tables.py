"""The tables of a return, in the columns of the forms offices know."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from jiceng.reports import forms
from jiceng.reports.papers import Column, Table
from jiceng.reports.returns.words import title, word
from jiceng.services.duty.rows import Content, Poor, Row

Cell = forms.Cell | date


def summary(content: Content, lang: str = "zh") -> Table:
    """汇总表: a row for every class of the document, and the total. Raises the refusals of `forms.check_summary`."""
    rows = summary_rows(content)
    table = forms.summary_rows(rows, content.grades, lang)
    *lines, total = table.rows
    return Table(
        head=_columns(table),
        rows=lines,
        totals=total,
        notes=[*table.notes, *_not_graded(content, lang)],
        title=title("summary", content.lowest, lang),
    )


def summary_rows(content: Content) -> list[forms.SummaryRow]:
    """How many of each class have which grade, in the order of the document's classes."""
    names = [*content.classes, *(row.class_name for row in content.rows)]
    summaries = []
    for name in dict.fromkeys(names):
        those = [row for row in content.rows if row.class_name == name]
        if not those:
            continue
        counted = Counter(row.grade for row in those if row.grade)
        left = [row for row in those if not row.grade]
        reasons = dict.fromkeys(row.not_graded for row in left if row.not_graded)
        members = [row.members for row in those]
        summaries.append(
            forms.SummaryRow(
                category=name,
                due=len(those),
                counts={grade: counted[grade] for grade in content.grades},
                ungraded=len(left),
                ungraded_reason="；".join(reasons),
                members=None if None in members else sum(count for count in members if count is not None),
            )
        )
    return summaries


def listed(content: Content, lang: str = "zh", *, form: Literal["list", "detail"] = "list") -> Table:
    """一览表 or 明细表: an organisation a line; by zone where the return is collected by zone (O-03)."""
    rows = (
        sorted(content.rows, key=lambda row: _zone_place(row, content)) if _zones(content) else content.rows
    )
    table = forms.list_rows([_list_row(row) for row in rows], lang, ballots=True)
    columns = _columns(table, widths={0: 5, 1: 30, 2: 10, 3: 9, 4: 7, 5: 12, 13: 30})
    placed = [
        (row.zone or word("no-zone", lang), tuple(each))
        for row, line in zip(rows, table.rows, strict=True)
        for each in (line, *_branches(row, len(line), lang))
    ]
    lines: list[tuple[Cell, ...]] = [line for _zone, line in placed]
    if _zones(content):
        columns = [columns[0], Column(word("zone", lang), width=14), *columns[1:]]
        lines = [(line[0], zone, *line[1:]) for zone, line in placed]
    return Table(
        head=columns,
        rows=lines,
        notes=[*_by_zone(content, lang), *_not_graded(content, lang)],
        title=title(form, content.lowest, lang),
    )


def poor_list(content: Content, lang: str = "zh") -> Table:
    """较差名单: those of the lowest grade."""
    head = [
        Column(word("serial", lang), width=5, kind="number"),
        Column(word("name", lang), width=36),
        Column(word("class", lang), width=12),
        Column(word("committee", lang), width=26),
        Column(word("secretary", lang), width=10),
        Column(word("members", lang), kind="number"),
        Column(word("points", lang), kind="number"),
        Column(word("satisfaction", lang), kind="share"),
        Column(word("grade", lang), width=8),
    ]
    rows = [
        (
            at, row.name, row.class_name, row.committee, row.secretary, row.members, _number(row.assessed),
            _number(row.satisfaction), row.grade,
        )
        for at, row in enumerate(content.graded(content.lowest), 1)
    ]  # fmt: skip
    return Table(
        head=head, rows=rows, notes=_nobody(content, lang), title=title("poor-list", content.lowest, lang)
    )


def poor_detail(content: Content, lang: str = "zh") -> Table:
    """较差状况明细表: what is wrong, who helps, what is done, by when."""
    names = {row.subject: row.name for row in content.rows}
    wide = {"problems": 26, "causes": 20, "measures": 26, "helpers": 16}
    keys = ("problems", "causes", "leaders", "liaisons", "helpers", "measures")
    head = [
        Column(word("serial", lang), width=5, kind="number"),
        Column(word("name", lang), width=26),
        *(Column(word(key, lang), width=wide.get(key, 10)) for key in keys),
        Column(word("due", lang), width=15, kind="date"),
        Column(word("target", lang), width=9),
        Column(word("closed", lang), width=15, kind="date"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            at, names[poor.subject], *(_joined(poor, key) for key in keys), _day(poor.due_on), poor.target,
            _day(poor.closed_on),
        )
        for at, poor in enumerate(content.poor, 1)
    ]  # fmt: skip
    return Table(
        head=head, rows=rows, notes=_nobody(content, lang), title=title("poor-detail", content.lowest, lang)
    )


def recheck(content: Content, lang: str = "zh") -> Table:
    """复查情况表 (000-3): the grade before, the organisation's own, what the re-examination found."""
    head = [
        Column(word("serial", lang), width=5, kind="number"),
        Column(word("name", lang), width=34),
        Column(word("class", lang), width=12),
        Column(word("secretary", lang), width=10),
        Column(word("before", lang), width=8),
        Column(word("own", lang), width=8),
        Column(word("checked", lang), kind="number"),
        Column(word("now", lang), width=8),
        Column(word("change", lang), width=8),
        Column(word("explanation", lang), width=30),
    ]
    moves = [moved(row, content.grades) for row in content.rows]
    rows = [
        (
            at, row.name, row.class_name, row.secretary, row.last, row.self_grade, _number(row.assessed),
            row.grade, word(move, lang) if move else "", row.explanation or row.not_graded,
        )
        for at, (row, move) in enumerate(zip(content.rows, moves, strict=True), 1)
    ]  # fmt: skip
    counted = Counter(moves)
    notes = []
    if content.follows:
        changes = {name: counted[name] for name in ("rose", "held", "fell")}
        notes.append(word("moved", lang, follows=content.follows, new=counted[""], **changes))
    return Table(
        head=head, rows=rows, notes=[*notes, *_not_graded(content, lang)],
        title=title("recheck", content.lowest, lang),
    )  # fmt: skip


def moved(one: Row, grades: Sequence[str]) -> str:
    """rose, held, fell; "" without a grade now or before."""
    if one.last not in grades or one.grade not in grades:
        return ""
    before, now = grades.index(one.last), grades.index(one.grade)
    return "rose" if now < before else "fell" if now > before else "held"


TABLES: Mapping[str, Callable[[Content, str], Table]] = {
    "summary": summary,
    "list": listed,
    "detail": lambda content, lang: listed(content, lang, form="detail"),
    "poor-list": poor_list,
    "poor-detail": poor_detail,
    "recheck": recheck,
}


# -- zones ------------------------------------------------------------------------------------------------------------


def _zones(content: Content) -> bool:
    return any(row.zone for row in content.rows)


def _zone_place(row: Row, content: Content) -> tuple[bool, str]:
    return not row.zone, row.zone


def by_zone(rows: Iterable[Row], grades: Sequence[str]) -> dict[str, dict[str, int]]:
    """Zone -> grade -> how many, "" for those in none; the zones by name."""
    zones: dict[str, dict[str, int]] = {}
    for row in sorted(rows, key=lambda row: (not row.zone, row.zone)):
        counts = zones.setdefault(row.zone, dict.fromkeys(grades, 0))
        if row.grade:
            counts[row.grade] += 1
    return zones


def _by_zone(content: Content, lang: str) -> list[str]:
    if not _zones(content):
        return []
    return [
        word(
            "of-zone", lang, zone=zone or word("no-zone", lang), count=sum(counts.values()),
            counts=_counts(counts, lang),
        )
        for zone, counts in by_zone(content.rows, content.grades).items()
    ]  # fmt: skip


def _counts(counts: Mapping[str, int], lang: str) -> str:
    parts = (word("counted", lang, grade=grade, count=count) for grade, count in counts.items())
    return word("between", lang).join(parts)


# -- cells ------------------------------------------------------------------------------------------------------------


def _columns(table: forms.Table, *, widths: Mapping[int, int] | None = None) -> list[Column]:
    """Headings with what stands below them, as columns in groups."""
    columns: list[Column] = []
    for name, below in table.header:
        for part in below or (name,):
            at = len(columns)
            share = at in table.share_columns or part == forms.label("satisfaction") or "%" in part
            values = [line[at] for line in table.rows]
            number = any(isinstance(value, (int, Decimal)) for value in values)
            columns.append(
                Column(
                    part,
                    group=name if below else "",
                    width=(widths or {}).get(at, 0),
                    kind="share" if share else "number" if number else "text",
                )
            )
    return columns


def _branches(row: Row, width: int, lang: str) -> Iterator[tuple[Cell, ...]]:
    """The branches graded with a general branch, under it and without a number of their own (G-06)."""
    for name, grade, reason in row.branches:
        yield (None, name, word("with-unit", lang), *(None,) * (width - 5), grade, reason)


def _list_row(row: Row) -> forms.ListRow:
    return forms.ListRow(
        name=row.name,
        category=row.class_name,
        grade=row.grade,
        total=_number(row.assessed),
        secretary=row.secretary,
        members=row.members,
        self_total=_number(row.self_total),
        self_grade=row.self_grade,
        issued=row.issued,
        returned=row.returned,
        valid=row.valid,
        satisfaction=_number(row.satisfaction),
        last_grade=row.last,
        explanation=row.explanation or row.not_graded,
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _joined(poor: Poor, key: str) -> str:
    texts: tuple[str, ...] = getattr(poor, key)
    if key in ("leaders", "liaisons", "helpers"):
        return "、".join(texts)
    return texts[0] if len(texts) == 1 else "\n".join(f"{at}. {text}" for at, text in enumerate(texts, 1))


def _not_graded(content: Content, lang: str) -> list[str]:
    left = [row for row in content.rows if row.not_graded]
    if not left:
        return []
    names = word("between", lang).join(f"{row.name}（{row.not_graded}）" for row in left)
    return [word("not-graded", lang, count=len(left), names=names)]


def _nobody(content: Content, lang: str) -> list[str]:
    return [] if content.graded(content.lowest) else [word("nobody", lang, lowest=content.lowest)]
