"""Two people at once: one return stands, one count stands, one receipt each; and what is so without the protection."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection, connections

from jiceng.kernel.refusal import Refusal
from jiceng.services import duty
from jiceng.services.duty import returns
from jiceng.store.models import Count, Return, Subject
from tests.factories import ON, committee_officer, delegate
from tests.filing import Filing, counted


def at_once(*acts):
    """What each answers, or the code of its refusal."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait()
            return act()
        except Refusal as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def unseen(monkeypatch):
    """The sender looks before the other's return is there."""
    plain = returns.prepare
    monkeypatch.setattr(returns, "prepare", lambda **facts: replace(plain(**facts), stands=None))


@pytest.mark.django_db(transaction=True)
def test_without_its_constraint_two_returns_would_stand(monkeypatch):
    """The negative control: the database alone keeps the second out when nobody has seen the first."""
    county = Filing()
    county.all_graded("较好")
    county.send()
    county.graded(county.branch, "好", "95", "表彰")
    unseen(monkeypatch)
    guard = next(one for one in Return._meta.constraints if one.name == "return_one_standing")
    with pytest.raises(Refusal):
        county.send()

    every = Return._meta.constraints
    Return._meta.constraints = [one for one in every if one is not guard]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Return, guard)
    try:
        county.send()
        assert Return.objects.filter(pending=True).count() == 2
    finally:
        Return.objects.filter(number=2).delete()
        Return._meta.constraints = every
        with connection.schema_editor() as editor:
            editor.add_constraint(Return, guard)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_in_the_same_moment_one_return_stands():
    county = Filing()
    county.all_graded("较好")
    other = committee_officer(county.town)

    answers = at_once(lambda: county.send().pk, lambda: county.send(by=other).pk)

    assert answers == [Return.objects.get().pk] * 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_count_in_the_same_moment_one_count_stands():
    county = Filing()
    county.submit()
    county.approve()
    other = delegate(county.town)

    answers = at_once(
        lambda: county.count().pk,
        lambda: county.count({"党员": counted(14, 4), "群众代表": counted(12, 6)}, by=other).pk,
    )

    kept = Count.objects.get()
    assert sorted(map(str, answers)) == sorted([str(kept.pk), "ballot.already-counted"])
    assert kept.classes.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_returns_accepted_in_the_same_moment_have_different_receipts():
    county = Filing(towns=3)
    county.all_graded("较好")
    sent = [county.send(town) for town in county.towns]

    answers = at_once(
        *(lambda one=one: duty.accept(sent=one, by=county.officer, on=ON).receipt for one in sent)
    )

    assert sorted(answers) == ["收〔2012〕1号", "收〔2012〕2号", "收〔2012〕3号"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_return_accepted_and_sent_back_in_the_same_moment_has_one_answer():
    county = Filing()
    county.all_graded("较好")
    sent = county.send()

    answers = at_once(
        lambda: duty.accept(sent=sent, by=county.officer, on=ON).state,
        lambda: duty.send_back(sent=sent, reason="不符", by=county.officer, on=ON).state,
    )

    one = Return.objects.get()
    assert one.state in answers
    assert "duty.return-already-answered" in answers
    assert Subject.objects.filter(campaign=county.campaign).exists()
