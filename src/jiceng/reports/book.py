"""A grading book: organisations, lines and findings as handed in, made into subjects a scheme can judge.

Three tables, from CSV files or the sheets of one workbook; the template's first sheet says how they are filled in.
Everything wrong is collected as `Fault`s, each at its row and column; nothing is guessed and nothing dropped: an
organisation the document does not grade is listed as outside, an unknown column is kept and reported.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiceng import packs
from jiceng.kernel import written
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import FORMS, KINDS, Candidate, ClassOf, Objects, sort_out
from jiceng.kernel.sheet import Cohort, Entry, Form, Item, Judgement, Scheme, Subject, cohorts_of, score
from jiceng.kernel.sheet.shapes import DeductOnce, MeasureBands, Options
from jiceng.reports.tables import (
    Book,
    Column,
    Fault,
    Row,
    Table,
    check_single,
    choose,
    find_table,
    loose,
    parse_date,
)

ORGS_COLUMNS = (
    Column(key="code", kind="code", names=(
        "党组织代码", "编码", "代码", "党组织编码", "组织编码", "组织代码", "code", "org")),
    Column(key="name", names=("党组织名称", "名称", "组织名称", "党组织全称", "支部名称", "单位名称", "name")),
    Column(key="parent", kind="code", required=False, names=(
        "上级党组织代码", "上级", "上级编码", "上级代码", "上级党组织编码", "上级党组织", "parent")),
    Column(key="class", names=("类别", "领域", "党组织类别", "所属领域", "组织类别", "类型", "class", "kind")),
    Column(key="form", required=False, names=("组织形式", "党组织形式", "form")),
    Column(key="secretary", required=False, names=("书记", "书记姓名", "党组织书记", "secretary")),
    Column(key="members", required=False, names=("党员数", "党员人数", "党员总数", "members")),
    Column(key="satisfaction", required=False, names=(
        "满意率", "满意度", "群众满意度", "群众满意率", "satisfaction")),
    Column(key="last-grade", required=False, names=("上年等次", "上年度等次", "上年定级", "last grade")),
    Column(key="explanation", required=False, names=("说明情况", "情况说明", "explanation")),
)  # fmt: skip
LINES_COLUMNS = (
    Column(key="org", kind="code", names=(
        "党组织代码", "编码", "代码", "党组织编码", "组织编码", "组织代码", "org", "code")),
    Column(key="item", names=("评分项", "项目", "评分项目", "扣分项", "评分要点", "item")),
    Column(key="scorer", required=False, names=("考核主体", "评分主体", "评分人", "scorer")),
    Column(key="value", names=("次数或得分", "次数", "得分", "扣分次数", "数值", "value")),
    Column(key="reason", required=False, names=("扣分原因", "理由", "原因", "扣分理由", "事由", "reason")),
    Column(key="points", required=False, names=("评定分", "给分", "points")),
)  # fmt: skip
FLAGS_COLUMNS = (
    Column(key="org", kind="code", names=(
        "党组织代码", "编码", "代码", "党组织编码", "组织编码", "组织代码", "org", "code")),
    Column(key="flag", names=("认定事项", "认定", "情形", "事项", "flag")),
    Column(key="authority", required=False, names=("认定单位", "认定机关", "单位", "authority")),
    Column(key="date", required=False, names=("认定日期", "日期", "时间", "date")),
)  # fmt: skip

ORGS_SHEETS = ("组织", "党组织", "组织名册", "orgs")
LINES_SHEETS = ("扣分", "评分", "得分", "lines")
FLAGS_SHEETS = ("认定", "flags")
_SHEETS = (ORGS_SHEETS, LINES_SHEETS, FLAGS_SHEETS)

# Asked which of some codes the installation's register has.
Register = Callable[[set[str]], set[str]]

SATISFACTION = "satisfaction"

# What a measure in per cent is called: 群众满意度, 测评好和较好的比例, 党员到会率.
_SHARE = re.compile(r"满意|(率|比例|占比|百分比|%)$")

# The hidden sheet by which a template is known again.
STAMP = "_jiceng"

_YES, _NO = frozenset({"是", "有", "√", "✓", "对"}), frozenset({"否", "×", "✗"})


@dataclass(frozen=True, slots=True)
class Organisation:
    """One row of the register as handed in. class_name: as written; the document's own is in `GradingBook.graded`."""

    code: str
    name: str
    class_name: str
    row: int
    parent: str = ""
    form: str = ""
    secretary: str = ""
    members: int | None = None
    last_grade: str = ""
    explanation: str = ""
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    ratings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class GradingBook:
    """What was handed in, checked line by line. Usable for grading only while `faults` is empty.

    graded: code -> the document's class. outside: code -> why (`no-class`, `form`, `not-independent`).
    superiors: listed only because others name them as their superior; they have no class and are not graded.
    sheets: code -> scorer -> item key -> entry; rows: the same, to the row each entry came from.
    fed: measure -> key of the column it is read from.
    """

    scheme: Scheme
    orgs_table: Table
    lines_table: Table
    flags_table: Table | None = None
    organisations: dict[str, Organisation] = field(default_factory=dict)
    graded: dict[str, str] = field(default_factory=dict)
    with_unit: tuple[str, ...] = ()
    outside: dict[str, str] = field(default_factory=dict)
    superiors: tuple[str, ...] = ()
    sheets: dict[str, dict[str, dict[str, Entry]]] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    flags: dict[str, frozenset[str]] = field(default_factory=dict)
    fed: dict[str, str] = field(default_factory=dict)
    lines: int = 0

    @property
    def tables(self) -> list[Table]:
        return [table for table in (self.orgs_table, self.lines_table, self.flags_table) if table is not None]

    @property
    def faults(self) -> list[Fault]:
        """Everything wrong, table by table and down the rows."""
        return [fault for table in self.tables for fault in sorted(table.faults, key=lambda fault: fault.row)]

    @property
    def notes(self) -> list[Fault]:
        return [note for table in self.tables for note in table.notes]


# -- finding the tables -------------------------------------------------------------------------------------------


def tables_of_files(
    scheme: Scheme, orgs: Book, lines: Book, flags: Book | None = None
) -> tuple[Table, Table, Table | None]:
    """The three tables, each from a file of its own. Raises the refusals of `find_table`."""

    def first(book: Book, wanted: tuple[Column, ...], names: Sequence[str]) -> Table:
        table = choose(book, wanted, names) or find_table(book, book.sheets[0], wanted)
        check_single(
            table, [table.sheet], [sheet_names for sheet_names in _SHEETS if sheet_names is not names]
        )
        return table

    return (
        first(orgs, orgs_columns(scheme), ORGS_SHEETS),
        first(lines, LINES_COLUMNS, LINES_SHEETS),
        first(flags, FLAGS_COLUMNS, FLAGS_SHEETS) if flags else None,
    )


def tables_of_workbook(scheme: Scheme, book: Book, pack: str = "") -> tuple[Table, Table, Table | None]:
    """The three tables of one workbook, by the names of its sheets or by their headers.

    pack: refuse a template that was made for another one.
    Raises Refusal "book.sheet-missing", "book.of-another-pack", "tables.sheet-twice" and the refusals of `find_table`.
    """
    made_for = stamp(book).get("pack", "")
    if pack and made_for and made_for != pack:
        raise Refusal("book.of-another-pack", file=book.file, made_for=made_for, pack=pack)
    orgs = choose(book, orgs_columns(scheme), ORGS_SHEETS)
    if orgs is None:
        raise Refusal("book.sheet-missing", file=book.file, sheet=ORGS_SHEETS[0], found=_titles(book))
    lines = choose(book, LINES_COLUMNS, LINES_SHEETS, [orgs.sheet])
    if lines is None:
        raise Refusal("book.sheet-missing", file=book.file, sheet=LINES_SHEETS[0], found=_titles(book))
    flags = choose(book, FLAGS_COLUMNS, FLAGS_SHEETS, [orgs.sheet, lines.sheet])
    read = [table for table in (orgs, lines, flags) if table is not None]
    for table in read:
        check_single(table, [chosen.sheet for chosen in read])
    return orgs, lines, flags


def stamp(book: Book) -> dict[str, str]:
    """What the template's hidden sheet says of itself: template, pack, version. Empty for other workbooks."""
    for sheet in book.sheets:
        if sheet.name == STAMP:
            return {str(row[0]): str(row[1]) for row in sheet.rows if len(row) > 1 and row[0]}
    return {}


def orgs_columns(scheme: Scheme) -> tuple[Column, ...]:
    """The columns of the register: those of every document, and what this one's gates and adopted ratings ask.

    A column headed as a measure is that measure's alone, so 满意率 may not be written 群众满意度 where a gate asks
    for that by name.
    """
    own = _own_columns(scheme)
    asked = {loose(measure) for measure, key in own.items() if key == measure != SATISFACTION}
    columns = [
        Column(key=column.key, kind=column.kind, required=column.required, names=names)
        for column in ORGS_COLUMNS
        if (names := tuple(name for name in column.names if loose(name) not in asked))
    ]
    known = {column.key for column in ORGS_COLUMNS} | {
        loose(name) for column in ORGS_COLUMNS for name in column.names
    }
    known |= {loose(measure) for measure in own}
    for measure, key in own.items():
        if key == measure != SATISFACTION:
            # A gate's name heads a column too where it cannot be taken for another.
            gates = dict.fromkeys(gate.name for gate in scheme.gates if gate.measure == measure and gate.name)
            also = [name for name in gates if loose(name) not in known]
            known |= {loose(name) for name in also}
            columns.append(Column(key=key, required=False, names=(measure, *also)))
    for adopted in scheme.adopted:
        if adopted.rating not in known:
            called = dict.fromkeys(
                name for name in (adopted.name, adopted.rating) if name and name not in known
            )
            columns.append(Column(key=adopted.rating, required=False, names=tuple(called)))
            known.add(adopted.rating)
    return tuple(columns)


def template_columns(scheme: Scheme) -> tuple[Column, ...]:
    """The columns of the register to fill in: not two for one satisfaction."""
    columns = orgs_columns(scheme)
    twice = any(_is_satisfaction(column.key) for column in columns if column.key != SATISFACTION)
    return tuple(column for column in columns if not twice or column.key != SATISFACTION)


def _own_columns(scheme: Scheme) -> dict[str, str]:
    """Measure that a gate names -> key of the column headed so: itself, or 党员数 and the like of every document."""
    usual = {
        loose(name): column.key
        for column in ORGS_COLUMNS
        if column.key != SATISFACTION
        for name in (column.key, *column.names)
    }
    return {
        gate.measure: usual.get(loose(gate.measure), gate.measure) for gate in scheme.gates if gate.measure
    }


def _is_satisfaction(measure: str) -> bool:
    return any(
        loose(measure) in map(loose, (column.key, *column.names))
        for column in ORGS_COLUMNS
        if column.key == SATISFACTION
    )


def _titles(book: Book) -> list[str]:
    return [sheet.name or book.file for sheet in book.sheets if sheet.shown]


# -- reading ------------------------------------------------------------------------------------------------------


def read(
    scheme: Scheme, tables: tuple[Table, Table, Table | None], register: Register = lambda codes: set()
) -> GradingBook:
    """Read the three tables. What is wrong stands in the book's faults afterwards; nothing is raised for a row.

    register: which of these codes the installation's register has; asked only about superiors that are not listed.
    """
    orgs, lines, flags = tables
    book = GradingBook(scheme, orgs, lines, flags)
    known = _read_organisations(book, register)
    _sort_out(book, known)
    _note_measures(book)
    _read_lines(book)
    if flags is not None:
        _read_flags(book, flags)
    if not book.organisations and not orgs.faults:
        orgs.faults.append(orgs.fault(0, "", "book.no-organisations"))
    return book


def _read_organisations(book: GradingBook, register: Register) -> dict[str, str]:
    """Fill `organisations`. The answer: code -> what the class was read as, for those whose class is known."""
    table, known = book.orgs_table, {}
    book.fed = _fed(book)
    ratings = {adopted.rating for adopted in book.scheme.adopted}
    classes = _Classes(book.scheme)
    rows = list(table.rows())
    superiors = {row.get("parent") for row in rows if row.get("parent")}
    for row in rows:
        code = row.get("code")
        if not code and "code" not in row.broken:
            table.faults.append(table.fault(row.number, "code", "book.code-missing"))
        if code in book.organisations:
            table.faults.append(table.fault(row.number, "code", "register.code-twice", code=code))
        if not row.get("name"):
            table.faults.append(table.fault(row.number, "name", "book.name-missing"))
        read = classes.read(row.get("class"))
        if not row.get("class") and code in superiors:
            book.superiors += (code,)
        elif read is None:
            why = "book.class-unknown" if row.get("class") else "book.class-missing"
            facts = {"value": row.get("class"), "classes": classes.names, "kinds": list(KINDS.values())}
            table.faults.append(table.fault(row.number, "class", why, **facts))
        form = _form(row)
        if form is None:
            facts = {"value": row.get("form"), "forms": list(FORMS.values())}
            table.faults.append(table.fault(row.number, "form", "book.form-unknown", **facts))
        organisation = Organisation(
            code=code,
            name=written.name(row.get("name")),
            class_name=written.name(row.get("class")),
            row=row.number,
            parent=row.get("parent"),
            form=form or "",
            secretary=written.name(row.get("secretary")),
            members=_members(row),
            last_grade=row.get("last-grade"),
            explanation=row.get("explanation"),
            measures=_measures(row, book.fed),
            ratings={key: row.get(key) for key in ratings if row.get(key)},
        )
        if code and code not in book.organisations:
            book.organisations[code] = organisation
            if read is not None:
                known[code] = read
    _check_parents(book, register)
    return known


def _form(row: Row) -> str | None:
    """The form of organisation by its key or Chinese name; "" when not given, None when nobody knows it."""
    text = loose(row.get("form"))
    if not text:
        return ""
    return next((key for key, name in FORMS.items() if text in (key, name)), None)


def _members(row: Row) -> int | None:
    text = row.get("members")
    if not text:
        return None
    count = written.number(text.removesuffix("人").removesuffix("名"))
    if count is None or count < 0 or count != count.to_integral_value():
        row.table.faults.append(
            row.table.fault(row.number, "members", "book.members-not-a-count", value=text)
        )
        return None
    return int(count)


def _fed(book: GradingBook) -> dict[str, str]:
    """Measure -> key of the column that feeds it; without those that have none."""
    own, columns = _own_columns(book.scheme), book.orgs_table.columns
    fed = {measure: key for measure, key in own.items() if key in columns}
    if len(own) == 1 and not fed and SATISFACTION in columns:
        fed = dict.fromkeys(own, SATISFACTION)
    if SATISFACTION in columns:
        fed[SATISFACTION] = SATISFACTION
    else:
        # The list of results has a place for satisfaction, whatever the document calls it.
        called = next((key for measure, key in fed.items() if _is_satisfaction(measure)), "")
        fed |= {SATISFACTION: called} if called else {}
    return fed


def _measures(row: Row, fed: Mapping[str, str]) -> dict[str, Decimal]:
    read: dict[str, Decimal] = {}
    for key in dict.fromkeys(fed.values()):
        text = row.get(key)
        if not text:
            continue
        value = written.number(text, per_cent=True)
        if value is None:
            row.table.faults.append(row.table.fault(row.number, key, "book.measure-not-a-number", value=text))
        elif (key == SATISFACTION or _SHARE.search(loose(key))) and (
            0 < value <= 1 or value > 100 or value < 0
        ):
            # Excel shows 95% and holds 0.95; taking 0.95 for less than one per cent would ruin somebody's year.
            row.table.faults.append(row.table.fault(row.number, key, "book.measure-not-per-cent", value=text))
        else:
            read[key] = value
    return {measure: read[key] for measure, key in fed.items() if key in read}


def _note_measures(book: GradingBook) -> None:
    """Say which gates of the organisations graded look at nothing, and where 满意率 stands for another name."""
    table, classes = book.orgs_table, set(book.graded.values())
    asking = [
        gate
        for gate in book.scheme.gates
        if gate.measure and gate.at_least is not None and not gate.requires_flag
        if not gate.classes or classes & set(gate.classes)
    ]
    blind = [gate for gate in asking if gate.measure not in book.fed] if classes else []
    if blind:
        headings, own = {column.key: column.names[0] for column in table.wanted}, _own_columns(book.scheme)
        facts = {
            "measures": list(dict.fromkeys(headings[own[gate.measure]] for gate in blind)),
            "grades": list(dict.fromkeys(grade for gate in blind for grade in gate.grades)),
        }
        table.notes.append(table.fault(0, "", "book.measure-without-column", **facts))
    for measure in dict.fromkeys(gate.measure for gate in asking):
        if book.fed.get(measure) == SATISFACTION != measure:
            table.notes.append(
                table.fault(table.start, SATISFACTION, "book.satisfaction-stands-for", measure=measure)
            )


def _check_parents(book: GradingBook, register: Register) -> None:
    table = book.orgs_table
    elsewhere = {
        organisation.parent for organisation in book.organisations.values() if organisation.parent
    } - book.organisations.keys()
    registered = register(elsewhere) if elsewhere else set()
    for organisation in book.organisations.values():
        if organisation.parent in elsewhere - registered:
            table.faults.append(
                table.fault(organisation.row, "parent", "book.parent-unknown", value=organisation.parent)
            )
    settled: set[str] = set()
    for start in book.organisations.values():
        path: dict[str, None] = {}
        at: Organisation | None = start
        while at is not None and at.code not in settled and at.code not in path:
            path[at.code] = None
            at = book.organisations.get(at.parent)
        if at is not None and at.code in path:
            circle = list(path)[list(path).index(at.code) :]
            table.faults.append(
                table.fault(at.row, "parent", "book.parents-in-a-circle", codes=[*circle, at.code])
            )
        settled.update(path)


class _Classes:
    """What a class may be called: by this document, by the register, by another document."""

    def __init__(self, scheme: Scheme) -> None:
        self.objects = scheme.objects or Objects(classes=tuple(ClassOf(name=name) for name in scheme.forms))
        self.names = list(self.objects.names())
        self._loose = {loose(name): name for name in (*KINDS, *KINDS.values(), *self.names)}
        self._elsewhere: set[str] | None = None
        self._read: dict[str, str | None] = {}

    def read(self, text: str) -> str | None:
        """The class or kind as the kernel knows it; the text itself when only another document knows it; else None."""
        if text not in self._read:
            own = self._loose.get(loose(text))
            self._read[text] = own if own or not text else text if loose(text) in self.elsewhere else None
        return self._read[text]

    @property
    def elsewhere(self) -> set[str]:
        if self._elsewhere is None:
            schemes = [packs.load(name).scheme() for name in packs.names()]
            self._elsewhere = {
                loose(name) for scheme in schemes if scheme.objects for name in scheme.objects.names()
            }
        return self._elsewhere


def _sort_out(book: GradingBook, known: Mapping[str, str]) -> None:
    """Whom the document grades; those of unknown class are faults already and take no part."""
    objects = _Classes(book.scheme).objects
    default = "branch" if not objects.forms or "branch" in objects.forms else objects.forms[0]
    candidates = []
    for code, kind in known.items():
        organisation = book.organisations[code]
        parent = book.organisations.get(organisation.parent)
        parent_form = parent.form if parent else ""
        candidates.append(
            Candidate(code=code, kind=kind, form=organisation.form or default, parent_form=parent_form)
        )
    answer = sort_out(objects, candidates)
    book.graded, book.with_unit, book.outside = answer.graded, answer.with_unit, answer.outside


def _read_lines(book: GradingBook) -> None:
    table, scheme = book.lines_table, book.scheme
    scorers = {
        loose(name): scorer.key for scorer in scheme.scorers.scorers for name in (scorer.name, scorer.key)
    }
    counted = scheme.scorers.counted()
    usual = "assessment" if "assessment" in scorers else counted[0].key if len(counted) == 1 else ""
    items: dict[str, _Items] = {}
    aside = 0
    for row in table.rows():
        code, wrong = row.get("org"), len(table.faults)
        class_name = book.graded.get(code)
        if not code:
            if "org" not in row.broken:
                table.faults.append(table.fault(row.number, "org", "book.org-missing"))
        elif code not in book.organisations:
            table.faults.append(table.fault(row.number, "org", "book.org-unknown", value=code))
        elif code in book.outside or code in book.with_unit:
            aside += 1
            continue
        named = row.get("scorer")
        scorer = scorers.get(named) or scorers.get(loose(named)) if named else usual
        if not scorer:
            facts = {
                "scorer": row.get("scorer") or "—",
                "scorers": [choice.name for choice in scheme.scorers.scorers],
            }
            table.faults.append(table.fault(row.number, "scorer", "sheet.scorer-unknown", **facts))
        item = None
        if not row.get("item"):
            table.faults.append(table.fault(row.number, "item", "book.item-missing"))
        elif class_name is not None and class_name in scheme.forms:
            if class_name not in items:
                items[class_name] = _Items(scheme.forms[class_name], class_name)
            try:
                item = items[class_name].find(row.get("item"))
            except Refusal as refusal:
                table.refuse(row.number, "item", refusal)
        entry = _entry(row, item)
        if len(table.faults) > wrong or item is None or entry is None:
            continue
        recorded = book.sheets.setdefault(code, {}).setdefault(scorer or "", {})
        rows = book.rows.setdefault(code, {}).setdefault(scorer or "", {})
        if item.key in recorded:
            fault = table.fault(row.number, "item", "book.item-twice", item=item.name, first=rows[item.key])
            table.faults.append(fault)
            continue
        recorded[item.key], rows[item.key] = entry, row.number
        book.lines += 1
    if aside:
        table.notes.append(table.fault(0, "org", "book.lines-aside", count=aside))
    elif not book.lines and not table.faults:
        table.notes.append(table.fault(0, "", "book.no-lines"))


class _Items:
    """The items of a sheet as people write them: the key, or head/condition, whatever the width of the characters."""

    def __init__(self, form: Form, class_name: str) -> None:
        self.form = form
        self._found: dict[str, Item] = {}
        # An item for this class goes before one of the same name for another.
        for head, item in sorted(form.items(), key=lambda pair: not pair[1].applies_to(class_name)):
            names = (f"{heading}/{item.name}" for heading in (head.name, head.key, *head.also))
            for name in (item.key, *names):
                self._found.setdefault(loose(name), item)

    def find(self, name: str) -> Item:
        """Raises Refusal "sheet.item-unknown" with the nearest names."""
        if name not in self._found:
            self._found[name] = self._found.get(loose(name)) or self.form.find(name)
        return self._found[name]


# The same few numbers occur hundreds of thousands of times in a province's lines.
_SEEN: dict[str, Decimal] = {str(number): Decimal(number) for number in range(101)}


def _entry(row: Row, item: Item | None) -> Entry | None:
    """What a line records. An empty value is a fault whatever the item; how the value fits is the kernel's to say."""
    text, table = row.get("value"), row.table
    if not text:
        table.faults.append(table.fault(row.number, "value", "book.value-missing"))
        return None
    if item is None:
        return None
    reason, points = row.get("reason"), None
    if row.get("points"):
        points = written.number(row.get("points"))
        if points is None:
            facts = {"item": item.name, "value": row.get("points")}
            table.faults.append(table.fault(row.number, "points", "sheet.value-not-a-number", **facts))
            return None
    if isinstance(item, Options):
        return Entry(
            next((name for name in item.options if loose(name) == loose(text)), text), reason, points
        )
    in_per_cent = getattr(item, "unit", "") in ("%", "％")
    value = None if in_per_cent else _SEEN.get(text)
    if value is None and isinstance(item, DeductOnce) and text in _YES | _NO:
        value = Decimal(1 if text in _YES else 0)
    if value is None:
        value = written.number(text, per_cent=in_per_cent)
    if in_per_cent and value is not None and 0 < value <= 1 and written.narrow(text)[-1] != "%":
        # As with 满意率: Excel shows 96% and holds 0.96. Less than one per cent is written with its sign.
        table.faults.append(table.fault(row.number, "value", "book.value-not-per-cent", value=text))
        return None
    if value is None:
        table.faults.append(
            table.fault(row.number, "value", "sheet.value-not-a-number", item=item.name, value=text)
        )
        return None
    return Entry(value, reason, points)


def _read_flags(book: GradingBook, table: Table) -> None:
    known: dict[str, str] = {}
    for consequence in book.scheme.consequences:
        known |= {loose(name): consequence.flag for name in (consequence.flag, consequence.name) if name}
    for gate in book.scheme.gates:
        if gate.requires_flag:
            known |= {loose(name): gate.requires_flag for name in (gate.requires_flag, gate.name) if name}
    without_effect: dict[str, int] = {}
    for row in table.rows():
        code, text, wrong = row.get("org"), row.get("flag"), len(table.faults)
        if not code and "org" not in row.broken:
            table.faults.append(table.fault(row.number, "org", "book.org-missing"))
        elif code and code not in book.organisations:
            table.faults.append(table.fault(row.number, "org", "book.org-unknown", value=code))
        if not text:
            table.faults.append(table.fault(row.number, "flag", "book.flag-missing"))
        if not row.get("authority"):
            table.faults.append(table.fault(row.number, "authority", "book.authority-missing"))
        found_on = row.raw_value("date")
        if not row.get("date"):
            table.faults.append(table.fault(row.number, "date", "book.date-missing"))
        elif not parse_date(found_on, epoch_1904=table.book.epoch_1904):
            table.faults.append(
                table.fault(row.number, "date", "book.date-unreadable", value=row.get("date"))
            )
        flag = known.get(loose(text))
        if text and flag is None and known:
            # A veto misspelt must not pass for a clean record.
            names = sorted({consequence.name or consequence.flag for consequence in book.scheme.consequences})
            table.faults.append(table.fault(row.number, "flag", "book.flag-unknown", value=text, known=names))
        elif text and flag is None:
            without_effect.setdefault(text, row.number)
        if len(table.faults) == wrong and flag is not None:
            book.flags[code] = book.flags.get(code, frozenset()) | {flag}
    for text, at in without_effect.items():
        table.notes.append(table.fault(at, "flag", "book.flag-without-effect", value=text))


# -- judging ------------------------------------------------------------------------------------------------------


def judge(book: GradingBook) -> Iterator[tuple[Organisation, str, Judgement | None]]:
    """Every organisation the document grades, its class and its judgement, in the order of the file.

    None for one that cannot be judged; why is then among the book's faults, at the lines that caused it. Items compared
    within a group are compared within the class.
    """
    scheme = book.scheme
    recorded = {scorer for sheets in book.sheets.values() for scorer in sheets}
    counted = scheme.scorers.counted()
    # An organisation without lines has nothing to deduct; a scorer without any line at all was forgotten.
    present = [scorer.key for scorer in counted if len(counted) == 1 or scorer.key in recorded]
    cohorts = _cohorts(book, present)
    silent: dict[str, Entry] = {}
    for code, class_name in book.graded.items():
        organisation = book.organisations[code]
        own = book.sheets.get(code, {})
        subject = Subject(
            class_name,
            dict.fromkeys(present, silent) | own,
            book.flags.get(code, frozenset()),
            organisation.measures,
            organisation.ratings,
        )
        try:
            yield organisation, class_name, scheme.judge(subject, cohorts=cohorts.get(class_name))
        except Refusal as refusal:
            _blame(book, organisation, class_name, refusal, cohorts.get(class_name))
            yield organisation, class_name, None


def _cohorts(book: GradingBook, present: Sequence[str]) -> dict[str, dict[str, Cohort]]:
    """Class -> item -> the values compared. A value recorded by several scorers counts once, the first one's."""
    entries: dict[str, list[Mapping[str, Entry]]] = {}
    compared = {
        name: any(item.needs_cohort for _, item in form.items()) for name, form in book.scheme.forms.items()
    }
    for code, class_name in book.graded.items():
        if compared.get(class_name):
            sheets = book.sheets.get(code, {})
            others = [scorer for scorer in sheets if scorer not in present]
            merged: dict[str, Entry] = {}
            for scorer in reversed([*present, *others]):
                merged |= sheets.get(scorer, {})
            entries.setdefault(class_name, []).append(merged)
    return {name: cohorts_of(book.scheme.forms[name], recorded) for name, recorded in entries.items()}


_POINTS_AT = {"sheet.item-unknown": "item", "sheet.item-of-another-class": "item"}


def _blame(
    book: GradingBook,
    organisation: Organisation,
    class_name: str,
    refusal: Refusal,
    cohorts: Mapping[str, Cohort] | None,
) -> None:
    """Say at which lines a judgement failed: every line is scored by itself, because a total stops at the first."""
    form, blamed = book.scheme.forms.get(class_name), False
    for scorer, entries in book.sheets.get(organisation.code, {}).items():
        if form is None:
            break
        for key, entry in entries.items():
            try:
                score(form, {key: entry}, class_name=class_name, cohorts=cohorts)
            except Refusal as alone:
                blamed = True
                at = book.rows[organisation.code][scorer][key]
                item = next(item for _, item in form.items() if item.key == key)
                book.lines_table.refuse(at, _column_of(alone, item), alone)
    if blamed:
        return
    at, key = organisation.row, ""
    if refusal.code == "sheet.class-without-sheet":
        key = "class"
    elif refusal.code == "sheet.measure-missing":
        key = next(
            (
                book.fed.get(gate.measure, gate.measure)
                for gate in book.scheme.gates
                if refusal.facts["name"] in (gate.name, gate.measure)
            ),
            "",
        )
    elif refusal.code == "sheet.scorer-missing":
        if any(fault.code == refusal.code for fault in book.lines_table.faults):
            return
        book.lines_table.refuse(0, "scorer", refusal)
        return
    book.orgs_table.refuse(at, key, refusal)


def _column_of(refusal: Refusal, item: Item) -> str:
    if refusal.code.endswith("-without-reason"):
        return "reason"
    if refusal.code in _POINTS_AT:
        return _POINTS_AT[refusal.code]
    typed = refusal.code in ("sheet.points-outside-range", "sheet.too-many-decimals")
    return "points" if typed and isinstance(item, MeasureBands) else "value"
