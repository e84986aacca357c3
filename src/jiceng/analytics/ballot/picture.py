"""A picture as it was sent. Its kind and size are read from its first bytes, before anything is unpacked.

A file of a few kilobytes can unpack to gigabytes; what says it is larger than any phone's picture is refused unopened.
"""

import struct

import cv2
import numpy as np

from jiceng.kernel.refusal import Refusal

LARGEST = 20 * 1024 * 1024  # bytes
MOST_DOTS = 40_000_000
LONGEST_SIDE = 20_000
KINDS = ("JPEG", "PNG", "TIFF")

_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def opened(raw: bytes) -> np.ndarray:
    """The picture, upright as the camera says, blue-green-red.

    Raises Refusal "ballot.picture-too-heavy", "ballot.picture-kind", "ballot.picture-too-large" or
    "ballot.picture-broken".
    """
    if len(raw) > LARGEST:
        raise Refusal("ballot.picture-too-heavy", megabytes=len(raw) // 2**20 + 1, most=LARGEST // 2**20)
    try:
        wide, high = _size(raw)
    except (IndexError, struct.error):
        raise Refusal("ballot.picture-broken") from None
    if wide * high > MOST_DOTS or max(wide, high) > LONGEST_SIDE:
        raise Refusal(
            "ballot.picture-too-large", megapixels=wide * high // 1_000_000, most=MOST_DOTS // 1_000_000
        )
    try:
        picture = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None or min(picture.shape[:2]) < 8:
        raise Refusal("ballot.picture-broken")
    return picture


def _size(raw: bytes) -> tuple[int, int]:
    if raw[:8] == b"\x89PNG\r\n\x1a\n":
        return struct.unpack(">II", raw[16:24])
    if raw[:2] == b"\xff\xd8":
        return _jpeg(raw)
    if raw[:4] in (b"II*\0", b"MM\0*"):
        return _tiff(raw)
    raise Refusal("ballot.picture-kind", kinds=list(KINDS))


def _jpeg(raw: bytes) -> tuple[int, int]:
    """From the frame header; segments before it are stepped over."""
    at = 2
    while True:
        if raw[at] != 0xFF:
            raise Refusal("ballot.picture-broken")
        kind = raw[at + 1]
        if kind == 0xFF:
            at += 1
        elif kind == 0x01 or 0xD0 <= kind <= 0xD8:
            at += 2
        elif kind in _JPEG_FRAMES:
            high, wide = struct.unpack(">HH", raw[at + 5 : at + 9])
            return wide, high
        else:
            at += 2 + struct.unpack(">H", raw[at + 2 : at + 4])[0]


def _tiff(raw: bytes) -> tuple[int, int]:
    """Of the first picture in the file; a second one is a second page, and not read."""
    end = "<" if raw[:1] == b"I" else ">"
    at = struct.unpack(f"{end}I", raw[4:8])[0]
    values = {}
    for number in range(min(512, struct.unpack(f"{end}H", raw[at : at + 2])[0])):
        entry = at + 2 + 12 * number
        tag, kind = struct.unpack(f"{end}HH", raw[entry : entry + 4])
        values[tag] = struct.unpack(
            f"{end}{'H' if kind == 3 else 'I'}", raw[entry + 8 : entry + (10 if kind == 3 else 12)]
        )[0]
    if not {256, 257} <= values.keys():
        raise Refusal("ballot.picture-broken")
    return values[256], values[257]
