"""The two sheets that are printed and signed by hand: what stood before the first vote, and what was counted.

Both are made from the texts that the instance signed, and carry the beginnings of their digests: whoever has the paper
can hold the published files against it. The closing sheet is by class, for those who counted and the file.
"""

import json
from hashlib import sha256
from typing import Any

from jiceng.kernel.ballot.record import fingerprint
from jiceng.kernel.ballot.view import Column, Group, View
from jiceng.reports.ballot.tally import About, figures, votes
from jiceng.reports.papers import Column as Heading
from jiceng.reports.papers import Paper, Table

SHOWN = 16  # hex digits of a digest on paper
_FILES = (("board.json", "票面公示"), ("spent.json", "已用票签"), ("stubs.json", "全部票签"))
_WITHOUT = "（只用纸质票，没有票签和票箱钥匙）"


def opening_paper(opened: str, about: About) -> Paper:
    """opened: `BallotEvent.opened`, the exact text that was signed."""
    opening = json.loads(opened)
    head = [
        Heading("参评人员", width=14), Heading("名单人数", kind="number"), Heading("名单校验码", width=18),
        Heading("票签数", kind="number"), Heading("票签校验码", width=18),
    ]  # fmt: skip
    rows = []
    for name in opening["classes"]:
        roll, stubs = opening["roll"].get(name, {}), opening["stubs"].get(name, {})
        count = stubs.get("count", 0)
        rows.append(
            (
                name,
                roll.get("size", 0),
                roll.get("digest", "")[:SHOWN],
                count,
                stubs.get("root", "")[:SHOWN] if count else "",
            )
        )
    codes = [
        ("测评编号", opening["event"]),
        ("本单校验码", _begin(opened)),
        ("全部票签校验码", opening["stub_root_all"][:SHOWN] if not opening["paper_only"] else ""),
        ("票箱公钥校验码", _begin(opening["box_public"]) if opening["box_public"] else ""),
        ("服务器公钥指纹", fingerprint(opening["instance"])),
    ]
    notes = [
        f"单独公布的最少有效票数：{opening['smallest']}张。" + (_WITHOUT if opening["paper_only"] else ""),
        "开箱前，上级派员和计票人当面核对：名单人数、票签数与上表相符，票箱为空，钥匙已用纸质副本试开。",
    ]
    if opening["paper_only"]:
        notes[1] = "投票前，上级派员和计票人当面核对：名单人数与上表相符，票箱为空。"
    return Paper(
        title=f"{about.title}开箱单",
        paragraphs=about.said("开箱前的情况如下。"),
        tables=[
            Table(title="名单和票签", head=head, rows=rows, notes=notes),
            _codes(codes),
            about.signatures(),
        ],
        stamp_line=about.stamp,
        footer=_checkpoint(opening["audit"]),
    )


def closing_paper(opened: str, closed: str, about: About) -> Paper:
    """closed: `BallotEvent.closed`; by class, for those who counted. opened: for the order of questions."""
    closing, sheet = json.loads(closed), json.loads(opened)
    view = View("classes", tuple(_group(group) for group in closing["groups"]), closing["smallest"])
    roots = {
        (group["name"], item): column["root"][:SHOWN]
        for group in closing["groups"]
        for item, column in group["questions"].items()
    }
    codes = [
        ("测评编号", closing["event"]),
        ("本单校验码", _begin(closed)),
        ("开箱单校验码", _begin(opened)),
        *(
            (f"{title}校验码", closing["files"][name][:SHOWN])
            for name, title in _FILES
            if name in closing["files"]
        ),
        ("服务器代封的票", str(closing["sealed_here"])),
    ]
    return Paper(
        title=f"{about.title}封箱单",
        paragraphs=about.said("封箱后的计票结果如下，分类记载，供内部存档。"),
        tables=[figures(view), *votes(sheet, view, roots=roots), _codes(codes), about.signatures()],
        stamp_line="　".join(mark for mark in ("内部存档", about.stamp) if mark),
        footer=_checkpoint(closing["audit"]),
    )


def _group(group: dict[str, Any]) -> Group:
    columns = {item: Column(column["counts"]) for item, column in group["questions"].items()}
    return Group(group["name"], group["issued"], group["returned"], group["valid"], group["invalid"], columns)


def _codes(codes: list[tuple[str, str]]) -> Table:
    head = [Heading("校验项目", width=16), Heading("内容", width=40)]
    return Table(
        title="校验码",
        head=head,
        rows=[code for code in codes if code[1]],
        notes=[f"校验码为摘要的前{SHOWN}位。公布的文件用同样方法算出的摘要应与此相同。"],
    )


def _begin(text: str) -> str:
    """The first digits of the digest of a text, as it stands to the byte."""
    return sha256(text.encode()).hexdigest()[:SHOWN]


def _checkpoint(audit: dict[str, Any]) -> str:
    return f"审计检查点：第 {audit['size']} 条　{audit['root'][:SHOWN]}"
