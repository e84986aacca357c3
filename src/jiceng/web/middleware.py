"""What is taken off a request before anything else reads it, and how a refusal that no page caught is answered."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, override

from jiceng.kernel.refusal import Refusal
from jiceng.web import words
from jiceng.web.quiet import BOOTH

# All that the booth may know of a request; no cookie, no address, no agent, no page one comes from.
KEPT_IN_THE_BOOTH = {"HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_X_FORWARDED_PROTO", "HTTP_TRANSFER_ENCODING"}
CAST = re.compile(rf"{BOOTH}[0-9a-f]{{16}}/cast")


def without_traces(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Under /b/ nobody can tell who asks, neither a session looked up by mistake nor a report of a fault.

    A paper does not even pass what knows of sessions, accounts and languages (`straight_in`).
    """
    cast = straight_in()

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(BOOTH) or request.path_info == BOOTH.rstrip("/"):
            for name in list(request.META):
                if name.startswith(("HTTP_", "REMOTE_")) and name not in KEPT_IN_THE_BOOTH:
                    del request.META[name]
            if CAST.fullmatch(request.path_info):
                return cast(request)
        return get_response(request)

    return answer


def straight_in() -> Callable[[HttpRequest], HttpResponse]:
    """From the server's door to the box past everything but host name, encryption and the headers of safety."""
    from jiceng.web import booth

    def cast(request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises where the name is not ours
        answer = booth.cast(request, event=request.path_info.split("/")[2])
        answer.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        answer.headers["Content-Length"] = str(len(answer.content))
        return answer

    way: Any = convert_exception_to_response(SecurityMiddleware(convert_exception_to_response(cast)))
    return way  # type: ignore[no-any-return]


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Chinese first: the language is the one somebody chose here, not the one a borrowed phone happens to announce.

    Takes Accept-Language out before LocaleMiddleware reads it; the cookie of the language switch stays.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return answer


class RefusalExplained:
    """A refusal that no page has caught is answered by a page with its sentence (422), never as a fault.

    The answer to a piece of a page (htmx) also leads there: the browser opens the whole page, which says it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        language = request.reader.language if hasattr(request, "reader") else get_language()
        with override(language):
            note = words.refusal(exception)
            answer = render(request, "refused.html", {"note": note}, status=422)
        if request.htmx and request.method == "GET":
            answer["HX-Redirect"] = request.get_full_path()
        add_never_cache_headers(answer)
        return answer
