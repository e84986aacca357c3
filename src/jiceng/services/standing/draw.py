"""Spot checks, as a step awaits them: drawn, and every drawn organisation looked at."""

from collections.abc import Iterator

from jiceng.kernel.procedure import Sample
from jiceng.kernel.refusal import Refusal
from jiceng.services.standing.gaps import Asked, Gap, reads


@reads(Sample)
def draws(asked: Asked) -> Iterator[Gap]:
    for place in asked.places("county"):
        waiting = asked.facts.draws.get(asked.key)
        if waiting is None:
            yield Gap(place, Refusal("procedure.draw-missing", name=asked.name))
        elif waiting:
            yield Gap(place, Refusal("procedure.draw-open", name=asked.name, count=waiting))
