"""E-mails for what was made: one a person and run, every reminder in it.

At least once, and hardly ever twice: a run first claims a person's reminders (one conditional UPDATE, so of two runs
one has them), then sends, then marks them sent. A run that is killed in between leaves the claim; after an hour the
next run takes it over and sends again. The message's own number follows from the reminders in it, so that a mailbox
can drop the second copy. Nothing here runs inside the transaction that made the reminders.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q

from jiceng import phrases
from jiceng.services.reminder.saying import sentence_of
from jiceng.store.models import Reminder, User

STALE = timedelta(hours=1)  # a claim older than this belongs to nobody any more
OLDEST = timedelta(days=14)  # what was made before is news no longer
PATIENCE = 3  # so many messages in a row that cannot be sent, and the run stops

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Posted:
    """people: e-mails sent. reminders: in them. failed: accounts whose e-mail could not be sent; the next run tries."""

    people: int = 0
    reminders: int = 0
    failed: Sequence[str] = ()


def post(
    *,
    on: date,
    at: datetime,
    href: Callable[[Reminder], str],
    lang: str = "zh",
    every: Callable[[int], None] = lambda number: None,
) -> Posted:
    """Send what is not sent yet.

    href: the address of a reminder's page, as readers get it. every: told each message.
    """
    people, reminders, failed, in_a_row = 0, 0, [], 0
    connection = get_connection()
    for user in _readers(on):
        claimed = _claim(user, on=on, at=at)
        if not claimed:
            continue
        try:
            message(user, claimed, href=href, lang=lang, connection=connection).send()
        except (SMTPException, OSError, ValueError) as failure:
            # The address may be wrong (ValueError: it is none at all) or the mail server away; neither is said with a
            # name or an address in the log.
            log.warning("a reminder was not sent: %s", type(failure).__name__)
            _release(claimed)
            failed.append(user.username)
            in_a_row += not isinstance(failure, ValueError)  # says nothing about the server
            if in_a_row == PATIENCE:
                break
            continue
        in_a_row = 0
        Reminder.objects.filter(pk__in=[reminder.pk for reminder in claimed]).update(sent_on=on)
        people += 1
        reminders += len(claimed)
        every(people)
    return Posted(people, reminders, tuple(failed))


def _waiting(on: date) -> Q:
    return Q(sent_on=None, read_on=None, made_on__gte=on - OLDEST, made_on__lte=on)


def _readers(on: date) -> Iterator[User]:
    """Accounts with an e-mail whose person has something unsent; one account a person."""
    people = Reminder.objects.filter(_waiting(on)).values("person")
    accounts = (
        User.objects.filter(is_active=True, person__in=people).exclude(email="").select_related("person")
    )
    seen: set[int] = set()
    for user in accounts.order_by("pk"):
        if user.person_id is not None and user.person_id not in seen:
            seen.add(user.person_id)
            yield user


def _claim(user: User, *, on: date, at: datetime) -> list[Reminder]:
    """This person's unsent reminders, if nobody else is just sending them."""
    mark = secrets.token_hex(16)
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - STALE)
    mine = Reminder.objects.filter(_waiting(on), free, person=user.person_id)
    if not mine.update(claim=mark, claimed_at=at):
        return []
    return list(Reminder.objects.filter(claim=mark).select_related("campaign").order_by("due_on", "pk"))


def _release(claimed: Sequence[Reminder]) -> None:
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in claimed]).update(claim="", claimed_at=None)


def message(
    user: User,
    claimed: Sequence[Reminder],
    *,
    href: Callable[[Reminder], str],
    lang: str,
    connection: BaseEmailBackend | None = None,
) -> EmailMessage:
    """One e-mail: what is due, each with its way, nothing about anybody else."""
    late = sum(reminder.code == "reminder.late" for reminder in claimed)
    subject = "mail.subject-late" if late else "mail.subject"
    parts = [phrases.sentence("mail.greeting", {"name": user.get_full_name()}, lang), ""]
    for number, reminder in enumerate(claimed, start=1):
        sentence = sentence_of(reminder)
        parts.append(f"{number}. {phrases.sentence(sentence.code, sentence.facts, lang)}")
        if reminder.campaign is not None:
            parts.append(f"   {reminder.campaign.title}")
        parts += [f"   {href(reminder)}", ""]
    parts.append(phrases.sentence("mail.why", {}, lang))
    mark = hashlib.sha256(",".join(str(reminder.pk) for reminder in claimed).encode()).hexdigest()[:32]
    return EmailMessage(
        phrases.sentence(subject, {"count": len(claimed), "late": late}, lang),
        "\n".join(parts),
        to=[user.email],
        headers={"Message-ID": f"<{mark}@jiceng>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
