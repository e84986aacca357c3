"""A spot check by lot: once, by a public seed, and anybody can repeat it with the list and Python alone."""

import shlex
import subprocess

import pytest
from django.urls import reverse

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import procedure
from jiceng.store.models import Draw, DrawRow
from tests.campaigns import Running
from tests.factories import ON, inspector
from tests.web.reading import words

pytestmark = pytest.mark.django_db
SEED = "20120426-078'; echo x"


@pytest.fixture
def running():
    made = Running("jilin-2012-grading", branches=9)
    made.campaign.adoption.settings = {"spot-check": {"size": 3}}
    made.campaign.adoption.save()
    for branch in made.branches:
        made.decided(branch)
    made.stand_at("return")
    return made


def make(running, **changes):
    facts = {
        "campaign": running.campaign,
        "mechanism": "spot-check",
        "seed": SEED,
        "by": running.officer,
        "on": ON,
    }
    return procedure.make_draw(**{**facts, **changes})


def refused(act, **facts):
    with pytest.raises(Refusal) as refusal:
        act(**facts)
    return refusal.value.code


def test_a_draw_is_made_once_and_the_same_seed_answers_it(running):
    first, again = make(running), make(running)

    assert (first, first.size, first.frame_size, first.rows.count()) == (again, 3, 9, 3)
    assert refused(make, running=running, seed="another") == "procedure.drawn-already"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"seed": " "}, "procedure.seed-missing"), ({"mechanism": "decision"}, "procedure.no-sample")],
)
def test_a_draw_needs_a_seed_and_a_rule(running, changes, code):
    assert refused(make, running=running, **changes) == code


def test_a_secretary_draws_nothing(running):
    with pytest.raises(Forbidden):
        make(running, by=running.who("secretary", running.branches[0]))


def test_anybody_repeats_the_draw_from_the_page_and_the_file(running, client, tmp_path):
    drawn = make(running)
    client.force_login(inspector(running.county))
    running.decided(running.branches[0], grade="较差")  # later changes do not touch who could be drawn

    page = client.get(reverse("draws", args=[running.campaign.pk, "spot-check"]))
    [command] = [line for line in words(page).splitlines() if line.startswith("python3 -c")]
    (tmp_path / "frame.csv").write_bytes(client.get(reverse("draw-frame", args=[drawn.pk])).content)
    whole = words(page)[words(page).index("python3 -c") :]
    command = whole[: whole.index("frame.csv") + len("frame.csv")]
    got = subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, text=True, check=True)

    assert got.stdout.split() == [row.subject.organisation.code for row in drawn.rows.for_list()]
    assert drawn.frame_digest in words(page)


def test_a_finding_stays_and_changes_no_grade(running):
    row = make(running).rows.for_list()[0]
    facts = {"row": row, "by": inspector(running.county), "on": ON}
    assert (
        refused(procedure.record_finding, outcome="fine", finding="都好", **facts)
        == "procedure.outcome-unknown"
    )
    assert (
        refused(procedure.record_finding, outcome="wrong", finding="", **facts) == "procedure.finding-missing"
    )

    procedure.record_finding(outcome="wrong", finding="台账与实际不符", **facts)
    procedure.record_finding(outcome="wrong", finding="台账与实际不符", **facts)

    assert (
        refused(procedure.record_finding, outcome="upheld", finding="再看", **facts)
        == "procedure.found-already"
    )
    assert DrawRow.objects.get(pk=row.pk).subject.decided == "好"
    assert Draw.objects.get().rows.open().count() == 2
