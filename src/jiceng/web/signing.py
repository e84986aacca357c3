"""Signing in and out, the size of type, and the page about oneself."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from jiceng.kernel.refusal import Refusal
from jiceng.services import signing as guesses
from jiceng.store.models import Post, User
from jiceng.web import words
from jiceng.web.pages import SignedIn, page

YEAR = 365 * 24 * 60 * 60
DEVICE = "device"  # the cookie that says which accounts have signed in from here


class SignInForm(AuthenticationForm):
    """Account and password; the same words whichever of the two is wrong."""

    error_messages = {
        "invalid_login": _(
            "Account and password do not belong together. Check capital letters and full-width characters; "
            "if you have forgotten the password, ask the county organisation department for a new one."
        ),
        "inactive": _("This account is closed. Ask the county organisation department."),
    }


class SignIn(LoginView):
    template_name = "pages/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        username = request.POST.get("username", "")
        device = guesses.known(request.COOKIES.get(DEVICE, ""), username)
        try:
            guesses.check(username=username, device=device, at=now())
        except Refusal as refused:
            # The form is shown as it is, unread: not even a right password helps until the wait is over.
            told = {"form": SignInForm(request), "refused": words.refusal(refused), "username": username}
            return self.render_to_response(self.get_context_data(**told), status=429)
        answer = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            mark = guesses.remember(request.COOKIES.get(DEVICE, ""), username)
            answer.set_cookie(
                DEVICE, mark, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
            )
        else:
            guesses.failed(username=username, device=device, at=now())
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "next": self.get_redirect_url(),
            "accounts": demonstration_accounts(),
        }


def demonstration_accounts() -> list[dict[str, Any]]:
    """The accounts `jiceng demo` made for this folder, to be chosen from; nothing in any other installation."""
    if not getattr(settings, "DEMONSTRATION", False):
        return []
    try:
        passwords = json.loads((settings.DATA / "accounts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    users = dict(User.objects.filter(username__in=passwords).values_list("person_id", "username"))
    posts = Post.objects.filter(person__in=[one for one in users if one]).select_related("organisation")
    return [
        {"username": users[post.person_id], "password": passwords[users[post.person_id]], "post": post}
        for post in posts.order_by("organisation__path")
    ]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """长辈版: larger type and targets on every page of this browser."""
    answer = HttpResponseRedirect(_own_page(request))
    if request.POST.get("mode") == "elder":
        answer.set_cookie(
            "mode", "elder", max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        answer.delete_cookie("mode", samesite="Lax")
    return answer


def _own_page(request: HttpRequest) -> str:
    """Where a switch comes back to; never another site."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@require_safe
@page
def me(request: SignedIn) -> HttpResponse:
    return render(request, "pages/me.html", {"section": "me", "held": request.held})
