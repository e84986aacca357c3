"""One item of a ledger: its plan, gates, evidence and history, and what may be done about it now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jiceng import clock
from jiceng.access import checks, scope
from jiceng.kernel import item as rules
from jiceng.kernel.contents import Part, as_number, uncovered
from jiceng.kernel.refusal import Refusal
from jiceng.services import item as events
from jiceng.services.item.files import PICTURES, TYPES, said
from jiceng.services.item.holding import ledger_at
from jiceng.store.item import ItemQuerySet
from jiceng.store.models import Campaign, Evidence, GatePass, Item, ItemEvent
from jiceng.web import words
from jiceng.web.asked import rule_of
from jiceng.web.given import day, text_in
from jiceng.web.pages import SignedIn, page, whole_number
from jiceng.web.register import crumbs

STATES = {
    "open": gettext_lazy("being worked on"),
    "claimed": gettext_lazy("claimed done, awaits the superior"),
    "closed": gettext_lazy("verified and closed"),
}
HAPPENED = {
    "opened": gettext_lazy("entered in the ledger"),
    "planned": gettext_lazy("plan written"),
    "evidence": gettext_lazy("evidence added"),
    "withdrawn": gettext_lazy("evidence taken back"),
    "passed": gettext_lazy("recorded as passed"),
    "claimed": gettext_lazy("claimed done"),
    "sent-back": gettext_lazy("sent back"),
    "closed": gettext_lazy("verified and closed"),
    "reopened": gettext_lazy("opened again"),
}


@dataclass(frozen=True)
class Field:
    """One part of a plan as a form asks it. at: its number, which names the field. amiss: look here first.

    topics: what all items of one organisation together must name in it and none names yet.
    """

    at: int
    part: Part
    value: str
    amiss: bool
    topics: Sequence[str] = ()

    @property
    def name(self) -> str:
        return f"part-{self.at}"


@dataclass(frozen=True)
class Gate:
    """One gate and how it stands. passed: in this round; None = open. shown: a gate of evidence that has some."""

    rule: rules.CloseGate
    passed: GatePass | None
    shown: bool
    may: bool

    @property
    def done(self) -> bool:
        return self.shown or self.passed is not None


@dataclass(frozen=True)
class Shown:
    """One piece of evidence. href: its file; picture: shown in the page. size: 1.2 MB."""

    evidence: Evidence
    href: str
    picture: bool
    size: str
    may_withdraw: bool

    @property
    def failing(self) -> str:
        return f"withdraw-{self.evidence.pk}"


@dataclass(frozen=True)
class Happened:
    """One line of the history in words."""

    event: ItemEvent
    what: str


def seen(request: SignedIn) -> ItemQuerySet:
    """The items one sees."""
    return scope.items(request.user, held=request.held)


@require_safe
@page
def item(request: SignedIn, pk: int) -> HttpResponse:
    return show_item(request, pk)


def show_item(request: SignedIn, pk: int, failed: str = "", refused: Refusal | None = None) -> HttpResponse:
    """failed: which form was refused, and why."""
    item = get_object_or_404(seen(request).for_page().exclude(campaign=None), pk=pk)
    campaign = item.campaign
    assert campaign is not None
    rule = rule_of(campaign, item.mechanism, rules.Ledger)

    def may(verb: str) -> bool:
        return checks.may(request.user, verb, item.organisation, held=request.held)

    above = _holds(request, rule.closed_by, item) and may("item.close")
    gates = _gates(request, item, rule)
    works = may("item.plan") and item.state != "closed"
    typed: Mapping[str, str] = request.POST if failed == "plan" else {}
    on = clock.today()
    movement = next(
        (mechanism for mechanism in campaign.rules.values() if isinstance(mechanism, rules.Movement)), None
    )
    open_gates = [gate.rule.name for gate in gates if not gate.done]
    may_claim = item.state == "open" and bool(gates) and not rule.is_done_from_above and may("item.claim")
    before_claim = events.before_claim(item, rule) if may_claim else None
    context: dict[str, Any] = {
        "section": "ledger",
        "item": item,
        "crumbs": crumbs(request, item.organisation),
        "title": campaign.title_of(item.mechanism),
        "rule": rule,
        "state": STATES[item.state],
        "overdue": item.is_overdue(on),
        "fields": fields(
            ledger_at(campaign, item.mechanism, item.organisation_id),
            typed or item.said,
            typed=bool(typed),
            refused=refused,
            plans=plans_beside(campaign, item.mechanism, item.organisation_id, item=item.pk)
            if rule.covers or rule.answers
            else (),
        ),
        "latest": events.last_day(item, rule, above=may("item.verify")),
        "latest_in_document": rules.latest_due(rule, item.opened_on),
        "grades": campaign.scheme.grades if movement else (),
        "gates": gates,
        "open_gates": open_gates,
        "question": rule.is_question,
        "shown": _shown(item, by=request.user.pk if works else None, own=works and may("item.claim")),
        "history": [
            Happened(event, str(HAPPENED.get(event.what, event.what))) for event in item.events.all()
        ],
        "may_plan": works and item.state == "open",
        "may_show": works,
        "may_claim": may_claim,
        "before_claim": words.refusal(before_claim) if before_claim else "",
        "may_close": item.state != "closed" and above and not open_gates,
        "may_send_back": item.state == "claimed" and above,
        "may_reopen": item.state == "closed" and above,
        "failed": failed,
        "note": words.refusal(refused) if refused else "",
        "typed": request.POST if failed else {},
    }
    return render(request, "pages/item.html", context, status=422 if failed else 200)


def fields(
    rule: rules.Ledger,
    said: Mapping[str, str],
    *,
    typed: bool = False,
    refused: Refusal | None = None,
    plans: Sequence[Mapping[str, str]] = (),
) -> list[Field]:
    """The parts of a ledger's plan. said: {part: text}, or with `typed` the form as sent and why it was refused.

    plans: of the organisation's other items.
    """
    topics = uncovered(rule.covers, plans)
    told = refused.facts if refused else {}
    wrong = {told.get("name"), told.get("part"), *(told.get("missing") or ())}
    return [
        Field(
            at,
            replace(part, kind="choice", one_of=rule.picks[part.name]) if part.name in rule.picks else part,
            said.get(f"part-{at}" if typed else part.name, ""),
            part.name in wrong,
            topics.get(part.name, ()),
        )
        for at, part in enumerate(rule.contents, start=1)
    ]


def plans_beside(
    campaign: Campaign | None, mechanism: str, organisation: int | None, *, item: int | None = None
) -> list[Mapping[str, str]]:
    """What the plans of an organisation's items in a ledger say. item: leave this one out."""
    if organisation is None:
        return []
    items = Item.objects.planned().filter(campaign=campaign, mechanism=mechanism, organisation=organisation)
    return list(items.exclude(pk=item or 0).values_list("said", flat=True))


def _gates(request: SignedIn, item: Item, rule: rules.Ledger) -> list[Gate]:
    standing = any(piece.withdrawn_on is None for piece in item.evidence.all())
    passed = {gate_pass.gate: gate_pass for gate_pass in item.passes.all() if gate_pass.round == item.round}
    gates = []
    for gate in rule.every_gate():
        verb = "item.claim" if gate.by == "secretary" else "item.verify"
        may = (
            item.state != "closed"
            and gate.kind != "evidence"
            and gate.key not in passed
            and checks.may(request.user, verb, item.organisation, held=request.held)
            and (gate.by == "secretary" or _holds(request, gate.by, item))
        )
        gates.append(Gate(gate, passed.get(gate.key), gate.kind == "evidence" and standing, may))
    return gates


def _holds(request: SignedIn, role: str, item: Item) -> bool:
    return any(post.role == role and item.organisation.is_under(post.organisation) for post in request.held)


def _shown(item: Item, *, by: int | None, own: bool) -> list[Shown]:
    """by: who may take back what they added; own: whether they may take back whatever their side added."""
    return [
        Shown(
            piece,
            reverse("evidence", args=[piece.pk]) if piece.file else "",
            piece.kind in PICTURES and piece.withdrawn_on is None,
            said(piece.size) if piece.size else "",
            (own or piece.by_id == by) and piece.withdrawn_on is None,
        )
        for piece in item.evidence.all()
    ]


# -- what is done -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def item_act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """One thing done to an item. Refused, the item's page says why beside the form, at this address."""
    item = get_object_or_404(seen(request).for_page().exclude(campaign=None), pk=pk)
    if act not in ACTS:
        raise Http404
    if request.method != "POST":
        return redirect("item", pk)
    do, sentence = ACTS[act]
    try:
        do(request, item)
    except Refusal as refusal:
        failed = f"pass-{request.POST.get('gate', '')}" if act == "pass" else act
        return show_item(request, pk, failed, refusal)
    messages.success(request, str(sentence) % {"title": item.title})
    return redirect(f"{reverse('item', args=[pk])}#page")


def plan_of(rule: rules.Ledger, request: SignedIn) -> tuple[dict[str, str], str, date | None]:
    """(texts, owner, due_on) of a form that was sent. Raises Refusal "contents.not-a-date", "contents.too-long"."""
    texts = {
        part.name: text_in(request, f"part-{at}", part.name) for at, part in enumerate(rule.contents, start=1)
    }
    return texts, text_in(request, "owner"), day(request.POST.get("due_on", ""), _("Done by"))


def _plan(request: SignedIn, item: Item) -> None:
    assert item.campaign is not None
    texts, owner, due_on = plan_of(item.campaign.rules[item.mechanism], request)
    events.plan_item(
        item=item, said=texts, owner=owner, due_on=due_on, title=text_in(request, "title"),
        target=text_in(request, "target"), seen_version=whole_number(request.POST.get("seen", "")) or 0,
        by=request.user, on=clock.today(),
    )  # fmt: skip


def _evidence(request: SignedIn, item: Item) -> None:
    events.add_evidence(
        item=item,
        text=text_in(request, "text"),
        file=request.FILES.get("file"),
        by=request.user,
        on=clock.today(),
    )


def _pass(request: SignedIn, item: Item) -> None:
    events.pass_gate(
        item=item, gate=request.POST.get("gate", ""), note=text_in(request, "note"),
        value=figure(request.POST.get("value", "")), by=request.user, on=clock.today(),
    )  # fmt: skip


def figure(text: str) -> Decimal | None:
    """A figure as people type it: full-width digits, a per-cent sign. Raises Refusal "contents.not-a-number"."""
    text = text.strip().removesuffix("%").removesuffix("％")
    return as_number(text, name=_("Figure")) if text else None


def _claim(request: SignedIn, item: Item) -> None:
    events.claim_done(item=item, by=request.user, on=clock.today())


def _send_back(request: SignedIn, item: Item) -> None:
    events.send_back(item=item, reason=text_in(request, "reason"), by=request.user, on=clock.today())


def _close(request: SignedIn, item: Item) -> None:
    events.close(item=item, answer=text_in(request, "answer"), by=request.user, on=clock.today())


def _reopen(request: SignedIn, item: Item) -> None:
    events.reopen(item=item, reason=text_in(request, "reason"), by=request.user, on=clock.today())


Act = tuple[Callable[[SignedIn, Item], None], object]
ACTS: Mapping[str, Act] = {
    "plan": (_plan, gettext_lazy("The plan of “%(title)s” is kept.")),
    "evidence": (_evidence, gettext_lazy("The evidence is kept with “%(title)s”.")),
    "pass": (_pass, gettext_lazy("Recorded for “%(title)s”.")),
    "claim": (_claim, gettext_lazy("“%(title)s” is claimed done; the superior now verifies it.")),
    "send-back": (_send_back, gettext_lazy("“%(title)s” is sent back with the reason.")),
    "close": (_close, gettext_lazy("“%(title)s” is closed.")),
    "reopen": (_reopen, gettext_lazy("“%(title)s” is open again.")),
}


# -- evidence ---------------------------------------------------------------------------------------------------------


def _piece(request: SignedIn, pk: int) -> Evidence:
    mine = Evidence.objects.filter(item__in=seen(request).order_by().values("pk"))
    return get_object_or_404(mine.select_related("item__organisation"), pk=pk)


@require_safe
@page
def evidence(request: SignedIn, pk: int) -> HttpResponse:
    """A file, to those who see its organisation: as a download, never run as a page of ours."""
    piece = _piece(request, pk)
    if not piece.file or piece.kind not in TYPES:
        raise Http404
    try:
        content = piece.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, as_attachment=True, filename=piece.name, content_type=TYPES[piece.kind])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast(HttpResponse, answer)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def evidence_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    piece = _piece(request, pk)
    if request.method != "POST":
        return redirect("item", piece.item_id)
    try:
        events.withdraw_evidence(
            evidence=piece, reason=text_in(request, "reason"), by=request.user, on=clock.today()
        )
    except Refusal as refusal:
        return show_item(request, piece.item_id, f"withdraw-{pk}", refusal)
    messages.success(request, _("The evidence is taken back; it stays to be read and counts no more."))
    return redirect(f"{reverse('item', args=[piece.item_id])}#page")
