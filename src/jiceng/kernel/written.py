"""written: what people type, paste and hand in, as it is meant. For every field of a page and every cell of a file."""

import re
import unicodedata
from decimal import Decimal

BLANKS = "\t\n\r\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_NARROW = {ord("！") + at: ord("!") + at for at in range(94)} | {ord(blank): " " for blank in BLANKS}
# Control characters, the soft hyphen, marks of direction and of no width, tags. The joiners U+200C and U+200D stay:
# words in Uyghur, Tibetan and Mongolian need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_NUMBER = re.compile(r"[+-]?(\d{1,30}|\d{1,3}(,\d{3})+)(\.\d{1,30})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,18}", re.ASCII)
_BETWEEN_CHINESE = re.compile(r"(?<=[\u2e80-\U0003ffff]) +(?=[\u2e80-\U0003ffff])")


def plain(text: str) -> str:
    """A text without what nobody sees: marks of direction and of no width, control characters. Ends of lines are \\n.

    Nothing of these can be typed; they come along when something is pasted from a page, a chat or a PDF.

    >>> plain("\\u202aB1\\u202c"), plain("甲\\u200b\\ufeff"), plain("一\\r\\n二\\x0b")
    ('B1', '甲', '一\\n二')
    """
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def narrow(text: str) -> str:
    """A plain text with full-width digits, letters and signs as ordinary ones, every kind of blank as a space.

    >>> narrow("３６０９　Ａ（甲）")
    '3609 A(甲)'
    """
    return plain(text.translate(_NARROW))


def number(text: str, *, per_cent: bool = False) -> Decimal | None:
    """An exact decimal from what people type; None when it is not a number. per_cent: 95% is 95.

    >>> number("８９．９９５"), number("1,200"), number("95%", per_cent=True)
    (Decimal('89.995'), Decimal('1200'), Decimal('95'))
    >>> number("三"), number("1e5"), number("1_0"), number("95 96")
    (None, None, None, None)
    """
    text = narrow(text).strip()
    if per_cent:
        text = text.removesuffix("%").rstrip()
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def whole(text: str) -> int | None:
    """A whole number without a sign; None when it is none.

    >>> whole("１６４"), whole(" 30 "), whole("3.5"), whole("²"), whole("1_0")
    (164, 30, None, None, None)
    """
    text = narrow(text).strip()
    return int(text) if _WHOLE.fullmatch(text) else None


def name(text: str) -> str:
    """A name without the blanks that people put between Chinese characters to line them up (张　三).

    >>> name("张　三"), name("St  Mary  支部")
    ('张三', 'St Mary 支部')
    """
    return _BETWEEN_CHINESE.sub("", " ".join(plain(text).split()))


def same_name(text: str) -> str:
    """Two names are one where this is the same: without any blank, signs of either width alike.

    >>> same_name("淦阳街道 郭里村党支部（甲）") == same_name("淦阳街道郭里村党支部(甲)\\u200b")
    True
    """
    return "".join(unicodedata.normalize("NFKC", plain(text)).split())


def people(text: str) -> list[str]:
    """Names out of a list as people write it; two of one name are two people.

    A blank parts names of two characters and more; beside a single one it only lines a name up.

    >>> people("张三、李四，王五 ; 张三"), people("案　例"), people("张三 李　四")
    (['张三', '李四', '王五', '张三'], ['案例'], ['张三', '李四'])
    """
    names: list[str] = []
    for piece in re.split("[、，,;；/\n\t]", plain(text)):
        parts = piece.split()
        while parts:
            part = parts.pop(0)
            if len(part) == 1 and parts:
                part += parts.pop(0)
            elif len(parts) == 1 and len(parts[0]) == 1:
                part += parts.pop()
            names.append(part)
    return names
