"""Every code has a sentence in both languages, saying the same facts; every sentence has a code that uses it."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

from jiceng import phrases

SRC = Path(__file__).parents[2] / "src" / "jiceng"
CODE = re.compile(r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$")
CODE_LIKE = re.compile(r"^[a-z]+(\.[a-z0-9-]+)+$")
# Who takes a code: Refusal(code), Step(code), Worth(points, code), Remark(level, key, code), Finding(..., code, facts).
SPEAKERS = {"Refusal": 0, "Step": 0, "Worth": 1, "Remark": 2, "Finding": 3}


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def literals(node):
    """Codes in a node: a text, or either side of `a if b else c`."""
    return [
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and CODE.match(str(one.value))
    ]


@cache
def modules():
    """Every module beside the phrases, parsed once."""
    return [
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SRC.rglob("*.py"))
        if "phrases" not in path.parts
    ]


def spoken():
    """code -> where it is used, read from the source."""
    found = {}
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                at = SPEAKERS.get(name)
                if at is not None and len(node.args) > at:
                    found |= dict.fromkeys(literals(node.args[at]), f"{path.name}:{node.lineno}")
                for keyword in node.keywords:
                    if keyword.arg == "code":
                        found |= dict.fromkeys(literals(keyword.value), f"{path.name}:{node.lineno}")
    return found


def used():
    """One pattern for every text and every f-string in the source that could be a code."""
    patterns = set()
    for _path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE_LIKE.match(node.value):
                patterns.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                told = [str(one.value) for one in node.values if isinstance(one, ast.Constant)]
                # An f-string says something about a code only if letters of it, and nothing else, stand there.
                if all(re.fullmatch(r"[a-z.-]+", one) for one in told) and re.search(
                    "[a-z]{3}", "".join(told)
                ):
                    parts = (
                        re.escape(one.value) if isinstance(one, ast.Constant) else ".+" for one in node.values
                    )
                    patterns.add("".join(parts))
    return re.compile("|".join(f"(?:{one})" for one in sorted(patterns)))


def test_every_code_has_its_sentences():
    said = spoken()

    assert len(said) > 500
    assert {code: place for code, place in said.items() if code not in phrases.SENTENCES} == {}


def test_both_languages_say_the_same_facts():
    wrong = {
        code: pair
        for code, pair in phrases.SENTENCES.items()
        if not all(pair) or fields(pair[0]) != fields(pair[1])
    }

    assert wrong == {}


def test_no_sentence_is_left_without_a_code():
    codes = used()

    assert not codes.fullmatch("register.nobody-says-this")
    assert [code for code in phrases.SENTENCES if not codes.fullmatch(code)] == []


def test_sentences_are_in_their_language():
    """English may name a Chinese form or column, but is not Chinese; Chinese is not English left over."""
    wrong = []
    for code, pair in phrases.SENTENCES.items():
        zh, en = (re.sub(r"\{.*?\}", "", text) for text in pair)
        chinese, latin = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2}")
        if (latin.search(zh) and not chinese.search(zh)) or len(chinese.findall(en)) > len(latin.findall(en)):
            wrong.append(code)

    assert wrong == []


def test_refusals_and_steps_are_said_with_their_facts():
    from decimal import Decimal

    said = phrases.sentence(
        "sheet.too-many-decimals", {"item": "其他", "value": Decimal("1.250"), "decimals": 2}, "en"
    )

    assert said == "“其他” holds 1.25; this sheet allows 2 decimal places. Rewrite it."


# How many there are; a sentence in English says it so that one reads as well as five: “committees: 1”.
COUNTED = "count|committees|organisations|begun|people|reminders|records|objections|rows|items"
NUMBERED = re.compile(
    rf"\{{(?:{COUNTED})\}} (?:(?!more |of )[a-z]+ )??[a-z]+s\b|\{{(?:{COUNTED})\}} (?:are|have|were) "
)


def test_no_english_sentence_needs_another_number_than_it_is_given():
    wrong = {code: pair[1] for code, pair in phrases.SENTENCES.items() if NUMBERED.search(pair[1])}

    assert NUMBERED.search("in {committees} committees")
    assert NUMBERED.search("{count} objections are open")
    assert wrong == {}
