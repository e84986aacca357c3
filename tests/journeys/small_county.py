"""A county of one town and two villages, with everybody a campaign needs. Everything in it is made up."""

from datetime import date

COUNTY, TOWN = "南溪县委", "河口镇党委"
EAST, WEST = "东村党支部", "西村党支部"
PASSWORD = "河口镇 2026 年 4 月"

# account -> (name, post, where)
PEOPLE = {
    "he": ("何晓", "county-officer", COUNTY),
    "gu": ("顾明", "county-officer", COUNTY),
    "dai": ("戴清", "delegate", COUNTY),
    "kong": ("孔德", "committee-officer", TOWN),
    "shen": ("沈青", "reviewer", TOWN),
    "dong": ("董军", "secretary", EAST),
    "xie": ("谢芳", "secretary", WEST),
}


def make() -> None:
    """Once; what is there is left alone."""
    from jiceng.services.days import load_holidays
    from jiceng.store.models import Organisation, Person, Post, User
    from jiceng.store.register import add_organisation

    if Organisation.objects.exists():
        return
    load_holidays([2026])
    places = {COUNTY: add_organisation(code="N1", name=COUNTY, form="committee", invented=True)}
    places[TOWN] = add_organisation(
        code="N101", name=TOWN, parent=places[COUNTY], form="committee", invented=True
    )
    for number, name in enumerate((EAST, WEST), start=1):
        places[name] = add_organisation(
            code=f"N101{number}", name=name, parent=places[TOWN], kind="village", form="branch",
            member_count=20, invented=True,
        )  # fmt: skip
    for account, (name, role, place) in PEOPLE.items():
        person = Person.objects.create(name=name, invented=True)
        User.objects.create_user(account, PASSWORD, person=person)
        Post.objects.create(person=person, organisation=places[place], role=role, since_on=date(2025, 1, 1))
