"""A rehearsal written down: a diary (text), a table (CSV), a page (HTML); failures first, in the document's words."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from jiceng import packs, phrases
from jiceng.rehearsal.findings import (
    MINUTES_A_FIELD,
    MINUTES_AN_ENTRY,
    Verdict,
    burden,
    findings,
    is_fatal,
    verdicts,
)
from jiceng.rehearsal.page import path_of
from jiceng.rehearsal.play import Deed, Finding, Played

COLUMNS = ("pack", "mechanism", "uses", "title", "done", "why", "asked", "sent", "refused", "from", "until")


def table(played: Played) -> str:
    """One line a mechanism, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for verdict in verdicts(played):
        name, _, key = verdict.mechanism.partition("/")
        done = "yes" if verdict.done else "no"
        counts = (verdict.asked, verdict.sent, verdict.refused)
        days = (played.opened_on.isoformat(), played.until.isoformat())
        writer.writerow((name, key, verdict.uses, verdict.title, done, verdict.why, *counts, *days))
    return text.getvalue()


class Diary:
    """The words of one rehearsal in one language."""

    def __init__(self, played: Played, lang: str) -> None:
        self.played, self.lang = played, lang

    def say(self, code: str, **facts: Any) -> str:
        return phrases.sentence(f"rehearsal.{code}", facts, self.lang)

    @property
    def title(self) -> str:
        return self.say("title", packs=[packs.load(name).title for name in self.played.packs])

    @property
    def ran(self) -> str:
        played = self.played
        return self.say(
            "ran",
            from_on=played.opened_on.isoformat(),
            until_on=played.until.isoformat(),
            days=played.days,
            requests=played.requests,
            entries=sum(deed.taken for deed in played.deeds),
        )

    @property
    def fatal(self) -> list[str]:
        return [self.of_finding(each) for each in findings(self.played) if is_fatal(each)]

    @property
    def beside(self) -> list[str]:
        return [self.of_finding(each) for each in findings(self.played) if not is_fatal(each)]

    @property
    def mechanisms(self) -> list[tuple[Verdict, str]]:
        return [(each, self.of_verdict(each)) for each in verdicts(self.played)]

    @property
    def burden(self) -> list[str]:
        return [
            self.say(
                "burden-of",
                role=self.say(f"role-{role}"),
                month=f"{month:%Y-%m}",
                entries=asked.entries,
                fields=asked.fields,
                minutes=int(asked.minutes),
            )
            for (role, month), asked in burden(self.played).items()
        ]

    @property
    def days(self) -> list[tuple[str, list[str]]]:
        """Day by day: who did what, and what came of it."""
        by_day: dict[str, list[str]] = {}
        for deed in self.played.deeds:
            by_day.setdefault(self.say("day", on=deed.on.isoformat()), []).append(self.of_deed(deed))
        return list(by_day.items())

    def of_finding(self, finding: Finding) -> str:
        facts = {
            "what": _title(finding.mechanism), "mechanism": finding.mechanism, "on": finding.on.isoformat(),
            "who": finding.who or "—", "text": finding.text, "address": finding.address or "—",
        }  # fmt: skip
        return self.say(f"found-{finding.kind}", **facts)

    def of_verdict(self, verdict: Verdict) -> str:
        words = self.say("done", sent=verdict.sent) if verdict.done else self.say(f"why-{verdict.why}")
        if verdict.first_on is not None:
            roles = [self.say(f"role-{role}") for role in verdict.roles]
            words += self.say("asked-of", roles=roles, on=verdict.first_on.isoformat())
        if verdict.addresses:
            count = len(verdict.addresses)
            words += self.say(
                "on-pages" if count > 1 else "on-page", address=verdict.addresses[0], count=count
            )
        return words

    def of_deed(self, deed: Deed) -> str:
        facts = {
            "who": f"{deed.place} {self.say(f'role-{deed.role}')} {deed.name}", "what": _title(deed.mechanism),
            "pressed": deed.pressed or deed.event, "fields": deed.fields, "address": path_of(deed.address),
        }  # fmt: skip
        if deed.taken:
            return self.say("deed", **facts)
        return self.say("deed-refused", why=deed.refused[1] or deed.refused[0], **facts)

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """What must not be, what is told beside, and the burden; each with its heading."""
        return [
            (self.say("fatal", count=len(self.fatal)), self.fatal),
            (self.say("beside", count=len(self.beside)), self.beside),
            (
                self.say("burden", entry=str(MINUTES_AN_ENTRY), field=str(MINUTES_A_FIELD)),
                self.burden,
            ),
        ]

    @property
    def heading_mechanisms(self) -> str:
        return self.say("mechanisms")

    @property
    def none(self) -> str:
        return self.say("none")

    def text(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield self.title
        yield self.ran
        mechanisms = [f"{each.title}（{each.mechanism}）：{words}" for each, words in self.mechanisms]
        for heading, lines in (*self.sections, (self.heading_mechanisms, mechanisms), *self.days):
            yield f"\n{heading}"
            for line in lines:
                yield f"  {line}"

    def page(self) -> str:
        return render_to_string("rehearsal.html", {"diary": self, "lang": self.lang})

    def write(self, folder: Path) -> None:
        """diary.txt, diary.html and mechanisms.csv; may be called again as the rehearsal goes on."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "diary.txt").write_text(self.text(), encoding="utf-8")
        (folder / "diary.html").write_text(self.page(), encoding="utf-8")
        (folder / "mechanisms.csv").write_text(table(self.played), encoding="utf-8")


def _title(address: str) -> str:
    """A mechanism as the document calls it; its address where it is none of a pack."""
    name, _, key = address.partition("/")
    mechanism = packs.load(name).mechanisms.get(key) if name else None
    return (mechanism.title or mechanism.key) if mechanism else address or "—"
