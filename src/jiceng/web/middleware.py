"""What is taken off a request before anything else reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiceng.web.quiet import BOOTH

# All that the booth may know of a request; no cookie, no address, no agent, no page one comes from.
KEPT_IN_THE_BOOTH = {"HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_X_FORWARDED_PROTO", "HTTP_TRANSFER_ENCODING"}


def without_traces(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Under /b/ nobody can tell who asks, neither a session looked up by mistake nor a report of a fault."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(BOOTH) or request.path_info == BOOTH.rstrip("/"):
            for name in list(request.META):
                if name.startswith(("HTTP_", "REMOTE_")) and name not in KEPT_IN_THE_BOOTH:
                    del request.META[name]
        return get_response(request)

    return answer


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
