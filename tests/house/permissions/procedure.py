"""Steps, results, draws, documents, packs: who sees where a committee stands, and who moves it."""

from jiceng.store.models import Correction, Draw, DrawRow, Flag, Outside, PackCopy, Track
from tests.factories import ON, adoption, organisation
from tests.house.permissions import (
    AT_BRANCH,
    AT_TOWN,
    CONTENT,
    OFFICERS,
    OVER_BRANCH,
    OVER_TOWN,
    get,
    of,
    post,
)

COUNTY = of("county", "county-officer")
DRAWS = of("county", "county-officer", "inspector")
FLAGS = of(OVER_BRANCH, *OFFICERS)
DECIDES = of(OVER_BRANCH, "committee-officer")
SEES_CAMPAIGN = of("own below above county sibling cousin", *CONTENT)
SEES_TRACK = of("own below above county sibling", *CONTENT)
MOVES = of(AT_TOWN, *OFFICERS)
EVERY_PLACE = "own below above county sibling cousin foreign"
READERS = of(EVERY_PLACE, *CONTENT)
SEES_FINDINGS = of("own below above county sibling cousin", *OFFICERS, "inspector")


def make(world):
    """A draw with a row, a correction that waits, a finding, a branch graded with its unit."""
    campaign, subject = world.county.campaign, world.county.subject
    by = world.people["county-officer", "county"]
    draw = Draw.objects.create(
        campaign=campaign, mechanism="spot-check", organisation=world.county.top, seed="1", size=1, frame_size=1,
        frame=[world.branch.code], frame_digest="x", by=by, on=ON,
    )  # fmt: skip
    row = DrawRow.objects.create(draw=draw, subject=subject, place=1)
    correction = Correction.objects.create(
        subject=subject, number=1, old_grade="好", new_grade="较好", reason="原分有误", asked_on=ON,
        asked_by=world.people["committee-officer", "above"],
    )  # fmt: skip
    flag = Flag.objects.create(
        campaign=campaign,
        organisation=world.branch,
        flag="veto",
        authority="县纪委",
        found_on=ON,
        by=by,
        on=ON,
    )
    apart = Outside.objects.create(
        campaign=campaign, organisation=organisation(world.branch, name="甲一机关二支部"), why="with-unit"
    )
    world.known |= {
        "track": Track.objects.get(campaign=campaign, committee=world.county.town).pk,
        "draw": draw.pk,
        "row": row.pk,
        "correction": correction.pk,
        "finding": flag.pk,
        "apart": apart.pk,
        "adoption": adoption(world.county.top).pk,
    }
    assert PackCopy.objects.exists()


ROWS = {
    ("track", ""): get("track", who=SEES_TRACK),
    ("track-on", "still awaits"): post("track", {"version": "1", "step": "grading"}, who=MOVES, gets=422),
    ("track-back", "no reason"): post("track", {"to": "survey"}, who=MOVES, gets=422),
    ("deadline-set", "no day"): post("track", {"key": "grading"}, who=MOVES, gets=422),
    ("campaign-new", ""): get(who=of(EVERY_PLACE, "county-officer")),
    ("windows-set", "no such step"): post("campaign", {"step": "x"}, who=COUNTY, gets=422),
    ("campaign-close", "still open"): post("campaign", who=COUNTY, gets=422),
    ("draws", "no such sample"): get("campaign objects", who=frozenset()),
    ("draws", ""): get("campaign spot-check", who=DRAWS),
    ("draws", "posted"): post("campaign spot-check", {"seed": "1"}, who=DRAWS),
    ("draw-frame", ""): get("draw", who=DRAWS),
    ("draw-finding", "no outcome"): post("row", who=DRAWS, gets=422),
    ("subject", ""): get("subject", who=of(AT_BRANCH, *CONTENT)),
    ("subject-aside", ""): post("subject", {"reason": "成立不足半年"}, who=DECIDES),
    ("correction-ask", "too early"): post("subject", {"grade": "好", "reason": "x"}, who=DECIDES, gets=422),
    ("correction-answer", "no"): post(
        "correction", {"reason": "依据不足"}, who=of(OVER_BRANCH, "county-officer")
    ),
    ("flag-record", "no such finding"): post(
        "subject", {"flag": "x", "found_on": "2012-04-01"}, who=FLAGS, gets=422
    ),
    ("findings", ""): get("campaign", who=SEES_FINDINGS),
    ("finding-new", ""): get("campaign branch", who=FLAGS),
    ("finding-new", "no such finding"): post(
        "campaign branch",
        {"what": "flag", "name": "x", "source": "纪委", "found_on": "2012-04-01"},
        who=FLAGS,
        gets=422,
    ),
    ("flag-withdraw", ""): post("finding", {"reason": "查无实据"}, who=FLAGS),
    ("outside-grade", "not decided yet"): post(
        "apart", {"grade": "好"}, who=of(AT_BRANCH, "committee-officer"), gets=422
    ),
    ("documents", ""): get("town", who=MOVES),
    ("documents", "of the county"): get("county", who=of(OVER_TOWN, *OFFICERS)),
    ("documents-named", ""): get("campaign documents", who=SEES_CAMPAIGN, gets=302),
    ("documents-named", "no documents"): get("campaign grades", who=frozenset()),
    ("packs", ""): get(who=READERS),
    ("pack", ""): get("jilin-2012-grading", who=READERS),
    ("pack", "no such pack"): get("nothing", who=frozenset()),
    ("adopt", ""): get("county jilin-2012-grading", who=COUNTY),
    ("adopt", "posted"): post("county jilin-2012-grading", who=COUNTY),
}
