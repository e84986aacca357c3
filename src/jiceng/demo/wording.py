"""What people of the demonstration wrote: invented, a few variants of each, drawn by lot."""

import random
from collections.abc import Mapping, Sequence
from functools import cache

from jiceng.demo.county import read

# The wall a notice also hangs on, by the kind of organisation.
PLACES = {
    "village": "村委会门前村务公开栏",
    "community": "社区居委会公开栏",
    "organ-institution": "单位一楼公示栏",
    "non-public-firm": "厂区大门公告栏",
}


@cache
def said() -> Mapping[tuple[str, str], Sequence[str]]:
    """(mechanism, part) -> its variants."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read("said.csv"):
        at = row["key"], row["part"]
        found[at] = (*found.get(at, ()), row["text"])
    return found


def one_of(key: str, part: str, rng: random.Random) -> str:
    return rng.choice(said()[key, part])


def parts(key: str, rng: random.Random) -> dict[str, str]:
    """One variant of every part that a mechanism's texts speak of."""
    return {part: rng.choice(texts) for (mechanism, part), texts in said().items() if mechanism == key}
