"""An organisation takes a pack into use, with what the document leaves open to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jiceng import packs
from jiceng.access import checks
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.refusal import Refusal
from jiceng.packs.lint import offered
from jiceng.services import audit
from jiceng.store.models import Adoption, Organisation, User

Settings = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def adopt_pack(
    *,
    organisation: Organisation,
    pack: str,
    settings: Settings,
    reasons: Mapping[str, str],
    by: User,
    on: date,
) -> Adoption:
    """Take a pack into use from a day on. What was adopted before stays with the campaigns that run under it.

    settings: mechanism key -> field -> value, only what the document leaves open. reasons: `key.field` -> why so.
    The same again on the same day changes nothing; with other settings it is refused once a campaign runs under it.
    Raises Forbidden, or Refusal "pack.unknown", "pack.setting-…", "pack.setting-without-reason", "pack.adopted-today".
    """
    checks.check(by, "campaign.open", organisation)
    if pack not in offered():
        raise Refusal("pack.unknown", pack=pack, known=[packs.load(name).title for name in offered()])
    known = packs.load(pack)
    settings = {key: dict(fields) for key, fields in settings.items() if fields}
    known.rules(settings)
    reasons = {name: text.strip() for name, text in reasons.items() if text.strip()}
    for key, fields in settings.items():
        for field in fields:
            if not has_reason(reasons.get(f"{key}.{field}", "")):
                raise Refusal(
                    "pack.setting-without-reason", name=known.mechanisms[key].title or key, field=field
                )
    told = {"version": known.version, "settings": settings, "reasons": reasons, "by": by}
    adoption, made = Adoption.objects.select_for_update().get_or_create(
        organisation=organisation, pack=pack, adopted_on=on, defaults=told
    )
    if not made:
        if (adoption.settings, adoption.reasons) == (settings, reasons):
            return adoption
        if adoption.campaigns.exists():
            raise Refusal("pack.adopted-today", pack=known.title)
        Adoption.objects.filter(pk=adoption.pk).update(**told)
        adoption.refresh_from_db()
    audit.record(
        "pack.adopted", by=by, on=on, target=adoption, path=organisation.path, pack=pack, version=known.version,
        settings=settings, reasons=reasons,
    )  # fmt: skip
    return adoption
