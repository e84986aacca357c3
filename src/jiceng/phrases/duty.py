"""Sentences about records, returns and tables that have to add up."""

SENTENCES: dict[str, tuple[str, str]] = {
    # records
    "duty.comes-after": (
        "“{name}”要在这些之后进行：{first}。请先完成。",
        "“{name}” comes after: {first}. Complete these first.",
    ),
    "duty.parts-differ": (
        "“{name}”的{parts}应当一致，现在写的是：{values}。请改成一样的。",
        "In “{name}” these must be the same: {parts}. They say: {values}. Make them agree.",
    ),
    "duty.not-owed": (
        "“{organisation}”不需要“{name}”：该文件只对有关类别、等次的党组织要求。",
        "“{organisation}” does not owe “{name}”: the document asks it of other classes or grades only.",
    ),
    # -- what is asked before anything happens under a mechanism -------------------------------------------------
    "door.no-such-rule": (
        "“{campaign}”的文件没有这一项。请从活动页进入。",
        "The document of “{campaign}” has nothing of this kind. Open it from the campaign's page.",
    ),
    "door.wrong-place": (
        "“{name}”归{reach}，不归“{organisation}”。请到应办的党组织办理。",
        "“{name}” belongs {reach}, not at “{organisation}”. Do it where it belongs.",
    ),
    "door.at-each": ("每个定级的党组织自己", "at each graded organisation"),
    "door.at-committee": ("负责定级的党（工）委", "at the deciding committee"),
    "door.at-county": ("县（市、区）委组织部", "at the county"),
    "duty.held-in-future": (
        "日期 {held_on} 在今天（{on}）之后。请填实际进行的日期，没有进行的不要先记。",
        "{held_on} is after today ({on}). Enter the day it was held; what has not been held is not recorded yet.",
    ),
    "duty.held-before-campaign": (
        "日期 {held_on} 比活动开始（{opened_on}）早一年以上。请核对年份。",
        "{held_on} is more than a year before the campaign began ({opened_on}). Check the year.",
    ),
    "duty.record-missing": (
        "还没有“{name}”的记录。请补记。",
        "There is no record of “{name}” yet. Write it down.",
    ),
    "duty.records-too-few": (
        "“{name}”有 {count} 份记录，要求不少于 {at_least} 份。请补记。",
        "Records of “{name}”: {count}; asked for: {at_least} or more. Add the rest.",
    ),
    "duty.topics-not-covered": (
        "“{name}”有 {count} 份记录（至少 {at_least} 份），“{part}”中还没有提到：{topics}。请补记。",
        "Records of “{name}”: {count} (asked for: {at_least} or more); “{part}” does not mention yet: {topics}. Add them.",
    ),
    "duty.zones-missing": (
        "“{name}”还没有记这些协作区的：{zones}。请各记一份。",
        "“{name}” is not there yet for these co-operation zones: {zones}. Write one for each.",
    ),
    "duty.finding-missing": (
        "“{name}”的“{part}”写的是“{value}”，但这些认定一项也没有登记：{findings}。请先登记认定，再记；没有的，改选别的。",
        "“{part}” of “{name}” says “{value}”, and none of these findings is recorded: {findings}. Record the finding first; "
        "where there is none, choose the other answer.",
    ),
    "duty.finding-stands": (
        "登记了认定：{findings}，“{name}”的“{part}”就要写“{value}”。请照认定写；认定有误的，先撤回认定。",
        "These findings are recorded: {findings}; “{part}” of “{name}” then says “{value}”. Write it so; where a finding is "
        "wrong, take it back first.",
    ),
    "duty.record-says-otherwise": (
        "“{name}”最近一份的“{part}”是“{value}”，要“{wanted}”才算完成。请退回上一步改好，再记一份。",
        "The last record of “{name}” says “{value}” under “{part}”; it is done with {wanted}. Send it back, and write another "
        "once it is put right.",
    ),
    # The same of one period of what is owed again and again.
    "duty.sum-wrong": (
        "“{name}”的“{part}”写的是 {value}，{parts} 加起来是 {wanted}。请核对。",
        "“{part}” of “{name}” says {value}; {parts} add up to {wanted}. Check them.",
    ),
    "duty.record-missing-in": (
        "{from_on} 至 {until_on} 还没有“{name}”的记录。请补记。",
        "There is no record of “{name}” for {from_on} to {until_on}. Write it down.",
    ),
    "duty.records-too-few-in": (
        "{from_on} 至 {until_on} 的“{name}”有 {count} 份记录，要求不少于 {at_least} 份。请补记。",
        "Records of “{name}” for {from_on} to {until_on}: {count}; asked for: {at_least} or more. Add the rest.",
    ),
    "duty.topics-not-covered-in": (
        "{from_on} 至 {until_on} 的“{name}”，“{part}”中还没有提到：{topics}。请补记。",
        "Records of “{name}” for {from_on} to {until_on}: “{part}” does not mention yet: {topics}. Add them.",
    ),
    "duty.already-withdrawn": (
        "{who} 已在 {on} 撤回这份记录。需要时请重新记一份。",
        "{who} took this record back on {on}. Write a new one where it is needed.",
    ),
    "duty.withdrawal-without-reason": (
        "撤回记录要写明理由，原记录会保留。请写一句。",
        "Taking a record back needs its reason; the record itself is kept. Write one sentence.",
    ),
    "sheet.aside-without-reason": (
        "“{organisation}”不定级要写明原因，如“成立不满半年”。请写一句。",
        "Say why “{organisation}” is not graded, for instance that it is younger than half a year.",
    ),
    # returns
    "duty.return-against-findings": (
        "有 {count} 个党组织定的等级和认定不符：{names}。请先由党委重新研究定级，再上报；定级这一步已过的，先申请更正。",
        "Decided otherwise than a finding allows ({count}): {names}. Decide anew before the return goes up; where that step is over, ask for a correction.",
    ),
    "duty.return-not-decided": (
        "有 {count} 个党组织还没有定级，也没有写明未定级原因：{names}。请先定级，或写明为什么不定级。",
        "Neither graded nor set aside with a reason ({count}): {names}. Decide, or say why they are not graded.",
    ),
    "duty.return-does-not-add-up": (
        "应定级 {due} 个，已定级 {graded} 个加未定级 {not_graded} 个不等于应定级数。请核对名单。",
        "{due} are to be graded, but {graded} graded and {not_graded} not graded do not make that. Check the list.",
    ),
    "duty.return-adds-up": (
        "应定级 {due} 个 = 已定级 {graded} 个 + 未定级 {not_graded} 个。",
        "{due} to be graded = {graded} graded + {not_graded} not graded.",
    ),
    "duty.return-lists-differ": (
        "“{grade}”在汇总表是 {summed} 个，在一览表数出 {listed} 个。请重新生成报表。",
        "“{grade}” is {summed} in the summary and {listed} counted off the list. Generate the return again.",
    ),
    "duty.return-lists-agree": (
        "一览表逐个数出的 {count} 个与汇总表各等次一致。",
        "The {count} counted off the list agree with the summary, grade by grade.",
    ),
    "duty.return-shares-sum": (
        "各等次比例：{shares}。各自四舍五入，合计 {total}%。",
        "Shares: {shares}. Each is rounded by itself; together {total} %.",
    ),
    "duty.return-not-explained": (
        "有 {count} 个党组织要写说明情况（{clause}）还没有写：{names}。请逐个补上，没有说明的报表不接收。",
        "Explanations owed ({clause}) and not written ({count}): {names}. Write each one; a return without them is not accepted.",
    ),
    "duty.return-explained": (
        "该写说明情况的都写了。",
        "Every explanation that is owed is written.",
    ),
    "duty.return-has-open-objections": (
        "还有 {count} 件异议没有答复，或者属实而结果还没有重新研究或更正。请先办完，再上报。",
        "Objections not answered, or right and the result neither decided anew nor corrected: {count}. "
        "Settle them before the return goes up.",
    ),
    "duty.return-objections-since": (
        "上报以后又有 {count} 件异议，还没有答复，或者属实而结果还没有重新研究或更正，不能接收。请先办完；结果有变化的，退回重报。",
        "Objections put since it was sent and not answered, or right and the result neither "
        "decided anew nor corrected: {count}. Settle them first; if the result changes, "
        "send the return back.",
    ),
    "duty.return-nothing-open": (
        "异议都已答复，属实的都已重新研究或更正。",
        "Every objection is answered, and every result that one was right about was looked at again.",
    ),
    "duty.return-not-by": (
        "“{name}”由{reach}上报，不由“{organisation}”报。",
        "“{name}” is sent {reach}, not by “{organisation}”.",
    ),
    "duty.return-already-sent": (
        "{who} 已在 {on} 上报“{name}”，正在等待审核。内容有变时，请上级先退回，再重新上报。",
        "{who} sent “{name}” on {on}, and it waits for its answer. If the content has changed, ask the receiver to send it back first.",
    ),
    "duty.return-already-accepted": (
        "“{name}”已接收，回执 {receipt}，不能再报。结果有误的，请按更正办理。",
        "“{name}” was accepted, receipt {receipt}, so it is not sent again. What is wrong in a result is put right by a correction.",
    ),
    "duty.return-already-answered": (
        "{who} 已在 {on} 办理这份报表：{state}。请刷新后再看。",
        "{who} answered this return on {on}: {state}. Look at it again.",
    ),
    "duty.return-back-without-reason": (
        "退回报表要写明理由，下级才知道改什么。请写清哪张表、哪一处。",
        "Sending a return back needs its reason, so that the sender knows what to mend. Name the form and the place.",
    ),
    "duty.return-own-answer": (
        "这份报表是您报的，不能由您接收。请另一位同志审核。",
        "You sent this return, so you cannot answer it. Another officer does.",
    ),
    "duty.return-changed": (
        "您看过之后内容变了（核对码 {seen}，现在是 {now}）。请看过现在的内容再上报。",
        "The content has changed since you looked at it (check figure {seen}, now {now}). Look at it as it is now, then send it.",
    ),
    "duty.form-unknown": (
        "没有“{form}”这张表。这份报表的表有：{forms}。",
        "There is no form “{form}”. This return consists of: {forms}.",
    ),
    # a list that comes back filled in
    "duty.fill-not-ours": (
        "“{file}”不是从这里导出的一览表。请先导出，在导出的文件里填写。",
        "“{file}” is not a list exported from here. Export it first, and fill in that file.",
    ),
    "duty.fill-other-template": (
        "这份文件是按第 {found} 版格式导出的，现在是第 {ours} 版。请重新导出再填。",
        "This file was made by version {found} of the form; it is now version {ours}. Export it again and fill that in.",
    ),
    "duty.fill-foreign": (
        "这份文件是给“{found}”的，或属于另一次活动，不能导入“{organisation}”的“{campaign}”。请选对文件。",
        "This file was made for “{found}” or for another campaign, not for “{organisation}” in “{campaign}”. Choose the right file.",
    ),
    "duty.fill-stale": (
        "导出以后名单或等次变了，说明情况可能已对不上。请重新导出，再把填好的两列抄过去。",
        "The list or the grades have changed since this file was exported, so its explanations may no longer fit. Export it again and copy the two columns over.",
    ),
    "duty.fill-row-unknown": (
        "代码“{code}”不在名单里。请不要增加行或改动代码。",
        "The code “{code}” is not on the list. Do not add rows or change codes.",
    ),
    "duty.fill-row-twice": (
        "“{name}”出现了两次。请删去多出的一行。",
        "“{name}” is there twice. Delete one of the rows.",
    ),
    "duty.fill-rows-gone": (
        "有 {count} 行被删去了：{names}。请从导出的文件重新填，不要删行。",
        "Rows that are gone ({count}): {names}. Fill in the exported file anew, without deleting rows.",
    ),
    "duty.fill-locked": (
        "“{column}”不能在这里改：文件里是“{value}”，系统中是“{ours}”。请改回，或到系统中更正。",
        "“{column}” is not changed here: the file says “{value}”, the system “{ours}”. Change it back, or correct it in the system.",
    ),
    "duty.fill-meanwhile": (
        "“{name}”这一格在您填写期间已被改为“{theirs}”，您填的是“{mine}”。请看过再填。",
        "This cell of “{name}” was changed to “{theirs}” while you filled in “{mine}”. Look at it, then fill it in.",
    ),
    "duty.fill-no-file": (
        "没有选文件。请选填好的一览表，再试。",
        "No file was chosen. Choose the list you filled in, and try again.",
    ),
    "duty.fill-too-large": (
        "文件超过 {most} MB，不是从这里导出的一览表。请选对文件。",
        "The file is larger than {most} MB and is not a list exported from here. Choose the right file.",
    ),
    "duty.fill-too-late": (
        "试填已超过一小时，或页面不是您打开的那一个。请重新选文件试一次。",
        "It was tried more than an hour ago, or on another page. Choose the file and try it again.",
    ),
    # zones
    "duty.zone-without-name": (
        "协作区没有名称。请写明名称，如“第一协作区”。",
        "The zone has no name. Give it one, such as 第一协作区.",
    ),
    "duty.zone-empty": (
        "协作区“{name}”没有成员。请至少选一个党组织。",
        "The zone “{name}” has no members. Choose at least one organisation.",
    ),
    "duty.zone-member-elsewhere": (
        "“{organisation}”已在“{zone}”。一个党组织只在一个协作区，请先从那里移出。",
        "“{organisation}” is already in “{zone}”. An organisation is in one zone only; take it out there first.",
    ),
    "duty.zone-member-outside": (
        "“{organisation}”不在“{place}”之下，不能编入它的协作区。",
        "“{organisation}” is not below “{place}” and cannot be in one of its zones.",
    ),
    # per cents and tables from outside
    "duty.share-impossible": (
        "{size} 个里不可能有 {share}%（“{name}”）：没有哪个个数四舍五入是这个比例。请核对个数或比例。",
        "No count out of {size} gives {share} % (“{name}”). Check the number or the share.",
    ),
    "duty.shares-sum-wrong": (
        "各项比例合计 {total}%，与 100% 的差别超过四舍五入的误差。请核对。",
        "The shares sum to {total} %, further from 100 % than rounding explains. Check them.",
    ),
    "duty.shares-no-counts": (
        "每个比例单独都可能，但没有一组个数合计是 {size}。请核对总数。",
        "Each share is possible alone, but no set of counts sums to {size}. Check the whole.",
    ),
    "duty.share-not-a-number": (
        "“{name}”写的是“{value}”，不是比例。请写数字，如 10.1。",
        "“{name}” says “{value}”, which is not a share. Write a number such as 10.1.",
    ),
    "duty.size-not-a-number": (
        "总数写的是“{value}”。请写 1 到 {most} 的整数。",
        "The whole says “{value}”. Write a whole number from 1 to {most}.",
    ),
    "duty.no-shares": (
        "没有可以核对的比例。请每行写一项：名称、空格、比例。",
        "There are no shares to check. Write one a line: name, blank, share.",
    ),
    "duty.row-does-not-add": (
        "“{row}”一行：{column} 是 {found}，{parts} 合计 {sum}。请核对这一行。",
        "Row “{row}”: {column} is {found}, but {parts} make {sum}. Check this row.",
    ),
    "duty.column-does-not-add": (
        "“{column}”一列：各行合计 {sum}，合计行写的是 {found}。请核对这一列。",
        "Column “{column}”: the rows make {sum}, the row of totals says {found}. Check this column.",
    ),
    "duty.share-not-of-count": (
        "“{row}”一行的“{column}”写 {share}%：{count} 占 {size} 应是 {right}%。请核对个数或比例。",
        "Row “{row}”, “{column}” says {share} %: {count} of {size} is {right} %. Check the count or the share.",
    ),
    "duty.share-cannot-be": (
        "“{row}”一行的“{column}”是 {share}%，比例只能在 0 到 100 之间。",
        "Row “{row}”, “{column}” is {share} %; a share lies between 0 and 100.",
    ),
    "duty.row-shares-sum": (
        "“{row}”一行的比例合计 {total}%，与 100% 的差别超过四舍五入的误差。",
        "The shares of row “{row}” sum to {total} %, further from 100 % than rounding explains.",
    ),
    "duty.table-unreadable": (
        "没有找到表。请连表头一起粘贴：第一行是各列名称，第一列是各行名称，用制表符、逗号或空格分开。",
        "No table was found. Paste it with its headings: names of the columns in the first line, names of the rows in the first column, parted by tabs, commas or blanks.",
    ),
    "duty.figure-unreadable": (
        "“{row}”一行的“{column}”写的是“{value}”，不是数字。请改正后再核对。",
        "Row “{row}”, “{column}” says “{value}”, which is not a number. Correct it and check again.",
    ),
    "duty.row-length": (
        "“{row}”一行有 {found} 个数，表头有 {expected} 列。请补齐，空格写 —。",
        "Row “{row}” has {found} figures, the heading {expected} columns. Fill in the gaps with —.",
    ),
}
