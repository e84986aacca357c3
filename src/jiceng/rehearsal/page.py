"""What a page offers to do, read off its HTML: lines of the desk, forms, and links that lead on.

`data-line`, `data-act`, `data-mechanism` and their like are written by the templates for this (see the tag `act`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.html import FormElement, HtmlElement


@dataclass(frozen=True)
class DeskLine:
    """One line of a desk. about: the same every day, as long as the matter is. due: ISO day, "" = none."""

    code: str
    about: str
    mechanism: str
    own: bool
    due: str
    count: int
    text: str
    href: str
    why: str

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.code, self.about, self.href.partition("?")[0]


@dataclass(frozen=True)
class Form:
    """A form that sends something. event: noun.verb. primary: it has the button that one presses first."""

    event: str
    mechanism: str
    holder: str
    action: str
    primary: bool
    element: FormElement = field(repr=False, compare=False)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        return self.event, self.mechanism, self.holder, self.action


@dataclass(frozen=True)
class Link:
    """A link that leads to work: `data-follow`. holder: the organisation it leads to, where it says so."""

    href: str
    mechanism: str
    holder: str


@dataclass(frozen=True)
class Page:
    """An answer of the product. address: where it stands after redirects."""

    address: str
    status: int
    content: bytes = field(repr=False)
    is_html: bool = True

    @cached_property
    def tree(self) -> HtmlElement:
        return html.document_fromstring(self.content.decode() or "<html></html>")

    @property
    def ok(self) -> bool:
        return self.status == 200

    @cached_property
    def lines(self) -> list[DeskLine]:
        return [_line(element, self.address) for element in self.tree.xpath("//*[@data-line]")]

    @cached_property
    def forms(self) -> list[Form]:
        """Every form of the page's content that sends something and says for which event; not those of the frame."""
        found = self.tree.xpath("//main//form[@data-act and @method='post']")
        return [_form(element, self.address) for element in found if _is_open(element)]

    @cached_property
    def follows(self) -> list[Link]:
        return [
            Link(
                urljoin(self.address, element.get("href").partition("#")[0]),
                element.get("data-mechanism", ""),
                element.get("data-holder", ""),
            )
            for element in self.tree.xpath("//a[@data-follow and @href]")
        ]

    @cached_property
    def applied(self) -> list[tuple[str, str]]:
        """(mechanism, holder) of every rule that the page shows applied (`data-applied`)."""
        found = self.tree.xpath("//*[@data-applied]")
        return [
            (mechanism, element.get("data-holder", ""))
            for element in found
            for mechanism in element.get("data-applied").split()
        ]

    @cached_property
    def refusals(self) -> list[tuple[str, str]]:
        """(code, sentence) of what was refused; "" for the code of what the product says without one."""
        found = self.tree.xpath("//*[@role='alert']")
        return [(element.get("data-code", ""), " ".join(element.text_content().split())) for element in found]

    def links(self) -> Iterator[str]:
        for element in self.tree.xpath("//a[@href]"):
            yield urljoin(self.address, element.get("href").partition("#")[0])


def _is_open(form: FormElement) -> bool:
    """Whether it can be sent: a disabled fieldset around all of it closes a form."""
    return not form.xpath(".//fieldset[@disabled]")


def _form(element: FormElement, address: str) -> Form:
    buttons = element.xpath(".//button[contains(concat(' ', @class, ' '), ' btn-primary ')]")
    return Form(
        event=element.get("data-act"),
        mechanism=element.get("data-mechanism", ""),
        holder=element.get("data-holder", ""),
        action=urljoin(address, (element.get("action") or address).partition("#")[0] or address),
        primary=bool(buttons),
        element=element,
    )


def _line(element: HtmlElement, address: str) -> DeskLine:
    what, why = (
        " ".join(" ".join(each.text_content() for each in element.find_class(name)).split())
        for name in ("what", "why")
    )
    links = element.xpath(".//a[@data-follow]")
    return DeskLine(
        code=element.get("data-line"),
        about=element.get("data-about"),
        mechanism=element.get("data-mechanism", ""),
        own=element.get("data-own") is not None,
        due=element.get("data-due", ""),
        count=int(element.get("data-count", "1")),
        text=what,
        href=urljoin(address, links[0].get("href")) if links else "",
        why=why,
    )


def path_of(address: str) -> str:
    """The address without host and query."""
    return urlsplit(address).path
