"""Where e-mails go is read from the environment, and said when it cannot be."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from jiceng.settings import environment

SENDER = {"JICENG_MAIL_FROM": "desk@party.example.cn"}


@pytest.fixture
def told(monkeypatch):
    def tell(**variables):
        for name in ("JICENG_MAIL_URL", "JICENG_MAIL_FROM", "JICENG_ADDRESS", "JICENG_REMIND_DAYS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return tell


def test_without_a_mail_server_nothing_is_set(told):
    told()

    assert environment.mail() == {}


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.cn", 587, True, False),
        ("smtps://mail.example.cn", 465, False, True),
        ("smtp+plain://mail.example.cn", 25, False, False),
        ("smtp://mail.example.cn:2525", 2525, True, False),
    ],
)
def test_a_mail_server_is_encrypted_unless_it_is_said_to_be_plain(told, url, port, tls, ssl):
    told(JICENG_MAIL_URL=url, **SENDER)

    found = environment.mail()

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.cn", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)
    assert found["DEFAULT_FROM_EMAIL"] == "desk@party.example.cn"


def test_a_password_may_have_any_sign(told):
    told(JICENG_MAIL_URL="smtp://clerk%40a:p%40%2Fs@mail.example.cn", **SENDER)

    found = environment.mail()

    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("clerk@a", "p@/s")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"JICENG_MAIL_URL": "http://mail.example.cn", **SENDER}, "names no mail server"),
        ({"JICENG_MAIL_URL": "smtp://", **SENDER}, "names no mail server"),
        ({"JICENG_MAIL_URL": "smtp://a:b/c@mail", **SENDER}, "cannot be read"),
        ({"JICENG_MAIL_URL": "smtp://mail.example.cn"}, "JICENG_MAIL_FROM is not set"),
    ],
)
def test_a_mail_server_that_cannot_be_read_is_refused_with_a_sentence(told, variables, sentence):
    told(**variables)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.mail()


@pytest.mark.parametrize(
    "address", ["party.example.cn", "ftp://x", "https://party.example.cn/path", "https://"]
)
def test_an_address_people_cannot_type_is_refused(told, address):
    told(JICENG_ADDRESS=address)

    with pytest.raises(ImproperlyConfigured, match="JICENG_ADDRESS"):
        environment.address("JICENG_ADDRESS")


def test_an_address_ends_without_a_stroke(told):
    told(JICENG_ADDRESS="https://party.example.cn/")

    assert environment.address("JICENG_ADDRESS") == "https://party.example.cn"


@pytest.mark.parametrize(("value", "days"), [("", 3), ("0", 0), ("60", 60)])
def test_how_many_days_before_is_a_number(told, value, days):
    told(**({"JICENG_REMIND_DAYS": value} if value else {}))

    assert environment.whole_number("JICENG_REMIND_DAYS", usual=3, most=60) == days


@pytest.mark.parametrize("value", ["61", "-1", "x", "1.5", "٣"])
def test_any_other_is_refused(told, value):
    told(JICENG_REMIND_DAYS=value)

    with pytest.raises(ImproperlyConfigured, match="from 0 to 60"):
        environment.whole_number("JICENG_REMIND_DAYS", usual=3, most=60)
