"""What a step still awaits as people read it: a sentence, and the page where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from jiceng.kernel.procedure import Missing
from jiceng.web import words


@dataclass(frozen=True)
class Line:
    """text: the whole sentence. href: "" where no page mends it."""

    text: str
    href: str
    count: int


def address(where: Sequence[Any]) -> str:
    """(url name, args, query) as an address; "" for nowhere."""
    if not where:
        return ""
    name, args, query = where
    try:
        path = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{path}?{urlencode(query)}" if query else path


def lines(missing: Iterable[Missing]) -> list[Line]:
    return [Line(words.sentence(one.code, **one.facts), address(one.where), one.count) for one in missing]
