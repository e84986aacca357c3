"""Write the demonstration county into an empty store: all of it, or nothing.

Two campaigns run through the same code: the finished one of 2012, whose decided grades are the published ones, and one
that is under way, so that there is something to do.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jiceng import packs
from jiceng.demo import county, scores
from jiceng.kernel import sheet as rules
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.services import sheet as services
from jiceng.store.fields import storable
from jiceng.store.models import Adoption, Campaign, Line, Organisation, Person, Post, Sheet, Subject, User
from jiceng.store.register import add_organisations

SEED = 2012
PACK = "jilin-2012-grading"
# The figures of 000-1, adopted as a local setting: 000-4 names the grades and gives no shares.
SETTINGS = {"good-quota": {"at_most": "0.20"}, "poor-share": {"about": "0.10"}}

# The published result of one county: 533 organisations.
PUBLISHED = {"好": 54, "较好": 323, "一般": 107, "较差": 49}

FINISHED = "2012年基层党组织分类定级（演示）"
OPENED, DUE, CLOSED = date(2012, 3, 18), date(2012, 4, 20), date(2012, 4, 25)
IN_POST_SINCE = date(2012, 1, 1)

# username -> the role of its post
ACCOUNTS = {
    "county": "county-officer",
    "town": "reviewer",
    "branch": "secretary",
}
TOWN = "360982100"  # whose reviewer and whose first village secretary can sign in

# Where a total of each grade usually lies, a little inside its band: (least, most likely, most).
TOTALS = {"好": (90, 92, 97.5), "较好": (80.5, 85, 89.5), "一般": (61, 71, 79), "较差": (43, 54, 59.5)}

State = Literal["none", "begun", "complete"]
Say = Callable[[str, Mapping[str, Any]], None]  # a code of `jiceng.phrases` and its facts


@dataclass(frozen=True)
class Plan:
    """What becomes of one subject: the grade its score gives, and what the committee makes of it ("" = not yet)."""

    computed: str
    own: State = "complete"
    assessment: State = "complete"
    decided: str = ""
    reason: str = ""
    explained: bool = False


@dataclass(frozen=True)
class Calendar:
    own_on: date
    assessed_on: date
    decided_on: date


# Decided otherwise than computed (G-14), each with its reason: computed, decided, why.
DEVIATIONS = (
    ("好", "较好", "年内有一起信访积案未化解，会议研究不评为好"),
    ("好", "较好", "“好”的名额已满，按总分排序后调整"),
    ("好", "较好", "班子换届刚满半年，工作还需再看一年"),
    ("好", "较好", "安全生产检查被通报，会议研究降低一个等次"),
    ("较好", "一般", "考核后查实一件财务公开不实，会议研究降低一个等次"),
    ("较好", "一般", "群众反映集中的饮水问题考核时仍未解决"),
    ("一般", "较好", "扣分集中在场所面积，新活动室已建成，会议研究按较好定级"),
    ("一般", "较好", "抗洪抢险中表现突出，受到上级表彰，会议研究提高一个等次"),
    ("较差", "一般", "新任书记到任三个月，整改已见成效，会议研究按一般定级"),
)
EXPLANATIONS = {
    "好": "班子团结有力，制度健全，{name}年度重点工作全部完成，群众满意度在同类组织中靠前。",
    "较差": "主要问题是{problems}。已确定联系领导和整改期限，年内复查。",
}


def is_loaded() -> bool:
    """Whether the store holds the demonstration county.

    Raises Refusal "demo.store-in-use" when it holds organisations of somebody else: nothing is ever mixed with those.
    """
    top = Organisation.objects.filter(parent=None).values_list("code", flat=True).first()
    if top is None:
        return False
    if not Campaign.objects.filter(title=FINISHED, organisation__code=top).exists():
        raise Refusal("demo.store-in-use", top=top)
    return True


def set_passwords(passwords: Mapping[str, str]) -> None:
    """Let the accounts open with these passwords; one that does already is left alone."""
    for user in User.objects.filter(username__in=[name for name in ACCOUNTS if name in passwords]):
        if not user.check_password(passwords[user.username]):
            user.set_password(passwords[user.username])
            user.save(update_fields=["password"])


def accounts() -> list[tuple[Post, str]]:
    """Who can sign in: the post, with its person and organisation, and the username; from the county down."""
    found = Post.objects.filter(person__users__username__in=ACCOUNTS, role__in=ACCOUNTS.values())
    order = list(ACCOUNTS)
    return sorted(
        ((post, post.person.users.get().username) for post in found.select_related("person", "organisation")),
        key=lambda told: order.index(told[1]),
    )


@transaction.atomic
def load(*, on: date, passwords: Mapping[str, str], say: Say = lambda code, facts: None) -> None:
    """Write the county, its people and both campaigns.

    passwords: username of ACCOUNTS -> password; an account left out cannot sign in.
    Raises Refusal "demo.store-in-use".
    """
    if is_loaded():
        raise Refusal("demo.store-in-use", top="")
    rng = random.Random(SEED)
    pack = packs.load(PACK)
    units = county.units(rng)
    organisations = add_organisations(
        (
            one.parent,
            Organisation(
                code=one.code, name=one.name, form=one.form, kind=one.kind, own_class=one.own_class,
                member_count=one.members, invented=one.invented,
            ),
        )
        for one in units
    )  # fmt: skip
    graded = [one for one in organisations if one.kind]
    members = sum(one.member_count or 0 for one in graded)
    facts = {"committees": len(organisations) - len(graded) - 1, "graded": len(graded), "members": members}
    say("demo.register", {"name": organisations[0].name} | facts)
    users = _people(organisations, passwords, rng)
    officer = users["county"]
    adoption = Adoption.objects.create(
        organisation=organisations[0], pack=PACK, version=pack.version, settings=SETTINGS, adopted_on=OPENED
    )

    finished = services.open_campaign(adoption=adoption, title=FINISHED, by=officer, on=OPENED, due_on=DUE)
    calendar = Calendar(date(2012, 3, 28), date(2012, 4, 6), date(2012, 4, 12))
    subjects = _subjects(finished)
    _fill(finished, subjects, _published(subjects, rng), users, calendar, rng)
    finished.closed_on = CLOSED
    finished.save(update_fields=["closed_on"])
    counts = [f"{grade} {count}" for grade, count in PUBLISHED.items()]
    say("demo.finished", {"title": FINISHED, "grades": counts})

    running = services.open_campaign(
        adoption=adoption,
        title=f"{on.year}年基层党组织分类定级（演示）",
        by=officer,
        on=on - timedelta(days=14),
        due_on=on + timedelta(days=30),
    )
    calendar = Calendar(on - timedelta(days=8), on - timedelta(days=3), on - timedelta(days=1))
    subjects = _subjects(running)
    plans = _under_way(subjects, rng)
    _fill(running, subjects, plans, users, calendar, rng)
    scored = sum(one.assessment == "complete" for one in plans.values())
    counted = {"scored": scored, "left": len(plans) - scored}
    say("demo.running", {"title": running.title, "due_on": running.due_on.isoformat()} | counted)


def _subjects(campaign: Campaign) -> list[Subject]:
    found = campaign.subjects.select_related("organisation", "committee").order_by("organisation__path")
    return list(found)


# -- people -------------------------------------------------------------------------------------------


def _people(
    organisations: Sequence[Organisation], passwords: Mapping[str, str], rng: random.Random
) -> dict[str, User]:
    """Somebody in every post, each with an account; only those of ACCOUNTS can sign in.

    The answer: username -> user; usernames are those of ACCOUNTS or the code of the organisation.
    """
    names = county.names(rng)
    holders: list[tuple[str, str, Organisation]] = []
    taken: set[str] = set()
    for one in organisations:
        role = "county-officer" if one.parent_id is None else "secretary" if one.kind else "reviewer"
        account = next((name for name, wants in ACCOUNTS.items() if wants == role and name not in taken), "")
        here = (
            role == "county-officer"
            or one.code == TOWN
            or (one.kind == "village" and one.code.startswith(TOWN))
        )
        username = account if account and here else one.code
        taken.add(username)
        holders.append((username, role, one))
    people = Person.objects.bulk_create(
        [Person(name=next(names), invented=True) for _ in holders], batch_size=500
    )
    nobody = make_password(None)
    users = User.objects.bulk_create(
        [
            User(
                username=username,
                person=person,
                password=make_password(passwords[username]) if username in passwords else nobody,
            )
            for (username, _, _), person in zip(holders, people, strict=True)
        ],
        batch_size=500,
    )
    Post.objects.bulk_create(
        [
            Post(person=person, organisation=one, role=role, since_on=IN_POST_SINCE)
            for (_, role, one), person in zip(holders, people, strict=True)
        ],
        batch_size=500,
    )
    return {user.username: user for user in users} | {
        one.code: user for (_, _, one), user in zip(holders, users, strict=True)
    }


# -- what becomes of whom -----------------------------------------------------------------------------


def _published(subjects: Sequence[Subject], rng: random.Random) -> dict[int, Plan]:
    """Grades so that the decided result is the published one; some committees end up over the quota of 好."""
    decided = _grades(subjects, PUBLISHED, rng)
    plans = {
        one.pk: Plan(
            computed=decided[one.pk],
            decided=decided[one.pk],
            explained=decided[one.pk] in EXPLANATIONS and rng.random() < 0.7,
        )
        for one in subjects
    }
    for computed, grade, reason in DEVIATIONS:
        free = [
            one.pk
            for one in subjects
            if plans[one.pk].decided == grade
            and not plans[one.pk].reason
            and one.class_name in ("村", "机关")
        ]
        plans[rng.choice(free)] = Plan(computed=computed, decided=grade, reason=reason)
    return plans


def _grades(subjects: Sequence[Subject], counts: Mapping[str, int], rng: random.Random) -> dict[int, str]:
    """Exactly so many of each grade; the best more often in schools and organs, the poorest in small firms."""
    left = list(subjects)
    grades: dict[int, str] = {}

    def likely(one: Subject, grade: str) -> float:
        if grade == "好":
            return {"360982-W02": 2.6, "360982-W07": 2.0}.get(one.committee.code, 1.0)
        if grade == "较差":
            return {"企业": 1.9, "村": 1.3, "社会组织": 1.5}.get(one.class_name, 0.5)
        return 1.0

    most = max(counts, key=lambda grade: counts[grade])
    for grade, count in counts.items():
        if grade == most:
            continue
        # Weighted drawing without putting back: the largest of uniform ** (1 / weight).
        drawn = sorted(left, key=lambda one: (-(rng.random() ** (1 / likely(one, grade))), one.pk))[:count]
        grades |= {one.pk: grade for one in drawn}
        left = [one for one in left if one.pk not in grades]
    return grades | {one.pk: most for one in left}


def _under_way(subjects: Sequence[Subject], rng: random.Random) -> dict[int, Plan]:
    """About six in ten scored, unevenly by committee; a few committees have decided; the rest is somebody's work."""
    size = len(subjects)
    good, poor, ordinary = size * 12 // 100, size * 8 // 100, size * 20 // 100
    counts = {"好": good, "较好": size - good - poor - ordinary, "一般": ordinary, "较差": poor}
    grades = _grades(subjects, counts, rng)
    committees = list(dict.fromkeys(one.committee.code for one in subjects))
    reach = {code: rng.choice((1.0, 0.85, 0.75, 0.65, 0.55, 0.4, 0.2)) for code in committees} | {TOWN: 0.6}
    full = [code for code in committees if reach[code] == 1.0]
    plans: dict[int, Plan] = {}
    first = next(
        one.pk for one in subjects if one.committee.code == TOWN and one.organisation.kind == "village"
    )
    for one in subjects:
        computed = grades[one.pk]
        code = one.committee.code
        if one.pk == first:
            plans[one.pk] = Plan(computed, own="begun", assessment="none")
        elif rng.random() < reach[code]:
            decided = computed if code in full[::2] else ""
            plans[one.pk] = Plan(computed, decided=decided, explained=decided in EXPLANATIONS)
        else:
            own: State = rng.choice(("complete", "complete", "begun", "none"))
            plans[one.pk] = Plan(computed, own=own, assessment=rng.choice(("none", "none", "begun")))
    return plans


# -- sheets -------------------------------------------------------------------------------------------


def _fill(
    campaign: Campaign,
    subjects: Sequence[Subject],
    plans: Mapping[int, Plan],
    users: Mapping[str, User],
    calendar: Calendar,
    rng: random.Random,
) -> None:
    """Sheets, lines, totals, decisions: in bulk, and every figure through the rules of the campaign."""
    scheme = campaign.scheme
    words = scores.words(campaign.opened_on.year)
    own = scheme.self_assessment.scorer if scheme.self_assessment else "self"
    counted = scheme.scorers.counted()[0].key
    sheets: list[tuple[Sheet, Mapping[str, rules.Entry]]] = []
    for one in subjects:
        plan = plans[one.pk]
        form = scheme.form(one.class_name)
        entries = _entries(form, one, plan.computed, words, rng)
        secretary, reviewer = users[one.organisation.code], users[one.committee.code]
        complete: dict[str, Mapping[str, rules.Entry]] = {}
        for scorer, state, by, day, found in (
            (own, plan.own, secretary, calendar.own_on, scores.milder(entries, rng)),
            (counted, plan.assessment, reviewer, calendar.assessed_on, entries),
        ):
            if state == "none":
                continue
            if state == "begun":
                found = dict(list(found.items())[: 1 + len(found) // 2])
            total = storable(rules.score(form, found, class_name=one.class_name).total)
            stated = scheme.need_bands().grade(total).grade if scorer == own and state == "complete" else ""
            sheet = Sheet(
                subject=one, scorer=scorer, filled_by=by, filled_on=day, complete=state == "complete", total=total,
                opinion=stated,
            )  # fmt: skip
            sheets.append((sheet, found))
            if state == "complete":
                complete[scorer] = found
        if counted in complete:
            _judge(one, scheme, complete, plan, reviewer, calendar)
    Sheet.objects.bulk_create([sheet for sheet, _ in sheets], batch_size=500)
    Line.objects.bulk_create(
        [
            Line(
                sheet=sheet, item=item, value=_text(entry), reason=entry.reason, points=entry.points,
                filled_by=sheet.filled_by, filled_on=sheet.filled_on,
            )
            for sheet, entries in sheets
            for item, entry in entries.items()
        ],
        batch_size=1000,
    )  # fmt: skip
    Subject.objects.bulk_update(
        [one for one in subjects if one.computed],
        ["total", "computed", "decided", "decision_reason", "decided_by", "decided_on", "explanation",
         "explained_by", "explained_on"],
        batch_size=100,
    )  # fmt: skip


def _entries(
    form: rules.Form, subject: Subject, grade: str, words: scores.Words, rng: random.Random
) -> dict[str, rules.Entry]:
    least, likely, most = TOTALS[grade]
    aim = rng.triangular(least, most, likely)
    low, high = max(least, aim - 1.5), min(most, aim + 1.5)
    return scores.draw(
        form,
        subject.class_name,
        low=Decimal(str(round(low, 1))),
        high=Decimal(str(round(high, 1))),
        members=subject.organisation.member_count or 0,
        words=words,
        rng=rng,
    )


def _text(entry: rules.Entry) -> str:
    return short(entry.value) if isinstance(entry.value, Decimal) else entry.value


def _judge(
    subject: Subject,
    scheme: rules.Scheme,
    complete: Mapping[str, Mapping[str, rules.Entry]],
    plan: Plan,
    reviewer: User,
    calendar: Calendar,
) -> None:
    judged = scheme.judge(rules.Subject(subject.class_name, complete))
    if judged.grade != plan.computed:
        raise AssertionError(
            f"{subject.organisation.code}: {judged.grade} from the rules, {plan.computed} planned"
        )
    subject.total, subject.computed = storable(judged.total), judged.grade
    if not plan.decided:
        return
    scheme.decide(judged, plan.decided, reason=plan.reason)
    subject.decided, subject.decision_reason = plan.decided, plan.reason
    subject.decided_by, subject.decided_on = reviewer, calendar.decided_on
    if plan.explained:
        problems = "；".join(_problems(complete))
        text = EXPLANATIONS[plan.decided]
        subject.explanation = text.format(name=f"{calendar.decided_on.year - 1}", problems=problems)
        subject.explained_by, subject.explained_on = reviewer, calendar.decided_on


def _problems(complete: Mapping[str, Mapping[str, rules.Entry]]) -> Iterator[str]:
    entries = list(complete.values())[-1]
    for entry in list(entries.values())[:3]:
        yield entry.reason
