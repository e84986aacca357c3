"""What templates need to say a figure: grades with a mark, points, shares, clauses, names of kinds."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from jiceng.kernel.share import per_cent
from jiceng.kernel.trace import short
from jiceng.services.standing import key_of
from jiceng.store.models import Campaign
from jiceng.web import navigation as places
from jiceng.web import words
from jiceng.web.made_up import made_up

register = template.Library()

MARKS = 4  # dots of a grade mark; four grades in every document so far


@register.simple_tag
def language_tag() -> str:
    """The page's language as HTML names it."""
    return "en" if words.lang() == "en" else "zh-Hans"


@register.simple_tag
def demonstration() -> bool:
    """Whether this is the demonstration: then every page says, on paper too, that its figures are made up."""
    return made_up()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> places.Navigation:
    """Where whoever reads the page can go, and how many reminders wait; one query."""
    request = context["request"]
    posts = getattr(request, "held", [])
    return places.of(posts, unread=request.unread() if posts else 0)


@register.simple_tag
def act(
    event: str, campaign: Campaign | None = None, mechanism: str = "", holder: int | str = ""
) -> SafeString:
    """What a form does, as attributes of it: the event, the mechanism's address and the organisation it concerns.

    event: `noun.verb`. mechanism: a key of the campaign's pack, or the class of a rule that stands once in a pack
    (`Decision`). A rehearsal, and whoever measures the burden, reads them; no style or script does.
    """
    return format_html_join(" ", '{}="{}"', [("data-act", event), *_about(campaign, mechanism, holder)])


@register.simple_tag
def follow(campaign: Campaign | None = None, mechanism: str = "", holder: int | str = "") -> SafeString:
    """That a link leads to where something is done, as attributes of it; as `act`."""
    return format_html_join(" ", '{}="{}"', [("data-follow", ""), *_about(campaign, mechanism, holder)])


@register.simple_tag
def applied(campaign: Campaign | None, rule: Any) -> SafeString:
    """That what stands here was worked out by a rule, as an attribute of it: `data-applied`, the mechanism's address.

    rule: the kernel's rule itself, the key of its mechanism, or a word that stands once in a pack (`sheet.bands`).
    """
    if campaign is None or not rule:
        return mark_safe("")
    if isinstance(rule, str):
        key = rule if rule in campaign.rules else key_of(campaign, rule)
    else:
        key = next(
            (key for key, each in campaign.rules.items() if rule in (each, getattr(each, "sheet", None))), ""
        )
    return format_html('data-applied="{}/{}"', campaign.adoption.pack, key) if key else mark_safe("")


def _about(campaign: Campaign | None, mechanism: str, holder: int | str) -> Iterator[tuple[str, str]]:
    if campaign is not None and mechanism:
        key = mechanism if mechanism in campaign.rules else key_of(campaign, mechanism) or mechanism
        yield "data-mechanism", f"{campaign.adoption.pack}/{key}"
    if holder:
        yield "data-holder", str(holder)


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("jiceng/icons.svg"),
        name,
    )


@register.simple_tag
def grade(name: str, grades: Sequence[str]) -> SafeString:
    """A grade by its word and a mark: 较好 ●●●○. Nothing for "". grades: all of the document, best first."""
    if not name:
        return mark_safe("")
    place = list(grades).index(name) if name in grades else len(grades) - 1
    filled = max(1, MARKS - place)
    return format_html(
        '<span class="grade grade-{}"><b>{}</b><i aria-hidden="true"> {}</i></span>',
        min(place + 1, MARKS),
        name,
        "●" * filled + "○" * (MARKS - filled),
    )


@register.filter
def points(number: Decimal | None) -> str:
    """An exact number, a real minus sign before what is taken; "" for nothing."""
    return "" if number is None else short(number).replace("-", "\N{MINUS SIGN}")


@register.filter
def signed(number: Decimal | None) -> str:
    """What a step adds or takes: +3, −5, 0."""
    text = points(number)
    return f"+{text}" if number is not None and number > 0 else text


@register.filter
def share(part: Decimal | int, whole: Decimal | int | None = None) -> str:
    """A share as per cent with one decimal at most: `0.2308|share` or `3|share:13` give 23.1 %."""
    if whole is not None and not whole:
        return "—"
    return f"{short(per_cent(part, 1 if whole is None else whole))}\N{NARROW NO-BREAK SPACE}%"


@register.filter
def kind_name(kind: str) -> str:
    return str(words.KINDS.get(kind, kind))


@register.filter
def form_name(form: str) -> str:
    return str(words.FORMS.get(form, form))


@register.filter
def role_name(role: str) -> str:
    return str(words.ROLES.get(role, role))


@register.filter
def why_outside(why: str) -> str:
    return str(words.OUTSIDE.get(why, why))


@register.inclusion_tag("components/spread.html")
def spread(counts: Mapping[str, int], grades: Sequence[str], size: int) -> dict[str, Any]:
    """A distribution as one bar. counts: grade -> organisations; what is left of `size` has no grade yet."""
    parts, at = [], Decimal(0)
    for place, name in enumerate([*grades, ""], start=1):
        number = (
            counts.get(name, 0) if name else size - sum(counts.get(grade_name, 0) for grade_name in grades)
        )
        width = Decimal(number * 100) / size if size else Decimal(0)
        if number:
            css = "none" if not name else f"g{min(place, MARKS)}"
            parts.append(
                {"css": css, "x": f"{at:.2f}", "width": f"{width:.2f}", "name": name, "number": number}
            )
        at += width
    return {"parts": parts, "size": size}


@register.inclusion_tag("components/legend.html")
def legend(grades: Sequence[str]) -> dict[str, Any]:
    return {"grades": [(f"g{min(at, MARKS)}", name) for at, name in enumerate(grades, start=1)]}


@register.simple_tag(takes_context=True)
def qr(context: template.Context) -> SafeString:
    """The address of this page as a QR code, for its printed copy."""
    request = context["request"]
    return mark_safe(_qr(request.build_absolute_uri(request.path)))


@lru_cache(maxsize=512)
def _qr(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_inline(svgclass="qr only-print", omitsize=True)


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A mapping's value for a key that a template has in a variable; 0 when absent, as counts are."""
    return mapping.get(key, 0)


@register.filter
def unlocalized(number: Decimal) -> str:
    """A number for SVG, whatever the language."""
    return format(number, "f")
