"""A grading scheme: what one document says about grading, put together, and one organisation judged under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiceng.kernel.consequence import Consequence, Gate
from jiceng.kernel.firmness import Firmness
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import Objects
from jiceng.kernel.sheet.grade import (
    Adopted,
    Bands,
    Bound,
    Decision,
    Explanations,
    Proposal,
    against_finding,
    decide,
    propose,
)
from jiceng.kernel.sheet.quota import Among, Answer, Member, Quota, check_quotas
from jiceng.kernel.sheet.score import Form, Score, Scorer, Scorers, SelfAssessment, score
from jiceng.kernel.sheet.shapes import Cohort, Entry
from jiceng.kernel.trace import Step

# A document that names no scorers is scored by the assessment alone.
ASSESSMENT = Scorers(scorers=(Scorer(key="assessment", name="组织考核", weight=Decimal(1)),))


@dataclass(frozen=True)
class Subject:
    """One organisation as a scheme judges it.

    sheets: scorer key -> item key -> entry; a scorer is present when the key is, even with nothing recorded.
    flags, measures, ratings: facts from elsewhere (findings; satisfaction in per cent; stars).
    """

    class_name: str
    sheets: Mapping[str, Mapping[str, Entry]]
    flags: frozenset[str] = frozenset()
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    ratings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """The answer for one organisation: each scorer's sheet, the combined total, the proposal and the whole trace."""

    scores: Mapping[str, Score]
    total: Decimal
    proposal: Proposal
    trace: Step

    @property
    def grade(self) -> str:
        return self.proposal.grade


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """Everything the sheet noun needs from a document. forms: class of organisation -> its score sheet."""

    bands: Bands | None = None
    forms: Mapping[str, Form] = field(default_factory=dict)
    objects: Objects | None = None
    scorers: Scorers = ASSESSMENT
    self_assessment: SelfAssessment | None = None
    adopted: Sequence[Adopted] = ()
    gates: Sequence[Gate] = ()
    consequences: Sequence[Consequence] = ()
    quotas: Sequence[Quota] = ()
    explanations: Explanations | None = None
    decision: Decision | None = None

    def form(self, class_name: str) -> Form:
        """The sheet of a class. Raises Refusal "sheet.no-sheets" or "sheet.class-without-sheet"."""
        if not self.forms:
            raise Refusal("sheet.no-sheets")
        if class_name not in self.forms:
            raise Refusal("sheet.class-without-sheet", class_name=class_name, classes=list(self.forms))
        return self.forms[class_name]

    @property
    def same_grade(self) -> Firmness | None:
        """How firmly the branches of a general branch have its grade (G-06)."""
        return self.objects.same_grade if self.objects is not None else None

    @property
    def grades(self) -> tuple[str, ...]:
        """The document's grades, best first; () where it grades nobody."""
        return self.bands.grades() if self.bands is not None else ()

    def need_bands(self) -> Bands:
        """For what computes or compares grades. Raises Refusal "sheet.no-bands" where the document grades nobody."""
        if self.bands is None:
            raise Refusal("sheet.no-bands")
        return self.bands

    def judge(self, subject: Subject, *, cohorts: Mapping[str, Cohort] | None = None) -> Judgement:
        """Score, combine, propose. Raises the refusals of `score`, `Scorers.total` and `propose`."""
        bands = self.need_bands()
        form = self.form(subject.class_name)
        scores = {
            key: score(form, entries, class_name=subject.class_name, cohorts=cohorts)
            for key, entries in subject.sheets.items()
        }
        total = self.scorers.total({key: scored.total for key, scored in scores.items()})
        proposal = propose(
            bands,
            total,
            class_name=subject.class_name,
            flags=subject.flags,
            measures=subject.measures,
            ratings=subject.ratings,
            consequences=self.consequences,
            gates=self.gates,
            adopted=self.adopted,
        )
        return Judgement(scores, total, proposal, self._trace(scores, total, proposal))

    def _trace(self, scores: Mapping[str, Score], total: Decimal, proposal: Proposal) -> Step:
        counted = [scorer for scorer in self.scorers.counted() if scorer.key in scores]
        if len(counted) == 1 and counted[0].weight == 1:
            summed = scores[counted[0].key].trace
        else:
            parts = tuple(
                Step(
                    "scorer.mean" if self.scorers.combine == "mean" else "scorer.weighted",
                    {"scorer": scorer.name, "weight": scorer.weight, "total": scores[scorer.key].total},
                    scorer.weight * scores[scorer.key].total if self.scorers.combine == "weighted" else None,
                    parts=(scores[scorer.key].trace,),
                )
                for scorer in counted
            )
            summed = Step("sheet.combined", {"total": total}, total, parts=parts)
        head = proposal.trace
        return Step(head.code, head.facts, total, head.clause, (*head.parts, summed))

    def decide(self, judgement: Judgement, grade: str, *, reason: str = "") -> Step:
        """Check the committee's decided grade; see `grade.decide`."""
        present = frozenset(judgement.scores)
        return decide(
            self.decision, self.need_bands(), judgement.proposal, grade, reason=reason, present=present
        )

    def against(self, grade: str, *, class_name: str, flags: frozenset[str]) -> Bound | None:
        """What binds to another grade than the decided one; see `grade.against_finding`."""
        if self.bands is None or not grade:
            return None
        return against_finding(self.bands, grade, self.consequences, class_name=class_name, flags=flags)

    def check_quotas(self, cohort: Sequence[Member], *, among: Among | None = None) -> Answer:
        """Hold a whole cohort against the quotas; see `quota.check_quotas`."""
        return check_quotas(self.need_bands(), self.quotas, cohort, among=among)


def cohorts_of(form: Form, entries: Sequence[Mapping[str, Entry]]) -> dict[str, Cohort]:
    """The groups for items that are compared: item key -> the values of everybody who has one."""
    values: dict[str, list[Decimal]] = {}
    compared = [item.key for _, item in form.items() if item.needs_cohort]
    for sheet in entries:
        for key in compared:
            if key in sheet and isinstance(sheet[key].value, Decimal):
                values.setdefault(key, []).append(sheet[key].value)  # type: ignore[arg-type]
    return {key: Cohort(tuple(numbers)) for key, numbers in values.items()}
