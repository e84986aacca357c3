"""What is written into the fields of a form, by their kinds."""

from datetime import date

import pytest

from jiceng.rehearsal.filling import Hand, fill
from tests.rehearsal.pages import form

ON = date(2027, 3, 1)


def filled(fields, event="record.write", holder="7", **hand):
    return dict(fill(form(fields, event, holder), Hand(**{"seed": "1", "on": ON, **hand})).data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('<input name="x" value="已有">', "已有"),
        ('<input name="x" type="hidden" value="token">', "token"),
        ('<p data-optional><input name="x"></p>', ""),
        ('<p data-kind="date"><input name="x" type="date"></p>', "2027-03-01"),
        ('<input name="due_on" type="date">', "2027-03-11"),
        ('<input name="due_on" type="date" max="2027-03-05">', "2027-03-05"),
        ('<input name="held_on" type="date" min="2027-04-01">', "2027-04-01"),
        ('<p data-kind="number" data-least="9"><input name="x"></p>', "9"),
        ('<p data-kind="people" data-least="3"><input name="x"></p>', "试行甲、试行乙、试行丙"),
        ('<p data-covers="安全"><input name="x"></p>', "安全"),
        ('<select name="x"><option value="">—</option><option>无</option><option>好</option></select>', "好"),
        ('<p data-covers="乙"><select name="x"><option>甲</option><option>乙</option></select></p>', "乙"),
        ('<select name="x"><option>甲</option><option selected>乙</option></select>', "乙"),
        ('<input name="x" type="radio" value="a"><input name="x" type="radio" value="b" checked>', "b"),
        ('<input name="x" type="checkbox" required>', "on"),
    ],
)
def test_a_field_is_filled_in_as_its_kind_says(field, value):
    data = filled(field)

    assert data == {next(iter(data)): value, "do": "send"}


@pytest.mark.parametrize(
    "field", ['<input name="x" type="checkbox">', '<input name="x" disabled>', "<input>"]
)
def test_what_a_browser_would_not_send_is_not_sent(field):
    assert filled(field) == {"do": "send"}


def test_what_may_be_left_out_is_filled_in_once_a_refusal_asks_for_it():
    field = '<p data-optional><label for="i">原因</label><input id="i" name="x"></p>'

    assert filled(field)["x"] == ""
    assert filled(field, insist=True)["x"].startswith("试运行：原因")


def test_a_text_is_never_longer_than_the_page_allows():
    assert len(filled('<input name="x" maxlength="5">')["x"]) == 5


def test_the_same_is_written_for_the_same_seed_and_something_else_for_another():
    field = '<input name="x">'

    assert filled(field) == filled(field)
    assert len({filled(field, seed=str(seed))["x"] for seed in range(9)}) > 1


def test_the_second_time_another_option_is_chosen():
    field = '<select name="x"><option>甲</option><option>乙</option></select>'

    assert {filled(field, turn=turn)["x"] for turn in (0, 1)} == {"甲", "乙"}


def test_a_text_written_again_or_after_a_refusal_says_something_else():
    field = '<input name="x" required>'
    assert len({filled(field)["x"], filled(field, turn=1)["x"], filled(field, turn=1, again=1)["x"]}) == 3


def test_only_what_a_person_fills_in_is_counted():
    given = '<input type="hidden" name="t" value="1"><input name="a" value="已有">'
    fields = given + '<input name="b"><input type="file" name="c">'

    assert fill(form(fields), Hand("1", ON)).fields == 2


def test_a_picture_is_sent_where_a_file_is_asked_for():
    [(name, file, content)] = fill(form('<input type="file" name="c">'), Hand("1", ON)).files

    assert (name, file, content[:4]) == ("c", "试运行.png", b"\x89PNG")


def test_a_count_adds_up_and_who_does_worse_gets_worse_votes():
    fields = (
        '<table><tr data-size="10">'
        + "".join(
            f'<td><input name="{name}-1"></td>'
            for name in ("issued", "returned", "valid", "invalid", "yes", "middle", "no")
        )
        + "</tr></table>"
    )

    best, worst = (filled(fields, "ballot.count", spread=lambda holder, at=at: at) for at in (0, 3))

    for count in (best, worst):
        assert sum(int(count[f"{name}-1"]) for name in ("yes", "middle", "no")) == int(count["valid-1"]) == 10
    assert int(best["yes-1"]) > int(worst["yes-1"])


def test_what_a_document_prints_is_adopted_as_printed_and_what_it_leaves_open_is_set():
    fields = (
        '<div data-setting="days"><input name="value:a" inputmode="decimal"><input name="ground:a"></div>'
        '<div data-setting="at_most" data-open><input name="value:b" inputmode="decimal"><input name="ground:b"></div>'
    )

    data = filled(fields, "pack.adopt")

    assert (data["value:a"], data["ground:a"], data["value:b"]) == ("", "", "20%")
    assert data["ground:b"]


def test_every_seat_that_must_be_filled_gets_another_person():
    data = fill(form('<input name="member" required>' * 3, "team.set"), Hand("1", ON)).data

    names = [value for name, value in data if name == "member"]
    assert len(set(names)) == 3
    assert all(names)


def test_of_those_who_do_well_the_best_is_chosen_and_of_others_by_the_seed():
    field = '<select name="x"><option>通过</option><option>不通过</option></select>'

    assert {filled(field, seed=str(seed), spread=lambda holder: 2)["x"] for seed in range(9)} == {"通过"}
    assert len({filled(field, seed=str(seed), spread=lambda holder: 3)["x"] for seed in range(9)}) == 2
