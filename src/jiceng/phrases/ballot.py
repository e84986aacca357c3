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
        "“{name}”的“{item}”得票合计 {votes}，有效票是 {valid} 张。每张有效票每项只选一个，没有选的记弃权；请核对计票单。",
        "“{name}”, “{item}”: the options have {votes} votes together, and {valid} papers are valid. Each valid paper names one option, or counts as abstaining; check the tally sheet.",
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
        "“{name}”还没有报参评人员名单。请填写各类人数；要考核组审定的，报考核组。",
        "“{name}” has no list of voters yet. Enter how many of each class there are, for approval where the document asks for it.",
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
        "“{name}”的名单已审定，还没有签字的计票结果。请上级派员组织测评、计票，由计票人签字。",
        "“{name}” has an approved list and no signed count yet. The superior's delegate holds the vote and counts; a teller signs.",
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
        "票码不属于这次测评。请核对票签上的每一个字符；还不对，请向工作人员换一张票签。",
        "This code belongs to no slip of this vote. Compare every character with the slip; if it still fails, ask for another slip.",
    ),
    "ballot.slip-spent": (
        "这张票签已经投过一张票，不能再投另一张。如果不是您投的，请马上告诉工作人员。",
        "This slip has been used for another paper already. If that was not you, tell the people in charge at once.",
    ),
    "ballot.box-open": (
        "还没有封箱，票箱不能重写。请先封箱。",
        "The box is not closed, so it cannot be put in order yet. Close it first.",
    ),
    "ballot.rewrite-busy": (
        "已封箱，但数据库正忙，票箱还没有按编号重写完。票都在；请过一分钟再点“按编号重写”。",
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
        "票箱里的数据与签字的封箱单不一致，不能公布。请立即报告督查人员，并保留数据库。",
        "What is stored no longer fits the closing sheet as it was signed, so it is not published. Tell the inspectors at once and keep the database as it is.",
    ),
    # -- the list, by name -------------------------------------------------------------------------------------------
    "ballot.not-of-kind": (
        "“{name}”不在“{organisation}”这类党组织进行。请看文件规定的范围。",
        "“{name}” is not held at organisations of the kind of “{organisation}”. See whom the document names.",
    ),
    "ballot.names-beside-size": (
        "“{name}”报了 {size} 人，名单上有 {names} 个名字。请把人数和名字核对一致。",
        "“{name}” is given as {size} people, and the list names {names}. Make the two agree.",
    ),
    "ballot.name-missing": (
        "“{name}”的第 {number} 个名字是空的。请补上姓名，或删去这一行。",
        "Name {number} of “{name}” is empty. Enter the name, or take the line away.",
    ),
    "ballot.name-too-long": (
        "“{name}……”超过 {most} 个字。名单上只写姓名，请改短。",
        "“{name}…” is longer than {most} characters. Only the name goes on the list; shorten it.",
    ),
    "ballot.person-twice": (
        "{name} 在名单上出现了两次（{classes}）。一人一票，请只留一处。",
        "{name} is on the list twice ({classes}). One person has one vote: keep one of the two.",
    ),
    "ballot.roll-in-use": (
        "正按这份名单组织测评，名单不能退回。要改名单，请先由两人宣布这次测评作废。",
        "A vote is being held on this list, so it cannot go back. To change it, two people declare that vote void first.",
    ),
    "ballot.roll-without-names": (
        "“{name}”的名单还没有写名字：{missing}。请党组织把每个人的姓名报上来，再送审定。",
        "The list of “{name}” has no names yet for: {missing}. The organisation enters every name and has the list approved.",
    ),
    # -- typed in, or counted from the box ----------------------------------------------------------------------------
    "ballot.has-event": (
        "“{name}”已在系统里组织过投票，票数由票箱计出，不能手工填写。请到测评页面继续；作废后请重新组织。",
        "“{name}” was begun here, so its figures come out of the box and are not typed in. Go on with that ballot; after a void one, begin another.",
    ),
    "ballot.counted-from-box": (
        "这份结果是从票箱计出并签字的，不能撤销重填。对等次有异议的，请按更正程序办理。",
        "This result was counted from the box and signed, so it is not withdrawn. Where a grade is wrong, ask for its correction.",
    ),
    "ballot.items-missing": (
        "“{name}”还没有填这些项目的票数：{missing}。请逐项填写，没有的填 0。",
        "“{name}” has no figures yet for: {missing}. Fill in each, with 0 where there were none.",
    ),
    "ballot.item-unknown": (
        "测评表上没有“{item}”这一项。测评表上有：{items}。",
        "“{item}” is not on the sheet. The sheet asks: {items}.",
    ),
    # -- who holds a ballot -------------------------------------------------------------------------------------------
    "ballot.begun": (
        "{who} 已开始这次测评，现在是“{state}”。请接着办，不用再开始一次。",
        "{who} has begun this ballot already; it is at “{state}”. Go on with it instead of beginning another.",
    ),
    "ballot.tellers-the-same": (
        "两名计票人都填了 {who}。请另选一位。",
        "Both tellers are {who}. Choose another person for one of them.",
    ),
    "ballot.teller-is-delegate": (
        "{who} 是上级派员，不能再当计票人。请另选两位计票人。",
        "{who} is the delegate and cannot be a teller too. Choose two other people.",
    ),
    "ballot.teller-from-below": (
        "{who} 不能当“{organisation}”的计票人：计票人要在上级任职，并且不在被测评的党组织任职。请另选。",
        "{who} cannot be a teller at “{organisation}”: a teller holds a post above it and none in it. Choose somebody else.",
    ),
    "ballot.delegate-only": (
        "这一步由上级派员 {who} 本人办理。请他（她）登录后操作。",
        "This is done by the delegate {who} in person. Ask them to sign in and do it.",
    ),
    "ballot.teller-only": (
        "这一步由计票人本人办理：{names}。请其中一位登录后操作。",
        "This is done by a teller in person: {names}. Ask one of them to sign in and do it.",
    ),
    "ballot.delegate-or-teller-only": (
        "这一步由这次测评的上级派员或计票人办理。请他们登录后操作。",
        "This is done by the delegate or a teller of this ballot. Ask one of them to sign in and do it.",
    ),
    # -- states -------------------------------------------------------------------------------------------------------
    "ballot.state": (
        "测评现在是“{state}”，还不能到“{to}”。请刷新页面，按页面提示办下一步。",
        "The ballot is at “{state}” and cannot go to “{to}” yet. Reload the page and do what it names next.",
    ),
    "ballot.not-in-state": (
        "测评现在是“{state}”，不能办这一步。请刷新页面，按页面提示办理。",
        "The ballot is at “{state}”, so this cannot be done. Reload the page and do what it names next.",
    ),
    "ballot.changed-meanwhile": (
        "就在刚才，另一人已经办了这一步。请刷新页面，看现在到了哪里。",
        "Somebody else did this a moment ago. Reload the page and see where the ballot stands now.",
    ),
    "ballot.not-asked": (
        "上级派员还没有提出，或者已经办完。请刷新页面，核对后再确认。",
        "The delegate has not asked for this, or it is done already. Reload the page, look, and confirm then.",
    ),
    "ballot.signed-already": (
        "这次测评已经签字，不能再作废。对结果有异议的，请走异议和更正程序。",
        "This ballot is signed and can no longer be declared void. Objections and corrections have their own way.",
    ),
    "ballot.smallest": (
        "单独公布一类票数的最低人数是 {value}，只能在 {least} 到 {most} 之间。请改设置。",
        "The fewest papers that are published by themselves is set to {value}; it may be from {least} to {most}. Change the setting.",
    ),
    # -- the door -----------------------------------------------------------------------------------------------------
    "ballot.roll-shut-while-open": (
        "票箱开着的时候不登记领票，免得领票和投票的先后对得上。请在开箱前登记；晚到的等封箱后登记，投纸质票。",
        "While the box is open nobody is ticked, so that no tick can be matched with a paper. Tick before it opens; who comes later is ticked after it closes, and votes on paper.",
    ),
    "ballot.tick-not-now": (
        "测评现在是“{state}”，不能登记领票。",
        "The ballot is at “{state}”; nobody is ticked on the list now.",
    ),
    "ballot.already-issued": (
        "这些人已经领过票：{names}。一人一票，这次一个也没有登记；请去掉他们再保存。",
        "These have been given a paper already: {names}. One person has one vote, and nothing of this save was kept; take them out and save again.",
    ),
    "ballot.issued-and-excused": (
        "{names} 又勾了领票、又写了请假。请只留一样。",
        "{names}: ticked as given a paper and excused at once. Keep one of the two.",
    ),
    "ballot.not-on-roll": (
        "有人不在这次测评的名单上。名单已经固定，不能加人；请刷新页面再登记。",
        "Somebody here is not on the list of this ballot. The list is fixed and nobody is added; reload the page and tick again.",
    ),
    "ballot.absence-needs-reason": (
        "请假要写明原因，例如“外出务工”“住院”。",
        "An absence needs its reason, for instance “works elsewhere” or “in hospital”.",
    ),
    "ballot.absence-without-reason": (
        "“{name}”应全部参加，还有 {number} 人没有领票，也没有写原因。请逐人补上原因，再计票。",
        "Everybody of “{name}” takes part, and {number} of them have neither a paper nor a reason. Enter each reason, then count.",
    ),
    # -- key, trial, slips --------------------------------------------------------------------------------------------
    "ballot.paper-only": (
        "这次测评只用纸质票，不用钥匙和票签。请直接登记领票。",
        "This ballot is on paper alone and has neither key nor slips. Tick who is given a paper.",
    ),
    "ballot.key-missing": (
        "还没有制作票箱钥匙。请上级派员在自己的电脑上制作，并打印纸质副本封存。",
        "The box has no key yet. The delegate makes it on their own computer and prints the copy that is sealed away.",
    ),
    "ballot.key-unreadable": (
        "送来的钥匙不完整，没有保存。请刷新页面，重新制作。",
        "The key did not arrive whole and was not kept. Reload the page and make it again.",
    ),
    "ballot.not-rehearsed": (
        "还没有用纸质副本试开。请先试开一次，开得了，再开箱收票。",
        "The key has not been tried from its paper copy. Try it once; when it opens the trial, the box can open.",
    ),
    "ballot.trial-missing": (
        "还没有试票。请先用纸质副本试开一次。",
        "There is no trial to answer yet. Begin the rehearsal first.",
    ),
    "ballot.trial-failed": (
        "试开没有成功：钥匙或密码不对。请核对纸质副本和密码再试；还不行，请重新制作钥匙。",
        "The trial was not opened: the key or its passphrase is not right. Compare with the paper copy and try again, or make a new key.",
    ),
    "ballot.stubs-number": (
        "“{name}”有 {size} 人，应有 {wanted} 张票签（每人一张，再加一成备用），现在是 {stubs} 张。请重新生成票签。",
        "“{name}” has {size} people and needs {wanted} slips (one each and a tenth more); there are {stubs}. Make the slips again.",
    ),
    "ballot.stubs-unreadable": (
        "送来的票签不完整或有重复，没有保存。请刷新页面，重新生成并打印。",
        "The slips did not arrive whole, or one is there twice; none was kept. Reload the page, make them again and print them.",
    ),
    "ballot.stubs-set": (
        "票签已经登记 {number} 张，不能换。打印的票签不能用了，请由两人宣布作废，重新开始。",
        "The slips are on record already ({number}) and are not replaced. If the printed ones cannot be used, two people declare the ballot void and it begins anew.",
    ),
    "ballot.code-unreadable": (
        "票码读不出来，或者有一个字符不对。票码共 {length} 位，请对照票签重新输入，或再扫一次。",
        "The code cannot be read, or one character is wrong. It has {length} characters; compare it with the slip and type it again, or scan it once more.",
    ),
    "ballot.tellers-missing": (
        "开箱要有两名计票人在场，现在有 {number} 名。请补齐。",
        "Two tellers are present when the box opens; there are {number}. Name the others.",
    ),
    "ballot.nobody-issued": (
        "还没有人领票。请先在名单上登记到场领票的人，再开箱。",
        "Nobody has been given a paper yet. Tick who is present, then open the box.",
    ),
    # -- paper ballots ------------------------------------------------------------------------------------------------
    "ballot.paper-invalid": (
        "无效票 {invalid} 张，多于收回的 {returned} 张。请核对。",
        "{invalid} papers are given as invalid, and only {returned} came back. Check the figures.",
    ),
    "ballot.papers-agreed": (
        "“{name}”的纸质票两名计票人已经对上，不能再改。",
        "Both tellers agree on the paper ballots of “{name}”; those figures stand.",
    ),
    "ballot.second-teller-missing": (
        "“{name}”的纸质票只有一名计票人录入。请另一名计票人自己再录一遍。",
        "Only one teller has entered the paper ballots of “{name}”. The other counts and enters them too.",
    ),
    "ballot.tellers-differ": (
        "“{name}”的纸质票，两名计票人录入的不一样：{places}。请两人各自重数这几处，改正后再计票。",
        "The two tellers differ on the paper ballots of “{name}”: {places}. Each counts these again and corrects them.",
    ),
    "ballot.papers-missing": (
        "“{name}”的纸质票还没有录入。请两名计票人各录一遍，没有收回的填 0。",
        "The paper ballots of “{name}” are not entered yet. Both tellers enter them, with 0 where none came back.",
    ),
    # -- the count ----------------------------------------------------------------------------------------------------
    "ballot.not-rewritten": (
        "已封箱，票箱还没有按编号重写。请先点“按编号重写”，再计票；票一张也不会少。",
        "The box is closed but not yet put in order. Have it put in order first, then count; no paper is lost.",
    ),
    "ballot.counted-already": (
        "票已经计过，计票结果不能改写。发现计错的，请由两人宣布作废，重新组织。",
        "This ballot is counted, and a count is never written over. If it is wrong, two people declare the ballot void and it is held again.",
    ),
    "ballot.spent-without-stub": (
        "票箱里有 {number} 张票不是用这次发出的票签投的。请停止计票，报告督查人员，由两人宣布作废。",
        "The box holds papers that no slip of this ballot belongs to, {number} in all. Stop, tell the inspectors, and have two people declare the ballot void.",
    ),
    "ballot.stubs-changed": (
        "登记的票签与签过字的开箱单不一致。请停止计票，保留数据库，报告督查人员。",
        "The slips on record no longer fit the signed opening sheet. Stop, keep the database as it is, and tell the inspectors.",
    ),
    "ballot.board-unreadable": (
        "送来的计票内容不完整，没有保存。请刷新页面，重新计票。",
        "What was counted did not arrive whole and was not kept. Reload the page and count again.",
    ),
    "ballot.board-option": (
        "“{item}”里出现了测评表上没有的选项“{option}”，没有保存。请刷新页面，重新计票。",
        "“{item}” names “{option}”, which the sheet does not offer; nothing was kept. Reload the page and count again.",
    ),
    "ballot.board-repeated": (
        "有一行重复了，没有保存。请刷新页面，重新计票。",
        "A row is there twice; nothing was kept. Reload the page and count again.",
    ),
    "ballot.board-opening": (
        "“{item}”有 {number} 行与投票时封存的内容对不上，没有保存。请重新计票；还不行，请报告督查人员。",
        "“{item}”: rows that do not open what was sealed, {number} in all; nothing was kept. Count again, and tell the inspectors if it stays so.",
    ),
    "ballot.board-rows": (
        "“{name}”的“{item}”有 {rows} 行，有效票是 {valid} 张。每张有效票每项一行，请重新计票。",
        "“{name}”, “{item}”: the board has rows: {rows}; valid papers: {valid}. Each valid paper has one row a question; count again.",
    ),
    "ballot.board-paper": (
        "“{name}”的“{item}”少算了纸质票：{options}。请按两名计票人录入的数字重新计票。",
        "“{name}”, “{item}”: votes on paper are missing for {options}. Count again with the figures both tellers entered.",
    ),
    "ballot.invalid-unknown": (
        "“{name}”的无效票写了不认识的原因：{reasons}。请刷新页面，重新计票。",
        "The invalid papers of “{name}” have a reason that is not known: {reasons}. Reload the page and count again.",
    ),
    "ballot.invalid-beyond-box": (
        "“{name}”的手机票只有 {cast} 张，无效票写了 {invalid} 张。请重新计票。",
        "“{name}”: {invalid} electronic papers are given as invalid, and {cast} were cast. Count again.",
    ),
    "ballot.comment-not-asked": (
        "这次测评不收意见，送来的意见没有保存。请重新计票。",
        "This sheet asks for no comment, so none is kept. Count again.",
    ),
    "ballot.comment-too-long": (
        "有一条意见超过 {most} 个字，没有保存。请重新计票。",
        "A comment is longer than {most} characters and was not kept. Count again.",
    ),
    "ballot.comments-beyond-box": (
        "送来 {comments} 条意见，手机票只有 {cast} 张。请重新计票。",
        "The number of comments is {comments}, and {cast} papers were cast. Count again.",
    ),
    # -- void ---------------------------------------------------------------------------------------------------------
    "ballot.void-without-reason": (
        "宣布作废要写明原因，例如“收回多于发出”“钥匙和纸质副本都丢失”。",
        "Declaring a ballot void needs its reason, for instance “more came back than went out” or “key and copy are lost”.",
    ),
    "ballot.void-not-asked": (
        "还没有人提出作废。请先由一人提出，写明原因。",
        "Nobody has asked to declare this ballot void. One person asks first, with the reason.",
    ),
    "ballot.void-asked-by-other": (
        "{who} 已经提出作废。请另一人同意或不同意。",
        "{who} has asked to declare it void already. Another person agrees or refuses.",
    ),
    "ballot.void-needs-another": (
        "作废是 {who} 提出的，要由另一人同意。请计票人或考核组来办。",
        "{who} asked for it, so another person has to agree: a teller or the assessment team.",
    ),
    # -- paper ballots read from pictures
    "ballot.both-scanned": (
        "“{name}”的纸质票另一位计票人已用照片读票。请您拿着纸质票自己计数，在“纸质票”页录入，两人各算各的。",
        "The other teller reads the papers of “{name}” from pictures. Count them by hand yourself and enter your figures under “Paper ballots”, so that two have counted.",
    ),
    "ballot.picture-twice": (
        "这张照片已经读过，没有再计。如果是两张不同的票，请分别拍照。",
        "This picture was read before and is not counted again. If they are two papers, photograph each.",
    ),
    "ballot.too-many-pictures": (
        "这一类已有 {most} 张照片。请核对是否选错了类别。",
        "This class has {most} pictures already. Check whether the class is the right one.",
    ),
    "ballot.too-many-at-once": (
        "一次选了 {number} 张照片，每次最多 {most} 张。请分几次选。",
        "{number} pictures were chosen at once; send at most {most} at a time.",
    ),
    "ballot.picture-gone": (
        "这张照片或这一行已不在了，可能已被删除。请刷新页面再看。",
        "This picture or row is no longer here; it may have been removed. Load the page again.",
    ),
    "ballot.spoilt-without-reason": (
        "记为无效票要写原因，例如：同一行选了两项、写了姓名。",
        "A paper set aside as invalid needs its reason, for instance: two marks in one row, a name written on it.",
    ),
    "ballot.no-pictures": (
        "还没有读过照片。请先选照片。",
        "No picture has been read yet. Choose pictures first.",
    ),
    "ballot.rows-undecided": (
        "还有 {number} 行没有看定。请逐行看图，选定以后再采用。",
        "{number} rows still wait for you. Look at each and choose, then take the figures over.",
    ),
    "ballot.page-missing": (
        "没有带“{item}”那一页的照片。一张票有几页，每页都要拍。",
        "There is no picture of the page with “{item}”. Where a paper has several pages, photograph every one.",
    ),
    "ballot.pages-uneven": (
        "各页的照片张数不一样：{numbers}。每张票的每一页都拍一次，再采用。",
        "The pages have different numbers of pictures: {numbers}. Photograph every page of every paper once.",
    ),
    "ballot.pages-spoilt-uneven": (
        "各页记为无效的张数不一样：{numbers}。一张票无效，它的每一页都要记为无效。",
        "The pages have different numbers set aside as invalid: {numbers}. Where a paper is invalid, set aside each of its pages.",
    ),
    "ballot.picture-too-heavy": (
        "文件有 {megabytes} MB，超过 {most} MB。请用手机照相机拍照，不用原始（RAW）格式。",
        "The file has {megabytes} MB, more than {most} MB. Use the phone's ordinary camera, no raw format.",
    ),
    "ballot.picture-kind": (
        "这个文件不是可读的图片。可以用：{kinds}。PDF 或 HEIC 请先存成 JPEG。",
        "This file is no picture that can be read. Use {kinds}. Save PDF or HEIC as JPEG first.",
    ),
    "ballot.picture-too-large": (
        "图片有 {megapixels} 百万像素，超过 {most} 百万。请缩小后再选。",
        "The picture has {megapixels} megapixels, more than {most}. Make it smaller first.",
    ),
    "ballot.picture-broken": (
        "图片打不开，可能没有传完。请重新拍照。",
        "The picture cannot be opened; it may not have arrived whole. Photograph the paper again.",
    ),
    "ballot.paper-not-found": (
        "照片里没有找到测评票：四角的黑色方块只看到 {found} 个。请把整张票拍进去，不要挡住四角。",
        "No paper ballot was found: {found} of the four black corner marks can be seen. Take in the whole paper and keep its corners free.",
    ),
    "ballot.paper-too-small": (
        "票在照片里太小（每英寸 {dots} 点，至少要 {least}）。请靠近一些再拍。",
        "The paper is too small in the picture ({dots} dots an inch, at least {least} are needed). Take it from closer.",
    ),
    "ballot.papers-in-picture": (
        "照片里不止一张票。请一张一张地拍。",
        "There is more than one paper in the picture. Photograph them one by one.",
    ),
    "ballot.paper-of-another": (
        "这张票不是这次测评的，或是拍得太模糊，票下方的条码认不出。请核对；确是本次的票，请重拍，或者用手工计数。",
        "This paper is not of this ballot, or the strip at its foot is too blurred to be known. Check it; if it is one of these, photograph it again or count it by hand.",
    ),
    "ballot.paper-of-other-class": (
        "这张票是“{found}”的，这里读的是“{name}”。请到“{found}”下面选这张照片。",
        "This paper is of the class “{found}”; here “{name}” is read. Choose the picture under “{found}”.",
    ),
    "ballot.scan-missing": (
        '服务器没有装读票所需的组件 OpenCV。请管理员运行：pip install "jiceng[scan]"；没有装之前，纸质票用手工计数。',
        'The server lacks OpenCV, which reading pictures needs. The administrator installs it with: pip install "jiceng[scan]". Until then paper ballots are counted by hand.',
    ),
    "ballot.complaint-not-now": (
        "只有结果公布以后、电子票销毁以前才能核查投诉。",
        "A complaint is looked into after the result is published and before the papers are destroyed.",
    ),
    "ballot.evidence-unknown": (
        "票箱里没有这个编号的票。请投票人打开投票用的手机，照查票页面上的两行重新输入。",
        "No paper of this number is in the box. Ask the voter to open the phone that was used, and type the two lines anew.",
    ),
    "ballot.evidence-wrong": (
        "这把钥匙打不开这张票。请照查票页面上的第二行重新输入；还是打不开，这张票就不是出示的人投的。",
        "This key does not open this paper. Type the second line anew; if it still fails, the paper is not of who shows it.",
    ),
}
