"""What a return would say if it were sent now, and by when it is due. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from jiceng.kernel.duty import Figures, Looked, look_over
from jiceng.kernel.duty import Return as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.services import standing
from jiceng.services.dates import due_on
from jiceng.services.door import rule_at
from jiceng.services.duty.rows import Content, digest, poor, rows
from jiceng.store.models import Campaign, Objection, Organisation, Record, Return, Subject
from jiceng.store.sheet import SubjectQuerySet


@dataclass(frozen=True)
class Prepared:
    """A return as it would go up now. digest: of its content; named when it is sent, so that nobody sends unseen.

    due_on: the earliest deadline of all levels. stands: the one that is sent or accepted already.
    """

    campaign: Campaign
    mechanism: str
    organisation: Organisation
    receiver: Organisation
    rule: Rule
    content: Content
    figures: Figures
    looked: tuple[Looked, ...]
    digest: str
    due_on: date | None
    stands: Return | None

    @property
    def may_leave(self) -> bool:
        return all(check.holds for check in self.looked)


def whose(campaign: Campaign, rule: Rule, organisation: Organisation) -> SubjectQuerySet:
    """The organisations a sender speaks of: those a committee decides on, or for the county everybody.

    Raises Refusal "duty.return-not-by" for who sends none.
    """
    subjects = Subject.objects.filter(campaign=campaign)
    if rule.by != "county-officer":
        subjects = subjects.filter(committee=organisation)
        if subjects.exists():
            return subjects
        reach = Refusal("door.at-committee")
    else:
        if organisation.pk == campaign.organisation_id:
            return subjects
        reach = Refusal("door.at-county")
    name = next(campaign.title_of(key) for key, candidate in campaign.rules.items() if candidate is rule)
    raise Refusal("duty.return-not-by", name=name, reach=reach, organisation=organisation.name)


def prepare(*, campaign: Campaign, mechanism: str, organisation: Organisation, on: date) -> Prepared:
    """What a return would say if it were sent now; the same number of queries for any number of organisations."""
    rule = rule_at(campaign, mechanism, Rule)
    subjects = whose(campaign, rule, organisation)
    receiver = _receiver(campaign, organisation)
    scheme = campaign.scheme
    grades = scheme.grades
    lines = rows(campaign, subjects, on, zones_of=organisation)
    objections = open_objections(campaign, rule, organisation)
    content = Content(
        campaign=campaign.title,
        mechanism=campaign.title_of(mechanism),
        sender=organisation.name,
        receiver=receiver.name,
        year=campaign.opened_on.year,
        forms=rule.forms,
        grades=grades,
        classes=tuple(scheme.objects.names())
        if scheme.objects
        else tuple({line.class_name: 0 for line in lines}),
        focus=rule.focus,
        rows=tuple(lines),
        poor=tuple(poor(campaign, lines, grades[-1])) if grades else (),
        open_objections=objections,
        words=words(campaign, mechanism, organisation),
        report=_report(campaign, mechanism, organisation),
        sample=any(scheme.forms[line.class_name].sample for line in lines if line.class_name in scheme.forms),
        invented=organisation.invented,
        follows=campaign.follows.title if campaign.follows else "",
        department=rule.department,
    )
    figures = replace(
        figures_of(content, counted=_counted(subjects, grades)),
        against_findings=_against_findings(campaign, organisation, rule, on),
    )
    stands = (
        Return.objects.filter(campaign=campaign, mechanism=mechanism, organisation=organisation, pending=True)
        .select_related("sent_by__person", "answered_by__person", "receiver")
        .first()
    )
    return Prepared(
        campaign, mechanism, organisation, receiver, rule, content, figures,
        tuple(look_over(rule, figures)), digest(content.as_json()),
        due_on(campaign, mechanism, organisation.path), stands,
    )  # fmt: skip


def figures_of(content: Content, *, counted: Mapping[str, int] | None = None) -> Figures:
    """A return in numbers. counted: by grade, as the database counts them; the list is counted here, one by one."""
    listed = {grade: len(content.graded(grade)) for grade in content.grades}
    return Figures(
        due=len(content.rows),
        grades=listed if counted is None else counted,
        listed=listed,
        not_graded={row.name: row.not_graded for row in content.rows if row.not_graded},
        unexplained=tuple(row.name for row in content.rows if row.owes),
        open_objections=content.open_objections,
        undecided=tuple(row.name for row in content.rows if not row.grade and not row.not_graded),
    )


def _against_findings(
    campaign: Campaign, organisation: Organisation, rule: Rule, on: date
) -> tuple[str, ...]:
    """The names of organisations whose decided grade a finding does not allow, in tree order."""
    if not campaign.scheme.consequences:
        return ()
    whom = None if rule.by == "county-officer" else [organisation.pk]
    facts = standing.Facts(campaign, on, committees=whom)
    return tuple(
        member.name for member in facts.members if standing.against_finding(facts, member) is not None
    )


def words(campaign: Campaign, mechanism: str, organisation: Organisation) -> dict[str, str]:
    """What the office said last; {} before it said anything."""
    records = Record.objects.standing().filter(
        campaign=campaign, mechanism=mechanism, organisation=organisation
    )
    texts = records.order_by("-number").values_list("said", flat=True).first()
    return dict(texts or {})


def _receiver(campaign: Campaign, organisation: Organisation) -> Organisation:
    """Who answers: the county for its committees; for the county itself who stands above it, or it keeps it."""
    if organisation.pk != campaign.organisation_id:
        return campaign.organisation
    return organisation.parent or organisation


def _counted(subjects: SubjectQuerySet, grades: tuple[str, ...]) -> dict[str, int]:
    counts = dict(
        subjects.standing().decided().order_by().values_list("decided").annotate(number=Count("pk"))
    )
    return {grade: counts.get(grade, 0) for grade in grades}


def open_objections(campaign: Campaign, rule: Rule, organisation: Organisation) -> int:
    """Objections nobody has answered, or that were right and not heeded, about those a return speaks of."""
    waiting = Objection.objects.unsettled()
    if rule.by == "county-officer":
        return waiting.of_campaign(campaign.pk).count()
    return waiting.under(campaign.pk, organisation.pk).count()


def _report(
    campaign: Campaign, mechanism: str, organisation: Organisation
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What the sender put on record for this return: the records that its rule names."""
    keys = campaign.rules[mechanism].report
    if not keys:
        return ()
    records = Record.objects.standing().filter(
        campaign=campaign, organisation=organisation, mechanism__in=keys
    )
    written = records.order_by("held_on", "number").values_list("mechanism", "said")
    parts = {key: [part.name for part in campaign.rules[key].contents] for key in keys}
    return tuple(
        (campaign.title_of(key), tuple((name, texts[name]) for name in parts[key] if texts.get(name)))
        for key, texts in written
    )
