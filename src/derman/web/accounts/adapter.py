"""How django-allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from derman.people.addresses import BadAddress, fold_address
from derman.web.accounts.where import is_ours, start_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: requesters come by writing, agents are invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address or the password is wrong. Try again, or take a one-time link."),
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait five minutes, or let us send you a one-time link instead."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return start_of(request.user)

    def is_safe_url(self, url: str | None) -> bool:
        return is_ours(self.request, url)

    def add_message(self, *given: Any, **more: Any) -> None:
        """The page that follows says enough, and in the reader's language."""

    def is_ajax(self, request: HttpRequest) -> bool:
        # signing in is a page, whoever asks
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # wrong tries are counted for an address however it is spelt and whatever Host the request names
        given = str(credentials.get("email", ""))
        try:
            return fold_address(given)
        except BadAddress:
            return given.casefold()
