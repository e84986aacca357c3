"""Random forms, entries and schemes over every scoring shape, for tests that hold two engines to one meaning."""

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
    Reasons,
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


@st.composite
def bands_of_measure(draw):
    return draw(
        st.one_of(
            st.builds(MeasureBand, at_least=decimals(-50, 120, 1), points=signed),
            st.builds(
                lambda at, low, more: MeasureBand(at_least=at, low=low, high=low + more),
                decimals(-50, 120, 1),
                points,
                points,
            ),
        )  # fmt: skip
    )


steps = st.builds(
    CountStep, count=st.integers(0, 6), deduct=limits, zero=st.booleans(), or_more=st.booleans()
)
places = st.builds(
    Place, points=signed, to=st.none() | st.integers(1, 4), to_share=st.none() | decimals(0, 1)
)


def _named(shape, key: str, **rest):
    classes = st.sampled_from([(), (), (), (CLASS,), (OTHER,)])
    return st.builds(shape, key=st.just(key), name=st.just(f"item {key}"), classes=classes, **rest)


def items(key: str):
    return st.one_of(
        _named(DeductPerOccurrence, key, points=signed, cap=limits, maximum=limits),
        _named(DeductOnce, key, points=signed, maximum=limits),
        _named(RewardPerOccurrence, key, points=signed, cap=limits),
        _named(Options, key, options=st.dictionaries(st.sampled_from("甲乙丙丁"), signed, min_size=1)),
        _named(Steps, key, steps=st.lists(steps, min_size=1, max_size=4).map(tuple), maximum=limits),
        _named(MeasureBands, key, bands=st.lists(bands_of_measure(), min_size=1, max_size=4).map(tuple)),
        _named(
            Rate, key, target=decimals(-20, 100), points=signed, step=decimals(0, 5).filter(bool), up=points,
            down=points, maximum=limits, partial=st.sampled_from(["whole", "proportional"]),
        ),
        _named(Rank, key, places=st.lists(places, min_size=1, max_size=3).map(tuple), higher_is_better=st.booleans()),
        _named(
            Proportional, key, points=points.filter(bool), of=st.sampled_from(["best", "mean"]),
            higher_is_better=st.booleans(), maximum=limits,
        ),
        _named(Discretionary, key, direction=st.sampled_from(["deduct", "award"]), limit=limits),
    )  # fmt: skip


@st.composite
def heads(draw, key: str):
    outside = draw(st.booleans())
    own = tuple(draw(items(f"{key}-{number}")) for number in range(draw(st.integers(0, 5))))
    maximum = draw(st.none() | points) if outside else draw(st.integers(1, 40).map(Decimal))
    return Head(
        key=key, name=f"head {key}", items=own, maximum=maximum, outside=outside,
        start=draw(st.sampled_from(["full", "zero"])), weight=draw(st.sampled_from(["1", "1", "0.5", "0.15", "2"]).map(Decimal)),
        floor=draw(st.integers(-5, 0).map(Decimal)) if outside else Decimal(0),
    )  # fmt: skip


@st.composite
def forms(draw):
    own = tuple(draw(heads(f"h{number}")) for number in range(draw(st.integers(1, 4))))
    maximum = draw(st.sampled_from(["100", "60", "99.5"]).map(Decimal))
    return Form(key="form", title="form", heads=own, maximum=maximum, decimals=draw(st.integers(0, 3)))


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
        reasons=Reasons(required=draw(st.booleans())), gates=draw(st.lists(gates, max_size=3)),
        consequences=draw(st.lists(consequences, max_size=4)), adopted=draw(st.lists(adopted, max_size=1)),
    )  # fmt: skip


REASONS = st.sampled_from(["没有年度计划", "没有年度计划", "没有年度计划", "没有年度计划", "无"])
counts = st.integers(0, 8).map(Decimal)
measured = st.one_of(decimals(-60, 130, 0), decimals(-60, 130, 1), decimals(0, 130, 3))
odd = st.one_of(st.sampled_from([Decimal("NaN"), Decimal("1.5"), Decimal(-1), "甲", "戊"]))


@st.composite
def entries(draw, form: Form, *, tame: bool):
    """What one scorer recorded. tame: mostly what the shapes take, so that most sheets add up."""
    found = {}
    for _, item in form.items():
        if not draw(st.booleans()) or (tame and not item.applies_to(CLASS)):
            continue
        usual = {
            "deduct-once": st.sampled_from([Decimal(0), Decimal(1)]), "options": st.sampled_from("甲乙丙丁"),
            "measure-bands": measured, "rate": measured, "rank": measured, "proportional": measured.map(abs),
            "discretionary": st.integers(0, 4).map(Decimal),
        }.get(item.shape, counts)  # fmt: skip
        if isinstance(item, Options) and tame:
            usual = st.sampled_from(list(item.options))
        value = draw(usual if tame else st.one_of(usual, usual, usual, odd))
        typed = draw(st.none() | st.integers(0, 6).map(Decimal)) if item.shape == "measure-bands" else None
        if isinstance(item, MeasureBands) and tame:
            reached = [band for band in item.bands if value >= band.at_least]
            band = max(reached, key=lambda one: one.at_least, default=None)
            typed = (
                band.low.quantize(Decimal(1).scaleb(-form.decimals))
                if band and band.low is not None
                else typed
            )
        reason = "没有年度计划" if tame else draw(REASONS)
        found[item.key] = Entry(value, reason, typed)
    return found


@st.composite
def subjects(draw, scheme: Scheme, *, tame: bool):
    form = scheme.forms[CLASS]
    present = [one.key for one in scheme.scorers.scorers if tame or draw(st.integers(0, 9))]
    ratings = ["五星", "四星", "一星"] if tame else ["五星", "四星", "一星", "二星"]
    return Subject(
        class_name=CLASS,
        sheets={key: draw(entries(form, tame=tame)) for key in present},
        flags=frozenset(draw(st.lists(st.sampled_from(FLAGS), unique=True))),
        measures=draw(
            st.dictionaries(st.sampled_from(MEASURES), decimals(40, 100), min_size=2 if tame else 0)
        ),
        ratings=draw(st.dictionaries(st.just("stars"), st.sampled_from(ratings))),
    )
