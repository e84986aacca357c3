"""What is due from whom of sheets and grades."""

from datetime import date, timedelta

import pytest

from jiceng import phrases
from jiceng.access import scope
from jiceng.reports import desk
from jiceng.services import sheet as services
from jiceng.store.models import Window
from tests.factories import (
    DUE,
    ON,
    County,
    brought_first,
    campaign,
    committee_officer,
    in_post,
    reviewer,
    secretary,
    user,
)

pytestmark = pytest.mark.django_db
GRADING_ENDS = date(2012, 4, 10)


def lines(who, on=ON):
    """Of sheets and grades; the meetings and teams beside them are not what this file is about."""
    return [line for line in desk.due(scope.posts(who), on) if not line.code.startswith("desk.owed")]


def own(who, on=ON):
    """What they do themselves, without limits that are overrun."""
    return [line for line in lines(who, on) if line.own and line.code != "desk.over-quota"]


def codes(who):
    return [(line.code, line.count) for line in own(who)]


def test_a_secretary_owes_the_own_self_assessment_until_it_is_finished():
    county = County(branches=2)
    who = secretary(county.branch)

    [line] = own(who)
    assert (line.code, line.facts["name"], line.due_on) == (
        "desk.self-assess",
        county.branch.name,
        GRADING_ENDS,
    )
    assert (line.action, line.args) == ("score", (county.subject.pk, "self"))
    county.record(scorer="self", by=who)
    assert codes(who) == [("desk.self-assessment-begun", 1)]
    services.complete_sheet(
        subject=county.subject, scorer="self", by=who, on=ON, opinion="好", nothing_else=True
    )
    assert "desk.self-assessment-begun" not in dict(codes(who))


def test_a_reviewer_owes_scores_and_the_committee_officer_decisions():
    county = County(towns=2, branches=3)
    county.score(county.branches[0])
    brought_first(county.subject, county.reviewer)
    county.record(subject=county.subject_of(county.branches[1]))

    [scoring] = own(reviewer(county.town))
    [deciding] = own(committee_officer(county.town))

    told = {name: scoring.facts[name] for name in ("count", "begun", "size")}
    assert (scoring.code, told) == ("desk.assess", {"count": 2, "begun": 1, "size": 3})
    assert (scoring.action, scoring.query) == ("campaign-organisations", {"state": "not-scored"})
    assert (deciding.code, deciding.count, deciding.args) == ("desk.decide-one", 1, (county.branch.pk,))


def test_the_last_one_to_score_is_led_to_directly():
    county = County()

    [line] = own(county.reviewer)

    assert (line.code, line.action, line.args) == (
        "desk.assess-one",
        "score",
        (county.subject.pk, "assessment"),
    )


def test_what_is_not_done_in_the_current_step_is_on_nobodys_desk():
    county = County(branches=2)
    county.stand_at("survey")

    told = {line.code for who in (county.reviewer, secretary(county.branch)) for line in lines(who)}

    assert not told & {"desk.assess", "desk.self-assess", "desk.others-self-assess"}


def test_officers_see_the_work_of_others_grouped_and_can_remind_them():
    county = County(towns=2, branches=3)
    county.score(county.branches[0])
    brought_first(county.subject, county.reviewer)

    told = lines(county.officer)

    assert [(line.code, line.facts.get("count"), line.facts.get("committees")) for line in told] == [
        ("desk.others-self-assess", 6, 2),
        ("desk.others-assess", 5, 2),
        ("desk.others-decide", 1, 1),
        ("desk.over-quota", None, 1),
    ]
    assert phrases.sentence(told[1].code, told[1].facts).startswith("5 个支部还没有评分")
    assert [line.ask for line in told] == [
        ("self-assessment", "procedure.not-self-assessed"),
        ("scorers", "procedure.not-scored"),
        ("decision", "procedure.not-decided"),
        None,
    ]


def test_what_one_does_oneself_is_not_the_work_of_others():
    """The factory's reviewer scores and decides; only the branches' self-assessment is others'."""
    county = County(branches=2)

    told = [(line.code, line.own) for line in lines(county.reviewer)]

    assert told == [("desk.assess", True), ("desk.others-self-assess", False)]


def test_every_line_has_a_sentence_in_both_languages_and_a_clause_where_the_document_has_one():
    county = County(branches=3)
    county.score(county.branches[0])

    for who in (county.officer, county.reviewer, secretary(county.branches[1])):
        for line in lines(who):
            said = {phrases.sentence(line.code, line.facts, lang) for lang in ("zh", "en")}
            assert len(said) == 2
            assert line.clause or line.code == "desk.over-quota"


def test_lines_stand_under_late_this_week_and_later():
    county = County()

    ends = GRADING_ENDS
    days = [ends + timedelta(days=1), ends, ends - timedelta(days=7), ends - timedelta(days=8)]
    assert [own(county.reviewer, day)[0].band for day in days] == ["late", "week", "week", "later"]


def test_the_campaigns_own_last_day_holds_where_a_step_has_none():
    county = County()
    Window.objects.filter(campaign=county.campaign, step="grading").update(until_on=None)

    assert own(county.reviewer)[0].due_on == DUE


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
    second = campaign(county.top, title="第二个", due_on=DUE + timedelta(days=40))
    second.tracks.update(step="grading")
    Window.objects.filter(campaign=second, step="grading").update(until_on=DUE + timedelta(days=30))

    assert [line.campaign.title for line in own(county.reviewer)] == ["分类定级", "第二个"]


def test_somebody_set_aside_waits_for_nothing():
    county = County(branches=2)
    one = county.subject
    one.set_aside, one.set_aside_by, one.set_aside_on = "成立不足一年", county.officer, ON
    one.save()

    assert codes(reviewer(county.town)) == [("desk.assess-one", 1)]
    assert own(secretary(county.branch)) == []
