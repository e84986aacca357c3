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
    "signing.too-many-tries": (
        "密码输错了 {tries} 次，请过 {minutes} 分钟再试；也可以用以前登录过这个账号的手机或电脑登录。忘记密码的，请联系县委组织部重设。",
        "The password was wrong {tries} times. Try again in {minutes} minutes, or use a phone or computer that has signed in to this account before. If you have forgotten the password, ask the county organisation department for a new one.",
    ),
}
