"""door: what is asked before an event under a mechanism begins, once and in one order.

    rule         is there such a mechanism, of this word?     Refusal "door.no-such-rule"
    permission   may this person do it here?                   Forbidden
    place        is it kept for this organisation?             Refusal "door.wrong-place"
    lock         the committee's track is held until the end of the transaction
    running      the campaign is not closed                    Refusal "campaign.closed"
    in its step  as `When` says                                Refusals of `standing.check_now`

The rule comes first because it says who may. What is done later to a thing that is there already, an item, a return, a
notice, holds that thing's own row and asks its own side.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from jiceng.access import checks
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.word import Rule
from jiceng.services import standing
from jiceng.store.models import Campaign, Organisation, Subject, User

AnyRule = TypeVar("AnyRule", bound=Rule)
# now: only in the steps that await it. not-over: or before them. late: or once everything is filed, where it may still
# come to be owed. any: whatever the step.
When = Literal["now", "not-over", "late", "any"]


@dataclass(frozen=True)
class Entered(Generic[AnyRule]):
    """What is known behind the door. name: of the mechanism. committee: whose track is held; None = the county's.

    subject: the graded organisation it is about, where it is about one.
    """

    rule: AnyRule
    name: str
    committee: Organisation | None
    subject: Subject | None


def enter(
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    word: type[AnyRule],
    *,
    permission: str | Callable[[AnyRule], str],
    by: User,
    when: When = "now",
    closed: bool = False,
) -> Entered[AnyRule]:
    """Through the door. permission: a verb of `access.checks`, or what the rule says it is.

    closed: also once the campaign is closed; then the event asks itself what still may be done.

    Raises Forbidden and the refusals named above.
    """
    rule = rule_at(campaign, mechanism, word)
    checks.check(by, permission if isinstance(permission, str) else permission(rule), organisation)
    committee, subject = place_of(campaign, mechanism, organisation)
    standing.hold_track(campaign, committee)
    if not closed:
        check_running(campaign)
    check_step(campaign, committee, mechanism, when)
    return Entered(rule, campaign.title_of(mechanism), committee, subject)


def enter_graded(
    subject: Subject, mechanism: str, *, permission: str, by: User, when: When = "now", closed: bool = False
) -> Subject:
    """The same for what is done to a graded organisation itself: its row is held too, and returned as it is now.

    mechanism: whose step it is; "" = of no step. Raises Forbidden, Refusal "campaign.closed", and those of
    `standing.check_now`.
    """
    checks.check(by, permission, subject.organisation)
    standing.hold_track(subject.campaign, subject.committee)
    # Read again with its campaign, which somebody may have closed since the page was read.
    subject = locked(subject)
    if not closed:
        check_running(subject.campaign)
    check_step(subject.campaign, subject.committee, mechanism, when)
    return subject


def check_step(
    campaign: Campaign, committee: Organisation | None, mechanism: str, when: When = "now"
) -> None:
    """Whether the step is one in which a mechanism is done. Raises the refusals of `standing.check_now`."""
    if when == "now":
        standing.check_now(campaign, committee, mechanism)
    elif when == "not-over":
        standing.check_not_over(campaign, committee, mechanism)
    elif when == "late":
        standing.check_late(campaign, committee, mechanism)


def rule_at(campaign: Campaign, mechanism: str, word: type[AnyRule]) -> AnyRule:
    """The rule of a mechanism. Raises Refusal "door.no-such-rule" where it is none of this word."""
    rule = campaign.rules.get(mechanism)
    if not isinstance(rule, word):
        raise Refusal("door.no-such-rule", campaign=campaign.title)
    return rule


def place_of(
    campaign: Campaign, mechanism: str, organisation: Organisation
) -> tuple[Organisation | None, Subject | None]:
    """Whose track something at this organisation belongs to, and the graded organisation it is about.

    Raises Refusal "door.wrong-place" where the document has it elsewhere.
    """
    reach = campaign.rules[mechanism].reach
    if reach == "county":
        if organisation.pk == campaign.organisation_id:
            return None, None
    elif reach == "committee":
        if Subject.objects.filter(campaign=campaign, committee=organisation).exists():
            return organisation, None
    else:
        graded = Subject.objects.standing().filter(campaign=campaign, organisation=organisation)
        subject = graded.select_related("organisation", "committee").first()
        if subject is not None:
            return subject.committee, subject
    raise wrong_place(campaign, mechanism, organisation)


def wrong_place(campaign: Campaign, mechanism: str, organisation: Organisation) -> Refusal:
    """That a mechanism is not this organisation's, and whose it is."""
    reach = Refusal(f"door.at-{campaign.rules[mechanism].reach}")
    name = campaign.title_of(mechanism)
    return Refusal("door.wrong-place", name=name, organisation=organisation.name, reach=reach)


def check_running(campaign: Campaign) -> None:
    """Raises Refusal "campaign.closed"."""
    if campaign.closed_on:
        raise Refusal("campaign.closed", campaign=campaign.title, closed_on=campaign.closed_on.isoformat())


def locked(subject: Subject) -> Subject:
    """The row of a graded organisation, held until the end of the transaction, as it is now."""
    rows = Subject.objects.select_for_update(of=("self",)).with_pack()
    return rows.select_related("organisation", "committee").get(pk=subject.pk)
