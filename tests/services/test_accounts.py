"""Accounts, posts by two people, the second factor, sessions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.refusal import Refusal
from jiceng.services import account, factor, signing
from jiceng.store.models import AuditEvent, Post, PostChange, SecondFactor, SignInFailure, User
from tests.factories import (
    auditor,
    committee,
    in_post,
    member,
    organisation,
    reviewer,
    secretary,
    security_administrator,
    system_administrator,
    user,
)

pytestmark = pytest.mark.django_db
ON = date(2012, 4, 6)
AT = datetime(2012, 4, 6, 9, 0, tzinfo=UTC)
PASSWORD = "quiet-river-under-pines"


@pytest.fixture
def place():
    """A county with a town and a branch, and its two administrators who keep accounts."""

    class Place:
        county = committee()
        town = committee(county)
        branch = organisation(town)
        system = system_administrator(county)
        security = security_administrator(county)

    return Place


def code(call, **facts):
    with pytest.raises(Refusal) as refused:
        call(**facts)
    return refused.value.code


def make(place, **changes):
    facts = {"username": "wang", "name": "王某", "organisation": place.branch, "role": "secretary"}
    return account.make_account(**facts | {"reason": "新任", "by": place.system, "on": ON} | changes)


def ask(place, who=None, role="secretary", at=None, **changes):
    facts = {"person": (who or user()).person, "organisation": at or place.branch, "role": role}
    return account.ask_post(**facts | {"reason": "任命文件第3号", "by": place.system, "on": ON} | changes)


def grant(place, change, **changes):
    return account.answer_post(
        **{"change": change, "granted": True, "by": place.security, "on": ON} | changes
    )


# -- making and opening an account ---------------------------------------------------------------------


def test_a_new_account_has_no_password_and_a_post_that_waits(place):
    made, _ = make(place)

    assert not made.has_usable_password()
    assert scope.posts(made, ON) == []
    assert [(one.role, one.person) for one in PostChange.objects.open()] == [("secretary", made.person)]
    actions = list(AuditEvent.objects.values_list("action", "actor"))
    assert actions == [("account.made", place.system.username), ("account.post-asked", place.system.username)]


def test_the_owner_opens_the_account_once_with_the_invitation(place):
    made, invitation = make(place)

    opened = account.open_account(
        username="Wang ", code=invitation.lower(), password=PASSWORD, on=ON + timedelta(days=6)
    )

    assert opened.check_password(PASSWORD)
    again = {"username": "wang", "code": invitation, "password": "another-long-one", "on": ON}
    assert code(account.open_account, **again) == "account.invitation-wrong"
    assert User.objects.get(pk=made.pk).check_password(PASSWORD)


@pytest.mark.parametrize("change", [{"on": ON + timedelta(days=7)}, {"code": "ABCD-EFGH-JKLM-NPQR"},
                                    {"username": "li"}, {"code": ""}])  # fmt: skip
def test_an_invitation_that_is_old_wrong_or_somebody_elses_opens_nothing(place, change):
    _, invitation = make(place)
    facts = {"username": "wang", "code": invitation, "password": PASSWORD, "on": ON} | change

    assert code(account.open_account, **facts) == "account.invitation-wrong"
    assert not User.objects.get(username="wang").has_usable_password()


def test_a_weak_password_is_refused_and_the_invitation_still_good(place):
    _, invitation = make(place)
    facts = {"username": "wang", "code": invitation, "on": ON}

    with pytest.raises(ValidationError):
        account.open_account(password="123", **facts)
    assert account.open_account(password=PASSWORD, **facts)


@pytest.mark.parametrize("username", ["", "ab", "Wang Li", "王", "a" * 33, ".ab"])
def test_an_account_name_must_be_fit_to_type(place, username):
    assert code(make, place=place, username=username) == "account.username-unfit"


def test_an_account_name_is_taken_once_whatever_its_capitals(place):
    make(place)

    assert code(make, place=place, username="WANG") == "account.username-taken"


@pytest.mark.parametrize("role", [role for role in Post.ROLES if role != "system-administrator"])
def test_only_a_system_administrator_makes_accounts_and_asks(place, role):
    by = in_post(role, place.county)

    with pytest.raises(Forbidden):
        make(place, by=by)
    with pytest.raises(Forbidden):
        ask(place, by=by)


def test_no_accounts_are_made_outside_the_own_county(place):
    with pytest.raises(Forbidden):
        make(place, organisation=organisation())


# -- the first three -----------------------------------------------------------------------------------


def test_an_installation_begins_with_three_people_and_never_again(place):
    top = committee()
    Post.objects.filter(role__in=scope.ADMINISTRATORS).delete()
    people = {role: (f"admin-{number}", f"某{number}") for number, role in enumerate(scope.ADMINISTRATORS)}

    made = account.begin(organisation=top, people=people, on=ON)

    assert [[post.role for post in scope.posts(one, ON)] for one, _ in made.values()] == [
        [role] for role in scope.ADMINISTRATORS
    ]
    assert not any(one.has_usable_password() for one, _ in made.values())
    assert code(account.begin, organisation=top, people=people, on=ON) == "account.begun-already"


def test_one_person_cannot_begin_as_all_three(place):
    Post.objects.filter(role__in=scope.ADMINISTRATORS).delete()
    people = dict.fromkeys(scope.ADMINISTRATORS, ("admin", "某"))

    assert code(account.begin, organisation=place.county, people=people, on=ON) == "account.three-people"


# -- posts ---------------------------------------------------------------------------------------------


def test_a_post_begins_when_somebody_else_grants_it(place):
    who = user()
    change = ask(place, who)
    before = scope.posts(who, ON)

    granted = grant(place, change)

    assert before == []
    assert [(post.role, post.organisation, post.since_on) for post in scope.posts(who, ON)] == [
        ("secretary", place.branch, ON)
    ]
    assert (granted.granted, granted.answered_by) == (True, place.security)
    assert AuditEvent.objects.get(action="account.post-granted").actor == place.security.username


def test_a_post_that_is_ended_is_over_on_the_same_day(place):
    """A withdrawn right ends at once, also one that was given this morning, and it can be given again."""
    who = user()
    for _ in range(3):
        grant(place, ask(place, who))
        [post] = scope.posts(who, ON)
        grant(place, account.end_post(post=post, reason="调离", by=place.system, on=ON))

        assert scope.posts(who, ON) == []


def test_a_refused_request_gives_nothing_and_says_why(place):
    who = user()

    refused = grant(place, ask(place, who), granted=False, reason="没有任命文件")

    assert (refused.granted, refused.refused_reason) == (False, "没有任命文件")
    assert scope.posts(who, ON) == []
    assert (
        code(grant, place=place, change=ask(place, who), granted=False, reason=" ")
        == "account.reason-missing"
    )


def test_the_one_who_asked_never_answers(place):
    """Even somebody who came to hold both posts behind the services' back."""
    in_post("security-administrator", place.county, who=place.system)
    who = user()
    change = ask(place, who)

    assert code(grant, place=place, change=change, by=place.system) == "account.own-request"
    assert scope.posts(who, ON) == []


def test_without_the_rule_the_database_still_refuses_the_own_request(place, monkeypatch):
    """The negative control, and the second belt: the rule switched off."""
    in_post("security-administrator", place.county, who=place.system)
    change = ask(place)
    PostChange.objects.filter(pk=change.pk).update(asked_by=place.security)
    seen_before = PostChange.objects.select_related("asked_by", "organisation", "person").get(pk=change.pk)
    PostChange.objects.filter(pk=change.pk).update(asked_by=place.system)

    with pytest.raises(IntegrityError), transaction.atomic():
        grant(place, seen_before, by=place.system)


def test_nobody_asks_for_or_answers_about_themselves(place):
    second = system_administrator(place.county)
    about_security = ask(place, place.security, role="security-administrator", at=place.town, by=second)

    assert code(ask, place=place, who=place.system) == "account.not-for-oneself"
    assert code(grant, place=place, change=about_security) == "account.not-for-oneself"


@pytest.mark.parametrize("administrator", scope.ADMINISTRATORS)
@pytest.mark.parametrize("other", list(Post.ROLES))
def test_an_administrator_holds_no_other_post(place, administrator, other):
    who = in_post(administrator, place.town)
    if other == administrator:
        assert not account.exclude_each_other(administrator, other)
        return

    assert code(ask, place=place, who=who, role=other) == "account.roles-exclude"
    assert (
        code(ask, place=place, who=in_post(other, place.town), role=administrator) == "account.roles-exclude"
    )


def test_content_posts_may_be_held_together(place):
    who = reviewer(place.town)

    grant(place, ask(place, who, role="committee-officer", at=place.town))

    assert [post.role for post in scope.posts(who, ON)] == ["committee-officer", "reviewer"]


def test_two_requests_that_exclude_each_other_are_not_both_asked_for(place):
    who = user()
    ask(place, who, role="auditor", at=place.county)

    assert code(ask, place=place, who=who, role="secretary") == "account.roles-exclude"


def test_what_changed_between_asking_and_granting_counts(place):
    who = user()
    change = ask(place, who, role="auditor", at=place.county)
    member_of = member(place.branch)
    Post.objects.filter(person=member_of.person).update(person=who.person)

    assert code(grant, place=place, change=change) == "account.roles-exclude"
    assert PostChange.objects.open().get() == change


def test_of_two_answers_one_wins_and_the_other_is_told(place):
    who = user()
    change = ask(place, who)
    stale = PostChange.objects.get(pk=change.pk)
    grant(place, change, granted=False, reason="不同意")

    second = security_administrator(place.county)

    assert code(grant, place=place, change=stale, by=second) == "account.answered-already"
    assert scope.posts(who, ON) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [({"reason": " "}, "account.reason-missing"), ({"role": "emperor"}, "account.no-such-role")],
)
def test_a_request_must_be_complete(place, change, said):
    assert code(ask, place=place, **change) == said


def test_the_same_is_not_asked_twice_and_not_when_held(place):
    who = user()
    change = ask(place, who)
    twice = code(ask, place=place, who=who)
    grant(place, change)

    assert (twice, code(ask, place=place, who=who)) == ("account.asked-already", "account.held-already")


# -- closing, inviting again, forgetting the factor ----------------------------------------------------


def signed_in(who, key="a-session"):
    return signing.began(user=who, session_key=key, device="Windows · Edge", at=AT)


@pytest.mark.parametrize(
    ("call", "by"), [(account.close_account, "system"), (account.invite_again, "system"),
                     (account.reset_factor, "security")],
)  # fmt: skip
def test_closing_inviting_again_and_resetting_end_every_session(place, call, by):
    who = secretary(place.branch)
    factor.begin(who)
    signed_in(who)

    call(user=who, reason="手机丢失", by=getattr(place, by), on=ON, at=AT)

    assert list(who.sign_ins.open()) == []


def test_a_closed_account_has_no_posts_until_it_is_opened_again(place):
    who = secretary(place.branch)
    facts = {"user": who, "reason": "离任", "on": ON}

    account.close_account(by=place.system, at=AT, **facts)

    assert scope.posts(who) == []
    with pytest.raises(Forbidden):
        account.reopen_account(by=place.system, **facts)
    account.reopen_account(by=place.security, **facts)
    assert len(scope.posts(User.objects.get(pk=who.pk))) == 1


def test_an_account_with_a_post_elsewhere_is_not_this_countys_to_close(place):
    who = secretary(place.branch)
    in_post("member", organisation(), who=who)

    with pytest.raises(Forbidden):
        account.close_account(user=who, reason="x", by=place.system, on=ON, at=AT)
    assert not account.may_about(place.system, "account.close", who, ON)


def test_an_account_without_any_place_is_nobodys_to_close(place):
    with pytest.raises(Forbidden):
        account.close_account(user=user(), reason="x", by=place.system, on=ON, at=AT)


def test_no_administrator_resets_the_own_factor(place):
    factor.begin(place.security)
    facts = {"user": place.security, "reason": "换手机", "on": ON, "at": AT}

    assert code(account.reset_factor, by=place.security, **facts) == "account.not-for-oneself"
    account.reset_factor(by=security_administrator(place.county), **facts)
    assert factor.of(place.security) is None


@pytest.mark.parametrize("role", [role for role in Post.ROLES if role != "security-administrator"])
def test_nobody_else_resets_a_factor(place, role):
    who = auditor(place.county)
    factor.begin(who)

    with pytest.raises(Forbidden):
        account.reset_factor(user=who, reason="x", by=in_post(role, place.county), on=ON, at=AT)


# -- the second factor ---------------------------------------------------------------------------------

RFC_KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("counter", "expected"),
    [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (9, "520489")],
)
def test_the_values_of_rfc_4226(counter, expected):
    assert factor.hotp(RFC_KEY, counter) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
     (2000000000, "69279037"), (20000000000, "65353130")],
)  # fmt: skip
def test_the_values_of_rfc_6238(second, expected):
    step = factor.step_of(datetime.fromtimestamp(second, UTC))

    assert factor.hotp(RFC_KEY, step, digits=8) == expected


def show(who, told, at=AT, device=""):
    factor.show(user=who, code=told, device=device, at=at)


def code_of(who, at=AT):
    return account.code_now(factor.begin(who).secret, at)


def test_the_first_right_code_confirms_the_phone(place):
    who = auditor(place.county)

    show(who, code_of(who))

    assert factor.of(who).confirmed_on == date(2012, 4, 6)
    assert AuditEvent.objects.get(action="account.factor-set").org_path == place.county.path


def test_a_code_is_good_once():
    who = user()
    show(who, code_of(who))

    assert code(show, who=who, told=code_of(who)) == "factor.code-used"
    show(who, code_of(who, AT + timedelta(seconds=30)), AT + timedelta(seconds=30))


def test_an_earlier_code_is_not_good_after_a_later_one():
    who = user()
    show(who, code_of(who))

    assert code(show, who=who, told=code_of(who, AT - timedelta(seconds=30))) == "factor.code-used"


def test_without_the_last_step_the_replay_would_pass():
    """The negative control."""
    who = user()
    show(who, code_of(who))
    SecondFactor.objects.update(last_step=0)

    show(who, code_of(who))


@pytest.mark.parametrize(("seconds", "good"), [(-30, True), (30, True), (-60, False), (60, False)])
def test_a_phones_clock_may_be_half_a_minute_off(seconds, good):
    who = user()
    told = code_of(who, AT + timedelta(seconds=seconds))

    if good:
        show(who, told)
    else:
        assert code(show, who=who, told=told) == "factor.code-wrong"


@pytest.mark.parametrize("told", ["", "000000000", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_is_wrong(told):
    who = user()
    factor.begin(who)

    assert code(show, who=who, told=told) == "factor.code-wrong"


def test_without_a_phone_no_code_is_right():
    assert code(show, who=user(), told="123456") == "factor.none"


def test_ten_wrong_codes_stop_the_right_one():
    who = user()
    right = code_of(who)
    for _ in range(signing.TRIES):
        code(show, who=who, told="x")

    assert code(show, who=who, told=right) == "signing.too-many-codes"
    show(who, right, device="the-owners-phone")


def test_without_the_limit_the_eleventh_would_pass(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(signing, "TRIES", 1000)
    who = user()
    for _ in range(10):
        code(show, who=who, told="x")

    show(who, code_of(who))


def test_wrong_codes_do_not_use_up_the_allowance_of_the_password():
    who = user()
    code_of(who)
    code(show, who=who, told="x")

    assert [one.account for one in SignInFailure.objects.all()] != [signing.account_of(who.username)]


# -- sessions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "since", "seen", "over"),
    [
        ("secretary", 0, timedelta(hours=7, minutes=59), False),
        ("secretary", 0, timedelta(hours=8), True),
        ("auditor", 0, timedelta(minutes=29), False),
        ("auditor", 0, timedelta(minutes=30), True),
        ("security-administrator", 0, timedelta(minutes=30), True),
        ("secretary", timedelta(hours=12), timedelta(0), True),
        ("secretary", timedelta(hours=11, minutes=59), timedelta(0), False),
    ],
)
def test_a_session_runs_out(place, role, since, seen, over):
    held = scope.posts(in_post(role, place.town))

    assert signing.is_over(held, since=AT - (since or seen), seen=AT - seen, at=AT) is over


def test_ending_all_but_one_leaves_that_one():
    who = user()
    kept, _, other = signed_in(who, "kept"), signed_in(who, "ended"), signed_in(user(), "somebody-elses")

    signing.end_all(user=who, at=AT, but="kept")

    assert signing.own_sessions(who, AT) == [kept]
    assert list(other.user.sign_ins.open()) == [other]
