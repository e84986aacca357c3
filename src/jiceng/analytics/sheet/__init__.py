"""sheet: a form compiled to columns, and a whole class of organisations graded at once.

The kernel (`jiceng.kernel.sheet`) is the meaning; this is the same meaning in whole numbers. What the kernel would
refuse is refused here too, and by the kernel itself: the lowest row that does not fit is put together as a kernel
`Subject`, judged there, and its Refusal comes back with the fact `row` added. Traces and explanations are the
kernel's alone: `Graded.subject_at` hands over any row for it.
given     what comes in: columns, lines, measured facts, ratings
item      one item as a row of whole numbers
form      a form for one class, ready for any number of rows
scheme    a scheme for one class: form, scorers, bands
inputs    all that was given about a class; any row as a kernel Subject
refused   rows that do not fit, refused by the kernel
score     one scorer's sheets added up
propose   ratings, gates, consequences
grade     all of it, for a whole class
"""

from jiceng.analytics.sheet.form import Program, compile_form
from jiceng.analytics.sheet.given import Column, Lines, Measure, Rating, Sheet
from jiceng.analytics.sheet.grade import Graded, grade_columns
from jiceng.analytics.sheet.scheme import compile_scheme
from jiceng.analytics.sheet.score import grade_form

__all__ = [
    "Column",
    "Graded",
    "Lines",
    "Measure",
    "Program",
    "Rating",
    "Sheet",
    "compile_form",
    "compile_scheme",
    "grade_columns",
    "grade_form",
]
