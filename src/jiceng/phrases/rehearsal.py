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
        "diligent 随到随办；late 过期才办",
        "diligent does it at once; late once it is late",
    ),
    "rehearsal.help-out": ("把日记、表和网页写到这个文件夹", "write diary, table and page into this folder"),
    "rehearsal.help-dry": (
        "只看规则和日期，不走页面；几秒，不算办成",
        "rules and days only, no pages; seconds, and proves nothing",
    ),
    "rehearsal.help-removals": (
        "再走一遍，去掉某一条的页面、办的人、读它的程序，看会不会被发现：words 每种词一条，all 全部",
        "play again without a mechanism's page, actor and reader and see whether that is noticed: words one of each, all every",
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
    "rehearsal.burden": ("各种人一共填了多少", "What was asked of each role"),
    "rehearsal.burden-of": (
        "{role}：{entries} 件，{fields} 个空",
        "{role}: {entries} entries, {fields} fields",
    ),
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
    "rehearsal.why-no-page": ("还没有页面读它", "no page reads it yet"),
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
    "rehearsal.deed": ("{who}：{what}（{event}，{fields} 个空）", "{who}: {what} ({event}, {fields} fields)"),
    "rehearsal.deed-refused": (
        "{who}：{what}（{event}）没有被接受：{why}",
        "{who}: {what} ({event}) was refused: {why}",
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
