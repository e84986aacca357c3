"""Tree order and running sums against walking the tree."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.analytics.tree import preorder, roll_up


@st.composite
def trees(draw):
    """Parents of a random forest, rows shuffled."""
    size = draw(st.integers(1, 30))
    parent = [-1] + [draw(st.integers(-1, at - 1)) for at in range(1, size)]
    names = draw(st.permutations(range(size)))
    shuffled = [-1] * size
    for at, above in enumerate(parent):
        shuffled[names[at]] = -1 if above < 0 else names[above]
    return shuffled


def below(parent, top):
    """A row and everything under it."""
    found, grown = {top}, True
    while grown:
        more = {row for row, above in enumerate(parent) if above in found} - found
        found, grown = found | more, bool(more)
    return found


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parent=trees(), data=st.data())
def test_a_span_of_positions_is_a_subtree_and_its_counts_are_two_running_sums(engine, parent, data):
    order = preorder(parent)
    node = data.draw(st.lists(st.integers(0, len(parent) - 1), max_size=40))
    place = data.draw(st.lists(st.integers(0, 3), min_size=len(node), max_size=len(node)))

    counts = roll_up(node, place, 4, order.end, engine=engine)

    for position, row in enumerate(order.order.tolist()):
        span = order.order[position : order.end[position]].tolist()
        assert set(span) == below(parent, row)
        own = [place[at] for at, where in enumerate(node) if position <= where < order.end[position]]
        assert counts[position].tolist() == np.bincount(own, minlength=4).tolist()


@pytest.mark.parametrize(
    ("parent", "why"), [([1, 0], "circle"), ([-1, 5], "row number"), ([-2], "row number")]
)
def test_what_is_no_tree_is_refused(parent, why):
    with pytest.raises(ValueError, match=why):
        preorder(parent)
