"""Ballots held here: the console and its acts, the booth, the board. The town's delegate holds the one of the branch.

Its tellers are the town's reviewer and the county's delegate. Another ballot, elsewhere, is published.
"""

from jiceng.store.models import BallotEvent, Roll
from tests.factories import ON, user
from tests.house.permissions import AT_BRANCH, CONTENT, EVERYBODY, OFFICERS, OVER_BRANCH, get, of, post
from tests.house.permissions.duty import BALLOT
from tests.meeting import Meeting

CLASSES = {"党员": 6, "群众代表": 6}
DELEGATE = of("above", "delegate")
TELLERS = of("above", "reviewer") | of("county", "delegate")
DELEGATES = of(OVER_BRANCH, "delegate")
INSIDE = of(OVER_BRANCH, "delegate", "reviewer", *OFFICERS) | of(AT_BRANCH, "inspector")
ABOVE = of(OVER_BRANCH, *CONTENT)  # who might be a teller, and is none
SEES = of(AT_BRANCH, *CONTENT)
OPEN = {"nobody": 200}


def make(world):
    """frozen, opening, draft: of the branch, as if each were the only one. published: a meeting in another county."""
    facts = {"campaign": world.county.campaign, "mechanism": BALLOT, "subject": world.county.subject}
    roll = Roll.objects.create(submitted_by=user(), submitted_on=ON, **facts)
    held = facts | {
        "roll": roll,
        "smallest": 8,
        "roll_salt": "00" * 16,
        "held_on": ON,
        "delegate": world.people["delegate", "above"],
        "teller1": world.people["reviewer", "above"],
        "teller2": world.people["delegate", "county"],
    }
    sheet = {
        "title": "党员群众测评", "organisation": world.branch.name, "classes": ["党员"],
        "questions": [["总体评价", ["好", "较好", "一般", "较差"]]], "comment": False,
    }  # fmt: skip
    world.known |= {
        "frozen": BallotEvent.objects.create(state="frozen", attempt=1, sheet=sheet, **held).pk,
        "opening": BallotEvent.objects.create(state="opening", attempt=2, sheet=sheet, **held).pk,
        "draft": BallotEvent.objects.create(state="draft", attempt=3, **held).pk,
        "published": Meeting(sizes=CLASSES).to("published").event.pk,
    }


def act(name, sends=None, *, who, gets=422, event="frozen"):
    return post(f"{event} {name}", sends, who=who, gets=gets)


ROWS = {
    ("ballot-act", "begun"): post(f"subject {BALLOT} begin", who=DELEGATES, gets=422),
    ("ballot-event", ""): get("frozen", who=SEES),
    ("ballot-returned", ""): get("frozen", who=SEES),
    ("ballot-data", "sheet"): get("frozen sheet", who=DELEGATE),
    ("ballot-data", "sealed papers"): get("frozen envelopes", who=DELEGATE, gets=422),
    ("ballot-tick", ""): get("frozen", who=INSIDE),
    ("ballot-tick", "nobody"): post("frozen", who=DELEGATE),
    ("ballot-slips", ""): get("opening", who=DELEGATE),
    ("ballot-papers", ""): get("frozen", who=TELLERS),
    ("ballot-scan", ""): get("frozen", who=TELLERS),
    ("ballot-paper", ""): get("frozen 0", who=INSIDE),
    ("ballot-opening", "not open yet"): get("frozen", who=frozenset()),
    ("ballot-closing", "not closed yet"): get("frozen", who=frozenset()),
    ("ballot-tally", "not counted yet"): get("frozen", who=frozenset()),
    ("ballot-tally-book", "not counted yet"): get("frozen", who=frozenset()),
    ("ballot-complaint", ""): get("frozen", who=of(AT_BRANCH, "inspector")),
    ("ballot-complaint", "not published"): post("frozen", who=of(AT_BRANCH, "inspector"), gets=422),
    ("ballot-event-act", "frozen"): act("freeze", who=DELEGATES, gets=302, event="draft"),
    ("ballot-event-act", "opened"): act("confirm-open", who=ABOVE),
    ("ballot-event-act", "void"): act("void", {"reason": ""}, who=of(OVER_BRANCH, "delegate", "reviewer")),
    ("ballot-event-act", "key"): post(
        "frozen key", {"public": "", "wrapped": "{}"}, who=DELEGATE, gets=422, json=True
    ),
    # what everybody with a slip reaches
    ("booth", ""): get(who=EVERYBODY, **OPEN),
    ("booth-part", ""): get("booth.js", who=EVERYBODY, **OPEN),
    ("booth-sheet", ""): get("published", who=EVERYBODY, **OPEN),
    ("booth-cast", ""): post("published", {}, who=EVERYBODY, gets=400, nobody=400, json=True),
    # what everybody reads and counts again
    ("api-ballot", ""): get("published", who=EVERYBODY, nobody=401),
    ("ballot-board", ""): get("published", who=EVERYBODY, **OPEN),
    ("ballot-record", ""): get("published", who=EVERYBODY, **OPEN),
    ("ballot-file", ""): get("published result.json", who=EVERYBODY, **OPEN),
}
