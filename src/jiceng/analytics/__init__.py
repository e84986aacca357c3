"""Whole provinces at a time: the same schemes as the kernel, compiled for columns. An extra: nothing else needs it.

sheet    compile a form, grade columns
quota    counts against quotas for every committee at once
tree     running sums over organisations in tree order
engine   one case of a pack through the columns, for the tests of "one meaning, two engines"
"""

try:
    import numpy as _numpy  # noqa: F401
except ImportError as missing:
    raise ImportError(
        'Bulk grading needs NumPy, which is not installed. Install it with: pip install "jiceng[analytics]"'
    ) from missing
