"""What fills a notice's table. Cells are content of the notice: Chinese, as the document's own columns are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from jiceng.kernel.item import Ledger, published
from jiceng.kernel.notice import NOTHING, Column
from jiceng.kernel.notice import Notice as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.services.notice.places import concerned
from jiceng.store.models import Campaign, Item, Notice, Organisation, Subject

Rows = list[list[str]]


def chinese_date(day: date) -> str:
    """
    >>> chinese_date(date(2012, 4, 5))
    '2012年4月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


# -- grades -----------------------------------------------------------------------------------------------------------

# What a column of a table of results means -> the cell of one subject.
_OF_SUBJECT: Mapping[str, Callable[[Subject], str]] = {
    "organisation": lambda subject: subject.organisation_name or subject.organisation.name,
    "class": lambda subject: subject.class_name,
    "grade": lambda subject: subject.decided,
    "total": lambda subject: "" if subject.total is None else short(subject.total),
    "explanation": lambda subject: subject.explanation or NOTHING,
}


def graded(campaign: Campaign, rule: Rule, organisation: Organisation) -> list[Subject]:
    """Whose results stand on the notice, in tree order. Raises Refusal "notice.not-all-decided", naming the first."""
    about = concerned(campaign, rule, organisation).select_related("organisation")
    subjects = list(about.order_by("organisation__path"))
    waiting = [subject.organisation.name for subject in subjects if not subject.decided]
    if waiting:
        raise Refusal("notice.not-all-decided", count=len(waiting), names=waiting[:5])
    return [subject for subject in subjects if not rule.grades or subject.decided in rule.grades]


def grade_rows(columns: Sequence[Column], subjects: Iterable[Subject]) -> Rows:
    """One row a subject. The linter has seen to it that every column means something of a result."""
    cells = [_OF_SUBJECT[column.means] for column in columns]
    return [[cell(subject) for cell in cells] for subject in subjects]


# -- items ------------------------------------------------------------------------------------------------------------


def item_rows(columns: Sequence[Column], campaign: Campaign, organisation: Organisation, on: date) -> Rows:
    """The organisation's items of the ledgers that are published, as they are today."""
    ledgers = published(campaign.rules)
    items = Item.objects.filter(campaign=campaign, organisation=organisation, mechanism__in=ledgers)
    return [
        [_of_item(column, item, ledgers[item.mechanism], on) for column in columns]
        for item in items.order_by("mechanism", "number")
    ]


def _of_item(column: Column, item: Item, ledger: Ledger, on: date) -> str:
    if column.means == "title":
        return item.title
    if column.means == "owner":
        return item.owner_name
    if column.means == "due":
        return chinese_date(item.due_on) if item.due_on else ""
    if column.means == "state":
        return _state(item, on)
    text = str(item.said.get(column.shows, ""))
    return text or (NOTHING if column.shows in ledger.may_be_left_out() else "")


def _state(item: Item, on: date) -> str:
    if item.closed_on is not None:
        return f"已完成（{chinese_date(item.closed_on)}）"
    if item.state == "claimed":
        return "已整改，等待验收"
    return "整改中，已过期限" if item.due_on is not None and item.due_on < on else "整改中"


# -- both -------------------------------------------------------------------------------------------------------------


def preview_rows(
    campaign: Campaign, rule: Rule, organisation: Organisation, on: date
) -> tuple[Rows, list[Subject]]:
    """The rows as they would go up, and whose they are where each is somebody's. Raises as `graded` does."""
    if rule.table == "grades":
        subjects = graded(campaign, rule, organisation)
        return grade_rows(rule.columns, subjects), subjects
    if rule.table == "items":
        return item_rows(rule.columns, campaign, organisation, on), []
    return [], []


def board(notice: Notice, on: date) -> Rows:
    """The table as it is read today: of a standing board of items the ledger, of everything else what went up."""
    campaign = notice.campaign
    rule = campaign.rules.get(notice.mechanism) if campaign else None
    if campaign is None or not isinstance(rule, Rule) or rule.table != "items" or notice.taken_down_on:
        return [[str(cell) for cell in row] for row in notice.rows]
    rows = item_rows(rule.columns, campaign, notice.organisation, on)
    return [[cell or NOTHING for cell in row] for row in rows]
