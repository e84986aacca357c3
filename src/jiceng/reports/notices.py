"""A notice as it hangs: one value for the page and for paper, so that both say the same."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from jiceng.reports.papers import Block, Column, Paper, Table, render
from jiceng.services import notice as notices
from jiceng.services.notice.tables import chinese_date
from jiceng.store.models import Notice

State = Literal["hanging", "last-day", "over", "board", "down"]
SIZES = ("a4", "a3")
STAMP = "演示数据"


@dataclass(frozen=True)
class Sheet:
    """What everybody reads. entries: (name, text). until_on: None = until it is taken down.

    state: hanging, its last day, over, board (hangs without end), down. objections: it takes them.
    """

    title: str
    organisation: str
    invented: bool
    number: int
    entries: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    place: str
    from_on: date
    until_on: date | None
    state: State
    left: int = 0
    objections: bool = False

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Row by row, each cell with its heading."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def sheet(notice: Notice, on: date) -> Sheet:
    """The notice as it is read today; nothing of what it said once it was taken down."""
    down = notice.taken_down_on is not None
    rule = notice.campaign.rules.get(notice.mechanism) if notice.campaign else None
    rows = [] if down else notices.board(notice, on)
    return Sheet(
        title=notice.title,
        organisation=notice.organisation.name,
        invented=notice.organisation.invented,
        number=notice.number,
        entries=() if down else tuple((name, str(text)) for name, text in notice.entries.items()),
        head=() if down else tuple(str(heading) for heading in notice.head),
        rows=tuple(tuple(row) for row in rows),
        place=notice.place,
        from_on=notice.from_on,
        until_on=notice.until_on,
        state=state(notice, on),
        left=(notice.until_on - on).days if notice.until_on else 0,
        objections=bool(getattr(rule, "objections", False)),
    )


def state(notice: Notice, on: date) -> State:
    """How it stands on a day."""
    if notice.taken_down_on is not None:
        return "down"
    if notice.until_on is None:
        return "board"
    if on > notice.until_on:
        return "over"
    return "last-day" if on == notice.until_on else "hanging"


def paper(told: Sheet, *, size: str, address: str) -> Paper:
    """The sheet to be hung up: Chinese, whatever language it was asked for in. address: of the live notice."""
    paragraphs: list[Block] = []
    for name, text in told.entries:
        if len(told.entries) > 1:
            paragraphs.append(Block(name, 1))
        paragraphs += [Block(line) for line in text.split("\n") if line.strip()]
    if len(told.entries) > 1:
        paragraphs.append(Block("公示期和异议" if told.objections else "公示期", 1))
    paragraphs.append(Block(_closing(told)))
    tables = [Table(head=[Column(heading) for heading in told.head], rows=told.rows)] if told.head else []
    return Paper(
        title=told.title,
        paragraphs=paragraphs,
        tables=tables,
        signed_by=told.organisation,
        signed_on=told.from_on,
        landscape=len(told.head) > 4,
        size=size.upper(),
        qr=address,
        stamp_line=STAMP if told.invented else "",
        footer=f"张贴处：{told.place}",
    )


def _closing(shown: Sheet) -> str:
    if shown.until_on is None:
        sentence = f"本公示牌自{chinese_date(shown.from_on)}起张贴，随进展更新。"
    else:
        sentence = f"公示期：{chinese_date(shown.from_on)}至{chinese_date(shown.until_on)}。"
    if shown.objections:
        return sentence + "有不同意见的，请在公示期内扫描二维码提出，不用登录，不用留姓名。"
    return sentence + "扫描二维码可看最新内容。"


@lru_cache(maxsize=64)
def pdf(told: Sheet, size: str, address: str) -> tuple[bytes, str, str]:
    """(bytes, content type, file name). Kept, because everybody may ask for it and drawing it takes a second."""
    return render(paper(told, size=size, address=address), "pdf")
