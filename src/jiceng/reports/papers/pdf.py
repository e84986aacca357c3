"""A paper as PDF, set by Typst. The text goes over as data, never as source: nothing in it can be a command."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from jiceng.kernel.refusal import Refusal
from jiceng.reports.papers import layout, places
from jiceng.reports.papers.paper import Paper, Table
from jiceng.reports.papers.qr import qr_svg
from jiceng.reports.papers.words import (
    addressed,
    attachment_lines,
    attachment_mark,
    numbered,
    shown,
    signature,
    table_title,
    told,
)

_TEMPLATE = "paper.typ"
_MADE_ON = 946_684_800  # 2000-01-01: the same paper gives the same bytes
MOST_ROWS = 20_000
# Tags tell a reading program which cell is which; in a long table they are twelve thirteenths of the file.
MOST_TAGGED_ROWS = 500


def render(paper: Paper) -> bytes:
    """The PDF.

    Raises Refusal "paper.no-font", "paper.template-broken", "paper.templates-missing", "paper.too-many-rows" or
    "paper.qr-too-long".
    """
    return bytes(compiled(paper, "pdf"))


def compiled(paper: Paper, kind: Literal["pdf", "png", "svg"], ppi: float = 100) -> Any:
    """As render, or the pages as pictures for a preview: kind "png" or "svg"."""
    rows = sum(len(one.lines) for one in paper.tables)
    if rows > MOST_ROWS:
        raise Refusal("paper.too-many-rows", found=rows, most=MOST_ROWS)
    data = as_data(paper)
    template = places.template(_TEMPLATE)
    folder = places.fonts()
    try:
        made, _ = typst.compile_with_warnings(
            template,
            root=template.parent,
            font_paths=_fonts(folder),
            format=kind,
            ppi=ppi,
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
            timestamp=_MADE_ON,
            pdf_tags=rows <= MOST_TAGGED_ROWS,
        )
    except (typst.TypstError, OSError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refusal("paper.template-broken", file=template.name, why=why) from error
    return made


def as_data(paper: Paper) -> dict[str, Any]:
    """What the template is given: text, and measures in millimetres and points."""
    sheet = layout.sheet(paper)
    families = _families(places.fonts())
    faces = {
        name: [one for one in told_faces if one.lower() in families]
        for name, told_faces in layout.FACES.items()
    }
    if not any(faces.values()):
        raise Refusal("paper.no-font", folder=f"{places.VARIABLE}/fonts")
    return {
        "lang": "en" if paper.lang.lower().startswith("en") else "zh",
        "sheet": {
            name: getattr(sheet, name) for name in ("width", "height", "top", "right", "bottom", "left")
        },
        "lines": layout.LINES,
        "characters": layout.CHARACTERS,
        "faces": faces,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "issuer": paper.issuer,
        "document_number": paper.document_number,
        "to": addressed(paper),
        "blocks": [{"text": one.text, "level": one.level} for one in numbered(paper.paragraphs)],
        "attachments": attachment_lines(paper),
        "signature": [{"text": text, "indent": indent} for text, indent in signature(paper)],
        "above": told(paper.filled_above, paper.lang),
        "below": told(paper.filled_by, paper.lang),
        "tables": [
            _table(table, sheet.area[0])
            | {"mark": attachment_mark(paper, at), "title": table_title(paper, at)}
            for at, table in enumerate(paper.tables)
        ],
        "stamp": paper.stamp_line,
        "footer": paper.footer,
        "qr": qr_svg(paper.qr) if paper.qr else "",
    }


def _table(table: Table, area: float) -> dict[str, Any]:
    size, widths = layout.columns(table, area)
    rooms = [layout.letters_in(width, size) for width in widths]

    def line(cells: Any) -> list[str]:
        return [
            layout.broken(shown(value, column), room)
            for value, column, room in zip(cells, table.columns, rooms, strict=True)
        ]

    head = []
    for depth, row in enumerate(layout.header_cells(table)):
        for text, wide, deep in row:
            head.append({"text": layout.broken(text, min(rooms)), "wide": wide, "deep": deep, "row": depth})
    return {
        "size": size,
        "widths": widths,
        "align": ["center" if one else "left" for one in layout.centred(table)],
        "head": head,
        "rows": [line(one) for one in table.rows],
        "totals": line(table.totals) if table.totals is not None else [],
        "notes": table.notes,
    }


@lru_cache(maxsize=4)
def _fonts(folder: Path | None) -> typst.Fonts:
    """The fonts of the system and of the office's folder; looked for once."""
    return typst.Fonts(include_embedded_fonts=False, font_paths=[folder] if folder else [])


@lru_cache(maxsize=4)
def _families(folder: Path | None) -> frozenset[str]:
    return frozenset(one.lower() for one in _fonts(folder).families())
