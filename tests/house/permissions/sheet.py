"""Sheets, grades, decisions."""

from tests.house.permissions import AT_BRANCH, CONTENT, OVER_BRANCH, get, of, post

SCORES = of(OVER_BRANCH, "reviewer")
DECIDES = of(OVER_BRANCH, "committee-officer")

ROWS = {
    ("score", "assessment"): get("subject assessment", who=SCORES),
    ("score", "self"): get("subject self", who=of("own", "secretary")),
    ("score", "saved"): post("subject assessment", who=SCORES),
    ("score-line", ""): post("subject assessment", {"item": "no-yearly-plan"}, who=SCORES, gets=200),
    ("decide", ""): post("subject", {"grade": "好"}, who=DECIDES),
    ("withdraw", "not decided yet"): post("subject", {"reason": "x"}, who=DECIDES, gets=422),
    ("explain", ""): post("subject", {"text": "有事实依据"}, who=DECIDES),
    ("trace", ""): get("subject", who=of(AT_BRANCH, *CONTENT)),
}
