"""What people type, paste and hand in, as it is meant."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.written import name, narrow, number, people, plain, same_name, whole

TYPED = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(TYPED)
def test_what_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)
    assert narrow(narrow(text)) == narrow(text)


@given(st.text("甲乙 ab12\n", max_size=20), st.sampled_from("\u200b\u202a\u202c\u200e\ufeff\x07\xad"))
def test_a_mark_that_nobody_sees_changes_nothing(text, mark):
    marked = mark.join(text)

    assert plain(marked) == plain(text)
    assert name(marked) == name(text)
    assert same_name(marked) == same_name(text)


@given(TYPED)
def test_every_text_is_a_number_or_none(text):
    read = number(text)

    assert read is None or read.is_finite()


@pytest.mark.parametrize("text", ["1_0", "1e1", "NaN", "Infinity", "²", "①", "1,00", "--1", "", " "])
def test_what_no_form_means_by_a_number_is_none(text):
    assert number(text) is None
    assert whole(text) is None


def test_full_width_digits_are_digits():
    assert number("－３．５") == Decimal("-3.5")
    assert whole("１６４") == 164


def test_a_person_with_a_blank_is_one_and_two_of_one_name_are_two():
    assert len(people("案　例")) == 1
    assert len(people("案例甲、案例甲")) == 2
    assert people("欧阳 明、李　四") == ["欧阳明", "李四"]
