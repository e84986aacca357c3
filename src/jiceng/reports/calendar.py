"""A desk as a calendar that phones subscribe to (RFC 5545): one all-day event a line, on the day it is due.

Nothing is read off the clock: the same lines give the same bytes. Plain data in, bytes out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

PRODUCT = "-//jiceng//desk//ZH"
OCTETS = 75  # of a line, without its end


@dataclass(frozen=True)
class Event:
    """about: what it is about, the same every day. on: the day. since: when it came up, in place of a change date."""

    about: str
    on: date
    since: date
    summary: str
    description: str
    url: str = ""


def calendar(events: Iterable[Event], *, owner: str, name: str) -> bytes:
    """The whole feed. owner: tells two people's events apart, and is in no event as written."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    taken: set[str] = set()
    for event in events:
        uid = _uid(owner, event)
        if uid not in taken:
            taken.add(uid)
            lines += _event(event, uid)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, uid: str) -> Sequence[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{event.since:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}",
        f"DESCRIPTION:{_text(event.description)}",
    ]
    if event.url:
        lines.append(f"URL:{_plain(event.url)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _uid(owner: str, event: Event) -> str:
    """The same for the same thing and day, so that a phone changes its entry instead of adding one."""
    return f"{sha256(f'{owner}|{event.about}|{event.on}'.encode()).hexdigest()[:32]}@jiceng"


def _plain(text: str) -> str:
    """Without signs that end a line or mean nothing in a text."""
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def _text(text: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line end are written with a backslash.

    >>> _text("一、二; 三,四\\n五")
    '一、二\\\\; 三\\\\,四\\\\n五'
    """
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    escaped = [_plain(part).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for part in parts]
    return "\\n".join(escaped)


def _folded(line: str) -> bytes:
    """A content line (3.1): at most 75 octets, continued on lines that begin with a blank, no character torn apart."""
    pieces, part = [], b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > OCTETS:
            pieces.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*pieces, part]) + b"\r\n"
