from dataclasses import replace

from jiceng.packs import catalogue, coverage, load, names
from jiceng.packs.rehearsed import Rehearsed, table, write

PACK = "yichun-2012-grading"
YEAR = 2030


def rehearsed(*packs, **why):
    """A table in which every mechanism was done in a year that is no document's, but for those with a reason."""
    mechanisms = [mechanism for pack in packs for mechanism in pack.mechanisms.values()]
    return {
        each.address: Rehearsed(each.address, () if each.key in why else (YEAR,), why=why.get(each.key, ""))
        for each in mechanisms
    }


def states(*packs, seen=None):
    return {row.row: row for row in coverage.states(list(packs), rehearsed(*packs) if seen is None else seen)}


def test_the_catalogue_has_308_rows_with_name_and_source():
    rows = catalogue.rows()

    assert len(rows) == 308
    assert all(row.name and row.source for row in rows.values())


def test_at_most_one_mechanism_in_ten_is_code_of_its_own():
    hooked, mechanisms = coverage.hooks()

    assert mechanisms > 150
    assert hooked * 10 <= mechanisms


def test_what_is_said_to_run_has_passing_cases_and_years_that_are_not_the_documents():
    for row in coverage.rows():
        if row.state == "runs":
            assert row.cases > 0
            assert row.passing == row.cases
            assert set(row.years) - {2012}


def test_a_row_runs_where_its_mechanism_was_done_and_a_case_misses_it():
    assert states(load(PACK))["G-14"].state == "runs"


def test_a_row_whose_mechanism_nobody_has_played_is_only_modelled():
    row = states(load(PACK), seen={})["G-15"]

    assert (row.state, row.lacking) == ("modelled", ((f"{PACK}/good-quota", "never-rehearsed"),))


def test_a_row_whose_mechanism_nobody_could_do_says_why():
    pack = load(PACK)

    row = states(pack, seen=rehearsed(pack, **{"good-quota": "never-shown"}))["G-15"]

    assert (row.state, row.lacking) == ("modelled", ((f"{PACK}/good-quota", "never-shown"),))


def test_a_mechanism_done_only_in_the_documents_own_year_does_not_run():
    seen = {f"{PACK}/grades": Rehearsed(f"{PACK}/grades", (2012,))}

    assert states(load(PACK), seen=seen)["G-01"].state == "modelled"


def test_a_row_that_two_documents_ask_for_runs_only_when_both_carry_it():
    one, other = load(PACK), load("corps-2012-grading")

    assert states(one)["G-01"].state == "partly"
    assert ("000-2", "") in states(one)["G-01"].lacking
    assert ("000-2", "") not in states(one, other)["G-01"].lacking


def test_a_row_whose_rule_is_gone_has_no_state():
    """The negative control: take the bands out of every pack and G-01 is no longer said to run."""
    packs = [load(name) for name in names()]
    without = [
        replace(pack, mechanisms={key: one for key, one in pack.mechanisms.items() if key != "grades"},
                cases=tuple(case for case in pack.cases if case.mechanism != "grades"))
        for pack in packs
    ]  # fmt: skip

    assert states(*without)["G-01"].state == "none"


def test_a_row_that_no_case_would_miss_does_not_run():
    pack = load(PACK)
    toothless = replace(pack, cases=tuple(case for case in pack.cases if "cohort" not in case.given))

    assert states(toothless)["G-15"].state == "partly"


def test_a_row_of_which_something_is_missing_is_partly_however_well_it_is_tested():
    pack = load(PACK)
    grades = replace(pack.mechanisms["grades"], partly={"G-01": "something"})

    row = states(replace(pack, mechanisms=dict(pack.mechanisms) | {"grades": grades}))["G-01"]

    assert (row.state, row.missing) == ("partly", ("something",))


def test_a_failing_case_takes_the_row_back():
    pack = load(PACK)
    wrong = replace(next(case for case in pack.cases if case.mechanism == "grades"), gives={"grade": "较差"})

    row = states(replace(pack, cases=(*pack.cases, wrong)))["G-01"]

    assert (row.state, row.passing) == ("partly", row.cases - 1)


def test_the_table_is_read_as_it_was_written(tmp_path):
    lines = [
        Rehearsed("a/b", (2027, 2028), (2027,), ("page", "actor"), "", "abc1234"),
        Rehearsed("a/c", why="never-asked"),
    ]
    file = tmp_path / "rehearsed.csv"

    write(lines, file)

    assert list(table(file).values()) == lines


def test_the_table_speaks_of_mechanisms_there_are():
    known = {mechanism.address for name in names() for mechanism in load(name).mechanisms.values()}

    assert table().keys() - known == set()
