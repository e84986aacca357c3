"""link: who is with whom: teams with their seats, helpers of an organisation, pairs, documents that rest on others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from jiceng.kernel.firmness import Firmness
from jiceng.kernel.procedure import Missing, Reach, Role
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import KINDS
from jiceng.kernel.word import Rule, word


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat in a team. posts: the offices its holder must have, one of them (组织部长), each written whole; empty =
    anybody. at_most None = any."""

    name: str
    at_least: int = 1
    at_most: int | None = None
    posts: tuple[str, ...] = ()


@word("register.team", "机构和人员", "team")
@dataclass(frozen=True, kw_only=True)
class Team(Rule):
    """A leading group, a guidance or inspection team, or the persons responsible (G-06, G-38, R-15, X-02, I-11).

    local_posts: how this place calls such offices; they count for every seat that names offices.
    over_kinds: only at committees that decide on organisations of these kinds alone (市直系统); empty = at all.
    """

    seats: tuple[Seat, ...]
    local_posts: tuple[str, ...] = ()
    over_kinds: tuple[str, ...] = ()
    of: Reach = "committee"
    by: Role = "committee-officer"
    clause: str = ""

    def concerns(self, kinds: Iterable[str]) -> bool:
        """Whether a committee that decides on organisations of these kinds has such a team."""
        return not self.over_kinds or set(kinds) <= set(self.over_kinds)

    def posts_of(self, seat: Seat) -> tuple[str, ...]:
        """The offices that fit a seat; empty = anybody."""
        return (*seat.posts, *self.local_posts) if seat.posts else ()


@dataclass(frozen=True)
class InSeat:
    """Somebody in a team. post: what they are elsewhere."""

    name: str
    seat: str
    post: str = ""


BETWEEN_OFFICES = re.compile(r"[、，,；;\s]+")


def has_office(post: str, offices: Sequence[str]) -> bool:
    """Whether somebody holds one of these offices. What is written may list several; each is compared whole.

    >>> has_office("县委常委、组织部长", ["组织部长"]), has_office("副书记", ["书记"])
    (True, False)
    """
    return not set(offices).isdisjoint(BETWEEN_OFFICES.split(post))


def check_team(rule: Team, members: Sequence[InSeat], *, name: str) -> None:
    """Hold a team against its seats.

    Raises Refusal "link.seat-unknown", "link.seats-empty", "link.seat-crowded", "link.post-wrong", "link.twice".
    """
    known = [seat.name for seat in rule.seats]
    for member in members:
        if member.seat not in known:
            raise Refusal("link.seat-unknown", seat=member.seat, known=known)
    if len({(member.name, member.seat) for member in members}) < len(members):
        raise Refusal("link.twice", name=name)
    empty = [
        seat.name
        for seat in rule.seats
        if sum(member.seat == seat.name for member in members) < seat.at_least
    ]
    if empty:
        raise Refusal("link.seats-empty", name=name, missing=empty, clause=rule.clause)
    for seat in rule.seats:
        sitting = [member for member in members if member.seat == seat.name]
        if seat.at_most is not None and len(sitting) > seat.at_most:
            raise Refusal("link.seat-crowded", seat=seat.name, count=len(sitting), at_most=seat.at_most)
        for person in sitting:
            posts = rule.posts_of(seat)
            if posts and not has_office(person.post, posts):
                raise Refusal(
                    "link.post-wrong", person=person.name, seat=seat.name, posts=posts, has=person.post
                )


@dataclass(frozen=True, kw_only=True)
class LinkKind:
    """A kind of helper: 挂点领导, 联络员, 挂扶部门, 先进党组织. classes: asked only for these; empty = all.

    holder: a person, or another organisation of the register. posts: the offices the person must have, one of them,
    each written whole. holder_kinds: kinds of organisations that can be one (organ-institution); empty = all.
    means: what such a helper is in the tables that go up; "" = a helper like others.
    """

    name: str
    holder: Literal["person", "organisation"] = "person"
    posts: tuple[str, ...] = ()
    holder_kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    required: bool = True
    means: Literal["", "leader", "liaison"] = ""


@word("register.links", "联系帮扶", "helpers")
@dataclass(frozen=True, kw_only=True)
class Links(Rule):
    """Helpers that organisations with these grades must have, one of each kind (R-07, R-08, R-11, R-12).

    flags: findings for which they must have them too, whatever the grade. visits: how often a helper comes a year;
    None = not given. local_posts: how this place calls the offices that the kinds name. plan: key of the record that is
    the plan of help (五个有); "" = none. team: key of the team that helpers who are persons are of; each of it helps
    somebody (R-08); "" = whoever is named.
    """

    kinds: tuple[LinkKind, ...]
    grades: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    by: Role = "committee-officer"
    visits: int | None = None
    local_posts: tuple[str, ...] = ()
    plan: str = ""
    team: str = ""
    clause: str = ""

    def posts_of(self, kind: LinkKind) -> tuple[str, ...]:
        """The offices that fit a kind of helper; empty = anybody."""
        return (*kind.posts, *self.local_posts) if kind.posts else ()

    def concerns(self, *, class_name: str, grade: str, flags: frozenset[str] = frozenset()) -> bool:
        """Whether an organisation of this class, with this grade and these findings, must have them."""
        if self.classes and class_name not in self.classes:
            return False
        everybody = not self.grades and not self.flags
        return everybody or grade in self.grades or bool(flags & set(self.flags))

    def required(self, class_name: str) -> list[str]:
        return [
            kind.name
            for kind in self.kinds
            if kind.required and (not kind.classes or class_name in kind.classes)
        ]

    def kind(self, name: str) -> LinkKind:
        """Raises Refusal "link.kind-unknown"."""
        for kind in self.kinds:
            if kind.name == name:
                return kind
        raise Refusal("link.kind-unknown", kind=name, known=[kind.name for kind in self.kinds])


def check_link(
    rule: Links, kind: str, *, holder_post: str, is_organisation: bool, organisation_kind: str = ""
) -> None:
    """Whether this holder can be such a helper. organisation_kind: of an organisation, as the register has it.

    Raises Refusal "link.kind-unknown", "link.wrong-holder", "link.needs-person", "link.holder-post-wrong",
    "link.holder-kind-wrong".
    """
    wanted = rule.kind(kind)
    if wanted.holder == "person" and is_organisation:
        raise Refusal("link.needs-person", kind=kind)
    if wanted.holder == "organisation" and not is_organisation:
        raise Refusal("link.wrong-holder", kind=kind)
    if is_organisation and wanted.holder_kinds and organisation_kind not in wanted.holder_kinds:
        kinds = [KINDS[holder_kind] for holder_kind in wanted.holder_kinds]
        raise Refusal("link.holder-kind-wrong", kind=kind, kinds=kinds)
    posts = rule.posts_of(wanted)
    if posts and not has_office(holder_post, posts):
        raise Refusal("link.holder-post-wrong", kind=kind, posts=posts, has=holder_post)


def missing_links(
    rule: Links, present: frozenset[str], *, class_name: str, mechanism: str, name: str
) -> list[Missing]:
    """Kinds of helpers that an organisation still lacks (R-11: one leader and one liaison)."""
    lacking = [kind for kind in rule.required(class_name) if kind not in present]
    if not lacking:
        return []
    return [Missing(mechanism, "link.helpers-missing", {"name": name, "missing": lacking})]


def missing_visits(rule: Links, count: int, *, mechanism: str, name: str) -> list[Missing]:
    """How many visits an organisation that is helped still waits for, where a number is set (R-08)."""
    if rule.visits is None or count >= rule.visits:
        return []
    facts = {"name": name, "count": count, "at_least": rule.visits}
    return [Missing(mechanism, "link.visits-too-few", facts)]


def missing_contacts(
    rule: Links, team: Sequence[InSeat], helping: frozenset[str], *, mechanism: str, name: str
) -> list[Missing]:
    """Members of the team who help nobody yet (R-08). helping: names of those who do."""
    idle = list(dict.fromkeys(member.name for member in team if member.name not in helping))
    if not rule.team or not idle:
        return []
    return [Missing(mechanism, "link.contacts-missing", {"name": name, "missing": idle}, len(idle))]


def check_of_team(rule: Links, team: Sequence[InSeat], holder: str, *, kind: str) -> str:
    """The post of a helper who has to be of the team; "" where there is no such team.

    Raises Refusal "link.holder-not-of-team".
    """
    if not rule.team:
        return ""
    for member in team:
        if member.name == holder:
            return member.post
    raise Refusal("link.holder-not-of-team", kind=kind, has=holder, known=[member.name for member in team])


# -- pairs ------------------------------------------------------------------------------------------------------------


@word("register.pairing", "结对", "pairing", awaited=False)
@dataclass(frozen=True, kw_only=True)
class Pairing(Rule):
    """一对一帮扶 (R-13): advanced and lagging organisations by three similarities.

    advanced, lagging: grades. forms: how they meet (座谈会 …). name: what the advanced one is called beside the one it
    helps (先进党组织); "" = as the mechanism is titled.
    """

    advanced: tuple[str, ...]
    lagging: tuple[str, ...]
    forms: tuple[str, ...] = ()
    name: str = ""
    by: Role = "committee-officer"
    clause: str = ""

    # A pair that only those above both committees can make, and one that has not met.
    ACROSS: ClassVar[str] = "link.pair-missing-across"
    NOT_MET: ClassVar[str] = "link.pair-not-met"

    def mended_by(self, code: str) -> str:
        return {self.ACROSS: "county-officer", self.NOT_MET: "secretary"}.get(code, self.by)


@dataclass(frozen=True)
class Place:
    """An organisation as pairing sees it. path: its place in the tree. resources: what it has or works with."""

    code: str
    grade: str
    kind: str
    path: str
    resources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """A proposal, for a person to accept. near, alike, shared: the three similarities (地域, 类型, 资源)."""

    lagging: str
    advanced: str
    near: int
    alike: bool
    shared: tuple[str, ...]


def propose_pairs(rule: Pairing, places: Sequence[Place], *, width: int = 4) -> list[Pair]:
    """Propose for every lagging organisation one advanced one that no other has yet, the most similar first.

    Nearness is how many levels of the tree they share; then the same kind; then shared resources. The closest pairs are
    taken first, so the answer does not depend on the order of the input. width: characters of a level in a path.
    """
    good = [place for place in places if place.grade in rule.advanced]
    weak = [place for place in places if place.grade in rule.lagging]
    every = sorted(
        (
            (-_near(lagging.path, advanced.path, width), lagging.kind != advanced.kind,
             -len(lagging.resources & advanced.resources), lagging.code, advanced.code, lagging, advanced)
            for lagging in weak
            for advanced in good
        ),
        key=lambda entry: entry[:5],
    )  # fmt: skip
    taken: set[str] = set()
    pairs = []
    for near, unlike, _, code, helper, lagging, advanced in every:
        if code in taken or helper in taken:
            continue
        taken |= {code, helper}
        shared = tuple(sorted(lagging.resources & advanced.resources))
        pairs.append(Pair(code, helper, -near, not unlike, shared))
    return sorted(pairs, key=lambda pair: pair.lagging)


def _near(path: str, other: str, width: int) -> int:
    levels = 0
    while (levels + 1) * width <= min(len(path), len(other)) and (
        path[: (levels + 1) * width] == other[: (levels + 1) * width]
    ):
        levels += 1
    return levels


# -- documents --------------------------------------------------------------------------------------------------------

# 吉组通字〔2012〕18号, also as older texts print it: 中组发[2012]6号, 粤组电传[2012]47号.
NUMBER = re.compile(r"^(?P<office>[^\s〔\[\d]+)[〔\[](?P<year>\d{4})[〕\]]\s*(?P<number>[1-9]\d*)号$")


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A document: number, who issued it, what it rests on (numbers), and whose forwarding note this is ("" = none)."""

    number: str = ""
    issuer: str = ""
    title: str = ""
    bases: tuple[str, ...] = ()
    forwarded_by: str = ""
    due_on: str = ""


@word("register.documents", "文件依据", "documents", awaited=False)
@dataclass(frozen=True, kw_only=True)
class Documents(Rule):
    """公文 (X-06): the documents a policy names. required: what a document registered under it must name."""

    documents: tuple[Cited, ...]
    firmness: Firmness = Firmness.NORMALLY
    clause: str = ""

    def mended_by(self, code: str) -> str:
        return "county-officer"

    @property
    def reach(self) -> str:
        return "county"


def read_number(text: str) -> str:
    """A document number in the form of GB/T 9704: 〔〕, no leading zero, no blanks.

    >>> read_number("粤组电传[2012]47号")
    '粤组电传〔2012〕47号'

    Raises Refusal "link.number-wrong".
    """
    match = NUMBER.match(text.strip())
    if match is None:
        raise Refusal("link.number-wrong", number=text[:40])
    return f"{match['office']}〔{match['year']}〕{match['number']}号"


def check_document(
    *, number: str, bases: Sequence[str], due_on: date | None, forwards_due: date | None, recipients: str
) -> None:
    """A document as it is registered: it does not rest on itself, a forwarding note sets no later deadline than what it
    forwards, and whoever has a deadline is named. Raises Refusal "link.rests-on-itself", "link.forwarded-later",
    "link.recipients-missing"."""
    if number in bases:
        raise Refusal("link.rests-on-itself", number=number)
    if due_on is not None and forwards_due is not None and due_on > forwards_due:
        raise Refusal("link.forwarded-later", due_on=due_on.isoformat(), above=forwards_due.isoformat())
    if due_on is not None and not recipients.strip():
        raise Refusal("link.recipients-missing", number=number)


def missing_documents(
    rule: Documents, registered: frozenset[str], *, mechanism: str, name: str
) -> list[Missing]:
    """The numbered documents that a policy names and nobody has registered yet."""
    lacking = [number for number in by_number(rule) if number not in registered]
    if not lacking:
        return []
    return [Missing(mechanism, "link.documents-missing", {"name": name, "missing": lacking}, len(lacking))]


def by_number(documents: Documents) -> Mapping[str, Cited]:
    """The documents by their number as GB/T 9704 writes it."""
    return {read_number(document.number): document for document in documents.documents if document.number}
