"""Guessing locks out the guesser, not the secretary."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from jiceng.services import signing
from jiceng.store.models import SignInFailure, User
from tests.factories import user

pytestmark = pytest.mark.django_db
RIGHT = "a-long-enough-password"


@pytest.fixture
def account():
    held = user()
    held.set_password(RIGHT)
    held.save()
    return held.username


def sign_in(client, username, password):
    return client.post(reverse("sign-in"), {"username": username, "password": password})


def guess(client, username, times=signing.TRIES):
    for number in range(times):
        sign_in(client, username, f"wrong-{number}")


def test_ten_wrong_passwords_stop_the_eleventh_even_if_it_is_right(account):
    guesser = Client()
    guess(guesser, account)

    answer = sign_in(guesser, account, RIGHT)

    assert answer.status_code == 429
    assert "请过 15 分钟再试" in answer.content.decode()
    assert "_auth_user_id" not in guesser.session


def test_without_the_limit_the_eleventh_would_get_in(account, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(signing, "TRIES", 1_000)
    guesser = Client()
    guess(guesser, account, 10)

    assert sign_in(guesser, account, RIGHT).status_code == 302


def test_who_has_signed_in_here_before_still_gets_in_while_a_stranger_guesses(account):
    phone = Client()
    sign_in(phone, account, RIGHT)
    phone.post(reverse("sign-out"))
    guess(Client(), account)

    assert sign_in(phone, account, RIGHT).status_code == 302


def test_a_known_phone_has_an_allowance_of_its_own_and_no_more(account):
    phone = Client()
    sign_in(phone, account, RIGHT)
    phone.post(reverse("sign-out"))
    guess(phone, account)

    assert sign_in(phone, account, RIGHT).status_code == 429


def test_a_device_mark_made_elsewhere_counts_for_nothing(account):
    stranger = Client()
    stranger.cookies["device"] = "made-up"
    guess(stranger, account)

    assert sign_in(stranger, account, RIGHT).status_code == 429


def test_new_addresses_and_browsers_share_the_allowance(account):
    for _ in range(signing.TRIES):
        guess(Client(), account, 1)

    assert sign_in(Client(), account, RIGHT).status_code == 429


def test_an_account_that_does_not_exist_answers_the_same(account):
    answers = []
    for username in (account, "nobody-of-this-name"):
        guesser = Client()
        guess(guesser, username)
        answer = sign_in(guesser, username, "x")
        answers.append((answer.status_code, answer.content.decode().replace(username, "")))

    (first, page), (second, other) = answers
    assert (first, second) == (429, 429)
    assert len(page) == len(other)


def test_after_a_quarter_of_an_hour_the_account_is_free_and_the_failures_forgotten(account):
    guess(Client(), account)
    SignInFailure.objects.update(at=now() - timedelta(minutes=15))

    assert sign_in(Client(), account, RIGHT).status_code == 302
    sign_in(Client(), account, "wrong")
    assert SignInFailure.objects.count() == 1


def test_a_failure_keeps_no_name(account):
    guess(Client(), account, 1)

    [failure] = SignInFailure.objects.all()
    assert account not in failure.account
    assert User.objects.get(username=account)


def test_one_phone_may_be_known_for_a_few_accounts():
    cookie = ""
    for number in range(7):
        cookie = signing.remember(cookie, f"user-{number}")

    assert [bool(signing.known(cookie, f"user-{number}")) for number in range(7)] == [False] * 2 + [True] * 5
