"""分类定级工作总结: sentences out of figures, and the office's own words under the headings they belong to."""

from collections import Counter
from collections.abc import Iterator, Sequence

from jiceng.kernel.duty import SIGNED_BY
from jiceng.kernel.share import shares
from jiceng.reports.papers import Block
from jiceng.reports.returns.words import word
from jiceng.services.duty.rows import Content, Row

# Headings of the report, by what the parts of records and words are called.
SECTIONS = (("done", ("做法",)), ("wrong", ("问题",)), ("next", ("打算", "下步", "下一步")))


def report(content: Content, lang: str = "zh") -> list[Block]:
    """The paragraphs of the report. What nobody wrote has no heading: an empty one would look forgotten."""
    return list(_report(content, lang))


def _report(content: Content, lang: str) -> Iterator[Block]:
    graded = [row for row in content.rows if row.grade]
    left = len(content.rows) - len(graded)
    yield Block(
        word(
            "opening", lang, sender=content.sender, campaign=content.campaign, due=len(content.rows),
            graded=len(graded), left=left,
        )
    )  # fmt: skip
    yield Block(word("results", lang), 1)
    if graded:
        yield Block(_spread(graded, content.grades, lang))
    for name in dict.fromkeys([*content.classes, *(row.class_name for row in content.rows)]):
        those = [row for row in content.rows if row.class_name == name]
        if those and len(those) < len(content.rows):
            yield Block(
                word("by-class", lang, class_name=name, due=len(those), counts=_parts(those, content, lang))
            )
    voted = [row for row in content.rows if row.issued is not None]
    if voted:
        totals = {
            name: sum(getattr(row, name) or 0 for row in voted) for name in ("issued", "returned", "valid")
        }
        yield Block(word("ballots", lang, count=len(voted), **totals))
    if content.poor:
        lowest = content.lowest
        yield Block(word("poor", lang, lowest=lowest), 1)
        facts = {
            "count": len(content.poor),
            "led": sum(bool(poor.leaders) for poor in content.poor),
            "open": sum(poor.open for poor in content.poor),
        }
        yield Block(word("poor-told", lang, lowest=lowest, **facts))
    sections, other = sorted_words(content)
    for key, texts in sections.items():
        if texts:
            yield Block(word(key, lang), 1)
            yield from (Block(text) for text in texts)
    if other:
        yield Block(word("other", lang), 1)
        yield from (Block(text) for text in other)


def sorted_words(content: Content) -> tuple[dict[str, list[str]], list[str]]:
    """Heading -> what was written for it, and what belongs under none of them."""
    entries = [part for _, parts in content.report for part in parts]
    entries += list(content.words.items())
    sections: dict[str, list[str]] = {key: [] for key, _ in SECTIONS}
    other = []
    for name, text in entries:
        key = next((key for key, marks in SECTIONS if any(mark in name for mark in marks)), "")
        if key:
            sections[key].append(text)
        elif name not in SIGNED_BY:
            other.append(f"{name}：{text}")
    return sections, other


def _spread(graded: Sequence[Row], grades: Sequence[str], lang: str) -> str:
    counted = Counter(row.grade for row in graded)
    counts = [counted[grade] for grade in grades]
    parts = [
        word("part", lang, grade=grade, count=count, share=share or 0)
        for grade, count, share in zip(grades, counts, shares(counts), strict=True)
    ]
    members = [row.members for row in graded]
    listed = word("between", lang).join(parts) if lang.startswith("en") else "，".join(parts)
    if None in members:
        return word("spread-unknown", lang, graded=len(graded), counts=listed)
    total = sum(count for count in members if count is not None)
    return word("spread", lang, graded=len(graded), members=total, counts=listed)


def _parts(those: Sequence[Row], content: Content, lang: str) -> str:
    counted = Counter(row.grade for row in those)
    parts = (
        word("counted", lang, grade=grade, count=counted[grade]) for grade in content.grades if counted[grade]
    )
    return word("between", lang).join(parts) or "—"
