"""活动 and its steps as pages: what they say, what they let through, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiceng.services import procedure, standing
from jiceng.store.models import Deadline, Move, Organisation, Subject, Track, Window
from jiceng.store.register import add_organisations
from tests.campaigns import Running
from tests.factories import ON, in_post, secretary
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db
# Queries of a campaign's page: ten, and one for each kind of thing that a step or the document asks for.
WHOLE = 22


@pytest.fixture
def running():
    return Running(branches=2)


@pytest.fixture
def complete(monkeypatch):
    monkeypatch.setattr(standing, "missing", lambda track, on: [])


def many(size, *, towns=20):
    """A county with towns and so many branches, all in a campaign."""
    running = Running()
    above = [running.town]
    rows = [
        (running.county.code, Organisation(code=f"W{size}-{at}", name=f"第{at}镇党委", form="committee"))
        for at in range(towns - 1)
    ]
    above += add_organisations(rows)
    add_organisations(
        [
            (
                above[at % towns].code,
                Organisation(code=f"B{size}-{at}", name=f"{at}村党支部", form="branch", kind="village"),
            )
            for at in range(size - 1)
        ]
    )
    running.campaign = running.open("yichun-2012-grading", title="大活动")
    return running


def costs(client, address):
    client.get(address)  # what a process reads once
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("step", ["self-assessment", "assessment", "committee", "notice", "filing"])
def test_the_page_of_a_campaign_of_a_thousand_asks_for_each_kind_of_thing_once(seen_by, step):
    running = many(1000)
    Track.objects.filter(campaign=running.campaign).update(step=step)
    client = seen_by(running.officer)
    address = reverse("campaign", args=[running.campaign.pk])

    assert costs(client, address) <= WHOLE
    assert Subject.objects.filter(campaign=running.campaign).count() == 1000


@pytest.mark.parametrize(
    "page",
    ["campaign", "campaign-organisations", "track", "campaigns", "documents", "packs", "pack", "subject"],
)
def test_a_page_costs_the_same_for_one_three_and_five_hundred(seen_by, page):
    found = {}
    for size in (1, 3, 500):
        running = many(size, towns=1)
        what = {
            "campaign": [running.campaign.pk],
            "campaign-organisations": [running.campaign.pk],
            "track": [Track.objects.get(campaign=running.campaign, committee=running.town).pk],
            "documents": [running.county.pk],
            "pack": ["yichun-2012-grading"],
            "subject": [running.campaign.subjects.order_by("pk")[0].pk],
        }.get(page, [])
        found[size] = costs(seen_by(running.officer), reverse(page, args=what))

    assert len(set(found.values())) == 1, found


# -- what the pages say and do ----------------------------------------------------------------------------------------


def show(client, name, *args, query=""):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer


def test_the_line_of_steps_says_in_words_where_everybody_stands(seen_by, running):
    running.stand_at("assessment")

    said = words(show(seen_by(running.officer), "track", running.track.pk))

    for name in ("自评申报", "组织考核", "党委研究", "公示复核", "审核备案"):
        assert name in said
    found = tags(show(seen_by(running.officer), "track", running.track.pk))
    current = [told for _, told in found if told.get("aria-current") == "step"]
    assert len(current) == 1


def test_what_is_missing_is_a_sentence_with_its_link(seen_by, running):
    answer = show(seen_by(running.town_officer), "track", running.track.pk)

    links = [told["href"] for tag, told in tags(answer) if tag == "a" and "btn" in told.get("class", "")]
    listed = reverse("campaign-organisations", args=[running.campaign.pk])
    assert f"{listed}?committee={running.town.pk}&state=not-self-assessed" in links
    assert "指导工作组" in words(answer)


def test_a_secretary_sees_the_own_part_and_no_neighbour(seen_by, running):
    own, neighbour = running.branches
    client = seen_by(secretary(own))

    track = words(show(client, "track", running.track.pk))
    campaign = words(show(client, "campaign", running.campaign.pk))

    assert own.name in track
    assert neighbour.name not in track + campaign
    assert running.town.name in campaign


def test_a_refused_move_says_what_is_missing_where_the_button_is(seen_by, running):
    client = seen_by(running.town_officer)

    answer = client.post(
        reverse("track-on", args=[running.track.pk]), {"version": "1", "step": "self-assessment"}
    )

    assert answer.status_code == 422
    assert "还不能结束" in alert(answer)
    assert client.get(reverse("track-on", args=[running.track.pk])).status_code == 302  # a reload leads back


def test_who_comes_second_is_told_on_the_page(seen_by, running, complete):
    procedure.move_on(
        track=running.track, by=in_post("committee-officer", running.town), on=ON.replace(day=16)
    )

    told = {"version": "1", "step": "self-assessment"}
    answer = seen_by(running.town_officer).post(reverse("track-on", args=[running.track.pk]), told)

    assert (answer.status_code, Move.objects.count()) == (422, 1)
    assert "刚刚由" in alert(answer)


def test_on_and_back_again_are_kept_with_their_reasons(seen_by, running, complete):
    client = seen_by(running.town_officer)
    client.post(reverse("track-on", args=[running.track.pk]), {"version": "1", "step": "self-assessment"})
    told = {"version": "2", "step": "assessment", "to": "self-assessment", "reason": "公示牌没有照片，请补"}
    client.post(reverse("track-back", args=[running.track.pk]), told)

    said = words(show(client, "track", running.track.pk))

    assert running.track.step == "self-assessment"
    assert "公示牌没有照片，请补" in said


def test_a_day_of_ones_own_is_never_later(seen_by, running):
    client = seen_by(running.town_officer)
    address = reverse("deadline-set", args=[running.track.pk])

    late = client.post(address, {"key": "assessment", "due_on": "2012-05-01"})
    assert (late.status_code, "本级的期限只能提前" in alert(late)) == (422, True)
    assert client.post(address, {"key": "assessment", "due_on": "2012-04-17"}).status_code == 302
    assert Deadline.objects.get().organisation == running.town


def test_windows_are_set_on_the_page_of_the_campaign(seen_by, running):
    client = seen_by(running.officer)
    address = reverse("windows-set", args=[running.campaign.pk])

    wrong = client.post(address, {"step": "assessment", "from_on": "2012-04-20", "until_on": "2012-04-19"})
    assert (wrong.status_code, "早于开始日期" in alert(wrong)) == (422, True)
    client.post(address, {"step": "assessment", "from_on": "2012-04-16", "until_on": ""})
    assert Window.objects.get(campaign=running.campaign, step="assessment").until_on is None


def test_a_correction_goes_from_one_desk_to_the_other(seen_by, running):
    running.decided()
    running.stand_at("notice")
    subject = running.subject
    asked = seen_by(running.town_officer).post(
        reverse("correction-ask", args=[subject.pk]), {"grade": "较好", "reason": "复核发现台账缺失"}
    )
    assert asked.status_code == 302
    client = seen_by(running.officer)
    answer = client.post(
        reverse("correction-answer", args=[subject.corrections.get().pk]), {"answer": "approve"}
    )

    said = words(show(client, "subject", subject.pk))
    assert (answer.status_code, running.subject.decided) == (302, "较好")
    assert "复核发现台账缺失" in said


def test_findings_are_not_shown_to_the_organisation_itself(seen_by, running):
    from jiceng.store.models import Flag

    Flag.objects.create(campaign=running.campaign, organisation=running.branches[0], flag="x", authority="县纪委监委",
                        found_on=ON)  # fmt: skip

    assert "县纪委监委" in words(show(seen_by(running.officer), "subject", running.subject.pk))
    assert "县纪委监委" not in words(
        show(seen_by(secretary(running.branches[0])), "subject", running.subject.pk)
    )


def test_a_campaign_is_opened_from_what_is_in_use_with_its_days_shown(seen_by, running):
    client = seen_by(running.officer)
    adoption = running.campaign.adoption_id
    assert "审核备案" in words(show(client, "campaign-new", query=f"?adoption={adoption}"))

    told = {"adoption": adoption, "title": "第二次", "due_on": "2099-12-31", "follows": running.campaign.pk}
    answer = client.post(reverse("campaign-new"), told)

    assert answer.status_code == 302
    assert running.campaign.followed_by.get().title == "第二次"
    assert client.post(reverse("campaign-new"), told).status_code == 422  # the title is taken


def test_a_pack_is_taken_into_use_with_what_it_leaves_open(seen_by, running):
    client = seen_by(running.officer)
    address = reverse("adopt", args=[running.county.pk, "jilin-2012-grading"])
    value, reason = "value:good-quota.at_most", "reason:good-quota.at_most"

    assert "要写明依据" in alert(client.post(address, {value: "0.25"}))
    assert client.post(address, {value: "much", reason: "市委组织部规定"}).status_code == 422
    assert client.post(address, {value: "0.25", reason: "市委组织部规定"}).status_code == 302

    adopted = running.county.adoptions.get(pack="jilin-2012-grading")
    assert adopted.settings == {"good-quota": {"at_most": "0.25"}}
    assert "市委组织部规定" in words(show(client, "pack", "jilin-2012-grading"))


@pytest.mark.parametrize("written", ["25%", "２５％", "25", "0.25"])
def test_a_share_is_understood_as_people_write_it_and_shown_as_a_per_cent(seen_by, running, written):
    client = seen_by(running.officer)
    address = reverse("adopt", args=[running.county.pk, "jilin-2012-grading"])
    sent = {"value:good-quota.at_most": written, "reason:good-quota.at_most": "市委组织部规定"}

    assert client.post(address, sent).status_code == 302
    assert running.county.adoptions.get(pack="jilin-2012-grading").settings == {
        "good-quota": {"at_most": "0.25"}
    }
    assert 'value="25%"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("written", "says"), [("1", "1% 或 100%"), ("-0.1", "0 到 100%"), ("200", "0 到 100%")]
)
def test_a_share_that_could_be_two_things_is_asked_about(seen_by, running, written, says):
    address = reverse("adopt", args=[running.county.pk, "jilin-2012-grading"])
    sent = {"value:good-quota.at_most": written, "reason:good-quota.at_most": "市委组织部规定"}

    assert says in alert(seen_by(running.officer).post(address, sent))


def test_the_page_of_a_pack_says_what_is_open_in_words(seen_by, running):
    said = words(show(seen_by(running.officer), "pack", "yichun-2012-grading"))

    for code in ("in-principle", "normally", '"classes"', "null", "[{", "at_most"):
        assert code not in said
    for told in ("原则上", "满意、基本满意、不满意、不了解", "机关、教育卫生事业单位", "20%"):
        assert told in said


def test_documents_to_open_a_campaign_under_are_named_by_their_titles(seen_by, running):
    client = seen_by(running.officer)
    adoption, title = running.campaign.adoption, running.campaign.pack.title
    listed = words(show(client, "campaign-new"))
    chosen = words(client.get(reverse("campaign-new"), {"adoption": adoption.pk}))

    for page in (listed, chosen):
        assert title in page
        assert adoption.pack not in page


def test_the_page_of_a_pack_says_clause_reading_and_examples(seen_by, running):
    answer = show(seen_by(running.officer), "pack", "yichun-2012-grading")

    said = words(answer)
    assert "89.995" in said
    assert "§三3" in said
    assert any(tag == "svg" and told.get("role") == "img" for tag, told in tags(answer))


def test_a_text_that_is_too_long_is_refused_and_comes_back_whole(seen_by, running):
    """Until now a long list of recipients was cut at 2,000 characters, and the page said that it was kept."""
    recipients = "各村党支部、" * 400
    told = {
        "number": "某镇发[2012]7号",
        "issuer": "某镇党委",
        "title": "关于转发的通知",
        "recipients": recipients,
    }

    answer = seen_by(running.town_officer).post(reverse("documents", args=[running.town.pk]), told)

    assert answer.status_code == 422
    assert "“主送”有 2400 字，最多 2000 字" in words(answer)
    assert recipients in answer.content.decode()


def test_a_document_enters_the_register_and_its_day_the_campaign(seen_by, running):
    client = seen_by(running.town_officer)
    told = {"number": "某镇发[2012]7号", "issuer": "某镇党委", "title": "关于转发的通知", "due_on": "2012-04-17",
            "recipients": "各村党支部", "binds": f"{running.campaign.pk}:assessment"}  # fmt: skip

    assert (
        client.post(reverse("documents", args=[running.town.pk]), told | {"number": "7"}).status_code == 422
    )
    assert client.post(reverse("documents", args=[running.town.pk]), told).status_code == 302

    assert "某镇发〔2012〕7号" in words(show(client, "documents", running.town.pk))
    assert Deadline.objects.get().document.number == "某镇发〔2012〕7号"


def test_a_campaign_without_grades_still_has_its_page(seen_by):
    running = Running("hunan-township-building-year", branches=2)

    answer = show(seen_by(running.officer), "campaign", running.campaign.pk)

    assert running.campaign.steps.steps[0].name in words(answer)
    show(seen_by(running.officer), "campaign-organisations", running.campaign.pk)


def shares(answer):
    """What a page says of every share, in its words."""
    return [one for one in words(answer).split("\n") if "好" in one and "占" in one]


def test_a_committee_and_its_campaign_show_the_same_shares_without_those_set_aside(seen_by):
    running = Running(branches=5)
    for branch in running.branches:
        running.decided(branch)
    client = seen_by(running.officer)
    pages = [reverse("track", args=[running.track.pk]), reverse("campaign", args=[running.campaign.pk])]

    whole = [shares(client.get(page)) for page in pages]
    Subject.objects.filter(pk=running.subject.pk).update(
        decided="",
        decided_by=None,
        decided_on=None,
        set_aside="停产",
        set_aside_by=running.officer,
        set_aside_on=ON,
    )
    left = [shares(client.get(page)) for page in pages]

    assert whole[0]
    assert whole[0][0] in whole[1]
    assert left[0]
    assert left[0][0] in left[1]
    assert left[0] != whole[0]


def test_what_a_policy_rests_on_stands_on_the_countys_desk_until_it_is_registered(seen_by, running):
    client = seen_by(running.officer)
    number = "吉组通字〔2012〕18号"
    running.campaign = running.open("jilin-2012-grading", title="另一个活动")
    way = reverse("documents-named", args=[running.campaign.pk, "documents"])
    assert way in show(client, "desk").content.decode()

    page = client.get(way, follow=True)
    assert f'value="{number}"' in page.content.decode()
    told = {
        "named": f"{running.campaign.pk}:documents:{number}",
        "number": number,
        "issuer": "市委组织部",
        "title": "方案",
    }
    client.post(reverse("documents", args=[running.county.pk]), told)

    assert way not in show(client, "desk").content.decode()
    assert f'value="{number}"' not in client.get(way, follow=True).content.decode()
