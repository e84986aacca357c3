"""The desk, reminders, and the own calendar."""

from jiceng.services import feed
from jiceng.store.models import Reminder
from jiceng.web.navigation import SENDERS
from tests.factories import ON, in_post
from tests.house.permissions import IN_COUNTY, OFFICERS, PLACES, get, of, post


def make(world):
    """Somebody's calendar, whose address anybody may have; a reminder that is nobody's here."""
    reader = in_post("member", world.places["foreign"])
    world.known["calendar"] = feed.make(by=reader, on=ON, held=[])
    world.known["reminder"] = Reminder.objects.create(
        person=reader.person, code="reminder.soon", about="x", action="desk", due_on=ON, made_on=ON,
        facts={"said": {"code": "desk.owed", "facts": {"what": "x"}}},
    ).pk  # fmt: skip


ASK = {"ask": "nobody owes-this"}

ROWS = {
    ("desk", ""): get(),
    ("remind", ""): post("campaign", ASK, who=of(IN_COUNTY, *OFFICERS)),
    ("reminders-read", "of somebody else"): post(sends=lambda world: {"reminder": [world.known["reminder"]]}),
    ("all-returns", ""): get(who=of(" ".join(PLACES), *SENDERS)),
    ("feed", ""): get(),
    ("feed-make", ""): post(gets=200),
    ("feed-end", ""): post(),
    ("feed-read", "by its address"): get("calendar", nobody=200),
    ("feed-read", "of no such address"): get("another", who=frozenset(), nobody=404),
}
