"""打分: one sheet filled item by item; then the grade is decided and explained.

An item is saved by itself as soon as it changes (`score_line`); the whole form is also an ordinary POST (`score`), so
the page works without scripts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel import sheet as rules
from jiceng.kernel import written
from jiceng.kernel.ballot.view import Audience
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet.shapes import DeductOnce, MeasureBands, Options
from jiceng.kernel.trace import short
from jiceng.reports.judgement import judgement
from jiceng.services import sheet as events
from jiceng.services.ballot import shown
from jiceng.store.models import Line, Sheet, Subject
from jiceng.store.sheet import entries_of
from jiceng.web import standards, words
from jiceng.web.given import FIELDS, readable, text_in
from jiceng.web.pages import SignedIn, page, whole_number
from jiceng.web.register import home, show_organisation
from jiceng.web.where import may_score

CHANGED = "sheet.line-changed-meanwhile"


@dataclass(frozen=True)
class Told:
    """What a browser says about one item. seen: the version of the line it was looking at."""

    value: str
    reason: str
    points: str
    seen: int

    @property
    def content(self) -> "Content":
        return self.value, self.reason, self.points


@dataclass
class Row:
    """One item of the sheet as the page shows it.

    at: its place, for ids. kind: of field that answers it (`standards.FIELDS`, or `answer` for yes and no).
    told: what stands in the fields.
    worth: points it brings, None where nothing is recorded. others: what other scorers recorded.
    note: what is wrong and what to do. theirs: the line somebody else saved meanwhile.
    """

    at: str
    item: rules.Item
    kind: str
    standard: str
    told: Told
    worth: Decimal | None = None
    others: list["Other"] = field(default_factory=list)
    saved: str = ""
    note: str = ""
    theirs: "Theirs | None" = None

    @property
    def options(self) -> list[str]:
        return list(self.item.options) if isinstance(self.item, Options) else []

    @property
    def ranged(self) -> bool:
        """Whether a band leaves points to the scorer."""
        return isinstance(self.item, MeasureBands) and any(band.points is None for band in self.item.bands)


@dataclass(frozen=True)
class Other:
    """Another scorer's line on the same item. differs: not what this sheet says."""

    scorer: str
    said: str
    reason: str
    differs: bool


@dataclass(frozen=True)
class Theirs:
    """A line changed by somebody else since it was seen; `json` puts it into the fields."""

    version: int
    who: str
    said: str
    reason: str
    json: str


@dataclass(frozen=True)
class Running:
    """The total so far and the grade it would give; provisional until the meeting decides.

    begun: before the first answer there is no total, whatever an empty sheet comes to.
    """

    total: Decimal
    maximum: Decimal
    grade: str
    grades: tuple[str, ...]
    recorded: int
    sample: bool
    begun: bool


# -- pages ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def score(request: SignedIn, pk: int, scorer: str) -> HttpResponse:
    """The whole sheet: shown, or saved as one form (and finished, where the button says so)."""
    subject = _subject(request, pk, scorer)
    notes: dict[str, Refusal] = {}
    note = ""
    typed: dict[str, Told] = {}
    if request.method == "POST":
        typed = {item.key: _told(request.POST, item.key) for _head, item in _items(subject)}
        notes = _save_all(request, subject, scorer, typed)
        if not notes and "complete" not in request.POST:
            messages.success(request, _("Saved. The sheet is not finished yet."))
            return redirect("score", pk, scorer)
        if not notes:
            try:
                return _complete(request, subject, scorer)
            except Refusal as refusal:
                note = words.refusal(refusal)
        subject = _subject(request, pk, scorer)
    scheme = subject.campaign.scheme
    sheet = subject.sheet(scorer)
    own = scheme.self_assessment
    shut = events.why_not_now(subject, scorer=scorer, on=clock.today())
    rows = _rows(subject, scorer, typed, notes)
    context = {
        "section": "campaign",
        "subject": subject,
        "scorer": scorer,
        "word": "sheet.self-assessment" if own is not None and own.scorer == scorer else "sheet.scorers",
        "scorer_name": _scorer_name(subject, scorer),
        "form": subject.form,
        "heads": [
            (head, [rows[item.key] for item in head.items if item.key in rows]) for head in subject.form.heads
        ],
        "running": _running(subject, scorer),
        "sheet": sheet,
        "grades": scheme.need_bands().grades(),
        "asks_opinion": own is not None and own.scorer == scorer and own.opinion == "stated",
        "opinion": request.POST.get("opinion") or (sheet.opinion if sheet else ""),
        "every_item": own is not None and own.scorer == scorer and own.every_item,
        "left": _left(subject, sheet),
        "shut": words.refusal(shut) if shut else "",
        "note": note,
        "failed": [rows[item] for item in notes],
        "home": home(subject),
    }
    return render(request, "pages/score.html", context, status=422 if notes or note else 200)


def _complete(request: SignedIn, subject: Subject, scorer: str) -> HttpResponse:
    events.complete_sheet(
        subject=subject, scorer=scorer, by=request.user, on=clock.today(),
        opinion=text_in(request, "opinion"), nothing_else="nothing-else" in request.POST,
    )  # fmt: skip
    messages.success(request, _("The sheet of %(name)s is finished.") % {"name": subject.organisation.name})
    return redirect(home(subject))


@require_POST
@page
def score_line(request: SignedIn, pk: int, scorer: str) -> HttpResponse:
    """One item, saved by itself. Answers with the item's state and the running total; header X-Line says which:

    saved, refused (a rule does not allow it: the sentence says what to do), changed (somebody else was first).
    """
    subject = _subject(request, pk, scorer)
    key = request.POST.get("item", "")
    if key not in {item.key for _head, item in _items(subject)}:
        raise Http404
    typed = _told(request.POST, key)
    notes: dict[str, Refusal] = {}
    try:
        _save(request, subject, scorer, key, typed, sent=_sent(request.POST.get("sent", "")))
    except Refusal as refusal:
        notes[key] = refusal
    subject = _subject(request, pk, scorer)
    row = _rows(subject, scorer, {key: typed}, notes)[key]
    if not notes:
        row.saved = localtime().strftime("%H:%M")
    else:
        # This page has still not seen what may be recorded now: its next message is held against the same version.
        row.told = replace(row.told, seen=typed.seen)
    context = {"row": row, "running": _running(subject, scorer), "swap": True}
    answer = render(request, "components/line_state.html", context)
    answer["X-Line"] = "saved" if not notes else "changed" if notes[key].code == CHANGED else "refused"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@page
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """The committee's grade beside the computed one.

    A refused form stands at this address (as at the two below): reloaded there, or in another language, it leads back
    to the organisation.
    """
    subject = _shown(request, pk)
    if request.method != "POST":
        return redirect(home(subject))
    try:
        events.decide(
            subject=subject, grade=request.POST.get("grade", ""), reason=text_in(request, "reason"),
            by=request.user, on=clock.today(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, subject, "decide", refusal)
    messages.success(
        request, _("The grade of %(name)s is recorded as decided.") % {"name": subject.organisation.name}
    )
    return _done(subject)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take a decision back, with the reason."""
    subject = _shown(request, pk)
    if request.method != "POST":
        return redirect(home(subject))
    try:
        events.withdraw_decision(
            subject=subject,
            reason=text_in(request, "reason"),
            by=request.user,
            on=clock.today(),
        )
    except Refusal as refusal:
        return _refused(request, subject, "withdraw", refusal)
    messages.success(
        request, _("The decision on %(name)s is taken back.") % {"name": subject.organisation.name}
    )
    return _done(subject)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def explain(request: SignedIn, pk: int) -> HttpResponse:
    """说明情况 beside the grade."""
    subject = _shown(request, pk)
    if request.method != "POST":
        return redirect(home(subject))
    try:
        events.explain(subject=subject, text=text_in(request, "text"), by=request.user, on=clock.today())
    except Refusal as refusal:
        return _refused(request, subject, "explain", refusal)
    messages.success(request, _("The explanation is kept beside the grade."))
    return _done(subject)


def _done(subject: Subject) -> HttpResponse:
    """To the top of its page, where the message stands; a browser would keep the place of the form otherwise."""
    return redirect(f"{home(subject)}#page")


def _refused(request: SignedIn, subject: Subject, form: str, refusal: Refusal) -> HttpResponse:
    """The page again with what was typed, and what to do beside the form."""
    return show_organisation(
        request, subject.organisation_id, subject.campaign_id, form, words.refusal(refusal)
    )


@require_safe
@page
def trace(request: SignedIn, pk: int) -> HttpResponse:
    """The explanation of the grade for machines."""
    subject = _shown(request, pk)
    try:
        judged = judgement(subject)
    except Refusal as refusal:  # what is stored no longer fits the rules; the organisation's page says so too
        return JsonResponse(
            {"refused": words.refusal(refusal)}, status=409, json_dumps_params={"ensure_ascii": False}
        )
    if judged is None:
        raise Http404
    inside = checks.may(request.user, "ballot.see-classes", subject.organisation, held=request.held)
    audience: Audience = "inside" if inside else "public"
    facts = {
        "organisation": {"code": subject.organisation.code, "name": subject.organisation.name},
        "campaign": subject.campaign.title,
        "pack": subject.campaign.adoption.pack,
        "version": subject.campaign.adoption.version,
        "class": subject.class_name,
        "total": short(judged.total),
        "computed": judged.grade,
        "decided": subject.decided or None,
        "trace": shown.explained(subject, judged.trace, audience).as_json(),
    }
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 2})


# -- reading what a browser sends ----------------------------------------------------------------------


def _told(form: Mapping[str, str], key: str) -> Told:
    def read(part: str) -> str:
        return form.get(f"{part}:{key}", "").strip()

    return Told(read("value"), read("reason"), read("points"), whole_number(read("seen")) or 0)


Content = tuple[str, str, str]


def _sent(text: str) -> list[Content]:
    """What this browser has sent before without hearing back; nothing where it cannot be read."""
    try:
        sent = [
            [str(message.get(part, "")) for part in ("value", "reason", "points")]
            for message in json.loads(text)
        ]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []
    return [(value, reason, points) for value, reason, points in sent]


def _save(
    request: SignedIn, subject: Subject, scorer: str, key: str, typed: Told, sent: Sequence[Content] = ()
) -> Line | None:
    """Record or clear one line. What the same browser had sent before is no other person's change."""
    who: dict[str, Any] = {
        "subject": subject,
        "scorer": scorer,
        "item": key,
        "by": request.user,
        "on": clock.today(),
    }
    line = _line(subject, scorer, key)
    if line and typed.seen != line.version and _content(line) in sent:
        typed = replace(typed, seen=line.version)
    if not typed.value:
        if line is None or not line.value:
            return line
        return events.clear_line(seen_version=typed.seen, **who)
    return events.record_line(
        value=typed.value,
        reason=readable(typed.reason, str(FIELDS["reason"])),
        points=_points(subject, key, typed.points),
        seen_version=typed.seen,
        **who,
    )


def _save_all(
    request: SignedIn, subject: Subject, scorer: str, by_item: Mapping[str, Told]
) -> dict[str, Refusal]:
    """Every item of a form at once: item -> why it was not kept."""
    lines: dict[str, events.Written] = {}
    refusals: dict[str, Refusal] = {}
    for item, typed in by_item.items():
        line = _line(subject, scorer, item)
        if not typed.value and (line is None or not line.value):
            continue
        try:
            points = _points(subject, item, typed.points)
            lines[item] = events.Written(
                typed.value, readable(typed.reason, str(FIELDS["reason"])), points, typed.seen
            )
        except Refusal as refused:
            refusals[item] = refused
    try:
        kept = events.record_lines(
            subject=subject, scorer=scorer, lines=lines, by=request.user, on=clock.today()
        )
    except Refusal as refused:
        kept = dict.fromkeys(lines, refused)
    return refusals | kept


def _points(subject: Subject, key: str, text: str) -> Decimal | None:
    if not text:
        return None
    number = written.number(text)
    if number is None:
        raise Refusal("sheet.value-not-a-number", item=subject.form.find(key).name, value=text)
    return number


def _content(line: Line) -> Content:
    return line.value, line.reason, short(line.points) if line.points is not None else ""


# -- what the page shows -------------------------------------------------------------------------------


def _shown(request: SignedIn, pk: int) -> Subject:
    return get_object_or_404(scope.subjects(request.user, held=request.held).for_page(), pk=pk)


def _subject(request: SignedIn, pk: int, scorer: str) -> Subject:
    """The subject, for somebody who may fill this scorer's sheet. Raises Forbidden or Http404."""
    subject = _shown(request, pk)
    scheme = subject.campaign.scheme
    if scorer not in scheme.scorers.names():
        raise Http404
    if not may_score(request, subject, scorer):
        raise Http404
    return subject


def _items(subject: Subject) -> list[tuple[rules.Head, rules.Item]]:
    return [(head, item) for head, item in subject.form.items() if item.applies_to(subject.class_name)]


def _line(subject: Subject, scorer: str, key: str) -> Line | None:
    sheet = subject.sheet(scorer)
    return next((line for line in sheet.lines.all() if line.item == key), None) if sheet else None


def _scorer_name(subject: Subject, scorer: str) -> str:
    return next(
        candidate.name for candidate in subject.campaign.scheme.scorers.scorers if candidate.key == scorer
    )


def said(item: rules.Item, line: Line | None) -> str:
    """What a line says in words: 有此情形; 3 次; the option; the value with its unit."""
    if line is None or not line.value:
        return _("nothing recorded")
    if isinstance(item, DeductOnce):
        return _("it is so") if line.value == "1" else _("it is not so")
    kind = standards.FIELDS[type(item)]
    if kind == "count":
        number = 1 if line.value == "1" else 2
        return ngettext("%(times)s time", "%(times)s times", number) % {"times": line.value}
    if kind == "points":
        return _("%(points)s points") % {"points": line.value}
    unit = getattr(item, "unit", "")
    return f"{line.value} {unit}".strip()


def _rows(
    subject: Subject, scorer: str, typed: Mapping[str, Told], notes: Mapping[str, Refusal]
) -> dict[str, Row]:
    """Every item as the page shows it. typed: what somebody just sent and was refused; else what is recorded."""
    form = subject.form
    sheets = {sheet.scorer: {line.item: line for line in sheet.lines.all()} for sheet in subject.sheets.all()}
    mine = sheets.get(scorer, {})
    entries = entries_of(form, mine.values())
    own = subject.campaign.scheme.self_assessment
    every = own is not None and own.scorer == scorer and own.every_item
    rows = {}
    for at, (head, item) in enumerate(_items(subject), start=1):
        line = mine.get(item.key)
        recorded = Told(*(_content(line) if line else ("", "", "")), seen=line.version if line else 0)
        kind = standards.FIELDS[type(item)]
        row = Row(
            at=str(at),
            item=item,
            kind="answer" if kind == "tick" and every else kind,
            standard=standards.standard(item),
            told=_typed(typed[item.key], recorded, notes[item.key]) if item.key in notes else recorded,
            worth=_worth(item, entries.get(item.key), head),
        )
        for key, lines in sheets.items():
            other = lines.get(item.key)
            if key != scorer and (other or line):
                differs = _differ(item, line, other, head)
                row.others.append(
                    Other(
                        _scorer_name(subject, key), said(item, other), other.reason if other else "", differs
                    )
                )
        if item.key in notes:
            row.note = words.refusal(notes[item.key])
            if notes[item.key].code == CHANGED:
                value, reason, points = recorded.content
                theirs = json.dumps({"value": value, "reason": reason, "points": points}, ensure_ascii=False)
                who = line.filled_by.get_full_name() if line else ""
                row.theirs = Theirs(recorded.seen, who, said(item, line), reason, theirs)
        rows[item.key] = row
    return rows


def _typed(typed: Told, recorded: Told, refusal: Refusal) -> Told:
    """What was refused stays in the fields; a page that shows another's change beside it has seen that version."""
    return replace(typed, seen=recorded.seen) if refusal.code == CHANGED else typed


def _differ(item: rules.Item, mine: Line | None, theirs: Line | None, head: rules.Head) -> bool:
    """Whether two sheets say otherwise: another value; or a record that brings points beside none at all."""
    if mine and theirs and mine.value and theirs.value:
        return mine.value != theirs.value
    filled = next((line for line in (mine, theirs) if line and line.value), None)
    if filled is None:
        return False
    [entry] = entries_of(rules.Form(key="", title="", heads=(head,)), [filled]).values()
    return bool(_worth(item, entry, head))


def _worth(item: rules.Item, entry: rules.Entry | None, head: rules.Head) -> Decimal | None:
    """Points of a recorded item by itself; None where nothing is recorded or it is compared with others."""
    if entry is None or item.needs_cohort:
        return None
    try:
        return item.worth(entry, head_maximum=head.maximum).points
    except Refusal:
        return None


def _running(subject: Subject, scorer: str) -> Running:
    """The total the server keeps, and the grade it falls into by the score alone."""
    sheet = subject.sheet(scorer)
    form = subject.form
    bands = subject.campaign.scheme.need_bands()
    total = sheet.total if sheet and sheet.total is not None else _untouched(subject)
    try:
        grade = bands.grade(total).grade
    except Refusal:
        grade = ""
    recorded = sum(1 for line in sheet.lines.all() if line.value) if sheet else 0
    return Running(
        total,
        form.maximum,
        grade,
        bands.grades(),
        recorded,
        form.sample,
        bool(recorded) or bool(sheet and sheet.complete),
    )


def _left(subject: Subject, sheet: Sheet | None) -> int:
    """How many items are not answered; 0 once the sheet is finished."""
    if sheet is not None and sheet.complete:
        return 0
    entries = sheet.entries(subject.form) if sheet else {}
    return len(rules.unanswered(subject.form, entries, class_name=subject.class_name))


def _untouched(subject: Subject) -> Decimal:
    """What a sheet without a line comes to."""
    return rules.score(subject.form, {}, class_name=subject.class_name).total
