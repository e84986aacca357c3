"""What no desk asks for, and happens."""

import pytest

from jiceng.kernel.consequence import Use
from jiceng.kernel.duty import Record
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.language import WORDS
from jiceng.rehearsal.occasions import BY_EVENT, FEW, TWICE, Occasions, is_voluntary, leads_on, order
from tests.rehearsal.pages import form

FINDING = (
    '<select name="flag"><option value="">—</option><option>失信</option><option>保护伞</option></select>'
)


def test_a_finding_is_made_of_two_organisations_and_never_twice_of_one():
    occasions = Occasions([])

    for holder in ("1", "2"):
        assert ("flag", "失信") in list(occasions.choices(form(FINDING, "flag.record", holder)))
        occasions.note(form(FINDING, "flag.record", holder), "失信")
        assert ("flag", "失信") not in list(occasions.choices(form(FINDING, "flag.record", holder)))

    assert list(occasions.choices(form(FINDING, "flag.record", "3"))) == [("flag", "保护伞")]


def test_findings_stay_with_a_few_organisations_unless_it_can_be_made_of_none_of_them():
    occasions = Occasions([])
    for holder in range(FEW):
        occasions.note(form(FINDING, "flag.record", str(holder)), "失信" if holder < TWICE else "其他")
    another = form(FINDING, "flag.record", "another")

    assert list(occasions.choices(another)) == []
    assert list(occasions.choices(form(FINDING, "flag.record", str(TWICE)))) == [("flag", "保护伞")]

    occasions.walks = 2

    assert list(occasions.choices(another)) == [("flag", "保护伞")]


def test_what_happens_by_a_mechanism_happens_once_whoever_it_concerns():
    occasions = Occasions([])
    occasions.note(form("", "use.grant", "1"), "planted/meeting")

    assert list(occasions.choices(form("", "use.grant", "2"))) == []
    assert list(occasions.choices(form("", "link.pair", "2"))) == [("", "planted/meeting")]


def test_the_work_of_a_desk_waits_for_no_occasion():
    assert not Occasions([]).concerns(form("", "record.write"))
    assert Occasions([]).concerns(form("", "flag.record"))


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("http://testserver/campaigns/1/findings/", True),
        ("http://testserver/campaigns/1/findings/list.csv", False),
        ("http://testserver/account/", False),
    ],
)
def test_a_walk_keeps_to_the_pages_where_such_things_are_done(address, leads):
    assert leads_on(address) is leads


def test_a_walk_looks_first_at_what_stands_once():
    addresses = ["/organisations/1/", "/organisations/1/findings/", "/campaigns/1/ledger/"]

    assert sorted(addresses, key=order) == [*reversed(addresses)]


def test_every_word_that_an_occasion_serves_has_a_way_of_being_done():
    assert {word for words in BY_EVENT.values() for word in words} <= set(WORDS.values())


@pytest.mark.parametrize(
    ("rule", "voluntary"),
    [
        (Record(by="secretary"), False),
        (Record(by="secretary", at_least=None), True),
        (Record(by="secretary", firmness=Firmness.ABOUT), True),
        (Use(grades=("好",), what="优先", kind="priority"), True),
    ],
)
def test_what_a_document_only_allows_need_not_be_asked_for(rule, voluntary):
    assert is_voluntary(rule) is voluntary
