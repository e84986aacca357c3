"""One person with a browser: opens the desk, follows a line, fills in what is offered, sends it, looks again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from jiceng.rehearsal import filling
from jiceng.rehearsal.county import PASSWORD, Account
from jiceng.rehearsal.page import DeskLine, Form, Link, Page, path_of
from jiceng.services import factor

HOST = "http://testserver"
# Undoing something, or saying no to it, is nobody's work by itself.
UNDOING = frozenset(
    {
        "grade.withdraw", "grade.outside", "grade.aside", "grade.correction-ask", "ballot.back", "ballot.begin",
        "ballot.withdraw", "ballot.void", "item.evidence-withdraw", "item.send-back", "item.reopen", "item.import-try",
        "item.import", "link.end", "notice.take-down", "record.withdraw", "return.send-back", "return.fill-try",
        "return.fill", "return.words", "team.dissolve", "track.back", "track.deadline", "flag.withdraw", "flag.record",
        "use.take-back", "reminder.ask", "campaign.close",
        "campaign.windows",
    }
)  # fmt: skip
# What somebody who refuses does once for each mechanism, before it goes on.
REFUSING = frozenset({"ballot.back", "item.send-back", "return.send-back", "track.back"})
PAGES = 60  # that one line is followed over before it is left for another day
TRIES = 4  # of one form, with other values


@dataclass(frozen=True)
class Sent:
    """One form that was sent. status: of the answer, after redirects. refused: code and sentence, "" = it was taken.

    pressed: the words of the button. wrongly: it was filled in wrongly on purpose.
    """

    form: Form
    address: str
    fields: int
    status: int
    refused: tuple[str, str] = ("", "")
    pressed: str = ""
    wrongly: bool = False

    @property
    def taken(self) -> bool:
        return self.status == 200 and not self.refused[1]


@dataclass
class Robot:
    """temperament: diligent acts at once; late only once it is late; refuses sends back once whatever can be sent back;
    wrong writes words for numbers and days first. Who is absent never comes, and is nobody's robot.
    """

    account: Account
    seed: str
    spread: Callable[[str], int]
    temperament: str = "diligent"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    requests: int = 0
    pages: list[Page] = field(default_factory=list)  # since somebody looked; for findings
    on: date = date.min
    shut: frozenset[str] = frozenset()  # paths that answer 404: a removal that is tried
    turns: dict[tuple[str, str, str], int] = field(default_factory=dict)
    once: set[tuple[str, str]] = field(default_factory=set)  # (event, mechanism) that were sent
    wrong: set[tuple[str, str]] = field(default_factory=set)  # and of these, wrongly

    # -- asking ---------------------------------------------------------------------------------------------------

    def get(self, address: str) -> Page:
        if path_of(address) in self.shut:
            return self._gone(address)
        return self._page(self.client.get(_local(address), follow=True), address)

    def send(self, form: Form, filled: filling.Filled) -> Page:
        if path_of(form.action) in self.shut:
            return self._gone(form.action)
        data: dict[str, list[object]] = {}
        for name, value in filled.data:
            data.setdefault(name, []).append(value)
        for name, file, content in filled.files:
            data.setdefault(name, []).append(SimpleUploadedFile(file, content, "image/png"))
        return self._page(self.client.post(_local(form.action), data, follow=True), form.action)

    def _gone(self, address: str) -> Page:
        page = Page(HOST + _local(address), 404, b"", is_html=False)
        self.pages.append(page)
        return page

    def _page(self, answer: HttpResponseBase, address: str) -> Page:
        chain = getattr(answer, "redirect_chain", [])
        self.requests += 1 + len(chain)
        at = chain[-1][0] if chain else address
        if path_of(at) in self.shut:
            return self._gone(at)
        kind = answer.headers.get("Content-Type", "")
        content = b"" if answer.streaming else answer.content  # type: ignore[attr-defined]
        page = Page(HOST + _local(at), answer.status_code, content, kind.startswith("text/html"))
        self.pages.append(page)
        return page

    # -- signing in -----------------------------------------------------------------------------------------------

    def sign_in(self) -> Page:
        """By the forms of the page, with the digits of the phone where they are asked for."""
        page = self.get(reverse("sign-in"))
        form = next(each for each in page.forms if each.event == "account.sign-in")
        data = [(name, value) for name, value in _hidden(form)]
        data += [("username", self.account.username), ("password", PASSWORD)]
        page = self.send(form, filling.Filled(data))
        asked = next((each for each in page.forms if each.event == "account.factor"), None)
        if asked is not None:
            now = datetime.now(ZoneInfo("UTC"))
            code = factor.code_now(self.account.secret, now)
            page = self.send(asked, filling.Filled([*_hidden(asked), ("code", code)]))
        return page

    # -- working --------------------------------------------------------------------------------------------------

    def desk(self) -> Page:
        return self.get(reverse("desk"))

    def work(self, line: DeskLine) -> list[Sent]:
        """Follow one line as far as it leads: every form of its mechanism that is offered, once each."""
        sent: list[Sent] = []
        done: set[object] = set()
        seen: set[str] = set()
        waiting = [line.href]
        while waiting and len(seen) < PAGES:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            page = self.get(address)
            while page.ok and page.is_html:
                form = self._next(page, line, done)
                if form is None:
                    break
                done.add(form.identity)
                self.once.add((form.event, form.mechanism))
                if self.temperament == "wrong":
                    sent += filter(None, [self.send_wrongly(form, page)])
                last = self.try_to_send(form, page)
                sent.append(last)
                page = self.pages[-1] if last.taken else self.get(address)
            if page.ok and page.is_html:
                waiting += [
                    link.href for link in page.follows if _leads_on(link, line) and link.href not in seen
                ]
        return sent

    def _next(self, page: Page, line: DeskLine, done: set[object]) -> Form | None:
        """The form to send next: of the line's mechanism, not sent yet, the one with the red button first.

        Who refuses takes the form that sends back before any other, once for each mechanism.
        """
        forms = [form for form in page.forms if form.identity not in done and _is_for(form, line)]
        if self.temperament == "refuses":
            refusing = [
                form
                for form in forms
                if form.event in REFUSING and (form.event, form.mechanism) not in self.once
            ]
            if refusing:
                return refusing[0]
        forms = [form for form in forms if form.event not in UNDOING]
        return min(forms, key=lambda form: not form.primary, default=None)

    def send_wrongly(self, form: Form, page: Page) -> Sent | None:
        """The form with words for its numbers and days; None where it asks for none, or this was tried before."""
        key = (form.event, form.mechanism)
        wrong = filling.fill_wrongly(form, filling.fill(form, filling.Hand(self.seed, self.on, self.spread)))
        if wrong is None or key in self.wrong:
            return None
        self.wrong.add(key)
        answer = self.send(form, wrong)
        return self._sent(form, page, wrong, answer, wrongly=True)

    def try_to_send(self, form: Form, page: Page) -> Sent:
        """Send a form; where it is refused, with what the refusal asks for, or with other values."""
        sent = None
        key = (form.event, form.mechanism, "" if form.event == "draw.find" else form.holder)
        for again in range(TRIES):
            turn = self.turns.get(key, 0)
            hand = filling.Hand(self.seed, self.on, self.spread, again > 0, max(0, again - 1), turn)
            filled = filling.fill(form, hand)
            answer = self.send(form, filled)
            sent = self._sent(form, page, filled, answer)
            if answer.status != 422 or not answer.is_html:
                break
            # Whatever can be looked at first (a sheet before it is posted) is the same form again.
            form = next((each for each in answer.forms if each.identity[:3] == form.identity[:3]), form)
        assert sent is not None
        if sent.taken:
            self.turns[key] = self.turns.get(key, 0) + 1
            preview = (
                next(
                    (
                        each
                        for each in self.pages[-1].forms
                        if each.identity == form.identity and _confirms(each)
                    ),
                    None,
                )
                if self.pages[-1].is_html
                else None
            )
            if preview is not None and preview.element is not form.element and _was_looked_at(form):
                return self.try_to_send(preview, self.pages[-1])
        return sent

    def _sent(
        self, form: Form, page: Page, filled: filling.Filled, answer: Page, *, wrongly: bool = False
    ) -> Sent:
        refusals = answer.refusals if answer.is_html else []
        refused = ("", "")
        if answer.status == 422:
            refused = refusals[0] if refusals else ("", "422")
        return Sent(form, page.address, filled.fields, answer.status, refused, filled.pressed, wrongly)


def _was_looked_at(form: Form) -> bool:
    """Whether what was sent only asked to look at it first."""
    return bool(form.element.xpath(".//button[@name='preview' and contains(@class, 'btn-primary')]"))


def _confirms(form: Form) -> bool:
    return bool(form.element.xpath(".//button[@name='post']"))


def _is_for(form: Form, line: DeskLine) -> bool:
    return not line.mechanism or form.mechanism == line.mechanism


def _leads_on(link: Link, line: DeskLine) -> bool:
    return not link.mechanism or not line.mechanism or link.mechanism == line.mechanism


def _hidden(form: Form) -> Iterator[tuple[str, str]]:
    for element in form.element.xpath(".//input[@type='hidden']"):
        yield element.get("name"), element.get("value", "")


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
