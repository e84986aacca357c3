"""Sentences of a rehearsal: what was found, what was done, and the command that plays."""

SENTENCES: dict[str, tuple[str, str]] = {
    "rehearsal.help": (
        "试运行：让一县虚构的人按页面把文件走一遍",
        "rehearse a document: an invented county does it through the pages",
    ),
    "rehearsal.about": (
        "在自己的内存里建一个小县，照文件开展工作：每天打开工作台，按页面给的表单办，一直办到结束，"
        "然后说明谁在哪天被要求做什么、办没办成、哪里走不通。不碰任何安装的数据。",
        "Makes a small county in memory and works by the document: every day the desks are opened and the forms on them "
        "filled in, to the end; then says who was asked for what on which day, whether it was done, and where there is "
        "no way on. Touches the data of no installation.",
    ),
    "rehearsal.help-packs": ("制度包的名字", "packs by name"),
    "rehearsal.help-from": (
        "哪一天开始；不写就用文件所印的开始日",
        "the day it opens; else the day the document prints",
    ),
    "rehearsal.help-until": ("到哪一天为止；不写就到活动结束", "the last day; else the end of the campaign"),
    "rehearsal.help-year": (
        "哪一年；开始日照文件所印的月日",
        "the year; the day and month are the document's",
    ),
    "rehearsal.help-county": ("县的组织，CSV 文件", "the county's organisations, a CSV file"),
    "rehearsal.help-seed": (
        "种子：同一种子，同样的人填同样的内容",
        "the same seed has the same people write the same",
    ),
    "rehearsal.help-temperament": (
        "diligent 随到随办；late 过期才办；absent 三个书记里有一个不来；refuses 能退回的先退回一次；wrong 先填错一次",
        "diligent does it at once; late once it is late; absent: one secretary in three never comes; refuses sends back "
        "once whatever can be sent back; wrong fills in wrongly first",
    ),
    "rehearsal.help-out": ("把日记、表和网页写到这个文件夹", "write diary, table and page into this folder"),
    "rehearsal.help-dry": (
        "只看规则和日期，不走页面；几秒，不算办成",
        "rules and days only, no pages; seconds, and proves nothing",
    ),
    "rehearsal.help-removals": (
        "再走一遍，去掉某一条的页面、办的人、读它的程序，看会不会被发现：words 每种词一条，轮流去掉一样；all 全部",
        "play again without a mechanism's page, actor and reader and see whether that is noticed: words one of each word and one thing in turn, all everything",
    ),
    "rehearsal.removal-page": ("页面", "page"),
    "rehearsal.removal-actor": ("办的人", "actor"),
    "rehearsal.removal-reader": ("读它的程序", "reader"),
    "rehearsal.unnoticed": (
        "去掉“{mechanism}”的{kind}，没有被发现。",
        "The {kind} of {mechanism} was taken away and nobody noticed.",
    ),
    "rehearsal.removed": ("已试过去掉 {mechanism}", "{mechanism}: removals tried"),
    "rehearsal.no-such-pack": (
        "没有叫“{name}”的制度包。已有：{known}。",
        "There is no pack “{name}”. There are: {known}.",
    ),
    "rehearsal.no-such-temperament": (
        "没有“{name}”这种性情，请用 {known} 之一。",
        "There is no temperament “{name}”; use one of {known}.",
    ),
    "rehearsal.help-replay": (
        "重走一份问题文件（--out 文件夹里 findings 下的 .json），说现在好了没有",
        "play a finding again (a .json under findings/ of --out) and say whether it is mended",
    ),
    "rehearsal.replay-with-packs": (
        "--replay 自己知道制度包和日期，请不要再写制度包；不用 --replay 时请写制度包的名字。",
        "--replay knows packs and days itself, so give no packs with it; without it, give the names of packs.",
    ),
    "rehearsal.replay-unreadable": (
        "“{file}”不是试运行写下的问题文件（{why}）。请用 --out 文件夹里 findings 下的 .json 文件。",
        "“{file}” is no finding of a rehearsal ({why}). Use a .json file under findings/ of an --out folder.",
    ),
    "rehearsal.replay-mended": ("现在好了：{text}", "Mended: {text}"),
    "rehearsal.replay-failing": ("还是走不通：{text}", "Still failing: {text}"),
    "rehearsal.preparing": ("正在建县……", "Making the county…"),
    "rehearsal.playing": ("{on}：已办 {count} 件", "{on}: entries so far {count}"),
    "rehearsal.written": ("已写到 {folder}", "Written to {folder}"),
    "rehearsal.title": ("试运行：{packs}", "Rehearsal of {packs}"),
    "rehearsal.ran": (
        "从 {from_on} 到 {until_on}，走了 {days} 天，打开 {requests} 个页面，办成 {entries} 件。人和内容都是虚构的。",
        "From {from_on} to {until_on}: {days} days, {requests} pages, {entries} entries. People and words are invented.",
    ),
    "rehearsal.fatal": ("走不通的：{count}", "What must not be: {count}"),
    "rehearsal.beside": ("另外要知道的：{count}", "Told beside: {count}"),
    "rehearsal.mechanisms": ("逐条：办成没有", "Each mechanism: was it done"),
    "rehearsal.burden": (
        "各种人每月一共填了多少（分钟是估计：一件 {entry} 分钟，一个空 {field} 分钟）",
        "What was asked of each role a month (minutes are an estimate: {entry} an entry, {field} a field)",
    ),
    "rehearsal.burden-of": (
        "{month}　{role}：{entries} 件，{fields} 个空，约 {minutes} 分钟",
        "{month}　{role}: {entries} entries, {fields} fields, about {minutes} minutes",
    ),
    "rehearsal.asked-of": ("；从 {on} 起在工作台上问到 {roles}", "; from {on} on the desks of {roles}"),
    "rehearsal.on-page": ("；页面 {address}", "; on {address}"),
    "rehearsal.on-pages": ("；页面 {address}，另有 {count} 处", "; on {address} and {count} more"),
    "rehearsal.none": ("没有。", "Nothing."),
    "rehearsal.done": ("办成了（{sent} 件）", "done ({sent} entries)"),
    "rehearsal.why-never-asked": ("没有人被要求做", "nobody was asked for it"),
    "rehearsal.why-never-shown": ("没有页面显示它起了作用", "no page showed it applied"),
    "rehearsal.why-never-met": ("一直没有办成", "it was never met"),
    "rehearsal.why-only-refused": ("每次都被拒绝", "it was refused every time"),
    "rehearsal.why-nothing-offered": (
        "工作台上有，页面上没有可填的",
        "it stood on a desk, and no page offered a form",
    ),
    "rehearsal.why-never-rehearsed": ("还没有试运行过", "it was never rehearsed"),
    "rehearsal.found-never-asked": (
        "“{what}”（{mechanism}）没有任何人被要求做。",
        "“{what}” ({mechanism}) was asked of nobody.",
    ),
    "rehearsal.found-asked-who-may-not": (
        "{on} 给 {who} 看了一个不能去的地方（{text}）：{address}。",
        "On {on} {who} was shown a way they may not go ({text}): {address}.",
    ),
    "rehearsal.found-due-before-opened": (
        "“{what}”在开始之前就到期了：{text}（{who}）。",
        "“{what}” was due before it was opened: {text} ({who}).",
    ),
    "rehearsal.found-never-met": (
        "到最后“{what}”仍没有办成：{text}（{who}，{address}）。",
        "“{what}” was still not met at the end: {text} ({who}, {address}).",
    ),
    "rehearsal.found-met-by-something-else": (
        "{on} “{what}”从 {who} 的工作台上消失，却没有人办过：{text}。",
        "On {on} “{what}” left the desk of {who} although nobody had done it: {text}.",
    ),
    "rehearsal.found-stretch-missed": (
        "{on} “{what}”这一期已经过去，{who} 没有办，补不了了：{text}。",
        "On {on} a period of “{what}” was over, {who} had not done it, and it cannot be made up for: {text}.",
    ),
    "rehearsal.found-page-failed": (
        "{on} {who} 打开的页面出错（{text}）：{address}。",
        "On {on} a page failed for {who} ({text}): {address}.",
    ),
    "rehearsal.found-step-never-left": (
        "到最后没有走出这一步：{text}。",
        "A step that nobody could leave: {text}.",
    ),
    "rehearsal.found-columns-missing": (
        "“{what}”的公示栏目，台账里没有：{text}。",
        "“{what}” has columns that its ledger does not have: {text}.",
    ),
    "rehearsal.found-nothing-offered": (
        "{on} {who} 按“{text}”去了 {address}，没有可填的表单。",
        "On {on} {who} followed “{text}” to {address} and was offered no form.",
    ),
    "rehearsal.found-only-refused": (
        "“{what}”（{mechanism}）每次都被拒绝：{text}。",
        "“{what}” ({mechanism}) was refused every time: {text}.",
    ),
    "rehearsal.found-never-shown": (
        "“{what}”（{mechanism}）没有在任何页面上起作用。",
        "“{what}” ({mechanism}) was applied on no page.",
    ),
    "rehearsal.day": ("{on}", "{on}"),
    "rehearsal.deed": (
        "{who}：{what}，在 {address} 填 {fields} 个空，按“{pressed}”",
        "{who}: {what}, on {address}, {fields} fields, pressed “{pressed}”",
    ),
    "rehearsal.deed-refused": (
        "{who}：{what}，在 {address} 按“{pressed}”，没有被接受：{why}",
        "{who}: {what}, on {address}, pressed “{pressed}”, refused: {why}",
    ),
    "rehearsal.found-wrong-taken": (
        "{on} {who} 在 {address} 把数字或日期写成了字（{text}），被收下了。",
        "On {on} {who} wrote words for a number or a day ({text}) on {address}, and that was taken.",
    ),
    "rehearsal.role-county-officer": ("县委组织部", "county officer"),
    "rehearsal.role-committee-officer": ("党（工）委", "committee officer"),
    "rehearsal.role-reviewer": ("考核组", "reviewer"),
    "rehearsal.role-delegate": ("上级派员", "delegate"),
    "rehearsal.role-inspector": ("督查", "inspector"),
    "rehearsal.role-secretary": ("支部书记", "branch secretary"),
    "rehearsal.role-member": ("党员", "member"),
    "rehearsal.role-villager": ("群众", "villager"),
    "rehearsal.dry-line": ("{on}　{what}：{who}", "{on}　{what}: {who}"),
    "rehearsal.dry-passed": (
        "所印的日子开始前已过，要另定",
        "the printed day had passed at the opening; set another",
    ),
    "rehearsal.dry-unset": ("（要先设定：{names}）", " (to be set first: {names})"),
    "rehearsal.dry-no-day": ("没有日期", "no day"),
}
