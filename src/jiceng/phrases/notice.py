"""Sentences of notices and objections, what something written down must say, and dates."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- what something written down must say ---------------------------------------------------------------------
    "contents.missing": (
        "{what}还缺：{missing}。请逐项填写；确实没有的，写明具体情况。",
        "{what} still lacks: {missing}. Fill in each; where there is nothing to report, say what was found.",
    ),
    "contents.unknown": (
        "{what}没有“{name}”这一项。请从这些项目中选：{known}。",
        "{what} has no part called “{name}”. Use one of these: {known}.",
    ),
    "contents.not-a-choice": (
        "{what}的“{name}”不能填“{value}”。请选：{choices}。",
        "“{name}” of {what} cannot be “{value}”. Choose one of: {choices}.",
    ),
    "contents.too-little": (
        "“{name}”至少 {at_least}{unit}，填的是 {value}{unit}。请核对；确实不足的，补足后再填。",
        "“{name}” is {value} {unit}; at least {at_least} {unit} is asked for. Check the figure, or make up the rest first.",
    ),
    "contents.too-much": (
        "“{name}”最多 {at_most}{unit}，填的是 {value}{unit}。请核对。",
        "“{name}” is {value} {unit}; {at_most} {unit} is the most. Check the figure.",
    ),
    "contents.not-the-own-grade": (
        "{what}的“{name}”填的是“{value}”，自评表是“{known}”。请照自评表填；自评有变的，先改自评表。",
        "“{name}” of {what} says “{value}”; the own sheet says “{known}”. Write what the sheet says, or mend the sheet first.",
    ),
    "contents.not-the-meeting-opinion": (
        "{what}的“{name}”填的是“{value}”，测评得票最多的是“{known}”。请照测评结果填；最后的意见不同的，在另一项里写理由。",
        "“{name}” of {what} says “{value}”; the ballot gave “{known}” the most votes. Write what the ballot says; where the "
        "final opinion differs, say why beside it.",
    ),
    "contents.not-the-bonus": (
        "{what}的“{name}”填的是“{value}”，登记的加分是 {known}。请照登记的填；登记有误的，先改登记。",
        "“{name}” of {what} says “{value}”; the points recorded are {known}. Write these, or mend the record first.",
    ),
    "contents.not-the-zone": (
        "登记的协作区里没有“{value}”，有：{known}。请选一个；还没有登记的，先编协作区。",
        "No zone of the register is called “{value}”; there are: {known}. Choose one, or set the zones first.",
    ),
    "contents.not-the-members": (
        "名册上的党员是 {known} 名，“{name}”填的是“{value}”。请照名册填；摸清的数不一样的，写在另一项里。",
        "The register counts {known} members; “{name}” says “{value}”. Write what the register says; what was found "
        "otherwise is written beside it.",
    ),
    "contents.too-long": (
        "“{name}”有 {length} 字，最多 {most} 字。请精简。",
        "“{name}” has {length} characters; at most {most}. Shorten it.",
    ),
    "contents.too-few": (
        "“{name}”至少 {at_least} 人，写了 {count} 人。请补齐姓名，用顿号隔开。",
        "“{name}” lists {count}; at least {at_least} are asked for. Add the names, with a comma between them.",
    ),
    "contents.not-a-number": (
        "“{name}”应是数字，填的是“{value}”。请写成 12 或 12.5 这样。",
        "“{name}” should be a number; “{value}” is not. Write it like 12 or 12.5.",
    ),
    "contents.not-a-date": (
        "“{name}”应是日期，填的是“{value}”。请写成 2012-04-12 这样。",
        "“{name}” should be a date; “{value}” is not. Write it like 2012-04-12.",
    ),
    # -- dates ----------------------------------------------------------------------------------------------------
    "days.not-a-day": (
        "“{value}”不是一年里的日子。请写成 04-25；第二年的日子写成 +1-01-05。",
        "“{value}” is no day of a year. Write it like 04-25, or +1-01-05 for a day of the year after.",
    ),
    "days.which-year": (
        "“{value}”没有说是第几年。第二年的日子请写成 {instead}；当年的日子去掉加号。",
        "“{value}” does not say which year. Write {instead} for the year after, or leave out the plus sign.",
    ),
    "days.weekend-already": (
        "{day} 是周末，本来就休息，不用登记。调休上班的周末，请选“上班”。",
        "{day} is a weekend day, free as it is. Enter it only if it is worked in place of another day.",
    ),
    "days.weekday-already": (
        "{day} 是周一至周五，本来就上班，不用登记。放假的，请选“放假”。",
        "{day} is a weekday, worked as it is. Enter it only if it is a day off.",
    ),
    "days.name-missing": (
        "请写明 {day} 是什么日子，例如“清明节”“清明节调休”。",
        "Say what {day} is, such as “Tomb-Sweeping Day”.",
    ),
    "days.year-not-published": (
        "{year} 年的放假安排还没有公布，装不进来。请等国务院办公厅通知后逐日登记。",
        "The days off of {year} are not published yet. Enter them one by one once the State Council has announced them.",
    ),
    "days.not-entered": (
        "{years} 年的放假安排还没有录入或者没有录全，这里按周一至周五计算。请组织部录入后再核对日期。",
        "The days off of {years} are not all entered; Monday to Friday are counted here. The county officer enters them.",
    ),
    # -- posting --------------------------------------------------------------------------------------------------
    "notice.not-for-this-grade": (
        "“{name}”只由定为{grades}的党组织张贴；“{organisation}”目前是“{grade}”，不用张贴。",
        "“{name}” is posted only for those graded {grades}; “{organisation}” is “{grade}”, so nothing is to be posted.",
    ),
    "notice.comes-after": (
        "“{name}”要等这些做完再张贴：{first}。请先完成。",
        "“{name}” is posted after these: {first}. Finish them first.",
    ),
    "notice.place-missing": (
        "请写明“{name}”还张贴在哪里，例如“村务公开栏”。",
        "Say where “{name}” also hangs, such as “the village notice board”.",
    ),
    "notice.scope-missing": (
        "“{name}”在一定范围内公示，请写明是哪些人、哪些单位能看到。",
        "“{name}” is for a limited scope. Say who is to see it.",
    ),
    "notice.rows-missing": (
        "“{name}”的表格还是空的，表头是：{columns}。请先把内容录入台账或完成定级。",
        "The table of “{name}” is empty; its columns are: {columns}. Enter the items, or decide the grades, first.",
    ),
    "notice.row-incomplete": (
        "“{name}”第 {row} 行缺：{missing}。请补齐后再张贴。",
        "Row {row} of “{name}” lacks: {missing}. Complete it before posting.",
    ),
    "notice.citizen-number": (
        "“{name}”里有身份证号（{begins} 开头），公示不能写。请删去，只写姓名或职务。",
        "“{name}” contains an identity number (beginning with {begins}). Take it out; a name or a post is enough.",
    ),
    "notice.not-all-decided": (
        "还有 {count} 个党组织没有定级：{names}。全部定级或写明未定级原因后再公示结果。",
        "Organisations not decided yet ({count}): {names}. Decide them, or set them aside with the reason, first.",
    ),
    "notice.days-not-set": (
        "文件没有写公示几天，本地也没有设定。请填写最后一天。",
        "The document does not say how long it hangs, and nothing is set locally. Enter the last day.",
    ),
    "notice.ends-too-early": (
        "最后一天 {chosen} 太早，最早到 {least}。请改为这一天或更晚。",
        "The last day {chosen} is too early; {least} is the earliest. Choose that day or a later one.",
    ),
    "notice.hangs-already": (
        "“{name}”第 {number} 号还在公示，由{who}于 {posted_on} 张贴。要改内容的，先撤下并写明理由，再张贴新的一号。",
        "“{name}” no. {number}, posted by {who} on {posted_on}, still hangs. To change it, take it down with a reason, "
        "then post it anew.",
    ),
    "notice.take-down-without-reason": (
        "撤下公示要写明理由，撤下后大家看到的就是这条理由。请填写。",
        "Taking a notice down needs a reason; it is what readers see afterwards. Write it.",
    ),
    "notice.taken-down-already": (
        "这份公示已由{who}于 {taken_on} 撤下。要重新公示的，请张贴新的一号。",
        "This notice was taken down by {who} on {taken_on}. To publish it again, post it anew.",
    ),
    # -- what a step still waits for ------------------------------------------------------------------------------
    "notice.not-posted": (
        "“{name}”没有张贴。请填写内容后张贴。",
        "“{name}” is not posted. Fill it in and post it.",
    ),
    "notice.not-posted-in": (
        "{from_on} 至 {until_on} 还没有张贴“{name}”。请填写内容后张贴。",
        "“{name}” is not posted for {from_on} to {until_on}. Fill it in and post it.",
    ),
    "notice.still-hanging": (
        "“{name}”公示到 {until_on}，期满后才能进入下一步。",
        "“{name}” hangs until {until_on}; the next step begins after that day.",
    ),
    "notice.objections-open": (
        "“{name}”还有 {count} 件异议没有答复。请核实并答复。",
        "Objections to “{name}” not answered: {count}. Look into them and answer.",
    ),
    "notice.upheld-waits": (
        "对“{name}”的异议属实，结果还没有重新研究或更正。请申请更正，由另一人同意，或写明理由维持原结果；"
        "也可以退回定级一步，撤回决定后重新研究。",
        "An objection to “{name}” was right, and the result was neither decided anew nor corrected. Ask for a correction, "
        "which somebody else approves, or refuses with the reason why the result stays; or go back to the step of the "
        "decision, take it back and decide anew.",
    ),
    # -- objections -----------------------------------------------------------------------------------------------
    "notice.takes-no-objections": (
        "这份公示不收异议。有意见的，请直接向张贴的党组织提出。",
        "This notice takes no objections. Speak to the organisation that posted it.",
    ),
    "notice.objections-over": (
        "公示已于 {until_on} 结束，不再从这里收异议。请向上级党组织反映。",
        "The notice ended on {until_on} and takes no more objections here. Turn to the superior organisation.",
    ),
    "notice.down-already": (
        "这份公示已经撤下，不再收异议。有意见的，请向上级党组织反映。",
        "This notice was taken down and takes no more objections. Turn to the superior organisation.",
    ),
    "notice.answer-incomplete": (
        "答复还缺：{missing}。请写明后再答复。",
        "The answer still lacks: {missing}. Write it, then answer.",
    ),
    "objection.text-missing": (
        "请写明您对哪一点有异议，以及您知道的情况。",
        "Say what you object to, and what you know about it.",
    ),
    "objection.not-on-this-notice": (
        "您选的党组织不在这份公示里。请重新选择。",
        "The organisation you chose is not on this notice. Choose again.",
    ),
    "objection.too-many": (
        "这一刻钟里收到的异议太多，请过 {minutes} 分钟再提交，您写的内容还在；也可以当面或写信向上级党组织提出。",
        "Too many objections arrived within a quarter of an hour. Send yours again in {minutes} minutes; what you wrote is "
        "still here. You may also write to the superior organisation.",
    ),
    "objection.code-unknown": (
        "没有查到这个查询码。请对照您记下的 17 个字符再输一次；字母不分大小写，O 就是 0，I、L 就是 1。",
        "Nothing is kept under this code. Compare it with the 17 characters you wrote down; capitals do not matter, "
        "O is read as 0, I and L as 1.",
    ),
    "objection.too-many-codes": (
        "输错的查询码太多，请过 {minutes} 分钟再查。",
        "Too many wrong codes. Try again in {minutes} minutes.",
    ),
    "objection.assigned-already": (
        "这件异议已由{who}于 {assigned_on} 交给{handler}办理。要换人的，请在异议页面改派。",
        "{who} gave this objection to {handler} on {assigned_on}. To give it to somebody else, open it and do so there.",
    ),
    "objection.handler-not-chosen": (
        "请选办理人。",
        "Choose who is to handle it.",
    ),
    "objection.handler-involved": (
        "{handler}在“{organisation}”任职，不能办理对它的异议。请换上级或督查人员。",
        "{handler} holds a post in “{organisation}” and may not handle an objection about it. Choose somebody above it, "
        "or an inspector.",
    ),
    "objection.handler-own-work": (
        "{handler}经手了有异议的这件事，不能自己复核。请换一个人办理。",
        "{handler} did what the objection is about and may not review it. Choose somebody else.",
    ),
    "objection.due-missing": (
        "文件没有规定答复期限，请填写答复的最后一天。",
        "The document sets no time for the answer. Enter the last day.",
    ),
    "objection.due-before-today": (
        "答复期限 {due_on} 已经过了。请选今天或以后的日子。",
        "The day {due_on} has passed. Choose today or a later day.",
    ),
    "objection.not-assigned": (
        "这件异议还没有交人办理。请先指定办理人。",
        "Nobody has been given this objection yet. Assign it first.",
    ),
    "objection.of-another": (
        "这件异议由{handler}办理。要由您答复的，请先改派给您。",
        "{handler} handles this objection. To answer it yourself, have it given to you first.",
    ),
    "objection.answered-already": (
        "这件异议已由{who}于 {answered_on} 答复，答复不再改动。",
        "{who} answered this objection on {answered_on}; the answer stays.",
    ),
    "objection.verdict-missing": (
        "请选异议属实还是不属实。",
        "Say whether the objection was right or not.",
    ),
    "objection.reply-names-contact": (
        "答复会公开，里面写了对方留下的联系方式。请删去后再答复。",
        "The reply is public and contains the contact that was left. Take it out, then answer.",
    ),
    "objection.flag-withdrawn": (
        "这条认定已于 {withdrawn_on} 撤回，不用再提异议。",
        "This finding was withdrawn on {withdrawn_on}; there is nothing left to object to.",
    ),
    "objection.flag-open": (
        "对这条认定的异议正在办理，{put_on} 提出。请等答复。",
        "An objection to this finding, put on {put_on}, is being handled. Wait for the answer.",
    ),
    # -- as the record calls it -----------------------------------------------------------------------------------
    "audit.days-entered": ("登记放假或调休", "Day off entered"),
    "audit.days-removed": ("去掉放假或调休", "Day off taken out"),
}
