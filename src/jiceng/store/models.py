"""Every model, for Django and for importing: `from jiceng.store.models import Subject`."""

from jiceng.store.audit import AuditEvent, AuditValue
from jiceng.store.register import Organisation, Person, Post
from jiceng.store.sheet import Adoption, Campaign, Flag, Line, Outside, Sheet, Subject, Withdrawal
from jiceng.store.signing import SignInFailure
from jiceng.store.user import User

__all__ = [
    "Adoption",
    "AuditEvent",
    "AuditValue",
    "Campaign",
    "Flag",
    "Line",
    "Organisation",
    "Outside",
    "Person",
    "Post",
    "Sheet",
    "SignInFailure",
    "Subject",
    "User",
    "Withdrawal",
]
