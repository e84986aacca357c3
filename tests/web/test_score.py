"""打分: what is recorded, what is refused on the page, and two people at once."""

import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from jiceng import packs
from jiceng.kernel.sheet.shapes import SHAPES, CountStep, MeasureBand, Place
from jiceng.store.models import Line, Sheet
from jiceng.web import standards
from tests.factories import brought_first, reviewer
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db

PLAN = "no-yearly-plan"
REASON = "查档案，没有年度计划"


@pytest.fixture
def page(county):
    return reverse("score", args=[county.subject.pk, "assessment"])


@pytest.fixture
def send(county, office):
    """One item saved by itself."""
    address = reverse("score-line", args=[county.subject.pk, "assessment"])

    def line(item=PLAN, *, value="1", reason=REASON, seen=0, sent=(), client=office):
        told = {f"value:{item}": value, f"reason:{item}": reason, f"seen:{item}": seen}
        return client.post(address, {"item": item, "sent": json.dumps(list(sent)), **told})

    return line


def stored():
    return [(line.item, line.value, line.reason, line.version) for line in Line.objects.all()]


# -- item by item ---------------------------------------------------------------------------------------------------


def test_an_item_is_saved_by_itself_and_answers_with_the_total(send):
    answer = send()

    assert answer["X-Line"] == "saved"
    assert stored() == [(PLAN, "1", REASON, 1)]
    said = words(answer)
    assert "已保存" in said
    assert "−5 分" in said
    assert "95\n分（满分 100）" in said


def test_a_deduction_without_a_reason_is_refused_beside_its_item(send):
    answer = send(reason="")

    assert answer["X-Line"] == "refused"
    assert "没有说明理由。请写明扣分理由后再保存" in alert(answer)
    assert stored() == []


def test_the_same_content_twice_is_saved_once(send):
    send()

    answer = send()

    assert answer["X-Line"] == "saved"
    assert stored() == [(PLAN, "1", REASON, 1)]


def test_an_item_is_taken_back_by_emptying_it(send):
    send()

    answer = send(value="", reason="", seen=1)

    assert answer["X-Line"] == "saved"
    assert stored() == [(PLAN, "", "", 2)]


def test_what_was_sent_before_without_an_answer_is_no_conflict(send):
    send(reason="年初")

    answer = send(reason="年初的计划没有做", seen=0, sent=[{"value": "1", "reason": "年初"}])

    assert answer["X-Line"] == "saved"
    assert stored() == [(PLAN, "1", "年初的计划没有做", 2)]


def test_another_persons_change_is_shown_and_kept_until_somebody_chooses(county, send, client):
    client.force_login(reviewer(county.town))
    send(reason="对方写的", client=client)
    client.force_login(county.reviewer)

    first = send(reason="我写的", seen=0)
    again = send(reason="我写的", seen=0)

    for answer in (first, again):
        assert answer["X-Line"] == "changed"
        assert "对方写的" in alert(answer)
        assert "以哪一个为准" in alert(answer)
    assert stored() == [(PLAN, "1", "对方写的", 1)]

    chosen = send(reason="我写的", seen=1)

    assert chosen["X-Line"] == "saved"
    assert stored() == [(PLAN, "1", "我写的", 2)]


def test_a_refused_item_has_not_seen_anothers_change(send):
    send()

    refused = send(reason="", seen=0)

    assert refused["X-Line"] == "refused"
    assert f'name="seen:{PLAN}" value="0"' in refused.content.decode()


@pytest.mark.parametrize("sent", ["", "nonsense", "3", "[3]", '[{"value": "1"}]'])
def test_what_a_browser_says_it_sent_may_be_nonsense(office, county, sent):
    address = reverse("score-line", args=[county.subject.pk, "assessment"])

    answer = office.post(
        address, {"item": PLAN, f"value:{PLAN}": "1", f"reason:{PLAN}": REASON, "sent": sent}
    )

    assert answer["X-Line"] == "saved"


@pytest.mark.parametrize("value", ["abc", "2", "-1", "1e400", "1e0", "0_1", "九", "1" * 300])
def test_a_value_that_does_not_fit_is_refused_in_words(send, value):
    answer = send(value=value)

    assert answer["X-Line"] == "refused"
    assert alert(answer)
    assert stored() == []


def test_an_item_the_sheet_does_not_have_is_not_there(send):
    assert send("no-such-item").status_code == 404


# -- the whole form -------------------------------------------------------------------------------------------------


def test_the_whole_form_saves_what_it_can_and_says_what_it_cannot(office, page):
    told = {
        f"value:{PLAN}": "1",
        f"reason:{PLAN}": REASON,
        "value:term-overdue": "1",
        "reason:term-overdue": " ",
    }

    answer = office.post(page, told)

    assert answer.status_code == 422
    assert "没有说明理由" in alert(answer)
    assert "有 1 项没有保存" in alert(answer)
    assert stored() == [(PLAN, "1", REASON, 1)]


def test_what_the_whole_form_could_not_save_is_one_tap_away(office, page):
    answer = office.post(page, {f"value:{PLAN}": "1"})

    [place] = [told["id"] for tag, told in tags(answer) if told.get("data-item") == PLAN]
    assert [told["href"] for tag, told in tags(answer) if tag == "a" and told.get("href") == f"#{place}"]


def test_the_whole_form_finishes_the_sheet(county, office, page):
    answer = office.post(
        page, {f"value:{PLAN}": "1", f"reason:{PLAN}": REASON, "nothing-else": "1", "complete": "1"}
    )

    assert answer["Location"] == f"/organisations/{county.branch.pk}/?campaign={county.campaign.pk}"
    assert (county.subject.total, county.subject.computed) == (Decimal(95), "好")


def test_an_empty_sheet_shows_no_total_and_is_not_finished_by_a_button(county, office, page):
    assert "还没有填" in words(office.get(page))

    answer = office.post(page, {"complete": "1"})

    assert answer.status_code == 422
    assert "没有填的各项没有可扣的分" in alert(answer)
    assert county.subject.computed == ""
    assert office.post(page, {"complete": "1", "nothing-else": "1"}).status_code == 302
    assert county.subject.computed == "好"


def test_a_self_assessment_without_the_meetings_opinion_is_not_finished(county, branch):
    address = reverse("score", args=[county.subject.pk, "self"])

    answer = branch.post(address, {"complete": "1"})

    assert answer.status_code == 422
    assert alert(answer)
    assert not Sheet.objects.filter(complete=True).exists()

    assert branch.post(address, {"complete": "1", "opinion": "较好", "nothing-else": "1"}).status_code == 302
    assert Sheet.objects.get().opinion == "较好"


def test_the_other_sheet_stands_beside_each_item_and_differences_are_named(county, office, page):
    county.self_assess(county.branch)
    county.record(PLAN, "1", reason=REASON)

    said = words(office.get(page))

    assert "不一致\n自评：没有记录" in said


def test_a_decided_sheet_says_that_it_no_longer_changes(county, office, page):
    county.score()
    county.decide()

    assert "已经研究定级，评分表不能再改" in alert(office.get(page))


def test_a_sheet_that_can_no_longer_change_does_not_say_that_changes_count(county, office, page):
    county.score()
    open_still = office.get(page).content.decode()
    county.decide()

    shut = office.get(page, headers={"accept-language": "en"}).content.decode()

    assert "立即计入总分" in open_still
    assert "立即计入总分" not in shut
    assert "What you change now counts at once" not in shut


# -- deciding -------------------------------------------------------------------------------------------------------


def test_a_decision_otherwise_than_computed_asks_for_a_reason_and_keeps_what_was_typed(county, office):
    county.self_assess(county.branch)
    county.score(no_yearly_plan="1")
    brought_first(county.subject, county.reviewer)
    address = reverse("decide", args=[county.subject.pk])

    refused = office.post(address, {"grade": "较好", "reason": " "})

    assert refused.status_code == 422
    assert "理由" in alert(refused)
    assert 'value="较好" required checked' in refused.content.decode()

    assert office.post(address, {"grade": "较好", "reason": "会议研究，年内有信访积案"}).status_code == 302
    assert (county.subject.computed, county.subject.decided) == ("好", "较好")
    said = words(office.get(reverse("organisation", args=[county.branch.pk])))
    assert "理由：会议研究，年内有信访积案" in said


def test_a_decision_is_taken_back_with_a_reason(county, office):
    county.self_assess(county.branch)
    county.score()
    county.decide()
    address = reverse("withdraw", args=[county.subject.pk])

    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "漏了一份材料"}).status_code == 302
    assert county.subject.decided == ""


def test_what_the_meeting_must_have_is_named_before_anybody_tries(county, office):
    county.score()

    page = office.get(reverse("organisation", args=[county.branch.pk]))

    assert "自评没有完成。完成后才能记录定级" in words(page)
    assert reverse("decide", args=[county.subject.pk]) not in page.content.decode()


def test_what_comes_before_a_decision_is_named_instead_of_a_form_that_would_be_refused(county, office):
    county.self_assess()
    county.score()
    page, address = (
        reverse("organisation", args=[county.branch.pk]),
        reverse("decide", args=[county.subject.pk]),
    )

    before = office.get(page)
    brought_first(county.subject, county.reviewer)

    assert "依据测评结果形成的定级意见" in words(before)
    assert address not in before.content.decode()
    assert address in office.get(page).content.decode()


def test_an_explanation_stands_beside_the_grade(county, office):
    county.score()

    office.post(reverse("explain", args=[county.subject.pk]), {"text": "班子齐，事情办得实。"})

    assert "班子齐，事情办得实。" in words(office.get(reverse("organisation", args=[county.branch.pk])))


# -- why ------------------------------------------------------------------------------------------------------------


def test_a_grade_unfolds_from_the_total_to_the_reason_and_the_clause(county, office):
    county.score(no_yearly_plan="1")

    said = words(office.get(reverse("organisation", args=[county.branch.pk])))

    for piece in ("为什么按规则是“好”", "95 分", "工作思路：5 分（满分 10 分）", "没有年度计划", REASON):
        assert piece in said
    assert "演示数据" in said
    assert "虚构" in said


def test_a_head_is_closed_and_opens_with_its_reasons_in_sight(county, office):
    county.score(no_yearly_plan="1")

    page = office.get(reverse("organisation", args=[county.branch.pk])).content.decode()

    why = page[page.index('class="why"') : page.index('id="sheets"')]
    assert re.findall(r"<details( open)?>", why) == [" open", " open", "", " open"]


def test_the_trace_is_given_as_data_with_its_pack(county, office):
    county.score(no_yearly_plan="1")

    told = office.get(reverse("trace", args=[county.subject.pk])).json()

    assert (told["pack"], told["total"], told["computed"]) == ("jilin-2012-grading", "95", "好")
    assert told["trace"]["code"] == "grade.proposed"


def test_a_grade_that_is_not_there_has_no_trace(county, office):
    assert office.get(reverse("trace", args=[county.subject.pk])).status_code == 404


# -- standards ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("pack", packs.names())
def test_every_item_of_every_pack_says_what_it_asks(lang, pack):
    with override(lang):
        for form in packs.load(pack).scheme().forms.values():
            for _, item in form.items():
                said = standards.standard(item)
                assert said.endswith("。" if lang == "zh-hans" else "."), item.key
                assert type(item) in standards.FIELDS


TWO_BANDS = (
    MeasureBand(at_least=Decimal(0), points=Decimal(0)),
    MeasureBand(at_least=Decimal(9), low=Decimal(1), high=Decimal(2)),
)
THREE_PLACES = (
    Place(points=Decimal(5), to=3),
    Place(points=Decimal(3), to_share=Decimal("0.5")),
    Place(points=Decimal(1)),
)
TWO_STEPS = (CountStep(count=1, deduct=Decimal(3)), CountStep(count=3, zero=True, or_more=True))
FACTS = {
    "deduct-per-occurrence": {"points": 2, "cap": 4},
    "deduct-once": {"points": 5},
    "reward-per-occurrence": {"points": 1, "cap": 3},
    "options": {"options": {"甲": 3, "乙": -1}},
    "steps": {"steps": TWO_STEPS},
    "measure-bands": {"unit": "次", "bands": TWO_BANDS},
    "rate": {"target": 90, "points": 10, "step": 1, "up": 1, "down": 2, "unit": "%"},
    "rank": {"places": THREE_PLACES},
    "proportional": {"points": 10},
    "discretionary": {"limit": 5},
}


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("deduct-per-occurrence", "每次扣 2 分，最多扣 4 分。"),
        ("deduct-once", "有此情形，扣 5 分。"),
        ("reward-per-occurrence", "每次加 1 分，最多加 3 分。"),
        ("options", "选择一项：甲：3 分；乙：扣 1 分。"),
        ("steps", "1 次扣 3 分；3 次以上不得分。"),
        ("measure-bands", "9 次以上 1 至 2 分；0 次以上 0 分。"),
        ("rate", "达到 90 %得 10 分；每高 1 加 1 分；每低 1 减 2 分。"),
        ("rank", "按同类组织排名：前 3 名 5 分；前 50% 3 分；其余 1 分。"),
        ("proportional", "以同类组织的最好成绩为 10 分，按比例计分。"),
        ("discretionary", "视情况扣分，最多 5 分；写明事实依据。"),
    ],
)
def test_every_shape_has_its_sentence(shape, said):
    def exact(value):
        if isinstance(value, int):
            return Decimal(value)
        return {name: exact(one) for name, one in value.items()} if isinstance(value, dict) else value

    item = SHAPES[shape](key="x", name="某项", **{name: exact(value) for name, value in FACTS[shape].items()})

    assert standards.standard(item) == said


def test_one_time_is_no_times():
    item = SHAPES["steps"](key="x", name="某项", steps=TWO_STEPS)

    with override("en"):
        assert standards.standard(item) == "1 time: 3 off; 3 times or more: nothing is left."


def test_drafts_on_a_shared_phone_belong_to_who_wrote_them(county, client, page):
    def drafts(user):
        client.force_login(user)
        return [told["data-sheet"] for _, told in tags(client.get(page)) if "data-sheet" in told]

    assert drafts(county.reviewer) != drafts(reviewer(county.town))


def test_every_shape_is_covered():
    assert set(FACTS) == set(SHAPES)
