"""What a step still awaits as people read it: a sentence, and the page where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from jiceng.access import checks
from jiceng.kernel.procedure import Missing
from jiceng.store.models import Subject
from jiceng.web import words
from jiceng.web.pages import SignedIn


@dataclass(frozen=True)
class Line:
    """text: the whole sentence. href: "" where no page mends it, or none that the reader may open."""

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


def may_score(request: SignedIn, subject: Subject, scorer: str) -> bool:
    """Whether this scorer's sheet is theirs to fill."""
    own = subject.campaign.scheme.self_assessment
    verb = "sheet.self-assess" if scorer == (own.scorer if own else "self") else "sheet.assess"
    return checks.may(request.user, verb, subject.organisation, held=request.held)


def lines(missing: Iterable[Missing]) -> list[Line]:
    return [Line(words.sentence(gap.code, **gap.facts), address(gap.where), gap.count) for gap in missing]


def own_lines(request: SignedIn, subject: Subject, missing: Sequence[Missing]) -> list[Line]:
    """What an organisation itself still has to do. Its sheet opens to its scorer alone; others read what is missing."""
    return [
        replace(line, href="")
        if gap.where[0] == "score" and not may_score(request, subject, gap.where[1][1])
        else line
        for gap, line in zip(missing, lines(missing), strict=True)
    ]
