"""Sentences of teams, helpers, pairs, documents."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- teams --------------------------------------------------------------------------------------------------------
    "link.team-name-missing": (
        "小组还没有名称。请填写，例如“张家山街道指导工作组”。",
        "The team has no name. Give it one, such as “Guidance team of Zhangjiashan”.",
    ),
    "link.team-made-meanwhile": (
        "刚刚有人组建了“{name}”。请刷新页面，在原来的小组上修改。",
        "Somebody has just set up “{name}”. Load the page again and change that one.",
    ),
    "link.team-dissolved": (
        "“{name}”已于 {on} 撤销。请另外组建，或者换一个名称。",
        "“{name}” was dissolved on {on}. Set up another, under another name.",
    ),
    "link.seat-unknown": (
        "小组里没有“{seat}”这个职务。请从{known}里选。",
        "A team has no seat “{seat}”. Choose one of {known}.",
    ),
    "link.seats-empty": (
        "“{name}”还缺：{missing}（{clause}）。请补上人选。",
        "“{name}” still lacks: {missing} ({clause}). Name somebody for each.",
    ),
    "link.seat-crowded": (
        "“{seat}”只能有 {at_most} 人，现在填了 {count} 人。请把多的改为其他职务。",
        "“{seat}” is for {at_most}; named: {count}. Give the others another seat.",
    ),
    "link.post-wrong": (
        "“{seat}”要由{posts}担任，{person}填写的职务是“{has}”。请换人，或者更正职务。",
        "“{seat}” is held by {posts}; {person} is entered as “{has}”. Name somebody else, or correct the post.",
    ),
    "link.twice": (
        "“{name}”里同一个人在同一职务上写了两次。请删去重复的一行。",
        "In “{name}” the same person stands twice in one seat. Take one row out.",
    ),
    # -- helpers ------------------------------------------------------------------------------------------------------
    "link.not-concerned": (
        "“{organisation}”现在是“{grade}”，不在“{name}”的范围内（{clause}）。请核对等次和类别。",
        "“{organisation}” is “{grade}” now and outside “{name}” ({clause}). Check its grade and class.",
    ),
    "link.kind-unknown": (
        "没有“{kind}”这种帮扶关系。请从{known}里选。",
        "There is no help of the kind “{kind}”. Choose one of {known}.",
    ),
    "link.needs-person": (
        "“{kind}”要落实到人。请填写姓名和职务，不要填单位。",
        "“{kind}” is a person. Write a name and a post instead of an organisation.",
    ),
    "link.wrong-holder": (
        "“{kind}”是一个单位。请从名册里选一个党组织，不要填姓名。",
        "“{kind}” is an organisation. Choose one from the register instead of writing a name.",
    ),
    "link.holder-kind-wrong": (
        "“{kind}”要选{kinds}。请从名册里另选一个。",
        "“{kind}” is one of {kinds}. Choose another from the register.",
    ),
    "link.holder-missing": (
        "还没有写明“{kind}”是谁。请填写。",
        "It is not said who is “{kind}”. Fill it in.",
    ),
    "link.holder-post-wrong": (
        "“{kind}”要由{posts}担任，填写的职务是“{has}”。请换人，或者更正职务。",
        "“{kind}” is one of {posts}; the post given is “{has}”. Name somebody else, or correct the post.",
    ),
    "link.helps-itself": (
        "“{organisation}”不能帮扶自己。请选另一个党组织。",
        "“{organisation}” cannot help itself. Choose another organisation.",
    ),
    "link.helper-outside": (
        "“{other}”不在“{top}”的名册内。请从名册里选。",
        "“{other}” is not in the register of “{top}”. Choose one that is.",
    ),
    "link.set-meanwhile": (
        "{who}刚刚把“{organisation}”的“{kind}”定为{holder}。请核对后再改。",
        "{who} has just set “{kind}” of “{organisation}” to {holder}. Compare, then change it if need be.",
    ),
    "link.ended": (
        "这项帮扶关系已于 {on} 结束。请刷新页面。",
        "This help ended on {on}. Load the page again.",
    ),
    "link.ends-before-start": (
        "帮扶关系从 {since} 开始，不能在 {on} 结束。请更正日期。",
        "The help began on {since} and cannot end on {on}. Correct the day.",
    ),
    "link.visit-without-note": (
        "还没有写这次来做了什么。请写一两句，例如“召开座谈会，商定道路维修”。",
        "It is not said what the visit was for. Write a sentence, such as “met the members; agreed on the road”.",
    ),
    "link.visit-not-then": (
        "走访日期 {on} 不在帮扶期间（{since} 起），或者还没有到。请更正日期。",
        "The visit on {on} lies outside the help, which began on {since}, or in the future. Correct the day.",
    ),
    "link.form-unknown": (
        "没有“{form}”这种形式。请从{known}里选。",
        "There is no form “{form}”. Choose one of {known}.",
    ),
    "link.helpers-missing": (
        "“{name}”还缺：{missing}",
        "“{name}” still lacks: {missing}",
    ),
    "link.visits-too-few": (
        "“{name}”走访了 {count} 次，一年至少 {at_least} 次。走访以后请登记。",
        "“{name}”: visits kept: {count}; at least {at_least} a year. Enter each after it was made.",
    ),
    "link.contacts-missing": (
        "“{name}”：还没有定的有 {missing}。请逐人确定。",
        "“{name}”: {missing} have nobody yet. Name an organisation for each.",
    ),
    "link.holder-not-of-team": (
        "“{kind}”要从登记的人里选：{known}。现在写的是“{has}”。",
        "“{kind}” is one of those registered: {known}. It says “{has}” now; choose one of them.",
    ),
    "link.documents-missing": (
        "“{name}”里的文件还没有登记：{missing}。请照原件登记。",
        "Documents of “{name}” are not registered yet: {missing}. Register them from the original.",
    ),
    # -- pairs --------------------------------------------------------------------------------------------------------
    "link.pair-missing": (
        "“{name}”还没有结对，可以结对的先进党组织有",
        "“{name}”: not paired yet, and there is an advanced one left",
    ),
    "link.pair-missing-across": (
        "“{name}”还没有结对，可以结对的先进党组织在别的党委",
        "“{name}”: not paired yet, and an advanced one is left under another committee",
    ),
    "link.pair-not-met": (
        "“{name}”结了对，还没有登记过一次活动",
        "“{name}”: paired, and no meeting is logged yet",
    ),
    "link.pair-grades": (
        "结对要由{advanced}的帮{lagging}的；“{helper}”是“{helper_grade}”，“{organisation}”是“{grade}”。请另选。",
        "In a pair one graded {advanced} helps one graded {lagging}; “{helper}” is “{helper_grade}”, “{organisation}” is “{grade}”. Choose again.",
    ),
    "link.pair-taken": (
        "“{helper}”已经与“{organisation}”结对。请另选一个，或者先结束原来的结对。",
        "“{helper}” is paired with “{organisation}” already. Choose another, or end that pair first.",
    ),
    # -- documents ----------------------------------------------------------------------------------------------------
    "link.number-wrong": (
        "“{number}”不是文号的写法。请写成“吉组通字〔2012〕18号”的样子。",
        "“{number}” is not how a document is numbered. Write it like 吉组通字〔2012〕18号: office, year in 〔〕, number.",
    ),
    "link.rests-on-itself": (
        "{number} 不能以自己为依据。请从依据里删去。",
        "{number} cannot rest on itself. Take it out of what it rests on.",
    ),
    "link.forwarded-later": (
        "转发文件的时限 {due_on} 晚于原文的 {above}。请改为同一天或更早。",
        "The forwarding note sets {due_on}, later than {above} in what it forwards. Set the same day or an earlier one.",
    ),
    "link.recipients-missing": (
        "{number} 有时限，但没有写明发给谁。请填写主送单位。",
        "{number} sets a deadline and does not say for whom. Name the recipients.",
    ),
}
