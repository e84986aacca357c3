"""The workbook that offices fill in: register, lines and findings for one pack, with lists to choose from.

Chinese throughout: it is a form, and `reports.book` reads it back by these headings. A hidden sheet says which pack and
version it was made for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from jiceng.kernel.register import FORMS
from jiceng.kernel.sheet import Form, Item, Scheme, shapes
from jiceng.kernel.trace import short
from jiceng.packs import Pack
from jiceng.reports.book import FLAGS_COLUMNS, LINES_COLUMNS, STAMP, template_columns
from jiceng.reports.tables import Column

VERSION = "1"

# Rows that offer lists to choose from; further rows may be filled all the same.
ROWS = 20_000

_LISTS = "_lists"
_WIDTHS = {
    "code": 24, "org": 24, "parent": 24, "name": 40, "item": 44, "reason": 44, "explanation": 40,
    "flag": 32, "authority": 24, "scorer": 14, "date": 14,
}  # fmt: skip
_SAMPLE = "样表"


def template_xlsx(pack: Pack, scheme: Scheme) -> bytes:
    """The workbook for one pack, its scheme with the local settings."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": pack.title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    _Template(book, pack, scheme).write()
    book.close()
    return stream.getvalue()


@dataclass
class _Template:
    book: Any
    pack: Pack
    scheme: Scheme

    def write(self) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        self.plain = self.book.add_format(base | {"text_wrap": True})
        self.title = self.book.add_format(base | {"bold": True, "font_size": 16})
        self.head = self.book.add_format(
            base | {"bold": True, "border": 1, "align": "center", "bg_color": "#EDEDED", "text_wrap": True}
        )
        self.cell = self.book.add_format(base | {"border": 1, "text_wrap": True})
        self.text = self.book.add_format(base | {"num_format": "@"})
        self.classes = list(self.scheme.objects.names() if self.scheme.objects else self.scheme.forms)
        # The lists come first in the code and last in the book, so that their places are known to the other sheets.
        about = self.book.add_worksheet("说明")
        orgs, lines, flags = (self.book.add_worksheet(name) for name in ("组织", "扣分", "认定"))
        for classes, form in self._forms():
            self._rubric(classes, form)
        self._write_lists()
        self._about(about)
        self._orgs(orgs)
        self._lines(lines)
        self._flags(flags)
        stamp = self.book.add_worksheet(STAMP)
        for row, (name, value) in enumerate(
            (("template", VERSION), ("pack", self.pack.name), ("version", self.pack.version))
        ):
            stamp.write_string(row, 0, name)
            stamp.write_string(row, 1, value)
        stamp.very_hidden()
        about.activate()

    def _forms(self) -> list[tuple[list[str], Form]]:
        """Every score sheet once, with the classes it is for."""
        forms: dict[str, tuple[list[str], Form]] = {}
        for name, form in self.scheme.forms.items():
            forms.setdefault(form.key, ([], form))[0].append(name)
        return list(forms.values())

    # -- sheets to fill in ----------------------------------------------------------------------------------------

    def _about(self, sheet: Any) -> None:
        samples = [name for classes, form in self._forms() if form.sample for name in classes]
        instructions = [
            f"制度包：{self.pack.name}（{self.pack.version}）",
            "一、在“组织”表中填名册，每个党组织一行。代码按文本填写，不要让 WPS 或 Excel 改成数字。",
            "二、在“扣分”表中逐条填记录：扣分、加分填次数；有这种情形填 1；酌情项填分数；没有发生的不填。",
            "三、凡扣分必须写扣分原因。同一党组织同一评分项只填一行，次数相加。",
            "四、“认定”表填有权机关的认定，写明单位和日期；没有就留空。",
            f"五、填好后运行：jiceng grade --pack {self.pack.name} --book 文件名.xlsx --out 结果文件夹",
            "六、有错误时会生成同样的工作簿，错误的格子标红，最后一列写明原因；改好后再运行一次。",
        ]
        if samples:
            instructions.append(f"注意：{'、'.join(samples)}用的是{_SAMPLE}，不是公布的标准，只供试用。")
        self._page(sheet, (100,))
        sheet.write_string(0, 0, f"{self.pack.title}　填报工作簿", self.title)
        for row, text in enumerate(instructions, 2):
            sheet.write_string(row, 0, text, self.plain)

    def _orgs(self, sheet: Any) -> None:
        columns = template_columns(self.scheme)
        self._fill_in(sheet, columns)
        self._offer(sheet, columns, "class", "#类别")
        self._offer(sheet, columns, "form", "#形式")

    def _lines(self, sheet: Any) -> None:
        ranged = any(
            isinstance(item, shapes.MeasureBands) and any(band.points is None for band in item.bands)
            for form in self.scheme.forms.values()
            for _, item in form.items()
        )
        columns = tuple(column for column in LINES_COLUMNS if ranged or column.key != "points")
        self._fill_in(sheet, columns)
        # The items of the organisation's own class; all items while its class is not known.
        place = f"IFERROR(MATCH(VLOOKUP($A2,'组织'!$A:$D,4,0),{_LISTS}!$1:$1,0)-1,0)"
        items = f"=OFFSET({_LISTS}!$A$3,0,{place},INDEX({_LISTS}!$2:$2,{place}+1),1)"
        self._offer(sheet, columns, "item", items)
        self._offer(sheet, columns, "scorer", "#主体")

    def _flags(self, sheet: Any) -> None:
        self._fill_in(sheet, FLAGS_COLUMNS)
        self._offer(sheet, FLAGS_COLUMNS, "flag", "#认定")

    def _fill_in(self, sheet: Any, columns: Sequence[Column]) -> None:
        self._page(sheet, [_WIDTHS.get(column.key, 12) for column in columns])
        for at, column in enumerate(columns):
            form = self.text if column.kind == "code" else None
            sheet.set_column(at, at, _WIDTHS.get(column.key, 12), form)
            sheet.write_string(0, at, column.names[0] + ("*" if column.required else ""), self.head)
        sheet.set_row(0, 24)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def _offer(self, sheet: Any, columns: Sequence[Column], key: str, source: str) -> None:
        """Values to choose from. source: a formula, or a list of this book; an empty list offers nothing."""
        if not source.startswith("="):
            if source not in self.ranges:
                return
            source = f"={self.ranges[source]}"
        at = next(number for number, column in enumerate(columns) if column.key == key)
        # A warning, not a refusal: pasting must work, and what is wrong is said when the workbook is read.
        options = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
        sheet.data_validation(1, at, ROWS, at, options)

    # -- the score sheets, to read and to print --------------------------------------------------------------------

    def _rubric(self, classes: Sequence[str], form: Form) -> None:
        name = f"评分表-{'、'.join(classes)}"
        sheet = self.book.add_worksheet((name[:24] + f"（{_SAMPLE}）") if form.sample else name[:31])
        self._page(sheet, (18, 8, 40, 40, 22))
        mark = "不是公布的标准" if _SAMPLE in form.title else f"{_SAMPLE}，不是公布的标准"
        title = f"{form.title}（{mark}）" if form.sample else form.title
        sheet.write_string(0, 0, title, self.title)
        if form.sample:
            sheet.set_header(f"&R{_SAMPLE}")
        for at, text in enumerate(("项目", "满分", "评分项", "怎样填", "代号")):
            sheet.write_string(1, at, text, self.head)
        row = 2
        for head, item in form.items():
            maximum = "不限" if head.maximum is None else short(head.maximum)
            for at, text in enumerate((head.name, maximum, item.name, filling(item), item.key)):
                sheet.write_string(row, at, text, self.cell)
            row += 1
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)

    # -- lists ----------------------------------------------------------------------------------------------------

    def _write_lists(self) -> None:
        """Column by column: a title, how many there are, then the entries. The first column holds all items."""
        sheet = self.book.add_worksheet(_LISTS)
        by_class = {name: self._items(form, name) for name, form in self.scheme.forms.items()}
        every = list(dict.fromkeys(item for items in by_class.values() for item in items))
        lists: dict[str, Iterable[str]] = {
            "#全部": every,
            **by_class,
            "#类别": self.classes,
            "#形式": FORMS.values(),
            "#主体": [scorer.name for scorer in self.scheme.scorers.scorers],
            "#认定": dict.fromkeys(
                consequence.name or consequence.flag for consequence in self.scheme.consequences
            ),
        }
        self.ranges: dict[str, str] = {}
        for at, (name, entries) in enumerate(lists.items()):
            entries = list(entries)
            sheet.write_string(0, at, name)
            sheet.write_number(1, at, len(entries))
            for row, entry in enumerate(entries, 2):
                sheet.write_string(row, at, entry)
            if entries:
                column = xl_col_to_name(at)
                self.ranges[name] = f"{_LISTS}!${column}$3:${column}${len(entries) + 2}"
        sheet.very_hidden()

    @staticmethod
    def _items(form: Form, class_name: str) -> list[str]:
        return [f"{head.name}/{item.name}" for head, item in form.items() if item.applies_to(class_name)]

    def _page(self, sheet: Any, widths: Sequence[int]) -> None:
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页 共 &N 页")


def filling(item: Item) -> str:
    """What is written for an item, and what it does."""
    match item:
        case shapes.DeductPerOccurrence():
            cap = "" if item.cap is None else f"，最多扣 {short(item.cap)} 分"
            return f"填次数，每次扣 {short(item.points)} 分{cap}"
        case shapes.DeductOnce():
            return f"有这种情形填 1，扣 {short(item.points)} 分"
        case shapes.RewardPerOccurrence():
            cap = "" if item.cap is None else f"，最多加 {short(item.cap)} 分"
            return f"填次数，每次加 {short(item.points)} 分{cap}"
        case shapes.Options():
            return "填选项：" + "、".join(
                f"{name}（{short(points)} 分）" for name, points in item.options.items()
            )
        case shapes.Steps():
            return "填次数，按次数分档扣分"
        case shapes.MeasureBands():
            ranged = any(band.points is None for band in item.bands)
            return f"填数值{_unit(item.unit)}，分档计分" + ("；档内分数填在“评定分”" if ranged else "")
        case shapes.Discretionary():
            limit = "" if item.limit is None else f"，最多 {short(item.limit)} 分"
            return ("填扣的分数" if item.direction == "deduct" else "填加的分数") + f"并写理由{limit}"
    return f"填数值{_unit(getattr(item, 'unit', ''))}"


def _unit(unit: str) -> str:
    return f"（{unit}）" if unit else ""
