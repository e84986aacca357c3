"""Records, ballots, returns. The branch has a record and a counted ballot, its town a return sent and one accepted."""

from jiceng.services import duty
from jiceng.store.models import ClassCount, Count, Record, Return, Roll
from tests.factories import ON, user
from tests.house.permissions import (
    AT_BRANCH,
    AT_TOWN,
    CONTENT,
    IN_COUNTY,
    OFFICERS,
    OVER_BRANCH,
    OVER_TOWN,
    get,
    of,
    post,
)  # fmt: skip

BALLOT, RETURN = "grading-ballot", "four-tables"
INSIDE = of(IN_COUNTY, *CONTENT)
SECRETARY = of("own", "secretary")
SENDERS = of("above", *OFFICERS)
READERS = of(AT_TOWN, *OFFICERS, "reviewer", "inspector")


def make(world):
    county, branch, town = world.county, world.branch, world.places["above"]
    facts = {"campaign": county.campaign, "by": user(), "on": ON}
    record = Record.objects.create(
        mechanism="work-report", organisation=branch, subject=county.subject, number=1, held_on=ON,
        said={"工作情况报告": "甲一机关党支部的报告"}, **facts,
    )  # fmt: skip
    Roll.objects.get_or_create(
        campaign=county.campaign,
        mechanism=BALLOT,
        subject=county.subject,
        defaults={"submitted_by": user(), "submitted_on": ON},
    )
    count = Count.objects.create(mechanism=BALLOT, subject=county.subject, held_on=ON, **facts)
    ClassCount.objects.create(count=count, voter_class="党员", issued=1, returned=1, valid=1, invalid=0)
    one = duty.prepare(campaign=county.campaign, mechanism=RETURN, organisation=town, on=ON)
    sent = {
        "campaign": county.campaign, "organisation": town, "receiver": county.top, "number": 1, "sent_by": user(),
        "figures": one.content.as_json(), "digest": one.digest, "sent_on": ON,
    }  # fmt: skip
    answered = {"state": "accepted", "answered_by": user(), "answered_on": ON, "receipt": "收〔2012〕1号"}
    world.known |= {
        "record": record.pk,
        "return": Return.objects.create(mechanism=RETURN, **sent).pk,
        "accepted": Return.objects.create(mechanism="earlier", **sent, **answered).pk,
    }


ROWS = {
    ("records", ""): get("campaign work-report", who=INSIDE),
    ("records", "no record"): get("campaign grades", who=frozenset()),
    ("record-new", ""): get("campaign work-report branch", who=SECRETARY),
    ("record-new", "says nothing"): post("campaign work-report branch", who=SECRETARY, gets=422),
    ("record", ""): get("record", who=of(AT_BRANCH, *CONTENT)),
    ("record-withdraw", ""): post("record", {"reason": "记错了"}, who=SECRETARY),
    ("ballots", ""): get(f"campaign {BALLOT}", who=INSIDE),
    ("ballot", ""): get(f"subject {BALLOT}", who=of(AT_BRANCH, *CONTENT)),
    ("ballot-act", "list"): post(f"subject {BALLOT} roll", who=SECRETARY, gets=422),
    ("ballot-act", "approved"): post(f"subject {BALLOT} approve", who=of(OVER_BRANCH, "reviewer")),
    ("ballot-act", "list sent back"): post(
        f"subject {BALLOT} back", {"reason": "补"}, who=of(OVER_BRANCH, "reviewer"), gets=422
    ),
    ("ballot-act", "count"): post(f"subject {BALLOT} count", who=of(OVER_BRANCH, "delegate"), gets=422),
    ("ballot-act", "withdrawn"): post(
        f"subject {BALLOT} withdraw", {"reason": "抄错"}, who=of(OVER_BRANCH, "delegate")
    ),
    ("ballot-act", "answered"): post(
        f"subject {BALLOT} answer", {"answer": "agree"}, who=of(OVER_BRANCH, "delegate", "reviewer"), gets=422
    ),
    ("ballot-act", "no such act"): post(f"subject {BALLOT} burn", who=frozenset()),
    ("returns", ""): get(f"campaign {RETURN}", who=INSIDE),
    ("return-new", ""): get(f"campaign {RETURN} town", who=READERS),
    ("return-new", "sent too early"): post(f"campaign {RETURN} town", who=SENDERS, gets=422),
    ("return-words", "after sending"): post(
        f"campaign {RETURN} town", {"word-0": "甲"}, who=SENDERS, gets=422
    ),
    ("return-fill", ""): get(f"campaign {RETURN} town", who=SENDERS),
    ("return-form", ""): get(f"campaign {RETURN} town summary xlsx", who=READERS),
    ("return-form", "no such form"): get(f"campaign {RETURN} town another xlsx", who=frozenset()),
    ("return", ""): get("return", who=READERS),
    ("return-answer", ""): post(
        "return", {"answer": "back", "reason": "有一个支部的等级写错了"}, who=of(OVER_TOWN, "county-officer")
    ),
    ("return-paper", ""): get("return detail xlsx", who=READERS),
    ("return-receipt", ""): get("accepted docx", who=READERS),
    ("return-receipt", "not accepted yet"): get("return docx", who=frozenset()),
    ("zones", ""): get("county", who=of("county", *OFFICERS)),
    ("figures", ""): get(),
}
