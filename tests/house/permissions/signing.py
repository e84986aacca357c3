"""Signing in and out, and what everybody may set for themselves."""

from django.utils.timezone import now

from jiceng.services import signing
from tests.house.permissions import get, of, post


def make(world):
    """A session of the branch's secretary, beside the one in the browser."""
    who, at = world.people[("secretary", "own")], now()
    world.known["session"] = signing.began(user=who, session_key="elsewhere", device="Android", at=at).pk


ROWS = {
    ("sign-in", ""): get(gets=302, nobody=200),
    ("sign-out", ""): post(nobody=302),
    ("set-language", ""): post(sends={"language": "en"}, nobody=302),
    ("mode", ""): post(sends={"mode": "elder"}, nobody=302),
    ("invitation", ""): get(nobody=200),
    ("invitation", "a wrong one"): post(sends={"username": "li", "code": "x"}, gets=422, nobody=422),
    ("second-factor", ""): get(),
    ("second-factor", "a wrong code"): post(sends={"code": "x"}, gets=422),
    ("second-factor-begin", ""): post(),
    ("me", ""): get(),
    ("session-end", "another's"): post("session", who=of("own", "secretary")),
    ("sessions-end", ""): post(),
}
