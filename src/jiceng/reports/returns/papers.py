"""A form of a return as an official paper: tables landscape, the report and the receipt upright."""

from dataclasses import dataclass
from datetime import date

from jiceng.kernel.duty import SIGNED_BY
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import shares
from jiceng.reports.papers import Block, Paper
from jiceng.reports.papers.words import chinese_date
from jiceng.reports.returns.tables import TABLES
from jiceng.reports.returns.text import report
from jiceng.reports.returns.words import title, word
from jiceng.services.duty.rows import Content


@dataclass(frozen=True)
class Made:
    """When and where a paper is made. on: the day of the return. address: of its page, for the QR code.

    digest: of the return, "" while it is not sent.
    """

    on: date
    address: str = ""
    digest: str = ""


def paper(form: str, content: Content, made: Made, lang: str = "zh") -> Paper:
    """One form as a paper. Raises Refusal "duty.form-unknown", and those of a summary that does not add up."""
    stamp = " ".join(word(mark, lang) for mark in ("sample", "invented") if getattr(content, mark))
    footer = word("check", lang, digest=grouped(made.digest[:16])) if made.digest else ""
    if form == "report":
        return Paper(
            title=title(form, content.lowest, lang),
            to=content.addressee,
            paragraphs=report(content, lang),
            signed_by=content.sender,
            signed_on=made.on,
            stamp_line=stamp,
            footer=footer,
            qr=made.address,
            lang=lang,
        )
    if form not in TABLES:
        raise Refusal("duty.form-unknown", form=form, forms=list(content.forms))
    table = TABLES[form](content, lang)
    return Paper(
        title=title(form, content.lowest, lang),
        tables=[table],
        filled_above={
            word("unit", lang): content.sender,
            **({word("addressee", lang): content.addressee} if content.department else {}),
            word("filed-on", lang): _day(made.on, lang),
        },
        filled_by={word(name, lang): content.words.get(name, "") for name in SIGNED_BY},
        landscape=True,
        stamp_line=stamp,
        footer=footer,
        qr=made.address,
        lang=lang,
    )


def receipt(
    content: Content, made: Made, *, number: int, number_of_receipt: str, sent_on: date, lang: str = "zh"
) -> Paper:
    """The receipt of an accepted return; what was accepted is named by its figures and by its digest."""
    graded = {grade: len(content.graded(grade)) for grade in content.grades}
    parts = [
        word("part", lang, grade=grade, count=count, share=share or 0)
        for (grade, count), share in zip(graded.items(), shares(list(graded.values())), strict=True)
    ]
    due, done = len(content.rows), sum(graded.values())
    facts = {"mechanism": content.mechanism, "number": number, "sent_on": _day(sent_on, lang)}
    figures = {"due": due, "graded": done, "left": due - done, "counts": word("between", lang).join(parts)}
    return Paper(
        title=word("receipt", lang),
        subtitle=number_of_receipt,
        to=content.sender,
        paragraphs=[
            Block(word("received", lang, **facts)),
            Block(word("received-figures", lang, **figures)),
            Block(word("received-digest", lang, digest=grouped(made.digest))),
        ],
        signed_by=content.receiver,
        signed_on=made.on,
        stamp_line=word("invented", lang) if content.invented else "",
        qr=made.address,
        lang=lang,
    )


def grouped(digest: str) -> str:
    """A check figure that people can compare, and a line of paper can break.

    >>> grouped("0123456789abcdef0123")
    '01234567 89abcdef 0123'
    """
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _day(day: date, lang: str) -> str:
    return day.isoformat() if lang.startswith("en") else chinese_date(day)
