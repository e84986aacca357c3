"""The register of documents; a forwarding note that names a day binds everybody it is forwarded to (X-06)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from jiceng.access import checks
from jiceng.kernel.firmness import has_reason
from jiceng.kernel.link import check_document, read_number
from jiceng.kernel.refusal import Refusal
from jiceng.services import audit
from jiceng.services.procedure.days import set_deadline
from jiceng.store.models import Basis, Campaign, Document, Organisation, User


@transaction.atomic
def register_document(
    *,
    organisation: Organisation,
    number: str,
    issuer: str,
    title: str,
    by: User,
    on: date,
    issued_on: date | None = None,
    forwards: Document | None = None,
    due_on: date | None = None,
    recipients: str = "",
    bases: Iterable[str] = (),
    campaign: Campaign | None = None,
    key: str = "",
) -> Document:
    """Register a document in an organisation's own register, under its number as GB/T 9704 writes it.

    bases: numbers of those it rests on. campaign, key: the step or the return whose day `due_on` is; the day then binds
    the organisation and everybody below. The same document again changes nothing.
    Raises Forbidden, or Refusal "link.number-wrong", "link.document-incomplete", "link.document-taken",
    "link.rests-on-itself", "link.forwarded-later", "link.recipients-missing", "procedure.deadline-later".
    """
    checks.check(by, "document.register", organisation)
    number = read_number(number)
    issuer, title, recipients = issuer.strip(), title.strip(), recipients.strip()
    if not has_reason(issuer) or not has_reason(title):
        raise Refusal("link.document-incomplete", number=number)
    resting = list(dict.fromkeys(read_number(basis) for basis in bases if basis.strip()))
    check_document(
        number=number,
        bases=resting,
        due_on=due_on,
        forwards_due=forwards.due_on if forwards else None,
        recipients=recipients,
    )
    columns = {
        "issuer": issuer,
        "title": title,
        "issued_on": issued_on,
        "forwards": forwards,
        "due_on": due_on,
        "recipients": recipients,
    }
    document, made = Document.objects.get_or_create(
        organisation=organisation, number=number, defaults={**columns, "by": by, "on": on}
    )
    if not made:
        if any(getattr(document, name) != value for name, value in columns.items()):
            raise Refusal(
                "link.document-taken", number=number, title=document.title, on=document.on.isoformat()
            )
        return document
    Basis.objects.bulk_create(Basis(document=document, number=basis) for basis in resting)
    if campaign is not None and key and due_on is not None:
        set_deadline(
            campaign=campaign,
            organisation=organisation,
            key=key,
            due_on=due_on,
            document=document,
            by=by,
            on=on,
        )
    audit.record(
        "document.registered", by=by, on=on, target=document, path=organisation.path, number=number, issuer=issuer,
        title=title, due_on=due_on.isoformat() if due_on else "", bases=resting,
        forwards=forwards.number if forwards else "",
    )  # fmt: skip
    return document
