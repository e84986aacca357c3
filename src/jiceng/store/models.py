"""Every model, for Django and for importing: `from jiceng.store.models import Subject`."""

from jiceng.store.audit import AuditEvent, AuditValue
from jiceng.store.ballot import (
    BallotEvent,
    BoardRow,
    ClassCount,
    Comment,
    Count,
    CountWithdrawal,
    Envelope,
    OptionCount,
    PaperEntry,
    Roll,
    RollClass,
    RollEntry,
    RollName,
    ScannedPaper,
    Stub,
)
from jiceng.store.days import Holiday
from jiceng.store.desk import Feed, Reminder
from jiceng.store.duty import Record, Return
from jiceng.store.item import Evidence, GatePass, Item, ItemEvent, Upgrade
from jiceng.store.link import Basis, Document, Link, Team, TeamMember, Visit, Zone, ZoneMember
from jiceng.store.notice import Knock, Notice, NoticeRow, Objection
from jiceng.store.procedure import Deadline, Draw, DrawRow, Move, Track, Window
from jiceng.store.register import Organisation, Person, Post
from jiceng.store.result import Correction, Measure, Outside, Rating, Withdrawal
from jiceng.store.sheet import Campaign, Flag, Line, Sheet, Subject
from jiceng.store.signing import SignInFailure
from jiceng.store.standard import Adoption, PackCopy
from jiceng.store.user import PostChange, SecondFactor, SignIn, User

__all__ = [
    "Adoption",
    "AuditEvent",
    "AuditValue",
    "BallotEvent",
    "Basis",
    "BoardRow",
    "Campaign",
    "ClassCount",
    "Comment",
    "Correction",
    "Count",
    "CountWithdrawal",
    "Deadline",
    "Document",
    "Draw",
    "DrawRow",
    "Envelope",
    "Evidence",
    "Feed",
    "Flag",
    "GatePass",
    "Holiday",
    "Item",
    "ItemEvent",
    "Knock",
    "Line",
    "Link",
    "Measure",
    "Move",
    "Notice",
    "NoticeRow",
    "Objection",
    "OptionCount",
    "Organisation",
    "Outside",
    "PackCopy",
    "PaperEntry",
    "Person",
    "Post",
    "PostChange",
    "Rating",
    "Record",
    "Reminder",
    "Return",
    "Roll",
    "RollClass",
    "RollEntry",
    "RollName",
    "ScannedPaper",
    "SecondFactor",
    "Sheet",
    "SignIn",
    "SignInFailure",
    "Stub",
    "Subject",
    "Team",
    "TeamMember",
    "Track",
    "Upgrade",
    "User",
    "Visit",
    "Window",
    "Withdrawal",
    "Zone",
    "ZoneMember",
]
