"""The count of a meeting held on paper alone, typed in from the tally sheet. Nobody can count it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiceng import clock
from jiceng.access import checks
from jiceng.kernel.ballot import OVERALL, Counted, Evaluation
from jiceng.kernel.refusal import Refusal
from jiceng.services import ballot as events
from jiceng.services.ballot.holding import questions_of
from jiceng.store.models import Count, Roll, Subject
from jiceng.web.asked import day_in
from jiceng.web.ballot.roll import figure
from jiceng.web.given import text_in
from jiceng.web.pages import SignedIn, whole_number

FIGURES = ("issued", "returned", "valid", "invalid")
NAMES = {
    "issued": gettext_lazy("Issued"),
    "returned": gettext_lazy("Returned"),
    "valid": gettext_lazy("Valid"),
    "invalid": gettext_lazy("Invalid"),
}

# name of the field, heading, what stands in it
Cell = tuple[str, str, str]


@dataclass
class Line:
    """One class of voters in the form of the count. items: the other questions, each with its options."""

    name: str
    size: int
    figures: list[Cell]
    options: list[Cell]
    items: list[tuple[str, list[Cell]]] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)


def lines(
    rule: Evaluation,
    questions: Mapping[str, Sequence[str]],
    sizes: Mapping[str, int],
    typed: Mapping[str, str],
) -> list[Line]:
    """questions: of `services.ballot.questions_of`, the overall one among them where there is one."""
    rows = []
    for at, voter_class in enumerate(rule.classes):
        figures = [(f"{name}-{at}", str(NAMES[name]), typed.get(f"{name}-{at}", "")) for name in FIGURES]
        cells = {
            item: [
                (field, option, typed.get(field, ""))
                for field, option in zip(_fields(at, number, options), options, strict=True)
            ]
            for number, (item, options) in enumerate(questions.items())
        }
        overall = cells.pop(OVERALL, [])
        line = Line(voter_class.name, sizes.get(voter_class.name, 0), figures, overall, list(cells.items()))
        if typed:
            line.sums = _sums(line)
        rows.append(line)
    return rows


def count(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    held_on = day_in(request, "held_on")
    if held_on is None:
        raise Refusal("contents.not-a-date", name=_("Held on"), value=request.POST.get("held_on", "")[:40])
    roll = Roll.objects.filter(subject=subject, mechanism=key).prefetch_related("names").first()
    questions = questions_of(rule, roll) if roll else {}
    events.type_count(
        subject=subject, mechanism=key, counts=_counts(request.POST, rule, questions), held_on=held_on,
        place=text_in(request, "place", most=128), host=text_in(request, "host", most=64),
        by=request.user, on=clock.today(),
    )  # fmt: skip


def ask(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    count = _counted(subject, key)
    events.ask_to_withdraw(count=count, reason=text_in(request, "reason"), by=request.user, on=clock.today())


def answer(request: SignedIn, subject: Subject, key: str, rule: Evaluation) -> None:
    agrees = request.POST.get("answer") == "agree"
    events.answer_withdrawal(count=_counted(subject, key), agrees=agrees, by=request.user, on=clock.today())


def answering(request: SignedIn, subject: Subject, rule: Evaluation) -> str:
    """Another delegate or the assessment team agrees to a withdrawal."""
    delegate = checks.may(request.user, "ballot.count", subject.organisation, held=request.held)
    return "ballot.count" if delegate else "ballot.approve-roll"


def _counted(subject: Subject, key: str) -> Count:
    counts = Count.objects.select_related("subject__organisation")
    return get_object_or_404(counts, subject=subject, mechanism=key)


def _fields(at: int, number: int, options: Sequence[str]) -> list[str]:
    """Names of the fields of one question of one class; of the first they are as short as they ever were."""
    middle = "" if number == 0 else f"{number}-"
    return [f"vote-{at}-{middle}{place}" for place, _option in enumerate(options)]


def _counts(
    form: Mapping[str, str], rule: Evaluation, questions: Mapping[str, Sequence[str]]
) -> dict[str, Counted]:
    """Every figure of the tally sheet. Raises Refusal "ballot.figure-missing" for the first that is none."""
    counted = {}
    for at, voter_class in enumerate(rule.classes):
        figures = {
            name: figure(form.get(f"{name}-{at}", ""), voter_class.name, str(NAMES[name])) for name in FIGURES
        }
        items = {
            item: {
                option: figure(
                    form.get(field, ""), voter_class.name, option if item == OVERALL else f"{item} · {option}"
                )
                for field, option in zip(_fields(at, number, options), options, strict=True)
            }
            for number, (item, options) in enumerate(questions.items())
        }
        votes = items.pop(OVERALL, {})
        counted[voter_class.name] = Counted(**figures, votes=votes, items=items)
    return counted


def _sums(line: Line) -> list[str]:
    """What the figures typed so far come to, and what is still missing, in sentences."""
    issued, returned, valid, invalid = (_number(cell) for cell in line.figures)
    sentences = []
    if valid + invalid != returned:
        figures = {"valid": valid, "invalid": invalid, "sum": valid + invalid, "returned": returned}
        sentences.append(
            _("Valid %(valid)s + invalid %(invalid)s = %(sum)s; returned are %(returned)s.") % figures
        )
    votes = sum(_number(cell) for cell in line.options)
    if line.options and votes != valid:
        sentences.append(
            _("The options have %(votes)s votes; valid are %(valid)s.") % {"votes": votes, "valid": valid}
        )
    for item, cells in line.items:
        votes = sum(_number(cell) for cell in cells)
        if votes != valid:
            facts = {"item": item, "votes": votes, "valid": valid}
            sentences.append(_("“%(item)s” has %(votes)s votes; valid are %(valid)s.") % facts)
    if returned > issued:
        sentences.append(_("Returned are more than issued: the vote would be void."))
    if issued > line.size:
        sentences.append(_("Issued are more than the %(size)s on the list.") % {"size": line.size})
    return sentences or [_("It adds up.")]


def _number(cell: Cell) -> int:
    return whole_number(cell[2].strip()) or 0
