"""What somebody who voted can be sure of about somebody else, from what is shown: every outcome tried (B-10).

A world is what each class said: class -> votes by option. Outcomes that are shown alike cannot be told apart; whoever
knows their own vote keeps those with such a vote in their class. If in all that are left the others of a class can
only have said one thing, it is certain what each of them said.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from jiceng.kernel.ballot import OVERALL, Counted, Evaluation
from jiceng.kernel.ballot.view import View, published
from jiceng.services.ballot.shown import Figures, figures

Votes = tuple[int, ...]
Shown = Callable[[Evaluation, Mapping[str, Counted]], Hashable]


def outcomes(papers: int, options: int) -> Iterator[Votes]:
    """Every way in which so many papers may have voted."""
    if options == 1:
        yield (papers,)
        return
    for first in range(papers + 1):
        for rest in outcomes(papers - first, options - 1):
            yield (first, *rest)


def counted(votes: Votes, options: Sequence[str]) -> Counted:
    papers = sum(votes)
    return Counted(papers, papers, papers, 0, dict(zip(options, votes, strict=True)))


def view_as_seen(view: View) -> Hashable:
    groups = []
    for one in view.groups:
        columns = tuple(
            (item, None if told.counts is None else tuple(told.counts.items()), told.most)
            for item, told in one.columns.items()
        )
        groups.append((one.name, one.issued, one.returned, one.valid, one.invalid, columns))
    return (view.mode, tuple(groups))


def shown_in_public(rule: Evaluation, counts: Mapping[str, Counted]) -> Hashable:
    """The view, and what everything else makes of a ballot: page, list, API, trace, returns for who is not above."""
    told: Figures = figures(rule, counts, "public")
    return view_as_seen(published(rule, counts, "public")), told


def certain(
    rule: Evaluation, sizes: Mapping[str, int], shown: Shown = shown_in_public
) -> list[tuple[Any, ...]]:
    """(what is shown, the voter's class, their vote, the class of who is found out, what those said), every case."""
    names, options = list(sizes), rule.options
    possible: dict[Hashable, dict[tuple[int, int, int], set[int]]] = {}
    for world in product(*(list(outcomes(size, len(options))) for size in sizes.values())):
        counts = {name: counted(votes, options) for name, votes in zip(names, world, strict=True)}
        seen = possible.setdefault(shown(rule, counts), {})
        for own, votes in enumerate(world):
            for said, number in enumerate(votes):
                if not number:
                    continue
                for about, theirs in enumerate(world):
                    into = seen.setdefault((own, said, about), set())
                    into |= {
                        option
                        for option, many in enumerate(theirs)
                        if many > (own == about and option == said)
                    }
    return [
        (shown_as, names[own], options[said], names[about], options[next(iter(values))])
        for shown_as, seen in possible.items()
        for (own, said, about), values in seen.items()
        if len(values) == 1
    ]


def pairs(most: int) -> list[dict[str, int]]:
    """Two classes of one to so many papers each."""
    return [{"党员": one, "群众": other} for one in range(1, most + 1) for other in range(1, one + 1)]


__all__ = ["OVERALL", "certain", "counted", "outcomes", "pairs", "shown_in_public", "view_as_seen"]
