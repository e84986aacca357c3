"""Every case of every pack, on every engine, and again with its rule taken out."""

import pytest

from jiceng.analytics.engine import judge_case
from jiceng.packs import Case, Pack, cases, load, names

CASES = [
    pytest.param(load(name), case, id=f"{name}/{case.mechanism}-{case.number}")
    for name in names()
    for case in load(name).cases
]
SCORED = [param for param in CASES if cases.judged_by_engine(param.values[1])]


@pytest.mark.parametrize(("pack", "case"), CASES)
def test_case_holds(pack: Pack, case: Case):
    outcome = cases.run(pack, case)

    assert outcome.passed, outcome.got


@pytest.mark.parametrize(("pack", "case"), SCORED)
def test_case_holds_on_columns(pack: Pack, case: Case):
    outcome = cases.run(pack, case, engine=judge_case)

    assert outcome.passed, outcome.got


@pytest.mark.parametrize("name", names())
def test_every_mechanism_has_a_case_that_fails_without_it(name):
    pack = load(name)

    noticed = {case.mechanism for case in pack.cases if cases.notices_removal(pack, case)}

    assert noticed == set(pack.mechanisms)
