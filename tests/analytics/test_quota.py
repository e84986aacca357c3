"""Quotas over many cohorts at once stand where the kernel says each cohort stands."""

from decimal import Decimal

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.analytics.quota import check_quotas
from jiceng.kernel.sheet import Apart, Band, Bands, Member, Quota
from jiceng.kernel.sheet.quota import _standings

GRADES, CLASSES = ("好", "较好", "较差"), ("村", "机关", "学校")
BANDS = Bands(bands=tuple(Band(grade=grade, at_least=Decimal(0)) for grade in GRADES))

shares = (
    st.none() | st.integers(0, 100).map(lambda per_cent: Decimal(per_cent) / 100) | st.just(Decimal("0.125"))
)
quotas = st.builds(
    Quota,
    grade=st.sampled_from(GRADES),
    at_most=shares,
    at_least=shares,
    about=shares,
    within=st.none() | st.sampled_from([Decimal("0.02"), Decimal("0.005"), Decimal(0)]),
    apart_classes=st.sampled_from(
        [(), (Apart(classes=("学校",)),), (Apart(classes=("机关", "学校"), at_most=Decimal("0.5")),)]
    ),
)
rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), max_size=40)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quotas=st.lists(quotas, max_size=3), rows=rows)
def test_every_group_stands_as_in_the_kernel(engine, quotas, rows):
    table = np.array(rows, np.int64).reshape(-1, 3)

    found = check_quotas(
        BANDS,
        quotas,
        groups=4,
        group=table[:, 0],
        place=table[:, 1],
        class_code=table[:, 2],
        classes=CLASSES,
        engine=engine,
    )

    for group in range(4):
        members = [Member(str(at), CLASSES[c], GRADES[p]) for at, (g, p, c) in enumerate(rows) if g == group]
        wanted = [one for quota in quotas for one in _standings(quota, members)]
        said = [
            (one.quota, one.classes, int(one.size[group]), int(one.count[group]), int(one.over[group]),
             int(one.under[group]))
            for one in found
            if not one.classes or one.size[group]
        ]  # fmt: skip
        assert said == [(one.quota, one.classes, one.size, one.count, one.over, one.under) for one in wanted]
