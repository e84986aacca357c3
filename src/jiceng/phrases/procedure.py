"""Sentences of procedures: steps, deadlines, draws, corrections, what a grade is good for."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- what a step still awaits ---------------------------------------------------------------------------------
    "procedure.missing-of": ("{organisation}：{what}", "{organisation}: {what}"),
    "procedure.several": ("{names}等{count}个", "{names} and others, {count} in all"),
    "procedure.not-self-assessed": (
        "“{name}”还没有完成。请先完成自评。",
        "“{name}” is not finished. Finish the self-assessment.",
    ),
    "procedure.not-scored": (
        "“{name}”还缺{scorer}的评分。请先完成评分。",
        "“{name}” still lacks the sheet of {scorer}. Finish it.",
    ),
    "procedure.not-decided": (
        "还没有定级。请先由党委研究确定等级。",
        "No grade is decided yet. The committee has to decide one.",
    ),
    "procedure.not-explained": (
        "按“{name}”应当写说明的，还没有写。请先写明理由。",
        "“{name}” asks for a written explanation that is not there. Write it.",
    ),
    "procedure.return-not-sent": (
        "“{name}”还没有上报。请核对后上报。",
        "“{name}” has not been sent. Check it and send it.",
    ),
    "procedure.return-not-accepted": (
        "“{name}”已上报，还没有审核接收。请接收，或者写明理由退回。",
        "“{name}” is sent and not accepted yet. Accept it, or send it back with a reason.",
    ),
    "procedure.team-missing": (
        "“{name}”还没有成立。请先确定组成人员。",
        "“{name}” is not set up. Name its members.",
    ),
    "procedure.draw-missing": (
        "“{name}”还没有抽取。请先公布种子数，再抽取。",
        "“{name}” is not drawn yet. Publish the seed, then draw.",
    ),
    "procedure.draw-open": (
        "“{name}”抽到的还有 {count} 个没有核查结果。请逐个填写核查结果。",
        "“{name}”: {count} of those drawn have no finding yet. Record a finding for each.",
    ),
    # -- moving from step to step ---------------------------------------------------------------------------------
    "procedure.step-unknown": (
        "没有“{key}”这一步。可选：{known}。",
        "There is no step “{key}”. Use one of: {known}.",
    ),
    "procedure.finished": (
        "各步骤都已完成并归档，不能再移动。结果确有错误的，请申请更正。",
        "Every step is over and filed; nothing moves any more. Ask for a correction where a result is wrong.",
    ),
    "procedure.no-such-move": (
        "不能从“{step}”转到“{to}”。现在可以转到：{allowed}。",
        "There is no way from “{step}” to “{to}”. From here it goes to: {allowed}.",
    ),
    "procedure.still-awaits": (
        "“{step}”还不能结束。还缺：{missing}",
        "“{step}” is not over yet. It still awaits: {missing}",
    ),
    "procedure.early": (
        "“{step}”要到 {from_on} 才开始，不能提前进入。请到期再转，或请组织部门调整时间。",
        "“{step}” begins on {from_on} and not before. Wait, or have the organisation department set other days.",
    ),
    "procedure.early-without-reason": (
        "“{step}”要到 {from_on} 才开始。提前进入的，请写明理由。",
        "“{step}” begins on {from_on}. To enter it early, write down why.",
    ),
    "procedure.back-without-reason": (
        "从“{step}”退回“{to}”要写明理由。请填写后再退回。",
        "Sending back from “{step}” to “{to}” needs a reason. Write it, then try again.",
    ),
    "procedure.not-now": (
        "“{name}”在“{step}”这一步办理，现在是“{now}”。请先完成当前步骤。",
        "“{name}” belongs to the step “{step}”; the committee is at “{now}”. Finish the present step first.",
    ),
    "procedure.over": (
        "“{name}”在“{step}”这一步办理，现在已是“{now}”，不能再改。确需更改的，请退回该步骤；结果有错误的，申请更正。",
        "“{name}” belongs to the step “{step}”, and the committee is at “{now}” now; it stays as it is. "
        "Have it sent back to that step, or ask for a correction of the result.",
    ),
    "procedure.over-and-filed": (
        "“{name}”在“{step}”这一步办理，各步骤已完成并归档，不能再改。结果确有错误的，请申请更正。",
        "“{name}” belongs to the step “{step}”; every step is over and filed, and it stays as it is. "
        "Ask for a correction where a result is wrong.",
    ),
    "procedure.no-track": (
        "“{committee}”在“{campaign}”中没有要定级的党组织，不办理这一步。请核对党委。",
        "“{committee}” decides on nobody in “{campaign}”, so this is not done there. Check the committee.",
    ),
    # -- opening --------------------------------------------------------------------------------------------------
    "campaign.follows-another-county": (
        "“{campaign}”不是“{organisation}”的活动，不能作为回头看的对象。请选择本单位以前的活动。",
        "“{campaign}” is no campaign of “{organisation}”; it cannot be looked back at. Choose one of its own.",
    ),
}
