"""Random histories: nothing is filed over an open objection, and none is lost."""

import os
import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction

from jiceng.access import scope
from jiceng.kernel.duty import Figures, Return, check_return
from jiceng.kernel.refusal import Refusal
from jiceng.services import notice as notices
from jiceng.services import objection as objections
from jiceng.services import standing
from jiceng.store.models import Notice, Objection
from tests.noticed import AT, ON, Noticed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Noticed()


# JICENG_HISTORIES=5000 on a night that has the time: 2,000 take 40 s.
HISTORIES, PARTS = max(160, int(os.environ.get("JICENG_HISTORIES", "160"))), 8
FILING = Return(forms=("summary",), checks=("nothing-open",))


class History:
    """One town's campaign, with things happening to it in any order. filed: what was open when it was filed."""

    def __init__(self, world: Noticed, dice: random.Random) -> None:
        self.world, self.dice = world, dice
        self.day, self.filed = ON, []

    def step(self) -> None:
        what = self.dice.choice(
            [self.object] * 3 + [self.assign] * 2 + [self.answer] * 3 + [self.file] * 2
            + [self.post, self.take_down, self.wait]
        )  # fmt: skip
        with suppress(Refusal), transaction.atomic():
            what()

    def post(self) -> None:
        self.world.post(on=self.day, entries={"说明": self.dice.choice("甲乙")})

    def take_down(self) -> None:
        notice = Notice.objects.order_by("-number").first()
        if notice:
            notices.take_down(notice=notice, reason="名称写错", by=self.world.clerk, on=self.day)

    def object(self) -> None:
        notice = Notice.objects.order_by("-number").first()
        if notice:
            at = AT + (self.day - ON)
            self.world.object(notice, place=self.dice.choice([None, 1, 2]), on=self.day, at=at)

    def assign(self) -> None:
        one = Objection.objects.order_by("?").first()
        if one:
            handler = self.dice.choice([self.world.county, self.world.inspector])
            self.world.assigned(one, handler=handler, on=self.day)

    def answer(self) -> None:
        one = Objection.objects.open().first()
        if one and one.handler:
            self.world.answered(one, by=one.handler, upheld=self.dice.random() < 0.5, on=self.day)

    def file(self) -> None:
        """As a return is sent: the track held, the open objections counted, the check asked."""
        standing.hold_track(self.world.campaign, self.world.town)
        waiting = objections.open_objections(self.world.campaign, self.world.town).count()
        check_return(FILING, Figures(due=2, grades={"好": 2}, listed={"好": 2}, open_objections=waiting))
        self.filed.append(Objection.objects.filter(answered_on=None).count())

    def wait(self) -> None:
        self.day += timedelta(self.dice.randrange(1, 4))

    def lost(self) -> list[Objection]:
        """Neither answered, nor on the list of whoever may handle it with a due date to be late by."""
        seen = set(objections.within_reach(scope.posts(self.world.county)))
        return [one for one in Objection.objects.open() if one not in seen or one.due_on is None]


def histories(world, seeds):
    """Each from the day after the results were posted; undone afterwards."""
    world.post()
    for seed in seeds:
        history = History(world, random.Random(seed))
        kept = transaction.savepoint()
        for _ in range(history.dice.randrange(3, 8)):
            history.step()
        yield history
        transaction.savepoint_rollback(kept)


@pytest.mark.parametrize("part", range(PARTS))
def test_in_every_history_nothing_is_filed_over_an_open_objection_and_none_is_lost(world, part):
    filed, put = 0, 0
    for history in histories(world, range(part, HISTORIES, PARTS)):
        assert set(history.filed) <= {0}
        assert history.lost() == []
        filed += len(history.filed)
        put += Objection.objects.count()

    assert filed > HISTORIES / PARTS / 10
    assert put > HISTORIES / PARTS / 10


def test_without_the_check_some_history_files_over_an_open_objection(world, monkeypatch):
    """The negative control."""
    monkeypatch.setattr("tests.services.test_objection_histories.check_return", lambda *args: None)

    assert any(sum(history.filed) for history in histories(world, range(100)))
