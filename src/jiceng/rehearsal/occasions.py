"""What no desk asks for and yet happens: a finding arrives, a villager objects, a result has to be put right.

Somebody of the role wanders over the pages that the campaign's page leads to, and does each such thing once. The pages
and forms are the product's; only that it happens today is the rehearsal's.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from jiceng.kernel.consequence import Consequence, Gate, Use
from jiceng.kernel.duty import Record
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.item import Ledger, Movement
from jiceng.kernel.link import Links, Team
from jiceng.kernel.notice import Notice
from jiceng.kernel.sheet import Adopted
from jiceng.packs import Pack
from jiceng.rehearsal.page import Form, path_of

# The event of a form -> the words of the language that are done by it, and by nothing that a desk asks for.
BY_EVENT: Mapping[str, tuple[type, ...]] = {
    "flag.record": (Consequence, Gate, Ledger, Record, Notice, Links, Team),
    "item.open": (Ledger,),
    "link.set": (Links,),
    "record.write": (Record,),
    "use.grant": (Use,),
    "figure.enter": (Gate,),
    "figure.rate": (Adopted,),
    "item.target": (Movement,),
    "item.accept": (Movement,),
    "notice.post": (Notice,),
}
FEW = 6  # organisations of which something is found
TWICE = 2  # organisations of which the same is found: what it leads to depends on how they stand
FROM_OUTSIDE = frozenset({"flag.record", "figure.enter", "figure.rate"})  # others found it, and it arrives
# Parts of an address that lead to where such things are done.
WAYS = (
    "/findings/", "/organisations/", "/subjects/", "/pairs/", "/movement/", "/ledger/", "/links/", "/helpers/",
    "/records/", "/uses/", "/notices/",
)  # fmt: skip
FILE = re.compile(r"/as/|\.[a-z]+$")  # no page: nothing can be done in it


def is_voluntary(rule: object) -> bool:
    """Whether a document only allows something, or leaves it to an occasion, so that no desk has to ask for it."""
    if isinstance(rule, Record):
        return rule.at_least is None or rule.firmness is Firmness.ABOUT
    if isinstance(rule, Ledger):
        return rule.opens in ("by-hand", "list") and rule.at_least is None
    if isinstance(rule, Links):
        return not any(kind.required for kind in rule.kinds)
    if isinstance(rule, Notice):
        return rule.optional
    return isinstance(rule, (Use, Movement))


@dataclass
class Occasions:
    """What has still to happen. done: (event, what, of whom) that happened once."""

    packs: Collection[Pack]
    done: set[tuple[str, str, str]] = field(default_factory=set)
    walks: int = 0  # that officers have made

    def may_have(self, event: str, value: str, holder: str) -> bool:
        """Whether it may be found of an organisation: first of a few, so that others stay without any finding; later of
        anybody, where none of the few is of a kind that it can be found of.
        """
        holders = self.holders(event, value)
        if not value or holder in holders or len(holders) >= TWICE:
            return False
        few = {each for what, _, each in self.done if what in FROM_OUTSIDE and each}
        return holder in few or len(few) < FEW or (not holders and self.walks > 1)

    def wanted(self) -> set[str]:
        """The events that some mechanism of the packs is still waiting for."""
        return {
            event
            for event, words in BY_EVENT.items()
            for pack in self.packs
            for mechanism in pack.mechanisms.values()
            if isinstance(mechanism.rule, words)
            and (event in FROM_OUTSIDE or is_voluntary(mechanism.rule))
            and (event, mechanism.address, "") not in self.done
        }

    def concerns(self, form: Form) -> bool:
        """Whether a form is one that waits for an occasion, and not the work of a desk."""
        if form.event in FROM_OUTSIDE:
            return True
        name, _, key = form.mechanism.partition("/")
        mechanism = next((pack.mechanisms.get(key) for pack in self.packs if pack.name == name), None)
        return mechanism is not None and is_voluntary(mechanism.rule)

    def choices(self, form: Form) -> Iterator[tuple[str, str]]:
        """(field, value) that the form has still to be sent with; one entry a thing that can happen."""
        if form.event in ("flag.record", "figure.rate"):
            for option in form.element.xpath(".//select//option"):
                value = option.get("value", " ".join(option.text_content().split()))
                name = option.xpath("ancestor::select/@name")[0]
                if self.may_have(form.event, value, form.holder):
                    yield name, value
        elif form.event == "figure.enter":
            name = form.element.xpath(".//input[@name='name']/@value")[0]
            if (form.event, name, form.holder) not in self.done:
                yield "name", name
        elif (form.event, form.mechanism, "") not in self.done:
            yield "", form.mechanism

    def holders(self, event: str, value: str) -> set[str]:
        return {holder for what, told, holder in self.done if (what, told) == (event, value)}

    def note(self, form: Form, value: str) -> None:
        self.done.add((form.event, value, form.holder if form.event in FROM_OUTSIDE else ""))


def leads_on(address: str) -> bool:
    """Whether a link of the campaign's pages may lead to an occasion."""
    path = path_of(address)
    return any(way in path for way in WAYS) and FILE.search(path) is None


def order(address: str) -> int:
    """What stands once comes before the findings of each organisation, and those before all else of each."""
    path = path_of(address)
    return (
        1
        if "/findings/" in path
        else 2
        if any(way in path for way in ("/organisations/", "/subjects/"))
        else 0
    )
