"""What is printed on the papers of a return, Chinese and English."""

from collections.abc import Mapping

from jiceng import phrases

_WORDS: Mapping[str, tuple[str, str]] = {
    # forms; {lowest} is the document's own word for its lowest grade
    "summary": ("基层党组织分类定级情况汇总表", "Grading of primary organisations: summary"),
    "list": ("基层党组织分类定级情况一览表", "Grading of primary organisations: list"),
    "detail": ("基层党组织分类定级情况明细表", "Grading of primary organisations: details"),
    "poor-list": ("{lowest}基层党组织名单", "Organisations graded {lowest}"),
    "poor-detail": ("{lowest}基层党组织状况明细表", "Organisations graded {lowest}: situation and remedies"),
    "report": ("基层党组织分类定级工作总结", "Report on the grading of primary organisations"),
    "recheck": ("基层党组织分类定级复查情况表", "Re-examination of grades"),
    # columns
    "serial": ("序号", "No."),
    "name": ("党组织名称", "Organisation"),
    "class": ("类别", "Class"),
    "committee": ("所属党（工）委", "Committee"),
    "zone": ("协作区", "Zone"),
    "secretary": ("书记", "Secretary"),
    "members": ("党员数", "Members"),
    "points": ("得分", "Points"),
    "satisfaction": ("满意率", "Satisfaction, %"),
    "grade": ("定级", "Grade"),
    "problems": ("主要问题", "Main problems"),
    "causes": ("原因", "Causes"),
    "leaders": ("挂点领导", "Leader in charge"),
    "liaisons": ("联络员", "Liaison"),
    "helpers": ("帮扶单位", "Helping unit"),
    "measures": ("整改措施", "Measures"),
    "due": ("完成时限", "Due"),
    "target": ("目标等次", "Target"),
    "closed": ("销号日期", "Closed on"),
    "before": ("原定等次", "Grade before"),
    "own": ("自查等次", "Self-check"),
    "checked": ("复查得分", "Points found"),
    "now": ("复查定级", "Grade now"),
    "change": ("变化", "Change"),
    "explanation": ("说明情况", "Explanation"),
    "total": ("合计", "Total"),
    "rose": ("上升", "rose"),
    "held": ("不变", "held"),
    "fell": ("下降", "fell"),
    # round a table
    "unit": ("填表单位（章）", "Unit (seal)"),
    "with-unit": ("随党总支", "with its general branch"),
    "addressee": ("报送", "To"),
    "filed-on": ("填报日期", "Date"),
    "填表人": ("填表人", "Filled in by"),
    "审核人": ("审核人", "Reviewed by"),
    "联系电话": ("联系电话", "Telephone"),
    "sample": ("样表", "SAMPLE"),
    "invented": ("演示数据", "DEMONSTRATION DATA"),
    "nobody": ("没有定为“{lowest}”的党组织。", "No organisation is graded {lowest}."),
    "moved": (
        "与“{follows}”相比：上升 {rose} 个，不变 {held} 个，下降 {fell} 个，原来没有等次 {new} 个。",
        "Against “{follows}”: {rose} rose, {held} held, {fell} fell, {new} had no grade before.",
    ),
    "not-graded": ("未定级 {count} 个：{names}。", "{count} not graded: {names}."),
    "of-zone": ("{zone}小计 {count} 个：{counts}。", "{zone}, {count}: {counts}."),
    "counted": ("“{grade}” {count} 个", "{count} “{grade}”"),
    "no-zone": ("未编入协作区", "In no zone"),
    "between": ("、", ", "),
    "check": ("核对码 {digest}", "check figure {digest}"),
    # the report
    "opening": (
        "根据分类定级工作安排，{sender}组织开展了“{campaign}”。应定级党组织 {due} 个，"
        "已定级 {graded} 个，未定级 {left} 个。现将有关情况报告如下。",
        "{sender} carried out “{campaign}”. Of {due} organisations to be graded, {graded} were graded and {left} "
        "were not. The results are as follows.",
    ),
    "results": ("定级结果", "Results"),
    "spread": (
        "已定级的 {graded} 个党组织（党员 {members} 名）中，{counts}。",
        "Of the {graded} organisations graded (with {members} members): {counts}.",
    ),
    "spread-unknown": ("已定级的 {graded} 个党组织中，{counts}。", "Of the {graded} organisations graded: {counts}."),
    "part": ("“{grade}” {count} 个，占 {share}%", "“{grade}” {count}, {share} %"),
    "by-class": ("{class_name} {due} 个：{counts}。", "{class_name}, {due}: {counts}."),
    "ballots": (
        "对 {count} 个党组织组织了民主测评，发出测评票 {issued} 张，收回 {returned} 张，有效 {valid} 张。",
        "Ballots were held at {count} organisations: {issued} papers issued, {returned} returned, {valid} valid.",
    ),
    "done": ("主要做法", "What was done"),
    "wrong": ("存在的问题", "Problems"),
    "next": ("下一步打算", "What comes next"),
    "other": ("其他情况", "Further"),
    "poor": ("“{lowest}”党组织整顿提高情况", "Rectification of organisations graded {lowest}"),
    "poor-told": (
        "定为“{lowest}”的 {count} 个党组织，已明确挂点领导的 {led} 个，已列入台账的问题还有 {open} 项没有销号。",
        "Of {count} organisations graded {lowest}, {led} have a leader in charge; {open} problems on the ledger are "
        "still open.",
    ),
    # the receipt
    "receipt": ("报表接收回执", "Receipt of a return"),
    "received": (
        "你单位 {sent_on} 报送的“{mechanism}”（第 {number} 次）收悉，经审核予以接收。",
        "“{mechanism}” (no. {number}), which you sent on {sent_on}, has been received, reviewed and accepted.",
    ),
    "received-figures": (
        "报表所载：应定级 {due} 个，已定级 {graded} 个，未定级 {left} 个；其中{counts}。",
        "It says: {due} to be graded, {graded} graded, {left} not graded; of these {counts}.",
    ),
    "received-digest": (
        "报表内容核对码（SHA-256）：{digest}。系统中保存的报表内容与此一致，报后未作改动。",
        "Check figure of its content (SHA-256): {digest}. The content kept in the system has this figure and was "
        "not altered.",
    ),
}  # fmt: skip


def word(key: str, lang: str = "zh", **facts: object) -> str:
    """A printed word or sentence."""
    text = _WORDS[key][phrases.side(lang)]
    return text.format(**facts) if facts else text


def title(form: str, lowest: str, lang: str = "zh") -> str:
    """The name of a form as it is printed.

    >>> title("poor-list", "较差")
    '较差基层党组织名单'
    """
    return _WORDS[form][phrases.side(lang)].replace("{lowest}", lowest)
