"""Plans, evidence, claims: what whoever works on an item does, and what they may not."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services import item as events
from jiceng.services.item import files as looking
from jiceng.store.models import AuditEvent, AuditValue, Evidence, Item
from tests.factories import ON, member, officer, secretary
from tests.items import DUE, LATER, PLAN, office, picture

pytestmark = pytest.mark.django_db


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


def plan(item, by, **facts):
    facts = {"said": PLAN, "owner": "张某", "due_on": DUE, "seen_version": item.version} | facts
    return events.plan_item(item=item, by=by, on=ON, **facts)


# -- the plan ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_written_by_the_secretary_and_names_the_grade_to_reach(county):
    item = plan(county.open(), county.secretary, target="较好", title="道路不通，雨天难行")

    assert (item.said, item.owner_name, item.due_on, item.target) == (PLAN, "张某", DUE, "较好")
    assert (item.title, item.version) == ("道路不通，雨天难行", 2)
    assert item.events.last().what == "planned"


def test_the_same_plan_again_changes_nothing_whatever_version_was_seen(county):
    item = plan(county.open(), county.secretary)

    again = plan(item, county.secretary, seen_version=1)

    assert (again.version, again.events.count()) == (2, 2)


def test_of_two_who_saw_the_same_version_the_second_is_told_who_was_first(county):
    item = county.open()
    plan(item, county.above)

    lost = refused(plan, item, county.secretary, owner="李某", seen_version=1)

    assert lost.code == "item.changed-meanwhile"
    assert lost.facts["who"] == county.above.get_full_name()
    assert Item.objects.get(pk=item.pk).owner_name == "张某"


def test_a_day_set_by_the_superior_is_put_off_by_the_superior_alone(county):
    county.graded("较差")
    item = county.open("x-poor", by=county.above, owner="张某", due_on=DUE)
    later = {"said": {}, "due_on": date(2012, 8, 1)}

    wrong = refused(plan, item, county.secretary, **later)
    sooner = plan(item, county.secretary, said={}, due_on=date(2012, 6, 1))

    assert (wrong.code, wrong.facts["due_on"]) == ("item.day-set-above", "2012-07-01")
    assert refused(plan, sooner, county.secretary, **later).facts["due_on"] == "2012-06-01"
    assert plan(sooner, county.above, **later).due_on == date(2012, 8, 1)


def test_a_target_that_is_no_grade_is_refused(county):
    assert refused(plan, county.open(), county.secretary, target="优秀").code == "item.no-such-grade"


def test_a_plan_does_not_change_while_the_superior_looks_nor_afterwards(county):
    item = county.shown()
    events.claim_done(item=item, by=county.secretary, on=LATER)
    item.refresh_from_db()
    claimed = refused(plan, item, county.secretary, owner="李某")
    closed = events.close(item=county.passed(item), by=county.above, on=LATER)

    assert claimed.code == "item.already-claimed"
    assert refused(plan, closed, county.secretary, owner="李某").code == "item.already-closed"


def test_texts_about_people_can_be_erased_and_the_event_stays_whole(county):
    item = plan(county.open(), county.secretary)

    event = AuditEvent.objects.get(action="item.planned")
    assert "张某" not in event.body
    assert set(AuditValue.objects.filter(event=event).values_list("value", flat=True)) >= {"张某", "修好道路"}
    assert event.target == f"item:{item.pk}"


# -- evidence ---------------------------------------------------------------------------------------------------------


def show(item, by, **facts):
    return events.add_evidence(item=item, by=by, on=LATER, **facts)


def test_a_picture_is_kept_under_a_random_name_with_its_digest(county, files):
    evidence = show(county.planned(), county.secretary, text="路通了", file=picture("村口.png"))

    assert (evidence.name, evidence.kind, len(evidence.digest)) == ("村口.png", "png", 64)
    kept = Path(files) / evidence.file.name
    assert kept.read_bytes() == picture().read()
    assert "村口" not in evidence.file.name
    assert "." not in kept.name


def test_the_same_picture_sent_twice_is_one(county):
    item = county.planned()

    assert show(item, county.secretary, file=picture()) == show(item, county.secretary, file=picture())
    assert item.events.filter(what="evidence").count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20),
        ("照片.JPEG", b"\xff\xd8\xff\xe0" + b"0" * 20),
        ("WeChat.jfif", b"\xff\xd8\xff\xe0" + b"0" * 20),
        ("照片.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("方案.pdf", b"%PDF-1.7\n"),
        ("没有扩展名", b"%PDF-1.7\n"),
    ],
)
def test_kinds_that_are_taken_are_told_by_their_content(county, name, content):
    assert show(county.planned(), county.secretary, file=SimpleUploadedFile(name, content)).kind


def test_office_files_are_taken_by_their_parts(county):
    item = county.planned()

    assert show(item, county.secretary, file=office()).kind == "docx"
    assert show(item, county.secretary, file=office("表.xlsx", "xl/workbook.xml")).kind == "xlsx"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SimpleUploadedFile("空.png", b""), "item.file-empty"),
        (SimpleUploadedFile("页.html", b"<script>alert(1)</script>"), "item.file-kind"),
        (SimpleUploadedFile("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "item.file-kind"),
        (SimpleUploadedFile("页.png", b"<script>alert(1)</script>"), "item.file-kind"),
        (SimpleUploadedFile("病.exe", b"MZ\x90\x00"), "item.file-kind"),
        (SimpleUploadedFile("破.docx", b"PK\x03\x04broken"), "item.file-kind"),
        (office("包.zip", "anything.txt"), "item.file-kind"),
        (SimpleUploadedFile("文.png", b"%PDF-1.7\n"), "item.file-name-differs"),
        (office("表.xlsx"), "item.file-name-differs"),
    ],
    ids=lambda one: getattr(one, "name", one),
)
def test_other_files_are_refused_and_nothing_is_kept(county, files, file, code):
    assert refused(show, county.planned(), county.secretary, file=file).code == code
    assert not list(Path(files).rglob("*"))
    assert not Evidence.objects.exists()


def test_an_office_file_with_macros_is_refused(county):
    file = office("宏.docx", "word/document.xml")
    with zipfile.ZipFile(file.file, "a") as packed:
        packed.writestr("word/vbaProject.bin", "x")
    file.seek(0)

    assert refused(show, county.planned(), county.secretary, file=file).code == "item.file-kind"


def test_a_file_may_be_ten_megabytes_and_no_more(county, monkeypatch):
    monkeypatch.setattr(looking, "MOST", picture().size)
    item = county.planned()

    assert show(item, county.secretary, file=picture()).size == picture().size
    larger = refused(show, item, county.secretary, file=picture(side=64))
    assert larger.code == "item.file-too-large"


def test_evidence_says_something(county):
    assert refused(show, county.planned(), county.secretary, text=" 无 ").code == "item.evidence-empty"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\照片\\村口.png", "村口.png"),
        ("a\u202egnp.png", "agnp.png"),
        ('<b>"x"</b>.png', "b.png"),
        ("长" * 200 + ".png", "长" * 124 + ".png"),
        ("", "file"),
    ],
)
def test_a_name_is_only_shown_and_made_harmless(name, kept):
    assert looking.shown_name(name) == kept


def test_a_file_whose_row_cannot_be_kept_is_not_left_behind(county, files, monkeypatch):
    item = county.planned()

    def broken(*args, **facts):
        raise RuntimeError("disk full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        show(item, county.secretary, file=picture())

    assert not [one for one in Path(files).rglob("*") if one.is_file()]
    assert not Evidence.objects.exists()


def test_evidence_is_taken_back_with_a_reason_and_stays_to_be_read(county):
    evidence = show(county.planned(), county.secretary, text="拍错了地方")

    assert (
        refused(events.withdraw_evidence, evidence=evidence, reason="无", by=county.secretary, on=LATER).code
        == "item.withdrawal-without-reason"
    )
    taken = events.withdraw_evidence(evidence=evidence, reason="拍的是邻村", by=county.secretary, on=LATER)

    assert (taken.withdrawn_by, taken.text) == (county.secretary, "拍错了地方")
    assert not taken.item.evidence.standing().exists()
    again = events.withdraw_evidence(evidence=evidence, reason="拍的是邻村", by=county.secretary, on=LATER)
    assert again.withdrawn_on == LATER
    other = secretary(county.branch)
    late = refused(events.withdraw_evidence, evidence=evidence, reason="别的", by=other, on=LATER)
    assert late.facts["who"] == county.secretary.get_full_name()


def test_the_superior_takes_back_what_they_added_and_nothing_of_the_organisations(county):
    item = county.planned()
    theirs, own = show(item, county.secretary, text="路通了"), show(item, county.above, text="实地拍的")

    with pytest.raises(Forbidden):
        events.withdraw_evidence(evidence=theirs, reason="不清楚", by=county.above, on=LATER)
    assert events.withdraw_evidence(evidence=own, reason="拍糊了", by=county.above, on=LATER).withdrawn_on


# -- claims -----------------------------------------------------------------------------------------------------------


def test_a_claim_needs_a_plan_and_evidence(county):
    item = county.open()
    unplanned = refused(events.claim_done, item=item, by=county.secretary, on=LATER)
    plan(item, county.secretary)
    unshown = refused(events.claim_done, item=item, by=county.secretary, on=LATER)
    show(item, county.secretary, text="路已修通")

    claimed = events.claim_done(item=item, by=county.secretary, on=LATER)

    assert (unplanned.code, unshown.code) == ("item.not-planned", "item.evidence-missing")
    assert (claimed.state, claimed.claimed_by, claimed.claimed_on) == ("claimed", county.secretary, LATER)
    assert events.claim_done(item=item, by=county.secretary, on=LATER).version == claimed.version
    other = secretary(county.branch)
    assert refused(events.claim_done, item=item, by=other, on=LATER).code == "item.already-claimed"


def test_nobody_but_the_secretary_claims(county):
    item = county.shown()

    for by in (county.above, member(county.branch), officer(county.top), secretary(county.branches[1])):
        with pytest.raises(Forbidden):
            events.claim_done(item=item, by=by, on=LATER)


def test_an_item_is_overdue_from_the_day_after(county):
    item = county.planned()

    assert not item.is_overdue(DUE)
    assert item.is_overdue(date(2012, 7, 2))
    assert list(Item.objects.overdue(DUE)) == []
    assert list(Item.objects.overdue(date(2012, 7, 2))) == [item]
