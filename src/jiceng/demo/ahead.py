"""The committees that are ahead: notices that hang, objections, returns, a filed result and what is put right after it.

Everything here goes through the services, as if people had done it.
"""

from datetime import date, timedelta
from typing import Any

from django.utils.timezone import now

from jiceng.demo import sheets
from jiceng.demo.people import COUNTY, TOWN
from jiceng.demo.running import Graded, Running
from jiceng.demo.stages import AHEAD, days_of, is_past, stage_of
from jiceng.demo.wording import PLACES, said
from jiceng.kernel.link import InSeat
from jiceng.reports import ways
from jiceng.services import account, document, duty, item, link, notice, objection, procedure, reminder
from jiceng.services import sheet as services
from jiceng.store.models import Item, Organisation, Subject

SEED = "演示抽样种子"


def finish(running: Running) -> None:
    """The fourth and the fifth step, and everything that is not bound to one."""
    _explain(running)
    _post_results(running)
    _send(running)
    _file(running)
    _object(running)
    _set_aside(running)
    _check(running)
    _register(running)
    _ask_for_a_post(running)
    _remind(running)


# -- the fourth step --------------------------------------------------------------------------------------------------


def _explain(running: Running) -> None:
    """Every explanation that is owed; at one committee some are not written yet."""
    owed = running.scheme.explanations
    if owed is None:
        raise AssertionError("the document asks for explanations")
    chosen = [
        graded
        for graded in running.past("committee")
        if owed.owed(graded.subject.class_name, graded.subject.decided)
    ]
    behind = [graded.subject.committee_id for graded in running.at("notice")]
    for at, graded in enumerate(chosen):
        if graded.subject.committee_id == behind[-1] and at % 2:
            continue
        sheets.explain(graded.subject, graded.found, graded.officer, graded.days.to_notice)
    sheets.save([graded.subject for graded in chosen])


def _post_results(running: Running) -> None:
    """Every organisation posts its grade on the day its committee enters the step; the committee tells and sums up."""
    for graded in running.past("committee"):
        notice.post(
            campaign=running.campaign, mechanism="results-notice", organisation=graded.subject.organisation,
            entries={}, place=PLACES[graded.subject.organisation.kind], by=graded.secretary,
            on=graded.days.to_notice,
        )  # fmt: skip
    for code, committee in running.committees.items():
        if not is_past(stage_of(code), "committee"):
            continue
        officer = running.people.at(committee, "committee-officer")
        day = days_of(code, running.campaign.opened_on).to_notice
        running.papers.record("circulation", committee, officer, day, 方式="书面通报")
        if stage_of(code) != "notice":
            running.papers.record("summary-report", committee, officer, day)
    running.papers.keep()


def _send(running: Running) -> None:
    """Two committees have sent their papers."""
    for code, committee in running.committees.items():
        if not is_past(stage_of(code), "notice"):
            continue
        days = days_of(code, running.campaign.opened_on)
        officer, reviewer = (running.people.at(committee, role) for role in ("committee-officer", "reviewer"))
        duty.write_words(
            campaign=running.campaign, mechanism="returns", organisation=committee, by=officer, on=days.sent,
            said={"填表人": officer.get_full_name(), "审核人": reviewer.get_full_name()},
        )  # fmt: skip
        duty.send(
            campaign=running.campaign, mechanism="returns", organisation=committee, by=officer, on=days.sent
        )
        running.move_one(committee, days.to_filing, AHEAD)


# -- the fifth step, and after ----------------------------------------------------------------------------------------


def _file(running: Running) -> None:
    """One return is accepted and its committee through; what is weak there is being put right."""
    campaign, county = running.campaign, running.people.account("county")
    for code, committee in running.committees.items():
        if stage_of(code) != "filed":
            continue
        days = days_of(code, campaign.opened_on)
        duty.accept(sent=campaign.returns.get(organisation=committee), by=county, on=days.filed)
        running.move_one(committee, days.filed, by=county)
        _put_right(running, committee, days.filed)


def _put_right(running: Running, committee: Organisation, on: date) -> None:
    weak = [graded for graded in running.at("filed") if graded.subject.decided in ("一般", "较差")]
    ordinary = [_opened(running, graded, on) for graded in weak if graded.subject.decided == "一般"]
    _done(ordinary[0], running, close=True)
    _done(ordinary[1], running, close=False)
    poor = [graded for graded in weak if graded.subject.decided == "较差"]
    for at, graded in enumerate(poor):
        _opened_poor(running, graded, on, only=5 - 3 * at)
        _helped(running, graded, on)
    for graded in weak:
        target = "较好" if graded.subject.decided == "一般" else "一般"
        item.set_target(subject=_fresh(graded), target=target, by=graded.secretary, on=on)
        _linked(running, graded, committee, on)
        notice.post(
            campaign=running.campaign, mechanism="rectification-board",
            organisation=graded.subject.organisation, entries={},
            place=PLACES[graded.subject.organisation.kind], by=graded.secretary, on=running.on,
        )  # fmt: skip


def _opened(running: Running, graded: Graded, on: date) -> Item:
    """An item of one graded 一般; the third of them was due yesterday."""
    texts = [text for (key, _), variants in said().items() if key == "item" for text in variants]
    at = len(running.campaign.items.filter(mechanism="ordinary-items"))
    title, measures = texts[at % len(texts)].split("|")
    due = running.on - timedelta(days=1) if at == 2 else on + timedelta(days=60)
    return item.open_item(
        campaign=running.campaign, mechanism="ordinary-items", organisation=graded.subject.organisation,
        title=title, said={"主要措施": measures}, owner=graded.secretary.get_full_name(), due_on=due,
        by=graded.officer, on=on,
    )  # fmt: skip


# The activity that work on the poor is combined with, by kind of organisation.
COMBINED = {"village": "后进村党组织集中整顿", "community": "社区共驻共建"}


def _opened_poor(running: Running, graded: Graded, on: date, *, only: int) -> None:
    works = {part: texts[0] for (key, part), texts in said().items() if key == "work"}
    combined = COMBINED.get(graded.subject.organisation.kind, "五同五民")
    for work, measures in list(works.items())[:only]:
        item.open_item(
            campaign=running.campaign, mechanism="poor-items", organisation=graded.subject.organisation,
            title=f"{work}不到位",
            said={"工作": work, "主要措施": measures, "结合的活动": combined},
            owner=graded.secretary.get_full_name(), due_on=on + timedelta(days=90), by=graded.officer, on=on,
        )  # fmt: skip


def _done(opened_item: Item, running: Running, *, close: bool) -> None:
    """Shown and claimed by the organisation; one is verified and closed by the committee."""
    secretary = running.people.at(opened_item.organisation, "secretary")
    item.add_evidence(
        item=opened_item, text="整改前后照片和发票存支部档案，已上墙", by=secretary, on=running.on
    )
    claimed = item.claim_done(item=opened_item, by=secretary, on=running.on)
    if close:
        subject = opened_item.subject
        if subject is None:
            raise AssertionError("an item of a graded organisation")
        officer = running.people.at(subject.committee, "committee-officer")
        item.pass_gate(item=claimed, gate="effect", note="现场看过，已整改到位", by=officer, on=running.on)
        item.close(item=claimed, by=officer, on=running.on)


def _helped(running: Running, graded: Graded, on: date) -> None:
    """帮扶转化“五个有”."""
    duty.record(
        campaign=running.campaign, mechanism="help-plan", organisation=graded.subject.organisation,
        held_on=on,
        said={
            "领导挂点责任": "镇党委副书记挂点，每月到村一次", "部门帮扶安排": "市农业局帮扶（演示）",
            "帮扶工作计划": "六个月内补齐班子、修好场所", "解决问题的资金": "20000",
            "转化升级的变化": "班子已补选，场所正在修缮",
        },
        by=graded.officer, on=on,
    )  # fmt: skip


def _linked(running: Running, graded: Graded, committee: Organisation, on: date) -> None:
    """A leader of the town answers for every weak organisation; the poor ones also have a department."""
    officer = running.people.at(committee, "committee-officer")
    facts: dict[str, Any] = {
        "campaign": running.campaign, "mechanism": "helpers", "organisation": graded.subject.organisation,
        "by": officer, "on": on,
    }  # fmt: skip
    led = link.set_link(kind="挂点领导", holder_post="党委委员", holder=officer.person, **facts)
    if graded.subject.decided == "较差":
        department = running.committees[f"{COUNTY}-W08"]
        link.set_link(kind="帮扶部门", other=department, **facts)
        note = "到村看了活动室，商定修缮和补选的时间"
        link.add_visit(link=led, held_on=on, note=note, by=officer, on=on)


# -- objections, corrections ------------------------------------------------------------------------------------------


def _object(running: Running) -> None:
    """Two objections at one committee: one is answered and leads to a correction that waits, one is open."""
    campaign, people, on = running.campaign, running.people, running.on
    county, inspector = people.account("county"), people.account("inspector")
    first, second = _two(running.at("notice"))
    put = []
    for graded, handler, text in (
        (first, first.officer, "年内活动室装修的账目没有公开过，评为“较好”不合适"),
        (second, inspector, "今年修路的事办得好，评得低了"),
    ):
        hanging = campaign.notices.get(mechanism="results-notice", organisation=graded.subject.organisation)
        made, _ = objection.put_objection(notice=hanging, text=text, place=1, on=on, at=now())
        due_on = on + timedelta(days=5)
        put.append(objection.assign(objection=made, handler=handler, due_on=due_on, by=county, on=on))
    objection.answer(
        objection=put[0], finding="查账和公开记录，装修支出没有按季公开，情况属实", upheld=True,
        reply="反映属实，已责成补充公开，并报请更正等次。", by=first.officer, on=on,
    )  # fmt: skip
    services.ask_correction(
        subject=_fresh(first), grade="一般", reason="公示期间有异议，查实装修支出没有公开，党委研究降低一个等次",
        by=first.officer, on=on,
    )  # fmt: skip


def _two(own: list[Graded]) -> tuple[Graded, Graded]:
    """Two of 较好 under one committee."""
    for graded in own:
        same = [
            other
            for other in own
            if other.subject.committee_id == graded.subject.committee_id and other.subject.decided == "较好"
        ]
        if len(same) > 1:
            return same[0], same[1]
    raise AssertionError("no committee with two of 较好 is at the fourth step")


def _fresh(graded: Graded) -> Subject:
    return Subject.objects.for_page().get(pk=graded.subject.pk)


# -- what is bound to no step -----------------------------------------------------------------------------------------


def _set_aside(running: Running) -> None:
    """未定级: a firm that has stopped."""
    firm = next(
        graded
        for graded in running.at("committee")
        if graded.subject.organisation.kind == "non-public-firm" and not graded.subject.decided
    )
    services.set_aside(
        subject=_fresh(firm),
        reason="企业今年停产，党员组织关系正在转出，本次不定级",
        by=firm.officer,
        on=running.on,
    )


def _check(running: Running) -> None:
    """督查: a team, two visits, a spot check with some findings."""
    campaign, people, on = running.campaign, running.people, running.on
    county, inspector = people.account("county"), people.account("inspector")
    seated = [InSeat(county.get_full_name(), "组长"), InSeat(inspector.get_full_name(), "成员")]
    running.papers.team("supervision-group", campaign.organisation, seated, county, campaign.opened_on)
    running.papers.keep()
    towns = [*running.committees.values()]
    for town, problem in ((towns[0], "无"), (towns[5], "一份测评名单没有签字，已要求补签")):
        visited = Subject.objects.standing().filter(campaign=campaign, committee=town)
        duty.record(
            campaign=campaign, mechanism="supervision-visits",
            organisation=visited.order_by("organisation__path")[0].organisation,
            said={"督查的工作": "自评、测评和公示的记录", "问题": problem},
            held_on=on - timedelta(days=1), by=county, on=on,
        )  # fmt: skip
    drawn = procedure.make_draw(
        campaign=campaign, mechanism="spot-check", seed=f"{SEED}-{on.isoformat()}", by=county, on=on
    )
    rows = list(drawn.rows.select_related("subject__organisation").order_by("place"))
    for row, outcome, finding in (
        (rows[0], "upheld", "随机访谈五名党员，与考核记录一致"),
        (rows[1], "upheld", "查公示照片和测评原始票，数字相符"),
        (rows[2], "wrong", "“三会一课”缺一次没有扣分，已告知党委更正"),
    ):
        procedure.record_finding(row=row, outcome=outcome, finding=finding, by=inspector, on=on)


def _register(running: Running) -> None:
    """The county's document, and a town that forwards it with an earlier day for its own."""
    campaign, people, opened = running.campaign, running.people, running.campaign.opened_on
    due_on, next_day = opened + timedelta(days=13), opened + timedelta(days=1)
    document.register_document(
        organisation=campaign.organisation, number="中组发[2012]6号", issuer="中央组织部",
        title="基层组织建设年的文件（演示，以原件为准）", by=people.account("county"), on=opened,
    )  # fmt: skip
    first = document.register_document(
        organisation=campaign.organisation, number=f"樟组字〔{opened.year}〕18号", issuer="中共樟树市委组织部（演示）",
        title="关于开展基层党组织分类定级的通知（演示）", issued_on=opened, due_on=due_on, recipients="各党（工）委",
        bases=["中组发[2012]6号"], campaign=campaign, key="returns", by=people.account("county"), on=opened,
    )  # fmt: skip
    document.register_document(
        organisation=running.committees[TOWN], number=f"临党字〔{opened.year}〕7号", issuer="中共临江镇委员会（演示）",
        title="转发市委组织部关于开展分类定级的通知（演示）", issued_on=next_day, forwards=first,
        due_on=due_on - timedelta(days=1), recipients="各村、社区和镇直各支部", bases=[first.number],
        campaign=campaign, key="returns", by=people.account("committee"), on=next_day,
    )  # fmt: skip


def _ask_for_a_post(running: Running) -> None:
    """The system administrator asks for a reviewer more; the security administrator has not answered."""
    helper = next(
        graded for graded in running.at("committee") if graded.subject.organisation.kind == "community"
    ).secretary
    if helper.person is None:
        raise AssertionError("a secretary is a person")
    account.ask_post(
        person=helper.person, organisation=running.committees[TOWN], role="reviewer",
        reason="临江镇考核进度慢，抽调一名社区书记参加考核组", by=running.people.account("sysadmin"), on=running.on,
    )  # fmt: skip


def _remind(running: Running) -> None:
    """The county's officer reminds those who have not handed in the list of voters, and who has not approved one."""
    county = running.people.account("county")
    for code in ("ballot.roll-missing", "ballot.roll-not-approved"):
        reminder.remind_all(
            campaign=running.campaign, mechanism="satisfaction", code=code, address=ways.address, by=county,
            on=running.on,
        )  # fmt: skip
