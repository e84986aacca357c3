"""A table is found, not prescribed: its header by synonyms, its columns in any order, totals and notes left out."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiceng import phrases
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import narrow
from jiceng.reports.tables.cells import EMPTY, broken, code_text, loose, text_of
from jiceng.reports.tables.files import HEADER_WITHIN, Book, Sheet

# The column that a marked workbook brings back; read over when it is graded again.
ERROR_COLUMN = ("错误原因", "What is wrong")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that is looked for. names: what headers call it, the first as templates print it, best guess first.

    kind: `code` is kept as text and guarded against Excel, `text` is kept as written.
    """

    key: str
    names: tuple[str, ...]
    kind: str = "text"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about one cell (or row, or file): a code with facts, and where. row 0, column "": the whole of it.

    at: index of the column in the sheet, to colour the cell; -1 = no single cell.
    """

    file: str
    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: int = -1

    def place(self, lang: str = "zh") -> str:
        """`lines.csv 第 5 行“扣分原因”列`."""
        parts: list[tuple[str, dict[str, Any]]] = [("file", {"file": self.file})]
        if self.sheet:
            parts.append(("sheet", {"sheet": self.sheet}))
        if self.row:
            parts.append(("row", {"row": self.row}))
        if self.column:
            parts.append(("column", {"column": self.column}))
        return "".join(phrases.sentence(f"tables.at-{name}", facts, lang) for name, facts in parts)

    def said(self, lang: str = "zh") -> str:
        """What is wrong, then what to do; without the place."""
        return phrases.sentence(self.code, self.facts, lang)

    def line(self, lang: str = "zh") -> str:
        facts = {"place": self.place(lang), "said": self.said(lang)}
        return phrases.sentence("tables.line", facts, lang)


@dataclass(slots=True)
class Row:
    """One row of a table: its number as the spreadsheet shows it, and the text of each known column by key.

    broken: columns whose cells could not be read and are reported already; their text is "".
    """

    table: "Table"
    number: int
    cells: dict[str, str]
    raw: list[Any]
    broken: tuple[str, ...] = ()

    def get(self, key: str) -> str:
        """The text; "" for an empty cell and for a column that is not there."""
        return self.cells.get(key, "")

    def raw_value(self, key: str) -> Any:
        """The cell as it stands in the file, for dates."""
        at = self.table.columns.get(key, -1)
        return self.raw[at] if 0 <= at < len(self.raw) else ""

    def extra(self) -> dict[str, str]:
        """Cells of columns nobody knows, by their header."""
        return {
            name: text
            for at, name in self.table.unknown.items()
            if at < len(self.raw) and (text := text_of(self.raw[at]))
        }


@dataclass
class Table:
    """A table found in a sheet.

    columns: key -> index. titles: key -> header as written. unknown: index -> header of a column nobody knows.
    faults: what cannot be read. notes: what was left out or only noticed; the same shape, not an error.
    """

    book: Book
    sheet: Sheet
    wanted: tuple[Column, ...]
    start: int
    columns: dict[str, int]
    titles: dict[str, str]
    unknown: dict[int, str]
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def fault(self, row: int, key: str, code: str, /, **facts: Any) -> Fault:
        """Something wrong in `row` (0: everywhere) at the column `key`."""
        named = self.titles.get(key) or next(
            (column.names[0] for column in self.wanted if column.key == key), key
        )
        named = " ".join(named.split()).strip("*＊ ")  # a star marks what must be filled in
        return Fault(self.book.file, self.sheet.name, row, named, code, facts, self.columns.get(key, -1))

    def refuse(self, row: int, key: str, refusal: Refusal) -> None:
        self.faults.append(self.fault(row, key, refusal.code, **refusal.facts))

    def rows(self) -> Iterator[Row]:
        """Every row with something in it; titles, notes, totals and blank rows are left out and noted.

        Codes that Excel broke become faults here, and their cells are empty in the row.
        """
        readers = [
            (column.key, self.columns[column.key], column.kind == "code")
            for column in self.wanted
            if column.key in self.columns
        ]
        merged = self._merged()
        skipped: dict[str, list[int]] = {}
        as_numbers: dict[str, int] = {}
        hidden: list[int] = []
        for at in range(self.start, len(self.sheet.rows)):
            raw, number_ = self.sheet.rows[at], at + 1
            texts = [text_of(value) for value in raw]
            why = self._leave_out(texts)
            if why:
                if why != "blank":
                    skipped.setdefault(why, []).append(number_)
                continue
            if at in merged:
                raw = list(raw)
                for column, value in merged[at].items():
                    if column < len(raw) and not texts[column]:
                        raw[column], texts[column] = value, text_of(value)
            cells: dict[str, str] = {}
            spoilt: tuple[str, ...] = ()
            for key, column, is_code in readers:
                if column >= len(texts):
                    cells[key] = ""
                    continue
                if texts[column][:1] in _MAY_BE_BROKEN and (why := broken(raw[column])):
                    self.faults.append(self.fault(number_, key, why, value=texts[column]))
                    cells[key], spoilt = "", (*spoilt, key)
                    continue
                if not is_code:
                    cells[key] = "" if texts[column] in EMPTY else texts[column]
                    continue
                value = raw[column]
                text, why = code_text(value)
                if why:
                    self.faults.append(self.fault(number_, key, why, value=text, digits=len(text)))
                    text, spoilt = "", (*spoilt, key)
                elif isinstance(value, float):
                    as_numbers.setdefault(key, number_)
                cells[key] = text
            if not spoilt and not any(cells.values()):
                skipped.setdefault("no-content", []).append(number_)
                continue
            if number_ in self.sheet.hidden:
                hidden.append(number_)
            yield Row(self, number_, cells, raw, spoilt)
        self.notes += [self.fault(numbers[0], "", f"tables.left-out-{why}", rows=numbers[:20], count=len(numbers))
                       for why, numbers in skipped.items()]  # fmt: skip
        if hidden:
            facts = {"rows": hidden[:20], "count": len(hidden)}
            self.notes.append(self.fault(hidden[0], "", "tables.hidden-rows-read", **facts))
        self.notes += [self.fault(row, key, "tables.code-as-number") for key, row in as_numbers.items()]

    def _leave_out(self, texts: Sequence[str]) -> str:
        """Why a row is no entry: blank, total, note, header (printed again on the next page); "" when it is one."""
        first = next(iter(self.columns.values()))
        lead = texts[first] if first < len(texts) else ""
        filled = [text for text in texts if text]
        if not filled:
            return "blank"
        if (not lead or _TOTAL.fullmatch(loose(lead))) and any(
            _TOTAL.fullmatch(loose(text)) for text in filled[:3]
        ):
            return "total"
        if all(_NOTE.match(narrow(text)) for text in filled):
            return "note"
        again = all(at < len(texts) and texts[at] == self.titles[key] for key, at in self.columns.items())
        return "header" if again else ""

    def _merged(self) -> dict[int, dict[int, Any]]:
        """What cells merged downwards hold: row -> column -> the value of the cell on top."""
        merged: dict[int, dict[int, Any]] = {}
        for (top, left), (bottom, _) in self.sheet.merged:
            if top >= self.start and bottom > top and left < len(self.sheet.rows[top]):
                for at in range(top + 1, bottom + 1):
                    merged.setdefault(at, {})[left] = self.sheet.rows[top][left]
        return merged


_MAY_BE_BROKEN = ("#", "=", "E", "e")  # how an error or a formula without a result begins
_TOTAL = re.compile(r"(.{0,12})?(合计|小计|总计|共计|subtotal|total|sum)[:：]?")
_NOTE = re.compile(
    r"(注|备注|附注|说明|填表|填报|制表|审核|复核|负责人|单位负责人|联系|电话|日期|报送|note|remark)[^:：]{0,12}[:：]|※|★",
    re.IGNORECASE,
)


def find_table(book: Book, sheet: Sheet, wanted: tuple[Column, ...]) -> Table:
    """Find the header among the first rows. Raises Refusal "tables.header-missing" / "tables.column-twice"."""
    best: tuple[int, int, dict[str, int], list[str]] | None = None
    for at in range(min(HEADER_WITHIN, len(sheet.rows))):
        one_row = [text_of(value) for value in sheet.rows[at]]
        candidates = [(at + 1, one_row)]
        if at + 1 < min(HEADER_WITHIN, len(sheet.rows)):
            candidates.append((at + 2, _two_rows(one_row, [text_of(value) for value in sheet.rows[at + 1]])))
        for start, names in candidates:
            matched = _match(names, wanted)
            needed = sum(column.required and column.key in matched for column in wanted)
            if matched and (best is None or (needed, len(matched)) > best[:2]):
                best = (needed, len(matched), matched, [str(start), *names])
    where = {"file": book.file, "sheet": sheet.name or "CSV"}
    missing = [
        column.names[0]
        for column in wanted
        if column.required and (best is None or column.key not in best[2])
    ]
    if best is None or missing:
        first = next((row for row in sheet.rows[:HEADER_WITHIN] if any(text_of(value) for value in row)), [])
        seen = best[3][1:] if best else [text_of(value) for value in first]
        facts: dict[str, Any] = where | {
            "missing": missing,
            "found": [text for text in seen if text][:20] or ["—"],
        }
        raise Refusal("tables.header-missing", **facts)
    start, names, columns = int(best[3][0]), best[3][1:], best[2]
    known = set(columns.values())
    for key, at in columns.items():
        again = [
            names[other]
            for other in range(len(names))
            if other not in known and loose(names[other]) == loose(names[at])
        ]
        if again and names[at]:
            raise Refusal("tables.column-twice", column=names[at], key=key, **where)
    ours = {loose(heading) for heading in ERROR_COLUMN}
    unknown = {
        at: name for at, name in enumerate(names) if name and at not in known and loose(name) not in ours
    }
    table = Table(
        book, sheet, wanted, start, columns, {key: names[at] for key, at in columns.items()}, unknown
    )
    if unknown:
        table.notes.append(table.fault(start, "", "tables.columns-unknown", columns=list(unknown.values())))
    return table


def _two_rows(upper: list[str], lower: list[str]) -> list[str]:
    """A header of two levels: the lower name where there is one, else the upper."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [below or above for above, below in zip(upper, lower, strict=True)]


def _match(names: Sequence[str], wanted: Sequence[Column]) -> dict[str, int]:
    """Key -> index, each column of the sheet used once; the exact header first, then without what is in brackets."""
    plain = [_header(name) for name in names]
    bare = [re.sub(r"\(.*?\)|\[.*?\]", "", name) for name in plain]
    places: dict[str, int] = {}
    for column in wanted:
        for name in map(_header, column.names):
            at = next((at for texts in (plain, bare) for at, text in enumerate(texts)
                       if text == name and at not in places.values()), None)  # fmt: skip
            if at is not None:
                places[column.key] = at
                break
    return places


def _header(text: str) -> str:
    return unicodedata.normalize("NFKC", loose(text)).strip("*:").replace("_", "-")


def check_single(table: Table, read: Sequence[Sheet], others: Sequence[Sequence[str]] = ()) -> None:
    """Whether a workbook has no second sheet like this one with something in it, which nobody would read.

    read: every sheet that is read. others: names of sheets that are of another kind.
    Raises Refusal "tables.sheet-twice".
    """
    apart = tuple(loose(name) for names in others for name in names)
    for sheet in table.book.sheets:
        if not sheet.shown or any(sheet is other for other in read) or loose(sheet.name).startswith(apart):
            continue
        try:
            second = find_table(table.book, sheet, table.wanted)
        except Refusal:
            continue
        if any(True for _ in second.rows()):
            facts = {"file": table.book.file, "sheet": sheet.name, "other": table.sheet.name}
            raise Refusal("tables.sheet-twice", **facts)


def choose(
    book: Book, wanted: tuple[Column, ...], names: Sequence[str], taken: Sequence[Sheet] = ()
) -> Table | None:
    """The sheet of that name, else the first other one whose header fits; None when the workbook has neither.

    Raises the refusals of `find_table` for a sheet that has the name and not the columns.
    """
    shown = [sheet for sheet in book.sheets if sheet.shown and not any(sheet is other for other in taken)]
    titles = tuple(loose(name) for name in names)
    by_name = [sheet for sheet in shown if loose(sheet.name) in titles]
    by_name += [sheet for sheet in shown if loose(sheet.name).startswith(titles)]
    if by_name:
        return find_table(book, by_name[0], wanted)
    for sheet in shown:
        try:
            return find_table(book, sheet, wanted)
        except Refusal:
            continue
    return None
