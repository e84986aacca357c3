"""Gates, sending back, closing, opening again: the superior's, and nobody else's."""

from decimal import Decimal

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import item as events
from jiceng.services.item import closing
from jiceng.store.models import AuditEvent, Flag, GatePass, Item
from tests.factories import committee, committee_officer, inspector, member, officer, reviewer, secretary
from tests.items import LATER

pytestmark = pytest.mark.django_db


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


def passing(item, by, gate="solved", **facts):
    facts = {"note": "实地看过"} | facts
    return events.pass_gate(item=item, gate=gate, by=by, on=LATER, **facts)


def close(item, by, **facts):
    return events.close(item=item, by=by, on=LATER, **facts)


def history(item):
    return [one.what for one in item.events.order_by("number")]


# -- gates ------------------------------------------------------------------------------------------------------------


def test_the_superior_records_each_gate_with_what_was_seen(county):
    item = county.shown()

    passed = passing(item, county.above)
    figure = passing(item, county.above, "satisfied", value=Decimal("93.5"))

    assert (passed.note, passed.round, figure.value) == ("实地看过", 1, Decimal("93.5"))
    assert Item.objects.get(pk=item.pk).passed_gates() == {"solved", "satisfied"}
    assert item.events.filter(what="passed").first().reason == "问题已解决：实地看过"


def test_a_gate_recorded_twice_is_one_and_another_word_for_it_is_refused(county):
    item = county.shown()
    first = passing(item, county.above)
    other = committee_officer(county.town)

    assert passing(item, county.above) == first
    assert refused(passing, item, other).facts["who"] == county.above.get_full_name()
    assert refused(passing, item, county.above, note="又看了一次").code == "item.gate-passed"
    assert GatePass.objects.count() == 1


@pytest.mark.parametrize(
    ("gate", "facts", "code"),
    [
        ("nothing", {}, "item.gate-unknown"),
        ("shown", {}, "item.gate-is-evidence"),
        ("solved", {"note": "无"}, "item.pass-without-note"),
        ("satisfied", {}, "item.figure-missing"),
        ("satisfied", {"value": Decimal("89.999999")}, "item.figure-too-low"),
    ],
)
def test_what_does_not_pass_a_gate_is_refused(county, gate, facts, code):
    item = county.shown()

    assert refused(passing, item, county.above, gate, **facts).code == code
    assert not GatePass.objects.exists()


def test_a_weak_organisation_is_released_at_three_stars(county):
    county.graded("较差")
    item = county.open("x-poor", "软弱涣散", by=county.above)

    assert refused(passing, item, county.above, "stars", note="二星").code == "item.rating-too-low"
    assert refused(close, item, county.above).facts["missing"] == ["星级"]
    passing(item, county.above, "stars", note="三星")
    assert close(item, county.above).state == "closed"


def test_no_gate_is_passed_by_the_owners_side_or_by_another_role(county):
    item = county.shown()
    both = secretary(county.branch)
    committee_officer(county.town, who=both)  # belongs to the branch, whatever else they are

    people = [county.secretary, both, member(county.branch), reviewer(county.town), inspector(county.top)]
    for by in [*people, officer(county.top), committee_officer(committee(county.top))]:
        with pytest.raises(Forbidden):
            passing(item, by)
    assert not GatePass.objects.exists()


# -- closing ----------------------------------------------------------------------------------------------------------


def test_an_item_closes_through_every_gate(county):
    item = county.closed()

    assert (item.state, item.closed_by, item.closed_on) == ("closed", county.above, LATER)
    assert history(item) == ["opened", "planned", "evidence", "passed", "passed", "claimed", "closed"]
    assert AuditEvent.objects.filter(action="item.closed").count() == 1


def test_close_with_gates_open_names_them(county):
    item = county.planned()
    passing(item, county.above)

    assert refused(close, item, county.above).facts["missing"] == ["群众满意率", "佐证材料"]
    assert Item.objects.get(pk=item.pk).state == "open"


def test_evidence_that_was_taken_back_opens_its_gate_again(county):
    item = county.passed(county.shown())
    events.withdraw_evidence(evidence=item.evidence.get(), reason="拍的是邻村", by=county.secretary, on=LATER)

    assert refused(close, item, county.above).facts["missing"] == ["佐证材料"]


def test_an_item_is_never_closed_by_its_own_side(county):
    item = county.passed(county.shown())
    both = secretary(county.branch)
    committee_officer(county.town, who=both)

    for by in (county.secretary, both, member(county.branch), reviewer(county.town), officer(county.top)):
        with pytest.raises(Forbidden):
            close(item, by)


def test_who_claimed_it_does_not_close_it_even_from_a_new_post_above(county):
    item = county.passed(county.shown())
    events.claim_done(item=item, by=county.secretary, on=LATER)
    county.secretary.person.posts.all().delete()
    committee_officer(county.town, who=county.secretary)

    assert refused(close, item, county.secretary).code == "item.own-work"


def test_without_the_check_ones_own_side_would_close(county, monkeypatch):
    """The negative control: it is the check, and not the way the test asks, that keeps them out."""
    item = county.passed(county.shown())
    monkeypatch.setattr(closing, "check_superior", lambda *args: None)

    assert close(item, county.secretary).closed_by == county.secretary


def test_a_forced_action_is_each_recorded_by_itself(county):
    Flag.objects.create(
        organisation=county.branch,
        campaign=county.campaign,
        flag="x-wrongdoing",
        authority="县纪委",
        found_on=LATER,
    )
    item = county.open("x-wrong", "班子问题", by=county.above)
    passing(item, county.above, "调整班子", note="已调整书记")

    assert refused(close, item, county.above).facts["missing"] == ["派驻工作组"]
    passing(item, county.above, "派驻工作组", note="三人驻村")
    assert close(item, county.above).state == "closed"


def test_a_question_is_closed_by_its_answer(county):
    question = county.open(
        "x-questions", "党总支怎样评定", said={"请示内容": "支部是否随总支"}, owner="张某", due_on=LATER
    )

    assert refused(close, question, county.above).code == "item.answer-missing"
    answered = close(question, county.above, answer="支部等级一般应与总支相同")
    assert answered.answer == "支部等级一般应与总支相同"
    assert answered.events.last().reason == answered.answer


def test_closed_twice_by_the_same_person_is_once_and_the_second_person_is_told(county):
    item = county.closed()

    assert close(item, county.above).version == item.version
    other = committee_officer(county.town)
    assert refused(close, item, other).facts == {
        "name": "道路不通", "who": county.above.get_full_name(), "on": LATER.isoformat(),
    }  # fmt: skip


# -- sent back, opened again ------------------------------------------------------------------------------------------


def test_what_is_sent_back_begins_a_new_round_in_which_gates_are_passed_anew(county):
    item = county.passed(county.shown())
    events.claim_done(item=item, by=county.secretary, on=LATER)

    back = events.send_back(item=item, reason="路面又塌了", by=county.above, on=LATER)

    assert (back.state, back.round, back.claimed_by, back.passed_gates()) == ("open", 2, None, frozenset())
    assert back.events.last().reason == "路面又塌了"
    assert refused(close, back, county.above).facts["missing"] == ["问题已解决", "群众满意率"]
    again = events.send_back(item=item, reason="路面又塌了", by=county.above, on=LATER)
    assert again.round == 2
    events.claim_done(item=item, by=county.secretary, on=LATER)
    assert close(county.passed(item), county.above).round == 2


def test_sending_back_and_opening_again_need_a_reason_and_their_state(county):
    item = county.shown()

    def back(reason="不行"):
        return events.send_back(item=item, reason=reason, by=county.above, on=LATER)

    def again(reason="又堵了"):
        return events.reopen(item=item, reason=reason, by=county.above, on=LATER)

    assert refused(back, "无").code == "item.reason-missing"
    assert refused(back).code == "item.not-claimed"
    assert refused(again, "无").code == "item.reason-missing"
    assert refused(again).code == "item.not-closed"


def test_a_closed_item_is_opened_again_and_nothing_of_its_history_is_lost(county):
    item = county.closed()

    again = events.reopen(item=item, reason="雨季又冲断", by=county.above, on=LATER)

    assert (again.state, again.round, again.closed_by, again.claimed_by) == ("open", 2, None, None)
    assert history(again)[-2:] == ["closed", "reopened"]
    assert GatePass.objects.filter(item=item, round=1).count() == 2
    assert events.reopen(item=item, reason="雨季又冲断", by=county.above, on=LATER).round == 2
    with pytest.raises(Forbidden):
        events.reopen(item=county.closed(title="另一项"), reason="不服", by=county.secretary, on=LATER)


def test_nothing_is_added_to_a_closed_item(county):
    item = county.closed()
    evidence = item.evidence.get()

    codes = [
        refused(events.add_evidence, item=item, text="补一张", by=county.secretary, on=LATER).code,
        refused(events.withdraw_evidence, evidence=evidence, reason="错", by=county.secretary, on=LATER).code,
        refused(events.claim_done, item=item, by=secretary(county.branch), on=LATER).code,
        refused(events.send_back, item=item, reason="不行", by=county.above, on=LATER).code,
    ]

    assert set(codes) <= {"item.already-closed", "item.already-claimed"}
    assert codes[0] == codes[1] == codes[3] == "item.already-closed"
