"""What a rehearsal concludes: of each mechanism whether people could do it, and what must not be.

A mechanism is done when it stood on somebody's desk, a form of it was sent and taken, and the line was gone at the next
look; or, for rules that nobody is asked for, when a page showed what they led to or a form was taken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiceng import packs
from jiceng.kernel.item import Movement
from jiceng.packs.pack import Mechanism
from jiceng.rehearsal.occasions import is_voluntary
from jiceng.rehearsal.page import path_of
from jiceng.rehearsal.play import Finding, Played

# A word that is done by one of its forms alone: a target is said, and a rise is accepted.
DONE_BY: Mapping[type, str] = {Movement: "item.accept"}

# What nobody may meet: such a finding fails the rehearsal of a mechanism that is not `partly`.
FATAL = (
    "never-asked", "asked-who-may-not", "due-before-opened", "never-met", "met-by-something-else", "page-failed",
    "step-never-left", "columns-missing",
)  # fmt: skip
TOLD = ("nothing-offered", "only-refused", "never-shown", "wrong-taken", "stretch-missed")


@dataclass(frozen=True)
class Verdict:
    """One mechanism. done: people could do it. why: what was missing, "" when it is done.

    roles, first_on: of whom it was asked, and since when. addresses: of the pages on which it was done or shown.
    """

    mechanism: str
    uses: str
    title: str
    done: bool
    why: str
    asked: int = 0
    sent: int = 0
    refused: int = 0
    roles: tuple[str, ...] = ()
    first_on: date | None = None
    addresses: tuple[str, ...] = ()


def verdicts(played: Played) -> list[Verdict]:
    """Every mechanism of the packs that were played, in their order."""
    return [
        _verdict(played, mechanism)
        for name in played.packs
        for mechanism in packs.load(name).mechanisms.values()
    ]


def verdict_of(played: Played, address: str) -> Verdict:
    """One mechanism of the packs, by its address."""
    name, _, key = address.partition("/")
    return _verdict(played, packs.load(name).mechanisms[key])


def _verdict(played: Played, mechanism: Mechanism) -> Verdict:
    address = mechanism.address
    how = mechanism.rule.word.how
    if how == "asked" and is_voluntary(mechanism.rule) and address not in played.asked:
        how = "done"
    asked = played.asked.get(address)
    deeds = [deed for deed in played.deeds if deed.mechanism == address]
    event = DONE_BY.get(type(mechanism.rule))
    if event:
        deeds = [deed for deed in deeds if deed.event == event]
    sent, refused = sum(deed.taken for deed in deeds), sum(not deed.taken for deed in deeds)
    why = ""
    if how == "asked":
        if asked is None:
            why = "never-asked"
        elif not sent:
            why = "only-refused" if refused else "nothing-offered"
        elif not asked.ended:
            why = "never-met"
    elif how == "done":
        why = "" if sent else "only-refused" if refused else "never-asked"
    else:
        why = "" if address in played.applied else "never-shown"
    title = mechanism.title or mechanism.key
    pages = [path_of(deed.address) for deed in deeds if deed.taken]
    if address in played.applied:
        pages.append(path_of(played.applied[address][1]))
    return Verdict(
        address, mechanism.uses, title, not why, why, len(asked.lines) if asked else 0, sent, refused,
        tuple(sorted(asked.roles)) if asked else (), asked.first_on if asked else None, tuple(dict.fromkeys(pages)),
    )  # fmt: skip


def findings(played: Played) -> Iterator[Finding]:
    """What was found while playing, and what follows from the whole; fatal first."""
    found = list(played.findings)
    for verdict in verdicts(played):
        if not verdict.done and verdict.why in ("never-asked", "never-shown", "only-refused"):
            found.append(Finding(verdict.why, verdict.mechanism, played.until, "", verdict.title))
    met = {verdict.mechanism for verdict in verdicts(played) if verdict.done}
    for finding in sorted(found, key=lambda each: (each.kind not in FATAL, each.mechanism, each.kind)):
        # What some could do and others had not done at the end is left out: it may only not have been over yet.
        if not (finding.kind == "never-met" and finding.mechanism in met):
            yield finding


def is_fatal(finding: Finding) -> bool:
    return finding.kind in FATAL and not is_partly(finding.mechanism)


def is_partly(address: str) -> bool:
    """Whether the pack itself says that something of this mechanism is missing."""
    name, _, key = address.partition("/")
    mechanism = packs.load(name).mechanisms.get(key) if name else None
    return mechanism is not None and bool(mechanism.partly) and not mechanism.rows


# What is not measured: opening and understanding a form, and filling in one of its fields.
MINUTES_AN_ENTRY = Decimal(1)
MINUTES_A_FIELD = Decimal("0.5")


@dataclass
class Burden:
    """What was asked of everybody of one role together within one month. minutes: an estimate."""

    entries: int = 0
    fields: int = 0

    @property
    def minutes(self) -> Decimal:
        return self.entries * MINUTES_AN_ENTRY + self.fields * MINUTES_A_FIELD


def burden(played: Played) -> Mapping[tuple[str, date], Burden]:
    """(role, first day of a month) -> what was asked of that role; by role in the order in which they began."""
    counted: dict[tuple[str, date], Burden] = {}
    for deed in played.deeds:
        if deed.taken:
            month = counted.setdefault((deed.role, deed.on.replace(day=1)), Burden())
            month.entries += 1
            month.fields += deed.fields
    roles = list(dict.fromkeys(role for role, _ in counted))
    return dict(sorted(counted.items(), key=lambda each: (roles.index(each[0][0]), each[0][1])))
