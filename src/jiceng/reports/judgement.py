"""One organisation's result, explained: out of the stored lines, through the rules, for pages and downloads."""

from dataclasses import dataclass

from jiceng.kernel import sheet as rules
from jiceng.kernel.refusal import Refusal
from jiceng.services import sheet as events
from jiceng.store.models import Sheet, Subject


@dataclass(frozen=True)
class ScorerSheet:
    """One scorer's sheet as it stands.

    sheet: None where nothing was begun. score: of the lines so far, None without a sheet or where the rules refuse it.
    refusal: why they do, such as a line whose item the form no longer has.
    """

    scorer: rules.Scorer
    sheet: Sheet | None
    score: rules.Score | None
    refusal: Refusal | None = None

    @property
    def counts(self) -> bool:
        return self.scorer.weight > 0

    @property
    def state(self) -> str:
        """none, begun, complete."""
        return "none" if self.sheet is None else "complete" if self.sheet.complete else "begun"


def judgement(subject: Subject) -> rules.Judgement | None:
    """The computed result with its trace; None until every sheet that counts is complete.

    For a subject from `for_page()`. Raises Refusal where the stored lines no longer fit the rules.
    """
    return events.judge(subject)


def sheets(subject: Subject) -> list[ScorerSheet]:
    """Every scorer the document names, in its order, complete or not."""
    lines = []
    for scorer in subject.campaign.scheme.scorers.scorers:
        sheet = subject.sheet(scorer.key)
        if sheet is None:
            lines.append(ScorerSheet(scorer, None, None))
            continue
        try:
            lines.append(ScorerSheet(scorer, sheet, events.score_sheet(subject, scorer.key)))
        except Refusal as refusal:
            lines.append(ScorerSheet(scorer, sheet, None, refusal))
    return lines
