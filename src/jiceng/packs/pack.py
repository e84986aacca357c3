"""A pack: one document as data, and the grading scheme its mechanisms add up to."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet import (
    Adopted,
    Bands,
    Decision,
    Explanations,
    Inheritance,
    Quota,
    Reasons,
    Scheme,
    Scorers,
    SelfAssessment,
)
from jiceng.packs.reader import WORDS, ClassSheet, Finding, PackFault, build, read_yaml

HERE = Path(__file__).parent
SHEETS = HERE / "sheets"

HEADER = ("pack", "title", "source", "version", "note", "lists")
MECHANISM = ("key", "uses", "title", "rows", "partly", "clause", "reading", "adjustable", "local")


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """One rule of a document.

    rows: rows of the catalogue that it carries; partly: row -> what of it is still missing.
    clause: where the document says it. reading: how an unclear sentence was understood, in our words.
    adjustable: fields a jurisdiction may set, because the document leaves them open.
    local: not from the document at all; a place where a jurisdiction may put a rule of its own.
    rule: the kernel value.
    """

    pack: str
    key: str
    uses: str
    rule: Any
    file: str
    title: str = ""
    rows: tuple[str, ...] = ()
    partly: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    reading: str = ""
    adjustable: tuple[str, ...] = ()
    local: bool = False

    @property
    def address(self) -> str:
        return f"{self.pack}/{self.key}"


@dataclass(frozen=True, kw_only=True)
class Case:
    """An example of a rule: given this, it gives that (or refuses). `given` is read by `packs.cases`."""

    mechanism: str
    number: int
    file: str
    rows: tuple[str, ...]
    given: Mapping[str, Any]
    gives: Mapping[str, Any] | None = None
    refused: str = ""
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    say: str = ""


@dataclass(frozen=True, kw_only=True)
class NamedList:
    """A term the document names. undefined: why it is empty, when the document does not say what is in it."""

    key: str
    name: str
    values: tuple[str, ...] = ()
    undefined: str = ""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One document. source: {document: "000-4", year: 2012, place: ...} as the catalogue names it."""

    name: str
    title: str
    version: str
    source: Mapping[str, Any]
    mechanisms: Mapping[str, Mechanism]
    cases: tuple[Case, ...]
    lists: tuple[NamedList, ...] = ()
    note: str = ""

    def scheme(
        self,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        without: frozenset[str] = frozenset(),
    ) -> Scheme:
        """The grading scheme with a jurisdiction's local settings: mechanism key -> field -> value.

        without: mechanisms left out, to show that a case notices.
        Raises Refusal "pack.setting-unknown" / "pack.setting-not-adjustable" / "pack.setting-wrong".
        """
        settings = settings or {}
        for key in settings:
            if key not in self.mechanisms:
                near = difflib.get_close_matches(key, self.mechanisms, 3, 0.3)
                raise Refusal("pack.setting-unknown", key=key, near=near or list(self.mechanisms))
        used = [
            (one, _adjusted(one, settings.get(one.key, {})))
            for one in self.mechanisms.values()
            if one.key not in without
        ]
        rules = [rule for _, rule in used]
        one_each: dict[str, Any] = {}
        for name, cls in _SINGLE.items():
            found = [rule for rule in rules if isinstance(rule, cls)]
            if found:
                one_each[name] = found[-1]
        forms = {name: rule.sheet for rule in rules if isinstance(rule, ClassSheet) for name in rule.classes}
        return Scheme(
            forms=forms,
            adopted=tuple(rule for rule in rules if isinstance(rule, Adopted)),
            gates=tuple(rule for rule in rules if isinstance(rule, Gate)),
            consequences=tuple(rule for rule in rules if isinstance(rule, Consequence)),
            quotas=tuple(rule for rule in rules if isinstance(rule, Quota)),
            **one_each,
        )


# Words a document can say only once; the linter reports a second one.
_SINGLE: Mapping[str, type] = {
    "bands": Bands,
    "objects": Objects,
    "scorers": Scorers,
    "reasons": Reasons,
    "self_assessment": SelfAssessment,
    "inheritance": Inheritance,
    "explanations": Explanations,
    "decision": Decision,
}


def _adjusted(mechanism: Mechanism, settings: Mapping[str, Any]) -> Any:
    """The rule with its local settings. Text and whole numbers are taken as exact decimals where the field has one."""
    if not settings:
        return mechanism.rule
    changed: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in mechanism.adjustable:
            allowed = list(mechanism.adjustable) or None
            raise Refusal("pack.setting-not-adjustable", key=mechanism.key, name=name, allowed=allowed)
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            try:
                value = Decimal(value)
            except InvalidOperation:
                raise Refusal("pack.setting-wrong", key=mechanism.key, name=name, value=value) from None
        changed[name] = int(value) if name == "round_to" and value is not None else value
    return replace(mechanism.rule, **changed)


def names() -> tuple[str, ...]:
    """The packs that ship with the product, by document."""
    found = [folder.name for folder in HERE.iterdir() if (folder / "pack.yaml").is_file()]
    return tuple(sorted(found, key=lambda name: (str(load(name).source.get("document", "")), name)))


@cache
def load(name: str) -> Pack:
    """A pack by name, or by the path of its folder (or of its pack.yaml).

    Raises PackFault with everything that is wrong in any of its files.
    """
    folder = HERE / name if (HERE / name / "pack.yaml").is_file() else Path(name)
    if folder.name == "pack.yaml":
        folder = folder.parent
    if not (folder / "pack.yaml").is_file():
        raise PackFault([Finding("error", name, "", "pack.not-found", {"name": name, "names": _shipped()})])
    return _read(folder)


def _shipped() -> list[str]:
    return sorted(folder.name for folder in HERE.iterdir() if (folder / "pack.yaml").is_file())


def _read(folder: Path) -> Pack:
    findings: list[Finding] = []
    header: dict[str, Any] = {}
    mechanisms: dict[str, Mechanism] = {}
    raw_cases: list[tuple[str, Any]] = []
    paths = [
        folder / "pack.yaml",
        *sorted(path for path in folder.glob("*.yaml") if path.name != "pack.yaml"),
    ]
    for path in paths:
        shown = f"{folder.name}/{path.name}"
        try:
            data = read_yaml(path, shown)
        except PackFault as fault:
            findings += fault.findings
            continue
        allowed = ("mechanisms", "cases") + (HEADER if path.name == "pack.yaml" else ())
        findings += _unknown_keys(data, allowed, shown, "")
        if path.name == "pack.yaml":
            header = data
            findings += _check_header(data, folder, shown)
        for at, raw in enumerate(_list(data, "mechanisms", shown, findings)):
            one = _mechanism(folder.name, raw, at, shown, findings)
            if one is not None and one.key in mechanisms:
                findings.append(Finding("error", shown, one.key, "pack.mechanism-twice", {"key": one.key}))
            elif one is not None:
                mechanisms[one.key] = one
        raw_cases += [(shown, raw) for raw in _list(data, "cases", shown, findings)]
    cases = [_case(shown, raw, at, mechanisms, findings) for at, (shown, raw) in enumerate(raw_cases)]
    lists = tuple(
        build(NamedList, raw, file=f"{folder.name}/pack.yaml", key=f"lists.{at}")
        for at, raw in enumerate(header.get("lists") or [])
        if isinstance(raw, dict)
    )
    if findings:
        raise PackFault(findings)
    return Pack(
        name=str(header["pack"]),
        title=str(header["title"]),
        version=str(header["version"]),
        source=header["source"],
        mechanisms=mechanisms,
        cases=tuple(one for one in cases if one is not None),
        lists=lists,
        note=str(header.get("note", "")),
    )


def _list(data: Mapping[str, Any], name: str, file: str, findings: list[Finding]) -> list[Any]:
    found = data.get(name) or []
    if not isinstance(found, list):
        findings.append(Finding("error", file, name, "pack.not-a-list", {"value": str(found)[:60]}))
        return []
    return found


def _check_header(data: Mapping[str, Any], folder: Path, shown: str) -> list[Finding]:
    missing = [name for name in ("pack", "title", "source", "version") if not data.get(name)]
    findings = [Finding("error", shown, name, "pack.key-missing", {"name": name}) for name in missing]
    if data.get("pack") and data["pack"] != folder.name:
        findings.append(
            Finding(
                "error", shown, "pack", "pack.name-differs", {"name": data["pack"], "folder": folder.name}
            )
        )
    source = data.get("source")
    if source and not (isinstance(source, dict) and source.get("document")):
        findings.append(Finding("error", shown, "source.document", "pack.key-missing", {"name": "document"}))
    return findings


def _unknown_keys(data: Mapping[str, Any], allowed: tuple[str, ...], file: str, key: str) -> list[Finding]:
    findings = []
    for name in data:
        if name not in allowed:
            near = difflib.get_close_matches(str(name), allowed, 1, 0.5)
            facts = {"name": str(name), "near": near[0] if near else "—", "allowed": list(allowed)}
            where = f"{key}.{name}" if key else str(name)
            findings.append(Finding("error", file, where, "pack.key-unknown", facts))
    return findings


def _mechanism(pack: str, raw: Any, at: int, file: str, findings: list[Finding]) -> Mechanism | None:
    if not isinstance(raw, dict):
        findings.append(
            Finding("error", file, f"mechanisms.{at}", "pack.not-a-mapping-value", {"value": str(raw)[:60]})
        )
        return None
    key = str(raw.get("key") or f"mechanisms.{at}")
    if not raw.get("key"):
        findings.append(Finding("error", file, key, "pack.key-missing", {"name": "key"}))
    uses = str(raw.get("uses", ""))
    if uses not in WORDS:
        near = difflib.get_close_matches(uses, WORDS, 1, 0.4)
        facts = {"uses": uses, "near": near[0] if near else "—", "allowed": list(WORDS)}
        findings.append(Finding("error", file, f"{key}.uses", "pack.word-unknown", facts))
        return None
    about = {name: raw[name] for name in MECHANISM if name in raw}
    body = {name: value for name, value in raw.items() if name not in MECHANISM}
    cls = WORDS[uses]
    if "clause" in about and "clause" in {one.name for one in fields(cls)}:
        body["clause"] = about["clause"]
    try:
        if cls is ClassSheet and isinstance(body.get("sheet"), str):
            body["sheet"] = _shared_sheet(body["sheet"], file, key)
        rule = build(cls, body, file=file, key=key)
    except PackFault as fault:
        findings += fault.findings
        return None
    for name in about.get("adjustable") or ():
        if name not in {one.name for one in fields(cls)}:
            facts = {"name": name, "near": "—", "allowed": [one.name for one in fields(cls)]}
            findings.append(Finding("error", file, f"{key}.adjustable", "pack.key-unknown", facts))
    return Mechanism(
        pack=pack,
        key=key,
        uses=uses,
        rule=rule,
        file=file,
        title=str(about.get("title", "")),
        rows=tuple(about.get("rows") or ()),
        partly=about.get("partly") or {},
        clause=str(about.get("clause", "")),
        reading=str(about.get("reading", "")),
        adjustable=tuple(about.get("adjustable") or ()),
        local=bool(about.get("local", False)),
    )


def _shared_sheet(name: str, file: str, key: str) -> dict[str, Any]:
    path = SHEETS / f"{name}.yaml"
    if not path.is_file():
        known = sorted(one.stem for one in SHEETS.glob("*.yaml"))
        raise PackFault(
            [Finding("error", file, f"{key}.sheet", "pack.sheet-not-found", {"name": name, "names": known})]
        )
    return read_yaml(path, f"sheets/{path.name}")


CASE = ("mechanism", "rows", "gives", "refused", "settings", "say")


def _case(
    file: str, raw: Any, at: int, mechanisms: Mapping[str, Mechanism], findings: list[Finding]
) -> Case | None:
    where = f"cases.{at + 1}"
    if not isinstance(raw, dict):
        findings.append(Finding("error", file, where, "pack.not-a-mapping-value", {"value": str(raw)[:60]}))
        return None
    key = str(raw.get("mechanism", ""))
    if key not in mechanisms:
        if not findings:  # a mechanism that could not be read has been reported already
            facts = {
                "key": key,
                "near": (difflib.get_close_matches(key, mechanisms, 1, 0.4) or ["—"])[0],
                "allowed": list(mechanisms),
            }
            findings.append(Finding("error", file, f"{where}.mechanism", "pack.case-of-nobody", facts))
        return None
    if ("gives" in raw) == ("refused" in raw):
        findings.append(Finding("error", file, where, "pack.case-without-answer", {}))
        return None
    return Case(
        mechanism=key,
        number=at + 1,
        file=file,
        rows=tuple(raw.get("rows") or (*mechanisms[key].rows, *mechanisms[key].partly)),
        given={name: value for name, value in raw.items() if name not in CASE},
        gives=raw.get("gives"),
        refused=str(raw.get("refused", "")),
        settings=raw.get("settings") or {},
        say=str(raw.get("say", "")),
    )
