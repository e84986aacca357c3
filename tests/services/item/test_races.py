"""Two people at once. Each race twice: with what decides it, and without, where it must go wrong."""

from copy import copy
from functools import partial
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.db import connections, transaction

from jiceng.kernel.refusal import Refusal
from jiceng.services import item as events
from jiceng.services.item import closing, opening
from jiceng.store.models import GatePass, Item
from tests.factories import committee_officer
from tests.items import LATER, Ledgers

pytestmark = pytest.mark.django_db


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


def both_read(monkeypatch, item):
    """Whoever takes hold of the row from now on sees it as it is now: what happens where no lock is taken."""
    seen = Item.objects.select_related("campaign__adoption", "campaign__copy", "organisation").get(pk=item.pk)
    monkeypatch.setattr(closing, "locked", lambda _: copy(seen))


def test_of_two_closers_who_read_the_same_row_one_closes(county, monkeypatch):
    item = county.passed(county.shown())
    both_read(monkeypatch, item)

    events.close(item=item, by=county.above, on=LATER)
    lost = refused(events.close, item=item, by=committee_officer(county.town), on=LATER)

    assert (lost.code, lost.facts["who"]) == ("item.changed-meanwhile", county.above.get_full_name())
    assert item.events.filter(what="closed").count() == 1


def unconditional(held, **facts):
    """`change` without its condition."""
    Item.objects.filter(pk=held.pk).update(**facts)
    held.refresh_from_db()
    return held


def test_without_the_version_both_would_close_it(county, monkeypatch):
    """The negative control of the one above."""
    item = county.passed(county.shown())
    both_read(monkeypatch, item)
    monkeypatch.setattr(closing, "change", unconditional)

    events.close(item=item, by=county.above, on=LATER)
    events.close(item=item, by=committee_officer(county.town), on=LATER)

    assert item.events.filter(what="closed").count() == 2


def test_closing_loses_to_evidence_that_is_taken_back_meanwhile(county, monkeypatch):
    item = county.passed(county.shown())
    check = closing.check_close

    def meanwhile(*args, **facts):
        check(*args, **facts)  # there was evidence when the gates were looked at
        events.withdraw_evidence(
            evidence=item.evidence.get(), reason="拍的是邻村", by=county.secretary, on=LATER
        )

    monkeypatch.setattr(closing, "check_close", meanwhile)

    assert refused(events.close, item=item, by=county.above, on=LATER).code == "item.changed-meanwhile"
    assert Item.objects.get(pk=item.pk).state == "open"


def test_without_the_version_it_would_close_on_nothing(county, monkeypatch):
    """The negative control of the one above."""
    item = county.passed(county.shown())
    check = closing.check_close

    def meanwhile(*args, **facts):
        check(*args, **facts)
        events.withdraw_evidence(
            evidence=item.evidence.get(), reason="拍的是邻村", by=county.secretary, on=LATER
        )

    monkeypatch.setattr(closing, "check_close", meanwhile)
    monkeypatch.setattr(closing, "change", unconditional)

    events.close(item=item, by=county.above, on=LATER)

    assert Item.objects.get(pk=item.pk).state == "closed"
    assert not item.evidence.standing().exists()


def test_of_two_who_pass_the_same_gate_the_second_is_told_who_was_first(county, monkeypatch):
    item = county.shown()
    first = committee_officer(county.town)
    check = closing.check_pass

    def meanwhile(*args, **facts):
        check(*args, **facts)
        GatePass.objects.create(item=item, gate="solved", round=1, note="先看过", by=first, on=LATER)

    monkeypatch.setattr(closing, "check_pass", meanwhile)

    lost = refused(events.pass_gate, item=item, gate="solved", note="后看过", by=county.above, on=LATER)

    assert (lost.code, lost.facts["who"]) == ("item.gate-passed", first.get_full_name())


def test_two_items_opened_at_once_have_two_numbers(county, monkeypatch):
    """Somebody takes the number between its being read and its being written."""
    taken = []

    def atomic():
        if not taken:
            taken.append(1)
            Item.objects.create(
                mechanism="x-problems", campaign=county.campaign, organisation=county.branch, number=1,
                title="别人的", opened_by=county.above, opened_on=LATER,
            )  # fmt: skip
        return transaction.atomic()

    monkeypatch.setattr(opening, "transaction", SimpleNamespace(atomic=atomic))

    assert county.open().number == 2


# -- with real threads ------------------------------------------------------------------------------------------------


def at_once(*actions):
    """Each in a thread and a connection of its own, beginning together. The answers, in the order asked."""
    start, answers = Barrier(len(actions)), [None] * len(actions)

    def run(at, action):
        try:
            start.wait()
            answers[at] = action()
        except Refusal as refused:
            answers[at] = refused
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=told) for told in enumerate(actions)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_superiors_close_at_the_same_moment_on_a_real_database():
    county = Ledgers()
    others = [county.above, committee_officer(county.town)]
    for at in range(10):
        item = county.passed(county.shown(title=f"第{at}件"))

        answers = at_once(*(partial(events.close, item=item, by=by, on=LATER) for by in others))

        codes = sorted(getattr(one, "code", "closed") for one in answers)
        assert codes == ["closed", "item.already-closed"]
        assert item.events.filter(what="closed").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_closing_and_taking_evidence_back_at_the_same_moment_never_both_happen():
    county = Ledgers()
    for at in range(10):
        item = county.passed(county.shown(title=f"第{at}件"))
        evidence = item.evidence.get()

        at_once(
            partial(events.close, item=item, by=county.above, on=LATER),
            partial(
                events.withdraw_evidence, evidence=evidence, reason="拍错", by=county.secretary, on=LATER
            ),
        )

        closed = Item.objects.get(pk=item.pk).state == "closed"
        assert closed == item.evidence.standing().exists()
