"""A pack: one document as data, and the grading scheme its mechanisms add up to."""

import difflib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.days import unknown_braces, with_year
from jiceng.kernel.figures import check_figures
from jiceng.kernel.language import WORDS, in_order
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet import (
    Adopted,
    Bands,
    ClassSheet,
    Decision,
    Explanations,
    Quota,
    Scheme,
    Scorers,
    SelfAssessment,
)
from jiceng.packs.given import Given
from jiceng.packs.older import FORMER, Moved, as_today, settings_as_today
from jiceng.packs.reader import (
    Finding,
    PackFault,
    build,
    check_field,
    parse,
    read_text,
    read_yaml,
    told,
    unknown_key,
)

HERE = Path(__file__).parent
SHEETS = HERE / "sheets"


@dataclass(frozen=True, kw_only=True)
class MechanismHead:
    """What every mechanism says of itself, whatever its word.

    rows: rows of the catalogue that it carries; partly: row -> what of it is still missing.
    clause: where the document says it. reading: how an unclear sentence was understood, in our words.
    adjustable: fields a jurisdiction may set, because the document leaves them open.
    printed: those of the adjustable fields whose value the document itself gives; of the others the value is ours.
    local: not from the document at all; a place where a jurisdiction may put a rule of its own.
    """

    key: str
    uses: str
    title: str = ""
    rows: tuple[str, ...] = ()
    partly: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    reading: str = ""
    adjustable: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    local: bool = False


@dataclass(frozen=True, kw_only=True)
class Mechanism(MechanismHead):
    """One rule of a document. rule: the kernel value. title: with the document's own years, see `title_in`."""

    pack: str
    rule: Any
    file: str
    written: str = ""

    def title_in(self, year: int) -> str:
        """What it is called in a campaign of a year: {year-2} is two years before."""
        return with_year(self.written, year)

    @property
    def address(self) -> str:
        return f"{self.pack}/{self.key}"


@dataclass(frozen=True, kw_only=True)
class CaseHead:
    """What every case says beside what it gives. rows: those of its mechanism unless it names fewer."""

    mechanism: str
    rows: tuple[str, ...] = ()
    gives: Mapping[str, Any] | None = None
    refused: str = ""
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    say: str = ""


@dataclass(frozen=True, kw_only=True)
class Case(CaseHead):
    """An example of a rule: given this, it gives that (or refuses). `given` is read by `packs.cases`."""

    number: int
    file: str
    given: Given


@dataclass(frozen=True, kw_only=True)
class NamedList:
    """A term the document names. undefined: why it is empty, when the document does not say what is in it."""

    key: str
    name: str
    values: tuple[str, ...] = ()
    undefined: str = ""


LISTS = "lists"  # where local settings keep what the jurisdiction says is in a term


@dataclass(frozen=True, kw_only=True)
class PackHead:
    """What a pack says of itself. source: {document: "000-4", year: 2012, place: ...} as the catalogue names it.

    findings: what people call a finding that a ledger, a record or a ballot reads (falsified: 弄虚作假).
    """

    pack: str
    title: str
    version: str
    source: Mapping[str, Any]
    note: str = ""
    lists: tuple[NamedList, ...] = ()
    findings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One document; its header as in `PackHead`. moved: where mechanisms of former words went, in a kept pack."""

    name: str
    title: str
    version: str
    source: Mapping[str, Any]
    mechanisms: Mapping[str, Mechanism]
    cases: tuple[Case, ...]
    lists: tuple[NamedList, ...] = ()
    note: str = ""
    findings: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, Moved] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The document's own; None where it gives none."""
        return _year(self.source)

    def rules(
        self,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        without: frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        """Every rule with a jurisdiction's local settings (mechanism key -> field -> value), by the mechanism's key.

        What fills a term (`terms`) is no rule's and is left alone.
        without: mechanisms left out, to show that a case notices.
        Raises Refusal "pack.setting-unknown" / "pack.setting-not-adjustable" / "pack.setting-wrong".
        """
        settings = settings_as_today(settings or {}, self.moved)
        for key in settings:
            if key not in self.mechanisms and key != LISTS:
                near = difflib.get_close_matches(key, self.mechanisms, 3, 0.3)
                raise Refusal("pack.setting-unknown", key=key, near=near or list(self.mechanisms))
        return {
            mechanism.key: _adjusted(mechanism, settings.get(mechanism.key, {}))
            for mechanism in self.mechanisms.values()
            if mechanism.key not in without
        }

    def terms(self, settings: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[NamedList, ...]:
        """The terms the document names, those it does not define with what the jurisdiction says they are."""
        local = (settings or {}).get(LISTS, {})
        return tuple(replace(term, values=tuple(local.get(term.key, term.values))) for term in self.lists)

    def open_terms(self) -> tuple[NamedList, ...]:
        """Those that the jurisdiction has to fill."""
        return tuple(term for term in self.lists if term.undefined)

    def scheme(
        self,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        without: frozenset[str] = frozenset(),
    ) -> Scheme:
        """What of the rules grades, put together. Raises as `rules` does."""
        rules = list(self.rules(settings, without=without).values())
        one_each: dict[str, Any] = {}
        for name, cls in _SINGLE.items():
            matching = [rule for rule in rules if isinstance(rule, cls)]
            if matching:
                one_each[name] = matching[-1]
        forms = {name: rule.sheet for rule in rules if isinstance(rule, ClassSheet) for name in rule.classes}
        return Scheme(
            forms=forms,
            adopted=tuple(rule for rule in rules if isinstance(rule, Adopted)),
            gates=tuple(rule for rule in rules if isinstance(rule, Gate)),
            consequences=tuple(rule for rule in rules if isinstance(rule, Consequence)),
            quotas=tuple(rule for rule in rules if isinstance(rule, Quota)),
            **one_each,
        )


# What a scheme holds one of; the linter reports a second one.
_SINGLE: Mapping[str, type] = {
    "bands": Bands,
    "objects": Objects,
    "scorers": Scorers,
    "self_assessment": SelfAssessment,
    "explanations": Explanations,
    "decision": Decision,
}


def _named(mechanism: Mechanism, name: str) -> dict[str, Any]:
    """What people call a mechanism and one of its fields, for a sentence in either language."""
    from jiceng.packs.fields import called  # it reads the classes of this module

    return {"mechanism": mechanism.title or mechanism.key, "field": called(mechanism.uses, name)}


def _adjusted(mechanism: Mechanism, settings: Mapping[str, Any]) -> Any:
    """The rule with its local settings: of the field's own type, and within what the linter lets a document say."""
    if not settings:
        return mechanism.rule
    changed: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in mechanism.adjustable:
            allowed = list(mechanism.adjustable)
            code = "pack.setting-not-adjustable" if allowed else "pack.setting-nothing-adjustable"
            named = _named(mechanism, name)
            raise Refusal(code, key=mechanism.key, name=name, allowed=allowed, **named)
        try:
            changed[name] = check_field(type(mechanism.rule), name, value, file="", key=mechanism.key)
        except PackFault as fault:
            [wrong, *_] = fault.findings
            why = Refusal(wrong.code, **wrong.facts)
            named = _named(mechanism, name)
            raise Refusal("pack.setting-wrong", key=mechanism.key, name=name, why=why, **named) from None
    rule = replace(mechanism.rule, **changed)
    for remark in check_figures(rule):
        name = remark.key.partition(".")[0]
        named, facts = _named(mechanism, name), dict(remark.facts)
        if facts.get("name") == name:
            facts["name"] = named["field"]
        why = Refusal(remark.code, **facts)
        raise Refusal("pack.setting-wrong", key=mechanism.key, name=remark.key, why=why, **named)
    return rule


def names() -> tuple[str, ...]:
    """The packs that ship with the product, by document."""
    folders = [folder.name for folder in HERE.iterdir() if (folder / "pack.yaml").is_file()]
    return tuple(sorted(folders, key=lambda name: (str(load(name).source.get("document", "")), name)))


@cache
def load(name: str) -> Pack:
    """A pack by name, or by the path of its folder (or of its pack.yaml).

    Raises PackFault with everything that is wrong in any of its files.
    """
    folder = _folder(name)
    if folder.name == "pack.yaml":
        folder = folder.parent
    if not is_file(folder / "pack.yaml"):
        raise PackFault([Finding("error", name, "", "pack.not-found", {"name": name, "names": _shipped()})])
    return _read(folder)


def is_file(path: Path) -> bool:
    """As `Path.is_file`, and no for a name that the file system does not take."""
    try:
        return path.is_file()
    except OSError:
        return False


def local_names() -> tuple[str, ...]:
    """Packs of the installation's own: folders of the one that JICENG_PACKS names. Those that ship keep their names."""
    folder = os.environ.get("JICENG_PACKS", "")
    if not folder or not Path(folder).is_dir():
        return ()
    folders = {path.name for path in Path(folder).iterdir() if is_file(path / "pack.yaml")}
    return tuple(sorted(folders - set(_shipped())))


def _folder(name: str) -> Path:
    if name in _shipped():
        return HERE / name
    if name in local_names():
        return Path(os.environ["JICENG_PACKS"]) / name
    return Path(name).absolute()


def _shipped() -> list[str]:
    return sorted(folder.name for folder in HERE.iterdir() if (folder / "pack.yaml").is_file())


def texts(name: str) -> dict[str, str]:
    """The files a pack is made of, with the shared sheets it names: what has to be kept to read it again later."""
    folder = _folder(name)
    files = {path.name: read_text(path, path.name) for path in sorted(folder.glob("*.yaml"))}
    used = {sheet for file, text in files.items() for sheet in _sheets_named(file, text)}
    return files | {
        f"sheets/{sheet}.yaml": read_text(SHEETS / f"{sheet}.yaml", sheet) for sheet in sorted(used)
    }


@lru_cache(maxsize=256)
def _sheets_named(file: str, text: str) -> frozenset[str]:
    """The shared sheets that a file's mechanisms name. By its text, so that a file changed on the disk is read anew."""
    return frozenset(
        mechanism["sheet"]
        for mechanism in parse(text, file).get("mechanisms") or []
        if isinstance(mechanism, dict) and isinstance(mechanism.get("sheet"), str)
    )


def digest(files: Mapping[str, str]) -> str:
    """One figure for the text of a pack: SHA-256 over names and texts."""
    joined = "".join(f"{name}\0{text}\0" for name, text in sorted(files.items()))
    return hashlib.sha256(joined.encode()).hexdigest()


@lru_cache(maxsize=32)
def _kept(name: str, files: tuple[tuple[str, str], ...]) -> Pack:
    shown = {file: f"{name}/{file}" for file, _ in files}
    read, moved = as_today({file: parse(text, shown[file]) for file, text in files})
    sheets = {file: data for file, data in read.items() if file.startswith("sheets/")}
    pack = _put_together(name, {file: data for file, data in read.items() if file not in sheets}, sheets, [])
    return replace(pack, moved=moved)


def from_texts(name: str, files: Mapping[str, str]) -> Pack:
    """A pack out of kept texts (`texts`), whatever its files say by now. Raises PackFault."""
    return _kept(name, tuple(sorted(files.items())))


def _read(folder: Path) -> Pack:
    findings: list[Finding] = []
    read: dict[str, dict[str, Any]] = {}
    paths = [
        folder / "pack.yaml",
        *sorted(path for path in folder.glob("*.yaml") if path.name != "pack.yaml"),
    ]
    for path in paths:
        try:
            read[path.name] = read_yaml(path, f"{folder.name}/{path.name}")
        except PackFault as fault:
            findings += fault.findings
    return _put_together(folder.name, read, None, findings)


def _put_together(
    name: str,
    read: Mapping[str, dict[str, Any]],
    sheets: Mapping[str, dict[str, Any]] | None,
    findings: list[Finding],
) -> Pack:
    """A pack out of its files. sheets: the shared ones it names; None = those that ship."""
    header: PackHead | None = None
    mechanisms: dict[str, Mechanism] = {}
    raw_cases: list[tuple[str, Any]] = []
    for file, data in read.items():
        shown = f"{name}/{file}"
        head = {each_field.name for each_field in fields(PackHead)} if file == "pack.yaml" else set()
        allowed = ("mechanisms", "cases", *sorted(head))
        findings += [unknown_key(shown, str(key), str(key), allowed) for key in data if key not in allowed]
        if file == "pack.yaml":
            header = _header({key: data[key] for key in head & data.keys()}, name, shown, findings)
        for at, raw in enumerate(_list(data, "mechanisms", shown, findings)):
            mechanism = _mechanism(name, raw, at, shown, findings, sheets)
            if mechanism is not None and mechanism.key in mechanisms:
                findings.append(
                    Finding("error", shown, mechanism.key, "pack.mechanism-twice", {"key": mechanism.key})
                )
            elif mechanism is not None:
                mechanisms[mechanism.key] = mechanism
        raw_cases += [(shown, raw) for raw in _list(data, "cases", shown, findings)]
    year = _year(header.source) if header is not None else None
    mechanisms = {
        key: replace(mechanism, title=with_year(mechanism.title, year), written=mechanism.title)
        for key, mechanism in mechanisms.items()
    }
    if header is not None and not mechanisms and not findings:
        findings.append(Finding("error", f"{name}/pack.yaml", "mechanisms", "pack.no-mechanisms", {}))
    cases = [_case(shown, raw, at, mechanisms, findings) for at, (shown, raw) in enumerate(raw_cases)]
    if findings or header is None:
        raise PackFault(findings)
    return Pack(
        name=header.pack,
        title=header.title,
        version=header.version,
        source=header.source,
        mechanisms=mechanisms,
        cases=tuple(case for case in cases if case is not None),
        lists=header.lists,
        note=header.note,
        findings=header.findings,
    )


def _list(data: Mapping[str, Any], name: str, file: str, findings: list[Finding]) -> list[Any]:
    entries = data.get(name) or []
    if not isinstance(entries, list):
        findings.append(Finding("error", file, name, "pack.not-a-list", {"value": told(entries)}))
        return []
    return entries


def _built(cls: Any, data: Mapping[str, Any], file: str, key: str, findings: list[Finding]) -> Any:
    """As `build`, its findings among the others; None when there are any."""
    try:
        return build(cls, data, file=file, key=key)
    except PackFault as fault:
        findings += fault.findings
        return None


def _year(source: Mapping[str, Any]) -> int | None:
    year = source.get("year")
    return year if isinstance(year, int) else None


def _header(data: Mapping[str, Any], folder: str, shown: str, findings: list[Finding]) -> PackHead | None:
    header: PackHead | None = _built(PackHead, data, shown, "", findings)
    if header is None:
        return None
    for name in ("pack", "title", "version"):
        if not getattr(header, name):
            findings.append(Finding("error", shown, name, "pack.key-empty", {"name": name}))
    if header.pack and header.pack != folder:
        facts = {"name": header.pack, "folder": folder}
        findings.append(Finding("error", shown, "pack", "pack.name-differs", facts))
    if not header.source.get("document"):
        findings.append(Finding("error", shown, "source.document", "pack.key-missing", {"name": "document"}))
    return header


def _mechanism(
    pack: str,
    raw: Any,
    at: int,
    file: str,
    findings: list[Finding],
    sheets: Mapping[str, dict[str, Any]] | None,
) -> Mechanism | None:
    if not isinstance(raw, dict):
        findings.append(
            Finding("error", file, f"mechanisms.{at}", "pack.not-a-mapping-value", {"value": told(raw)})
        )
        return None
    key = raw["key"] if isinstance(raw.get("key"), str) and raw["key"] else f"mechanisms.{at}"
    about = {
        each_field.name: raw[each_field.name]
        for each_field in fields(MechanismHead)
        if each_field.name in raw
    }
    head: MechanismHead | None = _built(MechanismHead, about, file, key, findings)
    if head is None:
        return None
    findings += [
        Finding("error", file, f"{key}.title", "pack.title-braces", {"value": part})
        for part in unknown_braces(head.title)
    ]
    if not head.key:
        findings.append(Finding("error", file, f"{key}.key", "pack.key-empty", {"name": "key"}))
    cls = WORDS.get(head.uses)
    if cls is None:
        code = f"pack.former-{head.uses}" if head.uses in FORMER else "pack.word-unknown"
        facts = {"uses": head.uses, "allowed": in_order()}
        findings.append(Finding("error", file, f"{key}.uses", code, facts))
        return None
    body = {name: value for name, value in raw.items() if name not in about}
    known = [each_field.name for each_field in fields(cls)]
    if head.clause and "clause" in known:
        body["clause"] = head.clause
    try:
        if cls is ClassSheet and isinstance(body.get("sheet"), str):
            body["sheet"] = _shared_sheet(body["sheet"], file, key, sheets)
        rule = build(cls, body, file=file, key=key)
    except PackFault as fault:
        findings += fault.findings
        return None
    findings += [
        unknown_key(file, f"{key}.adjustable", name, known) for name in head.adjustable if name not in known
    ]
    return Mechanism(**vars(head), pack=pack, rule=rule, file=file)


def _shared_sheet(
    name: str, file: str, key: str, kept: Mapping[str, dict[str, Any]] | None
) -> dict[str, Any]:
    if kept is not None and f"sheets/{name}.yaml" in kept:
        return kept[f"sheets/{name}.yaml"]
    path = SHEETS / f"{name}.yaml"
    if not path.is_file():
        known = sorted(sheet.stem for sheet in SHEETS.glob("*.yaml"))
        raise PackFault(
            [Finding("error", file, f"{key}.sheet", "pack.sheet-not-found", {"name": name, "names": known})]
        )
    return read_yaml(path, f"sheets/{path.name}")


def _case(
    file: str, raw: Any, at: int, mechanisms: Mapping[str, Mechanism], findings: list[Finding]
) -> Case | None:
    where = f"cases.{at + 1}"
    if not isinstance(raw, dict):
        findings.append(Finding("error", file, where, "pack.not-a-mapping-value", {"value": told(raw)}))
        return None
    about = {
        each_field.name: raw[each_field.name] for each_field in fields(CaseHead) if each_field.name in raw
    }
    given = {name: value for name, value in raw.items() if name not in about}
    head: CaseHead | None = _built(CaseHead, about, file, where, findings)
    known: Given | None = _built(Given, given, file, where, findings)
    if head is None or known is None:
        return None
    if head.mechanism not in mechanisms:
        if not findings:  # a mechanism that could not be read has been reported already
            facts = {"key": head.mechanism, "allowed": list(mechanisms)}
            findings.append(Finding("error", file, f"{where}.mechanism", "pack.case-of-nobody", facts))
        return None
    if bool(head.gives) == bool(head.refused):
        findings.append(Finding("error", file, where, "pack.case-without-answer", {}))
        return None
    rule = mechanisms[head.mechanism]
    rows = head.rows or (*rule.rows, *rule.partly)
    return Case(**vars(head) | {"rows": rows}, number=at + 1, file=file, given=known)
