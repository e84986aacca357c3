"""B-10 over every page, file and answer: the other cases of tests/web/test_shown_alike.py, and its negative control."""

import pytest

from tests.web.test_shown_alike import NEARLY_UNANIMOUS, TOO_FEW, differing, held_twice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", [NEARLY_UNANIMOUS, TOO_FEW], ids=["nearly unanimous", "too few altogether"])
def test_what_the_view_does_not_tell_apart_looks_the_same_everywhere(client, figures, case):
    told = held_twice(client, *case)

    figures(
        f"B-10: {len(differing(told))} of {len(told[0])} pages, files and answers tell two outcomes apart"
    )
    assert differing(told) == []


def test_without_the_rule_pages_and_files_differ(client, monkeypatch):
    """The negative control: no smallest number."""
    monkeypatch.setattr("jiceng.kernel.ballot.view.mode_of", lambda *given: "classes")

    told = held_twice(client, *TOO_FEW)

    names = {one[0].split("/")[1] if isinstance(one, tuple) else one for one in differing(told)}
    assert {"v", "api", "subjects", "board.json"} <= names
    assert any("tally.pdf" in str(one) for one in differing(told))
    assert any("tally.xlsx" in str(one) for one in differing(told))
