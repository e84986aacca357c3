"""The steps of a document as a drawing: the same text for the same steps, for a page, a manual and paper.

Plain SVG with its title and its description for who cannot see it; colours are attributes, so that it stands by itself
in a manual, and classes, so that a page can draw it in its own.
"""

from collections.abc import Sequence
from html import escape

from jiceng.kernel.procedure import Step, Steps
from jiceng.store.register import Post

WIDE, HIGH, GAP = 168, 76, 36  # of one step's box, and between two
TOP = 14
ARC = 26  # how much lower each way back runs than the one before
LINE = 9  # characters of a name in one line
INK, PAPER, QUIET, EDGE, HERE = "#1f2430", "#ffffff", "#5b6675", "#8d887c", "#b98a2f"

ENGLISH = {
    "secretary": "branch secretary",
    "reviewer": "assessment team",
    "committee-officer": "committee",
    "county-officer": "county",
    "delegate": "superior's delegate",
    "inspector": "inspector",
}
WORDS = {
    "zh": ("步骤图", "依次为：", "可退回", "没有规定日期", "现在在这一步"),
    "en": ("Steps", "In order: ", "can go back to ", "no days given", "it stands here now"),
}


def diagram(steps: Steps, lang: str = "zh", at: str = "") -> str:
    """The steps from left to right, ways back below them. at: key of the step that is marked; "" = none."""
    title, order, _, _, place_word = WORDS[lang]
    count = len(steps.steps)
    ways = _ways(steps)
    width = count * WIDE + (count - 1) * GAP + 4
    height = TOP + HIGH + (ARC * (max(ways.values()) + 1) + 14 if ways else 12)
    described = "; ".join(_told(step, steps, lang) for step in steps.steps)
    marked = f" {place_word}: {steps.at(at).name}." if at else ""
    parts = [
        f'<svg class="diagram" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="diagram-title diagram-text"'
        ' font-family="sans-serif" font-size="15">',
        f'<title id="diagram-title">{title}</title>',
        f'<desc id="diagram-text">{escape(order + described + "." + marked)}</desc>',
    ]
    for place in range(count - 1):
        parts.append(_arrow(2 + place * (WIDE + GAP) + WIDE, TOP + HIGH // 2))
    parts += [_way(depth, start, end, lang) for (start, end), depth in ways.items()]
    parts += [_box(place, step, lang, here=step.key == at) for place, step in enumerate(steps.steps)]
    return "\n".join([*parts, "</svg>"])


def days(step: Step, lang: str = "zh") -> str:
    """The printed days of a step: 4月12日—4月14日; "" where none are."""
    first, last = _day(step.from_on, lang), _day(step.until_on, lang)
    if first and last:
        return f"{first}—{last}"
    if first:
        return f"{first}起" if lang == "zh" else f"from {first}"
    return (f"{last}前" if lang == "zh" else f"until {last}") if last else ""


def _day(text: str, lang: str) -> str:
    if not text:
        return ""
    *_, month, day = text.split("-")
    return f"{int(month)}月{int(day)}日" if lang == "zh" else f"{int(day)}/{int(month)}"


def _told(step: Step, steps: Steps, lang: str) -> str:
    parts = [step.name, _actor(step, lang), days(step, lang) or WORDS[lang][3]]
    if step.back_to:
        names = ("、" if lang == "zh" else ", ").join(steps.at(key).name for key in step.back_to)
        parts.append(WORDS[lang][2] + names)
    return ("，" if lang == "zh" else ", ").join(parts)


def _actor(step: Step, lang: str) -> str:
    return Post.ROLES[step.actor] if lang == "zh" else ENGLISH[step.actor]


def _box(place: int, step: Step, lang: str, *, here: bool) -> str:
    left, middle = 2 + place * (WIDE + GAP), 2 + place * (WIDE + GAP) + WIDE // 2
    names = _lines(step.name)
    lines = [(f"{place + 1} {names[0]}", INK, 15), *((more, INK, 15) for more in names[1:])]
    lines += [(_actor(step, lang), QUIET, 12), (days(step, lang), QUIET, 12)]
    texts = [line for line in lines if line[0]]
    y = TOP + (HIGH - 17 * len(texts)) // 2 + 13
    drawn = [
        f'<rect class="{"step here" if here else "step"}" x="{left}" y="{TOP}" width="{WIDE}" height="{HIGH}" rx="6"'
        f' fill="{PAPER}" stroke="{HERE if here else EDGE}" stroke-width="{3 if here else 1}"/>'
    ]
    for at, (text, colour, size) in enumerate(texts):
        css = "name" if size == 15 else "quiet"
        drawn.append(
            f'<text class="{css}" x="{middle}" y="{y + 17 * at}" text-anchor="middle" fill="{colour}"'
            f' font-size="{size}">{escape(text)}</text>'
        )
    return "\n".join(drawn)


def _lines(name: str) -> Sequence[str]:
    """A name in at most two lines; Chinese breaks anywhere."""
    if len(name) <= LINE:
        return [name]
    half = (len(name) + 1) // 2
    return [name[:half], name[half:]]


def _arrow(x: int, y: int) -> str:
    end = x + GAP - 2
    return (
        f'<path class="way" d="M{x} {y}H{end}M{end - 7} {y - 5}L{end} {y}L{end - 7} {y + 5}" fill="none"'
        f' stroke="{QUIET}" stroke-width="1.5"/>'
    )


def _ways(steps: Steps) -> dict[tuple[int, int], int]:
    """Every way back, from step to step, and how deep it runs: short ones first, beside each other where they fit."""
    ways = [(place, steps.keys().index(to)) for place, step in enumerate(steps.steps) for to in step.back_to]
    rows: list[list[tuple[int, int]]] = []
    depths = {}
    for start, end in sorted(ways, key=lambda way: (way[0] - way[1], way)):
        depth = next(
            (at for at, row in enumerate(rows) if all(start <= low or high <= end for low, high in row)),
            len(rows),
        )
        rows += [[]] * (depth == len(rows))
        rows[depth] = [*rows[depth], (end, start)]
        depths[start, end] = depth
    return depths


def _way(depth: int, start: int, end: int, lang: str) -> str:
    """One way back: down from a step, under the others, up into the former one."""
    shift = 12 * (depth % 4)
    first = 2 + start * (WIDE + GAP) + WIDE // 2 - 18 + shift
    last = 2 + end * (WIDE + GAP) + WIDE // 2 + 10 + shift
    top = TOP + HIGH
    low = top + ARC * (depth + 1)
    word = "退回" if lang == "zh" else "back"
    return (
        f'<path class="back" d="M{first} {top}V{low}H{last}V{top + 2}M{last - 5} {top + 9}L{last} {top + 2}'
        f'L{last + 5} {top + 9}" fill="none" stroke="{QUIET}" stroke-width="1.25" stroke-dasharray="5 4"/>\n'
        f'<text class="quiet" x="{(first + last) // 2}" y="{low - 5}" text-anchor="middle" fill="{QUIET}"'
        f' font-size="12">{word}</text>'
    )
