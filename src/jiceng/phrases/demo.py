"""Sentences of the demonstration: what `jiceng demo` says while it loads, whom one may be, and why it refuses."""

SENTENCES: dict[str, tuple[str, str]] = {
    "demo.store-in-use": (
        "这个数据库里已有别的党组织，演示数据不会与它混在一起。请换一个数据文件夹（--data）。",
        "This database holds other organisations; the demonstration is never mixed with them. "
        "Choose another data folder (--data).",
    ),
    "demo.help": (
        "示范县：建库、装入数据、在本机打开网站",
        "the demonstration county: database, data, and the site on this computer",
    ),
    "demo.help-code": (
        "打印某个演示账号的手机验证码，例如 jiceng demo code delegate",
        "print the digits that the phone of an account shows, as in: jiceng demo code delegate",
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
        "demo: {name}: committees: {committees}, organisations: {graded}, members: {members}",
    ),
    "demo.finished": ("演示：{title}：{grades}", "demo: {title}: {grades}"),
    "demo.running": (
        "演示：{title}，各党（工）委所在步骤：{steps}",
        "demo: {title}; committees at each step: {steps}",
    ),
    "demo.ballots": (
        "演示：在本系统里投票的测评 {held} 次，其中 {published} 次已公布；其余票数是直接录入的，不能重新计票",
        "demo: ballots held here: {held}, of which published: {published}; all other counts are typed in "
        "and cannot be counted again",
    ),
    "demo.kept": (
        "演示：示范县已在库中，您做过的改动都保留（--fresh 重新生成）",
        "demo: the county is there already, with everything you changed (--fresh makes it anew)",
    ),
    "demo.ready": ("打开网址：{address}", "Open: {address}"),
    "demo.county-officer": ("市委组织部干部", "organisation department"),
    "demo.committee-officer": ("党委组织干部", "committee officer"),
    "demo.reviewer": ("考核组成员", "reviewer"),
    "demo.delegate": ("上级派员", "delegate who counts votes"),
    "demo.secretary": ("支部书记", "branch secretary"),
    "demo.member": ("党员", "party member"),
    "demo.inspector": ("督查人员", "inspector"),
    "demo.auditor": ("审计管理员", "auditor"),
    "demo.system-administrator": ("系统管理员", "system administrator"),
    "demo.security-administrator": ("安全管理员", "security administrator"),
    "demo.account": (
        "  用户名 {username}  密码 {password}  {role} {name}（{organisation}）",
        "  user {username}  password {password}  {role}: {name}, {organisation}",
    ),
    "demo.account-code": (
        "，验证码：{command}",
        "; six digits: {command}",
    ),
    "demo.board": (
        "已公布的一次测评，人人可看、可重新计票：{address}（{organisation}）",
        "A published ballot, for everybody to look at and count again: {address} ({organisation})",
    ),
    "demo.to-hold": (
        "等着开始的一次测评，名单已冻结：用 {account} 登录，打开 {address}（{organisation}；计票人 {tellers}）",
        "A ballot ready to be held, its list fixed: sign in as {account} and open {address} "
        "({organisation}; tellers: {tellers})",
    ),
    "demo.stop": ("按 Ctrl-C 停止。", "Ctrl-C stops it."),
    "demo.stopped": ("演示：已停止，数据保留", "demo: stopped; the data is kept"),
    "demo.done": (
        "演示：数据已备好。打开网站：{command}",
        "demo: the data is ready. To open the site: {command}",
    ),
    # -- jiceng demo code -----------------------------------------------------------------------------------------
    "demo.code-how": (
        "看不懂“{said}”。要看验证码，请写：jiceng demo code 账号，例如 jiceng demo code delegate",
        "“{said}” means nothing here. For the digits of an account: jiceng demo code ACCOUNT, "
        "such as: jiceng demo code delegate",
    ),
    "demo.nothing-there": (
        "文件夹 {folder} 里没有演示数据。请先运行 jiceng demo，或者用 --data 指出演示数据所在的文件夹。",
        "There is no demonstration in the folder {folder}. Run jiceng demo first, or name its folder with --data.",
    ),
    "demo.not-a-demonstration": (
        "这个数据库不是演示数据，验证码只给演示账号。正式使用时，请看自己手机上的验证码。",
        "This database is no demonstration, and only its accounts have digits to print. "
        "In a real installation, read them from your own phone.",
    ),
    "demo.no-such-account": (
        "没有“{username}”这个演示账号。请从这些里选：{known}",
        "The demonstration has no account “{username}”. Choose one of: {known}",
    ),
    "demo.no-code": (
        "账号“{username}”登录时不需要验证码，只用密码登录即可。",
        "The account “{username}” needs no digits. Sign in with its password alone.",
    ),
    "demo.code-used": (
        "这半分钟的验证码已经用过了。请过 {seconds} 秒再运行一次。",
        "The digits of this half minute are used up. Run this again in {seconds} seconds.",
    ),
}
