"""The field tables of the guide to packs, written into docs/writing-a-pack.md and its English.

python scripts/guide.py          write them
python scripts/guide.py --check  change nothing; exit 1 if they are out of date
"""

import sys
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from jiceng.kernel.language import WORDS
from jiceng.kernel.sheet import SHAPES
from jiceng.packs.fields import Field, Section, sections

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES = {"zh": DOCS / "writing-a-pack.md", "en": DOCS / "writing-a-pack.en.md"}
BEGIN, END = "<!-- fields: written by scripts/guide.py -->", "<!-- fields: end -->"

HEADINGS = {
    "pack": ("包的开头", "The head of a pack"),
    "mechanism": ("每条机制的抬头", "The head of every mechanism"),
    "case": ("每个案例的抬头", "The head of every case"),
    "item": ("每个评分项", "Every item of a sheet"),
}
COLUMNS = {
    "zh": ("键", "写什么", "怎样写", "不写时"),
    "en": ("key", "what it is", "how it is written", "left out"),
}
KINDS = {
    "text": ("文字", "text"), "whole": ("整数", "whole number"), "number": ("数字", "number"),
    "yes": ("`true` 或 `false`", "`true` or `false`"), "choice": ("", ""), "texts": ("列表", "list"),
    "mapping": ("名称: 值", "name: value"), "parts": ("每项见下", "each as below"), "any": ("见上", "see above"),
}  # fmt: skip
WORDS_OF = {
    "needed": ("必填", "needed"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "of": (" 里的每一项", ": each of them"),
}


def tables(lang: str) -> str:
    """All tables in one language."""
    side = 0 if lang == "zh" else 1
    return "\n".join(
        line for section in sections() if section.fields for line in _section(section, lang, side)
    )


def _section(section: Section, lang: str, side: int) -> Iterator[str]:
    yield f"### {_heading(section, side)}\n"
    yield "| " + " | ".join(COLUMNS[lang]) + " |"
    yield "| --- | --- | --- | --- |"
    for one in section.fields:
        yield f"| `{one.name}` | {(one.zh, one.en)[side]} | {_how(one, side)} | {_left_out(one, side)} |"
    yield ""


def _heading(section: Section, side: int) -> str:
    if section.where in HEADINGS:
        return HEADINGS[section.where][side]
    if section.where in WORDS or section.where in SHAPES:
        return f"`{section.where}`"
    of = (" 的 ", " of ")[side]
    names = dict.fromkeys(
        (f"`{where}`{of}`{name}`" if side == 0 else f"`{name}`{of}`{where}`")
        if where in WORDS
        else f"`{name}`"
        for where, name in section.used
    )
    return ("、", ", ")[side].join(names) + WORDS_OF["of"][side]


def _how(one: Field, side: int) -> str:
    if not one.choices:
        return KINDS[one.kind][side]
    colon, comma = ("：", "，")[0] if side == 0 else ": ", "；" if side == 0 else "; "
    return comma.join(f"`{name}`{colon}{text[side]}" for name, text in one.choices.items())


def _left_out(one: Field, side: int) -> str:
    if one.needed:
        return WORDS_OF["needed"][side]
    return _plain(one.default, side)


def _plain(value: Any, side: int) -> str:
    if value is True or value is False:
        return WORDS_OF["yes" if value else "no"][side]
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return ("、", ", ")[side].join(f"`{one}`" for one in value if isinstance(one, str))
    if value is None or value == "" or value == {}:
        return ""
    return f"`{value}`" if isinstance(value, str) else str(value)


def written(lang: str) -> str:
    """The guide with its tables as they should be."""
    text = GUIDES[lang].read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables(lang)}\n{END}{after}"


def stale() -> list[str]:
    return [path.name for lang, path in GUIDES.items() if path.read_text(encoding="utf-8") != written(lang)]


def main() -> int:
    if "--check" in sys.argv[1:]:
        for name in stale():
            print(f"guide: docs/{name} is out of date. Run: python scripts/guide.py", file=sys.stderr)
        return 1 if stale() else 0
    for lang, path in GUIDES.items():
        path.write_text(written(lang), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
