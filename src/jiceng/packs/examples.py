"""What a case asks of every word that does not grade: one function a word, rule and given in, answers out.

A rule that was taken out is None: then nothing is asked of anybody, and the answers say so. What a case may give is in
`packs.given`; what it may ask is the keys of these answers.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jiceng.kernel import ballot, consequence, duty, item, link, notice, procedure
from jiceng.kernel.ballot import board, view
from jiceng.kernel.contents import lines_said, missing_parts
from jiceng.kernel.dates import Calendar
from jiceng.kernel.days import WorkingDays
from jiceng.kernel.refusal import Refusal
from jiceng.kernel.sheet import Bands
from jiceng.packs.given import Given

Answers = dict[str, Any]
Rules = Mapping[str, Any]

ON = date(2012, 4, 16)  # where a case names no day


def _text(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _about(given: Given) -> dict[str, Any]:
    return {
        "class_name": given.get("class", ""),
        "grade": given.get("grade", ""),
        "flags": frozenset(given.get("flags", ())),
    }


def _codes(missing: list[procedure.Missing]) -> list[str]:
    return [one.code for one in missing]


def _calendar(given: Given, rules: Rules) -> Calendar:
    """The printed days in a campaign; where a case names no opening, it opens with the document's own year."""
    year = given.get("year", 2012)
    return Calendar(rules, _day(given["opened_on"]) if "opened_on" in given else date(year, 1, 1), year)


# -- duty -------------------------------------------------------------------------------------------------------------


def record(rule: duty.Record | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "owed": False, "missing": []}
    if "said" in given:
        done, flags = frozenset(given.get("done", ())), frozenset(given.get("flags", ()))
        duty.check_record(
            rule, given["said"], name="case", done=done, flags=flags, known=given.get("known", {})
        )
    found: Answers = {"accepted": True, "owed": rule.owed(**_about(given)), "by": rule.by, "of": rule.of}
    if "records" in given:
        found["missing"] = _codes(
            duty.missing_records(
                rule, given["records"], mechanism="", name="case", flags=frozenset(given.get("flags", ())),
                zones=given.get("zones", ()),
            )
        )  # fmt: skip
    if "on" in given and "opened_on" in given:
        since, on = _day(given["opened_on"]), _day(given["on"])
        records = [
            (_day(day), said) for day, said in zip(given.get("held_on", ()), given["records"], strict=True)
        ]
        owed = duty.owed_records(rule, records, mechanism="", name="case", since=since, on=on)
        found["due_days"] = [_text(one.period.last) for one in owed if one.period]
    return found


def returned(rule: duty.Return | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "forms": [], "focus": [], "by": "", "department": ""}
    if "done" in given:
        duty.check_first(rule, frozenset(given["done"]), name="")
    if "figures" in given:
        told = given["figures"]
        duty.check_return(
            rule,
            duty.Figures(
                due=told["due"],
                grades=told["grades"],
                listed=told.get("listed", told["grades"]),
                not_graded=told.get("not_graded", {}),
                unexplained=told.get("unexplained", ()),
                open_objections=told.get("open_objections", 0),
            ),
        )
    return {
        "accepted": True,
        "forms": [duty.FORMS[one] for one in rule.forms],
        "focus": list(rule.focus),
        "due_on": _text(_calendar(given, rules).due(rule.due_on, rule)),
        "by_zone": rule.by_zone,
        "by": rule.by,
        "department": rule.department,
    }


# -- procedure --------------------------------------------------------------------------------------------------------


def steps(rule: procedure.Steps | None, given: Given, rules: Rules) -> Answers:
    on = _day(given["on"]) if "on" in given else ON
    if rule is None:
        return {"moved": "on", "accepted": True}
    if "doing" in given:
        procedure.check_now(rule, mechanism=given["doing"], name=given["doing"], at=given.get("at", ""))
    found: Answers = {"accepted": True, "theme": rule.theme, "goals": list(rule.goals), "months": rule.months}
    windows = _calendar(given, rules).windows()
    found["windows"] = {key: [_text(one.from_on), _text(one.until_on)] for key, one in windows.items()}
    found["steps"] = [one.name for one in rule.steps]
    if "at" in given and "doing" not in given:
        here = rule.at(given["at"])
        missing = [
            procedure.Missing(key, "procedure.case-awaits", {"name": key})
            for key in here.awaits
            if key not in given.get("done", here.awaits)
        ]
        found["actor"] = here.actor
        found["awaits"] = list(here.awaits)
        found["next"] = rule.after(here.key)
        found["late"] = windows[here.key].state(on) == "late"
        to = given.get("to", rule.after(here.key))
        found["moved"] = procedure.check_move(
            rule,
            at=here.key,
            to=to,
            missing=missing,
            window=windows.get(to),
            on=on,
            reason=given.get("reason", ""),
        )
    return found


def clock(rule: procedure.Clock | None, given: Given, rules: Rules) -> Answers:
    """Every clock of the pack counts: taking one out leaves those of the other levels."""
    of = given.get("of", rule.of if rule else "")
    due = procedure.earliest(day.on for day in _calendar(given, rules).printed(of))
    if "own" in given:
        procedure.check_own_deadline(_day(given["own"]), due)
    return {"due_on": _text(due), "accepted": True}


def sample(rule: procedure.Sample | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {}
    grades = given.get("graded", {})
    codes = [code for code, grade in grades.items() if not rule.grades or grade in rule.grades]
    size = rule.count(len(codes))
    return {"drawn": procedure.draw(given["seed"], codes, size), "size": size, "by": rule.by}


# -- notice -----------------------------------------------------------------------------------------------------------


def posted(rule: notice.Notice | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "missing": []}
    if "said" in given or "place" in given:
        notice.check_post(
            rule,
            given.get("said", {}),
            name="case",
            place=given.get("place", ""),
            scope=given.get("scope", ""),
            rows=given.get("table", ()),
            done=frozenset(given.get("done", ())),
        )
    found: Answers = {
        "accepted": True,
        "of": rule.of,
        "by": rule.by,
        "audience": rule.audience,
        "optional": rule.optional,
        "columns": rule.headings(),
        "missing": [],
    }
    if "from_on" in given:
        found["until_on"] = _text(notice.last_day(rule, _day(given["from_on"]), WorkingDays()))
    if "hanging" in given:
        told = given["hanging"]
        hung = (
            notice.Posted(
                _day(told["from_on"]),
                _day(told["until_on"]) if told.get("until_on") else None,
                told.get("open", 0),
            )
            if told
            else None
        )
        on = _day(given["on"]) if "on" in given else ON
        since = _day(given["opened_on"]) if "opened_on" in given else None
        found["missing"] = _codes(
            notice.missing_notice(rule, hung, mechanism="", name="case", on=on, since=since)
        )
        if "objecting_on" in given and hung is not None:
            day = _day(given["objecting_on"])
            notice.check_objecting(rule, until_on=hung.until_on, taken_down=False, on=day)
            found["answer_due"] = _text(notice.answer_due(rule, day, WorkingDays()))
    if "answer" in given:
        said = given["answer"]
        notice.check_answer(finding=said.get("finding", ""), reply=said.get("reply", ""))
    return found


# -- item -------------------------------------------------------------------------------------------------------------


def ledger(rule: item.Ledger | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "closed": True, "missing": [], "concerns": False, "passed": True}
    opened = _day(given["opened_on"]) if "opened_on" in given else ON
    if "records" in given:
        rule = rule.taking_up(
            {part: lines_said(rules[key].contents, given["records"]) for part, key in rule.answers.items()}
        )
    found: Answers = {
        "accepted": True,
        "closed": True,
        "passed": True,
        "concerns": rule.concerns(**_about(given)),
        "latest": _text(item.latest_due(rule, opened)),
        "effect_on": _text(item.effect_due(rule, opened)),
        "gates": [one.name for one in rule.every_gate()],
        "closed_by": rule.closed_by,
        "opened_by_its_own_side": rule.is_opened_by_its_own_side,
        "lacking": missing_parts(rule.contents, given.get("said", {})),
    }
    if "said" in given:
        item.check_plan(
            rule,
            given["said"],
            name="case",
            opened_on=opened,
            due_on=_day(given["due_on"]) if given.get("due_on") else None,
            owner=given.get("owner", ""),
        )
        item.check_unlike(rule, given["said"], [("", said) for said in given.get("beside", ())], name="case")
    if "passing" in given:
        told = given["passing"]
        gate = next((one for one in rule.every_gate() if told["gate"] in (one.key, one.name)), None)
        if gate is None:
            raise Refusal(
                "item.gate-unknown", gate=told["gate"], gates=[one.name for one in rule.every_gate()]
            )
        item.check_pass(gate, note=told.get("note", ""), value=told.get("value"))
    if "passed" in given:
        keys = {one.name: one.key for one in rule.every_gate()}
        item.check_close(
            rule,
            name="case",
            passed=frozenset(keys.get(one, one) for one in given["passed"]),
            evidence=given.get("evidence", 0),
            owner_closes=given.get("owner_closes", False),
        )
    if "reply" in given:
        item.check_answer(rule, given["reply"], name="case")
    if "plans" in given or "helpers" in given:
        plans = [plan for plan in given.get("plans", ()) if plan]
        found["missing"] = _codes(
            item.missing_items(
                rule, plans, frozenset(given.get("helpers", ())), mechanism="", name="case",
                unplanned=len(given.get("plans", ())) - len(plans),
            )
        )  # fmt: skip
    return found


def moved(rule: item.Movement | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True}
    bands = next((one for one in rules.values() if isinstance(one, Bands)), None)
    if bands is None:
        raise Refusal("sheet.no-bands")
    found: Answers = {"accepted": True, "goal": rule.goals.get(given.get("grade", given.get("old", "")), "")}
    if "target" in given:
        item.check_target(
            rule, bands, grade=given["grade"], target=given["target"], reason=given.get("reason", "")
        )
    if "new" in given:
        consequences = [one for one in rules.values() if isinstance(one, consequence.Consequence)]
        about = _about(given)
        item.check_findings(
            consequences, bands, new=given["new"], flags=about["flags"], class_name=about["class_name"],
            note=given.get("reason", ""),
        )  # fmt: skip
        figure = given.get("measures", {}).get(rule.measure)
        item.check_figure(rule, figure, note=given.get("reason", ""))
        item.check_upgrade(
            rule, bands, old=given["old"], new=given["new"], opinions=given.get("opinions", {})
        )
        found["movement"] = item.movement(bands, given["old"], given["new"])
    if "pairs" in given:
        found["matrix"] = item.matrix(bands, [(old, new) for old, new in given["pairs"]])
    return found


# -- ballot -----------------------------------------------------------------------------------------------------------


def evaluation(rule: ballot.Evaluation | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "missing": []}
    roll = given.get("roll", {})
    if "members" in given or ("roll" in given and "counts" not in given):
        ballot.check_roll(rule, roll, members=given.get("members"), reason=given.get("reason", ""))
    found: Answers = {
        "accepted": True,
        "missing": [],
        "counted_by": rule.counted_by,
        "named_by": rule.named_by,
        "approved_by": rule.approved_by,
        "secret": rule.secret,
        "classes": [one.name for one in rule.classes],
        "questions": [one.name for one in board.sheet_of(rule, given.get("people", ()))],
    }
    if "kind" in given:
        class_name = given.get("class", "")
        found["concerns"] = rule.concerns(
            grade=given.get("grade", ""), kind=given["kind"], class_name=class_name
        )
    if "counts" in given:
        counts = {name: ballot.Counted(**told) for name, told in given["counts"].items()}
        ballot.check_count(rule, roll, counts)
        found["satisfaction"] = ballot.satisfaction(rule, counts)
        found["opinion"] = ballot.opinion(rule, counts)
        found["opinions"] = ballot.opinions(rule, counts)
        found["view"] = view.published(
            rule, counts, "inside" if given.get("shown") == "inside" else "public"
        ).mode
    if "standing" in given:
        told = given["standing"]
        found["missing"] = _codes(
            ballot.missing_ballot(
                rule,
                roll="roll" in told,
                approved="approved" in told,
                counted="counted" in told,
                mechanism="",
                name="case",
            )
        )
    return found


# -- register, sheet, consequence -------------------------------------------------------------------------------------


def team(rule: link.Team | None, given: Given, rules: Rules) -> Answers:
    if rule is not None and "team" in given:
        seated = [link.InSeat(one["name"], one["seat"], one.get("post", "")) for one in given["team"]]
        link.check_team(rule, seated, name="case")
    seats = [one.name for one in rule.seats] if rule else []
    found: Answers = {"accepted": True, "seats": seats, "of": rule.of if rule else ""}
    if "organisations" in given:
        kinds = [one["kind"] for one in given["organisations"].values()]
        found["concerns"] = rule is not None and rule.concerns(kinds)
    return found


def links(rule: link.Links | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"accepted": True, "missing": [], "concerns": False}
    if "kind" in given:
        link.check_link(
            rule,
            given["kind"],
            holder_post=given.get("post", ""),
            is_organisation=given.get("organisation", False),
        )
    class_name = given.get("class", "")
    present = frozenset(given.get("helpers", ()))
    team = [link.InSeat(one["name"], one["seat"], one.get("post", "")) for one in given.get("team", ())]
    if "holder" in given:
        link.check_of_team(rule, team, given["holder"], kind=given.get("kind", ""))
    helping = frozenset(given.get("people", ()))
    idle = link.missing_contacts(rule, team, helping, mechanism="", name="case")
    missing = link.missing_links(rule, present, class_name=class_name, mechanism="", name="case")
    visited = given.get("visited")
    few = link.missing_visits(rule, visited, mechanism="", name="case") if visited is not None else []
    return {
        "accepted": True,
        "concerns": rule.concerns(**_about(given)),
        "missing": _codes([*missing, *few]),
        "lacking": [kind for one in missing for kind in one.facts["missing"]],
        "idle": [name for one in idle for name in one.facts["missing"]],
    }


def pairing(rule: link.Pairing | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"pairs": {}}
    places = [
        link.Place(
            code=code,
            grade=one["grade"],
            kind=one["kind"],
            path=one["path"],
            resources=frozenset(one.get("resources", ())),
        )
        for code, one in given.get("places", {}).items()
    ]
    pairs = link.propose_pairs(rule, places)
    return {"pairs": {one.lagging: one.advanced for one in pairs}, "forms": list(rule.forms)}


def documents(rule: link.Documents | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {"cites": [], "accepted": True}
    known = link.by_number(rule)
    found: Answers = {"cites": list(known), "accepted": True}
    if "registered" in given:
        registered = frozenset(link.read_number(one) for one in given["registered"])
        missing = link.missing_documents(rule, registered, mechanism="", name="case")
        found["missing"] = [number for one in missing for number in one.facts["missing"]]
    if "number" in given:
        number = link.read_number(given["number"])
        found["number"] = number
        if number in known:
            one = known[number]
            found["rests_on"] = [link.read_number(base) for base in one.bases]
            found["issuer"] = one.issuer
        link.check_document(
            number=number,
            bases=[link.read_number(one) for one in given.get("bases", ())],
            due_on=_day(given["due_on"]) if given.get("due_on") else None,
            forwards_due=_day(given["forwards_due"]) if given.get("forwards_due") else None,
            recipients=given.get("recipients", ""),
        )
    return found


def use(rule: consequence.Use | None, given: Given, rules: Rules) -> Answers:
    if rule is None:
        return {}
    uses = [one for one in rules.values() if isinstance(one, consequence.Use)]
    found = consequence.check_use(uses, what=rule.what, grade=given.get("grade", ""))
    if "holder" in given:
        consequence.check_named(found, given["holder"])
    return {"kind": found.kind, "points": found.points, "accepted": True}


Example = Callable[[Any, Given, Rules], Answers]

EXAMPLES: Mapping[type, Example] = {
    duty.Record: record,
    duty.Return: returned,
    procedure.Steps: steps,
    procedure.Clock: clock,
    procedure.Sample: sample,
    notice.Notice: posted,
    item.Ledger: ledger,
    item.Movement: moved,
    ballot.Evaluation: evaluation,
    link.Team: team,
    link.Links: links,
    link.Pairing: pairing,
    link.Documents: documents,
    consequence.Use: use,
}
