"""Sentences of items of a ledger, their evidence, targets, and movement between campaigns."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- opening ------------------------------------------------------------------------------------------------------
    "item.title-missing": (
        "还没有写明是什么问题。请用一句话写清楚，例如“党员活动室被占用”。",
        "It is not said yet what the matter is. Say it in one sentence, such as “the members' room is let to a shop”.",
    ),
    "item.title-taken": (
        "“{organisation}”的台账里已有“{title}”，还没有销号。请打开原来那一项，或者把这一项的不同之处写进名称。",
        "“{title}” already stands in the ledger of “{organisation}” and is not closed. Open that one, or say in the title how this one differs.",
    ),
    "item.not-concerned": (
        "“{organisation}”不在“{name}”的范围内：{clause}规定的对象不包括它。请核对等次、类别或者认定。",
        "“{organisation}” is outside “{name}”: {clause} does not speak of it. Check its grade, class or findings.",
    ),
    "item.organisation-outside": (
        "“{organisation}”不在本次活动之内，不能列入“{name}”。请先核对名册。",
        "“{organisation}” is not in this campaign and cannot be entered under “{name}”. Check the register first.",
    ),
    "item.nobody-concerned": (
        "“{committee}”现在没有要列入“{name}”的党组织，或者都已经列入。等次、认定有变化时再试。",
        "Under “{committee}” nobody is to be entered in “{name}” now, or everybody is already. Try again when grades or findings change.",
    ),
    "item.grade-not-decided": (
        "“{organisation}”还没有定级，不能按等次列入“{name}”。请先由党（工）委研究定级。",
        "“{organisation}” has no decided grade yet, so it cannot be entered in “{name}” by its grade. The committee decides first.",
    ),
    # -- a list that is handed in -------------------------------------------------------------------------------------
    "item.list-empty": (
        "表里没有一行可以读。请按“党组织代码、党组织名称、事项”三列填写后再导入。",
        "There is no row to read. Fill in three columns, code, name and matter, and import again.",
    ),
    "item.list-has-faults": (
        "有 {count} 行不对，整张表都没有导入。请按每行旁边的说明改好后重新导入。",
        "Rows that are wrong: {count}; nothing was imported. Correct each as said beside it, and import again.",
    ),
    "item.list-file-too-large": (
        "“{file}”超过 {most}，不像一张名单。请只留要导入的几列，或分成几张表。",
        "“{file}” is larger than {most}, which is no list. Keep the columns that are imported, or part it.",
    ),
    "item.list-too-long": (
        "表里有 {count} 行，一次最多 {most} 行。请分成几张表导入。",
        "Rows in the table: {count}; {most} is the most at a time. Import it in parts.",
    ),
    "item.list-code-unknown": (
        "没有代码为“{code}”的党组织。请核对代码；名册里还没有的，请先录入。",
        "No organisation has the code “{code}”. Check it; one that is not in the register is entered there first.",
    ),
    "item.list-name-unknown": (
        "没有名称为“{value}”的党组织。请填写名册上的全称，或者填写代码。",
        "No organisation is called “{value}”. Write its full name as in the register, or its code.",
    ),
    "item.list-name-twice": (
        "名称为“{value}”的党组织有 {count} 个。请在这一行填写代码。",
        "Several organisations ({count}) are called “{value}”. Write the code in this row.",
    ),
    "item.list-name-differs": (
        "代码 {code} 是“{registered}”，表里写的是“{value}”。请更正其中一个。",
        "Code {code} is “{registered}”, and the table says “{value}”. Correct one of them.",
    ),
    "item.list-row-twice": (
        "“{organisation}”的“{title}”在第 {first} 行已经有了。请删去重复的一行。",
        "“{title}” of “{organisation}” stands in row {first} already. Take one of the two out.",
    ),
    # -- the plan -----------------------------------------------------------------------------------------------------
    "item.owner-missing": (
        "“{name}”还没有责任人。请写明由谁负责。",
        "“{name}” has nobody who answers for it. Name the person responsible.",
    ),
    "item.due-missing": (
        "“{name}”还没有完成时限。请选一个日期。",
        "“{name}” has no day by which it is done. Choose one.",
    ),
    "item.due-before-opened": (
        "完成时限 {due_on} 早于列入台账的日期 {opened_on}。请更正完成时限。",
        "The day {due_on} lies before the item was opened, {opened_on}. Correct it.",
    ),
    "item.due-too-late": (
        "完成时限最晚到 {latest}（{clause}），您填的是 {due_on}。请提前。",
        "It must be done by {latest} ({clause}); you wrote {due_on}. Choose an earlier day.",
    ),
    "item.not-among": (
        "“{part}”要从这些里面选一个：{names}。现在写的是“{value}”。",
        "“{part}” is one of these: {names}. It says “{value}” now; choose one.",
    ),
    "item.plan-copied": (
        "“{name}”要一个组织一个办法，这份和“{organisation}”的一样。请按自己的情况写。",
        "“{name}” is different for every organisation, and this is what “{organisation}” wrote. Write your own.",
    ),
    "item.changed-meanwhile": (
        "{who}刚刚改过“{name}”，您这次的改动没有保存。下面是现在的内容，请核对后再改。",
        "{who} has just changed “{name}”, and your change is not saved. Compare with what stands there now, and change it again.",
    ),
    "item.no-such-grade": (
        "没有“{target}”这个等次。请从{grades}里选。",
        "There is no grade “{target}”. Choose one of {grades}.",
    ),
    # -- evidence -----------------------------------------------------------------------------------------------------
    "item.evidence-empty": (
        "佐证是空的。请写几句做了什么，或者选一张照片、一份文件。",
        "The evidence is empty. Say in a few words what was done, or choose a picture or a file.",
    ),
    "item.file-too-large": (
        "“{file}”有 {size}，最大 {most}。请压缩照片，或者只交有关的几页。",
        "“{file}” has {size}; {most} is the most. Make the picture smaller, or hand in the pages that matter.",
    ),
    "item.file-empty": (
        "“{file}”里没有内容。请重新选择文件。",
        "“{file}” holds nothing. Choose the file again.",
    ),
    "item.file-kind": (
        "“{file}”不是能收的格式。请交照片（JPG、PNG、WebP）、PDF、Word（docx）或 Excel（xlsx）文件。",
        "“{file}” is not of a kind that is taken. Hand in a picture (JPG, PNG, WebP), a PDF, or a Word (docx) or Excel (xlsx) file.",
    ),
    "item.file-name-differs": (
        "“{file}”的内容其实是 {found}。请用正确的扩展名保存后再交。",
        "“{file}” is really {found}. Save it under the right name and hand it in again.",
    ),
    "item.evidence-withdrawn": (
        "这份佐证已由{who}于 {on} 撤回。请刷新页面。",
        "{who} took this piece of evidence back on {on}. Load the page again.",
    ),
    "item.withdrawal-without-reason": (
        "撤回佐证要写明理由。请填写后再撤回。",
        "Taking evidence back needs a reason. Write it, then try again.",
    ),
    # -- gates and close-out ------------------------------------------------------------------------------------------
    "item.gate-unknown": (
        "没有“{gate}”这一关。要过的是：{gates}。",
        "There is no gate “{gate}”. To be passed are: {gates}.",
    ),
    "item.gate-is-evidence": (
        "“{name}”看的是佐证：有一份佐证就算过，不用另外登记。请上传佐证。",
        "“{name}” looks at the evidence: one piece passes it and nothing is recorded. Add evidence.",
    ),
    "item.gate-passed": (
        "{who}已于 {on} 登记“{name}”通过。内容有误的，请把这一项退回重办，再重新登记。",
        "{who} recorded “{name}” as passed on {on}. If that is wrong, send the item back and record it anew.",
    ),
    "item.pass-without-note": (
        "“{name}”要写明怎样核实的。请写一两句看到的情况。",
        "“{name}” needs a word on how it was verified. Write what you saw in a sentence or two.",
    ),
    "item.figure-missing": (
        "“{name}”要填一个数字。请填写后再登记。",
        "“{name}” needs a figure. Enter it, then record it.",
    ),
    "item.figure-too-low": (
        "“{name}”是 {value}，要达到 {at_least} 才算通过。还没有达到的，请退回继续整改。",
        "“{name}” is {value}; it passes at {at_least}. Below that, send the item back to be worked on.",
    ),
    "item.rating-unknown": (
        "“{name}”要填{ladder}之一，现在是“{rating}”。请重新选择。",
        "“{name}” is one of {ladder}; it says “{rating}”. Choose again.",
    ),
    "item.rating-too-low": (
        "“{name}”现在是“{rating}”，达到“{at_least}”才能摘帽。请继续整顿。",
        "“{name}” is “{rating}”; release comes with “{at_least}”. Go on with the work.",
    ),
    "item.own-work": (
        "“{name}”要由上级核实后销号，本单位的人不能自己销号。请申请销号，由上级来办。",
        "“{name}” is verified and closed by the superior, never by one's own side. Claim it done; the superior closes it.",
    ),
    "item.gates-open": (
        "“{name}”还不能销号，还差：{missing}（{clause}）。请先逐项登记。",
        "“{name}” cannot be closed yet; still open: {missing} ({clause}). Record these first.",
    ),
    "item.evidence-missing": (
        "“{name}”还没有佐证。请先上传照片、文件，或者写明做了什么，再申请销号。",
        "“{name}” has no evidence yet. Add a picture, a file or a note on what was done, then claim it.",
    ),
    "item.answer-missing": (
        "“{name}”还没有答复。请写明答复再办结。",
        "“{name}” has no answer yet. Write the answer, then close it.",
    ),
    "item.not-planned": (
        "“{name}”还没有整改方案。请先写好措施、责任人和时限，再申请销号。",
        "“{name}” has no plan yet. Write measures, who answers for it and the day first; then claim it done.",
    ),
    "item.done-from-above": (
        "“{name}”由上级逐项处理，做完后由上级记录和销号，不用申请销号。有情况要说明的，请登记佐证。",
        "“{name}” is done, recorded and closed by the superior; nobody claims it. To tell something, add evidence.",
    ),
    "item.day-set-above": (
        "“{name}”的时限 {due_on} 由上级定，本单位不能往后改。确需延期的，请上级来改。",
        "The superior set {due_on} for “{name}”; your side cannot put it off. Ask the superior to change the day.",
    ),
    "item.already-claimed": (
        "{who}已于 {on} 为“{name}”申请销号，正等上级核实。要改的，请上级先退回。",
        "{who} claimed “{name}” as done on {on}; it awaits the superior. To change it, ask for it to be sent back.",
    ),
    "item.already-closed": (
        "{who}已于 {on} 为“{name}”销号。问题又出现的，请上级重新打开。",
        "{who} closed “{name}” on {on}. If the matter is back, the superior opens it again.",
    ),
    "item.not-claimed": (
        "“{name}”还没有申请销号，没有可退的。要督促的，请直接提醒。",
        "“{name}” is not claimed as done, so there is nothing to send back. To press for it, send a reminder.",
    ),
    "item.not-closed": (
        "“{name}”还没有销号，不用重新打开，可以直接办理。",
        "“{name}” is not closed; there is nothing to open again. Work on it as it is.",
    ),
    "item.reason-missing": (
        "退回、重新打开都要写明理由，办的人才知道差在哪里。请填写。",
        "Sending back or opening again needs a reason, so that whoever works on it knows what is wanting. Write it.",
    ),
    # -- what an organisation's ledger still lacks --------------------------------------------------------------------
    "item.too-few": (
        "“{name}”至少要有 {at_least} 项写好方案，现在有 {count} 项",
        "“{name}” needs at least {at_least} planned items; there are {count}",
    ),
    "item.unplanned": (
        "“{name}”有 {count} 项还没有写方案",
        "“{name}” has items without a plan: {count}",
    ),
    "item.not-covered-several": (
        "“{name}”的“{part}”里，记录写出的问题还没有都立项。请逐个列入。",
        "“{part}” of “{name}” does not yet take up every problem that the records name. Enter each.",
    ),
    "item.not-covered": (
        "“{name}”的“{part}”还没有写到：{left}",
        "In “{name}”, “{part}” does not name yet: {left}",
    ),
    "item.helpers-missing": (
        "“{name}”还缺帮扶力量：{missing}",
        "“{name}” still lacks help: {missing}",
    ),
    # -- targets, upgrades --------------------------------------------------------------------------------------------
    "item.no-movement": (
        "本次活动的文件没有写晋位升级，不能填目标等次，也不能验收升等。",
        "The document of this campaign does not speak of upgrades; there is no target to set and no upgrade to accept. Nothing needs doing.",
    ),
    "item.not-graded": (
        "“{organisation}”还没有定级，目标等次和升等都要从定级开始。请先研究定级。",
        "“{organisation}” is not graded yet; a target or an upgrade starts from its grade. The committee decides first.",
    ),
    "item.rise-waits": (
        "“{name}”该有的都有了，可以验收为“{target}”",
        "Everything “{name}” asks for is there; it can be accepted as “{target}”",
    ),
    "item.target-missing": (
        "“{name}”还没有定。请选定要达到的等级。",
        "“{name}” is not said yet. Choose the grade that is to be reached.",
    ),
    "item.target-lower": (
        "现在是“{grade}”，目标不能低到“{target}”。请选同等或更高的等次。",
        "The grade is “{grade}”; the target cannot be lower, “{target}”. Choose the same grade or a higher one.",
    ),
    "item.target-not-higher": (
        "“{grade}”的要“{goal}”（{clause}），目标不能还是“{target}”。请选更高的等次。",
        "One graded “{grade}” has “{goal}” before it ({clause}); the target cannot stay “{target}”. Choose a higher grade.",
    ),
    "item.target-not-higher-without-reason": (
        "“{grade}”的原则上要“{goal}”（{clause}），目标仍填“{target}”的，请写明理由。",
        "One graded “{grade}” should in principle have “{goal}” ({clause}). To keep “{target}” as the target, write the reason.",
    ),
    "item.upgrade-not-higher": (
        "“{organisation}”现在是“{old}”，验收后的等次要比它高，不能是“{new}”。请选更高的等次。",
        "“{organisation}” is “{old}” now; accepted rectification leads to a higher grade, not to “{new}”. Choose a higher one.",
    ),
    "item.upgrade-needs-opinion": (
        "从“{old}”升到“{new}”之前要先听取意见，还缺：{missing}（{clause}）。请先登记意见。",
        "Before rising from “{old}” to “{new}”, opinions are heard; still missing: {missing} ({clause}). Record them first.",
    ),
    "item.upgrade-refused": (
        "意见是“{said}”，不能从“{old}”升到“{new}”（{clause}）。请继续整改，再次听取意见。",
        "The opinion says “{said}”, so there is no rise from “{old}” to “{new}” ({clause}). Go on with the work and ask again.",
    ),
    "item.upgrade-lacks": (
        "“{organisation}”从“{old}”升到“{new}”之前还缺：{missing}（{clause}）请先补齐，再验收升等。",
        "Before “{organisation}” rises from “{old}” to “{new}”: {missing} ({clause}) See to these first.",
    ),
    "item.upgrade-figure-too-low": (
        "“{name}”是 {value}%，要求 {at_least}%；群众感受不到整改效果的，不能晋升（{clause}）。请继续整改，重新测评。",
        "“{name}” is {value}%, asked are {at_least}%; without an effect that people see there is no rise ({clause}). Go on "
        "with the work and hold the ballot again.",
    ),
    "item.upgrade-figure-without-reason": (
        "“{name}”是 {value}%，文件和本地都没有定要多少。请写明根据这个结果验收的理由。",
        "“{name}” is {value}%, and neither the document nor your county says how much is enough. Write why it is accepted "
        "with this result.",
    ),
    "item.upgrade-held-by-finding": (
        "“{name}”的认定还在，等次不能高于“{grade}”，不能升到“{new}”（{clause}）。认定撤销以后再验收。",
        "The finding “{name}” stands, which holds the grade at “{grade}”; there is no rise to “{new}” ({clause}). Accept it "
        "once the finding is taken back.",
    ),
    "item.upgrade-held-by-finding-without-reason": (
        "“{name}”的认定还在，原则上不高于“{grade}”（{clause}）。要升到“{new}”的，请写明理由。",
        "The finding “{name}” stands, which in principle holds the grade at “{grade}” ({clause}). To rise to “{new}”, write "
        "the reason.",
    ),
    "item.upgrade-items-open": (
        "“{organisation}”还有 {count} 项没有销号：{missing}。请先逐项核实销号，再验收升等。",
        "“{organisation}”, items that are not closed ({count}): {missing}. Verify and close them first.",
    ),
    "item.upgraded-meanwhile": (
        "{who}已于 {on} 把“{organisation}”验收为“{new}”。请刷新页面核对。",
        "{who} accepted “{organisation}” as “{new}” on {on}. Load the page again and compare.",
    ),
}
