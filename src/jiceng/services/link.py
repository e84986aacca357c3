"""link: who helps whom, and whose team it is. Helpers with their visits, teams with their seats, pairs proposed.

Setting a first helper or team is bound to the step that awaits it; replacing one is not: a ledger of helpers is kept
current as long as the campaign lasts (R-07).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from jiceng.access import checks
from jiceng.kernel import link as rules
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.door import check_running, check_step, enter, rule_at, wrong_place
from jiceng.services.item.holding import readable, who
from jiceng.store.models import Campaign, Link, Organisation, Person, Subject, Team, TeamMember, User, Visit

NAME = 64


# -- helpers ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_link(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    kind: str,
    by: User,
    on: date,
    holder_name: str = "",
    holder_post: str = "",
    holder: Person | None = None,
    other: Organisation | None = None,
) -> Link:
    """Say who helps an organisation in one kind of help; whoever did so until now is kept with the day it ended.

    The same helper again changes nothing. Raises Forbidden, or Refusal "link.not-concerned",
    "link.holder-missing", "link.helps-itself", "link.helper-outside", "link.set-meanwhile", those of
    `kernel.link.check_link`, and those of the door.
    """
    entered = enter(
        campaign, mechanism, organisation, rules.Links, permission="link.set", by=by, when="any", closed=True
    )
    rule, name = entered.rule, entered.name
    assert entered.subject is not None  # helpers are set for each of the graded
    subject = _hold(entered.subject)
    flags = subject.flags() if rule.flags else frozenset()
    if not rule.concerns(class_name=subject.class_name, grade=subject.grade, flags=flags):
        facts = {"organisation": organisation.name, "grade": subject.grade or "—", "name": name}
        raise Refusal("link.not-concerned", **facts, clause=rule.clause)
    holder_name = readable(holder_name or (holder.name if holder else ""), NAME)
    holder_post = readable(holder_post, NAME)
    if other is None and not has_reason(holder_name):
        raise Refusal("link.holder-missing", kind=rule.kind(kind).name)
    if other is not None:
        _check_other(campaign, organisation, other)
    else:
        post = rules.check_of_team(rule, team_of(campaign, rule), holder_name, kind=kind)
        holder_post = post or holder_post
    rules.check_link(
        rule,
        kind,
        holder_post=holder_post,
        is_organisation=other is not None,
        organisation_kind=other.kind if other else "",
    )
    columns = {"holder_name": holder_name, "holder_post": holder_post, "holder": holder, "other": other}
    return _replace(campaign, mechanism, subject, kind, by=by, on=on, told=columns)


@transaction.atomic
def end_link(*, link: Link, by: User, on: date) -> Link:
    """The help ends; it stays to be read, with its visits.

    Raises Forbidden, or Refusal "link.ends-before-start", "campaign.closed".
    """
    checks.check(by, "link.set", link.organisation)
    _check_running(link.campaign)
    links = Link.objects.select_for_update(of=("self",)).select_related("organisation", "other")
    link = links.get(pk=link.pk)
    if not link.current:
        return link
    if on < link.since_on:
        raise Refusal("link.ends-before-start", since=link.since_on.isoformat(), on=on.isoformat())
    Link.objects.filter(pk=link.pk, current=True).update(current=None, until_on=on)
    link.refresh_from_db()
    audit.record("link.ended", by=by, on=on, target=link, path=link.organisation.path, kind=link.kind)
    return link


@transaction.atomic
def add_visit(*, link: Link, held_on: date, note: str, by: User, on: date, form: str = "") -> Visit:
    """A visit or an exchange under a help (R-08, R-11, R-13): by the organisation helped, or by who set the help.

    form: one of those the document names, or "". The same again is one.
    Raises Forbidden, or Refusal "link.visit-without-note", "link.visit-not-then", "link.form-unknown",
    "campaign.closed".
    """
    if not checks.may(by, "record.own", link.organisation):
        checks.check(by, "link.set", link.organisation)
    _check_running(link.campaign)
    note = readable(note)
    if not has_reason(note):
        raise Refusal("link.visit-without-note")
    if not link.since_on <= held_on <= (link.until_on or on) or held_on > on:
        raise Refusal("link.visit-not-then", on=held_on.isoformat(), since=link.since_on.isoformat())
    rule = link.campaign.rules.get(link.mechanism) if link.campaign else None
    known = rule.forms if isinstance(rule, rules.Pairing) else ()
    form = readable(form, 32)
    if form and known and form not in known:
        raise Refusal("link.form-unknown", form=form, known=known)
    Link.objects.select_for_update(of=("self",)).get(pk=link.pk)
    there = link.visits.filter(on=held_on, note=note, form=form).first()
    if there is not None:
        return there
    visit = Visit.objects.create(link=link, on=held_on, note=note, form=form, by=by)
    audit.record(
        "link.visited", by=by, on=on, target=visit, path=link.organisation.path, held_on=held_on.isoformat(),
        form=form, about={"note": note},
    )  # fmt: skip
    return visit


# -- pairs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """A pair as the rules propose it, for a person to accept (R-13). pair: with the three similarities."""

    lagging: Subject
    advanced: Subject
    pair: rules.Pair


def propose_pairs(*, campaign: Campaign, mechanism: str) -> list[Proposal]:
    """One advanced organisation for every lagging one that has none yet; nobody helps two. Nothing is written.

    Resources are the departments that work with an organisation now. Raises Refusal "link.not-helpers".
    """
    rule = rule_at(campaign, mechanism, rules.Pairing)
    graded = Subject.objects.standing().filter(campaign=campaign).exclude(decided="")
    by_code = {
        subject.organisation.code: subject for subject in graded.select_related("organisation", "committee")
    }
    current = Link.objects.current().filter(campaign=campaign)
    departments: dict[int, set[str]] = {}
    paired: set[int] = set()
    for organisation, other, other_name, key in current.exclude(other=None).values_list(
        "organisation", "other", "other__name", "mechanism"
    ):
        if key == mechanism:
            paired |= {organisation, other}
        else:
            departments.setdefault(organisation, set()).add(other_name)
    places = [
        rules.Place(
            code=code,
            grade=subject.decided,
            kind=subject.organisation.own_class or subject.organisation.kind,
            path=subject.organisation.path,
            resources=frozenset(departments.get(subject.organisation_id, ())),
        )
        for code, subject in by_code.items()
        if subject.organisation_id not in paired
    ]
    pairs = rules.propose_pairs(rule, places)
    proposals = [Proposal(by_code[pair.lagging], by_code[pair.advanced], pair) for pair in pairs]
    return sorted(proposals, key=lambda proposal: proposal.lagging.organisation.path)


@transaction.atomic
def accept_pair(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    helper: Organisation,
    by: User,
    on: date,
) -> Link:
    """Two organisations become a pair, one the rules proposed or another. Both rows are held, so that nobody helps two.

    Raises Forbidden, or Refusal "link.not-helpers", "link.pair-grades", "link.pair-taken", "link.set-meanwhile",
    "campaign.closed" and those of `standing.check_now`.
    """
    checks.check(by, "link.set", organisation)
    rule = rule_at(campaign, mechanism, rules.Pairing)
    lagging, advanced = _subject(campaign, organisation), _subject(campaign, helper)
    standing.hold_track(campaign, lagging.committee)
    for subject in sorted((lagging, advanced), key=lambda subject: subject.pk):
        _hold(subject)
    lagging, advanced = _hold(lagging), _hold(advanced)
    if lagging.decided not in rule.lagging or advanced.decided not in rule.advanced:
        raise Refusal(
            "link.pair-grades", advanced=rule.advanced, lagging=rule.lagging, helper=helper.name,
            helper_grade=advanced.decided or "—", organisation=organisation.name, grade=lagging.decided or "—",
        )  # fmt: skip
    of = Link.objects.current().filter(campaign=campaign, mechanism=mechanism)
    there = (
        of.filter(Q(organisation=organisation) | Q(other=helper))
        .select_related("organisation", "other")
        .first()
    )
    if there is not None:
        if (there.organisation_id, there.other_id) == (organisation.pk, helper.pk):
            return there
        taken = there.other.name if there.other else there.holder_name
        raise Refusal("link.pair-taken", helper=taken, organisation=there.organisation.name)
    columns = {"holder_name": "", "holder_post": "", "holder": None, "other": helper}
    kind = rule.name or campaign.title_of(mechanism)[:32]
    return _replace(campaign, mechanism, lagging, kind, by=by, on=on, told=columns)


# -- teams ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_team(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    name: str,
    members: Sequence[rules.InSeat],
    by: User,
    on: date,
) -> Team:
    """A team with everybody in it (G-06, G-38, R-15, X-02, I-11). One of the same name gets these members instead.

    Raises Forbidden, or Refusal "link.team-name-missing", "link.team-dissolved", those of
    `kernel.link.check_team`, and those of the door.
    """
    entered = enter(
        campaign, mechanism, organisation, rules.Team, permission=_setting, by=by, when="any", closed=True
    )
    rule, committee = entered.rule, entered.committee
    if rule.of == "committee" and organisation.pk not in committees_of(campaign, rule):
        raise wrong_place(campaign, mechanism, organisation)
    name = readable(name, 128)
    if not has_reason(name):
        raise Refusal("link.team-name-missing")
    seated = [
        rules.InSeat(readable(member.name, NAME), member.seat.strip(), readable(member.post, NAME))
        for member in members
    ]
    rules.check_team(rule, [member for member in seated if member.name], name=name)
    of = Team.objects.select_for_update(of=("self",)).filter(campaign=campaign, mechanism=mechanism)
    team = of.filter(organisation=organisation, name=name).first()
    places = [seat.name for seat in rule.seats]
    wanted = sorted(
        ((member.name, member.seat, member.post) for member in seated if member.name),
        key=lambda row: places.index(row[1]),
    )
    if team is not None:
        if team.dissolved_on:
            raise Refusal("link.team-dissolved", name=name, on=team.dissolved_on.isoformat())
        if sorted(team.members.values_list("name", "capacity", "post_name")) == sorted(wanted):
            return team
        check_running(campaign)
        team.members.all().delete()
    else:
        check_running(campaign)
        check_step(campaign, committee, mechanism)
        try:
            with transaction.atomic():
                team = Team.objects.create(
                    campaign=campaign, mechanism=mechanism, organisation=organisation, name=name, made_by=by,
                    made_on=on,
                )  # fmt: skip
        except IntegrityError:
            raise Refusal("link.team-made-meanwhile", name=name) from None
    TeamMember.objects.bulk_create(
        [TeamMember(team=team, name=person, capacity=seat, post_name=post) for person, seat, post in wanted]
    )
    seats = "；".join(f"{seat}：{person}（{post}）" for person, seat, post in wanted)
    audit.record(
        "team.set", by=by, on=on, target=team, path=organisation.path, mechanism=mechanism, name=name,
        count=len(wanted), about={"members": seats},
    )  # fmt: skip
    return team


@transaction.atomic
def dissolve_team(*, team: Team, by: User, on: date) -> Team:
    """The team's work is over; it stays to be read. Raises Forbidden, or Refusal "campaign.closed"."""
    assert team.campaign is not None  # every team has one, until standing work has none
    rule = rule_at(team.campaign, team.mechanism, rules.Team)
    checks.check(by, _setting(rule), team.organisation)
    check_running(team.campaign)
    if Team.objects.standing().filter(pk=team.pk).update(dissolved_on=max(on, team.made_on)):
        audit.record("team.dissolved", by=by, on=on, target=team, path=team.organisation.path)
    team.refresh_from_db()
    return team


def _setting(rule: rules.Team) -> str:
    """Which permission setting up a team asks."""
    return "record.own" if rule.by == "secretary" else "team.set"


# -- what several of them ask -----------------------------------------------------------------------------------------


def _check_running(campaign: Campaign | None) -> None:
    """What outlives campaigns belongs to none."""
    if campaign is not None:
        check_running(campaign)


def _subject(campaign: Campaign, organisation: Organisation) -> Subject:
    subjects = Subject.objects.standing().filter(campaign=campaign, organisation=organisation)
    subject = subjects.select_related("organisation", "committee").first()
    if subject is None:
        raise Refusal("link.helper-outside", other=organisation.name, top=campaign.title)
    return subject


def _hold(subject: Subject) -> Subject:
    """Lock the row of the organisation that is helped: two people who set the same help come one after the other."""
    rows = Subject.objects.select_for_update(of=("self",)).select_related("organisation", "committee")
    row: Subject = rows.get(pk=subject.pk)
    return row


def _check_other(campaign: Campaign, organisation: Organisation, other: Organisation) -> None:
    if other.pk == organisation.pk:
        raise Refusal("link.helps-itself", organisation=organisation.name)
    if not other.is_under(campaign.organisation):
        raise Refusal("link.helper-outside", other=other.name, top=campaign.organisation.name)


def _replace(
    campaign: Campaign,
    mechanism: str,
    subject: Subject,
    kind: str,
    *,
    by: User,
    on: date,
    told: Mapping[str, Any],
) -> Link:
    """The current link of a kind, in the place of whatever was current until now; UNIQUE keeps it the only one."""
    organisation = subject.organisation
    of = Link.objects.current().filter(
        campaign=campaign, mechanism=mechanism, organisation=organisation, kind=kind
    )
    there = of.first()
    if there is not None:
        if all(getattr(there, name) == value for name, value in told.items()):
            return there
        if on < there.since_on:
            raise Refusal("link.ends-before-start", since=there.since_on.isoformat(), on=on.isoformat())
        of.filter(pk=there.pk).update(current=None, until_on=on)
    else:
        standing.check_late(campaign, subject.committee, mechanism)
    check_running(campaign)
    try:
        with transaction.atomic():
            link = Link.objects.create(
                campaign=campaign, mechanism=mechanism, organisation=organisation, kind=kind, since_on=on,
                made_by=by, **told,
            )  # fmt: skip
    except IntegrityError:
        theirs = of.select_related("made_by__person", "other").get()
        held_by = theirs.holder_name or (theirs.other.name if theirs.other else "")
        facts = {"organisation": organisation.name, "kind": kind, "holder": held_by}
        raise Refusal("link.set-meanwhile", **facts, who=who(theirs.made_by)) from None
    other = told["other"]
    audit.record(
        "link.set", by=by, on=on, target=link, path=organisation.path, mechanism=mechanism, kind=kind,
        other=other.code if isinstance(other, Organisation) else "", replaces=there.pk if there else None,
        about={"holder": f"{link.holder_name} {link.holder_post}".strip()},
    )  # fmt: skip
    return link


def team_of(campaign: Campaign, rule: rules.Links) -> list[rules.InSeat]:
    """Whoever the helpers of a rule are of: the county's team; nobody where the rule names none."""
    if not rule.team:
        return []
    members = TeamMember.objects.filter(
        team__in=Team.objects.standing().filter(
            campaign=campaign, mechanism=rule.team, organisation=campaign.organisation_id
        )
    )
    rows = members.order_by("team", "pk").values_list("name", "capacity", "post_name")
    return [rules.InSeat(*row) for row in rows]


def committees_of(campaign: Campaign, rule: rules.Team) -> set[int]:
    """The committees that have such a team, by what they decide on. One query."""
    kinds: dict[int, set[str]] = {}
    for committee, kind in Subject.objects.filter(campaign=campaign).values_list(
        "committee", "organisation__kind"
    ):
        kinds.setdefault(committee, set()).add(kind)
    return {committee for committee, below in kinds.items() if rule.concerns(below)}
