"""Who posts what for whom."""

from jiceng.kernel.notice import Notice as Rule
from jiceng.services.door import rule_at
from jiceng.store.models import Campaign, Notice, Organisation, Subject
from jiceng.store.sheet import SubjectQuerySet


def verb(rule: Rule) -> str:
    """Which permission posting asks. What the county posts for others is no business of the committee it is about."""
    return {"secretary": "notice.post-own", "county-officer": "notice.post-over"}.get(rule.by, "notice.post")


def is_read_below(notice: Notice) -> bool:
    """Whether those below read it without its code, as the document that it was posted under has it."""
    rule = notice.campaign.rules.get(notice.mechanism) if notice.campaign else None
    return notice.audience != "limited" or (isinstance(rule, Rule) and rule.is_circular)


def concerned(campaign: Campaign, rule: Rule, organisation: Organisation) -> SubjectQuerySet:
    """Whose results a notice is about when it is posted for this organisation; nobody when it is not posted for it."""
    subjects = Subject.objects.standing().filter(campaign=campaign)
    if rule.of == "each":
        return subjects.filter(organisation=organisation)
    if rule.of == "committee":
        return subjects.filter(committee=organisation)
    return subjects if organisation.pk == campaign.organisation_id else subjects.none()


def committee_behind(notice: Notice) -> Organisation | None:
    """The committee whose step a posted notice belongs to, though nobody it is about may be graded any more."""
    campaign = notice.campaign
    if campaign is None:
        return None
    rule = rule_at(campaign, notice.mechanism, Rule)
    if rule.of == "committee":
        return notice.organisation
    if rule.of == "county":
        return None
    subjects = Subject.objects.filter(campaign=campaign, organisation=notice.organisation)
    about = subjects.select_related("committee").first()
    return about.committee if about else None
