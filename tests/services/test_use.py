"""What a grade is good for: given to those who have it, by whoever applies it, and shown where the decision stands."""

import pytest
from django.urls import reverse

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.services import use
from jiceng.store.models import Record, Upgrade
from tests.campaigns import Running
from tests.factories import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    made = Running(branches=2)
    made.decided(made.branches[0], "好")
    made.decided(made.branches[1], "一般")
    return made


def give(run, key="priority", branch=0, by=None, note="案例甲"):
    return use.grant(
        subject=run.subject_of(run.branches[branch]), mechanism=key, by=by or run.officer, on=ON, note=note
    )


def points_set(run, points="2"):
    adoption = run.campaign.adoption
    adoption.settings = {"bonus": {"points": points}}
    adoption.save()


def test_it_is_recorded_once_for_whoever_has_the_grade(run):
    assert give(run) == give(run)
    assert [one.mechanism for one in Record.objects.all()] == ["priority"]


def test_it_is_refused_for_another_grade(run):
    with pytest.raises(Refusal) as refused:
        give(run, branch=1)

    assert refused.value.code == "consequence.not-for-this-grade"


def test_points_are_given_only_once_the_jurisdiction_has_set_them(run):
    with pytest.raises(Refusal) as refused:
        give(run, "bonus")
    assert refused.value.code == "consequence.points-not-set"

    points_set(run)
    assert give(run, "bonus", note="").said == {"分值": "2"}


def test_it_follows_the_grade_that_was_accepted_last_on_desk_and_page_alike(run, client):
    """Risen to 好 it has what 好 is good for; corrected to 好 after it had risen no further than 较好, it has not."""
    points_set(run)
    for branch, grade in zip(run.branches, ("较好", "好"), strict=True):
        Upgrade.objects.create(
            subject=run.subject_of(branch), number=1, old_grade="一般", new_grade=grade, by=run.officer, on=ON
        )
    client.force_login(run.officer)

    [line] = [line for line in desk.due(scope.posts(run.officer), ON) if line.mechanism == "bonus"]
    page = client.get(reverse("uses", args=[run.campaign.pk, "bonus"]))

    [shown] = page.context["found"]
    assert shown.subject.organisation == run.branches[1]
    assert line.about.startswith(f"organisation:{run.branches[1].pk}/")
    assert give(run, "bonus", branch=1).organisation == run.branches[1]


def test_nobody_gives_it_but_who_applies_it(run):
    with pytest.raises(Forbidden):
        give(run, by=run.town_officer)


def test_what_was_taken_back_may_be_given_again(run):
    use.take_back(record=give(run), reason="等级已更正", by=run.officer, on=ON)

    assert give(run).number == 2


def test_points_that_are_set_stand_on_the_desk_of_whoever_records_them(run):
    def about():
        return {line.about.rpartition("/")[0] for line in desk.due(scope.posts(run.officer), ON) if line.own}

    line = f"organisation:{run.branches[0].pk}/bonus"
    assert line not in about()
    points_set(run)
    assert line in about()
    give(run, "bonus")
    assert line not in about()


def test_the_organisations_page_says_what_its_grade_is_good_for_and_the_county_gives_it_there(run, client):
    client.force_login(run.officer)
    page = client.get(f"/organisations/{run.branches[0].pk}/?campaign={run.campaign.pk}").content.decode()
    assert "年度综合考评加分" in page
    assert "加多少分没有设定" in page
    assert f'data-mechanism="yichun-2012-grading/priority" data-holder="{run.branches[0].pk}"' in page
    assert 'data-mechanism="yichun-2012-grading/bonus"' not in page

    way = f"/campaigns/{run.campaign.pk}/uses/priority/"
    sent = client.post(way, {"organisation": run.branches[0].pk, "note": "案例甲"})
    refused = client.post(way, {"organisation": run.branches[1].pk, "note": "案例甲"})

    assert (sent.status_code, refused.status_code) == (302, 422)
    assert "只给等级为好的党组织" in refused.content.decode()
    assert "1个中已登记1个" in client.get(way).content.decode()


def test_whoever_has_another_grade_since_is_asked_to_give_it_back(run, client):
    give(run)
    line = f"organisation:{run.branches[0].pk}/priority"

    def about():
        return {line.about.rpartition("/")[0] for line in desk.due(scope.posts(run.officer), ON) if line.own}

    assert line not in about()
    run.decided(run.branches[0], "一般")

    assert line in about()
    client.force_login(run.officer)
    way = f"/campaigns/{run.campaign.pk}/uses/priority/"
    assert run.branches[0].name in client.get(way).content.decode()
    use.take_back(record=Record.objects.get(), reason="复核后更正为一般", by=run.officer, on=ON)
    assert line not in about()
