"""Official papers: one value, `Paper`, as a workbook, a Word document or a PDF in the layout of GB/T 9704.

Values in, bytes out; the same paper gives the same bytes. No database, no clock.
"""

from collections.abc import Callable, Mapping

from jiceng.kernel.refusal import Refusal
from jiceng.reports.papers.docx import render as as_docx
from jiceng.reports.papers.paper import Block, Cell, Column, Paper, Table
from jiceng.reports.papers.pdf import render as as_pdf
from jiceng.reports.papers.words import file_name
from jiceng.reports.papers.xlsx import render as as_xlsx

__all__ = ["FORMATS", "Block", "Cell", "Column", "Paper", "Table", "render"]

_WRITERS: Mapping[str, tuple[Callable[[Paper], bytes], str]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (as_pdf, "application/pdf"),
}
FORMATS = tuple(_WRITERS)


def render(paper: Paper, format: str) -> tuple[bytes, str, str]:
    """(bytes, content type, file name) of a paper in one of FORMATS.

    Raises Refusal "paper.format-unknown" and what the writer of the format raises ("paper.no-font",
    "paper.template-broken", "paper.qr-too-long", "paper.too-many-rows", "paper.templates-missing").
    """
    if format not in _WRITERS:
        raise Refusal("paper.format-unknown", found=format, formats=FORMATS)
    writer, content_type = _WRITERS[format]
    return writer(paper), content_type, file_name(paper, format)
