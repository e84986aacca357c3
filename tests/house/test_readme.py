"""What the README counts is what the command counts."""

from collections import Counter

import pytest

from jiceng.packs import coverage
from tests.house.project import ROOT

SENTENCES = {
    "README.md": "Of 308 rows, {runs} run, {partly} run partly, {modelled} are modelled only.",
    "README.zh-CN.md": "308条中，能运行的{runs}条，部分能运行的{partly}条，只有规则和用例的{modelled}条。",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_the_readme_counts_what_coverage_counts(name):
    counted = Counter(row.state for row in coverage.rows())

    sentence = SENTENCES[name].format(**{state: counted[state] for state in ("runs", "partly", "modelled")})

    assert sentence in (ROOT / name).read_text(encoding="utf-8")
