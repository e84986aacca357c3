"""Reading a page as people do."""

import html
import re
from html.parser import HTMLParser


class _Words(HTMLParser):
    """Text that is shown or read aloud, and the tags with what they carry."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.silent = 0

    def handle_starttag(self, tag, attributes):
        told = {name: value or "" for name, value in attributes}
        self.tags.append((tag, told))
        self.silent += tag in ("script", "style")
        self.words += [told[name] for name in ("aria-label", "placeholder", "title") if name in told]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.words.append(data.strip())


def _read(answer) -> _Words:
    parser = _Words()
    parser.feed(answer.content.decode())
    return parser


def words(answer) -> str:
    """Everything a page says, one piece a line."""
    return "\n".join(_read(answer).words)


def tags(answer) -> list[tuple[str, dict[str, str]]]:
    return _read(answer).tags


def alert(answer) -> str:
    """What the page says is wrong."""
    found = re.findall(r'role="alert"[^>]*>(.*?)</(?:div|p)>', answer.content.decode(), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", " ".join(found))).strip()
