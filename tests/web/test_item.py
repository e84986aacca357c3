"""The item's page: what each may do, what is refused and where it says so, files that are only handed out."""

import pytest
from django.urls import reverse

from jiceng.services import item as events
from jiceng.store.models import Evidence, Item
from tests.factories import committee, member, officer, secretary
from tests.items import LATER, PLAN, Ledgers, picture
from tests.web.reading import alert, tags, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def county():
    return Ledgers()


@pytest.fixture
def own(county, seen_by):
    return seen_by(county.secretary)


def page(client, item):
    return client.get(reverse("item", args=[item.pk]))


def act(client, item, name, **sent):
    return client.post(reverse("item-act", args=[item.pk, name]), sent)


def forms(answer):
    """What can be done from a page."""
    return {
        told["action"].rsplit("/", 2)[-2]
        for tag, told in tags(answer)
        if tag == "form" and "items/" in told.get("action", "")
    }


PLANNED = {
    "part-1": PLAN["整改措施"],
    "part-2": PLAN["量化目标"],
    "owner": "张某",
    "due_on": "2012-07-01",
    "seen": "1",
}


def test_a_secretary_plans_shows_and_claims(county, own):
    item = county.open()

    assert forms(page(own, item)) == {"plan", "evidence"}  # what cannot be claimed yet is not offered
    assert act(own, item, "plan", **PLANNED).status_code == 302
    assert forms(page(own, item)) == {"plan", "evidence"}
    assert "还没有佐证" in words(page(own, item))
    assert act(own, item, "evidence", text="路通了", file=picture()).status_code == 302
    assert forms(page(own, item)) == {"plan", "evidence", "claim"}
    assert act(own, item, "claim").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.said, item.owner_name) == ("claimed", PLAN, "张某")
    assert forms(page(own, item)) == {"evidence"}


def test_the_superior_records_gates_sends_back_and_closes(county, seen_by):
    item = county.shown()
    events.claim_done(item=item, by=county.secretary, on=LATER)
    above = seen_by(county.above)

    assert forms(page(above, item)) == {"evidence", "pass", "send-back"}
    assert act(above, item, "pass", gate="solved", note="实地看过").status_code == 302
    assert act(above, item, "pass", gate="satisfied", value="９５％").status_code == 302
    assert "close" in forms(page(above, item))
    assert act(above, item, "close", answer="同意销号").status_code == 302
    assert Item.objects.get(pk=item.pk).state == "closed"
    assert forms(page(above, item)) == {"reopen"}


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("plan", PLANNED | {"due_on": "2012-08-01"}, "最晚到2012年7月6日"),
        ("plan", PLANNED | {"due_on": "明天"}, "日期"),
        ("plan", PLANNED | {"part-2": ""}, "量化目标"),
        ("evidence", {}, "佐证是空的"),
        ("claim", {}, "还没有整改方案"),
    ],
)
def test_what_is_refused_says_what_to_do_beside_the_form_and_keeps_what_was_typed(
    county, own, name, sent, says
):
    answer = act(own, county.open(), name, **sent)

    assert answer.status_code == 422
    assert says in alert(answer)
    if name == "plan":
        assert 'value="张某"' in answer.content.decode()


def test_a_gate_that_is_refused_says_so_at_the_gate(county, seen_by):
    item = county.shown()

    answer = act(seen_by(county.above), item, "pass", gate="satisfied", value="80")

    assert answer.status_code == 422
    assert "要达到 90 才算通过" in alert(answer)
    assert 'value="80"' in answer.content.decode()


def test_a_refused_form_may_be_reloaded_and_an_unknown_act_is_not_there(county, own):
    item = county.open()

    assert own.get(reverse("item-act", args=[item.pk, "plan"])).status_code == 302
    assert act(own, item, "delete").status_code == 404


def test_what_is_no_business_of_theirs_is_not_found(county, seen_by):
    item = county.shown()
    for by in (secretary(county.branches[1]), officer(committee())):
        client = seen_by(by)
        assert page(client, item).status_code == 404
        assert act(client, item, "plan", **PLANNED).status_code == 404


def test_a_member_reads_and_does_nothing(county, seen_by):
    item = county.shown()
    client = seen_by(member(county.branch))

    assert forms(page(client, item)) == set()
    assert act(client, item, "claim").status_code == 404


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_handed_out_as_a_download_and_never_run(county, own):
    item = county.planned()
    act(own, item, "evidence", file=picture("村口 照片.png"))

    answer = own.get(reverse("evidence", args=[Evidence.objects.get().pk]))

    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "%E6%9D%91%E5%8F%A3" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == picture().read()


def test_a_picture_is_loaded_lazily_and_a_withdrawn_one_not_at_all(county, own):
    item = county.planned()
    act(own, item, "evidence", file=picture())
    evidence = Evidence.objects.get()

    [image] = [told for tag, told in tags(page(own, item)) if tag == "img"]
    assert (image["loading"], image["alt"]) == ("lazy", "现场.png")
    answer = own.post(reverse("evidence-withdraw", args=[evidence.pk]), {"reason": "拍错了"})
    assert answer.status_code == 302
    assert not [tag for tag, _ in tags(page(own, item)) if tag == "img"]
    assert "拍错了" in words(page(own, item))


def test_evidence_is_not_taken_back_without_a_reason(county, own):
    item = county.planned()
    act(own, item, "evidence", text="路通了")
    address = reverse("evidence-withdraw", args=[Evidence.objects.get().pk])

    answer = own.post(address, {"reason": ""})

    assert (answer.status_code, "撤回佐证要写明理由" in alert(answer)) == (422, True)
    assert own.get(address).status_code == 302


def test_a_neighbours_file_and_one_that_is_words_only_are_not_found(county, own, client, seen_by):
    item = county.planned()
    act(own, item, "evidence", file=picture())
    act(own, item, "evidence", text="路通了")
    with_file, without = Evidence.objects.order_by("pk")

    assert own.get(reverse("evidence", args=[without.pk])).status_code == 404
    neighbour = seen_by(secretary(county.branches[1]))
    assert neighbour.get(reverse("evidence", args=[with_file.pk])).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(county, own):
    item = county.planned()
    act(own, item, "evidence", file=picture())
    evidence = Evidence.objects.get()
    evidence.file.storage.delete(evidence.file.name)

    assert own.get(reverse("evidence", args=[evidence.pk])).status_code == 404


@pytest.mark.parametrize("pieces", [1, 3, 30])
def test_an_item_costs_the_same_for_any_amount_of_evidence(
    county, own, django_assert_max_num_queries, pieces
):
    item = county.planned()
    for at in range(pieces):
        events.add_evidence(item=item, text=f"第{at}张", by=county.secretary, on=LATER)

    with django_assert_max_num_queries(12):
        assert page(own, item).status_code == 200
