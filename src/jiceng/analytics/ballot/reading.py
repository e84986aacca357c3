"""One picture in, one page's rows out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiceng.analytics.ballot.marks import ReadRow, read_rows
from jiceng.analytics.ballot.page import laid_flat
from jiceng.analytics.ballot.picture import opened
from jiceng.kernel.ballot.board import Asked
from jiceng.kernel.ballot.layout import SIZES, Layout, lay_out, strip_of
from jiceng.kernel.refusal import Refusal


@dataclass(frozen=True)
class Reading:
    """A page as it was read. page: from 1; of: how many pages with rows one paper has."""

    size: str
    voter_class: str
    page: int
    of: int
    rows: tuple[ReadRow, ...]


def read(raw: bytes, event: str, sheet: Mapping[str, Any], *, doubting: bool = True) -> Reading:
    """The page in a picture. sheet: `BallotEvent.sheet`. doubting: False only to show what it protects from.

    Raises Refusal: those of `picture.opened` and of `page.laid_flat`.
    """
    picture = opened(raw)
    kinds: dict[str, tuple[Layout, dict[tuple[str, int], str]]] = {}
    for size in SIZES:
        try:
            layout = lay_out(_asked(sheet), size=size, comment=bool(sheet.get("comment")))
        except Refusal:  # this size has no room for so many options, so nobody has printed it
            continue
        kinds[size] = (layout, _strips(event, sheet, layout))
    flat = laid_flat(picture, kinds)
    page = flat.layout.pages[flat.page - 1]
    of = len([printed for printed in flat.layout.pages if printed.rows])
    rows = read_rows(flat, page.rows, doubting=doubting)
    return Reading(flat.layout.size, flat.voter_class, flat.page, of, rows)


def _asked(sheet: Mapping[str, Any]) -> list[Asked]:
    return [Asked(name, tuple(options)) for name, options in sheet["questions"]]


def _strips(event: str, sheet: Mapping[str, Any], layout: Layout) -> dict[tuple[str, int], str]:
    return {
        (name, page.number): strip_of(event, name, layout, page.number)
        for name in sheet["classes"]
        for page in layout.pages
    }
