"""Random forms, entries and schemes over every scoring shape, for tests that hold two engines to one meaning."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.sheet import (
    Adopted,
    Band,
    Bands,
    Entry,
    Form,
    Head,
    Scheme,
    Scorer,
    Scorers,
    Subject,
)
from jiceng.kernel.sheet.shapes import (
    CountStep,
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBand,
    MeasureBands,
    Options,
    Place,
    Proportional,
    Rank,
    Rate,
    RewardPerOccurrence,
    Steps,
)

CLASS, OTHER = "村", "机关"
GRADES = ("好", "较好", "一般", "较差")


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.integers(low * 10**places, high * 10**places).map(lambda units: Decimal(units).scaleb(-places))


points = st.one_of(st.integers(0, 12).map(Decimal), decimals(0, 12), decimals(0, 12, 3))
signed = st.one_of(points, points.map(lambda number: -number))
limits = st.none() | points


bands_of_measure = st.builds(MeasureBand, at_least=decimals(-50, 120, 1), points=signed) | st.builds(
    lambda at, low, more: MeasureBand(at_least=at, low=low, high=low + more),
    decimals(-50, 120, 1),
    points,
    points,
)
steps = st.builds(
    CountStep, count=st.integers(0, 6), deduct=limits, zero=st.booleans(), or_more=st.booleans()
)
places = st.builds(
    Place, points=signed, to=st.none() | st.integers(1, 4), to_share=st.none() | decimals(0, 1)
)


def some(strategy, most: int = 4):
    return st.lists(strategy, min_size=1, max_size=most).map(tuple)


def shape(kind, **figures):
    classes = st.sampled_from([(), (), (), (CLASS,), (OTHER,)])
    return kind, st.builds(kind, key=st.just(""), name=st.just(""), classes=classes, **figures)


ITEMS = (
    shape(DeductPerOccurrence, points=signed, cap=limits, maximum=limits),
    shape(DeductOnce, points=signed, maximum=limits),
    shape(RewardPerOccurrence, points=signed, cap=limits),
    shape(Options, options=st.dictionaries(st.sampled_from("甲乙丙丁"), signed, min_size=1)),
    shape(Steps, steps=some(steps), maximum=limits),
    shape(MeasureBands, bands=some(bands_of_measure)),
    shape(
        Rate, target=decimals(-20, 100), points=signed, step=decimals(0, 5).filter(bool), up=points, down=points,
        maximum=limits, partial=st.sampled_from(["whole", "proportional"]),
    ),
    shape(Rank, places=some(places, 3), higher_is_better=st.booleans()),
    shape(
        Proportional, points=points.filter(bool), of=st.sampled_from(["best", "mean"]),
        higher_is_better=st.booleans(), maximum=limits,
    ),
    shape(Discretionary, direction=st.sampled_from(["deduct", "award"]), limit=limits),
)  # fmt: skip
BY_SHAPE = {kind.shape: strategy for kind, strategy in ITEMS}
items = st.one_of(*BY_SHAPE.values())
weights = st.sampled_from(["1", "1", "0.5", "0.15", "2"]).map(Decimal)
item_lists = st.lists(items, max_size=5)


@st.composite
def heads(draw, key: str):
    outside = draw(st.booleans())
    own = [
        replace(item, key=f"{key}-{at}", name=f"item {key}-{at}") for at, item in enumerate(draw(item_lists))
    ]
    return Head(
        key=key, name=f"head {key}", items=tuple(own), outside=outside, weight=draw(weights),
        maximum=draw(limits) if outside else draw(st.none() | st.integers(1, 40).map(Decimal)),
        start=draw(st.sampled_from(["full", "zero"])),
        floor=draw(st.none() | st.integers(-5, 0).map(Decimal)) if outside else Decimal(0),
    )  # fmt: skip


@st.composite
def forms(draw):
    own = tuple(draw(heads(f"h{number}")) for number in range(draw(st.integers(1, 4))))
    maximum = draw(st.sampled_from(["100", "60", "99.5"]).map(Decimal))
    return Form(
        key="form",
        title="form",
        heads=own,
        maximum=maximum,
        decimals=draw(st.integers(0, 3)),
        reasons=draw(st.booleans()),
    )


@st.composite
def scorer_sets(draw):
    if draw(st.booleans()):
        return Scorers(scorers=(Scorer(key="assessment", name="组织考核", weight=Decimal(1)),))
    weights = draw(
        st.lists(
            st.sampled_from(["0", "0.15", "0.2", "0.65", "1"]).map(Decimal), min_size=2, max_size=3
        ).filter(any)
    )
    own = tuple(Scorer(key=f"s{at}", name=f"scorer {at}", weight=weight) for at, weight in enumerate(weights))
    return Scorers(scorers=own, combine=draw(st.sampled_from(["weighted", "mean"])))


@st.composite
def band_sets(draw):
    edges = draw(
        st.sampled_from([("90", "80", "60", "0"), ("89.995", "75.5", "60", "0"), ("30", "20", "10.25", "0")])
    )
    tops = [None, *edges[:-1]]
    gaps = draw(st.booleans()) and draw(st.booleans())
    own = tuple(
        Band(
            grade=grade, at_least=Decimal(low),
            below=None if top is None or gaps else Decimal(top),
            at_most=Decimal(top) - 1 if gaps and top else None,
        )
        for grade, low, top in zip(GRADES, edges, tops, strict=True)
    )  # fmt: skip
    return Bands(
        bands=own, round_to=draw(st.sampled_from([None, None, 0, 1, 2])),
        round_mode=draw(st.sampled_from(["half-up", "half-even", "down"])),
    )  # fmt: skip


FLAGS, MEASURES, RATINGS = ("new", "failed", "honoured"), ("satisfaction", "share"), ("stars",)
classes = st.sampled_from([(), (), (CLASS,), (OTHER,)])
firmness = st.sampled_from(list(Firmness))
some_grades = st.lists(st.sampled_from(GRADES), unique=True, max_size=3).map(tuple)
gates = st.builds(
    Gate, grades=some_grades, measure=st.sampled_from(MEASURES), at_least=st.none() | decimals(50, 100, 1),
    requires_flag=st.sampled_from(["", "", *FLAGS]), unknown=st.sampled_from(["refuse", "closed", "open"]),
    firmness=firmness, classes=classes,
)  # fmt: skip
consequences = st.builds(
    Consequence, flag=st.sampled_from(FLAGS), effect=st.sampled_from(["forced", "at-most", "at-least"]),
    grade=st.sampled_from(GRADES), firmness=firmness, classes=classes,
)  # fmt: skip
adopted = st.builds(
    Adopted, rating=st.sampled_from(RATINGS), map=st.just({"五星": "好", "四星": "较好", "一星": "较差"})
)


@st.composite
def schemes(draw):
    return Scheme(
        bands=draw(band_sets()), forms={CLASS: draw(forms())}, scorers=draw(scorer_sets()),
        gates=draw(st.lists(gates, max_size=3)),
        consequences=draw(st.lists(consequences, max_size=4)), adopted=draw(st.lists(adopted, max_size=1)),
    )  # fmt: skip


REASONS = st.sampled_from(["没有年度计划", "没有年度计划", "没有年度计划", "没有年度计划", "无"])
counts = st.integers(0, 8).map(Decimal)
measured = st.one_of(decimals(-60, 130, 0), decimals(-60, 130, 1), decimals(0, 130, 3))
odd = st.sampled_from([Decimal("NaN"), Decimal("1.5"), Decimal(-1), "甲", "戊"])


typed = st.none() | st.integers(0, 6).map(Decimal) | st.sampled_from([Decimal("0.0001")])
usual = {
    "deduct-once": st.sampled_from([Decimal(0), Decimal(1)]),
    "options": st.sampled_from("甲乙丙丁"),
    "measure-bands": measured,
    "rate": measured,
    "rank": measured,
    "proportional": measured.map(abs),
    "discretionary": st.integers(0, 4).map(Decimal),
}
unusual = {kind: strategy | odd for kind, strategy in usual.items()}


@st.composite
def entries(draw, form: Form, *, tame: bool):
    """What one scorer recorded. tame: what the shapes take, with few exceptions, so that most sheets add up."""
    found = {}
    for _, item in form.items():
        if not draw(st.booleans()) or (tame and not item.applies_to(CLASS)):
            continue
        if not tame and draw(st.integers(0, 3)) == 0:
            found[item.key] = Entry(draw(unusual.get(item.shape, counts | odd)), draw(REASONS), draw(typed))
            continue
        value, points = draw(usual.get(item.shape, counts)), None
        if isinstance(item, Options):
            value = list(item.options)["甲乙丙丁".index(value) % len(item.options)]
        if isinstance(item, MeasureBands):
            reached = [band for band in item.bands if value >= band.at_least]
            band = max(reached, key=lambda one: one.at_least, default=None)
            if band and band.low is not None:
                points = band.low.quantize(Decimal(1).scaleb(-form.decimals))
        found[item.key] = Entry(value, "没有年度计划" if tame else draw(REASONS), points)
    return found


present = st.integers(0, 9).map(bool)
some_flags = st.frozensets(st.sampled_from(FLAGS))
tame_measures = st.fixed_dictionaries({name: decimals(40, 100) for name in MEASURES})
some_measures = st.dictionaries(st.sampled_from(MEASURES), decimals(40, 100))


@st.composite
def subjects(draw, scheme: Scheme, *, tame: bool):
    form = scheme.forms[CLASS]
    names = [one.key for one in scheme.scorers.scorers if tame or draw(present)]
    stars = ["五星", "四星", "一星"] if tame else ["五星", "四星", "一星", "二星"]
    return Subject(
        class_name=CLASS,
        sheets={key: draw(entries(form, tame=tame)) for key in names},
        flags=draw(some_flags),
        measures=draw(tame_measures if tame else some_measures),
        ratings=draw(st.dictionaries(st.just("stars"), st.sampled_from(stars))),
    )
