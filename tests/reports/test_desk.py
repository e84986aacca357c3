"""What is due from whom."""

from datetime import date, timedelta

import pytest

from jiceng import phrases
from jiceng.access import scope
from jiceng.reports import desk
from jiceng.services import sheet as services
from tests.factories import DUE, ON, County, campaign, in_post, secretary, user

pytestmark = pytest.mark.django_db


def lines(who, on=ON):
    return desk.due(scope.posts(who), on)


def codes(who):
    return [(line.code, line.count) for line in lines(who)]


def test_a_secretary_owes_the_own_self_assessment_until_it_is_finished():
    county = County(branches=2)
    own = secretary(county.branch)

    [line] = lines(own)
    assert (line.code, line.facts["name"], line.due_on) == ("desk.self-assess", county.branch.name, DUE)
    assert (line.action, line.args) == ("score", (county.subject.pk, "self"))
    county.record(scorer="self", by=own)
    assert codes(own) == [("desk.self-assessment-begun", 1)]
    services.complete_sheet(subject=county.subject, scorer="self", by=own, on=ON, opinion="好")
    assert codes(own) == []


def test_a_reviewer_owes_scores_and_then_decisions_of_the_own_town():
    county = County(towns=2, branches=3)
    county.score(county.branches[0])
    county.record(subject=county.subject_of(county.branches[1]))

    scoring, deciding, _ = lines(county.reviewer)

    assert (scoring.code, scoring.facts["count"], scoring.facts["begun"], scoring.facts["size"]) == (
        "desk.assess",
        2,
        1,
        3,
    )
    assert (scoring.action, scoring.query) == ("campaign-organisations", {"state": "not-scored"})
    assert (deciding.code, deciding.count, deciding.args) == ("desk.decide-one", 1, (county.branch.pk,))


def test_the_last_one_to_score_is_led_to_directly():
    county = County()

    [line] = lines(county.reviewer)

    assert (line.code, line.action, line.args) == (
        "desk.assess-one",
        "score",
        (county.subject.pk, "assessment"),
    )


def test_the_county_sees_the_work_of_others_grouped():
    county = County(towns=2, branches=3)
    county.score(county.branches[0])

    told = lines(county.officer)

    assert [(line.code, line.facts.get("count"), line.facts.get("committees")) for line in told] == [
        ("desk.others-self-assess", 6, 2),
        ("desk.others-assess", 5, 2),
        ("desk.others-decide", 1, 1),
        ("desk.over-quota", None, 1),
    ]
    assert phrases.sentence(told[1].code, told[1].facts).startswith("5 个支部还没有评分")


def test_every_line_has_a_sentence_in_both_languages_and_a_clause_where_the_document_has_one():
    county = County(branches=3)
    county.score(county.branches[0])

    for who in (county.officer, county.reviewer, secretary(county.branches[1])):
        for line in lines(who):
            assert phrases.sentence(line.code, line.facts, "zh") != phrases.sentence(
                line.code, line.facts, "en"
            )
            assert line.clause == "§三(二)" or line.code == "desk.over-quota"


def test_lines_stand_under_late_this_week_and_later():
    county = County()

    days = [DUE + timedelta(days=1), DUE, DUE - timedelta(days=7), DUE - timedelta(days=8)]
    assert [lines(county.reviewer, day)[0].band for day in days] == ["late", "week", "week", "later"]


def test_a_closed_campaign_asks_nothing_any_more():
    county = County()
    assert lines(county.officer)

    county.campaign.closed_on = date(2012, 4, 25)
    county.campaign.save()

    assert lines(county.officer) == []


def test_somebody_without_a_post_owes_nothing():
    County()

    assert lines(user()) == []


def test_two_posts_over_the_same_town_say_everything_once():
    county = County(branches=2)
    in_post("reviewer", county.top, who=county.reviewer)

    assert codes(county.reviewer) == [("desk.assess", 2)]


def test_the_later_of_two_campaigns_stands_below():
    county = County(branches=2)
    campaign(county.top, title="第二个", due_on=DUE + timedelta(days=40))

    assert [line.campaign.title for line in lines(county.reviewer)] == ["分类定级", "第二个"]


@pytest.mark.parametrize("size", [1, 3])
def test_a_desk_costs_the_same_for_any_number(size, django_assert_num_queries):
    county = County(branches=size)
    held = scope.posts(county.officer)

    with django_assert_num_queries(3):  # campaigns, rows, sheets
        desk.due(held, ON)
