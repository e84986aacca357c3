"""活动 and its steps as pages: what they say, what they let through, and what they cost."""

import csv
import subprocess
import sys
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiceng.services import procedure, standing
from jiceng.store.models import Deadline, Draw, Move, Organisation, Subject, Track, Window
from jiceng.store.register import add_organisations
from tests.campaigns import Running
from tests.factories import ON, in_post, secretary
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db
WHOLE = 12  # queries of a campaign's page, whatever is in it


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
def test_the_page_of_a_campaign_of_a_thousand_costs_at_most_twelve_queries(seen_by, step):
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
