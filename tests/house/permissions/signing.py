"""Signing in and out, and what everybody may set for themselves."""

from tests.house.permissions import get, post

ROWS = {
    ("sign-in", ""): get(gets=302, nobody=200),
    ("sign-out", ""): post(nobody=302),
    ("set-language", ""): post(sends={"language": "en"}, nobody=302),
    ("mode", ""): post(sends={"mode": "elder"}, nobody=302),
    ("me", ""): get(),
}
