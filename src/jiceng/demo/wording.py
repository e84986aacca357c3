"""What people of the demonstration wrote: invented, a few variants of each, drawn by lot."""

import random
from collections.abc import Mapping, Sequence
from functools import cache

from jiceng.demo.county import read

# The wall a notice also hangs on, by the kind of organisation. Everybody may read notices, also those of real villages:
# each says where it hangs, and so that it is of a demonstration.
PLACES = {
    "village": "村委会门前村务公开栏（演示）",
    "community": "社区居委会公开栏（演示）",
    "organ-institution": "单位一楼公示栏（演示）",
    "non-public-firm": "厂区大门公告栏（演示）",
}
ROOMS = {
    "village": "村委会会议室",
    "community": "社区活动室",
    "organ-institution": "单位会议室",
    "non-public-firm": "职工活动室",
}


@cache
def said() -> Mapping[tuple[str, str], Sequence[str]]:
    """(mechanism, part) -> its variants."""
    variants: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read("said.csv"):
        at = row["key"], row["part"]
        variants[at] = (*variants.get(at, ()), row["text"])
    return variants


def one_of(key: str, part: str, rng: random.Random) -> str:
    return rng.choice(said()[key, part])


def parts(key: str, rng: random.Random) -> dict[str, str]:
    """One variant of every part that a mechanism's texts speak of."""
    return {part: rng.choice(texts) for (mechanism, part), texts in said().items() if mechanism == key}
