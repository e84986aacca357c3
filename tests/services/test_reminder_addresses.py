"""An address that is none stops nobody else's e-mail."""

import pytest
from django.core import mail

from jiceng.kernel.refusal import Refusal
from jiceng.services import account, reminder
from jiceng.services.reminder import posting
from jiceng.store.models import User
from tests.factories import ON, committee, system_administrator, user
from tests.services.test_reminder import send, told, with_mail

pytestmark = pytest.mark.django_db
UNFIT = [
    "li@party.example.cn\nBcc: all@party.example.cn",
    "li",
    "li@",
    "li party@example.cn",
    "a@b.cn, c@d.cn",
]


@pytest.mark.parametrize("address", UNFIT)
def test_an_account_is_made_with_an_address_or_none(address):
    county = committee()
    facts = {"organisation": county, "role": "member", "reason": "新任", "on": ON}
    keeper = system_administrator(county)

    with pytest.raises(Refusal) as refusal:
        account.make_account(username="li.ming", name="案例甲", email=address, by=keeper, **facts)

    assert refusal.value.code == "account.email-unfit"
    assert not User.objects.filter(username="li.ming").exists()
    account.make_account(username="li.ming", name="案例甲", email="", by=keeper, **facts)


def test_addresses_kept_from_before_that_are_none_are_named_and_the_others_written_to():
    bad = [with_mail(user(), UNFIT[0]) for _ in range(posting.PATIENCE)]
    good = with_mail(user())
    reminder.make([told(one) for one in (*bad, good)], on=ON)

    posted = send()

    assert (posted.people, posted.failed) == (1, tuple(one.username for one in bad))
    assert [one.to for one in mail.outbox] == [[good.email]]
