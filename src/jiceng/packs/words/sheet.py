"""sheet.*, register.objects: what grades. Their cases are run together, through the scheme (`packs.cases`)."""

from collections.abc import Iterator
from decimal import Decimal

from jiceng.kernel import sheet as rules
from jiceng.kernel.register import FORMS, KINDS, Objects
from jiceng.kernel.sheet.lint import (
    Remark,
    check_bands,
    check_form,
    check_names,
    check_objects,
    check_quota,
    check_scorers,
    decimals_in_use,
)
from jiceng.packs.words.entry import Whole, check_of


@check_of(Objects)
def objects_check(rule: Objects, whole: Whole) -> Iterator[Remark]:
    yield from check_objects(rule)
    kinds = [kind for group in rule.classes for kind in group.kinds]
    yield from check_names(kinds, tuple(KINDS), key="classes", code="lint.kind-unknown")
    yield from check_names(rule.forms, tuple(FORMS), key="forms", code="lint.form-unknown")
    for name in whole.classes:
        if whole.scheme.forms and name not in whole.scheme.forms:
            yield Remark("error", "classes", "lint.class-without-sheet", {"class_name": name})


@check_of(rules.Bands)
def bands_check(rule: rules.Bands, whole: Whole) -> Iterator[Remark]:
    most = [form.most() for form in whole.scheme.forms.values()]
    maximum = max((points for points in most if points is not None), default=Decimal(100))
    yield from check_bands(rule, decimals=decimals_in_use(whole.scheme), maximum=maximum)


@check_of(rules.ClassSheet)
def classsheet_check(rule: rules.ClassSheet, whole: Whole) -> Iterator[Remark]:
    for _, item in rule.sheet.items():
        yield from check_names(
            item.classes, whole.classes, key=f"sheet.{item.key}", code="lint.class-unknown"
        )
    if not rule.classes:
        yield Remark("error", "classes", "lint.empty", {"name": "classes"})
    for remark in check_form(rule.sheet, rule.classes):
        yield Remark(remark.level, f"sheet.{remark.key}", remark.code, remark.facts)


@check_of(rules.Scorers)
def scorers_check(rule: rules.Scorers, whole: Whole) -> Iterator[Remark]:
    yield from check_scorers(rule)


@check_of(rules.Quota)
def quota_check(rule: rules.Quota, whole: Whole) -> Iterator[Remark]:
    yield from check_quota(rule, grades=whole.grades, classes=whole.classes)
    figures = (rule.at_most, rule.at_least, rule.about)
    if all(figure is None for figure in figures) and not whole.adjustable:
        yield Remark("error", "", "lint.quota-empty", {"grade": rule.grade})


@check_of(rules.Adopted)
def adopted_check(rule: rules.Adopted, whole: Whole) -> Iterator[Remark]:
    yield from check_names(list(rule.map.values()), whole.grades, key="map", code="lint.grade-unknown")


@check_of(rules.Explanations)
def explanations_check(rule: rules.Explanations, whole: Whole) -> Iterator[Remark]:
    for condition in rule.when:
        yield from check_names(condition.grades, whole.grades, key="when", code="lint.grade-unknown")
        yield from check_names(condition.classes, whole.classes, key="when", code="lint.class-unknown")


@check_of(rules.Decision)
def decision_check(rule: rules.Decision, whole: Whole) -> Iterator[Remark]:
    scorers = whole.scheme.scorers.names()
    yield from check_names(rule.considers, scorers, key="considers", code="lint.scorer-unknown")
