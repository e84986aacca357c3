"""What fills a notice's table. Cells are content of the notice: Chinese, as the document's own columns are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from jiceng.kernel.item import Ledger
from jiceng.kernel.notice import Notice as Rule
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.trace import short
from jiceng.services.notice.places import concerned
from jiceng.store.models import Campaign, Item, Notice, Organisation, Subject

Rows = list[list[str]]
EMPTY = "—"


def chinese_date(day: date) -> str:
    """
    >>> chinese_date(date(2012, 4, 5))
    '2012年4月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


# -- grades -----------------------------------------------------------------------------------------------------------

# What may stand in a table of results, under the headings that documents give it. Nothing else of a subject does.
_OF_SUBJECT: Mapping[str, Callable[[Subject], str]] = {
    "党组织": lambda one: one.organisation_name or one.organisation.name,
    "类别": lambda one: one.class_name,
    "等级": lambda one: one.decided,
    "得分": lambda one: "" if one.total is None else short(one.total),
    "说明情况": lambda one: one.explanation or EMPTY,
}
_HEADINGS = {
    "名称": "党组织", "党组织名称": "党组织", "单位": "党组织", "单位名称": "党组织", "支部名称": "党组织",
    "类型": "类别", "评定等级": "等级", "定级结果": "等级", "评级结果": "等级", "级别": "等级", "评定等次": "等级",
    "总分": "得分", "说明": "说明情况",
}  # fmt: skip


def _nothing(one: Subject) -> str:
    return ""


def graded(campaign: Campaign, rule: Rule, organisation: Organisation) -> list[Subject]:
    """Whose results stand on it, in tree order. Raises Refusal "notice.not-all-decided", naming the first."""
    about = concerned(campaign, rule, organisation).select_related("organisation")
    subjects = list(about.order_by("organisation__path"))
    waiting = [one.organisation.name for one in subjects if not one.decided]
    if waiting:
        raise Refusal("notice.not-all-decided", count=len(waiting), names=waiting[:5])
    return [one for one in subjects if not rule.grades or one.decided in rule.grades]


def grade_rows(columns: Sequence[str], subjects: Iterable[Subject]) -> Rows:
    """One row a subject; a heading that means nothing here stays empty, and posting refuses it by name."""
    cells = [_OF_SUBJECT.get(_HEADINGS.get(title, title), _nothing) for title in columns]
    return [[cell(one) for cell in cells] for one in subjects]


# -- items ------------------------------------------------------------------------------------------------------------


def item_rows(columns: Sequence[str], campaign: Campaign, organisation: Organisation, on: date) -> Rows:
    """The organisation's items of the ledgers that are published, as they are today."""
    keys = [key for key, one in campaign.rules.items() if isinstance(one, Ledger) and one.published]
    items = Item.objects.filter(campaign=campaign, organisation=organisation, mechanism__in=keys)
    return [[_of_item(title, one, on) for title in columns] for one in items.order_by("mechanism", "number")]


def _of_item(title: str, item: Item, on: date) -> str:
    if title == "整改事项":
        return item.title
    if title == "责任人":
        return item.owner_name
    if title == "完成时限":
        return chinese_date(item.due_on) if item.due_on else ""
    if title == "完成情况":
        return _state(item, on)
    return str(item.said.get(title, ""))


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
    return [
        [cell or EMPTY for cell in row] for row in item_rows(notice.head, campaign, notice.organisation, on)
    ]
