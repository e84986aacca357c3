"""Terms that a document uses and does not define: seen on its page, filled by the county, shown where they are read."""

import pytest
from django.urls import reverse

from jiceng.kernel.refusal import Refusal
from jiceng.services.standard import adopt_pack
from jiceng.store.models import Adoption
from tests.campaigns import Running
from tests.factories import ON, committee, officer

pytestmark = pytest.mark.django_db
PACK = "hunan-township-building-year"


def test_a_term_is_seen_filled_with_its_ground_and_shown(client):
    county = committee(name="某县县委")
    client.force_login(officer(county))
    way = reverse("adopt", args=[county.pk, PACK])
    assert "一推两考" in client.get(reverse("pack", args=[PACK])).content.decode()
    assert 'name="value:lists.two-exams"' in client.get(way).content.decode()

    sent = {"value:lists.two-exams": "推荐\n笔试\n\n面试", "reason:lists.two-exams": "县组〔2012〕3号"}
    without = client.post(way, sent | {"reason:lists.two-exams": ""})
    client.post(way, sent)

    assert without.status_code == 422
    assert "一推两考" in without.content.decode()
    assert Adoption.objects.get().settings == {"lists": {"two-exams": ["推荐", "笔试", "面试"]}}
    assert "某县县委：推荐、笔试、面试" in client.get(reverse("pack", args=[PACK])).content.decode()


def test_what_the_document_says_itself_is_not_filled():
    county = committee()

    with pytest.raises(Refusal) as refused:
        adopt_pack(
            organisation=county, pack="yichun-2012-grading", settings={"lists": {"departments": ["甲"]}}, reasons={},
            by=officer(county), on=ON,
        )  # fmt: skip

    assert refused.value.code == "pack.term-defined"


def test_the_campaigns_page_says_what_it_is_for_how_long_and_what_the_terms_mean(client):
    """000-5 §三 and its goals (X-01)."""
    run = Running(PACK)
    adoption = run.campaign.adoption
    adoption.settings = {"lists": {"two-exams": ["推荐", "考试"]}}
    adoption.save()
    client.force_login(run.officer)

    page = client.get(reverse("campaign", args=[run.campaign.pk])).content.decode()

    assert "目标：组织设置和覆盖、班子建设" in page
    assert "文件写明持续约12个月" in page
    assert "一推两考：推荐、考试" in page
