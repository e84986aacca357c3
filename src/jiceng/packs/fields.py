"""What every field of the pack language means, in one plain sentence in both languages, and what may stand in it.

The fields are those of the kernel's dataclasses, and the sentences stand in fields.csv: `where` is a word, a shape, the
class of something nested, or `*` for a field that means the same everywhere; `name=` lists the values of a choice.
The guide's tables are written from here (scripts/guide.py), and a page may ask here what a setting is called.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from jiceng.kernel.duty import FORMS as RETURN_FORMS
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.language import WORDS, in_order
from jiceng.kernel.procedure import Reach, Role
from jiceng.kernel.register import FORMS, KINDS
from jiceng.kernel.sheet import SHAPES
from jiceng.kernel.sheet.shapes import Item
from jiceng.packs.pack import CaseHead, MechanismHead, PackHead
from jiceng.phrases import Both

TABLE = Path(__file__).parent / "fields.csv"
HEADS: Mapping[str, type] = {"pack": PackHead, "mechanism": MechanismHead, "case": CaseHead, "item": Item}
# Choices that are called like another one's and mean something else.
CHOICES = {
    "Part.kind": "part",
    "CloseGate.kind": "gate",
    "consequence.use.kind": "use",
    "ballot.evaluation.named_by": "role",
}
# Lists of names that the register or the product defines.
NAMED: Mapping[str, Mapping[str, str]] = {
    "Objects.forms": FORMS,
    "ClassOf.kinds": KINDS,
    "LinkKind.holder_kinds": KINDS,
    "Evaluation.kinds": KINDS,
    "Team.over_kinds": KINDS,
    "Return.forms": RETURN_FORMS,
}


@dataclass(frozen=True)
class Field:
    """One field. zh, en: its sentence. kind: text, whole, number, yes, choice, texts, mapping, parts or any.

    nested: the class of the parts. needed: it cannot be left out. default: what leaving it out means.
    choices: value -> (Chinese, English).
    """

    name: str
    zh: str
    en: str
    kind: str
    nested: type | None
    needed: bool
    default: Any
    choices: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """The fields of a word, a shape or a nested class. used: (where, field) that hold it, for something nested."""

    where: str
    fields: tuple[Field, ...]
    used: tuple[tuple[str, str], ...] = ()


@cache
def _table() -> dict[tuple[str, str], tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {(where, field): (zh, en) for where, field, zh, en in rows}


def sentence(where: str, name: str) -> tuple[str, str]:
    """What a field means, in Chinese and in English. Raises KeyError for one that nobody has described."""
    table = _table()
    if (where, name) not in table and ("*", name) not in table:
        raise KeyError(f"{TABLE.name} needs a row: {where},{name},what it is in Chinese,and in English")
    return table[(where, name) if (where, name) in table else ("*", name)]


def called(where: str, name: str) -> Both:
    """What a field is called, for a sentence in either language; its name alone where nobody has described it."""
    try:
        zh, en = sentence(where, name)
    except KeyError:
        return Both(name, name)
    return Both(f"{zh.partition('；')[0]}（{name}）", f"{en.partition(';')[0]} ({name})")


def value(group: str, name: str) -> tuple[str, str]:
    """What a value of a choice means."""
    return _table()[f"{group}=", name]


@cache
def sections() -> tuple[Section, ...]:
    """Everything that can be written in a pack: heads, words with what is nested in them, items and shapes."""
    places: dict[type, list[tuple[str, str]]] = {}
    order: list[tuple[str, type]] = []

    def add(where: str, cls: type) -> None:
        order.append((where, cls))
        for field in fields(cls):
            for inner in _nested(field.type):
                if inner in SHAPES.values():
                    continue
                places.setdefault(inner, []).append((where, field.name))
                if len(places[inner]) == 1:
                    add(inner.__name__, inner)

    heads = {key: HEADS[key] for key in ("pack", "mechanism", "case")}
    for where, cls in (*heads.items(), *((name, WORDS[name]) for name in in_order())):
        add(where, cls)
    add("item", Item)
    for shape, item in SHAPES.items():
        add(shape, item)
    shared = {field.name for field in fields(Item)}
    return tuple(
        Section(
            where,
            tuple(
                _field(where, cls, field)
                for field in fields(cls)
                if not (where in SHAPES and field.name in (*shared, "shape"))
            ),
            tuple(places.get(cls, ())),
        )
        for where, cls in order
    )


def _nested(annotation: Any) -> Iterator[type]:
    if is_dataclass(annotation) and isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from _nested(inner)


def _field(where: str, cls: type, field: Any) -> Field:
    zh, en = sentence(where, field.name)
    needed = field.default is MISSING and field.default_factory is MISSING
    default = None if needed else field.default if field.default is not MISSING else field.default_factory()
    kind, nested = _kind(field.type)
    return Field(field.name, zh, en, kind, nested, needed, default, _choices(where, cls, field))


def _bare(annotation: Any) -> Any:
    """A type without its `| None`."""
    if get_origin(annotation) in (Union, UnionType):
        inner = [arg for arg in get_args(annotation) if arg is not NoneType]
        return inner[0] if len(inner) == 1 else annotation
    return annotation


def _kind(annotation: Any) -> tuple[str, type | None]:
    annotation = _bare(annotation)
    nested = next(_nested(annotation), None)
    origin = get_origin(annotation)
    if nested is not None:
        return "parts", None if nested in SHAPES.values() else nested
    if origin is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return "choice", None
    if origin is tuple:
        return "texts", None
    if origin is Mapping:
        return "mapping", None
    return {str: "text", int: "whole", bool: "yes", Decimal: "number"}.get(annotation, "any"), None


def _choices(where: str, cls: type, field: Any) -> Mapping[str, tuple[str, str]]:
    named = NAMED.get(f"{cls.__name__}.{field.name}")
    if named is not None:
        return {key: (name, key.replace("-", " ")) for key, name in named.items()}
    annotation = _bare(field.type)
    if get_origin(annotation) is tuple and get_origin(get_args(annotation)[0]) is Literal:
        annotation = get_args(annotation)[0]
    if annotation is Firmness:
        group, names = "firmness", [each.value for each in Firmness]
    elif annotation in (Role, Reach):
        group, names = "role" if annotation is Role else "reach", list(get_args(annotation))
    elif get_origin(annotation) is Literal:
        group, names = (
            CHOICES.get(f"{where}.{field.name}", field.name),
            [each for each in get_args(annotation) if each],
        )
    elif field.name == "under_general_branch":
        group, names = field.name, ["with-it", "separately", "outside"]
    else:
        return {}
    return {name: value(group, name) for name in names}


def unused() -> list[tuple[str, str]]:
    """Rows of the table that no field and no choice reads."""
    read: set[tuple[str, str]] = set()
    for section in sections():
        for field in section.fields:
            read |= {(section.where, field.name), ("*", field.name)}
    groups = {name.removesuffix("=") for name, _ in _table() if name.endswith("=")}
    named = {text for section in sections() for field in section.fields for text in field.choices.values()}
    return [
        (where, name)
        for (where, name), text in _table().items()
        if (where.removesuffix("=") in groups and where.endswith("=") and text not in named)
        or (not where.endswith("=") and (where, name) not in read and name != "shape")
    ]
