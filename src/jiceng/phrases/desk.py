"""Sentences of desks, reminders and deadlines."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- sheets -------------------------------------------------------------------------------------------------------
    "desk.self-assess": ("“{name}”还没有自评", "“{name}” has not assessed itself yet"),
    "desk.self-assessment-begun": (
        "“{name}”的自评还没有完成，目前 {total} 分",
        "The self-assessment of “{name}” is begun, not finished: {total} points so far",
    ),
    "desk.assess": (
        "{count} 个支部还没有评完分，其中 {begun} 个评了一部分（共 {size} 个）",
        "Organisations not scored yet: {count} of {size}; begun: {begun}",
    ),
    "desk.assess-one": ("“{name}”还没有评完分", "“{name}” is not scored yet"),
    "desk.decide": (
        "{count} 个支部已评分，等待研究定级",
        "Organisations scored that await the decision: {count}",
    ),
    "desk.decide-one": ("“{name}”已评分，等待研究定级", "“{name}” is scored and awaits the decision"),
    "desk.others-self-assess": (
        "{committees} 个党（工）委的 {count} 个支部还没有完成自评（共 {size} 个）",
        "Self-assessments not finished: {count} of {size}; committees: {committees}",
    ),
    "desk.others-assess": (
        "{count} 个支部还没有评分，涉及 {committees} 个党（工）委（共 {size} 个）",
        "Organisations not scored yet: {count} of {size}; committees: {committees}",
    ),
    "desk.others-decide": (
        "{committees} 个党（工）委的 {count} 个支部已评分，等待研究定级",
        "Organisations scored that await the decision: {count}; committees: {committees}",
    ),
    "desk.over-quota": (
        "按应定级总数计算，{committees} 个党（工）委的“{grade}”超出上限，共多 {over} 个",
        "Of all that are to be graded, “{grade}” is over the limit by {over} in all; committees: {committees}",
    ),
    "desk.explain": ("{count} 个党组织还没有写说明", "Organisations that still need an explanation: {count}"),
    "desk.explain-one": (
        "“{name}”定为“{grade}”，还没有写说明",
        "“{name}” was graded “{grade}” and still needs an explanation",
    ),
    # -- what a step awaits -------------------------------------------------------------------------------------------
    "desk.owed": ("{what}", "{what}"),
    "desk.owed-of": ("{organisation}：{what}", "{organisation}: {what}"),
    "desk.owed-of-several": ("{count} 个党组织：{what}", "Organisations, {count}: {what}"),
    # -- ballots held here ---------------------------------------------------------------------------------------------
    "desk.ballot-freeze": (
        "{organisation}“{name}”：请冻结参评人员名单",
        "{organisation}, “{name}”: freeze the list of voters",
    ),
    "desk.ballot-prepare": (
        "{organisation}“{name}”：请制作钥匙和票签，到会后发票签和纸票",
        "{organisation}, “{name}”: make key and slips, and hand them out at the meeting",
    ),
    "desk.ballot-open": (
        "{organisation}“{name}”：正在投票，投完请封箱",
        "{organisation}, “{name}”: people vote; close the box when all have",
    ),
    "desk.ballot-count": (
        "{organisation}“{name}”：票箱已关闭，请打开票箱计票",
        "{organisation}, “{name}”: the box is closed; open it and count",
    ),
    "desk.ballot-sign": (
        "{organisation}“{name}”：请核对结果，请计票人签字",
        "{organisation}, “{name}”: read the result and ask a teller to sign",
    ),
    "desk.ballot-publish": (
        "{organisation}“{name}”：结果已签字，请公布",
        "{organisation}, “{name}”: the result is signed; publish it",
    ),
    "desk.ballot-confirm-open": (
        "{organisation}“{name}”：上级派员申请开箱，请您确认",
        "{organisation}, “{name}”: the delegate asks to open the box; confirm it",
    ),
    "desk.ballot-confirm-close": (
        "{organisation}“{name}”：上级派员申请封箱，请您确认",
        "{organisation}, “{name}”: the delegate asks to close the box; confirm it",
    ),
    "desk.ballot-confirm-sign": (
        "{organisation}“{name}”：请您核对结果并签字",
        "{organisation}, “{name}”: compare the result and sign it",
    ),
    "desk.ballot-papers": (
        "{organisation}“{name}”：请录入您计的纸票",
        "{organisation}, “{name}”: enter the paper ballots you counted",
    ),
    # -- steps --------------------------------------------------------------------------------------------------------
    "desk.move-on": (
        "{committee}：“{step}”要的都有了，可以进入“{to}”",
        "{committee}: “{step}” has all it asks for and can move on to “{to}”",
    ),
    "desk.move-on-several": (
        "{count} 个党（工）委的“{step}”要的都有了，可以进入“{to}”",
        "“{step}” has all it asks for and can move on to “{to}”; committees: {count}",
    ),
    "desk.file": (
        "{committee}：“{step}”要的都有了，可以办结",
        "{committee}: “{step}” has all it asks for and can be filed",
    ),
    "desk.file-several": (
        "{count} 个党（工）委的“{step}”要的都有了，可以办结",
        "“{step}” has all it asks for and can be filed; committees: {count}",
    ),
    "desk.day-not-set": (
        "“{name}”印的日期在活动开始以前，请另定期限",
        "The printed day of “{name}” had passed when the campaign began; set another",
    ),
    "desk.days-not-set": (
        "{names}等印的日期在活动开始以前，请另定期限（{count} 项）",
        "The printed days of {names} had passed when the campaign began; set others ({count})",
    ),
    "desk.committee-late": (
        "{committee}过了时间还在“{step}”这一步",
        "{committee} is still at “{step}” after its last day",
    ),
    "desk.committees-late": (
        "{count} 个党（工）委过了时间还在“{step}”这一步",
        "Still at “{step}” after its last day; committees: {count}",
    ),
    "desk.drawn": (
        "“{name}”抽到的 {count} 个党组织还没有填写核查结果",
        "Drawn for “{name}” and without a finding yet: {count}",
    ),
    "desk.drawn-one": (
        "“{name}”抽到的“{organisation}”还没有填写核查结果",
        "“{organisation}”, drawn for “{name}”, has no finding yet",
    ),
    "desk.correction": (
        "申请把“{organisation}”由“{old}”更正为“{new}”，等待您审批",
        "A correction of “{organisation}” from “{old}” to “{new}” awaits your answer",
    ),
    # -- returns ------------------------------------------------------------------------------------------------------
    "desk.return-back": (
        "“{name}”被退回：{reason}。请改正后重新上报",
        "“{name}” was sent back: {reason}. Put it right and send it again",
    ),
    "desk.return-waits": (
        "“{organisation}”报来“{name}”，等待接收或退回",
        "“{organisation}” has sent “{name}”; accept it or send it back",
    ),
    "desk.returns-wait": (
        "{count} 个党（工）委报来“{name}”，等待接收或退回",
        "“{name}” was sent and waits, to be accepted or sent back; committees: {count}",
    ),
    # -- notices ------------------------------------------------------------------------------------------------------
    "desk.objection-assign": (
        "对“{organisation}”的“{title}”有人提出异议，还没有指定核实人",
        "Somebody objects to “{title}” of “{organisation}”; nobody is named to look into it yet",
    ),
    "desk.objection-answer": (
        "请核实并答复对“{organisation}”的“{title}”提出的异议",
        "Look into the objection to “{title}” of “{organisation}” and answer it",
    ),
    "desk.notice-to-read": (
        "“{organisation}”公示：{title}",
        "“{organisation}” has posted: {title}",
    ),
    # -- ledgers ------------------------------------------------------------------------------------------------------
    "desk.item-to-do": ("整改“{title}”，责任人 {owner}", "Put right: “{title}”; {owner} answers for it"),
    "desk.items-to-do": (
        "还有 {count} 项在整改，最近一项是“{title}”",
        "{count} more items are being put right; the next is “{title}”",
    ),
    "desk.item-effect": (
        "“{title}”要见到初步成效，请登记佐证",
        "“{title}” must show a first effect; add evidence of it",
    ),
    "desk.items-effect": (
        "{count} 项整改要见到初步成效，请逐项登记佐证，如“{title}”",
        "A first effect must show: add evidence to each, such as “{title}”; items: {count}",
    ),
    "desk.item-verify": (
        "“{organisation}”申请销号：{title}",
        "“{organisation}” says this is done: {title}. Verify and close it",
    ),
    "desk.items-verify": (
        "{organisations} 个党组织的 {count} 项申请销号，等待核实",
        "Items said to be done: {count}; organisations: {organisations}. Verify them",
    ),
    "desk.item-act": (
        "对“{organisation}”逐项处理，做完一项记录一项：{title}",
        "Act on “{organisation}” and record each action: {title}",
    ),
    "desk.items-act": (
        "对 {organisations} 个党组织的 {count} 项要逐项处理并记录",
        "Act on these and record each action; items: {count}, organisations: {organisations}",
    ),
    "desk.item-answer": ("“{organisation}”请示：{title}", "“{organisation}” asks: {title}. Answer it"),
    "desk.items-answer": (
        "{organisations} 个党组织的 {count} 个请示等待答复",
        "Questions that await an answer: {count}; organisations: {organisations}",
    ),
    "desk.item-late": (
        "“{organisation}”的整改到期没有完成：{title}",
        "“{organisation}” has not finished in time: {title}",
    ),
    "desk.items-late": (
        "{organisations} 个党组织的 {count} 项整改到期没有完成",
        "Items past their day: {count}; organisations: {organisations}",
    ),
    # -- keeping ------------------------------------------------------------------------------------------------------
    "desk.post-grant": (
        "申请授予{person}在“{organisation}”的职务，等待您审批",
        "A post at “{organisation}” is asked for {person}; approve or refuse it",
    ),
    "desk.post-end": (
        "申请撤销{person}在“{organisation}”的职务，等待您审批",
        "The post of {person} at “{organisation}” is to end; approve or refuse it",
    ),
    "desk.audit-broken": (
        "最近 {checked} 条操作记录中有 {count} 条被改动过，第一条是 {at} 的 {action}",
        "Of the newest {checked} records, changed after they were written: {count}; the first is {action} of {at}",
    ),
    # -- reminders ----------------------------------------------------------------------------------------------------
    "reminder.soon": ("{due_on} 到期：{said}", "Due on {due_on}: {said}"),
    "reminder.late": ("{due_on} 已到期：{said}", "Was due on {due_on}: {said}"),
    "reminder.new": ("{said}", "{said}"),
    "reminder.asked-open": ("{by}提醒您：{said}（没有定期限）", "{by} reminds you: {said} (no day is set)"),
    "reminder.asked": ("{by}提醒您：{said}（{due_on} 前）", "{by} reminds you: {said} (by {due_on})"),
    "reminder.nobody-owes": (
        "“{name}”现在没有人要提醒：都已办好，或者还没到这一步。请刷新工作台再看。",
        "Nobody has to be reminded of “{name}”: all is done, or its step has not come. Look at the desk again.",
    ),
    "reminder.done": (
        "已提醒 {count} 人，他们的工作台和邮箱会看到",
        "{count} people are reminded, on their desk and by e-mail",
    ),
    "reminder.already": (
        "{count} 人今天已经提醒过，没有重复提醒",
        "{count} people were reminded earlier today and are not told twice",
    ),
    "reminder.no-mail": (
        "其中 {count} 人没有登记邮箱，只在工作台看到：{names}",
        "{count} of them have no e-mail and see it on their desk only: {names}",
    ),
    "reminder.nobody": (
        "{count} 个党组织没有人担任这个职务，提醒不到：{names}。请系统管理员登记职务。",
        "Nobody holds the post, so nobody is reminded ({count}): {names}. Ask the system administrator to enter it.",
    ),
    "feed.name": ("基层工作台", "jiceng desk"),
    "mail.subject": ("工作提醒：{count} 件", "Reminder: {count} due"),
    "mail.subject-late": (
        "工作提醒：{count} 件，其中 {late} 件已到期",
        "Reminder: {count} due, {late} of them late",
    ),
    "mail.greeting": ("{name}同志：以下事项等您办理。", "{name}, this is due from you:"),
    "mail.why": (
        "这封邮件由基层工作台自动发出，不用回复。事项办好以后不再提醒；要停收，请系统管理员去掉登记的邮箱。",
        "This e-mail was sent by the desk itself; nobody reads an answer. What is done is not mentioned again. To stop these e-mails, ask the system administrator to remove your address.",
    ),
    # -- the calendar's own run, and other commands on an installation's data -----------------------------------------
    "tick.help": (
        "按日历推进步骤、提醒、发邮件；每天早上运行一次",
        "move steps on, remind and send e-mails by the calendar; run it every morning",
    ),
    "tick.about": (
        "要的都有了、下一步也到了时间的，进入下一步；快到期和已到期的，提醒一次；没有发出的提醒用邮件发出。运行两次不会多做，中途停下可以再运行。",
        "What is complete and whose next step has begun moves on; what is due soon or late is told once; what was not sent goes out by e-mail. Running it twice does nothing more; stopped half-way it can be run again.",
    ),
    "tick.help-on": ("哪一天，如 2012-04-18；不写就是今天", "the day, such as 2012-04-18; today if left out"),
    "tick.future": (
        "{on} 还没有到（今天是 {today}）。请写今天或以前的日子；演示数据可以提前一年以内。",
        "{on} has not come yet (today is {today}). Name today or a former day; the demonstration may run up to a year ahead.",
    ),
    "tick.before-last": (
        "{last} 已经运行过，不能再运行更早的 {on}。请写 {last} 或以后的日子。",
        "It already ran for {last}; {on} is earlier. Name {last} or a later day.",
    ),
    "tick.moving": ("推进步骤……", "moving steps on …"),
    "tick.reading": ("查看每个人的工作台……", "reading everybody's desk …"),
    "tick.posting": ("发送邮件……", "sending e-mails …"),
    "tick.posted-so-far": ("已发 {count} 封", "{count} sent so far"),
    "tick.day": ("日期：{on}", "day: {on}"),
    "tick.moved": ("“{campaign}”：推进 {count} 次", "“{campaign}”, moved to a next step: {count}"),
    "tick.none-moved": ("没有要推进的步骤", "no step to move on"),
    "tick.reminders": ("新提醒 {count} 条，给 {people} 人", "new reminders: {count}; people: {people}"),
    "tick.no-reminders": ("没有新提醒", "no new reminders"),
    "tick.settled": (
        "{count} 条提醒的事已办好，收起",
        "reminders settled, as what they said is done: {count}",
    ),
    "tick.mail": (
        "邮件 {count} 封，含提醒 {reminders} 条",
        "e-mails: {count}; reminders in them: {reminders}",
    ),
    "tick.mail-failed": (
        "{count} 封邮件没有发出：{names}。提醒都在工作台上；下次运行再发。请检查邮件服务器设置和这些账号的邮箱。",
        "E-mails that could not be sent ({count}): {names}. The reminders are on their desks; the next run tries again. Check the mail server's settings and the addresses of these accounts.",
    ),
    "tick.no-mail": (
        "没有设置邮件服务器，提醒只在工作台上。要发邮件，请设置 JICENG_MAIL_URL。",
        "No mail server is set, so reminders are on desks only. To send e-mails, set JICENG_MAIL_URL.",
    ),
    "holidays.help": (
        "登记放假和调休，用来数工作日",
        "enter days off and worked weekends, so that working days can be counted",
    ),
    "holidays.about": (
        "登记已经公布的放假和调休。手工改过的日子不动。",
        "Enter the announced days off and worked weekends. Days entered by hand stay as they are.",
    ),
    "holidays.help-year": ("年份，如 2012 或 2012..2026", "the year, such as 2012 or 2012..2026"),
    "holidays.not-years": (
        "“{value}”不是年份。请写成 2012，或 2012..2026。",
        "“{value}” is not a year. Write 2012, or 2012..2026.",
    ),
    "holidays.entered": ("{year} 年：登记 {count} 天", "{year}: days entered: {count}"),
    "holidays.there": ("{year} 年：已经登记过", "{year}: entered before"),
    "api.unreadable": (
        "发来的内容读不懂：{places}。请按 /api/openapi.json 的说明改正。",
        "What was sent cannot be read: {places}. Put it right as /api/openapi.json says.",
    ),
    "cli.help-demo": ("用演示的数据", "work on the demonstration's data"),
    "cli.help-demo-data": (
        "演示数据的文件夹，同 jiceng demo --data",
        "the demonstration's folder, as in jiceng demo --data",
    ),
    "cli.no-demo": (
        "“{folder}”里没有演示数据。请先运行 jiceng demo。",
        "There is no demonstration in {folder}. Run jiceng demo first.",
    ),
    "cli.data-needs-demo": (
        "--data 只用来指定演示数据，请同时写 --demo。服务器的数据由 JICENG_DATA 指定。",
        "--data names a demonstration's folder; add --demo. A server's data is named by JICENG_DATA.",
    ),
    "cli.not-set-up": (
        "服务器的设置不完整。{said}（要用演示数据，请加 --demo。）",
        "The server is not set up. {said} (To work on the demonstration, add --demo.)",
    ),
    "cli.not-a-day": (
        "“{value}”不是日期。请写成 2012-04-18。",
        "“{value}” is not a day. Write it as 2012-04-18.",
    ),
}
