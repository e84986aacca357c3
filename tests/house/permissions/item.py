"""Ledgers, items, evidence, targets. The branch has an item with a picture; its ledgers are those of tests.items."""

from jiceng import packs
from jiceng.services import item as events
from jiceng.store.models import PackCopy
from tests.factories import ON, PACK, secretary
from tests.house.permissions import (
    AT_BRANCH,
    AT_TOWN,
    CONTENT,
    IN_COUNTY,
    OFFICERS,
    OVER_BRANCH,
    get,
    of,
    post,
)
from tests.items import LEDGERS, picture

INSIDE = of(IN_COUNTY, *CONTENT)
READS = of(AT_BRANCH, *CONTENT)
# Whoever works on an item of the branch: its own side, and officers over it.
OWN = of("own", "secretary", "committee-officer")
WORKS = OWN | of(OVER_BRANCH, *OFFICERS)
VERIFIES = of(OVER_BRANCH, "committee-officer")
ACCEPTS = of(OVER_BRANCH, *OFFICERS, "reviewer", "inspector") | of(
    "own", "inspector"
)  # sent there, not of it
# Posts over others, wherever in the county: whose ledgers are more than one's own branch.
ABOVE = of(IN_COUNTY, *OFFICERS, "reviewer", "inspector")
# Whoever may open an item somewhere: at a graded branch, and over one.
OPENS = of("own sibling", "secretary", "committee-officer") | of("above county cousin", *OFFICERS)


def make(world):
    files = packs.texts(PACK) | {"x-ledgers.yaml": LEDGERS}
    facts = {"pack": PACK, "version": "x", "files": files, "kept_on": ON}
    world.county.campaign.copy = PackCopy.objects.create(digest=packs.digest(files), **facts)
    world.county.campaign.save(update_fields=["copy"])
    own = secretary(world.branch)
    item = events.open_item(
        campaign=world.county.campaign,
        mechanism="x-problems",
        organisation=world.branch,
        title="路灯不亮",
        by=own,
        on=ON,
    )
    shown = events.add_evidence(item=item, file=picture(), by=own, on=ON)
    world.known |= {"item": item.pk, "piece": shown.pk}


def told(world):
    return {"committee": world.places["above"].pk}


def plan(**more):
    return {"part-1": "修", "part-2": "一盏", "owner": "张某", "due_on": "2012-07-01", "seen": "1", **more}


def where(world):
    return {"organisation": world.branch.pk, "title": "路灯又不亮"}


ROWS = {
    ("ledgers", ""): get(),
    ("ledger", ""): get("campaign x-problems", who=INSIDE),
    ("ledger", "no such ledger"): get("campaign good-quota", who=frozenset()),
    ("ledger-paper", ""): get("campaign x-problems xlsx", who=ABOVE),
    ("ledger-paper", "no such form"): get("campaign x-problems txt", who=frozenset()),
    ("item-new", ""): get("campaign x-problems", who=OPENS),
    # Whoever opens items elsewhere is told that the branch is not among their places.
    ("item-new", "sent nothing"): post("campaign x-problems", who=OPENS, gets=422),
    ("ledger-open", ""): post("campaign x-poor", told, who=of(AT_TOWN, *OFFICERS), gets=422),
    ("ledger-import", ""): get("campaign x-list", who=ABOVE),
    ("ledger-import", "sent nothing"): post("campaign x-list", who=ABOVE, gets=422),
    ("item", ""): get("item", who=READS),
    ("item-act", "plan"): post("item plan", plan(), who=WORKS),
    ("item-act", "evidence"): post("item evidence", {"text": "灯亮了"}, who=WORKS),
    ("item-act", "claim, not planned yet"): post("item claim", who=OWN, gets=422),
    ("item-act", "pass"): post("item pass", {"gate": "solved", "note": "看过"}, who=VERIFIES),
    ("item-act", "close, gates open"): post("item close", who=VERIFIES, gets=422),
    ("item-act", "send back, not claimed"): post(
        "item send-back", {"reason": "没亮"}, who=VERIFIES, gets=422
    ),
    ("item-act", "reopen, not closed"): post("item reopen", {"reason": "又灭了"}, who=VERIFIES, gets=422),
    ("item-act", "no such thing"): post("item delete", who=frozenset()),
    ("evidence", ""): get("piece", who=READS),
    ("evidence-withdraw", ""): post("piece", {"reason": "拍错了"}, who=OWN),
    ("movement", ""): get("campaign", who=INSIDE),
    ("target", "not graded yet"): post("subject", {"target": "好"}, who=WORKS, gets=422),
    ("accept", "not graded yet"): post("subject", {"grade": "好"}, who=ACCEPTS, gets=422),
}
