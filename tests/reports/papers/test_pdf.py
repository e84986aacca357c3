"""The PDF, measured: millimetres, lines, characters, page numbers; text is data and never source."""

import resource
from itertools import pairwise

import pytest

from jiceng.kernel.refusal import Refusal
from jiceng.reports.papers import Block, Paper, Table, layout, pdf, places, render
from tests.reports.papers.samples import needs_fonts, notice, pages, sizes, summary

pytestmark = needs_fonts


def made(paper):
    return render(paper, "pdf")[0]


def of_text(count):
    return Paper(title="", paragraphs=[Block("组" * count)], stamp_line="样")


def test_a_page_of_pure_text_holds_22_lines_of_28_characters():
    one_page, one_more = pages(made(of_text(22 * 28 - 2))), pages(made(of_text(22 * 28 - 1)))
    body = [one for one in one_page[0] if one.size == 16]

    assert (len(one_page), len(one_more)) == (1, 2)
    assert [one.glyphs for one in body] == [26] + [28] * 21
    assert {round(one.left, 1) for one in body[1:]} == {28.0}
    steps = [after.top - before.top for before, after in pairwise(body)]
    assert steps == [pytest.approx(225 / 22, abs=0.02)] * 21


def test_page_numbers_stand_below_the_type_area_right_on_odd_left_on_even_pages():
    numbers = [
        next(one for one in page if one.size == 14)
        for page in pages(made(Paper(title="", paragraphs=[Block("行")] * 50)))
    ]

    assert len(numbers) == 3
    odd, even, third = numbers
    # Five millimetres of a 14-point line around the dashes, which stand 7 mm below the type area.
    assert 262 + 7 < odd.top < 262 + 7 + 3
    assert odd.left > 210 - 26 - 5 - 20
    assert even.left == pytest.approx(28 + 14 * 25.4 / 72, abs=0.5)
    assert (third.left, third.top) == (pytest.approx(odd.left, abs=1), pytest.approx(odd.top))


@pytest.mark.parametrize(
    ("paper", "size"),
    [
        (notice(), (210.0, 297.0)),
        (summary(), (297.0, 210.0)),
        (summary(size="A3"), (420.0, 297.0)),
        (summary(size="A3", landscape=False), (297.0, 420.0)),
    ],
    ids=["notice", "form", "A3", "A3 upright"],
)
def test_a_page_is_as_large_as_asked(paper, size):
    assert set(sizes(made(paper))) == {size}


def test_everything_stays_within_the_margins():
    for page in pages(made(notice())):
        for one in page:
            assert 28 - 0.1 <= one.left < 210 - 26
            if one.size != 14:
                assert 37 <= one.top <= 262


def test_each_attachment_begins_a_page():
    assert len(sizes(made(notice(issuer="")))) == 3


def test_the_stamp_stands_on_every_page():
    found = pages(made(summary(60, qr="https://jiceng.example/a/1", footer="由系统生成")))

    assert len(found) > 2
    assert all(any(one.size == 10.5 and one.top < 28 and one.glyphs == 4 for one in page) for page in found)


@pytest.mark.parametrize(
    "text",
    ['#panic("x")', "$ x $ *粗* _斜_ `raw` @ref <label>", '"] #import "/etc/passwd"', "\\u{41} // comment /* */",
     '{"json": 1}'],
)  # fmt: skip
def test_text_is_never_typst(text):
    paper = Paper(
        title=text, subtitle=text, stamp_line=text, footer=text, to=text, signed_by=text, filled_by={text: text},
        paragraphs=[Block(text)], tables=[Table(head=[text], rows=[(text,)], title=text, notes=(text,))],
    )  # fmt: skip

    shown = pages(made(paper))[0]

    # The paragraph is set letter by letter: as many glyphs as characters, joined letters and blanks aside.
    letters = sum(one.glyphs for one in shown if one.size == 16)
    assert letters >= 3 * len(text) * 0.8


def test_a_thousand_rows_take_a_few_seconds():
    paper = summary(1000)
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    found = made(paper)

    # Of the typesetter's own processor: a busy machine is no fault. It needs one.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun < 15
    assert len(sizes(found)) > 40


def test_a_name_of_300_letters_and_a_text_longer_than_a_page_are_printed():
    rows = [("a" * 300, "村" * 300, "说明" * 1500), ("x", "y", "z")]
    found = pages(made(Paper(title="长" * 300, tables=[Table(head=["甲", "乙", "丙"], rows=rows)])))

    assert len(found) > 2
    assert all(one.left < 210 - 26 for page in found for one in page)


def test_a_preview_is_a_picture_of_every_page():
    shown = pdf.pages(notice(issuer=""), "png", 40)

    assert len(shown) == 3
    assert all(one.startswith(b"\x89PNG") for one in shown)


def test_an_office_replaces_the_template_by_its_own(tmp_path, monkeypatch):
    own = (places.BUILT_IN / "paper.typ").read_text(encoding="utf-8")
    (tmp_path / "paper.typ").write_text(own + "\n#pagebreak()\n= 附页\n", encoding="utf-8")
    monkeypatch.setenv("JICENG_TEMPLATES", str(tmp_path))

    assert len(sizes(made(summary()))) == 2


def test_a_broken_template_and_missing_fonts_are_sentences(tmp_path, monkeypatch):
    (tmp_path / "paper.typ").write_text("#nothing-of-this-name", encoding="utf-8")
    monkeypatch.setenv("JICENG_TEMPLATES", str(tmp_path))
    with pytest.raises(Refusal) as broken:
        made(summary())
    monkeypatch.setattr(layout, "FACES", {"body": ("No Such Face",)})
    with pytest.raises(Refusal) as fontless:
        made(summary())

    assert (broken.value.code, fontless.value.code) == ("paper.template-broken", "paper.no-font")
    assert broken.value.facts["why"] == "unknown variable: nothing-of-this-name"
