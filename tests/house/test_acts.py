"""Every form that sends something says which event it is for, so that a rehearsal and the burden meter can know."""

import re

import pytest

from jiceng.kernel.language import WORDS
from tests.house.project import ROOT

TEMPLATES = ROOT / "src" / "jiceng" / "web" / "templates"
FORM = re.compile(r"<form\b(?:{%.*?%}|[^>])*>", re.DOTALL)
# The booth knows nobody and is no work of an account; it has a page of its own kind (docs/decisions/0041).
ELSEWHERE = {"booth.html"}


def forms_without_an_event(text):
    sending = [form for form in FORM.findall(text) if 'method="post"' in form]
    return [form for form in sending if "{% act " not in form]


@pytest.mark.parametrize("folder", ["pages", "components", "."])
def test_every_form_that_sends_names_its_event(folder):
    templates = [path for path in (TEMPLATES / folder).glob("*.html") if path.name not in ELSEWHERE]

    wrong = {path.name: forms_without_an_event(path.read_text(encoding="utf-8")) for path in templates}

    assert {name: forms for name, forms in wrong.items() if forms} == {}


def test_a_form_without_an_event_is_noticed():
    """The negative control."""
    assert forms_without_an_event('<form class="a" method="post" action="{% url \'x\' a>b %}">') != []
    assert forms_without_an_event('<form {% act "x.y" %} method="post">') == []


# What a tag says it is about, where it names a word instead of a key.
WORD = re.compile(r'{% (?:act "[a-z.-]+"|applied|follow)[^%"]*"([^"]+)"')


def test_a_word_that_a_template_names_is_one():
    named = {
        (path.name, word)
        for path in TEMPLATES.rglob("*.html")
        for word in WORD.findall(path.read_text(encoding="utf-8"))
    }

    assert ("grading.html", "sheet.decision") in named
    assert {(name, word) for name, word in named if word not in WORDS} == set()
