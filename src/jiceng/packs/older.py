"""Kept packs that an earlier version wrote, read as the language is today.

A campaign keeps the text of its pack (`texts`) and is read under it for good. Whoever changes the language adds here
how the former words are read; `tests/house/test_older_database.py` opens a database that has them. A pack in a folder
is not read this way: its author is told what to write.
"""

from collections.abc import Mapping
from typing import Any

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


def as_today(file: Mapping[str, Any]) -> dict[str, Any]:
    """One file of a kept pack in today's words; what is written in them already stays as it is."""
    mechanisms = file.get("mechanisms")
    if not isinstance(mechanisms, list):
        return dict(file)
    return {**file, "mechanisms": [_mechanism(raw) if isinstance(raw, dict) else raw for raw in mechanisms]}


def _mechanism(raw: Mapping[str, Any]) -> dict[str, Any]:
    if raw.get("uses") == "notice.post" and isinstance(raw.get("columns"), list):
        means = _HEADINGS.get(raw.get("table", ""), {})
        return {**raw, "columns": [_column(column, means) for column in raw["columns"]]}
    return dict(raw)


def _column(column: Any, means: Mapping[str, str]) -> Any:
    if not isinstance(column, str):
        return column
    return {"name": column, "means": means[column]} if column in means else {"name": column}
