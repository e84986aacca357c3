"""At the door of a large meeting."""

import pytest
from django.urls import reverse

from jiceng.store.models import RollEntry
from tests.house.permissions import signed_in
from tests.meeting import Meeting

pytestmark = pytest.mark.django_db


def test_more_than_a_thousand_people_are_ticked_in_one_save():
    meeting = Meeting(sizes={"党员": 3, "群众代表": 3}).to("opening")
    first = meeting.entries()[0]
    extra = RollEntry.objects.bulk_create(
        RollEntry(event=meeting.event, voter_class="党员", number=number, name=f"党员{number}")
        for number in range(4, 1504)
    )
    browser = signed_in(meeting.delegate)

    answer = browser.post(
        reverse("ballot-tick", args=[meeting.event.pk]), {"entry": [first.pk, *(one.pk for one in extra)]}
    )

    assert answer.status_code == 302
    assert RollEntry.objects.filter(event=meeting.event, state="issued").count() == 1501
