"""What pages about ballots say everywhere in the same words."""

from collections.abc import Sequence

from django import template

from jiceng.phrases import secrecy
from jiceng.web import words

register = template.Library()


@register.simple_tag
def ballot_secrecy() -> dict[str, str | Sequence[str]]:
    """Whom a ballot protects from and whom not, in the reader's language."""
    at = 1 if words.lang() == "en" else 0
    return {
        "title": secrecy.TITLE[at],
        "protects": [pair[at] for pair in secrecy.PROTECTS],
        "not": [pair[at] for pair in secrecy.NOT],
    }


@register.filter
def beside(names: Sequence[str], numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Each number with the heading it stands under; a narrow screen shows both."""
    return list(zip(names, numbers, strict=True))
