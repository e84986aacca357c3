"""Which box of each row is marked. Whatever is not plain is left to a person, and so is every row without a mark.

A wrong reading is worse than ten that are asked about. So a row is read only where one box has plainly ink and every
other has plainly none; between the two lies a wide band where nothing is decided.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from jiceng.analytics.ballot.page import DOTS, Flat
from jiceng.kernel.ballot.evaluation import ABSTAIN
from jiceng.kernel.ballot.layout import Rect, Row

Why = Literal["", "blank", "two", "faint", "much", "unclear"]

# Of a mark that is plainly one: how dark at its darkest beside the printed frame, how long (millimetres), how much ink
# (square millimetres of full black).
DARK, LONG, INK = 0.6, 2.0, 1.5
# Of a box that is plainly empty: folds, shadows and grain stay below both.
PALE, TRACE = 0.42, 0.5
# A speck of dirt or where a pen rested: shorter than this, and many times less ink than the mark beside it.
SPECK, TIMES = 1.3, 6
# A box with more of it black, and black around it too, is crossed out rather than ticked.
MUCH, AROUND = 0.75, 0.3
_FLOOR = 0.2  # share of black that is not yet ink
_STROKE = 0.4  # share of black that belongs to a stroke
_REACH = 2.5  # millimetres a box is looked for around its place
_FRAME = 0.32  # its line


@dataclass(frozen=True)
class ReadRow:
    """One question. option: what is marked, "" where a person decides; why, and crop: PNG of the row, then only."""

    item: str
    option: str
    why: Why = ""
    crop: bytes = b""


@dataclass(frozen=True)
class Box:
    """What is in one box and close around it.

    ink: square millimetres; spot: its darkest place, 1 = as the frame; long: of its longest stroke, millimetres.
    filled, around: share that is black, in it and around it; sure: its frame was seen where it belongs.
    """

    ink: float
    spot: float
    long: float
    filled: float
    around: float
    sure: bool

    @property
    def marked(self) -> bool:
        return self.spot >= DARK and self.long >= LONG and self.ink >= INK

    @property
    def empty(self) -> bool:
        return self.spot <= PALE and self.ink <= TRACE


def read_rows(flat: Flat, rows: tuple[Row, ...], *, doubting: bool = True) -> tuple[ReadRow, ...]:
    """Every row of the page. doubting: False takes the darkest box of each row whatever it holds (for tests)."""
    boxes = measured(flat, rows)
    answers = []
    for row, inside in zip(rows, boxes, strict=True):
        option, why = decided([name for name, _ in row.boxes], inside, doubting)
        answers.append(ReadRow(row.item, option, why, cropped(flat, row) if not option else b""))
    return tuple(answers)


def decided(options: list[str], boxes: list[Box], doubting: bool = True) -> tuple[str, Why]:
    """(option, "") or ("", why a person looks)."""
    if not doubting:
        darkest = max(range(len(boxes)), key=lambda at: boxes[at].ink)
        return (options[darkest] if boxes[darkest].marked else ABSTAIN), ""
    if not all(box.sure for box in boxes):
        return "", "unclear"
    marked = [at for at, box in enumerate(boxes) if box.marked]
    if len(marked) > 1:
        return "", "two"
    if not marked:
        return "", "blank" if all(box.empty for box in boxes) else "faint"
    mark = boxes[marked[0]]
    if mark.filled > MUCH and mark.around > AROUND:
        return "", "much"
    others = [box for at, box in enumerate(boxes) if at != marked[0]]
    if all(box.empty or (box.long < SPECK and TIMES * box.ink < mark.ink) for box in others):
        return options[marked[0]], ""
    return "", "unclear"


def cropped(flat: Flat, row: Row) -> bytes:
    """The boxes of a row as they looked, the words of the options above them: enough to decide, and it fits a phone."""
    head = flat.layout.pages[flat.page - 1].head
    parts = [_band(flat, head[0][1].y, head[0][1].bottom)] if head else []
    parts.append(_band(flat, row.area.y - 1.5, row.area.bottom + 1.5))
    small = cv2.resize(np.vstack(parts), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    settings = [cv2.IMWRITE_PNG_COMPRESSION, 9]
    return cv2.imencode(".png", cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), settings)[1].tobytes()


def _band(flat: Flat, top: float, bottom: float) -> np.ndarray:
    """From where the words of the questions end to the edge of the table."""
    left, right = flat.layout.name_ends - 4.0, flat.layout.telling.right + 1.0
    return flat.seen[round(top * DOTS) : round(bottom * DOTS), round(left * DOTS) : round(right * DOTS)]


def measured(flat: Flat, rows: tuple[Row, ...]) -> list[list[Box]]:
    places = [box for row in rows for _, box in row.boxes]
    if not places:
        return []
    slips, scores = _slips(flat.dark, places)
    soft = cv2.GaussianBlur(flat.dark, (0, 0), 0.22 * DOTS)
    moved, sure = _agreed(places, slips, scores)
    black = _blackness(soft, moved)
    by_row, at = [], 0
    for row in rows:
        one_row = []
        for _ in row.boxes:
            one_row.append(_box(soft, moved[at], row, black, bool(sure[at])))
            at += 1
        by_row.append(one_row)
    return by_row


def _template(side: float) -> np.ndarray:
    """A frame: its line weighs for, paper on both sides of it against, whatever is drawn within does not count."""
    half = side / 2
    reach = round((half + 1.0) * DOTS)
    along = np.abs(np.arange(-reach, reach + 1) / DOTS)
    far = np.maximum(along[:, None], along[None, :]) - half
    line = (np.abs(far) <= 0.25).astype(np.float32)
    beside = ((np.abs(far) > 0.45) & (np.abs(far) < 0.9)).astype(np.float32)
    return np.asarray(line / line.sum() - beside / beside.sum())


def _slips(dark: np.ndarray, places: list[Rect]) -> tuple[np.ndarray, np.ndarray]:
    """How far each printed box stands from its place (millimetres), and how plainly it is there."""
    reach = round(_REACH * DOTS)
    template = _template(places[0].width)
    half = template.shape[0] // 2
    beyond = reach + half
    padded = cv2.copyMakeBorder(dark, beyond, beyond, beyond, beyond, cv2.BORDER_REPLICATE)
    slips, scores = [], []
    for box in places:
        x, y = round((box.x + box.width / 2) * DOTS), round((box.y + box.height / 2) * DOTS)
        part = padded[y : y + 2 * (reach + half) + 1, x : x + 2 * (reach + half) + 1]
        likeness = cv2.matchTemplate(part, template, cv2.TM_CCORR)
        _, best, _, (left, down) = cv2.minMaxLoc(likeness)
        middle = np.array([x, y]) / DOTS - np.array([box.x + box.width / 2, box.y + box.height / 2])
        slips.append(middle + np.array([left - reach, down - reach]) / DOTS)
        scores.append(best)
    return np.array(slips), np.array(scores)


def _agreed(places: list[Rect], slips: np.ndarray, scores: np.ndarray) -> tuple[list[Rect], np.ndarray]:
    """Boxes where they were found; what disagrees with a smooth bend of the paper is put where the bend says."""
    at = np.array([(box.x / 100 - 1, box.y / 100 - 1.4) for box in places])
    x, y = at.T
    terms = np.stack(
        [np.ones_like(x), x, y, x * y, y * y, x * x][
            : 6 if len(places) >= 16 else 3 if len(places) >= 8 else 1
        ],
        1,
    )
    usual = float(np.median(scores))
    weight = (scores > 0.4 * usual).astype(float)
    for _ in range(4):
        if weight.sum() < terms.shape[1]:
            break
        bend, *_ = np.linalg.lstsq(terms * weight[:, None], slips * weight[:, None], rcond=None)
        away = np.hypot(*(slips - terms @ bend).T)
        weight = ((scores > 0.4 * usual) & (away < max(0.35, 2.5 * float(np.median(away))))).astype(float)
    bent = terms @ bend if weight.sum() >= terms.shape[1] else slips
    away = np.hypot(*(slips - bent).T)
    # Few boxes tell little of how the paper bends: each is then believed where it was found.
    kept = (away < (0.5 if len(places) >= 8 else 1.5)) & (scores > 0.4 * usual)
    final = np.where(kept[:, None], slips, bent)
    moved = [
        Rect(box.x + dx, box.y + dy, box.width, box.height)
        for box, (dx, dy) in zip(places, final, strict=True)
    ]
    # A frame too pale to be found, on a page where frames are hardly there at all, is no place to read a mark.
    sure = kept | (away < 1.5)
    if usual < 0.06:
        sure[:] = False
    return moved, sure


def _blackness(soft: np.ndarray, places: list[Rect]) -> float:
    """How dark the printed frames are here: what blur and haze leave of black."""
    darkest = []
    for box in places:
        for x, y in ((box.x, box.y + box.height / 2), (box.right, box.y + box.height / 2),
                     (box.x + box.width / 2, box.y), (box.x + box.width / 2, box.bottom)):  # fmt: skip
            row, column = round(y * DOTS), round(x * DOTS)
            part = soft[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]
            darkest.append(float(part.max()) if part.size else 0.0)
    return max(0.05, float(np.median(darkest)))


def _box(soft: np.ndarray, box: Rect, row: Row, black: float, sure: bool) -> Box:
    ring = max(0.8, min(2.0, (row.area.height - box.height) / 2 - 0.6 if not row.labels else 1.6))
    reach = box.width / 2 + ring
    x, y = (box.x + box.width / 2) * DOTS, (box.y + box.height / 2) * DOTS
    left, top = round(x - reach * DOTS), round(y - reach * DOTS)
    side = round(2 * reach * DOTS)
    part = soft[max(0, top) : top + side, max(0, left) : left + side]
    if part.shape != (side, side):
        return Box(0, 0, 0, 0, 0, False)
    across = np.abs((np.arange(side) + left - x) / DOTS)
    down = np.abs((np.arange(side) + top - y) / DOTS)
    far = np.maximum(down[:, None], across[None, :]) - box.width / 2
    inside, around = far < -0.65, far > 0.7
    # The paper right here: the darkness of most of what is neither frame nor mark.
    free = part[inside | around]
    paper = float(np.percentile(free, 30))
    grain = 1.4826 * float(np.median(np.abs(free[free <= np.percentile(free, 60)] - paper)))
    shown = (part - paper) / max(0.05, black - paper)
    ink = np.clip(shown - max(_FLOOR, 3 * grain / max(0.05, black - paper)), 0, 1.5)
    reached = inside | around
    return Box(
        ink=float(ink[reached].sum()) / DOTS**2,
        spot=float(np.percentile(shown[reached], 99.7)),
        long=_longest((shown > _STROKE) & reached),
        filled=float((shown[inside] > 0.5).mean()),
        around=float((shown[around] > 0.5).mean()),
        sure=sure,
    )


def _longest(strokes: np.ndarray) -> float:
    """The longest side of any piece of ink, in millimetres."""
    if not strokes.any():
        return 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes.astype(np.uint8), connectivity=8)
    return float(stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max()) / DOTS
