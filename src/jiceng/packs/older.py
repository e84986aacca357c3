"""Kept packs that an earlier version wrote, read as the language is today.

A campaign keeps the text of its pack (`texts`) and is read under it for good: the text and its digest stay as they
were, and whoever changes the language adds here how the former words are read. `tests/house/test_older_database.py`
opens a database that has them. A pack in a folder is not read this way: its author is told what to write.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

# Words of former versions that are none any more; `phrases` says of each what to write instead.
FORMER = frozenset({"sheet.reasons", "sheet.inheritance", "sheet.correction", "procedure.clock"})

Mechanism = dict[str, Any]
Files = dict[str, dict[str, Any]]

# Until 08e848d a notice's column was its heading alone, and these headings meant something.
_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "grades": {
        "党组织": "organisation", "名称": "organisation", "党组织名称": "organisation", "单位": "organisation",
        "单位名称": "organisation", "支部名称": "organisation", "类别": "class", "类型": "class", "等级": "grade",
        "评定等级": "grade", "定级结果": "grade", "评级结果": "grade", "级别": "grade", "评定等次": "grade",
        "得分": "total", "总分": "total", "说明情况": "explanation", "说明": "explanation",
    },
    "items": {"整改事项": "title", "责任人": "owner", "完成时限": "due", "完成情况": "state"},
}  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """Where a mechanism of a former word went: into a field of another one; key "" = nowhere. level: of a deadline."""

    key: str = ""
    field: str = ""
    level: str = ""

    def setting(self, settings: Mapping[str, Any]) -> Any:
        """What a place had set for it, as the field takes it; None = nothing that is still asked."""
        if self.field == "levels":
            return [{"level": self.level, "due_on": settings["due_on"]}] if "due_on" in settings else None
        return settings.get({"same_grade": "firmness", "reasons": "required"}.get(self.field, ""))


def as_today(files: Mapping[str, Mapping[str, Any]]) -> tuple[Files, dict[str, Moved]]:
    """The files of a kept pack in today's words, and the keys that went elsewhere.

    What is written in today's words already stays as it is.
    """
    read: Files = {name: deepcopy(dict(file)) for name, file in files.items()}
    _columns(read)
    return read, {**_reasons(read), **_same_grade(read), **_correction(read), **_clocks(read)}


def settings_as_today(
    settings: Mapping[str, Mapping[str, Any]], moved: Mapping[str, Moved]
) -> dict[str, dict[str, Any]]:
    """What a place had set under a kept pack, by the mechanisms of today."""
    today = {key: dict(fields) for key, fields in settings.items() if key not in moved}
    for key, went in moved.items():
        value = went.setting(settings.get(key, {}))
        if went.key and value is not None:
            today.setdefault(went.key, {})[went.field] = value
    return today


def _of(files: Files, uses: str) -> Iterator[Mechanism]:
    """The mechanisms that use a word, in the order of the files."""
    for file in files.values():
        mechanisms = file.get("mechanisms")
        for mechanism in mechanisms if isinstance(mechanisms, list) else ():
            if isinstance(mechanism, dict) and mechanism.get("uses") == uses:
                yield mechanism


def _take_out(files: Files, uses: str, *, cases_to: str = "") -> list[Mechanism]:
    """The mechanisms of a former word, taken out of the pack; their cases go to another mechanism, or with them."""
    taken = list(_of(files, uses))
    keys = [mechanism.get("key") for mechanism in taken]
    for file in files.values() if taken else ():
        if isinstance(file.get("mechanisms"), list):
            file["mechanisms"] = [mechanism for mechanism in file["mechanisms"] if mechanism not in taken]
        cases = file["cases"] if isinstance(file.get("cases"), list) else []
        concerned = [case for case in cases if isinstance(case, dict) and case.get("mechanism") in keys]
        for case in concerned:
            case["mechanism"] = cases_to
        if not cases_to and concerned:
            file["cases"] = [case for case in cases if case not in concerned]
    return taken


def _columns(files: Files) -> None:
    for notice in _of(files, "notice.post"):
        means = _HEADINGS.get(notice.get("table", ""), {})
        if isinstance(notice.get("columns"), list):
            notice["columns"] = [_column(column, means) for column in notice["columns"]]


def _column(column: Any, means: Mapping[str, str]) -> Any:
    if not isinstance(column, str):
        return column
    return {"name": column, "means": means[column]} if column in means else {"name": column}


def _reasons(files: Files) -> dict[str, Moved]:
    """Until 7617d76 `sheet.reasons` asked for reasons on every sheet of the pack; a sheet says it itself now."""
    forms = list(_of(files, "sheet.form"))
    taken = _take_out(files, "sheet.reasons", cases_to=forms[0].get("key", "") if forms else "")
    for rule in taken:
        for form in forms:
            form["reasons"] = rule.get("required", True)
    return {rule.get("key", ""): Moved() for rule in taken}


def _same_grade(files: Files) -> dict[str, Moved]:
    """Until 7617d76 `sheet.inheritance` said that branches have the grade of their unit; the objects say it now."""
    objects = next(_of(files, "register.objects"), {})
    moved = {}
    for rule in _take_out(files, "sheet.inheritance", cases_to=objects.get("key", "")):
        objects["same_grade"] = rule.get("firmness", "normally")
        _adjustable(objects, rule, "firmness", "same_grade")
        moved[rule.get("key", "")] = Moved(objects.get("key", ""), "same_grade")
    return moved


def _correction(files: Files) -> dict[str, Moved]:
    """Until 7617d76 a pack could say `sheet.correction`; two people correct whatever was closed, under any pack."""
    return {rule.get("key", ""): Moved() for rule in _take_out(files, "sheet.correction")}


def _clocks(files: Files) -> dict[str, Moved]:
    """Until 2480b91 `procedure.clock` set another level's day for a return or a record; these say it themselves now."""
    rules = {rule.get("key"): rule for uses in ("duty.return", "duty.record") for rule in _of(files, uses)}
    moved = {}
    for clock in _take_out(files, "procedure.clock"):
        rule = rules.get(clock.get("of"), {})
        day = {name: clock[name] for name in ("level", "due_on", "number") if name in clock}
        rule.setdefault("levels", []).append(day)
        _adjustable(rule, clock, "due_on", "levels")
        moved[clock.get("key", "")] = Moved(rule.get("key", ""), "levels", clock.get("level", ""))
    return moved


def _adjustable(rule: Mechanism, former: Mechanism, was: str, now: str) -> None:
    """What a place could set of a former word it can set of the field that took its place."""
    if was in former.get("adjustable", ()):
        rule["adjustable"] = [*rule.get("adjustable", ()), now]
