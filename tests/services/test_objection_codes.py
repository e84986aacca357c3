"""Codes that people copy by hand: short, easily read back, and a slip of the pen is noticed."""

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from jiceng.services.objection import codes

KEYS = st.text(min_size=1, max_size=30)


@given(KEYS)
def test_a_code_is_seventeen_easy_characters_and_reads_back_however_it_is_typed(key):
    code = codes.code_for(key)

    assert len(code) == 17
    assert set(code) <= set(codes.LETTERS)
    for typed in (
        code,
        code.lower(),
        codes.shown(code),
        f" {code} ",
        code.replace("0", "o").replace("1", "l"),
    ):
        assert codes.read(typed) == code


@given(KEYS, st.integers(0, 16), st.integers(1, 31))
def test_one_wrong_character_is_always_noticed(key, at, off):
    code = codes.code_for(key)
    wrong = codes.LETTERS[(codes.LETTERS.index(code[at]) + off) % 32]

    assert codes.read(code[:at] + wrong + code[at + 1 :]) is None


@given(KEYS, st.integers(0, 15))
def test_two_neighbours_changed_about_are_always_noticed(key, at):
    code = codes.code_for(key)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    assert swapped == code or codes.read(swapped) is None


@given(st.text(max_size=100))
def test_whatever_is_typed_as_a_code_is_read_or_not(text):
    found = codes.read(text)

    assert found is None or codes.read(codes.shown(found)) == found


def test_a_code_follows_from_its_form_and_from_this_installation_only():
    code = codes.code_for("form")

    assert codes.code_for("form") == code != codes.code_for("form2")
    with override_settings(SECRET_KEY="another installation"):
        assert codes.code_for("form") != code
