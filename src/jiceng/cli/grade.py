"""`jiceng grade`: a register and its lines in, totals and grades with their explanations out; all or nothing."""

import argparse
import csv
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from jiceng import phrases
from jiceng.cli import LANGUAGES, language, say, tell
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Among, Answer, Member, Scheme, Standing
from jiceng.kernel.trace import Step, short

FILES = ("grades.csv", "summary.xlsx", "list.xlsx", "trace.jsonl")
ON_SCREEN = 50

# Steps that led from the total to the grade.
_OF_GRADE = ("grade.", "gate.", "consequence.")


def add(commands: Any) -> None:
    parser = commands.add_parser("grade", help=say("cli.grade.help"), description=say("cli.grade.about"))
    parser.add_argument("--pack", required=True, metavar="NAME", help=say("cli.help-pack"))
    for name in ("orgs", "lines", "flags", "book", "out"):
        metavar = "DIR" if name == "out" else "FILE"
        parser.add_argument(f"--{name}", type=Path, metavar=metavar, help=say(f"cli.grade.{name}"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY.FIELD=VALUE", help=say("cli.grade.set")
    )
    parser.add_argument("--dry-run", action="store_true", help=say("cli.grade.dry-run"))
    parser.add_argument("--errors", type=Path, metavar="FILE", help=say("cli.grade.errors"))


def run(args: argparse.Namespace) -> int:
    from jiceng.packs.lint import load_sound

    if args.book is not None and (args.orgs or args.lines or args.flags):
        other = next(name for name in ("orgs", "lines", "flags") if getattr(args, name))
        raise Refusal("cli.not-both", name="--book", other=f"--{other}")
    if args.book is None and not (args.orgs and args.lines):
        raise Refusal("cli.orgs-and-lines-or-book")
    if args.out is None and not args.dry_run:
        raise Refusal("cli.out-missing")
    if args.out is not None:
        check_out(args.out)
    pack = load_sound(args.pack)
    return grade(pack.scheme(_settings(args.set)), args, pack=pack.name)


def _settings(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """Local settings: `good-quota.at_most=0.20` for what the document leaves to the jurisdiction."""
    settings: dict[str, dict[str, str]] = {}
    for text in texts:
        where, equals, value = text.partition("=")
        key, dot, name = where.partition(".")
        if not (equals and dot and key and name and value.strip()):
            raise Refusal("cli.setting-unclear", value=text)
        settings.setdefault(key.strip(), {})[name.strip()] = value.strip()
    return settings


def register(codes: set[str]) -> set[str]:
    """Which of these codes the register of this installation has; none where there is no register yet."""
    from jiceng.settings import environment

    installed = (
        os.environ.get("JICENG_DATABASE_URL") or (environment.data_folder() / "jiceng.sqlite3").is_file()
    )
    if not installed:
        return set()
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiceng.settings.base")
    django.setup()
    from django.db import DatabaseError

    from jiceng.store.models import Organisation

    try:
        return Organisation.objects.known(codes)
    except DatabaseError:
        tell(say("cli.register-unreadable"))
        return set()


def grade(scheme: Scheme, args: argparse.Namespace, *, pack: str = "") -> int:
    """Read, judge, write. pack: the name a template must have been made for."""
    from jiceng.reports import book as books
    from jiceng.reports.tables import open_book

    scheme.need_bands()
    with _progress() as bar:
        bar.stage(say("cli.reading"))
        if args.book is not None:
            tables = books.tables_of_workbook(scheme, open_book(args.book), pack)
        else:
            flags = open_book(args.flags) if args.flags else None
            tables = books.tables_of_files(scheme, open_book(args.orgs), open_book(args.lines), flags)
        book = books.read(scheme, tables, register)
        if args.dry_run or book.faults:
            # Judged all the same: everything wrong is said at once.
            result = _judge(book, None, bar)
        else:
            with all_or_nothing(args.out) as (folder, keep):
                with (folder / "trace.jsonl").open("w", encoding="utf-8") as trace:
                    result = _judge(book, trace, bar)
                if not book.faults:
                    bar.stage(say("cli.writing"))
                    _write(folder, book, result)
                    keep()
    for note in book.notes:
        tell(say("cli.note", said=note.line(language())))
    if book.faults:
        return _refuse(book, args)
    _tell(book, result)
    if args.dry_run:
        print(say("cli.dry-run", files=list(FILES)))
    else:
        print(say("cli.written", out=str(args.out), files=list(FILES)))
    return 0


@dataclass(frozen=True, slots=True)
class Graded:
    """One organisation's line in the results. own_*: the self-assessment, where there is one."""

    code: str
    class_name: str
    total: Decimal
    grade: str
    reasons: str
    own_total: Decimal | None = None
    own_grade: str = ""


@dataclass
class Result:
    """standings: where every quota stands, over all rows."""

    rows: list[Graded] = field(default_factory=list)
    standings: Sequence[tuple[str, Standing]] = ()

    def of(self, class_name: str) -> list[Graded]:
        return [row for row in self.rows if row.class_name == class_name]

    def counts(self, rows: Sequence[Graded], grades: Sequence[str]) -> dict[str, int]:
        tally = Counter(row.grade for row in rows)
        return {grade: tally[grade] for grade in grades}


# -- judging ------------------------------------------------------------------------------------------------------


def _judge(book: Any, trace: TextIO | None, bar: "_Bar") -> Result:
    """Judge everybody, writing each explanation as it comes: 10,000 of them need not be held at once."""
    from jiceng.reports.book import judge

    result, bands = Result(), book.scheme.bands
    bar.stage(say("cli.judging"), len(book.graded))
    for organisation, class_name, judgement in judge(book):
        bar.step()
        if judgement is None:
            continue
        steps = list(judgement.trace.walk())
        own = judgement.scores.get("self")
        row = Graded(
            code=organisation.code,
            class_name=class_name,
            total=judgement.total,
            grade=judgement.grade,
            reasons=reasons(steps, language()),
            own_total=own.total if own else None,
            own_grade=bands.grade(own.total).grade if own and bands else "",
        )
        result.rows.append(row)
        if trace is not None:
            sentences = [(depth, *_said(step)) for depth, step in steps]
            record = {
                "org": organisation.code,
                "name": organisation.name,
                "class": class_name,
                "total": short(judgement.total),
                "computed": judgement.grade,
                "trace": judgement.trace.as_json(),
                "zh": ["  " * depth + zh for depth, zh, _ in sentences],
                "en": ["  " * depth + en for depth, _, en in sentences],
            }
            trace.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    result.standings = list(_standings(book, result.rows))
    return result


def _standings(book: Any, rows: Sequence[Graded]) -> Iterator[tuple[str, Standing]]:
    """Where every quota stands over the set it is a share of, as on the site: the workbook, or each committee in it.

    With the name of the committee; "" for the whole workbook. Committees are the superiors that the rows name; where
    none is named the workbook is one committee's. Of several committees those outside a limit are told.
    """
    towns: dict[str, list[Graded]] = {}
    for row in rows:
        towns.setdefault(_committee(book, row.code), []).append(row)
    several = len(towns) > 1
    for code, group in towns.items():
        place = book.organisations.get(code)
        name = (place.name if place else code or say("cli.no-superior")) if several else ""
        standings = _held(book, group, "committee")
        yield from (
            (name, standing)
            for standing in standings
            if not standing.elsewhere and (standing.over or standing.under or not several)
        )
    if rows:
        yield from (
            ("", standing) for standing in _held(book, rows, "county") if several or not standing.elsewhere
        )


def _committee(book: Any, code: str) -> str:
    """The nearest superior that is not graded itself, as a general branch is; "" where none is named."""
    passed: set[str] = set()
    while code in book.organisations and code not in passed:
        passed.add(code)
        code = book.organisations[code].parent
        if code not in book.organisations or code in book.superiors:
            return code
    return ""


def _held(book: Any, rows: Sequence[Graded], among: Among) -> Sequence[Standing]:
    cohort = [Member(row.code, row.class_name, row.grade, row.total) for row in rows]
    answer: Answer = book.scheme.check_quotas(cohort, among=among)
    return answer.standings


def reasons(steps: Sequence[tuple[int, Step]], lang: str) -> str:
    """Why this grade, in one cell: what led to it, then every deduction with its written reason.

    steps: the trace as walked, each with its depth.
    """
    parts = [
        _said(step)[phrases.side(lang)]
        for depth, step in steps
        if depth == 1 and step.code.startswith(_OF_GRADE)
    ]
    for _, step in steps:
        if step.code.startswith("item.") and step.points is not None and step.points < 0:
            written = next((part.facts["reason"] for part in step.parts if part.code == "item.reason"), "")
            facts = {"said": _said(step)[phrases.side(lang)], "reason": written}
            parts.append(phrases.sentence("grades.with-reason", facts, lang) if written else facts["said"])
        elif step.code == "head.stopped-at-floor":
            parts.append(_said(step)[phrases.side(lang)])
    return phrases.sentence("grades.between", {}, lang).join(parts)


def _said(step: Step) -> tuple[str, str]:
    """One step in Chinese and in English, with its clause."""
    facts = step.facts.items()
    try:
        return _sentences(step.code, step.clause, tuple(facts))
    except TypeError:  # a list among the facts cannot be remembered
        frozen = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in facts)
        return _sentences(step.code, step.clause, frozen)


@lru_cache(maxsize=50_000)
def _sentences(code: str, clause: str, facts: tuple[tuple[str, Any], ...]) -> tuple[str, str]:
    """The same few thousand sentences are said of every organisation."""
    sentences = []
    for lang in LANGUAGES:
        text = phrases.sentence(code, dict(facts), lang)
        clause_facts = {"said": text, "clause": clause}
        sentences.append(phrases.sentence("grades.with-clause", clause_facts, lang) if clause else text)
    return sentences[0], sentences[1]


# -- writing ------------------------------------------------------------------------------------------------------


def check_out(out: Path) -> None:
    """Say before any work that the results would have nowhere to go. Raises Refusal "cli.out-…"."""
    try:
        if out.is_dir():
            if any(out.iterdir()):
                raise Refusal("cli.out-not-empty", out=str(out))
        elif out.exists():
            raise Refusal("cli.out-is-file", out=str(out))
    except OSError as error:  # a name the file system does not take, a folder nobody may look into
        raise Refusal("cli.out-not-writable", out=str(out), why=error.strerror or str(error)) from None
    target = _target(out)
    nearest = next(folder for folder in (target, *target.parents) if folder.exists())
    if not nearest.is_dir():
        raise Refusal("cli.out-is-file", out=str(nearest))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise Refusal("cli.out-not-writable", out=str(nearest), why=os.strerror(13))


@contextmanager
def all_or_nothing(out: Path) -> Iterator[tuple[Path, Any]]:
    """A folder to write into, and a function that puts it in place; otherwise nothing is left behind.

    The folder is made beside `out`, or within it where it is there already: it may be where somebody stands, a link,
    or a stick of its own.
    Raises Refusal "cli.out-not-writable" for what the disk says no to.
    """
    target = _target(out)
    there = target.is_dir()
    parent = target if there else target.parent
    made = [directory for directory in (parent, *parent.parents) if not directory.exists()]
    folder: Path | None = None
    kept = False

    def keep() -> None:
        nonlocal kept
        assert folder is not None
        if there:
            for file in folder.iterdir():
                file.rename(target / file.name)
            folder.rmdir()
        else:
            folder.chmod(0o777 & ~_umask())
            folder.rename(target)
        kept = True

    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}-", dir=parent))
        yield folder, keep
    except OSError as error:
        raise Refusal("cli.out-not-writable", out=str(out), why=error.strerror or str(error)) from None
    finally:
        if not kept:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            for directory in made:
                if directory.is_dir():
                    directory.rmdir()


def _target(out: Path) -> Path:
    """Where `out` really is, whatever links lead there."""
    return Path(os.path.realpath(out))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write(folder: Path, book: Any, result: Result) -> None:
    from jiceng.reports import forms

    lang = language()
    with (folder / "grades.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("org", "name", "class", "total", "computed", "reasons"))
        for row in result.rows:
            name = book.organisations[row.code].name
            cells = (row.code, name, row.class_name, short(row.total), row.grade, row.reasons)
            writer.writerow([_harmless(cell) for cell in cells])
    heading = _heading(book, result)
    grades = book.scheme.need_bands().grades()
    summary, listed = _summary(book, result), _listed(book, result)
    forms.check_list(listed, summary)
    outside = [
        forms.OutsideRow(code=code, name=book.organisations[code].name, category=book.organisations[code].class_name,
                         why=why)
        for code, why in _outside(book)
    ]  # fmt: skip
    written = forms.summary_xlsx(summary, grades, heading, outside=outside, lang=lang)
    (folder / "summary.xlsx").write_bytes(written)
    (folder / "list.xlsx").write_bytes(forms.list_xlsx(listed, heading, lang=lang))


def _harmless(text: str) -> str:
    """A cell of a CSV that Excel will not run as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _summary(book: Any, result: Result) -> list[Any]:
    from jiceng.reports.forms import SummaryRow

    grades = book.scheme.need_bands().grades()
    names = book.scheme.objects.names() if book.scheme.objects else tuple(book.scheme.forms)
    rows = []
    for name in names:
        graded = result.of(name)
        members = [book.organisations[row.code].members for row in graded]
        known = sum(members) if members and None not in members else None
        counts = result.counts(graded, grades)
        rows.append(SummaryRow(category=name, due=len(graded), counts=counts, members=known if graded else 0))
    return rows


def _listed(book: Any, result: Result) -> list[Any]:
    from jiceng.reports.forms import ListRow

    rows = []
    for row in result.rows:
        organisation = book.organisations[row.code]
        owed = _owes_explanation(book, row)
        rows.append(
            ListRow(
                name=organisation.name,
                category=row.class_name,
                grade=row.grade,
                total=row.total,
                secretary=organisation.secretary,
                members=organisation.members,
                self_total=row.own_total,
                self_grade=row.own_grade,
                satisfaction=organisation.measures.get("satisfaction"),
                last_grade=organisation.last_grade,
                explanation=organisation.explanation or (say("grades.explanation-owed") if owed else ""),
            )
        )
    return rows


def _owes_explanation(book: Any, row: Graded) -> bool:
    from jiceng.kernel.firmness import has_reason

    rule = book.scheme.explanations
    return bool(
        rule
        and rule.owed(row.class_name, row.grade)
        and not has_reason(book.organisations[row.code].explanation)
    )


def _heading(book: Any, result: Result) -> Any:
    from jiceng.reports.forms import Heading

    sample = _sample_classes(book, result)
    notes = (say("grades.sample-note", classes=sample),) if sample else ()
    return Heading(sample=bool(sample), decided=False, notes=notes)


def _sample_classes(book: Any, result: Result) -> list[str]:
    """Classes among those graded whose sheet is not the published standard."""
    used = {row.class_name for row in result.rows}
    return [name for name, form in book.scheme.forms.items() if name in used and form.sample]


def _outside(book: Any) -> list[tuple[str, str]]:
    """Code and why, in words, of everybody the document does not grade by itself."""
    words = {why: phrases.WORDS[why][phrases.side(language())] for why in set(book.outside.values())}
    outside = [(code, words[why]) for code, why in book.outside.items()]
    return outside + [(code, say("grades.with-unit")) for code in book.with_unit]


# -- telling ------------------------------------------------------------------------------------------------------


def _tell(book: Any, result: Result) -> None:
    """What came out, on standard output."""
    from jiceng.kernel.share import per_cent, shares

    grades = book.scheme.need_bands().grades()
    counts = result.counts(result.rows, grades)
    print(say("cli.graded", count=len(result.rows)))
    for grade_, share in zip(grades, shares(list(counts.values())), strict=True):
        print(say("cli.grade-count", grade=grade_, count=counts[grade_], share=str(share or 0)))
    for name, standing in result.standings:
        facts = {
            "grade": standing.quota.grade,
            "count": standing.count,
            "share": per_cent(standing.count, standing.size or 1),
            "most": standing.most,
            "least": standing.least,
            "over": standing.over,
            "under": standing.under,
            "about": None if standing.quota.about is None else standing.quota.about * 100,
        }
        sentence = say(standing.code, **facts)
        print(
            say("cli.quota-of", classes=[*([name] if name else []), *standing.classes], said=sentence)
            if name or standing.classes
            else say("cli.quota", said=sentence)
        )
    if book.superiors:
        print(say("cli.superiors", count=len(book.superiors)))
    outside = _outside(book)
    if outside:
        kinds = Counter(book.organisations[code].class_name for code, _ in outside)
        print(
            say("cli.outside", count=len(outside), kinds=[f"{name} {count}" for name, count in kinds.items()])
        )
    owed = sum(_owes_explanation(book, row) for row in result.rows)
    if owed:
        print(say("cli.explanations-owed", count=owed))
    sample = _sample_classes(book, result)
    if sample:
        print(say("cli.sample-sheets", classes=sample))


def _refuse(book: Any, args: argparse.Namespace) -> int:
    """Every bad row: the first on screen, all of them in the workbook that goes back."""
    from jiceng.reports.tables import with_reasons

    faults = book.faults
    for fault in faults[:ON_SCREEN]:
        tell(fault.line(language()))
    if len(faults) > ON_SCREEN:
        tell(say("cli.bad-rows-more", shown=ON_SCREEN, rest=len(faults) - ON_SCREEN))
    tell(say("cli.error", said=say("cli.bad-rows", count=len(faults))))
    target = args.errors
    if target is None and args.book is not None and book.orgs_table.book.is_workbook and not args.dry_run:
        target = args.book.with_name(f"{args.book.stem}-错误.xlsx")
    if target is None:
        tell(say("cli.errors-offered"))
        return 2
    marked = with_reasons(book.tables, language())
    try:
        target.write_bytes(marked)
    except OSError as error:
        tell(say("cli.out-not-writable", out=str(target), why=error.strerror or str(error)))
    else:
        tell(say("cli.errors-written", file=str(target)))
    return 2


class _Bar:
    """Progress on standard error while somebody watches; silent otherwise."""

    def __init__(self, shown: Any = None) -> None:
        self._shown, self._task, self._done = shown, None, 0

    def stage(self, title: str, total: int | None = None) -> None:
        if self._shown is not None:
            if self._task is not None:
                self._shown.remove_task(self._task)
            self._task, self._done = self._shown.add_task(title, total=total), 0

    def step(self) -> None:
        self._done += 1
        if self._shown is not None and self._done % 100 == 0:
            self._shown.update(self._task, completed=self._done)


@contextmanager
def _progress() -> Iterator[_Bar]:
    if not sys.stderr.isatty():
        yield _Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield _Bar(shown)
