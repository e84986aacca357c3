"""Columns of our own."""

from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce

from jiceng.kernel.refusal import Refusal

if TYPE_CHECKING:
    from jiceng.store.user import User

PLACES = 6
MILLION = 10**PLACES
LARGEST = 2**63 // MILLION - 1  # whole points that fit the column


def storable(exact: Decimal) -> Decimal:
    """An exact result cut to the places that are kept; towards less, so that it never reaches the next grade."""
    return exact.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_FLOOR)


class FixedPointField(models.Field):  # type: ignore[type-arg]  # Django has no types of its own
    """An exact decimal of at most six places, kept as a whole number of millionths.

    Not Django's DecimalField: SQLite keeps that one as a float, and 89.995 is a legal boundary. Sorting, comparing and
    summing in the database stay exact. Refuses a float, more than six places, and numbers too large for the column.
    """

    description = "exact decimal, six places"

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: int | Decimal | None, expression: Any, connection: Any) -> Decimal | None:
        if value is None:
            return None
        millionths = int(value)  # a sum comes back from PostgreSQL as a numeric
        whole, rest = divmod(millionths, MILLION)
        return Decimal(millionths).scaleb(-PLACES).normalize() if rest else Decimal(whole)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise TypeError(f"{value!r} is a float; write it as Decimal('{value}')")
        try:
            return Decimal(value)
        except (InvalidOperation, ValueError, TypeError):
            raise ValidationError(f"{value!r} is not a number. Write it like 89.5.") from None

    def get_prep_value(self, value: Any) -> int | None:
        value = self.to_python(super().get_prep_value(value))
        if value is None:
            return None
        if not value.is_finite() or abs(value) > LARGEST:
            raise Refusal("store.number-too-large", value=str(value), largest=LARGEST)
        millionths = value.scaleb(PLACES)
        if millionths != millionths.to_integral_value():
            raise Refusal("store.too-many-places", value=value, places=PLACES)
        return int(millionths)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else format(value, "f")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": forms.DecimalField, "decimal_places": PLACES, **kwargs})


class PathField(models.CharField):  # type: ignore[type-arg]
    """A place in a tree: fixed width at every level, compared byte by byte on every database.

    PostgreSQL would otherwise compare by the language of the server, where `~` may sort before letters.
    """

    def db_parameters(self, connection: Any) -> Any:
        told = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            told["collation"] = "C"
        return told


def account() -> "models.ForeignKey[User, User]":
    """Who did it: an account that did something is never deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


def account_or_none() -> "models.ForeignKey[User | None, User | None]":
    """Who did it, once somebody has."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


def campaign_or_zero() -> models.GeneratedField:
    """The campaign's key, 0 where there is none; filled by the database.

    For what is unique within a campaign and may have none: no NULL equals another, and "once" would not hold there.
    """
    return models.GeneratedField(
        expression=Coalesce("campaign", 0), output_field=models.BigIntegerField(), db_persist=True
    )
