"""A list opened from a line of the desk shows what that line counts, and nothing else.

The page asks the reader's own desk for the line named in its address, so that one query answers both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiceng import clock
from jiceng.reports import desk
from jiceng.store.models import Organisation
from jiceng.web import words
from jiceng.web.pages import SignedIn


@dataclass(frozen=True)
class FromDesk:
    """asked: whether the address names a line. text: what the line says; "" once it stands on the desk no more.

    of: what `rows` are keys of. rows: the keys the line counts; None = the page is not narrowed.
    """

    asked: bool = False
    text: str = ""
    of: str = ""
    rows: frozenset[Any] | None = None

    def keeps(self, key: int, of: str = "organisation") -> bool:
        return self.rows is None or self.of != of or key in self.rows

    @property
    def organisations(self) -> Sequence[Organisation]:
        """Those counted, for a page that lists something else of theirs."""
        if self.rows is None or self.of != "organisation":
            return ()
        return list(Organisation.objects.filter(pk__in=self.rows).order_by("path"))


def from_desk(request: SignedIn) -> FromDesk:
    key = request.GET.get(desk.LINE, "")
    if not key:
        return FromDesk()
    line = next((line for line in desk.due(request.held, clock.today()) if line.key == key), None)
    if line is None:
        return FromDesk(asked=True)
    return FromDesk(True, words.sentence(line.code, **line.facts), line.of, line.rows or None)
