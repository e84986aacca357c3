"""Document 000-3 through the pages, in a year that is not its own: plan, findings, meeting, acceptance."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from jiceng.services import item as items
from jiceng.store.models import Notice
from tests.campaigns import Running

pytestmark = pytest.mark.django_db

PLAN = {
    "任务": "抓书记、强班子", "具体措施": "调整分工", "量化目标": "每月一次集中学习", "时间进度": "两个月",
    "近期目标": "补齐委员", "中长期安排": "培养后备人选",
}  # fmt: skip


class LookBack(Running):
    """A village branch in a look-back that was opened today."""

    def __init__(self, kind: str = "village") -> None:
        super().__init__("meizhou-2012-lookback", kind=kind)
        self.today = localdate()
        self.campaign = self.open("meizhou-2012-lookback", title="回头看", on=self.today)
        self.branch = self.branches[0]
        self.secretary = self.who("secretary", self.branch)

    def project(self, **facts):
        facts = {
            "title": "班子不齐",
            "said": PLAN,
            "owner": "案例甲",
            "due_on": self.today + timedelta(days=60),
        } | facts
        return items.open_item(
            campaign=self.campaign, mechanism="projects", organisation=self.branch, by=self.secretary, on=self.today,
            **facts,
        )  # fmt: skip


@pytest.fixture
def county():
    return LookBack()


def test_a_rectification_plan_is_published_to_everybody_with_what_the_ledger_says(county, seen_by):
    county.stand_at("rectification")
    county.project()
    address = reverse("notice-post", args=[county.campaign.pk, "plan-notice", county.branch.pk])

    answer = seen_by(county.secretary).post(address, {"place": "村务公开栏", "post": "1"})

    notice = Notice.objects.get(campaign=county.campaign)
    assert answer.status_code == 302
    assert (notice.audience, notice.rows) == (
        "public",
        [["班子不齐", "调整分工", "每月一次集中学习", "两个月", "案例甲", "补齐委员", "培养后备人选"]],
    )
