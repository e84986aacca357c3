"""Whatever people type, every format comes out, twice the same, and can be opened."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.reports.papers import FORMATS, Block, Column, Paper, Table, render
from jiceng.reports.papers.paper import clean
from tests.reports.papers.samples import has_fonts, notice, pages, summary

ODD = [
    "", " ", "\x00\x1b\x0b", "\ud800", "\ufffe\uffff", "=1+1", "@SUM(A1)", "-cmd|' /C calc'!A0", "𠮷䶮㛃·",
    "買買提·吐爾遜",
    "العربية والعبرية שלום", "\u202eevil", "e\u0301\u0301", "👩‍👩‍👧", "a" * 300, "名" * 300, "\n\n\n", "_x0001_",
    "{{ x }}{_{",
    "]]>&amp;<w:p/>", "#panic()\\", "\t", "\u200b", "﷽", "0" * 40, "1e400",
]  # fmt: skip
text = st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.text(st.characters(), max_size=20))
cell = st.one_of(
    text,
    st.none(),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.dates(date(1800, 1, 1), date(2100, 1, 1)),
)


@st.composite
def tables(draw):
    kinds = st.sampled_from(["text", "number", "share", "date"])
    head = draw(st.lists(st.builds(Column, text, group=text, kind=kinds), min_size=1, max_size=4))
    line = st.tuples(*[cell] * len(head))
    rows = draw(st.lists(line, max_size=3))
    return Table(
        head=head,
        rows=rows,
        totals=draw(st.none() | line),
        notes=draw(st.lists(text, max_size=1)),
        title=draw(text),
    )


odd_papers = st.builds(
    Paper,
    title=text, subtitle=text, issuer=text, to=text, signed_by=text, stamp_line=text, footer=text, qr=text,
    paragraphs=st.lists(st.builds(Block, text, st.integers(0, 4)), max_size=3),
    tables=st.lists(tables(), max_size=2),
    attachments=st.lists(text, max_size=2),
    signed_on=st.none() | st.just(date(2012, 4, 5)),
    filled_above=st.dictionaries(text, text, max_size=2), filled_by=st.dictionaries(text, text, max_size=2),
    landscape=st.booleans(), size=st.sampled_from(["A4", "A3"]), lang=st.sampled_from(["zh", "en"]),
)  # fmt: skip
few = settings(deadline=None, suppress_health_check=list(HealthCheck))


@given(odd_papers)
@settings(few, max_examples=30)
def test_any_paper_is_a_workbook_that_opens(paper):
    openpyxl.load_workbook(BytesIO(render(paper, "xlsx")[0]))


@given(odd_papers)
@settings(few, max_examples=20)
def test_any_paper_is_a_document_that_opens_and_says_its_cells(paper):
    book = docx.Document(BytesIO(render(paper, "docx")[0]))

    assert len(book.tables) == len(paper.tables)
    for found, table in zip(book.tables, paper.tables, strict=True):
        deep = 2 if table.is_grouped else 1
        for row, line in zip(found.rows[deep:], table.lines, strict=True):
            for shown, value in zip(row.cells, line, strict=True):
                assert not isinstance(value, str) or shown.text == clean(value)


@pytest.mark.skipif(not has_fonts(), reason="no font for Chinese on this machine")
@given(odd_papers)
@settings(few, max_examples=6)
def test_any_paper_is_a_pdf_with_a_page(paper):
    assert pages(render(paper, "pdf")[0])


@pytest.mark.parametrize("format", FORMATS)
def test_every_odd_text_at_once(format):
    if format == "pdf" and not has_fonts():
        pytest.skip("no font for Chinese on this machine")
    rows = [(at, one, Decimal(at)) for at, one in enumerate(ODD)]
    table = Table(head=["序号", Column("文", group="组"), Column("数", kind="share")], rows=rows)

    content, _, name = render(
        Paper(title="".join(ODD), tables=[table], paragraphs=[Block(one) for one in ODD]), format
    )

    assert content
    assert name.endswith(f".{format}")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("paper", [notice(qr="https://jiceng.example/1"), summary()], ids=["notice", "form"])
def test_the_same_paper_gives_the_same_bytes(paper, format):
    if format == "pdf" and not has_fonts():
        pytest.skip("no font for Chinese on this machine")

    assert render(paper, format) == render(paper, format)


def test_ten_thousand_rows_are_a_workbook():
    page = openpyxl.load_workbook(BytesIO(render(summary(10_000), "xlsx")[0]), read_only=True).worksheets[0]

    assert page.max_row == 10_000 + 8
