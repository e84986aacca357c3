"""What every page shares: signed in, never kept by a cache, and what lies outside one's posts is not found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from jiceng.access import scope
from jiceng.access.checks import Forbidden
from jiceng.kernel.written import plain
from jiceng.store.models import Post, Reminder, User

ROWS = 40  # rows of a list before the next page
DIGITS = 18  # of a number that fits every database

View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request as pages below `page` get it. held: the posts of whoever asks.

    unread: asks how many of their reminders are not read, for the frame of a whole page.
    """

    user: User
    held: list[Post]
    unread: Callable[[], int]
    htmx: HtmxDetails


def page(view: View) -> View:
    """For somebody signed in; `request.held` is their posts, asked once.

    What they may not do answers as what does not exist: whoever may not see a page learns nothing from it.
    A zero byte, which no keyboard types and PostgreSQL cannot keep, is answered as unreadable.
    A piece of a page (htmx) asked for after signing out answers 401; a link among them leads to signing in.
    """

    @never_cache
    @wraps(view)
    def shown(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.htmx:
                answer = HttpResponse(status=401)
                if request.method == "GET":
                    answer["HX-Redirect"] = f"{reverse('sign-in')}?{urlencode({'next': reverse('desk')})}"
                return answer
            return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk"))
        as_meant(request)
        if not hasattr(request, "held"):  # asked already where the session was looked at
            request.held = scope.posts(request.user)
        if request.held:
            request.user.person = request.held[0].person  # fetched with the posts; every page names them
        request.unread = lambda: Reminder.objects.unread_of(request.user.person_id)
        try:
            return view(request, *args, **kwargs)
        except Forbidden:
            raise Http404 from None

    return shown


def as_meant(request: HttpRequest) -> None:
    """What an address and a form say, as whoever typed or pasted it means it: without marks that nobody sees.

    Passwords stay as they are. A zero byte, which PostgreSQL cannot keep, is answered as unreadable.
    """
    for name in ("GET", "POST"):
        form = getattr(request, name)
        sent = dict(form.lists())
        if any("\0" in value for values in sent.values() for value in values):
            raise BadRequest("a zero byte")
        meant = {
            field: values if "password" in field else [plain(value) for value in values]
            for field, values in sent.items()
        }
        if meant != sent:
            cleaned = form.copy()
            for field, values in meant.items():
                cleaned.setlist(field, values)
            cleaned._mutable = False
            setattr(request, name, cleaned)


def paged(request: HttpRequest, rows: Any) -> "Page[Any]":
    """The asked page of a queryset or list; the nearest one there is when the number makes no sense."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def whole_number(text: str) -> int | None:
    """A number out of an address or a hidden field: 12; None for what no page of ours would have sent."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def query_without(request: HttpRequest, *names: str) -> str:
    """The page's query without some names, ready to be continued: `class=村&`."""
    kept = [(name, str(value)) for name, value in request.GET.items() if name not in names and value]
    return f"{urlencode(kept)}&" if kept else ""
