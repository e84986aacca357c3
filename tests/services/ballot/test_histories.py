"""Whatever order things happen in: 发出 ≥ 收回 = 有效 + 无效, by class (B-13)."""

import pytest

from tests.histories import HISTORIES, SIZES, Papers, run, without_rules
from tests.meeting import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_no_history_breaks_what_paper_must_keep():
    run(Papers, HISTORIES)


def too_many(first: str) -> Papers:
    """One history by hand: a slip of each class handed out, two papers of one class in the box."""
    Papers.made = Meeting(sizes=SIZES).to("opening")
    one = Papers()
    one.meet({0, 3}, False, [])
    one.open()
    one.vote(first, ["满意", "满意"], False)
    one.close()
    one.count("")
    return one


def test_more_papers_than_slips_handed_out_are_never_a_count():
    assert too_many("党员").state == "closed"


def test_without_the_rules_the_same_history_breaks_it(monkeypatch):
    """The negative control: nobody holds returned against issued or the board against the papers."""
    without_rules(monkeypatch)
    history = too_many("党员")

    assert history.state == "counted"
    with pytest.raises(AssertionError, match="收回多于发出"):
        history.what_is_counted_adds_up()


def test_without_the_rules_a_row_too_few_would_be_a_count(monkeypatch):
    without_rules(monkeypatch)
    history = too_many("群众代表")
    history.state = "closed"
    history.meeting = Meeting(sizes=SIZES).to("closed")
    history.count("drop")

    with pytest.raises(AssertionError):
        history.what_is_counted_adds_up()
