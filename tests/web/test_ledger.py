"""Ledgers: lists that narrow, items entered by hand, for all, and from a list that is tried first."""

import html
import json
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from jiceng.services import item as events
from jiceng.store.models import Item, Organisation
from tests.factories import committee, officer, organisation, secretary
from tests.items import ON, PLAN, Ledgers
from tests.web.reading import alert, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return Ledgers()


@pytest.fixture
def above(county, seen_by):
    return seen_by(county.above)


def at(name, county, key="x-problems", *more):
    return reverse(name, args=[county.campaign.pk, key, *more])


def rows(answer):
    return answer.content.decode().count('role="rowheader"')


def test_the_ledger_lists_what_is_open_and_narrows(county, above):
    county.planned(title="路灯不亮")
    county.open(title="没有方案的")

    both = above.get(at("ledger", county))
    assert ("没有方案的" in words(both), "路灯不亮" in words(both)) == (True, True)
    assert both.content.decode().count('class="mark late"') == 1  # due in 2012, and said once
    only = words(above.get(at("ledger", county), {"state": "not-planned"}))
    assert ("没有方案的" in only, "路灯不亮" in only) == (True, False)
    found = words(above.get(at("ledger", county), {"q": "路灯"}))
    assert ("没有方案的" in found, "路灯不亮" in found) == (False, True)
    assert rows(above.get(at("ledger", county), {"state": "closed"})) == 0
    assert rows(above.get(at("ledger", county), {"state": "all"})) == 2


def test_an_empty_ledger_says_what_comes_first(county, above):
    answer = above.get(at("ledger", county))

    assert rows(answer) == 0
    assert at("item-new", county) in answer.content.decode()
    assert 'class="empty"' in answer.content.decode()


def test_a_neighbour_sees_only_their_own_lines(county, seen_by):
    county.planned(title="路灯不亮")

    assert "路灯不亮" not in words(seen_by(secretary(county.branches[1])).get(at("ledger", county)))
    assert seen_by(officer(committee())).get(at("ledger", county)).status_code == 404
    assert seen_by(county.secretary).get(at("ledger", county, "good-quota")).status_code == 404


def test_all_ledgers_stand_on_one_page_in_figures(county, above):
    county.planned()

    said = words(above.get(reverse("ledgers")))

    assert "问题整改台账" in said
    assert "请示" in said


@pytest.mark.parametrize("format", ["xlsx", "docx", "pdf"])
def test_the_ledger_is_handed_in_as_a_form(county, above, format):
    county.planned(title="路灯不亮")

    answer = above.get(at("ledger-paper", county, "x-problems", format))

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    if format == "xlsx":
        cells = [
            str(one.value) for row in load_workbook(BytesIO(answer.content)).active.iter_rows() for one in row
        ]
        assert "路灯不亮" in cells


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_ledger_of_a_demonstration_says_so_on_paper(county, above, settings, demonstration):
    Organisation.objects.update(invented=False)
    settings.DEMONSTRATION = demonstration
    county.planned(title="路灯不亮")

    page = load_workbook(BytesIO(above.get(at("ledger-paper", county, "x-problems", "xlsx")).content)).active

    assert ("演示数据" in str(list(page.values))) == demonstration


def test_no_form_is_handed_to_a_single_branch(county, seen_by):
    assert seen_by(county.secretary).get(at("ledger-paper", county, "x-problems", "xlsx")).status_code == 404


# -- by hand ----------------------------------------------------------------------------------------------------------


def test_a_secretary_enters_an_item_with_its_plan(county, seen_by):
    client = seen_by(county.secretary)
    address = at("item-new", county)
    sent = {"organisation": county.branch.pk, "title": "路灯不亮", "part-1": PLAN["整改措施"]}

    assert client.get(address).status_code == 200
    lacking = client.post(address, sent)
    assert (lacking.status_code, "量化目标" in alert(lacking)) == (422, True)
    assert 'value="路灯不亮"' in lacking.content.decode()

    answer = client.post(address, {"organisation": county.branch.pk, "title": "路灯不亮"})

    item = Item.objects.get()
    assert answer["Location"] == reverse("item", args=[item.pk])


def test_an_item_is_entered_only_where_one_may(county, seen_by, above):
    client = seen_by(county.secretary)

    elsewhere = client.post(
        at("item-new", county), {"organisation": county.branches[1].pk, "title": "路灯不亮"}
    )
    assert elsewhere.status_code == 422
    assert not Item.objects.exists()
    assert client.get(at("item-new", county, "x-poor")).status_code == 404
    county.graded("较差")
    assert seen_by(county.above).get(at("item-new", county, "x-poor")).status_code == 200


# -- for everybody ----------------------------------------------------------------------------------------------------


def test_everybody_concerned_is_entered_at_once(county, above):
    for branch in county.branches:
        county.graded("较差", branch)
    assert (
        f'name="committee" value="{county.town.pk}"'
        in above.get(at("ledger", county, "x-poor")).content.decode()
    )

    answer = above.post(at("ledger-open", county, "x-poor"), {"committee": county.town.pk})

    assert answer.status_code == 302
    assert Item.objects.count() == 2
    again = above.post(at("ledger-open", county, "x-poor"), {"committee": county.town.pk})
    assert (again.status_code, "都已经列入" in alert(again)) == (422, True)


# -- from a list ------------------------------------------------------------------------------------------------------


def workbook(*rows, name="名单.xlsx"):
    book = Workbook()
    for row in (("党组织代码", "党组织名称", "事项"), *rows):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def hidden_rows(answer):
    found = re.search(r'<textarea name="rows" hidden>(.*?)</textarea>', answer.content.decode(), re.DOTALL)
    return html.unescape(found.group(1)) if found else None


def test_a_list_is_tried_first_and_then_entered(county, above):
    address = at("ledger-import", county, "x-list")
    one, two = county.branches

    tried = above.post(
        address, {"file": workbook((one.code, "", "班子不团结"), ("", two.name, "无活动场所"))}
    )

    assert tried.status_code == 200
    assert not Item.objects.exists()
    assert above.post(address, {"rows": hidden_rows(tried)}).status_code == 302
    assert Item.objects.count() == 2


def test_names_and_codes_are_found_whatever_nobody_sees_in_them(county, above):
    one, two = county.branches
    name = f"　{two.name[:2]} {two.name[2:]}\u200b"

    tried = above.post(
        at("ledger-import", county, "x-list"),
        {"file": workbook((f"\u202a{one.code}\u202c", "", "班子不团结"), ("", name, "无活动场所"))},
    )

    assert tried.status_code == 200


def test_one_wrong_row_keeps_all_out_and_is_named(county, above):
    address = at("ledger-import", county, "x-list")

    tried = above.post(address, {"file": workbook((county.branch.code, "", "班子不团结"), ("X0", "", "谁"))})

    assert tried.status_code == 422
    assert "没有代码为“X0”的党组织" in words(tried)
    assert hidden_rows(tried) is None
    sent = json.dumps([[2, county.branch.code, "", "班子不团结"], [3, "X0", "", "谁"]])
    forced = above.post(address, {"rows": sent})
    assert (forced.status_code, "整张表都没有导入" in alert(forced)) == (422, True)
    assert not Item.objects.exists()


def test_a_csv_in_the_encoding_of_chinese_excel_is_read(county, above):
    text = f"党组织名称,问题\n{county.branch.name},账目不清\n".encode("gb18030")

    tried = above.post(at("ledger-import", county, "x-list"), {"file": SimpleUploadedFile("名单.csv", text)})

    assert "账目不清" in hidden_rows(tried)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"file": SimpleUploadedFile("空.csv", b" ")},
        {"file": SimpleUploadedFile("图.xlsx", b"\x89PNG")},
        {"file": workbook(name="没有行.xlsx")},
        {"rows": "[["},
        {"rows": "[[1]]"},
        {"rows": "{}"},
        {"rows": "[" * 100000},
    ],
    ids=["nothing", "empty", "picture", "no rows", "cut", "short", "object", "deep"],
)
def test_what_is_no_list_is_answered_in_words(county, above, sent):
    answer = above.post(at("ledger-import", county, "x-list"), sent)

    assert answer.status_code == 422
    assert alert(answer)


def test_a_list_is_imported_by_the_superior_only(county, seen_by):
    assert seen_by(county.secretary).get(at("ledger-import", county, "x-list")).status_code == 404
    assert seen_by(county.above).get(at("ledger-import", county, "x-problems")).status_code == 404


# -- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("branches", [1, 3, 60])
@pytest.mark.parametrize(
    ("name", "key", "most"), [("ledger", "x-list", 14), ("ledgers", "", 9), ("item-new", "x-problems", 10)]
)
def test_a_page_costs_the_same_for_any_number_of_items(
    seen_by, django_assert_max_num_queries, branches, name, key, most
):
    county = Ledgers(branches=branches)
    events.open_listed(
        campaign=county.campaign, mechanism="x-list", by=county.above, on=ON,
        rows=[events.Handed(row, one.code, "", "事项") for row, one in enumerate(county.branches)],
    )  # fmt: skip
    client = seen_by(county.above)
    address = at(name, county, key) if key else reverse(name)

    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_a_long_name_and_many_lines_come_a_page_at_a_time(seen_by):
    county = Ledgers(branches=1)
    long = organisation(
        county.town,
        kind="organ-institution",
        name="中共樟树市张家山街道工业园区第一联合有限责任公司联合支部委员会",
    )
    client = seen_by(county.above)
    for number in range(45):
        county.open(title=f"第{number}件")

    first = client.get(at("ledger", county))

    assert first.content.decode().count('role="rowheader"') == 40
    assert long.name not in words(first)
