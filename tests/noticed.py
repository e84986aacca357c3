"""A county whose campaign posts notices of every kind: by whom, how long, for whom, with and without objections."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from jiceng import packs
from jiceng.services import notice as notices
from jiceng.services import objection as objections
from jiceng.store.models import Adoption, Campaign, Item, Notice, PackCopy, Subject
from tests.factories import committee, committee_officer, inspector, officer, organisation, secretary

ON = date(2012, 4, 23)  # a Monday
AT = datetime(2012, 4, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

PACK = """
pack: noticed
title: 公示样本
version: "1"
source: { document: 样本, year: 2012 }
mechanisms:
  - key: grades
    uses: sheet.bands
    title: 等级
    bands: [{ grade: 好, at_least: 90 }, { grade: 一般, at_least: 0 }]
  - key: sheet
    uses: sheet.form
    title: 评分表
    classes: [农村]
    sheet:
      key: sample
      title: 样表
      maximum: 100
      heads:
        - { key: all, name: 全部, maximum: 100, items: [{ shape: deduct-once, key: one, name: 一项, points: 100 }] }
  - { key: scorers, uses: sheet.scorers, title: 评分, scorers: [{ key: assessment, name: 考核, weight: 1 }] }
  - key: meeting
    uses: duty.record
    title: 通报会
    by: committee-officer
    of: committee
    contents: [{ name: 内容 }]
  - key: results
    uses: notice.post
    title: 定级结果公示
    clause: §三4
    table: grades
    columns: [{ name: 党组织, means: organisation }, { name: 类别, means: class }, { name: 等级, means: grade }]
    entries: [{ name: 说明 }, { name: 监督电话, optional: true }]
    days: 2
    objections: true
    answer_days: 5
  - key: after-meeting
    uses: notice.post
    title: 会后公示
    entries: [{ name: 说明 }]
    days: 2
    after: [meeting]
  - key: own-result
    uses: notice.post
    title: 本支部定级结果公示
    by: secretary
    of: each
    table: grades
    columns: [{ name: 党组织, means: organisation }, { name: 等级, means: grade }]
    days: 2
    objections: true
  - key: limited
    uses: notice.post
    title: 一定范围内公示
    table: grades
    columns: [{ name: 党组织, means: organisation }, { name: 等级, means: grade }]
    audience: limited
    optional: true
    objections: true
  - key: inside
    uses: notice.post
    title: 党内通报
    by: secretary
    of: each
    entries: [{ name: 内容 }]
    audience: members
    days: 3
  - key: county-wide
    uses: notice.post
    title: 全县结果公示
    by: county-officer
    of: county
    table: grades
    columns: [{ name: 党组织, means: organisation }, { name: 等级, means: grade }]
    days: 5
    objections: true
    answer_days: 3
  - key: achievements
    uses: notice.post
    title: 创先争优活动情况公示牌
    by: secretary
    of: each
    standing: true
    entries: [{ name: 主要业绩 }]
  - key: disclosure
    uses: notice.post
    title: 党务公开
    by: secretary
    of: each
    standing: true
    entries:
      - { name: 党组织成员的分工和职责 }
      - { name: 党组织决策程序和办法 }
      - { name: 重大决策的过程 }
      - { name: 群众反映问题的整改情况, nil: true }
  - key: board
    uses: notice.post
    title: 基层党组织分类定级整改提高公示牌
    by: secretary
    of: each
    grades: [一般]
    table: items
    columns:
      - { name: 整改事项, means: title }
      - { name: 主要措施 }
      - { name: 责任人, means: owner }
      - { name: 完成时限, means: due }
      - { name: 完成情况, means: state }
    standing: true
  - { key: plans, uses: item.ledger, title: 整改台账, published: true, contents: [{ name: 主要措施 }] }
  - { key: secrets, uses: item.ledger, title: 内部台账, contents: [{ name: 主要措施 }] }
"""


class Noticed:
    """Two towns with two villages each, all decided; 甲村 is 好, 乙村 一般."""

    def __init__(self) -> None:
        files = {"pack.yaml": PACK}
        copy = PackCopy.objects.create(
            pack="noticed", version="1", digest=packs.digest(files), files=files, kept_on=ON
        )
        self.top = committee(name="某县县委")
        self.towns = [committee(self.top, name="东镇党委"), committee(self.top, name="西镇党委")]
        names = ("甲村党支部", "乙村党支部", "丙村党支部", "丁村党支部")
        self.branches = [
            organisation(self.towns[at // 2], name=name, code=f"V{at}") for at, name in enumerate(names)
        ]
        adoption = Adoption.objects.create(
            organisation=self.top, pack="noticed", version="1", adopted_on=ON, settings={}
        )
        self.campaign = Campaign.objects.create(
            adoption=adoption, copy=copy, organisation=self.top, title="分类定级", opened_on=date(2012, 4, 1),
            due_on=date(2012, 5, 1),
        )  # fmt: skip
        self.county = officer(self.top)
        self.clerk = committee_officer(self.towns[0])  # of 东镇
        self.other_clerk = committee_officer(self.towns[1])
        self.inspector = inspector(self.top)
        self.secretaries = [secretary(branch) for branch in self.branches]
        self.subjects = [
            Subject.objects.create(
                campaign=self.campaign,
                organisation=branch,
                class_name="农村",
                committee=branch.parent,
                total=95,
                computed=grade,
                decided=grade,
                decided_by=self.county,
                decided_on=ON,
            )
            for branch, grade in zip(self.branches, ("好", "一般", "好", "一般"), strict=True)
        ]

    @property
    def town(self):
        return self.towns[0]

    @property
    def branch(self):
        return self.branches[0]

    @property
    def secretary(self):
        return self.secretaries[0]

    def poster(self, role: str, at):
        """Who posts what this role posts for an organisation."""
        if role == "secretary":
            return self.secretaries[self.branches.index(at)]
        if role == "county-officer":
            return self.county
        return self.clerk if at == self.town else self.other_clerk

    def post(self, key: str = "results", at=None, **facts) -> Notice:
        """A notice of this kind, by whoever posts it there."""
        rule = self.campaign.rules[key]
        if at is None:
            at = {"each": self.branch, "committee": self.town, "county": self.top}[rule.of]
        by = facts.pop("by", None) or self.poster(rule.by, at)
        facts = {
            "campaign": self.campaign, "mechanism": key, "organisation": at, "by": by, "on": ON,
            "entries": {part.name: "经会议研究" for part in rule.entries if not part.optional},
            "place": "政务公开栏", "scope": "全体党员和村民代表" if rule.audience == "limited" else "",
        } | facts  # fmt: skip
        if rule.days is None and not rule.standing and "until_on" not in facts:
            facts["until_on"] = date(2012, 4, 27)
        return notices.post(**facts)

    def object(self, notice: Notice | None = None, **facts):
        """The objection and its code; to the town's results unless told."""
        facts = {"text": "甲村的会议记录是补写的", "on": ON, "at": AT} | facts
        return objections.put_objection(notice=notice or self.post(), **facts)

    def assigned(self, objection=None, **facts):
        """Given to the county's officer."""
        one = objection or self.object()[0]
        facts = {"handler": self.county, "by": self.county, "on": ON} | facts
        if one.due_on is None:
            facts.setdefault("due_on", date(2012, 5, 2))
        return objections.assign(objection=one, **facts)

    def answered(self, objection=None, **facts):
        one = objection or self.assigned()
        facts = {
            "finding": "核对了原始记录本", "reply": "记录是当时写的，结果不变", "upheld": False, "by": self.county,
            "on": ON,
        } | facts  # fmt: skip
        return objections.answer(objection=one, **facts)

    def item(self, branch=None, *, key: str = "plans", **facts) -> Item:
        here = branch or self.branches[1]
        number = Item.objects.filter(organisation=here, mechanism=key).count() + 1
        facts = {
            "title": "活动场所漏雨", "said": {"主要措施": "翻修屋顶"}, "owner_name": "案例甲",
            "due_on": date(2012, 6, 20),
        } | facts  # fmt: skip
        return Item.objects.create(
            mechanism=key, campaign=self.campaign, organisation=here, number=number, opened_by=self.county,
            opened_on=ON, **facts,
        )  # fmt: skip
