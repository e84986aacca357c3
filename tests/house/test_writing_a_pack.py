"""The guide for authors of packs is followed word for word: its blocks, put into files, are a pack without a fault."""

import re
from pathlib import Path

import pytest

from jiceng import phrases
from jiceng.kernel.language import WORDS
from jiceng.packs import cases, lint, load

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ["writing-a-pack.md", "writing-a-pack.en.md"]
BLOCK = re.compile(r"```yaml file=(\S+)\n(.*?)```", re.DOTALL)


def blocks(guide):
    return BLOCK.findall((DOCS / guide).read_text(encoding="utf-8"))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_pack_of_the_guide_has_nothing_wrong(tmp_path, guide):
    for name, text in blocks(guide):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    found = lint.check_path(str(tmp_path / "my-town-2026"))

    assert [phrases.sentence(one.code, one.facts) for one in found] == []


def test_the_first_step_of_the_guide_already_works(tmp_path):
    name, text = blocks(GUIDES[0])[0]
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(text, encoding="utf-8")

    pack = load(str(tmp_path / "my-town-2026"))

    assert all(cases.run(pack, case).passed for case in pack.cases)
    assert [one for one in lint.check_path(str(tmp_path / "my-town-2026")) if one.level == "error"] == []


def test_both_languages_show_the_same_pack():
    chinese, english = (blocks(guide) for guide in GUIDES)

    assert chinese == english


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_every_word_and_every_shape(guide):
    from jiceng.kernel.sheet import SHAPES

    text = (DOCS / guide).read_text(encoding="utf-8")

    assert [word for word in (*WORDS, *SHAPES) if f"`{word}`" not in text] == []
