"""What the rules make of the stored lines; totals and computed grades follow every change of a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import prefetch_related_objects

from jiceng.kernel import sheet as rules
from jiceng.kernel.refusal import Refusal
from jiceng.store.fields import storable
from jiceng.store.models import Flag, Sheet, Subject
from jiceng.store.sheet import SubjectQuerySet

Entries = Mapping[str, rules.Entry]
MEASURE_MISSING = "sheet.measure-missing"


@dataclass(frozen=True)
class Elsewhere:
    """What a grade reads that is on no sheet: measures (satisfaction in per cent) and ratings, by their names."""

    measures: Mapping[str, Decimal] = field(default_factory=dict)
    ratings: Mapping[str, str] = field(default_factory=dict)


NOTHING = Elsewhere()


def judge(subject: Subject) -> rules.Judgement | None:
    """The subject as the rules see it, out of the stored lines; None until every sheet that counts is complete."""
    judged, _ = judge_or_missing(subject, subject.flags(), cohorts_for(subject), elsewhere(subject))
    return judged


def score_sheet(subject: Subject, scorer: str) -> rules.Score:
    """One scorer's sheet as it stands, complete or not; nothing recorded where there is no sheet.

    Raises Refusal where the stored lines no longer fit the rules.
    """
    sheet = subject.sheet(scorer)
    return score_entries(subject, sheet.entries(subject.form) if sheet else {}, scorer)


def judge_or_missing(
    subject: Subject,
    flags: frozenset[str],
    cohorts: Mapping[str, rules.Cohort],
    told: Elsewhere = NOTHING,
) -> tuple[rules.Judgement | None, list[str]]:
    """The judgement, or None and what is missing: scorers whose sheets are not complete, a measure a gate asks for."""
    scheme, form = subject.campaign.scheme, subject.form
    sheets = {sheet.scorer: sheet.entries(form) for sheet in subject.sheets.all() if sheet.complete}
    missing = [scorer.name for scorer in scheme.scorers.counted() if scorer.key not in sheets]
    if missing:
        return None, missing
    given = rules.Subject(subject.class_name, sheets, flags, told.measures, told.ratings)
    try:
        return scheme.judge(given, cohorts=cohorts), []
    except Refusal as refused:
        if refused.code != MEASURE_MISSING:
            raise
        return None, [refused.facts["name"]]  # a grade is asked for only once the ballot is counted


def elsewhere(subject: Subject) -> Elsewhere:
    """The measures and ratings of one subject; not a query where its document reads none."""
    scheme = subject.campaign.scheme
    measures = subject.measures.all() if reads_measures(scheme) else ()
    ratings = subject.ratings.all() if scheme.adopted else ()
    return Elsewhere(
        {measure.name: measure.value for measure in measures},
        {rating.name: rating.rating for rating in ratings},
    )


def reads_measures(scheme: rules.Scheme) -> bool:
    """Whether a gate of the scheme holds a figure against a limit that is set."""
    return any(gate.measure and gate.at_least is not None for gate in scheme.gates)


def score_entries(subject: Subject, entries: Entries, scorer: str) -> rules.Score:
    """One scorer's sheet judged by itself; refuses what the rules refuse."""
    return rules.score(
        subject.form,
        entries,
        class_name=subject.class_name,
        cohorts=cohorts_for(subject, scorer, entries),
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
    counted = (
        [counted_scorer.key for counted_scorer in subject.campaign.scheme.scorers.counted()]
        if entries is None
        else [scorer]
    )
    sheets = Sheet.objects.filter(
        complete=True,
        scorer__in=counted,
        subject__campaign=subject.campaign_id,
        subject__class_name=subject.class_name,
        subject__committee=subject.committee_id,
    )
    if entries is not None:
        sheets = sheets.exclude(subject=subject)
    cohort: list[Entries] = [sheet.entries(form) for sheet in sheets.prefetch_related("lines")]
    return rules.cohorts_of(form, cohort if entries is None else [*cohort, entries])


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
    # A document without sheets computes no grade, whatever is measured in it.
    subjects = [subject for subject in subjects if subject.campaign.scheme.forms]
    prefetch_related_objects(
        [subject for subject in subjects if reads_measures(subject.campaign.scheme)], "measures"
    )
    prefetch_related_objects([subject for subject in subjects if subject.campaign.scheme.adopted], "ratings")
    flags: dict[tuple[int, int], set[str]] = {}
    for flag in Flag.objects.standing().filter(campaign__in={subject.campaign_id for subject in subjects}):
        flags.setdefault((flag.campaign_id, flag.organisation_id), set()).add(flag.flag)
    cohorts: dict[tuple[int, str, int], dict[str, rules.Cohort]] = {}
    changed = []
    for subject in subjects:
        group = (subject.campaign_id, subject.class_name, subject.committee_id)
        if group not in cohorts:
            cohorts[group] = cohorts_for(subject)
        findings = frozenset(flags.get((subject.campaign_id, subject.organisation_id), ()))
        judged, _ = judge_or_missing(subject, findings, cohorts[group], elsewhere(subject))
        total, computed = (storable(judged.total), judged.grade) if judged else (None, "")
        if (subject.total, subject.computed) != (total, computed):
            subject.total, subject.computed = total, computed
            changed.append(subject)
    Subject.objects.bulk_update(changed, ["total", "computed"], batch_size=200)
    return len(changed)
