"""Whatever people do to an item, in any order: it closes through every gate, by the superior, and forgets nothing."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import item as events
from jiceng.services.item import closing
from jiceng.store.models import Evidence, GatePass, Item, ItemEvent
from tests.factories import secretary
from tests.items import DUE, LATER, PLAN, Ledgers

pytestmark = pytest.mark.django_db

HISTORIES = int(os.environ.get("JICENG_HISTORIES", "60"))  # more of them on a night that has the time
ACTIONS = ("plan", "show", "unshow", "solved", "satisfied", "claim", "back", "close", "reopen")
SIDES = ("own", "above", "neighbour")
# What an honest run does, so that many histories come as far as a closed item and beyond.
HONEST = [
    ("plan", "own"),
    ("show", "own"),
    ("solved", "above"),
    ("satisfied", "above"),
    ("claim", "own"),
    ("close", "above"),
]
steps = st.lists(
    st.one_of(st.sampled_from(HONEST), st.tuples(st.sampled_from(ACTIONS), st.sampled_from(SIDES))),
    max_size=14,
)
histories = st.one_of(steps, steps.map(lambda more: HONEST + more), steps.map(lambda more: more + HONEST))


class Run:
    """One item and what is done to it; after every step what must always be so is looked at."""

    def __init__(self, county: Ledgers, people, number: int) -> None:
        self.people, self.on = people, LATER
        self.item = county.open(title=f"第{number}件")
        self.known = self.read()

    def read(self):
        rows = ItemEvent.objects.filter(item=self.item).order_by("number")
        return list(rows.values_list("number", "what", "reason", "by", "on"))

    def do(self, action: str, side: str) -> str:
        """What became of it: done, refused, forbidden."""
        who = {"by": self.people[side], "on": self.on}
        item = Item.objects.select_related("campaign__adoption", "campaign__copy", "organisation").get(
            pk=self.item.pk
        )
        self.on += timedelta(days=1)
        try:
            if action == "plan":
                events.plan_item(
                    item=item, said=PLAN, owner="张某", due_on=DUE, seen_version=item.version, **who
                )
            elif action == "show":
                events.add_evidence(item=item, text="路已修通", **who)
            elif action == "unshow":
                last = Evidence.objects.standing().filter(item=item).last()
                if last:
                    events.withdraw_evidence(evidence=last, reason="拍的是邻村", **who)
            elif action in ("solved", "satisfied"):
                events.pass_gate(item=item, gate=action, note="实地看过", value=Decimal(95), **who)
            else:
                call = {
                    "claim": events.claim_done,
                    "back": events.send_back,
                    "close": events.close,
                    "reopen": events.reopen,
                }
                more = {"reason": f"又塌了{self.on}"} if action in ("back", "reopen") else {}
                call[action](item=item, **who, **more)
        except Refusal:
            return "refused"
        except Forbidden:
            return "forbidden"
        return "done"

    def check(self, action: str, side: str, answer: str) -> None:
        item = Item.objects.get(pk=self.item.pk)
        told = self.read()
        assert told[: len(self.known)] == self.known, "an event was lost or changed"
        assert [number for number, *_ in told] == list(range(1, len(told) + 1))
        assert len(told) - len(self.known) <= (answer == "done")
        self.known = told
        if side == "neighbour":
            assert answer == "forbidden" or action == "unshow"
        if action in ("solved", "satisfied", "back", "close", "reopen") and side == "own":
            assert answer == "forbidden"
        if item.state == "closed":
            passed = set(GatePass.objects.filter(item=item, round=item.round).values_list("gate", flat=True))
            assert passed == {"solved", "satisfied"}
            assert Evidence.objects.standing().filter(item=item).exists()
            assert item.closed_by == self.people["above"]
            assert ("closed", self.people["above"].pk) in [(what, by) for _, what, _, by, _ in told]
        returns = [what for _, what, *_ in told if what in ("sent-back", "reopened")]
        assert item.round == 1 + len(returns)
        assert not GatePass.objects.filter(item=item, by=self.people["own"]).exists()


@pytest.fixture
def people(county):
    return {"own": county.secretary, "above": county.above, "neighbour": secretary(county.branches[1])}


def try_everything(county, people, examples):
    seen = {"closed": 0, "histories": 0}

    @settings(
        max_examples=examples,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a shorter history would say no more
        report_multiple_bugs=False,
    )
    @given(histories)
    def run(history):
        seen["histories"] += 1
        one = Run(county, people, seen["histories"])
        for action, side in history:
            one.check(action, side, one.do(action, side))
        seen["closed"] += Item.objects.filter(pk=one.item.pk, state="closed").exists()

    run()
    return seen


def test_whatever_is_done_an_item_closes_only_through_every_gate_and_by_the_superior(county, people):
    seen = try_everything(county, people, HISTORIES)

    assert seen["closed"] > HISTORIES // 8  # the histories do reach what is protected


def test_without_the_superiors_check_the_histories_fail(county, people, monkeypatch):
    monkeypatch.setattr(closing, "check_superior", lambda *args: None)

    with pytest.raises(AssertionError):
        try_everything(county, people, HISTORIES)


def test_without_the_gates_the_histories_fail(county, people, monkeypatch):
    monkeypatch.setattr(closing, "check_close", lambda *args, **facts: None)

    with pytest.raises(AssertionError):
        try_everything(county, people, HISTORIES)


def test_a_history_that_is_written_over_is_noticed(county, people, monkeypatch):
    def forgetful(item, what, *, by, on, reason=""):
        ItemEvent.objects.filter(item=item, number=1).update(what=what)

    monkeypatch.setattr(closing, "add_event", forgetful)

    with pytest.raises(AssertionError):
        try_everything(county, people, HISTORIES)
