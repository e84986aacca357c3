"""Which rules speak in the explanation of a grade, so that a page can say whose work it shows."""

from types import SimpleNamespace

import pytest

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.sheet import Adopted
from jiceng.web.explain import Told, explained_by

FORCED = Consequence(flag="失信", grade="较差", effect="forced")
LIMITED = Consequence(flag="失信", grade="较好", effect="at-most", name="失信封顶")
GATE = Gate(grades=("好",), measure="满意度")
ADOPTED = Adopted(rating="星级", map={"五星": "好"})
RULES = {"forced": FORCED, "limited": LIMITED, "gate": GATE, "adopted": ADOPTED}


@pytest.mark.parametrize(
    ("code", "name", "keys"),
    [
        ("consequence.forced", "失信", ["forced"]),
        ("consequence.at-most", "失信封顶", ["limited"]),
        ("consequence.at-most", "失信", []),
        ("gate.shut", "满意度", ["gate"]),
        ("gate.unknown", "满意度", ["gate"]),
        ("gate.not-asked", "满意度", []),
        ("grade.adopted", "星级", ["adopted"]),
        ("consequence.shown", "", []),
    ],
)
def test_only_the_rule_that_says_a_sentence_speaks_in_it(code, name, keys):
    campaign = SimpleNamespace(rules=RULES, adoption=SimpleNamespace(pack="planted"))
    explanation = Told("", None, "", parts=[Told("", None, "", code=code, name=name)])

    assert explained_by(campaign, None, explanation) == [f"planted/{key}" for key in keys]
