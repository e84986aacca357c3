"""The delegate's browser opens a thousand papers in a second (ballot.md 1.7-4); node stands for the browser."""

import pytest

from tests.web.ballot.scripts import Node

pytestmark = pytest.mark.once


def test_a_thousand_papers_are_opened_and_taken_apart_in_a_second(figures):
    """Of the processor's time: the clock's depends on what else the machine does."""
    node = Node()

    times = {questions: node.count("time", 1000, questions, 5) for questions in (1, 6, 21)}
    node.end()

    for questions, (clock, processor) in times.items():
        figures(
            f"count.js: 1,000 papers of {questions} questions: {clock} ms, {processor} ms of the processor"
        )
    assert times[6][1] < 1000
