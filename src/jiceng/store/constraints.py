"""Sentences that several tables keep true, each as one constraint of the database."""

from collections.abc import Collection

from django.db.models import CheckConstraint, F, Q


def not_empty(name: str, *columns: str) -> CheckConstraint:
    """None of these texts is empty."""
    condition = Q()
    for column in columns:
        condition &= ~Q(**{column: ""})
    return CheckConstraint(name=name, condition=condition)


def one_of(name: str, column: str, *values: str) -> CheckConstraint:
    return CheckConstraint(name=name, condition=Q(**{f"{column}__in": list(values)}))


def together(
    name: str, *columns: str, texts: Collection[str] = (), notes: Collection[str] = ()
) -> CheckConstraint:
    """All of these or none.

    texts: columns that are "" instead of NULL where there is none. notes: texts that may be empty beside the rest,
    but never stand without it.
    """
    none = Q(**dict.fromkeys(columns), **dict.fromkeys([*texts, *notes], ""))
    every = Q(**{f"{column}__isnull": False for column in columns})
    for text in texts:
        every &= ~Q(**{text: ""})
    return CheckConstraint(name=name, condition=none | every)


def not_before(name: str, later: str, earlier: str) -> CheckConstraint:
    """`later` is on the day of `earlier` or after it, or not known yet."""
    return CheckConstraint(name=name, condition=Q(**{later: None}) | Q(**{f"{later}__gte": F(earlier)}))


def from_one(name: str, column: str) -> CheckConstraint:
    return CheckConstraint(name=name, condition=Q(**{f"{column}__gte": 1}))


def two_people(name: str, one: str, other: str) -> CheckConstraint:
    """Nobody does both."""
    return CheckConstraint(name=name, condition=~Q(**{one: F(other)}))


def known(**facts: object) -> Q:
    """These columns hold these values, NULL being none of them.

    A comparison with NULL is neither true nor false, and a check lets pass what is not false.
    """
    return Q(**facts) & Q(**{f"{column}__isnull": False for column in facts})
