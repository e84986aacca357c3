"""Signing in and out, the second factor, the size of type, and the page about oneself."""

import json
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiceng import clock
from jiceng.access import scope
from jiceng.kernel.refusal import Refusal
from jiceng.services import account, factor
from jiceng.services import signing as guesses
from jiceng.store.models import Post, SecondFactor, User
from jiceng.web import sessions, words
from jiceng.web.pages import SignedIn, page

YEAR = 365 * 24 * 60 * 60
DEVICE = "device"  # the cookie that says which accounts have signed in from here


class SignInForm(AuthenticationForm):
    """Account and password; the same words whichever of the two is wrong."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "Account and password do not belong together. Check capital letters and full-width characters; "
            "if you have forgotten the password, ask the county organisation department for a new one."
        ),
        "inactive": gettext_lazy("This account is closed. Ask the county organisation department."),
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
            context = {"form": SignInForm(request), "refused": words.refusal(refused), "username": username}
            return self.render_to_response(self.get_context_data(**context), status=429)
        answer = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            _remember(request, answer, username)
        else:
            guesses.failed(username=username, device=device, at=now())
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "next": self.get_redirect_url(),
            "accounts": demonstration_accounts(),
        }


def _remember(request: HttpRequest, answer: HttpResponse, username: str) -> None:
    """From here on this device is known for the account."""
    mark = guesses.remember(request.COOKIES.get(DEVICE, ""), username)
    answer.set_cookie(DEVICE, mark, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())


def demonstration_passwords() -> dict[str, str]:
    """The accounts `jiceng demo` made for this folder; nothing in any other installation."""
    if not getattr(settings, "DEMONSTRATION", False):
        return {}
    try:
        return dict(json.loads((settings.DATA / "accounts.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def demonstration_accounts() -> list[dict[str, Any]]:
    """The demonstration's accounts, to be chosen from."""
    passwords = demonstration_passwords()
    users = dict(User.objects.filter(username__in=passwords).values_list("person_id", "username"))
    posts = Post.objects.filter(person__in=[person for person in users if person]).select_related(
        "organisation"
    )
    return [
        {"username": users[post.person_id], "password": passwords[users[post.person_id]], "post": post}
        for post in posts.order_by("organisation__path")
    ]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.sign_out(request)
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
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@require_safe
@page
def me(request: SignedIn) -> HttpResponse:
    own_factor = factor.of(request.user)
    roles = {post.role for post in request.held}
    context = {
        "section": "me",
        "held": request.held,
        "content": {post.pk for post in scope.content_posts(request.held)},
        "keeps": bool(roles & set(scope.KEEPERS)),
        "audits": "auditor" in roles,
        "sign_ins": guesses.own_sessions(request.user, now()),
        "here": request.session.session_key,
        "enrolled": own_factor.confirmed_on if own_factor else None,
    }
    return render(request, "pages/me.html", context)


@require_POST
@page
def session_end(request: SignedIn, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    sign_in = get_object_or_404(request.user.sign_ins.open(), pk=pk)
    if sign_in.session_key == request.session.session_key:
        sessions.sign_out(request)
        return redirect("sign-in")
    guesses.end(sign_ins=[sign_in], at=now())
    return redirect("me")


@require_POST
@page
def sessions_end(request: SignedIn) -> HttpResponse:
    """End all of one's sessions but this one."""
    guesses.end_all(user=request.user, at=now(), but=request.session.session_key or "")
    return redirect("me")


# -- the second factor ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@page
def second_factor(request: SignedIn) -> HttpResponse:
    """Asks for the code of the phone, once it has one; before, leads through setting it up."""
    own_factor = factor.of(request.user)
    note = ""
    if request.method == "POST":
        name, cookie = factor.key(request.user), request.COOKIES.get(DEVICE, "")
        try:
            factor.show(
                user=request.user,
                code=request.POST.get("code", ""),
                device=guesses.known(cookie, name),
                at=now(),
            )
        except Refusal as refused:
            note = words.refusal(refused)
        else:
            sessions.show(request)
            answer = HttpResponseRedirect(_own_page(request))
            _remember(request, answer, name)
            return answer
    fresh = own_factor is not None and own_factor.confirmed_on is None
    context = {
        "next": _own_page(request),
        "note": note,
        "found": own_factor,
        "asked": factor.is_asked(request.held),
        "qr": _phone_qr(request.user, own_factor) if own_factor and fresh else "",
        "secret": " ".join(own_factor.secret[at : at + 4] for at in range(0, 32, 4))
        if own_factor and fresh
        else "",
        "demonstration": _demonstration_code(request.user, own_factor),
    }
    return render(request, "pages/second_factor.html", context, status=422 if note else 200)


@require_POST
@page
def second_factor_begin(request: SignedIn) -> HttpResponse:
    factor.begin(request.user)
    return redirect(f"{reverse('second-factor')}?{urlencode({'next': _own_page(request)})}")


def _phone_qr(user: User, own_factor: SecondFactor) -> str:
    made = segno.make(factor.address(user, own_factor.secret), error="m", micro=False)
    return mark_safe(made.svg_inline(scale=5, title=gettext("For the phone")))


def _demonstration_code(user: User, own_factor: SecondFactor | None) -> str:
    """The code now, in the demonstration, whose people have no phones; "" in any other installation."""
    if own_factor is None or user.username not in demonstration_passwords():
        return ""
    return factor.code_now(own_factor.secret, now())


# -- the invitation ------------------------------------------------------------------------------------


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """The owner of a new account sets the password. Guessing is counted as at signing in."""
    form = {
        name: request.POST.get(name, "").replace("\0", "")
        for name in ("username", "code", "password", "again")
    }
    notes: list[str] = []
    status = 200
    if request.method == "POST":
        username, cookie = form["username"], request.COOKIES.get(DEVICE, "")
        device = guesses.known(cookie, username)
        try:
            guesses.check(username=username, device=device, at=now())
            if form["password"] != form["again"]:
                raise ValidationError(gettext("The two passwords differ. Enter the same one twice."))
            user = account.open_account(
                username=username, code=form["code"], password=form["password"], on=clock.today()
            )
        except ValidationError as weak:
            notes, status = weak.messages, 422
        except Refusal as refused:
            notes, status = [words.refusal(refused)], 422
            if refused.code == "signing.too-many-tries":
                status = 429
            else:
                guesses.failed(username=username, device=device, at=now())
        else:
            login(request, user)
            messages.success(request, gettext("Your password is set. Sign in with it from now on."))
            answer = redirect("desk")
            _remember(request, answer, user.username)
            return answer
    context = {"notes": notes, "username": form["username"], "code": form["code"]}
    return render(request, "pages/invitation.html", context, status=status)
