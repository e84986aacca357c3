"""People who refuse, who write the wrong thing, who do not come."""

from datetime import date
from types import SimpleNamespace

import pytest

from jiceng.rehearsal.page import DeskLine
from jiceng.rehearsal.play import Play
from jiceng.rehearsal.robot import Robot
from tests.rehearsal.conftest import START
from tests.rehearsal.pages import page

FORMS = (
    '<form method="post" data-act="item.send-back" data-mechanism="planted/ledger" action="/back/">'
    '<input name="reason" required></form>'
    '<form method="post" data-act="item.close" data-mechanism="planted/ledger" action="/close/">'
    '<input name="count" inputmode="numeric" required><button class="btn btn-primary">销号</button></form>'
)
LINE = DeskLine("desk.close", "item:7", "planted/ledger", True, "", 1, "", "/items/7/", "")


class Browser:
    """Takes everything, or refuses what is no number where it is strict; remembers what was sent."""

    def __init__(self, strict=True):
        self.strict, self.sent = strict, []

    def get(self, address, **kwargs):
        return SimpleNamespace(
            status_code=200,
            headers={"Content-Type": "text/html"},
            streaming=False,
            content=page(FORMS).content,
        )

    def post(self, address, data, **kwargs):
        self.sent.append((address, data))
        wrong = self.strict and not all(value.isdigit() for value in data.get("count", ()))
        answer = self.get(address)
        answer.status_code = 422 if wrong else 200
        return answer


def robot(temperament, strict=True):
    account = SimpleNamespace(username="a", place="", role="", name="甲")
    return Robot(account, "1", lambda holder: 0, temperament, client=Browser(strict), on=date(2027, 3, 1))


def addresses(person):
    return [address for address, _ in person.client.sent]


def test_who_refuses_sends_back_once_and_then_goes_on():
    person = robot("refuses")

    person.work(LINE)
    person.work(LINE)

    assert addresses(person) == ["/back/", "/close/", "/close/"]


def test_others_send_nothing_back():
    person = robot("diligent")

    person.work(LINE)

    assert addresses(person) == ["/close/"]


@pytest.mark.parametrize(("strict", "kinds"), [(True, []), (False, ["wrong-taken"])])
def test_words_for_a_number_are_tried_once_and_found_where_they_are_taken(strict, kinds):
    person = robot("wrong", strict)
    play = Play([], START)

    for sent in (*person.work(LINE), *person.work(LINE)):
        play._note(person, LINE.identity, sent)

    counts = [data["count"] for _, data in person.client.sent]
    assert [count == ["写错了"] for count in counts] == [True, False, False]
    assert [finding.kind for finding in play.played.findings] == kinds
    assert all(deed.taken and deed.pressed == "销号" for deed in play.played.deeds)


def test_some_secretaries_never_come_and_everybody_else_does():
    play = Play([], START)
    people = [
        SimpleNamespace(role=role, username=f"{role}{at}")
        for role in ("secretary", "county-officer")
        for at in range(60)
    ]

    absent = [person.role for person in people if play._is_absent(person)]

    assert set(absent) == {"secretary"}
    assert 5 < len(absent) < 40
