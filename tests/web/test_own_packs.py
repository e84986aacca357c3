"""A pack of the installation's own: written with a text editor, offered on the page, adopted, run."""

import pytest
from django.urls import reverse

from jiceng import packs
from jiceng.kernel.refusal import Refusal
from jiceng.packs import lint
from jiceng.services.standard import adopt_pack
from tests.factories import ON, committee, officer, organisation
from tests.house.test_writing_a_pack import GUIDES, blocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The pack of the guide, in the folder the server is told of."""
    for name, text in blocks(GUIDES[0]):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("JICENG_PACKS", str(tmp_path))
    for remembered in (packs.load, lint.faults):
        remembered.cache_clear()
    yield tmp_path
    for remembered in (packs.load, lint.faults):
        remembered.cache_clear()


@pytest.fixture
def county():
    county = committee(name="某县县委")
    organisation(committee(county), kind="village")
    return county


def test_the_pack_of_the_guide_is_offered_adopted_and_opened_on_the_page(client, folder, county):
    client.force_login(officer(county))

    listed = client.get(reverse("packs")).content.decode()
    adopted = client.post(reverse("adopt", args=[county.pk, "my-town-2026"]), {})
    opening = client.get(reverse("campaign-new")).content.decode()

    assert "某镇党支部分类定级" in listed
    assert adopted.status_code == 302
    assert "某镇党支部分类定级" in opening


def test_a_pack_with_an_error_is_named_and_not_offered(client, folder, county):
    path = folder / "my-town-2026" / "pack.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("at_least: 90", "at_least: 190"), encoding="utf-8"
    )
    client.force_login(officer(county))

    listed = client.get(reverse("packs")).content.decode()

    assert "jiceng pack check my-town-2026" in listed
    assert client.get(reverse("pack", args=["my-town-2026"])).status_code == 404
    with pytest.raises(Refusal) as refused:
        adopt_pack(
            organisation=county, pack="my-town-2026", settings={}, reasons={}, by=officer(county), on=ON
        )
    assert refused.value.code == "pack.unknown"


def test_a_pack_that_ships_keeps_its_name(folder, county):
    (folder / "my-town-2026").rename(folder / "jilin-2012-grading")

    assert packs.local_names() == ()
    assert packs.load("jilin-2012-grading").source["document"] == "000-4"


def test_without_the_folder_there_are_only_those_that_ship(monkeypatch, tmp_path):
    monkeypatch.setenv("JICENG_PACKS", str(tmp_path / "nowhere"))

    assert packs.local_names() == ()
    assert lint.offered() == packs.names()
