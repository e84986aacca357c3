"""Returns by hand: what they say, without a database."""

from dataclasses import replace

from jiceng.services.duty.rows import Content, Poor, Row

GRADES = ("好", "较好", "一般", "较差")


def row(at: int = 1, grade: str = "较好", **facts) -> Row:
    told = {
        "subject": at, "code": f"T{at}", "name": f"第{at}村党支部", "class_name": "农村", "committee": "某镇党委",
        "secretary": f"某{at}", "members": 20, "self_total": "92", "self_grade": "好", "assessed": "85.5",
        "issued": 40, "returned": 40, "valid": 38, "satisfaction": "94.736842", "opinion": "满意", "last": "一般",
        "computed": grade, "grade": grade, "explanation": "有事实依据",
    }  # fmt: skip
    return Row(**told | facts)


def content(*rows: Row, **facts) -> Content:
    told = {
        "campaign": "2012年分类定级", "mechanism": "报市委组织部的三份材料", "sender": "某镇党委",
        "receiver": "某县县委组织部", "year": 2012, "forms": ("report", "summary", "list"), "grades": GRADES,
        "classes": ("农村", "机关"), "rows": rows,
    }  # fmt: skip
    return Content(**told | facts)


def county(number: int = 12) -> Content:
    """A town with every grade, a class of organs, one organisation set aside, and two of the lowest grade."""
    grades = [GRADES[at % 4 if at % 5 else 1] for at in range(number)]
    rows = [
        row(at + 1, grade, class_name="机关" if at % 3 == 0 else "农村") for at, grade in enumerate(grades)
    ]
    rows.append(row(number + 1, "", not_graded="成立不满半年", explanation="", computed=""))
    poor = tuple(
        Poor(
            subject=one.subject, problems=("班子不团结，书记长期在外", "活动场所年久失修"), causes=("村集体没有收入",),
            leaders=("县委常委、副县长",), liaisons=("驻村干部",), helpers=("县农业农村局",),
            measures=("调整班子，从致富能手中选任书记", "争取资金维修村部"), due_on="2012-06-30", target="一般", open=2,
        )
        for one in rows
        if one.grade == "较差"
    )  # fmt: skip
    words = {
        "填表人": "张三",
        "审核人": "李四",
        "主要做法": "成立指导工作组，逐村逐户走访。",
        "下步打算": "一村一策抓整改。",
    }
    return replace(content(*rows), poor=poor, words=words, focus=("好", "较差"))


def prepared(content: Content):
    """As the service puts it together, of campaign 7 and the committee TOWN."""
    from jiceng.kernel.duty import Return
    from jiceng.services.duty import Prepared
    from jiceng.services.duty.preparing import figures_of
    from jiceng.services.duty.rows import digest
    from jiceng.store.models import Campaign, Organisation

    town = Organisation(pk=3, code="TOWN", name=content.sender)
    return Prepared(
        Campaign(pk=7, title=content.campaign), "returns", town, town, Return(forms=content.forms), content,
        figures_of(content), (), digest(content.as_json()), None, None,
    )  # fmt: skip


def to_fill():
    """The list behind the files that LibreOffice wrote (`libreoffice_*.xlsx`)."""
    rows = [
        row(1, "好", explanation=""),
        row(2, "较好"),
        row(3, "较差", explanation="班子不团结\n正在调整"),
        row(4, "", computed="", explanation=""),
    ]
    return prepared(content(*rows))
