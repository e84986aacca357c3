"""Two officers of one committee decide in the same moment, on a database in a file."""

import pytest

from jiceng.kernel.refusal import Refusal
from jiceng.services import sheet as services
from jiceng.services.sheet import grade
from jiceng.store.models import AuditEvent, Subject
from tests.factories import ON, County, brought_first, committee_officer
from tests.files import at_once, database_in


@pytest.fixture
def county(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), database_in(tmp_path / "race.sqlite3"):
        made = County()
        made.self_assess()
        made.score()
        brought_first(made.subject, made.reviewer)
        yield made


def two_decide(county):
    """Both have the page open while nobody has decided; one says 好, the other 较好 with a reason."""
    other = committee_officer(county.town)
    seen = [county.subject, county.subject]
    return at_once(
        lambda: services.decide(subject=seen[0], grade="好", by=county.reviewer, on=ON).decided,
        lambda: (
            services.decide(subject=seen[1], grade="较好", reason="会议研究下调", by=other, on=ON).decided
        ),
    )


def decisions():
    return AuditEvent.objects.filter(action="grade.decided").count()


def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(county):
    answers = two_decide(county)

    [won] = [one for one in answers if isinstance(one, str)]
    [refused] = [one for one in answers if isinstance(one, Refusal)]
    assert (refused.code, refused.facts["decided"]) == ("sheet.already-decided", won)
    assert Subject.objects.get().decided == won
    assert decisions() == 1


def test_without_the_claim_the_second_decision_would_cover_the_first(county, monkeypatch):
    """The negative control: nobody asks whether somebody has decided."""

    def heedless(subject, **decision):
        return bool(Subject.objects.filter(pk=subject.pk).update(**decision))

    monkeypatch.setattr(grade, "_claim", heedless)
    monkeypatch.setattr(grade, "check_open", lambda subject: None)

    answers = two_decide(county)

    assert sorted(answers) == ["好", "较好"]
    assert decisions() == 2
