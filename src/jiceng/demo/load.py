"""Write the demonstration county into an empty store: all of it, or nothing.

Two campaigns run through the same code: the finished one of 2012, whose decided grades are the published ones, and one
that is under way in its third step and looks back at it.
"""

import base64
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import OperationalError, transaction
from django.urls import reverse

from jiceng.demo import ahead, ballots, county, finished
from jiceng.demo.finished import PUBLISHED
from jiceng.demo.finished import TITLE as FINISHED
from jiceng.demo.people import ACCOUNTS, COUNTY, TOWN, fill_posts
from jiceng.demo.running import Running
from jiceng.kernel.refusal import Refusal
from jiceng.services import factor
from jiceng.store.models import Campaign, Organisation, Post, Track, User
from jiceng.store.register import add_organisations

__all__ = [
    "ACCOUNTS", "COUNTY", "FINISHED", "PUBLISHED", "TOWN", "accounts", "ballots_to_see", "code_for", "is_loaded",
    "load", "set_passwords",
]  # fmt: skip

SEED = 2012
# What the register says of schools and hospitals in each campaign: a document has its own classes.
EDUCATION_HEALTH = ("学", "幼儿园", "卫生", "医院", "保健", "疾病", "疾控", "教研", "教师")
NOTED_IN_2012, NOTED_NOW = "事业单位", "教育卫生事业单位"

Say = Callable[[str, Mapping[str, Any]], None]  # a code of `jiceng.phrases` and its facts


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
    """Who can sign in: the post, with its person and organisation, and the username; in the order of ACCOUNTS."""
    of_accounts = Post.objects.filter(person__users__username__in=ACCOUNTS).select_related(
        "person", "organisation"
    )
    posts = {(post.role, post.organisation.code): post for post in of_accounts}
    return [(posts[place], username) for username, place in ACCOUNTS.items() if place in posts]


def ballots_to_see() -> list[tuple[str, str, dict[str, Any]]]:
    """A code of `jiceng.phrases`, the page and the facts: of the published board, and of the ballot that waits."""
    shown = []
    for code, page, event in (
        ("demo.board", "ballot-board", ballots.shown()),
        ("demo.to-hold", "ballot-event", ballots.ready()),
    ):
        if event is not None:
            tellers = [teller.username for teller in (event.teller1, event.teller2) if teller]
            facts = {"account": event.delegate.username, "tellers": tellers}
            place = {"organisation": event.subject.organisation.name}
            shown.append((code, reverse(page, args=[event.pk]), place | facts))
    return shown


def code_for(username: str, *, at: datetime) -> str:
    """What the phone of one of ACCOUNTS shows; the next digits where those of this half minute are used up.

    Raises Refusal "demo.not-a-demonstration", "demo.no-such-account", "demo.no-code", "demo.code-used".
    """
    try:
        there = is_loaded()
    except (Refusal, OperationalError):
        there = False
    if not there:
        raise Refusal("demo.not-a-demonstration")
    user = User.objects.filter(username=username, person__invented=True).first()
    if username not in ACCOUNTS or user is None:
        raise Refusal("demo.no-such-account", username=username, known=list(ACCOUNTS))
    second_factor = factor.of(user)
    if second_factor is None:
        raise Refusal("demo.no-code", username=username)
    step = factor.step_of(at)
    fresh = max(step, second_factor.last_step + 1)
    if fresh > step + factor.DRIFT:
        raise Refusal("demo.code-used", seconds=factor.STEP)
    return factor.hotp(base64.b32decode(second_factor.secret), fresh)


def load(*, on: date, passwords: Mapping[str, str], say: Say = lambda code, facts: None) -> None:
    """Write the county, its people and both campaigns; then hold the ballots of the running one.

    The ballots come after the commit: a box that closes makes the file of the database anew, which no transaction can.
    passwords: username of ACCOUNTS -> password; an account left out cannot sign in.
    Raises Refusal "demo.store-in-use".
    """
    running = _write(on, passwords, say)
    running.ballots.hold()
    say("demo.ballots", running.ballots.figures())


@transaction.atomic
def _write(on: date, passwords: Mapping[str, str], say: Say) -> Running:
    if is_loaded():
        raise Refusal("demo.store-in-use", top="")
    rng = random.Random(SEED)
    organisations = add_organisations(
        (
            unit.parent,
            Organisation(
                code=unit.code, name=unit.name, form=unit.form, kind=unit.kind, own_class=unit.own_class,
                member_count=unit.members, invented=unit.invented,
            ),
        )
        for unit in county.units(rng)
    )  # fmt: skip
    top = organisations[0]
    graded = [organisation for organisation in organisations if organisation.kind]
    members = sum(organisation.member_count or 0 for organisation in graded)
    facts = {"committees": len(organisations) - len(graded) - 1, "graded": len(graded), "members": members}
    say("demo.register", {"name": top.name} | facts)
    people = fill_posts(organisations, passwords, rng, on)

    before = finished.run(top, people, rng)
    counts = [f"{grade} {count}" for grade, count in PUBLISHED.items()]
    say("demo.finished", {"title": before.title, "grades": counts})

    _note_classes(organisations)
    running = Running(top, people, before, on, rng)
    running.assess_themselves()
    running.move("self-assessment", "to_assessment")
    running.assess()
    running.move("assessment", "to_committee")
    running.decide()
    running.move("committee", "to_notice")
    ahead.finish(running)
    say("demo.running", {"title": running.campaign.title, "steps": _standing(running.campaign)})
    return running


def _note_classes(organisations: list[Organisation]) -> None:
    """The document that applies now has a class of its own for schools and hospitals, noted in the register."""
    noted = [
        organisation
        for organisation in organisations
        if organisation.own_class == NOTED_IN_2012
        and any(word in organisation.name for word in EDUCATION_HEALTH)
    ]
    for organisation in noted:
        organisation.own_class = NOTED_NOW
    Organisation.objects.bulk_update(noted, ["own_class"], batch_size=100)


def _standing(campaign: Campaign) -> list[str]:
    """How many committees stand at each step, in words: 党委研究 23."""
    at = Counter(Track.objects.filter(campaign=campaign).values_list("step", flat=True))
    steps = campaign.steps.steps if campaign.steps else ()
    standing = [f"{step.name} {at[step.key]}" for step in steps if at[step.key]]
    return [*standing, f"已备案 {at['']}"] if at[""] else standing
