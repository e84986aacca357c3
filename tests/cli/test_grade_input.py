"""`jiceng grade` on what people and ill-wishers hand in: refused in words, nothing half written."""

import pytest

from jiceng import cli
from tests.cli.test_grade import LINES, ORGS, PACK, RESULTS, grade, graded, left, write
from tests.packs.test_packs import HEAD
from tests.packs.test_packs import write as write_pack


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, Chinese."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    "setting",
    [
        "good-quota.at_most=NaN", "good-quota.at_most=Infinity", "good-quota.at_most=-1", "good-quota.at_most=20",
        "good-quota.firmness=0.5", "grades.round_to=0.5", "grades.round_to=50", "grades.round_to=-3",
        "grades.round_to=1E9", "poor-share.within=5",
    ],
)  # fmt: skip
def test_a_setting_that_no_document_could_say_is_refused_before_anything_is_written(here, capsys, setting):
    write(here)

    assert grade("--set", setting) == 2

    assert "不能这样设定" in capsys.readouterr().err
    assert left(here) == ["lines.csv", "orgs.csv"]


def test_how_firm_a_quota_is_may_be_set(here, capsys):
    write(here)

    assert grade("--set", "good-quota.firmness=must") == 0


@pytest.mark.parametrize("points", ["9" * 30, "9" * 28 + ".99"])
def test_points_beyond_anything_real_are_a_bad_row_and_no_fault(here, capsys, points):
    write(here, lines=[LINES[0], ("A", "leader-other", "", points, "缘由")])

    assert grade() == 2

    assert "lines.csv 第 2 行" in capsys.readouterr().err


@pytest.mark.parametrize("reason", ["！！！", "……", "（无）", "\u200b"])
def test_signs_are_no_reason_for_a_deduction(here, capsys, reason):
    write(here, lines=[LINES[0], ("A", "no-yearly-plan", "", "1", reason)])

    assert grade() == 2

    assert "没有说明理由" in capsys.readouterr().err


@pytest.mark.parametrize(
    "item", ["群众评价／其他情形", "群众反映／其他情形", "群众评价/其他情形", "opinion-other"]
)
def test_an_item_is_found_with_the_slash_of_a_chinese_keyboard_under_either_name(here, item):
    write(here, lines=[LINES[0], ("A", item, "", "1", "缘由")])

    assert grade() == 0

    assert graded(here / "out")[0]["total"] == "99"


def test_a_register_with_a_header_only_is_said_to_be_empty(here, capsys):
    write(here, orgs=ORGS[:1])

    assert grade() == 2

    assert "一个党组织也没有" in capsys.readouterr().err


@pytest.mark.parametrize("title", ["某县名册", "某县;2012年;名册;一;二;三", "某县,2012年"])
def test_a_title_does_not_decide_what_parts_the_columns(here, title):
    write(here)
    for sign, file in ((";", "orgs.csv"), (",", "lines.csv")):
        text = (here / file).read_text("utf-8").replace(",", sign)
        (here / file).write_text(f"{title}\n{text}", encoding="utf-8")

    assert grade() == 0


def test_a_pack_of_ones_own_with_errors_is_not_graded_with(here, capsys):
    write(here)
    write_pack(
        here / "mine",
        HEAD
        + "mechanisms:\n  - { key: g, uses: sheet.bands, local: true, bands: [{ grade: 好, at_least: 60 }] }\n",
    )

    for command in (["grade", "--orgs", "orgs.csv", "--lines", "lines.csv"], ["template"]):
        assert cli.main([*command, "--pack", "mine", "--out", "out"]) == 2
        assert "最低等级“好”从 60 分开始" in capsys.readouterr().err

    assert left(here) == ["lines.csv", "mine", "orgs.csv"]


def test_a_pack_by_a_name_that_no_file_system_takes_is_not_found(here, capsys):
    write(here)

    assert cli.main(["grade", "--pack", "x" * 5000, "--orgs", "o", "--lines", "l", "--out", "out"]) == 2

    assert PACK in capsys.readouterr().err


def test_results_go_into_an_empty_folder_that_is_there_wherever_it_is(here, monkeypatch):
    write(here)
    (here / "real").mkdir()
    (here / "link").symlink_to("real")
    (here / "stand").mkdir()

    assert grade(out="link") == 0
    monkeypatch.chdir(here / "stand")
    assert (
        cli.main(["grade", "--pack", PACK, "--orgs", "../orgs.csv", "--lines", "../lines.csv", "--out", "."])
        == 0
    )

    assert left(here / "real") == left(here / "stand") == sorted(RESULTS)
    assert (here / "link").is_symlink()


def test_a_link_to_nowhere_leads_to_a_new_folder(here):
    write(here)
    (here / "link").symlink_to("new")

    assert grade(out="link") == 0

    assert left(here / "new") == sorted(RESULTS)


@pytest.mark.parametrize("out", ["y" * 300, "loop"])
def test_a_name_that_cannot_be_a_folder_is_refused_and_no_fault(here, capsys, out):
    write(here)
    (here / "loop").symlink_to("loop")

    assert grade(out=out) == 2

    assert "写不进去" in capsys.readouterr().err
