"""What the sheet asks of one item, as a sentence, and the kind of field that answers it."""

from decimal import Decimal
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiceng.kernel.sheet.shapes import (
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    Item,
    MeasureBand,
    MeasureBands,
    Options,
    Proportional,
    Rank,
    Rate,
    RewardPerOccurrence,
    Steps,
)
from jiceng.kernel.trace import short

# Shape -> field: tick a condition, count occurrences, choose an option, write points, write a measured value.
FIELDS: dict[type[Item], str] = {
    DeductOnce: "tick",
    DeductPerOccurrence: "count",
    RewardPerOccurrence: "count",
    Steps: "count",
    Options: "choose",
    Discretionary: "points",
    MeasureBands: "measure",
    Rate: "measure",
    Rank: "measure",
    Proportional: "measure",
}


def takes_or_gives(points: Decimal) -> str:
    """−5 as "5 off", 3 as "3 points"."""
    if points < 0:
        return _("%(points)s off") % {"points": short(-points)}
    return _("%(points)s points") % {"points": short(points)}


@singledispatch
def standard(item: Item) -> str:
    """The item's rule as one sentence in the reader's language."""
    raise TypeError(f"no sentence for the shape {type(item).__name__}")


@standard.register
def _once(item: DeductOnce) -> str:
    return _("Where this is so, %(points)s off.") % {"points": short(item.points)}


@standard.register
def _each(item: DeductPerOccurrence) -> str:
    if item.cap is None:
        return _("%(points)s off each time.") % {"points": short(item.points)}
    return _("%(points)s off each time, at most %(cap)s.") % {
        "points": short(item.points),
        "cap": short(item.cap),
    }


@standard.register
def _reward(item: RewardPerOccurrence) -> str:
    if item.cap is None:
        return _("%(points)s more each time.") % {"points": short(item.points)}
    return _("%(points)s more each time, at most %(cap)s.") % {
        "points": short(item.points),
        "cap": short(item.cap),
    }


@standard.register
def _options(item: Options) -> str:
    parts = [
        _("%(name)s: %(worth)s") % {"name": name, "worth": takes_or_gives(worth)}
        for name, worth in item.options.items()
    ]
    return _("One of: %(options)s.") % {"options": _("; ").join(parts)}


@standard.register
def _steps(item: Steps) -> str:
    parts = []
    for step in item.steps:
        facts = {"times": step.count, "points": short(step.deduct or Decimal(0))}
        if step.zero and step.or_more:
            sentence = ngettext(
                "%(times)s time or more: nothing is left",
                "%(times)s times or more: nothing is left",
                step.count,
            )
        elif step.zero:
            sentence = ngettext(
                "%(times)s time: nothing is left", "%(times)s times: nothing is left", step.count
            )
        elif step.or_more:
            sentence = ngettext(
                "%(times)s time or more: %(points)s off",
                "%(times)s times or more: %(points)s off",
                step.count,
            )
        else:
            sentence = ngettext(
                "%(times)s time: %(points)s off", "%(times)s times: %(points)s off", step.count
            )
        parts.append(sentence % facts)
    return _("%(steps)s.") % {"steps": _("; ").join(parts)}


@standard.register
def _bands(item: MeasureBands) -> str:
    parts = []
    for band in sorted(item.bands, key=lambda band: band.at_least, reverse=True):
        parts.append(
            _("from %(least)s%(unit)s: %(worth)s")
            % {"least": short(band.at_least), "unit": _unit(item.unit), "worth": _band_worth(band)}
        )
    return _("%(steps)s.") % {"steps": _("; ").join(parts)}


def _band_worth(band: MeasureBand) -> str:
    if band.points is not None:
        return takes_or_gives(band.points)
    return _("%(low)s to %(high)s points") % {
        "low": short(band.low or Decimal(0)),
        "high": short(band.high or Decimal(0)),
    }


@standard.register
def _rate(item: Rate) -> str:
    facts = {
        "target": short(item.target),
        "unit": _unit(item.unit),
        "points": short(item.points),
        "step": short(item.step),
        "up": short(item.up),
        "down": short(item.down),
    }
    parts = [_("%(target)s%(unit)s gives %(points)s points") % facts]
    if item.up:
        parts.append(_("every %(step)s more gives %(up)s") % facts)
    if item.down:
        parts.append(_("every %(step)s less takes %(down)s") % facts)
    return _("%(steps)s.") % {"steps": _("; ").join(parts)}


@standard.register
def _rank(item: Rank) -> str:
    parts = []
    for place in item.places:
        worth = takes_or_gives(place.points)
        if place.to is not None:
            parts.append(_("up to place %(place)s: %(worth)s") % {"place": place.to, "worth": worth})
        elif place.to_share is not None:
            facts = {"share": short(place.to_share * 100), "worth": worth}
            parts.append(_("the first %(share)s per cent: %(worth)s") % facts)
        else:
            parts.append(_("everybody else: %(worth)s") % {"worth": worth})
    return _("By place among the organisations compared: %(steps)s.") % {"steps": _("; ").join(parts)}


@standard.register
def _proportional(item: Proportional) -> str:
    facts = {"points": short(item.points)}
    if item.of == "mean":
        return (
            _("In proportion to the mean of the organisations compared, which gives %(points)s points.")
            % facts
        )
    return (
        _("In proportion to the best of the organisations compared, which gives %(points)s points.") % facts
    )


@standard.register
def _discretionary(item: Discretionary) -> str:
    facts = {"limit": short(item.limit) if item.limit is not None else ""}
    if item.direction == "award":
        sentence = (
            _("Points as the facts deserve, at most %(limit)s; write why.")
            if item.limit
            else _("Points as the facts deserve; write why.")
        )
    else:
        sentence = (
            _("Take points as the facts deserve, at most %(limit)s; write why.")
            if item.limit
            else _("Take points as the facts deserve; write why.")
        )
    return sentence % facts


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""
