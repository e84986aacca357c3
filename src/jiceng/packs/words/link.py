"""register.team, register.links, register.pairing, register.documents."""

from collections.abc import Iterator

from jiceng.kernel import link as rules
from jiceng.kernel.link import read_number
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.register import KINDS
from jiceng.kernel.sheet.lint import Remark, check_names
from jiceng.packs.given import Given
from jiceng.packs.words.entry import (
    Answers,
    Rules,
    Whole,
    check_are_records,
    check_of,
    check_printed,
    codes_of,
    day_of,
    example_of,
    subject_of,
)


@example_of(rules.Team)
def team_example(rule: rules.Team | None, given: Given, others: Rules) -> Answers:
    if rule is not None and "team" in given:
        seated = [
            rules.InSeat(member["name"], member["seat"], member.get("post", "")) for member in given["team"]
        ]
        rules.check_team(rule, seated, name="case")
    seats = [seat.name for seat in rule.seats] if rule else []
    answers: Answers = {"accepted": True, "seats": seats, "of": rule.of if rule else ""}
    if "organisations" in given:
        kinds = [organisation["kind"] for organisation in given["organisations"].values()]
        answers["concerns"] = rule is not None and rule.concerns(kinds)
    return answers


@check_of(rules.Team)
def team_check(rule: rules.Team, whole: Whole) -> Iterator[Remark]:
    yield from check_names(rule.over_kinds, tuple(KINDS), key="over_kinds", code="lint.kind-unknown")


@example_of(rules.Links)
def links_example(rule: rules.Links | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "missing": [], "concerns": False}
    if "kind" in given:
        rules.check_link(
            rule,
            given["kind"],
            holder_post=given.get("post", ""),
            is_organisation=given.get("organisation", False),
        )
    class_name = given.get("class", "")
    present = frozenset(given.get("helpers", ()))
    team = [
        rules.InSeat(member["name"], member["seat"], member.get("post", ""))
        for member in given.get("team", ())
    ]
    if "holder" in given:
        rules.check_of_team(rule, team, given["holder"], kind=given.get("kind", ""))
    helping = frozenset(given.get("people", ()))
    idle = rules.missing_contacts(rule, team, helping, mechanism="", name="case")
    missing = rules.missing_links(rule, present, class_name=class_name, mechanism="", name="case")
    visited = given.get("visited")
    few = rules.missing_visits(rule, visited, mechanism="", name="case") if visited is not None else []
    return {
        "accepted": True,
        "concerns": rule.concerns(**subject_of(given)),
        "missing": codes_of([*missing, *few]),
        "lacking": [kind for gap in missing for kind in gap.facts["missing"]],
        "idle": [name for gap in idle for name in gap.facts["missing"]],
    }


@check_of(rules.Links)
def links_check(rule: rules.Links, whole: Whole) -> Iterator[Remark]:
    if rule.team:
        yield from check_names([rule.team], tuple(whole.rules), key="team", code="lint.key-unknown")
    yield from check_are_records([rule.plan] if rule.plan else [], whole, "plan")
    for kind in rule.kinds:
        named = check_names(
            kind.holder_kinds, tuple(KINDS), key=f"kinds.{kind.name}", code="lint.kind-unknown"
        )
        yield from named


@example_of(rules.Pairing)
def pairing_example(rule: rules.Pairing | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"pairs": {}}
    places = [
        rules.Place(
            code=code,
            grade=place["grade"],
            kind=place["kind"],
            path=place["path"],
            resources=frozenset(place.get("resources", ())),
        )
        for code, place in given.get("places", {}).items()
    ]
    pairs = rules.propose_pairs(rule, places)
    return {"pairs": {pair.lagging: pair.advanced for pair in pairs}, "forms": list(rule.forms)}


@example_of(rules.Documents)
def documents_example(rule: rules.Documents | None, given: Given, others: Rules) -> Answers:
    if rule is None:
        return {"cites": [], "accepted": True}
    known = rules.by_number(rule)
    answers: Answers = {"cites": list(known), "accepted": True}
    if "registered" in given:
        registered = frozenset(rules.read_number(number) for number in given["registered"])
        missing = rules.missing_documents(rule, registered, mechanism="", name="case")
        answers["missing"] = [number for gap in missing for number in gap.facts["missing"]]
    if "number" in given:
        number = rules.read_number(given["number"])
        answers["number"] = number
        if number in known:
            document = known[number]
            answers["rests_on"] = [rules.read_number(base) for base in document.bases]
            answers["issuer"] = document.issuer
        rules.check_document(
            number=number,
            bases=[rules.read_number(base) for base in given.get("bases", ())],
            due_on=day_of(given["due_on"]) if given.get("due_on") else None,
            forwards_due=day_of(given["forwards_due"]) if given.get("forwards_due") else None,
            recipients=given.get("recipients", ""),
        )
    return answers


@check_of(rules.Documents)
def documents_check(rule: rules.Documents, whole: Whole) -> Iterator[Remark]:
    for document in rule.documents:
        yield from check_printed(document.due_on, "documents")
        for number in filter(None, (document.number, *document.bases)):
            try:
                read_number(number)
            except Refusal as refused:
                yield Remark("error", "documents", refused.code, refused.facts)
