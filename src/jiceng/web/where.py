"""What a step still awaits as people read it: a sentence, and the page where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jiceng.access import checks
from jiceng.reports import ways
from jiceng.services.standing import Lack
from jiceng.store.models import Subject
from jiceng.web import words
from jiceng.web.pages import SignedIn


@dataclass(frozen=True)
class Line:
    """text: the whole sentence. href: "" where no page mends it, or none that the reader may open."""

    text: str
    href: str
    count: int


def may_score(request: SignedIn, subject: Subject, scorer: str) -> bool:
    """Whether this scorer's sheet is theirs to fill."""
    own = subject.campaign.scheme.self_assessment
    verb = "sheet.self-assess" if scorer == (own.scorer if own else "self") else "sheet.assess"
    return checks.may(request.user, verb, subject.organisation, held=request.held)


def lines(missing: Iterable[Lack]) -> list[Line]:
    return [
        Line(words.sentence(lack.code, **lack.facts), ways.href_of(lack.way), lack.count) for lack in missing
    ]


def own_lines(request: SignedIn, subject: Subject, missing: Sequence[Lack]) -> list[Line]:
    """What an organisation itself still has to do. Its sheet opens to its scorer alone; others read what is missing."""
    return [
        replace(line, href="")
        if lack.way and lack.way.room == "sheet" and not may_score(request, subject, lack.way.scorer)
        else line
        for lack, line in zip(missing, lines(missing), strict=True)
    ]
