"""The ballots of the demonstration: the published ones hold against the verifier, the waiting one can be held."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import jiceng
from jiceng.demo import ballots, load
from jiceng.demo.meeting import Meeting
from jiceng.kernel.ballot import OVERALL
from jiceng.services import ballot as events
from jiceng.services.ballot import record
from jiceng.services.ballot.shown import figures
from jiceng.store.models import BallotEvent, Count, Person, Roll, RollEntry, User
from tests.demo.conftest import ON

VERIFIER = Path(jiceng.__file__).parent / "web/static/jiceng/verify_ballot.py"
ACCOUNTS = {"delegate", "team", "committee", "street", "county"}


@pytest.fixture(autouse=True)
def loaded(said, db):
    """Every test sees the loaded county."""


def at(code):
    return BallotEvent.objects.for_page().get(subject__organisation__code=code)


def user(username):
    return User.objects.get(username=username)


def result(event, audience="public"):
    return json.loads(record.files(event, audience)["result.json"])


def verified(event, folder, *, changed=None):
    """What the program that anybody may run says of the published record: exit code and words."""
    for name, raw in record.files(event, "public").items():
        (folder / name).write_bytes(changed(name, raw) if changed else raw)
    command = [sys.executable, "-I", str(VERIFIER), str(folder), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


# -- the board to look at ---------------------------------------------------------------------------------------------


def test_the_published_board_shows_both_classes_from_phones_and_paper():
    event = at(ballots.SHOWN)
    groups = {one["name"]: one for one in result(event)["groups"]}

    assert (event.state, result(event)["view"]) == ("published", "classes")
    assert {name: [one["issued"], one["returned"], one["valid"]] for name, one in groups.items()} == {
        "党员": [20, 20, 20],
        "群众代表": [20, 20, 19],
    }
    on_paper = {one.voter_class: one.figures["returned"] for one in event.papers.all()}
    assert on_paper == {"党员": 8, "群众代表": 9}
    assert len(event.opened_signature) == len(event.closed_signature) == 128


@pytest.mark.parametrize("code", [ballots.SHOWN, ballots.SMALL])
def test_the_record_counts_again_to_the_same_with_the_program_that_anybody_may_run(code, tmp_path):
    done, told = verified(at(code), tmp_path)

    assert done == 0, told


def test_a_record_with_one_answer_changed_does_not(tmp_path):
    def changed(name, raw):
        return raw.replace("不满意".encode(), "满意".encode(), 1) if name == "board.json" else raw

    done, _ = verified(at(ballots.SHOWN), tmp_path, changed=changed)

    assert done != 0


def test_the_figure_the_campaign_goes_on_with_came_from_the_box():
    count = Count.objects.for_page().get(event=at(ballots.SHOWN))

    assert str(count.subject.measures.get().value.normalize()) == "89.74359"
    typed = Count.objects.filter(campaign=count.campaign, event=None)
    assert typed.count() > 400


# -- a class too small to be shown ------------------------------------------------------------------------------------


def test_a_small_class_is_shown_with_the_others_only_except_to_those_who_counted():
    event = at(ballots.SMALL)

    assert sorted(one["valid"] for one in result(event, "inside")["groups"]) == [7, 8]
    assert result(event)["view"] == "merged"
    assert [(one["name"], one["issued"], one["valid"]) for one in result(event)["groups"]] == [("", 15, 15)]
    for name, raw in record.files(event, "public").items():
        if name in ("board.json", "spent.json"):
            assert list(json.loads(raw)["groups"]) == [""]
    rule = events.rule_of(event.subject, event.mechanism)
    counts = events.counted_of(Count.objects.for_page().get(event=event))
    assert figures(rule, counts, "public", event).valid == 15


def test_every_absence_has_its_reason():
    excused = RollEntry.objects.filter(state="excused").exclude(reason="")

    assert {one.event_id for one in excused} == {at(ballots.SHOWN).pk, at(ballots.SMALL).pk}
    assert not RollEntry.objects.filter(state="excused", reason="").exists()


# -- the ones that wait -----------------------------------------------------------------------------------------------


class Live(Meeting):
    """Somebody who goes on where the demonstration stops, with the accounts it names."""

    def __init__(self, event):
        super().__init__()
        self.event, self.subject, self.mechanism, self.on = event, event.subject, event.mechanism, ON
        self.sizes = {one.voter_class: one.size for one in event.roll.classes.all()}
        self.delegate, self.teller1, self.teller2 = (user(one) for one in ("delegate", "team", "committee"))


def test_the_waiting_ballot_can_be_held_by_the_named_accounts_until_it_is_published(tmp_path):
    event = at(ballots.READY)
    assert event.state == "frozen"
    assert {one.username for one in (event.delegate, event.teller1, event.teller2)} <= ACCOUNTS
    live = Live(event)

    live.set_key()
    live.rehearse()
    live.draw_slips()
    live.tick()
    live.open()
    for one in live.voters[:6]:
        live.vote(one, "基本满意")
    live.close()
    for name in live.classes:
        rest = sum(one.voter_class == name and one.ack is None for one in live.voters)
        live.enter_papers(name, {OVERALL: {"满意": rest - 1, "不满意": 1}})
    live.count()
    live.sign()
    published = live.publish()

    assert published.state == "published"
    done, told = verified(published, tmp_path)
    assert done == 0, told


def test_what_was_counted_at_the_street_waits_for_its_officers_signature():
    event = at(ballots.REVIEWED)
    assert (event.state, event.asked, event.paper_only) == ("counted", "sign", True)

    events.confirm(event=event, what="sign", by=user("street"), on=ON)
    events.publish(event=event, by=user("delegate"), on=ON)

    [group] = result(at(ballots.REVIEWED))["groups"]
    assert (group["name"], group["issued"], group["valid"]) == ("服务对象", 22, 21)


# -- the rest ---------------------------------------------------------------------------------------------------------


def test_whoever_votes_here_is_invented_and_so_are_the_organisations():
    held = BallotEvent.objects.all()

    assert all(one.subject.organisation.invented and "（演示）" in one.place for one in held)
    listed = RollEntry.objects.exclude(person=None).values_list("person", flat=True)
    assert len(listed) == 3
    assert not Person.objects.filter(pk__in=listed, invented=False).exists()
    assert RollEntry.objects.count() == Roll.objects.filter(events__in=held).values("names").count()


def test_the_announcement_names_the_board_and_whom_to_be():
    from jiceng import phrases

    shown, ready = load.ballots_to_see()

    assert shown[:2] == ("demo.board", f"/v/{at(ballots.SHOWN).pk}/")
    assert ready[:2] == ("demo.to-hold", f"/ballots/{at(ballots.READY).pk}/")
    told = [
        phrases.sentence(code, {"address": f"http://127.0.0.1:8000{path}", **facts})
        for code, path, facts in (shown, ready)
    ]
    assert f"http://127.0.0.1:8000/v/{at(ballots.SHOWN).pk}/" in told[0]
    assert all(one in told[1] for one in ("delegate", "team", "committee", "素问建材有限公司党支部"))


def test_nothing_of_a_ballot_waits_in_an_open_box():
    assert not BallotEvent.objects.filter(state__in=("open", "closed")).exists()
    assert not BallotEvent.objects.filter(state="published", rewritten=False).exists()
