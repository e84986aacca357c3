"""The dullest valid row of every table, to be spoilt one column at a time."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from jiceng.store import models as m
from tests.factories import DUE, ON, County, user

AT = datetime(2012, 4, 6, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
BEFORE, LATER = ON - timedelta(days=1), date(2012, 5, 1)

_numbers = count(1)


class Of(str):
    """A row of the county, by its name there."""


OFFICER, REVIEWER = Of("officer"), Of("reviewer")
WITHDRAWN = {"withdrawn_by": OFFICER, "withdrawn_on": ON, "withdrawn_reason": "记错了"}
TAKEN_DOWN = {"taken_down_by": OFFICER, "taken_down_on": ON, "taken_down_reason": "有误"}
ANSWERED = {"answered_by": OFFICER, "answered_on": ON}
ANSWER = ANSWERED | {"upheld": False, "finding": "属实", "reply": "已核实"}
APPROVED = {"approved_by": REVIEWER, "approved_on": ON}
REFUSED_IT = {"refused_by": REVIEWER, "refused_on": ON, "refused_reason": "无依据"}
FILE = {"file": "evidence/0", "name": "照片.jpg", "size": 10, "digest": "0" * 64}
SCORED = {"total": 90, "computed": "好"}


def without(facts, *names):
    return {name: value for name, value in facts.items() if name not in names}


def labels(cases):
    return [f"{case[0].__name__}-{'-'.join(case[1]) or 'same'}" for case in cases]


def token() -> str:
    return f"row-{next(_numbers)}"


class Rows:
    """A county with one campaign, and rows that belong to it."""

    def __init__(self) -> None:
        self.county = County(branches=2)
        self.campaign = self.county.campaign
        self.top, self.town = self.county.top, self.county.town
        self.subject = self.county.subject
        self.other_subject = self.county.subject_of(self.county.branches[1])
        self.officer, self.reviewer = self.county.officer, self.county.reviewer
        # What the campaign began with goes, so that a test counts only its own.
        m.Track.objects.all().delete()

    @property
    def flag(self) -> m.Flag:
        return self.make(m.Flag)

    def facts(self, model) -> dict:
        """What a plain row of the table says; a table in it stands for a plain row of that one."""
        placed = {"mechanism": "key", "campaign": self.campaign, "organisation": self.town}
        counted = {"mechanism": "key", "campaign": self.campaign, "subject": self.subject}
        noted = {"by": self.officer, "on": ON}
        dull = {
            m.Adoption: lambda: {"organisation": self.town, "pack": "p", "version": "1", "adopted_on": ON},
            m.BallotEvent: lambda: {
                **counted, "roll": m.Roll, "smallest": 8, "roll_salt": "0" * 32, "delegate": self.officer,
                "teller1": self.reviewer, "teller2": user(),
            },
            m.Basis: lambda: {"document": m.Document, "number": "上级〔2012〕1号"},
            m.Campaign: lambda: {
                "adoption": self.campaign.adoption, "organisation": self.top, "title": token(),
                "opened_on": ON, "due_on": DUE,
            },
            m.ClassCount: lambda: {
                "count": m.Count, "voter_class": "党员", "issued": 10, "returned": 9, "valid": 8,
                "invalid": 1,
            },
            m.Correction: lambda: {
                "subject": self.subject, "number": 1, "old_grade": "好", "new_grade": "一般", "reason": "查实",
                "asked_by": self.officer, "asked_on": ON,
            },
            m.Count: lambda: {**counted, **noted, "held_on": ON},
            m.CountWithdrawal: lambda: {
                **counted, "figures": {}, "counted_by": self.officer, "counted_on": ON, "reason": "录入有误",
                "asked_by": self.officer, "asked_on": ON, "agreed_by": self.reviewer, "agreed_on": ON,
            },
            m.Deadline: lambda: {**placed, **noted, "due_on": DUE},
            m.Document: lambda: {
                **noted, "organisation": self.top, "number": token(), "issuer": "某县县委", "title": "通知",
            },
            m.Draw: lambda: {
                **placed, **noted, "seed": token(), "size": 1, "frame_size": 2, "frame_digest": "0" * 64,
            },
            m.DrawRow: lambda: {"draw": m.Draw, "subject": self.subject, "place": 1},
            m.Evidence: lambda: {**noted, "item": m.Item, "text": "会议记录"},
            m.Feed: lambda: {"user": user(), "token": token(), "made_on": ON},
            m.Flag: lambda: {
                "organisation": self.town, "campaign": self.campaign, "flag": "veto", "authority": "县纪委",
                "found_on": ON,
            },
            m.GatePass: lambda: {**noted, "item": m.Item, "gate": "落实到位", "round": 1},
            m.Holiday: lambda: {"on": ON},
            m.Item: lambda: {
                "mechanism": "key", "organisation": self.town, "number": next(_numbers), "title": "问题",
                "opened_by": self.officer, "opened_on": ON,
            },
            m.ItemEvent: lambda: {"item": m.Item, "number": 1, "what": "opened", "on": ON},
            m.Line: lambda: {
                "sheet": m.Sheet, "item": "i", "value": "1", "filled_by": self.reviewer,
                "filled_on": ON,
            },
            m.Link: lambda: {
                **placed, "kind": "挂点领导", "holder_name": "某人", "since_on": ON, "made_by": self.officer,
            },
            m.Measure: lambda: {
                **noted, "subject": self.subject, "name": "satisfied", "value": Decimal("0.95"),
                "source": "测评会",
            },
            m.Move: lambda: {
                "track": m.Track, "number": 1, "from_step": "a", "to_step": "b", "on": ON,
            },
            m.Notice: lambda: {
                **placed, "number": next(_numbers), "title": "公示", "token": token(), "audience": "public",
                "from_on": ON, "posted_by": self.officer, "posted_on": ON,
            },
            m.NoticeRow: lambda: {"notice": m.Notice, "place": 1, "subject": self.subject},
            m.Knock: lambda: {"kind": "code", "about": "7K", "at": AT},
            m.Objection: lambda: {
                "notice": m.Notice, "text": "有不同意见", "code_digest": token(), "put_on": ON,
            },
            m.OptionCount: lambda: {"class_count": m.ClassCount, "option": "满意", "votes": 8},
            m.Organisation: lambda: {"code": token(), "name": "某支部", "path": token()},
            m.Outside: lambda: {"campaign": self.campaign, "organisation": self.town, "why": "form"},
            m.PackCopy: lambda: {
                "pack": "p", "version": "1", "digest": token(), "files": {"pack.yaml": "pack: p"},
                "kept_on": ON,
            },
            m.PaperEntry: lambda: {
                "event": m.BallotEvent, "voter_class": "党员", "teller": self.reviewer, "figures": {},
            },
            m.Person: lambda: {"name": "某人"},
            m.Post: lambda: {
                "person": user().person, "organisation": self.town, "role": "reviewer", "since_on": ON,
            },
            m.PostChange: lambda: {
                "person": user().person, "organisation": self.town, "role": "reviewer", "kind": "grant",
                "reason": "换届", "asked_by": self.officer, "asked_on": ON,
            },
            m.Rating: lambda: {
                **noted, "subject": self.subject, "name": "行风", "rating": "优", "source": "行风评议",
            },
            m.Record: lambda: {**placed, **noted, "number": next(_numbers), "held_on": ON},
            m.Reminder: lambda: {
                "person": self.officer.person, "code": "desk.due", "about": token(), "action": "desk",
                "due_on": DUE, "made_on": ON,
            },
            m.Return: lambda: {
                **placed, "receiver": self.top, "number": next(_numbers), "figures": {}, "digest": "0" * 64,
                "sent_by": self.reviewer, "sent_on": ON,
            },
            m.Roll: lambda: {**counted, "submitted_by": self.reviewer, "submitted_on": ON},
            m.RollClass: lambda: {"roll": m.Roll, "voter_class": "党员", "size": 20},
            m.RollEntry: lambda: {
                "event": m.BallotEvent, "voter_class": "党员", "number": 1, "name": "某人",
                "person": self.officer.person,
            },
            m.RollName: lambda: {
                "roll": m.Roll, "voter_class": "党员", "number": 1, "name": "某人",
                "person": self.officer.person,
            },
            m.ScannedPaper: lambda: {
                "event": m.BallotEvent, "voter_class": "党员", "teller": self.reviewer, "digest": "0" * 64,
                "reading": {},
            },
            m.SecondFactor: lambda: {"user": user(), "secret": "ABC"},
            m.Sheet: lambda: {
                "subject": self.subject, "scorer": "assessment", "filled_by": self.reviewer, "filled_on": ON,
            },
            m.SignIn: lambda: {
                "user": self.officer, "session_key": token(), "device": "Firefox", "at": AT, "seen_at": AT,
            },
            m.Team: lambda: {**placed, "name": "领导小组", "made_by": self.officer, "made_on": ON},
            m.TeamMember: lambda: {"team": m.Team, "name": "某人", "capacity": "组长"},
            m.Track: lambda: {"campaign": self.campaign, "committee": self.town, "step": "a", "entered_on": ON},
            m.Upgrade: lambda: {
                **noted, "subject": self.subject, "number": 1, "old_grade": "较差", "new_grade": "一般",
            },
            m.User: lambda: {"username": token()},
            m.Visit: lambda: {**noted, "link": m.Link, "note": "座谈"},
            m.Window: lambda: {"campaign": self.campaign, "step": "a"},
            m.Withdrawal: lambda: {
                "subject": self.subject, "decided": "好", "decided_by": self.officer, "decided_on": ON,
                "reason": "重新研究", "withdrawn_by": self.officer, "withdrawn_on": ON,
            },
            m.Zone: lambda: {"organisation": self.town, "name": "协作区"},
            m.ZoneMember: lambda: {"zone": m.Zone, "organisation": self.town},
        }  # fmt: skip
        return dull[model]()

    def make(self, model, **facts):
        told = self.facts(model) | facts
        return model.objects.create(
            **{name: self.make(one) if isinstance(one, type) else one for name, one in told.items()}
        )

    def plain(self, model):
        """A plain row of the table; the campaign has made its subjects already."""
        return self.subject if model is m.Subject else self.make(model)

    def filled(self, facts: dict) -> dict:
        """The facts, with rows in the place of their names."""
        return {
            name: getattr(self, value) if isinstance(value, Of) else value for name, value in facts.items()
        }
