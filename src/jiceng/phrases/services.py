"""Sentences of what happens: campaigns, sheets being filled, decisions; the register's and the store's own limits; desks."""

SENTENCES: dict[str, tuple[str, str]] = {
    # -- the register and what can be kept ------------------------------------------------------------------------
    "register.code-taken": (
        "编码 {taken} 已经有党组织在用。请换一个编码，或者修改原来的党组织。",
        "Code {taken} already belongs to an organisation. Use another code, or edit that organisation.",
    ),
    "register.parent-unknown": (
        "“{organisation}”的上级编码 {parent} 查不到。请先录入上级党组织，或更正编码。",
        "The superior of “{organisation}”, code {parent}, is not there. Enter the superior first, or correct the code.",
    ),
    "register.too-deep": (
        "组织树最多 {most} 层，“{parent}”下面不能再加。请调整隶属关系。",
        "The tree has at most {most} levels, and “{parent}” is at the last. Place the organisation higher.",
    ),
    "register.too-many-below": (
        "一个党组织下面最多 {most} 个。请先分设一级上级党组织。",
        "At most {most} organisations stand directly below one. Put a level between them.",
    ),
    "store.number-too-large": (
        "{value} 太大，最多 {largest}。请核对小数点和位数。",
        "{value} is too large; {largest} is the most. Check the decimal point and the digits.",
    ),
    "store.too-many-places": (
        "{value} 的小数超过 {places} 位。请四舍五入后再填。",
        "{value} has more than {places} decimals. Round it and enter it again.",
    ),
    "store.text-too-long": (
        "这段文字有 {length} 个字，最多 {most} 个。请只写主要事实，其余的放在档案里。",
        "This text has {length} characters; {most} is the most. Keep the main facts here and the rest in the file.",
    ),
    # -- a campaign -----------------------------------------------------------------------------------------------
    "campaign.title-missing": (
        "活动还没有名称。请填写名称，例如“2012年基层党组织分类定级”。",
        "The campaign has no title. Give it one, such as “Grading 2012”.",
    ),
    "campaign.title-taken": (
        "已有名为“{title}”的活动。请换一个名称，或打开原来的活动。",
        "There is a campaign “{title}” already. Choose another title, or open that one.",
    ),
    "campaign.due-before-opened": (
        "截止日期 {due_on} 早于开始日期 {opened_on}。请更正日期。",
        "The due date {due_on} lies before the opening {opened_on}. Correct one of them.",
    ),
    "campaign.nobody-to-grade": (
        "“{organisation}”下面没有该文件要评定的党组织。请先录入党组织及其类别。",
        "Below “{organisation}” there is no organisation this document grades. Enter organisations and kinds first.",
    ),
    "campaign.closed": (
        "“{campaign}”已于 {closed_on} 结束，结果不再改动。如有异议，请向组织部门提出。",
        "“{campaign}” was closed on {closed_on}, and its results stay. Put an objection to the organisation department.",
    ),
    "sheet.no-objects": (
        "制度包 {pack} 没有写明评定对象，不能据此开展活动。请制度包的维护人补上。",
        "Pack {pack} does not say whom it grades, so no campaign can run under it. Its maintainer must add that.",
    ),
    # -- a sheet --------------------------------------------------------------------------------------------------
    "sheet.value-missing": (
        "“{item}”没有填内容。请填写，或者用“清除”取消这一条。",
        "“{item}” holds nothing. Enter a value, or clear the line.",
    ),
    "sheet.line-changed-meanwhile": (
        "“{item}”刚刚由{who}改为 {theirs}，您填的是 {mine}，还没有保存。请核对后保留一个。",
        "“{item}” was just changed by {who} to {theirs}; yours, {mine}, is not saved. Compare, and keep one.",
    ),
    "sheet.already-decided": (
        "{committee}已于 {decided_on} 将“{organisation}”定为“{decided}”，评分不能再改。"
        "确需更改的，请先撤回定级并写明理由。",
        "{committee} decided “{decided}” for “{organisation}” on {decided_on}; its sheet stays as it is. "
        "To change it, first take the decision back and say why.",
    ),
    "sheet.not-yet-scored": (
        "“{organisation}”还没有得分，缺{missing}。请先完成评分。",
        "“{organisation}” has no total yet; still missing: {missing}. Finish that first.",
    ),
    "sheet.not-decided": (
        "“{organisation}”还没有定级，不需要撤回，可以直接修改评分。",
        "“{organisation}” is not decided yet; nothing to take back. Its sheet can be changed as it is.",
    ),
    "sheet.withdrawal-without-reason": (
        "撤回“{organisation}”的定级要写明理由。请填写后再撤回。",
        "Taking back the decision on “{organisation}” needs a reason. Write it, then try again.",
    ),
    # -- the demonstration ----------------------------------------------------------------------------------------
    "demo.store-in-use": (
        "这个数据库里已有别的党组织，演示数据不会与它混在一起。请换一个数据文件夹（--data）。",
        "This database holds other organisations; the demonstration is never mixed with them. "
        "Choose another data folder (--data).",
    ),
    "demo.help": (
        "示范县：建库、装入数据、在本机打开网站",
        "the demonstration county: database, data, and the site on this computer",
    ),
    "demo.help-port": ("网站端口，默认 8000", "port of the site, 8000 unless given"),
    "demo.help-data": ("演示数据文件夹，默认 {folder}", "folder of the demonstration, {folder} unless given"),
    "demo.help-no-serve": ("只装入数据，不打开网站", "load the data only, without the site"),
    "demo.help-fresh": (
        "删掉演示数据，重新生成",
        "throw the demonstration data away and make it anew",
    ),
    "demo.port-taken": (
        "端口 {port} 已被别的程序占用。请换一个，例如：jiceng demo --port {other}（或 make demo PORT={other}）",
        "Port {port} is taken by another program. Choose another: jiceng demo --port {other} "
        "(or make demo PORT={other})",
    ),
    "demo.port-forbidden": (
        "系统不允许使用端口 {port}（{reason}）。请换一个，例如：jiceng demo --port {other}（或 make demo PORT={other}）",
        "The system does not allow port {port} ({reason}). Choose another: jiceng demo --port {other} "
        "(or make demo PORT={other})",
    ),
    "demo.port-impossible": (
        "没有 {port} 这个端口。请填 1 到 65535，例如：jiceng demo --port 8001",
        "There is no port {port}. Choose one from 1 to 65535, such as: jiceng demo --port 8001",
    ),
    "demo.folder-unusable": (
        "文件夹 {folder} 不能写入（{reason}）。请换一个：jiceng demo --data 文件夹",
        "The folder {folder} cannot be written ({reason}). Choose another: jiceng demo --data FOLDER",
    ),
    "demo.own-database": (
        "演示不使用 JICENG_DATABASE_URL 指定的数据库，只用自己的文件。",
        "The demonstration leaves the database of JICENG_DATABASE_URL alone and keeps to its own file.",
    ),
    "demo.fresh": ("演示：删去原来的演示数据", "demo: throwing the old demonstration data away"),
    "demo.database": ("演示：数据库 {path}", "demo: database {path}"),
    "demo.loading": (
        "演示：装入示范县；人名、企业和评分都是虚构的",
        "demo: loading the county; people, firms and scores are invented",
    ),
    "demo.register": (
        "演示：{name}，{committees} 个党（工）委，{graded} 个基层党组织，{members} 名党员",
        "demo: {name}: {committees} committees, {graded} organisations, {members} members",
    ),
    "demo.finished": ("演示：{title}：{grades}", "demo: {title}: {grades}"),
    "demo.running": (
        "演示：{title}：已评分 {scored} 个，还有 {left} 个没有评分，{due_on} 截止",
        "demo: {title}: {scored} scored, {left} still to be scored, due {due_on}",
    ),
    "demo.kept": (
        "演示：示范县已在库中，您做过的改动都保留（--fresh 重新生成）",
        "demo: the county is there already, with everything you changed (--fresh makes it anew)",
    ),
    "demo.ready": ("打开网址：{address}", "Open: {address}"),
    "demo.county-officer": ("组织部干部", "organisation department"),
    "demo.reviewer": ("乡镇考核人员", "town reviewer"),
    "demo.secretary": ("支部书记", "branch secretary"),
    "demo.account": (
        "  用户名 {username}　密码 {password}　{role} {name}（{organisation}）",
        "  user {username}  password {password}  {role}: {name}, {organisation}",
    ),
    "demo.stop": ("按 Ctrl-C 停止。", "Ctrl-C stops it."),
    "demo.stopped": ("演示：已停止，数据保留", "demo: stopped; the data is kept"),
    "demo.done": (
        "演示：数据已备好。打开网站：{command}",
        "demo: the data is ready. To open the site: {command}",
    ),
    "signing.too-many-tries": (
        "密码输错了 {tries} 次，请过 {minutes} 分钟再试；也可以用以前登录过这个账号的手机或电脑登录。忘记密码的，请联系县委组织部重设。",
        "The password was wrong {tries} times. Try again in {minutes} minutes, or use a phone or computer that has signed in to this account before. If you have forgotten the password, ask the county organisation department for a new one.",
    ),
}
