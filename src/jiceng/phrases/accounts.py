"""Sentences about accounts, posts and the second factor."""

SENTENCES: dict[str, tuple[str, str]] = {
    "account.username-unfit": (
        "账号“{username}”不合要求。请用 3—32 个小写字母、数字、点或横线，以字母或数字开头。",
        "“{username}” cannot be an account name. Use 3 to 32 small letters, digits, dots or dashes, a letter or digit first.",
    ),
    "account.email-unfit": (
        "“{email}”不是电子邮箱地址。请填写完整的地址，例如 li@party.example.cn；没有邮箱的留空。",
        "“{email}” is no e-mail address. Write it in full, such as li@party.example.cn, or leave it empty.",
    ),
    "account.username-taken": (
        "账号“{username}”已经有人用了。请换一个。",
        "The account name “{username}” is taken. Choose another.",
    ),
    "account.name-missing": (
        "没有填写姓名。请填写使用人的姓名。",
        "The name is missing. Enter the owner's name.",
    ),
    "account.reason-missing": (
        "没有写明理由。请写一句话，审批和审计的人要看。",
        "The reason is missing. Write one sentence; those who approve and those who audit will read it.",
    ),
    "account.no-such-role": (
        "没有这个岗位。请从列表中选择。",
        "There is no such post. Choose one from the list.",
    ),
    "account.held-already": (
        "这个人已经担任这个岗位，不用再授予。",
        "This person holds the post already; there is nothing to give.",
    ),
    "account.asked-already": (
        "同样的申请已经提出，等待安全管理员答复。请不要重复提出。",
        "The same request waits for a security administrator. Do not ask again.",
    ),
    "account.ended-already": (
        "这个岗位已经结束，不用再撤销。",
        "The post has ended already; there is nothing to end.",
    ),
    "account.roles-exclude": (
        "系统管理员、安全管理员、审计管理员必须由三个不同的人担任，也不能兼任其他岗位。请先撤销原岗位，或者另选一人。",
        "The system, security and audit administrators are three different people and hold no other post. End the other post first, or choose somebody else.",
    ),
    "account.not-for-oneself": (
        "不能给自己办理。请由另一位管理员办理。",
        "Nobody does this for themselves. Ask another administrator.",
    ),
    "account.own-request": (
        "这是本人提出的申请，不能由本人答复。请由另一位安全管理员答复。",
        "This is your own request. Another security administrator answers it.",
    ),
    "account.answered-already": (
        "这项申请刚刚已经有人答复。请刷新页面看结果。",
        "Somebody has answered this request a moment ago. Reload the page to see the answer.",
    ),
    "account.begun-already": (
        "已经有管理员了。新的账号请由系统管理员在“账号”页面建立。",
        "There are administrators already. A system administrator makes further accounts on the page of accounts.",
    ),
    "account.three-people": (
        "系统管理员、安全管理员、审计管理员要各指定一人，共三人。",
        "Name three people: one system, one security and one audit administrator.",
    ),
    "account.invitation-wrong": (
        "账号和邀请码对不上，或者邀请码已经用过、超过 {days} 天。请核对后再填，仍不行的请系统管理员重新发一个。",
        "Account and invitation do not belong together, or the invitation was used or is older than {days} days. Check both; if it still fails, ask the system administrator for a new one.",
    ),
    "account.closed-already": ("这个账号已经停用。", "This account is closed already."),
    "account.not-closed": (
        "这个账号没有停用，不用恢复。",
        "This account is not closed; there is nothing to reopen.",
    ),
    "account.no-factor": (
        "这个账号没有绑定动态码，不用重置。",
        "This account has no second factor; there is nothing to reset.",
    ),
    "account.organisation-unknown": (
        "没有找到“{said}”，或者不止一个。请填写党组织的全称或编码。",
        "“{said}” was not found, or there is more than one. Enter the organisation's full name or code.",
    ),
    "factor.none": (
        "这个账号还没有绑定手机。请先按页面提示绑定。",
        "No phone is set up for this account yet. Set one up first, as the page says.",
    ),
    "factor.code-wrong": (
        "动态码不对。请看手机上现在显示的六位数字；手机时间要准。",
        "The code is not right. Enter the six digits the phone shows now; its clock must be right.",
    ),
    "factor.code-used": (
        "这个动态码已经用过。请等半分钟，用下一个。",
        "This code was used already. Wait half a minute and use the next one.",
    ),
    "signing.too-many-codes": (
        "动态码输错了 {tries} 次，请过 {minutes} 分钟再试。手机丢失或更换的，请联系安全管理员重置。",
        "The code was wrong {tries} times. Try again in {minutes} minutes. If the phone is lost or new, ask the security administrator for a reset.",
    ),
    # -- what the record says happened: "audit." and the event's action -------------------------------------------------
    "audit.account-begun": ("建立首批管理员", "First administrator made"),
    "audit.account-made": ("建立账号", "Account made"),
    "audit.account-opened": ("本人启用账号", "Account opened by its owner"),
    "audit.account-invited-again": ("收回密码，重新邀请", "Password taken away, invited again"),
    "audit.account-closed": ("停用账号", "Account closed"),
    "audit.account-reopened": ("恢复账号", "Account opened again"),
    "audit.account-factor-set": ("绑定手机动态码", "Phone set up"),
    "audit.account-factor-reset": ("重置手机动态码", "Phone reset"),
    "audit.account-post-asked": ("申请变更岗位", "Change of a post asked for"),
    "audit.account-post-granted": ("同意变更岗位", "Change of a post granted"),
    "audit.account-post-refused": ("不同意变更岗位", "Change of a post refused"),
    "audit.campaign-opened": ("开展活动", "Campaign opened"),
    "audit.campaign-regraded": ("重新计算等次", "Campaign graded again"),
    "audit.sheet-line-recorded": ("登记评分", "Line of a sheet recorded"),
    "audit.sheet-line-cleared": ("清除评分", "Line of a sheet cleared"),
    "audit.sheet-completed": ("完成评分表", "Sheet finished"),
    "audit.grade-decided": ("研究定级", "Grade decided"),
    "audit.grade-withdrawn": ("撤回定级", "Decision withdrawn"),
    "audit.grade-explained": ("填写定级说明", "Grade explained"),
    "audit.ballot-counted": ("登记测评票数", "Votes counted"),
    "audit.ballot-count-withdrawn": ("撤回测评票数", "Count withdrawn"),
    "audit.duty-recorded": ("登记会议记录", "Record entered"),
    "audit.duty-record-withdrawn": ("撤回会议记录", "Record withdrawn"),
    "audit.item-opened": ("列入台账", "Item opened"),
    "audit.item-planned": ("制定整改措施", "Item planned"),
    "audit.item-claimed": ("申请销号", "Item reported as done"),
    "audit.item-sent-back": ("退回整改", "Item sent back"),
    "audit.item-closed": ("销号", "Item closed"),
    "audit.item-reopened": ("重新列入台账", "Item opened again"),
    "audit.item-gate-passed": ("登记销号条件", "Gate of an item passed"),
    "audit.item-evidence-added": ("补充佐证材料", "Evidence added"),
    "audit.item-evidence-withdrawn": ("撤回佐证材料", "Evidence withdrawn"),
    "audit.notice-posted": ("张贴公示", "Notice posted"),
    "audit.notice-taken-down": ("撤下公示", "Notice taken down"),
    "audit.objection-put": ("收到异议", "Objection received"),
    "audit.objection-assigned": ("指定异议承办人", "Objection assigned"),
    "audit.objection-answered": ("答复异议", "Objection answered"),
}
