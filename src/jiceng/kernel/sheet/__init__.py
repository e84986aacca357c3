"""sheet: heads, items, maxima, scorers, grades, quotas over a cohort, inheritance (分类定级, 评星, 阵地评级).

shapes   how one item gives or takes points
score    heads and sheets add up; several scorers combine; self-assessment
grade    bands, proposal, decision, inheritance, explanations
correction   what a closed result takes to be put right
quota    shares over a cohort and the fewest changes
scheme   what one document says, put together
lint     what is wrong with a sheet before anybody fills it
"""

from jiceng.kernel.sheet.correction import check_correction
from jiceng.kernel.sheet.grade import (
    Adopted,
    Band,
    Bands,
    Bound,
    Decision,
    ExplainWhen,
    Explanations,
    Proposal,
    decide,
    inherit,
    propose,
)
from jiceng.kernel.sheet.quota import Among, Answer, Apart, Change, Member, Quota, Standing, check_quotas
from jiceng.kernel.sheet.scheme import Judgement, Scheme, Subject, cohorts_of
from jiceng.kernel.sheet.score import (
    ClassSheet,
    Form,
    Head,
    Score,
    Scorer,
    Scorers,
    SelfAssessment,
    score,
    unanswered,
)
from jiceng.kernel.sheet.shapes import SHAPES, Cohort, Entry, Item, Shape

__all__ = [
    "SHAPES",
    "Adopted",
    "Among",
    "Answer",
    "Apart",
    "Band",
    "Bands",
    "Bound",
    "Change",
    "ClassSheet",
    "Cohort",
    "Decision",
    "Entry",
    "ExplainWhen",
    "Explanations",
    "Form",
    "Head",
    "Item",
    "Judgement",
    "Member",
    "Proposal",
    "Quota",
    "Scheme",
    "Score",
    "Scorer",
    "Scorers",
    "SelfAssessment",
    "Shape",
    "Standing",
    "Subject",
    "check_correction",
    "check_quotas",
    "cohorts_of",
    "decide",
    "inherit",
    "propose",
    "score",
    "unanswered",
]
