"""A small document with one item of every kind, for what is read and written around it."""

from decimal import Decimal as D

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.register import ClassOf, Objects
from jiceng.kernel.sheet import (
    Band,
    Bands,
    ExplainWhen,
    Explanations,
    Form,
    Head,
    Quota,
    Scheme,
    Scorer,
    Scorers,
)
from jiceng.kernel.sheet.shapes import (
    DeductOnce,
    DeductPerOccurrence,
    Discretionary,
    MeasureBand,
    MeasureBands,
    Options,
    Place,
    Rank,
)

BANDS = Bands(
    bands=tuple(
        Band(grade=grade, at_least=D(at))
        for grade, at in (("好", 90), ("较好", 80), ("一般", 60), ("较差", 0))
    )
)
SYSTEM = Head(
    key="system",
    name="工作制度",
    start="full",
    maximum=D(50),
    items=(
        DeductOnce(key="no-plan", name="没有年度计划", points=D(5)),
        DeductPerOccurrence(key="hours", name="党员年学时不足24(每人)", points=D("0.005")),
        DeductOnce(key="village-only", name="没有村务公开", points=D(3), classes=("村",)),
        Discretionary(key="other", name="其他情形"),
    ),
)
RESULTS = Head(
    key="results",
    name="工作业绩",
    maximum=D(50),
    items=(
        Options(key="visit", name="走访", options={"全部走访": D(20), "部分走访": D(10)}),
        MeasureBands(
            key="rate",
            name="完成率",
            unit="%",
            bands=(
                MeasureBand(at_least=D(90), points=D(20)),
                MeasureBand(at_least=D(60), low=D(5), high=D(15)),
            ),
        ),
        Rank(key="rank", name="考核排名", places=(Place(points=D(10), to=1), Place(points=D(4)))),
    ),
)


def scheme(*, reasons=True, **changes):
    """Two classes, 村 and 机关, under the same two heads of 50 points."""
    form = Form(key="form", title="评分表", heads=(SYSTEM, RESULTS), reasons=reasons)
    sample = Form(key="sample", title="村评分表", heads=(SYSTEM, RESULTS), sample=True, reasons=reasons)
    told = {
        "bands": BANDS,
        "forms": {"村": sample, "机关": form},
        "objects": Objects(
            classes=(
                ClassOf(name="村", kinds=("village",)),
                ClassOf(name="机关", kinds=("organ-institution",)),
            )
        ),
        "scorers": Scorers(
            scorers=(Scorer(key="assessment", name="组织考核", weight=D(1)), Scorer(key="self", name="自评"))
        ),
        "gates": (
            Gate(grades=("好",), measure="satisfaction", at_least=D(90), name="满意度", unknown="open"),
        ),
        "consequences": (Consequence(flag="new", effect="at-most", grade="较好", name="新建党组织"),),
        "quotas": (Quota(grade="好", at_most=D("0.5")),),
        "explanations": Explanations(when=(ExplainWhen(grades=("较差",), classes=("村",)),)),
    }
    return Scheme(**told | changes)
