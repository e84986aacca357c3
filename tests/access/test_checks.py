"""Who may do what, where: every verb for every role, at the own place, below, above and elsewhere."""

import pytest

from jiceng.access import checks
from tests.factories import County, in_post, user

pytestmark = pytest.mark.django_db

# verb -> role -> where it may: own = at the organisation of the post, below, above, beside (a neighbour's).
MAY = {
    "sheet.self-assess": {"secretary": {"own"}},
    "sheet.assess": {"reviewer": {"below"}},
    "grade.decide": {"reviewer": {"below"}},
    "grade.explain": {"reviewer": {"below"}},
    "campaign.see": {role: {"own", "below", "above"} for role in ("county-officer", "reviewer", "secretary")},
    "campaign.open": {"county-officer": {"own", "below"}},
    "forms.download": {"county-officer": {"own", "below"}, "reviewer": {"own", "below"}},
}


@pytest.mark.parametrize("role", ["county-officer", "reviewer", "secretary"])
def test_the_matrix_of_permissions(role):
    county = County(towns=2)
    places = {"own": county.town, "below": county.branch, "above": county.top, "beside": county.branches[1]}
    who = in_post(role, county.town)

    allowed = {
        verb: {place for place in places if checks.may(who, verb, places[place])} for verb in checks.RULES
    }

    assert allowed == {verb: MAY[verb].get(role, set()) for verb in MAY}


def test_nobody_assesses_the_branch_they_belong_to():
    county = County()
    who = in_post("reviewer", county.branch)
    in_post("secretary", county.branch, who=who)

    assert not checks.may(who, "sheet.assess", county.branch)
    assert checks.may(county.reviewer, "sheet.assess", county.branch)


def test_without_a_post_nothing_is_allowed():
    county = County()

    assert [verb for verb in checks.RULES if checks.may(user(), verb, county.branch)] == []


def test_check_names_the_verb_and_the_place():
    county = County()

    with pytest.raises(checks.Forbidden) as forbidden:
        checks.check(user(), "grade.decide", county.branch)

    assert (forbidden.value.verb, forbidden.value.organisation) == ("grade.decide", county.branch)


def test_an_unknown_verb_is_a_fault_and_never_a_permission():
    county = County()

    with pytest.raises(KeyError):
        checks.may(county.officer, "sheet.asess", county.branch)


def test_many_questions_cost_no_query_where_posts_are_at_hand(django_assert_num_queries):
    from jiceng.access import scope

    county = County(branches=3)
    held = scope.posts(county.reviewer)

    with django_assert_num_queries(0):
        answers = [checks.may(county.reviewer, "sheet.assess", one, held=held) for one in county.branches]

    assert answers == [True, True, True]
