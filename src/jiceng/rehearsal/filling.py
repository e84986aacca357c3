"""Values for a form, by the kinds and limits of its fields; the same for the same seed, holder, mechanism and field.

What a page has filled in already stays. What nobody must fill in stays empty, until a refusal asks for it (`insist`).
"""

import hashlib
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lxml.html import FormElement, HtmlElement

from jiceng.rehearsal.page import Form

Fields = list[tuple[str, str]]
Files = list[tuple[str, str, bytes]]  # field, name, content

NIL = "无"
PERSON = "试行{letter}"
LETTERS = "甲乙丙丁戊己庚辛壬癸"
WELL = 2  # up to this level of `Hand.spread` an organisation does well
SOON = timedelta(days=10)  # when somebody promises to be done, where the page does not say


@dataclass(frozen=True)
class Hand:
    """Who fills in, and when. seed: of the rehearsal. spread: organisation -> how well it does, 0 (best) to 3.

    insist: fill in what may be left out too; said once the product has refused the form without it. again: which other
    values to try. turn: how often the same was written before, so that the next one says something else.
    """

    seed: str
    on: date
    spread: Callable[[str], int] = lambda holder: 0
    insist: bool = False
    again: int = 0
    turn: int = 0


@dataclass
class Filled:
    """A form as it is sent. fields: how many a person had to fill in or choose. pressed: the words of the button."""

    data: Fields = field(default_factory=list)
    files: Files = field(default_factory=list)
    fields: int = 0
    pressed: str = ""


def fill(form: Form, hand: Hand) -> Filled:
    """Fill in a form."""
    special = BY_EVENT.get(form.event)
    values = special(form, hand) if special else {}
    filled = Filled()
    radios: set[str] = set()
    for element in form.element.xpath(".//input | .//select | .//textarea"):
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        kind = element.get("type", "text") if element.tag == "input" else element.tag
        if kind in ("submit", "button", "image", "reset"):
            continue
        if kind == "file":
            filled.files.append((name, "试运行.png", picture(hand.seed + name)))
            filled.fields += 1
            continue
        if kind == "radio":
            if name not in radios:
                radios.add(name)
                _radio(form, element, name, hand, filled)
            continue
        if kind == "checkbox":
            checked = element.get("checked") is not None or element.get("required") is not None
            if name in values:
                checked = values[name] == element.get("value", "on")
            if checked:
                filled.data.append((name, element.get("value", "on")))
            continue
        value = values.get(name)
        if isinstance(value, list):
            value = value.pop(0) if value else ""
        if value is None:
            value = _value(form, element, kind, hand)
        if kind != "hidden" and value != _given(element, kind):
            filled.fields += 1
        filled.data.append((name, value))
    button = _button(form)
    if button is not None:
        filled.pressed = " ".join(button.text_content().split())
        if button.get("name"):
            filled.data.append((button.get("name"), button.get("value", "")))
    return filled


WRONG = "写错了"  # in words where a number or a day is asked for


def fill_wrongly(form: Form, filled: Filled) -> Filled | None:
    """The same form as somebody sends it who writes words for numbers and days; None where it asks for neither."""
    asked = form.element.xpath(
        ".//input[@type='date' or @type='number' or @inputmode='decimal' or @inputmode='numeric']/@name"
    )
    sent = {name for name, value in filled.data if value}
    if not sent.intersection(asked):
        return None
    wrong = [(name, WRONG if name in asked and value else value) for name, value in filled.data]
    return Filled(wrong, filled.files, filled.fields, filled.pressed)


def _button(form: Form) -> HtmlElement | None:
    buttons = form.element.xpath(".//button[not(@type) or @type='submit']")
    primary = [each for each in buttons if "btn-primary" in each.get("class", "").split()]
    return (primary or buttons or [None])[0]


def _given(element: HtmlElement, kind: str) -> str:
    if kind == "select":
        chosen = element.xpath(".//option[@selected]")
        return _option(chosen[0]) if chosen else ""
    if kind == "textarea":
        return (element.text or "").strip()
    return str(element.get("value", ""))


def _option(element: HtmlElement) -> str:
    value = element.get("value")
    return value if value is not None else " ".join(element.text_content().split())


def _radio(form: Form, first: HtmlElement, name: str, hand: Hand, filled: Filled) -> None:
    group = form.element.xpath(".//input[@type='radio' and @name=$name]", name=name)
    chosen = next((each for each in group if each.get("checked") is not None), None)
    if chosen is None or (hand.again and len(group) > 1):
        options = [each.get("value", "") for each in group]
        wanted = _choose(options, first, form, name, hand)
        chosen = next(each for each in group if each.get("value", "") == wanted)
        filled.fields += 1
    filled.data.append((name, chosen.get("value", "")))


def _choose(options: list[str], element: HtmlElement, form: Form, name: str, hand: Hand) -> str:
    """One of several: what nobody has named yet; of those who do well the first, which documents print best first; else
    by the seed.
    """
    covers = _around(element, "data-covers")
    for topic in covers.split("、") if covers else ():
        if topic in options:
            return topic
    useful = [each for each in options if each and each != NIL] or options
    first = 0 if form.holder and hand.spread(form.holder) <= WELL else _hash(hand, form, name)
    return useful[(first + hand.again + hand.turn) % len(useful)]


def _value(form: Form, element: HtmlElement, kind: str, hand: Hand) -> str:
    given = _given(element, kind)
    if kind == "hidden" or (given and not hand.again):
        return given
    optional = _around(element, "data-optional") is not None
    required = element.get("required") is not None
    name = element.get("name", "")
    if kind == "select":
        options = [_option(each) for each in element.xpath(".//option")]
        if not any(options) or (optional and not hand.insist):
            return given
        return _choose([each for each in options if each], element, form, name, hand)
    if kind == "date":
        if not (
            required
            or hand.insist
            or _around(element, "data-kind") == "date"
            or name in ("due_on", "until_on", "held_on")
        ):
            return given
        return _day(element, hand)
    what = _around(element, "data-kind") or ""
    if optional and not hand.insist:
        return given
    if kind == "search":
        return given
    if what == "number" or element.get("inputmode") in ("decimal", "numeric"):
        return _number(element, form, name, hand)
    if what == "people":
        least = int(Decimal(_around(element, "data-least") or 2))
        return "、".join(people(max(2, least)))
    covers = _around(element, "data-covers")
    if covers:
        return covers
    if what == "date":
        return hand.on.isoformat()
    if kind == "textarea" and not required and not what and not hand.insist and name in ("reason", "note"):
        return given
    if name in ("document", "number") and not required and not hand.insist:
        return given
    most = int(element.get("maxlength") or 2000)
    return _text(form, element, name, hand)[:most]


def _around(element: HtmlElement, attribute: str) -> str | None:
    """The attribute of the field, or of what stands around it."""
    at = element
    while at is not None and at.tag != "form":
        if at.get(attribute) is not None:
            return str(at.get(attribute))
        at = at.getparent()
    return None


def _day(element: HtmlElement, hand: Hand) -> str:
    """In ten days, within what the page allows."""
    wanted = hand.on + SOON if element.get("name") in ("due_on", "until_on") else hand.on
    most, least = element.get("max"), element.get("min")
    if most:
        wanted = min(wanted, date.fromisoformat(most))
    if least:
        wanted = max(wanted, date.fromisoformat(least))
    return wanted.isoformat()


def _number(element: HtmlElement, form: Form, name: str, hand: Hand) -> str:
    least = Decimal(_around(element, "data-least") or element.get("min") or 1)
    steps = ("2", "0.2", "1", "10", "100")
    if hand.again:
        return steps[hand.again % len(steps)]
    return format(max(least, Decimal(_hash(hand, form, name) % 5 + 1)), "f")


def _text(form: Form, element: HtmlElement, name: str, hand: Hand) -> str:
    """What somebody could have written there: marked as of a rehearsal. The next one, or the next try, says another."""
    label = _label(form.element, element)
    number = (_hash(hand, form, name) + hand.turn + hand.again) % 90 + 10
    return f"试运行：{label}，已办理（{number}）"


def _label(form: FormElement, element: HtmlElement) -> str:
    identity = element.get("id")
    found = form.xpath(".//label[@for=$identity]", identity=identity) if identity else []
    if not found:
        return str(element.get("aria-label") or element.get("name", ""))
    return " ".join(found[0].text_content().split())[:40]


def people(count: int) -> list[str]:
    """Invented names that differ."""
    return [
        PERSON.format(letter=LETTERS[at % 10]) + (LETTERS[at // 10] if at >= 10 else "")
        for at in range(count)
    ]


def _hash(hand: Hand, form: Form, name: str) -> int:
    text = f"{hand.seed}|{form.holder}|{form.mechanism}|{name}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def picture(seed: str) -> bytes:
    """A small photograph's stand-in, a real PNG: 16 by 16 of one colour that follows from the seed."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    size = 16
    colour = hashlib.sha256(seed.encode()).digest()[:3]
    rows = (b"\0" + colour * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


# -- forms whose fields hang together ---------------------------------------------------------------------------------

Values = Mapping[str, Any]


def _score(form: Form, hand: Hand) -> Values:
    """A sheet with a spread: the better an organisation does, the fewer items take points; each has its reason."""
    level = hand.spread(form.holder)
    every = {0: 0, 1: 9, 2: 3, 3: 1}[level]  # every so-many-th item
    values: dict[str, Any] = {"nothing-else": "1"}
    for at, item in enumerate(form.element.xpath(".//*[@data-item]"), start=1):
        key = item.get("data-item")
        faulty = bool(every) and at % every == 0
        entry = (item.xpath(".//*[@data-part='value']") or [None])[0]
        if entry is None:
            continue
        if entry.tag == "select":
            options = [_option(each) for each in entry.xpath(".//option") if _option(each)]
            chosen = options[-1 if faulty else 0]
            if set(options) == {"0", "1"}:
                chosen = "1" if faulty else "0"
            values[f"value:{key}"] = chosen
        elif entry.get("type") == "checkbox":
            values[f"value:{key}"] = entry.get("value", "1") if faulty else ""
        else:
            kind = item.get("data-kind")
            best = {"measure": "100", "points": "0"}.get(kind, "0")
            faulty = faulty and not (kind == "measure" and (hand.again or hand.insist))
            worst = {"measure": "0", "count": "9" if level == 3 else "1"}.get(kind, "1")
            values[f"value:{key}"] = worst if faulty else best
        points = (item.xpath(".//*[@data-part='points']") or [None])[0]
        if points is not None:
            values[f"points:{key}"] = "0"
        values[f"reason:{key}"] = "试运行：查看台账，按标准扣分" if faulty else ""
    return values


def _roll(form: Form, hand: Hand) -> Values:
    """Voters by number: as many of each class as the organisation has members, else six."""
    values: dict[str, Any] = {}
    for entry in form.element.xpath(".//input[@inputmode='numeric']"):
        values[entry.get("name")] = _around(entry, "data-size") or "6"
    for entry in form.element.xpath(".//textarea[starts-with(@name, 'names-')]"):
        values[entry.get("name")] = ""
    return values


FIGURES = ("issued", "returned", "valid", "invalid")


def _count(form: Form, hand: Hand) -> Values:
    """A count that adds up: everybody on the list got a paper, all came back; how satisfied they are is the spread."""
    values: dict[str, Any] = {}
    level = hand.spread(form.holder)
    for row in form.element.xpath(".//tr[@data-size]"):
        size = int(row.get("data-size"))
        options = []
        for entry in row.xpath(".//input"):
            figure = entry.get("name").partition("-")[0]
            if figure in FIGURES:
                values[entry.get("name")] = "0" if figure == "invalid" else str(size)
            else:
                options.append(entry)
        _votes(values, options, size, level)
    for group in form.element.xpath(".//fieldset[@data-size]"):
        _votes(values, group.xpath(".//input"), int(group.get("data-size")), level)
    return values


def _votes(values: dict[str, Any], options: list[HtmlElement], size: int, level: int) -> None:
    """Votes over options from best to worst: the worse the level, the more of them at the end."""
    share = (Decimal("0.8"), Decimal("0.6"), Decimal("0.3"), Decimal("0.1"))[level]
    left = size
    for entry in options[:-1]:
        votes = int(left * share)
        values[entry.get("name")] = str(votes)
        left -= votes
    for entry in options[-1:]:
        values[entry.get("name")] = str(left)


def _team(form: Form, hand: Hand) -> Values:
    """A different person in every seat that must be filled."""
    members = form.element.xpath(".//*[@name='member']")
    names = iter(people(len(members)))
    wanted = [next(names) if each.get("required") is not None or hand.insist else "" for each in members]
    return {"member": wanted if any(wanted) else people(len(members))}


SHARES = frozenset({"at_most", "about", "within", "share"})  # settings that are per cent of something


def _adopt(form: Form, hand: Hand) -> Values:
    """What the document leaves open is set, with a ground; what it prints stays as printed, and so do lists."""
    values: dict[str, Any] = {}
    for setting in form.element.xpath(".//*[@data-setting]"):
        is_open = setting.get("data-open") is not None
        field = setting.get("data-setting")
        for entry in setting.xpath(".//input | .//textarea | .//select"):
            name = entry.get("name", "")
            numeric = entry.get("inputmode") == "decimal"
            if name.startswith("value:"):
                number = "20%" if field in SHARES else "2"
                if hand.again:
                    number = "0.2" if field in SHARES else "1"
                values[name] = number if is_open and numeric else ""
            else:
                values[name] = "试运行：县委组织部会议纪要" if is_open else ""
    return values


BY_EVENT: Mapping[str, Callable[[Form, Hand], Values]] = {
    "pack.adopt": _adopt,
    "sheet.score": _score,
    "ballot.roll": _roll,
    "ballot.count": _count,
    "team.set": _team,
}
