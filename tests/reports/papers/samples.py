"""Papers for the tests, and how to measure what became of them."""

import re
import zlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
import typst

from jiceng.reports.papers import Block, Column, Paper, Table, layout

MM = 72 / 25.4  # points


@cache
def has_fonts():
    families = {one.lower() for one in typst.Fonts(include_embedded_fonts=False).families()}
    return any(one.lower() in families for faces in layout.FACES.values() for one in faces)


needs_fonts = pytest.mark.skipif(not has_fonts(), reason="no font for Chinese on this machine")

ID_NUMBER = "110105194912310021"


def summary(rows=3, **more):
    """A 汇总表: two-level head, shares, totals, notes, who filled it in."""
    head = (
        Column("序号", kind="number"), "名称", Column("公民身份号码", width=20),
        Column("个数", group="好", kind="number"), Column("%", group="好", kind="share"),
        Column("填报日期", kind="date"), "说明情况",
    )  # fmt: skip
    lines = [
        (at, f"第{at}村党支部", ID_NUMBER, 54, Decimal("10.1"), date(2012, 4, 5), "=1+1")
        for at in range(1, rows + 1)
    ]
    told = {
        "title": "分类定级情况汇总表",
        "tables": (
            Table(
                head=head,
                rows=lines,
                totals=("合计", None, None, 54 * rows, Decimal("100.0"), None, None),
                notes=("注：样表。",),
            ),
        ),
        "filled_above": {"填表单位（盖章）": "兴坪镇党委", "填报日期": "2012年4月5日"},
        "filled_by": {"填表人": "李四", "审核人": "", "联系电话": "0773-1234567"},
        "landscape": True,
        "stamp_line": "演示数据",
    }
    return Paper(**told | more)


def notice(**more):
    told = {
        "title": "关于开展分类定级工作的通知",
        "issuer": "中共某某市委组织部文件",
        "document_number": "梅市组通〔2012〕40号",
        "to": "各县（市、区）委组织部",
        "paragraphs": (
            Block("根据上级要求，现通知如下。"),
            Block("总体要求", 1),
            Block("方法步骤", 1),
            Block("自我评定", 2),
            Block("第一步", 3),
            Block("第一小步", 4),
        ),
        "attachments": ("分类定级情况汇总表", "基层党组织较差名单"),
        "tables": (
            Table(head=("序号", "名称"), rows=((1, "甲"),)),
            Table(head=("序号", "名称"), rows=((1, "乙"),)),
        ),
        "signed_by": "中共某某市委组织部",
        "signed_on": date(2012, 4, 5),
    }
    return Paper(**told | more)


@dataclass(frozen=True)
class Line:
    """A piece of text in a PDF: from the left and from the top in millimetres, type size, number of glyphs."""

    left: float
    top: float
    size: float
    glyphs: int


def sizes(pdf):
    """Width and height of each page in millimetres."""
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width) / MM, 1), round(float(height) / MM, 1)) for width, height in boxes]


def pages(pdf):
    """The lines of each page, top down."""
    heights = [height for _, height in sizes(pdf)]
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"BT" in text and b" cm" in text:
            found.append(_lines(text.decode("latin-1"), heights[len(found)]))
    return found


_PIECE = re.compile(
    r"1 0 0 -1 ([-\d.]+) ([-\d.]+) cm.*?/f\d+ ([\d.]+) Tf 1 0 0 -1 0 0 Tm(.*?)(?:TJ|Tj)", re.DOTALL
)


def _lines(text, height):
    found = []
    for left, bottom, size, shown in _PIECE.findall(text):
        strings = "".join(re.findall(r"\((.*?)(?<!\\)\)", shown, re.DOTALL))
        bytes_shown = re.sub(r"\\([0-7]{3}|.)", "x", strings, flags=re.DOTALL)
        found.append(Line(float(left) / MM, height - float(bottom) / MM, float(size), len(bytes_shown) // 2))
    return found
