"""The paper in a picture: found by its four corner marks, laid flat, known by its strip."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from jiceng.kernel.ballot.layout import CORNERS, STRIP_CELLS, Layout
from jiceng.kernel.refusal import Refusal

DOTS = 6.0  # a millimetre of the paper laid flat
FEWEST_DOTS = 2.8  # a millimetre in the picture; below it a pen's stroke is thinner than a dot
FEWEST_MARKS = 3
MOST_WRONG_CELLS = 4  # of forty: one ballot's strip is taken for another's once in ten thousand papers
_LOOKED_AT = (1600, 2600, 1000)  # longest side in dots, tried in turn until every mark is found
_SLIPS = [
    (x / 5, y / 2) for x in range(-10, 11, 2) for y in (-3, 0, 3)
]  # millimetres: paper is never quite flat

Kind = tuple[str, int]  # class and page


@dataclass(frozen=True)
class Flat:
    """A page laid flat, DOTS a millimetre. dark: 0 = paper, 1 = black, evenly lit; seen: as it looked, for people.

    marks: how many corner marks were found.
    """

    layout: Layout
    voter_class: str
    page: int
    dark: np.ndarray
    seen: np.ndarray
    marks: int


def laid_flat(picture: np.ndarray, kinds: Mapping[str, tuple[Layout, Mapping[Kind, str]]]) -> Flat:
    """kinds: size of paper -> its layout, and class and page -> cells of the strip.

    Raises Refusal "ballot.paper-not-found", "ballot.paper-too-small", "ballot.papers-in-picture" or
    "ballot.paper-of-another".
    """
    marks = _marks(picture)
    for layout, strips in kinds.values():
        flat = _flattened(picture, marks, layout)
        dark = darkness(flat)
        kind = _known(dark, layout, strips)
        if kind is not None:
            return Flat(layout, kind[0], kind[1], dark, flat, len(marks))
    raise Refusal("ballot.paper-of-another")


def _dictionary() -> "cv2.aruco.Dictionary":
    bits = [np.array([[int(cell) for cell in row] for row in mark], np.uint8) for mark in CORNERS]
    rows = np.concatenate([cv2.aruco.Dictionary.getByteListFromBits(mark) for mark in bits])
    return cv2.aruco.Dictionary(rows, 4, 2)


def _marks(picture: np.ndarray) -> dict[int, np.ndarray]:
    """Corner (0 = upper left, clockwise) -> the mark's own corners, in dots of the picture."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    best: dict[int, np.ndarray] = {}
    doubled = False
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    (
        settings.adaptiveThreshWinSizeMin,
        settings.adaptiveThreshWinSizeMax,
        settings.adaptiveThreshWinSizeStep,
    ) = 5, 37, 16
    settings.minMarkerPerimeterRate = 0.02
    detector = cv2.aruco.ArucoDetector(_dictionary(), settings)
    longest = max(grey.shape)
    for side in _LOOKED_AT:
        factor = min(1.0, side / longest)
        small = (
            cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
        )
        corners, ids, _ = detector.detectMarkers(small)
        seen: list[int] = [] if ids is None else [int(number) for number in ids.ravel()]
        doubled = doubled or len(set(seen)) < len(seen)
        marks = {
            number: (at.reshape(4, 2) + 0.5) / factor - 0.5 for number, at in zip(seen, corners, strict=True)
        }
        if len(marks) > len(best) and len(set(seen)) == len(seen):
            best = marks
        if len(best) == len(CORNERS) or (factor == 1 and side >= longest and len(best) >= FEWEST_MARKS):
            break
    if len(best) < FEWEST_MARKS:
        raise Refusal("ballot.papers-in-picture" if doubled else "ballot.paper-not-found", found=len(best))
    return best


def _flattened(picture: np.ndarray, marks: Mapping[int, np.ndarray], layout: Layout) -> np.ndarray:
    """The whole sheet from above. Raises Refusal "ballot.paper-too-small" or "ballot.paper-not-found"."""
    there, in_picture = [], []
    for at, corners in marks.items():
        mark = layout.marks[at]
        there += [(mark.x, mark.y), (mark.right, mark.y), (mark.right, mark.bottom), (mark.x, mark.bottom)]
        in_picture += corners.tolist()
    matrix, _ = cv2.findHomography(np.array(in_picture, np.float64), np.array(there, np.float64) * DOTS, 0)
    if matrix is None or not np.isfinite(matrix).all():
        raise Refusal("ballot.paper-not-found", found=len(marks))
    area = cv2.contourArea(np.array([marks[at].mean(0) for at in sorted(marks)], np.float32))
    sheet = np.array([(layout.marks[at].x, layout.marks[at].y) for at in sorted(marks)], np.float32)
    dots = float(np.sqrt(area / max(1.0, cv2.contourArea(sheet))))
    if dots < FEWEST_DOTS:
        raise Refusal("ballot.paper-too-small", dots=round(dots * 25.4), least=round(FEWEST_DOTS * 25.4))
    if dots > 1.5 * DOTS:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 * dots / DOTS)
    size = (round(layout.width * DOTS), round(layout.height * DOTS))
    return cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def darkness(flat: np.ndarray) -> np.ndarray:
    """How dark each dot is beside the paper around it: shadows and lamps taken out, inks of any colour alike."""
    blue, green, red = cv2.split(flat)
    grey = cv2.min(cv2.min(blue, green), red)
    # The paper's own brightness: whatever is dark and narrower than this is print, ink or dirt.
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    wide = 2 * round(14 * DOTS / 4 / 2) + 1
    paper = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR).astype(
        np.float32
    )
    return np.clip(1 - grey.astype(np.float32) / np.maximum(paper, 8), -0.5, 1)


def _known(dark: np.ndarray, layout: Layout, strips: Mapping[Kind, str]) -> Kind | None:
    """Class and page, by the strip of which fewest cells are wrong; None where it is none of these."""
    names = list(strips)
    wanted = np.array([[int(cell) for cell in strips[name]] for name in names])
    area, cell = layout.strip, layout.strip.width / STRIP_CELLS
    soft = cv2.blur(dark, (max(1, round(cell * DOTS * 0.5)), max(1, round(DOTS))))
    best, kind = STRIP_CELLS, None
    for slip_x, slip_y in _SLIPS:
        xs = ((area.x + slip_x + cell * (np.arange(STRIP_CELLS) + 0.5)) * DOTS).round().astype(int)
        y = round((area.y + slip_y + area.height / 2) * DOTS)
        seen = soft[y, np.clip(xs, 0, dark.shape[1] - 1)]
        cells = seen > (seen.max() + seen.min()) / 2
        wrong = (cells[None, :] != wanted).sum(1)
        if wrong.min() < best:
            best, kind = int(wrong.min()), names[int(wrong.argmin())]
    return kind if best <= MOST_WRONG_CELLS else None
