"""Items are opened: one by hand, one for everybody a ledger concerns, or all of a list that was handed in.

Opening is bound to the step that awaits the ledger; what happens to an item afterwards is not: rectification goes on
when the procedure has moved on, and open items stay in sight until they are closed (R-20).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from jiceng.access import checks, scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.contents import Said
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.item import Ledger, check_plan
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import narrow, same_name
from jiceng.services import audit, standing
from jiceng.services.dates import effect_on
from jiceng.services.door import check_running, enter, rule_at
from jiceng.services.item.holding import add_event, check_own_plan, day, ledger_at, readable
from jiceng.store.models import Campaign, Flag, Item, ItemEvent, Organisation, Post, Subject, User
from jiceng.store.register import ancestor_paths

TITLE = 200  # characters of a title
OWNER = 64
MOST_ROWS = 2000  # of a list at a time


@dataclass(frozen=True)
class Handed:
    """One row of a list as handed in. row: its number in the table. code or name says which organisation."""

    row: int
    code: str
    name: str
    title: str


@dataclass
class Listed:
    """A list as read: what would be opened, and what is wrong, row by row. Nothing is opened while faults are left."""

    ready: list[tuple[Subject, str]] = field(default_factory=list)
    already: int = 0
    faults: list[tuple[int, Refusal]] = field(default_factory=list)


@transaction.atomic
def open_item(
    *,
    campaign: Campaign,
    mechanism: str,
    organisation: Organisation,
    title: str,
    by: User,
    on: date,
    said: Said | None = None,
    owner: str = "",
    due_on: date | None = None,
) -> Item:
    """Enter a problem, a task or a question into a ledger. The plan may come with it, or later (`plan_item`).

    Sent twice it is one item. Raises Forbidden, or Refusal "item.title-missing", "item.title-taken",
    "item.grade-not-decided", "item.not-concerned", those of `kernel.item.check_plan`, and those of the door.
    """
    if not may_open(by, rule_at(campaign, mechanism, Ledger), organisation, scope.posts(by)):
        raise Forbidden("item.open", organisation)
    entered = enter(campaign, mechanism, organisation, Ledger, permission="item.open", by=by, when="late")
    ledger, subject = entered.rule, entered.subject
    if subject is not None:
        subject = (
            Subject.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=subject.pk)
        )
        flags = subject.flags() if ledger.flags else frozenset()
        _check_concerned(ledger, campaign.title_of(mechanism), subject, flags)
    elif ledger.opens == "flag":
        _check_found(ledger, campaign, mechanism, organisation)
    title = readable(title, TITLE)
    if not has_reason(title):
        raise Refusal("item.title-missing")
    texts = {part: readable(text) for part, text in (said or {}).items() if text.strip()}
    owner = readable(owner, OWNER)
    there = Item.objects.open().filter(
        campaign=campaign, mechanism=mechanism, organisation=organisation, title=title
    ).first()  # fmt: skip
    if there is not None:
        if there.opened_by_id == by.pk and (there.said, there.owner_name, there.due_on) == (
            texts,
            owner,
            due_on,
        ):
            return there
        raise Refusal("item.title-taken", organisation=organisation.name, title=title)
    if texts or owner or due_on:
        name = campaign.title_of(mechanism)
        ledger = ledger_at(campaign, mechanism, organisation.pk)
        check_plan(ledger, texts, name=name, opened_on=on, due_on=due_on, owner=owner)
        check_own_plan(ledger, texts, campaign=campaign, key=mechanism, organisation=organisation)
    item = _numbered(
        Item(
            mechanism=mechanism, campaign=campaign, organisation=organisation, subject=subject, title=title,
            said=texts, owner_name=owner, due_on=due_on, opened_by=by, opened_on=on,
            effect_on=effect_on(campaign, mechanism, on),
        )
    )  # fmt: skip
    add_event(item, "opened", by=by, on=on, reason=title)
    if due_on:
        add_event(item, "planned", by=by, on=on)
    audit.record(
        "item.opened", by=by, on=on, target=item, path=organisation.path, mechanism=mechanism, number=item.number,
        due_on=day(due_on), about={"title": title},
    )  # fmt: skip
    return item


@transaction.atomic
def open_concerned(
    *, campaign: Campaign, mechanism: str, committee: Organisation, by: User, on: date, title: str = ""
) -> list[Item]:
    """One item for every organisation of a committee that the ledger concerns by its grade or a finding and that has
    none yet (R-03, R-07, R-14, R-24). title: what it is called; the ledger's own name when "".

    Done again it opens only what has come since. Raises Forbidden, or Refusal "item.nobody-concerned",
    "campaign.closed", and those of `standing.check_now`.
    """
    ledger = rule_at(campaign, mechanism, Ledger)
    posts = scope.posts(by)
    # Of several organisations it is the superior's; who may for each of them is asked below.
    if not any(post.role in checks.OFFICERS and committee.is_under(post.organisation) for post in posts):
        raise Forbidden("item.open", committee)
    standing.hold_track(campaign, committee)
    name = campaign.title_of(mechanism)
    if ledger.of == "committee":
        if Item.objects.filter(campaign=campaign, mechanism=mechanism, organisation=committee).exists():
            raise Refusal("item.nobody-concerned", committee=committee.name, name=name)
        return [
            open_item(
                campaign=campaign, mechanism=mechanism, organisation=committee, title=title or name[:TITLE], by=by,
                on=on,
            )
        ]  # fmt: skip
    subjects = Subject.objects.standing().filter(campaign=campaign, committee=committee)
    if ledger.opens == "grade":
        subjects = subjects.decided()
    flags = _flags(campaign) if ledger.flags else {}
    concerned = [
        subject
        for subject in subjects.select_for_update(of=("self",))
        .select_related("organisation")
        .order_by("organisation__path")
        if ledger.concerns(
            class_name=subject.class_name,
            grade=subject.decided,
            flags=flags.get(subject.organisation_id, frozenset()),
        )
    ]
    for subject in concerned:
        if not may_open(by, ledger, subject.organisation, posts):
            raise Forbidden("item.open", subject.organisation)
    standing.check_late(campaign, committee, mechanism)
    check_running(campaign)
    there = Item.objects.filter(
        campaign=campaign, mechanism=mechanism, organisation__in=[s.organisation_id for s in concerned]
    )
    having = set(there.values_list("organisation", flat=True))
    wanted = [
        (subject, readable(title, TITLE) or name[:TITLE])
        for subject in concerned
        if subject.organisation_id not in having
    ]
    if not wanted:
        raise Refusal("item.nobody-concerned", committee=committee.name, name=name)
    items = _open_all(campaign, ledger, mechanism, wanted, by=by, on=on)
    audit.record(
        "item.opened-for-all", by=by, on=on, target=campaign, path=committee.path, mechanism=mechanism,
        count=len(items), items=[item.pk for item in items],
    )  # fmt: skip
    return items


def read_list(*, campaign: Campaign, mechanism: str, rows: Sequence[Handed], by: User) -> Listed:
    """A list held against the register and the campaign; nothing is written. Everything wrong is named, row by row.

    What somebody does not see is unknown here too. Raises Refusal "item.list-empty", "item.list-too-long".
    """
    ledger = rule_at(campaign, mechanism, Ledger)
    if not rows:
        raise Refusal("item.list-empty")
    if len(rows) > MOST_ROWS:
        raise Refusal("item.list-too-long", count=len(rows), most=MOST_ROWS)
    posts = scope.posts(by)
    name = campaign.title_of(mechanism)
    seen = scope.subjects(by, held=posts).standing().filter(campaign=campaign)
    subjects = list(seen.select_related("organisation", "committee"))
    by_code = {subject.organisation.code: subject for subject in subjects}
    by_name: dict[str, list[Subject]] = {}
    for subject in subjects:
        by_name.setdefault(same_name(subject.organisation.name), []).append(subject)
    flags = _flags(campaign) if ledger.flags else {}
    there = set(
        Item.objects.open()
        .filter(campaign=campaign, mechanism=mechanism)
        .values_list("organisation", "title")
    )
    listed, first = Listed(), dict[tuple[int, str], int]()
    for row in rows:
        try:
            subject = _named(row, by_code, by_name)
            if not may_open(by, ledger, subject.organisation, posts):
                raise Refusal("item.organisation-outside", organisation=subject.organisation.name, name=name)
            _check_concerned(ledger, name, subject, flags.get(subject.organisation_id, frozenset()))
            title = readable(row.title, TITLE)
            if not has_reason(title):
                raise Refusal("item.title-missing")
            at = (subject.organisation_id, title)
            if at in first:
                raise Refusal(
                    "item.list-row-twice",
                    organisation=subject.organisation.name,
                    title=title,
                    first=first[at],
                )
            first[at] = row.row
        except Refusal as refused:
            listed.faults.append((row.row, refused))
            continue
        if at in there:
            listed.already += 1
        else:
            listed.ready.append((subject, title))
    return listed


@transaction.atomic
def open_listed(
    *, campaign: Campaign, mechanism: str, rows: Sequence[Handed], by: User, on: date
) -> list[Item]:
    """Open every row of a list, or none (R-22, R-23). What stands in the ledger already is left as it is.

    Raises Refusal "item.list-has-faults" (`read_list` names them), "campaign.closed", those of `standing.check_now`,
    and what `read_list` raises.
    """
    ledger = rule_at(campaign, mechanism, Ledger)
    first = read_list(campaign=campaign, mechanism=mechanism, rows=rows, by=by)
    committees = {subject.committee for subject, _ in first.ready}
    for committee in sorted(committees, key=lambda committee: committee.path):
        standing.hold_track(campaign, committee)
        standing.check_late(campaign, committee, mechanism)
    check_running(campaign)
    wanted = [subject.pk for subject, _ in first.ready]
    list(Subject.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    listed = read_list(campaign=campaign, mechanism=mechanism, rows=rows, by=by)
    if listed.faults:
        raise Refusal("item.list-has-faults", count=len(listed.faults))
    items = _open_all(campaign, ledger, mechanism, listed.ready, by=by, on=on)
    if items:
        audit.record(
            "item.list-opened", by=by, on=on, target=campaign, path=_above_all(items), mechanism=mechanism,
            count=len(items), items=[item.pk for item in items],
        )  # fmt: skip
    return items


def _above_all(items: Sequence[Item]) -> str:
    """The path of the lowest place that has all of these at or below it."""
    # Of paths in order the first and the last have the least in common.
    first, last = min(item.organisation.path for item in items), max(item.organisation.path for item in items)
    shared = [path for path in ancestor_paths(first) if last.startswith(path)]
    return shared[-1] if shared else ""


# -- who, where, which ------------------------------------------------------------------------------------------------


def may_open(by: User, ledger: Ledger, organisation: Organisation, held: Sequence[Post]) -> bool:
    """Those an item is about open it where the document leaves it to them; the superior may open everything."""
    if not checks.may(by, "item.open", organisation, held=held):
        return False
    return ledger.is_opened_by_its_own_side or checks.may(by, "item.verify", organisation, held=held)


def _check_concerned(ledger: Ledger, name: str, subject: Subject, flags: frozenset[str]) -> None:
    about = {"organisation": subject.organisation.name, "name": name}
    if ledger.opens == "grade" and not subject.decided:
        raise Refusal("item.grade-not-decided", **about)
    if not ledger.concerns(class_name=subject.class_name, grade=subject.decided, flags=flags):
        raise Refusal("item.not-concerned", **about, clause=ledger.clause)


def _check_found(ledger: Ledger, campaign: Campaign, mechanism: str, organisation: Organisation) -> None:
    """For a committee or the county: one of the findings that the ledger follows up stands."""
    flags = _flags(campaign).get(organisation.pk, frozenset())
    if not flags & set(ledger.flags):
        about = {"organisation": organisation.name, "name": campaign.title_of(mechanism)}
        raise Refusal("item.not-concerned", **about, clause=ledger.clause)


def _named(row: Handed, by_code: Mapping[str, Subject], by_name: Mapping[str, Sequence[Subject]]) -> Subject:
    """Which organisation a row means: by its code, and the name must then be of the same one; or by the name alone."""
    code, name = "".join(narrow(row.code).split()), row.name.strip()
    if code:
        if code not in by_code:
            raise Refusal("item.list-code-unknown", code=code)
        registered = by_code[code].organisation.name
        if name and same_name(name) != same_name(registered):
            raise Refusal("item.list-name-differs", code=code, registered=registered, value=name)
        return by_code[code]
    subjects = by_name.get(same_name(name), [])
    if len(subjects) > 1:
        raise Refusal("item.list-name-twice", value=name, count=len(subjects))
    if not subjects:
        raise Refusal("item.list-name-unknown", value=name)
    return subjects[0]


def _flags(campaign: Campaign) -> dict[int, frozenset[str]]:
    by_organisation: dict[int, set[str]] = {}
    for organisation, flag in (
        Flag.objects.standing().filter(campaign=campaign).values_list("organisation", "flag")
    ):
        by_organisation.setdefault(organisation, set()).add(flag)
    return {organisation: frozenset(flags) for organisation, flags in by_organisation.items()}


# -- numbers ----------------------------------------------------------------------------------------------------------


def _numbered(item: Item) -> Item:
    """The next number of the mechanism at the organisation; where somebody takes it first, the one after."""
    of = Item.objects.filter(organisation=item.organisation, mechanism=item.mechanism)
    for attempt in range(5):
        item.number = (of.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                item.save(force_insert=True)
            return item
        except IntegrityError:
            if attempt == 4 or not of.filter(number=item.number).exists():
                raise
    raise AssertionError("unreachable")


def _open_all(
    campaign: Campaign,
    ledger: Ledger,
    mechanism: str,
    wanted: Sequence[tuple[Subject, str]],
    *,
    by: User,
    on: date,
) -> list[Item]:
    """Many items at once: two inserts, however many. The subjects' rows are held, so the numbers stay free."""
    places = [subject.organisation_id for subject, _ in wanted]
    rows = Item.objects.filter(organisation__in=places, mechanism=mechanism).values_list("organisation")
    last: Counter[int] = Counter(dict(rows.annotate(last=Max("number"))))
    items = []
    effect = effect_on(campaign, mechanism, on)
    for subject, title in wanted:
        last[subject.organisation_id] += 1
        items.append(
            Item(
                mechanism=mechanism, campaign=campaign, organisation=subject.organisation, subject=subject,
                number=last[subject.organisation_id], title=title, effect_on=effect,
                opened_by=by, opened_on=on,
            )
        )  # fmt: skip
    Item.objects.bulk_create(items, batch_size=500)
    ItemEvent.objects.bulk_create(
        [ItemEvent(item=item, number=1, what="opened", by=by, on=on, reason=item.title) for item in items],
        batch_size=500,
    )
    return items
