"""测评票 on paper: the sheet of one class, drawn where `kernel.ballot.layout` says, so that pictures can be read.

No number, no code of a single paper: printed twice it is the same to the last byte.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from jiceng.kernel.ballot.board import Asked
from jiceng.kernel.ballot.layout import CORNERS, Layout, Size, lay_out, strip_of
from jiceng.reports.papers import layout as papers
from jiceng.reports.papers.paper import clean, one_line
from jiceng.reports.papers.pdf import compiled

# The office's folder is not asked: a ballot drawn otherwise could not be read from a picture.
_TEMPLATE = Path(__file__).with_name("ballot.typ")
STAMP = "演示数据"
TELLING = "请在每一行选中的方框内打“√”，每行只选一项；某一行不打“√”，视为该项弃权。不写姓名，不作其他记号。"


def asked_of(sheet: Mapping[str, Any]) -> tuple[Asked, ...]:
    """The questions of `BallotEvent.sheet`."""
    return tuple(Asked(name, tuple(options)) for name, options in sheet["questions"])


def layout_of(sheet: Mapping[str, Any], size: Size = "A4") -> Layout:
    """Where everything stands on the paper ballot of `BallotEvent.sheet`. Raises as `kernel.ballot.layout.lay_out`."""
    return lay_out(asked_of(sheet), size=size, comment=bool(sheet.get("comment")))


def blank(
    event: str, sheet: Mapping[str, Any], voter_class: str, *, size: Size = "A4", invented: bool = False
) -> bytes:
    """The PDF, every page of one paper ballot. Raises Refusal "ballot.too-many-options", "paper.no-font"."""
    return blank_pages(event, sheet, voter_class, "pdf", size=size, invented=invented)[0]


def blank_pages(
    event: str,
    sheet: Mapping[str, Any],
    voter_class: str,
    kind: Literal["pdf", "png"],
    ppi: float = 100,
    *,
    size: Size = "A4",
    invented: bool = False,
) -> list[bytes]:
    """As `blank`, or every page as a picture."""
    layout = layout_of(sheet, size)
    return compiled(_TEMPLATE, as_data(event, sheet, voter_class, layout, invented), kind, ppi, tags=False)


def as_data(
    event: str, sheet: Mapping[str, Any], voter_class: str, layout: Layout, invented: bool
) -> dict[str, Any]:
    """What the template is given: text, and measures in millimetres."""
    pages: list[dict[str, Any]] = []
    for page in layout.pages:
        rows = [
            {
                "number": row.number,
                "name": _broken(one_line(row.item), layout.name_ends - row.area.x - 9),
                "area": asdict(row.area),
                "names": layout.name_ends,
                "boxes": [asdict(box) for _, box in row.boxes],
                "labels": [
                    asdict(area) | {"text": one_line(option)}
                    for (option, _), area in zip(row.boxes, row.labels, strict=False)
                ],
            }
            for row in page.rows
        ]
        pages.append(
            {
                "rows": rows,
                "head": [asdict(area) | {"text": one_line(option)} for option, area in page.head],
                "comment": asdict(page.comment) if page.comment else None,
                "strip": strip_of(event, voter_class, layout, page.number),
                "foot": f"第 {page.number} 页　共 {len(layout.pages)} 页" if len(layout.pages) > 1 else "",
            }
        )
    return {
        "width": layout.width,
        "height": layout.height,
        "small": layout.size == "A5",
        "title": _title(str(sheet["title"])),
        "under": [one_line(str(sheet["organisation"])), f"（{one_line(voter_class)}用票）"],
        "stamp": STAMP if invented else "",
        "telling": TELLING,
        "at": {
            "title": asdict(layout.title),
            "telling": asdict(layout.telling),
            "strip": asdict(layout.strip),
        },
        "marks": [asdict(mark) | {"bits": bits} for mark, bits in zip(layout.marks, CORNERS, strict=True)],
        "pages": pages,
    }


def _title(title: str) -> str:
    name = one_line(clean(title))
    return name if name.endswith("票") else f"{name}票"


def _broken(text: str, millimetres: float) -> str:
    return papers.broken(text, max(4, int(millimetres / 2.2)))
