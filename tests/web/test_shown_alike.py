"""B-10 over every page, file and answer: what the public view does not tell apart looks the same everywhere.

One ballot is held twice, from the same opened box, with other votes. Where both give the same public view, everything
that the organisation assessed or a stranger can fetch is the same, byte for byte, but for the random numbers of papers.
"""

import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from jiceng.kernel.consequence import Gate
from jiceng.kernel.trace import Step
from jiceng.services.ballot import shown
from jiceng.store.models import Campaign, Count, Measure
from tests.factories import secretary
from tests.meeting import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# Every address that speaks of a ballot, an organisation or its grade; those that are not there (yet) are left out.
ADDRESSES = (
    ("ballot-board", "event"), ("ballot-file", "event", "opening.json"), ("ballot-file", "event", "result.json"),
    ("ballot-file", "event", "spent.json"), ("ballot-file", "event", "stubs.json"), ("api-ballot", "event"),
    ("ballot-event", "event"), ("ballot-returned", "event"), ("ballot-opening", "event"), ("ballot-closing", "event"),
    ("ballot-tally", "event"), ("ballot-tally-book", "event"), ("ballot-papers", "event"),
    ("ballot-data", "event", "envelopes"),
    ("ballot", "subject", "key"), ("ballots", "campaign", "key"), ("trace", "subject"), ("subject", "subject"),
    ("organisation", "branch"), ("campaign", "campaign"), ("campaign-organisations", "campaign"), ("desk",),
    ("form-download", "campaign", "list"), ("returns", "campaign", "return"), ("figures",), ("api-desk",), ("feed",),
    ("campaign-notices", "campaign"), ("public-notices",), ("movement", "campaign"),
)  # fmt: skip
RANDOM = re.compile(r"[0-9a-f]{16,}|(?:[0-9a-f]{4} ){7}[0-9a-f]{4}|csrfmiddlewaretoken\" value=\"[^\"]+|nonce-[^\"']+|"
                    r"X-CSRFToken[^}]+|data-token=\"[^\"]+")  # fmt: skip


def said(answer):
    """Of a book the cells: it also holds the minute it was made."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheetml" not in answer.headers.get("Content-Type", ""):
        return content.decode(errors="replace")
    sheets = load_workbook(io.BytesIO(content)).worksheets
    return str([[cell.value for cell in row] for sheet in sheets for row in sheet.iter_rows()])


def everything(client, meeting):
    """Address and reader -> what they get, without random numbers."""
    known = {
        "event": meeting.event.pk, "subject": meeting.subject.pk, "key": meeting.mechanism, "return": "report",
        "campaign": meeting.campaign.pk, "branch": meeting.branch.pk,
    }  # fmt: skip
    found = {}
    for reader in (meeting.secretary, None):
        client.logout()
        if reader:
            client.force_login(reader)
        for name, *args in ADDRESSES:
            try:
                address = reverse(name, args=[known.get(one, one) for one in args])
            except NoReverseMatch:
                continue
            answer = client.get(address, {"lang": "en"})
            plain = RANDOM.sub("·", said(answer))
            found[address, "own" if reader else "nobody"] = (answer.status_code, plain)
    rows = client.get(reverse("ballot-file", args=[meeting.event.pk, "board.json"])).json()["groups"]
    found["board.json"] = {
        (group, item): sorted(row[1] if len(row) == 3 else "" for row in column)
        for group, items in rows.items()
        for item, column in items.items()
    }
    return found


def held_twice(client, sizes, first, second):
    """What there is to see after either of two ways to vote. Each: class -> answers, everybody on paper alone."""
    meeting = Meeting(sizes=sizes, paper_only=True).to("closed")
    told = []
    for said in (first, second):
        kept = transaction.savepoint()
        item = meeting.sheet[0].name
        for name, answers in said.items():
            meeting.enter_papers(name, {item: {one: answers.count(one) for one in set(answers)}})
        meeting.to("published")
        told.append(everything(client, meeting))
        transaction.savepoint_rollback(kept)
    return told


def differing(told):
    first, second = told
    return [one for one in first if first[one] != second[one]]


GOOD, POOR = "满意", "不满意"


SAME_TOGETHER = (
    {"党员": 3, "群众代表": 7},
    {"党员": [GOOD] * 3, "群众代表": [POOR] * 5 + [GOOD] * 2},
    {"党员": [POOR] * 3, "群众代表": [POOR] * 2 + [GOOD] * 5},
)
NEARLY_UNANIMOUS = (
    {"党员": 3, "群众代表": 6},
    {"党员": [GOOD] * 3, "群众代表": [GOOD] * 6},
    {"党员": [GOOD] * 2 + [POOR], "群众代表": [GOOD] * 5 + [POOR]},
)
TOO_FEW = (
    {"党员": 2, "群众代表": 3},
    {"党员": [GOOD] * 2, "群众代表": [GOOD] * 3},
    {"党员": [POOR] * 2, "群众代表": [POOR] * 3},
)


def test_the_same_together_from_other_classes_looks_the_same_everywhere(client):
    """Nearly unanimous, too few, and what differs without the rule: tests/ballots/test_shown.py."""
    told = held_twice(client, *SAME_TOGETHER)

    assert differing(told) == []
    assert len(told[0]) > 40


# -- the explanation of a grade ----------------------------------------------------------------------------------------


@pytest.fixture
def gate(monkeypatch):
    """A county's own rule: 群众满意度 below 90 excludes 好."""
    one = Gate(grades=("好",), measure="群众满意度", at_least=Decimal(90), name="满意度")
    plain = Campaign.scheme.fget
    monkeypatch.setattr(Campaign, "scheme", property(lambda self: replace(plain(self), gates=(one,))))
    return one


def explained(meeting, audience):
    told = {"name": "满意度", "grades": ["好"], "at_least": Decimal(90), "value": Decimal(60)}
    shut = (Step("gate.shut", told), Step("gate.shut", {"name": "其他", "value": 1}))
    trace = shown.explained(meeting.subject, Step("grade.proposed", parts=shut), audience)
    return json.dumps(trace.as_json(), ensure_ascii=False)


def test_the_explanation_says_by_how_much_only_where_the_ballot_is_told(gate):
    meeting = Meeting(sizes={"党员": 2, "群众代表": 3}, paper_only=True).to("published")
    assert Count.objects.filter(subject=meeting.subject).exists()
    assert Measure.objects.filter(subject=meeting.subject).exists()

    assert '"value": "60"' not in explained(meeting, "public")
    assert '"value": 1' in explained(meeting, "public")
    assert '"value": "60"' in explained(meeting, "inside")


def test_the_explanation_is_whole_where_every_class_is_told(gate):
    meeting = Meeting(sizes={"党员": 8, "群众代表": 9}, paper_only=True).to("signed")
    assert '"value": "60"' not in explained(meeting, "public")

    meeting.to("published")

    assert '"value": "60"' in explained(meeting, "public")


def test_an_own_secretary_never_counts_as_inside(client):
    meeting = Meeting(sizes={"党员": 2, "群众代表": 3}, paper_only=True).to("published")
    client.force_login(secretary(meeting.branch))

    told = client.get(reverse("api-ballot", args=[meeting.event.pk])).json()

    assert (told["view"], told["groups"][0]["valid"]) == ("grade-only", None)
