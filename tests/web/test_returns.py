"""Returns on their pages: looked over beside the forms, sent once, answered by another, printed."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiceng.reports.returns import filling
from jiceng.services import duty, zone
from jiceng.store.models import Move, Organisation, Return, Subject, Track, Zone
from tests.factories import ON, County, secretary
from tests.filing import RETURN, Filing
from tests.house.permissions import signed_in
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by():
    """Somebody's browser, the second factor shown where one is asked for."""
    return signed_in


@pytest.fixture
def county():
    made = Filing(branches=4)
    made.all_graded("好", "较好", "一般", "较差")
    return made


def at(county, name="return-new", *more, town=None):
    return reverse(name, args=[county.campaign.pk, RETURN, (town or county.town).pk, *more])


def test_a_return_is_looked_over_sent_and_accepted_with_a_receipt(county, seen_by):
    office = seen_by(county.reviewer)
    preview = office.get(at(county))
    assert "应定级 4 个 = 已定级 4 个 + 未定级 0 个" in words(preview)

    sent = office.post(at(county), {"seen": county.prepared().digest}, follow=True)
    one = Return.objects.get()
    assert sent.redirect_chain[-1][0] == reverse("return", args=[one.pk])

    answer = seen_by(county.officer).post(
        reverse("return-answer", args=[one.pk]), {"answer": "accept"}, follow=True
    )
    assert "收〔" in words(answer)


@pytest.mark.parametrize("demonstration", [True, False])
def test_papers_of_a_demonstration_say_so_those_sent_before_too(county, seen_by, settings, demonstration):
    Organisation.objects.update(invented=False)  # as the real places of the demonstration are
    for place in (county.top, county.town):
        place.refresh_from_db()
    one = county.send()
    duty.accept(sent=one, by=county.officer, on=ON)
    settings.DEMONSTRATION = demonstration
    browser = seen_by(county.officer)

    papers = [
        browser.get(at(county, "return-form", "summary", "xlsx")),
        browser.get(reverse("return-paper", args=[one.pk, "summary", "xlsx"])),
        browser.get(reverse("return-receipt", args=[one.pk, "xlsx"])),
        browser.get(reverse("form-download", args=[county.campaign.pk, "summary"])),
        browser.get(reverse("form-download", args=[county.campaign.pk, "list"])),
    ]
    said = [
        str([line for page in openpyxl.load_workbook(io.BytesIO(one.content)) for line in page.values])
        for one in papers
    ]

    assert [one.status_code for one in papers] == [200] * 5
    assert [one.count("演示数据") > 0 for one in said] == [demonstration] * 5


def test_the_receiver_sees_standard_procedure_and_shares_with_the_reason_for_exceeding_them(county, seen_by):
    track = Track.objects.get(campaign=county.campaign, committee=county.town)
    reason, step = "撤并后只剩四个支部", county.campaign.steps.steps[2]
    Move.objects.create(
        track=track, number=1, from_step=step.key, to_step="", reason=reason, by=county.reviewer, on=ON
    )  # fmt: skip
    one = county.send()

    said = words(seen_by(county.officer).get(reverse("return", args=[one.pk])))

    subject = county.subject_of(county.branch)
    assert subject.form.title in said  # the standard
    assert "好：90分以上" in said
    assert f"“{step.name}”结束" in said  # the procedure
    assert reason in said
    assert "参考比例 10 % 左右" in said


def test_the_receiver_reviews_the_best_and_the_worst_first(county, seen_by):
    one = county.send()

    page = seen_by(county.officer).get(reverse("return", args=[one.pk])).content.decode()

    assert page.index('id="focus-1"') < page.index('id="form-summary"')
    assert county.branches[0].name in page
    assert page.count('id="focus-') == 2


def test_a_return_that_does_not_hold_is_refused_and_says_which(county, seen_by):
    Subject.objects.filter(organisation=county.branches[3]).update(explanation="")

    answer = seen_by(county.reviewer).post(at(county), {"seen": ""})

    assert answer.status_code == 422
    assert county.branches[3].name in alert(answer)
    assert not Return.objects.exists()


def test_what_changed_since_it_was_seen_is_not_sent(county, seen_by):
    seen = county.prepared().digest
    county.graded(county.branches[1], "好", "95", "表彰")

    answer = seen_by(county.reviewer).post(at(county), {"seen": seen})

    assert answer.status_code == 422
    assert seen[:8] in alert(answer)


def test_a_return_sent_back_tells_the_sender_why_and_goes_again(county, seen_by):
    one = county.send()
    seen_by(county.officer).post(
        reverse("return-answer", args=[one.pk]), {"answer": "back", "reason": "说明太笼统"}
    )
    county.graded(county.branches[2], "一般", "70", "阵地不达标")

    office = seen_by(county.reviewer)
    assert "说明太笼统" in words(office.get(at(county)))
    office.post(at(county), {"seen": county.prepared().digest})

    assert Return.objects.get(number=2).state == "sent"


def test_sending_back_without_a_reason_is_refused_beside_the_field(county, seen_by):
    one = county.send()

    answer = seen_by(county.officer).post(
        reverse("return-answer", args=[one.pk]), {"answer": "back", "reason": " "}
    )

    assert answer.status_code == 422
    assert "理由" in alert(answer)


def test_the_page_of_what_was_sent_says_what_was_sent(county, seen_by):
    one = county.send()
    county.graded(county.branches[0], "较差", "40", "x")

    page = words(seen_by(county.officer).get(reverse("return", args=[one.pk])))

    assert "“好” 1 个" in page


@pytest.mark.parametrize("format", ["xlsx", "docx", "pdf"])
@pytest.mark.parametrize("form", ["report", "summary", "list"])
def test_every_form_comes_in_every_format_before_and_after_sending(county, seen_by, form, format):
    browser = seen_by(county.reviewer)

    before = browser.get(at(county, "return-form", form, format))
    after = browser.get(reverse("return-paper", args=[county.send().pk, form, format]))

    assert (before.status_code, after.status_code) == (200, 200)
    assert format in after["Content-Disposition"]
    assert len(after.content) > 1000


def test_a_form_the_return_does_not_have_is_not_found(county, seen_by):
    browser = seen_by(county.reviewer)

    for form, format in (("poor-list", "pdf"), ("summary", "exe"), ("x", "pdf")):
        assert browser.get(at(county, "return-form", form, format)).status_code == 404


def test_a_receipt_is_printed_once_there_is_one(county, seen_by):
    one = county.send()
    browser = seen_by(county.reviewer)
    assert browser.get(reverse("return-receipt", args=[one.pk, "pdf"])).status_code == 404

    duty.accept(sent=one, by=county.officer, on=ON)

    assert browser.get(reverse("return-receipt", args=[one.pk, "pdf"])).content.startswith(b"%PDF")


def test_the_offices_words_stand_in_the_report(county, seen_by):
    browser = seen_by(county.reviewer)

    browser.post(at(county, "return-words"), {"word-0": "张三", "word-3": "一村一策抓整改"})

    assert "一村一策抓整改" in words(browser.get(at(county)))


def test_the_county_sees_who_has_not_sent(seen_by):
    county = Filing(towns=3)
    county.all_graded("较好")
    county.send(county.towns[1])

    page = words(seen_by(county.officer).get(reverse("returns", args=[county.campaign.pk, RETURN])))

    assert all(town.name in page for town in county.towns)
    assert page.count("尚未报送") + page.count("not sent yet") == 2


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_list_of_returns_costs_the_same_for_any_number(rows, seen_by, django_assert_num_queries):
    county = Filing(towns=rows)
    browser = seen_by(county.officer)
    address = reverse("returns", args=[county.campaign.pk, RETURN])
    browser.get(address)

    with django_assert_num_queries(8):
        browser.get(address)


@pytest.mark.parametrize("rows", [1, 3, 500])
def test_a_preview_costs_the_same_for_any_number_of_organisations(rows, seen_by, django_assert_num_queries):
    county = Filing(branches=rows)
    county.all_graded("较好")
    browser = seen_by(county.reviewer)
    browser.get(at(county))

    with django_assert_num_queries(28):
        browser.get(at(county))


def test_who_has_no_business_with_a_return_does_not_find_it(county, seen_by):
    one = county.send()
    other = Filing()

    for who in (secretary(county.branch), other.reviewer, other.officer, county.delegate):
        browser = seen_by(who)
        assert browser.get(reverse("return", args=[one.pk])).status_code == 404
        assert browser.get(at(county)).status_code == 404
        assert browser.post(reverse("return-answer", args=[one.pk]), {"answer": "accept"}).status_code == 404
    assert Return.objects.get().state == "sent"


def test_a_committee_does_not_see_what_another_sends(seen_by):
    county = Filing(towns=2)
    county.all_graded("较好")
    one = county.send(county.towns[1])

    assert seen_by(county.reviewers[0]).get(reverse("return", args=[one.pk])).status_code == 404


# -- filled in with WPS or Excel --------------------------------------------------------------------------------------


def exported(county, seen_by, **cells):
    raw = seen_by(county.reviewer).get(at(county, "return-fill"), {"file": "1"}).content
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for place, text in cells.items():
        book["一览表"][place] = text
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("一览表.xlsx", target.getvalue())


def test_a_list_is_taken_out_filled_in_tried_and_taken_over(county, seen_by):
    book = exported(county, seen_by, J5="补充：已公开述职")
    browser = seen_by(county.reviewer)

    tried = browser.post(at(county, "return-fill"), {"book": book, "do": "try"})
    assert "补充：已公开述职" in words(tried)
    assert county.subject_of(county.branches[1]).explanation == "已说明情况"
    kept = tried.context["kept"]
    browser.post(at(county, "return-fill"), {"kept": kept})

    assert county.subject_of(county.branches[1]).explanation == "补充：已公开述职"


def test_a_list_that_comes_back_unchanged_changes_nothing(county, seen_by):
    answer = seen_by(county.reviewer).post(
        at(county, "return-fill"), {"book": exported(county, seen_by), "do": "try"}
    )

    assert answer.status_code == 200
    assert answer.context["changes"] == []
    assert answer.context["kept"] == ""


def test_what_is_wrong_is_said_by_its_cell_and_comes_back_marked(county, seen_by):
    browser = seen_by(county.reviewer)

    said = browser.post(at(county, "return-fill"), {"book": exported(county, seen_by, J7=""), "do": "try"})
    marked = browser.post(
        at(county, "return-fill"), {"book": exported(county, seen_by, J7=""), "do": "marked"}
    )

    assert said.status_code == 422
    assert "第 7 行" in words(said)
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content))["一览表"]
    assert county.branches[3].name in sheet["K7"].value


def test_what_was_not_tried_here_is_not_taken_over(county, seen_by):
    answer = seen_by(county.reviewer).post(
        at(county, "return-fill"), {"kept": "W1s1LCJleHBsYW5hdGlvbiIsIngiXV0"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"book": SimpleUploadedFile("x.xlsx", b"")},
        {"book": SimpleUploadedFile("x.xlsx", b"PK\x03\x04junk")},
    ],
    ids=["nothing", "empty", "no workbook"],
)
def test_a_file_that_is_none_is_refused(county, seen_by, sent):
    assert seen_by(county.reviewer).post(at(county, "return-fill"), sent).status_code == 422


def test_only_the_sender_fills_in_the_list(county, seen_by):
    for who in (county.officer, county.secretary, county.delegate):
        assert seen_by(who).get(at(county, "return-fill")).status_code == 404


def test_the_hidden_sheet_is_in_what_is_taken_out(county, seen_by):
    raw = seen_by(county.reviewer).get(at(county, "return-fill"), {"file": "1"}).content

    assert filling.STAMP in openpyxl.load_workbook(io.BytesIO(raw)).sheetnames


# -- zones, figures from elsewhere -------------------------------------------------------------------------------------


def test_a_zone_is_set_and_dissolved_by_the_county(seen_by):
    county = Filing(towns=2)
    browser = seen_by(county.officer)
    address = reverse("zones", args=[county.top.pk])

    browser.post(address, {"name": "第一协作区", "member": [county.towns[0].pk, county.towns[1].pk]})
    made = Zone.objects.get()
    assert made.members.count() == 2
    assert county.towns[0].name in words(browser.get(address))
    browser.post(address, {"do": "dissolve", "zone": made.pk})

    assert not Zone.objects.exists()


def test_a_name_longer_than_its_column_is_refused_by_name_and_length_and_comes_back(seen_by):
    county = Filing(towns=2)
    sent = {"name": "区" * 65, "member": [town.pk for town in county.towns]}

    answer = seen_by(county.officer).post(reverse("zones", args=[county.top.pk]), sent)

    assert answer.status_code == 422
    assert "“名称”有 65 字，最多 64 字" in alert(answer)
    assert "区" * 65 in answer.content.decode()
    assert not Zone.objects.exists()


@pytest.mark.parametrize("sent", [{"name": "甲区"}, {"name": "", "member": []}])
def test_a_zone_without_name_or_members_is_refused(seen_by, sent):
    county = Filing()

    assert seen_by(county.officer).post(reverse("zones", args=[county.top.pk]), sent).status_code == 422


def test_zones_are_set_by_officers_only(county, seen_by):
    assert seen_by(county.secretary).get(reverse("zones", args=[county.branch.pk])).status_code == 404


HEAD = "类别\t已定级\t好\t好%\t较好\t较好%\t一般\t一般%\t较差\t较差%"
COUNTY = f"{HEAD}\n全县\t533\t54\t10.1\t323\t60.6\t107\t20.1\t49\t9.2"


def test_a_published_table_is_held_against_itself(county, seen_by):
    browser = seen_by(county.secretary)

    well = browser.post(reverse("figures"), {"what": "table", "table": COUNTY})
    slip = browser.post(reverse("figures"), {"what": "table", "table": COUNTY.replace("\t49\t", "\t48\t")})

    assert well.context["adds"]
    assert any("较差%" in one for one in slip.context["slips"])


def test_per_cents_tell_the_counts_behind_them(county, seen_by):
    answer = seen_by(county.secretary).post(
        reverse("figures"),
        {"what": "shares", "size": "533", "shares": "好 10.1%\n较好 60.6\n一般 20.1\n较差 9.2"},
    )

    assert [counts for _, _, counts in answer.context["behind"]] == ["54", "323", "107", "49"]


@pytest.mark.parametrize(
    "sent", [{"what": "shares", "size": "532", "shares": "好 10.1"}, {"what": "table", "table": "x"}, {}]
)
def test_what_cannot_be_is_refused(county, seen_by, sent):
    assert seen_by(county.secretary).post(reverse("figures"), sent).status_code == 422


# -- 000-4: four tables, by zone --------------------------------------------------------------------------------------


def test_the_four_tables_are_collected_by_zone(seen_by):
    county = County(towns=2, branches=2)
    county.stand_at("return")
    for town in county.towns:
        zone.set_zone(
            organisation=county.top, name=f"{town.name}片区", members=[town], by=county.officer, on=ON
        )
    for branch, grade in zip(county.branches, ("好", "较好", "一般", "较差"), strict=True):
        Subject.objects.filter(organisation=branch).update(
            total=80, computed=grade, decided=grade, decided_by=county.reviewer, decided_on=ON
        )
    facts = {"campaign": county.campaign, "mechanism": "four-tables", "on": ON}
    sent = duty.send(organisation=county.towns[1], by=county.reviewers[1], **facts)

    browser = seen_by(county.officer)
    page = words(browser.get(reverse("returns", args=[county.campaign.pk, "four-tables"])))
    shown = words(browser.get(reverse("return", args=[sent.pk])))

    assert page.index(f"{county.towns[0].name}片区") < page.index(f"{county.towns[1].name}片区")
    assert f"{county.towns[1].name}片区小计 2 个" in shown
    assert "较差基层党组织状况明细表" in shown
    for form in ("summary", "detail", "poor-list", "poor-detail"):
        answer = browser.get(reverse("return-paper", args=[sent.pk, form, "xlsx"]))
        assert county.branches[3].name in str(openpyxl_texts(answer)) or form == "summary"


def openpyxl_texts(answer):
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [cell.value for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
