"""Every link somebody is shown, followed: from their desk on, each kind of page once."""

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from tests.web.reading import tags

READING = {"lang", "size"}  # how a page is read; it leads to the same one
WELL = (200, 302)

About = Callable[[ResolverMatch, dict[str, str]], Hashable]


@dataclass
class Crawl:
    """What somebody came to. answers: address -> status; shown_on: address -> the page whose link led there."""

    answers: dict[str, int] = field(default_factory=dict)
    shown_on: dict[str, str] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        """Links that lead to no page: what it answers, where it leads, on which page it stands."""
        return [
            f"{status} {address} on {self.shown_on[address]}"
            for address, status in self.answers.items()
            if status not in WELL
        ]


def kinds_of(address: str, about: About) -> tuple[set[Hashable], set[Hashable]]:
    """What may be new about an address to one reader, and what may be new to anybody at the same place.

    To a reader: its pattern with what it is `about`, its pattern with the names in its query. To anybody: its pattern
    with the words in it (mechanism, scorer, form). Keys of rows do not count, nor the format of a paper.
    """
    path, asked = urlsplit(address)[2:4]
    try:
        found = resolve(path)
    except Resolver404:
        return {path}, set()
    query = dict(parse_qsl(asked))
    names = tuple(sorted(query.keys() - READING))
    words = tuple(
        value for name, value in found.kwargs.items() if isinstance(value, str) and name != "format"
    )
    page = found.url_name
    return {(page, about(found, query)), (page, "?", names)}, {(page, words)}


def links(page: str, answer) -> list[str]:
    """Where a page leads on this site, by links and by pieces that htmx fetches; no PDF, which needs fonts."""
    found = []
    for _, attributes in tags(answer):
        for name in ("href", "hx-get"):
            target = attributes.get(name, "").partition("#")[0]
            if target and not urlsplit(target).scheme:
                found.append(urljoin(page, target))
    return [address for address in found if not address.startswith("/static/") and address[-4:] != ".pdf"]


def crawl(client: Client, about: About, known: set[Hashable] | None = None) -> Crawl:
    """Follow whatever is shown from the desk on. known: kinds of page somebody else at this place has opened."""
    known = set() if known is None else known
    found, seen, waiting = Crawl(shown_on={"/": ""}), set[Hashable](), deque(["/"])
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        found.answers[address] = answer.status_code
        shown = []
        if answer.status_code == 302:
            shown = [urljoin(address, answer["Location"])]
        elif answer.get("Content-Type", "").startswith("text/html"):
            shown = links(address, answer)
        for target in shown:
            theirs, anybodys = kinds_of(target, about)
            if target not in found.shown_on and not (theirs <= seen and anybodys <= known):
                seen |= theirs
                known |= anybodys
                found.shown_on[target] = address
                waiting.append(target)
    return found
