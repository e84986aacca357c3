"""Chinese first: the language is the one somebody chose here, not the one a borrowed phone happens to announce."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take Accept-Language out before LocaleMiddleware reads it; the cookie of the language switch stays."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return answer
