"""standard: which pack an organisation works under, and the pack's very text as it was when a campaign opened."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import Q

from jiceng import packs
from jiceng.kernel.sheet import Scheme
from jiceng.store.constraints import not_empty
from jiceng.store.fields import account_or_none
from jiceng.store.register import Organisation


@lru_cache(maxsize=32)
def pack_of(pack: str, digest: str = "") -> packs.Pack:
    """A pack as it ships, or with a digest the very text that was kept. Reads the database once a process."""
    if not digest:
        return packs.load(pack)
    return packs.from_texts(pack, PackCopy.objects.get(digest=digest).files)


@lru_cache(maxsize=64)
def rules_of(pack: str, digest: str, adjusted: str) -> Mapping[str, Any]:
    """Every rule by its mechanism's key; adjusted: local settings as JSON."""
    return MappingProxyType(pack_of(pack, digest).rules(json.loads(adjusted)))


@lru_cache(maxsize=64)
def scheme_of(pack: str, digest: str, adjusted: str) -> Scheme:
    """What of the rules grades."""
    return pack_of(pack, digest).scheme(json.loads(adjusted))


class Adoption(models.Model):
    """An organisation works under a pack from a day on.

    settings: what the document lets a jurisdiction choose, {"good-quota": {"at_most": "0.20"}}.
        What is left out stays "not given".
    reasons: why, {"good-quota.at_most": "市委组织部规定"}, for people to read. by: None in rows older than that.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    pack = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    settings = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    adopted_on = models.DateField()
    by = account_or_none()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pack", "adopted_on"], name="adoption_once_a_day"
            ),
            models.CheckConstraint(name="adoption_names_pack", condition=~Q(pack="")),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.pack}"

    @property
    def adjusted(self) -> str:
        """The local settings as one text."""
        return json.dumps(self.settings, sort_keys=True)

    @property
    def terms(self) -> tuple[packs.NamedList, ...]:
        """The terms of the document, as this organisation filled them."""
        return pack_of(self.pack).terms(self.settings)

    @property
    def rules(self) -> Mapping[str, Any]:
        """Every rule by its mechanism's key, with the local settings. Raises packs.PackFault when the pack is gone."""
        return rules_of(self.pack, "", self.adjusted)

    @property
    def scheme(self) -> Scheme:
        """What of the rules grades. Raises packs.PackFault when the pack is gone."""
        return scheme_of(self.pack, "", self.adjusted)


class PackCopy(models.Model):
    """A pack as it was when a campaign opened under it; campaigns under the same text share one.

    files: {name: text}, the whole folder. digest: SHA-256 over them, in hex.
    """

    pack = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    files = models.JSONField()
    kept_on = models.DateField()

    class Meta:
        constraints = [not_empty("pack_copy_named", "pack", "digest")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
