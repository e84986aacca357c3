"""account: who gets an account, and how somebody comes to a post and loses it.

A system administrator prepares, a security administrator approves; nobody does both, and nobody does either for
themselves. The system, security and audit administrators are three people, and none of them holds a post in content.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from jiceng.access import checks, scope
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.written import narrow
from jiceng.services import audit, signing
from jiceng.services.factor import code_now as code_now
from jiceng.store.models import Organisation, Person, Post, PostChange, SecondFactor, User

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
INVITED_FOR = 7  # days an invitation is good
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those taken for one another


def exclude_each_other(role: str, other: str) -> bool:
    """Whether nobody may hold both: an administrator of one kind holds no other post."""
    return role != other and (role in scope.ADMINISTRATORS or other in scope.ADMINISTRATORS)


def places(user: User, on: date) -> list[Organisation]:
    """Where an account belongs: the organisations of its posts; before the first, those it is asked for."""
    organisations = [post.organisation for post in _posts(user.person_id, on)]
    if organisations:
        return organisations
    asked = PostChange.objects.filter(person=user.person_id).select_related("organisation")
    return [change.organisation for change in asked]


def may_about(by: User, verb: str, user: User, on: date) -> bool:
    """Whether somebody may do this to an account: at every organisation it belongs to, or else it is not theirs."""
    posts, organisations = scope.posts(by), places(user, on)
    return bool(organisations) and all(checks.may(by, verb, place, held=posts) for place in organisations)


# -- accounts ------------------------------------------------------------------------------------------


@transaction.atomic
def make_account(
    *, username: str, name: str, organisation: Organisation, role: str, reason: str, by: User, on: date,
    email: str = "",
) -> tuple[User, str]:  # fmt: skip
    """A new account without a password, its first post asked for, and the code with which its owner opens it.

    Raises Forbidden; Refusal "account.username-unfit", "account.username-taken", "account.name-missing",
    "account.email-unfit", and what `ask_post` raises.
    """
    checks.check(by, "account.make", organisation)
    user = _new(username, name, email)
    audit.record(
        "account.made", by=by, on=on, target=user, path=organisation.path, username=user.username,
        about={"name": user.get_full_name()},
    )  # fmt: skip
    ask_post(person=_person(user), organisation=organisation, role=role, reason=reason, by=by, on=on)
    return user, invitation(user, on)


@transaction.atomic
def begin(
    *, organisation: Organisation, people: Mapping[str, tuple[str, str]], on: date
) -> dict[str, tuple[User, str]]:
    """The first three administrators of an installation, made where nobody could be asked yet.

    people: role -> (username, name), one for each of scope.ADMINISTRATORS. The answer: role -> account, invitation.
    Raises Refusal "account.begun-already" once there is any administrator, "account.three-people".
    """
    if Post.objects.filter(role__in=scope.ADMINISTRATORS).exists():
        raise Refusal("account.begun-already")
    if set(people) != set(scope.ADMINISTRATORS) or len(set(people.values())) != len(people):
        raise Refusal("account.three-people")
    made = {}
    for role, (username, name) in people.items():
        user = _new(username, name, "")
        Post.objects.create(person=_person(user), organisation=organisation, role=role, since_on=on)
        audit.record(
            "account.begun", by=user, on=on, target=user, path=organisation.path, role=role,
            about={"name": name},
        )  # fmt: skip
        made[role] = (user, invitation(user, on))
    return made


def invitation(user: User, on: date) -> str:
    """The code that opens an account once, as ABCD-EFGH-JKLM-NPQR; worth nothing after a password was set.

    It is computed and not kept: nobody reads it out of the database.
    """
    digest = salted_hmac("jiceng.invitation", f"{user.pk} {user.password} {on}", algorithm="sha256").digest()
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:16])
    return "-".join(code[at : at + 4] for at in range(0, 16, 4))


def is_invited(user: User, code: str, on: date) -> bool:
    """Whether the code opens this account today; small letters and missing dashes are forgiven."""
    if user.has_usable_password() or not user.is_active:
        return False
    typed = re.sub(r"[^A-Z0-9]", "", narrow(code).upper())
    days = [on - timedelta(days=ago) for ago in range(INVITED_FOR)]
    return any(constant_time_compare(invitation(user, day).replace("-", ""), typed) for day in days)


@transaction.atomic
def open_account(*, username: str, code: str, password: str, on: date) -> User:
    """The owner sets the first password.

    Raises Refusal "account.invitation-wrong"; ValidationError where the password is too weak.
    """
    user = User.objects.select_for_update().filter(username=username.strip().casefold()).first()
    if user is None or not is_invited(user, code, on):
        raise Refusal("account.invitation-wrong", days=INVITED_FOR)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("account.opened", by=user, on=on, target=user, path=_path(user, on))
    return user


@transaction.atomic
def invite_again(*, user: User, reason: str, by: User, on: date, at: datetime) -> str:
    """Take the password away and give a new invitation: for somebody who forgot it. Every session ends.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.reason-missing", "account.closed-already".
    """
    _check_about(by, "account.make", user, reason, on)
    if not user.is_active:
        raise Refusal("account.closed-already")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    signing.end_all(user=user, at=at)
    audit.record(
        "account.invited-again", by=by, on=on, target=user, path=_path(user, on), about={"reason": reason}
    )
    return invitation(user, on)


@transaction.atomic
def close_account(*, user: User, reason: str, by: User, on: date, at: datetime) -> None:
    """Nobody signs in with the account any more, and every session of it ends now.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.reason-missing", "account.closed-already".
    """
    _check_about(by, "account.close", user, reason, on)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Refusal("account.closed-already")
    user.is_active = False
    signing.end_all(user=user, at=at)
    audit.record("account.closed", by=by, on=on, target=user, path=_path(user, on), about={"reason": reason})


@transaction.atomic
def reopen_account(*, user: User, reason: str, by: User, on: date) -> None:
    """A security administrator lets a closed account sign in again.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.reason-missing", "account.not-closed".
    """
    _check_about(by, "account.approve", user, reason, on)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Refusal("account.not-closed")
    user.is_active = True
    audit.record(
        "account.reopened", by=by, on=on, target=user, path=_path(user, on), about={"reason": reason}
    )


@transaction.atomic
def reset_factor(*, user: User, reason: str, by: User, on: date, at: datetime) -> None:
    """Forget somebody's second factor, so that they enrol a new phone at the next sign-in. Every session ends.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.reason-missing", "account.no-factor".
    """
    _check_about(by, "account.reset-factor", user, reason, on)
    if not SecondFactor.objects.filter(user=user).delete()[0]:
        raise Refusal("account.no-factor")
    signing.end_all(user=user, at=at)
    audit.record(
        "account.factor-reset", by=by, on=on, target=user, path=_path(user, on), about={"reason": reason}
    )


# -- posts ---------------------------------------------------------------------------------------------


@transaction.atomic
def ask_post(
    *, person: Person, organisation: Organisation, role: str, reason: str, by: User, on: date
) -> PostChange:
    """Ask that somebody be given a post; a security administrator answers.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.reason-missing", "account.no-such-role",
    "account.held-already", "account.asked-already", "account.roles-exclude".
    """
    checks.check(by, "account.ask", organisation)
    _check_reason(by, person.pk, reason)
    if role not in Post.ROLES:
        raise Refusal("account.no-such-role")
    Person.objects.select_for_update().get(pk=person.pk)  # two requests for one person wait for each other
    posts = _posts(person.pk, on)
    if any(post.role == role and post.organisation_id == organisation.pk for post in posts):
        raise Refusal("account.held-already")
    asked = PostChange.objects.open().filter(person=person, kind="grant")
    if asked.filter(role=role, organisation=organisation).exists():
        raise Refusal("account.asked-already")
    _check_pairs(role, [post.role for post in posts] + list(asked.values_list("role", flat=True)))
    return _ask("grant", person, organisation, role, None, reason, by, on)


@transaction.atomic
def end_post(*, post: Post, reason: str, by: User, on: date) -> PostChange:
    """Ask that somebody's post end.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.reason-missing", "account.ended-already",
    "account.asked-already".
    """
    checks.check(by, "account.ask", post.organisation)
    _check_reason(by, post.person_id, reason)
    Person.objects.select_for_update().get(pk=post.person_id)
    if not Post.objects.current(on).filter(pk=post.pk).exists():
        raise Refusal("account.ended-already")
    if PostChange.objects.open().filter(post=post).exists():
        raise Refusal("account.asked-already")
    return _ask("end", post.person, post.organisation, post.role, post, reason, by, on)


@transaction.atomic
def answer_post(*, change: PostChange, granted: bool, by: User, on: date, reason: str = "") -> PostChange:
    """Grant what was asked, or refuse it with a reason. A post begins on the day; one that ends is over at once.

    Raises Forbidden; Refusal "account.not-for-oneself", "account.own-request", "account.reason-missing",
    "account.answered-already", "account.roles-exclude", "account.held-already".
    """
    checks.check(by, "account.approve", change.organisation)
    if by.person_id == change.person_id:
        raise Refusal("account.not-for-oneself")
    if by.person_id == change.asked_by.person_id:
        raise Refusal("account.own-request")
    if not granted and not reason.strip():
        raise Refusal("account.reason-missing")
    Person.objects.select_for_update().get(pk=change.person_id)
    # Of two who answer at once, one changes the row and the other does not.
    facts = {"answered_by": by, "answered_on": on, "granted": granted}
    facts |= {} if granted else {"refused_reason": reason.strip()}
    if not PostChange.objects.open().filter(pk=change.pk).update(**facts):
        raise Refusal("account.answered-already")
    if granted:
        PostChange.objects.filter(pk=change.pk).update(post=_carry_out(change, on))
    action = "account.post-granted" if granted else "account.post-refused"
    audit.record(
        action, by=by, on=on, target=change, path=change.organisation.path, kind=change.kind,
        role=change.role, person=change.person_id, about={"reason": reason.strip()},
    )  # fmt: skip
    change.refresh_from_db()
    return change


def _carry_out(change: PostChange, on: date) -> Post:
    if change.post is not None:
        return _end(
            change.post, on - timedelta(days=1)
        )  # a post is held through its last day; this one is over
    posts = _posts(change.person_id, on)
    _check_pairs(change.role, [post.role for post in posts])
    if any((post.role, post.organisation_id) == (change.role, change.organisation_id) for post in posts):
        raise Refusal("account.held-already")
    return Post.objects.create(
        person=change.person, organisation=change.organisation, role=change.role, since_on=on
    )


def _end(post: Post, last: date) -> Post:
    if post.since_on > last:  # given and ended on one day: it begins where it ends, beside others that did
        same = Post.objects.filter(person=post.person, organisation=post.organisation, role=post.role)
        taken, post.since_on = set(same.values_list("since_on", flat=True)), last
        while post.since_on in taken:
            post.since_on -= timedelta(days=1)
    post.until_on = last
    post.save(update_fields=["since_on", "until_on"])
    return post


def _ask(
    kind: str, person: Person, organisation: Organisation, role: str, post: Post | None, reason: str,
    by: User, on: date,
) -> PostChange:  # fmt: skip
    change = PostChange.objects.create(
        person=person, organisation=organisation, role=role, kind=kind, post=post, reason=reason.strip(),
        asked_by=by, asked_on=on,
    )  # fmt: skip
    audit.record(
        "account.post-asked", by=by, on=on, target=change, path=organisation.path, kind=kind, role=role,
        person=person.pk, about={"reason": reason.strip()},
    )  # fmt: skip
    return change


# -- what several of these ask -------------------------------------------------------------------------


def _new(username: str, name: str, email: str) -> User:
    username, name, email = username.strip().casefold(), name.strip(), email.strip()
    if not USERNAME.fullmatch(username):
        raise Refusal("account.username-unfit", username=username)
    if not name:
        raise Refusal("account.name-missing")
    if User.objects.filter(username=username).exists():
        raise Refusal("account.username-taken", username=username)
    if email:
        _check_email(email)
    user = User(username=username, person=Person.objects.create(name=name), email=email)
    user.set_unusable_password()
    user.save()
    return user


def _check_email(email: str) -> None:
    """What is no address stops every e-mail of a morning, and one with a line end writes headers of its own."""
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("account.email-unfit", email=email[:80]) from None


def _person(user: User) -> Person:
    if user.person is None:
        raise Refusal("account.name-missing")
    return user.person


def _posts(person: int | None, on: date) -> list[Post]:
    return list(Post.objects.current(on).filter(person=person).select_related("organisation"))


def _path(user: User, on: date) -> str:
    """Where an event about an account happened: the topmost organisation it belongs to."""
    return min((place.path for place in places(user, on)), default="")


def _check_about(by: User, verb: str, user: User, reason: str, on: date) -> None:
    if not may_about(by, verb, user, on):
        raise checks.Forbidden(verb, next(iter(places(user, on)), Organisation(code="")))
    _check_reason(by, user.person_id, reason)


def _check_reason(by: User, person: int | None, reason: str) -> None:
    if by.person_id == person:
        raise Refusal("account.not-for-oneself")
    if not reason.strip():
        raise Refusal("account.reason-missing")


def _check_pairs(role: str, others: Collection[str]) -> None:
    if any(exclude_each_other(role, other) for other in others):
        raise Refusal("account.roles-exclude")
