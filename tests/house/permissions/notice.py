"""Notices and objections. The branch has a public, a limited and a members' notice, an objection and a finding."""

from jiceng.services import objection
from jiceng.store.models import Flag, Notice, Objection
from tests.factories import ON, user
from tests.house.permissions import (
    AT_BRANCH,
    CONTENT,
    IN_COUNTY,
    OFFICERS,
    OVER_BRANCH,
    PLACES,
    get,
    of,
    post,
)  # fmt: skip
from tests.noticed import AT

EVERYWHERE = " ".join(PLACES)
# Objections are handled by whoever is over the organisation and not of it; an inspector is of none.
HANDLERS = of(OVER_BRANCH, *OFFICERS, "inspector") | of("own", "inspector")
# What an organisation posts is read below it too.
READERS = of(f"{AT_BRANCH} below", *CONTENT)
SECRETARY = of("own", "secretary")
# A county officer posts for the very organisation of the post, here the branch.
POSTERS = of(AT_BRANCH, "committee-officer") | of("own", "county-officer")


def make(world):
    facts = {
        "mechanism": "results-notice", "campaign": world.county.campaign, "organisation": world.branch,
        "title": "公示", "head": ["党组织"], "rows": [["甲"]], "place": "公开栏", "from_on": ON, "posted_by": user(),
        "posted_on": ON,
    }  # fmt: skip
    for number, audience in enumerate(("public", "limited", "members"), 1):
        one = Notice.objects.create(token=audience[0] * 43, audience=audience, number=number, **facts)
        world.known |= {f"{audience}-token": one.token, f"{audience}-notice": one.pk}
    flag = Flag.objects.create(
        organisation=world.branch,
        campaign=world.county.campaign,
        flag="违纪",
        authority="县纪委",
        found_on=ON,
    )
    notice = Notice.objects.get(audience="public")
    one = Objection.objects.create(notice=notice, text="有不同意见", code_digest="0" * 64, put_on=ON)
    _, code = objection.put_objection(notice=notice, text="另有意见", on=ON, at=AT)
    world.known |= {"flag": flag.pk, "objection": one.pk}
    world.code = code


def given(world):
    return {"handler": world.people["inspector", "county"].pk, "due_on": "2199-01-01"}


def code(world):
    return {"code": world.code}


def public_get(address, **more):
    return get(address, nobody=200, public=True, **more)


ROWS = {
    # without signing in
    ("public-notices", ""): public_get(""),
    ("public-notice", "public"): public_get("public-token"),
    ("public-notice", "limited"): public_get("limited-token"),
    ("public-notice", "for members"): get(
        "members-token", who=of("own below above county", *CONTENT), nobody=404
    ),
    ("public-notice-paper", ""): public_get("public-token a4"),
    ("public-notice-paper", "no such size"): get("public-token b5", who=frozenset(), nobody=404),
    ("public-notice-object", ""): public_get("public-token"),
    ("public-notice-object", "put"): post(
        "public-token", {"text": "记录是补写的"}, gets=200, nobody=200, public=True
    ),
    ("public-notice-object", "for members"): get(
        "members-token", who=of("own below above county", *CONTENT), nobody=404
    ),
    ("objection-track", ""): get(nobody=200),
    ("objection-track", "a code"): post("", code, gets=200, nobody=200, public=True),
    ("objection-track", "no such code"): post("", {"code": "0"}, gets=422, nobody=422),
    # what a campaign posts
    ("campaign-notices", ""): get("campaign", who=of(IN_COUNTY, *CONTENT)),
    ("notices", ""): get("campaign results-notice", who=of(IN_COUNTY, *CONTENT)),
    ("notices", "no such notice"): get("campaign another", who=frozenset()),
    ("notice-post", ""): get("campaign results-notice branch", who=POSTERS),
    ("notice-post", "nothing said"): post(
        "campaign results-notice branch", {"post": "1"}, who=POSTERS, gets=422
    ),
    ("notice-post", "not posted there"): get("campaign results-notice town", who=frozenset()),
    ("notice", ""): get("public-notice", who=READERS),
    ("notice", "limited"): get("limited-notice", who=of(AT_BRANCH, *CONTENT)),
    ("notice-take-down", ""): post("public-notice", {"reason": "名称写错"}, who=of(AT_BRANCH, *OFFICERS)),
    ("notice-take-down", "opened"): get("public-notice", who=READERS, gets=302),
    # who looks into what was said
    ("objections", ""): get(),
    ("objection", ""): get("objection", who=HANDLERS),
    ("objection-assign", ""): post("objection", given, who=HANDLERS),
    ("objection-assign", "to nobody"): post("objection", who=HANDLERS, gets=422),
    ("objection-answer", "not given to them"): post("objection", who=HANDLERS, gets=422),
    ("flag-object", ""): get("flag", who=SECRETARY),
    ("flag-object", "put"): post("flag", {"text": "已经调走"}, who=SECRETARY, gets=200),
    # what a working day is
    ("days", ""): get(who=of(EVERYWHERE, *CONTENT)),
    ("days", "entered"): post(
        "", {"day": "2027-01-01", "working": "no", "name": "元旦"}, who=of(EVERYWHERE, "county-officer")
    ),
    ("days-remove", ""): post("", {"day": "2027-01-01"}, who=of(EVERYWHERE, "county-officer")),
}
