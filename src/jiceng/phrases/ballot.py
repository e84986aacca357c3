"""Sentences about counted ballots: the list of voters, the count, and what they still keep waiting."""

SENTENCES: dict[str, tuple[str, str]] = {
    "ballot.class-unknown": (
        "没有“{name}”这一类参评人员。该文件的参评人员是：{names}。",
        "There is no class of voters “{name}”. The document names these: {names}.",
    ),
    "ballot.class-empty": (
        "参评人员名单没有：{missing}（{clause}）。请填写每一类的人数。",
        "The list of voters has nobody of: {missing} ({clause}). Enter how many there are of each class.",
    ),
    "ballot.class-too-large": (
        "“{name}”填了 {size} 人，超过一个党组织可能的人数（{most}）。请核对。",
        "“{name}” says {size} people, more than one organisation can have ({most}). Check the figure.",
    ),
    "ballot.members-missing": (
        "“{name}”应全部参加：名册有 {members} 人，名单只有 {size} 人。请补齐名单，或先更正名册上的人数。",
        "Everybody of “{name}” takes part: the register has {members}, the list only {size}. Complete the list, or correct the register first.",
    ),
    "ballot.ratio": (
        "{first}与{second}的比例是 {ratio}，与 1:1 相差超过 {within}（{clause}）。请调整名单。",
        "{first} to {second} is {ratio}; that is more than {within} away from one to one ({clause}). Change the list.",
    ),
    "ballot.ratio-without-reason": (
        "{first}与{second}的比例是 {ratio}，与 1:1 相差超过 {within}（{clause}）。请调整名单，或写明理由后再报。",
        "{first} to {second} is {ratio}; that is more than {within} away from one to one ({clause}). Change the list, or write the reason and submit again.",
    ),
    "ballot.class-missing": (
        "还没有填 {missing} 的票数。请把每一类都填上，没有的填 0。",
        "The figures of {missing} are missing. Fill in every class, with 0 where there were none.",
    ),
    "ballot.negative": (
        "“{name}”的票数有小于 0 的。请核对计票单。",
        "A figure of “{name}” is below 0. Check the tally sheet.",
    ),
    "ballot.void": (
        "“{name}”收回 {returned} 张，多于发出的 {issued} 张，这次测评无效。请查明原因，重新组织测评。",
        "“{name}”: {returned} papers came back and only {issued} were issued, so this vote is void. Find out why, and hold it again.",
    ),
    "ballot.issued-beyond-roll": (
        "“{name}”发出 {issued} 张、收回 {returned} 张，名单上只有 {roll} 人。请核对发票数。",
        "“{name}”: {issued} papers were issued and {returned} came back, but {roll} people are on the list. Check what was issued.",
    ),
    "ballot.valid-and-invalid": (
        "“{name}”发出 {issued} 张，有效 {valid} 张加无效 {invalid} 张，不等于收回的 {returned} 张。请核对计票单。",
        "“{name}”, {issued} issued: {valid} valid and {invalid} invalid papers do not make the {returned} that came back. Check the tally sheet.",
    ),
    "ballot.votes-beside-valid": (
        "“{name}”各项得票合计 {votes}，有效票是 {valid} 张。每张有效票只选一项，请核对计票单。",
        "“{name}”: the options have {votes} votes together, and {valid} papers are valid. Each valid paper names one option; check the tally sheet.",
    ),
    "ballot.option-unknown": (
        "测评票上没有“{option}”这一项，只有：{options}。",
        "“{option}” is not on the paper. It offers: {options}.",
    ),
    "ballot.figure-missing": (
        "“{name}”的“{figure}”写的是“{value}”，不是票数。请填整数，没有的填 0。",
        "“{figure}” of “{name}” says “{value}”, which is not a number of papers. Enter a whole number, 0 for none.",
    ),
    "ballot.roll-missing": (
        "“{name}”还没有报参评人员名单。请党组织填写各类人数，报考核组审定。",
        "“{name}” has no list of voters yet. The organisation enters how many of each class there are, for approval.",
    ),
    "ballot.roll-not-approved": (
        "“{name}”的参评人员名单还没有审定。请考核组审定名单，再组织测评。",
        "The list of voters of “{name}” is not approved yet. The assessment team approves it before the meeting.",
    ),
    "ballot.roll-approved": (
        "{who} 已在 {on} 审定这份名单，不能再改。要改名单，请先由上级派员和另一人撤销计票，或请考核组退回。",
        "{who} approved this list on {on}, so it no longer changes. Ask the assessment team to send it back first.",
    ),
    "ballot.roll-is-counted": (
        "按这份名单的测评已经计票，名单不能退回。要重新组织，请先撤销计票结果。",
        "The vote on this list has been counted, so the list cannot go back. Withdraw the count first to hold it again.",
    ),
    "ballot.roll-by-another": (
        "名单是您报的，不能由您审定。请考核组的另一位同志审定。",
        "You submitted this list, so you cannot approve it. Another member of the assessment team approves it.",
    ),
    "ballot.back-without-reason": (
        "退回名单要写明理由，党组织才知道改什么。请写一句。",
        "Say why the list goes back, so that the organisation knows what to mend.",
    ),
    "ballot.not-concerned": (
        "“{name}”不对“{organisation}”进行：只对{grades}的党组织。",
        "“{name}” is not held at “{organisation}”: only at organisations graded {grades}.",
    ),
    "ballot.comes-after": (
        "“{name}”要在这些之后进行：{first}。请先完成。",
        "“{name}” comes after: {first}. Complete these first.",
    ),
    "ballot.not-counted": (
        "“{name}”的名单已审定，还没有计票结果。请上级派员组织测评，会后填计票单。",
        "“{name}” has an approved list and no count yet. The superior's delegate holds the meeting and types in the tally.",
    ),
    "ballot.already-counted": (
        "{who} 已在 {on} 填了这次测评的计票结果，不能再填一份。要更正，请撤销原结果，由另一人同意后重填。",
        "{who} typed in the count of this vote on {on}; there is no second one. To correct it, withdraw that count, have another person agree, and type it in anew.",
    ),
    "ballot.held-in-future": (
        "测评日期 {held_on} 在今天（{on}）之后。请填实际开会的日期。",
        "The meeting on {held_on} would be after today ({on}). Enter the day it was held.",
    ),
    "ballot.withdrawal-without-reason": (
        "撤销计票结果要写明理由。请写清错在哪里，例如抄错了哪一格。",
        "Withdrawing a count needs its reason. Write what was wrong, for instance which figure was copied wrongly.",
    ),
    "ballot.withdrawal-not-asked": (
        "没有人申请撤销这份计票结果。请先由上级派员申请，写明理由。",
        "Nobody has asked to withdraw this count. The superior's delegate asks first, with the reason.",
    ),
    "ballot.withdrawal-asked-by-other": (
        "{who} 已在 {on} 申请撤销：{reason}。请另一人同意或不同意这一申请。",
        "{who} asked on {on} to withdraw it: {reason}. Another person agrees or refuses that request.",
    ),
    "ballot.withdrawal-needs-another": (
        "撤销是 {who} 申请的，要由另一人同意。请考核组或另一位上级派员来办。",
        "{who} asked to withdraw it, so another person has to agree: the assessment team or another delegate.",
    ),
    "ballot.envelope-unreadable": (
        "这张票没有完整送到，没有计入。请再点一次提交；仍不行，请换一部手机，或向工作人员领纸质票。",
        "This paper did not arrive whole and was not taken. Send it again; if that fails, use another phone or ask for a paper ballot.",
    ),
    "ballot.paper-unreadable": (
        "这张票和测评表对不上，没有计入。请重新打开页面，再填一次。",
        "This paper does not fit the sheet and was not taken. Open the page again and fill it in once more.",
    ),
    "ballot.not-open": (
        "票箱现在不收票。请等主持人宣布开始；已宣布结束的，不能再投。",
        "The box takes no papers now. Wait until the start is announced; after the end is announced nobody can vote.",
    ),
    "ballot.slip-unknown": (
        "票码不属于这次测评。请核对票条上的每一个字符；还不对，请向工作人员换一张票条。",
        "This code belongs to no slip of this vote. Compare every character with the slip; if it still fails, ask for another slip.",
    ),
    "ballot.slip-spent": (
        "这张票条已经投过一张票，不能再投另一张。如果不是您投的，请马上告诉工作人员。",
        "This slip has been used for another paper already. If that was not you, tell the people in charge at once.",
    ),
    "ballot.box-open": (
        "票箱还没有关闭，不能整理。请先关闭票箱。",
        "The box is not closed, so it cannot be put in order yet. Close it first.",
    ),
    "ballot.rewrite-busy": (
        "票箱已关闭，但数据库正忙，还没有整理完。票都在；请过一分钟再点“整理”。",
        "The box is closed, but the database is busy and the box is not in order yet. Every paper is there; try again in a minute.",
    ),
    "ballot.too-many-options": (
        "一行有 {options} 个选项，{size} 纸上的方框会挤在一起，看不清。请改用更大的纸，或用手机投票。",
        "A row has {options} options; on {size} paper the boxes would stand too close to be told apart. Use larger paper, or vote by phone.",
    ),
    "ballot.not-signed": (
        "结果还没有签字确认，现在没有可以公布的记录。",
        "The result is not signed yet, so there is no record to publish.",
    ),
    "ballot.record-differs": (
        "票箱里的数据与签字的封箱表不一致，不能公布。请立即报告检查组，并保留数据库。",
        "What is stored no longer fits the closing sheet as it was signed, so it is not published. Tell the inspectors at once and keep the database as it is.",
    ),
}
