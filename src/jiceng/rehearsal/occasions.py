"""What no desk asks for and yet happens: a finding arrives, a villager objects, a result has to be put right.

Somebody of the role wanders over the pages that the campaign's page leads to, and does each such thing once. The pages
and forms are the product's; only that it happens today is the rehearsal's.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.duty import Record
from jiceng.kernel.item import Ledger, Movement
from jiceng.kernel.link import Links, Pairing, Team
from jiceng.kernel.notice import Notice
from jiceng.kernel.sheet import Adopted, Correction
from jiceng.packs import Pack
from jiceng.rehearsal.page import Form, path_of

# The event of a form -> the words of the language that are done by it, and by nothing that a desk asks for.
BY_EVENT: Mapping[str, tuple[type, ...]] = {
    "flag.record": (Consequence, Gate, Ledger, Record, Notice, Links, Team),
    "figure.enter": (Gate,),
    "figure.rate": (Adopted,),
    "item.target": (Movement,),
    "item.accept": (Movement,),
    "link.pair": (Pairing,),
    "grade.correction-ask": (Correction,),
}
# Parts of an address that lead to where such things are done.
WAYS = ("/findings/", "/organisations/", "/subjects/", "/pairs/", "/movement/")


@dataclass
class Occasions:
    """What has still to happen. done: (event, what, of whom) that happened once."""

    packs: Collection[Pack]
    done: set[tuple[str, str, str]] = field(default_factory=set)

    def wanted(self) -> set[str]:
        """The events that some mechanism of the packs is still waiting for."""
        rules = [
            (mechanism.address, type(mechanism.rule))
            for pack in self.packs
            for mechanism in pack.mechanisms.values()
        ]
        return {
            event
            for event, words in BY_EVENT.items()
            if any(word in words and (event, address, "") not in self.done for address, word in rules)
        }

    def choices(self, form: Form) -> Iterator[tuple[str, str]]:
        """(field, value) that the form has still to be sent with; one entry a thing that can happen."""
        if form.event in ("flag.record", "figure.rate"):
            for option in form.element.xpath(".//select//option"):
                value = option.get("value") or " ".join(option.text_content().split())
                name = option.xpath("ancestor::select/@name")[0]
                if value and (form.event, value, "") not in self.done:
                    yield name, value
        elif form.event == "figure.enter":
            name = form.element.xpath(".//input[@name='name']/@value")[0]
            if (form.event, name, form.holder) not in self.done:
                yield "name", name
        elif (form.event, form.mechanism, "") not in self.done:
            yield "", form.mechanism

    def note(self, form: Form, value: str) -> None:
        holder = form.holder if form.event == "figure.enter" else ""
        self.done.add((form.event, value, holder))


def leads_on(address: str) -> bool:
    """Whether a link of the campaign's pages may lead to an occasion."""
    return any(way in path_of(address) for way in WAYS) and not address.endswith(
        (".csv", ".json", ".xlsx", ".pdf")
    )
