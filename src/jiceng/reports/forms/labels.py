"""What is printed on forms: headings in Chinese and English."""

from collections.abc import Mapping

_LABELS: Mapping[str, tuple[str, str]] = {
    "summary": ("分类定级情况汇总表", "Summary of grading"),
    "list": ("分类定级情况一览表", "Grading, organisation by organisation"),
    "category": ("类别", "Category"),
    "due": ("应定级数", "To be graded"),
    "graded": ("已定级数", "Graded"),
    "ungraded": ("未定级数及原因", "Not graded, and why"),
    "number": ("个数", "Number"),
    "share": ("%", "%"),
    "members": ("党员数", "Members"),
    "total-row": ("合计", "Total"),
    "serial": ("序号", "No."),
    "name": ("名称", "Name"),
    "secretary": ("书记", "Secretary"),
    "self": ("自评得分/等次", "Self-assessment / grade"),
    "assessed": ("组织考核得分", "Assessment"),
    "ballot": ("测评", "Ballot"),
    "issued": ("发出", "Issued"),
    "returned": ("收回", "Returned"),
    "valid": ("有效", "Valid"),
    "satisfaction": ("满意率", "Satisfaction, %"),
    "last-grade": ("上年等次", "Last year"),
    "grade": ("定级", "Grade"),
    "explanation": ("说明情况", "Explanation"),
    "unit": ("填表单位（章）", "Unit (seal)"),
    "filed-on": ("填报日期", "Date"),
    "filled-by": ("填表人", "Filled in by"),
    "reviewed-by": ("审核人", "Reviewed by"),
    "phone": ("联系电话", "Telephone"),
    "sample": ("样表", "SAMPLE"),
    "invented": ("演示数据", "DEMONSTRATION DATA"),
    "computed-only": (
        "本表等次为按得分和规则计算的结果，未经党委研究，不是最后定级。",
        "Grades here are computed from the scores and rules; no committee has decided them yet.",
    ),
    "rounded": (
        "各项比例各自四舍五入，相加不一定是 100.0%。",
        "Each share is rounded by itself; together they need not make 100.0 %.",
    ),
    "by-kind": ("按登记类型", "By kind of the register"),
    "code": ("编码", "Code"),
    "why": ("原因", "Why"),
    "outside": ("不在范围", "Outside"),
    "outside-count": (
        "不在本办法定级范围：{count} 个（{kinds}），名单见“不在范围”表。",
        "Outside this document: {count} ({kinds}); listed on the sheet “Outside”.",
    ),
    "kinds-between": ("、", ", "),
    "colon": ("：", ": "),
}


def label(key: str, lang: str = "zh") -> str:
    """A printed heading of the forms in Chinese or English."""
    return _LABELS[key][1 if lang.lower().startswith("en") else 0]
