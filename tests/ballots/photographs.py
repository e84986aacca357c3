"""Photographs of filled paper ballots, made from a number: the real print, marks as hands make them, a phone's picture.

The same seed gives the same photograph. `truth` says what was meant: an option, BLANK, or DOUBTFUL where no honest
reader decides alone (corrections, two marks).
"""

import itertools
import json
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from jiceng.kernel.ballot.layout import Rect
from jiceng.reports.ballot.blank import blank_pages, layout_of

BLANK, DOUBTFUL = "", "?"
EVENT = "00c0ffee00c0ffee"
CLASSES = ["党员", "群众代表"]
PPI = 200
PER_MM = PPI / 25.4

_FOUR = ["好", "较好", "一般", "较差"]
_SATISFIED = ["满意", "基本满意", "不满意", "不了解"]
_FITNESS = ["优秀", "合格", "基本合格", "不合格"]
_WORK = [
    "贯彻上级决策部署情况",
    "联系服务群众",
    "党员队伍建设",
    "落实组织生活制度",
    "村务公开",
    "集体经济",
    "信访稳定",
]
_NAMES = [
    "欧阳某",
    "王某某",
    "李某",
    "赵某某",
    "·艾买提某",
    "钱某",
    "孙某某",
    "周某",
    "吴某某",
    "郑某",
    "冯某",
    "陈某某",
]


def _sheet(questions, comment=False):
    told = {
        "title": "基层党组织分类定级民主测评",
        "organisation": "示例县青山镇柳树村党支部",
        "classes": CLASSES,
    }
    return told | {"questions": questions, "comment": comment}


SHEETS = {
    "one": ("A4", _sheet([["总体评价", _FOUR]])),
    "one-small": ("A5", _sheet([["总体评价", _SATISFIED]], comment=True)),
    "eight": ("A4", _sheet([["总体评价", _FOUR], *[[name, _FOUR] for name in _WORK]], comment=True)),
    "mixed": ("A5", _sheet([["总体评价", _FOUR], *[[name, _SATISFIED] for name in _WORK]])),
    "full": ("A4", _sheet([["总体评价", _FOUR], *[[f"{_WORK[n % 7]}（{n + 1}）", _FOUR] for n in range(20)]])),
    "five": ("A5", _sheet([[name, ["优秀", "称职", "基本称职", "不称职", "不了解"]] for name in _NAMES])),
    "members": ("A4", _sheet([[f"{name}{n}", _FITNESS] for n in range(3) for name in _NAMES])),
}  # fmt: skip


@dataclass(frozen=True)
class Photograph:
    """jpeg: as a phone sends it. truth: question -> option, BLANK or DOUBTFUL; kinds: question -> how it was marked."""

    seed: int
    name: str
    voter_class: str
    page: int
    jpeg: bytes
    truth: dict[str, str]
    kinds: dict[str, str]


@lru_cache(maxsize=16)
def printed(event: str, size: str, sheet: str, voter_class: str):
    """Every page of a blank ballot as a picture. sheet: as JSON."""
    pages = blank_pages(event, json.loads(sheet), voter_class, "png", PPI, size=size)
    return [cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) for one in pages]


def photograph(
    seed: int,
    name: str | None = None,
    *,
    event: str = EVENT,
    sheet: tuple[str, dict] | None = None,
    voter_class: str | None = None,
    page: int | None = None,
    marks: dict[str, tuple[str, str]] | None = None,
    **wanted,
) -> Photograph:
    """One photograph. sheet: size and questions instead of those of a name. marks: question -> (kind, option).

    wanted: megapixels; turn (degrees); kind (every row marked so); hand (False: nothing on the paper but marks).
    """
    rng = np.random.default_rng(seed)
    name = name or str(rng.choice(list(SHEETS)))
    size, asked = sheet or SHEETS[name]
    drawn = asked["classes"][int(rng.integers(len(asked["classes"])))]
    voter_class = voter_class or drawn
    layout = layout_of(asked, size)
    drawn_page = int(rng.integers(len([one for one in layout.pages if one.rows])))
    number = drawn_page if page is None else page - 1
    told = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    hand = _Hand(rng, printed(event, size, told, voter_class)[number].astype(np.float32) / 255)
    truth, kinds = {}, {}
    for row in layout.pages[number].rows:
        kind = wanted.get("kind") or hand.kind()
        options = [one for one, _ in row.boxes]
        chosen = int(rng.integers(len(options)))
        if marks is not None:
            kind, option = marks.get(row.item, ("tick", options[0]))
            chosen = options.index(option) if option else 0
        truth[row.item] = hand.mark(kind, [box for _, box in row.boxes], chosen, options)
        kinds[row.item] = kind
    if wanted.get("hand", True):
        hand.dirt(layout.pages[number].comment)
    picture = _taken(rng, hand.paper, layout, wanted)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 96))]
    jpeg = cv2.imencode(".jpg", picture, quality)[1].tobytes()
    return Photograph(seed, name, voter_class, number + 1, jpeg, truth, kinds)


class _Hand:
    """One voter: pen, habit, how big and how sure."""

    SHARES = (("blank", 0.015), ("faint", 0.025), ("correction", 0.02), ("two", 0.003), ("dot", 0.005))

    def __init__(self, rng, paper):
        self.rng, self.paper = rng, paper
        inks = ((25, 25, 25), (140, 60, 25), (60, 30, 20), (45, 35, 170), (95, 95, 95))
        self.colour = np.array(inks[int(rng.choice(5, p=(0.4, 0.3, 0.15, 0.05, 0.1)))], np.float32) / 255
        self.width = float(rng.uniform(0.35, 0.9))
        self.sure = float(rng.uniform(0.7, 1.0))
        self.size = float(rng.uniform(0.75, 1.35))
        self.habit = str(
            rng.choice(["tick", "cross", "fill", "circle", "slash"], p=(0.7, 0.1, 0.07, 0.08, 0.05))
        )

    def kind(self):
        draw = float(self.rng.random())
        for name, share in self.SHARES:
            if draw < share:
                return name
            draw -= share
        return self.habit if self.rng.random() < 0.9 else "tick"

    def mark(self, kind, boxes, chosen, options):
        box = boxes[chosen]
        if kind == "blank":
            return BLANK
        if kind in {"correction", "two"}:
            other = boxes[(chosen + 1 + int(self.rng.integers(len(boxes) - 1))) % len(boxes)]
            self.ink(self._scribble(other) if kind == "correction" else self._tick(other))
            if kind == "correction" and self.rng.random() < 0.5:
                self.ink(self._tick(other))
            # Whoever corrects may press less the second time.
            self.ink(self._tick(box), sure=float(self.rng.uniform(0.35, 1.0)))
            return DOUBTFUL
        if kind == "faint":
            shape = self._tick(box) if self.rng.random() < 0.8 else self._cross(box)
            pencil = np.full(3, float(self.rng.uniform(0.3, 0.5)), np.float32)
            self.ink(shape, sure=float(self.rng.uniform(0.12, 0.5)), colour=pencil, width=0.4)
            return options[chosen]
        self.ink(getattr(self, f"_{kind}")(box))
        return options[chosen]

    def ink(self, lines, sure=None, colour=None, width=None):
        """Draw lines (in millimetres) with a pen that wavers."""
        cover = np.zeros(self.paper.shape[:2], np.uint8)
        for line in lines:
            points = _wavy(self.rng, np.asarray(line, np.float32))
            wide = max(1, round((width or self.width) * PER_MM * float(self.rng.uniform(0.8, 1.2))))
            told = (points * PER_MM * 16).astype(np.int32).reshape(-1, 1, 2)
            cv2.polylines(cover, [told], False, 255, wide, cv2.LINE_AA, shift=4)
        where = cv2.boundingRect(cv2.findNonZero(cover)) if cover.any() else (0, 0, 1, 1)
        x, y, w, h = where
        part = (slice(y, y + h), slice(x, x + w))
        force = (self.sure if sure is None else sure) * self.rng.uniform(0.9, 1.0)
        # Pressure changes along a stroke; pencil grain.
        grain = cv2.GaussianBlur(self.rng.normal(1, 0.25, (h, w)).astype(np.float32), (0, 0), 2)
        alpha = np.clip(cover[part].astype(np.float32) / 255 * force * grain, 0, 1)[..., None]
        ink = self.colour if colour is None else colour
        self.paper[part] = self.paper[part] * (1 - alpha) + np.minimum(ink, self.paper[part]) * alpha

    def _at(self, box, scale=1.0):
        side = box.width * self.size * scale * float(self.rng.uniform(0.85, 1.15))
        slip = self.rng.normal(0, 0.08, 2) * box.width
        return np.array([box.x + box.width / 2, box.y + box.height / 2]) + slip, side

    def _shape(self, box, points, scale=1.0):
        centre, side = self._at(box, scale)
        lean = float(self.rng.normal(0, 0.12))
        turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
        return [
            centre + side * (np.asarray(line) + self.rng.normal(0, 0.05, (len(line), 2))) @ turn
            for line in points
        ]

    def _tick(self, box):
        return self._shape(box, [[(-0.4, -0.02), (-0.12, 0.34), (0.5, -0.45)]])

    def _cross(self, box):
        return self._shape(box, [[(-0.38, -0.38), (0.38, 0.38)], [(0.38, -0.38), (-0.38, 0.38)]])

    def _slash(self, box):
        return self._shape(box, [[(-0.35, 0.35), (0.35, -0.35)]])

    def _dot(self, box):
        return self._shape(box, [[(-0.08, 0.0), (0.06, 0.05), (0.08, -0.06), (-0.05, 0.04)]])

    def _fill(self, box):
        rows = np.linspace(-0.42, 0.42, 14)
        side = 0.43
        return self._shape(box, [[(side if n % 2 else -side, y) for n, y in enumerate(rows)]], 1 / self.size)

    def _circle(self, box):
        angles = np.linspace(0, 2 * np.pi * float(self.rng.uniform(0.92, 1.15)), 28) + self.rng.uniform(0, 6)
        far = float(self.rng.uniform(0.4, 0.72)) / self.size
        return self._shape(box, [[(far * np.cos(a), far * np.sin(a)) for a in angles]])

    def _scribble(self, box):
        rows = np.linspace(-0.55, 0.55, 12)
        return self._shape(box, [[(0.6 if n % 2 else -0.6, y) for n, y in enumerate(rows)]], 1 / self.size)

    def dirt(self, comment: Rect | None):
        """Specks, a fold, a few words where there is room for them."""
        high, wide = self.paper.shape[:2]
        for _ in range(int(self.rng.integers(0, 7))):
            at = (int(self.rng.integers(wide)), int(self.rng.integers(high)))
            grey = float(self.rng.uniform(0.2, 0.8))
            cv2.circle(
                self.paper,
                at,
                max(1, int(self.rng.uniform(0.1, 0.35) * PER_MM)),
                (grey,) * 3,
                -1,
                cv2.LINE_AA,
            )
        if self.rng.random() < 0.4:
            along = np.arange(high, dtype=np.float32)[:, None, None]
            fold = (
                high * float(self.rng.uniform(0.3, 0.7))
                + float(self.rng.normal(0, 0.01)) * np.arange(wide)[None, :, None]
            )
            depth = float(self.rng.uniform(0.05, 0.18))
            self.paper *= 1 - depth * np.exp(-(((along - fold) / (0.5 * PER_MM)) ** 2)).astype(np.float32)
        if comment is not None and self.rng.random() < 0.5:
            for line in range(int(self.rng.integers(1, 4))):
                y = comment.y + 9 + 8 * line
                xs = np.arange(comment.x + 8, comment.x + comment.width * 0.8, 1.5)
                if y < comment.bottom - 3:
                    self.ink([np.stack([xs, y + self.rng.normal(0, 1.8, len(xs))], 1)])


def _wavy(rng, points):
    """A line through these points as a hand draws it."""
    out = [points[0]]
    for a, b in itertools.pairwise(points):
        steps = max(2, int(np.hypot(*(b - a)) / 0.8))
        bend = rng.normal(0, 0.06) * np.array([-(b - a)[1], (b - a)[0]])
        for t in np.linspace(0, 1, steps + 1)[1:]:
            out.append(a + (b - a) * t + bend * 4 * t * (1 - t) + rng.normal(0, 0.05, 2))
    return np.asarray(out, np.float32)


def _taken(rng, paper, layout, wanted):
    """The paper on a table, seen by a phone."""
    megapixels = wanted.get("megapixels") or float(
        rng.choice([2, 3, 5, 8, 12], p=(0.25, 0.3, 0.25, 0.12, 0.08))
    )
    wide = int(np.sqrt(megapixels * 1e6 * 3 / 4))
    size = (wide, wide * 4 // 3) if rng.random() < 0.75 else (wide * 4 // 3, wide)
    turn = wanted.get("turn")
    if turn is None:
        turn = float(rng.choice([0, 90, 180, 270], p=(0.6, 0.15, 0.1, 0.15))) + float(rng.normal(0, 6))
        turn = float(rng.uniform(0, 360)) if rng.random() < 0.06 else turn
    corners, scale = _corners(rng, layout, size, turn)
    high, across = paper.shape[:2]
    onto = cv2.getPerspectiveTransform(
        np.array([[0, 0], [across, 0], [across, high], [0, high]], np.float32), corners
    )
    back = np.linalg.inv(onto)
    xs, ys = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    depth = back[2, 0] * xs + back[2, 1] * ys + back[2, 2]
    px = ((back[0, 0] * xs + back[0, 1] * ys + back[0, 2]) / depth).astype(np.float32)
    py = ((back[1, 0] * xs + back[1, 1] * ys + back[1, 2]) / depth).astype(np.float32)
    # Paper is not flat: a bow, and a wave, of up to two millimetres as seen.
    bow, wave = rng.uniform(-1.6, 1.6, 2) * PER_MM * (rng.random() < 0.6)
    shift_y = (
        bow * np.sin(np.pi * np.clip(px / across, 0, 1))
        + wave * np.sin(2 * np.pi * np.clip(px / across, 0, 1)) / 2
    )
    shift_x = rng.uniform(-0.8, 0.8) * PER_MM * np.sin(np.pi * np.clip(py / high, 0, 1))
    px, py = px + shift_x.astype(np.float32), py + shift_y.astype(np.float32)
    shrink = 1 / max(1.0, PER_MM / scale)
    source = paper if shrink > 0.9 else cv2.GaussianBlur(paper, (0, 0), 0.45 / shrink)
    seen = cv2.remap(source, px, py, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    on_paper = ((px >= 0) & (px < across) & (py >= 0) & (py < high)).astype(np.float32)
    on_paper = cv2.GaussianBlur(on_paper, (0, 0), 1)[..., None]
    picture = seen * on_paper + _table(rng, size) * (1 - on_paper)
    picture *= _light(rng, size)[..., None] * rng.uniform(0.86, 1.0, 3).astype(np.float32)
    sharp = float(rng.uniform(0.03, 0.17)) * scale
    picture = cv2.GaussianBlur(picture, (0, 0), max(0.3, sharp))
    if rng.random() < 0.3:
        picture = _moved(rng, picture, float(rng.uniform(0.1, 0.45)) * scale)
    picture = picture * float(rng.uniform(0.72, 1.08)) + float(rng.uniform(0, 0.08))
    noise = rng.normal(0, float(rng.uniform(0.004, 0.035)), (size[1], size[0], 1)).astype(np.float32)
    colour = rng.normal(0, 0.008, (size[1] // 2 + 1, size[0] // 2 + 1, 3)).astype(np.float32)
    picture += noise + cv2.resize(colour, size)
    return (np.clip(picture, 0, 1) * 255).astype(np.uint8)


def _corners(rng, layout, size, turn):
    """Where the paper's corners fall in the picture, all four inside it, and how many dots a millimetre has."""
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([layout.width, layout.height]) / 2
    angle = np.deg2rad(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    tilt = rng.normal(0, 0.0006, 2) if layout.size == "A4" else rng.normal(0, 0.0008, 2)
    flat = half @ spin.T
    seen = flat / (1 + flat @ tilt)[:, None]
    seen -= (seen.max(0) + seen.min(0)) / 2
    room = np.array(size) / (seen.max(0) - seen.min(0))
    scale = float(room.min() * rng.uniform(0.8, 0.985))
    spare = np.array(size) - scale * (seen.max(0) - seen.min(0))
    return (seen * scale + np.array(size) / 2 + rng.uniform(-0.5, 0.5, 2) * spare).astype(np.float32), scale


def _table(rng, size):
    base = rng.uniform(0.1, 0.75, 3).astype(np.float32)
    rough = cv2.resize(rng.normal(0, 0.06, (60, 8 if rng.random() < 0.5 else 60)).astype(np.float32), size)
    return np.clip(base + rough[..., None], 0, 1).astype(np.float32)


def _light(rng, size):
    """A slope of light, the shadow of a hand or a phone, darker corners."""
    wide, high = 160, 160 * size[1] // size[0]
    xs, ys = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    angle = rng.uniform(0, 2 * np.pi)
    light = 0.9 + rng.uniform(0, 0.22) * (np.cos(angle) * xs + np.sin(angle) * ys)
    light *= 1 - rng.uniform(0, 0.12) * (xs**2 + ys**2)
    light = cv2.resize(light.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        xs, ys = np.meshgrid(np.linspace(-1, 1, size[0] // 2), np.linspace(-1, 1, size[1] // 2))
        angle, off = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.5)
        if rng.random() < 0.6:
            far = np.cos(angle) * xs + np.sin(angle) * ys - off
        else:
            far = np.hypot(xs - rng.uniform(-1, 1), (ys - rng.uniform(-1, 1)) * 1.4) - rng.uniform(0.3, 0.9)
        edge = float(np.exp(rng.uniform(np.log(0.004), np.log(0.3))))
        shade = 1 - rng.uniform(0.15, 0.5) / (1 + np.exp(np.clip(far / edge, -60, 60)))
        light *= cv2.resize(shade.astype(np.float32), size)
    return light


def _moved(rng, picture, length):
    count = max(1, round(length))
    angle = rng.uniform(0, np.pi)
    kernel = np.zeros((2 * count + 1, 2 * count + 1), np.float32)
    ends = [
        (int(count + s * count / 2 * np.cos(angle)), int(count + s * count / 2 * np.sin(angle)))
        for s in (-1, 1)
    ]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())
