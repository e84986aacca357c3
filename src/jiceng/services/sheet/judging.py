"""What the rules make of the stored lines; totals and computed grades follow every change of a sheet."""

from collections.abc import Mapping

from jiceng.kernel import sheet as rules
from jiceng.store.fields import storable
from jiceng.store.models import Flag, Sheet, Subject
from jiceng.store.sheet import SubjectQuerySet

Entries = Mapping[str, rules.Entry]


def judge(subject: Subject) -> rules.Judgement | None:
    """The subject as the rules see it, out of the stored lines; None until every sheet that counts is complete."""
    judged, _ = judge_or_missing(subject, subject.flags(), cohorts_for(subject))
    return judged


def score_sheet(subject: Subject, scorer: str) -> rules.Score:
    """One scorer's sheet as it stands, complete or not; nothing recorded where there is no sheet.

    Raises Refusal where the stored lines no longer fit the rules.
    """
    sheet = subject.sheet(scorer)
    return score_entries(subject, sheet.entries(subject.form) if sheet else {}, scorer)


def judge_or_missing(
    subject: Subject, flags: frozenset[str], cohorts: Mapping[str, rules.Cohort]
) -> tuple[rules.Judgement | None, list[str]]:
    """The judgement, or None and the names of the scorers whose sheets are not complete."""
    scheme, form = subject.campaign.scheme, subject.form
    sheets = {one.scorer: one.entries(form) for one in subject.sheets.all() if one.complete}
    missing = [one.name for one in scheme.scorers.counted() if one.key not in sheets]
    if missing:
        return None, missing
    return scheme.judge(rules.Subject(subject.class_name, sheets, flags), cohorts=cohorts), []


def score_entries(subject: Subject, entries: Entries, scorer: str) -> rules.Score:
    """One scorer's sheet judged by itself; refuses what the rules refuse."""
    return rules.score(
        subject.form,
        entries,
        class_name=subject.class_name,
        cohorts=cohorts_for(subject, scorer, entries),
        reasons_required=subject.campaign.scheme.reasons.required,
    )


def compares(form: rules.Form) -> bool:
    """Whether an item of the form is worth what it is only within a group."""
    return any(item.needs_cohort for _, item in form.items())


def cohorts_for(
    subject: Subject, scorer: str = "", entries: Entries | None = None
) -> dict[str, rules.Cohort]:
    """The groups for compared items: same campaign, class and deciding committee; empty where nothing is compared.

    Complete sheets of the scorers that count. With entries, what is about to be kept for this subject and scorer stands
    in for what is.
    """
    form = subject.form
    if not compares(form):
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


def affected_by(subject: Subject) -> SubjectQuerySet:
    """Whose totals follow from a change to this one's sheet: its own, and the group's where items are compared."""
    if not compares(subject.form):
        return Subject.objects.filter(pk=subject.pk)
    return Subject.objects.filter(
        campaign=subject.campaign_id, class_name=subject.class_name, committee=subject.committee_id
    )


def settle(chosen: SubjectQuerySet) -> int:
    """Bring totals and computed grades up to what the sheets say; how many changed. A decided one stays as decided."""
    subjects = list(chosen.filter(decided="").with_pack().prefetch_related("sheets__lines"))
    flags: dict[tuple[int, int], set[str]] = {}
    for flag in Flag.objects.standing().filter(campaign__in={one.campaign_id for one in subjects}):
        flags.setdefault((flag.campaign_id, flag.organisation_id), set()).add(flag.flag)
    cohorts: dict[tuple[int, str, int], dict[str, rules.Cohort]] = {}
    changed = []
    for one in subjects:
        group = (one.campaign_id, one.class_name, one.committee_id)
        if group not in cohorts:
            cohorts[group] = cohorts_for(one)
        found = frozenset(flags.get((one.campaign_id, one.organisation_id), ()))
        judged, _ = judge_or_missing(one, found, cohorts[group])
        total, computed = (storable(judged.total), judged.grade) if judged else (None, "")
        if (one.total, one.computed) != (total, computed):
            one.total, one.computed = total, computed
            changed.append(one)
    Subject.objects.bulk_update(changed, ["total", "computed"], batch_size=200)
    return len(changed)
