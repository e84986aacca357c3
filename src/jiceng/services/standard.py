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
from jiceng.packs.pack import LISTS, Pack
from jiceng.services import audit
from jiceng.store.models import Adoption, Organisation, User

LONGEST = 200  # characters of one thing that is in a term
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

    settings: mechanism key -> field -> value, only what the document leaves open; under `lists` what is in a term that
    the document does not define. reasons: `key.field` -> why so.
    The same again on the same day changes nothing; with other settings it is refused once a campaign runs under it.
    Raises Forbidden, or Refusal "pack.unknown", "pack.setting-…", "pack.setting-without-reason", "pack.adopted-today".
    """
    checks.check(by, "campaign.open", organisation)
    if pack not in offered():
        raise Refusal("pack.unknown", pack=pack, known=[packs.load(name).title for name in offered()])
    known = packs.load(pack)
    settings = {key: dict(fields) for key, fields in settings.items() if fields}
    known.rules(settings)
    _check_terms(known, settings.get(LISTS, {}))
    reasons = {name: text.strip() for name, text in reasons.items() if text.strip()}
    for key, fields in settings.items():
        for field in fields:
            if not has_reason(reasons.get(f"{key}.{field}", "")):
                names = {term.key: term.name for term in known.lists}
                name = names[field] if key == LISTS else known.mechanisms[key].title or key
                raise Refusal("pack.setting-without-reason", name=name, field=field)
    columns = {"version": known.version, "settings": settings, "reasons": reasons, "by": by}
    adoption, made = Adoption.objects.select_for_update().get_or_create(
        organisation=organisation, pack=pack, adopted_on=on, defaults=columns
    )
    if not made:
        if (adoption.settings, adoption.reasons) == (settings, reasons):
            return adoption
        if adoption.campaigns.exists():
            raise Refusal("pack.adopted-today", pack=known.title)
        Adoption.objects.filter(pk=adoption.pk).update(**columns)
        adoption.refresh_from_db()
    audit.record(
        "pack.adopted", by=by, on=on, target=adoption, path=organisation.path, pack=pack, version=known.version,
        settings=settings, reasons=reasons,
    )  # fmt: skip
    return adoption


def _check_terms(pack: Pack, terms: Mapping[str, Any]) -> None:
    """Only what the document leaves undefined is filled, with texts that can be read.

    Raises Refusal "pack.term-defined", "store.text-too-long".
    """
    known = {term.key: term for term in pack.open_terms()}
    for key, values in terms.items():
        if key not in known:
            raise Refusal("pack.term-defined", key=key, known=[term.name for term in known.values()])
        for value in values:
            if len(value) > LONGEST:
                raise Refusal("store.text-too-long", length=len(value), most=LONGEST)
