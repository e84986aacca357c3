"""Sheets are filled line by line and finished.

Every function first takes hold of the subject's row, so that two people at once come one after the other; what each of
them had seen is settled by the version of the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from jiceng.kernel import sheet as rules
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.kernel.written import narrow, number
from jiceng.services import audit, standing
from jiceng.services.door import enter_graded
from jiceng.services.sheet.holding import check_open
from jiceng.services.sheet.judging import affected_by, score_entries, settle
from jiceng.store.fields import LARGEST, PLACES, storable
from jiceng.store.models import Campaign, Line, Sheet, Subject, Track, User
from jiceng.store.sheet import entries_of

Entries = Mapping[str, rules.Entry]

NAMED = 3  # items that a sentence names before it only counts them
NOTHING = "—"  # what official forms write into an empty cell


@transaction.atomic
def record_line(
    *,
    subject: Subject,
    scorer: str,
    item: str,
    value: Decimal | str,
    reason: str = "",
    points: Decimal | None = None,
    seen_version: int = 0,
    by: User,
    on: date,
) -> Line:
    """Record what was found about one item. The sheet is judged with it before it is kept.

    item: its key, or `head/condition` as printed. value: a number, or the name of an option.
    seen_version: of the line as the writer saw it; 0 = there was none.
    The same content again changes nothing and succeeds, so that a phone may send twice.
    Raises Forbidden, or Refusal "sheet.line-changed-meanwhile", "sheet.already-decided", "sheet.set-aside",
    "campaign.closed", "procedure.not-now", "procedure.over", and what the rules refuse, such as
    "sheet.deduction-without-reason" (G-11).
    """
    subject = hold(subject, scorer=scorer, by=by, on=on)
    written = Written(value, reason, points, seen_version)
    return _record(subject, scorer, item, written, by=by, on=on)


@dataclass(frozen=True)
class Written:
    """What somebody wrote about one item, as `record_line` takes it. value: "" = nothing, which clears the line."""

    value: Decimal | str
    reason: str = ""
    points: Decimal | None = None
    seen_version: int = 0


@transaction.atomic
def record_lines(
    *, subject: Subject, scorer: str, lines: Mapping[str, Written], by: User, on: date
) -> dict[str, Refusal]:
    """Record or clear many lines of one sheet: item -> why it was not kept; the others are.

    Permission, step and what comes first are asked once. Raises Forbidden, or Refusal as `hold` does.
    """
    subject = hold(subject, scorer=scorer, by=by, on=on)
    refusals: dict[str, Refusal] = {}
    for item, written in lines.items():
        try:
            with transaction.atomic():
                if written.value:
                    _record(subject, scorer, item, written, by=by, on=on)
                else:
                    _clear(subject, scorer, item, written.seen_version, by=by, on=on)
        except Refusal as refused:
            refusals[item] = refused
    return refusals


def _record(subject: Subject, scorer: str, item: str, words: Written, *, by: User, on: date) -> Line:
    """Record one line of a subject whose row is locked."""
    form = subject.form
    form_item = form.find(item)
    written = _written(form_item, words.value)
    points = _figure(words.points) if words.points is not None else None
    entry = rules.Entry(written, words.reason.strip(), points)
    sheet = _sheet(subject, scorer, by=by, on=on)
    lines = {line.item: line for line in sheet.lines.all()}
    line = lines.get(form_item.key)
    text = short(written) if isinstance(written, Decimal) else written
    if not text:
        raise Refusal("sheet.value-missing", item=form_item.name)
    if line and (line.value, line.reason, line.points) == (text, entry.reason, entry.points):
        return line

    entries = entries_of(form, lines.values()) | {form_item.key: entry}
    score = score_entries(subject, entries, scorer)

    facts = {"value": text, "reason": entry.reason, "points": points, "filled_by": by, "filled_on": on}
    if line is None:
        line = Line.objects.create(sheet=sheet, item=form_item.key, **facts)
    # Whoever saw another version changes no row, and is told what stands there now.
    elif not Line.objects.filter(pk=line.pk, version=words.seen_version).update(
        version=words.seen_version + 1, **facts
    ):
        line.refresh_from_db()
        raise _changed_meanwhile(form_item, line, mine=text)
    else:
        line.refresh_from_db()
    _keep_total(sheet, score.total, by=by, on=on)
    if sheet.complete:
        settle(affected_by(subject))
    audit.record(
        "sheet.line-recorded", by=by, on=on, target=subject, path=subject.organisation.path, scorer=scorer,
        item=form_item.key, value=text, points=points, version=line.version, about={"reason": entry.reason},
    )  # fmt: skip
    return line


@transaction.atomic
def clear_line(
    *, subject: Subject, scorer: str, item: str, seen_version: int, by: User, on: date
) -> Line | None:
    """Take a line back: nothing is recorded about the item any more. The answer is None where nothing ever was.

    Raises Forbidden, or Refusal as `record_line` does.
    """
    subject = hold(subject, scorer=scorer, by=by, on=on)
    return _clear(subject, scorer, item, seen_version, by=by, on=on)


def _clear(subject: Subject, scorer: str, item: str, seen_version: int, *, by: User, on: date) -> Line | None:
    """Clear one line of a subject whose row is locked."""
    form = subject.form
    form_item = form.find(item)
    sheet = _sheet(subject, scorer, by=by, on=on)
    lines = {line.item: line for line in sheet.lines.all()}
    line = lines.get(form_item.key)
    if line is None or not line.value:
        return line
    entries = {key: entry for key, entry in entries_of(form, lines.values()).items() if key != form_item.key}
    if sheet.complete:
        _check_complete(subject, scorer, entries, sheet.opinion)
    score = score_entries(subject, entries, scorer)
    facts = {"value": "", "reason": "", "points": None, "filled_by": by, "filled_on": on}
    if not Line.objects.filter(pk=line.pk, version=seen_version).update(version=seen_version + 1, **facts):
        line.refresh_from_db()
        raise _changed_meanwhile(form_item, line, mine="")
    _keep_total(sheet, score.total, by=by, on=on)
    if sheet.complete:
        settle(affected_by(subject))
    line.refresh_from_db()
    audit.record(
        "sheet.line-cleared", by=by, on=on, target=subject, path=subject.organisation.path, scorer=scorer,
        item=form_item.key, version=line.version,
    )  # fmt: skip
    return line


@transaction.atomic
def complete_sheet(
    *, subject: Subject, scorer: str, by: User, on: date, opinion: str = "", nothing_else: bool = False
) -> Sheet:
    """Say that a sheet is finished. Its total counts from now on.

    nothing_else: whoever finishes it confirms that the items without a record have nothing to deduct; without that,
    every item must have been answered. opinion: the grade the meeting states, for a self-assessment that asks for one
    (G-31).
    Raises Forbidden, or Refusal "sheet.unanswered", "sheet.already-decided", "campaign.closed", and those of the
    self-assessment.
    """
    subject = hold(subject, scorer=scorer, by=by, on=on)
    sheet = _sheet(subject, scorer, by=by, on=on)
    entries = sheet.entries(subject.form)
    opinion = opinion.strip() or sheet.opinion
    if opinion:
        subject.campaign.scheme.need_bands().place(opinion)
    _check_complete(subject, scorer, entries, opinion)
    left = rules.unanswered(subject.form, entries, class_name=subject.class_name)
    if left and not nothing_else and not sheet.complete:
        raise Refusal("sheet.unanswered", missing=left[:NAMED], count=len(left))
    total = storable(score_entries(subject, entries, scorer).total)
    Sheet.objects.filter(pk=sheet.pk).update(
        complete=True, total=total, opinion=opinion, filled_by=by, filled_on=on
    )
    settle(affected_by(subject))
    sheet.refresh_from_db()
    audit.record(
        "sheet.completed", by=by, on=on, target=subject, path=subject.organisation.path, scorer=scorer,
        total=total, opinion=opinion, unanswered=len(left),
    )  # fmt: skip
    return sheet


def hold(subject: Subject, *, scorer: str, by: User, on: date) -> Subject:
    """Check permission, take the track and the subject's row, and see that its sheet may change now.

    Raises Forbidden, or Refusal "sheet.[self-]assessment-comes-after" and those of `standing.check_now`.
    """
    permission, mechanism = _verb(subject, scorer), _mechanism(subject, scorer)
    subject = enter_graded(subject, mechanism, permission=permission, by=by)
    check_open(subject)
    first = comes_first(subject, scorer=scorer, on=on)
    if first is not None:
        raise first
    return subject


def comes_first(subject: Subject, *, scorer: str, on: date) -> Refusal | None:
    """What has to be there before the first line of a sheet (G-08, G-11), as a refusal; None = it may begin."""
    return standing.comes_first(subject, _rule(subject.campaign, scorer), on)


def why_not_now(subject: Subject, *, scorer: str, on: date) -> Refusal | None:
    """What keeps a sheet from being filled today, whoever asks: its step, or what comes before it; for pages."""
    campaign = subject.campaign
    track = Track.objects.filter(campaign=campaign, committee=subject.committee).first()
    if track is not None:
        refused = standing.why_not(campaign, track.step, _mechanism(subject, scorer))
        if refused is not None:
            return refused
    return comes_first(subject, scorer=scorer, on=on)


def _mechanism(subject: Subject, scorer: str) -> str:
    """The mechanism that a scorer's sheet belongs to: the self-assessment, or the assessment."""
    return standing.key_of(subject.campaign, type(_rule(subject.campaign, scorer)))


def _rule(campaign: Campaign, scorer: str) -> rules.SelfAssessment | rules.Scorers:
    own = campaign.scheme.self_assessment
    return own if own is not None and scorer == own.scorer else campaign.scheme.scorers


def _verb(subject: Subject, scorer: str) -> str:
    """Which permission a scorer's sheet asks. Raises Refusal "sheet.scorer-unknown"."""
    scheme = subject.campaign.scheme
    if scorer not in scheme.scorers.names():
        raise Refusal("sheet.scorer-unknown", scorer=scorer, scorers=list(scheme.scorers.names()))
    own = scheme.self_assessment.scorer if scheme.self_assessment else "self"
    return "sheet.self-assess" if scorer == own else "sheet.assess"


def _changed_meanwhile(item: rules.Item, line: Line | None, *, mine: str) -> Refusal:
    """Both values are named, so that whoever comes second can choose; a dash stands for nothing recorded."""
    theirs = line.value if line else ""
    return Refusal(
        "sheet.line-changed-meanwhile",
        item=item.name,
        mine=mine or NOTHING,
        theirs=f"{theirs}（{line.reason}）" if line and theirs and line.reason else theirs or NOTHING,
        version=line.version if line else 0,
        who=line.filled_by.get_full_name() if line else NOTHING,
    )


def _written(item: rules.Item, value: Decimal | str) -> Decimal | str:
    """What was typed, as the rules read it; full-width digits become ordinary ones.

    Raises Refusal "store.number-too-large", "store.too-many-places" for what cannot be kept.
    """
    if isinstance(value, str):
        text = narrow(value).strip()
        figure = None if isinstance(item, rules.shapes.Options) else number(text)
        value = text if figure is None else figure
    if not isinstance(value, Decimal):
        if len(value) > 64:
            raise Refusal("sheet.value-not-a-number", item=item.name, value=value[:20] + "…")
        return value
    return _figure(value)


def _figure(value: Decimal) -> Decimal:
    """A number that can be kept. 1e-999999999 is short to type, and a gigabyte once it is written out."""
    if not value.is_finite():
        return value  # the item's rule refuses it by name
    if value.copy_abs() > LARGEST:
        raise Refusal("store.number-too-large", value=format(value, "E")[:40], largest=LARGEST)
    if value != storable(value):
        shown = short(value)[:40] if value.adjusted() > -40 else format(value, "E")[:40]
        raise Refusal("store.too-many-places", value=shown, places=PLACES)
    return value


def _sheet(subject: Subject, scorer: str, *, by: User, on: date) -> Sheet:
    """The scorer's sheet, begun now if there was none; the subject's row is held, so nobody else begins it."""
    sheet, _ = Sheet.objects.get_or_create(
        subject=subject, scorer=scorer, defaults={"filled_by": by, "filled_on": on}
    )
    return sheet


def _check_complete(subject: Subject, scorer: str, entries: Entries, opinion: str) -> None:
    own = subject.campaign.scheme.self_assessment
    if own is not None and scorer == own.scorer:
        own.check(subject.form, entries, class_name=subject.class_name, stated=opinion)


def _keep_total(sheet: Sheet, total: Decimal, *, by: User, on: date) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(total=storable(total), filled_by=by, filled_on=on)
