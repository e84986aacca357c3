from dataclasses import replace

from jiceng.packs import catalogue, coverage, load, names


def test_the_catalogue_has_299_rows_with_name_and_source():
    rows = catalogue.rows()

    assert len(rows) == 299
    assert all(row.name and row.source for row in rows.values())


def rows(theme, first, last):
    return {f"{theme}-{number:02}" for number in range(first, last + 1)}


def test_the_rows_of_grading_rectification_and_ballots_run():
    state = {one.row: one.state for one in coverage.rows()}

    running = rows("G", 1, 38) | rows("R", 1, 25) | rows("X", 1, 4)
    running |= {"X-06", "X-07", "A-07", "I-08", "I-10", "I-11", "P-08", "P-10", "O-03"}
    running |= {"E-04", "S-10"}
    running -= {"G-29"}  # the register has no founding date
    unfinished = {"G-02", "G-03", "G-05", "G-06"}  # each pack says what is missing
    running -= unfinished
    running -= {"R-07"}  # the document does not say how helpers go by tier and class
    assert {row for row, told in state.items() if told == "runs"} == running
    partial = unfinished | {"E-03", "G-29", "M-12", "O-01", "O-04", "R-07"}
    assert {row for row, told in state.items() if told == "partial"} == partial


def test_at_most_one_mechanism_in_ten_is_code_of_its_own():
    hooked, mechanisms = coverage.hooks()

    assert mechanisms > 150
    assert hooked * 10 <= mechanisms


def test_what_is_said_to_run_has_passing_cases():
    for one in coverage.rows():
        if one.state == "runs":
            assert one.cases > 0
            assert one.passing == one.cases


def test_a_row_whose_rule_is_gone_does_not_run():
    """The negative control: take the bands out of every pack and G-01 is no longer said to run."""
    packs = [load(name) for name in names()]
    without = [
        replace(pack, mechanisms={key: one for key, one in pack.mechanisms.items() if key != "grades"},
                cases=tuple(case for case in pack.cases if case.mechanism != "grades"))
        for pack in packs
    ]  # fmt: skip

    state = {one.row: one.state for one in coverage.states(without)}

    assert state["G-01"] == "none"


def test_a_row_that_no_case_would_miss_is_partial_at_most():
    pack = load("yichun-2012-grading")
    toothless = replace(pack, cases=tuple(case for case in pack.cases if "cohort" not in case.given))

    state = {one.row: one.state for one in coverage.states([toothless])}

    assert state["G-15"] == "partial"


def test_a_row_of_which_something_is_missing_is_partial_however_well_it_is_tested():
    pack = load("yichun-2012-grading")
    grades = replace(pack.mechanisms["grades"], partly={"G-01": "something"})

    state = {
        one.row: one
        for one in coverage.states([replace(pack, mechanisms=dict(pack.mechanisms) | {"grades": grades})])
    }

    assert state["G-01"].state == "partial"
    assert state["G-01"].missing == ("something",)


def test_a_failing_case_takes_the_row_back():
    pack = load("yichun-2012-grading")
    wrong = replace(next(case for case in pack.cases if case.mechanism == "grades"), gives={"grade": "较差"})

    state = {one.row: one for one in coverage.states([replace(pack, cases=(*pack.cases, wrong))])}

    assert state["G-01"].state == "partial"
    assert state["G-01"].passing == state["G-01"].cases - 1


def test_a_row_partly_carried_says_what_is_missing():
    told = {one.row: one for one in coverage.rows()}

    assert told["O-01"].state == "partial"
    assert told["O-01"].missing
