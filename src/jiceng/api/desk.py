"""What is due from whoever asks: the lines of their desk, late first."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from jiceng import clock
from jiceng.api.wire import Said, api, facts, held, said
from jiceng.reports import desk as reports
from jiceng.reports import ways


class Line(Schema):
    """band: late, week, later, open. own: done by whoever asks; else it waits for others. href: the page of it."""

    code: str
    facts: dict[str, Any]
    message: Said
    whom: str
    about: str
    due_on: date | None
    band: str
    campaign: int | None
    clause: str
    own: bool
    count: int
    href: str


@api.get("/desk", response=list[Line], url_name="api-desk", summary="What is due from me")
def desk(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "code": due.code,
            "facts": facts(dict(due.facts)),
            "message": said(due.code, dict(due.facts)),
            "whom": due.whom,
            "about": due.about,
            "due_on": due.due_on,
            "band": due.band,
            "campaign": due.campaign.pk if due.campaign else None,
            "clause": due.clause,
            "own": due.own,
            "count": due.count,
            "href": ways.href(due.way),
        }
        for due in reports.due(held(request), clock.today())
    ]
