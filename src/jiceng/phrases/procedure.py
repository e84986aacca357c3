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
    "procedure.decided-against-finding": (
        "定的是“{decided}”，但有“{finding}”的认定，要定“{grade}”。请由党委重新研究确定等级；认定有误的，先撤回认定。",
        "“{decided}” was decided, but the finding “{finding}” asks for “{grade}”. The committee has to decide anew; "
        "a finding that is wrong is taken back first.",
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
    "campaign.nothing-chosen": (
        "还没有选择依据哪份文件。请先选择已采用的制度包。",
        "No document is chosen. Choose one that has been taken into use.",
    ),
    "campaign.still-open": (
        "“{campaign}”还不能结束：{open}",
        "“{campaign}” cannot be closed yet: {open}",
    ),
    "campaign.open-tracks": (
        "{names}等 {count} 个党（工）委的步骤还没有走完。请先办完。",
        "Committees not through their steps: {count}, among them {names}. Finish them first.",
    ),
    "campaign.open-decisions": (
        "{count} 个党组织还没有定级。请先定级，或者写明未定级的理由。",
        "Organisations not decided: {count}. Decide, or say why they are not graded.",
    ),
    "campaign.open-corrections": (
        "{count} 个更正申请还没有答复。请同意，或者写明理由不同意。",
        "Corrections that wait for an answer: {count}. Agree, or say no with a reason.",
    ),
    "campaign.open-objections": (
        "{count} 件异议还没有答复。请先答复。",
        "Objections not answered: {count}. Answer first.",
    ),
    "campaign.open-returns": (
        "{count} 份报表还没有接收。请接收，或者退回。",
        "Returns not accepted: {count}. Accept, or send back.",
    ),
    "campaign.open-findings": (
        "{count} 个被抽查的党组织还没有核查结果。请先填写。",
        "Drawn organisations without a finding: {count}. Record one for each.",
    ),
    # -- who moves, and two at once -------------------------------------------------------------------------------
    "procedure.no-steps": (
        "“{campaign}”的制度包没有规定步骤，不需要移动。",
        "The document of “{campaign}” has no steps; nothing moves.",
    ),
    "procedure.only-county": (
        "“{committee}”的“{step}”由县委组织部干部办结。请联系组织部门。",
        "The step “{step}” of “{committee}” is ended by the county officer. Ask the organisation department.",
    ),
    "procedure.only-committee": (
        "“{step}”由“{committee}”的组织干部办结。请联系该党委。",
        "The step “{step}” is ended by the officer of “{committee}”. Ask that committee.",
    ),
    "procedure.moved-meanwhile": (
        "“{committee}”刚刚由{who}转到“{now}”，您的操作没有执行。请核对后再办。",
        "{who} has just moved “{committee}” to “{now}”; yours was not carried out. Look again, then go on.",
    ),
    "procedure.finished-meanwhile": (
        "“{committee}”刚刚由{who}办结归档，您的操作没有执行。",
        "{who} has just filed “{committee}”; yours was not carried out.",
    ),
    "sheet.quota-over": (
        "“{grade}”定了 {count} 个（共 {size} 个），最多 {most} 个，多 {over} 个（{clause}）。请调整后再进入下一步。",
        "“{grade}” was decided for {count} of {size}; {most} is the most, {over} too many ({clause}). "
        "Change decisions before going on.",
    ),
    "sheet.quota-over-without-reason": (
        "“{grade}”定了 {count} 个（共 {size} 个），超出 {most} 个的上限 {over} 个（{clause}）。确需超出的，请写明理由。",
        "“{grade}” was decided for {count} of {size}, {over} over the limit of {most} ({clause}). "
        "Write down why, or change decisions.",
    ),
    "sheet.quota-under": (
        "“{grade}”定了 {count} 个（共 {size} 个），至少 {least} 个，还差 {under} 个（{clause}）。请调整后再进入下一步。",
        "“{grade}” was decided for {count} of {size}; {least} is the least, {under} too few ({clause}). "
        "Change decisions before going on.",
    ),
    "sheet.quota-under-without-reason": (
        "“{grade}”定了 {count} 个（共 {size} 个），比 {least} 个的下限少 {under} 个（{clause}）。确需少于的，请写明理由。",
        "“{grade}” was decided for {count} of {size}, {under} below the least of {least} ({clause}). "
        "Write down why, or change decisions.",
    ),
    # -- days -----------------------------------------------------------------------------------------------------
    "procedure.window-reversed": (
        "“{step}”的结束日期 {until_on} 早于开始日期 {from_on}。请更正。",
        "The last day of “{step}”, {until_on}, lies before its first, {from_on}. Correct one of them.",
    ),
    "procedure.before-opening": (
        "“{step}”的期限 {until_on} 在活动开始（{opened_on}）之前。请改到 {opened_on} 或以后。",
        "The last day of “{step}”, {until_on}, lies before the campaign began, {opened_on}. Set that day or a later one.",
    ),
    "procedure.deadline-later": (
        "您定的 {own} 晚于上级的 {above}。本级的期限只能提前。请改到 {above} 或以前。",
        "Your day, {own}, is later than the superior's, {above}. A level may only be earlier: {above} or before.",
    ),
    # -- drawing by lot -------------------------------------------------------------------------------------------
    "procedure.sample-size-not-set": (
        "文件没有规定抽查多少（可抽 {frame} 个）。请在采用制度包时设定数量或比例。",
        "The document does not say how many of {frame} are drawn. Set a number or a share where the pack is adopted.",
    ),
    "procedure.seed-missing": (
        "“{name}”还没有种子数。请填写事先公布的数字，例如当日的彩票开奖号。",
        "“{name}” needs a seed. Enter the figure published beforehand, such as a lottery number of the day.",
    ),
    "procedure.nobody-to-draw": (
        "“{name}”没有可抽的党组织（等级：{grades}）。请先定级。",
        "“{name}” has nobody to draw from (grades: {grades}). Decide grades first.",
    ),
    "procedure.drawn-already": (
        "“{name}”已于 {on} 用种子数“{seed}”抽过，还有 {count} 个没有核查。请核查完再抽下一次。",
        "“{name}” was drawn on {on} with the seed “{seed}”; still to be looked at: {count}. Look at these, then draw again.",
    ),
    "procedure.outcome-unknown": (
        "“{name}”的核查结论只能是：{outcomes}。请选一个。",
        "The finding on “{name}” is one of: {outcomes}. Choose one.",
    ),
    "procedure.finding-missing": (
        "“{name}”的核查情况没有写。请写明查了什么、看到什么。",
        "The finding on “{name}” says nothing. Write what was looked at and what was seen.",
    ),
    "procedure.found-already": (
        "“{name}”已由{who}填写为“{outcome}”，不再改动。",
        "{who} has recorded “{outcome}” for “{name}”; it stays.",
    ),
    # -- set aside, apart from the unit ---------------------------------------------------------------------------
    "sheet.set-aside": (
        "“{organisation}”已列为未定级（{reason}），不再评分。要评定的，请先恢复定级。",
        "“{organisation}” is set aside ({reason}) and not scored. Take it up again first.",
    ),
    "sheet.not-with-unit": (
        "“{organisation}”不是随党总支评定的支部，不能这样定级。",
        "“{organisation}” is not graded together with a unit, so it cannot be decided apart from one.",
    ),
    "sheet.unit-not-decided": (
        "“{unit}”还没有定级，“{organisation}”随它评定。请先给“{unit}”定级。",
        "“{unit}” is not decided yet, and “{organisation}” goes with it. Decide the unit first.",
    ),
    # -- corrections ----------------------------------------------------------------------------------------------
    "procedure.objections-open": (
        "涉及“{committee}”的异议还有 {count} 件没有答复，或者属实而结果还没有重新研究或更正，不能备案。请先在“异议”里办完。",
        "Objections that concern “{committee}” and are not answered, or were right and the result was neither decided "
        "anew nor corrected: {count}; so it is not filed. Settle them under “Objections” first.",
    ),
    "sheet.correction-too-early": (
        "“{organisation}”还在定级的步骤，不用申请更正。请由党委撤回定级后重新确定。",
        "The step of the decision on “{organisation}” is not over. The committee takes its decision back instead.",
    ),
    "sheet.correction-pending": (
        "“{organisation}”已有{who}提出的更正申请（改为“{new}”），还没有答复。请等答复后再提。",
        "{who} has asked to correct “{organisation}” to “{new}”, and it waits for an answer. Wait for that first.",
    ),
    "sheet.correction-changes-nothing": (
        "原来就是“{grade}”，不用更正。请选择另一个等级。",
        "It is “{grade}” already. Choose another grade.",
    ),
    "sheet.correction-without-reason": (
        "由“{old}”更正为“{new}”要写明理由。请写明错在哪里、依据是什么。",
        "Correcting “{old}” to “{new}” needs a reason. Write what was wrong, and by what evidence.",
    ),
    "sheet.correction-needs-another": (
        "更正是{who}提出的，要由另一人同意。请交给别的组织部干部。",
        "{who} asked for this correction, so another person must agree. Hand it to a colleague.",
    ),
    "sheet.correction-overtaken": (
        "申请更正的是“{organisation}”原来的“{old}”，后来党委重新定为“{now}”，这次申请已经不适用。请不同意，需要更正的重新申请。",
        "This asks to correct “{old}” of “{organisation}”, and the committee has decided “{now}” since. Say no to it; "
        "ask anew where a correction is still needed.",
    ),
    "sheet.correction-approved-already": (
        "{who}已经同意这次更正，您的答复没有执行。",
        "{who} has agreed to this correction already; your answer was not carried out.",
    ),
    "sheet.correction-refused-already": (
        "{who}已经不同意这次更正，您的答复没有执行。确需更正的，请重新申请。",
        "{who} has said no to this correction already; your answer was not carried out. Ask anew where it is needed.",
    ),
    "sheet.refusal-without-reason": (
        "不同意更正“{organisation}”的结果，要写明理由。请填写后再答复。",
        "Saying no to a correction of “{organisation}” needs a reason. Write it, then answer.",
    ),
    # -- findings -------------------------------------------------------------------------------------------------
    "flag.unknown": (
        "本文件没有“{flag}”这种情形。可选：{known}。",
        "The document knows no finding “{flag}”. Use one of: {known}.",
    ),
    "flag.without-authority": (
        "“{name}”要写明由哪个机关认定。请填写机关名称。",
        "“{name}” needs the authority that found it. Name it.",
    ),
    "flag.in-the-future": (
        "“{name}”的认定日期 {found_on} 还没有到。请核对日期。",
        "“{name}” is dated {found_on}, which is still to come. Check the date.",
    ),
    "flag.not-graded": (
        "“{organisation}”不在“{campaign}”的评定范围内，不登记这类情形。",
        "“{campaign}” does not grade “{organisation}”, so no finding is kept there.",
    ),
    "figure.unknown": (
        "本文件不看“{name}”这个数，或者它由本文件的测评得出。可以登记的有：{known}。",
        "The document does not read “{name}”, or a ballot of it yields it. What can be entered: {known}.",
    ),
    "figure.no-such-rating": (
        "“{name}”没有“{rating}”这一档。可选：{known}。",
        "“{name}” has no rating “{rating}”. Use one of: {known}.",
    ),
    "figure.without-source": (
        "“{name}”要写明由哪个单位得出。请填写单位名称。",
        "“{name}” needs where it comes from. Name the authority.",
    ),
    "figure.in-the-future": (
        "“{name}”的日期 {found_on} 还没有到。请核对日期。",
        "“{name}” is dated {found_on}, which is still to come. Check the date.",
    ),
    "flag.withdrawal-without-reason": (
        "撤销“{name}”要写明理由。请填写后再撤销。",
        "Taking back “{name}” needs a reason. Write it, then try again.",
    ),
    # -- what a grade is good for ---------------------------------------------------------------------------------
    "consequence.use-unknown": (
        "本文件没有“{what}”。可选：{known}。",
        "The document knows nothing of “{what}”. Use one of: {known}.",
    ),
    "consequence.points-not-set": (
        "“{what}”加多少分，文件没有规定（{clause}）。请先在采用制度包的页面填写“{what}”的分值，再登记。",
        "The document does not say how many points “{what}” gives ({clause}). First fill in its points on the page "
        "where the pack is adopted.",
    ),
    "consequence.nobody-named": (
        "“{what}”要写明{part}。请填写。",
        "“{what}” needs {part}. Enter it.",
    ),
    "consequence.granted-already": (
        "“{what}”已由{who}在{on}登记过，不用再登记。",
        "“{what}” was recorded by {who} on {on} already; it needs no second time.",
    ),
    "consequence.to-take-back": (
        "等级已是“{grade}”，登记的“{name}”要收回",
        "the grade is “{grade}” now: what is recorded of “{name}” is to be taken back",
    ),
    "consequence.not-granted": ("“{name}”还没有登记", "“{name}” is not recorded yet"),
    "use.bonus": ("加{points}分", "{points} points"),
    "use.bonus-not-set": (
        "加多少分没有设定，采用制度包时填写",
        "how many points is not set; fill it in where the pack is adopted",
    ),
    "use.priority": ("优先推荐", "put forward first"),
    "use.only": ("只从这个等级中产生", "from this grade only"),
    "use.focus": ("上级重点审核", "reviewed first by the superior"),
    "consequence.not-for-this-grade": (
        "“{what}”只给等级为{grades}的党组织，这里是“{grade}”（{clause}）。",
        "“{what}” is for organisations graded {grades}; this one is “{grade}” ({clause}).",
    ),
    # -- adopting a pack ------------------------------------------------------------------------------------------
    "pack.unknown": (
        "没有制度包 {pack}。可选：{known}。",
        "There is no pack {pack}. Use one of: {known}.",
    ),
    "pack.term-defined": (
        "“{key}”不是由各地填写的名词。可以填写的：{known}。",
        "“{key}” is no term that the jurisdiction fills. Fill one of: {known}.",
    ),
    "pack.setting-without-reason": (
        "“{name}”的本地规定（{field}）要写明依据，例如上级文件的文号。",
        "The local setting of “{name}” ({field}) needs its ground, such as the number of a superior's document.",
    ),
    "pack.adopted-today": (
        "“{pack}”今天已经采用，并有活动在用，不能改动设定。请明天另行采用。",
        "“{pack}” was adopted today and a campaign runs under it; its settings stay. Adopt it anew tomorrow.",
    ),
    "share.unreadable": (
        "“{value}”没有读成比例。请写成 20%。",
        "“{value}” is not a share. Write it as 20%.",
    ),
    "share.unclear": (
        "“{value}”可能是 1%，也可能是全部。请写成 1% 或 100%。",
        "“{value}” may be 1 % or everybody. Write 1% or 100%.",
    ),
    "share.outside": (
        "比例 {value} 不在 0 到 100% 之间。请核对。",
        "A share of {value} does not lie between 0 and 100 %. Check it.",
    ),
    "pack.apart-unreadable": (
        "“{line}”没有读懂。请一行写一组：类别，冒号，比例，例如“机关、教育卫生事业单位：30%”。",
        "“{line}” could not be read. Write a line for each group: its classes, a colon, its share, such as “A, B: 30%”.",
    ),
    "pack.level-unreadable": (
        "“{line}”没有读懂。请一行写一级：哪一级，冒号，月-日，例如“县直工委：04-20”。",
        "“{line}” could not be read. Write a line for each level: its name, a colon, month-day, such as “A: 04-20”.",
    ),
    "pack.setting-unreadable": (
        "“{name}”的“{field}”没有读懂。请按原来的样子写。",
        "“{field}” of “{name}” could not be read. Write it in the form shown.",
    ),
    # -- the register of documents --------------------------------------------------------------------------------
    "link.document-incomplete": (
        "{number} 要写明发文机关和标题。请补全。",
        "{number} needs who issued it and its title. Fill in both.",
    ),
    "link.document-taken": (
        "{number} 已于 {on} 登记（{title}），内容不同。请核对文号，或使用原来的登记。",
        "{number} was registered on {on} ({title}) and says something else. Check the number, or use that entry.",
    ),
}
