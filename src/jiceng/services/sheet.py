"""sheet: a campaign is opened, sheets are filled line by line, grades are decided and explained.

Every function that changes a subject first takes hold of its row, so that two people at once come one after the other;
what each of them had seen is settled by the version of the line.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from jiceng.access import checks
from jiceng.kernel import sheet as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import Candidate, sort_out
from jiceng.kernel.trace import short
from jiceng.services import audit
from jiceng.store.fields import LARGEST, PLACES, storable
from jiceng.store.models import (
    Adoption,
    Campaign,
    Flag,
    Line,
    Organisation,
    Outside,
    Sheet,
    Subject,
    User,
    Withdrawal,
)
from jiceng.store.register import COMMITTEES, WIDTH
from jiceng.store.sheet import as_value, entries_of

Entries = Mapping[str, rules.Entry]

NOTHING = "—"  # what official forms write into an empty cell


# -- a campaign ------------------------------------------------------------------------------------


@transaction.atomic
def open_campaign(*, adoption: Adoption, title: str, by: User, on: date, due_on: date) -> Campaign:
    """Open a campaign for everything below the adopting organisation.

    Everybody is accounted for (G-05): an organisation is graded, or listed as outside with the reason. Committees that
    only have others below them decide and are not listed.
    Raises Forbidden, or Refusal "campaign.title-missing", "campaign.title-taken", "campaign.due-before-opened",
    "campaign.nobody-to-grade", "sheet.no-objects".
    """
    county = adoption.organisation
    checks.check(by, "campaign.open", county)
    title = title.strip()
    if not title:
        raise Refusal("campaign.title-missing")
    if due_on < on:
        raise Refusal("campaign.due-before-opened", due_on=due_on.isoformat(), opened_on=on.isoformat())
    if Campaign.objects.filter(organisation=county, title=title).exists():
        raise Refusal("campaign.title-taken", title=title)
    objects = adoption.scheme.objects
    if objects is None:
        raise Refusal("sheet.no-objects", pack=adoption.pack)
    register = list(Organisation.objects.under(county).order_by("path"))
    by_path = {one.path: one for one in register}
    listed = [one for one in register if one.kind or one.own_class or one.form not in COMMITTEES]
    found = sort_out(
        objects,
        [
            Candidate(
                code=one.code,
                kind=one.own_class if one.own_class and objects.class_of(one.own_class) else one.kind,
                form=one.form,
                parent_form=by_path[one.path[:-WIDTH]].form if one.path[:-WIDTH] in by_path else "",
            )
            for one in listed
        ],
    )
    if not found.graded:
        raise Refusal("campaign.nobody-to-grade", organisation=county.name)
    campaign = Campaign.objects.create(
        adoption=adoption, organisation=county, title=title, opened_on=on, due_on=due_on
    )
    Subject.objects.bulk_create(
        [
            Subject(
                campaign=campaign,
                organisation=one,
                class_name=found.graded[one.code],
                committee=_committee(one, by_path) or county,
            )
            for one in listed
            if one.code in found.graded
        ],
        batch_size=500,
    )
    outside = dict(found.outside) | dict.fromkeys(found.with_unit, "with-unit")
    Outside.objects.bulk_create(
        [
            Outside(campaign=campaign, organisation=one, why=outside[one.code])
            for one in listed
            if one.code in outside
        ],
        batch_size=500,
    )
    audit.record(
        "campaign.opened", by=by, on=on, target=campaign, path=county.path, pack=adoption.pack,
        version=adoption.version, settings=adoption.settings, graded=len(found.graded), outside=len(outside),
    )  # fmt: skip
    return campaign


def _committee(organisation: Organisation, by_path: Mapping[str, Organisation]) -> Organisation | None:
    """The committee that decides on it: the nearest one above."""
    path = organisation.path[:-WIDTH]
    while path in by_path:
        if by_path[path].form in COMMITTEES:
            return by_path[path]
        path = path[:-WIDTH]
    return None


# -- a sheet ---------------------------------------------------------------------------------------


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
    Raises Forbidden, or Refusal "sheet.line-changed-meanwhile", "sheet.already-decided", "campaign.closed", and what
    the rules refuse, such as "sheet.deduction-without-reason" (G-11).
    """
    subject = _hold(subject, scorer=scorer, by=by)
    form = subject.form
    found = form.find(item)
    written = _written(found, value)
    entry = rules.Entry(written, reason.strip(), points)
    sheet = _sheet(subject, scorer, by=by, on=on)
    lines = {line.item: line for line in sheet.lines.all()}
    line = lines.get(found.key)
    text = short(written) if isinstance(written, Decimal) else written
    if not text:
        raise Refusal("sheet.value-missing", item=found.name)
    if line and (line.value, line.reason, line.points) == (text, entry.reason, entry.points):
        return line

    entries = entries_of(form, lines.values()) | {found.key: entry}
    score = _score(subject, entries, scorer)

    facts = {"value": text, "reason": entry.reason, "points": points, "filled_by": by, "filled_on": on}
    if line is None:
        line = Line.objects.create(sheet=sheet, item=found.key, **facts)
    # Whoever saw another version changes no row, and is told what stands there now.
    elif not Line.objects.filter(pk=line.pk, version=seen_version).update(version=seen_version + 1, **facts):
        line.refresh_from_db()
        raise _changed_meanwhile(found, line, mine=text)
    else:
        line.refresh_from_db()
    _keep_total(sheet, score.total, by=by, on=on)
    if sheet.complete:
        _settle(_affected(subject))
    audit.record(
        "sheet.line-recorded", by=by, on=on, target=subject, path=subject.organisation.path, scorer=scorer,
        item=found.key, value=text, points=points, version=line.version, about={"reason": entry.reason},
    )  # fmt: skip
    return line


@transaction.atomic
def clear_line(
    *, subject: Subject, scorer: str, item: str, seen_version: int, by: User, on: date
) -> Line | None:
    """Take a line back: nothing is recorded about the item any more. The answer is None where nothing ever was.

    Raises Forbidden, or Refusal as `record_line` does.
    """
    subject = _hold(subject, scorer=scorer, by=by)
    form = subject.form
    found = form.find(item)
    sheet = _sheet(subject, scorer, by=by, on=on)
    lines = {line.item: line for line in sheet.lines.all()}
    line = lines.get(found.key)
    if line is None or not line.value:
        return line
    entries = {key: one for key, one in entries_of(form, lines.values()).items() if key != found.key}
    if sheet.complete:
        _check_complete(subject, scorer, entries, sheet.opinion)
    score = _score(subject, entries, scorer)
    facts = {"value": "", "reason": "", "points": None, "filled_by": by, "filled_on": on}
    if not Line.objects.filter(pk=line.pk, version=seen_version).update(version=seen_version + 1, **facts):
        line.refresh_from_db()
        raise _changed_meanwhile(found, line, mine="")
    _keep_total(sheet, score.total, by=by, on=on)
    if sheet.complete:
        _settle(_affected(subject))
    line.refresh_from_db()
    audit.record(
        "sheet.line-cleared", by=by, on=on, target=subject, path=subject.organisation.path, scorer=scorer,
        item=found.key, version=line.version,
    )  # fmt: skip
    return line


@transaction.atomic
def complete_sheet(*, subject: Subject, scorer: str, by: User, on: date, opinion: str = "") -> Sheet:
    """Say that a sheet is finished; a sheet without a line has nothing to deduct. Its total counts from now on.

    opinion: the grade the meeting states, for a self-assessment that asks for one (G-31).
    Raises Forbidden, or Refusal "sheet.already-decided", "campaign.closed", and those of the self-assessment.
    """
    subject = _hold(subject, scorer=scorer, by=by)
    sheet = _sheet(subject, scorer, by=by, on=on)
    entries = sheet.entries(subject.form)
    opinion = opinion.strip() or sheet.opinion
    if opinion:
        subject.campaign.scheme.need_bands().place(opinion)
    _check_complete(subject, scorer, entries, opinion)
    total = storable(_score(subject, entries, scorer).total)
    Sheet.objects.filter(pk=sheet.pk).update(
        complete=True, total=total, opinion=opinion, filled_by=by, filled_on=on
    )
    _settle(_affected(subject))
    sheet.refresh_from_db()
    audit.record(
        "sheet.completed", by=by, on=on, target=subject, path=subject.organisation.path, scorer=scorer,
        total=total, opinion=opinion,
    )  # fmt: skip
    return sheet


# -- a grade ---------------------------------------------------------------------------------------


@transaction.atomic
def decide(*, subject: Subject, grade: str, reason: str = "", by: User, on: date) -> Subject:
    """Record the grade the committee's meeting decided. The computed grade stays as it is beside it (G-01, G-14).

    The same decision again changes nothing and succeeds.
    Raises Forbidden, or Refusal "sheet.not-yet-scored", "sheet.already-decided", "campaign.closed", "sheet.deviation…",
    "sheet.bound-by-rule…", "sheet.decision-needs".
    """
    checks.check(by, "grade.decide", subject.organisation)
    subject = _locked(subject)
    reason = reason.strip()
    if (subject.decided, subject.decision_reason) == (grade, reason) and grade:
        return subject
    _check_open(subject)
    judged = judge(subject)
    if judged is None:
        raise _not_yet_scored(subject)
    subject.campaign.scheme.decide(judged, grade, reason=reason)
    facts = {"decided": grade, "decision_reason": reason, "decided_by": by, "decided_on": on}
    if not Subject.objects.filter(pk=subject.pk, decided="").update(**facts):
        subject.refresh_from_db()
        raise _already_decided(subject)
    subject.refresh_from_db()
    audit.record(
        "grade.decided", by=by, on=on, target=subject, path=subject.organisation.path, grade=grade,
        computed=judged.grade, total=judged.total, about={"reason": reason},
    )  # fmt: skip
    return subject


@transaction.atomic
def withdraw_decision(*, subject: Subject, reason: str, by: User, on: date) -> Subject:
    """Take a decision back, so that the sheet can be mended and the committee decide anew. What was decided is kept.

    Raises Forbidden, or Refusal "sheet.not-decided", "sheet.withdrawal-without-reason", "campaign.closed".
    """
    checks.check(by, "grade.decide", subject.organisation)
    subject = _locked(subject)
    _check_running(subject.campaign)
    if not subject.decided or subject.decided_by is None or subject.decided_on is None:
        raise Refusal("sheet.not-decided", organisation=subject.organisation.name)
    if not has_reason(reason):
        raise Refusal("sheet.withdrawal-without-reason", organisation=subject.organisation.name)
    Withdrawal.objects.create(
        subject=subject,
        decided=subject.decided,
        decision_reason=subject.decision_reason,
        decided_by=subject.decided_by,
        decided_on=subject.decided_on,
        reason=reason.strip(),
        withdrawn_by=by,
        withdrawn_on=on,
    )
    Subject.objects.filter(pk=subject.pk).update(
        decided="", decision_reason="", decided_by=None, decided_on=None
    )
    _settle(_affected(subject))
    was = subject.decided
    subject.refresh_from_db()
    audit.record(
        "grade.withdrawn", by=by, on=on, target=subject, path=subject.organisation.path, grade=was,
        about={"reason": reason.strip()},
    )  # fmt: skip
    return subject


@transaction.atomic
def explain(*, subject: Subject, text: str, by: User, on: date) -> Subject:
    """Write 说明情况 beside a grade; empty text takes it away where the document does not ask for it (G-19).

    Raises Forbidden, or Refusal "sheet.not-yet-scored", "sheet.explanation-missing", "campaign.closed".
    """
    checks.check(by, "grade.explain", subject.organisation)
    subject = _locked(subject)
    _check_running(subject.campaign)
    if not subject.grade:
        raise _not_yet_scored(subject)
    text = text.strip()
    owed = subject.campaign.scheme.explanations
    if owed is not None:
        owed.check(
            name=subject.organisation.name, class_name=subject.class_name, grade=subject.grade, text=text
        )
    subject.explanation, subject.explained_by, subject.explained_on = text, by, on
    subject.save(update_fields=["explanation", "explained_by", "explained_on"])
    audit.record(
        "grade.explained", by=by, on=on, target=subject, path=subject.organisation.path, grade=subject.grade,
        about={"explanation": text},
    )  # fmt: skip
    return subject


@transaction.atomic
def regrade(*, campaign: Campaign | None = None, subject: Subject | None = None) -> int:
    """Compute totals and grades again from the lines; how many changed. Decided subjects stay as they were decided.

    For a pack's items that compare organisations, and after flags were recorded.
    """
    chosen = Subject.objects.not_yet_decided()
    if campaign is not None:
        chosen = chosen.filter(campaign=campaign)
    if subject is not None:
        chosen = chosen.filter(pk=subject.pk)
    return _settle(chosen)


# -- reading ---------------------------------------------------------------------------------------


def judge(subject: Subject) -> rules.Judgement | None:
    """The subject as the rules see it, out of the stored lines; None until every sheet that counts is complete."""
    judged, _ = _judge(subject, subject.flags(), _cohorts(subject))
    return judged


def score_sheet(subject: Subject, scorer: str) -> rules.Score:
    """One scorer's sheet as it stands, complete or not; nothing recorded where there is no sheet.

    Raises Refusal where the stored lines no longer fit the rules.
    """
    sheet = subject.sheet(scorer)
    return _score(subject, sheet.entries(subject.form) if sheet else {}, scorer)


def _judge(
    subject: Subject, flags: frozenset[str], cohorts: Mapping[str, rules.Cohort]
) -> tuple[rules.Judgement | None, list[str]]:
    """The judgement, or None and the names of the scorers whose sheets are not complete."""
    scheme, form = subject.campaign.scheme, subject.form
    sheets = {one.scorer: one.entries(form) for one in subject.sheets.all() if one.complete}
    missing = [one.name for one in scheme.scorers.counted() if one.key not in sheets]
    if missing:
        return None, missing
    return scheme.judge(rules.Subject(subject.class_name, sheets, flags), cohorts=cohorts), []


def _compares(form: rules.Form) -> bool:
    """Whether an item of the form is worth what it is only within a group."""
    return any(item.needs_cohort for _, item in form.items())


def _cohorts(subject: Subject, scorer: str = "", entries: Entries | None = None) -> dict[str, rules.Cohort]:
    """The groups for compared items: same campaign, class and deciding committee; empty where nothing is compared.

    Complete sheets of the scorers that count. With entries, what is about to be kept for this subject and scorer stands
    in for what is.
    """
    form = subject.form
    if not _compares(form):
        return {}
    counted = [one.key for one in subject.campaign.scheme.scorers.counted()] if entries is None else [scorer]
    sheets = Sheet.objects.filter(
        complete=True,
        scorer__in=counted,
        subject__campaign=subject.campaign_id,
        subject__class_name=subject.class_name,
        subject__committee=subject.committee_id,
    )
    if entries is not None:
        sheets = sheets.exclude(subject=subject)
    found: list[Entries] = [one.entries(form) for one in sheets.prefetch_related("lines")]
    return rules.cohorts_of(form, found if entries is None else [*found, entries])


# -- what the functions above share ----------------------------------------------------------------


def _verb(subject: Subject, scorer: str) -> str:
    """Which permission a scorer's sheet asks. Raises Refusal "sheet.scorer-unknown"."""
    scheme = subject.campaign.scheme
    if scorer not in scheme.scorers.names():
        raise Refusal("sheet.scorer-unknown", scorer=scorer, scorers=list(scheme.scorers.names()))
    own = scheme.self_assessment.scorer if scheme.self_assessment else "self"
    return "sheet.self-assess" if scorer == own else "sheet.assess"


def _hold(subject: Subject, *, scorer: str, by: User) -> Subject:
    """Check permission, lock the subject's row, and see that its sheet may still change."""
    checks.check(by, _verb(subject, scorer), subject.organisation)
    subject = _locked(subject)
    _check_open(subject)
    return subject


def _locked(subject: Subject) -> Subject:
    """The subject's row, held until the end of the transaction, as it is now."""
    held = Subject.objects.select_for_update(of=("self",))
    return held.select_related("campaign__adoption", "organisation", "committee").get(pk=subject.pk)


def _check_open(subject: Subject) -> None:
    _check_running(subject.campaign)
    if subject.decided:
        raise _already_decided(subject)


def _check_running(campaign: Campaign) -> None:
    if campaign.closed_on:
        raise Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())


def _already_decided(subject: Subject) -> Refusal:
    decided_on = subject.decided_on.isoformat() if subject.decided_on else ""
    return Refusal(
        "sheet.already-decided",
        organisation=subject.organisation.name,
        decided=subject.decided,
        decided_on=decided_on,
        committee=subject.committee.name,
    )


def _not_yet_scored(subject: Subject) -> Refusal:
    _, missing = _judge(subject, frozenset(), {})
    return Refusal("sheet.not-yet-scored", organisation=subject.organisation.name, missing=missing)


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
        value = as_value(item, unicodedata.normalize("NFKC", value).strip())
    if not isinstance(value, Decimal):
        if len(value) > 64:
            raise Refusal("sheet.value-not-a-number", item=item.name, value=value[:20] + "…")
        return value
    if not value.is_finite():
        return value  # the item's rule refuses it by name
    if abs(value) > LARGEST:
        raise Refusal("store.number-too-large", value=format(value, "E"), largest=LARGEST)
    if value != storable(value):
        raise Refusal("store.too-many-places", value=short(value)[:40], places=PLACES)
    return value


def _sheet(subject: Subject, scorer: str, *, by: User, on: date) -> Sheet:
    """The scorer's sheet, begun now if there was none; the subject's row is held, so nobody else begins it."""
    sheet, _ = Sheet.objects.get_or_create(
        subject=subject, scorer=scorer, defaults={"filled_by": by, "filled_on": on}
    )
    return sheet


def _score(subject: Subject, entries: Entries, scorer: str) -> rules.Score:
    """One scorer's sheet judged by itself; refuses what the rules refuse."""
    return rules.score(
        subject.form,
        entries,
        class_name=subject.class_name,
        cohorts=_cohorts(subject, scorer, entries),
        reasons_required=subject.campaign.scheme.reasons.required,
    )


def _check_complete(subject: Subject, scorer: str, entries: Entries, opinion: str) -> None:
    own = subject.campaign.scheme.self_assessment
    if own is not None and scorer == own.scorer:
        own.check(subject.form, entries, class_name=subject.class_name, stated=opinion)


def _keep_total(sheet: Sheet, total: Decimal, *, by: User, on: date) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(total=storable(total), filled_by=by, filled_on=on)


def _affected(subject: Subject) -> QuerySet[Subject]:
    """Whose totals follow from a change to this one's sheet: its own, and the group's where items are compared."""
    if not _compares(subject.form):
        return Subject.objects.filter(pk=subject.pk)
    return Subject.objects.filter(
        campaign=subject.campaign_id, class_name=subject.class_name, committee=subject.committee_id
    )


def _settle(chosen: QuerySet[Subject]) -> int:
    """Bring totals and computed grades up to what the sheets say; how many changed. A decided one stays as decided."""
    subjects = list(
        chosen.filter(decided="").select_related("campaign__adoption").prefetch_related("sheets__lines")
    )
    flags: dict[tuple[int, int], set[str]] = {}
    for flag in Flag.objects.filter(campaign__in={one.campaign_id for one in subjects}):
        flags.setdefault((flag.campaign_id, flag.organisation_id), set()).add(flag.flag)
    cohorts: dict[tuple[int, str, int], dict[str, rules.Cohort]] = {}
    changed = []
    for one in subjects:
        group = (one.campaign_id, one.class_name, one.committee_id)
        if group not in cohorts:
            cohorts[group] = _cohorts(one)
        found = frozenset(flags.get((one.campaign_id, one.organisation_id), ()))
        judged, _ = _judge(one, found, cohorts[group])
        total, computed = (storable(judged.total), judged.grade) if judged else (None, "")
        if (one.total, one.computed) != (total, computed):
            one.total, one.computed = total, computed
            changed.append(one)
    Subject.objects.bulk_update(changed, ["total", "computed"], batch_size=200)
    return len(changed)
