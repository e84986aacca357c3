"""Which engine adds up: numba's loops when numba is installed, NumPy otherwise. Their answers are equal."""

import importlib.util
from types import ModuleType

from numpy.typing import ArrayLike

from jiceng.analytics.ops import Ints, whole_numbers


def choose(name: str = "") -> ModuleType:
    """`numba`, `numpy`, or empty for the faster one that is installed. Raises ImportError saying what to install."""
    from jiceng.analytics import vector

    if name not in ("", "numba", "numpy"):
        raise ValueError(f"There is no engine {name!r}; use numba or numpy.")
    if name == "numpy":
        return vector
    if importlib.util.find_spec("numba") is None:
        if name:
            raise ImportError(
                'The numba engine needs numba. Install it with: pip install "jiceng[analytics]"'
            )
        return vector
    from jiceng.analytics import loops

    return loops


def tally(group: ArrayLike, place: ArrayLike, groups: int, grades: int, engine: str = "") -> Ints:
    """How many of each group have each grade: one row a group. Raises ValueError for a number out of range."""
    where, what = whole_numbers(group), whole_numbers(place)
    if len(where) != len(what):
        raise ValueError(f"{len(where)} groups for {len(what)} grades; give one of each a row.")
    for name, numbers, most in (("group", where, groups), ("grade", what, grades)):
        if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < most:
            raise ValueError(f"A {name} lies outside 0 to {most - 1}.")
    counts: Ints = choose(engine).tally(where, what, groups, grades)
    return counts
