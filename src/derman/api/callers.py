"""Who calls: the person of a token, or of the browser's session; and what the token may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from derman.api.problems import FORBIDDEN, WHO, Problem
from derman.people.queries import person_by_token

if TYPE_CHECKING:
    from derman.people.models import Person

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """As whom a request acts. `name` is for counting requests."""

    person: Person
    name: str


class Called(HttpRequest):
    """A request behind the door."""

    caller: Caller


class ByToken(AuthBase):
    """`Authorization: Bearer TOKEN`."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "caller", None)  # the door has asked already


class BySession(AuthBase):
    """The cookie of somebody who is signed in; changes need the header X-CSRFToken."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "derman_session"

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "caller", None)


def identify(request: HttpRequest) -> Caller:
    """Who calls. Raises Problem: 401 for nobody and for useless tokens, 403 for what a token may not do."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    caller = _by_token(request, scheme, token.strip()) if scheme else _by_session(request)
    if caller is None:
        raise Problem(
            WHO,
            _("Send “Authorization: Bearer” with a token that has not ended."),
            headers={"WWW-Authenticate": 'Bearer realm="derman"'},
        )
    return caller


def _by_token(request: HttpRequest, scheme: str, token: str) -> Caller | None:
    found = person_by_token(token) if scheme.casefold() == "bearer" and token else None
    if found is None:
        return None
    person, row = found
    if ("read" if request.method in SAFE else "write") not in row.scopes:
        raise Problem(FORBIDDEN, _("This token may not do that: it lacks the scope."))
    return Caller(person, f"token:{row.pk}")


def _by_session(request: HttpRequest) -> Caller | None:
    if not request.user.is_authenticated:
        return None
    if request.method not in SAFE and check_csrf(request) is not None:
        raise Problem(FORBIDDEN, _("A browser must send the header X-CSRFToken with every change."))
    # the lazy object of the middleware is no Person to isinstance's eyes everywhere: unwrap it once
    person = cast("Person", getattr(request.user, "_wrapped", request.user))
    return Caller(person, f"person:{person.pk}")


def person_of(request: HttpRequest) -> Person:
    """As whom this request acts; only behind the door."""
    return cast("Called", request).caller.person
