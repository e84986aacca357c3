"""The drawing of steps: the same for the same steps, readable by who cannot see it, and drawn by no inline style."""

from xml.etree import ElementTree

import pytest

from jiceng import packs
from jiceng.kernel.procedure import Step, Steps
from jiceng.reports.diagram import diagram
from tests.campaigns import WITH_STEPS

SVG = "{http://www.w3.org/2000/svg}"


def steps_of(pack):
    return next(one.rule for one in packs.load(pack).mechanisms.values() if isinstance(one.rule, Steps))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack", WITH_STEPS)
def test_every_pack_draws_its_steps(pack, lang):
    steps = steps_of(pack)

    drawn = diagram(steps, lang, at=steps.keys()[1])

    tree = ElementTree.fromstring(drawn)
    boxes = tree.findall(f".//{SVG}rect")
    assert len(boxes) == len(steps.steps)
    assert [box.get("class") for box in boxes].count("step here") == 1
    assert len(tree.findall(f".//{SVG}path[@class='back']")) == sum(len(one.back_to) for one in steps.steps)
    told = tree.find(f"{SVG}desc").text
    assert all(one.name in told for one in steps.steps)
    assert "style=" not in drawn
    assert drawn == diagram(steps, lang, at=steps.keys()[1])


def test_nothing_is_drawn_outside_the_picture():
    for pack in WITH_STEPS:
        tree = ElementTree.fromstring(diagram(steps_of(pack)))
        width, height = float(tree.get("width")), float(tree.get("height"))
        for box in tree.findall(f".//{SVG}rect"):
            assert float(box.get("x")) + float(box.get("width")) <= width
        for text in tree.findall(f".//{SVG}text"):
            assert 0 < float(text.get("y")) < height


def test_a_name_is_only_a_name():
    steps = Steps(steps=(Step(key="a", name="<script>&", actor="secretary"),))

    assert "<script>" not in diagram(steps)
    assert ElementTree.fromstring(diagram(steps)) is not None
