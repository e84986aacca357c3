"""A paper as PDF, set by Typst. The text goes over as data, never as source: nothing in it can be a command."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any, Literal

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

_TYPESETTER = Path(__file__).with_name("typesetter.py")
NO_FONT, REFUSED = 3, 4  # what it ends with
_TEMPLATE = "paper.typ"
_MADE_ON = 946_684_800  # 2000-01-01: the same paper gives the same bytes
MOST_ROWS = 12_000  # 10,000 take seven seconds, and a gigabyte of memory until it is done
LONGEST = 120  # seconds
# Tags tell a reading program which cell is which; in a long table they are twelve thirteenths of the file.
MOST_TAGGED_ROWS = 500


def render(paper: Paper) -> bytes:
    """The PDF.

    Raises Refusal "paper.no-font", "paper.template-broken", "paper.templates-missing", "paper.too-many-rows" or
    "paper.qr-too-long".
    """
    return pages(paper, "pdf")[0]


def pages(paper: Paper, kind: Literal["pdf", "png", "svg"], ppi: float = 100) -> list[bytes]:
    """As render, or every page as a picture for a preview: kind "png" or "svg"."""
    rows = sum(len(table.lines) for table in paper.tables)
    if rows > MOST_ROWS:
        raise Refusal("paper.too-many-rows", found=rows, most=MOST_ROWS)
    return compiled(places.template(_TEMPLATE), as_data(paper), kind, ppi, tags=rows <= MOST_TAGGED_ROWS)


def compiled(
    template: Path,
    told: dict[str, Any],
    kind: Literal["pdf", "png", "svg"],
    ppi: float = 100,
    *,
    tags: bool = True,
) -> list[bytes]:
    """A template with its data (`sys.inputs.paper`), in the faces of official papers.

    Raises Refusal "paper.no-font" or "paper.template-broken".
    """
    fonts = places.fonts()
    work = {
        "template": str(template),
        "root": str(template.parent),
        "fonts": [str(fonts)] if fonts else [],
        "kind": kind,
        "ppi": ppi,
        "timestamp": _MADE_ON,
        "tags": tags,
        "faces": layout.FACES,
        "paper": printable(told),
    }
    made = _set(json.dumps(work, ensure_ascii=False).encode())
    if made.returncode == NO_FONT:
        raise Refusal("paper.no-font", folder=f"{places.VARIABLE}/fonts")
    if made.returncode:
        lines = made.stderr.decode(errors="replace").strip().splitlines() or [f"status {made.returncode}"]
        why = lines[0 if made.returncode == REFUSED else -1]
        raise Refusal("paper.template-broken", file=template.name, why=why)
    files, at = [], 0
    while at < len(made.stdout):
        length = int.from_bytes(made.stdout[at : at + 8], "big")
        files.append(made.stdout[at + 8 : at + 8 + length])
        at += 8 + length
    return files


def printable(told: Any) -> Any:
    """What is printed, without signs that no face of official papers has and that would come out as a crossed box.

    Pictures of faces and things are left out; a sign of somebody's own (private use, unassigned) is 〓, as printers put
    it for a sign they lack.

    >>> printable({"text": "好👍🏽，\ue123"})
    {'text': '好，〓'}
    """
    if isinstance(told, str):
        return told if told.isascii() else "".join(map(_sign, told))
    if isinstance(told, dict):
        return {name: printable(part) for name, part in told.items()}
    return [printable(part) for part in told] if isinstance(told, (list, tuple)) else told


def _sign(sign: str) -> str:
    if "\U0001f000" <= sign <= "\U0001faff" or "\ufe00" <= sign <= "\ufe0f" or sign == "\u20e3":
        return ""
    if "\U00020000" <= sign <= "\U0003ffff":
        return sign  # rare Chinese signs, among them those newer than this program
    return "〓" if unicodedata.category(sign) in ("Co", "Cn") else sign


def _set(work: bytes) -> "subprocess.CompletedProcess[bytes]":
    """Run the typesetter. It sees nothing of the server's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JICENG_", "DJANGO_"))}
    # -P: the folder of the file is not searched for modules; it holds a docx.py of ours.
    command = [sys.executable, "-P", str(_TYPESETTER)]
    try:
        return subprocess.run(
            command, input=work, capture_output=True, env=kept, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal("paper.takes-too-long", seconds=LONGEST) from error


def as_data(paper: Paper) -> dict[str, Any]:
    """What the template is given: text, and measures in millimetres and points."""
    sheet = layout.sheet(paper)
    return {
        "lang": "en" if paper.lang.lower().startswith("en") else "zh",
        "sheet": {
            name: getattr(sheet, name) for name in ("width", "height", "top", "right", "bottom", "left")
        },
        "lines": layout.LINES,
        "characters": layout.CHARACTERS,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "issuer": paper.issuer,
        "document_number": paper.document_number,
        "to": addressed(paper),
        "blocks": [{"text": block.text, "level": block.level} for block in numbered(paper.paragraphs)],
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
        "align": ["center" if middle else "left" for middle in layout.centred(table)],
        "head": head,
        "rows": [line(cells) for cells in table.rows],
        "totals": line(table.totals) if table.totals is not None else [],
        "notes": table.notes,
    }
