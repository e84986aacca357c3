"""Which engine adds up: numba's loops when numba is installed, NumPy otherwise. Their answers are equal."""

import importlib.util
from types import ModuleType


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
