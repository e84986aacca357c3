"""Every field of the pack language stands in the guide, with one sentence in each language."""

import importlib.util
import re
from dataclasses import fields
from pathlib import Path

import pytest

from jiceng.kernel.language import WORDS
from jiceng.packs.fields import sections, unused

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")


def guide():
    spec = importlib.util.spec_from_file_location("guide", ROOT / "scripts" / "guide.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_of_the_guide_are_those_of_the_fields():
    assert guide().stale() == [], "python scripts/guide.py"


@pytest.mark.parametrize("word", WORDS)
def test_every_field_of_a_word_has_its_sentence(word):
    [section] = [one for one in sections() if one.where == word]

    assert [one.name for one in section.fields] == [one.name for one in fields(WORDS[word])]


def test_every_sentence_and_every_value_is_said_in_both_languages():
    for section in sections():
        for one in section.fields:
            for zh, en in ((one.zh, one.en), *one.choices.values()):
                assert CHINESE.search(zh), (section.where, one.name, zh)
                assert en, (section.where, one.name)
                assert not CHINESE.search(en.replace("无", "")), (section.where, one.name, en)


def test_no_sentence_is_left_of_a_field_that_is_gone():
    assert unused() == []
