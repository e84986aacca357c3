"""A spot check by lot: once, by a public seed, and anybody can repeat it with the list and Python alone."""

import shlex
import subprocess

import pytest
from django.urls import reverse

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.reports import desk
from jiceng.services import procedure
from jiceng.services.standing.facts import Facts
from jiceng.store.models import Draw, DrawRow, Flag
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


def test_another_draw_comes_once_every_drawn_organisation_is_looked_at(running, client):
    """002 §四2, 000-4 §四2: spot checks again and again, and never until the lot falls well."""
    first = make(running)
    client.force_login(running.officer)
    address = reverse("draws", args=[running.campaign.pk, "spot-check"])
    assert 'name="seed"' not in client.get(address).text
    facts = {"outcome": "upheld", "finding": "相符", "by": running.officer, "on": ON}
    for row in first.rows.all():
        procedure.record_finding(row=row, **facts)
    assert 'name="seed"' in client.get(address).text

    second = make(running, seed="another")

    assert make(running) == first  # the same seed again is the same draw
    assert client.get(address).context["draw"] == second
    assert client.get(address, {"draw": first.pk}).context["draw"] == first
    assert Facts(running.campaign, ON).draws["spot-check"] == second.size
    assert refused(make, running=running, seed="a third") == "procedure.drawn-already"


def test_falsification_that_an_inspector_finds_is_asked_of_whoever_opens_the_case(running):
    """000-4 §四2: what was falsified is followed up; nobody has to enter it again."""
    row = make(running).rows.for_list()[0]

    procedure.record_finding(
        row=row, outcome="falsified", finding="台账是补的", by=inspector(running.county), on=ON
    )

    organisation = row.subject.organisation
    assert Flag.objects.standing().get().organisation == organisation
    asked = [
        line for line in desk.due(scope.posts(running.officer), ON) if line.mechanism == "accountability"
    ]
    assert [line.own for line in asked] == [True]


def test_a_falsification_that_no_rule_follows_up_there_is_recorded_all_the_same(running, monkeypatch):
    monkeypatch.setattr("jiceng.services.flag.flags_at", lambda *args: {})
    monkeypatch.setattr("jiceng.services.procedure.draw.flags_at", lambda *args: {}, raising=False)
    row = make(running).rows.for_list()[0]

    procedure.record_finding(
        row=row, outcome="falsified", finding="台账是补的", by=inspector(running.county), on=ON
    )

    row.refresh_from_db()
    assert (row.outcome, Flag.objects.exists()) == ("falsified", False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"seed": " "}, "procedure.seed-missing"), ({"mechanism": "decision"}, "door.no-such-rule")],
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
