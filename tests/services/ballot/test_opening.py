"""Key, trial and slips before the first paper; the box opens by two, and never untried (B-15, B-18)."""

import json
from copy import deepcopy

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.ballot.slip import slips_for, stub, stub_root
from jiceng.services import ballot as events
from jiceng.services.ballot import moving, sealing, signature
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import AuditEvent, Stub
from tests.factories import ON, reviewer
from tests.meeting import PASSPHRASE, Meeting, new_code, new_key
from tests.services.ballot.asked import refused

pytestmark = pytest.mark.django_db
SIZES = {"党员": 3, "群众代表": 3}


@pytest.fixture(scope="module")
def made(kept):
    meeting = Meeting(sizes=SIZES).to("frozen")
    meeting.tick()
    return meeting


@pytest.fixture
def meeting(made):
    return deepcopy(made)


@pytest.fixture
def ready(meeting):
    return meeting.to("opening")


# -- the key (B-18) ---------------------------------------------------------------------------------------------------


def test_the_key_is_kept_as_the_browser_wrapped_it(meeting):
    meeting.key = new_key(PASSPHRASE)
    meeting.set_key()

    assert json.loads(meeting.now.box_wrapped) == json.loads(meeting.key.wrapped)
    assert meeting.now.box_public == meeting.key.public
    assert meeting.now.state == "opening"


@pytest.mark.parametrize(
    ("public", "wrapped"),
    [
        ("", ""),
        ("AAAA", None),
        ("B" * 88, None),  # of the right length, and beside the curve
        (None, "{}"),
        (None, '{"v":1,"salt":"AA==","iv":"AA==","ct":"AA=="}'),
        (None, "[" * 5000),
    ],
)
def test_half_a_key_is_no_key(meeting, public, wrapped):
    key = meeting.key
    facts = {"public": key.public if public is None else public}
    facts["wrapped"] = key.wrapped if wrapped is None else wrapped

    refusal = refused(events.set_key, event=meeting.event, by=meeting.delegate, on=ON, **facts)

    assert refusal.code == "ballot.key-unreadable"
    assert meeting.now.state == "frozen"


def test_another_key_is_tried_anew(ready):
    ready.key = new_key()
    ready.set_key()

    assert (ready.now.rehearsed, ready.now.rehearsal) == (False, {})
    assert refused(ready.ask, "open").code == "ballot.not-rehearsed"


def test_no_box_opens_that_was_not_tried(meeting):
    meeting.set_key()
    meeting.draw_slips()

    assert refused(meeting.ask, "open").code == "ballot.not-rehearsed"
    assert refused(meeting.confirm).code == "ballot.not-asked"


def test_a_box_without_a_key_does_not_open(meeting):
    assert refused(events.begin_opening, event=meeting.event, by=meeting.delegate, on=ON).code == (
        "ballot.key-missing"
    )
    assert refused(meeting.ask, "open").code == "ballot.state"


def test_a_wrong_answer_is_no_trial(meeting):
    meeting.set_key()
    facts = {"event": meeting.event, "by": meeting.delegate, "on": ON}
    assert refused(events.answer_trial, answer="0" * 32, **facts).code == "ballot.trial-missing"
    told = events.trial(event=meeting.event, by=meeting.delegate)

    assert refused(events.answer_trial, answer="0" * 32, **facts).code == "ballot.trial-failed"
    word = sealing.open_sealed(
        Sealed(told["eph"], told["iv"], told["ct"]), meeting.key.private, meeting.event.pk, told["class"]
    )
    assert events.answer_trial(answer=word.decode().upper(), **facts).rehearsed


def test_the_record_of_a_trial_does_not_tell_its_answer(meeting):
    meeting.set_key()
    told = events.trial(event=meeting.event, by=meeting.delegate)
    word = sealing.open_sealed(
        Sealed(told["eph"], told["iv"], told["ct"]), meeting.key.private, meeting.event.pk, told["class"]
    )

    assert word.decode() not in json.dumps(meeting.now.rehearsal)


def test_without_the_rule_an_untried_box_would_open(meeting, monkeypatch):
    meeting.set_key()
    monkeypatch.setattr(moving, "check_opening", lambda rule, ready: None)

    assert meeting.open().state == "open"


def test_with_neither_key_nor_copy_the_ballot_is_void_on_the_record(ready):
    ready.open()
    ready.vote_all()
    ready.close()
    ready.key = new_key()  # the real one is lost

    count = ready.counted()
    assert count["invalid"] == {"党员": {"unreadable": 3}, "群众代表": {"unreadable": 3}}
    ready.void("密钥和备份都丢失")
    assert ready.now.state == "void"
    assert AuditEvent.objects.filter(action="ballot.voided").count() == 1


# -- slips (B-15) -----------------------------------------------------------------------------------------------------


def test_slips_are_one_each_and_a_tenth_more(ready):
    assert {name: len(codes) for name, codes in ready.codes.items()} == {
        name: slips_for(size) for name, size in SIZES.items()
    }
    assert Stub.objects.filter(event=ready.event.pk).count() == 8


@pytest.mark.parametrize("less", [1, -1])
def test_neither_fewer_nor_more(meeting, less):
    meeting.set_key()
    codes = {name: [new_code() for _ in range(slips_for(size) - less)] for name, size in SIZES.items()}
    stubs = {name: [stub(meeting.event.pk, name, one) for one in told] for name, told in codes.items()}

    refusal = refused(events.set_stubs, event=meeting.event, stubs=stubs, by=meeting.delegate, on=ON)

    assert refusal.code == "ballot.stubs-number"


@pytest.mark.parametrize("one", ["", "0" * 63, "G" * 64, "twice"])
def test_a_slip_is_a_digest_and_there_once(meeting, one):
    meeting.set_key()
    stubs = {
        name: [stub(meeting.event.pk, name, new_code()) for _ in range(slips_for(size))]
        for name, size in SIZES.items()
    }
    stubs["党员"][0] = stubs["群众代表"][0] if one == "twice" else one

    refusal = refused(events.set_stubs, event=meeting.event, stubs=stubs, by=meeting.delegate, on=ON)

    assert refusal.code == "ballot.stubs-unreadable"
    assert not Stub.objects.filter(event=meeting.event.pk).exists()


def test_slips_are_put_on_record_once(ready):
    stubs = {name: [stub(ready.event.pk, name, one) for one in codes] for name, codes in ready.codes.items()}
    facts = {"event": ready.event, "by": ready.delegate, "on": ON}

    assert events.set_stubs(stubs=stubs, **facts) == {"党员": 4, "群众代表": 4}
    assert refused(ready.draw_slips).code == "ballot.stubs-set"


def test_the_root_on_the_opening_sheet_is_that_of_the_slips(ready):
    ready.open()

    every = Stub.objects.filter(event=ready.event.pk).values_list("h", flat=True)
    assert json.loads(ready.now.opened)["stub_root_all"] == stub_root(every)
    assert signature.verify(ready.now.opened.encode(), ready.now.opened_signature, signature.public())


# -- by two -----------------------------------------------------------------------------------------------------------


def test_the_delegate_asks_and_a_teller_opens(ready):
    ready.ask("open")
    assert ready.now.state == "opening"

    opened = ready.confirm(by=ready.teller2)

    assert (opened.state, opened.asked, opened.held_on) == ("open", "", ON)


def test_nobody_opens_it_alone(ready):
    with pytest.raises(Forbidden):
        ready.ask("open", by=ready.teller2)
    ready.ask("open")
    assert refused(ready.confirm, by=ready.delegate).code == "ballot.teller-only"
    assert refused(ready.confirm, by=reviewer(ready.town)).code == "ballot.teller-only"


def test_a_teller_confirms_what_they_saw(ready):
    ready.ask("open")

    assert refused(ready.confirm, what="close").code == "ballot.not-asked"
    assert ready.confirm(what="open").state == "open"
    assert ready.confirm(what="open").state == "open"  # pressed twice
    ready.ask("close")
    assert ready.confirm(what="open").state == "open"  # and a late one closes nothing
    assert ready.confirm(what="close").state == "closed"


def test_somebody_must_have_been_given_a_slip(made):
    meeting = Meeting(sizes=SIZES).to("opening")

    assert refused(meeting.ask, "open").code == "ballot.nobody-issued"


def test_on_paper_alone_there_is_neither_key_nor_slip():
    meeting = Meeting(sizes=SIZES, paper_only=True).to("opening")
    key = meeting.key

    refusal = refused(
        events.set_key,
        event=meeting.event,
        public=key.public,
        wrapped=key.wrapped,
        by=meeting.delegate,
        on=ON,
    )
    assert refusal.code == "ballot.paper-only"
    assert refused(meeting.draw_slips).code == "ballot.paper-only"
    assert meeting.to("open").now.state == "open"


def test_a_ballot_that_comes_after_a_report_waits_for_it_before_opening():
    meeting = Meeting(
        pack="jilin-2012-grading", mechanism="grading-ballot", step="grading",
        sizes={"党员": 3, "群众代表": 2, "两代表一委员": 2},
    ).to("opening")  # fmt: skip
    meeting.tick()

    assert refused(meeting.ask, "open").code == "ballot.comes-after"
