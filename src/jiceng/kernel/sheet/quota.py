"""Shares over a cohort: a quota is an upper limit, a target band an expectation (G-15, G-16).

The answer says who is over and by how many, and names the fewest changes that would satisfy every limit at once. It
never changes a grade by itself.

"Fewest" is exact: the largest number of organisations that can keep their grade is a flow through a small network
(groups -> grades -> seats), filled along cheapest paths. Groups (a class with its own limit, everybody else) share the
limits that hold for all, so greedy choices per group would not do.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.grade import Bands
from jiceng.kernel.sheet.shapes import ZERO, quotient
from jiceng.kernel.word import Rule, word

Among = Literal["committee", "county"]


@dataclass(frozen=True, kw_only=True)
class Apart:
    """Classes counted apart, with a limit of their own; at_most None = the document leaves it open, no figure set."""

    classes: tuple[str, ...]
    at_most: Decimal | None = None


@word("sheet.quota", "比例", "share", how="applied")
@dataclass(frozen=True, kw_only=True)
class Quota(Rule):
    """How large a share of the cohort one grade may (at_most), should (at_least), or is expected (about) to have.

    Shares are 0 to 1. None = not given by the document and not set locally: shown, never judged.
    within: for `about`, how far from it still counts as about it (0.02 = two points of a hundred).
    apart_classes: counted apart from everybody else (原则上…可以适当提高比例).
    among: the set it is a share of: everybody one committee decides on, or everybody in the county. Elsewhere it is
    shown and not judged: a share asked of the county must not become an even spread over its towns.
    """

    grade: str
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    about: Decimal | None = None
    within: Decimal | None = None
    firmness: Firmness = Firmness.MUST
    apart_classes: tuple[Apart, ...] = ()
    clause: str = ""
    among: Among = "committee"


@dataclass(frozen=True)
class Member:
    """One organisation of the cohort. grade: now, "" = none yet; total: who stands closest to a boundary."""

    key: str
    class_name: str
    grade: str
    total: Decimal = ZERO


@dataclass(frozen=True)
class Standing:
    """Where one limit stands: `classes` empty = everybody not counted apart. `most` / `least` are heads, not shares.

    size: all that are to be graded, whether they have a grade yet or not: a limit is a share of these. open: those that
    have none yet; what a lower limit lacks may still come from them. elsewhere: it is judged over another set.
    """

    quota: Quota
    classes: tuple[str, ...]
    size: int
    count: int
    least: int | None
    most: int | None
    open: int = 0
    elsewhere: bool = False

    @property
    def share(self) -> Decimal:
        return quotient(Decimal(self.count), Decimal(self.size)) if self.size else ZERO

    @property
    def over(self) -> int:
        return max(0, self.count - self.most) if self.most is not None else 0

    @property
    def under(self) -> int:
        return max(0, self.least - self.count - self.open) if self.least is not None else 0

    @property
    def code(self) -> str:
        if self.elsewhere:
            return f"quota.among-{self.quota.among}"
        if self.most is None and self.least is None:
            return "quota.about" if self.quota.about is not None else "quota.not-set"
        return "quota.over" if self.over else "quota.under" if self.under else "quota.kept"


@dataclass(frozen=True)
class Change:
    """A proposal, not a change: `key` would move from one grade to another."""

    key: str
    from_grade: str
    to_grade: str


@dataclass(frozen=True)
class Answer:
    """standings: every limit of every group. changes: the fewest that satisfy all; None = no grades could."""

    standings: tuple[Standing, ...]
    changes: tuple[Change, ...] | None

    @property
    def kept(self) -> bool:
        return not any(standing.over or standing.under for standing in self.standings)


def check_quotas(
    bands: Bands, quotas: Sequence[Quota], cohort: Sequence[Member], *, among: Among | None = None
) -> Answer:
    """Hold a whole cohort (everybody one committee decides on) against its quotas, graded already or not.

    among: what the cohort is; a quota that is a share of another set is shown and not judged. None = whatever each
    quota is a share of.

    Raises Refusal "sheet.grade-unknown" when a quota or a member names a grade that no band awards.
    """
    for name in [quota.grade for quota in quotas] + [member.grade for member in cohort if member.grade]:
        bands.place(name)
    standings = [
        replace(standing, least=None, most=None, elsewhere=True)
        if among not in (None, quota.among)
        else standing
        for quota in quotas
        for standing in _standings(quota, cohort)
    ]
    grades = tuple(dict.fromkeys(bands.grades()))
    return Answer(tuple(standings), _fewest(grades, standings, [member for member in cohort if member.grade]))


def _standings(quota: Quota, cohort: Sequence[Member]) -> Iterator[Standing]:
    apart = {name for apart_class in quota.apart_classes for name in apart_class.classes}
    rest = [member for member in cohort if member.class_name not in apart]
    yield _standing(quota, (), rest, quota.at_most)
    for apart_class in quota.apart_classes:
        group = [member for member in cohort if member.class_name in apart_class.classes]
        if group:
            yield _standing(quota, apart_class.classes, group, apart_class.at_most, apart=True)


def _standing(
    quota: Quota,
    classes: tuple[str, ...],
    group: Sequence[Member],
    at_most: Decimal | None,
    *,
    apart: bool = False,
) -> Standing:
    size = len(group)
    least_share, most_share = None if apart else quota.at_least, at_most
    if quota.about is not None and quota.within is not None and not apart:
        least_share, most_share = quota.about - quota.within, quota.about + quota.within
    most = None if most_share is None else int((most_share * size).to_integral_value(ROUND_FLOOR))
    least = None if least_share is None else int((least_share * size).to_integral_value(ROUND_CEILING))
    if least is not None and most is not None and least > most and quota.about is not None:
        # In a small group no whole number may lie within the band; the nearest one is then "about" it.
        nearest = int((quota.about * size).to_integral_value())
        least, most = nearest, nearest
    count = sum(member.grade == quota.grade for member in group)
    left = sum(not member.grade for member in group)
    return Standing(quota, classes, size, count, None if least is None else max(0, least), most, left)


# -- the fewest changes -----------------------------------------------------------------------------------------------


def _fewest(
    grades: Sequence[str], standings: Sequence[Standing], cohort: Sequence[Member]
) -> tuple[Change, ...] | None:
    if not any(standing.over or standing.under for standing in standings):
        return ()
    groups = _groups(standings, cohort)
    counts = [Counter(member.grade for member in group) for group in groups]
    targets = _keep_most(grades, standings, groups, counts)
    if targets is None:
        return None
    changes: list[Change] = []
    for group, count, target in zip(groups, counts, targets, strict=True):
        changes.extend(_name(grades, group, count, target))
    return tuple(changes)


def _groups(standings: Sequence[Standing], cohort: Sequence[Member]) -> list[list[Member]]:
    """The cohort cut so finely that every limit covers whole groups: by the set of limits a member counts towards."""
    cut: dict[tuple[bool, ...], list[Member]] = {}
    for member in cohort:
        cut.setdefault(tuple(_covers(standing, standings, member) for standing in standings), []).append(
            member
        )
    return list(cut.values())


def _covers(standing: Standing, standings: Sequence[Standing], member: Member) -> bool:
    if standing.classes:
        return member.class_name in standing.classes
    apart = {name for apart_class in standing.quota.apart_classes for name in apart_class.classes}
    return member.class_name not in apart


def _keep_most(
    grades: Sequence[str],
    standings: Sequence[Standing],
    groups: Sequence[Sequence[Member]],
    counts: Sequence[Mapping[str, int]],
) -> list[dict[str, int]] | None:
    """How many of each grade each group would have, keeping as many grades as possible; None when impossible.

    Network: source -> group -> (group, grade) -> limit (or the grade itself) -> sink. An organisation that keeps its
    grade costs 0, one that moves costs its distance in grades after the count of moves (moves weigh far more). Seats
    that a lower limit requires are filled first because they are worth more than any number of moves.
    """
    size = sum(len(group) for group in groups)
    move, must = size * len(grades) + 1, (size + 1) ** 2 * (len(grades) + 1)
    net = _Network()
    limits: dict[tuple[str, int], tuple[int, int]] = {}
    for number, standing in enumerate(standings):
        if standing.least is not None or standing.most is not None:
            most = size if standing.most is None else standing.most
            limits[(standing.quota.grade, number)] = (max(0, (standing.least or 0) - standing.open), most)
    for (grade, number), (least, most) in limits.items():
        if least > most:
            return None
        node = f"limit {number}"
        net.edge(node, f"grade {grade}", least, -must)
        net.edge(node, f"grade {grade}", most - least, 0)
    for grade in grades:
        net.edge(f"grade {grade}", "sink", size, 0)
    for index, (group, count) in enumerate(zip(groups, counts, strict=True)):
        net.edge("source", f"group {index}", len(group), 0)
        for place, grade in enumerate(grades):
            covering = [
                number
                for name, number in limits
                if name == grade and _covers(standings[number], standings, group[0])
            ]
            goal = f"limit {covering[0]}" if covering else f"grade {grade}"
            for other_limit in covering[1:]:  # two limits on one grade and group: through both in turn
                raise Refusal("sheet.quotas-overlap", grade=grade, clause=standings[other_limit].quota.clause)
            seat = f"seat {index} {grade}"
            net.edge(seat, goal, size, 0)
            for old_place, old in enumerate(grades):
                if count[old]:
                    cost = 0 if old == grade else move + abs(place - old_place)
                    net.edge(f"from {index} {old}", seat, count[old], cost)
        for old in grades:
            if count[old]:
                net.edge(f"group {index}", f"from {index} {old}", count[old], 0)
    if net.fill("source", "sink") < size or not _met(net, limits):
        return None
    return [
        {grade: net.flow_into(f"seat {index} {grade}") for grade in grades} for index, _ in enumerate(groups)
    ]


def _met(net: "_Network", limits: Mapping[tuple[str, int], tuple[int, int]]) -> bool:
    return all(net.flow_into(f"limit {number}") >= least for (_, number), (least, _) in limits.items())


def _name(
    grades: Sequence[str], group: Sequence[Member], count: Mapping[str, int], target: Mapping[str, int]
) -> Iterator[Change]:
    """Who would move: those whose totals stand closest to where they would go."""
    leaving: list[Member] = []
    room: list[str] = []
    for place, grade in enumerate(grades):
        room += [grade] * max(0, target[grade] - count[grade])
        surplus = count[grade] - target[grade]
        if surplus > 0:
            goals = [at for at, other in enumerate(grades) if target[other] > count[other]]
            upward = sum(goals) < place * len(goals)
            standing = sorted(
                (member for member in group if member.grade == grade),
                key=lambda member: (member.total, member.key),
            )
            leaving += standing[-surplus:] if upward else standing[:surplus]
    leaving.sort(key=lambda member: (grades.index(member.grade), -member.total, member.key))
    for member, to_grade in zip(leaving, room, strict=True):
        yield Change(member.key, member.grade, to_grade)


class _Network:
    """Cheapest flow by successive shortest paths (Bellman-Ford). A few dozen nodes; whole numbers only."""

    def __init__(self) -> None:
        self.nodes: dict[str, int] = {}
        self.edges: list[list[int]] = []  # from, to, room, cost; an edge and its reverse sit side by side

    def node(self, name: str) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def edge(self, start: str, end: str, room: int, cost: int) -> None:
        self.edges += [
            [self.node(start), self.node(end), room, cost],
            [self.node(end), self.node(start), 0, -cost],
        ]

    def flow_into(self, name: str) -> int:
        node = self.nodes[name]
        return sum(
            back[2] for ahead, back in zip(self.edges[::2], self.edges[1::2], strict=True) if ahead[1] == node
        )

    def fill(self, start: str, end: str) -> int:
        """Send all it can, as cheaply as it can; how much that was."""
        source, sink, sent = self.node(start), self.node(end), 0
        while True:
            cheapest: list[int | None] = [None] * len(self.nodes)
            through: list[int] = [-1] * len(self.nodes)
            cheapest[source] = 0
            for _ in range(len(self.nodes)):
                calm = True
                for number, (tail, head, room, cost) in enumerate(self.edges):
                    base, known = cheapest[tail], cheapest[head]
                    if room and base is not None and (known is None or base + cost < known):
                        cheapest[head], through[head], calm = base + cost, number, False
                if calm:
                    break
            if cheapest[sink] is None:
                return sent
            path, at = [], sink
            while at != source:
                path.append(through[at])
                at = self.edges[through[at]][0]
            amount = min(self.edges[number][2] for number in path)
            for number in path:
                self.edges[number][2] -= amount
                self.edges[number ^ 1][2] += amount
            sent += amount
