"""What machines ask is what pages and services say."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from jiceng import clock, phrases
from jiceng.access import scope
from jiceng.reports import desk
from jiceng.services import standing
from jiceng.store.models import Track
from tests.factories import ON, County, committee_officer, secretary, user
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on():
    with clock.on(ON):
        yield


@pytest.fixture
def county():
    return County(towns=2, branches=2)


@pytest.fixture
def ask(client):
    def asked(who, name, *args):
        client.force_login(who)
        return client.get(reverse(name, args=args))

    return asked


def tell(client, name, pk, **body):
    return client.post(reverse(name, args=[pk]), body, content_type="application/json")


def track_of(county, town=0):
    return Track.objects.get(campaign=county.campaign, committee=county.towns[town])


def test_the_desk_is_the_desk(county, ask):
    who = secretary(county.branch)

    told = ask(who, "api-desk").json()

    found = desk.due(scope.posts(who), ON)
    assert [(one["code"], one["message"]["zh"], one["due_on"]) for one in told] == [
        (one.code, phrases.sentence(one.code, one.facts), one.due_on.isoformat()) for one in found
    ]
    assert told[0]["href"] == reverse("score", args=[county.subject.pk, "self"])


def test_what_is_missing_is_what_the_service_says(county, ask):
    track = track_of(county)

    told = ask(county.reviewer, "api-missing", track.pk).json()

    found = standing.missing(track, ON)
    assert found
    assert [(one["mechanism"], one["code"], one["count"]) for one in told] == [
        (one.mechanism, one.code, one.count) for one in found
    ]
    for one, kept in zip(told, found, strict=True):
        assert one["message"] == {
            lang: phrases.sentence(kept.code, kept.facts, lang) for lang in ("zh", "en")
        }


def test_tracks_are_those_of_the_own_committees(county, ask):
    told = ask(county.reviewer, "api-tracks", county.campaign.pk).json()
    every = ask(county.officer, "api-tracks", county.campaign.pk).json()

    assert [one["committee"] for one in told] == [county.town.name]
    assert told[0]["step_name"] == "分类定级"
    assert len(every) == 2


def test_a_campaign_says_what_it_is(county, ask):
    [told] = ask(county.officer, "api-campaigns").json()

    assert (told["title"], told["pack"], told["due_on"]) == ("分类定级", "jilin-2012-grading", "2012-04-20")


def test_a_refusal_says_what_is_wrong_in_both_languages(county, client):
    client.force_login(county.reviewer)
    track = track_of(county)

    answer = tell(client, "api-move", track.pk, version=track.version)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "procedure.still-awaits")
    assert set(told["message"]) == {"zh", "en"}
    assert told["message"]["zh"] != told["message"]["en"]
    assert told["facts"]["step"] == "分类定级"
    assert isinstance(told["facts"]["missing"][0]["code"], str)


def test_sending_back_moves_the_track_once_and_a_second_time_changes_nothing(county, client):
    client.force_login(committee_officer(county.town))
    track = track_of(county)
    body = {"version": track.version, "to": "survey", "reason": "底数有误，重新摸底"}

    first, again = (tell(client, "api-send-back", track.pk, **body) for _ in range(2))

    assert (first.status_code, first.json()["step"], first.json()["version"]) == (
        200,
        "survey",
        track.version + 1,
    )
    assert (again.status_code, again.json()) == (200, first.json())


def test_whoever_saw_an_older_track_is_told_so(county, client):
    one, other = committee_officer(county.town), committee_officer(county.town)
    track = track_of(county)
    client.force_login(one)
    tell(client, "api-send-back", track.pk, version=track.version, to="survey", reason="底数有误")
    Track.objects.filter(pk=track.pk).update(step="plan", version=track.version + 2)
    client.force_login(other)

    answer = tell(client, "api-send-back", track.pk, version=track.version, to="grading", reason="重新定级")

    assert (answer.status_code, answer.json()["code"]) == (422, "procedure.moved-meanwhile")


def test_what_cannot_be_read_names_the_fields(county, client):
    client.force_login(county.reviewer)

    answer = tell(client, "api-send-back", track_of(county).pk, version="first")

    assert answer.status_code == 422
    assert answer.json()["code"] == "api.unreadable"
    assert [one.rpartition(".")[2] for one in answer.json()["facts"]["places"]] == ["version", "to", "reason"]


@pytest.mark.parametrize("reason", ["资料\0不全", "\ud800", "不" * 2001, "行一\n行二\0"])
def test_a_reason_that_nobody_can_keep_or_read_is_named_and_moves_nothing(county, client, reason):
    track = track_of(county)
    client.force_login(county.reviewer)

    answer = tell(
        client, "api-send-back", track.pk, version=track.version, to="self-assessment", reason=reason
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "api.unreadable")
    assert "reason" in answer.json()["message"]["en"]
    assert track_of(county).version == track.version


def test_whoever_is_not_signed_in_is_asked_to(county):
    for name, args in (("api-desk", []), ("api-schema", []), ("api-missing", [track_of(county).pk])):
        assert Client().get(reverse(name, args=args)).status_code == 401


def test_a_change_without_the_token_is_refused(county):
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.reviewer)

    answer = tell(client, "api-send-back", track_of(county).pk, version=1, to="survey", reason="底数有误")

    assert answer.status_code == 403
    assert track_of(county).step == "grading"


def test_what_lies_outside_looks_like_what_is_not_there(county, ask):
    away = track_of(county, town=1)

    forbidden = ask(county.reviewer, "api-missing", away.pk)
    absent = ask(county.reviewer, "api-missing", 987654321)

    assert (forbidden.status_code, forbidden.content) == (404, absent.content)


def test_no_answer_stays_in_a_cache(county, ask):
    for name, args in (("api-desk", []), ("api-campaigns", []), ("api-missing", [track_of(county).pk])):
        assert "no-store" in ask(county.reviewer, name, *args)["Cache-Control"]


def test_the_schema_names_every_operation_and_there_is_no_page_that_tries_them(county, ask):
    told = ask(county.reviewer, "api-schema").json()

    assert set(told["paths"]) == {
        "/api/desk",
        "/api/campaigns",
        "/api/campaigns/{pk}/tracks",
        "/api/tracks/{pk}/missing",
        "/api/tracks/{pk}/move",
        "/api/tracks/{pk}/send-back",
        "/api/ballots/{event}/",
    }
    assert ask(county.reviewer, "desk").status_code == 200
    assert Client().get("/api/docs").status_code == 404
    assert json.dumps(told)


def test_somebody_without_a_post_has_an_empty_desk(ask):
    assert ask(user(), "api-desk").json() == []


@pytest.mark.parametrize("branches", [1, 3])
def test_a_list_costs_the_same_for_any_number(client, branches, django_assert_max_num_queries):
    county = County(towns=2, branches=branches)
    client.force_login(county.officer)

    with django_assert_max_num_queries(9):
        client.get(reverse("api-tracks", args=[county.campaign.pk]))
    with django_assert_max_num_queries(20):
        client.get(reverse("api-missing", args=[track_of(county).pk]))


def test_the_page_the_api_and_the_service_show_the_same_entries(county, client):
    track = track_of(county)
    client.force_login(county.reviewer)

    page = words(client.get(reverse("track", args=[track.pk])))
    told = client.get(reverse("api-missing", args=[track.pk])).json()

    said = [phrases.sentence(one.code, one.facts) for one in standing.missing(track, ON)]
    assert said
    assert [one["message"]["zh"] for one in told] == said
    assert [sentence for sentence in said if sentence not in page] == []
    places = [page.index(sentence) for sentence in said]
    assert places == sorted(places)
