"""Signing in, with a password or by a one-time link, and signing out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from derman.people import actions as people
from derman.people.addresses import BadAddress, check_address
from derman.people.errors import LinkUnusable
from derman.web.accounts.forms import SignIn
from derman.web.accounts.limits import may_ask_for_link
from derman.web.accounts.where import asked_for, is_ours, start_of
from derman.web.toasts import toast

BACKEND = "derman.people.backends.AddressBackend"


class SignInView(LoginView):  # type: ignore[misc]
    """`/accounts/login/`: fields `login` and `password`."""

    form_class = SignIn
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # past LoginView, which looks for pages that are not here (sign-up and others)
        context: dict[str, Any] = super(LoginView, self).get_context_data(**kwargs)
        return {**context, "next": asked_for(self.request)}

    def form_invalid(self, form: SignIn) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            answer.status_code = 429
            answer.headers["Retry-After"] = "300"
        return answer


sign_in = SignInView.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Have a one-time link sent. What comes back is the same whether somebody has this address or not."""
    if request.method != "POST":  # the address of a page that said what is wrong, opened anew
        return HttpResponseRedirect(reverse("accounts:sign_in"))
    following = asked_for(request)
    given = request.POST.get("login", "")
    form = SignIn(initial={"login": given}, request=request)
    try:
        folded = check_address(given)
    except BadAddress:
        wrong = _("Write your e-mail address here; the link goes to it.")
        return render(
            request, "accounts/sign_in.html", {"form": form, "next": following, "link_wrong": wrong}, status=422
        )
    if not may_ask_for_link(request, folded):
        wrong = _("Many links were asked for already. Look into your mailbox, or try again in a quarter of an hour.")
        context = {"form": form, "next": following, "link_wrong": wrong}
        answer = render(request, "accounts/sign_in.html", context, status=429)
        answer.headers["Retry-After"] = "900"
        return answer
    people.ask_for_link(address=given, language=get_language() or "", next_page=following)
    return HttpResponseRedirect(reverse("accounts:link_sent"))


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    return render(request, "accounts/link_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it changes nothing, because mail scanners open links; the button signs in."""
    try:
        if request.method != "POST":
            return render(request, "accounts/link.html", {"person": people.find_link(token).person})
        found = people.use_link(token=token)
    except LinkUnusable as error:
        return render(request, "accounts/link_unusable.html", {"wrong": str(error)}, status=410)
    person = found.person
    if request.user.is_authenticated and request.user.pk != person.pk:
        logout(request)
    login(request, person, backend=BACKEND)
    return HttpResponseRedirect(found.next if is_ours(request, found.next) else start_of(person))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask by GET, sign out by POST."""
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    logout(request)
    toast(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("accounts:sign_in"))
