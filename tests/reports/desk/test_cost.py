"""A desk costs the same however many organisations there are; it grows with the campaigns only."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiceng.access import scope
from jiceng.reports import desk
from jiceng.store.models import Organisation, Subject
from tests.campaigns import Running
from tests.factories import ON, in_post

pytestmark = pytest.mark.django_db
MOST = 28  # queries of one campaign's desk, whatever the role


def queries(held):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        desk.due(held, ON)
    return len(seen)


def grown(run, size):
    """More branches in the campaign, as if it had been opened with them."""
    from tests.factories import organisation

    more = [organisation(run.town, kind=run.branches[0].kind) for _ in range(min(size, 3) - 1)]
    last = run.branches[0].path[:-4]
    many = [
        Organisation(
            code=f"M{number}", name=f"大{number}支部", form="branch", kind=run.branches[0].kind, invented=True,
            parent=run.town, path=f"{last}z{number:03}",
        )
        for number in range(size - 3)
    ]  # fmt: skip
    more += Organisation.objects.bulk_create(many)
    one = run.subject
    Subject.objects.bulk_create(
        [
            Subject(campaign=run.campaign, organisation=each, class_name=one.class_name, committee=run.town)
            for each in more
        ]
    )


@pytest.mark.parametrize("step", ["self-assessment", "assessment", "committee", "notice", "filing"])
@pytest.mark.parametrize("role", ["secretary", "reviewer", "committee-officer", "county-officer"])
def test_a_desk_costs_the_same_for_1_3_and_500(role, step):
    counts = {}
    for size in (1, 3, 500):
        run = Running()
        grown(run, size)
        run.stand_at(step)
        at = {"secretary": run.branches[0], "county-officer": run.county}.get(role, run.town)
        counts[size] = queries(scope.posts(in_post(role, at)))

    assert counts[1] == counts[3] == counts[500]
    assert counts[500] <= MOST


@pytest.mark.parametrize("role", ["delegate", "inspector", "member", "auditor", "security-administrator"])
def test_other_roles_cost_a_few(role):
    run = Running(branches=3)

    assert queries(scope.posts(in_post(role, run.county))) <= MOST


def test_a_second_campaign_adds_its_own_part_and_no_more():
    run = Running(branches=2)
    held = scope.posts(run.officer)
    one = queries(held)

    run.open("yichun-2012-grading", title="第二个", on=ON + timedelta(days=1))
    two = queries(held)

    assert two - one <= one
