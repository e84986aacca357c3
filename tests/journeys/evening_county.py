"""A county on the evening of a ballot: the list of forty voters is approved by name, nothing has begun. All made up."""

import json
import os
from datetime import date
from pathlib import Path

from tests.journeys.small_county import PASSWORD

DAY = date(2012, 4, 17)
SIZES = {"党员": 20, "群众代表": 20}
# account -> who of the meeting
PEOPLE = {"dai": "delegate", "ji": "teller1", "fan": "teller2", "shen": "reviewer", "dong": "secretary"}


def make() -> None:
    """Once; where it stands is written into the folder: evening.json."""
    from jiceng.store.models import Organisation
    from tests.meeting import Meeting

    if Organisation.objects.exists():
        return
    meeting = Meeting(sizes=SIZES, on=DAY)
    for account, name in PEOPLE.items():
        user = getattr(meeting, name)
        user.username = account
        user.set_password(PASSWORD)
        user.save()
    meeting.submit_roll()
    meeting.approve_roll()
    place = {"subject": meeting.subject.pk, "mechanism": meeting.mechanism}
    Path(os.environ["JICENG_DATA"], "evening.json").write_text(json.dumps(place), encoding="ascii")
