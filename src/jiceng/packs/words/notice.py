"""notice.post."""

from collections.abc import Iterator

from jiceng.kernel import notice as rules
from jiceng.kernel.days import WorkingDays
from jiceng.kernel.item import published
from jiceng.kernel.notice import MEANINGS, NOTHING, Notice
from jiceng.kernel.sheet.lint import Remark
from jiceng.packs.given import Given
from jiceng.packs.words.entry import (
    ON,
    Answers,
    Rules,
    Whole,
    check_of,
    check_parts,
    codes_of,
    day_of,
    example_of,
    written_day,
)


@example_of(rules.Notice)
def notice_example(rule: rules.Notice | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "missing": []}
    if "said" in given or "place" in given:
        rules.check_post(
            rule,
            given.get("said", {}),
            name="case",
            place=given.get("place", ""),
            scope=given.get("scope", ""),
            rows=given.get("table", ()),
            done=frozenset(given.get("done", ())),
        )
    answers: Answers = {
        "accepted": True,
        "of": rule.of,
        "by": rule.by,
        "audience": rule.audience,
        "optional": rule.optional,
        "columns": rule.headings(),
        "missing": [],
    }
    if "from_on" in given:
        answers["until_on"] = written_day(rules.last_day(rule, day_of(given["from_on"]), WorkingDays()))
    if "hanging" in given:
        hanging = given["hanging"]
        hung = (
            rules.Posted(
                day_of(hanging["from_on"]),
                day_of(hanging["until_on"]) if hanging.get("until_on") else None,
                hanging.get("open", 0),
            )
            if hanging
            else None
        )
        on = day_of(given["on"]) if "on" in given else ON
        since = day_of(given["opened_on"]) if "opened_on" in given else None
        answers["missing"] = codes_of(
            rules.missing_notice(rule, hung, mechanism="", name="case", on=on, since=since)
        )
        if "objecting_on" in given and hung is not None:
            day = day_of(given["objecting_on"])
            rules.check_objecting(rule, until_on=hung.until_on, taken_down=False, on=day)
            answers["answer_due"] = written_day(rules.answer_due(rule, day, WorkingDays()))
    if "answer" in given:
        answer = given["answer"]
        rules.check_answer(finding=answer.get("finding", ""), reply=answer.get("reply", ""))
    return answers


@check_of(rules.Notice)
def notice_check(rule: rules.Notice, whole: Whole) -> Iterator[Remark]:
    yield from check_parts(rule.entries, "entries")
    if bool(rule.table) != bool(rule.columns):
        yield Remark("error", "table", "lint.table-and-columns", {})
    if not rule.entries and not rule.columns:
        yield Remark("error", "entries", "lint.empty", {"name": "entries"})
    yield from _columns(rule, whole)


def _columns(rule: Notice, whole: Whole) -> Iterator[Remark]:
    """A table has only what fills it: results, or the published ledgers, every one of them."""
    meanings = MEANINGS.get(rule.table, ())
    ledgers = published(whole.rules)
    if rule.table == "items" and not ledgers:
        yield Remark("error", "table", "lint.no-published-ledger", {})
    for column in rule.columns if rule.table else ():
        facts = {"name": column.name, "known": list(meanings)}
        if column.means and column.means not in meanings:
            yield Remark("error", "columns", "lint.column-means-else", facts | {"means": column.means})
        elif not column.means and rule.table == "grades":
            yield Remark("error", "columns", "lint.column-without-meaning", facts)
        elif not column.means:
            for key, ledger in ledgers.items():
                parts = [part.name for part in ledger.contents]
                if column.shows not in parts:
                    lacking = facts | {"part": column.shows, "ledger": key, "parts": parts or [NOTHING]}
                    yield Remark("error", "columns", "lint.column-not-in-ledger", lacking)
