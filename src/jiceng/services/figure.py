"""Figures and ratings that a rule of the pack reads and nothing in the campaign yields: from whom, of which day.

What a ballot of the pack yields is counted there, and nobody types over it.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from jiceng.kernel import sheet as rules
from jiceng.kernel.ballot import Evaluation
from jiceng.kernel.consequence import Gate
from jiceng.kernel.contents import as_number
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit, standing
from jiceng.services.door import enter_graded
from jiceng.services.sheet.judging import settle
from jiceng.store.fields import storable
from jiceng.store.models import Campaign, Measure, Rating, Subject, User

SOURCE = 128  # characters of where it was read


def measures_of(campaign: Campaign) -> list[str]:
    """The figures that gates read and no ballot of the pack yields."""
    counted = {rule.measure for rule in campaign.rules.values() if isinstance(rule, Evaluation)}
    gates = [rule for rule in campaign.rules.values() if isinstance(rule, Gate) and not rule.requires_flag]
    return list(dict.fromkeys(gate.measure for gate in gates if gate.measure not in counted))


def ratings_of(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """The ratings given elsewhere that the pack adopts, and what each may say."""
    return {
        rule.rating: tuple(rule.map) for rule in campaign.rules.values() if isinstance(rule, rules.Adopted)
    }


@transaction.atomic
def record_measure(
    *, subject: Subject, name: str, value: str, source: str, found_on: date, by: User, on: date
) -> Measure:
    """Enter a figure, as written; another one of the same name takes its place, and both stay in the audit.

    Raises Forbidden, or Refusal "figure.unknown", "figure.without-source", "figure.in-the-future",
    "contents.not-a-number", "procedure.over", "campaign.closed".
    """
    subject = _enter(subject, by)
    if name not in measures_of(subject.campaign):
        raise Refusal("figure.unknown", name=name, known=measures_of(subject.campaign) or ["—"])
    exact = storable(as_number(value.strip(), name=name))
    _check_source(name, source, found_on, on)
    columns = {"value": exact, "source": _source(source, found_on), "by": by, "on": on}
    measure, made = Measure.objects.get_or_create(subject=subject, name=name, defaults=columns)
    if not made and (measure.value, measure.source) == (exact, columns["source"]):
        return measure
    earlier = None if made else measure.value
    if not made:
        Measure.objects.filter(pk=measure.pk).update(**columns)
        measure.refresh_from_db()
    settle(Subject.objects.filter(pk=subject.pk))
    audit.record(
        "figure.entered", by=by, on=on, target=measure, path=subject.organisation.path, name=name, value=exact,
        earlier=earlier, found_on=found_on.isoformat(), about={"source": source},
    )  # fmt: skip
    return measure


@transaction.atomic
def record_rating(
    *, subject: Subject, name: str, rating: str, source: str, found_on: date, by: User, on: date
) -> Rating:
    """Enter what an evaluation elsewhere said, in its own words; another one of the same name takes its place.

    Raises Forbidden, or Refusal "figure.unknown", "figure.no-such-rating", "figure.without-source",
    "figure.in-the-future", "procedure.over", "campaign.closed".
    """
    subject = _enter(subject, by)
    known = ratings_of(subject.campaign)
    if name not in known:
        raise Refusal("figure.unknown", name=name, known=list(known) or ["—"])
    if rating not in known[name]:
        raise Refusal("figure.no-such-rating", name=name, rating=rating, known=list(known[name]))
    _check_source(name, source, found_on, on)
    columns = {"rating": rating, "source": _source(source, found_on), "by": by, "on": on}
    entered, made = Rating.objects.get_or_create(subject=subject, name=name, defaults=columns)
    if not made and (entered.rating, entered.source) == (rating, columns["source"]):
        return entered
    earlier = "" if made else entered.rating
    if not made:
        Rating.objects.filter(pk=entered.pk).update(**columns)
        entered.refresh_from_db()
    settle(Subject.objects.filter(pk=subject.pk))
    audit.record(
        "figure.rated", by=by, on=on, target=entered, path=subject.organisation.path, name=name, rating=rating,
        earlier=earlier, found_on=found_on.isoformat(), about={"source": source},
    )  # fmt: skip
    return entered


def _enter(subject: Subject, by: User) -> Subject:
    """While its grade may still follow: a decided result is corrected and not fed."""
    decision = standing.key_of(subject.campaign, rules.Decision)
    return enter_graded(subject, decision, permission="figure.enter", by=by, when="not-over")


def _check_source(name: str, source: str, found_on: date, on: date) -> None:
    if not has_reason(source):
        raise Refusal("figure.without-source", name=name)
    if found_on > on:
        raise Refusal("figure.in-the-future", name=name, found_on=found_on.isoformat())


def _source(source: str, found_on: date) -> str:
    """Where it was read, with its own day."""
    text = f"{source.strip()}（{found_on.isoformat()}）"
    if len(text) > SOURCE:
        raise Refusal("store.text-too-long", length=len(text), most=SOURCE)
    return text
