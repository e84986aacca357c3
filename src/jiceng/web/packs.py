"""制度包: each document as people read it; what may be set locally; who has taken it into use since when."""

import json
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock, packs, phrases
from jiceng.access import checks, scope
from jiceng.kernel import written
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.procedure import Sample, Steps
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.share import read_share
from jiceng.kernel.sheet import Quota
from jiceng.kernel.trace import short
from jiceng.kernel.written import narrow
from jiceng.packs import lint
from jiceng.packs.fields import value as meaning
from jiceng.packs.pack import LISTS, Case, Mechanism, Pack
from jiceng.reports.diagram import diagram
from jiceng.services.standard import adopt_pack
from jiceng.store.models import Adoption, Post
from jiceng.web import words
from jiceng.web.given import text_in, typed_in
from jiceng.web.pack_words import CASE, FIELDS, FIRMNESS, refusal_of, word
from jiceng.web.pages import SignedIn, page

# Fields that hold a share of 0 to 1; forms show and read them as per cents.
SHARES: Mapping[type, tuple[str, ...]] = {
    Quota: ("at_most", "at_least", "about", "within"),
    Sample: ("share",),
}


@dataclass(frozen=True)
class Setting:
    """What a document leaves open, as a form asks it. now: as in the pack, written as the form takes it.

    kind: number, share, text, choice, lines, data (JSON), and pairs, a line each:
    apart (classes and their share), levels (a level and its day).
    said: the same in words, to be read. printed: the document itself gives it.
    """

    key: str
    field: str
    kind: str
    now: str
    said: str
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    reason: str = ""
    printed: bool = False

    @property
    def name(self) -> str:
        return f"{self.key}.{self.field}"

    @property
    def title(self) -> str:
        return word(FIELDS, self.field, words.lang())


@dataclass(frozen=True)
class Shown:
    """One mechanism with its open fields and its examples. became: what the clause became."""

    mechanism: Mechanism
    became: str
    settings: tuple[Setting, ...]
    cases: tuple[tuple[str, str], ...]


@require_safe
@page
def packs_list(request: SignedIn) -> HttpResponse:
    """Every document there is, with who uses it among the organisations one sees or is below."""
    _content(request)
    adopted: dict[str, list[Adoption]] = {}
    for adoption in _adoptions(request).order_by("adopted_on"):
        adopted.setdefault(adoption.pack, []).append(adoption)
    documents = [(packs.load(name), adopted.get(name, [])) for name in lint.offered()]
    faulty = [(name, lint.faults(name)) for name in packs.local_names() if lint.faults(name)]
    context = {"section": "pack", "found": documents, "faulty": faulty if _opening(request) else []}
    return render(request, "pages/packs.html", context)


@require_safe
@page
def pack(request: SignedIn, name: str) -> HttpResponse:
    """One document: clauses, what each became, readings, open fields, examples, steps."""
    _content(request)
    document = _pack(name)
    lang = words.lang()
    adopted = list(_adoptions(request).filter(pack=name).order_by("-adopted_on"))
    context = {
        "section": "pack",
        "pack": document,
        "shown": [_shown(document, each) for each in document.mechanisms.values()],
        "terms": document.lists,
        "drawing": _drawing(document, lang),
        "adopted": adopted,
        "gradeable": document.scheme().objects is not None,
        "places": [post.organisation for post in _opening(request)],
        "may_open": {post.organisation_id for post in _opening(request)},
    }
    return render(request, "pages/pack.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def adopt(request: SignedIn, pk: int, name: str) -> HttpResponse:
    """Take a document into use, with what it leaves open to the jurisdiction."""
    place = get_object_or_404(scope.organisations(request.user, held=request.held), pk=pk)
    checks.check(request.user, "campaign.open", place)
    document = _pack(name)
    note = ""
    if request.method == "POST":
        try:
            settings, reasons = _read(document, request)
            adopt_pack(
                organisation=place,
                pack=name,
                settings=settings,
                reasons=reasons,
                by=request.user,
                on=clock.today(),
            )
        except Refusal as refusal:
            note = words.refusal(refusal)
        else:
            messages.success(request, _("%(pack)s is in use from today.") % {"pack": document.title})
            return redirect("pack", name)
    last = Adoption.objects.filter(organisation=place, pack=name).order_by("-adopted_on").first()
    context = {
        "section": "pack",
        "organisation": place,
        "pack": document,
        "asked": [
            (each, _settings(each, last, request.POST if note else None))
            for each in document.mechanisms.values()
            if each.adjustable
        ],
        "terms": [
            (
                term,
                typed_in(request, f"value:{LISTS}.{term.key}") if note else "\n".join(term.values),
                typed_in(request, f"reason:{LISTS}.{term.key}")
                if note
                else (last.reasons if last else {}).get(f"{LISTS}.{term.key}", ""),
            )
            for term in document.terms(last.settings if last else None)
            if term.undefined
        ],
        "last": last,
        "note": note,
    }
    return render(request, "pages/adopt.html", context, status=422 if note else 200)


def _content(request: SignedIn) -> None:
    """Documents are read by everybody with a post that has a say in content."""
    if not scope.content_posts(request.held):
        raise Http404


def _pack(name: str) -> Pack:
    if name not in lint.offered():
        raise Http404
    return packs.load(name)


def _opening(request: SignedIn) -> list[Post]:
    """One's posts that may take a document into use."""
    return [
        post
        for post in request.held
        if post.role == "county-officer"
        and checks.may(request.user, "campaign.open", post.organisation, held=request.held)
    ]


def _adoptions(request: SignedIn) -> Any:
    """Of organisations below one's posts, and of those one is below."""
    seen = scope.campaigns(request.user, held=request.held)
    below = scope.organisations(request.user, held=request.held)
    adoptions = Adoption.objects.filter(organisation__in=below) | Adoption.objects.filter(
        pk__in=seen.values("adoption_id")
    )
    return adoptions.select_related("organisation").distinct()


def _drawing(document: Pack, lang: str) -> SafeString:
    """The steps drawn; every text in it is escaped where it is made."""
    steps = next((each.rule for each in document.mechanisms.values() if isinstance(each.rule, Steps)), None)
    return mark_safe(diagram(steps, lang)) if steps else SafeString("")


def _shown(document: Pack, mechanism: Mechanism) -> Shown:
    cases = tuple(_case(case) for case in document.cases if case.mechanism == mechanism.key)
    kind = mechanism.rule.word
    became = (kind.zh, kind.en)[phrases.side(words.lang())]
    return Shown(mechanism, became, tuple(_settings(mechanism, None, None)), cases)


def _case(case: Case) -> tuple[str, str]:
    """An example in words: what is given, and what follows. Values are the document's own."""
    given = _pairs(case.given)
    if case.refused:
        answer = _("refused: %(why)s") % {"why": refusal_of(case.refused, words.lang())}
    else:
        answer = _pairs(case.gives or {})
    return (f"{case.say}（{given}）" if case.say else given, answer)


def _pairs(facts: Mapping[str, Any]) -> str:
    return "；".join(f"{word(CASE, name, words.lang())}：{_plain(value)}" for name, value in facts.items())


def _plain(value: Any) -> str:
    """A value as people read it: no names of the code, nothing left out in silence."""
    if value is None:
        return _("not given")
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str) and value in {firmness.value for firmness in Firmness}:
        return phrases.WORDS[value][phrases.side(words.lang())]
    if hasattr(value, "__dataclass_fields__"):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Decimal):
        return short(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        pairs = (f"{word(CASE, str(name), words.lang())} {_plain(entry)}" for name, entry in value.items())
        return "，".join(pairs) or "—"
    if isinstance(value, (list, tuple)):
        return "、".join(_plain(entry) for entry in value) or "—"
    return str(value) if value != "" else "—"


def _settings(mechanism: Mechanism, last: Adoption | None, typed: Any) -> list[Setting]:
    settings = []
    kept = (last.settings if last else {}).get(mechanism.key, {})
    for field in fields(mechanism.rule) if mechanism.adjustable else ():
        if field.name not in mechanism.adjustable:
            continue
        now = getattr(mechanism.rule, field.name)
        kind = "share" if field.name in SHARES.get(type(mechanism.rule), ()) else _kind(str(field.type), now)
        name = f"{mechanism.key}.{field.name}"
        value = _as_text(kept[field.name], kind) if field.name in kept else ""
        reason = (last.reasons if last else {}).get(name, "")
        if typed is not None:
            value, reason = typed.get(f"value:{name}", ""), typed.get(f"reason:{name}", "")
        choices = _choices(field) if kind == "choice" else ()
        text = _as_text(now, kind)
        wording = (
            text if kind in ("share", "apart", "levels") and text else _plain(None if now == () else now)
        )
        wording = dict(choices).get(text, wording)
        printed = field.name in mechanism.printed
        settings.append(
            Setting(mechanism.key, field.name, kind, text, wording, choices, value, reason, printed)
        )
    return settings


def _choices(field: Field[Any]) -> tuple[tuple[str, str], ...]:
    """What may be chosen for a field, in words."""
    if get_origin(field.type) is Literal:
        values = get_args(field.type)
        return tuple((each, meaning(field.name, each)[phrases.side(words.lang())]) for each in values)
    return tuple((each.value, word(FIRMNESS, each.value, words.lang())) for each in Firmness)


def _kind(type_name: str, now: Any) -> str:
    if isinstance(now, Enum) or "Firmness" in type_name or "Literal" in type_name:
        return "choice"
    if type_name == "tuple[str, ...]":
        return "lines"
    if "Apart" in type_name:
        return "apart"
    if "LevelDay" in type_name:
        return "levels"
    if "tuple" in type_name or "Mapping" in type_name:
        return "data"
    return "number" if "int" in type_name or "Decimal" in type_name else "text"


def _as_text(value: Any, kind: str) -> str:
    """As a field of the form shows it; "" for what the document leaves open."""
    if value is None or value == ():
        return ""
    if kind == "share":
        return f"{short(100 * Decimal(value))}%"
    if kind == "lines":
        return "\n".join(value)
    if kind == "apart":
        return "\n".join(_as_line(_data(group)) for group in value)
    if kind == "levels":
        return "\n".join(f"{day['level']}：{day['due_on']}" for day in map(_data, value))
    if kind == "data":
        return json.dumps(_data(value), ensure_ascii=False)
    if isinstance(value, Enum):
        return str(value.value)
    return short(value) if isinstance(value, Decimal) else str(value)


def _as_line(group: Mapping[str, Any]) -> str:
    """Classes with a share of their own: `机关、教育卫生事业单位：40%`; no share where none is given."""
    return "、".join(group["classes"]) + "：" + _as_text(group.get("at_most"), "share")


def _read_level(line: str) -> dict[str, str]:
    """A level and its day: `兵直党工委：04-15`. Raises Refusal "pack.level-unreadable"."""
    level, colon, day = line.replace(":", "：").rpartition("：")
    if not (colon and level.strip() and re.fullmatch(r"\d{2}-\d{2}", narrow(day).strip())):
        raise Refusal("pack.level-unreadable", line=line[:40])
    return {"level": level.strip(), "due_on": narrow(day).strip()}


def _read_line(line: str) -> dict[str, Any]:
    """The group that `_as_line` writes. Raises Refusal "pack.apart-unreadable", or one of `read_share`."""
    names, colon, share = line.replace(":", "：").rpartition("：")
    classes = [name for name in re.split(r"[、，,\s]+", names) if name]
    if not colon or not classes:
        raise Refusal("pack.apart-unreadable", line=line[:40])
    return {"classes": classes} | ({"at_most": short(read_share(share))} if share.strip() else {})


def _data(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_data(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _data(entry) for name, entry in value.items()}
    return short(value) if isinstance(value, Decimal) else value


def _read(document: Pack, request: SignedIn) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The settings a form sends: what is left empty stays as the document has it."""
    settings: dict[str, dict[str, Any]] = {}
    reasons: dict[str, str] = {}
    for mechanism in document.mechanisms.values():
        for asked in _settings(mechanism, None, None):
            text = request.POST.get(f"value:{asked.name}", "").strip()
            if not text:
                continue
            value: Any = text
            if asked.kind == "data":
                try:
                    value = json.loads(text)
                except ValueError:
                    raise Refusal(
                        "pack.setting-unreadable", name=mechanism.title or mechanism.key, field=asked.field
                    ) from None
            elif asked.kind == "lines":
                value = _lines(text)
            elif asked.kind == "apart":
                value = [_read_line(line) for line in _lines(text)]
            elif asked.kind == "levels":
                value = [_read_level(line) for line in _lines(text)]
            elif asked.kind == "share":
                value = short(read_share(text))
            elif asked.kind == "number":
                number = written.number(text)
                if number is not None:
                    value = int(number) if number == number.to_integral_value() else str(number)
            settings.setdefault(mechanism.key, {})[asked.field] = value
            reasons[asked.name] = text_in(request, f"reason:{asked.name}", _("Reason"))
    for term in document.open_terms():
        name = f"{LISTS}.{term.key}"
        values = _lines(text_in(request, f"value:{name}", term.key))
        if values:
            settings.setdefault(LISTS, {})[term.key] = values
            reasons[name] = text_in(request, f"reason:{name}", _("Reason"))
    return settings, reasons


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
