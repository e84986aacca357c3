"""YAML to kernel values. Numbers stay exact, keys are unique, and every fault names file, key, and what to do.

A mechanism's `uses` names a word of the pack language (`sheet.bands`, `register.objects` ...); each word is a kernel
dataclass, and the dataclass is the schema: there is no second description to keep in step.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pydantic
import yaml
from typing_extensions import is_typeddict

from jiceng.kernel.sheet import SHAPES


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
        super().__init__(
            "; ".join(
                f"{finding.file}: {finding.key}: {finding.code} {finding.facts}" for finding in findings
            )
        )
        self.findings = findings


# -- YAML --------------------------------------------------------------------------------------------------------------

# A county's rules fill a few hundred lines; reading more takes minutes and is no pack.
LARGEST = 1 << 20


class _Loader(yaml.SafeLoader):
    """Safe YAML as a clerk reads it: numbers are exact decimals, keys may not repeat, nothing refers elsewhere."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        ahead = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(ahead, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem=f"*{ahead.anchor}", problem_mark=ahead.start_mark)  # type: ignore[arg-type]
        return super().compose_node(parent, index)


def _number(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


def _whole(loader: _Loader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, (list, dict)):
            raise yaml.MarkedYAMLError(problem=f"key {told(key)}", problem_mark=key_node.start_mark)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"duplicate key {key}", problem_mark=key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:int", _whole)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# YAML 1.1 reads on/off/yes/no as booleans, 012 as ten, 1:30 as ninety, 2012-04-05 as a date; in a pack they are words.
_Loader.yaml_implicit_resolvers = {}
for _kind, _match, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("float", r"[-+]?[0-9]{1,15}\.[0-9]{1,15}", "-+0123456789"),
    ("int", r"[-+]?[0-9]{1,15}", "-+0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_match})$"), list(_first))


def read_text(path: Path, shown: str) -> str:
    """The text of one file. Raises PackFault."""
    try:
        if path.stat().st_size > LARGEST:
            raise PackFault([Finding("error", shown, "", "pack.file-too-large", {"most": LARGEST >> 20})])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PackFault(
            [Finding("error", shown, "", "pack.file-unreadable", {"why_not": error.strerror})]
        ) from error
    except UnicodeDecodeError as error:
        raise PackFault([Finding("error", shown, "", "pack.not-utf8", {"at": error.start})]) from error


def read_yaml(path: Path, shown: str) -> dict[str, Any]:
    """One file as a mapping. Raises PackFault."""
    return parse(read_text(path, shown), shown)


def parse(text: str, shown: str) -> dict[str, Any]:
    """The text of one file as a mapping. Raises PackFault naming the line that YAML stumbled over."""
    try:
        data = yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or ""
        code = "pack.refers-elsewhere" if problem.startswith("*") else "pack.not-yaml"
        facts = {"line": mark.line + 1 if mark else 1, "problem": problem}
        wide = _full_width(text)
        if code == "pack.not-yaml" and wide:
            code, facts = "pack.full-width", {"line": wide[0], "sign": wide[1], "plain": wide[2]}
        raise PackFault([Finding("error", shown, "", code, facts)]) from error
    except yaml.reader.ReaderError as error:
        facts = {"line": text.count("\n", 0, error.position) + 1, "problem": error.reason}
        raise PackFault([Finding("error", shown, "", "pack.not-yaml", facts)]) from error
    except RecursionError as error:
        raise PackFault([Finding("error", shown, "", "pack.too-deep", {})]) from error
    if not isinstance(data, dict):
        raise PackFault([Finding("error", shown, "", "pack.not-a-mapping", {})])
    return data


# A key and a Chinese colon, and inside braces a Chinese comma before the next key.
_WIDE = re.compile(
    r"^\s*(?:- )?[A-Za-z_][\w-]*(：)|\{[^}]*[A-Za-z_][\w-]*(：)|\{[^}]*(，)\s*[A-Za-z_][\w-]*\s*[:：]"
)


def _full_width(text: str) -> tuple[int, str, str] | None:
    """The first line where a full-width sign stands for YAML's own: line, sign, what it should be."""
    for number, line in enumerate(text.splitlines(), 1):
        match = _WIDE.search(line)
        if match:
            sign = next(filter(None, match.groups()))
            return number, sign, ":" if sign == "：" else ","
    return None


# -- mappings to dataclasses -------------------------------------------------------------------------------------------


def build(cls: Any, data: Mapping[str, Any], *, file: str, key: str) -> Any:
    """A dataclass or TypedDict out of plain data. Raises PackFault with a finding for everything that does not fit."""
    findings: list[Finding] = []
    data = _walk(cls, data, file, key, findings)
    value = None
    try:
        value = _adapter(cls).validate_python(data)
    except pydantic.ValidationError as error:
        findings += [_finding(problem, file, key) for problem in error.errors()]
    if findings:
        raise PackFault(findings)
    return value


@cache
def _adapter(cls: Any) -> pydantic.TypeAdapter[Any]:
    return pydantic.TypeAdapter(cls)


def _join(key: str, where: str) -> str:
    return f"{key}.{where}" if key and where else key or where


def unknown_key(file: str, key: str, name: str, known: Sequence[str]) -> Finding:
    """A key that nothing reads, with the one that was probably meant."""
    if "：" in name:
        return Finding("error", file, key, "pack.full-width-key", {"name": name})
    near = difflib.get_close_matches(name, known, 1, 0.5)
    if near:
        facts = {"name": name, "near": near[0], "allowed": list(known)}
        return Finding("error", file, key, "pack.key-misspelt", facts)
    return Finding("error", file, key, "pack.key-unknown", {"name": name, "allowed": list(known)})


def told(value: Any, *, longest: int = 60) -> str:
    """A value as it would stand in the file, cut where it gets long."""
    if isinstance(value, Mapping):
        text = "{" + ", ".join(f"{name}: {told(entry)}" for name, entry in value.items()) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(told(entry) for entry in value) + "]"
    elif isinstance(value, Decimal):
        text = format(value, "f")
    else:
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= longest else f"{text[:longest]}…"


def check_field(cls: type, name: str, value: Any, *, file: str, key: str) -> Any:
    """One field of a dataclass, read by itself. Raises PackFault."""
    kind: Any = next(field.type for field in fields(cls) if field.name == name)
    try:
        return _adapter(kind).validate_python(value)
    except pydantic.ValidationError as error:
        raise PackFault([_finding(problem, file, key) for problem in error.errors()]) from error


_ERRORS = {
    "missing": "pack.key-missing",
    "decimal_parsing": "pack.not-a-number",
    "decimal_type": "pack.not-a-number",
    "is_instance_of": "pack.not-a-number",
    "finite_number": "pack.not-a-number",
    "int_type": "pack.not-a-whole-number",
    "int_parsing": "pack.not-a-whole-number",
    "int_from_float": "pack.not-a-whole-number",
    "literal_error": "pack.not-a-choice",
    "enum": "pack.not-a-choice",
    "bool_type": "pack.not-true-or-false",
    "bool_parsing": "pack.not-true-or-false",
    "string_type": "pack.not-text",
    "tuple_type": "pack.not-a-list",
    "list_type": "pack.not-a-list",
    "mapping_type": "pack.not-a-mapping-value",
    "dataclass_type": "pack.not-a-mapping-value",
    "dict_type": "pack.not-a-mapping-value",
    "case_value": "pack.case-value",
    "case_count": "pack.case-count",
}


def _finding(error: Any, file: str, key: str) -> Finding:
    where = ".".join(str(part) for part in error["loc"])
    code = _ERRORS.get(error["type"], "pack.value-wrong")
    if code == "pack.not-text" and isinstance(error.get("input"), (list, tuple)):
        code = "pack.not-one-text"
    if error["type"] != "missing" and error.get("input", "") is None:
        code = "pack.key-empty"
    choices = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
    facts = {
        "value": told(error.get("input", "")),
        "name": str(error["loc"][-1]) if error["loc"] else "",
        "choices": choices,
        "problem": error["msg"],
    }
    return Finding("error", file, _join(key, where), code, facts)


def _walk(cls: Any, data: Any, file: str, key: str, findings: list[Finding]) -> Any:
    """The data with its items built by their shapes, and without keys that no field takes; both leave findings."""
    while get_origin(cls) is Annotated:
        cls = get_args(cls)[0]
    options = [arg for arg in get_args(cls) if is_dataclass(arg)]
    if isinstance(data, list):
        inner = next((arg for arg in get_args(cls) if arg is not Ellipsis), None)
        walked = [_walk(inner, entry, file, _join(key, str(at)), findings) for at, entry in enumerate(data)]
        return [entry for entry in walked if entry is not _BROKEN]
    if len(options) > 1:
        return _item(data, file, key, findings)
    if (
        isinstance(data, str) and "_" in data and Decimal in (cls, *get_args(cls))
    ):  # Python reads 9_0 as ninety
        facts = {"value": told(data), "name": key.rpartition(".")[2]}
        findings.append(Finding("error", file, key, "pack.not-a-number", facts))
    if isinstance(data, str) and _only_a_name(options[0] if options else cls):
        return {"name": data}
    if not isinstance(data, dict):
        return data
    if get_origin(cls) is Mapping:
        return {
            name: _walk(get_args(cls)[1], entry, file, _join(key, str(name)), findings)
            for name, entry in data.items()
        }
    cls = options[0] if options else cls
    if not (is_dataclass(cls) or is_typeddict(cls)):
        return data
    types = cls.__annotations__ if is_typeddict(cls) else {field.name: field.type for field in fields(cls)}
    kept = {}
    for name, value in data.items():
        if name in types:
            kept[name] = _walk(types[name], value, file, _join(key, name), findings)
        else:
            findings.append(unknown_key(file, _join(key, str(name)), str(name), sorted(types)))
    return kept


def _only_a_name(cls: Any) -> bool:
    """Whether a class needs its name and nothing more, so that the name alone may stand for it."""
    if not is_dataclass(cls):
        return False
    needed = [
        field.name for field in fields(cls) if field.default is MISSING and field.default_factory is MISSING
    ]
    return needed == ["name"]


_BROKEN = object()


def _item(data: Any, file: str, key: str, findings: list[Finding]) -> Any:
    """One item of a sheet by the shape it names; without a name it is nobody's to guess."""
    if not isinstance(data, dict):
        findings.append(Finding("error", file, key, "pack.not-a-mapping-value", {"value": told(data)}))
    elif data.get("shape") is None:
        findings.append(Finding("error", file, key, "pack.shape-missing", {"shapes": list(SHAPES)}))
    elif not isinstance(data["shape"], str) or data["shape"] not in SHAPES:
        facts = {"value": told(data["shape"]), "shapes": list(SHAPES)}
        findings.append(Finding("error", file, f"{key}.shape", "pack.shape-unknown", facts))
    else:
        try:
            return build(SHAPES[data["shape"]], data, file=file, key=key)
        except PackFault as fault:
            findings += fault.findings
    return _BROKEN
