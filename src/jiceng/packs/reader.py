"""YAML to kernel values. Numbers stay exact, keys are unique, and every fault names file, key, and what to do.

A mechanism's `uses` names a word of the pack language (`sheet.bands`, `register.objects` ...); each word is a kernel
dataclass, and the dataclass is the schema: there is no second description to keep in step.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pydantic
import yaml

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet import (
    SHAPES,
    Adopted,
    Bands,
    Decision,
    Explanations,
    Form,
    Inheritance,
    Quota,
    Reasons,
    Scorers,
    SelfAssessment,
)


@dataclass(frozen=True)
class Finding:
    """Something wrong with a pack. level: error (the pack is not usable), warning (look again), note (for the reader).

    key: where in the file, e.g. "good-quota.at_most". Said in words by `jiceng.phrases` under `code`.
    """

    level: str
    file: str
    key: str
    code: str
    facts: dict[str, Any]


class PackFault(Exception):
    """A pack cannot be read. findings: everything that is wrong, not only the first."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{one.file}: {one.key}: {one.code} {one.facts}" for one in findings))
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class ClassSheet:
    """sheet.form: one score sheet and the classes of organisation it is for. sheet: written here, or the name of one
    under `packs/sheets/`."""

    classes: tuple[str, ...]
    sheet: Form


# The words of the pack language so far. A word is added when a second document needs it, never for one mechanism.
WORDS: Mapping[str, type] = {
    "register.objects": Objects,
    "sheet.bands": Bands,
    "sheet.form": ClassSheet,
    "sheet.scorers": Scorers,
    "sheet.self-assessment": SelfAssessment,
    "sheet.reasons": Reasons,
    "sheet.decision": Decision,
    "sheet.quota": Quota,
    "sheet.inheritance": Inheritance,
    "sheet.explanations": Explanations,
    "sheet.adopted": Adopted,
    "consequence.flag": Consequence,
    "consequence.gate": Gate,
}


# -- YAML --------------------------------------------------------------------------------------------------------------


class _Loader(yaml.SafeLoader):
    """Safe YAML whose numbers are exact decimals and whose keys may not repeat."""


def _number(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"duplicate key {key}", problem_mark=key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# YAML 1.1 reads on/off/yes/no as booleans; in a pack they are words.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, match) for tag, match in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path, shown: str) -> dict[str, Any]:
    """One file as a mapping. Raises PackFault naming the line that YAML stumbled over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PackFault(
            [Finding("error", shown, "", "pack.file-unreadable", {"why_not": error.strerror})]
        ) from error
    except UnicodeDecodeError as error:
        raise PackFault([Finding("error", shown, "", "pack.not-utf8", {"at": error.start})]) from error
    try:
        found = yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        facts = {"line": mark.line + 1 if mark else 1, "problem": error.problem or ""}
        raise PackFault([Finding("error", shown, "", "pack.not-yaml", facts)]) from error
    if not isinstance(found, dict):
        raise PackFault([Finding("error", shown, "", "pack.not-a-mapping", {})])
    return found


# -- mappings to dataclasses -------------------------------------------------------------------------------------------


def build(cls: type, data: Mapping[str, Any], *, file: str, key: str) -> Any:
    """A kernel dataclass out of plain data. Raises PackFault with one finding for everything that does not fit."""
    findings = [
        Finding(
            "error",
            file,
            _join(key, where),
            "pack.key-unknown",
            {"near": near, "allowed": allowed, "name": name},
        )
        for where, name, near, allowed in _unknown(cls, data, "")
    ]
    value = None
    try:
        value = _adapter(cls).validate_python(data)
    except pydantic.ValidationError as error:
        findings += [_finding(one, file, key) for one in error.errors()]
    if findings:
        raise PackFault(findings)
    return value


@cache
def _adapter(cls: type) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(cls)


def _join(key: str, where: str) -> str:
    return f"{key}.{where}" if key and where else key or where


_ERRORS = {
    "missing": "pack.key-missing",
    "decimal_parsing": "pack.not-a-number",
    "decimal_type": "pack.not-a-number",
    "is_instance_of": "pack.not-a-number",
    "int_type": "pack.not-a-whole-number",
    "int_parsing": "pack.not-a-whole-number",
    "int_from_float": "pack.not-a-whole-number",
    "literal_error": "pack.not-a-choice",
    "enum": "pack.not-a-choice",
    "union_tag_invalid": "pack.shape-unknown",
    "union_tag_not_found": "pack.shape-missing",
    "bool_type": "pack.not-true-or-false",
    "bool_parsing": "pack.not-true-or-false",
    "string_type": "pack.not-text",
    "tuple_type": "pack.not-a-list",
    "mapping_type": "pack.not-a-mapping-value",
    "dataclass_type": "pack.not-a-mapping-value",
    "dict_type": "pack.not-a-mapping-value",
}


def _finding(error: Any, file: str, key: str) -> Finding:
    where = ".".join(str(part) for part in error["loc"] if str(part) not in SHAPES)
    code = _ERRORS.get(error["type"], "pack.value-wrong")
    choices = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    facts = {
        "value": str(error.get("input", ""))[:60],
        "name": str(error["loc"][-1]) if error["loc"] else "",
        "choices": choices,
        "shapes": list(SHAPES),
        "problem": error["msg"],
    }
    return Finding("error", file, _join(key, where), code, facts)


def _unknown(cls: Any, data: Any, where: str) -> list[tuple[str, str, str, list[str]]]:
    """Keys that no field takes: (where, key, nearest field, all fields). Walks lists, unions and nested dataclasses."""
    if isinstance(data, list):
        inner = next((arg for arg in get_args(cls) if arg is not Ellipsis), None)
        return [one for at, item in enumerate(data) for one in _unknown(inner, item, _join(where, str(at)))]
    if not isinstance(data, dict):
        return []
    cls = _choose(cls, data)
    if cls is None:
        return []
    types = {one.name: one.type for one in fields(cls)}
    found: list[tuple[str, str, str, list[str]]] = []
    for name, value in data.items():
        if name not in types:
            near = difflib.get_close_matches(str(name), types, 1, 0.5)
            found.append((_join(where, str(name)), str(name), near[0] if near else "—", sorted(types)))
        else:
            found += _unknown(types[name], value, _join(where, str(name)))
    return found


def _choose(cls: Any, data: Mapping[str, Any]) -> Any:
    """The dataclass that a mapping is meant for; for a union of shapes the one its `shape` names."""
    if is_dataclass(cls):
        return cls
    options = [arg for arg in get_args(cls) if is_dataclass(arg)]
    if len(options) > 1:
        return SHAPES.get(str(data.get("shape")))
    return options[0] if options else None


__all__ = ["WORDS", "ClassSheet", "Finding", "PackFault", "build", "read_yaml"]
