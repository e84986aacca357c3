"""The demonstration in the store: the finished campaign judged again line by line, and who can sign in."""

import io
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.auth import authenticate
from django.utils.timezone import get_current_timezone

from jiceng.access import scope
from jiceng.demo import load, scores
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import KINDS
from jiceng.reports import campaign as reports
from jiceng.reports import forms, pages
from jiceng.services import factor
from jiceng.services import sheet as services
from jiceng.store.models import Campaign, Organisation, Person, Post, SecondFactor, Sheet, Subject, User
from tests.demo.conftest import ON, PASSWORDS

AT = datetime(2026, 11, 22, 9, 0, tzinfo=get_current_timezone())


@pytest.fixture(autouse=True)
def loaded(said, db):
    """Every test sees the loaded county."""


@pytest.fixture
def finished():
    return Campaign.objects.for_page().get(title=load.FINISHED)


def test_the_decided_result_is_the_published_one(finished):
    decided = Counter(finished.subjects.values_list("decided", flat=True))

    assert decided == load.PUBLISHED
    whole = reports.report(finished, scope.subjects(User.objects.get(username="county"))).whole
    assert whole.counts == {"好": 54, "较好": 323, "一般": 107, "较差": 49}
    assert [str(one) for one in whole.shares.values()] == ["10.1", "60.6", "20.1", "9.2"]
    assert (whole.size, whole.members) == (533, 19_006)


def test_the_printed_summary_equals_the_published_one_cell_for_cell(finished):
    report = reports.report(finished, scope.subjects(User.objects.get(username="county")))

    printed = forms.summary_xlsx(
        pages.summary(report),
        report.grades,
        forms.Heading(unit="中共樟树市委员会"),
        by_kind=pages.summary_by_kind(report, KINDS),
    )

    workbook = openpyxl.load_workbook(io.BytesIO(printed))
    by_class, by_kind = (
        {row[0]: row for row in sheet.iter_rows(min_row=5, values_only=True)} for sheet in workbook
    )
    # Organisations by kind, grades and their shares, members: the figures of the published table.
    published = ("合计", 533, 533, 0, 54, 10.1, 323, 60.6, 107, 20.1, 49, 9.2, 19006)
    assert by_class["合计"] == published
    assert by_kind["合计"] == published
    assert {name: row[1] for name, row in by_kind.items() if name in KINDS.values()} == {
        "村": 119,
        "社区": 7,
        "国有企业": 16,
        "非公有制企业": 123,
        "机关事业单位": 251,
        "社会组织": 17,
    }


@pytest.mark.parametrize(("title", "size"), [(load.FINISHED, 533), ("2026年基层党组织分类定级（演示）", 500)])
def test_every_total_and_grade_is_what_the_rules_give(title, size):
    subjects = list(
        Subject.objects.filter(campaign__title=title)
        .select_related("campaign__adoption")
        .prefetch_related("sheets__lines")
    )

    kept = {one.pk: (one.total, one.computed) for one in subjects}
    judged = {one.pk: services.judge_or_missing(one, frozenset(), {})[0] for one in subjects}

    assert len(kept) == size
    assert kept == {pk: (one.total, one.grade) if one else (None, "") for pk, one in judged.items()}
    for one in subjects:
        for sheet in one.sheets.all():
            assert sheet.total == services.score_sheet(one, sheet.scorer).total


def test_every_deduction_has_its_reason(said):
    assert [line.item for line in taking_points() if not has_reason(line.reason)] == []


def test_nine_were_decided_otherwise_than_computed_each_with_a_reason(finished):
    departures = [one for one in finished.subjects.all() if one.decided != one.computed]

    assert len(departures) == 9
    assert all(has_reason(one.decision_reason) for one in departures)


def test_some_committees_are_over_the_quota_and_most_are_not(finished):
    progress = reports.progress(finished.scheme, reports.rows(finished, Subject.objects.all()))

    over = [one.name for one in progress if one.over]
    assert len(progress) == 38
    assert 2 <= len(over) <= 8


def test_explanations_stand_beside_part_of_the_best_and_the_poorest(finished):
    explained = Counter(finished.subjects.exclude(explanation="").values_list("decided", flat=True))

    assert set(explained) == {"好", "较差"}
    assert 0 < explained["好"] < 54
    assert 0 < explained["较差"] < 49


def test_the_finished_campaign_is_closed_as_one_that_was_opened_here(finished):
    assert finished.closed_on == date(2012, 4, 25)
    assert set(finished.tracks.values_list("step", flat=True)) == {""}
    assert finished.copy is not None
    assert not finished.subjects.filter(organisation_name="").exists()
    assert [flag.flag for flag in finished.flags.standing()] == ["falsified"]


# -- people -----------------------------------------------------------------------------------------------------------


def test_only_the_accounts_can_sign_in(said):
    able = [user.username for user in User.objects.all() if user.has_usable_password()]

    assert sorted(able) == sorted(load.ACCOUNTS)
    assert authenticate(username="county", password="1111-2223") is None
    assert authenticate(username="county", password=PASSWORDS["county"]) is not None


def test_each_account_has_one_post_and_they_are_shown_in_order(said):
    told = {username: (post.role, post.organisation.code) for post, username in load.accounts()}

    assert told == dict(load.ACCOUNTS)
    assert list(told) == list(load.ACCOUNTS)
    assert (
        len(load.accounts())
        == len(load.ACCOUNTS)
        == Post.objects.filter(person__users__username__in=told).count()
    )


def test_the_branch_and_its_member_belong_to_the_town(said):
    places = {username: post.organisation for post, username in load.accounts()}

    assert places["branch"] == places["member"]
    assert places["branch"].is_under(places["committee"])
    assert places["team"] == places["committee"]


def test_everybody_is_marked_invented(said):
    assert not Person.objects.filter(invented=False).exists()
    # The county's seven, two at every committee, a secretary each, one member.
    assert Person.objects.count() == 7 - 1 + 38 * 2 + 533 + 1
    assert set(Post.objects.values_list("role", flat=True)) == set(Post.ROLES)


# -- digits -----------------------------------------------------------------------------------------------------------


def test_whoever_must_show_a_code_has_a_phone_that_is_set_up(said):
    found = set(SecondFactor.objects.exclude(confirmed_on=None).values_list("user__username", flat=True))

    assert found == {"delegate", "auditor", "sysadmin", "secadmin"}
    assert len(set(SecondFactor.objects.values_list("secret", flat=True))) == 4


def test_the_printed_digits_open_the_second_door(said):
    code = load.code_for("delegate", at=AT)

    factor.show(user=User.objects.get(username="delegate"), code=code, device="", at=AT)


def test_digits_that_are_used_up_are_followed_by_the_next_and_then_by_waiting(said):
    delegate = User.objects.get(username="delegate")
    told = []
    for _ in range(2):
        told.append(load.code_for("delegate", at=AT))
        factor.show(user=delegate, code=told[-1], device="", at=AT)

    assert len(set(told)) == 2
    assert refused(lambda: load.code_for("delegate", at=AT)) == "demo.code-used"
    assert load.code_for("delegate", at=AT + timedelta(minutes=1)) not in told


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("branch", "demo.no-code"),
        ("nobody", "demo.no-such-account"),
        ("360982001-reviewer", "demo.no-such-account"),
    ],
)
def test_nobody_else_has_digits(said, username, code):
    assert refused(lambda: load.code_for(username, at=AT)) == code


def test_digits_are_printed_of_a_demonstration_only(said):
    Campaign.objects.filter(title=load.FINISHED).update(title="别的活动")

    assert refused(lambda: load.code_for("delegate", at=AT)) == "demo.not-a-demonstration"


# -- once only --------------------------------------------------------------------------------------------------------


def test_what_the_loading_says_has_sentences(said):
    from jiceng import phrases

    told = [phrases.sentence(code, facts) for code, facts in said]

    assert "533" in told[0]
    assert "好 54、较好 323、一般 107、较差 49" in told[1]
    assert len(told) == 4


def test_a_loaded_store_is_not_loaded_again(said):
    assert load.is_loaded()
    with pytest.raises(Refusal) as refused:
        load.load(on=ON, passwords=PASSWORDS)

    assert refused.value.code == "demo.store-in-use"
    assert Organisation.objects.filter(kind="").count() == 39


def test_a_store_of_somebody_else_is_left_alone(said):
    Campaign.objects.filter(title=load.FINISHED).update(title="别的活动")

    with pytest.raises(Refusal) as refused:
        load.is_loaded()

    assert refused.value.code == "demo.store-in-use"


def test_totals_lie_in_the_band_of_their_grade(finished):
    least = {"好": 90, "较好": 80, "一般": 60, "较差": 0}
    most = {"好": 101, "较好": 90, "一般": 80, "较差": 60}

    assert all(
        Decimal(least[one.computed]) <= one.total < most[one.computed] for one in finished.subjects.all()
    )


def refused(attempt):
    with pytest.raises(Refusal) as found:
        attempt()
    return found.value.code


def taking_points():
    """Lines that take points off: of an own sheet on which every item is answered, most do not."""
    sheets = Sheet.objects.select_related("subject__campaign__adoption", "subject__campaign__copy")
    for sheet in sheets.prefetch_related("lines"):
        items = {item.key: item for _, item in sheet.subject.form.items()}
        for line in sheet.lines.all():
            if line.value != str(scores.faultless(items[line.item])):
                yield line
