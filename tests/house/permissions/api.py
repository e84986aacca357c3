"""What machines ask: the same scope as the pages, and 401 for who is not signed in."""

from jiceng.store.models import Track
from tests.house.permissions import AT_TOWN, CONTENT, IN_COUNTY, get, of, post


def make(world):
    world.known["track"] = Track.objects.get(campaign=world.county.campaign, committee=world.county.town).pk


NOBODY = {"nobody": 401}
JSON = {"nobody": 401, "json": True}
SEES = of(AT_TOWN, *CONTENT)
MOVES = of(AT_TOWN, "county-officer", "committee-officer")

ROWS = {
    ("api-schema", ""): get(**NOBODY),
    ("api-desk", ""): get(**NOBODY),
    ("api-campaigns", ""): get(**NOBODY),
    ("api-tracks", ""): get("campaign", who=of(IN_COUNTY, *CONTENT), **NOBODY),
    ("api-missing", ""): get("track", who=SEES, **NOBODY),
    ("api-move", "not complete yet"): post("track", {"version": 1}, who=MOVES, gets=422, **JSON),
    ("api-send-back", "without a reason"): post(
        "track", {"version": 1, "to": "survey", "reason": ""}, who=MOVES, gets=422, **JSON
    ),
}
