"""The console of one ballot: where it stands, what is next and who does it."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from jiceng.web.pages import SignedIn, page


@require_safe
@page
def console(request: SignedIn, event: str) -> HttpResponse:
    raise Http404
