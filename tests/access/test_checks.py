"""Who may do what, where: every verb for every role, at the own place, below, above and elsewhere."""

import pytest

from jiceng.access import checks, scope
from jiceng.store.models import Post
from tests.factories import County, in_post, inspector, reviewer, secretary, user

pytestmark = pytest.mark.django_db

OWN, AT, OVER = {"own"}, {"own", "below"}, {"below"}
RELATED = {"own", "below", "above"}
OFFICERS_AT = {"county-officer": AT, "committee-officer": AT}

# verb -> role -> where it may: own = at the organisation of the post, below, above, beside (a neighbour's).
MAY = {
    "sheet.self-assess": {"secretary": OWN},
    "sheet.assess": {"reviewer": OVER},
    "grade.decide": {"committee-officer": OVER},
    "grade.explain": {"committee-officer": OVER},
    "correction.ask": {"committee-officer": OVER},
    "correction.approve": {"county-officer": OVER},
    "flag.record": {"county-officer": OVER, "committee-officer": OVER},
    "flag.see": {"committee-officer": OVER, "county-officer": AT, "inspector": AT},
    "campaign.see": dict.fromkeys(
        ("county-officer", "committee-officer", "reviewer", "delegate", "secretary", "member", "inspector"),
        RELATED,
    ),
    "campaign.open": {"county-officer": AT},
    "campaign.windows": {"county-officer": AT},
    "campaign.close": {"county-officer": AT},
    "track.move": OFFICERS_AT,
    "track.send-back": OFFICERS_AT,
    "deadline.set": OFFICERS_AT,
    "document.register": OFFICERS_AT,
    "remind.send": OFFICERS_AT,
    "team.set": OFFICERS_AT,
    "link.set": OFFICERS_AT,
    "draw.make": {"county-officer": AT, "inspector": AT},
    "draw.find": {"county-officer": AT, "inspector": AT},
    "record.own": {"secretary": OWN},
    "record.assess": {"reviewer": OVER},
    "record.committee": {"committee-officer": AT},
    "record.county": {"county-officer": AT},
    "notice.post-own": {"secretary": OWN},
    "notice.post": {"committee-officer": AT, "county-officer": OWN},
    "notice.post-over": {"county-officer": AT},
    "notice.take-down": OFFICERS_AT,
    "use.grant": {"county-officer": OVER, "committee-officer": OVER},
    "figure.enter": {"county-officer": OVER, "committee-officer": OVER},
    "objection.handle": {"committee-officer": OVER, "county-officer": OVER, "inspector": AT},
    "item.open": {"secretary": OWN, "committee-officer": AT, "county-officer": OVER},
    "item.plan": {"secretary": OWN, "committee-officer": AT, "county-officer": OVER},
    "item.claim": {"secretary": OWN, "committee-officer": OWN},
    "item.verify": dict.fromkeys(("county-officer", "committee-officer", "reviewer"), OVER)
    | {"inspector": AT},
    "item.close": dict.fromkeys(("county-officer", "committee-officer", "reviewer"), OVER)
    | {"inspector": AT},
    "ballot.roll": {"secretary": OWN},
    "ballot.roll-over": {"committee-officer": OVER},
    "ballot.approve-roll": {"reviewer": OVER},
    "ballot.count": {"delegate": OVER},
    "ballot.tell": dict.fromkeys(
        ("county-officer", "committee-officer", "reviewer", "delegate", "secretary", "member", "inspector"),
        OVER,
    ),
    "ballot.see-classes": dict.fromkeys(("county-officer", "committee-officer", "reviewer", "delegate"), OVER)
    | {"inspector": AT},
    "ballot.look-into": {"inspector": AT},
    "forms.download": {"county-officer": AT, "committee-officer": AT, "reviewer": AT, "inspector": AT},
    "return.send": {"committee-officer": OWN, "county-officer": OWN},
    "return.answer": {"county-officer": OVER},
    "account.make": {"system-administrator": AT},
    "account.ask": {"system-administrator": AT},
    "account.close": {"system-administrator": AT},
    "account.approve": {"security-administrator": AT},
    "account.reset-factor": {"security-administrator": AT},
    "audit.see": {"auditor": AT},
}
ROLES = (
    "county-officer", "committee-officer", "reviewer", "delegate", "secretary", "member", "inspector",
    "auditor", "system-administrator", "security-administrator",
)  # fmt: skip
JUDGED = sorted(verb for verb, by in MAY.items() if OVER in by.values())


@pytest.fixture
def county():
    return County(towns=2)


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_of_permissions(county, role):
    places = {"own": county.town, "below": county.branch, "above": county.top, "beside": county.branches[1]}
    who = in_post(role, county.town)

    allowed = {
        verb: {place for place in places if checks.may(who, verb, places[place])} for verb in checks.RULES
    }

    assert allowed == {verb: MAY[verb].get(role, set()) for verb in MAY}


@pytest.mark.parametrize("role", scope.ADMINISTRATORS)
def test_an_administrator_has_no_say_in_content(county, role):
    who = in_post(role, county.top)
    everywhere = [county.top, *county.towns, *county.branches]

    allowed = {verb for verb in checks.RULES if any(checks.may(who, verb, here) for here in everywhere)}

    assert {verb.split(".")[0] for verb in allowed} == {"audit" if role == "auditor" else "account"}


def test_no_two_administrators_may_the_same(county):
    powers = [
        {verb for verb in checks.RULES if checks.may(in_post(role, county.top), verb, county.top)}
        for role in scope.ADMINISTRATORS
    ]

    assert sum(len(one) for one in powers) == len(set.union(*powers))


@pytest.mark.parametrize("verb", JUDGED)
def test_nobody_judges_the_branch_they_belong_to(county, verb):
    """The post above gives the right; a second post in the branch takes it away, for that branch only."""
    neighbour = County(branches=2)
    for role in MAY[verb].keys() - {"secretary"}:
        who = in_post(role, neighbour.top)
        before = [checks.may(who, verb, one) for one in neighbour.branches]
        in_post("member", neighbour.branch, who=who)

        after = [checks.may(who, verb, one) for one in neighbour.branches]

        kept = verb == "flag.see" and role in ("county-officer", "inspector")
        assert (before, after) == ([True, True], [kept, True]), role


def test_an_inspector_at_the_county_handles_what_is_said_against_the_county(county):
    """Somebody must, and nobody stands above it here."""
    allowed = {
        role for role in ROLES if checks.may(in_post(role, county.top), "objection.handle", county.top)
    }

    assert allowed == {"inspector"}


def test_an_inspector_who_also_holds_another_post_there_does_not(county):
    who = inspector(county.town)
    in_post("secretary", county.branch, who=who)

    assert not checks.may(who, "objection.handle", county.town)


def test_reviewing_ones_own_branch_is_refused_though_a_post_lies_above(county):
    who = reviewer(county.town)
    in_post("secretary", county.branch, who=who)

    assert not checks.may(who, "sheet.assess", county.branch)
    assert checks.may(county.reviewer, "sheet.assess", county.branch)
    assert checks.may(who, "sheet.self-assess", county.branch)


def test_the_places_of_two_posts_do_not_mix(county):
    """A secretary here and a reviewer there: neither right moves to the other place."""
    who = secretary(county.branches[1])
    reviewer(county.town, who=who)

    assert checks.may(who, "sheet.assess", county.branch)
    assert not checks.may(who, "sheet.self-assess", county.branch)
    assert not checks.may(who, "sheet.assess", county.branches[1])


def test_without_a_post_nothing_is_allowed(county):
    assert [verb for verb in checks.RULES if checks.may(user(), verb, county.branch)] == []


def test_check_names_the_verb_and_the_place(county):
    with pytest.raises(checks.Forbidden) as forbidden:
        checks.check(user(), "grade.decide", county.branch)

    assert (forbidden.value.verb, forbidden.value.organisation) == ("grade.decide", county.branch)


def test_an_unknown_verb_is_a_fault_and_never_a_permission(county):
    with pytest.raises(KeyError):
        checks.may(county.officer, "sheet.asess", county.branch)


def test_many_questions_cost_no_query_where_posts_are_at_hand(django_assert_num_queries):
    county = County(branches=3)
    held = scope.posts(county.reviewer)

    with django_assert_num_queries(0):
        answers = [checks.may(county.reviewer, "sheet.assess", one, held=held) for one in county.branches]

    assert answers == [True, True, True]


def test_the_roles_are_those_a_post_may_have():
    assert tuple(Post.ROLES) == ROLES
