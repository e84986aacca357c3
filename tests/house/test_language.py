"""A word of the pack language answers in one place of each layer, and none is forgotten."""

import pytest

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.language import WORDS, in_order
from jiceng.kernel.procedure import Steps
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet import (
    Adopted,
    Bands,
    ClassSheet,
    Decision,
    Explanations,
    Quota,
    Scorers,
    SelfAssessment,
)
from jiceng.kernel.word import Rule, word
from jiceng.packs.words import CHECKS, EXAMPLES
from jiceng.reports.ways import PAGES
from jiceng.services.standing.gaps import READERS

# Their cases are run together, through the scheme.
GRADED = {
    Objects, Bands, ClassSheet, Scorers, SelfAssessment, Decision, Quota, Explanations, Adopted, Consequence, Gate,
}  # fmt: skip
# Said by no reader: a committee's step stands on the desk by itself.
BY_ITSELF = {Steps}


def test_every_word_is_there_once_with_what_people_call_it():
    assert sorted(in_order()) == sorted(WORDS)
    assert [name for name, rule in WORDS.items() if not (rule.word.zh and rule.word.en)] == []
    assert len({rule.word.zh for rule in WORDS.values()}) == len(WORDS)


def test_every_word_can_be_exemplified():
    assert EXAMPLES.keys() | GRADED == set(WORDS.values())
    assert EXAMPLES.keys().isdisjoint(GRADED)


def test_what_is_asked_of_somebody_is_read_and_has_a_page():
    asked = {rule for rule in WORDS.values() if rule.word.how == "asked"} - BY_ITSELF
    done = {rule for rule in WORDS.values() if rule.word.how == "done"}

    assert READERS.keys() == asked | done
    assert PAGES.keys() == asked | done


def test_nothing_is_registered_that_is_no_word():
    assert set(WORDS.values()) >= CHECKS.keys() | EXAMPLES.keys() | READERS.keys() | PAGES.keys()


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match=r"duty\.record is Record already"):
        word("duty.record", "记录", "record")(Rule)
