"""The words of the pack language as people say them, both languages side by side, as `jiceng.phrases` keeps them."""

from collections.abc import Mapping

from jiceng import phrases

Pairs = Mapping[str, tuple[str, str]]

# What a document may leave open.
FIELDS: Pairs = {
    "among": ("比例按什么范围算", "counted over"),
    "round_to": ("总分取整到几位小数", "decimal places the total is rounded to"),
    "at_most": ("最多", "at most"),
    "at_least": ("至少", "at least"),
    "about": ("左右", "about"),
    "within": ("上下幅度", "how far from it"),
    "firmness": ("约束力", "how firmly"),
    "levels": ("别的一级定的期限", "deadlines of other levels"),
    "apart_classes": ("另计的类别", "classes counted apart"),
    "options": ("选项", "options"),
    "satisfied": ("算作满意的选项", "options that count as satisfied"),
    "days": ("天数", "days"),
    "answer_days": ("几个工作日内答复", "working days for an answer"),
    "size": ("数量", "how many"),
    "share": ("比例", "share"),
    "limit_months": ("最长几个月", "months at most"),
    "limit_days": ("最长几天", "days at most"),
    "every_months": ("每几个月一次", "every how many months"),
    "visits": ("一年几次", "visits a year"),
    "local_posts": ("本地对这些职务的叫法（一行一个）", "what such offices are called here (one a line)"),
    "ladder": ("各级评定，从低到高", "ratings, from the lowest"),
    "due_on": ("期限", "due"),
    "points": ("分数", "points"),
    "smallest": ("少于几张有效票不单独公布", "fewer valid papers than this are not published by themselves"),
    "unanimous": ("几乎一致时公布", "where nearly all say the same"),
    "comment": ("可以写几句话", "a few words may be added"),
}

FIRMNESS: Pairs = {
    "must": ("必须", "must"),
    "in-principle": ("原则上（超出要写理由）", "in principle (a reason is asked for)"),
    "normally": ("一般（不同要写理由）", "normally (a reason is asked for)"),
    "about": ("左右（只显示）", "about (shown only)"),
}

# What examples give and expect.
CASE: Pairs = {
    **FIELDS,
    "class": ("类别", "class"), "said": ("写明", "said"), "total": ("总分", "total"), "lines": ("评分", "lines"),
    "grade": ("等级", "grade"), "at": ("所在步骤", "stands at"), "flags": ("情形", "findings"),
    "team": ("人员", "members"), "done": ("已有", "already there"), "reason": ("理由", "reason"),
    "decided": ("定级", "decided"), "passed": ("已过的关", "gates passed"), "roll": ("参评人数", "voters"),
    "place": ("地点", "place"), "old": ("原来", "before"), "new": ("改为", "after"), "records": ("记录", "records"),
    "cohort": ("全体", "cohort"), "owner": ("责任人", "owner"), "on": ("日期", "on"),
    "figures": ("数字", "figures"), "organisations": ("党组织", "organisations"),
    "self_assessment": ("自评", "self-assessment"), "opened_on": ("立项日期", "opened"), "to": ("转到", "to"),
    "hanging": ("公示", "posted"), "sheets": ("评分表", "sheets"), "helpers": ("帮扶人", "helpers"),
    "visited": ("走访过几次", "visits made"),
    "explanation": ("说明", "explanation"), "table": ("表", "table"),
    "evidence": ("佐证", "evidence"), "from_on": ("开始", "from"), "until_on": ("结束", "until"),
    "holder": ("帮扶人", "helper"), "beside": ("别的组织的计划", "plans of others"),
    "registered": ("已登记的文件", "documents registered"),
    "named_by": ("报名单的人", "named by"), "approved_by": ("同意人", "approved by"),
    "number": ("文号", "number"), "target": ("目标", "target"),
    "kind": ("种类", "kind"), "standing": ("现有", "there are"), "counts": ("票数", "counts"),
    "seed": ("种子数", "seed"), "graded": ("定级对象", "graded"), "opinions": ("意见", "opinions"),
    "present": ("已有评分", "sheets present"), "unit_grade": ("单位等级", "the unit's grade"),
    "post": ("职务", "post"), "doing": ("要办", "doing"), "members": ("人数", "members"), "scope": ("范围", "scope"),
    "of": ("对象", "of"), "own_grade": ("自己的等级", "own grade"),
    "owner_closes": ("责任人自己销号", "the owner closes"),
    "plans": ("计划", "plans"), "objecting_on": ("提出异议", "objection on"), "places": ("党组织", "places"),
    "held_on": ("记录的日期", "days of records"), "passing": ("过关", "passing"), "classes": ("类别", "classes"),
    "organisation": ("党组织", "organisation"), "year": ("年份", "year"), "answer": ("答复", "answer"),
    "pairs": ("结对", "pairs"), "stated": ("会议意见", "stated"), "own": ("本级期限", "own day"),
    "forwards_due": ("上级期限", "the superior's day"), "recipients": ("发给", "recipients"),
    "missing": ("还缺", "missing"), "concerns": ("适用", "concerned"), "heads": ("各部分得分", "heads"),
    "over": ("超出", "over"), "accepted": ("通过", "accepted"), "most": ("最多几个", "most"),
    "code": ("结论", "finding"),
    "by": ("由谁", "by"), "windows": ("时间", "days"), "forms": ("表", "forms"), "outside": ("范围之外", "outside"),
    "kept": ("符合", "kept"), "changes": ("最少调整", "fewest changes"), "owed": ("应办", "owed"),
    "lacking": ("缺少", "lacking"), "moved": ("走向", "moved"), "steps": ("步骤", "steps"), "gates": ("关口", "gates"),
    "decision": ("定级与计算", "decision"), "movement": ("升降", "movement"), "next": ("下一步", "next"),
    "seats": ("席位", "seats"), "cites": ("依据", "cites"), "moves": ("调整", "moves"), "columns": ("栏目", "columns"),
    "goal": ("目标", "goal"), "latest": ("最迟", "latest"), "counted_by": ("计票人", "counted by"),
    "satisfaction": ("满意率", "satisfaction"), "questions": ("测评内容", "questions"),
    "people": ("被评党员", "members asked about"), "shown": ("给谁看", "shown to"), "view": ("公布方式", "published"),
    "focus": ("重点审核", "reviewed first"),
    "closed_by": ("销号人", "closed by"), "actor": ("办理人", "actor"), "late": ("逾期", "late"),
    "optional": ("可以不办", "optional"), "audience": ("公开范围", "audience"),
    "with_unit": ("随单位", "with the unit"),
    "count": ("个数", "count"), "least": ("至少几个", "least"), "effect_on": ("见效日期", "effect by"),
    "drawn": ("抽到", "drawn"), "rests_on": ("依据", "rests on"), "band_grade": ("按分数", "by score"),
    "matrix": ("升降表", "matrix"), "secret": ("无记名", "secret"), "opinion": ("意见", "opinion"),
    "answer_due": ("答复期限", "answer due"), "by_zone": ("按协作区", "by zone"),
    "months": ("月数", "months"), "closed": ("销号", "closed"),
}  # fmt: skip


def word(table: Pairs, name: str, lang: str) -> str:
    """The word in the reader's language; the name itself where a document brought its own."""
    return table[name][phrases.side(lang)] if name in table else name


class _Left(dict[str, str]):
    """Facts an example does not tell."""

    def __missing__(self, key: str) -> str:
        return "…"


def refusal_of(code: str, lang: str) -> str:
    """What a refused example is told, without the facts of one organisation."""
    if code not in phrases.SENTENCES:
        return code
    return phrases.SENTENCES[code][phrases.side(lang)].format_map(_Left())
