"""The console of a ballot: every state for everybody in it, each act by whom it belongs to, figures for whom they are.

A meeting is slow to make, so that each test walks as far with one as it can.
"""

import json
import re
from base64 import b64decode

import pytest
from django.urls import reverse

from jiceng.kernel.ballot.event import Entry
from jiceng.services.ballot import sealing
from jiceng.services.ballot.sealing import Sealed
from jiceng.store.models import BallotEvent, Person, RollEntry, Stub, User
from tests.factories import in_post, inspector
from tests.house.permissions import signed_in
from tests.meeting import WAY, Meeting, new_key
from tests.web.reading import alert, tags, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SIZES = {"党员": 9, "群众代表": 9}
# Who is offered what, state by state; "asked" stands for a state in which the delegate has asked a teller.
OFFERED = {
    "draft": {"reviewer": ["freeze"]},
    "open": {"delegate": ["ask-close"]},
    "counted": {"delegate": ["ask-sign"]},
    "signed": {"delegate": ["publish"]},
    "published": {"delegate": ["archive"]},
}
REVIEWS = {
    "organisation-review": {"全镇党员和干部群众": 8, "下级党组织负责人": 8, "村社和服务对象代表": 8},
    "member-review": {"党员": 8, "村社干部群众": 8},
}
EVERY = ("delegate", "teller", "reviewer", "secretary", "inspector")


def page(meeting, name="ballot-event", *args):
    return reverse(name, args=[meeting.event.pk, *args])


def act(meeting, what):
    return page(meeting, "ballot-event-act", what)


def browsers(meeting):
    people = {
        "delegate": meeting.delegate, "teller": meeting.teller1, "reviewer": meeting.reviewer,
        "secretary": meeting.secretary, "inspector": inspector(meeting.top),
    }  # fmt: skip
    return {name: signed_in(who) for name, who in people.items()}


def offered(answer):
    """The acts a page has buttons for, declaring void aside."""
    acts = [
        told["action"].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
        for tag, told in tags(answer)
        if tag == "form" and "/ballots/" in told.get("action", "")
    ]
    return [one for one in acts if not one.startswith("void")]


def send(browser, address, told):
    return browser.post(address, json.dumps(told), content_type="application/json")


def test_every_state_has_a_page_for_everybody_and_its_buttons_for_one():
    meeting = Meeting(sizes={"党员": 8, "群众代表": 8})
    found = {}
    for state in WAY:
        meeting.to(state)
        if state == "draft":
            seen = browsers(meeting)
        answers = {name: one.get(page(meeting)) for name, one in seen.items()}
        assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(EVERY, 200)
        found[state] = {name: offered(one) for name, one in answers.items() if offered(one)}

    assert found == {state: OFFERED.get(state, {}) for state in WAY}


def test_the_organisation_sees_the_number_and_no_attendance_before_it_is_published():
    meeting = Meeting(sizes=SIZES).to("open")
    for one in meeting.voters[:7]:
        meeting.vote(one, "不满意")
    theirs, delegates = (signed_in(who) for who in (meeting.secretary, meeting.delegate))

    mine, said = words(theirs.get(page(meeting))), words(delegates.get(page(meeting)))
    number = theirs.get(page(meeting, "ballot-returned")).json()
    meeting.to("signed")
    unpublished = words(theirs.get(page(meeting)))

    assert number == {"returned": 7, "state": "open"}
    assert ("党员" in mine, "党员" in said) == (False, True)
    assert "不满意" not in mine + said + unpublished
    assert "不满意" in words(delegates.get(page(meeting)))  # inside, what is signed is read


def test_a_small_class_is_not_shown_by_itself_on_any_page_of_the_organisation():
    meeting = Meeting(sizes={"党员": 12, "群众代表": 4})
    meeting.to("open")
    for one in meeting.voters:
        meeting.vote(one, "满意" if one.voter_class == "党员" and one.number < 9 else "不满意")
    meeting.to("published")
    addresses = [
        page(meeting),
        reverse("ballot", args=[meeting.subject.pk, meeting.mechanism]),
        reverse("ballots", args=[meeting.campaign.pk, meeting.mechanism]),
    ]
    theirs, inside = signed_in(meeting.secretary), signed_in(meeting.reviewer)

    cells = [
        re.findall(r'<th scope="row">(?!.*<a)(.*?)</th>', theirs.get(one).content.decode())
        for one in addresses
    ]
    by_class = [
        re.findall(r'<th scope="row">(.*?)</th>', inside.get(one).content.decode()) for one in addresses[:2]
    ]

    assert cells[:2] == [["全体参评人员"], ["全体参评人员"]] or cells[:2] == [["All voters"], ["All voters"]]
    assert by_class == [["党员", "群众代表"], ["党员", "群众代表"]]


def test_below_the_smallest_number_no_figure_is_shown_and_the_list_says_why():
    meeting = Meeting(sizes={"党员": 3, "群众代表": 3}).to("published")
    listed = reverse("ballots", args=[meeting.campaign.pk, meeting.mechanism])
    theirs, inside = signed_in(meeting.secretary), signed_in(meeting.reviewer)

    said, told = words(theirs.get(listed)), words(inside.get(listed))
    shown = theirs.get(page(meeting)).content.decode()

    assert ("8" in said, "%" in said) == (True, False)
    assert "%" in told
    assert 'class="number"' not in shown


def test_who_is_on_the_list_sees_whether_they_were_ticked_and_nobody_else_does():
    meeting = Meeting(sizes=SIZES, registered=2).to("frozen")
    voters = [Person.objects.get(name=name) for name in ("党员1", "党员2")]
    for one in voters:
        one.posts.create(organisation=meeting.branch, role="member", since_on="2010-01-01")
    seen = [
        signed_in(User.objects.create(username=f"voter-{at}", person=one)) for at, one in enumerate(voters)
    ]
    meeting.tick([RollEntry.objects.get(event=meeting.event, person=voters[0])])
    ballot = reverse("ballot", args=[meeting.subject.pk, meeting.mechanism])

    given, waiting = ([words(one.get(at)) for at in (ballot, page(meeting))] for one in seen)

    assert all("not given" not in one and "未领" not in one for one in given)
    assert all("given a slip" in one or "已领" in one for one in given)
    assert all("not given" in one or "未领" in one for one in waiting)
    secretarys = words(signed_in(meeting.secretary).get(page(meeting)))
    assert not re.search("given a slip|领票：", secretarys)


def test_ticking_is_one_save_and_says_who_is_ticked_already():
    meeting = Meeting(sizes=SIZES).to("frozen")
    browser = signed_in(meeting.delegate)
    entries = meeting.entries()
    first, second = entries[:5], entries[4:7]

    before = browser.get(page(meeting, "ballot-tick"))
    all_of_one = browser.get(page(meeting, "ballot-tick") + "?all=0")
    browser.post(page(meeting, "ballot-tick"), {"do": "issue", "entry": [one.pk for one in first]})
    again = browser.post(page(meeting, "ballot-tick"), {"do": "issue", "entry": [one.pk for one in second]})
    away = {"do": "excuse", "entry": [entries[-1].pk], "reason": "外出务工"}
    browser.post(page(meeting, "ballot-tick"), away)
    nameless = browser.post(page(meeting, "ballot-tick"), away | {"entry": [entries[-2].pk], "reason": ""})

    assert [answer.content.decode().count(" checked") for answer in (before, all_of_one)] == [0, 9]
    assert (again.status_code, nameless.status_code) == (422, 422)
    assert entries[4].name in alert(again)
    assert (
        again.content.decode().count(" checked") == 2
    )  # what was ticked stays ticked, but for who has a slip
    states = [one.state for one in meeting.entries()]
    assert (states.count("issued"), states.count("excused")) == (5, 1)


def test_console_and_list_cost_the_same_for_any_number_of_voters(django_assert_num_queries):
    found = []
    for size in (3, 40):
        meeting = Meeting(sizes={"党员": size, "群众代表": size}).to("frozen")
        browser = signed_in(meeting.delegate)
        browser.get(page(meeting))
        with django_assert_num_queries(7):
            found.append(browser.get(page(meeting, "ballot-tick")).status_code)
        with django_assert_num_queries(11):
            found.append(browser.get(page(meeting)).status_code)

    assert found == [200] * 4


def test_the_box_opens_when_the_delegate_asks_and_a_teller_confirms():
    meeting = Meeting(sizes=SIZES).to("opening")
    meeting.tick()
    seen = browsers(meeting)

    early = seen["teller"].post(act(meeting, "confirm-open"))
    alone = seen["delegate"].post(act(meeting, "confirm-open"))
    seen["delegate"].post(act(meeting, "ask-open"))
    buttons = {name: offered(one.get(page(meeting))) for name, one in seen.items()}
    outsider = seen["inspector"].post(act(meeting, "confirm-open"))
    seen["teller"].post(act(meeting, "confirm-open"))

    assert (early.status_code, alone.status_code, outsider.status_code) == (422, 422, 422)
    assert alert(early)
    assert {name: one for name, one in buttons.items() if one} == {"teller": ["confirm-open"]}
    assert meeting.now.state == "open"


def test_slips_carry_the_booths_own_host_name_where_it_has_one(settings):
    meeting = Meeting(sizes=SIZES).to("opening")
    browser = signed_in(meeting.delegate)

    plain = browser.get(page(meeting, "ballot-data", "sheet")).json()["address"]
    settings.BOOTH_ADDRESS = "https://vote.example.cn"
    own = browser.get(page(meeting, "ballot-data", "sheet")).json()["address"]

    assert (plain, own) == ("http://testserver/b/", "https://vote.example.cn/b/")


def test_scripts_make_key_trial_and_slips_by_json_and_are_refused_in_words():
    meeting = Meeting(sizes=SIZES).to("frozen")
    browser, key = signed_in(meeting.delegate), new_key()

    sheet = browser.get(page(meeting, "ballot-data", "sheet")).json()
    wrong = send(browser, act(meeting, "key"), {"public": "AAAA", "wrapped": json.loads(key.wrapped)})
    kept = send(browser, act(meeting, "key"), {"public": key.public, "wrapped": json.loads(key.wrapped)})
    trial = browser.get(page(meeting, "ballot-data", "trial")).json()
    sealed = Sealed(trial["eph"], trial["iv"], trial["ct"])
    word = sealing.open_sealed(sealed, key.private, meeting.event.pk, trial["class"]).decode()
    rehearsed = send(browser, act(meeting, "rehearse"), {"answer": word})
    stubs = {name: [f"{at:064x}" for at in range(100 * one, 100 * one + number)] for one, (name, number) in
             enumerate(sheet["slips"].items())}  # fmt: skip
    drawn = send(browser, act(meeting, "stubs"), {"stubs": stubs})
    twice = send(browser, act(meeting, "stubs"), {"stubs": {name: one[:-1] for name, one in stubs.items()}})

    assert sheet["roll"] == SIZES
    assert sheet["slips"] == {"党员": 10, "群众代表": 10}
    assert sheet["address"].endswith("/b/")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "ballot.key-unreadable")
    assert wrong.json()["sentence"]
    assert (kept.json(), rehearsed.json()) == ({"state": "opening"}, {"rehearsed": True})
    assert len(b64decode(browser.get(page(meeting, "ballot-data", "key")).json()["public"])) == 65
    assert drawn.json() == {"counts": sheet["slips"]}
    assert twice.status_code == 422
    assert Stub.objects.filter(event=meeting.event.pk).count() == 20


def test_what_no_script_of_ours_sends_is_a_bad_request():
    meeting = Meeting(sizes=SIZES).to("draft")
    browser = signed_in(meeting.delegate)

    answers = [
        browser.post(act(meeting, what), told, content_type="application/json").status_code
        for told in ("", "[]", '{"public": 1}', "{" * 5000, '"key"')
        for what in ("key", "stubs", "count")
    ]

    assert answers == [400] * 15


def test_numbers_that_are_none_and_texts_no_database_keeps_are_a_bad_request():
    meeting = Meeting(sizes={"党员": 3, "群众代表": 3}).to("closed")
    browser = signed_in(meeting.delegate)
    told = meeting.counted()

    answers = [
        browser.post(act(meeting, "count"), json.dumps(told | changed), content_type="application/json")
        for changed in (
            {"comments": ["\ud800"]}, {"comments": ["a\0"]}, {"comments": [1]},
            {"invalid": {"党员": {"unreadable": 1.0}}}, {"invalid": {"党员": {"unreadable": True}}},
        )
    ]  # fmt: skip

    assert [one.status_code for one in answers] == [400] * 5
    assert BallotEvent.objects.get(pk=meeting.event.pk).state == "closed"


def test_half_a_character_answers_no_trial():
    meeting = Meeting(sizes={"党员": 3, "群众代表": 3}).to("frozen")
    meeting.set_key()
    browser = signed_in(meeting.delegate)
    browser.get(page(meeting, "ballot-data", "trial"))

    answer = browser.post(act(meeting, "rehearse"), '{"answer": "\\ud800"}', content_type="application/json")

    assert answer.status_code == 400


def test_void_before_its_list_was_frozen_a_ballot_has_no_list_and_nothing_for_machines():
    meeting = Meeting(sizes={"党员": 3, "群众代表": 3}).to("draft")
    meeting.void()
    browser = signed_in(meeting.reviewer)

    answers = [browser.get(address) for address in (
        page(meeting), page(meeting, "ballot-tick"), reverse("api-ballot", args=[meeting.event.pk]),
    )]  # fmt: skip

    assert [one.status_code for one in answers] == [200, 404, 404]


def test_the_count_is_sent_by_the_script_read_by_tellers_and_signed():
    meeting = Meeting(sizes=SIZES).to("closed")
    browser, teller = signed_in(meeting.delegate), signed_in(meeting.teller1)

    sealed = browser.get(page(meeting, "ballot-data", "envelopes")).json()
    counted = send(browser, act(meeting, "count"), meeting.counted())
    browser.post(act(meeting, "ask-sign"))
    before = words(teller.get(page(meeting)))
    teller.post(act(meeting, "confirm-sign"))
    browser.post(act(meeting, "publish"))

    assert len(sealed["envelopes"]) == 18
    assert counted.json() == {"state": "counted", "to": page(meeting)}
    assert "50.0" in before or "44.4" in before or "%" in before
    assert meeting.now.state == "published"


def test_a_teller_sees_the_others_figures_only_once_their_own_are_in():
    meeting = Meeting(sizes=SIZES).to("closed")
    first, second = signed_in(meeting.teller1), signed_in(meeting.teller2)
    meeting.enter("党员", Entry(7, 0, {"总体评价": {"满意": 7}}), by=meeting.teller1)
    papers = page(meeting, "ballot-papers")

    before = second.get(papers).content.decode()
    sums = {"class": "0", "returned-0": "7", "invalid-0": "1", "vote-0-0-0": "7"}
    wrong = second.post(papers, sums)
    second.post(papers, sums | {"vote-0-0-0": "6"})
    after = words(second.get(papers))
    second.post(papers, sums | {"invalid-0": ""})
    second.post(papers, {"class": "0", "returned-0": "7", "invalid-0": "0", "vote-0-0-0": "7"})

    assert 'value="7"' not in before
    assert wrong.status_code == 422
    assert 'value="7"' in wrong.content.decode()
    assert alert(wrong)
    assert {"满意", "6", "7"} <= {word.strip(" ·") for line in after.split("\n") for word in line.split()}
    assert {one.figures["invalid"] for one in meeting.now.papers.all()} == {0}
    assert signed_in(meeting.delegate).get(papers).status_code == 404
    assert 'name="returned-0"' not in first.get(papers).content.decode()  # agreed: it no longer changes


def test_two_people_declare_a_ballot_void_and_another_begins():
    meeting = Meeting(sizes=SIZES).to("open")
    browser, teller = signed_in(meeting.delegate), signed_in(meeting.teller2)

    silent = browser.post(act(meeting, "void"), {"reason": ""})
    browser.post(act(meeting, "void"), {"reason": "会议中断"})
    own = browser.post(act(meeting, "void-answer"), {"answer": "agree"})
    teller.post(act(meeting, "void-answer"), {"answer": "agree"})
    ballot = reverse("ballot", args=[meeting.subject.pk, meeting.mechanism])
    again = browser.post(
        reverse("ballot-act", args=[meeting.subject.pk, meeting.mechanism, "begin"]),
        {
            "teller1": meeting.teller1.pk,
            "teller2": meeting.teller2.pk,
            "held_on": "2012-04-07",
            "place": "村部",
        },
    )

    assert (silent.status_code, own.status_code) == (422, 422)
    assert BallotEvent.objects.get(pk=meeting.event.pk).state == "void"
    assert "会议中断" in words(browser.get(ballot))
    assert BallotEvent.objects.get(attempt=2).place == "村部"
    assert again["Location"] == reverse("ballot-event", args=[BallotEvent.objects.get(attempt=2).pk])


def test_a_ballot_somewhere_else_is_not_found():
    meeting, other = Meeting(sizes={"党员": 3, "群众代表": 3}).to("draft"), Meeting()
    browser = signed_in(other.delegate)

    answers = [
        browser.get(page(meeting)), browser.get(page(meeting, "ballot-tick")),
        browser.get(page(meeting, "ballot-returned")), browser.post(act(meeting, "freeze")),
        browser.get(reverse("ballot-event", args=["gone"])),
    ]  # fmt: skip

    assert [one.status_code for one in answers] == [404] * 5


@pytest.mark.parametrize("mechanism", ["organisation-review", "member-review"])
def test_a_document_without_sheets_and_grades_has_its_ballots_too(mechanism):
    meeting = Meeting(
        pack="commitments-and-reviews", mechanism=mechanism, step="", sizes=REVIEWS[mechanism]
    ).to("open")
    for at, one in enumerate(meeting.voters):
        meeting.vote(one, *(["弃权"] * (at == 0)))
    meeting.to("closed")
    papers = signed_in(meeting.teller1).get(page(meeting, "ballot-papers"))
    meeting.to("published")
    theirs, inside = signed_in(meeting.secretary), signed_in(meeting.delegate)

    answers = [
        inside.get(page(meeting)),
        theirs.get(page(meeting)),
        theirs.get(reverse("ballot", args=[meeting.subject.pk, mechanism])),
        theirs.get(reverse("ballots", args=[meeting.campaign.pk, mechanism])),
    ]

    assert [one.status_code for one in (papers, *answers)] == [200] * 5
    for question in meeting.sheet[1:]:
        assert question.name in words(answers[0])
        assert question.name in words(papers)


def test_a_teller_of_whatever_post_above_sees_what_they_confirm():
    meeting = Meeting(sizes={"党员": 3, "群众代表": 3})
    meeting.teller1 = in_post("member", meeting.town)
    meeting.to("open")
    meeting.ask("close")
    beside = signed_in(in_post("member", meeting.town))
    teller = signed_in(meeting.teller1)

    assert offered(teller.get(page(meeting))) == ["confirm-close"]
    assert teller.get(page(meeting, "ballot-tick")).status_code == 200
    assert offered(beside.get(page(meeting))) == []
    assert beside.get(page(meeting, "ballot-tick")).status_code == 404
