"""Helpers, pairs, teams. The branch has a helper; the ledgers' module gives the campaign its rules."""

from jiceng.store.models import Link, Team
from tests.factories import ON, user
from tests.house.permissions import AT_BRANCH, CONTENT, IN_COUNTY, OFFICERS, get, of, post

INSIDE = of(IN_COUNTY, *CONTENT)
SETS = of(AT_BRANCH, *OFFICERS)
MEETS = SETS | of("own", "secretary")
COUNTY_TEAM = of("county", *OFFICERS)


def make(world):
    within = {"campaign": world.county.campaign, "organisation": world.branch}
    link = Link.objects.create(
        mechanism="x-helpers", kind="联络员", holder_name="李某", since_on=ON, made_by=user(), **within
    )
    team = Team.objects.create(mechanism="x-responsible", name="责任人", made_by=user(), made_on=ON, **within)
    world.known |= {"link": link.pk, "team": team.pk}


def helper(world):
    return {"organisation": world.branch.pk, "kind": "挂点领导"}


def own(world):
    return {"organisation": world.branch.pk}


def pair(world):
    return {"organisation": world.branch.pk, "helper": world.places["sibling"].pk}


def members(world):
    return {
        "organisation": world.places["county"].pk,
        "name": "组",
        "seat": "组长",
        "member": "王某",
        "post": "",
    }


ROWS = {
    ("links", ""): get("campaign x-helpers", who=INSIDE),
    ("links", "no such help"): get("campaign x-team", who=frozenset()),
    ("helpers", ""): get("campaign branch", who=of(AT_BRANCH, *CONTENT)),
    ("link-set", "not graded so"): post("campaign x-helpers", helper, who=SETS, gets=422),
    ("link-act", "visit"): post("link visit", {"held_on": ON.isoformat(), "note": "商定修路"}, who=MEETS),
    ("link-act", "end"): post("link end", who=SETS),
    ("link-act", "no such thing"): post("link other", who=frozenset()),
    ("pairs", ""): get("campaign x-pairs", who=of(IN_COUNTY, *OFFICERS)),
    ("pairs", "not graded so"): post("campaign x-pairs", pair, who=of("above county", *OFFICERS), gets=422),
    ("uses", ""): get("campaign x-commended", who=INSIDE),
    ("uses", "not of this grade"): post(
        "campaign x-commended", own, who=of("above county", "county-officer"), gets=422
    ),
    ("teams", ""): get("campaign x-team", who=INSIDE),
    ("teams", "without members"): post("campaign x-team", members, who=COUNTY_TEAM, gets=422),
    ("team-dissolve", ""): post("team", who=of("own", "secretary")),
}
