"""A county whose campaign keeps ledgers of every kind: the pack of 000-4 and, beside it, one file of made-up rules."""

import struct
import zipfile
import zlib
from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from jiceng import packs
from jiceng.services import item as events
from jiceng.store.models import Item, PackCopy, Subject
from tests.factories import ON, PACK, County, committee_officer, secretary

LATER = date(2012, 4, 20)
DUE = date(2012, 7, 1)

LEDGERS = """
mechanisms:
  - key: x-problems
    uses: item.ledger
    title: 问题整改台账
    clause: §9
    contents:
      - { name: 整改措施 }
      - { name: 量化目标 }
    limit_months: 3
    effect_by: "07-01"
    at_least: 1
    gates:
      - { key: solved, name: 问题已解决, by: committee-officer }
      - { key: satisfied, name: 群众满意率, kind: measure, by: committee-officer, at_least: 90 }
      - { key: shown, name: 佐证材料, kind: evidence }
  - key: x-poor
    uses: item.ledger
    title: 后进整顿台账
    clause: §9
    opens: grade
    grades: [较差]
    by: committee-officer
    effect_by: "07-01"
    gates:
      - key: stars
        name: 星级
        kind: rating
        by: committee-officer
        ladder: [一星, 二星, 三星]
        at_least_rating: 三星
  - key: x-wrong
    uses: item.ledger
    title: 班子问题处理台账
    clause: §9
    opens: flag
    flags: [x-wrongdoing]
    by: committee-officer
    actions: [调整班子, 派驻工作组]
  - key: x-list
    uses: item.ledger
    title: 上年名单整改
    clause: §9
    opens: list
    by: committee-officer
    gates:
      - { key: solved, name: 问题已解决, by: committee-officer }
  - key: x-questions
    uses: item.ledger
    title: 请示
    clause: §9
    contents:
      - { name: 请示内容 }
  - key: x-upward
    uses: item.ledger
    title: 向县里请示
    clause: §9
    of: committee
    by: committee-officer
    closed_by: county-officer
    contents:
      - { name: 问题 }
  - key: x-circular
    uses: item.ledger
    title: 限期整改
    clause: §9
    of: committee
    by: committee-officer
    limit_days: 15
    gates:
      - { key: solved, name: 问题已解决, by: committee-officer }
  - key: x-rising
    uses: item.movement
    title: 晋位升级
    clause: §9
    goals: { 好: 上水平, 较好: 上台阶, 一般: 晋等次, 较差: 换面貌 }
    must_rise: [一般, 较差]
    upgrade_needs: [x-opinion]
    refused_by: { 意见: 成效不显著 }
    firmness: in-principle
  - key: x-opinion
    uses: duty.record
    title: 同级领导小组意见
    clause: §9
    by: committee-officer
    contents:
      - { name: 意见 }
  - key: x-helpers
    uses: register.links
    title: 挂点帮扶
    clause: §9
    grades: [一般, 较差]
    visits: 4
    kinds:
      - { name: 挂点领导, posts: [县委副书记, 县委常委], means: leader }
      - { name: 联络员 }
      - { name: 挂扶部门, holder: organisation, holder_kinds: [organ-institution], required: false }
  - key: x-commended
    uses: consequence.use
    title: 专项表彰
    clause: §9
    kind: only
    what: 专项表彰
    grades: [好]
  - key: x-team
    uses: register.team
    title: 指导检查组
    clause: §9
    of: county
    by: county-officer
    seats:
      - { name: 组长, at_most: 1, posts: [县委组织部长] }
      - { name: 成员 }
  - key: x-responsible
    uses: register.team
    title: 责任人
    clause: §9
    of: each
    by: secretary
    seats:
      - { name: 负总责, at_most: 1, posts: [书记, 党支部书记] }
      - { name: 专人, at_most: 1 }
  - key: x-pairs
    uses: register.pairing
    title: 一对一帮扶
    clause: §9
    name: 先进党组织
    advanced: [好]
    lagging: [较差]
    forms: [座谈会, 实地参观]
"""
PLAN = {"整改措施": "修好道路", "量化目标": "7月前修通2公里"}


class Ledgers(County):
    """secretary: of the first branch. officer_above: the town's committee officer, who is the reviewer too."""

    def __init__(self, *, towns: int = 1, branches: int = 2) -> None:
        super().__init__(towns=towns, branches=branches)
        files = packs.texts(PACK) | {"x-ledgers.yaml": LEDGERS}
        copy, _ = PackCopy.objects.get_or_create(
            digest=packs.digest(files),
            defaults={"pack": PACK, "version": "x", "files": files, "kept_on": ON},
        )
        self.campaign.copy = copy
        self.campaign.save(update_fields=["copy"])
        self.secretary = secretary(self.branch)
        self.county_committee_officer = committee_officer(self.top)

    @property
    def above(self):
        return self.reviewer

    def graded(self, grade: str = "较差", branch=None) -> Subject:
        """Decided, whatever its sheets say."""
        one = branch or self.branch
        Subject.objects.filter(campaign=self.campaign, organisation=one).update(
            total=50, computed=grade, decided=grade, decided_by=self.above, decided_on=ON
        )
        return self.subject_of(one)

    def open(self, mechanism: str = "x-problems", title: str = "道路不通", **facts) -> Item:
        facts = {"organisation": self.branch, "by": self.secretary, "on": ON} | facts
        return events.open_item(campaign=self.campaign, mechanism=mechanism, title=title, **facts)

    def planned(self, **facts) -> Item:
        return self.open(said=PLAN, owner="张某", due_on=DUE, **facts)

    def shown(self, **facts) -> Item:
        """Planned, with a word of evidence."""
        item = self.planned(**facts)
        events.add_evidence(item=item, text="路已修通，村民代表到场验收", by=self.secretary, on=LATER)
        return item

    def passed(self, item: Item) -> Item:
        """Every gate of x-problems recorded by the superior."""
        events.pass_gate(item=item, gate="solved", note="实地看过", by=self.above, on=LATER)
        events.pass_gate(item=item, gate="satisfied", value=95, by=self.above, on=LATER)
        return item

    def closed(self, **facts) -> Item:
        item = self.passed(self.shown(**facts))
        events.claim_done(item=item, by=self.secretary, on=LATER)
        return events.close(item=item, by=self.above, on=LATER)


def picture(name: str = "现场.png", side: int = 2) -> SimpleUploadedFile:
    """A real PNG of one colour."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\x78\x5a\x28" * side) * side)
    parts = part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + parts)


def office(name: str = "方案.docx", inside: str = "word/document.xml") -> SimpleUploadedFile:
    """An archive with the parts that make it an office file."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(inside, "<document/>")
    return SimpleUploadedFile(name, stream.getvalue())
