"""The grade to reach, and rectification that was accepted."""

import pytest

from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import item as events
from jiceng.services.item import target as module
from jiceng.store.models import AuditEvent, Campaign, Record, Subject, Upgrade
from tests.factories import committee, committee_officer, member, secretary
from tests.items import LATER, ON

pytestmark = pytest.mark.django_db


def refused(action, *args, **facts):
    with pytest.raises(Refusal) as refusal:
        action(*args, **facts)
    return refusal.value


def aim(subject, by, target="一般", reason=""):
    return events.set_target(subject=subject, target=target, by=by, on=LATER, reason=reason)


def accept(county, new="一般", by=None, note="", subject=None):
    return events.accept_rectification(
        subject=subject or county.subject, new_grade=new, by=by or county.above, on=LATER, note=note
    )


def opinion(county, said="成效显著"):
    number = Record.objects.count() + 1
    return Record.objects.create(
        mechanism="x-opinion", campaign=county.campaign, organisation=county.branch, number=number,
        held_on=LATER, said={"意见": said}, by=county.above, on=LATER,
    )  # fmt: skip


# -- targets ----------------------------------------------------------------------------------------------------------


def test_a_poor_organisation_aims_higher(county):
    subject = aim(county.graded("较差"), county.secretary)

    assert (subject.target, subject.target_by, subject.target_on) == ("一般", county.secretary, LATER)
    assert AuditEvent.objects.filter(action="item.target-set").count() == 1
    aim(county.subject, county.secretary)
    assert AuditEvent.objects.filter(action="item.target-set").count() == 1


def test_staying_where_one_is_needs_a_reason_and_falling_is_refused(county):
    subject = county.graded("一般")

    assert refused(aim, subject, county.secretary).code == "item.target-not-higher-without-reason"
    assert aim(subject, county.secretary, reason="合村并组，先稳住").target_reason == "合村并组，先稳住"
    assert refused(aim, subject, county.secretary, "较差").code == "item.target-lower"
    assert refused(aim, subject, county.secretary, "优秀").code == "item.no-such-grade"


def test_a_target_starts_from_a_grade_and_from_a_document_that_speaks_of_it(county):
    assert refused(aim, county.subject, county.secretary).code == "item.not-graded"

    Campaign.objects.update(copy=None)

    assert refused(aim, county.graded("较差"), county.secretary).code == "item.no-movement"


def test_only_the_organisation_and_its_superior_set_its_target(county):
    subject = county.graded("较差")
    aim(subject, county.above)

    for by in (
        secretary(county.branches[1]),
        member(county.branch),
        committee_officer(committee(county.top)),
    ):
        with pytest.raises(Forbidden):
            aim(subject, by)


# -- accepted ---------------------------------------------------------------------------------------------------------


def test_accepted_rectification_gives_a_new_grade_beside_the_decided(county):
    county.graded("较差")
    opinion(county)

    upgrade = accept(county, note="逐项看过")

    assert (upgrade.old_grade, upgrade.new_grade, upgrade.number) == ("较差", "一般", 1)
    assert (county.subject.decided, events.grade_now(county.subject)) == ("较差", "一般")
    assert accept(county, note="逐项看过") == upgrade
    assert accept(county, "较好").old_grade == "一般"


def test_an_upgrade_waits_for_every_item_and_names_those_open(county):
    county.graded("较差")
    opinion(county)
    item = county.shown()

    still = refused(accept, county)
    assert (still.code, still.facts["missing"]) == ("item.upgrade-items-open", ["道路不通"])
    events.close(item=county.passed(item), by=county.above, on=LATER)
    assert accept(county).new_grade == "一般"


def test_the_opinion_of_the_peers_is_named_by_its_title_and_can_refuse(county):
    county.graded("较差")
    missing = refused(accept, county)
    opinion(county, "成效不显著")
    against = refused(accept, county)
    opinion(county)
    Record.objects.filter(number=2).update(
        withdrawn_by=county.above, withdrawn_on=ON, withdrawn_reason="误记"
    )
    still_against = refused(accept, county)

    assert missing.facts["missing"] == ["同级领导小组意见"]
    assert against.code == still_against.code == "item.upgrade-refused"


@pytest.mark.parametrize("grade", ["一般", "较差"])
def test_an_upgrade_is_upward(county, grade):
    county.graded("一般")

    assert refused(accept, county, grade).code == "item.upgrade-not-higher"


def test_only_the_superior_accepts(county):
    county.graded("较差")
    opinion(county)

    for by in (county.secretary, member(county.branch), committee_officer(committee(county.top))):
        with pytest.raises(Forbidden):
            accept(county, by=by)


def test_of_two_who_accept_at_once_one_is_told_what_the_other_did(county, monkeypatch):
    """Both have read that there is no upgrade yet: UNIQUE lets one through."""
    county.graded("较差")
    opinion(county)
    other = committee_officer(county.town)
    check = module.check_upgrade

    def meanwhile(*args, **facts):
        check(*args, **facts)
        Upgrade.objects.create(
            subject=county.subject, number=1, old_grade="较差", new_grade="较好", by=other, on=LATER
        )

    monkeypatch.setattr(module, "check_upgrade", meanwhile)

    lost = refused(accept, county)

    assert (lost.code, lost.facts["who"], lost.facts["new"]) == (
        "item.upgraded-meanwhile", other.get_full_name(), "较好",
    )  # fmt: skip
    assert Subject.objects.get(pk=county.subject.pk).decided == "较差"
