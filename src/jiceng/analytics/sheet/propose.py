"""The computed grade of every row: adopted ratings, then gates, then consequences, as `kernel.sheet.grade.propose`."""

from types import ModuleType

import numpy as np

from jiceng.analytics.fixed import whole_up
from jiceng.analytics.ops import Bools, Bytes, whole_numbers
from jiceng.analytics.sheet.given import longs
from jiceng.analytics.sheet.inputs import Inputs
from jiceng.analytics.sheet.refused import first_of
from jiceng.analytics.sheet.scheme import SchemeProgram
from jiceng.kernel.consequence import Gate
from jiceng.kernel.firmness import Firmness


def propose(
    ready: SchemeProgram, inputs: Inputs, band: Bytes, refused: list[int], adder: ModuleType
) -> Bytes:
    """The place of every row, from the band of its score. refused: rows that the kernel would refuse are added."""
    place = _adopt(ready, inputs, band, refused)
    place = _pass_gates(ready, inputs, place, refused, adder)
    return _apply_consequences(ready, inputs, place, adder)


def _adopt(ready: SchemeProgram, inputs: Inputs, place: Bytes, refused: list[int]) -> Bytes:
    bands = ready.scheme.need_bands()
    for adopted in ready.scheme.adopted:
        rating = inputs.ratings.get(adopted.rating)
        if rating is None:
            continue
        code = longs(rating.code)
        to = [bands.place(adopted.map[name]) if name in adopted.map else -1 for name in rating.names]
        given = np.array([*to, 0], np.int8)[code]  # code -1, nothing given, reads the last cell
        refused += first_of((code >= 0) & (given < 0))
        place = np.where(code >= 0, given, place)
    return place


def _pass_gates(
    ready: SchemeProgram, inputs: Inputs, place: Bytes, refused: list[int], adder: ModuleType
) -> Bytes:
    bands, grades = ready.scheme.need_bands(), range(len(ready.grades))
    for gate in ready.scheme.gates:
        if gate.classes and ready.program.class_name not in gate.classes:
            continue
        shut = _shut(inputs, gate, refused)
        if shut is None or gate.firmness is Firmness.ABOUT:
            continue
        closed = {bands.place(grade) for grade in gate.grades}
        down = [next((to for to in grades[at:] if to not in closed), grades[-1]) for at in grades]
        place = adder.move(place, shut, np.array(down, np.int8))
    return place


def _shut(inputs: Inputs, gate: Gate, refused: list[int]) -> Bools | None:
    """The rows a gate is shut for; None = nobody."""
    if gate.requires_flag:
        return ~inputs.flag(gate.requires_flag)
    at_least = gate.at_least
    measure = inputs.measures.get(gate.measure) if at_least is not None else None
    if at_least is None or measure is None or measure.known is not None:
        known = np.zeros(inputs.rows, bool) if measure is None else inputs.known(measure)
        if gate.unknown == "refuse":
            refused += first_of(~known)
        shut = ~known if gate.unknown == "closed" else np.zeros(inputs.rows, bool)
        if at_least is None or measure is None:
            return shut
        return shut | known & (whole_numbers(measure.value) < whole_up(at_least, measure.places))
    return whole_numbers(measure.value) < whole_up(at_least, measure.places)


def _apply_consequences(ready: SchemeProgram, inputs: Inputs, place: Bytes, adder: ModuleType) -> Bytes:
    scheme, class_name = ready.scheme, ready.program.class_name
    bands, grades = scheme.need_bands(), range(len(ready.grades))
    applying = [
        consequence
        for consequence in scheme.consequences
        if not consequence.classes or class_name in consequence.classes
    ]
    lifting = [consequence for consequence in applying if consequence.effect == "at-least"]
    lowering = sorted(
        (consequence for consequence in applying if consequence.effect != "at-least"),
        key=lambda consequence: bands.place(consequence.grade),
    )
    for consequence in (*lifting, *lowering):
        if consequence.firmness is Firmness.ABOUT or consequence.flag not in inputs.flags:
            continue
        best, worst = bands.place(consequence.grade), bands.place(consequence.grade)
        if consequence.effect == "at-most":
            worst = grades[-1]
        elif consequence.effect == "at-least":
            best = 0
        place = adder.move(place, inputs.flag(consequence.flag), np.clip(grades, best, worst).astype(np.int8))
    return place
