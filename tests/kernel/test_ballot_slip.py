"""Slips: one wrong character is noticed, two parts never read as one, and the root is that of RFC 9162."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.kernel.ballot.slip import (
    ALPHABET,
    LENGTH,
    check_letter,
    digest,
    merkle_root,
    read_code,
    slips_for,
    stub,
    stub_root,
)
from jiceng.kernel.refusal import Refusal

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(CODES, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, at, letter):
    whole = code + check_letter(code)
    typed = whole[:at] + letter + whole[at + 1 :]

    if typed == whole:
        assert read_code(typed) == code
    else:
        with pytest.raises(Refusal, match="code-unreadable"):
            read_code(typed)


def test_a_code_is_read_however_it_is_typed():
    code = "01AB23CD45EF67GH"
    whole = code + check_letter(code)

    typed = "-".join(whole[at : at + 4] for at in range(0, 17, 4)).lower().replace("0", "o").replace("1", "l")

    assert read_code(f" {typed} ") == code


@pytest.mark.parametrize("typed", ["", "0" * 16, "0" * 18, "U" * 17, "你" * 17])
def test_what_is_no_code_says_how_long_one_is(typed):
    with pytest.raises(Refusal) as refused:
        read_code(typed)

    assert refused.value.facts == {"length": 17}


def test_no_two_lists_of_parts_read_alike():
    assert digest("a", "bc") != digest("ab", "c") != digest("a", "b", "c")


def test_a_stub_says_ballot_and_class():
    code = "0" * LENGTH

    assert len({stub("a", "党员", code), stub("b", "党员", code), stub("a", "群众", code)}) == 3


def tree(leaves):
    """RFC 9162, 2.1.1, word for word: split at the largest power of two smaller than the number of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree(leaves[:half]) + tree(leaves[half:])).digest()


@pytest.mark.parametrize("number", range(34))
def test_the_root_is_that_of_the_standard(number):
    leaves = [bytes([at]) for at in range(number)]

    assert merkle_root(leaves) == tree(leaves).hex()


def test_the_root_of_stubs_does_not_know_their_order():
    stubs = [stub("e", "党员", letter * LENGTH) for letter in ALPHABET]

    assert stub_root(stubs) == stub_root(stubs[::-1]) != stub_root(stubs[1:])


@pytest.mark.parametrize(("size", "slips"), [(0, 0), (1, 2), (9, 10), (10, 11), (11, 13), (200, 220)])
def test_a_class_gets_a_tenth_more_slips_rounded_up(size, slips):
    assert slips_for(size) == slips
