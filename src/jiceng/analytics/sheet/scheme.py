"""A scheme for one class: its form, how its scorers combine, and its bands as spans of whole totals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jiceng.analytics.fixed import LIMIT, CannotCompile, places_of, whole
from jiceng.analytics.ops import Ints
from jiceng.analytics.sheet.form import Program, compile_form, form_places
from jiceng.kernel.sheet import Bands, Scheme


@dataclass(frozen=True)
class SchemeProgram:
    """A scheme for one class: its form, how scorers combine, and the bands as spans of whole totals.

    places: of the total that grades are read from. low, high: the span of each band, both included.
    """

    scheme: Scheme
    program: Program
    places: int
    weights: Mapping[str, int]
    rise: int
    unit: int
    low: Ints
    high: Ints

    @property
    def grades(self) -> tuple[str, ...]:
        return self.scheme.need_bands().grades()


def compile_scheme(scheme: Scheme, class_name: str, *, places: int | Mapping[str, int] = 6) -> SchemeProgram:
    """Compile what a document says about one class. places: as in `compile_form`.

    Raises CannotCompile, or the kernel's refusal when the scheme has no bands or no form for the class.
    """
    bands, form = scheme.need_bands(), scheme.form(class_name)
    counted = scheme.scorers.counted()
    if not counted:
        raise CannotCompile("no scorer counts: give at least one a weight above 0")
    mean = scheme.scorers.combine == "mean"
    weight_places = 0 if mean else places_of(*(scorer.weight for scorer in counted))
    weights = {scorer.key: 1 if mean else whole(scorer.weight, weight_places) for scorer in counted}
    figures = places_of(*(edge for band in bands.bands for edge in (band.at_least, band.at_most, band.below)))
    form_total = form_places(form)[1]
    own = 6 if mean else form_total + weight_places
    final = max(own, figures)
    lift = max(0, 6 - form_total) if mean else 0
    headroom = 4 * sum(weights.values()) * 10 ** (final - own + lift)
    program = compile_form(form, class_name, places=places, headroom=headroom)
    low, high = _spans(bands, final)
    unit = 1 if bands.round_to is None else 10 ** max(0, final - bands.round_to)
    _check_grades(scheme, bands)
    return SchemeProgram(scheme, program, final, weights, 10 ** (final - own), unit, low, high)


def _spans(bands: Bands, places: int) -> tuple[Ints, Ints]:
    """The lowest and the highest total of each band."""
    low, high = [], []
    for band in bands.bands:
        tops = [LIMIT]
        if band.at_most is not None:
            tops.append(whole(band.at_most, places))
        if band.below is not None:
            tops.append(whole(band.below, places) - 1)
        low.append(whole(band.at_least, places))
        high.append(min(tops))
    return np.array(low, np.int64), np.array(high, np.int64)


def _check_grades(scheme: Scheme, bands: Bands) -> None:
    """Let the kernel refuse a grade that ratings, consequences or gates name and no band awards."""
    for adopted in scheme.adopted:
        for grade in adopted.map.values():
            bands.place(grade)
    for consequence in scheme.consequences:
        bands.place(consequence.grade)
    for gate in scheme.gates:
        for grade in gate.grades:
            bands.place(grade)
