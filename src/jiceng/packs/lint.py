"""What is wrong with a pack or a sheet, all at once: file, key, what is wrong, what to do."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jiceng.kernel.consequence import Consequence
from jiceng.kernel.language import WORDS
from jiceng.kernel.sheet import (
    ClassSheet,
    Form,
    Scheme,
)
from jiceng.kernel.sheet.lint import (
    Remark,
    check_form,
    check_quotas_apart,
)
from jiceng.packs import cases, catalogue
from jiceng.packs.fields import called
from jiceng.packs.pack import HERE, Mechanism, Pack, is_file, load, local_names, names
from jiceng.packs.reader import Finding, PackFault, build, read_yaml, told
from jiceng.packs.words import Whole, check_rule

LEVELS = ("error", "warning", "note")


def load_sound(name: str) -> Pack:
    """A pack to grade with. Raises PackFault for one of somebody's own that the linter finds errors in."""
    pack = load(name)
    errors = [] if name in names() else [finding for finding in check_pack(pack) if finding.level == "error"]
    if errors:
        raise PackFault(errors)
    return pack


@cache
def faults(name: str) -> int:
    """How many errors keep a pack of the installation's own from being used; it is read once, as the server starts."""
    return sum(finding.level == "error" for finding in check_path(name))


def offered() -> tuple[str, ...]:
    """The packs that may be adopted: those that ship, and those of the installation's own without an error."""
    return (*names(), *(name for name in local_names() if not faults(name)))


def check_path(path: str) -> list[Finding]:
    """Findings for a pack (its name or folder) or for one sheet file, errors first. Empty = nothing to say."""
    target = Path(path)
    if is_file(target) and target.name != "pack.yaml":
        return _check_sheet_file(target)
    try:
        pack = load(path)
    except PackFault as fault:
        return fault.findings
    return sorted(check_pack(pack), key=lambda finding: LEVELS.index(finding.level))


def _check_sheet_file(target: Path) -> list[Finding]:
    try:
        data = read_yaml(target, target.name)
        if "heads" not in data:
            return [Finding("error", target.name, "heads", "pack.neither-pack-nor-sheet", {})]
        form = build(Form, data, file=target.name, key="")
    except PackFault as fault:
        return fault.findings
    findings = [
        Finding(remark.level, target.name, remark.key, remark.code, remark.facts)
        for remark in check_form(form)
    ]
    return sorted(findings, key=lambda finding: LEVELS.index(finding.level))


# What is wrong with one field, which is then said by what it means and not by its key alone.
_OF_A_FIELD = frozenset({"lint.empty", "lint.figure-outside", "lint.share-outside", "lint.places-outside"})


def check_pack(pack: Pack) -> Iterator[Finding]:
    scheme = pack.scheme()
    rules = pack.rules()
    for mechanism in pack.mechanisms.values():
        whole = Whole(rules, scheme, mechanism.adjustable)
        for remark in (*_check_header(pack, mechanism), *check_rule(mechanism.rule, whole)):
            key = f"{mechanism.key}.{remark.key}" if remark.key else mechanism.key
            facts = dict(remark.facts)
            if remark.code in _OF_A_FIELD:
                facts["name"] = called(mechanism.uses, str(facts["name"]))
            yield Finding(remark.level, mechanism.file, key, remark.code, facts)
    yield from _check_whole(pack, scheme)
    yield from _check_lists(pack)
    yield from _check_findings(pack, rules)
    yield from _check_cases(pack)


def _check_header(pack: Pack, mechanism: Mechanism) -> Iterator[Remark]:
    for row in (*mechanism.rows, *mechanism.partly):
        if row not in catalogue.rows():
            yield Remark("error", "rows", "lint.row-unknown", _row_unknown(row))
    for name in mechanism.printed:
        if name not in mechanism.adjustable:
            facts = {"name": name, "known": list(mechanism.adjustable) or ["—"]}
            yield Remark("error", "printed", "lint.printed-not-adjustable", facts)
    if not mechanism.local and not mechanism.clause:
        yield Remark("warning", "clause", "lint.clause-missing", {})
    # The catalogue lists the documents this project began with; a document of one's own has no rows there.
    listed = pack.source.get("document") in catalogue.documents()
    if listed and not mechanism.local and not mechanism.rows and not mechanism.partly:
        yield Remark("warning", "rows", "lint.no-rows", {})


def _row_unknown(row: str) -> dict[str, Any]:
    known = list(catalogue.rows())
    theme = [row_id for row_id in known if row_id.partition("-")[0] == row.partition("-")[0]] or known
    return {"row": row, "first": theme[0], "last": theme[-1]}


def _check_whole(pack: Pack, scheme: Scheme) -> Iterator[Finding]:
    file = f"{pack.name}/pack.yaml"
    for name, rule in WORDS.items():
        keys = [mechanism.key for mechanism in pack.mechanisms.values() if mechanism.uses == name]
        if rule.word.once and len(keys) > 1:
            yield Finding("error", file, keys[1], "lint.word-twice", {"uses": name, "keys": keys})
    sheets = [mechanism for mechanism in pack.mechanisms.values() if isinstance(mechanism.rule, ClassSheet)]
    named = [name for mechanism in sheets for name in mechanism.rule.classes]
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield Finding("error", file, "classes", "lint.class-with-two-sheets", {"class_name": name})
    for remark in check_quotas_apart(scheme.quotas):
        yield Finding(remark.level, file, remark.key, remark.code, remark.facts)
    for mechanism in sheets:
        if not mechanism.rule.sheet.reasons:
            yield Finding("note", mechanism.file, mechanism.key, "lint.reasons-missing", {})
    if sheets and scheme.bands is None:
        yield Finding("error", file, "mechanisms", "lint.bands-missing", {})


def _check_lists(pack: Pack) -> Iterator[Finding]:
    for term in pack.lists:
        if not term.values and not term.undefined:
            yield Finding(
                "error", f"{pack.name}/pack.yaml", f"lists.{term.key}", "lint.list-empty", {"name": term.name}
            )


def _check_findings(pack: Pack, rules: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding is shown by its name; one without a name would stand on the pages as a key."""
    named = {rule.flag for rule in rules.values() if isinstance(rule, Consequence) and rule.name}
    for key, rule in rules.items():
        for flag in getattr(rule, "flags", ()):
            if flag not in named and flag not in pack.findings and flag.isascii():
                facts = {"name": flag}
                yield Finding(
                    "warning", pack.mechanisms[key].file, f"{key}.flags", "lint.finding-unnamed", facts
                )


def _check_cases(pack: Pack) -> Iterator[Finding]:
    noticed: set[str] = set()
    for case in pack.cases:
        key = f"cases.{case.number} ({case.mechanism})"
        for row in case.rows:
            if row not in catalogue.rows():
                yield Finding("error", case.file, f"{key}.rows", "lint.row-unknown", _row_unknown(row))
        outcome = cases.run(pack, case)
        refused = outcome.got.get("refused")
        wanted = told(case.gives or {"refused": case.refused}, longest=300)
        if not outcome.passed and refused is not None:
            facts = {
                "wanted": wanted,
                "refused": refused.code,
                "said": refused,
            }
            yield Finding("error", case.file, key, "lint.case-refused", facts)
        elif cases.NO_ANSWER in outcome.got.values():
            names = [name for name, got in outcome.got.items() if got == cases.NO_ANSWER]
            uses = pack.mechanisms[case.mechanism].uses
            yield Finding("error", case.file, key, "lint.case-asks-unknown", {"names": names, "uses": uses})
        elif not outcome.passed:
            facts = {
                "wanted": wanted,
                "got": told(outcome.got, longest=300),
            }
            yield Finding("error", case.file, key, "lint.case-fails", facts)
        elif cases.notices_removal(pack, case):
            noticed.add(case.mechanism)
    for key, mechanism in pack.mechanisms.items():
        if not any(case.mechanism == key for case in pack.cases):
            yield Finding("warning", mechanism.file, key, "lint.no-case", {})
        elif key not in noticed:
            yield Finding("warning", mechanism.file, key, "lint.case-notices-nothing", {})


def shipped_sheets() -> Sequence[Path]:
    """The sheet files that packs share."""
    return sorted((HERE / "sheets").glob("*.yaml"))
